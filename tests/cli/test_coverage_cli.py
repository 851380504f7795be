"""coverage: a framework as one vendor's answers reach it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from desk import Cli
from health import HEALTH, write_health
from workbooks import edited, put_answers

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
    assert "Acme Analytics against Made up 1.0" in said
    assert "3 items: 2 supported, 1 no question" in said
    assert "✔ A.1 supported First ✔ access.mfa: “yes”, asserted" in said
    assert "A.3" not in said
    assert "A.3" in made_up("coverage", "acme", "--framework", "made-up-1.0", "--all").words
    items = made_up("coverage", "acme", "--framework", "made-up-1.0", "--json").data["items"]
    assert [item["reach"] for item in items] == ["supported", "supported", "no_question"]


def test_a_workbook_is_covered_too(made_up: Cli) -> None:
    path = made_up.workbook({"access.mfa": "no"})
    said = made_up("coverage", path, "--framework", "made-up-1.0").words
    assert "✘ A.1 contradicted" in said


def test_of_the_answers_about_an_item_the_most_telling_stands_first(health: Cli) -> None:
    lines = HEALTH["care.yaml"].replace("[A.2]", "[A.1]").replace("type: number", "type: yes-no")
    (health.folder / "questionnaires" / "health" / "care.yaml").write_text(lines, "utf-8")
    path = health_workbook(health, {"care.records": "few", "care.days": "no"})
    said = health("coverage", path, "--framework", "made-up-1.0").words
    assert "✘ A.1 contradicted First ✘ care.days: “No”, asserted ✔ care.records: “few”, asserted" in said


def test_an_unknown_framework_lists_those_known(made_up: Cli) -> None:
    assert "Known: made-up-1.0" in made_up("coverage", "acme", "--framework", "iso", code=2).words


# Answers to a questionnaire that no policy judges.


@pytest.fixture
def health(made_up: Cli) -> Cli:
    """Return the desk with a second questionnaire, which no policy judges."""
    write_health(made_up.folder)
    return made_up


def health_workbook(desk: Cli, answers: dict[str, object]) -> Path:
    path = desk.folder / "health.xlsx"
    desk("template", "health", "-o", path)
    path.write_bytes(edited(lambda book: put_answers(book["Questions"], answers), path.read_bytes()))
    return path


def test_an_imported_workbook_leads_to_what_its_answers_say_and_is_covered(health: Cli) -> None:
    step = "vendorrisk coverage acme --questionnaire health --framework made-up-1.0"
    part = health_workbook(health, {"care.records": "few"})
    assert f"next {step}" in health("import", part, "--vendor", "acme").words
    path = health_workbook(health, {"care.records": "few", "care.days": 90})
    assert "next vendorrisk submit acme health --by" in health("import", path, "--vendor", "acme").words
    said = health(*step.split()[1:]).words
    assert "✔ A.1 supported First ✔ care.records: “few”, asserted" in said
    assert "? A.2 to judge ? care.days: “90”, asserted" in said
    assert "No policy judges health" in said
    assert health(*step.split()[1:], "--json").data["policy"] == ""
    assert health("coverage", path, "--framework", "made-up-1.0").words.endswith("this states no conformity.")
    assert "access.mfa supported" in health("coverage", path, "--framework", "coalition-core").words


def test_without_a_name_the_questionnaire_of_the_policy_comes_first(health: Cli) -> None:
    health("import", health_workbook(health, {"care.records": "many"}), "--vendor", "acme")
    found = health("coverage", "acme", "--framework", "made-up-1.0", "--json").data
    assert (found["policy"], found["items"][0]["questions"][0]["question"]) == ("coalition-minimum", "access.mfa")


def test_where_the_policy_judges_nothing_on_file_the_other_answers_are_found(health: Cli) -> None:
    health("vendor", "add", "Beacon", "--id", "beacon")
    health("import", health_workbook(health, {"care.records": "many"}), "--vendor", "beacon")
    assert "✘ A.1 contradicted" in health("coverage", "beacon", "--framework", "made-up-1.0").words


def test_a_declared_interview_and_a_submission_lead_there_too(health: Cli) -> None:
    file = health.answers({"care.records": "few"}, "health.yaml", questionnaire="health")
    step = "vendorrisk coverage acme --questionnaire health --framework made-up-1.0"
    assert step in health("interview", "acme", "health", "--answers", file).words
    assert step in health("submit", "acme", "health", "--by", "Jo Field, CISO").words


def test_answers_to_another_questionnaire_than_named_are_refused(health: Cli) -> None:
    path = health_workbook(health, {"care.records": "few"})
    asked = ("coverage", path, "--framework", "made-up-1.0", "--questionnaire")
    assert "health.xlsx answers health, and not coalition-core." in health(*asked, "coalition-core", code=2).words
    assert "There is no questionnaire 'helth'." in health(*asked, "helth", code=2).words
