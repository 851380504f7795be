"""What a workbook or CSV file holds, as plain data: all that readers of answers ever see of a foreign file.

The parser runs in a process of its own and hands over these tables only. Declared sizes, styles and formulas'
promises stay behind: a cell is here because something stands in it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:  # the parser's process starts in half the time without what stands behind it
    from vendorrisk.capture.quantities import Raw

LAST_ROW: Final = 1_048_576
LAST_COLUMN: Final = 16_384
_LETTERS: Final = 26
_REFERENCE: Final = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")


def letter(column: int) -> str:
    """Return the letters of a column: 1 is A, 28 is AB."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters


def number_of(letters: str) -> int:
    """Return the number of a column: A is 1, AB is 28."""
    number = 0
    for each in letters:
        number = number * _LETTERS + ord(each) - ord("A") + 1
    return number


def position(reference: str) -> tuple[int, int] | None:
    """Return row and column of a reference such as ``E14`` or ``$E$14``; None if there can be no such cell."""
    match = _REFERENCE.fullmatch(reference)
    if not match:
        return None
    row, column = int(match[2]), number_of(match[1])
    return (row, column) if row <= LAST_ROW and column <= LAST_COLUMN else None


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells, borders included, such as that of a merge."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    @classmethod
    def of(cls, reference: str) -> Area | None:
        """Return the area of a reference such as ``E14:F20`` or ``$E$14``; None if it is none."""
        first, _, last = reference.partition(":")
        start, end = position(first), position(last or first)
        if start is None or end is None:
            return None
        (top, left), (bottom, right) = start, end
        return cls(min(top, bottom), min(left, right), max(top, bottom), max(left, right))

    def holds(self, row: int, column: int) -> bool:
        """Return whether a cell lies in it."""
        return self.first_row <= row <= self.last_row and self.first_column <= column <= self.last_column

    def __str__(self) -> str:
        return f"{letter(self.first_column)}{self.first_row}:{letter(self.last_column)}{self.last_row}"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell in which something stands."""

    row: int
    column: int
    value: Raw
    """What was typed. Of a formula the value that the program stored beside it; None where it stored none. Dates come
    as dates, whichever day the workbook counts from. Texts are as stored, not cleaned. None also where only a note
    hangs on an empty cell."""
    formula: str = ""
    """The formula as text, with its ``=``, cut where it is very long; empty in a typed cell. Where several cells share
    one formula, each has that of the first."""
    error: bool = False
    """The value is an error such as ``#REF!``, typed or calculated."""
    number_format: str = "General"
    struck: bool = False
    """All of it is struck through."""
    partly_struck: bool = False
    """Some of its rich text is struck through."""
    note: str = ""
    """The comment that hangs on the cell."""

    @property
    def blank(self) -> bool:
        """Return whether nothing was typed into it."""
        return self.value is None and not self.formula

    @property
    def reference(self) -> str:
        """Return its address on its sheet, such as ``E14``."""
        return f"{letter(self.column)}{self.row}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet, or the whole of a CSV file."""

    title: str
    """Empty in a CSV file."""
    rows: Mapping[int, Mapping[int, Cell]]
    """The cells by row and column, both counted from 1 and in order."""
    state: Literal["visible", "hidden", "veryHidden"] = "visible"
    merged: tuple[Area, ...] = ()
    filled: tuple[Area, ...] = ()
    """Areas that one formula fills; only its first cell says so."""
    hidden_rows: frozenset[int] = frozenset()
    """Rows with cells in them that are hidden."""
    hidden_columns: frozenset[int] = frozenset()
    """Columns with cells in them that are hidden or of no width."""
    lists: tuple[tuple[Area, tuple[str, ...]], ...] = ()
    """The drop-down lists with the choices that each offers, where they can be read."""
    lines: Mapping[int, int] = field(default_factory=dict)
    """Of a CSV file the line on which each row begins."""

    def filled_in(self) -> dict[int, dict[int, Cell]]:
        """Return the rows with the cells in which a value or formula stands, without those that only bear a note."""
        rows = {row: {at: each for at, each in cells.items() if not each.blank} for row, cells in self.rows.items()}
        return {row: cells for row, cells in rows.items() if cells}

    def cell(self, row: int, column: int) -> Cell | None:
        """Return the cell; None if nothing stands in it."""
        return self.rows.get(row, {}).get(column)

    def filled_by_formula(self, cell: Cell) -> bool:
        """Return whether one formula fills it together with other cells; only the first of them says so itself."""
        return any(area.holds(cell.row, cell.column) for area in self.filled)

    def place(self, row: int, column: int) -> str:
        """Return where a cell stands: ``Questions!E14``, or ``line 14, column 5`` of a CSV file."""
        if self.lines:
            return f"line {self.lines.get(row, row)}, column {column}"
        return f"{self.title}!{letter(column)}{row}"


@dataclass(frozen=True, slots=True)
class Book:
    """A whole workbook, or a CSV file as a book of one sheet."""

    name: str
    """The file's name."""
    sheets: tuple[Sheet, ...]
    dates_from_1904: bool = False
    """It counts days from 1904, as old Macintosh workbooks do."""
    notes: tuple[str, ...] = ()
    """What had to be assumed to read it, in whole sentences for its author."""

    def sheet(self, *titles: str) -> Sheet | None:
        """Return the sheet with the first of these titles, if there is one."""
        found = {sheet.title: sheet for sheet in self.sheets}
        return next((found[title] for title in titles if title in found), None)
