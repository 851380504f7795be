"""What README and guides show is what a reader gets: each command is run, each line of output compared.

In a ``console`` block a line ``$ command`` is run, and the lines below it, if any, are its output: ``...`` alone on a
line stands for any lines, within a line for any text. A command ends with exit code 0, unless ``$ echo $?`` below it
shows another. ``# asks you`` marks a command that asks in the terminal; here it must get as far as asking.
"""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from vendorrisk.cli.app import run

ROOT = Path(__file__).parents[2]
DOCUMENTS = ("README.md", *(f"docs/{path.name}" for path in sorted((ROOT / "docs").glob("guide-*.md"))))
ASKS = "# asks you"
NEEDS_TERMINAL = "needs a terminal"


@dataclass(frozen=True)
class Step:
    """One command of a document with the output that is shown below it."""

    place: str
    command: str
    shown: str


def steps(document: str) -> list[Step]:
    """Return the commands of a document's console blocks, in order."""
    found: list[Step] = []
    lines = (ROOT / document).read_text(encoding="utf-8").splitlines()
    inside = False
    for number, line in enumerate(lines, 1):
        if line.startswith("```"):
            inside = not inside and line == "```console"
        elif inside and line.startswith("$ "):
            found.append(Step(f"{document}:{number}", line[2:], ""))
        elif inside and found[-1].command.endswith("\\"):
            last = found[-1]
            found[-1] = Step(last.place, f"{last.command[:-1].rstrip()} {line.strip()}", "")
        elif inside:
            last = found[-1]
            found[-1] = Step(last.place, last.command, f"{last.shown}{line}\n")
    return found


def pattern(shown: str) -> re.Pattern[str]:
    """Return what output must match to be what is shown."""
    parts = []
    for line in shown.splitlines():
        if line == "...":
            parts.append(r"(?:.*\n)*?")
        else:
            parts.append(".*?".join(map(re.escape, line.rstrip().split("..."))) + r"\n")
    return re.compile("".join(parts))


def tidy(output: str) -> str:
    """Return output without spaces at line ends, and without empty lines before and after it."""
    return "\n".join(line.rstrip() for line in output.splitlines()).strip("\n") + "\n"


class Shell:
    """Runs the commands of one document, as one shell would."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch = monkeypatch
        self._capsys = capsys
        self.code = 0

    def do(self, command: str) -> str:
        """Run one command and return what it writes."""
        words = shlex.split(command, comments=True)
        if words == ["echo", "$?"]:
            return f"{self.code}\n"
        if words[0] == "export":
            for name, value in (pair.split("=", 1) for pair in words[1:]):
                self._monkeypatch.setenv(name, value)
            self.code = 0
            return ""
        if words[0] == "vendorrisk":
            self.code = run(words[1:])
            return "".join(self._capsys.readouterr())
        done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
        self.code = done.returncode
        return done.stdout + done.stderr


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder in which the demo was run, as ``make demo`` does."""
    folder = tmp_path_factory.mktemp("checkout")
    for shown in ("samples", "tests/examples"):
        shutil.copytree(ROOT / shown, folder / shown)
    done = subprocess.run([sys.executable, "samples/demo.py"], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr
    return folder


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_command_does_what_is_shown(
    document: str, demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    checkout = tmp_path / "checkout"
    shutil.copytree(demo, checkout)
    monkeypatch.chdir(checkout)
    monkeypatch.setenv("VENDORRISK_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("VENDORRISK_NOW", "2026-11-23T09:00:00+00:00")
    monkeypatch.delenv("VENDORRISK_DATABASE_URL", raising=False)
    shell = Shell(monkeypatch, capsys)
    todo = steps(document)
    assert todo, f"{document} shows no command"
    wrong = []
    for step, following in zip(todo, [*todo[1:], Step("", "", "")], strict=True):
        output = tidy(shell.do(step.command))
        if step.command.endswith(ASKS):
            right = shell.code == 2 and NEEDS_TERMINAL in output
        else:
            right = shell.code == 0 or "echo $?" in (step.command, following.command)
            right &= not step.shown or bool(pattern(tidy(step.shown)).fullmatch(output))
        if not right:
            wrong.append(f"{step.place}: $ {step.command}\nends with {shell.code} and writes:\n{output}")
    if wrong:
        pytest.fail("\n".join(wrong), pytrace=False)


def test_only_commands_that_ask_are_marked_so() -> None:
    marked = [step for document in DOCUMENTS for step in steps(document) if step.command.endswith(ASKS)]
    assert marked
    for step in marked:
        words = shlex.split(step.command, comments=True)
        assert words[:2] in (["vendorrisk", "interview"], ["vendorrisk", "triage"]), step.place
        assert "--answers" not in words, step.place
