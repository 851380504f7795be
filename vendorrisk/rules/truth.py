"""The four states as a pair of bits (T, F), and the algebra of ``all``, ``any`` and ``not`` over them.

true (1, 0), false (0, 1), unknown (0, 0), removed (1, 1). A removed member drops out; if every member
drops out, the whole is removed. Each bit may be an n-bit integer: the algebra then holds for n assessments
at once (DESIGN section 4). Both operations are associative and commutative.
"""

from __future__ import annotations

from collections.abc import Callable
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
    unknown members; ``any`` is its mirror. Of a removed condition, all.
    """
    if isinstance(condition, Leaf):
        return frozenset([condition])
    state = evaluate(condition, leaf)
    return frozenset().union(
        *(
            decisive(member, leaf)
            for member in condition.members
            if condition.kind == "not" or evaluate(member, leaf) == state
        ),
    )


def leaves(*conditions: Condition | None) -> tuple[Leaf, ...]:
    """Return the distinct leaves of several conditions, in reading order."""
    found = (leaf for condition in conditions if condition is not None for leaf in _walk(condition))
    return tuple(dict.fromkeys(found))


def _walk(condition: Leaf | Group) -> tuple[Leaf, ...]:
    return tuple(condition.leaves())
