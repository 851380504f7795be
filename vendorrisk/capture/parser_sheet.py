"""The rows and cells of one sheet, with what a person sees of them: merges, hidden rows, drop-down lists, notes."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import IO, TYPE_CHECKING, Final, Literal, NamedTuple
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import iterparse

from vendorrisk.capture.grid import Area, Cell, Sheet, position
from vendorrisk.capture.parser_parts import MAIN, Damaged, Look, Parts, SheetPart, Text, text_of, unescape

if TYPE_CHECKING:
    from vendorrisk.capture.quantities import Raw

MAX_FORMULA: Final = 1000
"""Characters of a formula that are kept: it is shown to people, never calculated."""
MAX_LIST_AREAS: Final = 20_000
"""Areas of drop-down lists in one sheet; what follows them has no list."""

_NUMBER: Final = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_DAY: Final = 86_400
_EXACT_DIGITS: Final = 15


class DropDown(NamedTuple):
    """A drop-down list: its cells, and the formula that names its choices."""

    areas: tuple[Area, ...]
    formula: str


@dataclass
class SheetReader:
    """Reads one sheet."""

    parts: Parts
    part: SheetPart
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    merged: list[Area] = field(default_factory=list)
    filled: list[Area] = field(default_factory=list)
    drop_downs: list[DropDown] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    _hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    _shared: dict[str, str] = field(default_factory=dict)
    _row: int = 0
    _areas: int = 0

    def read(self, stream: IO[bytes], notes: Iterable[tuple[str, str]]) -> Sheet:
        """Return the sheet, still without the choices of its drop-down lists."""
        for _, element in iterparse(stream):
            tag = element.tag
            if tag == f"{MAIN}row":
                self._read_row(element)
                element.clear()
            elif tag == f"{MAIN}mergeCell":
                self.merged.append(_area(element.get("ref", "")))
            elif tag == f"{MAIN}col":
                if _hidden(element, "width"):
                    self._hidden_columns.append((int(element.get("min", "0")), int(element.get("max", "0"))))
            elif tag.rpartition("}")[2] == "dataValidation":  # the newer kind has a name of its own
                self._read_list(element)
                element.clear()
        self._clear_merged()
        for reference, note in notes:
            self._attach(reference, note)
        return self._sheet()

    def _sheet(self) -> Sheet:
        rows: dict[int, dict[int, Cell]] = defaultdict(dict)
        for (row, column), cell in sorted(self.cells.items()):
            rows[row][column] = cell
        columns = {column for _, column in self.cells}
        spans = self._hidden_columns
        states: dict[str, Literal["hidden", "veryHidden"]] = {"hidden": "hidden", "veryHidden": "veryHidden"}
        return Sheet(
            title=self.part.title,
            rows=dict(rows),
            state=states.get(self.part.state, "visible"),
            merged=tuple(self.merged),
            filled=tuple(self.filled),
            hidden_rows=frozenset(self.hidden_rows & rows.keys()),
            hidden_columns=frozenset(each for each in columns if any(low <= each <= high for low, high in spans)),
        )

    def _read_row(self, element: Element) -> None:
        self._row = int(element.get("r", self._row + 1))
        if _hidden(element, "ht"):
            self.hidden_rows.add(self._row)
        column = 0
        for each in element.iterfind(f"{MAIN}c"):
            reference = each.get("r")
            column = _position(reference)[1] if reference else column + 1
            self._read_cell(each, column)

    def _read_cell(self, element: Element, column: int) -> None:
        look = self._look(element)
        formula = self._formula(element.find(f"{MAIN}f"))
        text, value, error = self._value(element, look)
        if not formula and value in (None, ""):
            return
        struck, partly = (look.struck, False) if text is None else text.struck(cell=look.struck)
        self.cells[self._row, column] = Cell(
            self._row,
            column,
            self.parts.take(value) if isinstance(value, str) else value,
            formula=self.parts.take(formula),
            error=error,
            number_format=look.number_format,
            struck=struck,
            partly_struck=partly,
        )

    def _look(self, element: Element) -> Look:
        number = int(element.get("s", "0"))
        if not 0 <= number < len(self.parts.looks):
            raise Damaged
        return self.parts.looks[number]

    def _formula(self, element: Element | None) -> str:
        """Return the formula of a cell, and note the area that it fills."""
        if element is None:
            return ""
        formula = f"={unescape(element.text or '')}"[:MAX_FORMULA]
        kind = element.get("t", "")
        if kind in ("array", "dataTable") and "ref" in element.attrib:
            self.filled.append(_area(element.attrib["ref"]))
        elif kind == "shared":
            index = element.get("si", "")
            if formula == "=":
                formula = self._shared.get(index, formula)
            else:
                self._shared[index] = formula
        return formula

    def _value(self, element: Element, look: Look) -> tuple[Text | None, Raw, bool]:
        """Return a cell's text with its runs, if it is one; its value; and whether that is an error."""
        kind = element.get("t", "n")
        stored = element.findtext(f"{MAIN}v")
        if kind == "inlineStr":
            inline = element.find(f"{MAIN}is")
            own = Text("", ()) if inline is None else text_of(inline)
            return own, own.text, False
        if stored is None:
            return None, None, False
        if kind == "s":
            shared = self._shared_text(int(stored))
            return shared, shared.text, False
        if kind in ("str", "e"):
            return None, unescape(stored), kind == "e"
        return None, *_typed(kind, stored.strip(), look, from_1904=self.parts.dates_from_1904)

    def _shared_text(self, index: int) -> Text:
        if not 0 <= index < len(self.parts.texts):
            raise Damaged
        return self.parts.texts[index]

    def _read_list(self, element: Element) -> None:
        if element.get("type") != "list":
            return
        parts = {each.tag.rpartition("}")[2]: "".join(each.itertext()).strip() for each in element}
        references = (element.get("sqref") or parts.get("sqref", "")).split()
        self._areas += len(references)
        if self._areas <= MAX_LIST_AREAS:
            areas = tuple(area for area in map(Area.of, references) if area)
            self.drop_downs.append(DropDown(areas, parts.get("formula1", "")))

    def _clear_merged(self) -> None:
        """Drop what stands in cells that a merge covers: no program shows it."""
        for area in self.merged:
            for row in range(area.first_row, area.last_row + 1):
                for column in range(area.first_column, area.last_column + 1):
                    if (row, column) != (area.first_row, area.first_column):
                        self.cells.pop((row, column), None)

    def _attach(self, reference: str, note: str) -> None:
        row, column = _position(reference)
        cell = self.cells.get((row, column)) or Cell(row, column, None)
        self.cells[row, column] = replace(cell, note=self.parts.take(note))


def from_serial(days: float, *, from_1904: bool, elapsed: bool) -> dt.date | dt.time | dt.timedelta | None:
    """Return the date, time of day or span that a number of days stands for; None if there is none such.

    Days are counted from the end of 1899, with a 29 February 1900 that never was, or from the first day of 1904.
    """
    try:
        if elapsed:
            return dt.timedelta(milliseconds=round(days * _DAY * 1000))
        start = dt.datetime(1904, 1, 1) if from_1904 else dt.datetime(1899, 12, 30)  # noqa: DTZ001  cells have no zone
        whole, part = divmod(days, 1)
        of_day = dt.timedelta(milliseconds=round(part * _DAY * 1000))
        if whole == 0 and of_day < dt.timedelta(days=1):
            return (start + of_day).time()
        if not from_1904 and 0 < days < 60:
            whole += 1
        return start + dt.timedelta(days=whole) + of_day
    except (OverflowError, ValueError):
        return None


def _typed(kind: str, stored: str, look: Look, *, from_1904: bool) -> tuple[Raw, bool]:
    """Return the value of a cell that holds no text, and whether it is an error; what can't be read stays a text."""
    if kind == "b" and stored in ("0", "1", "false", "true"):
        return stored in ("1", "true"), False
    if kind == "d":
        with suppress(ValueError):
            return dt.datetime.fromisoformat(stored).replace(tzinfo=None), False
    if not _NUMBER.fullmatch(stored):
        return stored, False
    exact = stored.lstrip("+-").isdigit() and len(stored) <= _EXACT_DIGITS
    number = int(stored) if exact else float(stored)
    if not math.isfinite(number):
        return stored, False
    if not look.date:
        return number, False
    date = from_serial(number, from_1904=from_1904, elapsed=look.elapsed)
    return ("#VALUE!", True) if date is None else (date, False)


def _hidden(element: Element, size: str) -> bool:
    """Return whether a row or column is hidden, or has no height or width."""
    given = element.get(size, "")
    none = bool(_NUMBER.fullmatch(given)) and float(given) == 0
    return none or element.get("hidden", "0") in ("1", "true")


def _area(reference: str) -> Area:
    area = Area.of(reference)
    if area is None:
        raise Damaged
    return area


def _position(reference: str) -> tuple[int, int]:
    found = position(reference)
    if found is None:
        raise Damaged
    return found
