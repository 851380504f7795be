"""The drawn parts of the first page: stacks, the profile chart, the seal with its QR code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel

from vendorrisk.model.result import DomainScore
from vendorrisk.reports.layout import Item, draw_box, draw_rule
from vendorrisk.reports.page import GUTTER, MM, Press
from vendorrisk.reports.theme import rgb

QR_SIDE = 27 * MM


@dataclass(frozen=True)
class Part:
    """An item of the first page: it never moves to another page, is never repeated, and never split."""

    keep = False
    header = None

    def split(self, room: float) -> None:
        """Return None: it stays whole."""


@dataclass(frozen=True)
class Stack(Part):
    """Items below each other, with a coloured bar at their left if a colour is given."""

    items: tuple[Item, ...]
    bar: str | None = None

    @property
    def height(self) -> float:
        """Return the height of all items."""
        return sum(item.height for item in self.items)

    def draw(self, canvas: Any, x: float, top: float) -> None:
        """Draw it with its upper left corner at ``x``, ``top``."""
        if self.bar:
            draw_box(canvas, (x, top - self.height, 1.4 * MM, self.height), self.bar)
            x += 5 * MM
        for item in self.items:
            item.draw(canvas, x, top)
            top -= item.height


@dataclass(frozen=True)
class FirstPage(Part):
    """A whole page: ``upper`` hangs from the top, ``lower`` stands on the bottom."""

    upper: Stack
    lower: Stack
    height: float

    def draw(self, canvas: Any, x: float, top: float) -> None:
        """Draw it with its upper left corner at ``x``, ``top``."""
        self.upper.draw(canvas, x, top)
        self.lower.draw(canvas, x, top - self.height + self.lower.height)


@dataclass(frozen=True)
class Bars(Part):
    """Domains as horizontal bars in two columns; a range is a lighter end of its bar."""

    press: Press
    columns: tuple[tuple[str, tuple[DomainScore, ...]], ...]

    _pitch = 4.7 * MM

    @property
    def height(self) -> float:
        """Return the height of the longer column."""
        return (max(len(scores) for _, scores in self.columns) + 1) * self._pitch + 1 * MM

    def draw(self, canvas: Any, x: float, top: float) -> None:
        """Draw it with its upper left corner at ``x``, ``top``."""
        press = self.press
        room = (press.width - GUTTER * 2) / 2
        for number, (pillar, scores) in enumerate(self.columns):
            left = x + number * (room + GUTTER * 2)
            press.set(pillar, room, press.ink("small", "", "bold")).draw(canvas, left, top)
            for place, score in enumerate(scores, 1):
                self._draw_bar(canvas, (left, top - place * self._pitch, room), score)

    def _draw_bar(self, canvas: Any, place: tuple[float, float, float], domain: DomainScore) -> None:
        (left, top, room), press, theme = place, self.press, self.press.theme
        label_room, number_room = 0.6 * room, 0.22 * room
        flag = " *" if domain.excluded_too_much else ""
        press.set(domain.title + flag, label_room).cut(1).draw(canvas, left, top)
        start, full = left + label_room + GUTTER / 2, room - label_room - number_room - GUTTER / 2
        middle = top - self._pitch * 0.42
        draw_rule(canvas, start, middle, full, theme.hairline)
        ink = press.ink() if domain.score else press.quiet
        text = press.score(domain.score) if domain.score else "\N{EN DASH}"
        press.set(text, number_room, ink, align_right=True).draw(canvas, left + room - number_room, top)
        if domain.score:
            low, high = (full * end / 100 for end in (domain.score.low, domain.score.high))
            draw_box(canvas, (start + low, middle - 1.1 * MM, high - low, 2.2 * MM), _tint(theme.accent, theme.paper))
            draw_box(canvas, (start, middle - 1.1 * MM, low, 2.2 * MM), theme.accent)


@dataclass(frozen=True)
class Seal(Part):
    """Who signed and what for, beside a QR code of the attestation's id and the statement's digest."""

    left: Stack
    code: tuple[tuple[bool, ...], ...]
    width: float
    ink: str
    rule: str

    @property
    def height(self) -> float:
        """Return the height of the taller half."""
        return max(self.left.height, QR_SIDE) + 4 * MM

    def draw(self, canvas: Any, x: float, top: float) -> None:
        """Draw it with its upper left corner at ``x``, ``top``."""
        draw_rule(canvas, x, top, self.width, self.rule)
        top -= 3 * MM
        self.left.draw(canvas, x, top)
        module = QR_SIDE / len(self.code)
        for row, darks in enumerate(self.code):
            for column, length in _dark_runs(darks):
                left = x + self.width - QR_SIDE + column * module
                # A little more than a module, so that viewers show no seams between rows.
                draw_box(canvas, (left, top - (row + 1) * module, length * module, module * 1.02), self.ink)


def qr_code(text: str) -> tuple[tuple[bool, ...], ...]:
    """Return the modules of a QR code, dark ones True, that survives the loss of 15 % of its area."""
    code = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(text)
    code.make()
    return tuple(tuple(bool(module) for module in row) for row in code.modules)


def _dark_runs(modules: tuple[bool, ...]) -> Iterator[tuple[int, int]]:
    """Yield start and length of each run of dark modules."""
    start = 0
    for dark, run in groupby(modules):
        length = len(list(run))
        if dark:
            yield start, length
        start += length


def _tint(colour: str, paper: str) -> str:
    """Return the colour thinned to a third on paper."""
    mixed = (round(255 * (ink / 3 + ground * 2 / 3)) for ink, ground in zip(rgb(colour), rgb(paper), strict=True))
    return "#" + "".join(f"{part:02X}" for part in mixed)
