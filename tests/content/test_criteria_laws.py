"""Laws that every criterion of the shipped policies keeps, whoever writes it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from vendorrisk.content import Content
from vendorrisk.model.answer import Grade
from vendorrisk.model.base import say
from vendorrisk.model.condition import Operator
from vendorrisk.model.policy import Criterion, Policy, Tier
from vendorrisk.model.questionnaire import QuestionType
from vendorrisk.model.result import FindingState, Truth
from vendorrisk.rules.facts import Taken
from vendorrisk.rules.leaf import RISK_TIER
from vendorrisk.rules.visibility import visibility
from vendorrisk.scoring.scorer import Scorer

CONTENT = Content.find(explicit=Path(__file__).parents[2])
BASE = "coalition-minimum"
AS_OF = dt.date(2026, 11, 23)


@pytest.fixture(params=[*CONTENT.policies(), "+".join([BASE, *CONTENT.overlays()])])
def policy(request: pytest.FixtureRequest) -> Policy:
    return CONTENT.policy(request.param)


def test_a_finding_is_never_more_public_than_the_answers_it_rests_on(policy: Policy) -> None:
    questions = CONTENT.questions_of(policy)
    leaks = [
        f"{criterion.id} shows {leaf.question}"
        for criterion in policy.criteria
        for leaf in criterion.met_when.leaves()
        if questions[leaf.question].disclosure.rank > criterion.disclosure.rank
    ]
    assert not leaks


def test_a_date_in_the_future_never_meets_a_criterion(policy: Policy) -> None:
    questions = CONTENT.questions_of(policy)
    open_ended = [
        f"{criterion.id} accepts any later {name}"
        for criterion in policy.criteria
        for name, operators in _operators(criterion).items()
        if questions[name].type is QuestionType.DATE
        and operators & {Operator.NOT_BEFORE, Operator.AFTER}
        and not operators & {Operator.NOT_AFTER, Operator.BEFORE}
    ]
    assert not open_ended


@pytest.mark.parametrize("tier", Tier)
def test_a_service_without_ai_is_asked_for_nothing_about_ai(policy: Policy, tier: Tier) -> None:
    facts = {
        "service.uses-ai": Taken("no", removed=False, grade=Grade.ASSERTED),
        RISK_TIER: Taken(tier.value, removed=False, grade=Grade.VERIFIED),
    }
    questionnaire = CONTENT.questionnaire(policy.questionnaire)
    hidden = {name for name, shown in visibility(questionnaire, facts).items() if shown is Truth.FALSE}
    states = Scorer(questionnaire, policy, AS_OF, CONTENT.triage).judge(facts).states
    asked = [
        f"{criterion.id} rests on {leaf.question}"
        for criterion, state in zip(policy.criteria, states, strict=True)
        if state is not FindingState.NOT_APPLICABLE
        for leaf in criterion.met_when.leaves()
        if leaf.question in hidden
    ]
    ethics = {q.id for section in questionnaire.sections if section.pillar == "ethics" for q in section.questions}
    assert ethics - hidden == {"people.report-channel", "people.retaliation-ban"}
    assert not asked


@pytest.mark.parametrize("tier", Tier)
def test_unanswered_is_never_a_failure(policy: Policy, tier: Tier) -> None:
    facts = {RISK_TIER: Taken(tier.value, removed=False, grade=Grade.VERIFIED)}
    scorer = Scorer(CONTENT.questionnaire(policy.questionnaire), policy, AS_OF, CONTENT.triage)
    assert set(scorer.judge(facts).states) <= {FindingState.UNDETERMINED, FindingState.NOT_APPLICABLE}


def test_no_criterion_tests_a_number_that_its_question_promises_not_to_score(policy: Policy) -> None:
    """Who finds and counts its incidents must not fare worse than who looks away."""
    promised = {
        question.id
        for question in CONTENT.questions_of(policy).values()
        if "No criterion scores this number" in say(question.help, "en")
    }
    assert promised >= {"incidents.breaches", "learning.incident-count"}
    conditions = [
        condition
        for criterion in policy.criteria
        for condition in (criterion.applies_when, criterion.met_when, criterion.partly_met_when)
        if condition is not None
    ]
    assert promised.isdisjoint(leaf.question for condition in conditions for leaf in condition.leaves())


def _operators(criterion: Criterion) -> dict[str, set[Operator]]:
    found: dict[str, set[Operator]] = {}
    for leaf in criterion.met_when.leaves():
        found.setdefault(leaf.question, set()).add(leaf.operator)
    return found
