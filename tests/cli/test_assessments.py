"""assessments: what is on file, its answers, what changed, and answers written out and read again (issue 4)."""

from __future__ import annotations

import json

import pytest
from desk import BY, GOOD, Cli


@pytest.fixture
def desk(acme: Cli) -> Cli:
    return acme


def test_the_list_names_all(desk: Cli) -> None:
    rows = desk("assessments", "list", "--json").data
    assert [(row["questionnaire"]["id"], row["state"], row["answers"], row["changed"]) for row in rows] == [
        ("coalition-core", "submitted", 5, "2026-11-23"),
        ("triage", "draft", 2, "2026-11-23"),
    ]
    said = desk("assessments", "list").words
    assert "acme@1 submitted 5 answers 2026-11-23 coalition-core 1.0.0" in said


def test_an_empty_list_says_how_to_begin(cli: Cli) -> None:
    assert "No assessments yet." in cli("assessments", "list").words
    assert cli("assessments", "list", "--json").data == []


def test_answers_are_shown_with_support_and_source(desk: Cli) -> None:
    desk("review", "acme", "--challenge", "access.hours", "--reason", "Your website says 72 hours.")
    said = desk("assessments", "show", "acme").words
    assert "completed by Jo Field, CISO on 2026-11-23" in said
    assert "24 hours asserted · answers.yaml, line 1 · Jo Field, CISO, 2026-11-23" in said
    assert "challenged by Ines Okafor, 2026-11-23: Your website says 72 hours." in said
    triage = desk("assessments", "show", "acme", "--questionnaire", "triage", "--json").data
    assert triage["questionnaire"]["id"] == "triage"
    assert sum(triage["summary"].values()) >= len(triage["answers"]) == 2


def test_a_file_is_shown_without_a_database(cli: Cli) -> None:
    answers = cli.answers(GOOD)
    assert "answers.yaml · coalition-core 1.0.0 · draft" in cli("assessments", "show", answers).words
    assert not (cli.folder / "home").exists()


def test_diff_says_what_changed(desk: Cli) -> None:
    comment = {"value": 48, "comment": "At night."}
    newer = desk.answers(
        {**GOOD, "access.mfa": "partly", "access.hours": comment, "access.remarks": "None."}, "new.yaml"
    )
    said = desk("assessments", "diff", newer, "acme", code=1).words
    assert "new.yaml against acme@1" in said
    assert "yes → partly" in said
    assert "24 hours → 48 hours comment added" in said
    assert "Answered now (1)" in said
    assert "3 answers are as before." in said
    data = desk("assessments", "diff", "acme", newer, "--json", code=1).data
    assert {each["question"]: each["kind"] for each in data["changes"]} == {
        "access.mfa": "changed",
        "access.hours": "changed",
        "access.remarks": "removed",
    }


def test_no_difference_ends_well(desk: Cli) -> None:
    assert "5 answers are as before." in desk("assessments", "diff", "acme", "acme@1").words


def test_answers_to_unlike_questionnaires_are_not_compared(desk: Cli) -> None:
    triage = desk.answers({"risk.substitute": "yes"}, "t.yaml", questionnaire="triage")
    assert "share no question" in desk("assessments", "diff", "acme", triage, code=2).words


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_an_export_is_read_again_as_it_was(desk: Cli, kind: str) -> None:
    file = f"out.{kind}"
    assert "5 answers to coalition-core 1.0.0 written to" in desk("assessments", "export", "acme", "-o", file).words
    assert "5 answers are as before." in desk("assessments", "diff", file, "acme").words
    assert "Nothing changed" in desk("import", file, "--vendor", "acme").words


def test_what_is_read_as_json_is_what_is_written(desk: Cli) -> None:
    desk("assessments", "export", "acme", "-o", "out.json")
    written = json.loads((desk.folder / "out.json").read_text("utf-8"))
    read = desk("import", "out.json", "--json").data
    assert read["questionnaire"] == written["questionnaire"]
    keep = ("id", "question", "value", "not_applicable", "comment", "evidence")
    assert [[each[k] for k in keep] for each in read["answers"]] == [
        [each[k] for k in keep] for each in written["answers"]
    ]
    assert read["summary"] == written["summary"]


def test_an_export_has_a_known_form(desk: Cli) -> None:
    assert "neither .csv nor .json" in desk("assessments", "export", "acme", "-o", "out.txt", code=2).words


def test_by_is_the_respondent(desk: Cli) -> None:
    desk("import", desk.answers({"access.hours": 12}, **BY), "--vendor", "acme")
    assert "12 hours" in desk("assessments", "show", "acme").words
