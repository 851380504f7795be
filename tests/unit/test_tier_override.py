"""A person may set another inherent risk tier than the rules give: with a reason, a name, and never unseen."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from small_content import write_content
from tiny import AT, answer, assessment

from vendorrisk.content import Content
from vendorrisk.model.assessment import Assessment, TierOverride
from vendorrisk.model.policy import Tier
from vendorrisk.model.result import TierResult, TierSource
from vendorrisk.scoring.triage import answers_digest, triage_digest, triage_tier


@pytest.fixture
def content(tmp_path: Path) -> Content:
    return Content(write_content(tmp_path))


@pytest.fixture
def triage(content: Content) -> Assessment:
    """Return a triage whose rules give the tier high."""
    return assessment(content.triage, {"risk.personal-data": "much", "risk.substitute": "no"}, [])


def overridden(triage: Assessment, tier: Tier | None, at: dt.datetime = AT) -> Assessment:
    override = TierOverride(
        tier=tier, by="Ada Osei, Head of Risk", reason="A pilot only.", at=at, answers=answers_digest(triage)
    )
    return triage.model_copy(update={"tier_overrides": (*triage.tier_overrides, override)})


def judged(content: Content, triage: Assessment) -> TierResult:
    return triage_tier(triage, content.triage, content.risk_tiers)


def test_an_override_sets_the_tier_and_shows_both_reasons(content: Content, triage: Assessment) -> None:
    result = judged(content, overridden(triage, Tier.LOW))
    assert (result.tier, result.source) == (Tier.LOW, TierSource.OVERRIDDEN)
    assert result.reasons == (
        "Set to low by Ada Osei, Head of Risk on 2026-11-20: A pilot only.",
        "The rules say high: It sees much personal data.",
    )


def test_taking_it_back_lets_the_rules_decide_again(content: Content, triage: Assessment) -> None:
    assert judged(content, overridden(overridden(triage, Tier.LOW), None)).reasons == judged(content, triage).reasons


def test_an_override_is_void_once_the_triage_is_answered_otherwise(content: Content, triage: Assessment) -> None:
    before = overridden(triage, Tier.LOW)
    anew = before.model_copy(update={"answers": {**before.answers, "risk.substitute": answer("yes", version=2)}})
    result = judged(content, anew)
    assert (result.tier, result.source) == (Tier.HIGH, TierSource.TRIAGE)
    assert result.reasons[-1] == "An override to low was of earlier triage answers and no longer counts."


def test_a_tier_pins_the_override_that_it_rests_on(triage: Assessment) -> None:
    digests = {
        triage_digest(triage),
        triage_digest(overridden(triage, Tier.LOW)),
        triage_digest(overridden(triage, None)),
    }
    assert len(digests) == 3
