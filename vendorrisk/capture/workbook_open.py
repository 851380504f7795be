"""What the cells of our own workbooks say: formulas, errors and struck-out texts are faults, never answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from vendorrisk.capture.grid import Book, Cell
from vendorrisk.capture.quantities import Raw, Unreadable
from vendorrisk.capture.text import clean, quote
from vendorrisk.capture.workbook_format import shows_something_else
from vendorrisk.capture.workbook_layout import (
    ELSEWHERE,
    FORMAT,
    IDENTITY,
    IDENTITY_FIRST_QUESTION,
    IDENTITY_HEADER,
    IDENTITY_KEYS,
    IDENTITY_PART,
    IDENTITY_PART_ROW,
)
from vendorrisk.model.answer import MAX_ANSWER_CHARACTERS
from vendorrisk.model.fault import RefusedInput
from vendorrisk.phrases.reading import Import, Unclear


@dataclass(frozen=True)
class Identity:
    """What the hidden sheet of a template says it is."""

    format: str
    questionnaire: str
    version: str
    digest: str
    full_digest: str
    language: str
    hashes: dict[str, str]
    """Digest of each question's text as it was written, by question id."""
    part: str
    """Name of the part that it holds; empty if it holds the whole questionnaire."""
    takes: dict[str, str]
    """Digest of what each question took; workbooks of earlier versions of this program don't say."""
    earlier: dict[str, str]
    """Digest of each earlier answer that can be confirmed, or that is shown of another part."""
    elsewhere: frozenset[str]
    """Questions that are shown here, and asked in another part."""


def read_identity(book: Book, name: str) -> Identity:
    """Return the identity; raise :class:`RefusedInput` if the workbook has none that can be read."""
    sheet = book.sheet(IDENTITY)
    texts = {} if sheet is None else {row: _plain_row(cells) for row, cells in sheet.filled_in().items()}
    values = [texts.get(row, _NOTHING)[:2] for row in range(1, len(IDENTITY_KEYS) + 1)]
    if tuple(key for key, _ in values) != IDENTITY_KEYS:
        raise RefusedInput(
            f"{name} is no workbook of this program: its hidden sheet {IDENTITY} is missing or changed.",
            mend=f"{Import.FRESH} The answers of other questionnaires can't be imported this way.",
        )
    questions = {cells[0]: cells[1:] for row, cells in texts.items() if row >= IDENTITY_FIRST_QUESTION}
    hashes, takes, earlier, where = (
        {name: cells[place] for name, cells in questions.items() if cells[place]}
        for place in range(len(IDENTITY_HEADER) - 1)
    )
    key, part = texts.get(IDENTITY_PART_ROW, _NOTHING)[:2]
    part = part if key == IDENTITY_PART else ""
    elsewhere = frozenset(name for name, word in where.items() if word == ELSEWHERE)
    kind, questionnaire, version, digest, full_digest, language = (value for _, value in values)
    named = kind, questionnaire, version, digest, full_digest, language
    found = Identity(*named, hashes, part, takes, earlier, elsewhere)
    if found.format != FORMAT:
        raise RefusedInput(
            f"{name} has the format {quote(found.format)}; this program reads {FORMAT}.",
            mend="Update vendorrisk, or ask for a fresh template.",
        )
    return found


_NOTHING: Final = ("",) * len(IDENTITY_HEADER)


def _plain_row(cells: Mapping[int, Cell]) -> tuple[str, ...]:
    """Return a row of the identity as text; formulas read as nothing."""
    return tuple(shown(cells.get(column)) for column in range(1, len(IDENTITY_HEADER) + 1))


def shown(cell: Cell | None) -> str:
    """Return the text of an id, question or header; a formula there reads as nothing."""
    return "" if cell is None or cell.formula or cell.value is None else clean(str(cell.value))


def cell_value(cell: Cell | None) -> Raw:
    """Return what was typed into a cell; raise :class:`Unreadable` for a formula, an error or a struck-out text."""
    if cell is None or cell.blank:
        return None
    found = quote(written(cell))
    if cell.formula:
        raise Unreadable("formula", Import.FORMULA.of(value=found), Import.TYPE_VALUE.of())
    if cell.error:
        raise Unreadable("cell-error", Import.ERROR.of(value=cell.value), Import.TYPE_IT.of())
    if cell.struck:
        raise Unreadable("struck-out", Import.STRUCK_OUT.of(value=found), Import.CLEAR.of())
    if cell.partly_struck:
        raise Unreadable("struck-out", Import.PARTLY_STRUCK_OUT.of(value=found), Import.DELETE_STRUCK_OUT.of())
    if shows_something_else(cell.number_format, cell.value):
        raise Unreadable("shown-otherwise", Import.SHOWN_OTHERWISE.of(value=found), Import.GENERAL_FORMAT.of())
    return cell.value


def written(cell: Cell | None) -> str:
    """Return what was put into a cell as a text, of a formula the formula."""
    return "" if cell is None or cell.blank else cell.formula or str(cell.value)


def cell_text(cell: Cell | None) -> str:
    """Return a cell of free text, cleaned; raise :class:`Unreadable` like :func:`cell_value`, or if it is too long."""
    value = cell_value(cell)
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        value = value.date()
    text = "" if value is None else clean(str(value))
    if len(text) > MAX_ANSWER_CHARACTERS:
        what = Unclear.TEXT_TOO_LONG.of(count=f"{len(text):,}", most=f"{MAX_ANSWER_CHARACTERS:,}")
        raise Unreadable("too-long", what, Unclear.SHORTEN.of())
    return text
