"""A coalition of its own in a temporary folder, and the commands run in it, in this process."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from small_content import write_content
from workbooks import edited, put_answers, template

from vendorrisk.cli.app import run
from vendorrisk.content import Content


class Said(NamedTuple):
    """What a command wrote, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def words(self) -> str:
        """Both streams, with no line breaks: their places depend on the width."""
        return " ".join(f"{self.out} {self.err}".split())

    @property
    def data(self) -> Any:
        """Standard output as JSON."""
        return json.loads(self.out)


@dataclass
class Cli:
    """Runs commands in ``folder``, a coalition of its own."""

    folder: Path
    capsys: pytest.CaptureFixture[str]

    def __call__(self, *args: str | Path, code: int = 0) -> Said:
        """Run one command, which must end with ``code`` and show no traceback."""
        self.capsys.readouterr()
        ended = run([str(arg) for arg in args])
        said = Said(ended, *self.capsys.readouterr())
        assert ended == code, said.words
        assert "Traceback" not in said.words
        assert "Something went wrong inside" not in said.words
        return said

    def answers(self, answers: Mapping[str, Any], name: str = "answers.yaml", **top: str) -> Path:
        """Write an answers file."""
        path = self.folder / name
        content = {"questionnaire": "coalition-core", **top, "answers": answers}
        path.write_text(json.dumps(content, ensure_ascii=False), "utf-8")  # JSON is YAML
        return path

    def workbook(self, answers: Mapping[str, Any], name: str = "acme.xlsx") -> Path:
        """Write a filled workbook."""
        data = template(Content(self.folder).questionnaire("coalition-core"))
        path = self.folder / name
        path.write_bytes(edited(lambda book: put_answers(book["Questions"], answers), data))
        return path


def coalition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Cli:
    """Return a coalition with nothing in its register, on a fixed day, with an assessor who has a name."""
    folder = write_content(tmp_path / "coalition", reports=True)
    monkeypatch.chdir(folder)
    for name in ("DATABASE_URL", "KEY_FILE", "KEY_PASSPHRASE"):
        monkeypatch.delenv(f"VENDORRISK_{name}", raising=False)
    for name, value in {"HOME": folder / "home", "NOW": "2026-11-23T09:00:00+00:00", "ACTOR": "Ines Okafor"}.items():
        monkeypatch.setenv(f"VENDORRISK_{name}", str(value))
    return Cli(folder, capsys)


GOOD = {
    "service.uses-ai": "no",
    "access.mfa": "yes",
    "access.hours": 24,
    "access.tested": "2026-06-01",
    "access.reset": "self",
}
"""Answers that meet everything; ``access.remarks`` stays open."""

BY = {"respondent": "Jo Field, CISO"}
"""What an answers file says of the vendor's person."""
