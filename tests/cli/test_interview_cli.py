"""The triage through ``vendorrisk`` itself, on a real terminal and the real database: stopped, resumed, finished."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest
from terminals import CTRL_C, ENTER, opened

SCRIPT = str(Path(sys.executable).parent / "vendorrisk")
FIRST = "\x1b[B\r"


class Desk:
    """One home folder with one vendor, and terminals of 80 columns and 24 rows on it."""

    def __init__(self, home: Path) -> None:
        self.environment = {"VENDORRISK_HOME": str(home), "VENDORRISK_ACTOR": "Ines Okafor"}
        self.run("vendor", "add", "Acme")

    def run(self, *args: str) -> str:
        """Run a command that ends by itself; return what it printed."""
        environment = {**os.environ, **self.environment}
        done = subprocess.run([SCRIPT, *args], env=environment, check=True, capture_output=True, text=True)
        return done.stdout

    def answers(self) -> int:
        """Return how many triage answers are stored."""
        shown = json.loads(self.run("vendor", "show", "acme", "--json"))
        return sum(each["answers"] for each in shown["assessments"])

    def triage(self) -> pexpect.spawn[str]:
        """Start the triage."""
        return opened(SCRIPT, "triage", "acme", **self.environment)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "home")


def test_stop_resume_finish(desk: Desk) -> None:
    first = desk.triage()
    first.expect("0 of 7 answered")
    first.send(FIRST)
    first.expect("1 of 7 answered")
    first.send("s")
    first.expect("Into which of our systems|1 of 7 answered")
    first.send(CTRL_C)
    first.expect("Resume")
    first.expect(pexpect.EOF)
    assert desk.answers() == 1

    second = desk.triage()
    second.expect("1 of 7 answered")
    for done, keys in enumerate([FIRST, "48" + ENTER, FIRST, FIRST, "2" + ENTER, FIRST], 2):
        second.send(keys)
        if done < 7:
            second.expect(f"{done} of 7 answered")
    second.expect("Finish")
    second.send(ENTER)
    second.expect("Inherent risk of Acme: medium")
    second.expect(pexpect.EOF)
    assert desk.answers() == 7


def test_killed_in_the_middle(desk: Desk) -> None:
    sitting = desk.triage()
    sitting.expect("0 of 7 answered")
    sitting.send(FIRST)
    sitting.expect("1 of 7 answered")
    sitting.kill(9)
    sitting.wait()
    assert desk.answers() == 1
    assert "The journal is whole" in desk.run("journal", "check")
