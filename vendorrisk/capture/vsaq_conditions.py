"""When a question of VSAQ is shown: its conditions, evaluated as the tool does.

``!`` comes first, then everything from left to right: ``&&`` does not bind tighter than ``||``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from vendorrisk.capture.vsaq_form import Form, Item

CHECKED: Final = "checked"
"""What the tool stores for a box or circle that is ticked."""
_TOKEN: Final = re.compile(r"\s*(&&|\|\||[()!]|[^\s()!&|,\"]+)\s*")
_DEPTH: Final = 100


class Unclear(Exception):  # noqa: N818  a state of a condition, and no error of ours
    """A condition can't be evaluated: an unknown id, a circle, a function, or no condition at all."""


def evaluate(cond: str, resolve: Callable[[str], bool]) -> bool:
    """Return whether a condition holds, an empty one always; raise :class:`Unclear` if it can't be told."""
    tokens, at = [], 0
    while at < len(cond):
        match = _TOKEN.match(cond, at)
        if match is None:
            raise Unclear
        tokens.append(match[1])
        at = match.end()
    tokens.reverse()
    held = not tokens or _expression(tokens, resolve, 0)
    if tokens:
        raise Unclear
    return held


def _expression(tokens: list[str], resolve: Callable[[str], bool], depth: int) -> bool:
    held = _operand(tokens, resolve, depth)
    while tokens and tokens[-1] != ")":
        operator, other = tokens.pop(), _operand(tokens, resolve, depth)
        if operator not in ("&&", "||"):
            raise Unclear
        held = held and other if operator == "&&" else held or other
    return held


def _operand(tokens: list[str], resolve: Callable[[str], bool], depth: int) -> bool:
    if not tokens or depth > _DEPTH:
        raise Unclear
    token = tokens.pop()
    if token == "!":  # noqa: S105  an operator
        return not _operand(tokens, resolve, depth + 1)
    if token == "(":  # noqa: S105
        held = _expression(tokens, resolve, depth + 1)
        if not tokens or tokens.pop() != ")":
            raise Unclear
        return held
    if token in ("&&", "||", ")"):
        raise Unclear
    return resolve(token)


class Shown:
    """Which items the tool shows beside given answers."""

    def __init__(self, form: Form, said: Mapping[str, str]) -> None:
        self._items = {item.id: item for item in form.items if item.id}
        self._said = said
        self._held: dict[Item, bool] = {}
        self._open: set[Item] = set()

    def hides(self, item: Item) -> bool:
        """Return whether an item is certainly hidden: its own condition or that of a block around it does not hold."""
        for each in (*item.within, item):
            try:
                if not self._holds(each):
                    return True
            except (Unclear, RecursionError):  # the latter where a file nests them by the hundred
                continue
        return False

    def _holds(self, item: Item) -> bool:
        if item in self._open:
            raise Unclear
        if item not in self._held:
            self._open.add(item)
            try:
                self._held[item] = evaluate(item.cond, self._resolve)
            finally:
                self._open.discard(item)
        return self._held[item]

    def _resolve(self, name: str) -> bool:
        if name == "false":
            return False
        plain = re.sub(r"/(yes|no)$", "", name.removeprefix("^"))
        item = self._items.get(plain)
        if item is None:
            raise Unclear
        if name.startswith("^"):
            return all(self._holds(each) for each in (*item.within, item))
        around = item.within[-1:] if item.type != "block" else ()
        if not all(self._holds(each) for each in (*around, item)):
            return False
        said = self._said.get(plain, "")
        if item.type == "yesno":
            return said == ("no" if name.endswith("/no") else "yes")
        if item.choices:
            return any(self._said.get(key) == CHECKED for key, _ in item.choices)
        return said == CHECKED if item.type in ("choice", "check", "radio") else bool(said)
