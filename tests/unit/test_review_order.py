"""In which order answers are reviewed, and what an act on one would change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from generated import AS_OF, TRIAGE
from tiny import answer, assessment, criterion, document, not_applicable, policy, question, questionnaire, review, score

from vendorrisk.model.assessment import Review
from vendorrisk.model.policy import Policy, Tier
from vendorrisk.model.questionnaire import Questionnaire
from vendorrisk.model.reviewing import Effect, ReviewItem, Standing
from vendorrisk.scoring.case import Case
from vendorrisk.scoring.review_order import effect_of, review_order, standing
from vendorrisk.scoring.scorer import Scorer
from vendorrisk.scoring.triage import given_tier

ASKED = questionnaire(*(question(f"s.{name}") for name in "abcdefgh"))


def rule(number: int, name: str, level: str = "minimum", **more: Any) -> dict[str, Any]:
    return criterion(number, {f"s.{name}": "best"}, level=level, **more)


def case(asked: Questionnaire, rules: Policy, answers: Mapping[str, Any], reviews: Sequence[Review] = ()) -> Case:
    scorer = Scorer(asked, rules, AS_OF, TRIAGE)
    return Case(scorer, assessment(asked, answers, reviews), given_tier(Tier.LOW))


def order(
    asked: Questionnaire, rules: Policy, answers: Mapping[str, Any], reviews: Sequence[Review] = ()
) -> tuple[ReviewItem, ...]:
    return review_order(case(asked, rules, answers, reviews), score(asked, rules, answers, reviews).findings)


def names(items: Sequence[ReviewItem]) -> list[str]:
    return [item.question for item in items]


def test_what_waits_comes_first_then_minimums_expected_leading_and_the_rest() -> None:
    rules = policy(rule(1, "c", "leading"), rule(2, "d", "expected"), rule(3, "e"), rule(4, "f", "leading"))
    answers = {**dict.fromkeys(("s.a", "s.c", "s.d", "s.e"), "best"), "s.b": "best", "s.f": not_applicable()}
    items = order(ASKED, rules, answers, [review("s.b", "challenge")])
    assert [(item.question, str(item.stage)) for item in items] == [
        ("s.f", "waiting"),
        ("s.b", "waiting"),
        ("s.e", "minimum"),
        ("s.d", "expected"),
        ("s.c", "leading"),
        ("s.a", "nothing"),
    ]
    assert [item.state for item in items][:3] == ["not applicable", "challenged", "not checked"]


def test_among_what_waits_that_which_blocks_a_minimum_comes_first() -> None:
    rules = policy(rule(1, "b", "expected"), rule(2, "c"))
    answers = {"s.a": not_applicable(), "s.b": not_applicable(), "s.c": not_applicable()}
    assert names(order(ASKED, rules, answers)) == ["s.c", "s.b", "s.a"]


def test_within_a_level_failed_then_undetermined_then_met_then_taken_out_the_heaviest_first() -> None:
    rules = policy(
        rule(1, "a", weight=9),
        rule(2, "b", weight=2),
        rule(3, "c", weight=7),
        rule(4, "d", weight=3, evidence={"grade": "documented", "max_age": "12 months"}),
        rule(5, "h", weight=10, applies_when={"s.e": "best"}),
        rule(6, "f", weight=4, partly_met_when={"s.f": "middle"}),
    )
    answers = {
        "s.a": "best",
        "s.b": "best",
        "s.c": "worst",
        "s.d": answer("best", document()),  # without a date: undetermined
        "s.e": "worst",  # takes criterion 5 out
        "s.f": "middle",
    }
    assert names(order(ASKED, rules, answers)) == ["s.c", "s.f", "s.d", "s.a", "s.b", "s.e"]


def test_checked_answers_come_after_those_that_are_not_within_their_level() -> None:
    rules = policy(rule(1, "a"), rule(2, "b"), rule(3, "c", "expected"))
    answers = dict.fromkeys(("s.a", "s.b", "s.c"), "worst")
    items = order(ASKED, rules, answers, [review("s.a", "accept")])
    assert [(item.question, item.state) for item in items] == [
        ("s.b", "not checked"),
        ("s.a", "checked"),
        ("s.c", "not checked"),
    ]


def test_a_review_of_an_earlier_answer_does_not_check_the_present_one() -> None:
    (item,) = order(ASKED, policy(rule(1, "a")), {"s.a": answer("best", version=2)}, [review("s.a", "accept")])
    assert item.state == "not checked"


def test_an_answer_stands_once_with_all_criteria_that_rest_on_it() -> None:
    both = criterion(3, {"all": [{"s.a": "best"}, {"s.b": "best"}]}, level="expected", weight=8)
    rules = policy(rule(1, "a", "leading"), rule(2, "a", weight=3), both, rule(4, "a", weight=6))
    items = order(ASKED, rules, {"s.a": "worst", "s.b": "best"})
    assert names(items) == ["s.a", "s.b"]
    assert [each.criterion for each in items[0].decides] == ["MIN-TST-04", "MIN-TST-02", "MIN-TST-03", "MIN-TST-01"]
    assert not items[1].decides  # that of s.a alone fails the criterion


def test_what_hides_a_question_decides_in_its_place() -> None:
    asked = questionnaire(
        question("s.gate", "yes-no"),
        question("s.inner", "yes-no", show_when={"s.gate": "yes"}),
        question("s.a", show_when={"s.inner": "yes"}),
    )
    items = order(asked, policy(rule(1, "a")), {"s.gate": "no", "s.inner": "yes", "s.a": "worst"})
    assert [(item.question, [each.result for each in item.decides]) for item in items] == [
        ("s.gate", ["not_applicable"]),
        ("s.inner", []),
        ("s.a", []),
    ]


def test_what_leaves_unclear_whether_a_question_is_asked_decides_in_its_place() -> None:
    asked = questionnaire(question("s.gate", "yes-no"), question("s.a", show_when={"s.gate": "yes"}))
    items = order(asked, policy(rule(1, "a")), {"s.gate": not_applicable(), "s.a": "best"})
    assert [(item.question, str(item.stage), len(item.decides)) for item in items] == [
        ("s.gate", "waiting", 1),
        ("s.a", "nothing", 0),
    ]


RULES = policy(rule(1, "a", "expected", weight=9), rule(2, "a", weight=3), rule(3, "a", weight=5), rule(4, "b"))


@pytest.mark.parametrize(
    ("made", "shifts", "verdict"),
    [
        (review("s.a", "accept"), [], "meets"),
        (review("s.a", "grade", grade="verified"), [], "meets"),
        (review("s.a", "challenge"), ["MIN-TST-03", "MIN-TST-02", "MIN-TST-01"], "incomplete"),
        (review("s.a", "override", value="worst"), ["MIN-TST-03", "MIN-TST-02", "MIN-TST-01"], "does_not_meet"),
    ],
)
def test_an_act_is_judged_before_it_is_made(made: Review, shifts: list[str], verdict: str) -> None:
    answers = dict.fromkeys(("s.a", "s.b"), "best")
    effect = effect_of(case(ASKED, RULES, answers), [made])
    assert [shift.criterion for shift in effect.shifts] == shifts
    assert (effect.verdict, effect.then) == ("meets", verdict)
    after = score(ASKED, RULES, answers, [made])
    assert effect.then is after.verdict
    assert {shift.criterion: shift.after for shift in effect.shifts} == {
        finding.criterion: finding.result for finding in after.findings if finding.result != "met"
    }


def test_the_effect_comes_on_top_of_the_reviews_that_stand() -> None:
    judged = case(ASKED, RULES, dict.fromkeys(("s.a", "s.b"), "best"), [review("s.a", "challenge")])
    settled = effect_of(judged, [review("s.a", "accept")])
    assert (settled.verdict, settled.then) == ("incomplete", "meets")
    assert effect_of(judged, [review("s.a", "grade", grade="verified")]) == Effect(
        shifts=(), verdict=settled.verdict, then=settled.verdict
    )


def stands(answers: Mapping[str, Any], reviews: Sequence[Review] = (), rules: Policy = RULES) -> Standing:
    return standing(score(ASKED, rules, answers, reviews), order(ASKED, rules, answers, reviews))


def test_how_far_the_minimums_rest_on_the_vendors_word() -> None:
    both = dict.fromkeys(("s.a", "s.b"), "best")
    assert stands(both).words == "3 of 3 minimums rest on the vendor's word"
    assert stands(both, [review("s.a", "accept")]).words == "1 of 3 minimums rests on the vendor's word"
    assert stands({"s.a": "best"}).words == "2 of 3 minimums rest on the vendor's word, 1 is undetermined"
    assert stands({}).words == "0 of 3 minimums rest on the vendor's word, 3 are undetermined"
    assert stands(both, [review("s.a", "challenge"), review("s.b", "accept")]).on_word == 0


def test_minimums_that_unchecked_answers_take_out_are_counted() -> None:
    rules = policy(rule(1, "a", applies_when={"s.b": "best"}), rule(2, "c", applies_when={"risk.tier": "high"}))
    answers = {"s.a": "best", "s.b": "worst"}
    assert stands(answers, rules=rules).words == "no minimum applies"
    assert stands(answers, rules=rules).taken_out == 1
    assert stands(answers, [review("s.b", "accept")], rules).taken_out == 0
