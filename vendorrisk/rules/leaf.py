"""What each operator asks of an answer, and which operators fit which question."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from vendorrisk.model.condition import Leaf, Operator
from vendorrisk.model.policy import Tier
from vendorrisk.model.questionnaire import Option, Question, QuestionType
from vendorrisk.model.term import resolve_date

Test = Callable[..., bool]

RISK_PREFIX = "risk."
"""What the ids of procurement's own questions begin with."""

RISK_TIER = RISK_PREFIX + "tier"

RISK_TIER_QUESTION = Question(
    id=RISK_TIER,
    ask="What is the inherent risk tier?",
    type=QuestionType.CHOICE,
    # Highest first: 'at_least: medium' then reads as people mean it, medium or a higher risk.
    options=tuple(Option(id=tier, label=tier) for tier in reversed(Tier)),
    help="It follows from the triage.",
    why="It decides which criteria apply.",
)

_SETS = {Operator.INCLUDES_ANY, Operator.INCLUDES_ALL, Operator.INCLUDES_NONE}
_ORDER = {Operator.AT_LEAST, Operator.AT_MOST, Operator.MORE_THAN, Operator.LESS_THAN}
DATES = {Operator.BEFORE, Operator.AFTER, Operator.NOT_BEFORE, Operator.NOT_AFTER}

_FITTING: Mapping[QuestionType, set[Operator]] = {
    QuestionType.YES_NO: {Operator.ONE_OF, Operator.ANSWERED},
    QuestionType.CHOICE: {Operator.ONE_OF, Operator.AT_LEAST, Operator.AT_MOST, Operator.ANSWERED},
    QuestionType.MULTI: _SETS | {Operator.AT_LEAST, Operator.AT_MOST, Operator.ANSWERED},
    QuestionType.NUMBER: _ORDER | {Operator.ANSWERED},
    QuestionType.PERCENT: _ORDER | {Operator.ANSWERED},
    QuestionType.DATE: DATES | {Operator.ANSWERED},
    QuestionType.TEXT: {Operator.ANSWERED},
    QuestionType.LIST: {Operator.AT_LEAST, Operator.AT_MOST, Operator.ANSWERED},
    QuestionType.URL: {Operator.ANSWERED},
}


def problem(leaf: Leaf, question: Question) -> str:
    """Return what is wrong with asking this of that question, in a sentence; empty if nothing is."""
    fitting = _FITTING[question.type]
    if leaf.operator not in fitting:
        return (
            f"'{leaf.operator}' can't be asked of {question.id}, a {question.type} question; "
            f"use {', '.join(sorted(fitting))}."
        )
    if leaf.operator is Operator.ANSWERED:
        return "" if leaf.operand is True else "'answered' takes only 'true': an unanswered question is unknown."
    if leaf.operator is Operator.ONE_OF or leaf.operator in _SETS:
        return _options_problem(leaf, question)
    if leaf.operator in DATES:
        return _date_problem(leaf)
    if question.type is QuestionType.CHOICE:
        return _options_problem(leaf.model_copy(update={"operand": (leaf.operand,)}), question)
    number = isinstance(leaf.operand, int | float) and not isinstance(leaf.operand, bool)
    return "" if number else f"'{leaf.operator}' of {question.id} takes a number, not {leaf.operand!r}."


def _options_problem(leaf: Leaf, question: Question) -> str:
    if not isinstance(leaf.operand, tuple):
        return f"'{leaf.operator}' of {question.id} takes a list of options."
    unknown = [item for item in leaf.operand if item not in question.option_ids]
    if not unknown:
        return ""
    return f"{', '.join(map(repr, unknown))} is no option of {question.id}; it has {', '.join(question.option_ids)}."


def _date_problem(leaf: Leaf) -> str:
    try:
        resolve_date(str(leaf.operand), dt.date(2000, 1, 1))
    except ValueError as error:
        return f"{error}."
    return ""


def make_test(leaf: Leaf, question: Question, as_of: dt.date) -> Test:
    """Return the test of a canonical value. The leaf must fit the question (see :func:`problem`).

    Bound methods of constants are returned where they do, because they run without a Python frame.
    """
    if leaf.operator is Operator.ANSWERED:
        return _always
    if isinstance(leaf.operand, tuple):
        return _set_test(leaf.operator, frozenset(leaf.operand))
    if leaf.operator in DATES:
        return _order_test(leaf.operator, resolve_date(str(leaf.operand), as_of).isoformat())
    if question.type is QuestionType.CHOICE:
        rank = question.option_ids.index(str(leaf.operand))
        better = leaf.operator is Operator.AT_LEAST
        kept = question.option_ids[: rank + 1] if better else question.option_ids[rank:]
        return frozenset(kept).__contains__
    test = _order_test(leaf.operator, float(leaf.operand))
    if question.type in (QuestionType.MULTI, QuestionType.LIST):
        return lambda value: test(len(value))
    return test


def _always(_value: object) -> bool:
    return True


def _set_test(operator: Operator, wanted: frozenset[str]) -> Test:
    if operator is Operator.INCLUDES_ANY:
        return lambda value: not wanted.isdisjoint(value)
    if operator is Operator.INCLUDES_ALL:
        return wanted.issubset
    if operator is Operator.INCLUDES_NONE:
        return wanted.isdisjoint
    return wanted.__contains__


def _order_test(operator: Operator, bound: str | float) -> Test:
    """Return the test of ``value <operator> bound``, written from the bound's side."""
    if operator in (Operator.AT_LEAST, Operator.NOT_BEFORE):
        return bound.__le__
    if operator in (Operator.AT_MOST, Operator.NOT_AFTER):
        return bound.__ge__
    if operator in (Operator.MORE_THAN, Operator.AFTER):
        return bound.__lt__
    return bound.__gt__
