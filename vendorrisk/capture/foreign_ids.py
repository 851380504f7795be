"""Ids of foreign questions that were written a little otherwise, as people and converters do."""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import takewhile

_PARTS = re.compile(r"([A-Z&]+)[-_./]*([0-9]{1,2})(?:[-_./]+([0-9]{1,2}))?")
_ENOUGH = 2
"""Ids above that show whether they rise."""
_NUMBER = re.compile(r"[0-9]+\.[1-9]")


def letters_of(name: str) -> str:
    """Return the letters with which an id begins, such as ``AIS`` of ``AIS-01.1``."""
    match = _PARTS.fullmatch(name)
    return match[1] if match else ""


def mended_id(text: str, pattern: re.Pattern[str], known: Collection[str]) -> str:
    """Return an id with other signs between its parts, or zeros left out, as the pattern wants it; empty if it is none.

    Only where ids that begin with the same letters stand in the file as they should: ``known``. ``STEP 1`` is none.
    """
    match = _PARTS.fullmatch(text)
    if match is None or match[1] not in known:
        return ""
    first = f"{match[1]}-{int(match[2]):02d}"
    name = f"{first}.{int(match[3])}" if match[3] else first
    return name if pattern.fullmatch(name) else ""


def with_lost_zero(name: str, before: dict[str, None]) -> str:
    """Return ``5.10`` where a spreadsheet made the number 5.1 of it; else the id itself.

    ``before`` are the ids above, in order. Those of the same chapter must rise, and either hold 5.1 already or end with
    the one before.
    """
    if not _NUMBER.fullmatch(name):
        return name
    chapter, _, last = name.partition(".")
    same = re.compile(rf"{chapter}\.([0-9]{{1,9}})")
    above = list(takewhile(bool, (same.fullmatch(each) for each in reversed(before))))
    numbers = [int(each[1]) for each in reversed(above) if each]
    meant = int(f"{last}0")
    if len(numbers) < _ENOUGH or numbers != sorted(numbers) or meant <= numbers[-1]:
        return name
    return f"{name}0" if name in before or meant == numbers[-1] + 1 else name
