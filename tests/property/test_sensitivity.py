"""What single answers move is what judging each other answer says, and nothing that moves anything is left out."""

from __future__ import annotations

from hypothesis import given, settings
from planning import cases, every_value, full

from vendorrisk.content import pin
from vendorrisk.model.answer import Grade
from vendorrisk.model.plan import Swing
from vendorrisk.model.policy import Verdict
from vendorrisk.model.questionnaire import Question
from vendorrisk.model.result import ScoreRange
from vendorrisk.rules.facts import Fact, Taken
from vendorrisk.scoring.case import Case
from vendorrisk.scoring.sensitivity import sensitivity

Outcome = tuple[Verdict, float, float]
"""A verdict, and the ends of the score range; where nothing applies there is no score, which is 0 here."""
ORDER = [Verdict.DOES_NOT_MEET, Verdict.INCOMPLETE, Verdict.CONDITIONAL, Verdict.MEETS]


def outcome(case: Case, question: str, fact: Fact | None) -> Outcome:
    """Return what comes out with another fact, or none, and all others as they are."""
    others = {name: each for name, each in case.facts.items() if name != question}
    judged = case.scorer.judge(others if fact is None else {**others, question: fact})
    return told(judged.verdict, case.scorer.score(judged))


def told(verdict: Verdict, score: ScoreRange | None) -> Outcome:
    return (verdict, 0.0, 0.0) if score is None else (verdict, score.low, score.high)


def expected(case: Case, question: Question) -> dict[str, set[Outcome]]:
    """Return everything that other answers to a question, and other support of it, come out as."""
    fact = case.facts.get(question.id)
    found = {"answer": {outcome(case, question.id, full(value)) for value in every_value(question)}}
    if fact is not None:
        found["unanswered"] = {outcome(case, question.id, None)}
    if fact is not None and fact.value is not None:
        bare = Taken(fact.value, removed=False, grade=Grade.ASSERTED)
        found["evidence added"] = {outcome(case, question.id, full(fact.value))}
        found["evidence lost"] = {outcome(case, question.id, bare)}
    return found


@settings(max_examples=150, deadline=None)
@given(cases())
def test_swings_are_what_judging_each_other_answer_says(case: Case) -> None:
    found = sensitivity(case, pin(case.scorer.policy))
    now = told(found.verdict, found.score)
    assert now == told(case.judgement.verdict, case.scorer.score(case.judgement))
    for question in case.scorer.questionnaire.questions:
        mine = [each for each in found.swings if each.question == question.id]
        right = expected(case, question)
        for each in mine:
            assert told(each.verdict, each.score) in right[each.what]
        every = {told(each.verdict, each.score) for each in mine}
        assert right["answer"] | right.get("evidence lost", set()) <= {*every, now}
        assert all(each.fixed == (question.effort == "fixed") for each in mine)


@settings(max_examples=100, deadline=None)
@given(cases())
def test_what_moves_furthest_stands_first_and_says_for_better_or_worse(case: Case) -> None:
    found = sensitivity(case, pin(case.scorer.policy))
    moves = [far(case, each) for each in found.swings]
    assert [(abs(steps), abs(gain)) for steps, gain in moves] == sorted(
        ((abs(steps), abs(gain)) for steps, gain in moves), reverse=True
    )
    for (steps, gain), each in zip(moves, found.swings, strict=True):
        assert each.gain == gain
        if steps or gain:
            assert (each.direction == "improve") == ((steps, gain) > (0, 0.0))


def far(case: Case, each: Swing) -> tuple[int, float]:
    """Return how many steps the verdict moves, and how many points the low end; no answer is no improvement."""
    steps = ORDER.index(each.verdict) - ORDER.index(case.judgement.verdict)
    now = case.scorer.score(case.judgement)
    low = (0.0 if each.score is None else each.score.low) - (0.0 if now is None else now.low)
    return min(steps, 0) if each.what == "unanswered" else steps, round(low, 1)
