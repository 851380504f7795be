"""The interview as people use it: at random, killed, resumed, by two at once. Nothing acknowledged is ever lost.

``VENDORRISK_WALKS=500`` walks that often (``make nightly`` does); without it fewer, the same each time.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pexpect
import pytest
from desk import Cli
from interview_walks import Killed, Sittings, Walk
from terminals import DOWN, ENTER, opened

from vendorrisk.capture.interview_prompts import Terminal
from vendorrisk.cli import capture, interviewing, saving
from vendorrisk.cli.app import run
from vendorrisk.model.assessment import Assessment

WALKS = int(os.environ.get("VENDORRISK_WALKS", "30"))
ON_A_TERMINAL = WALKS // 10
"""These start the command anew, on a terminal of its own, for every sitting."""


@pytest.fixture
def vendor(cli: Cli) -> Cli:
    """Return a coalition with a vendor that has answered nothing; half of the questions depend on others."""
    section = cli.folder / "questionnaires/coalition-core/access.yaml"
    text = section.read_text("utf-8")
    for ask in ("How fast is access removed?", "When was it tested?", "Anything else?"):
        text = text.replace(f"ask: {ask}\n", f"ask: {ask}\n    show_when: {{access.mfa: [yes, partly]}}\n")
    section.write_text(text, "utf-8")
    cli("vendor", "add", "Acme")
    return cli


@pytest.mark.parametrize("seed", range(WALKS - ON_A_TERMINAL))
def test_a_walk_in_this_process(vendor: Cli, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    walk = Walk(seed, vendor.folder)
    terminal = SimpleNamespace(isatty=lambda: True)
    monkeypatch.setattr(capture, "sys", SimpleNamespace(stdin=terminal, stdout=terminal))
    save = saving.save_exactly

    def mortal(*given: object, **more: object) -> Assessment:
        """Save, and die now and then before or after it."""
        fate = walk.chance.random()
        if fate < 0.02:
            raise Killed
        kept = save(*given, **more)  # type: ignore[arg-type]
        if fate > 0.98:
            raise Killed
        return kept

    monkeypatch.setattr(saving, "save_exactly", mortal)

    def interview(terminal: Callable[[str], Terminal]) -> None:
        monkeypatch.setattr(interviewing, "Terminal", terminal)
        assert run(["interview", "acme", "--respondent", "Jo Field, CISO" if seed % 2 else ""]) == 0

    Sittings(walk, interview).run()
    assert vendor("journal", "check").code == 0


SCRIPT = str(Path(sys.executable).parent / "vendorrisk")
CHOICES = {
    "service.uses-ai": ("yes", "no"),
    "access.mfa": ("yes", "partly", "no"),
    "access.reset": ("self", "desk", "nobody"),
}
TYPED: Mapping[str, tuple[str, object]] = {
    "access.hours": ("36", 36),
    "access.tested": ("2026-02-03", "2026-02-03"),
    "access.remarks": ("None so far.", "None so far."),
}


class RealTerminal:
    """Sittings of the installed command, each on a pseudo-terminal, each ended by a kill that cannot be caught."""

    def __init__(self, walk: Walk) -> None:
        self.walk = walk
        self.chance = walk.chance
        self.asks = {str(question.ask): question.id for question in walk.questionnaire.questions}

    def sit(self, steps: int) -> None:
        """Take some steps, then die in the middle of one."""
        child = opened(SCRIPT, "interview", "acme")
        for step in range(steps):
            name = self._waits(child)
            if name == "":
                break
            self._step(child, name, last=step == steps - 1)
        child.kill(signal.SIGKILL)
        child.wait()
        child.close(force=True)

    def _waits(self, child: pexpect.spawn[str]) -> str:
        """Return the question that stands on the screen; empty at the end."""
        asks: list[Any] = [r"(?:\x1b\[[0-9;?]*[a-zA-Z]|\s)+".join(ask.replace("?", r"\?").split()) for ask in self.asks]
        found = child.expect([r"Everything(?:\x1b\[[0-9;?]*[a-zA-Z]|\s)+was", r"answered\s\s\d+ %"])
        if found == 0:
            return ""
        name = list(self.asks.values())[child.expect(asks)]
        child.expect("q(?:\x1b\\[[0-9;?]*[a-zA-Z]|\\s)+stop")
        shown = {question.id for question in self.walk.shown()}
        assert name in shown, self.walk.trail
        return name

    def _step(self, child: pexpect.spawn[str], name: str, *, last: bool) -> None:
        command = self.chance.choice("bs") if self.chance.random() < 0.3 else ""
        self.walk.pending.clear()
        if command:
            keys = f":{command}{ENTER}" if name in TYPED else command
        elif name in TYPED:
            keys, value = TYPED[name][0] + ENTER, TYPED[name][1]
            self.walk.pending = {name: (value, False)}
        elif name == "service.ai-kinds":
            on_file = self.walk.answers().get(name)
            keys = ENTER if on_file else f" {ENTER}"
            self.walk.pending = {name: (("generative",), False)}
        else:
            index = self.chance.randrange(len(CHOICES[name]))
            on_file = self.walk.answers().get(name)
            at = CHOICES[name].index(str(on_file.value)) if on_file else -1
            keys = DOWN * ((index - at) % len(CHOICES[name]) if on_file else index + 1) + ENTER
            self.walk.pending = {name: (CHOICES[name][index], False)}
        self.walk.trail.append(f"{name} {keys!r}")
        on_file = self.walk.answers().get(name)
        child.send(keys)
        changes = self.walk.pending and (on_file is None or on_file.value != self.walk.pending[name][0])
        if changes and not last:
            child.expect("✔")
            self.walk.acknowledged()


@pytest.mark.parametrize("seed", range(1000, 1000 + ON_A_TERMINAL))
def test_a_walk_on_a_terminal(vendor: Cli, seed: int) -> None:
    walk = Walk(seed, vendor.folder)
    real = RealTerminal(walk)
    try:
        for _ in range(3):
            walk.trail.append("sit")
            real.sit(walk.chance.randint(2, 6))
            walk.holds()
    finally:
        walk.store.close()
    assert vendor("journal", "check").code == 0
