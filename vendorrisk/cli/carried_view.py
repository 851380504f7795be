"""What ``carry`` did: on the terminal and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pydantic import JsonValue
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from vendorrisk.cli import saving
from vendorrisk.cli.plain import counted, plain
from vendorrisk.cli.subject import of_product
from vendorrisk.cli.workspace import Workspace
from vendorrisk.model.assessment import Assessment, State
from vendorrisk.model.base import say
from vendorrisk.model.proposal import Precedent, Proposal
from vendorrisk.model.questionnaire import Question, Questionnaire, Section
from vendorrisk.rules.values import show_answer, show_value

_RELATIONS = {"equal": "asks the same", "broader": "asks for more", "narrower": "asks for less", "related": "asks near"}


@dataclass(frozen=True)
class Carried:
    """What became of the answers of an assessment in another one."""

    given: Assessment
    kept: Assessment
    questionnaire: Questionnaire
    new: tuple[str, ...]
    """Questions whose answers were taken over."""
    differing: tuple[str, ...]
    """Questions that are answered already, and otherwise."""
    found: Mapping[str, tuple[Precedent, ...]]
    """What a crosswalk says of the answers, by question."""

    @property
    def proposals(self) -> tuple[Proposal, ...]:
        """The proposals that stand, those from other sources included."""
        return self.kept.proposals


def as_object(carried: Carried) -> dict[str, JsonValue]:
    """Return it as JSON. ``proposals`` are all that stand; ``conflicting`` and ``hints`` name those without a value."""
    return {
        "assessment": carried.kept.ref,
        "questionnaire": carried.questionnaire.questionnaire,
        "from": carried.given.questionnaire.id,
        "carried": list(carried.new),
        "differing": list(carried.differing),
        "proposals": [each.model_dump(mode="json") for each in carried.proposals],
        "conflicting": [each.question for each in carried.proposals if each.conflicting],
        "hints": [each.question for each in carried.proposals if not each.proposes and not each.conflicting],
        "open": list(saving.open_questions(carried.questionnaire, carried.kept)),
    }


def show(workspace: Workspace, carried: Carried) -> None:
    """Write it to the terminal, proposals by section, and the next steps."""
    console, kept = workspace.console, carried.kept
    name = carried.questionnaire.questionnaire
    if carried.new or not carried.found:
        console.print(f"{counted(len(carried.new), 'answer')} carried over into {kept.ref} with {name}.")
    if carried.found:
        console.print(Text(plain(f"{carried.given.ref}: {carried.given.questionnaire} → {kept.ref}, {name}")))
        for section in carried.questionnaire.sections:
            _show_section(console, section, carried, workspace.theme.quiet)
        console.print()
        console.print(_totals(carried))
    for question in carried.differing:
        console.print(Text(plain(_differing(carried, question))))
    still = saving.open_questions(carried.questionnaire, kept)
    console.print(f"{counted(len(still), 'question')} still open.")
    given = carried.given
    if given.state is not State.DRAFT and kept.state is State.DRAFT and carried.new:
        console.print(f"Until they are submitted, results rest on the answers to {given.questionnaire.id}.")
    console.print(f"next   vendorrisk interview {kept.vendor.id} {name}{of_product(kept)}", soft_wrap=True)
    if carried.proposals:
        console.print(f"       vendorrisk template {name} --prefill {kept.name} -o FILE.xlsx", soft_wrap=True)


def _show_section(console: Console, section: Section, carried: Carried, quiet: str) -> None:
    known = {proposal.question: proposal for proposal in carried.proposals}
    asked = [(question, known[question.id]) for question in section.questions if question.id in known]
    if not asked:
        return
    console.print()
    console.print(Text(plain(say(section.title)), style="bold"))
    for question, proposal in asked:
        if proposal.proposes or proposal.conflicting:
            console.print(Padding(Text(plain(f"{question.id}  {say(question.ask)}")), (0, 0, 0, 2)))
            console.print(Padding(Text(plain(_proposed(question, proposal)), style="bold"), (0, 0, 0, 6)))
            for line, indent in _sources(question, proposal):
                console.print(Padding(Text(plain(line), style=quiet), (0, 0, 0, indent)))
    hints = [question.id for question, proposal in asked if not proposal.proposes and not proposal.conflicting]
    if hints:
        said = f"only hints: {', '.join(hints)}"
        console.print(Padding(Text(plain(said), style=quiet), (0, 0, 0, 2)))


def _proposed(question: Question, proposal: Proposal) -> str:
    if proposal.conflicting:
        return "nothing is proposed: the sources contradict each other"
    if proposal.value is None:
        return f"proposed: not applicable: {proposal.comment}"
    return f"proposed: {show_value(question, proposal.value)}"


def _sources(question: Question, proposal: Proposal) -> Iterator[tuple[str, int]]:
    """Yield lines with their indent on what decides: what was said and, in a contradiction, what follows from it."""
    for each in proposal.precedents:
        if each.suggests is None:
            continue
        follows = f", so {show_value(question, each.suggests)}" if proposal.conflicting else ""
        source = each.questionnaire.split(" ")[0]
        said = f"from {source} {each.question}, {_RELATIONS[each.relation]}: {each.shown}{follows} ({each.where})"
        yield said, 6
        if each.comment:
            yield _short(each.comment), 8


def _short(text: str, length: int = 160) -> str:
    line = " ".join(text.split())
    return line if len(line) <= length else f"{line[: length - 1].rstrip()}…"


def _totals(carried: Carried) -> str:
    proposed = sum(each.proposes for each in carried.proposals)
    conflicts = sum(each.conflicting for each in carried.proposals)
    hints = len(carried.proposals) - proposed - conflicts
    said = [f"{counted(proposed, 'answer')} proposed", f"{counted(conflicts, 'contradiction')}" if conflicts else ""]
    said.append(f"hints beside {counted(hints, 'question')}" if hints else "")
    return f"{', '.join(filter(None, said))}. Nothing counts until a person confirms it."


def _differing(carried: Carried, name: str) -> str:
    question = carried.questionnaire.question(name)
    mine = show_answer(question, carried.kept.answers[name])
    deciding = [each for each in carried.found.get(name, ()) if each.suggests is not None]
    if deciding:
        theirs = "; ".join(f"{each.question} {each.shown} ({each.where})" for each in deciding)
    else:
        theirs = show_answer(question, carried.given.answers[name])
    return f"Left as it is: {name} is answered {mine}; said otherwise elsewhere: {theirs}"
