"""A coalition with an assessor, on a fixed day."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk import GOOD, Cli
from small_content import write_content


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Cli:
    """Return a coalition with nothing in its register, on a fixed day, with an assessor who has a name."""
    folder = write_content(tmp_path / "coalition", reports=True)
    monkeypatch.chdir(folder)
    for name in ("DATABASE_URL", "KEY_FILE", "KEY_PASSPHRASE"):
        monkeypatch.delenv(f"VENDORRISK_{name}", raising=False)
    for name, value in {"HOME": folder / "home", "NOW": "2026-11-23T09:00:00+00:00", "ACTOR": "Ines Okafor"}.items():
        monkeypatch.setenv(f"VENDORRISK_{name}", str(value))
    return Cli(folder, capsys)


@pytest.fixture
def acme(cli: Cli) -> Cli:
    """Return the same with one vendor, its triage (low) and its submitted answers, which meet everything."""
    cli("vendor", "add", "Acme Analytics", "--id", "acme")
    triage = {"risk.personal-data": "none", "risk.substitute": "yes"}
    cli("triage", "acme", "--answers", cli.answers(triage, "triage.yaml", questionnaire="triage"))
    cli("interview", "acme", "--answers", cli.answers(GOOD, respondent="Jo Field, CISO"))
    return cli
