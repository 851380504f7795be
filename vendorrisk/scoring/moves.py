"""What can become of each answer, and what that takes: the raw material of plans and of what-ifs.

Values that no condition in question can tell apart are one class, and one value stands for it: the one nearest to the
present answer; where there is none, the least demanding one.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from vendorrisk.model.answer import Evidence, Grade, Value
from vendorrisk.model.condition import Leaf
from vendorrisk.model.plan import Act
from vendorrisk.model.policy import Criterion, EvidenceRule
from vendorrisk.model.questionnaire import Question
from vendorrisk.rules.facts import Fact, Taken, support
from vendorrisk.rules.leaf import make_test
from vendorrisk.rules.static import MAX_COMBINATIONS, closure, representatives
from vendorrisk.rules.truth import leaves as distinct_leaves
from vendorrisk.scoring.case import Case
from vendorrisk.scoring.optimise import TooEntangled

ASKING = 1
"""Person-days to find out a fact, to add evidence that exists, or to have an answer or a reason settled."""


class Move(NamedTuple):
    """One thing that can become of an answer. ``act`` is None where it is left as it is."""

    act: Act | None
    fact: Fact | None
    effort: int


class ValueClass(NamedTuple):
    """Values of one question that come out the same under every leaf in question."""

    truths: tuple[bool, ...]
    """Of each leaf on the question."""
    values: tuple[Value, ...]
    """The nearest to the present answer first."""


class Moves:
    """The moves that some criteria can tell apart, for the answers of one case."""

    def __init__(self, case: Case, criteria: Iterable[Criterion]) -> None:
        self._case = case
        self._own = {question.id for question in case.scorer.questionnaire.questions}
        self.criteria = tuple(criteria)
        conditions = [condition for each in self.criteria for condition in each.conditions.values()]
        used = closure(conditions, case.scorer.questions)
        self.questions = {name: question for name, question in case.scorer.questions.items() if name in used}
        self.leaves: dict[str, list[Leaf]] = defaultdict(list)
        for leaf in distinct_leaves(*conditions, *(question.show_when for question in used.values())):
            self.leaves[leaf.question].append(leaf)
        self.rules: dict[str, dict[EvidenceRule, None]] = defaultdict(dict)
        for each in self.criteria:
            for leaf in each.met_when.leaves():
                if each.evidence is not None:
                    self.rules[leaf.question][each.evidence] = None
        self._tests = {
            name: [make_test(leaf, used[name], case.scorer.as_of) for leaf in found]
            for name, found in self.leaves.items()
        }
        self.classes = cache(self._classes)

    def possible(self) -> dict[str, tuple[Move, ...]]:
        """Return what work, evidence or a review can make of each answer: the present state first, then the cheapest.

        Questions that nothing can change are left out.
        """
        return self._told_apart({name: self._possible(name) for name in self.questions if name in self._own})

    def thinkable(self) -> dict[str, tuple[Move, ...]]:
        """Return every other answer that the vendor might have given to each question, as a change of effort 1."""
        return self._told_apart(
            {
                name: [Move(None, self._case.facts.get(name), 0), *self._values(name, Act.CHANGE, 1)]
                for name in self.questions
                if name in self._own
            },
        )

    def _told_apart(self, every: dict[str, Iterable[Move]]) -> dict[str, tuple[Move, ...]]:
        """Keep the cheapest move to each state that the criteria tell apart, and the questions that have several."""
        kept: dict[str, tuple[Move, ...]] = {}
        for name, moves in every.items():
            found: dict[object, Move] = {}
            for move in sorted(moves, key=lambda move: move.effort):
                found.setdefault(self._signature(name, move.fact), move)
            if len(found) > 1:
                kept[name] = tuple(found.values())
        return kept

    def _signature(self, name: str, fact: Fact | None) -> object:
        if fact is None or (fact.value is None and not fact.removed):
            return "unknown"
        if fact.value is None:
            return "removed"
        as_of = self._case.scorer.as_of
        return self.truths(name, fact.value), tuple(support(fact, rule, as_of) for rule in self.rules[name])

    def truths(self, name: str, value: Value) -> tuple[bool, ...]:
        """Return what each leaf on a question makes of a value."""
        return tuple(test(value) for test in self._tests[name])

    def _possible(self, name: str) -> Iterator[Move]:
        question, fact = self.questions[name], self._case.facts.get(name)
        yield Move(None, fact, 0)
        if fact is None:
            yield from self._first_answers(name)
            return
        if fact.removed:
            return
        answer = self._case.assessment.answers[name]
        if fact.value is not None:
            yield Move(Act.SUPPORT, self._supported(fact.value), ASKING)
        elif answer.value is not None:
            upheld = Taken(answer.value, removed=False, grade=answer.grade, evidence=answer.evidence)
            yield Move(Act.SETTLE, upheld, ASKING)
            yield Move(Act.SETTLE, self._supported(answer.value), 2 * ASKING)
        elif question.not_applicable == "justify":
            yield Move(Act.ACCEPT, Taken(None, removed=True, grade=Grade.ASSERTED, by_review=True), ASKING)
        else:
            yield from self._first_answers(name)
            return
        if question.effort != "fixed":
            yield from self._values(name, Act.CHANGE, question.effort)

    def _first_answers(self, name: str) -> Iterator[Move]:
        effort = self.questions[name].effort
        if effort == "fixed":
            return self._values(name, Act.FIND_OUT, ASKING)
        return self._values(name, Act.ANSWER, effort)

    def _values(self, name: str, act: Act, effort: int) -> Iterator[Move]:
        return (Move(act, self._supported(each.values[0]), effort) for each in self.classes(name))

    def _supported(self, value: Value) -> Fact:
        return supported(value, self._case.scorer.as_of)

    def _classes(self, name: str) -> tuple[ValueClass, ...]:
        """Return the classes of values, the one nearest to the present answer first."""
        question, present = self.questions[name], self._case.present(name)
        values = representatives(question, self.leaves[name], self._case.scorer.as_of)
        if len(values) > MAX_COMBINATIONS:
            raise TooEntangled
        found: dict[tuple[bool, ...], list[Value]] = defaultdict(list)
        for value in sorted(values, key=lambda value: _distance(question, value, present, self._case.scorer.as_of)):
            found[self.truths(name, value)].append(value)
        return tuple(ValueClass(truths, tuple(each)) for truths, each in found.items())


def supported(value: Value, as_of: dt.date) -> Fact:
    """Return an answer with support that satisfies every rule: a change is assumed to come with its evidence."""
    proof = Evidence(name="evidence", kind="url", issued=as_of)
    return Taken(value, removed=False, grade=Grade.VERIFIED, evidence=(proof,))


def _distance(question: Question, value: Value, present: Value | None, as_of: dt.date) -> tuple[float, ...]:
    """Return how far a value is from the present answer, as a key to sort by; without one, how much it demands."""
    if value in question.option_ids:
        rank = question.option_ids.index(str(value))
        return (-rank,) if present is None else (abs(rank - question.option_ids.index(str(present))), rank)
    if isinstance(value, tuple):
        had = set(present) if isinstance(present, tuple) else set()
        return (len(had ^ set(value)),) if question.options else (abs(len(had) - len(value)),)
    if isinstance(value, int | float):
        return float(not float(value).is_integer()), abs(value - (present if isinstance(present, int | float) else 0))
    try:
        day = dt.date.fromisoformat(value)
        from_day = dt.date.fromisoformat(str(present)) if present is not None else as_of
    except ValueError:  # a text
        return (0,)
    return day > as_of, abs((day - from_day).days)  # what lies ahead is no fact yet
