"""What answers say of the items of a framework: what criteria test decides, else the order of the options."""

from __future__ import annotations

from typing import Any

import pytest
from generated import AS_OF, TRIAGE
from tiny import answer, assessment, criterion, not_applicable, policy, question, questionnaire, review

from vendorrisk.model.coverage import Framework, Reach
from vendorrisk.model.policy import Tier
from vendorrisk.rules.facts import facts
from vendorrisk.scoring.coverage import cover, cover_untested
from vendorrisk.scoring.scorer import Scorer
from vendorrisk.scoring.triage import given_tier, risk_facts

FRAMEWORK = Framework(id="made-up", name="Made up", items={"1": "First", "2": "Second"})
ABOUT_ONE = {"references": {"made-up": ["1"]}}


def reach(
    asked: dict[str, Any], *rules: Any, answers: dict[str, Any], reviews: Any = (), others: tuple[Any, ...] = ()
) -> Reach:
    """Return how item 1 stands when ``asked`` refers to it."""
    whole = questionnaire({**asked, **ABOUT_ONE}, *others)
    criteria = [criterion(number, rule) for number, rule in enumerate(rules, 1)] or [criterion(1, {"s.other": "best"})]
    if not rules:
        whole = questionnaire({**asked, **ABOUT_ONE}, question("s.other"), *others)
    given = assessment(whole, answers, reviews)
    scorer = Scorer(whole, policy(*criteria), AS_OF, TRIAGE)
    found = {**facts(given.answers, given.reviews), **risk_facts(given_tier(Tier.LOW), None)}
    coverage = cover(FRAMEWORK, scorer, found)
    assert coverage.items[1].reach is Reach.NO_QUESTION
    return coverage.items[0].reach


@pytest.mark.parametrize(
    ("value", "expected"),
    [("best", Reach.SUPPORTED), ("middle", Reach.PARTLY), ("worst", Reach.CONTRADICTED)],
)
def test_without_criteria_the_place_among_the_options_decides(value: str, expected: Reach) -> None:
    assert reach(question("s.a"), answers={"s.a": value}) is expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [("best", Reach.SUPPORTED), ("middle", Reach.SUPPORTED), ("worst", Reach.CONTRADICTED)],
)
def test_what_a_criterion_accepts_supports(value: str, expected: Reach) -> None:
    assert reach(question("s.a"), {"s.a": ["best", "middle"]}, answers={"s.a": value}) is expected


def test_what_one_criterion_accepts_and_a_stricter_one_does_not_supports_in_part() -> None:
    rules = {"s.a": ["best", "middle"]}, {"s.a": "best"}
    assert reach(question("s.a"), *rules, answers={"s.a": "middle"}) is Reach.PARTLY


def test_a_negated_test_wants_the_opposite() -> None:
    assert reach(question("s.a"), {"not": {"s.a": "worst"}}, answers={"s.a": "best"}) is Reach.SUPPORTED
    assert reach(question("s.a"), {"not": {"s.a": "worst"}}, answers={"s.a": "worst"}) is Reach.CONTRADICTED


@pytest.mark.parametrize(("hours", "expected"), [(24, Reach.SUPPORTED), (96, Reach.CONTRADICTED)])
def test_numbers_speak_through_criteria(hours: int, expected: Reach) -> None:
    number = question("s.hours", "number")
    assert reach(number, {"s.hours": {"at_most": 72}}, answers={"s.hours": hours}) is expected


def test_numbers_and_facts_that_nothing_tests_say_nothing() -> None:
    assert reach(question("s.hours", "number"), answers={"s.hours": 5}) is Reach.NO_QUESTION
    assert reach(question("s.a", effort="fixed"), answers={"s.a": "worst"}) is Reach.NO_QUESTION


@pytest.mark.parametrize(
    ("value", "expected"),
    [(["one", "two"], Reach.SUPPORTED), (["one"], Reach.PARTLY), (["none"], Reach.CONTRADICTED)],
)
def test_of_several_options_all_some_or_none(value: list[str], expected: Reach) -> None:
    options = ["one", "two", {"id": "none", "label": "None", "exclusive": True}]
    assert reach(question("s.m", "multi", options=options), answers={"s.m": answer(tuple(value))}) is expected


def test_no_answer_a_challenge_and_an_open_reason_leave_it_open() -> None:
    asked = question("s.a")
    assert reach(asked, answers={}) is Reach.OPEN
    assert reach(asked, answers={"s.a": "best"}, reviews=[review("s.a", "challenge")]) is Reach.OPEN
    assert reach(asked, answers={"s.a": not_applicable()}) is Reach.OPEN


def test_what_is_not_asked_or_accepted_as_not_applicable_says_nothing() -> None:
    assert (
        reach(question("s.a"), answers={"s.a": not_applicable()}, reviews=[review("s.a", "accept")]) is Reach.NOT_ASKED
    )
    hidden = question("s.a", show_when={"s.gate": "best"})
    assert reach(hidden, answers={"s.gate": "worst"}, others=(question("s.gate"),)) is Reach.NOT_ASKED


def test_one_contradiction_outweighs_all_support_and_an_open_question_outweighs_support() -> None:
    both = {**question("s.b"), **ABOUT_ONE}
    assert reach(question("s.a"), answers={"s.a": "best", "s.b": "worst"}, others=(both,)) is Reach.CONTRADICTED
    assert reach(question("s.a"), answers={"s.a": "best"}, others=(both,)) is Reach.OPEN


# Of a questionnaire that no policy judges, the order of the options decides, and figures are for the reader.


def untested(*asked: dict[str, Any], answers: dict[str, Any]) -> Reach:
    """Return how item 1 stands by the answers alone, when all of ``asked`` refer to it."""
    whole = questionnaire(*({**each, **ABOUT_ONE} for each in asked))
    given = assessment(whole, answers)
    coverage = cover_untested(FRAMEWORK, whole, facts(given.answers, given.reviews))
    assert coverage.policy == ""
    assert coverage.items[1].reach is Reach.NO_QUESTION
    return coverage.items[0].reach


@pytest.mark.parametrize(
    ("value", "expected"),
    [("best", Reach.SUPPORTED), ("middle", Reach.PARTLY), ("worst", Reach.CONTRADICTED)],
)
def test_without_a_policy_the_place_among_the_options_decides(value: str, expected: Reach) -> None:
    assert untested(question("s.a"), answers={"s.a": value}) is expected


@pytest.mark.parametrize(("kind", "value"), [("number", 5), ("percent", 0), ("date", "2020-01-01"), ("text", "Soon")])
def test_without_a_policy_a_figure_is_for_the_reader_to_judge(kind: str, value: Any) -> None:
    assert untested(question("s.f", kind), answers={"s.f": value}) is Reach.TO_JUDGE
    assert untested(question("s.f", kind), answers={}) is Reach.OPEN


def test_a_figure_to_judge_outweighs_support_and_nothing_else() -> None:
    both = question("s.a"), question("s.f", "number")
    assert untested(*both, answers={"s.a": "best", "s.f": 5}) is Reach.TO_JUDGE
    assert untested(*both, answers={"s.a": "middle", "s.f": 5}) is Reach.PARTLY
    assert untested(*both, answers={"s.a": "worst", "s.f": 5}) is Reach.CONTRADICTED
    assert untested(*both, answers={"s.f": 5}) is Reach.OPEN


def test_without_a_policy_too_mere_facts_say_nothing() -> None:
    assert untested(question("s.a", effort="fixed"), answers={"s.a": "worst"}) is Reach.NO_QUESTION
    assert untested(question("s.f", "number", effort="fixed"), answers={"s.f": 5}) is Reach.NO_QUESTION
