"""No answer makes a criterion of the shipped policy drop out, except the facts about the service and its past.

Whoever does not compare groups, has no route to appeal or keeps no log must fail what is asked about it, not escape it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

import pytest
from small_content import ROOT
from tiny import document

from vendorrisk.content import Content
from vendorrisk.model.answer import Grade, Value
from vendorrisk.model.policy import Tier
from vendorrisk.model.questionnaire import Question, QuestionType
from vendorrisk.model.result import FindingState
from vendorrisk.rules.facts import Fact, Taken
from vendorrisk.rules.leaf import RISK_TIER
from vendorrisk.scoring.scorer import Scorer

CONTENT = Content(ROOT)
ASKED = CONTENT.questionnaire("coalition-core")
POLICY = CONTENT.policy("coalition-minimum")
SCORER = Scorer(ASKED, POLICY, dt.date(2026, 11, 23), CONTENT.triage)
EVIDENCE = (document(dt.date(2026, 10, 1)),)
FACTS = {"incidents.breaches"}
"""What happened: without a breach there is no account of it to judge."""
SERVICE: Mapping[str, Value] = {
    "service.personal-data": "yes",
    "service.admin-accounts": "yes",
    "service.hosting": "cloud",
    "service.uses-ai": "yes",
    "service.ai-kinds": ("predictive", "generative", "recommendation", "recognition"),
    "service.ai-decides": "supports",
    "service.ai-model-source": "adapted",
    "service.ai-interacts": "yes",
}
"""The service to which the most criteria apply."""


def fact(value: Value) -> Fact:
    return Taken(value, removed=False, grade=Grade.VERIFIED, evidence=EVIDENCE)


def good(question: Question) -> Value:
    if question.id in SERVICE:
        return SERVICE[question.id]
    if question.type is QuestionType.MULTI:
        exclusive = {option.id for option in question.options if option.exclusive}
        return tuple(name for name in question.option_ids if name not in exclusive)
    if question.type in (QuestionType.YES_NO, QuestionType.CHOICE):
        return "yes" if question.type is QuestionType.YES_NO else question.option_ids[0]
    plain: Mapping[QuestionType, Value] = {QuestionType.DATE: "2026-10-01", QuestionType.LIST: ("a", "b")}
    return plain.get(question.type, 1)


def others(question: Question) -> Iterator[Value]:
    if question.type is QuestionType.MULTI:
        yield from ((name,) for name in question.option_ids)
    elif question.type in (QuestionType.YES_NO, QuestionType.CHOICE):
        yield from question.option_ids
    elif question.type in (QuestionType.NUMBER, QuestionType.PERCENT):
        yield from (0, 100)
    elif question.type is QuestionType.DATE:
        yield from ("2020-01-01", "2030-01-01")


def dropped(facts: Mapping[str, Fact]) -> set[str]:
    states = SCORER.judge(facts).states
    return {
        criterion.id
        for criterion, state in zip(POLICY.criteria, states, strict=True)
        if state is FindingState.NOT_APPLICABLE
    }


@pytest.mark.parametrize("tier", list(Tier))
def test_no_answer_makes_a_criterion_drop_out(tier: Tier) -> None:
    facts = {question.id: fact(good(question)) for question in ASKED.questions}
    facts[RISK_TIER] = fact(tier.value)
    before = dropped(facts)
    escapes = [
        f"{question.id} = {value}: {', '.join(sorted(escaped))}"
        for question in ASKED.questions
        if question.id not in SERVICE and question.id not in FACTS
        for value in others(question)
        if (escaped := dropped({**facts, question.id: fact(value)}) - before)
    ]
    assert not escapes
