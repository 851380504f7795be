"""Answers that earlier answers suggest, and what assessor and vendor write to each other about an answer."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field

from vendorrisk.model.answer import MAX_ANSWER_CHARACTERS, Evidence, Value
from vendorrisk.model.base import Model


class Precedent(Model):
    """One answer to another questionnaire that a proposal rests on."""

    questionnaire: str
    """Its id and version, such as ``csa-caiq-4.0.3 4.0.3``."""
    question: str
    shown: str
    """The answer in words, as it was given."""
    comment: str = ""
    where: str
    """File and cell that it came from."""
    relation: Literal["equal", "narrower", "broader", "related"] = "related"
    """How the question there relates to the one here."""
    suggests: Value | None = Field(default=None, exclude_if=lambda value: value is None)
    """The answer that it supports here; None where it decides nothing, and is only a hint."""


class Proposal(Model):
    """An answer that other answers suggest. It counts for nothing until a person confirms it."""

    question: str
    value: Value | None = None
    """None where the precedents contradict each other or decide nothing, or where they say not applicable."""
    not_applicable: bool = False
    comment: str = Field(default="", max_length=MAX_ANSWER_CHARACTERS)
    evidence: tuple[Evidence, ...] = ()
    precedents: tuple[Precedent, ...] = Field(min_length=1)
    at: dt.datetime

    @property
    def conflicting(self) -> bool:
        """Return whether its precedents contradict each other, so that it proposes nothing."""
        return not self.proposes and any(each.suggests is not None for each in self.precedents)

    @property
    def proposes(self) -> bool:
        """Return whether there is an answer to confirm. Without one, its precedents only help to give one."""
        return self.value is not None or self.not_applicable


class Message(Model):
    """What an assessor asked about an answer, or what the vendor replied. It changes nothing by itself."""

    question: str
    role: Literal["assessor", "vendor"]
    by: str = Field(min_length=1)
    at: dt.datetime
    text: str = Field(min_length=1, max_length=MAX_ANSWER_CHARACTERS)
    answer_version: int
    """The version of the answer that it is about."""
