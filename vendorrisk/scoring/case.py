"""One assessment before a policy: everything that its verdict rests on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from vendorrisk.model.answer import Value
from vendorrisk.model.assessment import Assessment, Waiver
from vendorrisk.model.base import Pin
from vendorrisk.model.result import TierResult
from vendorrisk.rules.facts import Fact, facts
from vendorrisk.scoring.scorer import Judgement, Scorer
from vendorrisk.scoring.triage import risk_facts


@dataclass(frozen=True)
class Case:
    """An assessment with the scorer of its policy, its inherent risk tier, and the triage that the tier rests on."""

    scorer: Scorer
    assessment: Assessment
    tier: TierResult
    triage: Assessment | None = None

    @cached_property
    def facts(self) -> dict[str, Fact]:
        """What is known of each question, those of the risk included."""
        known = facts(self.assessment.answers, self.assessment.reviews, self.scorer.as_of)
        return {**known, **risk_facts(self.tier, self.triage)}

    @cached_property
    def waivers(self) -> dict[str, Waiver]:
        """The waivers in force, by criterion."""
        waivers = self.assessment.current_waivers.items()
        return {name: waiver for name, waiver in waivers if waiver.in_force(self.scorer.as_of)}

    @cached_property
    def judgement(self) -> Judgement:
        """What the policy says of it as it stands."""
        return self.scorer.judge(self.facts, self.waivers.keys())

    def present(self, question: str) -> Value | None:
        """Return the value that stands for a question, even while it is challenged; None if there is none."""
        fact, answer = self.facts.get(question), self.assessment.answers.get(question)
        if fact is not None and fact.value is not None:
            return fact.value
        return answer.value if answer is not None else None

    def head(self, policy_pin: Pin) -> dict[str, Any]:
        """Return what says whose case it is, and by what it is judged: the fields of ``Result`` and ``Judged``."""
        return {
            "vendor_name": self.assessment.vendor.name,
            "product": self.assessment.product_name or self.assessment.product,
            "ref": self.assessment.ref,
            "policy": policy_pin,
            "tier": self.tier,
            "as_of": self.scorer.as_of,
        }

    @property
    def assessments(self) -> tuple[Assessment, ...]:
        """The assessment, and its triage if there is one."""
        return (self.assessment,) if self.triage is None else (self.assessment, self.triage)
