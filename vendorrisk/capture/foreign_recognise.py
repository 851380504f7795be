"""Which layout a foreign file has: by its sheets' titles, its headers, its ids and the edition that it names."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from vendorrisk.capture.foreign_columns import Table, parts_of, tables
from vendorrisk.capture.foreign_identity import named_edition
from vendorrisk.capture.foreign_questions import counted, make_question
from vendorrisk.capture.foreign_texts import Index, fits, index_book
from vendorrisk.capture.foreign_values import Spellings, read_answer
from vendorrisk.capture.grid import Book
from vendorrisk.capture.text import quote
from vendorrisk.model.layout import ALL, OTHER, Layout
from vendorrisk.model.questionnaire import QuestionType

_TITLE, _HEADERS, _IDS, _EDITION = 2.0, 3.0, 3.0, 1.0
"""What each sign is worth."""
_ENOUGH = 4.0
_LEAST_HEADERS = 0.5
_LEAST_IDS = 0.1
_LEAST_OWN_IDS = 0.8
_WHOLE = 0.9
_MOST = 0.8
"""The share of answers that must be among those offered where neither title nor headers are known."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """A layout that fits a file."""

    layout: Layout
    score: float
    """How well it fits, at most 9."""
    why: str
    """By what it was recognised, in words."""


def recognise(book: Book, layouts: Iterable[Layout], own: Iterable[Layout] = ()) -> Recognised | None:
    """Return the layout that fits a file best; None if none fits well enough.

    ``own`` are layouts of one file each, that nobody else tried: a file must hold about as many questions as that one,
    under its headers or title. Where one of them fits no better than another, the other counts.
    """
    sheets = index_book(book)
    tried = [*((layout, False) for layout in layouts), *((layout, True) for layout in own)]
    judged = (_how_well(book, sheets, layout, own=is_own) for layout, is_own in tried)
    found = [fit for fit in judged if fit is not None and fit.score >= _ENOUGH]
    return max(found, key=lambda fit: fit.score, default=None)


def _how_well(book: Book, sheets: Sequence[Index], layout: Layout, *, own: bool = False) -> Recognised | None:
    """Return how well a layout fits a file; None if it holds too few of its questions or headers."""
    if layout.format != "table":
        return None
    found = tables(sheets, layout)
    ids = {row.name for table in found for row in table.rows}
    if not ids:
        return None
    named = any(fits(table.sheet.title, layout.sheets) for table in found)
    headers, wanted = _headers(found, layout)
    share = _share(ids, layout)
    if share < (_LEAST_OWN_IDS if own else _LEAST_IDS):
        return None
    translated = headers < _LEAST_HEADERS and not named
    if translated and (own or share < _WHOLE or not _answers_fit(found, layout)):
        return None
    edition = named_edition(book, layout, [table.sheet for table in found])
    score = _TITLE * (named or translated) + _HEADERS * headers + _IDS * share + _EDITION * (edition is not None)
    titles = ", ".join(dict.fromkeys(quote(table.sheet.title) for table in found if table.sheet.title))
    place = f"sheet {titles}" if len(found) == 1 and titles else f"sheets {titles}" if titles else "one table"
    seen = "its answers" if translated else f"{round(headers * wanted)} of {wanted} headers"
    why = f"{place}; {len(ids)} questions; {seen}"
    return Recognised(layout, score, why + (f"; it says edition {edition}" if edition else ""))


def _headers(found: Iterable[Table], layout: Layout) -> tuple[float, int]:
    """Return which share of the headers that the vendor's columns have was found, and how many these are."""
    wanted = {part for part, column in parts_of(layout).items() if column.header and part != "title"}
    seen = {part for table in found for part in table.headers} & wanted
    return (len(seen) / len(wanted) if wanted else 0.0), len(wanted)


def _share(ids: Collection[str], layout: Layout) -> float:
    """Return how near the questions come to those of an edition, 1 being all of them; half where none is known.

    Where the sections are known it is the mean of the share of all questions and of those in the sections that the
    file holds: one sheet of several is a part, and a questionnaire with other sections is none.
    """
    return max((_nearness(ids, layout, published) for published in layout.editions.values()), default=0.5)


def _nearness(ids: Collection[str], layout: Layout, published: Mapping[str, int]) -> float:
    total = sum(published.values())
    if ALL in published:
        return min(len(ids), total) / max(len(ids), total)
    found = counted(layout, ids, published)
    there = [(found[key], count) for key, count in published.items() if found[key]]
    same = sum(min(pair) for pair in there)
    unknown = len(ids) - sum(found.values())
    return (same / max(len(ids), total) + same / (sum(max(pair) for pair in there) + unknown)) / 2


def _answers_fit(found: Iterable[Table], layout: Layout) -> bool:
    """Return whether nearly everything in the columns of the answers is one of the answers that are offered."""
    known = Spellings(layout)
    read = 0
    fitting = 0
    for row in (row for table in found for row in table.rows):
        question = make_question(layout, layout.edition, row.id or "Q", "")
        answer = read_answer(row, question, layout, known.of(question))
        if answer.found and question.type is QuestionType.CHOICE:
            read += 1
            fitting += answer.answered and answer.value != OTHER
    return read > 0 and fitting >= _MOST * read
