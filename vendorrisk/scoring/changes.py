"""Changes of answers in words: what the answer has to be, no stricter than need be, and what has to support it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence

from vendorrisk.model.answer import Evidence, Grade, Value
from vendorrisk.model.base import DEFAULT_LANGUAGE, say
from vendorrisk.model.condition import Condition, Group, Leaf, Operator
from vendorrisk.model.plan import Act, Change
from vendorrisk.model.policy import Criterion
from vendorrisk.model.questionnaire import Question, QuestionType
from vendorrisk.model.result import FindingState
from vendorrisk.rules.facts import Fact, Taken
from vendorrisk.rules.sentence import sentence
from vendorrisk.rules.values import show_value
from vendorrisk.scoring.case import Case
from vendorrisk.scoring.grid import Grid
from vendorrisk.scoring.moves import ASKING, Move, Moves, ValueClass

Loss = Callable[[Criterion, FindingState], int]
"""What a finding takes away from the goal."""

_OPPOSITE = {
    Operator.AT_LEAST: Operator.LESS_THAN,
    Operator.AT_MOST: Operator.MORE_THAN,
    Operator.MORE_THAN: Operator.AT_MOST,
    Operator.LESS_THAN: Operator.AT_LEAST,
    Operator.BEFORE: Operator.NOT_BEFORE,
    Operator.AFTER: Operator.NOT_AFTER,
    Operator.NOT_BEFORE: Operator.BEFORE,
    Operator.NOT_AFTER: Operator.AFTER,
    Operator.INCLUDES_ANY: Operator.INCLUDES_NONE,
    Operator.INCLUDES_NONE: Operator.INCLUDES_ANY,
}


class Leeway:
    """How far changes can fall short of what was chosen, and the goal still be reached.

    What is granted to one change counts when the next is told: all that is granted holds together.
    """

    def __init__(  # noqa: PLR0913  what a goal consists of
        self, case: Case, moves: Moves, grids: Mapping[str, Grid], chosen: Mapping[str, Move], *, loss: Loss, most: int
    ) -> None:
        """``grids`` has those of the criteria of ``moves``, by id; the sum of their losses may be ``most``."""
        self._case = case
        self._moves = moves
        self._grids = grids
        self._chosen = chosen
        self._loss = loss
        self._most = most
        self._granted: dict[str, Sequence[Fact]] = {name: [move.fact] for name, move in chosen.items() if move.fact}
        self._losses = {each.id: self._worst(each, self._granted) for each in moves.criteria}

    def change(self, name: str, language: str = DEFAULT_LANGUAGE) -> Change:
        """Return one of the changes in words, with the weakest answer and support that do."""
        move, question, present = self._chosen[name], self._moves.questions[name], self._case.present(name)
        if move.act is None or move.fact is None:
            raise ValueError(f"nothing becomes of {name}")
        value = move.fact.value
        after = becomes = ""
        if value is not None and value != present:
            condition = self._answers(name, move.fact)
            after = sentence(condition, self._moves.questions, language)
            after = after.replace(f" and {name} ", " and ")  # named once, it is the subject of the whole clause
            if more := _to_add(condition, question, present):
                becomes = f"{sentence(more, self._moves.questions, language)}, besides what is answered"
        # What stands already needs no words: an accepted reason has no evidence, and a challenged answer keeps its own.
        stands = value is None or (move.act is Act.SETTLE and move.effort == ASKING)
        before = "" if present is None else show_value(question, present, language)
        becomes = becomes or _becomes(question, before, after)
        evidence = "" if stands else self._evidence(name)
        return Change(
            question=name,
            ask=say(question.ask, language),
            act=move.act,
            before=before,
            after=after,
            value=value,
            evidence=evidence,
            words=_words(move.act, name, before, becomes, evidence),
            effort=move.effort,
        )

    def _worst(self, criterion: Criterion, granted: Mapping[str, Sequence[Fact]]) -> int:
        return max(self._loss(criterion, state) for state in set(self._grids[criterion.id].states(granted)))

    def _does(self, name: str, facts: Sequence[Fact]) -> bool:
        """Return whether each of these would do, whatever else is granted."""
        granted = {**self._granted, name: facts}
        losses = {
            each.id: self._worst(each, granted)
            for each in self._moves.criteria
            if name in self._grids[each.id].questions
        }
        return sum((self._losses | losses).values()) <= self._most

    def _grant(self, name: str, facts: Sequence[Fact]) -> None:
        self._granted[name] = facts
        for each in self._moves.criteria:
            if name in self._grids[each.id].questions:
                self._losses[each.id] = self._worst(each, self._granted)

    def _answers(self, name: str, fact: Fact) -> Condition:
        """Grant every answer that does; return the condition that they share."""
        classes = self._moves.classes(name)
        good = [each for each in classes if self._does(name, [fact, Taken.of(fact)._replace(value=each.values[0])])]
        condition, granted = requirement(self._moves, name, fact, good)
        self._grant(name, [Taken.of(fact)._replace(value=each.values[0]) for each in granted])
        return condition

    def _evidence(self, name: str) -> str:
        """Grant the weakest support that does, and return it in words; empty if none is needed."""
        for grade, date in self._supports(name):
            proof = Evidence(name="evidence", kind="file", issued=date, sha256="0" * 64)
            evidence = () if grade is Grade.ASSERTED else (proof,)
            weaker = [Taken.of(fact)._replace(grade=grade, evidence=evidence) for fact in self._granted[name]]
            if self._does(name, weaker):
                self._grant(name, weaker)
                break
        if grade is Grade.ASSERTED:
            return ""
        dated = f" dated {date} or later" if date is not None else ""
        return f"a document{dated}" if grade is Grade.DOCUMENTED else f"evidence{dated} that an assessor verified"

    def _supports(self, name: str) -> Iterator[tuple[Grade, dt.date | None]]:
        """Yield grades with dates of the document, the least demanding first; the last one satisfies every rule."""
        as_of = self._case.scorer.as_of
        ages = [rule.max_age for rule in self._moves.rules[name]]
        dates = sorted({age.before(as_of) for age in ages if age is not None})
        if self._chosen[name].act not in (Act.SUPPORT, Act.SETTLE):  # there support is what changes
            yield Grade.ASSERTED, None
        for grade in (Grade.DOCUMENTED, Grade.VERIFIED):
            yield from ((grade, date) for date in (None, *dates))


def _to_add(condition: Condition, question: Question, present: Value | None) -> Condition | None:
    """Return that the options are included which an answer lacks; None if more than adding them is asked."""
    parts = condition.members if isinstance(condition, Group) and condition.kind == "all" else (condition,)
    wanted: set[str] = set()
    for part in parts:
        if not (isinstance(part, Leaf) and part.operator is Operator.INCLUDES_ALL and isinstance(part.operand, tuple)):
            return None
        wanted |= set(part.operand)
    exclusive = {option.id for option in question.options if option.exclusive}
    if not isinstance(present, tuple) or exclusive & set(present):
        return None
    lacking = tuple(option for option in question.option_ids if option in wanted and option not in present)
    return Leaf(question=question.id, operator=Operator.INCLUDES_ALL, operand=lacking)


def _becomes(question: Question, before: str, after: str) -> str:
    if not (before and after):
        return after
    # Options that are to be ticked as well don't stand instead of those that are.
    adds = question.type is QuestionType.MULTI
    return f"{after} (so far “{before}”)" if adds else f"{after}, instead of “{before}”"


def _words(act: Act, name: str, before: str, becomes: str, evidence: str) -> str:
    if act is Act.ACCEPT:
        return f"the assessor accepts the reason why {name} is not applicable"
    support = f", with {evidence}" if evidence else ""
    if act is Act.SETTLE:
        return f"the assessor settles the doubt about {name}, and “{before}” stands{support}"
    return f"{becomes or f'{name} stays “{before}”'}{support}"


def requirement(
    moves: Moves, name: str, fact: Fact, good: Sequence[ValueClass]
) -> tuple[Condition, Sequence[ValueClass]]:
    """Return a condition that only good classes of answers satisfy, ``fact`` among them, and those classes."""
    question, classes = moves.questions[name], moves.classes(name)
    if len(good) == len(classes):
        return Leaf(question=name, operator=Operator.ANSWERED, operand=True), good
    if question.type in (QuestionType.YES_NO, QuestionType.CHOICE):
        values = {value for each in good for value in each.values}
        options = tuple(option for option in question.option_ids if option in values)
        return Leaf(question=name, operator=Operator.ONE_OF, operand=options), good
    (mine,) = (each for each in classes if fact.value in each.values)
    needed = _needed(mine, classes, good)
    parts = tuple(_literal(moves.leaves[name][index], question, holds=mine.truths[index]) for index in needed)
    condition = parts[0] if len(parts) == 1 else Group(kind="all", members=parts)
    return condition, _alike(mine, classes, needed)


def _needed(mine: ValueClass, classes: Sequence[ValueClass], good: Sequence[ValueClass]) -> list[int]:
    """Return the leaves whose truths, as in ``mine``, no class has that does not do; denials go first."""
    needed = list(range(len(mine.truths)))
    for index in sorted(needed, key=lambda index: (mine.truths[index], -index)):
        fewer = [other for other in needed if other != index]
        if all(each in good for each in _alike(mine, classes, fewer)):
            needed = fewer
    return needed


def _alike(mine: ValueClass, classes: Sequence[ValueClass], leaves: Sequence[int]) -> list[ValueClass]:
    """Return the classes that agree with ``mine`` on some leaves."""
    return [each for each in classes if all(each.truths[index] == mine.truths[index] for index in leaves)]


def _literal(leaf: Leaf, question: Question, *, holds: bool) -> Condition:
    if holds:
        return leaf
    if question.type is not QuestionType.CHOICE and leaf.operator in _OPPOSITE:
        return leaf.model_copy(update={"operator": _OPPOSITE[leaf.operator]})
    return Group(kind="not", members=(leaf,))
