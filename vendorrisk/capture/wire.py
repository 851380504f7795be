"""How a book travels from the parser's process: as JSON in which each value says its kind.

The parser may have been taken over by the file that it read, so what comes back is checked as strictly as a file.
"""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar

from vendorrisk.capture.grid import LAST_COLUMN, LAST_ROW, Area, Book, Cell, Sheet

if TYPE_CHECKING:
    from vendorrisk.capture.quantities import Raw

_T = TypeVar("_T")
_ERROR, _STRUCK, _PARTLY = 1, 2, 4
_STATES: Final[dict[str, Literal["visible", "hidden", "veryHidden"]]] = {
    "visible": "visible",
    "hidden": "hidden",
    "veryHidden": "veryHidden",
}


class Garbled(Exception):  # noqa: N818  says what came
    """An answer that no parser of this program gives."""


class Refused(Exception):  # noqa: N818  carries the words of a refusal
    """The parser refused the workbook: the reason, as the end of a sentence, and what its author can do about it."""

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(what)
        self.mend = mend


def encode_refusal(what: str, mend: str) -> bytes:
    """Return the message that a workbook is refused."""
    return json.dumps({"refused": what, "mend": mend}).encode()


def encode_book(book: Book) -> bytes:
    """Return the message that holds a book, all but its name."""
    sheets = [_encode_sheet(sheet) for sheet in book.sheets]
    return json.dumps({"dates_from_1904": book.dates_from_1904, "sheets": sheets}, ensure_ascii=False).encode()


def _encode_sheet(sheet: Sheet) -> dict[str, Any]:
    lists: dict[tuple[str, ...], list[list[int]]] = {}
    for area, choices in sheet.lists:
        lists.setdefault(choices, []).append(_numbers(area))
    return {
        "title": sheet.title,
        "state": sheet.state,
        "cells": [_encode_cell(cell) for cells in sheet.rows.values() for cell in cells.values()],
        "merged": [_numbers(area) for area in sheet.merged],
        "filled": [_numbers(area) for area in sheet.filled],
        "hidden_rows": sorted(sheet.hidden_rows),
        "hidden_columns": sorted(sheet.hidden_columns),
        "lists": [[list(choices), areas] for choices, areas in lists.items()],
    }


def _numbers(area: Area) -> list[int]:
    return [area.first_row, area.first_column, area.last_row, area.last_column]


def _encode_cell(cell: Cell) -> list[Any]:
    marks = _ERROR * cell.error + _STRUCK * cell.struck + _PARTLY * cell.partly_struck
    return [cell.row, cell.column, *_encode_value(cell.value), cell.formula, marks, cell.number_format, cell.note]


def _encode_value(value: Raw) -> tuple[str, str | bool | float | None]:
    if isinstance(value, dt.timedelta):
        return "span", value / dt.timedelta(milliseconds=1)
    if isinstance(value, dt.datetime):
        return "moment", value.isoformat()
    if isinstance(value, dt.date | dt.time):
        return ("date" if isinstance(value, dt.date) else "time"), value.isoformat()
    return "", value


def decode_book(message: bytes, name: str) -> Book:
    """Return the book of a message; raise :class:`Refused` if it says so, :class:`Garbled` if it is none."""
    try:
        found = _the(dict, json.loads(message))
        if "refused" in found:
            raise Refused(_the(str, found["refused"]), _the(str, found["mend"]))
        sheets = tuple(_decode_sheet(_the(dict, each)) for each in _the(list, found["sheets"]))
        return Book(name, sheets, _the(bool, found["dates_from_1904"]))
    except (KeyError, TypeError, ValueError, OverflowError, RecursionError):
        raise Garbled from None


def _the(kind: type[_T], value: object) -> _T:
    """Return a value of exactly this type: a number is no truth, and the other way round."""
    if type(value) is not kind:
        raise TypeError
    return value


def _decode_sheet(found: dict[str, Any]) -> Sheet:
    cells = sorted((_decode_cell(each) for each in found["cells"]), key=lambda cell: (cell.row, cell.column))
    rows: dict[int, dict[int, Cell]] = {}
    for cell in cells:
        rows.setdefault(cell.row, {})[cell.column] = cell
    lists = []
    for choices, areas in found["lists"]:
        offered = tuple(_the(str, choice) for choice in choices)
        lists += [(_area(area), offered) for area in areas]
    return Sheet(
        title=_the(str, found["title"]),
        rows=rows,
        state=_STATES[found["state"]],
        merged=tuple(map(_area, found["merged"])),
        filled=tuple(map(_area, found["filled"])),
        hidden_rows=frozenset(_within(each, LAST_ROW) for each in found["hidden_rows"]),
        hidden_columns=frozenset(_within(each, LAST_COLUMN) for each in found["hidden_columns"]),
        lists=tuple(lists),
    )


def _within(number: object, most: int) -> int:
    if not 1 <= _the(int, number) <= most:
        raise ValueError
    return _the(int, number)


def _area(numbers: list[object]) -> Area:
    limits = (LAST_ROW, LAST_COLUMN, LAST_ROW, LAST_COLUMN)
    area = Area(*(_within(number, most) for number, most in zip(numbers, limits, strict=True)))
    if area.first_row > area.last_row or area.first_column > area.last_column:
        raise ValueError
    return area


def _decode_cell(found: list[Any]) -> Cell:
    row, column, kind, stored, formula, marks, number_format, note = found
    return Cell(
        _within(row, LAST_ROW),
        _within(column, LAST_COLUMN),
        _KINDS[kind](stored),
        _the(str, formula),
        bool(_the(int, marks) & _ERROR),
        _the(str, number_format),
        bool(marks & _STRUCK),
        bool(marks & _PARTLY),
        _the(str, note),
    )


def _plain(value: object) -> Raw:
    if value is None or type(value) in (str, bool, int):
        return value  # type: ignore[return-value]  # the line above tells which it is
    number = _the(float, value)
    if not math.isfinite(number):
        raise ValueError
    return number


_KINDS: Final[dict[str, Callable[[Any], Raw]]] = {
    "": _plain,
    "span": lambda value: dt.timedelta(milliseconds=_the(float, value)),
    "moment": lambda value: dt.datetime.fromisoformat(_the(str, value)).replace(tzinfo=None),
    "date": lambda value: dt.date.fromisoformat(_the(str, value)),
    "time": lambda value: dt.time.fromisoformat(_the(str, value)).replace(tzinfo=None),
}
