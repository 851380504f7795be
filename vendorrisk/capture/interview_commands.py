"""What can be asked for at the interview's prompts, and what every terminal that asks can do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from vendorrisk.capture.screen import Block, Fragments, Page
from vendorrisk.phrases.interview import Keys, Prompts

Card = Callable[[Page], list[Block]]
"""What stands above a prompt."""


class Command(StrEnum):
    """What can be asked for instead of an answer, by its key. In a text field it is typed after a colon."""

    BACK = "b"
    SKIP = "s"
    NOT_APPLICABLE = "n"
    EVIDENCE = "e"
    COMMENT = "c"
    CONFIRM = "p"
    REPLY = "t"
    JUMP = "j"
    OPEN = "o"
    REVIEW = "r"
    MORE = "?"
    STOP = "q"


@dataclass(frozen=True)
class Offer:
    """The commands that can be given at a prompt."""

    commands: tuple[Command, ...] = ()
    """Those that are shown."""
    refused: tuple[Command, ...] = ()
    """Those that are not, and are returned all the same, so that the caller can say why."""
    letters: tuple[str, ...] = ()
    """Ids of options that are keys, too: each chooses its option at once."""

    @property
    def known(self) -> tuple[Command, ...]:
        """Return all of them."""
        return self.commands + self.refused


SUB_COMMANDS = Offer((Command.BACK, Command.STOP))
"""What can be asked for wherever something beside an answer is asked."""


@dataclass(frozen=True)
class Reading:
    """How a typed text is understood: as shown, or why it can't be saved."""

    shown: str = ""
    fault: str = ""


class Prompter(Protocol):
    """Asks and prints on one terminal.

    Every prompt raises ``KeyboardInterrupt`` on Ctrl-C and ``EOFError`` where the input has ended.
    """

    language: str

    @property
    def page(self) -> Page:
        """Return the page to write for, as the terminal stands now."""

    def say(self, fragments: Fragments) -> None:
        """Print lines that stay."""

    def choose(
        self, card: Card, options: Sequence[tuple[str, str]], current: str | None, offer: Offer, *, enter: str = ""
    ) -> str | Command:
        """Ask for one of the options, each an id and its label; one without an id is a heading.

        Enter alone takes ``current``; where that is None, it chooses nothing and the choice is asked for again.
        ``enter`` says what Enter does, save if empty.
        """

    def tick(
        self,
        card: Card,
        options: Sequence[tuple[str, str]],
        current: Sequence[str],
        offer: Offer,
        fault_of: Callable[[Sequence[str]], str],
    ) -> tuple[str, ...] | Command:
        """Ask for one or more of the options; ``fault_of`` says what is wrong with a choice, empty if nothing is."""

    def write(  # noqa: PLR0913  one for each thing that differs between fields
        self,
        card: Card,
        standing: str,
        read: Callable[[str], Reading],
        offer: Offer,
        *,
        lines: bool = False,
        live: bool = True,
        form: str = "",
        enter: str = "",
        complete: Callable[[str], Sequence[str]] | None = None,
    ) -> str | Command:
        """Ask for a text that ``read`` accepts; with ``lines``, for several lines, ended by an empty one.

        ``standing`` is what Enter alone keeps; without it ``form`` shows how to write, such as ``2026-01-31``.
        ``complete`` returns the texts that a text begun can become. ``live`` is False where what was typed is not to be
        read before it is finished. ``enter`` says what Enter does.
        """


def word(command: Command, language: str) -> str:
    """Return what a command does, in a word or two."""
    return Keys[command.name].say(language)


def command_in(text: str, commands: Iterable[Command], language: str) -> Command | None:
    """Return the command that stands alone in a text field: after a colon, its key or its word."""
    typed = ":?" if text.strip() == "?" else text.strip().casefold()
    for command in commands:
        if typed in (f":{command}", f":{word(command, language)}".casefold()):
            return command
    return None


def hint(text: str, commands: Sequence[Command], language: str) -> str:
    """Return how to give a command where a text looks like one; empty where it doesn't."""
    if text in set(commands):
        return Prompts.TYPE_COMMAND.say(language, key=text, meaning=word(Command(text), language))
    if len(text) == 2 and text[0] == ":":
        known = ", ".join(f":{command}" for command in commands)
        return Prompts.NO_COMMAND.say(language, typed=text, known=known)
    return ""
