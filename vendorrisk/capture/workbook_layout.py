"""What the writer and the reader of workbooks agree on: sheets, columns, labels, identity, safe texts."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import re
import zipfile
from collections.abc import Collection
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Final

from vendorrisk.capture.grid import letter
from vendorrisk.capture.text import clean
from vendorrisk.model.answer import Value
from vendorrisk.model.base import say
from vendorrisk.model.canonical import canonical
from vendorrisk.model.questionnaire import Question
from vendorrisk.phrases.workbook import Columns, Cover

if TYPE_CHECKING:  # reading a workbook needs no openpyxl, and saves its start
    from openpyxl.cell.cell import Cell

FORMAT: Final = "vendorrisk.workbook/1"

IDENTITY: Final = "_vendorrisk"
LOGIC: Final = "_logic"
LISTS: Final = "_lists"
HIDDEN: Final = (IDENTITY, LOGIC, LISTS)


class Column(IntEnum):
    """The columns of the questions sheet. Every workbook has the first eight, at these places if it has no others."""

    ID = 1
    QUESTION = 2
    GUIDANCE = 3
    HOW = 4
    ANSWER = 5
    COMMENT = 6
    EVIDENCE = 7
    STATUS = 8
    MEND = 9
    EARLIER = 10
    AGAIN = 11
    CONFIRM = 12
    ASKED = 13
    REPLY = 14

    @property
    def letter(self) -> str:
        """Return the letter that it has in a workbook without further columns."""
        return letter(self)

    def header(self, language: str) -> str:
        """Return the words at the column's head."""
        return Columns[self.name].say(language)


MAIN: Final = tuple(Column)[:8]
TO_CONFIRM: Final = (Column.EARLIER, Column.AGAIN, Column.CONFIRM)
THREAD: Final = (Column.ASKED, Column.REPLY)
TYPED: Final = (Column.ANSWER, Column.COMMENT, Column.EVIDENCE, Column.CONFIRM, Column.REPLY)
"""What vendors fill in."""


@dataclass(frozen=True)
class Places:
    """Where the columns of one workbook stand: those that look back before the answer, threads beside it."""

    columns: tuple[Column, ...] = MAIN
    """From left to right."""

    @classmethod
    def of(cls, further: Collection[Column]) -> Places:
        """Return the places of a workbook that has further columns."""
        before = (Column.MEND, *TO_CONFIRM)
        *reading, answer, comment, evidence, status = MAIN
        order = (*reading, *before, answer, comment, evidence, *THREAD, status)
        return cls(tuple(column for column in order if column in MAIN or column in further))

    def number(self, column: Column) -> int:
        """Return the number of a column, 1 for the first."""
        return self.columns.index(column) + 1

    def letter(self, column: Column) -> str:
        """Return its letter."""
        return letter(self.number(column))

    @property
    def last(self) -> str:
        """The letter of the last column."""
        return letter(len(self.columns))


HEADER_ROW: Final = 2

COVER_LABEL_COLUMN: Final = 2
COVER_VALUE_COLUMN: Final = 3
COVER_FIELDS: Final = (Cover.VENDOR, Cover.PRODUCT, Cover.NAME, Cover.ROLE, Cover.DATE)

IDENTITY_KEYS: Final = ("format", "questionnaire", "version", "digest", "full digest", "language")
IDENTITY_PART: Final = "part"
IDENTITY_PART_ROW: Final = len(IDENTITY_KEYS) + 1
"""Below the keys: blank in a workbook that holds the whole questionnaire."""
IDENTITY_FIRST_QUESTION: Final = len(IDENTITY_KEYS) + 3
"""Row of the first question id, below the keys, the part and a header."""
IDENTITY_HEADER: Final = ("question", "SHA-256 of its text", "of what it takes", "of the earlier answer", "where")
ELSEWHERE: Final = "elsewhere"
"""In the last of these columns: the question is shown, and asked in another part."""

_ESCAPED: Final = re.compile(r"_x[0-9A-Fa-f]{4}_")


def text_hash(text: str) -> str:
    """Return the digest that ties a row to its question's text, whatever programs do to its spaces."""
    return hashlib.sha256(" ".join(clean(text).split()).encode()).hexdigest()


def takes_hash(question: Question) -> str:
    """Return the digest of what a question takes: its type, options, unit and limits, whatever their translations."""
    data = question.model_dump(mode="json", include={"type", "minimum", "maximum", "not_applicable"})
    options = [(option.id, say(option.label), option.exclusive) for option in question.options]
    unit = None if question.unit is None else say(question.unit)
    return hashlib.sha256(canonical([data, options, unit])).hexdigest()


def value_hash(question_id: str, value: Value | None) -> str:
    """Return the digest by which an earlier answer is known again; None stands for not applicable."""
    return hashlib.sha256(canonical([question_id, value])).hexdigest()


def put(cell: Cell, value: str | float | dt.date) -> None:
    """Write a value that is never taken for a formula, whatever a text begins with."""
    if isinstance(value, str):
        # Programs read _x0041_ as the letter A, so a text that really holds it escapes its first underscore.
        cell.value = _ESCAPED.sub(lambda match: "_x005F" + match[0], value)
        cell.data_type = "s"
        if value[:1] in ("=", "+", "-", "@"):
            cell.quotePrefix = True
    else:
        cell.value = value


_CORE: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>vendorrisk</dc:creator></cp:coreProperties>'
)


def deterministic(data: bytes) -> bytes:
    """Return the same workbook without the times at which it was written: equal content gives equal bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = _CORE.encode() if name == "docProps/core.xml" else old.read(name)
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            new.writestr(info, part)
    return out.getvalue()
