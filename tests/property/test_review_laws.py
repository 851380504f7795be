"""Laws of the review, on generated questionnaires, policies and answers."""

from __future__ import annotations

from generated import AS_OF, TRIAGE, cases, evidence, values
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny import SOURCE, assessment, not_applicable, review, score

from vendorrisk.capture.review_session import ReviewSession
from vendorrisk.model.answer import Answer
from vendorrisk.model.assessment import Review
from vendorrisk.model.policy import Policy, Tier
from vendorrisk.model.questionnaire import Questionnaire
from vendorrisk.model.result import Result
from vendorrisk.model.reviewing import ReviewItem, Stage
from vendorrisk.scoring.case import Case
from vendorrisk.scoring.review_order import effect_of, review_order, standing
from vendorrisk.scoring.scorer import Scorer
from vendorrisk.scoring.triage import given_tier

Answers = dict[str, Answer]


@st.composite
def assessments(draw: st.DrawFn) -> tuple[Questionnaire, Policy, Answers]:
    """Draw a questionnaire, a policy on it, and answers to some of its questions."""
    asked, rules, _ = draw(cases())
    answers: Answers = {}
    for question in asked.questions:
        kind = draw(st.sampled_from(["nothing", "not applicable", "value", "value", "value"]))
        if kind == "not applicable":
            answers[question.id] = not_applicable()
        elif kind == "value":
            value = draw(values(question).filter(lambda each: each != ()))
            answers[question.id] = Answer(value=value, evidence=draw(evidence()), source=SOURCE)
    return asked, rules, answers


def reviewed(
    asked: Questionnaire, rules: Policy, answers: Answers, reviews: list[Review]
) -> tuple[Case, Result, tuple[ReviewItem, ...]]:
    case = Case(Scorer(asked, rules, AS_OF, TRIAGE), assessment(asked, answers, reviews), given_tier(Tier.LOW))
    result = score(asked, rules, answers, reviews)
    return case, result, review_order(case, result.findings)


@given(assessments())
@settings(max_examples=40)
def test_every_answer_has_one_place_and_stages_come_in_order(drawn: tuple[Questionnaire, Policy, Answers]) -> None:
    _, result, items = reviewed(*drawn, [])
    assert sorted(item.question for item in items) == sorted(drawn[2])
    assert [item.stage.rank for item in items] == sorted(item.stage.rank for item in items)
    results = {finding.criterion: finding.result for finding in result.findings}
    assert all(results[each.criterion] is each.result for item in items for each in item.decides)


@given(assessments(), st.data())
@settings(max_examples=40)
def test_an_effect_is_what_scoring_finds_afterwards(
    drawn: tuple[Questionnaire, Policy, Answers], data: st.DataObject
) -> None:
    asked, rules, answers = drawn
    case, before, items = reviewed(asked, rules, answers, [])
    for item in items:
        action = data.draw(st.sampled_from(["accept", "challenge"]))
        made = review(item.question, action)
        effect = effect_of(case, [made])
        after = score(asked, rules, answers, [made])
        assert (effect.verdict, effect.then) == (before.verdict, after.verdict)
        changed = {
            new.criterion: (old.result, new.result)
            for old, new in zip(before.findings, after.findings, strict=True)
            if old.result is not new.result
        }
        assert {shift.criterion: (shift.before, shift.after) for shift in effect.shifts} == changed


@given(assessments())
@settings(max_examples=40)
def test_a_walk_ends_with_nothing_on_the_vendors_word(drawn: tuple[Questionnaire, Policy, Answers]) -> None:
    made: list[Review] = []
    case, result, items = reviewed(*drawn, made)
    session = ReviewSession(items)
    while (item := session.current) is not None:
        assert not item.checked
        made.append(review(item.question, "accept"))
        case, result, items = reviewed(*drawn, made)
        session.settle(items)
    assert all(item.checked or item.stage is Stage.NOTHING for item in items)
    assert len(made) <= len(case.assessment.answers)
    assert standing(result, items).on_word == 0
