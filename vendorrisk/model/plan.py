"""Changes of answers and what they bring about: plans, smallest changes, and the answers that move a verdict most."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Literal

from vendorrisk.model.answer import Value
from vendorrisk.model.base import Model, Pin
from vendorrisk.model.policy import Severity, Verdict
from vendorrisk.model.result import FindingState, ScoreRange, TierResult


class Act(StrEnum):
    """What is done about an answer."""

    ANSWER = "answer"
    """An open question gets its first answer, with the work behind it."""
    CHANGE = "change"
    """The work is done and the answer changes."""
    FIND_OUT = "find-out"
    """An open fact that no work changes is found out; the plan takes its answer for granted."""
    SUPPORT = "support"
    """The answer stays, and the evidence that is asked for is added."""
    SETTLE = "settle"
    """A challenged answer is upheld by the assessor."""
    ACCEPT = "accept"
    """The assessor accepts the reason why a question is not applicable."""


class Change(Model):
    """What has to become of one answer."""

    question: str
    ask: str
    """The question's text."""
    act: Act
    before: str
    """What is answered now, as a person would write it; empty if nothing is."""
    after: str
    """What the answer has to be, such as ``access.mfa-admin is “Yes”``; empty where it stays."""
    value: Value | None = None
    """One answer that does; of a text or a list only its form."""
    evidence: str = ""
    """What has to support it, such as ``a document dated 2025-11-23 or later``; empty if nothing has to."""
    words: str
    """All of it as one clause."""
    effort: int
    """Rough person-days."""


class Step(Model):
    """One change of a plan, with what it brings after all steps before it."""

    change: Change
    serves: tuple[str, ...]
    """The criteria that would fall back without it."""
    closes: tuple[str, ...]
    """The criteria that this step brings to met, or takes out."""
    within: str
    """The shortest term among the criteria it serves; empty if it serves none."""
    due: dt.date | None
    severity: Severity | None
    """The gravest among the criteria it serves."""
    verdict: Verdict
    score: ScoreRange | None


class OutOfReach(Model):
    """A minimum criterion that stays unmet whatever the plan does."""

    criterion: str
    title: str
    because: str
    together: bool
    """Whether changes could reach it alone, only not together with the others."""


class Judged(Model):
    """Which assessment is spoken of, by which policy and as of when."""

    vendor_name: str
    product: str
    ref: str
    policy: Pin
    tier: TierResult
    as_of: dt.date


class Plan(Judged):
    """The cheapest set of changes that brings an assessment to a goal, in the order in which to make them."""

    goal: Literal["meets", "score"]
    to_score: int | None = None
    """The score to reach at least, counting what is undetermined as unmet."""
    reached: bool
    """Whether all steps together reach the goal."""
    verdict: Verdict
    """Before any step."""
    score: ScoreRange | None
    steps: tuple[Step, ...] = ()
    effort: int = 0
    """Rough person-days of all steps."""
    out_of_reach: tuple[OutOfReach, ...] = ()
    highest: float | None = None
    """The highest score that changes can reach, where that is less than asked for."""


class Flip(Model):
    """The smallest change that would give a criterion another result."""

    result: FindingState
    changes: tuple[Change, ...]
    """All of them together."""
    effort: int | None
    """Rough person-days; None where it is no work but only a what-if."""


class Swing(Model):
    """What one answer would move if it were another one, all others as they are."""

    question: str
    ask: str
    before: str
    after: str
    """The answer it would be, as a person would write it; or what becomes of its support."""
    what: Literal["answer", "unanswered", "evidence added", "evidence lost"]
    fixed: bool
    """Whether it is a fact that no work changes."""
    verdict: Verdict
    score: ScoreRange | None
    direction: Literal["improve", "harm"]
    gain: float
    """How many points the low end of the score range moves."""


class Sensitivity(Judged):
    """How much each answer of an assessment moves."""

    verdict: Verdict
    score: ScoreRange | None
    swings: tuple[Swing, ...]
    """Those that move the verdict furthest first, then by score."""
