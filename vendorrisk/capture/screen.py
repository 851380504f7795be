"""Styled lines as wide as the terminal: what the interview and the review are drawn with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from prompt_toolkit.styles import Style
from prompt_toolkit.utils import get_cwidth

from vendorrisk.capture.text import clean
from vendorrisk.model.base import DEFAULT_LANGUAGE, Text, say
from vendorrisk.model.language import Phrase

Fragments = list[tuple[str, str]]
"""Pairs of a style and a text; every line ends with a line break."""

STYLE: Final = Style.from_dict(
    {
        # The theme's inks, lightened until they read on white and on black alike (4.5:1).
        "accent": "#0b7f90",
        "title": "#0b7f90 bold",
        "strong": "bold",
        "quiet": "#727a87",
        "done": "#1e8750",
        "fault": "#db3b2c",
        # questionary's own names:
        "qmark": "#0b7f90 noinherit",
        "question": "noinherit",
        "answer": "noinherit",
        "instruction": "noinherit",
        "separator": "#0b7f90 bold noinherit",
        "pointer": "#0b7f90 bold",
        "highlighted": "#0b7f90 bold",
        "selected": "#0b7f90",
        "text": "noinherit",
    },
)

LABEL_WIDTH: Final = 12
"""Columns, with the gap behind."""
BLANK: Final = ("", "\n")
"""An empty line, or the end of a line."""


@dataclass(frozen=True)
class Page:
    """How wide to write, in columns, and in which language the content is shown."""

    width: int
    language: str = DEFAULT_LANGUAGE
    plain: bool = False
    """For a screen reader: no line is broken or aligned, and nothing is drawn."""

    def say(self, text: Text) -> str:
        """Return a text of the content in the page's language."""
        return say(text, self.language)

    def words(self, phrase: Phrase, **facts: object) -> str:
        """Return a text of the interface in the page's language."""
        return phrase.say(self.language, **facts)

    def paragraph(self, style: str, text: str, indent: int = 0) -> Fragments:
        """Return a wrapped text, each line indented."""
        return [(style, " " * indent + line + "\n") for line in wrap(text, self.width - indent)]

    def labelled(self, label: str, text: str, style: str = "") -> Fragments:
        """Return a text beside its quiet label (of the interface, or plain), wrapped under itself."""
        head = self.words(label) if isinstance(label, Phrase) else label
        if self.plain:
            return [(style, ": ".join(filter(None, (head, *wrap(text, self.width)))) + "\n")]
        first, *others = wrap(text, self.width - LABEL_WIDTH)
        lines: Fragments = [("class:quiet", head.ljust(LABEL_WIDTH)), (style, first + "\n")]
        return lines + [(style, " " * LABEL_WIDTH + line + "\n") for line in others]

    def column(self, label: str, texts: Iterable[str]) -> Fragments:
        """Return texts below each other, the label beside the first."""
        return [part for index, text in enumerate(texts) for part in self.labelled("" if index else label, text)]

    def request(self, text: str, notice: str) -> Fragments:
        """Return what is asked for, and a notice about what was typed last; nothing of either that is empty."""
        lines: Fragments = [BLANK, *self.paragraph("class:strong", text)] if text else []
        return lines + ([BLANK, *self.paragraph("class:fault", notice)] if notice else [])

    def titled(self, title: str, lines: Fragments) -> Fragments:
        """Return a title over a hairline, and lines below."""
        return [BLANK, *self.paragraph("class:title", title), self.rule, *lines]

    def header(self, title: str, place: str, share: str) -> Fragments:
        """Return a title with the place behind it, and the share done at the end of the line, over a hairline."""
        if self.plain:
            return [("", f"{title}, {place}, {share}\n")]
        shown = cut(title, self.width - len(place) - len(share) - 4)
        gap = " " * (self.width - get_cwidth(shown) - len(place) - len(share) - 2)
        return [BLANK, ("class:title", shown), ("class:quiet", f"  {place}{gap}{share}\n"), self.rule]

    @property
    def rule(self) -> tuple[str, str]:
        """Return a hairline, where lines are drawn."""
        if self.plain:
            return ("", "")
        return ("class:quiet", "─" * self.width + "\n")


class Block(NamedTuple):
    """Lines that stand and fall together where a terminal is too low for all of them."""

    rank: int
    """0 is never left out; of the others the highest goes first."""
    lines: Fragments


def fit(blocks: Iterable[Block], rows: int) -> Fragments:
    """Return the lines of the blocks, without those that have to go for ``rows``."""
    kept = list(blocks)
    for rank in sorted({block.rank for block in kept if block.rank}, reverse=True):
        if sum(text.count("\n") for block in kept for _, text in block.lines) <= rows:
            break
        kept = [block for block in kept if block.rank != rank]
    return [part for block in kept for part in block.lines]


def wrap(text: str, width: int) -> list[str]:
    """Return the lines of a text, broken between words; a word wider than a line is broken where it must be."""
    lines = [""]
    for word in filter(None, re.split(r"[ \t\n]+", clean(text))):
        candidate = f"{lines[-1]} {word}" if lines[-1] else word
        if get_cwidth(candidate) <= width:
            lines[-1] = candidate
        else:
            lines[-1:] = [*filter(None, lines[-1:]), *_pieces(word, width)]
    return lines


def _pieces(word: str, width: int) -> Iterator[str]:
    piece = ""
    for character in word:
        if piece and get_cwidth(piece + character) > width:
            yield piece
            piece = ""
        piece += character
    yield piece


def cut(text: str, width: int) -> str:
    """Return a text on one line, its end cut off with an ellipsis where it is too wide."""
    first, *others = wrap(text, width)
    return wrap(text, width - 1)[0] + "…" if others else first


def keys(pairs: Iterable[tuple[str, str]], page: Page) -> Fragments:
    """Return keys with what they do, as many to a line as fit."""
    lines: Fragments = []
    used = 0
    for key, meaning in pairs:
        size = get_cwidth(f"{key} {meaning}")
        fits = used + 2 + size <= page.width
        if used:
            lines.append(("", "  " if fits else "\n"))
        used = used + 2 + size if used and fits else size
        lines += [("class:accent", key), ("class:quiet", f" {meaning}")]
    return [*lines, BLANK]
