"""The four states as a pair of bits (T, F), and the algebra of ``all``, ``any`` and ``not`` over them.

true (1, 0), false (0, 1), unknown (0, 0), removed (1, 1). A removed member drops out; if every member
drops out, the whole is removed. Each bit may be an n-bit integer: the algebra then holds for n assessments
at once (DESIGN section 4). Both operations are associative and commutative.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce

from vendorrisk.model.condition import Condition, Group, Leaf
from vendorrisk.model.result import Truth

Bits = tuple[int, int]

TRUE: Bits = (1, 0)
FALSE: Bits = (0, 1)
UNKNOWN: Bits = (0, 0)
REMOVED: Bits = (1, 1)

_NAMES = {TRUE: Truth.TRUE, FALSE: Truth.FALSE, UNKNOWN: Truth.UNKNOWN, REMOVED: Truth.REMOVED}


def conjunction(a: Bits, b: Bits) -> Bits:
    """Return ``all`` of two."""
    (t1, f1), (t2, f2) = a, b
    return t1 & t2, (f1 & ~t1) | (f2 & ~t2) | (t1 & f1 & t2 & f2)


def disjunction(a: Bits, b: Bits) -> Bits:
    """Return ``any`` of two."""
    (t1, f1), (t2, f2) = a, b
    return (t1 & ~f1) | (t2 & ~f2) | (t1 & f1 & t2 & f2), f1 & f2


def negation(a: Bits) -> Bits:
    """Return ``not``: removed stays removed."""
    return a[1], a[0]


def name(bits: Bits) -> Truth:
    """Return the state's name; the bits must be single."""
    return _NAMES[bits]


def evaluate(condition: Condition, leaf: Callable[[Leaf], Bits]) -> Bits:
    """Return the state of a condition by walking its tree: for explanations, and to hold the engine to."""
    if isinstance(condition, Leaf):
        return leaf(condition)
    states = [evaluate(member, leaf) for member in condition.members]
    if condition.kind == "not":
        return negation(states[0])
    return reduce(conjunction if condition.kind == "all" else disjunction, states)


def decisive(condition: Condition, leaf: Callable[[Leaf], Bits]) -> frozenset[Leaf]:
    """Return the leaves that the state of the condition rests on.

    Of a true ``all`` every member that did not drop out, of a false one the false members, of an unknown one the
    unknown members; ``any`` is its mirror. Of a removed condition, all. Where a condition asks the same question more
    than once, leaves of questions that could be left out of every such reason are not among them.
    """
    named = _bearing(condition, leaf)
    questions = sorted({each.question for each in named})
    repeats = sum(1 for each in condition.leaves() if each in named) > len(questions)
    if evaluate(condition, leaf) not in (TRUE, FALSE) or not repeats or len(questions) > _MOST_QUESTIONS:
        return named
    needed = _needed(condition, leaf, questions)
    return frozenset(each for each in named if each.question in needed)


_MOST_QUESTIONS = 12
"""Beyond so many questions in one condition, no reason is looked for that could do with fewer."""


def _bearing(condition: Condition, leaf: Callable[[Leaf], Bits]) -> frozenset[Leaf]:
    if isinstance(condition, Leaf):
        return frozenset([condition])
    state = evaluate(condition, leaf)
    return frozenset().union(
        *(
            _bearing(member, leaf)
            for member in condition.members
            if condition.kind == "not" or evaluate(member, leaf) == state
        ),
    )


def _needed(condition: Condition, leaf: Callable[[Leaf], Bits], questions: Sequence[str]) -> set[str]:
    """Return the questions that stand in some smallest set whose answers alone give a condition its state.

    All sets of questions are tried at once, one bit for each: in set number n, the questions with a 1 in n are known.
    """
    size = 1 << len(questions)
    ones = (1 << size) - 1
    known = {
        name: sum(1 << number for number in range(size) if number >> place & 1) for place, name in enumerate(questions)
    }

    def bits(each: Leaf) -> Bits:
        true, false = leaf(each)
        within = ones if (true, false) == REMOVED else known.get(each.question, 0)
        return true * within, false * within

    true, false = evaluate(condition, bits)
    alone = true & ~false if evaluate(condition, leaf) == TRUE else false & ~true
    smallest = alone
    for place, name in enumerate(questions):
        smallest &= ~((alone & ~known[name]) << (1 << place))
    return {name for name in questions if smallest & known[name]}


def leaves(*conditions: Condition | None) -> tuple[Leaf, ...]:
    """Return the distinct leaves of several conditions, in reading order."""
    found = (leaf for condition in conditions if condition is not None for leaf in _walk(condition))
    return tuple(dict.fromkeys(found))


def _walk(condition: Leaf | Group) -> tuple[Leaf, ...]:
    return tuple(condition.leaves())
