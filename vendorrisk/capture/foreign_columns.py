"""Which rows of a foreign sheet hold questions, and in which columns their parts stand.

Headers decide; they may span rows, and be repeated for each section. Where a section has none, letters do.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from vendorrisk.capture.foreign_texts import Index, fits, id_text, number_of, stored_id, text_of
from vendorrisk.capture.grid import Cell, Sheet
from vendorrisk.model.layout import Column, Layout


@dataclass(frozen=True, slots=True)
class Row:
    """One row with a question, and where its parts stand."""

    sheet: Sheet
    number: int
    id: str
    """Empty where the layout has no ids."""
    columns: Mapping[str, int]
    title: str
    """Of the section that it stands in, as the file says it; may be empty."""

    def cell(self, part: str) -> Cell | None:
        """Return the cell of a part; None if nothing stands there, or the sheet has no such column."""
        return self.sheet.cell(self.number, self.columns[part]) if part in self.columns else None

    def place(self, part: str) -> str:
        """Return where a part stands; the id's place if the sheet has no such column."""
        return self.sheet.place(self.number, self.columns.get(part, self.columns.get("id", 1)))


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet's rows with questions, and how well its headers fit the layout."""

    sheet: Sheet
    rows: tuple[Row, ...]
    headers: frozenset[str]
    """The parts whose header was found somewhere."""
    known: frozenset[int]
    """The columns that hold a part somewhere, or that the layout ignores."""


def parts_of(layout: Layout) -> dict[str, Column]:
    """Return the columns that a layout names, by part."""
    single = {
        "id": layout.id.column,
        "prefix": layout.id.prefix.column if layout.id.prefix else None,
        "question": layout.question,
        "answer": layout.answer,
        "comment": layout.comment,
        "title": layout.section.title,
        "skip": layout.skip.column if layout.skip else None,
    }
    found = {part: column for part, column in single.items() if column is not None}
    found |= {f"mark {name}": column for name, column in layout.marks.items()}
    return found | {f"also {number}": column for number, column in enumerate(layout.also)}


def tables(sheets: Sequence[Index], layout: Layout) -> list[Table]:
    """Return the tables that the vendor fills, those on the sheets that the layout names first.

    Where these lack questions, tables of the same look on other visible sheets follow: a sheet may have been renamed.
    Without a header it looks the same only where nothing looks better.
    """
    named = [index for index in sheets if fits(index.sheet.title, layout.sheets)]
    found = [table for index in named if (table := _Walk(index, layout).table()).rows]
    expected = max((sum(counts.values()) for counts in layout.editions.values()), default=0)
    if found and (not expected or len({row.id for table in found for row in table.rows}) >= expected):
        return found
    answers = {"answer", *(f"mark {name}" for name in layout.marks)}
    others = [
        table
        for index in sheets
        if index not in named and index.sheet.state == "visible" and not fits(index.sheet.title, layout.other_sheets)
        if (table := _Walk(index, layout).table()).rows
    ]
    return [*found, *(table for table in others if answers & table.headers)] or others


class _Walk:
    """Goes down a sheet: headers move columns, headings open sections, rows with an id are questions."""

    def __init__(self, index: Index, layout: Layout) -> None:
        self.index, self.sheet, self.layout = index, index.sheet, layout
        self.parts = parts_of(layout)
        self.pattern = re.compile(layout.id.pattern, re.IGNORECASE)
        self.shift = 0
        self.columns = self._by_letter()
        self.headers: set[str] = set()
        self.used: set[int] = set()
        self.title = self.prefix = ""

    def table(self) -> Table:
        id_column = self._id_column()
        letter = self.parts["id"].letter if "id" in self.parts else None
        if id_column and letter:
            self.shift = id_column - number_of(letter)
            self.columns = self._by_letter()
        rows = tuple(self._rows(id_column)) if id_column or "id" not in self.parts else ()
        return Table(self.sheet, rows, frozenset(self.headers), frozenset(self.used | set(self._ignored())))

    def _by_letter(self) -> dict[str, int]:
        lettered = {part: column.letter for part, column in self.parts.items() if column.letter}
        return {part: max(1, number_of(letter) + self.shift) for part, letter in lettered.items()}

    def _id_column(self) -> int | None:
        """Return the column of the ids: by header or letter if some stand there, else where most stand."""
        column = self.parts.get("id")
        if column is None:
            return None
        count = Counter(n for text, there in self.index.ids.items() if self._is_id(text) for _, n in there)
        headed = [n for _, n in self.index.places(column.header)]
        expected = [*headed, *([number_of(column.letter)] if column.letter else [])]
        best = next((number for number in expected if count[number]), None)
        return best or max(count, key=lambda number: (count[number], -number), default=None)

    def _is_id(self, text: str) -> bool:
        return bool(text) and self.pattern.fullmatch(text) is not None

    def _rows(self, id_column: int | None) -> Iterator[Row]:
        asks_id = "id" in self.parts
        header_rows = self._header_rows()
        for number, cells in self.sheet.rows.items():
            here = id_text(cells.get(id_column)) if id_column else ""
            certain = self._is_id(here) and self.layout.id.pattern != ".+"
            if not certain and self._ends(cells):
                return
            if not certain and number in header_rows:
                self._take_over(header_rows[number])
                self._open_section("header", cells)
                continue
            heading = self.layout.section.heading
            if heading and re.fullmatch(heading, here, re.IGNORECASE) and not self._is_id(here):
                self._open_section("heading", cells)
                continue
            name = self._name(here, cells) if asks_id else ""
            asked = text_of(cells.get(self.columns.get("question", 0)))
            if name or (not asks_id and asked and (self.headers or not header_rows)):
                self._open_section("question", cells)
                columns = {**self.columns, **({"id": id_column} if id_column else {})}
                self.used |= set(columns.values())
                yield Row(self.sheet, number, name, columns, self.title)

    def _name(self, here: str, cells: Mapping[int, Cell]) -> str:
        if rule := self.layout.id.prefix:
            before = id_text(cells.get(self.columns.get("prefix", 0)))
            self.prefix = before if re.fullmatch(rule.pattern, before, re.IGNORECASE) else self.prefix
            if not self.prefix:
                return ""
        if not self._is_id(here):
            return ""
        return stored_id(f"{self.prefix}.{here}" if self.prefix else here)

    def _ends(self, cells: Mapping[int, Cell]) -> bool:
        if not self.layout.end:
            return False
        first = next((text for cell in cells.values() if (text := text_of(cell))), "")
        return bool(first) and fits(first, self.layout.end)

    def _header_rows(self) -> dict[int, dict[str, list[int]]]:
        """Return the rows with at least two headers, if there are two: the columns in which those of a part stand."""
        headed = {part: column.header for part, column in self.parts.items() if column.header}
        found: dict[int, dict[str, list[int]]] = {}
        for part, texts in headed.items():
            for row, column in self.index.places(texts):
                found.setdefault(row, {}).setdefault(part, []).append(column)
        return {row: parts for row, parts in found.items() if len(parts) >= min(2, len(headed))}

    def _take_over(self, fitting: Mapping[str, Sequence[int]]) -> None:
        """Read the rows that follow by the columns of a row of headers."""
        found: dict[str, int] = {}
        for part, there in fitting.items():
            if free := [n for n in there if n not in found.values()]:
                expected = self.columns.get(part, free[0])
                found[part] = min(free, key=lambda n: (abs(n - expected), n))
        self.columns.update(found)
        self.headers |= set(found)

    def _open_section(self, kind: str, cells: Mapping[int, Cell]) -> None:
        if self.layout.section.read == kind and "title" in self.columns:
            text = text_of(cells.get(self.columns["title"]))
            self.title = text.split("\n")[0].strip() or self.title

    def _ignored(self) -> Iterator[int]:
        for column in self.layout.ignore or ():
            yield from (n for _, n in self.index.places(column.header))
            if column.letter:
                first = number_of(column.letter) + self.shift
                yield from range(first, max(first, number_of(column.to or column.letter) + self.shift) + 1)
