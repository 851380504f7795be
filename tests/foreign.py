"""Foreign questionnaires for tests: books made from rows, small layouts, the shipped layouts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from vendorrisk.capture.csv_in import read_csv
from vendorrisk.capture.foreign import ForeignAnswer, ForeignReading, read_foreign
from vendorrisk.capture.foreign_recognise import recognise
from vendorrisk.capture.grid import Area, Book, Cell, Sheet
from vendorrisk.capture.parser import parse_workbook
from vendorrisk.capture.quantities import Raw
from vendorrisk.cli.records import summary_of
from vendorrisk.content import Content
from vendorrisk.model.layout import Layout

ROOT = Path(__file__).parents[1]
AT = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
SMALL: Mapping[str, Any] = {
    "layout": "small",
    "version": "1.0.0",
    "title": "Small",
    "questionnaire": "small",
    "edition": "1.0",
    "id": {"column": {"header": "ID", "letter": "A"}, "pattern": r"[A-Z&]{1,3}-\d{2}(\.\d{1,2})?"},
    "question": {"header": "Question", "letter": "B"},
    "answer": {"header": "Answer", "letter": "C"},
    "comment": {"header": "Comment*", "letter": "D"},
}
HEADER = ("ID", "Question", "Answer", "Comments by the vendor")


@cache
def layouts() -> tuple[Layout, ...]:
    content = Content(ROOT)
    return tuple(content.layout(name) for name in content.layouts())


def layout(**changes: Any) -> Layout:
    return Layout.model_validate({**SMALL, **changes})


def sheet(*rows: Sequence[Raw | Cell], title: str = "Form", merged: Sequence[Area] = (), **fields: Any) -> Sheet:
    """Return a sheet of these rows, from its first on; a None leaves a cell out, a Cell gets its place."""
    cells: dict[int, dict[int, Cell]] = {}
    for number, values in enumerate(rows, start=1):
        for column, value in enumerate(values, start=1):
            if value is not None:
                cell = value if isinstance(value, Cell) else Cell(number, column, value)
                cells.setdefault(number, {})[column] = replace(cell, row=number, column=column)
    return Sheet(title, cells, merged=tuple(merged), **fields)


def a_cell(value: Raw = None, **fields: Any) -> Cell:
    return Cell(1, 1, value, **fields)


def read(*sheets: Sheet, name: str = "small.xlsx", **changes: Any) -> ForeignReading:
    return read_foreign(Book(name, sheets), layout(**changes))


def read_rows(*rows: Sequence[Raw | Cell], **changes: Any) -> ForeignReading:
    """Return what is read from a sheet of these rows below the usual header."""
    return read(sheet(HEADER, *rows), **changes)


def counts(reading: ForeignReading) -> dict[str, int]:
    """Return how often each answer was given, as import says it."""
    return summary_of(reading.questionnaire, reading.to_answers(file="a.xlsx", recorder="pat", at=AT))


def by_id(reading: ForeignReading) -> dict[str, ForeignAnswer]:
    return {each.question: each for each in (*reading.answers, *reading.unanswered)}


def codes(reading: ForeignReading) -> dict[str, str]:
    """Return the codes of the warnings by where they were found."""
    return {issue.where: issue.code for issue in reading.issues}


@cache
def import_data(data: bytes, name: str) -> ForeignReading:
    """Return what a file says, by the shipped layout that fits it best."""
    book = read_csv(data, name) if name.endswith(".csv") else replace(parse_workbook(data), name=name)
    found = recognise(book, layouts())
    assert found, f"{name} is not recognised"
    return read_foreign(book, found.layout)
