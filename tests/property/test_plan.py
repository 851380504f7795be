"""A plan, carried out as its words say, reaches its goal; trying everything finds no cheaper way."""

from __future__ import annotations

import math
from fractions import Fraction

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from planning import FINE, again, carried_out, case_of, cases, earned, full, outcomes, size, unmet_minimums
from tiny import answer, assessment, criterion, document, policy, question, questionnaire, review

from vendorrisk.content import pin
from vendorrisk.model.answer import Grade
from vendorrisk.model.plan import Act, Change, Plan
from vendorrisk.model.policy import Level, Verdict
from vendorrisk.rules.facts import Fact, Taken
from vendorrisk.scoring.case import Case
from vendorrisk.scoring.plan import plan_to_meet, plan_to_score
from vendorrisk.scoring.scorer import Judgement

MOST = 3_000


def states_after(case: Case, plan: Plan) -> Case:
    return again(case, carried_out(case, [step.change for step in plan.steps]))


@settings(max_examples=150, deadline=None)
@given(cases())
def test_a_plan_meets_what_can_be_met_and_nothing_cheaper_does(case: Case) -> None:
    assume(size(case) <= MOST)
    plan = plan_to_meet(case, pin(case.scorer.policy))
    best = min((unmet_minimums(case, states), cost) for cost, states in outcomes(case))
    assert (len(plan.out_of_reach), plan.effort) == best
    after = states_after(case, plan).judgement
    assert unmet_minimums(case, after.states) == best[0]
    assert plan.reached == (best[0] == 0) == (after.verdict is Verdict.MEETS)
    assert plan.effort == sum(step.change.effort for step in plan.steps)


@settings(max_examples=150, deadline=None)
@given(cases(), st.integers(1, 100))
def test_a_plan_to_a_score_reaches_it_and_nothing_cheaper_does(case: Case, score: int) -> None:
    assume(size(case) <= MOST)
    plan = plan_to_score(case, score, pin(case.scorer.policy))
    found = [(cost, *earned(case, states)) for cost, states in outcomes(case)]
    reaching = [cost for cost, sure, whole in found if 100 * sure >= score * whole]
    if not reaching:
        shares = [Fraction(1000 * sure, whole) for _, sure, whole in found]
        assert (plan.reached, plan.steps, plan.highest) == (False, (), math.floor(max(shares)) / 10)
        return
    assert plan.reached
    assert plan.effort == min(reaching)
    after = states_after(case, plan)
    low = after.scorer.score(after.judgement)
    assert low is None or low.low >= score


def test_support_of_an_answer_that_stays_never_weakens() -> None:
    """Half met with no evidence at all, open with an undated document: the document is not taken away."""
    asked = questionnaire(question("s.q"))
    rules = policy(criterion(1, {"s.q": "best"}, evidence={"grade": "documented", "max_age": "12 months"}))
    undated = {"s.q": answer("best", document(None))}
    plans = [
        plan_to_score(case_of(asked, rules, assessment(asked, undated, reviews)), 1, pin(rules))
        for reviews in ((), (review("s.q", "challenge"),))
    ]
    assert [plan.effort for plan in plans] == [1, 2]
    assert [step.change.evidence for plan in plans for step in plan.steps] == [
        "a document dated 2025-11-23 or later"
    ] * 2


@settings(max_examples=60, deadline=None)
@given(cases())
def test_each_step_says_what_comes_of_it_and_all_before_it(case: Case) -> None:
    plan = plan_to_meet(case, pin(case.scorer.policy))
    ids = [each.id for each in case.scorer.policy.criteria if each.level is Level.MINIMUM]
    facts, open_before = dict(case.facts), unmet(case, case.judgement, ids)
    for step in plan.steps:
        facts[step.change.question] = outcome_of(case, step.change)
        judged = case.scorer.judge(facts)
        assert step.verdict is judged.verdict
        assert step.score == case.scorer.score(judged)
        open_now = unmet(case, judged, ids)
        assert set(step.closes) == open_before - open_now
        open_before = open_now
    for step in plan.steps:
        kept = facts | {step.change.question: case.facts.get(step.change.question)}
        without = case.scorer.judge({name: fact for name, fact in kept.items() if fact is not None})
        assert step.serves, "each change is needed by a criterion"
        assert set(step.serves) == unmet(case, without, ids) - open_before


def unmet(case: Case, judged: Judgement, ids: list[str]) -> set[str]:
    pairs = zip(case.scorer.policy.criteria, judged.states, strict=True)
    return {each.id for each, state in pairs if each.id in ids and state not in FINE}


def outcome_of(case: Case, change: Change) -> Fact:
    """Return what a change makes of an answer, with all the support that could be asked for."""
    if change.act is Act.ACCEPT:
        return Taken(None, removed=True, grade=Grade.ASSERTED)
    if change.act is Act.SETTLE and change.effort == 1:
        given = case.assessment.answers[change.question]
        return Taken(given.value, removed=False, grade=given.grade, evidence=given.evidence)
    return full(change.value)
