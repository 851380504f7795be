"""Conditions as data: what is written is what is read, and each operator asks what its name says."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from generated import conditions
from hypothesis import given
from tiny import question, questionnaire

from vendorrisk import yamlfile
from vendorrisk.model.condition import Condition, Group, Leaf, Operator, parse_condition
from vendorrisk.rules.leaf import make_test, problem
from vendorrisk.rules.truth import FALSE, REMOVED, TRUE, UNKNOWN, decisive, evaluate, leaves

ASKED = questionnaire(
    question("s.ok", "yes-no"),
    question("s.choice"),
    question("s.multi", "multi"),
    question("s.number", "number"),
    question("s.share", "percent"),
    question("s.date", "date"),
    question("s.words", "text"),
    question("s.list", "list"),
    question("s.page", "url"),
)
QUESTIONS = {each.id: each for each in ASKED.questions}
AS_OF = dt.date(2026, 11, 23)


def read(text: str) -> Condition:
    return parse_condition(yamlfile.load(text, "f").data)


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("s.ok: yes", Leaf(question="s.ok", operator=Operator.ONE_OF, operand=("yes",))),
        ("s.ok: [yes, no]", Leaf(question="s.ok", operator=Operator.ONE_OF, operand=("yes", "no"))),
        ("s.choice: {one_of: [best]}", Leaf(question="s.choice", operator=Operator.ONE_OF, operand=("best",))),
        ("s.number: {at_most: 24}", Leaf(question="s.number", operator=Operator.AT_MOST, operand=24)),
        ("s.share: {more_than: 99.5}", Leaf(question="s.share", operator=Operator.MORE_THAN, operand=99.5)),
        ("s.date: {before: 2026-01-31}", Leaf(question="s.date", operator=Operator.BEFORE, operand="2026-01-31")),
        ("s.words: {answered: true}", Leaf(question="s.words", operator=Operator.ANSWERED, operand=True)),
        ("not: {s.ok: yes}", Group(kind="not", members=(read("s.ok: yes"),))),
        ("all: [{s.ok: yes}]", Group(kind="all", members=(read("s.ok: yes"),))),
        ("{s.ok: yes, s.choice: best}", Group(kind="all", members=(read("s.ok: yes"), read("s.choice: best")))),
        (
            "any: [{s.ok: yes, s.choice: best}, {not: {s.ok: no}}]",
            Group(kind="any", members=(read("{s.ok: yes, s.choice: best}"), read("not: {s.ok: no}"))),
        ),
    ],
)
def test_conditions_are_read(text: str, condition: Condition) -> None:
    assert read(text) == condition


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("[]", "a condition is a map"),
        ("{}", "a condition is a map"),
        ("yes", "a condition is a map"),
        ("all: {s.ok: yes}", "'all' takes a list of conditions"),
        ("any: []", "'any' holds no condition"),
        ("not: []", "a condition is a map"),
        ("s.ok: []", "'s.ok' is compared with an empty list"),
        ("s.ok: true", "True can't be an option"),
        ("s.ok: null", "None can't be an option"),
        ("s.ok: [[yes]]", r"\['yes'\] can't be an option"),
        ("s.number: {at_least: 1, at_most: 2}", "'s.number' takes one operator; put several tests under 'all:'"),
        ("s.number: {atleast: 1}", "'atleast' is no operator; use one of one_of, includes_any"),
        ("s.number: {at_least: null}", "valid"),
        ("s.number: {at_least: .inf}", None),
    ],
)
def test_what_is_no_condition_is_refused(text: str, what: str | None) -> None:
    if what is None:  # '.inf' is a text in YAML 1.2 core as it is read here; the question's type refuses it
        leaf = read(text)
        assert isinstance(leaf, Leaf)
        assert problem(leaf, QUESTIONS["s.number"])
        return
    with pytest.raises(ValueError, match=what):
        read(text)


@given(conditions(list(ASKED.questions[:6])))
def test_what_is_written_is_what_is_read(condition: Condition) -> None:
    assert parse_condition(condition.to_content()) == condition


ORDER = ["best", "middle", "worst"]


@pytest.mark.parametrize(
    ("text", "holds", "fails"),
    [
        ("s.ok: yes", ["yes"], ["no"]),
        ("s.choice: [best, worst]", ["best", "worst"], ["middle"]),
        ("s.choice: {at_least: middle}", ["best", "middle"], ["worst"]),
        ("s.choice: {at_most: middle}", ["middle", "worst"], ["best"]),
        ("s.multi: {includes_any: [best, worst]}", [("best",), ("middle", "worst")], [(), ("middle",)]),
        ("s.multi: {includes_all: [best, worst]}", [("best", "worst"), tuple(ORDER)], [(), ("best", "middle")]),
        ("s.multi: {includes_none: [best]}", [(), ("middle", "worst")], [("best", "middle")]),
        ("s.multi: {at_least: 2}", [("best", "middle"), tuple(ORDER)], [(), ("worst",)]),
        ("s.multi: {at_most: 1}", [(), ("worst",)], [("best", "middle")]),
        ("s.number: {at_least: 24}", [24, 24.5, 10**20], [23, 23.99, -1]),
        ("s.number: {at_most: 24}", [24, 0], [24.01, 25]),
        ("s.number: {more_than: 24}", [24.01], [24, 24.0]),
        ("s.number: {less_than: 24}", [23.99], [24]),
        ("s.share: {at_least: 99.5}", [99.5, 100], [99.4]),
        ("s.date: {before: 2026-01-31}", ["2026-01-30"], ["2026-01-31", "2026-02-01"]),
        ("s.date: {after: 2026-01-31}", ["2026-02-01"], ["2026-01-31", "2026-01-30"]),
        ("s.date: {not_before: 12 months before as_of}", ["2025-11-23", "2027-01-01"], ["2025-11-22"]),
        ("s.date: {not_after: as_of}", ["2026-11-23", "1999-12-31"], ["2026-11-24"]),
        ("s.list: {at_least: 2}", [("a", "b")], [("a",), ()]),
        ("s.list: {at_most: 2}", [("a", "b")], [("a", "b", "c")]),
        ("s.words: {answered: true}", ["no", ""], []),
        ("s.multi: {answered: true}", [(), ("best",)], []),
    ],
)
def test_operators_ask_what_their_names_say(text: str, holds: list[Any], fails: list[Any]) -> None:
    leaf = read(text)
    assert isinstance(leaf, Leaf)
    assert problem(leaf, QUESTIONS[leaf.question]) == ""
    test = make_test(leaf, QUESTIONS[leaf.question], AS_OF)
    assert [value for value in holds if test(value) is not True] == []
    assert [value for value in fails if test(value) is not False] == []


FITTING = {
    "yes-no": {"one_of", "answered"},
    "choice": {"one_of", "at_least", "at_most", "answered"},
    "multi": {"includes_any", "includes_all", "includes_none", "at_least", "at_most", "answered"},
    "number": {"at_least", "at_most", "more_than", "less_than", "answered"},
    "percent": {"at_least", "at_most", "more_than", "less_than", "answered"},
    "date": {"before", "after", "not_before", "not_after", "answered"},
    "text": {"answered"},
    "list": {"at_least", "at_most", "answered"},
    "url": {"answered"},
}


@pytest.mark.parametrize("asked", ASKED.questions, ids=lambda each: each.type)
def test_each_type_takes_the_operators_that_mean_something_for_it(asked: Any) -> None:
    operands: dict[str, Any] = {"answered": True}
    for names, operand in (
        (("one_of", "includes_any", "includes_all", "includes_none"), asked.option_ids[:1]),
        (("before", "after", "not_before", "not_after"), "as_of"),
        (("at_least", "at_most", "more_than", "less_than"), asked.option_ids[-1] if asked.type == "choice" else 1),
    ):
        operands |= dict.fromkeys(names, operand)
    made = {name: Leaf(question=asked.id, operator=Operator(name), operand=operands[name]) for name in Operator}
    assert {str(name) for name, leaf in made.items() if not problem(leaf, asked)} == FITTING[asked.type]


def test_distinct_leaves_come_in_reading_order() -> None:
    first, second = read("{s.ok: yes, s.choice: best}"), read("any: [{s.choice: best}, {s.number: {at_most: 1}}]")
    assert [leaf.question for leaf in leaves(first, None, second)] == ["s.ok", "s.choice", "s.number"]


@pytest.mark.parametrize(
    ("text", "states", "decides"),
    [
        ("all: [{s.a: x}, {s.b: x}]", {"s.a": TRUE, "s.b": TRUE}, {"s.a", "s.b"}),
        ("all: [{s.a: x}, {s.b: x}]", {"s.a": TRUE, "s.b": FALSE}, {"s.b"}),
        ("all: [{s.a: x}, {s.b: x}]", {"s.a": UNKNOWN, "s.b": FALSE}, {"s.b"}),
        ("all: [{s.a: x}, {s.b: x}]", {"s.a": UNKNOWN, "s.b": TRUE}, {"s.a"}),
        ("all: [{s.a: x}, {s.b: x}]", {"s.a": REMOVED, "s.b": TRUE}, {"s.b"}),
        ("all: [{s.a: x}, {s.b: x}]", {"s.a": REMOVED, "s.b": REMOVED}, {"s.a", "s.b"}),
        ("any: [{s.a: x}, {s.b: x}]", {"s.a": TRUE, "s.b": FALSE}, {"s.a"}),
        ("any: [{s.a: x}, {s.b: x}]", {"s.a": UNKNOWN, "s.b": FALSE}, {"s.a"}),
        ("any: [{s.a: x}, {s.b: x}]", {"s.a": FALSE, "s.b": FALSE}, {"s.a", "s.b"}),
        ("any: [{s.a: x}, {s.b: x}]", {"s.a": REMOVED, "s.b": FALSE}, {"s.b"}),
        ("not: {all: [{s.a: x}, {s.b: x}]}", {"s.a": FALSE, "s.b": TRUE}, {"s.a"}),
        ("any: [{all: [{s.a: x}, {s.b: x}]}, {s.c: x}]", {"s.a": TRUE, "s.b": FALSE, "s.c": FALSE}, {"s.b", "s.c"}),
    ],
)
def test_the_leaves_that_decide(text: str, states: dict[str, Any], decides: set[str]) -> None:
    condition = read(text)
    assert {leaf.question for leaf in decisive(condition, lambda leaf: states[leaf.question])} == decides


def test_a_removed_member_drops_out() -> None:
    states = {"s.a": REMOVED, "s.b": TRUE}

    def state(leaf: Leaf) -> tuple[int, int]:
        return states[leaf.question]

    assert evaluate(read("all: [{s.a: x}, {s.b: x}]"), state) == TRUE
    assert evaluate(read("any: [{s.a: x}, {not: {s.b: x}}]"), state) == FALSE
    assert evaluate(read("not: {s.a: x}"), state) == REMOVED
