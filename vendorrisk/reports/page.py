"""The parts that every PDF is made of: inks, headings, paragraphs, tables, header and footer."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Any, Literal, cast

from reportlab.pdfgen.canvas import Canvas

from vendorrisk.model.assessment import Waiver
from vendorrisk.model.attestation import StatementFinding
from vendorrisk.model.base import Text
from vendorrisk.model.policy import Level
from vendorrisk.model.result import FindingState, ScoreRange
from vendorrisk.reports.house import HouseStyle
from vendorrisk.reports.layout import Item, Row, draw_rule, paginate
from vendorrisk.reports.minimums import look
from vendorrisk.reports.text import Block, Ink, set_text
from vendorrisk.reports.typeface import Typeface
from vendorrisk.reports.visible import visible
from vendorrisk.reports.wording import fill

Spans = Sequence[tuple[str, Ink]]
"""Texts that follow each other, each in its ink."""

MM = 72 / 25.4
GUTTER = 3 * MM

Size = Literal["small", "body", "head", "title"]
Font = Literal["regular", "bold", "mono"]


class Paper(StrEnum):
    """The sheets that documents are made for."""

    A4 = "a4"
    LETTER = "letter"


_SHEETS = {Paper.A4: (210 * MM, 297 * MM), Paper.LETTER: (612.0, 792.0)}


@dataclass(frozen=True)
class Column:
    """A table column: its title, and its share of the width."""

    title: str
    share: float
    align_right: bool = False


class Press:
    """Sets texts in the house style, on one kind of paper, in one language."""

    def __init__(self, style: HouseStyle, paper: Paper, language: str) -> None:
        self.theme = style.theme
        self.wording = style.wording
        self.typeface = Typeface(style.theme.fonts, style.fonts)
        self.language = language
        self.sheet = _SHEETS[paper]
        self.margin = style.theme.margin_mm * MM
        self.width = self.sheet[0] - 2 * self.margin
        self.height = self.sheet[1] - 2 * self.margin
        self.ink = lru_cache(maxsize=None)(self._ink)

    def _ink(self, size: Size = "small", colour: str = "", font: Font = "regular") -> Ink:
        """Return an ink; ``colour`` is ``#RRGGBB``, the theme's ink if empty."""
        return Ink(getattr(self.typeface, font), getattr(self.theme.sizes, size), colour or self.theme.ink)

    @cached_property
    def quiet(self) -> Ink:
        """Small quiet text."""
        return self.ink("small", self.theme.quiet)

    @cached_property
    def code(self) -> Ink:
        """Small monospace, for ids."""
        return self.ink("small", "", "mono")

    def words(self, text: Text, **facts: object) -> str:
        """Return a text of the wording in the document's language, filled in."""
        return fill(text, self.language, **facts)

    def set(self, spans: str | Spans, room: float, ink: Ink | None = None, *, align_right: bool = False) -> Block:
        """Break a text (small if no ink is given), or spans in their own inks, into lines."""
        if isinstance(spans, str):
            spans = ((spans, ink or self.ink()),)
        return set_text(self.typeface, spans, room, self.theme.line_height, align_right=align_right)

    def heading(self, text: str, *, above: float = 7 * MM) -> Row:
        """Return a section's heading, which also stands in the document's outline."""
        block = self.set(text, self.width, self.ink("head", self.theme.accent, "bold"))
        return Row(((0, block),), self.width, above=above, below=1.5 * MM, keep=True, bookmark=visible(text))

    def paragraph(self, text: str | Spans, ink: Ink | None = None, *, keep: bool = False) -> Row:
        """Return a paragraph over the whole width, in body size if no ink is given."""
        return Row(((0, self.set(text, self.width, ink or self.ink("body"))),), self.width, below=1.5 * MM, keep=keep)

    def table_row(self, columns: Sequence[Column], cells: Sequence[str | Spans], ink: Ink | None = None) -> Row:
        """Return one row of a table, with a hairline above."""
        unit = (self.width - GUTTER * (len(columns) - 1)) / sum(column.share for column in columns)
        placed, left = [], 0.0
        for column, cell in zip(columns, cells, strict=True):
            room = column.share * unit
            placed.append((left, self.set(cell, room, ink, align_right=column.align_right)))
            left += room + GUTTER
        return Row(tuple(placed), self.width, above=1.2 * MM, below=1.4 * MM, rule=self.theme.hairline)

    def table_head(self, columns: Sequence[Column]) -> Row:
        """Return the row of column titles."""
        row = self.table_row(columns, [column.title for column in columns], self.quiet)
        return Row(row.cells, row.width, above=row.above, below=row.below, keep=True)

    def band(self, columns_head: Item, left: Spans, right: Spans) -> Row:
        """Return a line that opens a group of table rows."""
        near, far = self.set(left, 0.7 * self.width), self.set(right, 0.3 * self.width, align_right=True)
        cells = ((0.0, near), (0.7 * self.width, far))
        return Row(cells, self.width, above=3 * MM, below=1.4 * MM, rule=self.theme.ink, keep=True, header=columns_head)

    def mark(self, state: FindingState, ink: Ink | None = None) -> Spans:
        """Return a finding's glyph and word in its colour."""
        look, word = self.theme.findings[state], self.words(self.wording.words.findings[state])
        return ((f"{look.glyph}\N{NO-BREAK SPACE}{word}", ink or self.ink("small", look.colour)),)

    def finding(self, finding: StatementFinding, waiver: Waiver | None) -> Spans:
        """Return the mark of an attested finding, which shows a failed or waived minimum as such."""
        until = waiver.until if waiver else None
        minimum = finding.level is Level.MINIMUM
        mark, said = look(finding.result, self.theme, self.wording, self.language, minimum=minimum, waived_until=until)
        return ((f"{mark.glyph}\N{NO-BREAK SPACE}{said}", self.ink("small", mark.colour)),)

    def score(self, score: ScoreRange | None) -> str:
        """Return a score range in words; one figure where both ends are equal."""
        words = self.wording.words
        if score is None:
            return self.words(words.not_scored)
        if score.low == score.high:
            return f"{score.low:.1f}"
        return self.words(words.range, low=f"{score.low:.1f}", high=f"{score.high:.1f}")


@dataclass(frozen=True)
class Furniture:
    """What stands around every page, and in the file's description."""

    title: str
    author: str
    creator: str
    head_left: str
    head_right: str
    foot_left: str
    first_page_has_head: bool


def print_pages(press: Press, items: Iterable[Item], furniture: Furniture) -> bytes:
    """Return the PDF. The same items give the same bytes."""
    pages = paginate(list(items), press.height)
    target = io.BytesIO()
    canvas = Canvas(
        target,
        pagesize=press.sheet,
        invariant=1,
        pageCompression=1,
        initialFontName=cast("Any", press.typeface.regular),  # the stub says float
        initialFontSize=press.theme.sizes.body,
        lang=press.language,
    )
    canvas.setTitle(visible(furniture.title))
    canvas.setAuthor(visible(furniture.author))
    canvas.setCreator(visible(furniture.creator))
    canvas.setSubject(visible(furniture.foot_left))
    for number, page in enumerate(pages, 1):
        _draw_furniture(press, canvas, furniture, number, len(pages))
        for offset, item in page:
            item.draw(canvas, press.margin, press.sheet[1] - press.margin - offset)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def _draw_furniture(press: Press, canvas: Any, furniture: Furniture, number: int, total: int) -> None:
    half = press.width / 2 - GUTTER
    top, foot = press.sheet[1] - 0.5 * press.margin, 0.62 * press.margin

    def draw_left(text: str, y: float, ink: Ink) -> None:
        press.set(text, half, ink).cut(1).draw(canvas, press.margin, y)

    def draw_right(text: str, y: float, ink: Ink) -> None:
        block = press.set(text, half, ink, align_right=True).cut(1)
        block.draw(canvas, press.margin + press.width - half, y)

    if number > 1 or furniture.first_page_has_head:
        draw_left(furniture.head_left, top, press.quiet)
        draw_right(furniture.head_right, top, press.quiet)
    draw_rule(canvas, press.margin, foot + 1 * MM, press.width, press.theme.hairline)
    draw_left(furniture.foot_left, foot, press.ink("small", press.theme.quiet, "mono"))
    draw_right(press.words(press.wording.words.page, page=number, pages=total), foot, press.quiet)
