"""The inherent risk tier from the triage answers."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping

from vendorrisk.model.answer import Grade
from vendorrisk.model.assessment import Assessment
from vendorrisk.model.base import DEFAULT_LANGUAGE, say
from vendorrisk.model.canonical import canonical
from vendorrisk.model.condition import Leaf
from vendorrisk.model.policy import RiskTiers, Tier
from vendorrisk.model.questionnaire import Questionnaire
from vendorrisk.model.result import TierResult, TierSource
from vendorrisk.phrases.findings import RiskTier
from vendorrisk.phrases.words import Tiers
from vendorrisk.rules.facts import Fact, Taken, facts
from vendorrisk.rules.leaf import RISK_TIER
from vendorrisk.rules.state import leaf_state
from vendorrisk.rules.truth import TRUE, UNKNOWN, Bits, decisive, evaluate
from vendorrisk.rules.visibility import visibility

_ANY_DAY = dt.date(2000, 1, 1)
"""The rules can't depend on a date: content that does is refused."""


def assumed_tier(language: str = DEFAULT_LANGUAGE) -> TierResult:
    """Return the tier that is taken without a triage: the highest."""
    reasons = (RiskTier.ASSUMED.say(language),)
    return TierResult(tier=Tier.CRITICAL, source=TierSource.ASSUMED, reasons=reasons)


def given_tier(tier: Tier, language: str = DEFAULT_LANGUAGE) -> TierResult:
    """Return a tier that the user stated instead of a triage."""
    return TierResult(tier=tier, source=TierSource.GIVEN, reasons=(RiskTier.GIVEN.say(language),))


def triage_tier(
    triage: Assessment,
    questionnaire: Questionnaire,
    tiers: RiskTiers,
    *,
    language: str = DEFAULT_LANGUAGE,
) -> TierResult:
    """Return the highest tier with a rule that holds, or that an unanswered question leaves open.

    Unknown is never no: a rule that can't be told yet counts, and its reason says so.
    """
    found = facts(triage.answers, triage.reviews)
    shown = visibility(questionnaire, found)
    questions = {question.id: question for question in questionnaire.questions}

    def state_of(leaf: Leaf) -> Bits:
        return leaf_state(leaf, questions, found, shown, _ANY_DAY)

    tier, reasons = Tier.LOW, [RiskTier.NO_RULE.say(language)]
    for candidate in reversed(Tier):
        reasons_here = []
        for rule in tiers.rules:
            if rule.tier is not candidate:
                continue
            state = evaluate(rule.when, state_of)
            if state == TRUE:
                reasons_here.append(say(rule.because, language))
            elif state == UNKNOWN:
                missing = ", ".join(sorted({leaf.question for leaf in decisive(rule.when, state_of)}))
                reason = say(rule.because, language)
                reasons_here.append(RiskTier.NOT_EXCLUDED.say(language, questions=missing, reason=reason))
        if reasons_here:
            tier, reasons = candidate, reasons_here
            break
    by_rule = TierResult(
        tier=tier, source=TierSource.TRIAGE, reasons=tuple(reasons), triage_digest=triage_digest(triage)
    )
    return _overridden(by_rule, triage, language)


def _overridden(by_rule: TierResult, triage: Assessment, language: str) -> TierResult:
    """Return the tier that a person set instead, with both reasons; an override of earlier answers no longer counts."""
    last = triage.tier_overrides[-1] if triage.tier_overrides else None
    if last is None or last.tier is None:
        return by_rule
    if last.answers != answers_digest(triage):
        lapsed = RiskTier.LAPSED.say(language, tier=_word(last.tier, language))
        return by_rule.model_copy(update={"reasons": (*by_rule.reasons, lapsed)})
    facts_of_it = {"tier": _word(last.tier, language), "person": last.by, "reason": last.reason}
    said = RiskTier.SET.say(language, date=last.at.date(), **facts_of_it)
    reasons = " ".join(by_rule.reasons)
    rules = RiskTier.RULES_SAY.say(language, tier=_word(by_rule.tier, language), reasons=reasons)
    return by_rule.model_copy(
        update={"tier": last.tier, "source": TierSource.OVERRIDDEN, "reasons": (said, rules)},
    )


def _word(tier: Tier, language: str) -> str:
    return Tiers[tier.name].say(language)


def triage_digest(triage: Assessment) -> str:
    """Return the digest of what a tier rests on, whatever the triage's state: answers, reviews, overrides."""
    return _digest(triage, "answers", "reviews", "tier_overrides")


def answers_digest(triage: Assessment) -> str:
    """Return the digest of what an override was made on: answers and reviews."""
    return _digest(triage, "answers", "reviews")


def _digest(triage: Assessment, *fields: str) -> str:
    return hashlib.sha256(canonical(triage.model_dump(mode="json", include=set(fields)))).hexdigest()


def risk_facts(tier: TierResult, triage: Assessment | None) -> Mapping[str, Fact]:
    """Return what ``applies_when`` sees of the risk: ``risk.tier`` and the triage answers."""
    found = facts(triage.answers, triage.reviews) if triage is not None else {}
    return {**found, RISK_TIER: Taken(tier.tier.value, removed=False, grade=Grade.VERIFIED)}
