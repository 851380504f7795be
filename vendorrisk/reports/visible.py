"""Text for paper, HTML and cells: nothing hidden, nothing that steers the reader's display."""

from __future__ import annotations

import unicodedata

_DROPPED = {0x00AD, 0x200C, 0x200D, *range(0xFE00, 0xFE10)}
"""Soft hyphen, joiners and variation selectors: invisible by nature, and harmless to leave out."""

_LINE_ENDS = str.maketrans({"\r": "\n", "\x0b": "\n", "\x0c": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n"})
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}


def visible(text: str) -> str:
    """Return the text in composed form (NFC), controls and unassigned characters as code points like U+202E.

    Line ends of every kind become line feeds; a tab becomes a space.
    """
    if text.isascii() and text.isprintable():
        return text
    lines = unicodedata.normalize("NFC", text.replace("\r\n", "\n").translate(_LINE_ENDS).replace("\t", " "))
    return "".join(_shown(char) for char in lines)


def code_point(char: str) -> str:
    """Return a character's name as a code point, such as ``U+1F600``."""
    return f"U+{ord(char):04X}"


def _shown(char: str) -> str:
    if ord(char) in _DROPPED:
        return ""
    return code_point(char) if char != "\n" and unicodedata.category(char) in _UNSEEN else char
