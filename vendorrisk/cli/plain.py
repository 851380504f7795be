"""Text and consoles of the terminal. Nothing that a vendor wrote can steer the reader's screen."""

from __future__ import annotations

import json
import re
import sys
from typing import IO, Any, TextIO, cast

from rich.console import Console

from vendorrisk.reports.visible import visible

PIPE_WIDTH = 100
MAX_WIDTH = 110


def plain(text: str) -> str:
    """Return a text with everything invisible made visible, for any foreign text on the terminal."""
    return visible(text)


class _SafeConsole(Console):
    """Shows every plain text with nothing in it that steers a screen; file names hold such things, too."""

    def print(self, *objects: Any, **options: Any) -> None:
        super().print(*(plain(each) if isinstance(each, str) else each for each in objects), **options)


class _Trimmed:
    """A text stream without spaces at line ends, which tables leave, and which only clutter a file."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write a text."""
        return self._stream.write(re.sub(r" +(?=\n)", "", text))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def stream_console(*, stderr: bool = False, columns: int = PIPE_WIDTH) -> Console:
    """Return the console of standard output or error; ``columns`` wide when it is no terminal."""
    console = _SafeConsole(stderr=stderr, highlight=False, markup=False, emoji=False)
    if console.is_terminal:
        return _SafeConsole(
            stderr=stderr, highlight=False, markup=False, emoji=False, width=min(console.width, MAX_WIDTH)
        )
    file = cast("IO[str]", _Trimmed(sys.stderr if stderr else sys.stdout))
    return _SafeConsole(file=file, highlight=False, markup=False, emoji=False, width=columns)


def print_json(data: Any) -> None:
    """Write data as JSON to standard output, keys in their own order."""
    ascii_only = not (sys.stdout.encoding or "").lower().startswith("utf")
    sys.stdout.write(json.dumps(data, indent=2, ensure_ascii=ascii_only) + "\n")


def counted(number: int, noun: str, plural: str = "") -> str:
    """Return a number with its noun: ``1 policy``, ``2 policies``."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"
