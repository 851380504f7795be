"""Answers as a CSV file, out and in: one row per question, and every fault at once, with its line and column."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from vendorrisk.capture.grid import Book, Cell
from vendorrisk.capture.text import clean, fold, quote
from vendorrisk.capture.values import NOT_APPLICABLE, write_value
from vendorrisk.model.answer import Answer
from vendorrisk.model.base import Pin, say
from vendorrisk.model.fault import Fault, FaultSeverity
from vendorrisk.model.questionnaire import Question, Questionnaire
from vendorrisk.yamlfile import Located, Path

COLUMNS: Final = ("id", "question", "answer", "comment", "evidence")
_FIELDS: Final = {name: "value" if name == "answer" else name for name in COLUMNS}
"""What each column holds, as a field of a record (see :mod:`.answers_json`)."""
_STEERS: Final = re.compile("'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
"""What a spreadsheet program takes for a formula (OWASP, CSV injection), behind any apostrophes that tame it."""
_THREE_DECIMALS: Final = re.compile(r"[+-]?\d{1,3}\.\d{3}")


def write_answers_csv(questionnaire: Questionnaire, pin: Pin, answers: Mapping[str, Answer]) -> bytes:
    """Return every question with its answer as CSV, so that :func:`read_answers_csv` reads the same answers.

    In UTF-8 with a mark, so that Excel knows; texts that it would take for formulas stand behind an apostrophe.
    """
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(map(_tamed, ("questionnaire", pin.id, pin.version, pin.digest)))
    writer.writerow(COLUMNS)
    for question in questionnaire.questions:
        answer = answers.get(question.id)
        fields = (question.id, say(question.ask), *(_said(question, answer) if answer else ()))
        writer.writerow(map(_tamed, (*fields, "", "", "")[: len(COLUMNS)]))
    return out.getvalue().encode("utf-8-sig")


def _said(question: Question, answer: Answer) -> tuple[str, str, str]:
    value = NOT_APPLICABLE if answer.value is None else _written(write_value(question, answer.value))
    return value, answer.comment, "\n".join(item.written for item in answer.evidence)


def _written(value: str | float | dt.date) -> str:
    if isinstance(value, str | dt.date):
        return str(value)
    digits = f"{Decimal(repr(value)):f}"
    return f"{digits}0" if _THREE_DECIMALS.fullmatch(digits) else digits  # or 1.234 could mean 1,234


def _tamed(text: str) -> str:
    return f"'{text}" if _STEERS.match(text) else text


def _untamed(text: str) -> str:
    return text[1:] if text.startswith("'") and _STEERS.match(text) else text


@dataclass(frozen=True)
class CsvAnswers:
    """What a CSV file of answers holds, as records with their places, and what is wrong with its form."""

    located: Located
    faults: tuple[Fault, ...]


def is_answers(book: Book) -> bool:
    """Return whether a CSV file says above its header which questionnaire it answers."""
    first = next(iter(book.sheets[0].rows.values()), {})
    return _key(first.get(1)) == "questionnaire"


def csv_answers(book: Book) -> CsvAnswers:
    """Return the answers of a CSV file as :func:`.answers_file.read_answers` takes them."""
    return _Table(book).read()


class _Table:
    """Turns rows into records, and notes the place of each field."""

    def __init__(self, book: Book) -> None:
        self.name = book.name
        self.sheet = book.sheets[0]
        self.rows = iter(self.sheet.rows.items())
        self.data: dict[str, Any] = {"answers": []}
        self.places: dict[Path, str] = {(): book.name, ("answers",): book.name}
        notes = (self._fault("read", book.name, each, "", FaultSeverity.WARNING) for each in book.notes)
        self.faults: list[Fault] = list(notes)

    def read(self) -> CsvAnswers:
        columns = self._head()
        if columns:
            for row, cells in self.rows:
                self._record(row, cells, columns)
        else:
            mend = f"Write the columns' names above the answers: {', '.join(COLUMNS)}."
            self.faults.append(self._fault("no-header", self.name, "No line names the columns id and answer.", mend))
        return CsvAnswers(Located(self.data, self.name, self.places), tuple(self.faults))

    def _head(self) -> dict[int, str]:
        """Read what stands above the header; return the field that each column holds, empty without a header."""
        for row, cells in self.rows:
            name = _key(cells.get(1))
            found = {column: _FIELDS[key] for column, cell in cells.items() if (key := _key(cell)) in _FIELDS}
            if set(found.values()) >= {"id", "value"}:
                for column in sorted(cells.keys() - found.keys()):
                    what = f"The column {quote(_text(cells[column]))} is not read."
                    place = self.sheet.place(row, column)
                    self.faults.append(self._fault("column-not-read", place, what, "", FaultSeverity.WARNING))
                return {**dict.fromkeys(cells, ""), **found}
            values = [clean(_text(cell)) for column, cell in cells.items() if column > 1]
            if name == "questionnaire" and values:
                self.data[name] = dict(zip(("id", "version", "digest"), values, strict=False))
            elif name == "respondent" and values:
                self.data[name] = ", ".join(values)
            self.places[(name,)] = self.sheet.place(row, 1)
        return {}

    def _record(self, row: int, cells: Mapping[int, Cell], columns: Mapping[int, str]) -> None:
        index = len(self.data["answers"])
        fields = {columns[column]: column for column in sorted(cells) if columns.get(column)}
        strays = [column for column in cells if column not in columns]
        if strays:
            what = f"{quote(_text(cells[strays[0]]))} stands behind the last column."
            mend = "Put texts that hold the delimiter into double quotes."
            self.faults.append(self._fault("stray-field", self.sheet.place(row, strays[0]), what, mend))
        self.places[("answers", index)] = self.sheet.place(row, fields.get("id", min(cells)))
        self.places |= {("answers", index, name): self.sheet.place(row, column) for name, column in fields.items()}
        record = {name: _text(cells[column]) for name, column in fields.items()}
        self.data["answers"].append({name: clean(text) if name == "id" else text for name, text in record.items()})

    @staticmethod
    def _fault(code: str, where: str, what: str, mend: str, severity: FaultSeverity = FaultSeverity.FAULT) -> Fault:
        return Fault(code=code, where=where, what=what, mend=mend, severity=severity)


def _text(cell: Cell) -> str:
    return _untamed(str(cell.value))


def _key(cell: Cell | None) -> str:
    return fold(_text(cell)).rstrip(":") if cell else ""
