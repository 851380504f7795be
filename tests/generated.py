"""Hypothesis strategies for questionnaires, policies and answers that belong together."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import strategies as st

from vendorrisk.model.answer import Evidence, Grade
from vendorrisk.model.condition import Condition, Group, Leaf, Operator
from vendorrisk.model.policy import Criterion, Policy, Tier
from vendorrisk.model.questionnaire import Question, Questionnaire, QuestionType, Section
from vendorrisk.rules.facts import Fact, Taken

AS_OF = dt.date(2026, 11, 23)

OPTIONS = ("best", "middle", "worst")


def question(name: str, kind: QuestionType, show_when: Condition | None = None) -> Question:
    options = OPTIONS if kind in (QuestionType.CHOICE, QuestionType.MULTI) else ()
    return Question.model_validate(
        {
            "id": name,
            "ask": f"What is {name}?",
            "type": kind,
            "options": options,
            "not_applicable": "justify",
            "show_when": show_when,
            "help": "Say what is so.",
            "why": "It matters.",
        },
    )


def questionnaire_of(questions: list[Question]) -> Questionnaire:
    section = Section(section="s", title="Section", pillar="security", intro="About it.", questions=tuple(questions))
    return Questionnaire(
        questionnaire="generated", version="1.0.0", title="Generated", description="For a test.", sections=(section,)
    )


TRIAGE = Questionnaire(
    questionnaire="triage",
    version="1.0.0",
    title="Triage",
    description="For a test.",
    sections=(
        Section(
            section="risk",
            title="Risk",
            pillar="risk",
            intro="About it.",
            questions=(question("risk.access", QuestionType.YES_NO),),
        ),
    ),
)


def leaves(questions: list[Question]) -> st.SearchStrategy[Condition]:
    return st.sampled_from(questions).flatmap(_leaf_on)


def _leaf_on(asked: Question) -> st.SearchStrategy[Condition]:
    made: st.SearchStrategy[Any]
    kind = asked.type
    if kind in (QuestionType.YES_NO, QuestionType.CHOICE):
        ids = st.lists(st.sampled_from(asked.option_ids), min_size=1, max_size=2, unique=True).map(tuple)
        made = st.tuples(st.just(Operator.ONE_OF), ids)
    elif kind is QuestionType.MULTI:
        operators = st.sampled_from([Operator.INCLUDES_ANY, Operator.INCLUDES_ALL, Operator.INCLUDES_NONE])
        ids = st.lists(st.sampled_from(asked.option_ids), min_size=1, max_size=2, unique=True).map(tuple)
        made = st.tuples(operators, ids)
    elif kind is QuestionType.DATE:
        operators = st.sampled_from([Operator.BEFORE, Operator.AFTER, Operator.NOT_BEFORE, Operator.NOT_AFTER])
        made = st.tuples(operators, st.sampled_from(["2026-01-01", "2026-06-15"]))
    else:
        operators = st.sampled_from([Operator.AT_LEAST, Operator.AT_MOST, Operator.MORE_THAN, Operator.LESS_THAN])
        made = st.tuples(operators, st.integers(0, 3))
    return made.map(lambda pair: Leaf(question=asked.id, operator=pair[0], operand=pair[1]))


def conditions(questions: list[Question]) -> st.SearchStrategy[Condition]:
    def group(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
        several = st.tuples(st.sampled_from(["all", "any"]), st.lists(inner, min_size=1, max_size=3))
        return several.map(lambda pair: Group(kind=pair[0], members=tuple(pair[1]))) | inner.map(
            lambda member: Group(kind="not", members=(member,))
        )

    return st.recursive(leaves(questions), group, max_leaves=5)


KINDS = [
    QuestionType.YES_NO,
    QuestionType.CHOICE,
    QuestionType.MULTI,
    QuestionType.NUMBER,
    QuestionType.PERCENT,
    QuestionType.DATE,
]


@st.composite
def questionnaires(draw: st.DrawFn, *, most: int = 6) -> Questionnaire:
    """Draw a questionnaire whose ``show_when`` conditions depend on earlier questions, in chains."""
    questions: list[Question] = []
    for number in range(draw(st.integers(1, most))):
        show_when = draw(st.none() | conditions(questions)) if questions else None
        questions.append(question(f"s.q{number}", draw(st.sampled_from(KINDS)), show_when))
    return questionnaire_of(questions)


def values(asked: Question) -> st.SearchStrategy[Any]:
    if asked.type in (QuestionType.YES_NO, QuestionType.CHOICE):
        return st.sampled_from(asked.option_ids)
    if asked.type is QuestionType.MULTI:
        return st.sets(st.sampled_from(asked.option_ids)).map(
            lambda chosen: tuple(name for name in asked.option_ids if name in chosen)
        )
    if asked.type is QuestionType.DATE:
        return st.sampled_from(["2025-12-31", "2026-01-01", "2026-01-02", "2026-06-15", "2026-06-16"])
    return st.integers(0, 4)


def evidence() -> st.SearchStrategy[tuple[Evidence, ...]]:
    dates = st.none() | st.sampled_from([dt.date(2024, 1, 1), dt.date(2026, 6, 1), dt.date(2027, 1, 1)])
    ends = st.none() | st.sampled_from([dt.date(2026, 9, 1), dt.date(2027, 6, 1)])
    spans = st.tuples(dates, ends).filter(lambda span: span[0] is None or span[1] is None or span[0] <= span[1])
    one = spans.map(
        lambda span: Evidence(name="e.pdf", kind="file", issued=span[0], valid_until=span[1], sha256="0" * 64)
    )
    return st.lists(one, max_size=2).map(tuple)


@st.composite
def fact_of(draw: st.DrawFn, asked: Question) -> Fact | None:
    """Draw what is known of a question: nothing, unknown, an accepted N/A, or a value with its support."""
    kind = draw(st.sampled_from(["nothing", "unknown", "removed", "value", "value", "value"]))
    if kind == "nothing":
        return None
    if kind != "value":
        return Taken(None, removed=kind == "removed", grade=Grade.ASSERTED)
    found = draw(evidence())
    grade = draw(st.sampled_from([Grade.DOCUMENTED if found else Grade.ASSERTED, Grade.VERIFIED]))
    return Taken(draw(values(asked)), removed=False, grade=grade, evidence=found)


@st.composite
def facts_for(draw: st.DrawFn, asked: Questionnaire) -> dict[str, Fact]:
    found = {each.id: draw(fact_of(each)) for each in asked.questions}
    return {name: fact for name, fact in found.items() if fact is not None}


@st.composite
def criteria(draw: st.DrawFn, questions: list[Question], number: int) -> Criterion:
    level = draw(st.sampled_from(["minimum", "expected", "leading"]))
    grade = draw(st.sampled_from([None, "documented", "verified"]))
    age = draw(st.sampled_from([None, "12 months"]))
    return Criterion.model_validate(
        {
            "id": f"MIN-GEN-{number:02}",
            "domain": "s",
            "title": "It is so.",
            "level": level,
            "weight": draw(st.integers(1, 10)),
            "applies_when": draw(st.none() | conditions(questions)),
            "met_when": draw(conditions(questions)),
            "partly_met_when": draw(st.none() | conditions(questions)),
            "evidence": None if grade is None else {"grade": grade, "max_age": age},
            "remediation": {"do": "Make it so.", "within": "30 days"},
            "why": "It matters.",
        },
    )


def policy_of(found: list[Criterion]) -> Policy:
    return Policy.model_validate(
        {
            "policy": "generated",
            "version": "1.0.0",
            "coalition": "Test Coalition",
            "title": "Generated",
            "description": "For a test.",
            "questionnaire": "generated",
            "cadence": dict.fromkeys(Tier, "12 months"),
            "criteria": [criterion.model_dump() for criterion in found],
        },
    )


@st.composite
def cases(draw: st.DrawFn) -> tuple[Questionnaire, Policy, list[dict[str, Fact]]]:
    """Draw a questionnaire, a policy on it, and the facts of several assessments."""
    asked = draw(questionnaires())
    questions = list(asked.questions)
    found = [draw(criteria(questions, number)) for number in range(draw(st.integers(1, 3)))]
    several = draw(st.lists(facts_for(asked), min_size=1, max_size=4))
    return asked, policy_of(found), several
