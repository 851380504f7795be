"""What a foreign file says about itself: its edition, the vendor, the product, the contact and the day."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import islice

from vendorrisk.capture.foreign_columns import Row
from vendorrisk.capture.foreign_notices import notice
from vendorrisk.capture.foreign_questions import counted
from vendorrisk.capture.foreign_texts import LEFT_BEHIND, fits, text_of
from vendorrisk.capture.grid import Book, Cell, Sheet, number_of
from vendorrisk.model.fault import Fault
from vendorrisk.model.layout import IdentityField, Layout, Spot

_TOP_ROWS = 12
_EDITION = re.compile(r"[0-9]{1,4}(\.[0-9]{1,4}){0,2}")
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Identity:
    """What a file says about who answered; empty where it doesn't."""

    vendor: str = ""
    product: str = ""
    contact: str = ""
    email: str = ""
    date: str = ""
    """As written; ISO if the cell holds a date."""

    def said(self) -> dict[str, str]:
        """Return what it says, by field."""
        return {name: text for name, text in asdict(self).items() if text}


def edition_of(book: Book, layout: Layout, sheets: Sequence[Sheet], ids: Collection[str]) -> tuple[str, list[Fault]]:
    """Return the edition that a file names, with a warning if it had to be assumed.

    Without a name it is the one published edition with as many questions, else that of the profile.
    """
    edition = named_edition(book, layout, sheets)
    if edition is not None and any(known.startswith(f"{edition}.") for known in layout.editions):
        edition = None  # such as 4.0, which could be 4.0.2 as well
    if edition is None and (layout.edition_text is None or len(layout.editions) == 1):
        return layout.edition, []
    if edition is None:
        alike = [name for name, published in layout.editions.items() if published == counted(layout, ids, published)]
        if len(alike) == 1:
            what = f"{book.name} doesn't say which edition of {layout.title} it is; by its questions it is {alike[0]}."
            return alike[0], [notice("edition-assumed", book.name, what)]
        what = f"{book.name} doesn't say which edition of {layout.title} it is; read as {layout.edition}."
        return layout.edition, [notice("edition-assumed", book.name, what)]
    if layout.editions and edition not in layout.editions:
        known = ", ".join(layout.editions)
        what = f"The edition {edition} of {layout.title} is not one that was tried ({known}); read by its headers."
        return edition, [notice("edition-unknown", book.name, what, "Compare some answers with the file.")]
    return edition, []


def named_edition(book: Book, layout: Layout, sheets: Sequence[Sheet]) -> str | None:
    """Return the edition that sheet titles, the top rows or the file's name say; published ones go before others."""
    if layout.edition_text is None:
        return None
    said: list[str] = []
    for text in (*(sheet.title for sheet in sheets), *_top_texts(sheets), book.name):
        if len(text) <= _LONGEST and (found := re.search(layout.edition_text, text, re.IGNORECASE)):
            said += [group for group in found.groups() if group and _EDITION.fullmatch(group)]
    return next((each for each in said if each in layout.editions), said[0] if said else None)


def _top_texts(sheets: Iterable[Sheet]) -> Iterator[str]:
    for sheet in sheets:
        for cells in islice(sheet.rows.values(), _TOP_ROWS):
            yield from (text_of(cell) for cell in cells.values())


def identity_of(book: Book, layout: Layout, sheets: Sequence[Sheet], rows: Mapping[str, Sequence[Row]]) -> Identity:
    """Return what the file says about vendor, product, contact and day; placeholders say nothing."""
    looked = [*sheets, *(s for s in book.sheets if s not in sheets and fits(s.title, layout.identity_sheets))]
    found: dict[IdentityField, str] = {}
    for name, spots in layout.identity.items():
        texts = (text for spot in spots for text in _texts(spot, book, looked, rows))
        found[name] = next((text for text in texts if not fits(text, layout.placeholders)), "")
    return Identity(**found)


def _texts(spot: Spot, book: Book, sheets: Sequence[Sheet], rows: Mapping[str, Sequence[Row]]) -> Iterator[str]:
    """Yield what stands at a spot; calculated cells only repeat others."""
    cells: list[Cell | None] = []
    if spot.cell is not None and sheets:
        title, _, place = spot.cell.rpartition("!")
        match = re.fullmatch(r"([A-Z]+)(\d+)", place)
        sheet = book.sheet(title) if title else sheets[0]
        cells = [sheet.cell(int(match[2]), number_of(match[1]))] if sheet and match else []
    elif spot.answer is not None:
        cells = [row.cell("answer") for row in rows.get(spot.answer, ())]
    elif spot.label is not None:
        cells = list(_right_of(spot.label, sheets))
    for cell in cells:
        text = "" if cell is None or cell.formula else text_of(cell)
        if text and text.casefold() not in LEFT_BEHIND:
            yield " ".join(text.split())[:_LONGEST]


def _right_of(label: str, sheets: Iterable[Sheet]) -> Iterator[Cell]:
    """Yield the first filled cell to the right of each cell with this text."""
    for sheet in sheets:
        for cells in sheet.rows.values():
            at = next(
                (n for n, cell in cells.items() if isinstance(cell.value, str) and fits(cell.value, [label])), None
            )
            if at is not None:
                yield from islice((cell for n, cell in cells.items() if n > at and text_of(cell)), 1)
