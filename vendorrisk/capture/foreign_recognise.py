"""Which layout a foreign file has: by its sheets' titles, its headers, its ids and the edition that it names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from vendorrisk.capture.foreign_columns import Table, parts_of, tables
from vendorrisk.capture.foreign_identity import named_edition
from vendorrisk.capture.foreign_texts import Index, fits, index_book
from vendorrisk.capture.grid import Book
from vendorrisk.capture.text import quote
from vendorrisk.model.layout import Layout

_TITLE, _HEADERS, _IDS, _EDITION = 2.0, 3.0, 3.0, 1.0
"""What each sign is worth."""
_ENOUGH = 4.0
_LEAST_HEADERS = 0.5
_LEAST_IDS = 0.1
_LEAST_OWN_IDS = 0.8


@dataclass(frozen=True, slots=True)
class Recognised:
    """A layout that fits a file."""

    layout: Layout
    score: float
    """How well it fits, at most 9."""
    why: str
    """By what it was recognised, in words."""


def recognise(book: Book, layouts: Iterable[Layout], own: Iterable[Layout] = ()) -> Recognised | None:
    """Return the layout that fits a file best; None if none fits well enough.

    ``own`` are layouts of one file each, that nobody else tried: they must hold about as many questions as that file.
    Where one of them fits no better than another, the other counts.
    """
    sheets = index_book(book)
    tried = [*((layout, _LEAST_IDS) for layout in layouts), *((layout, _LEAST_OWN_IDS) for layout in own)]
    judged = (how_well(book, sheets, layout, least) for layout, least in tried)
    found = [fit for fit in judged if fit is not None and fit.score >= _ENOUGH]
    return max(found, key=lambda fit: fit.score, default=None)


def how_well(
    book: Book, sheets: Sequence[Index], layout: Layout, least_ids: float = _LEAST_IDS
) -> Recognised | None:
    """Return how well a layout fits a file; None if it holds too few of its questions or headers."""
    if layout.format != "table":
        return None
    found = tables(sheets, layout)
    ids = {row.name for table in found for row in table.rows}
    if not ids:
        return None
    named = any(fits(table.sheet.title, layout.sheets) for table in found)
    headers, wanted = _headers(found, layout)
    share = _share(len(ids), layout)
    if share < least_ids or (headers < _LEAST_HEADERS and not named):
        return None
    edition = named_edition(book, layout, [table.sheet for table in found])
    score = _TITLE * named + _HEADERS * headers + _IDS * share + _EDITION * (edition is not None)
    titles = ", ".join(dict.fromkeys(quote(table.sheet.title) for table in found if table.sheet.title))
    place = f"sheet {titles}" if len(found) == 1 and titles else f"sheets {titles}" if titles else "one table"
    why = f"{place}; {len(ids)} questions; {round(headers * wanted)} of {wanted} headers"
    return Recognised(layout, score, why + (f"; it says edition {edition}" if edition else ""))


def _headers(found: Iterable[Table], layout: Layout) -> tuple[float, int]:
    """Return which share of the headers that the vendor's columns have was found, and how many these are."""
    wanted = {part for part, column in parts_of(layout).items() if column.header and part != "title"}
    seen = {part for table in found for part in table.headers} & wanted
    return (len(seen) / len(wanted) if wanted else 0.0), len(wanted)


def _share(count: int, layout: Layout) -> float:
    """Return how near a number of questions comes to one that was published; half where none is known."""
    published = [sum(counts.values()) for counts in layout.editions.values()]
    return max((min(count, each) / max(count, each) for each in published), default=0.5)
