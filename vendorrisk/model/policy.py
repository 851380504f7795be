"""Policies: the criteria that answers are checked against, and the rules of the inherent risk tier."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from vendorrisk.model.answer import Grade
from vendorrisk.model.base import Id, Model, Ranked, Text, Version
from vendorrisk.model.condition import Condition, ConditionField
from vendorrisk.model.questionnaire import Disclosure
from vendorrisk.model.term import Term, TermField

CriterionId = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}-[A-Z]{3}-\d{2}$")]

PolicyName = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9]+([.\-][a-z0-9]+)*(\+[a-z0-9]+([.\-][a-z0-9]+)*)*$", max_length=400)
]
"""The id of a policy, with those of overlays joined by ``+``, such as ``coalition-minimum+finance``."""

PolicyVersion = Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+(\+\d+\.\d+\.\d+)*$")]
"""The version of a policy, with those of its overlays in the order of its name, such as ``1.0.0+1.2.0``."""

Part = Literal["applies_when", "met_when", "partly_met_when"]
"""The conditions of a criterion."""


class Level(Ranked):
    """What a criterion is for: a minimum decides the verdict, the others move the score only."""

    MINIMUM = "minimum"
    EXPECTED = "expected"
    LEADING = "leading"


class Tier(Ranked):
    """Inherent risk of using the vendor, before any of its answers count; the lowest first."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


class Verdict(StrEnum):
    """The one-word result; the score never decides it (DESIGN section 5)."""

    MEETS = "meets"
    CONDITIONAL = "conditional"
    DOES_NOT_MEET = "does_not_meet"
    INCOMPLETE = "incomplete"

    @property
    def words(self) -> str:
        """Return it as a person says it, such as ``does not meet``."""
        return self.value.replace("_", " ")

    @property
    def passes(self) -> bool:
        """Return whether commands exit 0 on it."""
        return self in (Verdict.MEETS, Verdict.CONDITIONAL)


class Severity(Ranked):
    """How bad a gap is, the gravest first; derived from level and weight, never set by hand."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class EvidenceRule(Model):
    """What must support every answer that makes ``met_when`` true."""

    grade: Grade
    max_age: TermField | None = None
    """From the document's own date to ``as_of``, in calendar months, inclusive."""


class Remediation(Model):
    """What closes the gap, and the term from the attestation's ``as_of``."""

    do: Text
    within: TermField


class Criterion(Model):
    """One rule of a policy."""

    id: CriterionId
    domain: Id
    """Id of the questionnaire section that it belongs to."""
    title: Text
    """A statement that is true when the criterion is met."""
    level: Level
    weight: int = Field(ge=1, le=10)
    disclosure: Disclosure = Disclosure.PARTNER
    applies_when: ConditionField | None = None
    met_when: ConditionField
    partly_met_when: ConditionField | None = None
    evidence: EvidenceRule | None = None
    remediation: Remediation
    why: Text
    references: dict[str, tuple[str, ...]] = Field(default_factory=dict)

    @property
    def conditions(self) -> dict[Part, Condition]:
        """Return the conditions that it has, in the order in which the finding table reads them."""
        every: tuple[tuple[Part, Condition | None], ...] = (
            ("applies_when", self.applies_when),
            ("met_when", self.met_when),
            ("partly_met_when", self.partly_met_when),
        )
        return {part: condition for part, condition in every if condition is not None}

    @property
    def severity(self) -> Severity:
        """Return the severity of a gap here: minimums are critical (weight 8 and up) or high."""
        if self.level is Level.MINIMUM:
            return Severity.CRITICAL if self.weight >= 8 else Severity.HIGH
        return Severity.MEDIUM if self.level is Level.EXPECTED and self.weight >= 5 else Severity.LOW


class AppliedOverlay(Model):
    """An overlay that a policy was made with."""

    overlay: Id
    version: Version
    title: Text


class Policy(Model):
    """All criteria of a coalition, with the terms of its attestations; the overlays of its name are applied."""

    policy: PolicyName
    version: PolicyVersion
    overlays: tuple[AppliedOverlay, ...] = ()
    """In the order of its name; never written by hand."""
    coalition: str
    """Name of the coalition, as attestations show it."""
    title: Text
    description: Text
    questionnaire: Id
    not_applicable_limit: int = Field(default=25, ge=0, le=100)
    """Percent of a domain's weight that accepted N/A reasons may exclude before it is flagged."""
    longest_waiver: TermField = Term(12, 0)
    """How long a waiver may last, from its first day."""
    cadence: dict[Tier, TermField]
    """Longest validity of an attestation, by inherent risk tier."""
    residual_risk: dict[Tier, dict[Verdict, Tier]] = Field(default_factory=dict)
    """The risk that remains, by inherent risk tier and verdict; without a table the policy says nothing of it."""
    contradictions: tuple[ConditionField, ...] = ()
    """Each holds where an answer of the triage and one of the vendor can't both be so. They move no finding."""
    criteria: tuple[Criterion, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _names_its_overlays(self) -> Self:
        named, versions = self.policy.split("+")[1:], self.version.count("+")
        if named != [each.overlay for each in self.overlays] or versions != len(named):
            raise ValueError("'+' joins overlays to a policy; its own name and version have none")
        return self

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        ids = [criterion.id for criterion in self.criteria]
        if twice := {name for name in ids if ids.count(name) > 1}:
            raise ValueError(f"{', '.join(sorted(twice))} stands twice; every criterion id must be unique")
        if missing := set(Tier) - set(self.cadence):
            raise ValueError(f"'cadence' lacks {', '.join(sorted(missing))}")
        return self

    @model_validator(mode="after")
    def _residual_risk_is_whole(self) -> Self:
        if not self.residual_risk:
            return self
        for tier in Tier:
            if missing := set(Verdict) - set(self.residual_risk.get(tier, {})):
                raise ValueError(f"'residual_risk' of {tier} lacks {', '.join(sorted(missing))}")
        for verdict in Verdict:
            ranks = [self.residual_risk[tier][verdict].rank for tier in Tier]
            if ranks != sorted(ranks):
                raise ValueError(f"'residual_risk' of {verdict} falls where the inherent risk rises")
        return self

    def criterion(self, criterion_id: str) -> Criterion:
        """Return the criterion with this id; raise ``KeyError`` if there is none."""
        for criterion in self.criteria:
            if criterion.id == criterion_id:
                return criterion
        raise KeyError(criterion_id)


class TierRule(Model):
    """A tier that holds when its condition does, with the reason in plain words."""

    tier: Tier
    when: ConditionField
    because: Text


class RiskTiers(Model):
    """How the triage answers give the inherent risk tier: the highest tier with a rule that holds."""

    risk_tiers: Id
    version: Version
    questionnaire: Id
    rules: tuple[TierRule, ...]
