"""Faults in input, and the errors that carry them to the command line."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from pydantic import Field

from vendorrisk.model.base import Model


class FaultSeverity(StrEnum):
    """A fault blocks and nothing is saved; a warning is shown and kept beside what was read."""

    FAULT = "fault"
    WARNING = "warning"


class Fault(Model):
    """One thing wrong with an input: where, what, and how to mend it."""

    code: str
    """Stable id of the kind of fault, such as ``unknown-option``."""
    where: str
    """``Questions!E14``, ``acme.yaml:3:5``, or the file's name."""
    what: str
    """One sentence that names the value found."""
    mend: str = ""
    """What to do about it."""
    severity: FaultSeverity = FaultSeverity.FAULT
    question: str = ""
    found: str = ""
    accept: str = Field(default="", exclude_if=lambda value: not value)
    """The rule of ``import --accept`` by which it could be read, or several with ``or`` between; empty if by none."""

    def __str__(self) -> str:
        return f"{self.where}  {self.what}" + (f"  {self.mend}" if self.mend else "")


class VendorRiskError(Exception):
    """Something a user can understand and act on. ``exit_code`` is as in DESIGN section 9."""

    exit_code: ClassVar[int] = 4

    def __init__(self, what: str, *, mend: str = "", faults: tuple[Fault, ...] = ()) -> None:
        super().__init__(what)
        self.what = what
        self.mend = mend
        self.faults = faults


class UsageError(VendorRiskError):
    """The command can't be carried out as it was given: a wrong name, state or option."""

    exit_code = 2


class RefusedInput(VendorRiskError):  # noqa: N818  the word that users read
    """A file was refused or has faults; nothing was saved."""

    exit_code = 3


class AnswerIsNo(VendorRiskError):  # noqa: N818
    """The question that the command asks has the answer no: invalid, untrusted, differs."""

    exit_code = 1
