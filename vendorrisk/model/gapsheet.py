"""What the writer and the reader of gap workbooks agree on, and what a returned one says."""

from __future__ import annotations

import datetime as dt
import hashlib
from enum import IntEnum
from typing import Final

from pydantic import Field

from vendorrisk.model.base import Model
from vendorrisk.model.result import WorkStatus

FORMAT: Final = "vendorrisk.gap-workbook/1"

IDENTITY: Final = "_vendorrisk"
"""The hidden sheet that says whose gap list it is. Its rows are a kind, a name, a value and a second value."""

SUBJECT_KEYS: Final = ("format", "vendor", "product", "questionnaire", "revision", "policy", "token", "sheet")
"""Rows of kind ``list``, each with one value."""

VENDOR_STATUSES: Final = (WorkStatus.OPEN, WorkStatus.IN_PROGRESS, WorkStatus.DONE, WorkStatus.DISPUTED)
"""What a vendor can say; only a scoring closes a gap."""


class GapColumn(IntEnum):
    """The columns of a gap list, in order."""

    ID = 1
    CRITERION = 2
    SEVERITY = 3
    FOUND = 4
    NEEDED = 5
    DO = 6
    DUE = 7
    OWNER = 8
    STATUS = 9
    TARGET = 10
    RESPONSE = 11


FILLED_IN: Final = (GapColumn.OWNER, GapColumn.STATUS, GapColumn.TARGET, GapColumn.RESPONSE)
"""The columns that the vendor fills."""


def text_mark(text: str) -> str:
    """Return a short digest that ties a row to its criterion, whatever programs do to its spaces."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:16]


class GapEntry(Model):
    """What one row of a returned gap list says. What is blank says nothing."""

    id: str
    version: int
    """The version of the item from which the row was written."""
    due: dt.date | None = None
    """As it stands in the row, where only its reader writes; None if it can't be read."""
    owner: str = ""
    status: WorkStatus | None = None
    target: dt.date | None = None
    response: str = ""
    cells: dict[str, str] = Field(default_factory=dict)
    """Where each field stands that could be read, blank or not, such as ``Gaps!H9``, by the field's name."""
