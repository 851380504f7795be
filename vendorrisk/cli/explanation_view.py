"""An explanation on the terminal: the reason, the conditions as trees with their answers, and what would change it."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from vendorrisk.cli.heading import show_heading, show_next
from vendorrisk.cli.plain import counted, plain
from vendorrisk.model.explanation import Explanation, Known, Node, SupportCheck
from vendorrisk.model.plan import Act, Flip, Sensitivity, Swing
from vendorrisk.model.result import Finding, FindingState, Truth
from vendorrisk.reports.theme import Theme

_PARTS = {"applies_when": "Applies when", "met_when": "Met when", "partly_met_when": "Partly met when"}
_TRUTHS = {Truth.TRUE: "true", Truth.FALSE: "false", Truth.UNKNOWN: "unknown", Truth.REMOVED: "drops out"}
_SO_FAR = {
    Act.ANSWER: " (not answered so far)",
    Act.FIND_OUT: " (assumed: it is to be found out, and no work changes it)",
}
TOP = 15


def show_explanation(
    explanation: Explanation, theme: Theme, console: Console, next_steps: tuple[str, ...] = ()
) -> None:
    """Write everything about one criterion."""
    show_heading(explanation, console, theme)
    _reason(explanation.finding, theme, console)
    told: set[str] = set()
    for part, node in explanation.conditions.items():
        console.print(Text(f"  {_PARTS[part]}", style="bold"))
        console.print(Padding(_tree(node, theme, told), (0, 0, 1, 2)))
    console.print(Text("  ➤ marks what decided.", style=theme.quiet))
    if explanation.evidence_rule is not None:
        _evidence(explanation, theme, console)
    _flip(explanation.finding, explanation.flip, console)
    show_next(next_steps, console)


def _reason(finding: Finding, theme: Theme, console: Console) -> None:
    mark = theme.findings[finding.result]
    title = Table.grid(padding=(0, 2))
    title.add_column(no_wrap=True)
    title.add_column()
    head = Text(f"  {mark.glyph} ", style=f"bold {mark.colour}").append(finding.criterion, style="bold")
    title.add_row(head, Text(finding.title))
    console.print(title)
    console.print()
    rows = Table.grid(padding=(0, 2))
    rows.add_column(no_wrap=True, style=theme.quiet)
    rows.add_column()
    rows.add_row("result", Text(finding.result.words, style=mark.colour))
    rows.add_row("level", f"{finding.level}, weight {finding.weight}, severity of a gap {finding.severity}")
    rows.add_row("because", Text(plain(finding.because)))
    rows.add_row("needed", Text(finding.needed))
    if finding.waiver:
        rows.add_row("waived", Text(plain(f"until {finding.waiver.until} by {finding.waiver.approver}")))
    console.print(Padding(rows, (0, 0, 1, 2)))


def _tree(node: Node, theme: Theme, told: set[str]) -> Table:
    """Return a tree as lines; of a question in ``told`` only the answer is repeated, and what is told is added."""
    table = Table.grid(padding=(0, 1))
    table.add_column(no_wrap=True, width=1)
    table.add_column(no_wrap=True, width=9)
    table.add_column()
    for marker, truth, depth, text in _lines(node, theme, told, 0):
        table.add_row(marker, truth, Padding(text, (0, 0, 0, 2 * depth)))
    return table


def _lines(
    node: Node, theme: Theme, told: set[str], depth: int, *, known: bool = True
) -> Iterator[tuple[str, Text, int, Text]]:
    """Yield the lines of a node and of everything below it; ``known``: with what is known of a leaf's question."""
    style = "" if node.decides else theme.quiet
    yield "➤" if node.decides else "", Text(_TRUTHS[node.truth], style=style), depth, Text(node.sentence)
    if node.known is not None and known:
        for text in _known(node.known, theme, told):
            yield "", Text(), depth + 1, text
    if node.asked_when is not None and known:
        yield "", Text(), depth + 1, Text("only asked when:", style=theme.quiet)
        yield from _lines(node.asked_when, theme, told, depth + 2)
    before = None
    for member in node.members:
        question = member.known.question if member.known is not None else None
        yield from _lines(member, theme, told, depth + 1, known=question is None or question != before)
        before = question


def _known(known: Known, theme: Theme, told: set[str]) -> Iterator[Text]:
    answer = Text(plain(f"“{known.answer}”") if known.answer else "no answer")
    if known.question in told:
        yield answer
        return
    told.add(known.question)
    yield Text(known.ask, style=theme.quiet)
    yield answer.append("".join(f" · {plain(part)}" for part in _source(known)), style=theme.quiet)
    if known.review:
        yield Text(plain(known.review), style=theme.quiet)


def _source(known: Known) -> list[str]:
    who = [known.recorder, f"for {known.respondent}" if known.respondent else ""]
    said = " ".join(each for each in who if each)
    when = f"on {known.at:%Y-%m-%d}" if known.at else ""
    parts = [known.where, " ".join(each for each in (said, when) if each), known.grade or ""]
    return [part for part in parts if part]


def _evidence(explanation: Explanation, theme: Theme, console: Console) -> None:
    rule = explanation.evidence_rule
    if rule is None:
        return
    asked = f"at least {rule.grade}" if rule.grade != "verified" else rule.grade
    age = f", not older than {rule.max_age} ({explanation.oldest} or later)" if rule.max_age is not None else ""
    console.print()
    console.print(Padding(Text(f"Evidence asked for: {asked}{age}", style="bold"), (0, 0, 0, 2)))
    table = Table.grid(padding=(0, 2))
    for wraps in (False, False, True, False):
        table.add_column(no_wrap=not wraps)
    for each in explanation.evidence:
        table.add_row(each.question, each.grade, _document(each), Text(each.outcome, style=_support_style(each, theme)))
    if explanation.evidence:
        console.print(Padding(table, (0, 0, 0, 4)))
    else:
        console.print(Text("    No answer yet that it could support.", style=theme.quiet))


def _document(each: SupportCheck) -> str:
    if not each.document:
        return "no dated document"
    dated = f" of {each.issued}" if each.issued else ""
    return plain(f"{each.document}{dated}" + (f", valid until {each.valid_until}" if each.valid_until else ""))


def _support_style(each: SupportCheck, theme: Theme) -> str:
    return theme.findings[FindingState.MET if each.outcome == "enough" else FindingState.UNMET].colour


def _flip(finding: Finding, flip: Flip | None, console: Console) -> None:
    console.print()
    if flip is None:
        then = {FindingState.MET: "undo it", FindingState.NOT_APPLICABLE: "make it apply"}.get(
            finding.result, "meet it"
        )
        console.print(f"  No change of the vendor's answers was found that would {then}.")
        return
    most = "at most " if any(change.act is Act.ANSWER for change in flip.changes) else ""
    effort = f", {most}about {counted(flip.effort, 'person-day')} in all" if flip.effort is not None else ""
    title = {
        FindingState.MET: "It would not be met any more if",
        FindingState.NOT_APPLICABLE: "It would apply if",
    }.get(finding.result, f"The smallest change that meets it{effort}")
    console.print(Text(f"  {title}:", style="bold"))
    for change in flip.changes:
        console.print(Padding(Text(plain(f"{change.words}{_SO_FAR.get(change.act, '')}")), (0, 0, 0, 4)))


def show_sensitivity(found: Sensitivity, theme: Theme, console: Console, next_steps: tuple[str, ...] = ()) -> None:
    """Write the answers that move most: the strongest change for better and for worse of each, no more than 15."""
    show_heading(found, console, theme)
    mark = theme.verdicts[found.verdict]
    now = Text("Now ").append(f"{mark.glyph} {found.verdict.words}", style=mark.colour)
    strongest: dict[tuple[str, str], Swing] = {}
    for each in found.swings:
        if each.what != "unanswered":  # it says what is missing, not what would be otherwise
            strongest.setdefault((each.question, each.direction), each)
    same = all(each.verdict is found.verdict for each in strongest.values())
    what = (
        "No single other answer changes the verdict; what one would make of the score"
        if same
        else "What one other answer would make of it"
    )
    now.append(f", score {_range(found)}. {what}:" if strongest else f", score {_range(found)}.")
    console.print(Padding(now, (0, 0, 1, 2)))
    if not strongest:
        console.print("  No single other answer moves the verdict or the score.")
        return
    console.print(Padding(_swings(list(strongest.values())[:TOP], theme), (0, 0, 0, 2)))
    notes = (
        "▲ better, ▼ worse. Another answer is taken to come with the evidence asked for; no work changes a fixed fact. "
        f"{counted(len(found.swings), 'change')} would move verdict or score; --json lists all, lost answers included."
    )
    console.print(Padding(Text(notes, style=theme.quiet), (0, 0, 0, 2)))
    show_next(next_steps, console)


def _swings(several: list[Swing], theme: Theme) -> Table:
    table = Table.grid(padding=(0, 2, 1, 0))
    table.add_column(no_wrap=True, width=1)
    table.add_column(ratio=1)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True, justify="right")
    table.add_row(*(Text(text, style=theme.quiet) for text in ("", "answer", "verdict", "score", "low end")))
    for each in several:
        better = each.direction == "improve"
        arrow = theme.findings[FindingState.MET if better else FindingState.UNMET].colour
        shown = theme.verdicts[each.verdict]
        verdict = Text(f"{shown.glyph} {each.verdict.words}", style=shown.colour)
        table.add_row(
            Text("▲" if better else "▼", style=arrow), _what_if(each, theme), verdict, _range(each), f"{each.gain:+.1f}"
        )
    return table


def _what_if(each: Swing, theme: Theme) -> Text:
    text = Text(each.question, style="bold").append(" (fixed)" if each.fixed else "", style=f"not bold {theme.quiet}")
    before = plain(f"“{each.before}”") if each.before else "no answer"
    return text.append(f"\n{before} → {plain(each.after)}", style="not bold")


def _range(of: Sensitivity | Swing) -> str:
    if of.score is None:
        return "none"
    low, high = of.score.low, of.score.high
    return f"{low:g}" if low == high else f"{low:g} to {high:g}"
