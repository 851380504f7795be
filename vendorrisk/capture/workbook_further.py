"""What the questions sheet holds beyond questions and answers: earlier answers, threads, faults, other parts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from openpyxl.comments import Comment
from openpyxl.styles import Protection
from openpyxl.worksheet.worksheet import Worksheet

from vendorrisk.capture.options import not_applicable_word
from vendorrisk.capture.values import write_value
from vendorrisk.capture.workbook_layout import THREAD, TO_CONFIRM, Column, Places, put, value_hash
from vendorrisk.capture.workbook_style import Look, cell, fill
from vendorrisk.model.answer import Answer, Evidence
from vendorrisk.model.fault import Fault
from vendorrisk.model.questionnaire import Question, QuestionType
from vendorrisk.rules.renewal import Asked, Changes
from vendorrisk.rules.values import show_number

Typed = str | int | float | dt.date
"""What can be put into a cell."""

WIDTHS: Final = {
    Column.MEND: 40,
    Column.EARLIER: 28,
    Column.AGAIN: 36,
    Column.CONFIRM: 14,
    Column.ASKED: 36,
    Column.REPLY: 36,
}


@dataclass(frozen=True)
class Earlier:
    """An earlier answer that waits to be confirmed, as it stands in the workbook."""

    shown: Typed
    digest: str
    """Digest of its value, by which it is known again; empty if it can't be confirmed."""
    why: str
    comment: str = ""
    evidence: str = ""

    @classmethod
    def of(cls, asked: Asked, question: Question, language: str) -> Earlier:
        """Return an answer that is asked again, in the words of the workbook."""
        shown: Typed = not_applicable_word(language) if asked.not_applicable else ""
        if asked.value is not None:
            shown = write_value(question, asked.value, language) if asked.confirmable else _plainly(asked.value)
        if isinstance(shown, int | float) and question.type is QuestionType.PERCENT:
            # As a text it reads the same whatever the format of the answer's cell.
            shown = f"{show_number(shown)} %"
        digest = value_hash(question.id, asked.value) if asked.confirmable else ""
        why = "\n".join(said.say(language) for said in asked.why)
        return cls(shown, digest, why, asked.comment, evidence_lines(asked.evidence))


def _plainly(value: object) -> str:
    return "\n".join(map(str, value)) if isinstance(value, tuple) else str(value)


@dataclass(frozen=True)
class Part:
    """Which part of a questionnaire a workbook holds."""

    name: str
    """Such as ``Access control``, or the name of its owner."""
    elsewhere: frozenset[str]
    """Questions that it shows because others depend on them, and does not ask."""
    whole: int
    """How many questions the questionnaire has."""


@dataclass(frozen=True)
class Further:
    """What a workbook holds beyond the questions and answers that stand."""

    source: str = ""
    """What the earlier answers come from, in words."""
    kept: int = 0
    """How many earlier answers stand in their cells."""
    earlier: Mapping[str, Earlier] = field(default_factory=dict)
    changes: Changes = field(default_factory=Changes)
    threads: Mapping[str, str] = field(default_factory=dict)
    """What the assessor asks about an answer, by question."""
    faults: Mapping[tuple[str, Column], str] = field(default_factory=dict)
    """What is wrong with a cell, by question and column."""
    written: Mapping[str, Mapping[Column, Typed]] = field(default_factory=dict)
    """What stood in the cells of a row with a fault, to be mended rather than typed again."""
    listed: tuple[Fault, ...] = ()
    """What the sheet of faults lists, each at its cell in this workbook."""
    listed_of: str = ""
    """The file that these faults were found in."""
    completed_by: tuple[str, str] = ("", "")
    """Name and role on the cover."""
    part: Part | None = None

    @property
    def places(self) -> Places:
        """Where the columns stand: further ones only where something stands in them."""
        groups = ((self.earlier, TO_CONFIRM), (self.threads, THREAD), (self.faults, (Column.MEND,)))
        return Places.of([column for group, columns in groups if group for column in columns])


def evidence_lines(evidence: tuple[Evidence, ...]) -> str:
    """Return evidence as it is written into its cell, one line each."""
    return "\n".join(item.written for item in evidence)


def answer_cells(question: Question, answer: Answer, language: str) -> dict[Column, Typed]:
    """Return what stands in the cells of an answer, its comment and its evidence."""
    value = not_applicable_word(language) if answer.value is None else write_value(question, answer.value, language)
    return {
        Column.ANSWER: value,
        Column.COMMENT: answer.comment,
        Column.EVIDENCE: evidence_lines(answer.evidence),
    }


def put_cells(sheet: Worksheet, row: int, typed: Mapping[Column, Typed], places: Places) -> dict[Column, str]:
    """Fill cells of a row; return the texts that must be seen whole."""
    for column, value in typed.items():
        if value != "":
            put(cell(sheet, row, places.number(column)), value)
    return {column: str(value) for column, value in typed.items()}


def put_further(sheet: Worksheet, row: int, name: str, further: Further, look: Look) -> dict[Column, str]:
    """Write what a question's row holds beyond question and answer; return the texts that must be seen whole."""
    places = further.places
    for column in WIDTHS:
        if column in places.columns:
            shown = cell(sheet, row, places.number(column))
            look.text(shown, quiet=column is not Column.EARLIER)
            look.underline(shown)
    texts: dict[Column, str] = {}
    earlier = further.earlier.get(name)
    if earlier is not None:
        texts |= put_cells(sheet, row, {Column.EARLIER: earlier.shown, Column.AGAIN: earlier.why}, places)
        typed: dict[Column, Typed] = {Column.COMMENT: earlier.comment, Column.EVIDENCE: earlier.evidence}
        texts |= put_cells(sheet, row, typed, places)
        if isinstance(earlier.shown, dt.date):
            cell(sheet, row, places.number(Column.EARLIER)).number_format = "yyyy-mm-dd"
        if earlier.digest:
            look.writable(cell(sheet, row, places.number(Column.CONFIRM)), strong=True)
    if name in further.threads:
        texts |= put_cells(sheet, row, {Column.ASKED: further.threads[name]}, places)
        look.text(cell(sheet, row, places.number(Column.ASKED)))
        look.writable(cell(sheet, row, places.number(Column.REPLY)))
    texts |= put_cells(sheet, row, further.written.get(name, {}), places)
    return texts | _mark(sheet, row, name, further, look)


def _mark(sheet: Worksheet, row: int, name: str, further: Further, look: Look) -> dict[Column, str]:
    """Mark the cells of a row that hold faults, in colour, with a note, and in words in the row."""
    found = {column: what for (question, column), what in further.faults.items() if question == name}
    for column, what in found.items():
        marked = cell(sheet, row, further.places.number(column))
        marked.fill = fill(look.fault_tint)
        marked.comment = Comment(what, "vendorrisk", width=320, height=40 + 17 * (1 + len(what) // 48))
    if not found:
        return {}
    said = "\n".join(found.values())
    shown = cell(sheet, row, further.places.number(Column.MEND))
    put(shown, said)
    shown.font = look.font(size=9, colour=look.bad)
    return {Column.MEND: said}


def lock_row(sheet: Worksheet, row: int, places: Places, look: Look) -> None:
    """Lock the cells of a question that is asked elsewhere, and take away the look of cells to fill."""
    for column in (Column.ANSWER, Column.COMMENT, Column.EVIDENCE):
        locked = cell(sheet, row, places.number(column))
        locked.protection = Protection(locked=True)
        locked.fill = fill("FFFFFF")
        look.underline(locked)
