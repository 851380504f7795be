"""On the shipped content: plans, carried out as their words say, reach their goal."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from generated import AS_OF
from planning import again, carried_out, every_value
from tiny import answer, assessment, document

from vendorrisk.content import Content, pin
from vendorrisk.model.answer import Answer
from vendorrisk.model.policy import Tier, Verdict
from vendorrisk.model.questionnaire import Question, Questionnaire, QuestionType
from vendorrisk.scoring.case import Case
from vendorrisk.scoring.plan import plan_to_meet, plan_to_score
from vendorrisk.scoring.scorer import Scorer
from vendorrisk.scoring.triage import given_tier

CONTENT = Content.find(Path(__file__).parents[2])
EVERYTHING = "+".join(["coalition-minimum", *CONTENT.overlays()])


@cache
def scorer(policy: str) -> Scorer:
    found = CONTENT.policy(policy)
    return Scorer(CONTENT.questionnaire(found.questionnaire), found, AS_OF, CONTENT.triage)


def value(asked: Question, rng: random.Random) -> Any:
    if asked.type is QuestionType.MULTI:
        return (rng.choice(asked.option_ids),)
    free = {QuestionType.TEXT: "words", QuestionType.URL: "https://example.com", QuestionType.LIST: ("one", "two")}
    return free.get(asked.type) or rng.choice(every_value(asked))


def drawn(asked: Questionnaire, seed: int) -> dict[str, Answer]:
    """Return answers to nine in ten of the questions, half of them with a document."""
    rng = random.Random(seed)  # noqa: S311  a repeatable draw, no secret
    return {
        each.id: answer(value(each, rng), *([document(AS_OF)] if rng.random() < 0.5 else []))
        for each in asked.questions
        if rng.random() < 0.9
    }


def cases(policy: str) -> Iterator[Case]:
    """Yield a blank assessment and drawn ones, at several tiers."""
    judge = scorer(policy)
    asked = judge.questionnaire
    for tier, answers in (("low", {}), ("critical", {}), ("medium", drawn(asked, 1)), ("critical", drawn(asked, 2))):
        yield Case(judge, assessment(asked, answers), given_tier(Tier(tier)))


@pytest.mark.parametrize("policy", ["coalition-minimum", EVERYTHING])
def test_plans_carried_out_reach_meets(policy: str) -> None:
    for case in cases(policy):
        plan = plan_to_meet(case, pin(case.scorer.policy))
        after = again(case, carried_out(case, [step.change for step in plan.steps])).judgement
        assert plan.steps
        assert plan.reached == (not plan.out_of_reach) == (after.verdict is Verdict.MEETS)
        if not case.assessment.answers:
            assert plan.reached, "nothing answered puts no minimum out of reach"


@pytest.mark.parametrize("policy", ["coalition-minimum", EVERYTHING])
def test_plans_carried_out_reach_a_score(policy: str) -> None:
    for case in cases(policy):
        plan = plan_to_score(case, 80, pin(case.scorer.policy))
        after = again(case, carried_out(case, [step.change for step in plan.steps]))
        low = after.scorer.score(after.judgement)
        assert plan.reached
        assert low is not None
        assert low.low >= 80
