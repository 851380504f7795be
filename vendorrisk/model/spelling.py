"""Two spellings of one answer, and when they are the same."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_STRAIGHT = (
    dict.fromkeys((0x2018, 0x2019, 0x201A, 0x2032), "'")
    | dict.fromkeys((0x201C, 0x201D, 0x201E, 0x2033), '"')
    | dict.fromkeys((0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2212), "-")
)
"""Curly quotes, dashes and the minus sign, as keyboards write them."""


@lru_cache(maxsize=8192)  # labels and words that mean nothing are compared with every answer
def fold(text: str) -> str:
    """Return the form in which two spellings of an answer are compared.

    Case, kinds of spaces, quotes and dashes, quotes around the whole, and a full stop at its end make no difference.
    """
    text = unicodedata.normalize("NFKC", text.translate(_STRAIGHT)).casefold()
    text = re.sub(r"\s+", " ", text).strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        text = text[1:-1].strip() or text
    return text.rstrip(".!,; ") or text
