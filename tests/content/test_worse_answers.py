"""No worse answer raises the score under the shipped policy, as long as the same criteria apply.

Options are written best first. The facts about the service have no better or worse, and are left as they are.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping

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
from vendorrisk.scoring.scorer import Judgement, Scorer

CONTENT = Content(ROOT)
ASKED = CONTENT.questionnaire("coalition-core")
SCORER = Scorer(ASKED, CONTENT.policy("coalition-minimum"), dt.date(2026, 11, 23), CONTENT.triage)
ORDERED = [
    question
    for section in ASKED.sections
    if section.pillar != "service"
    for question in section.questions
    if question.type in (QuestionType.YES_NO, QuestionType.CHOICE)
]
EVIDENCE = (document(dt.date(2026, 6, 1)),)


def drawn(question: Question, chance: random.Random) -> Value:
    if question.type in (QuestionType.YES_NO, QuestionType.CHOICE):
        return chance.choice(question.option_ids)
    if question.type is QuestionType.MULTI:
        return tuple(name for name in question.option_ids if chance.random() < 0.5)
    if question.type is QuestionType.DATE:
        return chance.choice(["2026-10-01", "2026-01-01", "2024-01-01"])
    if question.type in (QuestionType.NUMBER, QuestionType.PERCENT):
        return chance.choice([0, 1, 5, 24, 72, 90, 100])
    return ("a", "b") if question.type is QuestionType.LIST else "text"


def fact(value: Value) -> Fact:
    return Taken(value, removed=False, grade=Grade.VERIFIED, evidence=EVIDENCE)


def applying(judged: Judgement) -> list[bool]:
    return [state is not FindingState.NOT_APPLICABLE for state in judged.states]


def gains(facts: Mapping[str, Fact], question: Question) -> list[str]:
    """Return the worse answers to one question that score more."""
    before = SCORER.judge(facts)
    rank = question.option_ids.index(str(facts[question.id].value))
    found = []
    for worse in question.option_ids[rank + 1 :]:
        after = SCORER.judge({**facts, question.id: fact(worse)})
        scores = SCORER.score(before), SCORER.score(after)
        if applying(before) == applying(after) and scores[0] and scores[1] and scores[1].high > scores[0].high:
            found.append(f"{question.id}: {worse} scores more than {question.option_ids[rank]}")
    return found


@pytest.mark.parametrize("seed", range(40))
def test_no_worse_answer_raises_the_score(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  repeatable examples
    every = (*ASKED.questions, *CONTENT.triage.questions)
    facts = {question.id: fact(drawn(question, chance)) for question in every}
    facts[RISK_TIER] = fact(chance.choice(list(Tier)).value)
    assert [gain for question in ORDERED for gain in gains(facts, question)] == []
