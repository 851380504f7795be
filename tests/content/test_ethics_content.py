"""The ethics criteria judged on a vendor's best and worst answers, on none, and on a service without AI."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from vendorrisk.content import Content
from vendorrisk.model.answer import Evidence, Grade, Value
from vendorrisk.model.questionnaire import Question, QuestionType
from vendorrisk.model.result import FindingState
from vendorrisk.rules.facts import Taken
from vendorrisk.rules.leaf import RISK_TIER
from vendorrisk.scoring.scorer import Scorer

CONTENT = Content.find(explicit=Path(__file__).parents[2])
CORE = CONTENT.questionnaire("coalition-core")
POLICY = CONTENT.policy("coalition-minimum")
ETHICS = {section.section for section in CORE.sections if section.pillar == "ethics"}
QUESTIONS = [q for section in CORE.sections if section.pillar == "ethics" for q in section.questions]
AS_OF = dt.date(2026, 11, 23)
PROOF = (Evidence(name="report.pdf", kind="file", issued=dt.date(2026, 6, 1), sha256="0" * 64),)

EVERY_KIND_OF_AI: dict[str, Value] = {
    "service.uses-ai": "yes",
    "service.ai-kinds": ("predictive", "generative", "recommendation", "recognition"),
    "service.ai-decides": "decides",
    "service.ai-model-source": "adapted",
    "service.ai-interacts": "yes",
}
NOTHING_TO_SHOW = {"none", "nobody", "unclear"}
"""Options of multi questions that say that there is nothing; each is the last one."""
GOOD_NUMBERS = {
    "transparency.change-notice": 30,
    "monitoring.trace-months": 6,
    "testing.overdue-findings": 0,
    "learning.incident-count": 4,
    "people.appeal-days": 30,
}
BAD_NUMBERS = {
    "transparency.change-notice": 0,
    "monitoring.trace-months": 0,
    "testing.overdue-findings": 3,
    "learning.incident-count": 0,
    "people.appeal-days": 400,
}


def _best(question: Question) -> Value:
    if question.type is QuestionType.MULTI:
        return tuple(option for option in question.option_ids if option not in NOTHING_TO_SHOW)
    if question.type is QuestionType.CHOICE:
        return question.option_ids[0]
    if question.type is QuestionType.PERCENT:
        return 100
    return "2026-06-01" if question.type is QuestionType.DATE else GOOD_NUMBERS[question.id]


def _worst(question: Question) -> Value:
    if question.type is QuestionType.MULTI:
        return (question.option_ids[-1],)
    if question.type is QuestionType.CHOICE:
        return question.option_ids[-1]
    if question.type is QuestionType.PERCENT:
        return 0
    return "2020-01-01" if question.type is QuestionType.DATE else BAD_NUMBERS[question.id]


def _findings(values: dict[str, Value], evidence: tuple[Evidence, ...] = ()) -> dict[str, FindingState]:
    grade = Grade.DOCUMENTED if evidence else Grade.ASSERTED
    facts = {name: Taken(value, removed=False, grade=grade, evidence=evidence) for name, value in values.items()}
    facts[RISK_TIER] = Taken("critical", removed=False, grade=Grade.VERIFIED)
    states = Scorer(CORE, POLICY, AS_OF, CONTENT.questionnaire("triage")).judge(facts).states
    return {c.id: state for c, state in zip(POLICY.criteria, states, strict=True) if c.domain in ETHICS}


def _answers(choose: Callable[[Question], Value]) -> dict[str, Value]:
    return {**EVERY_KIND_OF_AI, **{question.id: choose(question) for question in QUESTIONS}}


@pytest.mark.parametrize(
    ("choose", "evidence", "expected"),
    [(_best, PROOF, FindingState.MET), (_worst, (), FindingState.UNMET)],
)
def test_best_answers_meet_every_ethics_criterion_and_worst_meet_none(
    choose: Callable[[Question], Value],
    evidence: tuple[Evidence, ...],
    expected: FindingState,
) -> None:
    findings = _findings(_answers(choose), evidence)
    assert {name: state for name, state in findings.items() if state is not expected} == {}


def test_unanswered_is_never_a_failure() -> None:
    assert set(_findings({}).values()) == {FindingState.UNDETERMINED}


def test_a_service_without_ai_is_asked_only_how_it_protects_those_who_report() -> None:
    findings = _findings({"service.uses-ai": "no"})
    asked = {name for name, state in findings.items() if state is not FindingState.NOT_APPLICABLE}
    assert asked == {"MIN-PEO-01", "EXP-PEO-01"}


def test_the_number_of_incidents_is_never_scored_and_every_other_ethics_answer_is() -> None:
    conditions = [c for k in POLICY.criteria for c in (k.met_when, k.partly_met_when) if c is not None]
    used = {leaf.question for condition in conditions for leaf in condition.leaves()}
    assert {question.id for question in QUESTIONS} - used == {"learning.incident-count"}
