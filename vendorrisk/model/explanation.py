"""Why a criterion came out as it did: its conditions as trees, with what is known at every leaf."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from vendorrisk.model.answer import Grade
from vendorrisk.model.base import Model
from vendorrisk.model.plan import Flip, Judged
from vendorrisk.model.policy import EvidenceRule, Part
from vendorrisk.model.result import Finding, Truth


class Known(Model):
    """What is known of one question: the answer that counts, and where it came from."""

    question: str
    ask: str
    answer: str
    """As a person would write it; empty if there is none."""
    where: str = ""
    """Source in words, such as ``acme.xlsx, Questions!E41``."""
    channel: str = ""
    """``workbook``, ``interview`` or ``answers-file``."""
    recorder: str = ""
    respondent: str = ""
    at: dt.datetime | None = None
    grade: Grade | None = None
    decided_by: Literal["answer", "review", ""] = ""
    review: str = ""


class Node(Model):
    """One node of a condition; a leaf has ``known``, the others have ``members``."""

    kind: Literal["all", "any", "not", "leaf"]
    sentence: str
    """A leaf in plain words, ``all of``, ``at least one of`` or ``not``."""
    truth: Truth
    decides: bool
    """Whether the finding rests on it."""
    known: Known | None = None
    asked_when: Node | None = None
    """Of a leaf whose question is hidden, or not known to be asked: the condition that decides that."""
    members: tuple[Node, ...] = ()


class SupportCheck(Model):
    """One answer that a criterion's evidence rule binds, held against the rule."""

    question: str
    grade: Grade
    document: str
    """The newest dated document that supports it; empty if there is none."""
    issued: dt.date | None
    valid_until: dt.date | None = None
    """The last day on which it holds, where it names one."""
    outcome: Literal["enough", "undated", "too weak", "too old", "expired"]


class Explanation(Judged):
    """Everything about one criterion of one assessment."""

    finding: Finding
    conditions: dict[Part, Node]
    evidence_rule: EvidenceRule | None
    oldest: dt.date | None
    """The date that a document must not be older than, where the rule asks for an age."""
    evidence: tuple[SupportCheck, ...]
    """Every answer that the rule binds."""
    flip: Flip | None
    """The smallest change to another result: to met, or if it is met, away from it; None if no change of answers is."""
