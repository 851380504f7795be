"""What a policy says of an assessment: findings with their trace, score range, verdict."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Literal

from pydantic import Field

from vendorrisk.model.answer import Grade
from vendorrisk.model.assessment import Waiver
from vendorrisk.model.base import Digest, Model, Pin
from vendorrisk.model.policy import Level, Part, Severity, Tier, Verdict
from vendorrisk.model.questionnaire import Disclosure


class FindingState(StrEnum):
    """A criterion's result (DESIGN section 4, the finding table)."""

    MET = "met"
    PARTLY_MET = "partly_met"
    UNMET = "unmet"
    UNDETERMINED = "undetermined"
    NOT_APPLICABLE = "not_applicable"

    @property
    def words(self) -> str:
        """Return it as a person says it, such as ``partly met`` or ``not met``."""
        return "not met" if self is FindingState.UNMET else self.value.replace("_", " ")

    @property
    def failed(self) -> bool:
        """Return whether it fails a minimum, and a waiver can cover it: unmet or partly met."""
        return self in (FindingState.UNMET, FindingState.PARTLY_MET)

    @property
    def is_gap(self) -> bool:
        """Return whether something is left to do: failed or undetermined."""
        return self.failed or self is FindingState.UNDETERMINED


class Truth(StrEnum):
    """The four states of a leaf or condition."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"
    REMOVED = "removed"
    """Its question is hidden or its N/A was accepted: it drops out."""


class Cause(StrEnum):
    """Which line of the finding table decided."""

    MET = "met"
    EVIDENCE_WEAK = "evidence_weak"
    """True, but an answer's grade is below the one asked for, or its evidence is too old."""
    EVIDENCE_UNDATED = "evidence_undated"
    PARTLY = "partly"
    FALSE = "false"
    UNANSWERED = "unanswered"
    """Unknown: an answer is missing, challenged, or its N/A reason is not yet accepted."""
    APPLICABILITY_UNKNOWN = "applicability_unknown"
    DOES_NOT_APPLY = "does_not_apply"
    REMOVED = "removed"


class LeafTrace(Model):
    """One leaf of a criterion with the answer that decided it."""

    part: Part
    question: str
    sentence: str
    """The leaf in plain words, such as ``access.mfa-admin is yes``."""
    truth: Truth
    decisive: bool
    """Whether the finding rests on this leaf."""
    answer: str = ""
    """The answer as a person would write it; empty if there is none."""
    where: str = ""
    """Source in words: ``acme.xlsx, Questions!E41``."""
    grade: Grade | None = None
    decided_by: Literal["answer", "review", ""] = ""
    review: str = ""
    """What reviews say of the answer: who, when, what and why."""


class WaitsFor(StrEnum):
    """Whose turn it is to close a gap."""

    VENDOR = "vendor"
    ASSESSOR = "assessor"


class Finding(Model):
    """A criterion's result for one assessment."""

    criterion: str
    title: str
    domain: str
    level: Level
    weight: int
    severity: Severity
    disclosure: Disclosure
    result: FindingState
    cause: Cause
    because: str
    """One plain sentence that says why."""
    needed: str
    """What would meet it, in plain words."""
    do: str = ""
    """What closes the gap, what is missing first; empty where nothing is to do."""
    waits_for: WaitsFor | None = None
    """Whose turn it is."""
    checked: bool = False
    """Whether an assessor checked every answer that decided; otherwise it rests on the vendor's word."""
    trace: tuple[LeafTrace, ...] = ()
    waiver: Waiver | None = None
    """The waiver in force that covers it; None otherwise."""


class ScoreRange(Model):
    """0 to 100, in tenths, rounded down. ``low`` counts undetermined weight as unmet, ``high`` as met."""

    low: float
    high: float


class DomainScore(Model):
    """The score of one domain."""

    domain: str
    title: str
    pillar: str
    score: ScoreRange | None
    """None if no criterion applies."""
    excluded_weight: int = 0
    """Weight excluded by accepted N/A reasons."""
    excluded_too_much: bool = False
    """Whether that is above the policy's limit."""


class Support(Model):
    """How much was answered, and how well it is supported; counts of shown questions."""

    shown: int
    answered: int
    asserted: int
    documented: int
    verified: int
    checked: int
    """Answers that an assessor accepted, overrode or verified; the others are the vendor's word."""

    @property
    def coverage(self) -> float:
        """Return the answered share of the shown questions in percent, rounded down to tenths."""
        return 100.0 if not self.shown else self.answered * 1000 // self.shown / 10


class TierSource(StrEnum):
    """Where an inherent risk tier comes from."""

    TRIAGE = "triage"
    GIVEN = "given"
    """A person stated it instead of a triage."""
    OVERRIDDEN = "overridden"
    """A person decided otherwise than the rules, with a reason."""
    ASSUMED = "assumed"
    """No triage was found, so the tier is taken as critical."""


class TierResult(Model):
    """The inherent risk tier, and where it comes from."""

    tier: Tier
    source: TierSource
    reasons: tuple[str, ...] = ()
    triage_digest: Digest | None = None
    """Digest of the triage answers that it rests on."""


class MinimumCounts(Model):
    """The criteria of level minimum that apply."""

    applicable: int
    met: int
    waived: int
    failed: int
    """Unmet or partly met, with no waiver in force."""
    undetermined: int


class Result(Model):
    """A verdict with everything that led to it."""

    vendor_id: str
    vendor_name: str
    product: str
    """Name of the product or service; empty for the vendor as a whole."""
    scope: str
    ref: str
    questionnaire: Pin
    policy: Pin
    coalition: str
    tier: TierResult
    as_of: dt.date
    verdict: Verdict
    residual_risk: Tier | None = None
    """The risk that remains, by the policy's table; None if it has none."""
    minimums: MinimumCounts
    score: ScoreRange | None
    pillars: dict[str, ScoreRange | None]
    """``security`` and ``ethics``."""
    domains: tuple[DomainScore, ...]
    levels: dict[Level, ScoreRange | None]
    support: Support
    findings: tuple[Finding, ...]
    """In the order of the policy."""
    notes: tuple[str, ...] = ()
    """What a reader must know, such as an assumed tier or an expired waiver."""
    contradictions: tuple[str, ...] = ()
    """Where the triage and the vendor's answers can't both be so. For the assessor: the triage is the member's own."""

    def of_state(self, *states: FindingState) -> tuple[Finding, ...]:
        """Return the findings in any of these states, in the order of the policy."""
        return tuple(finding for finding in self.findings if finding.result in states)


class WorkStatus(StrEnum):
    """Where the work on a gap or condition stands."""

    OPEN = "open"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    """In the words of who works on it; a gap is closed only where a later scoring finds it met."""
    DISPUTED = "disputed"
    CLOSED = "closed"
    """A later scoring met the criterion, or a person closed the condition."""

    @property
    def words(self) -> str:
        """Return it as a person says it, such as ``in progress``."""
        return self.value.replace("_", " ")


class Gap(Model):
    """A criterion that is not met, as a working item."""

    criterion: str
    title: str
    domain: str
    level: Level
    severity: Severity
    result: FindingState
    because: str
    needed: str
    do: str
    """What closes the gap, what is missing first."""
    asks: dict[str, str] = Field(default_factory=dict)
    """Text of each question that it rests on, by id."""
    waits_for: WaitsFor
    checked: bool = False
    """Whether an assessor checked every answer that decided."""
    due: dt.date
    """From the day on which it was recorded; while it is not, from the result's ``as_of``."""
    waived_until: dt.date | None = None
    recorded: dt.date | None = None
    """The day from which its term runs; None while it is not recorded in a case file."""
    status: WorkStatus = WorkStatus.OPEN
    owner: str = ""
    target: dt.date | None = None
    """The day that its owner names; it may lie beyond ``due``, and moves nothing."""
    response: str = ""
    """The vendor's response."""

    def days_left(self, on: dt.date) -> int:
        """Return the days left on this day, below 0 if it is overdue; a waiver in force puts the end off."""
        return (max(self.due, self.waived_until or self.due) - on).days
