"""Laws that every criterion of the shipped policies keeps, whoever writes it."""

from __future__ import annotations

from pathlib import Path

import pytest

from vendorrisk.content import Content
from vendorrisk.model.condition import Operator
from vendorrisk.model.policy import Criterion, Policy
from vendorrisk.model.questionnaire import QuestionType

CONTENT = Content.find(explicit=Path(__file__).parents[2])
BASE = "coalition-minimum"


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


def _operators(criterion: Criterion) -> dict[str, set[Operator]]:
    found: dict[str, set[Operator]] = {}
    for leaf in criterion.met_when.leaves():
        found.setdefault(leaf.question, set()).add(leaf.operator)
    return found
