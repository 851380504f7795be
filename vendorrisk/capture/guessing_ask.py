"""What a guess asks the person before it: one question at a time, in the terminal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import questionary
from prompt_toolkit.input import Input
from prompt_toolkit.output import Output

from vendorrisk.capture.screen import STYLE, cut

_MARK = "?"
_BESIDE_LABEL = 6


class Asker(Protocol):
    """Whoever answers."""

    def choose(self, question: str, options: Sequence[tuple[str, str]], standing: str) -> str:
        """Return the id of the chosen option; options are ids with labels, ``standing`` is chosen by Enter alone."""

    def write(self, question: str, standing: str, fault: Callable[[str], str]) -> str:
        """Return a text of which ``fault`` says nothing; what stands can be changed."""


@dataclass(frozen=True)
class TerminalAsker:
    """Asks in this terminal. Raises :class:`KeyboardInterrupt` where the person stops."""

    width: int
    input: Input | None = None
    output: Output | None = None

    def choose(self, question: str, options: Sequence[tuple[str, str]], standing: str) -> str:
        """Ask by a list, of which one is chosen with the arrow keys."""
        choices = [questionary.Choice(cut(label, self.width - _BESIDE_LABEL), value=name) for name, label in options]
        asked = questionary.select(
            question,
            choices=choices,
            default=standing,
            qmark=_MARK,
            style=STYLE,
            instruction=" ",
            input=self.input,
            output=self.output,
        )
        return str(asked.unsafe_ask())

    def write(self, question: str, standing: str, fault: Callable[[str], str]) -> str:
        """Ask by a line of text."""

        def check(text: str) -> bool | str:
            return fault(text.strip()) or True

        asked = questionary.text(
            question,
            default=standing,
            validate=check,
            qmark=_MARK,
            style=STYLE,
            input=self.input,
            output=self.output,
        )
        return str(asked.unsafe_ask()).strip()
