"""Text set into lines. It is never parsed as markup, so nothing in a vendor's words can break or restyle a page.

All lengths are points (1/72 inch).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Self

from vendorrisk.reports.theme import rgb
from vendorrisk.reports.typeface import Typeface, width

_IDEOGRAPH = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef"
_TOKEN = re.compile(rf"\n| +|[{_IDEOGRAPH}]|[^\n {_IDEOGRAPH}]+")


@dataclass(frozen=True)
class Ink:
    """How a text is set."""

    font: str
    size: float
    colour: str


@dataclass(frozen=True)
class Chunk:
    """A part of a line, all in one ink."""

    text: str
    ink: Ink
    width: float


Line = tuple[Chunk, ...]


@dataclass(frozen=True)
class Block:
    """Lines of text."""

    lines: tuple[Line, ...]
    leading: float
    width: float
    align_right: bool = False

    @property
    def height(self) -> float:
        """Return the height of all lines."""
        return len(self.lines) * self.leading

    def draw(self, canvas: Any, x: float, top: float) -> None:
        """Draw it with its upper left corner at ``x``, ``top``."""
        text = canvas.beginText()
        for number, line in enumerate(self.lines):
            # Capitals are about 0.7 of the size: they stand in the middle of the line's height.
            rise = (self.leading + 0.7 * max((chunk.ink.size for chunk in line), default=0)) / 2
            free = self.width - sum(chunk.width for chunk in line) if self.align_right else 0
            text.setTextOrigin(x + free, top - number * self.leading - rise)
            for chunk in line:
                text.setFont(chunk.ink.font, chunk.ink.size)
                text.setFillColorRGB(*rgb(chunk.ink.colour))
                text.textOut(chunk.text)
        canvas.drawText(text)

    def cut(self, lines: int) -> Self:
        """Return it with at most so many lines; the last one ends in an ellipsis if something is lost."""
        if len(self.lines) <= lines:
            return self
        kept, last = list(self.lines[:lines]), list(self.lines[lines - 1])
        room = self.width
        while last and sum(chunk.width for chunk in last) + width("…", last[-1].ink.font) * last[-1].ink.size > room:
            end = last.pop()
            if shorter := end.text[:-1].rstrip():
                last.append(_chunk(shorter, end.ink))
        if last:
            last.append(_chunk("…", last[-1].ink))
        kept[-1] = tuple(last)
        return replace(self, lines=tuple(kept))

    def after(self, count: int) -> Self:
        """Return the lines after the first ``count``."""
        return replace(self, lines=self.lines[count:])

    def upto(self, count: int) -> Self:
        """Return the first ``count`` lines."""
        return replace(self, lines=self.lines[:count])


@dataclass
class _Setter:
    """Breaks chunks into lines of at most ``room``; a word that is longer than a line is broken within.

    It is broken after a plus sign if one fits, as in the name of a policy with overlays, else anywhere.
    """

    room: float
    lines: list[Line] = field(default_factory=list)
    line: list[Chunk] = field(default_factory=list)
    line_width: float = 0
    space: Chunk | None = None
    word: list[Chunk] = field(default_factory=list)

    def feed(self, chunk: Chunk) -> None:
        if chunk.text == "\n":
            self.end_line()
        elif chunk.text[0] == " ":
            self.end_word()
            self.space = _chunk(" ", chunk.ink)
        elif _is_ideograph(chunk.text[0]):
            self.end_word()
            self.word = [chunk]
            self.end_word()
        else:
            self.word.append(chunk)

    def end_word(self) -> None:
        if not self.word:
            return
        word, self.word = self.word, []
        gap = self.space.width if self.space and self.line else 0
        total = sum(chunk.width for chunk in word)
        if self.line and self.line_width + gap + total > self.room:
            self._push()
            gap = 0
        if gap and self.space:
            self._add(self.space)
        self.space = None
        for chunk in word:
            self._add_broken(chunk)

    def end_line(self) -> None:
        self.end_word()
        self.space = None
        self._push()

    def _add_broken(self, chunk: Chunk) -> None:
        while self.line_width + chunk.width > self.room + 0.01:
            taken = _fitting(chunk, self.room - self.line_width)
            if taken == 0 and self.line:
                self._push()
                continue
            taken = chunk.text.rfind("+", 0, taken) + 1 or max(taken, 1)
            self._add(_chunk(chunk.text[:taken], chunk.ink))
            if not chunk.text[taken:]:
                return
            self._push()
            chunk = _chunk(chunk.text[taken:], chunk.ink)
        self._add(chunk)

    def _add(self, chunk: Chunk) -> None:
        if self.line and self.line[-1].ink == chunk.ink:
            last = self.line.pop()
            self.line.append(Chunk(last.text + chunk.text, chunk.ink, last.width + chunk.width))
        else:
            self.line.append(chunk)
        self.line_width += chunk.width

    def _push(self) -> None:
        self.lines.append(tuple(self.line))
        self.line, self.line_width = [], 0


def set_text(
    typeface: Typeface,
    spans: Iterable[tuple[str, Ink]],
    room: float,
    line_height: float,
    *,
    align_right: bool = False,
) -> Block:
    """Break texts, which follow each other, into lines of at most ``room``."""
    setter = _Setter(room)
    size = 0.0
    for text, ink in spans:
        size = max(size, ink.size)
        for font, part in typeface.runs(text, ink.font):
            for token in _TOKEN.findall(part):
                setter.feed(_chunk(token, replace(ink, font=font) if font != ink.font else ink))
    setter.end_word()
    if setter.line:
        setter.end_line()
    return Block(tuple(setter.lines), size * line_height, room, align_right)


def _chunk(text: str, ink: Ink) -> Chunk:
    return Chunk(text, ink, width(text, ink.font) * ink.size)


def _is_ideograph(char: str) -> bool:
    return re.match(f"[{_IDEOGRAPH}]", char) is not None


def _fitting(chunk: Chunk, room: float) -> int:
    """Return how many characters of the chunk fit into ``room``."""
    used = 0.0
    for count, char in enumerate(chunk.text):
        used += width(char, chunk.ink.font) * chunk.ink.size
        if used > room + 0.01:
            return count
    return len(chunk.text)
