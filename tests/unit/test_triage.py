"""The inherent risk tier: the highest rule that holds or is still open; without a triage, critical."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from small_content import write_content
from tiny import answer, assessment, not_applicable, review

from vendorrisk.content import Content
from vendorrisk.model.assessment import Assessment
from vendorrisk.model.policy import RiskTiers, Tier
from vendorrisk.model.questionnaire import Questionnaire
from vendorrisk.model.result import TierResult
from vendorrisk.rules.facts import Taken
from vendorrisk.scoring.triage import assumed_tier, given_tier, risk_facts, triage_tier

SHOWN = ("why: Dependence is risk.", "why: Dependence is risk.\n    show_when: {risk.personal-data: [some, much]}")


@pytest.fixture
def coalition(tmp_path: Path) -> tuple[Questionnaire, RiskTiers]:
    content = Content(write_content(tmp_path, {"questionnaires/triage/stake.yaml": SHOWN}))
    return content.triage, content.risk_tiers


MUCH, ALONE = "It sees much personal data.", "Nothing can replace it."
OPEN_DATA = f"Not excluded while risk.personal-data is open: {MUCH}"
OPEN_SUBSTITUTE = f"Not excluded while risk.substitute is open: {ALONE}"


@pytest.mark.parametrize(
    ("answers", "reviews", "tier", "reasons"),
    [
        ({"risk.personal-data": "much", "risk.substitute": "no"}, [], Tier.HIGH, [MUCH]),
        ({"risk.personal-data": "some", "risk.substitute": "no"}, [], Tier.MEDIUM, [ALONE]),
        ({"risk.personal-data": "some", "risk.substitute": "yes"}, [], Tier.LOW, ["No rule for a higher tier holds."]),
        ({}, [], Tier.HIGH, [OPEN_DATA]),
        ({"risk.substitute": "no"}, [], Tier.HIGH, [OPEN_DATA]),
        ({"risk.personal-data": "some"}, [], Tier.MEDIUM, [OPEN_SUBSTITUTE]),
        ({"risk.personal-data": "none"}, [], Tier.LOW, ["No rule for a higher tier holds."]),
        ({"risk.personal-data": "none", "risk.substitute": "no"}, [], Tier.LOW, ["No rule for a higher tier holds."]),
        ({"risk.personal-data": not_applicable(), "risk.substitute": "yes"}, [], Tier.HIGH, [OPEN_DATA]),
        ({"risk.personal-data": "none"}, [("challenge", {})], Tier.HIGH, [OPEN_DATA]),
        ({"risk.personal-data": "none"}, [("override", {"value": "much"})], Tier.HIGH, [MUCH]),
    ],
)
def test_the_highest_rule_that_holds_or_is_open_gives_the_tier(
    coalition: tuple[Questionnaire, RiskTiers],
    answers: dict[str, Any],
    reviews: list[tuple[str, dict[str, Any]]],
    tier: Tier,
    reasons: list[str],
) -> None:
    triage = assessment(
        coalition[0], answers, [review("risk.personal-data", action, **more) for action, more in reviews]
    )
    result = triage_tier(triage, *coalition)
    assert (result.tier, list(result.reasons), result.source) == (tier, reasons, "triage")


def test_the_result_pins_the_answers_that_it_rests_on(coalition: tuple[Questionnaire, RiskTiers]) -> None:
    def digest(triage: Assessment) -> str | None:
        return triage_tier(triage, *coalition).triage_digest

    one = assessment(coalition[0], {"risk.personal-data": "much"})
    assert digest(one) == digest(one)
    assert digest(one) != digest(assessment(coalition[0], {"risk.personal-data": "some"}))
    assert digest(one) != digest(
        assessment(coalition[0], {"risk.personal-data": "much"}, [review("risk.personal-data", "accept")])
    )


def test_without_a_triage_the_tier_is_critical_or_given_and_says_so() -> None:
    assert (assumed_tier().tier, assumed_tier().source) == (Tier.CRITICAL, "assumed")
    assert assumed_tier().reasons == ("No triage is on file, so the tier is taken as critical.",)
    assert given_tier(Tier.LOW) == TierResult(
        tier=Tier.LOW, source="given", reasons=("The tier was given by hand, and not by a triage.",)
    )


def test_applicability_sees_the_tier_and_the_triage_answers(coalition: tuple[Questionnaire, RiskTiers]) -> None:
    triage = assessment(coalition[0], {"risk.personal-data": answer("much")})
    found = risk_facts(triage_tier(triage, *coalition), triage)
    assert {name: fact.value for name, fact in found.items()} == {"risk.personal-data": "much", "risk.tier": "high"}
    assumed = risk_facts(assumed_tier(), None)
    assert {name: isinstance(fact, Taken) for name, fact in assumed.items()} == {"risk.tier": True}
