"""Changes of answers in words: what the answer has to be, no stricter than need be, and what has to support it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence

from vendorrisk.model.answer import Evidence, Grade
from vendorrisk.model.base import DEFAULT_LANGUAGE, say
from vendorrisk.model.condition import Condition, Group, Leaf, Operator
from vendorrisk.model.plan import Act, Change
from vendorrisk.model.questionnaire import Question, QuestionType
from vendorrisk.rules.facts import Fact
from vendorrisk.rules.sentence import sentence
from vendorrisk.rules.values import show_value
from vendorrisk.scoring.case import Case
from vendorrisk.scoring.moves import Move, Moves, ValueClass

Does = Callable[[Fact], bool]
"""Whether the goal is reached with this fact, all other changes made."""

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


def change(  # noqa: PLR0913  what a move is told by
    case: Case, moves: Moves, name: str, move: Move, does: Does, *, language: str = DEFAULT_LANGUAGE
) -> Change:
    """Return a move in words. ``does`` tells which other answers, and which weaker support, would do as well."""
    if move.act is None or move.fact is None:
        raise ValueError(f"nothing becomes of {name}")
    question, value = moves.questions[name], move.fact.value
    present = case.present(name)
    stays = value is None or value == present
    wanted = None if stays else requirement(moves, name, move.fact, does)
    before = "" if present is None else show_value(question, present, language)
    after = "" if wanted is None else sentence(wanted, moves.questions, language)
    evidence = "" if value is None else _evidence(move.fact, moves, name, does, case.scorer.as_of)
    return Change(
        question=name,
        ask=say(question.ask, language),
        act=move.act,
        before=before,
        after=after,
        value=value,
        evidence=evidence,
        words=_words(move.act, name, before, after, evidence),
        effort=move.effort,
    )


def _words(act: Act, name: str, before: str, after: str, evidence: str) -> str:
    if act is Act.ACCEPT:
        return f"the assessor accepts the reason why {name} is not applicable"
    support = f", with {evidence}" if evidence else ""
    if act is Act.SETTLE:
        return f"the assessor settles the doubt about {name}, and “{before}” stands{support}"
    if not after:
        return f"{name} stays “{before}”{support}"
    so_far = {Act.ANSWER: " (so far not answered)", Act.FIND_OUT: " (to be found out)"}.get(act, "")
    instead = f", instead of “{before}”" if before else ""
    return f"{after}{instead}{support}{so_far}"


def requirement(moves: Moves, name: str, fact: Fact, does: Does) -> Condition:
    """Return the weakest condition on one answer that ``fact`` shows to be reachable, and that always does."""
    question, classes = moves.questions[name], moves.classes(name)
    good = [each for each in classes if does(fact._replace(value=each.values[0]))]
    if len(good) == len(classes):
        return Leaf(question=name, operator=Operator.ANSWERED, operand=True)
    if question.type in (QuestionType.YES_NO, QuestionType.CHOICE):
        values = {value for each in good for value in each.values}
        options = tuple(option for option in question.option_ids if option in values)
        return Leaf(question=name, operator=Operator.ONE_OF, operand=options)
    (mine,) = (each for each in classes if fact.value in each.values)
    needed = _needed(mine, classes, good)
    parts = tuple(_literal(moves.leaves[name][index], question, holds=mine.truths[index]) for index in needed)
    return parts[0] if len(parts) == 1 else Group(kind="all", members=parts)


def _needed(mine: ValueClass, classes: Sequence[ValueClass], good: Sequence[ValueClass]) -> list[int]:
    """Return the leaves whose truths, as in ``mine``, no class has that does not do; denials go first."""
    needed = list(range(len(mine.truths)))
    for index in sorted(needed, key=lambda index: (mine.truths[index], -index)):
        fewer = [other for other in needed if other != index]
        alike = (each for each in classes if all(each.truths[other] == mine.truths[other] for other in fewer))
        if all(each in good for each in alike):
            needed = fewer
    return needed


def _literal(leaf: Leaf, question: Question, *, holds: bool) -> Condition:
    if holds:
        return leaf
    if question.type is not QuestionType.CHOICE and leaf.operator in _OPPOSITE:
        return leaf.model_copy(update={"operator": _OPPOSITE[leaf.operator]})
    return Group(kind="not", members=(leaf,))


def _evidence(fact: Fact, moves: Moves, name: str, does: Does, as_of: dt.date) -> str:
    """Return the weakest support that does, in words; empty if none is needed."""
    if not moves.rules[name]:
        return ""
    for grade, date in _supports(moves, name, as_of):
        proof = Evidence(name="evidence", kind="file", issued=date, sha256="0" * 64)
        if does(fact._replace(grade=grade, evidence=() if grade is Grade.ASSERTED else (proof,))):
            if grade is Grade.ASSERTED:
                return ""
            dated = f" dated {date} or later" if date is not None else ""
            return f"a document{dated}" if grade is Grade.DOCUMENTED else f"evidence{dated} that an assessor verified"
    return f"a document dated {as_of}"


def _supports(moves: Moves, name: str, as_of: dt.date) -> Iterator[tuple[Grade, dt.date | None]]:
    """Yield grades with dates of the document, the least demanding first."""
    rules = moves.rules[name]
    dates = sorted({rule.max_age.before(as_of) for rule in rules if rule.max_age is not None})
    yield Grade.ASSERTED, None
    for grade in (Grade.DOCUMENTED, Grade.VERIFIED):
        yield from ((grade, date) for date in (None, *dates))
