"""Remembers what the engine found: a finding depends on nothing but the states of the few answers it rests on.

One assessment's answers are reduced to a small number per question, the class of values (and of support) that no
condition tells apart. Whether a question is shown, and what a criterion finds, is looked up by the classes of the
questions that it names; only what was not met before is asked of the engine, which stays the one that decides.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import Any, Generic, NamedTuple, TypeVar

from vendorrisk.model.condition import Condition
from vendorrisk.model.policy import Criterion
from vendorrisk.model.questionnaire import Question
from vendorrisk.rules.bind import Bound
from vendorrisk.rules.engine import CriterionBits
from vendorrisk.rules.facts import Fact
from vendorrisk.rules.static import closure

_UNKNOWN, _REMOVED, _SHOWN = 0, 1, -1
_FIRST = 2
"""The number of the first class of values; those below it stand for no value that counts."""
_MOST = 20_000
"""How much is remembered of one question or criterion before it is forgotten: strange answers must not fill memory."""

T = TypeVar("T")

_Key = Callable[[Sequence[int]], Any]


class _AskedIf(NamedTuple):
    """A condition under which questions are asked, and what is remembered of it."""

    key: _Key
    known: dict[Any, int]
    at: int
    """The place of one of its questions among the conditional ones of the program."""
    places: tuple[int, ...]


class Memory(Generic[T]):
    """The findings of one compiled policy, by the classes of the answers that they rest on.

    ``read`` turns the engine's bits into what is remembered of a finding; it must not return None.
    """

    def __init__(
        self,
        bound: Bound,
        questions: Mapping[str, Question],
        criteria: Sequence[Criterion],
        read: Callable[[CriterionBits], T],
    ) -> None:
        self._bound = bound
        self._read = read
        used = closure((each for criterion in criteria for each in criterion.conditions.values()), questions)
        names = [name for name in questions if name in used]
        self._place = {name: place for place, name in enumerate(names)}
        self._rows = tuple((name, bound.slots.get(name, ()), dict[Any, int]()) for name in names)
        self._kinds: dict[Any, int] = {}
        self._asked_if = self._conditions(questions)
        self._found = tuple((self._key(*each.conditions.values()), dict[Any, T]()) for each in criteria)

    def _conditions(self, questions: Mapping[str, Question]) -> tuple[_AskedIf, ...]:
        """Return the conditions of questions, each after those of the questions that it names, equal ones once."""
        grouped: dict[Condition, list[tuple[int, int]]] = {}
        for index, name in enumerate(self._bound.program.conditional):
            condition = questions[name].show_when
            if condition is not None and name in self._place:
                grouped.setdefault(condition, []).append((index, self._place[name]))
        return tuple(
            _AskedIf(self._key(condition), {}, found[0][0], tuple(place for _, place in found))
            for condition, found in grouped.items()
        )

    def _key(self, *conditions: Condition | None) -> _Key:
        leaves = (leaf for condition in conditions if condition is not None for leaf in condition.leaves())
        return itemgetter(*dict.fromkeys(self._place[leaf.question] for leaf in leaves))

    def findings(self, facts: Mapping[str, Fact]) -> Sequence[T]:
        """Return the finding of each criterion, in the order of the policy."""
        classes = self._classes(facts)
        for key, known, _, places in self._asked_if:
            state = known.get(key(classes))
            if state is None:
                return self._learn(facts)
            if state != _SHOWN:
                for place in places:
                    classes[place] = state
        found = [known.get(key(classes)) for key, known in self._found]
        return self._learn(facts) if None in found else found  # type: ignore[return-value]

    def _classes(self, facts: Mapping[str, Fact]) -> list[int]:
        """Return the class of each question's fact, before visibility."""
        classes = []
        for name, slots, known in self._rows:
            fact = facts.get(name)
            if fact is None:
                number = _UNKNOWN
            elif (value := fact.value) is None:
                number = _REMOVED if fact.removed else _UNKNOWN
            elif not slots:
                number = known.get(value) or self._new(name, fact, value, known)
            else:
                # Without evidence, the grade alone says what each rule makes of it.
                said = value, self._bound.support(fact, slots) if fact.evidence else fact.grade
                number = known.get(said) or self._new(name, fact, said, known)
            classes.append(number)
        return classes

    def _new(self, name: str, fact: Fact, said: Any, known: dict[Any, int]) -> int:
        kind = name, self._bound.slices(name, fact), self._bound.support(fact, self._bound.slots.get(name, ()))
        _make_room(known)
        return known.setdefault(said, self._kinds.setdefault(kind, len(self._kinds) + _FIRST))

    def _learn(self, facts: Mapping[str, Fact]) -> Sequence[T]:
        """Ask the engine, and remember everything that it says of these facts."""
        outcome, classes = self._bound.run(facts), self._classes(facts)
        for key, known, at, places in self._asked_if:
            state = _SHOWN if outcome.shown[at] else _REMOVED if outcome.hidden[at] else _UNKNOWN
            _make_room(known)
            known[key(classes)] = state
            if state != _SHOWN:
                for place in places:
                    classes[place] = state
        findings = [self._read(bits) for bits in outcome.criteria]
        for (key, found), finding in zip(self._found, findings, strict=True):
            _make_room(found)
            found[key(classes)] = finding
        return findings


def _make_room(known: dict[Any, Any]) -> None:
    if len(known) >= _MOST:
        known.clear()
