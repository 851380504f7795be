"""What can be found wrong with conditions without any answers (DESIGN section 4, content check).

Whether a condition can hold is decided exactly, by trying every combination of representative answers of the
questions it depends on: each option, each side of each bound, each set of options up to a limit.
"""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from vendorrisk.model.answer import Grade, Value
from vendorrisk.model.condition import Condition, Leaf
from vendorrisk.model.policy import Criterion
from vendorrisk.model.questionnaire import Question, QuestionType
from vendorrisk.model.term import resolve_date
from vendorrisk.rules.bind import Bound
from vendorrisk.rules.engine import CircularShowWhen, compile_program
from vendorrisk.rules.facts import Fact
from vendorrisk.rules.leaf import problem

MAX_COMBINATIONS = 50_000
_AS_OF = dt.date(2026, 1, 1)
_TOO_MANY = "This rests on too many answers to be checked; split it into several conditions."


@dataclass(frozen=True)
class Flaw:
    """Something wrong with content: whose it is, which field, which word in it, and what."""

    owner: str
    """Id of the question or criterion."""
    field: str
    word: str
    what: str


def check_references(owner: str, field: str, condition: Condition, questions: Mapping[str, Question]) -> Iterator[Flaw]:
    """Yield unknown questions, operators that don't fit, options that don't exist."""
    for leaf in dict.fromkeys(condition.leaves()):
        question = questions.get(leaf.question)
        if question is None:
            yield Flaw(owner, field, leaf.question, f"There is no question '{leaf.question}'.")
        elif what := problem(leaf, question):
            yield Flaw(owner, field, leaf.question, what)


def check_show_when(questions: Mapping[str, Question]) -> Iterator[Flaw]:
    """Yield faults of every ``show_when``, circles included."""
    broken = False
    for question in questions.values():
        if question.show_when is None:
            continue
        for flaw in check_references(question.id, "show_when", question.show_when, questions):
            broken = True
            yield flaw
        for leaf in question.show_when.leaves():
            if isinstance(leaf.operand, str) and "as_of" in leaf.operand:
                broken = True
                yield Flaw(question.id, "show_when", leaf.question, "'show_when' can't depend on 'as_of'.")
    if broken:
        return
    try:
        compile_program(questions)
    except CircularShowWhen as circle:
        for name in circle.questions:
            yield Flaw(name, "show_when", "show_when", f"{str(circle)[0].upper()}{str(circle)[1:]}.")


def check_criterion(criterion: Criterion, questions: Mapping[str, Question]) -> Iterator[Flaw]:
    """Yield faults in the conditions of a criterion."""
    for field in ("applies_when", "met_when", "partly_met_when"):
        condition = getattr(criterion, field)
        if condition is not None:
            yield from check_references(criterion.id, field, condition, questions)


def never_shown(questions: Mapping[str, Question]) -> Iterator[Flaw]:
    """Yield conditional questions that no answers can show. The references must be sound."""
    for question in questions.values():
        if question.show_when is None:
            continue
        used = _closure([question.show_when], questions)
        bound = Bound(compile_program({**used, question.id: question}), used, _AS_OF)
        index = bound.program.conditional.index(question.id)
        assignments = _assignments(used, [question.show_when])
        if assignments is None:
            yield Flaw(question.id, "show_when", "show_when", _TOO_MANY)
        elif not any(bound.run(facts).shown[index] for facts in assignments):
            yield Flaw(question.id, "show_when", "show_when", "No answers can make this true: it is never asked.")


def never_met(criterion: Criterion, questions: Mapping[str, Question]) -> Iterator[Flaw]:
    """Yield a criterion that no answers can meet, or none can fail. The references must be sound."""
    bare = criterion.model_copy(update={"evidence": None})
    conditions = [c for c in (bare.applies_when, bare.met_when, bare.partly_met_when) if c is not None]
    used = _closure(conditions, questions)
    bound = Bound(compile_program(used, [bare]), used, _AS_OF)
    assignments = _assignments(used, conditions)
    if assignments is None:
        yield Flaw(criterion.id, "met_when", "met_when", _TOO_MANY)
        return
    met = failed = False
    for facts in assignments:
        is_met, partly, unmet, _ = bound.run(facts).criteria[0]
        met = met or bool(is_met)
        failed = failed or bool(unmet or partly)
        if met and failed:
            return
    if not met:
        yield Flaw(criterion.id, "met_when", "met_when", "No answers can meet this criterion.")
    if not failed:
        yield Flaw(criterion.id, "met_when", "met_when", "No answers can fail this criterion: it asks for nothing.")


def _closure(conditions: Iterable[Condition], questions: Mapping[str, Question]) -> dict[str, Question]:
    """Return the questions that conditions depend on, through ``show_when`` too."""
    used: dict[str, Question] = {}
    waiting = [leaf.question for condition in conditions for leaf in condition.leaves()]
    while waiting:
        name = waiting.pop()
        if name not in used:
            used[name] = questions[name]
            condition = questions[name].show_when
            waiting += [leaf.question for leaf in condition.leaves()] if condition is not None else []
    return used


def _assignments(used: Mapping[str, Question], conditions: Sequence[Condition]) -> Iterator[dict[str, Fact]] | None:
    """Return facts for every combination of representative answers; None if they are too many to try."""
    every = [*conditions, *(q.show_when for q in used.values() if q.show_when is not None)]
    leaves = [leaf for condition in every for leaf in condition.leaves()]
    choices = [
        [Fact(value, removed=False, grade=Grade.VERIFIED) for value in representatives(question, leaves)]
        for question in used.values()
    ]
    if math.prod(map(len, choices)) > MAX_COMBINATIONS:
        return None
    return (dict(zip(used, combination, strict=True)) for combination in itertools.product(*choices))


def representatives(question: Question, leaves: Iterable[Leaf]) -> list[Value]:
    """Return answers that bring about every state that ``leaves`` can tell apart for this question."""
    mine = [leaf for leaf in leaves if leaf.question == question.id]
    if question.type in (QuestionType.YES_NO, QuestionType.CHOICE):
        return list(question.option_ids)
    if question.type is QuestionType.MULTI:
        sizes = range(len(question.option_ids) + 1)
        every = itertools.chain.from_iterable(itertools.combinations(question.option_ids, size) for size in sizes)
        alone = {option.id for option in question.options if option.exclusive}
        sets = (chosen for chosen in every if len(chosen) == 1 or alone.isdisjoint(chosen))
        return list(itertools.islice(sets, 256))
    if question.type is QuestionType.DATE:
        dates = [resolve_date(str(leaf.operand), _AS_OF) for leaf in mine if leaf.operand is not True]
        near = {date + dt.timedelta(days=step) for date in dates or [_AS_OF] for step in (-1, 0, 1)}
        return [date.isoformat() for date in sorted(near)]
    bounds = [leaf.operand for leaf in mine if isinstance(leaf.operand, int | float) and leaf.operand is not True]
    numbers = sorted({bound + step for bound in bounds or [1] for step in (-1, 0, 1)})
    if question.type is QuestionType.LIST:
        return [tuple(f"item {n}" for n in range(int(number))) for number in numbers if number >= 0]
    if question.type in (QuestionType.NUMBER, QuestionType.PERCENT):
        low, high = question.minimum, question.maximum
        return [n for n in numbers if (low is None or n >= low) and (high is None or n <= high)]
    return ["text"]
