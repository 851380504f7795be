"""Text at the door: cleaned once, and folded for comparison."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from vendorrisk.model.spelling import fold

__all__ = ["alphabetical", "clean", "first_of", "fold", "quote"]

_STEERING = dict.fromkeys(
    [*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x061C, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF],
)
"""Characters without a shape that turn the reading direction or hide in words. Joiners stay: some scripts need them."""

_PLAIN = re.compile(r"[\n\t\x20-\x7e]*")
"""Texts in which nothing is to be cleaned: most of a workbook's."""


def clean(text: str) -> str:
    """Return text with plain line ends and without control, direction and undefined characters; ends are trimmed."""
    if _PLAIN.fullmatch(text):
        return text.strip()
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    text = text.replace("\x0b", "\n").replace("\x0c", "\n").translate(_STEERING)
    kept = (char for char in text if char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cs", "Cn"))
    return "".join(kept).strip()


def alphabetical(text: str) -> str:
    """Return the form by which words are sorted for a reader: letters with marks stand with those without."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def first_of(names: Iterable[object], most: int = 5) -> str:
    """Return the first of some names, joined, and a mark where there are more."""
    found = list(map(str, names))
    return ", ".join(found[:most]) + ("…" if len(found) > most else "")


def quote(text: str, limit: int = 60) -> str:
    """Return text in quotes on one line, cut to ``limit`` characters, for a message."""
    line = re.sub(r"\s+", " ", clean(text))
    return f"'{line if len(line) <= limit else line[: limit - 1] + '…'}'"
