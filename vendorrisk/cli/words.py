"""Names and reasons as people type them: whether they say anything, and whether two names may be one person's."""

from __future__ import annotations

import re
import unicodedata
from itertools import combinations
from typing import Final

from vendorrisk.capture.text import clean
from vendorrisk.model.answer import MAX_ANSWER_CHARACTERS
from vendorrisk.model.casework import MAX_NAME_CHARACTERS
from vendorrisk.model.fault import UsageError

_BLANK_LETTERS: Final = dict.fromkeys((0x115F, 0x1160, 0x3164, 0xFFA0))
"""Letters without a shape."""

_LOOKALIKES: Final = str.maketrans(
    "авеіјкмнорсѕтухһԁԛԝαβεζηικμνορτυχıl1|0øđ",  # noqa: RUF001  that they look alike is the point
    "abeijkmhopcstyxhdqwabezhikmnoptyxiiiiood",
)
"""Letters of other scripts, and digits, by the Latin letter that they look like in names; l and I look the same."""


def says_something(text: str) -> bool:
    """Return whether a text holds a letter or digit that a reader can see."""
    return any(char.isalnum() for char in text.translate(_BLANK_LETTERS))


def said(option: str, text: str | None, *, most: int = MAX_ANSWER_CHARACTERS) -> str:
    """Return what was given for an option, cleaned; empty if it says nothing.

    Raise :class:`UsageError` if it has more than ``most`` characters.
    """
    cleaned = clean(text or "")
    if len(cleaned) > most:
        raise UsageError(f"{option} has {len(cleaned):,} characters; at most {most:,} fit.", mend="Shorten it.")
    return cleaned if says_something(cleaned) else ""


def name_said(option: str, text: str | None) -> str:
    """Return the name that was given for an option, on one line, which nothing can pretend to end; as :func:`said`."""
    return " ".join(said(option, text, most=MAX_NAME_CHARACTERS).split())


def may_be_one_person(one: str, other: str) -> bool:
    """Return whether two names may stand for one person.

    Case, accents, order, what stands beside the name, letters that look alike and initials tell nobody apart.
    """
    first, second = _words(one), _words(other)
    return _within(first, second) or _within(second, first) or _run_together(first, second)


def _words(name: str) -> list[str]:
    letters = unicodedata.normalize("NFKD", clean(name)).casefold().translate(_LOOKALIKES)
    shown = "".join(char for char in letters if unicodedata.category(char) not in ("Mn", "Cf"))
    return re.findall(r"[^\W_]+", shown)


def _within(some: list[str], every: list[str]) -> bool:
    return bool(some) and all(any(_alike(word, other) for other in every) for word in some)


def _alike(word: str, other: str) -> bool:
    short, long = sorted((word, other), key=len)
    return short == long or (len(short) == 1 and long.startswith(short))


def _run_together(first: list[str], second: list[str]) -> bool:
    """Return whether one name stands in the other without its spaces."""
    return any(
        "".join(name) == "".join(words[start:end])
        for name, words in ((first, second), (second, first))
        for start, end in combinations(range(len(words) + 1), 2)
    )
