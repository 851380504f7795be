"""When two labels of answers look alike to a person: such can't be told apart, whatever characters they consist of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from vendorrisk.model.spelling import fold

NOT_APPLICABLE_IN_ENGLISH: Final = frozenset(
    {"n/a", "na", "n.a", "n. a", "n / a", "not applicable", "n/a (not applicable)"}
)
"""How N/A is spelt, folded."""

_LATIN: Final = "abekmhopctyxsijhdqw" + "abezhikmnoptyx" + "i//"
_LIKE_LATIN: Final = (
    # Cyrillic, Greek, then the dotless i and two slashes
    "\u0430\u0432\u0435\u043a\u043c\u043d\u043e\u0440\u0441\u0442\u0443\u0445\u0455\u0456\u0458\u04bb\u0501\u051b\u051d"
    "\u03b1\u03b2\u03b5\u03b6\u03b7\u03b9\u03ba\u03bc\u03bd\u03bf\u03c1\u03c4\u03c5\u03c7"
    "\u0131\u2044\u2215"
)
_SAME_SHAPE: Final = str.maketrans(_LIKE_LATIN, _LATIN)
"""Small letters of which either form, small or capital, has the shape of a Latin one."""
_WITHOUT_SHAPE: Final = re.compile("[\u00ad\u034f\u180b-\u180f\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff]")
"""Joiners, soft hyphens, variation selectors and spaces of no width."""


def likeness(text: str) -> str:
    """Return the form that is equal for texts that a person can't tell apart.

    Beyond what :func:`fold` makes equal, letters of other alphabets with the same shape are, and what has no shape
    does not count; neither does the apostrophe by which spreadsheets mark a text.
    """
    if text.isascii():
        return fold(text).removeprefix("'")
    return fold(_WITHOUT_SHAPE.sub("", text)).translate(_SAME_SHAPE).removeprefix("'")


def named_alike(text: str, names: Mapping[str, Iterable[str]]) -> str:
    """Return the first of several things one of whose names looks like a text; empty if none does."""
    looks = likeness(text)
    return next((thing for thing, own in names.items() if any(likeness(name) == looks for name in own)), "")
