"""Conditions made of several, without saying twice what one of them says."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, TypeGuard

from vendorrisk.model.condition import Condition, Group, Leaf, Operand, Operator

_BOUNDS: Final = {
    Operator.AT_LEAST: (1, False),
    Operator.MORE_THAN: (1, True),
    Operator.AT_MOST: (-1, False),
    Operator.LESS_THAN: (-1, True),
}
"""Which way a bound grows stricter, and whether the bound itself is out."""


def all_of(conditions: Iterable[Condition]) -> Condition:
    """Return the condition that all of these hold, without groups in groups and without what another one says."""
    members: list[Condition] = []
    for each in conditions:
        for member in _members(each, "all"):
            for index, known in enumerate(members):
                if both := _both(known, member):
                    members[index] = both
                    break
            else:
                members.append(member)
    return members[0] if len(members) == 1 else Group(kind="all", members=tuple(members))


def either(one: Condition, other: Condition) -> Condition:
    """Return the condition that at least one of two holds: the other alone if it holds wherever the one does.

    Whether it does is told for answers that are there; one that drops out can take the other condition with it.
    """
    if _follows(other, one):
        return other
    return Group(kind="any", members=(*_members(one, "any"), *_members(other, "any")))


def _members(condition: Condition, kind: str) -> tuple[Condition, ...]:
    return condition.members if isinstance(condition, Group) and condition.kind == kind else (condition,)


def _both(one: Condition, other: Condition) -> Condition | None:
    """Return the one leaf that says what two say together; None if it takes both."""
    if one == other or isinstance(one, Group) or isinstance(other, Group):
        return one if one == other else None
    if (one.question, one.operator) != (other.question, other.operator):
        return None
    first, second = one.operand, other.operand
    if isinstance(first, tuple) and isinstance(second, tuple):
        together: tuple[str, ...] = ()
        if one.operator is Operator.ONE_OF:
            together = tuple(each for each in first if each in second)
        elif one.operator in (Operator.INCLUDES_ALL, Operator.INCLUDES_NONE):
            together = tuple(dict.fromkeys((*first, *second)))
        return one.model_copy(update={"operand": together}) if together else None
    if one.operator in _BOUNDS and _is_number(first) and _is_number(second):
        return one if _follows_of_leaf(other, one) else other
    return None


def _follows(condition: Condition, given: Condition) -> bool:
    """Return whether a condition plainly holds wherever a given one does; where it takes thought, say no."""
    if condition == given:
        return True
    if isinstance(given, Group) and given.kind == "any":
        return all(_follows(condition, member) for member in given.members)
    if isinstance(condition, Group) and condition.kind != "not":
        every = all if condition.kind == "all" else any
        return every(_follows(member, given) for member in condition.members)
    if isinstance(given, Group) and given.kind == "all":
        return any(_follows(condition, member) for member in given.members)
    if isinstance(condition, Group) or isinstance(given, Group) or condition.question != given.question:
        return False
    return _follows_of_leaf(condition, given)


def _follows_of_leaf(leaf: Leaf, given: Leaf) -> bool:
    asked, known = leaf.operand, given.operand
    if isinstance(asked, tuple) and isinstance(known, tuple):
        return _follows_of_options(leaf.operator, set(asked), given.operator, set(known))
    if leaf.operator in _BOUNDS and given.operator in _BOUNDS and _is_number(asked) and _is_number(known):
        (way, asked_out), (known_way, known_out) = _BOUNDS[leaf.operator], _BOUNDS[given.operator]
        return way == known_way and (way * known, known_out) >= (way * asked, asked_out)
    return False


def _follows_of_options(operator: Operator, asked: set[str], by: Operator, known: set[str]) -> bool:
    if (by, operator) == (Operator.INCLUDES_ALL, Operator.INCLUDES_ANY):
        return bool(asked & known)
    if by is not operator:
        return False
    larger = operator in (Operator.INCLUDES_ALL, Operator.INCLUDES_NONE)
    return asked <= known if larger else known <= asked


def _is_number(operand: Operand) -> TypeGuard[int | float]:
    return isinstance(operand, int | float) and not isinstance(operand, bool)
