"""What one criterion accepts more or less than another: decided exactly, or said not to be told."""
# ruff: noqa: E501  a table is read line by line

from __future__ import annotations

from typing import Any

import pytest
from tiny import criterion, policy, question, questionnaire

from vendorrisk.model.questionnaire import Question
from vendorrisk.rules.contrast import Contrast, Shift, Side, contrast

ASKED = questionnaire(
    question("s.a"),
    question("s.b", not_applicable="never"),
    question("s.n", "number"),
    question("s.d", "date"),
    question("s.t", "text"),
    question("s.m", "multi"),
    question("s.shown", show_when={"s.b": "best"}),
)
QUESTIONS = {each.id: each for each in ASKED.questions}
BEST, MIDDLE = {"s.a": "best"}, {"s.a": ["best", "middle"]}

Given = dict[str, Any]


def side(given: Given, questions: dict[str, Question] = QUESTIONS) -> Side:
    rule = {"met_when": given} if not given.keys() & {"met_when", "applies_when"} else given
    return Side(policy({**criterion(1, None), **rule}).criteria[0], questions)


def moved(old: Given, new: Given) -> tuple[str, set[Shift]]:
    found = contrast(side(old), side(new))
    assert found is not None
    words = {(True, False): "stricter", (False, True): "looser", (True, True): "both", (False, False): "neither"}
    return words[found.stricter, found.looser], set(found.shifts)


@pytest.mark.parametrize(
    ("old", "new", "way", "shift"),
    [
        (MIDDLE, BEST, "stricter", Shift.ACCEPTS_FEWER),
        (BEST, MIDDLE, "looser", Shift.ACCEPTS_MORE),
        (BEST, {"s.a": "middle"}, "both", Shift.ACCEPTS_MORE),
        ({"s.n": {"at_least": 5}}, {"s.n": {"more_than": 5}}, "stricter", Shift.ACCEPTS_FEWER),
        ({"s.n": {"at_most": 72}}, {"s.n": {"at_most": 24}}, "stricter", Shift.ACCEPTS_FEWER),
        ({"s.d": {"not_before": "12 months before as_of"}}, {"s.d": {"not_before": "6 months before as_of"}}, "stricter", Shift.ACCEPTS_FEWER),
        ({"s.m": {"at_least": 1}}, {"s.m": {"includes_all": ["best", "middle"]}}, "stricter", Shift.ACCEPTS_FEWER),
        (BEST, {"met_when": BEST, "applies_when": {"s.b": "best"}}, "looser", Shift.APPLIES_TO_FEWER),
        ({"met_when": BEST, "applies_when": {"s.b": "best"}}, BEST, "stricter", Shift.APPLIES_TO_MORE),
        (BEST, {"met_when": BEST, "partly_met_when": {"s.a": "middle"}}, "looser", Shift.PARTLY_MORE),
        ({"met_when": BEST, "partly_met_when": {"s.a": "middle"}}, BEST, "stricter", Shift.PARTLY_FEWER),
        # The same with whole answers: only an open one tells them apart.
        (BEST, {"all": [BEST, {"s.t": {"answered": True}}]}, "stricter", Shift.ACCEPTS_FEWER),
        ({"all": [BEST, {"s.t": {"answered": True}}]}, BEST, "looser", Shift.ACCEPTS_MORE),
        # Whoever met it is not asked any more: nobody is worse or better off.
        (MIDDLE, {"met_when": MIDDLE, "applies_when": {"s.a": ["middle", "worst"]}}, "neither", Shift.APPLIES_TO_FEWER),
    ],
)  # fmt: skip
def test_what_is_accepted_is_compared_over_all_answers(old: Given, new: Given, way: str, shift: Shift) -> None:
    found, shifts = moved(old, new)
    assert found == way
    assert shift in shifts


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (BEST, BEST),
        (MIDDLE, {"any": [BEST, {"s.a": "middle"}]}),
        (BEST, {"s.a": {"at_least": "best"}}),
        ({"not": BEST}, {"s.a": ["middle", "worst"]}),
        ({"all": [BEST, {"s.b": "best"}]}, {"not": {"any": [{"not": BEST}, {"not": {"s.b": "best"}}]}}),
        ({"s.n": {"at_least": 5}}, {"not": {"s.n": {"less_than": 5}}}),
    ],
)
def test_the_same_said_otherwise_is_the_same(old: Given, new: Given) -> None:
    assert moved(old, new) == ("neither", set())


def test_a_question_that_offers_another_answer_moves_what_is_accepted() -> None:
    more = {**QUESTIONS, "s.a": QUESTIONS["s.a"].model_copy(update={"options": (*QUESTIONS["s.a"].options,)[::-1]})}
    rule = {"s.a": {"at_least": "middle"}}
    assert contrast(side(rule), side(rule, more)) == Contrast(
        stricter=True, looser=True, shifts=(Shift.ACCEPTS_FEWER, Shift.ACCEPTS_MORE)
    )


def test_a_question_that_is_asked_of_fewer_moves_what_is_accepted() -> None:
    always = {**QUESTIONS, "s.shown": QUESTIONS["s.shown"].model_copy(update={"show_when": None})}
    found = contrast(side({"s.shown": "best"}, always), side({"s.shown": "best"}))
    assert found is not None
    assert (found.looser, Shift.APPLIES_TO_FEWER in found.shifts) == (True, True)


def number(**more: Any) -> dict[str, Question]:
    return {"s.n": questionnaire(question("s.n", more.pop("kind", "number"), **more)).questions[0]}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (side({"s.n": {"at_most": 3}}, number(unit="hours")), side({"s.n": {"at_most": 3}}, number(unit="days"))),
        (side({"s.n": {"at_most": 3}}, number()), side({"s.n": {"at_most": 3}}, number(kind="percent"))),
        (side({"s.d": {"before": "2026-01-01"}}), side({"s.d": {"before": "as_of"}})),
        (side({"s.d": {"not_before": "30 days before as_of"}}), side({"s.d": {"not_before": "1 month before as_of"}})),
    ],
    ids=["unit", "type", "day or date", "days or months"],
)
def test_what_the_day_or_the_unit_decides_is_not_guessed(old: Side, new: Side) -> None:
    assert contrast(old, new) is None


def test_what_rests_on_too_many_answers_is_not_guessed() -> None:
    questions = {each.id: each for each in questionnaire(*(question(f"s.q{n}") for n in range(17))).questions}
    old, new = ({"all": [{name: options} for name in questions]} for options in ("best", ["best", "middle"]))
    assert contrast(side(old, questions), side(new, questions)) is None
    assert contrast(side(old, questions), side(old, questions)) == Contrast(stricter=False, looser=False, shifts=())
