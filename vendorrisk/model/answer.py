"""Answers with their evidence, source and grade.

Canonical values, by question type: yes-no and choice an option id; multi a tuple of option ids in
option order; number and percent an int or float (95 means 95 %); date an ISO text; list a tuple
of texts; text and url a text.
"""

from __future__ import annotations

import datetime as dt
from typing import ClassVar, Literal, Self

from pydantic import Field, StrictFloat, StrictInt, StrictStr, model_validator

from vendorrisk.model.base import Digest, Model, Ranked
from vendorrisk.model.term import DayField

Value = StrictStr | StrictInt | StrictFloat | tuple[StrictStr, ...]

MAX_ANSWER_CHARACTERS = 4000

NOT_APPLICABLE = "n/a"
"""How N/A is written in files of answers, layouts and notes, whatever the language of a workbook."""


class Grade(Ranked):
    """How well an answer is supported, the weakest first."""

    ASSERTED = "asserted"
    """Nothing attached."""
    DOCUMENTED = "documented"
    """A file or address attached, hashed or dated."""
    VERIFIED = "verified"
    """An assessor confirmed it in a review, or the evidence is an independent report."""


class Evidence(Model):
    """One document or address that supports an answer.

    ``issued`` is the document's own date, as stated by the vendor; never a file's time stamp. ``valid_until`` is the
    last day on which it holds by its own words, such as the end of a certificate.
    """

    name: str
    """File name beside the workbook, or an ``https`` address."""
    kind: Literal["file", "url"]
    issued: dt.date | None = None
    valid_until: DayField | None = Field(default=None, exclude_if=lambda value: value is None)
    """None where it names no end. Left out of JSON there, so that digests made before there were ends stay right."""
    sha256: Digest | None = None
    """None while the file itself was not received."""
    size: int | None = None
    media_type: str | None = None

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.issued is not None and self.valid_until is not None and self.valid_until < self.issued:
            raise ValueError(f"{self.name} ends ({self.valid_until}) before its date ({self.issued})")
        return self

    @property
    def dates(self) -> str:
        """Return its dates as they are written, such as ``2026-03-01 to 2027-02-28``; empty if it bears none."""
        end = f"to {self.valid_until}" if self.valid_until else ""
        return " ".join(filter(None, (str(self.issued or ""), end)))

    @property
    def written(self) -> str:
        """Return it as it is written in answers, such as ``report.pdf [2026-03-01]``."""
        return f"{self.name} [{self.dates}]" if self.dates else self.name

    @property
    def counts(self) -> bool:
        """Return whether it documents an answer: hashed or dated (DESIGN section 4)."""
        return self.sha256 is not None or (self.kind == "url" and self.issued is not None)

    def expired(self, as_of: dt.date) -> bool:
        """Return whether it no longer holds on a day."""
        return self.valid_until is not None and self.valid_until < as_of


class Source(Model):
    """Where an answer came from, so that every result can name it."""

    channel: Literal["workbook", "interview", "answers-file"]
    recorder: str
    """Who typed or imported it."""
    at: dt.datetime
    respondent: str = ""
    """The vendor's person, with role, where known."""
    file: str = ""
    cell: str = ""
    """``Sheet!Cell`` of a workbook, or ``line N`` of a file."""
    note: str = ""
    """What the importer had to read leniently, such as ``read 'Y' as yes``."""

    @property
    def where(self) -> str:
        """Return the place in words, such as ``acme.xlsx, Questions!E41``."""
        return ", ".join(part for part in (self.file, self.cell) if part) or self.channel


class Answer(Model):
    """One question's value with everything that stands beside it."""

    value: Value | None = None
    """None only where ``not_applicable`` is set."""
    not_applicable: bool = False
    comment: str = Field(default="", max_length=MAX_ANSWER_CHARACTERS)
    """The reason, where ``not_applicable`` is set."""
    evidence: tuple[Evidence, ...] = ()
    source: Source
    version: int = 1
    """Counts the saves of this answer; a save against an older version is refused."""
    removed: ClassVar[bool] = False
    by_review: ClassVar[bool] = False
    """Both say that no review touched it: it is a :class:`vendorrisk.rules.facts.Fact` as it stands."""

    @model_validator(mode="after")
    def _value_or_not_applicable(self) -> Self:
        if (self.value is None) != self.not_applicable:
            raise ValueError("an answer has a value, or is not applicable with its reason as comment")
        return self

    @property
    def grade(self) -> Grade:
        """Return the grade that the evidence alone earns; reviews can raise it."""
        for item in self.evidence:
            if item.counts:
                return Grade.DOCUMENTED
        return Grade.ASSERTED

    def says_the_same(self, other: Answer) -> bool:
        """Return whether value, comment and evidence are equal, whatever the source."""
        return (self.value, self.not_applicable, self.comment, self.evidence) == (
            other.value,
            other.not_applicable,
            other.comment,
            other.evidence,
        )
