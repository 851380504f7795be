"""Binds facts to a compiled program: from answers to leaf bits and support bits of one assessment."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping

from vendorrisk.model.answer import Grade
from vendorrisk.model.questionnaire import Question
from vendorrisk.rules.engine import Outcome, Program
from vendorrisk.rules.facts import ENOUGH, TOO_WEAK, Fact, support_since
from vendorrisk.rules.leaf import Test, make_test

Slots = tuple[tuple[int, Grade, dt.date | None], ...]
"""What evidence rules ask of one question: the slot, the grade, the oldest date of a document."""


class Bound:
    """A program with its tests made for one ``as_of``."""

    def __init__(self, program: Program, questions: Mapping[str, Question], as_of: dt.date) -> None:
        self.program = program
        self.as_of = as_of
        self._questions = questions
        tests: dict[str, list[tuple[int, Test]]] = defaultdict(list)
        for index, leaf in enumerate(program.leaves):
            tests[leaf.question].append((index, make_test(leaf, questions[leaf.question], as_of)))
        self._tests = {question: tuple(found) for question, found in tests.items()}
        slots: dict[str, list[tuple[int, Grade, dt.date | None]]] = defaultdict(list)
        for index, (rule, question) in enumerate(program.slots):
            oldest = None if rule.max_age is None else rule.max_age.before(as_of)
            slots[question].append((index, rule.grade, oldest))
        self.slots: Mapping[str, Slots] = {question: tuple(found) for question, found in slots.items()}

    def run(self, facts: Mapping[str, Fact]) -> Outcome:
        """Judge one assessment."""
        return self.program.run(*self.bits(facts), 1)

    def bits(self, facts: Mapping[str, Fact]) -> tuple[list[int], list[int], list[int], list[int]]:
        """Return the inputs of the program for one assessment: leaf bits (T, F), support bits (enough, undated)."""
        true, false = [0] * len(self.program.leaves), [0] * len(self.program.leaves)
        for question, tests in self._tests.items():
            fact = facts.get(question)
            if fact is None:
                continue
            if fact.removed:
                for index, _ in tests:
                    true[index] = false[index] = 1
                continue
            value = fact.value
            if value is not None:
                for index, test in tests:
                    (true if test(value) else false)[index] = 1
        return true, false, *self._support(facts)

    def slices(self, question: str, fact: Fact) -> tuple[bool, ...]:
        """Return which leaves of a question hold for a fact that has a value."""
        return tuple(test(fact.value) for _, test in self._tests.get(question, ()))

    def support(self, fact: Fact, slots: Slots) -> tuple[int, ...]:
        """Return how well a fact is supported for each slot; see :func:`.facts.support`."""
        return tuple([support_since(fact, grade, oldest, self.as_of) for _, grade, oldest in slots])

    def _support(self, facts: Mapping[str, Fact]) -> tuple[list[int], list[int]]:
        enough, undated = [0] * len(self.program.slots), [0] * len(self.program.slots)
        for question, slots in self.slots.items():
            fact = facts.get(question)
            if fact is None:
                continue
            for index, grade, oldest in slots:
                found = ENOUGH if fact.removed else support_since(fact, grade, oldest, self.as_of)
                enough[index] = int(found == ENOUGH)
                undated[index] = int(found != TOO_WEAK)
        return enough, undated
