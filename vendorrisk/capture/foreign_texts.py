"""The texts of foreign sheets: how they are compared, what can be an id, and where each stands."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from vendorrisk.capture.grid import Book, Cell, Sheet
from vendorrisk.capture.text import clean, fold
from vendorrisk.rules.values import show_number

HEADER_LENGTH = 100
"""Longer texts are not looked up as headers."""
_ID_LENGTH = 60
_LONGEST_ID = 80
_DECIMALS = re.compile(r"0\.(0+)")
_FOOTNOTE = re.compile(r"[*†‡§\u00b9\u00b2\u00b3\u2070-\u208e]+$")
"""Marks of footnotes behind an id. A raised figure is one of them, and no figure of the id."""
_NO_ID_CHARACTERS = re.compile(r"[^A-Z0-9.&_\-]+")
_LINK = re.compile(
    r'=\s*HYPERLINK\(\s*(?:"(?P<target>(?:[^"]|"")*)"|[^",;]*)\s*(?:[,;]\s*"(?P<shown>(?:[^"]|"")*)")?', re.IGNORECASE
)
ERRORS = {"#ref!", "#n/a", "#value!", "#name?", "#div/0!", "#null!", "#num!", "#getting_data", "#spill!", "#calc!"}
"""What spreadsheets write where they could not calculate; a CSV file holds it as text."""
LEFT_BEHIND = frozenset({"0", "00:00:00", "0:00", "12:00:00 am"})
"""What formulas and empty dates leave in a cell in which nobody wrote, folded."""


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
    if cell is None or cell.error or cell.value is None:
        return link.text if cell is not None and (link := link_of(cell)) else ""
    value = cell.value
    if isinstance(value, str):
        return _cleaned(value)
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        percent = cell.number_format.endswith("%")
        return f"{show_number(round(value * 100, 10))} %" if percent else show_number(value)
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    return "" if isinstance(value, dt.time | dt.timedelta) and not _lasts(value) else str(value)


class Link(NamedTuple):
    """What a formula that makes a link shows, and where the link leads if the formula says so."""

    text: str
    target: str


def link_of(cell: Cell) -> Link | None:
    """Return the link that a formula makes; None if it makes none, or neither shows nor says where it leads."""
    match = _LINK.match(cell.formula) if cell.formula and not cell.error else None
    if match is None:
        return None
    target, shown = (clean((match[each] or "").replace('""', '"')) for each in ("target", "shown"))
    text = _cleaned(str(cell.value)) if cell.value is not None else shown or target
    return Link(text, target) if text else None


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
    text = _FOOTNOTE.sub("", text.rstrip())
    text = html.unescape(fold(text) if not text.isascii() else text)
    return "".join(text.split()).upper().rstrip(".:")


def stored_id(text: str) -> str:
    """Return an id with what no id of ours can hold replaced by hyphens."""
    return _NO_ID_CHARACTERS.sub("-", text).strip("-._&")[:_LONGEST_ID] or "Q"


@dataclass(frozen=True, slots=True)
class Index:
    """A sheet with its texts to look up, made once for all layouts that are tried on it."""

    sheet: Sheet
    ids: Mapping[str, Sequence[tuple[int, int]]]
    """Rows and columns of each text that could be an id, as :func:`id_text` gives it."""
    headers: Mapping[str, Sequence[tuple[int, int]]]
    """Rows and columns of each text, folded, that could be a header."""

    def places(self, texts: Iterable[str]) -> Iterator[tuple[int, int]]:
        """Yield where a text stands that :func:`fits` one of these."""
        for wanted in texts:
            if wanted.endswith("*"):
                beginning = _folded(wanted[:-1])
                yield from (at for text, there in self.headers.items() if text.startswith(beginning) for at in there)
            else:
                yield from self.headers.get(_folded(wanted), ())


def index_book(book: Book) -> tuple[Index, ...]:
    """Return the sheets of a book with their texts to look up."""
    return tuple(_index(sheet) for sheet in book.sheets)


def _index(sheet: Sheet) -> Index:
    ids: dict[str, list[tuple[int, int]]] = {}
    headers: dict[str, list[tuple[int, int]]] = {}
    for row, cells in sheet.rows.items():
        for column, cell in cells.items():
            if name := id_text(cell):
                ids.setdefault(name, []).append((row, column))
            if isinstance(cell.value, str) and len(cell.value) <= HEADER_LENGTH:
                headers.setdefault(_folded(cell.value), []).append((row, column))
    return Index(sheet, ids, headers)
