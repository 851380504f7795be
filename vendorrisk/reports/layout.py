"""Rows set into pages: headings stay with what follows, table headers are repeated.

All lengths are points (1/72 inch); distances from the top of a page grow downwards.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from vendorrisk.reports.text import Block
from vendorrisk.reports.theme import rgb

TALL = 0.4
"""A row taller than this share of a page may be split between its lines."""


class Item(Protocol):
    """Something that stands on a page."""

    @property
    def height(self) -> float:
        """Return how much of the page it takes."""

    @property
    def keep(self) -> bool:
        """Return whether it must stand on the same page as what follows."""

    @property
    def header(self) -> Item | None:
        """Return what is repeated above it on a new page."""

    def draw(self, canvas: Any, x: float, top: float) -> None:
        """Draw it with its upper left corner at ``x``, ``top`` of the canvas."""

    def split(self, room: float) -> tuple[Item, Item] | None:
        """Return the part that fits into ``room`` and the rest; None if it can't be split there."""


@dataclass(frozen=True)
class Row:
    """Blocks side by side, each at its own distance from the left, with a hairline above if it has a colour."""

    cells: tuple[tuple[float, Block], ...]
    width: float
    above: float = 0
    below: float = 0
    rule: str | None = None
    keep: bool = False
    header: Item | None = None
    bookmark: str = ""

    @property
    def height(self) -> float:
        """Return the height of the tallest cell with the space around it."""
        return self.above + max((block.height for _, block in self.cells), default=0) + self.below

    def draw(self, canvas: Any, x: float, top: float) -> None:
        """Draw it with its upper left corner at ``x``, ``top``."""
        if self.rule:
            draw_rule(canvas, x, top, self.width, self.rule)
        if self.bookmark:
            canvas.bookmarkHorizontal(self.bookmark, 0, top)
            canvas.addOutlineEntry(self.bookmark, self.bookmark, level=0)
        for offset, block in self.cells:
            block.draw(canvas, x + offset, top - self.above)

    def split(self, room: float) -> tuple[Row, Row] | None:
        """Split between lines, at least two of the tallest cell above."""
        inner = room - self.above - self.below
        counts = [int(inner / block.leading) for _, block in self.cells]
        if not counts or min(counts) < 2:
            return None
        first = tuple((x, block.upto(count)) for (x, block), count in zip(self.cells, counts, strict=True))
        rest = tuple((x, block.after(count)) for (x, block), count in zip(self.cells, counts, strict=True))
        return replace(self, cells=first), replace(self, cells=rest, rule=None, bookmark="")


@dataclass(frozen=True)
class Break:
    """Begins a new page."""

    height = 0.0
    keep = False
    header = None

    def draw(self, canvas: Any, x: float, top: float) -> None:
        """Draw nothing."""

    def split(self, room: float) -> None:
        """Return None: there is nothing to split."""


def paginate(items: Sequence[Item], height: float) -> list[list[tuple[float, Item]]]:
    """Distribute items over pages of this height, each with its distance from the top.

    Headings stay with what follows, table headers are repeated, and only tall rows are split.
    """
    pages: list[list[tuple[float, Item]]] = [[]]
    used = 0.0
    queue = deque(items)
    while queue:
        item = queue.popleft()
        if isinstance(item, Break):
            if used:
                pages.append([])
            used = 0.0
            continue
        fresh = used == 0
        if fresh and isinstance(item, Row) and not item.rule:
            item = replace(item, above=0)
        if fresh and item.header:
            pages[-1].append((0, item.header))
            used = item.header.height
        if used + _needed(item, queue, height) <= height + 0.01:
            pages[-1].append((used, item))
            used += item.height
            continue
        parts = item.split(height - used) if item.height > TALL * height else None
        if parts:
            pages[-1].append((used, parts[0]))
            queue.appendleft(parts[1])
        elif fresh:
            pages[-1].append((used, item))
        else:
            queue.appendleft(item)
        if queue:
            pages.append([])
        used = 0.0
    return pages


def _needed(item: Item, following: Iterable[Item], height: float) -> float:
    """Return the room for an item with what must stand beside it."""
    need = item.height
    if item.keep:
        for other in following:
            need += min(other.height, TALL * height) if not other.keep else other.height
            if not other.keep:
                break
    return need


def draw_rule(canvas: Any, x: float, y: float, length: float, colour: str) -> None:
    """Draw a hairline."""
    canvas.setStrokeColorRGB(*rgb(colour))
    canvas.setLineWidth(0.5)
    canvas.line(x, y, x + length, y)


def draw_box(canvas: Any, box: tuple[float, float, float, float], colour: str) -> None:
    """Fill a rectangle, given as left, bottom, width and height."""
    canvas.setFillColorRGB(*rgb(colour))
    canvas.rect(*box, stroke=0, fill=1)
