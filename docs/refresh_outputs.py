"""Brings the output that README and guides show up to date.

Run: .venv/bin/python docs/refresh_outputs.py

Each command is run as the test runs it (tests/cli/test_readme.py). Where the shown output no longer matches, each
shown line is replaced by the line of the new output that is most like it; ``...`` stays where lines were left out.
Read the difference before you commit it: an odd output is a change of the product that wants a look.
"""

from __future__ import annotations

import difflib
import getpass
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests")]

from cli.test_readme import ASKS, DOCUMENTS, pattern, steps, tidy  # noqa: E402  found through the path above

LEAST_LIKE = 0.4
MOST_ADDED = 6


def main() -> None:
    """Refresh every document."""
    with tempfile.TemporaryDirectory() as folder:
        demo = Path(folder) / "demo"
        for shown in ("samples", "tests/examples"):
            shutil.copytree(ROOT / shown, demo / shown)
        subprocess.run([sys.executable, "samples/demo.py"], cwd=demo, check=True, stdout=subprocess.DEVNULL)
        for document in DOCUMENTS:
            checkout = Path(folder) / Path(document).stem
            shutil.copytree(demo, checkout)
            refresh(document, checkout)


def refresh(document: str, checkout: Path) -> None:
    """Run a document's commands in ``checkout`` and write what they print now into the document."""
    environment = {"VENDORRISK_HOME": str(checkout / "home"), "VENDORRISK_NOW": "2026-11-23T09:00:00+00:00"}
    shell = Shell(checkout, environment)
    text = (ROOT / document).read_text("utf-8")
    for step in steps(document):
        output = tidy(shell.do(step.command))
        if step.command.endswith(ASKS) or not step.shown or pattern(tidy(step.shown)).fullmatch(output):
            continue
        print(f"refreshed {step.place}: {step.command}")
        text = text.replace(step.shown, merged(step.shown, output), 1)
    (ROOT / document).write_text(text, "utf-8")


class Shell:
    """Runs the commands of one document, as one shell would, each in a process of its own."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder = folder
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        self.environment = {**os.environ, **environment, "PATH": path}
        self.code = 0

    def do(self, command: str) -> str:
        """Run one command and return what it writes."""
        words = shlex.split(command, comments=True)
        if words[0] == "export":
            self.environment |= dict(pair.split("=", 1) for pair in words[1:])
            return ""
        if words == ["echo", "$?"]:
            return f"{self.code}\n"
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        self.code = done.returncode
        return done.stdout + done.stderr


def merged(shown: str, output: str) -> str:
    """Return the new output cut to what was shown: its nearest lines, ``...`` for lines left out as before."""
    new = [masked(line) for line in output.splitlines()]
    kept: list[int | None] = []
    begin = 0
    for line in shown.splitlines():
        if line == "...":
            kept.append(None)
            continue
        likeness = [(difflib.SequenceMatcher(None, line, other).ratio(), -n) for n, other in enumerate(new[begin:])]
        best, index = max(likeness, default=(0.0, 0))
        if best >= LEAST_LIKE:
            begin += 1 - index
            kept.append(begin - 1)
    lines: list[str] = []
    last = -1
    for place in [*kept, len(new)]:
        if place is None:
            last = -2
            if lines[-1:] != ["..."]:
                lines.append("...")
            continue
        if last >= -1 and place > last + 1:
            lines += new[last + 1 : place] if place - last <= MOST_ADDED else ["..."]
        if place < len(new):
            lines.append(new[place])
        last = place
    return "\n".join(lines) + "\n"


def masked(line: str) -> str:
    """Return a line with what differs from run to run as ``...``."""
    line = re.sub(r"urn:uuid:[0-9a-f-]{36}", "urn:uuid:...", line).replace(str(ROOT), "...")
    line = re.sub(rf"^(\d{{4}}-\d\d-\d\d \d\d:\d\d)  {re.escape(getpass.getuser())}  ", r"\1  ...  ", line)
    return re.sub(r"\b([0-9a-f]{64}|[0-9a-f]{12})$", "...", line)


if __name__ == "__main__":
    main()
