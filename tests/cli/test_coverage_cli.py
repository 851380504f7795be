"""coverage: a framework as one vendor's answers reach it."""

from __future__ import annotations

import json

import pytest
from desk import Cli

CATALOGUE = {"catalog": "Made up 1.0", "controls": [{"id": "A.1", "title": "First"}, {"id": "A.2"}, {"id": "A.3"}]}


@pytest.fixture
def made_up(acme: Cli) -> Cli:
    """Return the desk with a framework that one question refers to."""
    folder = acme.folder / "questionnaires" / "catalogs"
    folder.mkdir(exist_ok=True)
    (folder / "made-up-1.0.json").write_text(json.dumps(CATALOGUE), "utf-8")
    return acme


def test_each_item_stands_with_the_answers_about_it(made_up: Cli) -> None:
    said = made_up("coverage", "acme", "--framework", "made-up-1.0").words
    assert "acme against Made up 1.0" in said
    assert "3 items: 2 supported, 1 no question" in said
    assert "✔ A.1 supported First access.mfa: “yes”, asserted" in said
    assert "A.3" not in said
    assert "A.3" in made_up("coverage", "acme", "--framework", "made-up-1.0", "--all").words
    items = made_up("coverage", "acme", "--framework", "made-up-1.0", "--json").data["items"]
    assert [item["reach"] for item in items] == ["supported", "supported", "no_question"]


def test_a_workbook_is_covered_too(made_up: Cli) -> None:
    path = made_up.workbook({"access.mfa": "no"})
    said = made_up("coverage", path, "--framework", "made-up-1.0").words
    assert "✘ A.1 contradicted" in said


def test_an_unknown_framework_lists_those_known(made_up: Cli) -> None:
    assert "Known: made-up-1.0" in made_up("coverage", "acme", "--framework", "iso", code=2).words
