"""Which rows of a foreign sheet hold questions, and in which columns their parts stand.

Headers decide; they may span rows, and be repeated for each section. Where a section has none, letters do.
"""

from __future__ import annotations

import datetime as dt
import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from vendorrisk.capture.grid import Book, Cell, Sheet
from vendorrisk.capture.text import clean, fold
from vendorrisk.model.layout import Column, Layout
from vendorrisk.rules.values import show_number

_HEADER_LENGTH = 200
_ID_LENGTH = 60
_DECIMALS = re.compile(r"0\.(0+)")
_NO_ID_CHARACTERS = re.compile(r"[^A-Z0-9.&_\-]+")
ERRORS = {"#ref!", "#n/a", "#value!", "#name?", "#div/0!", "#null!", "#num!", "#getting_data", "#spill!", "#calc!"}
"""What spreadsheets write where they could not calculate; a CSV file holds it as text."""


class _Texts:
    """Texts to look for, as :func:`fits` does, many times."""

    def __init__(self, wanted: Iterable[str]) -> None:
        texts = list(wanted)
        self.whole = {_folded(text) for text in texts if not text.endswith("*")}
        self.beginnings = tuple(_folded(text[:-1]) for text in texts if text.endswith("*"))

    def hold(self, text: str) -> bool:
        """Return whether a text is one of these, and no longer than a header."""
        if len(text) > _HEADER_LENGTH or not (self.whole or self.beginnings):
            return False
        folded = _folded(text)
        return folded in self.whole or folded.startswith(self.beginnings)


def fits(text: str, wanted: Iterable[str]) -> bool:
    """Return whether a text is one of those wanted, however it is spelt; ``*`` at the end stands for anything."""
    folded = _folded(text)
    return any(
        folded.startswith(_folded(each[:-1])) if each.endswith("*") else folded == _folded(each) for each in wanted
    )


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    return fold(text)


def text_of(cell: Cell | None) -> str:
    """Return what stands in a cell as text; empty for an error, for nothing and for the midnight of an empty date."""
    if cell is None or cell.value is None or cell.error:
        return ""
    value = cell.value
    if isinstance(value, str):
        return _cleaned(value)
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return show_number(value)
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    return "" if isinstance(value, dt.time | dt.timedelta) and not _lasts(value) else str(value)


@lru_cache(maxsize=16384)
def _cleaned(value: str) -> str:
    text = clean(value)
    return "" if text.casefold() in ERRORS else text


def _lasts(value: dt.time | dt.timedelta) -> bool:
    return value not in (dt.time(), dt.timedelta())


def id_text(cell: Cell | None) -> str:
    """Return a cell as an id is compared: without blanks, in capitals, with plain hyphens; empty if it can be none."""
    if cell is None or cell.value is None or cell.error or isinstance(cell.value, bool | dt.date | dt.time):
        return ""
    if isinstance(cell.value, int | float):
        decimals = _DECIMALS.fullmatch(cell.number_format)
        text = f"{cell.value:.{len(decimals[1])}f}" if decimals else show_number(cell.value)
    else:
        text = str(cell.value)
    return _normal_id(text) if len(text) <= _ID_LENGTH else ""


@lru_cache(maxsize=16384)
def _normal_id(text: str) -> str:
    text = html.unescape(fold(text) if not text.isascii() else text)
    return re.sub(r"\s+", "", text).upper().rstrip(".:")


def stored_id(text: str) -> str:
    """Return an id with what no id of ours can hold replaced by hyphens."""
    return _NO_ID_CHARACTERS.sub("-", text).strip("-._&") or "Q"


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


def tables(book: Book, layout: Layout) -> list[Table]:
    """Return the tables that the vendor fills, those on the sheets that the layout names first.

    Where these lack questions, tables of the same look on other visible sheets follow: a sheet may have been renamed.
    """
    named = [sheet for sheet in book.sheets if fits(sheet.title, layout.sheets)]
    found = [read_table(sheet, layout) for sheet in named]
    found = [table for table in found if table.rows]
    expected = max((sum(counts.values()) for counts in layout.editions.values()), default=0)
    if found and (not expected or len({row.id for table in found for row in table.rows}) >= expected):
        return found
    for sheet in book.sheets:
        if sheet not in named and sheet.state == "visible" and not fits(sheet.title, layout.other_sheets):
            table = read_table(sheet, layout)
            if table.rows and {"answer", *(f"mark {name}" for name in layout.marks)} & table.headers:
                found.append(table)
    return found


def read_table(sheet: Sheet, layout: Layout) -> Table:
    """Return the questions of a sheet."""
    return _Walk(sheet, layout).table()


class _Walk:
    """Goes down a sheet: headers move columns, headings open sections, rows with an id are questions."""

    def __init__(self, sheet: Sheet, layout: Layout) -> None:
        self.sheet, self.layout = sheet, layout
        self.parts = parts_of(layout)
        self.pattern = re.compile(layout.id.pattern, re.IGNORECASE)
        headed = {part: column.header for part, column in self.parts.items() if column.header}
        published = tuple(text for column in layout.ignore or () for text in column.header)
        self.wanted = [(part, _Texts(texts)) for part, texts in {**headed, "": published}.items()]
        self.needed = min(2, len(headed))
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
        header = _Texts(column.header)
        count: Counter[int] = Counter()
        headed: list[int] = []
        for cells in self.sheet.rows.values():
            for number, cell in cells.items():
                if self._is_id(id_text(cell)):
                    count[number] += 1
                elif isinstance(cell.value, str) and header.hold(cell.value):
                    headed.append(number)
        expected = [*headed, *([number_of(column.letter)] if column.letter else [])]
        best = next((number for number in expected if count[number]), None)
        return best or max(count, key=lambda number: (count[number], -number), default=None)

    def _is_id(self, text: str) -> bool:
        return bool(text) and self.pattern.fullmatch(text) is not None

    def _rows(self, id_column: int | None) -> Iterator[Row]:
        asks_id = "id" in self.parts
        for number, cells in self.sheet.rows.items():
            here = id_text(cells.get(id_column)) if id_column else ""
            certain = self._is_id(here) and self.layout.id.pattern != ".+"
            if not certain and self._ends(cells):
                return
            if not certain and self._header(cells):
                self._open_section("header", cells)
                continue
            heading = self.layout.section.heading
            if heading and re.fullmatch(heading, here, re.IGNORECASE) and not self._is_id(here):
                self._open_section("heading", cells)
                continue
            name = self._name(here, cells) if asks_id else ""
            asked = text_of(cells.get(self.columns.get("question", 0)))
            if name or (not asks_id and asked and (self.headers or not self.needed)):
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

    def _header(self, cells: Mapping[int, Cell]) -> bool:
        """Take over the columns of a row of headers; return whether it is one."""
        fitting: dict[str, list[int]] = {}
        texts = {n: cell.value for n, cell in cells.items() if isinstance(cell.value, str)}
        for part, wanted in self.wanted:
            if there := [n for n, text in texts.items() if wanted.hold(text)]:
                fitting[part] = there
        published = set(fitting.pop("", ()))
        found: dict[str, int] = {}
        for part, there in fitting.items():
            if free := [n for n in there if n not in found.values()]:
                expected = self.columns.get(part, free[0])
                found[part] = min(free, key=lambda n: (abs(n - expected), n))
        if not found or len(found) < self.needed:
            return False
        self.columns.update(found)
        self.headers |= set(found)
        self.used |= published
        return True

    def _open_section(self, kind: str, cells: Mapping[int, Cell]) -> None:
        if self.layout.section.read == kind and "title" in self.columns:
            text = text_of(cells.get(self.columns["title"]))
            self.title = text.split("\n")[0].strip() or self.title

    def _ignored(self) -> Iterator[int]:
        for column in self.layout.ignore or ():
            if column.letter:
                first = number_of(column.letter) + self.shift
                yield from range(first, max(first, number_of(column.to or column.letter) + self.shift) + 1)


def number_of(letters: str) -> int:
    """Return the number of a column: A is 1, AB is 28."""
    number = 0
    for each in letters:
        number = number * 26 + ord(each) - ord("A") + 1
    return number
