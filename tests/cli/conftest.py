"""A coalition with an assessor, on a fixed day."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk import GOOD, Cli, coalition


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Cli:
    """Return a coalition with nothing in its register."""
    return coalition(tmp_path, monkeypatch, capsys)


@pytest.fixture
def acme(cli: Cli) -> Cli:
    """Return the same with one vendor, its triage (low) and its submitted answers, which meet everything."""
    cli("vendor", "add", "Acme Analytics", "--id", "acme")
    triage = {"risk.personal-data": "none", "risk.substitute": "yes"}
    cli("triage", "acme", "--answers", cli.answers(triage, "triage.yaml", questionnaire="triage"))
    cli("interview", "acme", "--answers", cli.answers(GOOD, respondent="Jo Field, CISO"))
    return cli
