"""What is wrong with the documents behind answers: not here, not whole, or not valid on a day."""

from __future__ import annotations

import datetime as dt
import shlex
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from rich.console import Console
from rich.table import Table
from rich.text import Text

from vendorrisk.cli.plain import counted, plain
from vendorrisk.model.answer import Evidence
from vendorrisk.model.assessment import Assessment, State
from vendorrisk.model.policy import Verdict
from vendorrisk.reports.theme import Theme
from vendorrisk.store import Keeping

_SOON = dt.timedelta(days=30)
_DIGITS = 12


class Trouble(StrEnum):
    """What can be wrong with a document."""

    MISSING = "missing"
    """Named in an answer, and never received."""
    GONE = "gone"
    """Received, and no longer kept."""
    ALTERED = "altered"
    EXPIRED = "expired"
    UNDATED = "undated"
    EXPIRING = "expiring"
    """Valid for 30 more days at most: nothing is wrong yet."""

    @property
    def words(self) -> str:
        """Return it as a person says it."""
        return {Trouble.MISSING: "not received", Trouble.EXPIRING: "ends soon"}.get(self, self.value)


class Found(NamedTuple):
    """One trouble with one document of one answer."""

    assessment: Assessment
    question: str
    item: Evidence
    trouble: Trouble


class Check(NamedTuple):
    """What a check found."""

    as_of: dt.date
    documents: int
    """How many were looked at; a document that two answers name counts twice."""
    found: tuple[Found, ...]
    orphaned: tuple[str, ...]
    """Digests of kept documents that no answer names any more."""

    @property
    def wrong(self) -> bool:
        """Return whether anything is to be mended now."""
        return any(each.trouble is not Trouble.EXPIRING for each in self.found)


def check(
    assessments: Sequence[Assessment], as_of: dt.date, keeping: Callable[[str], Keeping], kept: Iterable[str] = ()
) -> Check:
    """Look at every document that the answers name.

    ``keeping`` tells what became of a digest; ``kept`` are the digests that these answers should name between them.
    The dates of an earlier revision's documents are history, so only those of the newest are looked at.
    """
    newest = {(each.name, each.questionnaire.id): each.revision for each in sorted(assessments, key=_revision)}
    found, documents, named = [], 0, set()
    keeping = cache(keeping)
    for assessment in assessments:
        current = assessment.revision == newest[assessment.name, assessment.questionnaire.id]
        for question, answer in assessment.answers.items():
            for item in answer.evidence:
                documents += 1
                named.add(item.sha256)
                troubles = [*_of_content(item, keeping), *(_of_dates(item, as_of) if current else ())]
                found += [Found(assessment, question, item, trouble) for trouble in troubles]
        named |= {item.sha256 for proposal in assessment.proposals for item in proposal.evidence}
    return Check(as_of, documents, tuple(found), tuple(sorted(set(kept) - named)))


def _revision(assessment: Assessment) -> int:
    return assessment.revision


def _of_content(item: Evidence, keeping: Callable[[str], Keeping]) -> Iterator[Trouble]:
    if item.kind == "file" and item.sha256 is None:
        yield Trouble.MISSING
    elif item.sha256 is not None and (became := keeping(item.sha256)) is not Keeping.KEPT:
        yield Trouble(became.value)


def _of_dates(item: Evidence, as_of: dt.date) -> Iterator[Trouble]:
    if item.expired(as_of):
        yield Trouble.EXPIRED
    elif item.expired(as_of + _SOON):
        yield Trouble.EXPIRING
    if item.issued is None and (item.kind == "url" or item.sha256 is not None):
        yield Trouble.UNDATED


def as_json(checked: Check) -> dict[str, object]:
    """Return what a check found, for programs."""
    return {
        "as_of": str(checked.as_of),
        "documents": checked.documents,
        "wrong": checked.wrong,
        "found": [
            {
                "assessment": each.assessment.ref,
                "questionnaire": each.assessment.questionnaire.id,
                "question": each.question,
                "trouble": each.trouble.value,
                **as_record(each.item, checked.as_of),
            }
            for each in checked.found
        ],
        "orphaned": list(checked.orphaned),
    }


def as_record(item: Evidence, as_of: dt.date) -> dict[str, object]:
    """Return a document for programs: every field, and whether it has expired."""
    until = item.valid_until and str(item.valid_until)
    return {**item.model_dump(mode="json"), "valid_until": until, "expired": item.expired(as_of)}


def show(checked: Check, theme: Theme, console: Console) -> None:
    """Write one row per trouble under the assessment that it is in, and what mends it."""
    bad = len({(each.assessment.ref, each.question, each.item) for each in checked.found})
    state = f"{bad} to look at" if bad else "all received, whole and valid"
    console.print(Text(f"{counted(checked.documents, 'document')} on {checked.as_of}: {state}", style="bold"))
    for assessment in dict.fromkeys((each.assessment.ref, each.assessment.questionnaire.id) for each in checked.found):
        rows = [each for each in checked.found if (each.assessment.ref, each.assessment.questionnaire.id) == assessment]
        console.print(Text(f"\n{assessment[0]}  ({assessment[1]})", style=theme.quiet))
        console.print(_table(rows, theme))
    if checked.orphaned:
        listed = ", ".join(digest[:_DIGITS] for digest in checked.orphaned)
        names = "names them" if len(checked.orphaned) > 1 else "names it"
        console.print(f"\n{counted(len(checked.orphaned), 'kept document')} and no answer {names}: {listed}")
    if checked.found:
        _next(checked, console)


def _table(rows: Sequence[Found], theme: Theme) -> Table:
    table = Table.grid(padding=(0, 2), pad_edge=True)
    table.add_column(no_wrap=True)
    table.add_column(ratio=1)
    for each in rows:
        mark = theme.verdicts[Verdict.CONDITIONAL if each.trouble is Trouble.EXPIRING else Verdict.DOES_NOT_MEET]
        body = Text(each.question)
        body.append(f"\n{plain(each.item.written)}", style=theme.quiet)
        table.add_row(Text(f"{mark.glyph} {each.trouble.words}", style=mark.colour), body)
    return table


def _next(checked: Check, console: Console) -> None:
    """Say how to mend the first of those that lack the document itself, and of those that lack a current one.

    What is submitted already takes back only what was lost: another document comes with the vendor's new workbook.
    """
    console.print()
    if any(each.trouble in (Trouble.GONE, Trouble.ALTERED) for each in checked.found):
        console.print("Put back the last good backup of the documents, or give each again.")
    commands: dict[str, str] = {}
    for each in checked.found:
        ref, was_lost = each.assessment.ref, each.trouble in (Trouble.GONE, Trouble.ALTERED)
        if each.assessment.state is not State.DRAFT and not was_lost:
            asked = each.assessment.questionnaire.id
            commands.setdefault("ask", f"vendorrisk template {asked} --prefill {ref} -o FILE.xlsx")
        elif was_lost or each.trouble is Trouble.MISSING:
            given = plain(shlex.quote(each.item.name))
            commands.setdefault("itself", f"vendorrisk evidence add {ref} {each.question} {given}")
        else:
            commands.setdefault("other", f"vendorrisk evidence add {ref} {each.question} FILE --issued DATE")
    for number, command in enumerate(commands.values()):
        console.print(f"{'       ' if number else 'next   '}{command}", soft_wrap=True)
