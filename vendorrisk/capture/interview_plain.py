"""The interview's prompts as plain lines: for screen readers, and for terminals that can do nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from vendorrisk.capture.interview_commands import Card, Command, Offer, Reading, command_in, hint, word
from vendorrisk.capture.screen import Fragments, Page
from vendorrisk.capture.text import clean
from vendorrisk.model.language import Phrase
from vendorrisk.phrases.interview import Keys, Prompts

_ENDLESS = 1_000_000  # columns: the reader, or the terminal, breaks lines


class PlainTerminal:
    """A :class:`Prompter` that writes one line for each thing, numbers options, and takes commands as words.

    The cursor is never moved, and nothing that was written changes.
    """

    def __init__(self, language: str, read_line: Callable[[], str], write: Callable[[str], object]) -> None:
        """Read with ``read_line``, which returns a line with its end, or nothing once the input has ended."""
        self.language = language
        self._read_line = read_line
        self._write = write
        self._told: tuple[object, ...] = ()
        """The commands that were named last: they are named again where they differ."""

    @property
    def page(self) -> Page:
        """Return a page on which no line is broken."""
        return Page(_ENDLESS, self.language, plain=True)

    def say(self, fragments: Fragments) -> None:
        """Print lines that stay; blank ones are left out."""
        for line in "".join(text for _, text in fragments).split("\n"):
            if shown := re.sub(r"\s+", " ", line).strip():
                self._write(f"{shown}\n")

    def choose(
        self, card: Card, options: Sequence[tuple[str, str]], current: str | None, offer: Offer, *, enter: str = ""
    ) -> str | Command:
        """Ask for one of the options by its number or its words."""
        del enter  # the option itself is named
        self._show(card)
        names = self._list(options)
        standing = next((" ".join(label.split()) for name, label in options if name and name == current), None)
        if standing is not None:
            self._line(Prompts.ENTER_ALONE, label=standing)
        self._tell(offer.commands)
        while True:
            typed = self._ask()
            if not typed and current is not None and standing is not None:
                return current
            if (found := self._option(typed, options, names)) is not None:
                return found
            if (command := self._bare_command(typed, offer.known)) is not None:
                return command
            self._line(Prompts.NO_OPTION if typed else Prompts.NOTHING_CHOSEN, typed=clean(typed), most=len(names))

    def tick(
        self,
        card: Card,
        options: Sequence[tuple[str, str]],
        current: Sequence[str],
        offer: Offer,
        fault_of: Callable[[Sequence[str]], str],
    ) -> tuple[str, ...] | Command:
        """Ask for one or more of the options by their numbers."""
        self._show(card)
        names = self._list(options)
        self._line(Prompts.TYPE_NUMBERS)
        if current:
            self._line(Prompts.ENTER_ALONE, label="; ".join(label for name, label in options if name in current))
        self._tell(offer.commands)
        while True:
            typed = self._ask()
            if not typed and current:
                return tuple(current)
            if (command := self._bare_command(typed, offer.known)) is not None:
                return command
            parts = [part.strip() for part in re.split(r"[,;]|\s(?=\d)", typed) if part.strip()]
            found = [self._option(part, options, names) for part in parts]
            chosen = tuple(name for name in names if name in found)
            wrong = next((part for part, name in zip(parts, found, strict=True) if name is None), None)
            if wrong is not None or not chosen:
                self._line(Prompts.NO_OPTION if wrong else Prompts.NOTHING_CHOSEN, typed=wrong or "", most=len(names))
            elif fault := fault_of(chosen):
                self._write(f"{fault}\n")
            else:
                return chosen

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
        """Ask for a text; commands stand after a colon there, since any word could be the answer."""
        del live, enter
        self._show(card)
        if form and not standing:
            self._write(f"{form}\n")
        if standing:
            self._line(Prompts.ENTER_ALONE, label=" ".join(standing.split()))
        if lines:
            self._line(Prompts.ITEM_PER_LINE)
        if complete:
            self._line(Prompts.LIST_FILES, files=f":{Keys.FILES.say(self.language)}")
        self._tell(offer.commands, ":")
        while True:
            typed = self._lines(offer.known) if lines else self._ask()
            if (command := command_in(typed, offer.known, self.language)) is not None:
                return command
            if not typed.strip() and standing:
                return standing
            if complete and (begun := self._asks_for_files(typed)) is not None:
                self.say([("", f"{name}\n") for name in complete(begun)])
            elif fault := read(typed).fault:
                self._write(f"{hint(typed, offer.commands, self.language) or fault}\n")
            else:
                return typed

    def _line(self, phrase: Phrase, **facts: object) -> None:
        self._write(f"{phrase.say(self.language, **facts)}\n")

    def _show(self, card: Card) -> None:
        self._write("\n")
        for block in card(self.page):
            self.say(block.lines)

    def _list(self, options: Sequence[tuple[str, str]]) -> list[str]:
        """Print the options with their numbers, and return their ids in that order."""
        names: list[str] = []
        for name, label in options:
            names += [name] if name else []
            number = f"{len(names)}. " if name else ""
            self._write(f"{number}{' '.join(clean(label).split())}\n")
        return names

    def _tell(self, commands: Sequence[Command], colon: str = "") -> None:
        told = (colon, *commands)
        if commands and told != self._told:
            self._told = told
            words = ", ".join(f"{colon}{word(command, self.language)}" for command in commands)
            self._line(Prompts.COMMANDS, words=words)

    def _ask(self) -> str:
        """Return the line that is typed, without its end."""
        self._line(Prompts.YOUR_ANSWER)
        return self._next()

    def _next(self) -> str:
        line = self._read_line()
        if not line:
            raise EOFError
        return line.rstrip("\r\n")

    def _lines(self, commands: Iterable[Command]) -> str:
        """Return the lines that are typed until an empty one, or until a command."""
        known = tuple(commands)
        typed: list[str] = [self._ask()]
        while typed[-1].strip() and command_in(typed[-1], known, self.language) is None:
            typed.append(self._next())
        return typed[-1] if typed[-1].strip() else "\n".join(typed[:-1])

    def _option(self, typed: str, options: Sequence[tuple[str, str]], names: Sequence[str]) -> str | None:
        """Return the option that a number, an id or a label names."""
        text = typed.strip().casefold().rstrip(".")
        if text.isdecimal() and text.isascii() and 1 <= int(text) <= len(names):
            return names[int(text) - 1]
        told = (name for name, label in options if name and text in (name.casefold(), label.casefold()))
        return next(told, None) if text else None

    def _bare_command(self, typed: str, commands: Sequence[Command]) -> Command | None:
        return command_in(typed if typed.startswith((":", "?")) else f":{typed}", commands, self.language)

    def _asks_for_files(self, typed: str) -> str | None:
        """Return the beginning of the names that are asked for."""
        first, _, rest = typed.strip().partition(" ")
        return rest.strip() if first.casefold() == f":{Keys.FILES.say(self.language)}".casefold() else None
