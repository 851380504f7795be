"""What one criterion asks more or less than another, decided by trying all answers that either can tell apart."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from vendorrisk.model.answer import Grade
from vendorrisk.model.base import say
from vendorrisk.model.policy import Criterion
from vendorrisk.model.questionnaire import Question
from vendorrisk.rules.bind import Bound
from vendorrisk.rules.engine import CriterionBits, compile_program
from vendorrisk.rules.facts import Fact, Taken
from vendorrisk.rules.leaf import DATES, make_test
from vendorrisk.rules.static import closure, combinations, representatives, told_apart

_AS_OF = dt.date(2026, 1, 1)
_MET, _PARTLY, _UNMET, _OPEN, _NONE = range(5)
_STRICTNESS = {_MET: 0, _NONE: 0, _OPEN: 1, _PARTLY: 2, _UNMET: 3}


class Shift(StrEnum):
    """A way in which the findings for the same answers move."""

    APPLIES_TO_MORE = "applies to more vendors"
    APPLIES_TO_FEWER = "applies to fewer vendors"
    ACCEPTS_FEWER = "accepts fewer answers"
    ACCEPTS_MORE = "accepts more answers"
    PARTLY_FEWER = "counts fewer answers as partly met"
    PARTLY_MORE = "counts more answers as partly met"
    OPEN_MORE = "stays open more often"
    OPEN_LESS = "stays open less often"


class Contrast(NamedTuple):
    """How the findings move from one criterion to the other."""

    stricter: bool
    """Some answers have a worse finding."""
    looser: bool
    """Some answers have a better finding."""
    shifts: tuple[Shift, ...]


class Side(NamedTuple):
    """A criterion with the questions that it may name."""

    criterion: Criterion
    questions: Mapping[str, Question]


def contrast(old: Side, new: Side) -> Contrast | None:
    """Return how the findings move from ``old`` to ``new`` for the same answers, whatever supports them.

    Whole answers decide; where these make no difference, those that leave questions open, or not applicable, do.
    None if that can't be told: it rests on too many answers, on a question whose type or unit differs, or on dates that
    are counted in different ways, so that the day decides which is stricter. The references of both must be sound.
    """
    if _conditions(old) == _conditions(new):
        return Contrast(stricter=False, looser=False, shifts=())
    sides = [_Tried(side) for side in (old, new)]
    shared = sides[0].used.keys() & sides[1].used.keys()
    if any(_measure(sides[0].used[name]) != _measure(sides[1].used[name]) for name in shared) or _mixed_dates(sides):
        return None
    found = _moves(sides, open_too=False)
    if found is not None and all(before == after for before, after in found):
        found = _moves(sides, open_too=True)
    if found is None:
        return None
    steps = [_STRICTNESS[after] - _STRICTNESS[before] for before, after in found]
    shifts = {shift for move in found for shift in _shifts(*move)}
    return Contrast(
        stricter=any(step > 0 for step in steps),
        looser=any(step < 0 for step in steps),
        shifts=tuple(shift for shift in Shift if shift in shifts),
    )


def _conditions(side: Side) -> object:
    """Return what decides the finding: the conditions, and those that decide what is asked."""
    used = closure(side.criterion.conditions.values(), side.questions)
    asked = {
        name: (_measure(each), each.option_ids, each.minimum, each.maximum, each.show_when, each.not_applicable)
        for name, each in used.items()
    }
    return side.criterion.conditions, asked


def _measure(question: Question) -> tuple[str, str]:
    return question.type, "" if question.unit is None else say(question.unit)


def _mixed_dates(sides: Sequence[_Tried]) -> bool:
    """Return whether the answer to some question is compared with dates whose order the day decides."""
    ways: dict[str, set[str]] = defaultdict(set)
    for leaf in (leaf for side in sides for leaf in side.leaves if leaf.operator in DATES):
        operand = str(leaf.operand)
        unit = "days" if "day" in operand else "months"
        ways[leaf.question].add("fixed" if "as_of" not in operand else "as_of" if operand == "as_of" else unit)
    return any(("fixed" in found and len(found) > 1) or {"days", "months"} <= found for found in ways.values())


class _Tried:
    """One side, ready to judge answers."""

    def __init__(self, side: Side) -> None:
        bare = side.criterion.model_copy(update={"evidence": None})
        conditions = list(bare.conditions.values())
        self.used = closure(conditions, side.questions)
        shown = (each.show_when for each in self.used.values() if each.show_when is not None)
        self.leaves = [leaf for condition in (*conditions, *shown) for leaf in condition.leaves()]
        self._bound = Bound(compile_program(self.used, [bare]), self.used, _AS_OF)

    def finding(self, facts: Mapping[str, Fact]) -> int:
        bits: CriterionBits = self._bound.run(facts).criteria[0]
        return bits.index(1) if 1 in bits else _NONE


def _moves(sides: Sequence[_Tried], *, open_too: bool) -> set[tuple[int, int]] | None:
    """Return the pairs of findings that some answers give; None if the answers are too many to try.

    With ``open_too`` each question may also be unanswered, or not applicable where that is allowed.
    """
    old, new = sides
    assignments = combinations({name: _choices(name, sides, open_too=open_too) for name in {**old.used, **new.used}})
    if assignments is None:
        return None
    return {(old.finding(facts), new.finding(facts)) for facts in assignments}


def _choices(name: str, sides: Sequence[_Tried], *, open_too: bool) -> list[Fact]:
    """Return the answers to a question that either side can tell apart, of all that either version of it allows."""
    versions = [each.used[name] for each in sides if name in each.used]
    leaves = [leaf for each in sides for leaf in each.leaves if leaf.question == name]
    values = dict.fromkeys(value for each in versions for value in representatives(each, leaves))
    tests = [
        make_test(leaf, each.used[name], _AS_OF) for each in sides for leaf in each.leaves if leaf.question == name
    ]
    facts: list[Fact] = [Taken(value, removed=False, grade=Grade.VERIFIED) for value in told_apart(list(values), tests)]
    if open_too:
        facts.append(Taken(None, removed=False, grade=Grade.ASSERTED))
        if any(each.not_applicable == "justify" for each in versions):
            facts.append(Taken(None, removed=True, grade=Grade.ASSERTED))
    return facts


def _shifts(before: int, after: int) -> Iterator[Shift]:
    if before == after:
        return
    if _NONE in (before, after):
        yield Shift.APPLIES_TO_MORE if before == _NONE else Shift.APPLIES_TO_FEWER
    elif _MET in (before, after):
        yield Shift.ACCEPTS_FEWER if before == _MET else Shift.ACCEPTS_MORE
    elif _OPEN in (before, after):
        yield Shift.OPEN_LESS if before == _OPEN else Shift.OPEN_MORE
    else:
        yield Shift.PARTLY_FEWER if before == _PARTLY else Shift.PARTLY_MORE
