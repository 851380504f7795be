"""What can be found wrong with conditions without any answers (DESIGN section 4, content check).

Whether a condition can hold is decided exactly, by trying every combination of representative answers of the
questions it depends on: each option, each side of each bound, each set of options up to a limit.
"""

from __future__ import annotations

import datetime as dt
import itertools
import math
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from vendorrisk.model.answer import Grade, Value
from vendorrisk.model.condition import Condition, Group, Leaf
from vendorrisk.model.policy import Criterion, Tier
from vendorrisk.model.questionnaire import Question, QuestionType
from vendorrisk.model.term import resolve_date
from vendorrisk.rules.bind import Bound
from vendorrisk.rules.engine import CircularShowWhen, compile_program
from vendorrisk.rules.facts import Fact, Taken
from vendorrisk.rules.leaf import RISK_PREFIX, RISK_TIER, RISK_TIER_QUESTION, Test, make_test, problem
from vendorrisk.rules.truth import FALSE, TRUE, Bits

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
    nth: int = 0
    """Which of several such words, counted from 0 in reading order."""


def check_ids(questions: Iterable[Question]) -> Iterator[Flaw]:
    """Yield the ids that only foreign questionnaires may have."""
    for question in questions:
        if not re.fullmatch(r"[a-z0-9]+([.\-][a-z0-9]+)*", question.id):
            what = "An id of ours is lower-case words and digits, joined by dots or hyphens, as in 'access.mfa-admin'."
            yield Flaw(question.id, "id", question.id, what)


def check_references(owner: str, field: str, condition: Condition, questions: Mapping[str, Question]) -> Iterator[Flaw]:
    """Yield unknown questions, operators that don't fit, options that don't exist."""
    for nth, leaf in _numbered(condition):
        question = questions.get(leaf.question)
        if question is None:
            yield Flaw(owner, field, leaf.question, f"There is no question '{leaf.question}'.", nth)
        elif what := problem(leaf, question):
            yield Flaw(owner, field, leaf.question, what, nth)


def _numbered(condition: Condition) -> Iterator[tuple[int, Leaf]]:
    """Yield each leaf with the count of those before it on the same question."""
    seen: Counter[str] = Counter()
    for leaf in condition.leaves():
        yield seen[leaf.question], leaf
        seen[leaf.question] += 1


def check_show_when(questions: Mapping[str, Question]) -> Iterator[Flaw]:
    """Yield faults of every ``show_when``, circles included."""
    broken = False
    for question in questions.values():
        if question.show_when is None:
            continue
        for flaw in check_references(question.id, "show_when", question.show_when, questions):
            broken = True
            yield flaw
        for flaw in check_timeless(question.id, "show_when", question.show_when):
            broken = True
            yield flaw
    if broken:
        return
    try:
        compile_program(questions)
    except CircularShowWhen as circle:
        for name in circle.questions:
            yield Flaw(name, "show_when", "show_when", f"{str(circle)[0].upper()}{str(circle)[1:]}.")


def check_timeless(owner: str, field: str, condition: Condition) -> Iterator[Flaw]:
    """Yield leaves on dates relative to ``as_of``, for conditions that are told without one."""
    for nth, leaf in _numbered(condition):
        if isinstance(leaf.operand, str) and "as_of" in leaf.operand:
            yield Flaw(owner, field, leaf.question, f"'{field}' can't depend on 'as_of'.", nth)


def check_criterion(criterion: Criterion, questions: Mapping[str, Question]) -> Iterator[Flaw]:
    """Yield faults in the conditions of a criterion."""
    for part, condition in criterion.conditions.items():
        yield from check_references(criterion.id, part, condition, questions)


def check_contradictions(conditions: Sequence[Condition], questions: Mapping[str, Question]) -> Iterator[Flaw]:
    """Yield faults in the contradictions of a policy."""
    if conditions:
        every = Group(kind="any", members=tuple(conditions))  # one condition, so that a place is counted over all
        yield from check_references("", "contradictions", every, questions)


def never_shown(questions: Mapping[str, Question]) -> Iterator[Flaw]:
    """Yield conditional questions that no answers can show. The references must be sound."""
    for question in questions.values():
        if question.show_when is not None:
            yield from never_true(question.id, "show_when", question.show_when, questions, "it is never asked")


def never_true(
    owner: str, field: str, condition: Condition, questions: Mapping[str, Question], so: str
) -> Iterator[Flaw]:
    """Yield the condition if no answers can make it true; ``so`` says what follows. The references must be sound."""
    used = closure([condition], questions)
    state = _state_of(condition, used)
    assignments = _assignments(used, [condition])
    if assignments is None:
        yield Flaw(owner, field, field, _TOO_MANY)
    elif not any(state(facts) == TRUE for facts in assignments):
        yield Flaw(owner, field, field, f"No answers can make this true: {so}.")


def never_met(criterion: Criterion, questions: Mapping[str, Question]) -> Iterator[Flaw]:
    """Yield conditions of a criterion that come out the same whatever the answers. The references must be sound."""
    bare = criterion.model_copy(update={"evidence": None})
    conditions = list(bare.conditions.values())
    used = closure(conditions, questions)
    bound = Bound(compile_program(used, [bare]), used, _AS_OF)
    assignments = _assignments(used, conditions)
    if assignments is None:
        yield Flaw(criterion.id, "met_when", "met_when", _TOO_MANY)
        return
    found = {bound.run(facts).criteria[0] for facts in assignments}
    met, partly, unmet, _ = (any(bits[state] for bits in found) for state in range(4))
    if not (met or partly or unmet) and criterion.applies_when is not None:
        what = "No answers can make this true: the criterion never applies."
        yield Flaw(criterion.id, "applies_when", "applies_when", what)
        return
    if not met:
        yield Flaw(criterion.id, "met_when", "met_when", "No answers can meet this criterion.")
    if not (partly or unmet):
        yield Flaw(criterion.id, "met_when", "met_when", "No answers can fail this criterion: it asks for nothing.")
    elif criterion.partly_met_when is not None and not partly:
        what = "No answers that fail the criterion can make this true: it is never partly met."
        yield Flaw(criterion.id, "partly_met_when", "partly_met_when", what)


def closure(conditions: Iterable[Condition], questions: Mapping[str, Question]) -> dict[str, Question]:
    """Return the questions that conditions depend on, through ``show_when`` too, by id."""
    used: dict[str, Question] = {}
    waiting = [leaf.question for condition in conditions for leaf in condition.leaves()]
    while waiting:
        name = waiting.pop()
        if name not in used:
            used[name] = questions[name]
            condition = questions[name].show_when
            waiting += [leaf.question for leaf in condition.leaves()] if condition is not None else []
    return used


def beyond(criterion: Criterion, questions: Mapping[str, Question], part: Collection[str], name: str) -> Iterator[Flaw]:
    """Yield the criterion if it can apply at low risk and rests on questions that the part does not ask.

    Vendors of low risk answer only ``part``, the questions of the questionnaire ``name``: the others are unknown then,
    and whether the criterion applies must be told without them. What procurement answers (``risk.``) is free. The
    references must be sound.
    """
    outside = [each for each in closure(criterion.conditions.values(), questions) if not _is_asked(each, part)]
    if not outside:
        return
    found = _may_hold_at_low_risk(criterion.applies_when, questions, part)
    what = (
        f"It can apply at low risk, and rests on {', '.join(outside)}, which {name} does not ask. "
        "Add 'risk.tier: {at_least: medium}'."
    )
    if found is not False:
        yield Flaw(criterion.id, "applies_when", "applies_when", _TOO_MANY if found is None else what)


def _may_hold_at_low_risk(
    condition: Condition | None, questions: Mapping[str, Question], part: Collection[str]
) -> bool | None:
    """Return whether a condition is true or open for some answers to ``part`` at low risk; None if too many to try."""
    if condition is None:
        return True
    used = closure([condition], questions)
    state = _state_of(condition, used)
    leaves = [leaf for each in _conditions_of([condition], used) for leaf in each.leaves()]
    choices = {each: _facts(question, leaves) for each, question in used.items() if _is_asked(each, part)}
    if RISK_TIER in used:
        choices[RISK_TIER] = [Taken(Tier.LOW.value, removed=False, grade=Grade.VERIFIED)]
    assignments = combinations(choices)
    return None if assignments is None else not all(state(facts) == FALSE for facts in assignments)


def _state_of(condition: Condition, used: Mapping[str, Question]) -> Callable[[Mapping[str, Fact]], Bits]:
    """Return what tells the state of a condition on these questions, true, false or unknown, from answers to them."""
    probe = RISK_TIER_QUESTION.model_copy(update={"id": "", "show_when": condition})
    bound = Bound(compile_program({**used, probe.id: probe}), used, _AS_OF)
    index = bound.program.conditional.index(probe.id)

    def state(facts: Mapping[str, Fact]) -> Bits:
        outcome = bound.run(facts)
        return outcome.shown[index], outcome.hidden[index]

    return state


def _is_asked(name: str, part: Collection[str]) -> bool:
    return name in part or name.startswith(RISK_PREFIX)


def _assignments(used: Mapping[str, Question], conditions: Sequence[Condition]) -> Iterator[dict[str, Fact]] | None:
    """Return facts for every combination of representative answers; None if they are too many to try."""
    leaves = [leaf for condition in _conditions_of(conditions, used) for leaf in condition.leaves()]
    return combinations({name: _facts(question, leaves) for name, question in used.items()})


def _conditions_of(conditions: Iterable[Condition], used: Mapping[str, Question]) -> list[Condition]:
    """Return the conditions with those that decide whether their questions are asked."""
    return [*conditions, *(q.show_when for q in used.values() if q.show_when is not None)]


def _facts(question: Question, leaves: Iterable[Leaf]) -> list[Fact]:
    mine = [leaf for leaf in leaves if leaf.question == question.id]
    tests = [make_test(leaf, question, _AS_OF) for leaf in mine]
    values = told_apart(representatives(question, mine), tests)
    return [Taken(value, removed=False, grade=Grade.VERIFIED) for value in values]


def combinations(choices: Mapping[str, Sequence[Fact]]) -> Iterator[dict[str, Fact]] | None:
    """Return every combination of facts, one for each question; None if they are too many to try."""
    if math.prod(map(len, choices.values())) > MAX_COMBINATIONS:
        return None
    return (dict(zip(choices, each, strict=True)) for each in itertools.product(*choices.values()))


def told_apart(values: Sequence[Value], tests: Sequence[Test]) -> Sequence[Value]:
    """Return the first value for each way in which ``tests`` can come out; all values if they are too many to try."""
    if len(values) > MAX_COMBINATIONS:
        return values
    found: dict[tuple[bool, ...], Value] = {}
    for value in values:
        found.setdefault(tuple(test(value) for test in tests), value)
    return list(found.values())


def representatives(question: Question, leaves: Iterable[Leaf], as_of: dt.date = _AS_OF) -> list[Value]:
    """Return answers that bring about every state that ``leaves`` can tell apart for this question."""
    mine = [leaf for leaf in leaves if leaf.question == question.id and leaf.operand is not True]
    bounds = [leaf.operand for leaf in mine if isinstance(leaf.operand, int | float)]
    if question.type in (QuestionType.YES_NO, QuestionType.CHOICE):
        return list(question.option_ids)
    if question.type is QuestionType.MULTI:
        named = {name for leaf in mine if isinstance(leaf.operand, tuple) for name in leaf.operand}
        return list(itertools.islice(_sets(question, named, counted=bool(bounds)), MAX_COMBINATIONS + 1))
    if question.type is QuestionType.DATE:
        days = [resolve_date(str(leaf.operand), as_of).toordinal() for leaf in mine] or [as_of.toordinal()]
        near = {min(max(day + step, 1), dt.date.max.toordinal()) for day in days for step in (-1, 0, 1)}
        return [dt.date.fromordinal(day).isoformat() for day in sorted(near)]
    if question.type is QuestionType.LIST:
        counts = {max(0, math.floor(bound) + step) for bound in bounds or [1] for step in (-1, 0, 1)}
        return [tuple(f"item {n}" for n in range(count)) for count in sorted(counts)]
    if question.type in (QuestionType.NUMBER, QuestionType.PERCENT):
        return _numbers(question, bounds)
    return ["text"]


def _sets(question: Question, named: set[str], *, counted: bool) -> Iterator[tuple[str, ...]]:
    """Yield sets of options: every subset of the named ones, with as many others as a count can tell apart."""
    alone = {option.id for option in question.options if option.exclusive}
    yield from ((name,) for name in sorted(alone))
    told = [name for name in question.option_ids if name in named - alone]
    others = [name for name in question.option_ids if name not in named | alone]
    for size in range(len(told) + 1):
        for chosen in itertools.combinations(told, size):
            for more in range(len(others) + 1 if counted else 1):
                kept = {*chosen, *others[:more]}
                yield tuple(name for name in question.option_ids if name in kept)


def _numbers(question: Question, bounds: Sequence[float]) -> list[Value]:
    """Return every bound, a number between each two, and one beyond each end, as far as the question allows them."""
    low, high = question.minimum, question.maximum
    points = sorted({*bounds, *(limit for limit in (low, high) if limit is not None)} or {0})
    between = [(a + b) / 2 for a, b in itertools.pairwise(points)]
    numbers = sorted({points[0] - 1, *points, *between, points[-1] + 1})
    return [n for n in numbers if (low is None or n >= low) and (high is None or n <= high)]
