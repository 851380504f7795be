"""import: faults by cell, what changes, what a blank erases, and into which assessment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from desk import GOOD, Cli
from openpyxl import load_workbook

INTO = ("--vendor", "acme")


@pytest.fixture
def desk(cli: Cli) -> Cli:
    cli("vendor", "add", "Acme")
    return cli


def stored(desk: Cli) -> dict[str, Any]:
    (row,) = desk("vendor", "show", "acme", "--json").data["assessments"] or [{"answers": 0, "state": "none"}]
    return {"answers": row["answers"], "state": row["state"]}


def send(desk: Cli, answers: Mapping[str, Any], *more: str, code: int = 0, name: str = "acme.xlsx") -> Any:
    return desk("import", desk.workbook(answers, name), *INTO, *more, code=code)


def test_a_workbook_is_imported_and_scored(desk: Cli) -> None:
    said = send(desk, GOOD).words
    assert "5 new answers" in said
    assert "acme@1 is a draft" in said
    assert stored(desk) == {"answers": 5, "state": "draft"}
    assert "MEETS" in desk("score", "acme").words


def test_the_same_file_again_changes_nothing_and_says_so(desk: Cli) -> None:
    send(desk, GOOD)
    before = desk("journal", "show", "--json").data
    said = desk("import", "acme.xlsx", *INTO).words
    assert "Nothing changed: every answer is already on file." in said
    assert desk("journal", "show", "--json").data == before


def test_a_changed_file_shows_what_changed(desk: Cli) -> None:
    send(desk, GOOD)
    said = send(desk, {**GOOD, "access.hours": 48, "access.remarks": "None."})
    assert "changed access.hours: 24 hours → 48 hours" in said.words
    assert "1 new answer" in said.words
    assert "access.mfa:" not in said.words


def test_a_blank_erases_nothing_without_replace(desk: Cli) -> None:
    send(desk, GOOD)
    blank = {name: value for name, value in GOOD.items() if name != "access.hours"}
    send(desk, blank)
    assert stored(desk)["answers"] == 5
    assert "erased access.hours" in send(desk, blank, "--replace").words
    assert stored(desk)["answers"] == 4
    assert "INCOMPLETE" in desk("score", "acme", code=1).words


def test_a_blank_template_imports_as_no_answers(desk: Cli) -> None:
    send(desk, {})
    assert stored(desk)["answers"] == 0


@pytest.mark.parametrize("replace", [(), ("--replace",)])
def test_a_dry_run_saves_nothing(desk: Cli, replace: tuple[str, ...]) -> None:
    send(desk, GOOD)
    said = send(desk, {"access.mfa": "no"}, "--dry-run", *replace).words
    assert "changed access.mfa: yes → no" in said
    assert "Dry run: nothing was saved." in said
    assert "MEETS" in desk("score", "acme").words


def test_faults_name_cell_value_and_remedy_and_nothing_is_saved(desk: Cli) -> None:
    said = send(desk, {**GOOD, "access.mfa": "Yess", "access.hours": "a day", "access.tested": "13/2026"}, code=3).words
    assert "acme.xlsx was not imported: 3 faults, nothing was saved." in said
    for text in ("Questions!E9 'Yess' is none of", "Did you mean", "Questions!E10 'a day'"):
        assert text in said
    assert "Questions!E11 '13/2026'" in said
    assert stored(desk) == {"answers": 0, "state": "none"}


def test_faults_come_as_json_and_as_a_workbook_too(desk: Cli) -> None:
    bad = {**GOOD, "access.mfa": "Yess"}
    said = send(desk, bad, "--json", "--issues", "issues.xlsx", code=3)
    assert said.data["saved"] is False
    assert [(issue["where"], issue["found"]) for issue in said.data["issues"]] == [("Questions!E9", "Yess")]
    book = load_workbook(desk.folder / "issues.xlsx")
    assert "Yess" in "".join(str(cell.value) for sheet in book for row in sheet for cell in row)


def test_json_says_what_was_saved(desk: Cli) -> None:
    data = send(desk, GOOD, "--json").data
    assert (data["saved"], data["assessment"], data["state"]) == (True, "acme@1", "draft")
    assert {each["id"]: each["value"] for each in data["answers"]}["access.hours"] == 24
    assert (data["questionnaire"]["id"], data["layout"]) == ("coalition-core", "")
    assert data["summary"] == {"yes": 1, "self": 1, "no": 1, "number": 1, "date": 1, "not asked": 1, "open": 1}
    assert [change["question"] for change in data["changes"]] == list(GOOD)
    assert send(desk, GOOD, "--json", "--dry-run").data["saved"] is False


@pytest.mark.parametrize(
    ("args", "code", "what"),
    [
        (["import", "absent.xlsx", *INTO], 2, "The file absent.xlsx can't be read: No such file or directory."),
        (["import", "scoring", *INTO], 2, "The file scoring can't be read: Is a directory."),
        (["import", "scoring/risk-tiers.yaml", *INTO], 3, "risk-tiers.yaml was not imported"),
        (["import", "reports/theme.yaml", *INTO], 2, "theme.yaml does not say which questionnaire it answers."),
        (["import", "vendorrisk.toml", *INTO], 3, "vendorrisk.toml was refused"),
        (["import", "acme.xlsx", "--layout", "caiq"], 2, "There is no layout profile 'caiq'"),
        (["import", "acme.xlsx", "--vendor", "acne"], 2, "There is no vendor 'acne'. Did you mean acme?"),
        (["import", "acme.xlsx", *INTO, "--issues", "scoring"], 2, "is a directory"),
        (["import", "acme.xlsx", *INTO, "--issues", "faults.csv"], 2, "faults.csv is no .xlsx file."),
        (["import", "acme.xlsx", "--vendor", "cm"], 2, "There is no vendor 'cm'. Did you mean acme?"),
        (["submit", "acme", "--by", " "], 2, "--by says nothing."),
        (["template", "coalition-cor", "-o", "t.xlsx"], 2, "There is no questionnaire 'coalition-cor'."),
        (["template", "coalition-core", "-o", "t.csv"], 2, "Give the file a name that ends with .xlsx."),
        (["template", "coalition-core", "-o", "t.xlsx", "--vendor", "acne"], 2, "There is no vendor 'acne'."),
        (["template", "coalition-core", "-o", "t.xlsx", "--due", "soon"], 2, "'soon' is no date"),
        (["template", "coalition-core"], 2, "Missing option '-o'"),
    ],
)
def test_mistakes_are_said_with_what_to_do(desk: Cli, args: list[str], code: int, what: str) -> None:
    desk.workbook(GOOD)
    assert what in desk(*args, code=code).words


def test_a_workbook_of_other_content_is_refused(desk: Cli) -> None:
    book = desk.workbook(GOOD)
    file = desk.folder / "questionnaires/coalition-core/access.yaml"
    file.write_text(file.read_text("utf-8").replace("[yes, partly, no]", "[yes, mostly, no]"), "utf-8")
    desk("import", book, *INTO, code=3)
    assert stored(desk) == {"answers": 0, "state": "none"}


def test_answers_after_an_attestation_begin_a_new_revision(acme: Cli) -> None:
    acme("keys", "new", "--name", "Ines Okafor", "--organisation", "City of Hartwell")
    acme("attest", "acme", "-o", "acme.pdf")
    said = acme("import", acme.workbook({**GOOD, "access.hours": 48}), *INTO).words
    assert "acme@1 is attested and frozen, so acme@2 begins as its renewal." in said
    rows = acme("vendor", "show", "acme", "--json").data["assessments"]
    assert {row["ref"]: row["state"] for row in rows if row["questionnaire"] == "coalition-core"} == {
        "acme@1": "attested",
        "acme@2": "draft",
    }
    acme("score", "acme@1")
    acme("score", "acme", code=1)


def test_the_template_says_what_to_do_next(desk: Cli) -> None:
    said = desk("template", "coalition-core", "-o", "t.xlsx", "--vendor", "acme", "--due", "2026-12-31").words
    assert "7 questions of coalition-core 1.0.0 written to t.xlsx" in said
    assert "vendorrisk import t.xlsx --vendor acme" in said
    assert load_workbook(desk.folder / "t.xlsx").sheetnames
