"""Reads a gap list that a vendor returned: every fault at once, each with its cell; nothing is half read."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from vendorrisk.capture.grid import Book, Cell, Sheet
from vendorrisk.capture.quantities import Unreadable, read_date
from vendorrisk.capture.text import clean, fold, quote
from vendorrisk.capture.workbook_open import (
    cell_text,
    cell_value,
    shown,
    written,
)
from vendorrisk.capture.workbook_rows import Findings, merged_answers
from vendorrisk.capture.worker import open_book
from vendorrisk.model.casework import MAX_NAME_CHARACTERS
from vendorrisk.model.fault import Fault, RefusedInput
from vendorrisk.model.gapsheet import (
    FILLED_IN,
    FORMAT,
    IDENTITY,
    SUBJECT_KEYS,
    VENDOR_STATUSES,
    GapColumn,
    GapEntry,
    text_mark,
)
from vendorrisk.model.result import WorkStatus

_FRESH: Final = "write a fresh one with 'vendorrisk gaps REF -o FILE.xlsx'"
_HEADER_SEARCH: Final = 20
_NUMBER: Final = re.compile(r"[0-9]{1,6}")
_NEEDED: Final = (GapColumn.ID, GapColumn.CRITERION, *FILLED_IN)


@dataclass(frozen=True)
class GapListReading:
    """Everything that a returned gap list says. With a fault in it, nothing of it may be saved."""

    name: str
    vendor_id: str
    product: str
    questionnaire: str
    revision: int
    policy: str
    token: str
    entries: tuple[GapEntry, ...]
    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...]

    @property
    def ref(self) -> str:
        """Return the name of the assessment that it belongs to."""
        return (
            f"{self.vendor_id}/{self.product}@{self.revision}" if self.product else f"{self.vendor_id}@{self.revision}"
        )


def read_gap_list(data: bytes, name: str) -> GapListReading:
    """Return what a returned gap list says, and all faults.

    ``name`` is the file's name. Raises :class:`RefusedInput` if the file is unsafe, damaged, or no gap list that
    can come back.
    """
    name = clean(name)
    book = open_book(data, name)
    identity = _Identity.read(book, name)
    reader = _Reader(identity, Findings())
    reader.read(book.sheet(identity.subject["sheet"]), name)
    subject = {key: value for key, value in identity.subject.items() if key not in ("format", "sheet", "vendor")}
    return GapListReading(
        **{**subject, "revision": int(subject["revision"])},  # type: ignore[arg-type]  # the keys are checked
        name=name,
        vendor_id=identity.subject["vendor"],
        entries=tuple(reader.entries),
        faults=tuple(reader.findings.faults),
        warnings=tuple(reader.findings.warnings),
    )


@dataclass(frozen=True)
class _Identity:
    """What the hidden sheet says. It came from outside like the rest, so it is only what the file claims to be."""

    subject: dict[str, str]
    columns: dict[GapColumn, str]
    """The header of each."""
    statuses: dict[WorkStatus, str]
    """The word for each, in the language of the list."""
    items: dict[str, tuple[int, str]]
    """Version and mark of the title of each item, by id."""

    @classmethod
    def read(cls, book: Book, name: str) -> _Identity:
        sheet = book.sheet(IDENTITY)
        lines = [] if sheet is None else [_four(cells) for cells in sheet.filled_in().values()]
        subject = {key: value for kind, key, value, _ in lines if kind == "list"}
        names = {column.name.lower(): column for column in GapColumn}
        columns = {names[key]: text for kind, key, text, _ in lines if kind == "column" and key in names}
        sound = tuple(subject) == SUBJECT_KEYS and _NUMBER.fullmatch(subject["revision"])
        told = [*(text for key, text in subject.items() if key != "product"), *map(columns.get, _NEEDED)]
        if not sound or not all(told):
            raise RefusedInput(
                f"{name} is no gap list that can come back: its hidden sheet {IDENTITY} is missing or changed.",
                mend="Lists of a filled workbook or a draft, and those written with --as-of or --tier, are for reading "
                f"only. Of an assessment on file, {_FRESH}.",
            )
        if subject["format"] != FORMAT:
            raise RefusedInput(
                f"{name} has the format {quote(subject['format'])}; this program reads {FORMAT}.",
                mend=f"Update vendorrisk, or {_FRESH}.",
            )
        words = {key: text for kind, key, text, _ in lines if kind == "status"}
        return cls(
            subject,
            columns,
            {status: words.get(status.value) or status.words for status in VENDOR_STATUSES},
            {key: (int(text), mark) for kind, key, text, mark in lines if kind == "item" and _NUMBER.fullmatch(text)},
        )


def _four(cells: Mapping[int, Cell]) -> tuple[str, str, str, str]:
    first, second, third, fourth = (shown(cells.get(column)) for column in (1, 2, 3, 4))
    return first, second, third, fourth


@dataclass
class _Reader:
    identity: _Identity
    findings: Findings
    entries: list[GapEntry] = field(default_factory=list)

    def read(self, sheet: Sheet | None, name: str) -> None:
        title = self.identity.subject["sheet"]
        if sheet is None:
            what = f"The sheet {quote(title)} is missing or was renamed."
            self.findings.fault("sheet-missing", name, what, f"Name it {quote(title)} again, or {_FRESH}.")
            return
        cells = sheet.filled_in()
        header, columns = self._header(cells)
        titles = self.identity.columns
        if missing := [titles.get(column, column.name.lower()) for column in _NEEDED if column not in columns]:
            what = f"The sheet {quote(title)} lacks the column {', '.join(map(quote, missing))}."
            self.findings.fault("column-missing", title, what, f"Restore it with its header, or {_FRESH}.")
            return
        texts = [fold(shown(cell)) for cell in cells[header].values()]
        for header_text in titles.values():
            if texts.count(fold(header_text)) > 1:
                what = f"The column {quote(header_text)} stands twice."
                self.findings.fault("column-twice", f"{title}!{header}", what, "Delete the one that does not count.")
        self._rows(sheet, {row: found for row, found in cells.items() if row > header}, columns)

    def _header(self, cells: Mapping[int, Mapping[int, Cell]]) -> tuple[int, dict[GapColumn, int]]:
        """Return the row with most of the headers, and where each column stands."""
        best: tuple[int, dict[GapColumn, int]] = (0, {})
        known = {fold(text): column for column, text in self.identity.columns.items()}
        for row, found in cells.items():
            texts = {number: fold(shown(cell)) for number, cell in found.items()}
            columns = {known[text]: number for number, text in texts.items() if text in known}
            if row <= _HEADER_SEARCH and len(columns) > len(best[1]):
                best = (row, columns)
        return best

    def _rows(self, sheet: Sheet, cells: Mapping[int, Mapping[int, Cell]], columns: Mapping[GapColumn, int]) -> None:
        merged = {row: area for each in FILLED_IN for row, area in merged_answers(sheet, columns[each]).items()}
        seen: dict[str, int] = {}
        for row, found in cells.items():
            line = {column: found.get(number) for column, number in columns.items()}
            places = {each: sheet.place(row, number) for each, number in columns.items()}
            item = self._item(line, places[GapColumn.ID])
            if item is None:
                continue
            where = places[GapColumn.ID]
            if seen.setdefault(item, row) != row:
                what = f"{item} stands twice, in rows {seen[item]} and {row}."
                self.findings.fault("duplicate-row", where, what, "Delete the one that does not count.")
            elif row in merged:
                what = f"The cells of {merged[row]} are merged, so it is not clear to which gap they belong."
                self.findings.fault("merged", where, what, "Undo the merging, and fill in each.")
            elif any(cell and sheet.filled_by_formula(cell) for cell in line.values()):
                what = f"A formula of another cell fills the row of {item}, and formulas are never trusted."
                self.findings.fault("formula", where, what, "Type the values themselves, or paste them as values.")
            else:
                self._entry(item, line, places)
        for item in self.identity.items:
            if item not in seen:
                self.findings.warn("row-missing", sheet.title, f"The row of {item} is missing; nothing of it changes.")

    def _item(self, line: Mapping[GapColumn, Cell | None], where: str) -> str | None:
        """Return the item that a row is about; None where that is not certain, with a fault if it was filled in."""
        written_id = shown(line[GapColumn.ID])
        if written_id in self.identity.items:
            title = shown(line[GapColumn.CRITERION])
            if text_mark(title) == self.identity.items[written_id][1]:
                return written_id
            what = f"The row of {written_id} does not bear the title of its criterion."
            mend = f"If cells were sorted without their row, undo that; or {_FRESH}."
            self.findings.fault("row-moved", where, what, mend, found=title)
        elif any(line.get(column) for column in FILLED_IN):
            what = f"{quote(written_id)} is no gap of this list." if written_id else "This row has no id."
            self.findings.fault("unknown-id", where, what, self._whose(line), found=written_id)
        return None

    def _whose(self, line: Mapping[GapColumn, Cell | None]) -> str:
        """Say which id a row lost, where the title of its criterion tells."""
        mark = text_mark(shown(line[GapColumn.CRITERION]))
        meant = [item for item, (_, own) in self.identity.items.items() if own == mark]
        return f"Write {meant[0]}, or empty the row." if len(meant) == 1 else "Restore its id, or empty the row."

    def _entry(self, item: str, line: Mapping[GapColumn, Cell | None], places: Mapping[GapColumn, str]) -> None:
        """Keep what a row says; a cell that can't be read is a fault, and the others are compared all the same."""
        readers: dict[GapColumn, Callable[[Cell], object]] = {
            GapColumn.OWNER: lambda cell: _name(cell_text(cell)),
            GapColumn.STATUS: self._status,
            GapColumn.TARGET: _date,
            GapColumn.RESPONSE: cell_text,
        }
        said: dict[str, Any] = {}
        cells = {"id": places[GapColumn.ID]}
        for column, read in readers.items():
            cell, name = line[column], column.name.lower()
            try:
                value = None if cell is None else read(cell)
            except Unreadable as problem:
                where, found = places[column], written(cell)
                self.findings.fault(problem.code, where, problem.what, problem.mend, found=found)
                continue
            cells[name] = places[column]
            if value:
                said[name] = value
        if GapColumn.DUE in places:
            cells["due"], said["due"] = places[GapColumn.DUE], _date_or_none(line[GapColumn.DUE])
        self.entries.append(GapEntry(id=item, version=self.identity.items[item][0], cells=cells, **said))

    def _status(self, cell: Cell) -> WorkStatus | None:
        text = cell_text(cell)
        if not text:
            return None
        words = self.identity.statuses
        for status in VENDOR_STATUSES:
            if fold(text) in (fold(words[status]), fold(status.words)):
                return status
        listed = ", ".join(quote(words[status]) for status in VENDOR_STATUSES)
        raise Unreadable("unknown-status", f"{quote(text)} is none of {listed}.", "Choose one from the list.")


def _name(text: str) -> str:
    """Return a name on one line."""
    if len(text) > MAX_NAME_CHARACTERS:
        what = f"The name has {len(text):,} characters; at most {MAX_NAME_CHARACTERS} fit."
        raise Unreadable("too-long", what, "Shorten it; the rest belongs into the response.")
    return " ".join(text.split())


def _date(cell: Cell) -> dt.date | None:
    value = cell_value(cell)
    if value is None or (isinstance(value, str) and not clean(value)):
        return None
    return dt.date.fromisoformat(read_date(value)[0])


def _date_or_none(cell: Cell | None) -> dt.date | None:
    try:
        return None if cell is None else _date(cell)
    except Unreadable:
        return None
