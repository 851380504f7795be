"""What keys do at the interview's prompts beyond what questionary binds."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from prompt_toolkit.buffer import Buffer
from prompt_toolkit.filters import Condition
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from questionary.prompts.common import InquirerControl

_LEAP = 10  # choices, by the keys that turn pages


class Pointer:
    """The pointer of a list, which can point nowhere at first, so that Enter alone answers nothing."""

    def __init__(self, control: InquirerControl, *, nowhere: bool) -> None:
        self._control = control
        self.missed = False
        """Whether Enter was pressed while it pointed nowhere."""
        if nowhere:
            control.pointed_at = -1

    def bindings(self) -> KeyBindings:
        """Return what keys do while it points nowhere, and the keys that turn pages."""
        bindings, nowhere = KeyBindings(), Condition(lambda: self._control.pointed_at < 0)

        @bindings.add("enter", eager=True, filter=nowhere)
        def ask_again(_event: KeyPressEvent) -> None:
            self.missed = True

        @bindings.add("up", eager=True, filter=nowhere)
        @bindings.add("c-p", eager=True, filter=nowhere)
        def to_the_last(_event: KeyPressEvent) -> None:
            self._leap(-1, len(self._control.choices))

        @bindings.add("pagedown", eager=True)
        def down(_event: KeyPressEvent) -> None:
            self._leap(1, min(self._control.pointed_at + _LEAP, len(self._control.choices)))

        @bindings.add("pageup", eager=True)
        def up(_event: KeyPressEvent) -> None:
            self._leap(-1, max(self._control.pointed_at - _LEAP, -1))

        return bindings

    def _leap(self, step: int, to: int) -> None:
        """Point at the first choice from ``to`` on, or back from there; a heading is none."""
        indexes = [index for index, choice in enumerate(self._control.choices) if not choice.disabled]
        ahead = [index for index in indexes if index >= to] if step > 0 else indexes
        behind = [index for index in indexes if index <= to]
        self._control.pointed_at = (ahead or indexes[-1:])[0] if step > 0 else (behind or indexes[:1])[-1]


class Completion:
    """What the Tab key makes of a text begun."""

    def __init__(self, complete: Callable[[str], Sequence[str]] | None, buffer: Buffer) -> None:
        self._complete = complete
        self._buffer = buffer
        self._found: tuple[str | None, Sequence[str]] = (None, ())

    @property
    def offered(self) -> str:
        """Return what the text can become, where Tab was pressed and there is more than one way."""
        text, found = self._found
        return "   ".join(_last_part(each) for each in found) if text == self._buffer.text else ""

    def bindings(self) -> KeyBindings:
        """Return the binding of the Tab key."""
        bindings = KeyBindings()

        @bindings.add("tab", eager=True)
        def on_tab(_event: KeyPressEvent) -> None:
            found = self._complete(self._buffer.text) if self._complete else ()
            common = _shared_beginning(found)
            if len(common) > len(self._buffer.text):
                self._buffer.text = common
                self._buffer.cursor_position = len(common)
            self._found = self._buffer.text, found if len(found) > 1 else ()

        return bindings


def _shared_beginning(texts: Sequence[str]) -> str:
    first, last = min(texts, default=""), max(texts, default="")
    same = (index for index, pair in enumerate(zip(first, last, strict=False)) if pair[0] != pair[1])
    return first[: next(same, min(len(first), len(last)))]


def _last_part(path: str) -> str:
    folder, slash, name = path.rstrip("/").rpartition("/")
    return path[len(folder) + len(slash) :] if name else path


def keys_of(letters: Sequence[str]) -> KeyBindings:
    """Return bindings with which each letter answers the prompt by itself."""
    bindings = KeyBindings()

    def bind(letter: str) -> None:
        @bindings.add(str(letter), eager=True)
        def leave(event: KeyPressEvent) -> None:
            event.app.exit(result=letter)

    for letter in letters:
        bind(letter)
    return bindings
