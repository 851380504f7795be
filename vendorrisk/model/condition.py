"""Conditions as data: ``all``, ``any``, ``not`` and leaves on one question each (DESIGN section 4)."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import BeforeValidator, PlainSerializer, model_validator

from vendorrisk.model.base import Model

if TYPE_CHECKING:
    from collections.abc import Iterator

GroupKind = Literal["all", "any", "not"]

Operand = str | bool | int | float | tuple[str, ...]


class Operator(StrEnum):
    """Everything a leaf can ask of an answer. ``one_of`` is also what a bare value or a list stands for."""

    ONE_OF = "one_of"
    """The answer is one of these options (choice, yes-no), or equals one of these texts."""
    INCLUDES_ANY = "includes_any"
    INCLUDES_ALL = "includes_all"
    INCLUDES_NONE = "includes_none"
    AT_LEAST = "at_least"
    """Number, percent or count of list items not below the operand; for options: this one or a better one."""
    AT_MOST = "at_most"
    MORE_THAN = "more_than"
    LESS_THAN = "less_than"
    BEFORE = "before"
    AFTER = "after"
    NOT_BEFORE = "not_before"
    NOT_AFTER = "not_after"
    ANSWERED = "answered"
    """Some answer is given. Without one the leaf is unknown, never false."""


class Leaf(Model):
    """One question, one operator, one operand."""

    question: str
    operator: Operator
    operand: Operand

    def leaves(self) -> Iterator[Leaf]:
        """Yield itself: a leaf is a condition of one."""
        yield self

    def to_content(self) -> Any:
        """Return the form that content is written in."""
        if self.operator is Operator.ONE_OF and isinstance(self.operand, tuple):
            value = self.operand[0] if len(self.operand) == 1 else list(self.operand)
            return {self.question: value}
        operand = list(self.operand) if isinstance(self.operand, tuple) else self.operand
        return {self.question: {str(self.operator): operand}}


class Group(Model):
    """``all``, ``any`` or ``not`` over other conditions; ``not`` holds exactly one."""

    kind: GroupKind
    members: tuple[Condition, ...]

    @model_validator(mode="after")
    def _not_empty(self) -> Self:
        if not self.members:
            raise ValueError(f"'{self.kind}' holds no condition; list at least one")
        return self

    def leaves(self) -> Iterator[Leaf]:
        """Yield the leaves in reading order, repeats included."""
        for member in self.members:
            yield from member.leaves()

    def to_content(self) -> Any:
        """Return the form that content is written in."""
        if self.kind == "not":
            return {"not": self.members[0].to_content()}
        return {self.kind: [member.to_content() for member in self.members]}


Condition = Leaf | Group


def parse_condition(content: Any) -> Condition:
    """Read a condition from content; raise ``ValueError`` that says what is wrong and how to write it.

    A map with several questions means ``all`` of them.
    """
    if isinstance(content, Leaf | Group):
        return content
    if not isinstance(content, dict) or not content:
        raise ValueError("a condition is a map such as 'access.mfa-admin: yes', or 'all:', 'any:', 'not:'")
    members = tuple(_parse_entry(key, value) for key, value in content.items())
    return members[0] if len(members) == 1 else Group(kind="all", members=members)


def _parse_entry(key: str, value: Any) -> Condition:
    if key in ("all", "any"):
        if not isinstance(value, list):
            raise ValueError(f"'{key}' takes a list of conditions")
        return Group(kind=key, members=tuple(parse_condition(item) for item in value))
    if key == "not":
        return Group(kind="not", members=(parse_condition(value),))
    if not isinstance(value, dict):
        values = value if isinstance(value, list) else [value]
        if not values:
            raise ValueError(f"'{key}' is compared with an empty list; name at least one value")
        return Leaf(question=key, operator=Operator.ONE_OF, operand=tuple(_plain(item) for item in values))
    if len(value) != 1:
        raise ValueError(f"'{key}' takes one operator; put several tests under 'all:'")
    ((name, operand),) = value.items()
    if name not in set(Operator):
        raise ValueError(f"{name!r} is no operator; use one of {', '.join(Operator)}")
    if isinstance(operand, list):
        operand = tuple(_plain(item) for item in operand)
    return Leaf(question=key, operator=Operator(name), operand=operand)


def _plain(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError(f"{value!r} can't be an option; write an option id or a text")
    return str(value)


ConditionField = Annotated[
    Condition,
    BeforeValidator(parse_condition),
    PlainSerializer(lambda condition: condition.to_content(), return_type=dict),
]
"""A condition that is written, in content and in JSON, in the form of DESIGN section 4."""

Group.model_rebuild()
