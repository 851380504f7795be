"""The signed statement (payload schema ``vendorrisk.attestation/1``) and what verifying it finds."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Final, Literal

from vendorrisk.model.answer import Grade
from vendorrisk.model.assessment import ReviewAction, Waiver
from vendorrisk.model.base import Digest, Model, Pin
from vendorrisk.model.policy import Level, Severity, Verdict
from vendorrisk.model.questionnaire import Disclosure
from vendorrisk.model.result import DomainScore, FindingState, MinimumCounts, ScoreRange, Support, TierResult

SCHEMA: Final = "vendorrisk.attestation/1"


class StatementFinding(Model):
    """A finding as it is attested."""

    criterion: str
    title: str
    domain: str
    level: Level
    severity: Severity
    disclosure: Disclosure
    result: FindingState
    because: str
    checked: bool = False
    """Whether an assessor checked every answer that decided; otherwise it rests on the vendor's word."""
    do: str = ""
    """Remediation; empty where nothing is to do."""
    due: dt.date | None = None


class StatementAnswer(Model):
    """An answer as it is attested: readable without the questionnaire."""

    question: str
    section: str
    ask: str
    answer: str
    """Labels, not ids; ``Not applicable`` or ``Not answered`` where it is so."""
    disclosure: Disclosure
    grade: Grade | None = None
    evidence: tuple[str, ...] = ()
    """``name [date] sha256:first-16-digits`` of each document."""


class StatementReview(Model):
    """An assessor's act on an answer, as it is attested: those that count now."""

    question: str
    action: ReviewAction
    value: str = ""
    """The overriding value, as a person writes it."""
    reviewer: str
    reason: str
    on: dt.date


class Withheld(Model):
    """How many items a higher disclosure tier would show."""

    findings: int
    answers: int


class Checkpoint(Model):
    """State of the issuer's journal when it signed (RFC 6962 tree size and root)."""

    size: int
    root: Digest


class StatusEntry(Model):
    """Where a verifier finds the revocation status (Token Status List)."""

    uri: str
    index: int


class Statement(Model):
    """Everything that an attestation states. The PDF is its rendering; this is what counts."""

    schema_id: Literal["vendorrisk.attestation/1"] = SCHEMA
    attestation_id: str
    """``urn:uuid:...``."""
    issued_at: dt.datetime
    """UTC, to the second."""
    issuer: str
    """Who signs: a name and an organisation, equal to the signing certificate's subject."""
    coalition: str
    vendor_id: str
    vendor_name: str
    product: str
    scope: str
    ref: str
    assessment_digest: Digest
    """Digest of the assessment's canonical JSON."""
    questionnaire: Pin
    policy: Pin
    policy_title: str
    tier: TierResult
    as_of: dt.date
    valid_until: dt.date
    """The last day of validity."""
    valid_because: str
    """What limits the validity, such as ``reassessment every 6 months at high risk``."""
    verdict: Verdict
    minimums: MinimumCounts
    score: ScoreRange | None
    pillars: dict[str, ScoreRange | None]
    """``security`` and ``ethics``."""
    domains: tuple[DomainScore, ...]
    levels: dict[Level, ScoreRange | None]
    support: Support
    counts: dict[FindingState, int]
    """All findings of the policy, withheld ones included."""
    disclosure: Disclosure
    findings: tuple[StatementFinding, ...]
    waivers: tuple[Waiver, ...]
    answers: tuple[StatementAnswer, ...]
    reviews: tuple[StatementReview, ...]
    """Of the answers that are shown."""
    withheld: Withheld
    notes: tuple[str, ...] = ()
    submitted_by: str = ""
    language: str = "en"
    software: str
    """``vendorrisk 0.1.0``."""
    journal: Checkpoint | None = None
    status: StatusEntry | None = None
    supersedes: str | None = None
    """Id of the attestation that this one replaces."""

    @property
    def title(self) -> str:
        """Return ``Attestation``, or ``Assessment result`` below meets and conditional (DESIGN section 5)."""
        return "Attestation" if self.verdict.passes else "Assessment result"


class CheckState(StrEnum):
    """Outcome of one verification step. ``skipped``: an earlier failure left nothing to check."""

    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"


class Check(Model):
    """One step of the verification."""

    name: str
    """Stable id: ``integrity``, ``certification``, ``signature_fields``, ``signer_trusted``, ``coverage``,
    ``modifications``, ``payload_signature``, ``payload_from_signed_revision``, ``payload_schema``,
    ``same_signer``, ``validity``."""
    state: CheckState
    detail: str
    """One plain sentence: what was found."""


class Signer(Model):
    """Who signed, from the certificate."""

    name: str
    organisation: str
    fingerprint: Digest
    """SHA-256 of the certificate in DER."""
    not_after: dt.datetime


class Verification(Model):
    """Everything that verifying one file found. ``statement`` is set only if its signature held."""

    file: str
    sha256: Digest
    checks: tuple[Check, ...]
    signer: Signer | None = None
    statement: Statement | None = None

    @property
    def valid(self) -> bool:
        """Return whether every check passed: nothing skipped, nothing failed."""
        return bool(self.checks) and all(check.state is CheckState.PASSED for check in self.checks)

    @property
    def failures(self) -> tuple[Check, ...]:
        """Return the checks that failed, in the order in which they were made."""
        return tuple(check for check in self.checks if check.state is CheckState.FAILED)
