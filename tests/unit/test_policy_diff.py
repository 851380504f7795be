"""How two policies differ, in words: every field that can differ, and which way."""

from __future__ import annotations

from typing import Any

import pytest
from tiny import criterion, policy, question, questionnaire

from vendorrisk.content import pin
from vendorrisk.model.policy import Policy, Tier, Verdict
from vendorrisk.model.policy_diff import PolicyDiff
from vendorrisk.model.questionnaire import Question
from vendorrisk.scoring.policy_diff import Version, policy_diff

QUESTIONS = {
    each.id: each for each in questionnaire(question("s.a"), question("s.n", "number", unit="hours")).questions
}
TABLE = {tier: dict.fromkeys(Verdict, tier) for tier in Tier}


def version(rules: Policy, questions: dict[str, Question] = QUESTIONS) -> Version:
    return Version(rules, pin(rules), questions)


def between(old: dict[str, Any], new: dict[str, Any]) -> PolicyDiff:
    """Return the difference between two policies of one criterion each."""
    rules = [policy(criterion(1, given.pop("met_when", {"s.a": "best"}), **given)) for given in (old, new)]
    return policy_diff(version(rules[0]), version(rules[1]))


def documented(**more: str) -> dict[str, Any]:
    return {"evidence": {"grade": "documented", **more}}


BEST, MIDDLE = {"met_when": {"s.a": "best"}}, {"met_when": {"s.a": ["best", "middle"]}}


@pytest.mark.parametrize(
    ("looser", "stricter", "subject", "said"),
    [
        ({"level": "expected"}, {"level": "minimum"}, "level", ("expected", "minimum")),
        ({"weight": 3}, {"weight": 4}, "weight", ("3", "4")),
        ({}, documented(), "evidence", ("asserted", "documented")),
        (
            documented(),
            documented(max_age="1 year"),
            "evidence",
            ("documented", "documented, not older than 12 months"),
        ),
        (
            documented(max_age="12 months"),
            {"evidence": {"grade": "verified", "max_age": "6 months"}},
            "evidence",
            ("documented, not older than 12 months", "verified, not older than 6 months"),
        ),
        (
            {"remediation": {"do": "It.", "within": "60 days"}},
            {"remediation": {"do": "It.", "within": "30 days"}},
            "term to mend it",
            ("60 days", "30 days"),
        ),
        (MIDDLE, BEST, "needed", ("s.a is “best” or “middle”", "s.a is “best”")),
        ({"applies_when": {"s.n": {"at_least": 9}}}, {}, "applies", ("s.n is at least 9 hours", "always")),
        ({"partly_met_when": {"s.a": "middle"}}, {}, "partly met", ("s.a is “middle”", "never")),
    ],
)
def test_each_field_is_tightened_one_way_and_loosened_the_other(
    looser: dict[str, Any], stricter: dict[str, Any], subject: str, said: tuple[str, str]
) -> None:
    for old, new, direction, words in (
        (looser, stricter, "tightened", said),
        (stricter, looser, "loosened", said[::-1]),
    ):
        found = between(dict(old), dict(new))
        (changed,) = found.changed
        (change,) = changed.changes
        assert (change.subject, change.old, change.new) == (subject, *words)
        assert (changed.direction, change.direction) == (direction, direction)
        assert not found.same


def test_effects_of_a_condition_are_said_in_words() -> None:
    (changed,) = between(dict(MIDDLE), dict(BEST)).changed
    assert changed.effects == ("accepts fewer answers",)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"level": "expected", "weight": 5}, {"level": "minimum", "weight": 4}),
        (documented(max_age="12 months"), {"evidence": {"grade": "verified"}}),
        (documented(max_age="90 days"), documented(max_age="3 months")),
        ({"remediation": {"do": "It.", "within": "1 month"}}, {"remediation": {"do": "It.", "within": "30 days"}}),
        ({**BEST, "weight": 5}, {**MIDDLE, "weight": 6}),
        (BEST, {"met_when": {"s.a": "middle"}}),
        ({}, {"domain": "t"}),
    ],
)
def test_what_goes_both_ways_or_cannot_be_told_is_only_changed(old: dict[str, Any], new: dict[str, Any]) -> None:
    (changed,) = between(dict(old), dict(new)).changed
    assert changed.direction == "changed"


@pytest.mark.parametrize(
    ("old", "new", "reworded"),
    [
        ({}, {}, ()),
        ({"title": "So"}, {"title": "Thus"}, ("MIN-TST-01",)),
        ({"disclosure": "full"}, {"disclosure": "public"}, ("MIN-TST-01",)),
        (MIDDLE, {"met_when": {"not": {"s.a": "worst"}}}, ("MIN-TST-01",)),
    ],
)
def test_texts_and_other_ways_to_say_it_leave_results_the_same(
    old: dict[str, Any], new: dict[str, Any], reworded: tuple[str, ...]
) -> None:
    found = between(dict(old), dict(new))
    assert found.same
    assert found.reworded == reworded


def test_a_question_of_another_unit_is_said_not_to_be_told() -> None:
    hours = policy(criterion(1, {"s.n": {"at_most": 3}}))
    days = {"s.n": QUESTIONS["s.n"].model_copy(update={"unit": "days"})}
    (changed,) = policy_diff(version(hours), version(hours, days)).changed
    assert (changed.direction, changed.effects) == (
        "changed",
        ("whether it accepts more or fewer answers can't be told; compare by reading",),
    )


def test_criteria_of_one_side_are_added_or_removed() -> None:
    one = policy(criterion(1, {"s.a": "best"}))
    two = policy(criterion(1, {"s.a": "best"}), criterion(2, {"s.a": "best"}, title="It is new"))
    more, less = policy_diff(version(one), version(two)), policy_diff(version(two), version(one))
    assert [(each.criterion, each.title) for each in more.added] == [("MIN-TST-02", "It is new")]
    assert [each.criterion for each in less.removed] == ["MIN-TST-02"]
    assert (more.removed, more.changed, less.added) == ((), (), ())


def test_terms_of_the_whole_policy_are_compared() -> None:
    rule = criterion(1, {"s.a": "best"})
    old = policy(rule, residual_risk=TABLE)
    raised = {**TABLE, Tier.LOW: {**TABLE[Tier.LOW], Verdict.MEETS: Tier.MEDIUM}}
    cadence = {**dict.fromkeys(Tier, "12 months"), Tier.HIGH: "6 months"}
    new = policy(rule, residual_risk=raised, cadence=cadence, not_applicable_limit=20, longest_waiver="13 months")
    found = policy_diff(version(old), version(new))
    assert [(each.subject, each.old, each.new, each.direction) for each in found.terms] == [
        ("validity at high risk", "12 months", "6 months", "tightened"),
        ("longest waiver", "12 months", "13 months", "loosened"),
        ("share of a domain that n/a may take out", "25 %", "20 %", "tightened"),
        ("residual risk of “meets” at low risk", "low", "medium", "tightened"),
    ]
    assert policy_diff(version(policy(rule)), version(old)).terms[0].direction == "changed"


def test_contradictions_of_one_side_are_named_and_move_no_result() -> None:
    rule = criterion(1, {"s.a": "best"})
    both, gone, come = ({"s.a": each, "s.n": {"at_most": 1}} for each in ("best", "middle", "worst"))
    old = version(policy(rule, contradictions=[both, gone]))
    found = policy_diff(old, version(policy(rule, contradictions=[come, both])))
    assert found.contradictions_added == ("s.a is “worst” and s.n is at most 1 hours",)
    assert found.contradictions_removed == ("s.a is “middle” and s.n is at most 1 hours",)
    assert found.same
    assert policy_diff(old, old).contradictions_added == ()
