"""The method page: how anyone can recompute the verdict and the score, and what the document does not say."""

from __future__ import annotations

from collections.abc import Iterator

from vendorrisk.reports.layout import Break, Item, Row
from vendorrisk.reports.page import MM, Column, Press


def method_page(press: Press) -> Iterator[Item]:
    """Yield the method, on a page of its own."""
    words = press.wording.method
    small = press.ink()
    yield Break()
    yield press.heading(press.words(words.title), above=0)
    yield press.paragraph(press.words(words.intro), small)
    for part in words.parts:
        yield _part_title(press, press.words(part.title))
        yield press.paragraph(press.words(part.text), small)
    yield _part_title(press, press.words(words.table_title))
    columns = tuple(
        Column(press.words(title), share) for title, share in zip(words.columns, (30, 22, 44, 40, 34), strict=True)
    )
    yield press.table_head(columns)
    for *conditions, state in words.table:
        yield press.table_row(columns, (*map(press.words, conditions), press.mark(state)))
    yield _part_title(press, press.words(words.limits_title))
    for limit in words.limits:
        bullet, text = press.set("•", 3 * MM), press.set(press.words(limit), press.width - 4 * MM)
        yield Row(((0, bullet), (4 * MM, text)), press.width, below=0.5 * MM)


def _part_title(press: Press, title: str) -> Row:
    block = press.set(title, press.width, press.ink("small", "", "bold"))
    return Row(((0, block),), press.width, above=2 * MM, keep=True)
