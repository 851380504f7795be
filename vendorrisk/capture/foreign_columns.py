"""Which rows of a foreign sheet hold questions, and in which columns their parts stand.

Headers decide; they may span rows, and be repeated for each section. Where a section has none, letters do.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from vendorrisk.capture.foreign_ids import letters_of, mended_id, with_lost_zero
from vendorrisk.capture.foreign_texts import Index, fits, id_text, stored_id, text_of
from vendorrisk.capture.grid import Cell, Sheet, number_of
from vendorrisk.model.layout import Column, Layout


@dataclass(frozen=True, slots=True)
class Row:
    """One row with a question, and where its parts stand."""

    sheet: Sheet
    number: int
    id: str
    """Empty where the layout has no ids, or does not go by them."""
    columns: Mapping[str, int]
    title: str
    """Of the section that it stands in, as the file says it; may be empty."""
    written: str = ""
    """The id as it is written, where that is not how the layout writes it."""

    @property
    def name(self) -> str:
        """Return what tells it from other rows: its id, or where it stands."""
        return self.id or f"{self.sheet.title}!{self.number}"

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
    unread: tuple[tuple[int, int], ...] = ()
    """Row and column of answers and comments between the questions, in rows without an id."""
    beside: bool = False
    """Its sheet has not the title that the layout names, and others have."""


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


def holds_answers(part: str) -> bool:
    """Return whether a part is the column of the answers, or one of those of which one is marked."""
    return part == "answer" or part.startswith("mark ")


def tables(sheets: Sequence[Index], layout: Layout) -> list[Table]:
    """Return the tables that the vendor fills, those on the sheets that the layout names first.

    Where these lack questions, tables of the same look on other visible sheets follow: a sheet may have been renamed.
    Of them only questions count that are not answered by hand on the first. Without a header a sheet looks the same
    where its columns go on from one with headers, or where nothing looks better. A hidden sheet of the right title
    counts for what the visible ones don't ask.
    """
    named = [index for index in sheets if fits(index.sheet.title, layout.sheets)]
    shown = [index for index in named if index.sheet.state == "visible"]
    found = _filled(shown, layout)
    for table in _filled([index for index in named if index not in shown], layout):
        found += (replace(part, beside=False) for part in _new_rows(table, found))
    if found and _is_whole(found, layout):
        return found
    rest = [index for index in sheets if index not in named and index.sheet.state == "visible"]
    rest = [index for index in rest if not fits(index.sheet.title, layout.other_sheets)]
    others = _filled(rest, layout)
    answers = {"answer", *(f"mark {name}" for name in layout.marks)}
    headed = [table for table in others if answers & table.headers]
    if not found and not headed:
        return others
    for table in headed if found else ():
        found += _new_rows(table, found)
    found = found or headed
    start = found[0].rows[0].columns
    for index in rest:
        if "id" in start and all(index.sheet is not table.sheet for table in headed):
            more = _Walk(index, layout, start).table()
            found += _new_rows(replace(more, known=more.known | found[0].known), found)
    return found


def _filled(sheets: Sequence[Index], layout: Layout) -> list[Table]:
    return [table for index in sheets if (table := _Walk(index, layout).table()).rows]


def _is_whole(found: Sequence[Table], layout: Layout) -> bool:
    count = len({row.name for table in found for row in table.rows})
    published = [sum(counts.values()) for counts in layout.editions.values()]
    return not published or count in published or count >= max(published)


def _new_rows(table: Table, found: Sequence[Table]) -> list[Table]:
    """Return the table with those rows alone whose question is not answered by hand in the others; none if all are."""
    typed = {row.name for each in found for row in each.rows if not _is_calculated(row)}
    rows = tuple(row for row in table.rows if row.name not in typed)
    return [replace(table, rows=rows, beside=True)] if rows else []


def _is_calculated(row: Row) -> bool:
    cell = row.cell("answer")
    return cell is not None and bool(cell.formula)


class _Walk:
    """Goes down a sheet: headers move columns, headings open sections, rows with an id are questions."""

    def __init__(self, index: Index, layout: Layout, start: Mapping[str, int] | None = None) -> None:
        self.start = start
        """The columns of another sheet that goes on here, without headers."""
        self.index, self.sheet, self.layout = index, index.sheet, layout
        self.parts = parts_of(layout)
        self.pattern = re.compile(layout.id.pattern, re.IGNORECASE)
        self.shift = 0
        self.columns = self._by_letter()
        self.headers: set[str] = set()
        self.used: set[int] = set()
        self.title = self.prefix = ""
        self.unread: list[tuple[int, int]] = []
        self.seen: dict[str, None] = {}
        """The ids above, in order."""
        self.families: set[str] = set()
        """The letters with which ids begin that are written as the layout has them."""

    def table(self) -> Table:
        id_column = self._id_column()
        letter = self.parts["id"].letter if "id" in self.parts else None
        if id_column and letter:
            self.shift = id_column - number_of(letter)
            self.columns = self._by_letter()
        self.columns |= self.start or {}
        if id_column:
            there = ((text, n) for text, places in self.index.ids.items() for _, n in places if self._is_id(text))
            self.families = {letters_of(text) for text, n in there if n == id_column}
        rows = tuple(self._rows(id_column)) if id_column or "id" not in self.parts else ()
        unread = tuple(at for at in self.unread if rows and rows[0].number < at[0] < rows[-1].number)
        known = frozenset(self.used | set(self._ignored()))
        return Table(self.sheet, rows, frozenset(self.headers), known, unread)

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
        most = max(count.values(), default=0)
        best = next((number for number in expected if count[number] and 2 * count[number] >= most), None)
        return best or max(count, key=lambda number: (count[number], -number), default=None)

    def _is_id(self, text: str) -> bool:
        return bool(text) and self.pattern.fullmatch(text) is not None

    def _rows(self, id_column: int | None) -> Iterator[Row]:
        asks_id = "id" in self.parts
        header_rows = self._header_rows()
        if header_rows and not self.start:  # what stands above the first header stands in the same columns
            self.columns |= self._places(header_rows[min(header_rows)])
        for number, cells in self.sheet.rows.items():
            here = id_text(cells.get(id_column)) if id_column else ""
            certain = self._is_id(here) and self.layout.id.pattern != ".+"
            if not certain and self._ends(cells):
                return
            if not certain and number in header_rows:
                self._take_over(header_rows[number])
                self._open_section("header", cells)
                continue
            if self._is_heading(here, cells):
                self._open_section("heading", cells)
                continue
            name = self._name(here, cells) if asks_id else ""
            if name or (not asks_id and self._asks(cells) and (self.headers or not header_rows)):
                self._open_section("question", cells)
                columns = {**self.columns, **({"id": id_column} if id_column else {})}
                self.used |= set(columns.values())
                if self.layout.id.key == "id":
                    written = "" if name.endswith(stored_id(here)) else here
                    yield Row(self.sheet, number, name, columns, self.title, written)
                elif text_of(cells.get(self.columns.get("question", 0))):
                    yield Row(self.sheet, number, "", columns, self.title)
            elif asks_id:
                self.unread += self._beside_nothing(number, cells)

    def _beside_nothing(self, number: int, cells: Mapping[int, Cell]) -> Iterator[tuple[int, int]]:
        """Yield where an answer or a comment stands in a row that asks nothing."""
        for part, column in self.columns.items():
            if part == "comment" or holds_answers(part):
                cell = cells.get(column)
                text = text_of(cell) if cell is not None and not cell.formula else ""
                if text and not fits(text, self.parts[part].header):
                    yield number, column

    def _is_heading(self, here: str, cells: Mapping[int, Cell]) -> bool:
        heading = self.layout.section.heading
        if not heading:
            return False
        if "id" in self.parts:
            return re.fullmatch(heading, here, re.IGNORECASE) is not None and not self._is_id(here)
        title = text_of(cells.get(self.columns.get("title", 0)))
        return not self._asks(cells) and re.fullmatch(heading, title, re.IGNORECASE) is not None

    def _asks(self, cells: Mapping[int, Cell]) -> bool:
        """Return whether a question stands in a row, in a layout without ids."""
        asked = text_of(cells.get(self.columns.get("question", 0)))
        wanted = self.layout.id.text
        return bool(asked) and (wanted is None or re.fullmatch(wanted, asked) is not None)

    def _name(self, here: str, cells: Mapping[int, Cell]) -> str:
        if rule := self.layout.id.prefix:
            before = id_text(cells.get(self.columns.get("prefix", 0)))
            self.prefix = before if re.fullmatch(rule.pattern, before, re.IGNORECASE) else self.prefix
            if not self.prefix:
                return ""
        name = here if self._is_id(here) else mended_id(here, self.pattern, self.families)
        if name:
            name = with_lost_zero(name, self.seen) if self._is_id(f"{name}0") else name
            self.seen[name] = None
        return stored_id(f"{self.prefix}.{name}" if self.prefix else name) if name else ""

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
        found = self._places(fitting)
        self.columns.update(found)
        self.headers |= set(found)

    def _places(self, fitting: Mapping[str, Sequence[int]]) -> dict[str, int]:
        """Return in which column each part stands by a row of headers: of several, in that nearest to where it was."""
        found: dict[str, int] = {}
        for part, there in fitting.items():
            if free := [n for n in there if n not in found.values()]:
                expected = self.columns.get(part, free[0])
                found[part] = min(free, key=lambda n: (abs(n - expected), n))
        return found

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
