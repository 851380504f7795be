"""The bad workbooks: whatever no program should read, and what is not one of our templates."""

from __future__ import annotations

from typing import Final

from hostile.bad_answers import put_cell
from hostile.bad_archives import ARCHIVES, OTHER_FILES
from hostile.bad_parts import BOOKS, XML
from hostile.forge import Builder
from workbooks import edited

_OF_OTHERS: Final[dict[str, tuple[Builder, str]]] = {
    "no identity": (
        lambda: edited(lambda book: book.remove(book["_vendorrisk"])),
        "its hidden sheet _vendorrisk is missing",
    ),
    "format of the future": (
        lambda: edited(lambda book: put_cell(book, "_vendorrisk", "B1", "vendorrisk.workbook/9")),
        "this program reads vendorrisk.workbook/1",
    ),
}

UNSAFE: Final = {**OTHER_FILES, **ARCHIVES, **XML, **BOOKS}
"""Name, how it is made, and words of the refusal: these are refused before any reader sees them."""

REFUSED: Final = {**UNSAFE, **_OF_OTHERS}
"""The same, and those that only the reader of our template refuses."""
