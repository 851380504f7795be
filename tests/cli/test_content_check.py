"""``content check`` looks at every folder that the coalition edits."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from vendorrisk.cli.app import app

ROOT = Path(__file__).parents[2]


@pytest.fixture
def content(tmp_path: Path) -> Path:
    for folder in ("questionnaires", "scoring", "reports"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("fonts"))
    return tmp_path


def check(content: Path) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["--content", str(content), "content", "check"], standalone_mode=False)
    return int(result.return_value or 0), result.output


def damage(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def test_the_shipped_content_has_no_fault(content: Path) -> None:
    code, output = check(content)
    assert code == 0
    assert "No faults" in output


def test_a_fault_in_each_folder_is_found_in_one_run(content: Path) -> None:
    damage(content / "questionnaires/coalition-core/service.yaml", "type: multi", "type: many")
    damage(content / "questionnaires/layouts/csa-caiq-4.yaml", "([A-Z&]{3})-", "[A-Z&]{3}-")
    damage(content / "scoring/risk-tiers.yaml", "risk.outage-hours", "risk.outage-days")
    damage(content / "reports/theme.yaml", '"#0B5563"', "teal")
    damage(content / "reports/wording.yaml", "{applicable}", "{aplicable}")
    code, output = check(content)
    assert code == 3
    for file in ("service.yaml:", "csa-caiq-4.yaml:", "risk-tiers.yaml:", "theme.yaml:", "wording.yaml:"):
        assert file in output


def test_layouts_are_listed_with_the_editions_that_they_read(content: Path) -> None:
    result = CliRunner().invoke(app, ["--content", str(content), "content", "list"], standalone_mode=False)
    row = next(line for line in result.output.splitlines() if "csa-caiq-4" in line)
    assert row.split() == ["layout", "csa-caiq-4", "1.0.0", "CSA", "CAIQ", "4.0.2,", "4.0.3,", "4.1.0"]
