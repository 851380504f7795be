"""What the ids of questions look like, learnt from those that stand in a column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise

_MOST_SHAPES = 4
_LONGEST = 24
_TOKEN = re.compile(r"[A-Z&]+|\d+|[^A-Z&\d]")


def pattern_of(ids: Sequence[str]) -> str | None:
    """Return the pattern that all these ids match, as narrow as they allow; None if they are not alike.

    They are as the reader of layouts compares them: in capitals, without blanks.
    """
    if not ids or any(len(each) > _LONGEST or not re.search(r"\d", each) for each in ids):
        return None
    shapes: dict[tuple[str, ...], list[list[str]]] = {}
    for each in ids:
        tokens = _TOKEN.findall(each)
        shapes.setdefault(tuple(_kind(token) for token in tokens), []).append(tokens)
    if len(shapes) > _MOST_SHAPES:
        return None
    return "|".join(_of_shape(shapes[shape]) for shape in sorted(shapes))


def group_of(pattern: str) -> str | None:
    """Return the pattern with a group around the letters that ids begin with, if they begin with some that differ."""
    found = re.match(r"\[A-Z&?\](?:\{[\d,]+\})?", pattern)
    if found is None or "|" in pattern:
        return None
    return f"({found[0]}){pattern[found.end() :]}"


def _kind(token: str) -> str:
    return "9" if token[0].isdigit() else "A" if re.fullmatch(r"[A-Z&]+", token) else token


def _of_shape(ids: Iterable[Sequence[str]]) -> str:
    return "".join(_of_column(column) for column in zip(*ids, strict=True))


def _of_column(tokens: Sequence[str]) -> str:
    """Return the pattern of what stands at one place of all ids of a shape."""
    kind = _kind(tokens[0])
    lengths = sorted({len(each) for each in tokens})
    if kind == "9":
        # Other files of the layout may count further than this one.
        return rf"\d{{{lengths[0]}}}" if len(lengths) == 1 and lengths[0] > 1 else rf"\d{{1,{max(3, lengths[-1])}}}"
    if kind == "A" and len(set(tokens)) > 1:
        letters = "[A-Z&]" if any("&" in each for each in tokens) else "[A-Z]"
        span = str(lengths[0]) if len(lengths) == 1 else f"{lengths[0]},{lengths[-1]}"
        return letters + ("" if span == "1" else f"{{{span}}}")
    return re.escape(tokens[0]).replace(r"\-", "-")


def rises(ids: Sequence[str]) -> bool:
    """Return whether they are bare numbers, each higher than the one before."""
    numbers = [int(each) for each in ids if each.isdecimal()]
    return len(numbers) == len(ids) and all(b > a for a, b in pairwise(numbers))


def runs(texts: Iterable[str]) -> int:
    """Return how many stretches of equal texts there are."""
    return sum(1 for _ in groupby(texts))
