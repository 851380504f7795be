"""A returned workbook with faults, as a fresh one: the good answers kept, each fault marked at its cell and listed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from vendorrisk.capture.quantities import Raw
from vendorrisk.capture.text import clean
from vendorrisk.capture.workbook_further import Earlier, Further, Part, Typed
from vendorrisk.capture.workbook_in import WorkbookReading
from vendorrisk.capture.workbook_layout import TYPED, Column
from vendorrisk.capture.workbook_sheets import row_of
from vendorrisk.model.answer import MAX_ANSWER_CHARACTERS, Answer
from vendorrisk.model.fault import Fault, FaultSeverity
from vendorrisk.model.questionnaire import Questionnaire
from vendorrisk.phrases.renewal import Mending
from vendorrisk.phrases.workbook import Sheets
from vendorrisk.rules.parts import only

_CELL: Final = re.compile(r".+!(?P<letters>[A-Z]{1,3})[0-9]+")
_MARKED: Final = (*TYPED, Column.EARLIER)
_OF_ROWS: Final = ("row-moved", "duplicate-row", "question-changed", "id-changed", "row-missing", "merged")


@dataclass(frozen=True)
class Mended:
    """What a fresh workbook holds of one that came back with faults."""

    shown: Questionnaire
    """The questions that it had, of a part only those."""
    answers: Mapping[str, Answer]
    further: Further


def mended(reading: WorkbookReading, questionnaire: Questionnaire, findings: tuple[Fault, ...]) -> Mended:
    """Return what the fresh workbook holds; ``findings`` are listed, each at its cell in the fresh one.

    What stood in a row with a fault stands there again, to be mended and not typed anew; a formula does not.
    """
    sent = reading.sent
    findings = tuple(_restored(fault, reading) for fault in findings)
    shown = _shown(reading, questionnaire)
    asked = {question.id for question in shown.questions}
    confirmed = sent.confirmed & asked
    answers = {name: answer for name, answer in reading.answers.items() if name in asked - confirmed}
    written: dict[str, dict[Column, Typed]] = {
        name: {column: _typed(value) for column in TYPED if _fits(value := cells.get(column))}
        for name, cells in sent.rows.items()
        if name in asked and name not in answers
    }
    for name, text in reading.replies.items():
        if name in answers:
            written[name] = {Column.REPLY: text}
    faults: dict[tuple[str, Column], str] = {}
    for fault in findings:
        if fault.question in asked and fault.severity is FaultSeverity.FAULT:
            place = fault.question, _column(fault, sent.columns)
            faults[place] = " ".join(filter(None, (faults.get(place), fault.what, fault.mend)))
    further = Further(
        earlier=_earlier(reading, asked),
        threads={
            name: text for name, cells in sent.rows.items() if name in asked and (text := _text(cells, Column.ASKED))
        },
        faults=faults,
        written={name: cells for name, cells in written.items() if cells},
        completed_by=_completed_by(reading.declared.respondent),
        part=_part(reading, questionnaire),
        listed_of=reading.name,
    )
    return Mended(shown, answers, _listed(further, shown, findings, reading))


def _restored(fault: Fault, reading: WorkbookReading) -> Fault:
    """Return a fault of a whole row as it is mended in the fresh workbook, in which every row is in its place."""
    if fault.code not in _OF_ROWS or not fault.question:
        return fault
    return fault.model_copy(update={"mend": Mending.RESTORED.say(reading.language)})


def _shown(reading: WorkbookReading, questionnaire: Questionnaire) -> Questionnaire:
    if not reading.part:
        return questionnaire
    return only(questionnaire, {*reading.cells, *reading.sent.elsewhere})


def _part(reading: WorkbookReading, questionnaire: Questionnaire) -> Part | None:
    if not reading.part:
        return None
    return Part(reading.part, reading.sent.elsewhere, len(questionnaire.questions))


def _earlier(reading: WorkbookReading, asked: set[str]) -> dict[str, Earlier]:
    """Return the earlier answers as they stood; one that was edited can't be confirmed in the fresh one either."""
    edited = {fault.question for fault in reading.faults if fault.code == "earlier-edited"}
    return {
        name: Earlier(
            shown=_typed(cells[Column.EARLIER]),
            digest="" if name in edited else reading.sent.earlier.get(name, ""),
            why=_text(cells, Column.AGAIN),
        )
        for name, cells in reading.sent.rows.items()
        if name in asked and name not in reading.sent.elsewhere and _fits(cells.get(Column.EARLIER))
    }


def _listed(further: Further, shown: Questionnaire, findings: tuple[Fault, ...], reading: WorkbookReading) -> Further:
    """Return it with the findings, each where it stands in the fresh workbook, or without a place."""
    rows, places, title = row_of(shown), further.places, Sheets.QUESTIONS.say(reading.language)
    moved = []
    for fault in findings:
        if fault.question in rows:
            column = _column(fault, reading.sent.columns)
            letters = places.letter(column if column in places.columns else Column.ANSWER)
            moved.append(fault.model_copy(update={"where": f"{title}!{letters}{rows[fault.question]}"}))
        else:
            moved.append(fault.model_copy(update={"where": fault.where.replace("!", " ")}))
    return replace(further, listed=tuple(moved))


def _column(fault: Fault, columns: Mapping[str, Column]) -> Column:
    """Return the column that a fault is marked in: its own, or that of the answer."""
    match = _CELL.fullmatch(fault.where)
    found = columns.get(match["letters"]) if match else None
    return found if found in _MARKED else Column.ANSWER


def _fits(value: Raw) -> bool:
    return value is not None and len(str(value)) <= MAX_ANSWER_CHARACTERS


def _typed(value: Raw) -> Typed:
    """Return a value as it can be put into a cell: what no answer can be stands there as a text."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, bool) or not isinstance(value, int | float | dt.date):
        return str(value)
    return value


def _text(cells: Mapping[Column, Raw], column: Column) -> str:
    value = cells.get(column)
    return "" if value is None else clean(str(value))


def _completed_by(respondent: str) -> tuple[str, str]:
    """Return name and role. The date is left out: the vendor declares the mended answers complete."""
    name, _, role = respondent.partition(", ")
    return name, role
