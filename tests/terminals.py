"""A program on a real terminal, as a person meets it: texts that are waited for, and keys."""

from __future__ import annotations

import os

import pexpect

DOWN, UP, ENTER, CTRL_C, CTRL_U = "\x1b[B", "\x1b[A", "\r", "\x03", "\x15"


def opened(program: str, *args: str, **environment: str) -> pexpect.spawn[str]:
    """Start a program on a terminal of 80 columns and 24 rows."""
    # The terminal doesn't answer where its cursor is, and prompt_toolkit would wait a second for that each time.
    known = {**os.environ, "TERM": "xterm-256color", "PROMPT_TOOLKIT_NO_CPR": "1", **environment}
    return pexpect.spawn(program, list(args), env=known, dimensions=(24, 80), encoding="utf-8", timeout=30)


class Screen:
    """One run of a program, with all that was seen of it."""

    def __init__(self, program: str, *args: str, **environment: str) -> None:
        self.child = opened(program, *args, **environment)
        self.seen = ""

    def wait(self, *texts: str) -> str:
        """Wait until each text is on the screen, in this order; return what came with the last of them.

        Colours may stand between its words.
        """
        shown = ""
        for text in texts:
            self.child.expect(r"(?:\x1b\[[0-9;?]*[a-zA-Z]|\s)+".join(map(_exactly, text.split(" "))))
            shown = f"{self.child.before}{self.child.after}"
            self.seen += shown
        return shown

    def send(self, *keys: str) -> None:
        """Type keys, each once the terminal has taken the last."""
        for key in keys:
            self.child.send(key)

    def end(self) -> str:
        """Wait for the end; return everything that was printed since the last wait."""
        self.child.expect(pexpect.EOF)
        self.child.close()
        return str(self.child.before)


def _exactly(text: str) -> str:
    return "".join(f"\\{character}" if not character.isalnum() else character for character in text)
