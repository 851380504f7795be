"""What the writer and the reader of workbooks agree on: sheets, columns, labels, identity, safe texts."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import re
import zipfile
from enum import IntEnum
from typing import Final

from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.utils.escape import unescape

from vendorrisk.capture.text import clean
from vendorrisk.phrases.workbook import Columns, Cover

FORMAT: Final = "vendorrisk.workbook/1"

IDENTITY: Final = "_vendorrisk"
LOGIC: Final = "_logic"
LISTS: Final = "_lists"
HIDDEN: Final = (IDENTITY, LOGIC, LISTS)


class Column(IntEnum):
    """The columns of the questions sheet, in order."""

    ID = 1
    QUESTION = 2
    GUIDANCE = 3
    HOW = 4
    ANSWER = 5
    COMMENT = 6
    EVIDENCE = 7
    STATUS = 8

    @property
    def letter(self) -> str:
        """Return the column's letter."""
        return get_column_letter(self)

    def header(self, language: str) -> str:
        """Return the words at the column's head."""
        return Columns[self.name].say(language)


HEADER_ROW: Final = 2

COVER_LABEL_COLUMN: Final = 2
COVER_VALUE_COLUMN: Final = 3
COVER_FIELDS: Final = (Cover.VENDOR, Cover.PRODUCT, Cover.NAME, Cover.ROLE, Cover.DATE)

IDENTITY_KEYS: Final = ("format", "questionnaire", "version", "digest", "full digest", "language")
IDENTITY_FIRST_QUESTION: Final = len(IDENTITY_KEYS) + 3
"""Row of the first question id, below the keys, a blank row and a header."""

_ESCAPED: Final = re.compile(r"_x[0-9A-Fa-f]{4}_")


def text_hash(text: str) -> str:
    """Return the digest that ties a row to its question's text, whatever programs do to its spaces."""
    return hashlib.sha256(" ".join(clean(text).split()).encode()).hexdigest()


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


def text_of(value: str) -> str:
    """Return the text that a cell shows: programs store some characters as ``_x000D_``."""
    return str(unescape(value)) if "_x" in value else value


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
