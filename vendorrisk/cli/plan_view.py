"""A plan on the terminal: where it leads, then each step with what it brings, then what stays out of reach."""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from vendorrisk.cli.heading import show_heading, show_next
from vendorrisk.cli.plain import counted, plain
from vendorrisk.cli.verdicts import range_words
from vendorrisk.model.plan import Act, Plan, Step
from vendorrisk.model.policy import Verdict
from vendorrisk.model.result import FindingState
from vendorrisk.reports.theme import Theme

_ACTS = {
    Act.ANSWER: "answer",
    Act.CHANGE: "change",
    Act.FIND_OUT: "assumed",
    Act.SUPPORT: "support",
    Act.SETTLE: "settle",
    Act.ACCEPT: "accept",
}
_MOST_IDS = 12
_ASSUMED = (
    "No work changes these facts. The plan assumes what asks for least: answer them as they are, then plan again."
)


def show_plan(plan: Plan, theme: Theme, console: Console, next_steps: tuple[str, ...] = ()) -> None:
    """Write a plan."""
    show_heading(plan, console, theme)
    console.print(_summary(plan, theme))
    console.print()
    facts = sum(step.change.act is Act.FIND_OUT for step in plan.steps)
    for number, step in enumerate(plan.steps, 1):
        if number == 1 and facts:
            _section("Find out first", _ASSUMED, console)
        elif number == facts + 1 and facts:
            _section("Then do", "By term and severity.", console)
        _step(number, step, theme, console)
    if len(plan.steps) > facts:
        note = "Person-days are rough, and a changed answer is taken to come with the evidence asked for."
        console.print(Padding(Text(note, style=theme.quiet), (0, 0, 0, 2)))
    if plan.out_of_reach:
        _out_of_reach(plan, theme, console)
    show_next(next_steps, console)


def _section(title: str, note: str, console: Console) -> None:
    console.print(Padding(Text(title, style="bold").append(f"   {note}", style="not bold"), (0, 0, 1, 2)))


def _summary(plan: Plan, theme: Theme) -> Padding:
    text = Text()
    if plan.goal == "score":
        now = f"from {range_words(plan.score)} now"
        if not plan.reached:
            text.append(f"A score of {plan.to_score} is out of reach", style="bold")
            text.append(f" ({now}): the highest that changes of answers can bring is {plan.highest:g}.")
        elif plan.steps:
            text.append(f"To a score of at least {plan.to_score}", style="bold").append(f" ({now}): {_work(plan)}")
        else:
            text.append(f"Nothing to do: the score is at least {plan.to_score} already.")
        return Padding(text, (0, 0, 0, 2))
    meets = theme.verdicts[Verdict.MEETS]
    if not plan.steps and plan.reached:
        text.append(f"{meets.glyph} Nothing to do: every minimum that applies is met.", style=meets.colour)
        return Padding(text, (0, 0, 0, 2))
    mark = theme.verdicts[plan.verdict]
    text.append("From ").append(f"{mark.glyph} {plan.verdict.words}", style=f"bold {mark.colour}").append(" to ")
    text.append(f"{meets.glyph} meets", style=f"bold {meets.colour}")
    if plan.reached:
        text.append(f": {_work(plan)}")
    else:
        missed = counted(len(plan.out_of_reach), "minimum")
        text.append(f" there is no way by work: {missed} out of reach. ")
        text.append(f"All else: {_work(plan)}" if plan.steps else "Nothing else is to do.")
    return Padding(text, (0, 0, 0, 2))


def _work(plan: Plan) -> str:
    """Return steps and effort in words; of an open answer nobody knows how much of the work is done already."""
    steps = counted(len(plan.steps), "step")
    first = [step.change.effort for step in plan.steps if step.change.act is Act.ANSWER]
    days = f"about {counted(plan.effort, 'person-day')}"
    if not first:
        return f"{steps}, {days}."
    return (
        f"{steps}, at most {days}. Up to {sum(first)} of these are for {counted(len(first), 'question')} without an "
        "answer: where all is in place already, only the answer and its evidence are to be given."
    )


def _step(number: int, step: Step, theme: Theme, console: Console) -> None:
    change, fact = step.change, step.change.act is Act.FIND_OUT
    effort = f"{'up to' if change.act is Act.ANSWER else 'about'} {counted(change.effort, 'person-day')}"
    term = [f"within {step.within}", str(step.severity)] if step.severity and not fact else []
    title = Table.grid(padding=(0, 2))
    title.add_column(no_wrap=True, width=3, justify="right")
    title.add_column()
    name = Text(change.question, style="bold").append(
        f"   {', '.join([effort, *term])}", style=f"not bold {theme.quiet}"
    )
    title.add_row(str(number), name)
    console.print(title)
    rows = Table.grid(padding=(0, 2))
    rows.add_column(no_wrap=True, style=theme.quiet, width=8)
    rows.add_column()
    rows.add_row("", Text(change.ask, style=theme.quiet))
    rows.add_row(_ACTS[change.act], plain(change.words.removeprefix(f"{change.question} ")))
    if step.closes:
        rows.add_row("settles" if fact else "closes", _ids(step.closes))
    elif step.serves:
        rows.add_row("for", _ids(step.serves))
    mark = theme.verdicts[step.verdict]
    then = Text(f"{mark.glyph} {step.verdict.words}", style=mark.colour)
    rows.add_row("then", then.append(f", score {range_words(step.score)}", style="default"))
    console.print(Padding(rows, (0, 0, 1, 5)))


def _ids(criteria: tuple[str, ...]) -> str:
    """Return criteria as a list, no longer than a reader takes in; a fact can settle dozens."""
    if len(criteria) <= _MOST_IDS:
        return ", ".join(criteria)
    shown = criteria[: _MOST_IDS - 4]
    return f"{', '.join(shown)} and {len(criteria) - len(shown)} others"


def _out_of_reach(plan: Plan, theme: Theme, console: Console) -> None:
    mark = theme.findings[FindingState.UNMET]
    console.print()
    title = "Out of reach: no work of the vendor meets these; a waiver can cover them."
    console.print(Padding(Text(title, style="bold"), (0, 0, 0, 2)))
    for each in plan.out_of_reach:
        line = Text(f"  {mark.glyph} ", style=f"bold {mark.colour}").append(each.criterion, style="bold not dim")
        console.print(line.append(f"  {each.title}", style="default not bold"))
        why = f"{plain(each.because)}" + (" It can't be met together with the others." if each.together else "")
        console.print(Padding(Text(why), (0, 0, 0, 6)))
