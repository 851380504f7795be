"""Workbooks that go out again: renewals, faults to mend, parts, and the assessor's questions."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from desk import GOOD, Cli
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from small_content import FILES

ACCESS = "questionnaires/coalition-core/access.yaml"
QUESTIONNAIRE = "questionnaires/coalition-core/questionnaire.yaml"


def typed(path: Path, cells: Mapping[tuple[str, str], Any], cover: Mapping[str, str] | None = None) -> Path:
    """Fill cells of a workbook, by question and header, and fields of its cover."""
    book = load_workbook(io.BytesIO(path.read_bytes()))
    sheet = book["Questions"]
    for (name, header), value in cells.items():
        sheet.cell(row(sheet, name), column(sheet, header)).value = value
    for line in book["Cover"].iter_rows():
        for label, value in (cover or {}).items():
            if line[1].value == label:
                line[2].value = value
    book.save(path)
    return path


def row(sheet: Worksheet, name: str) -> int:
    return next(number for number in range(1, sheet.max_row + 1) if sheet.cell(number, 1).value == name)


def column(sheet: Worksheet, header: str) -> int:
    return next(cell.column for cell in sheet[2] if cell.value == header)


def shown(path: Path, name: str, header: str) -> Any:
    sheet = load_workbook(path)["Questions"]
    return sheet.cell(row(sheet, name), column(sheet, header)).value


BY = {"Completed by: name": "Jo Field", "Completed by: role": "CISO", "Completed on": "2026-11-23"}


def answer(cli: Cli, name: str) -> Any:
    found = cli("assessments", "show", "acme", "--json").data
    return next((each["value"] for each in found["answers"] if each["id"] == name), None)


def renewal(acme: Cli, *more: str) -> Path:
    path = acme.folder / "renewal.xlsx"
    acme("template", "coalition-core", "--prefill", "acme", "-o", path, *more)
    return path


def test_a_renewal_brings_the_answers_that_stand(acme: Cli) -> None:
    path = renewal(acme)
    said = acme("template", "coalition-core", "--prefill", "acme", "-o", path).words
    assert f"from acme@1: {len(GOOD)} answers filled in, 0 to confirm" in said
    assert shown(path, "access.mfa", "Answer") == "yes"
    again = acme("import", path, "--vendor", "acme", "--dry-run").words
    assert "Nothing changed" in again or "changed" not in again


def test_the_cadence_asks_everything_again_and_confirming_keeps_it(acme: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    path = renewal(acme, "--due", "2028-12-01")
    assert shown(path, "access.mfa", "Answer") is None
    assert shown(path, "access.mfa", "Why ask again") == (
        "You said so on 2026-11-23, and answers are to be confirmed after 24 months."
    )
    assert "empty" not in acme("import", path, "--vendor", "acme", "--dry-run", "--replace").words
    assert answer(acme, "access.mfa") == "yes"  # nobody has confirmed it yet, and nothing erases it
    cells = {(name, "Confirm"): "confirmed" for name in GOOD if name != "access.hours"}
    typed(path, {**cells, ("access.hours", "Answer"): 48}, BY)
    monkeypatch.setenv("VENDORRISK_NOW", "2028-11-20T09:00:00+00:00")
    said = acme("import", path, "--vendor", "acme").words
    assert "access.hours" in said
    assert f"{len(cells)} answers confirmed as on file: stated anew" in said
    assert answer(acme, "access.hours") == 48
    assert answer(acme, "access.mfa") == "yes"
    assert acme("assessments", "show", "acme").words.count("Jo Field, CISO, 2028-11-20") == len(GOOD)
    again = acme("template", "coalition-core", "--prefill", "acme", "-o", "again.xlsx", "--due", "2028-12-01").words
    assert f"{len(GOOD)} answers filled in, 0 to confirm" in again
    monkeypatch.setenv("VENDORRISK_NOW", "2028-11-22T09:00:00+00:00")
    assert "Nothing changed" in acme("import", path, "--vendor", "acme").words
    assert "2028-11-22" not in acme("assessments", "show", "acme").words


def test_a_changed_question_is_confirmed_and_an_added_one_is_listed(acme: Cli) -> None:
    later = FILES[ACCESS].replace("Is a second factor required?", "Is a second factor required for everyone?")
    later = later.replace("options: [yes, partly, no]", "options: [yes, partly, hardly, no]")
    later += (
        FILES[ACCESS]
        .partition("questions:\n")[2]
        .split("  - id: ")[-1]
        .join(["  - id: ", ""])
        .replace("access.remarks", "access.extra")
    )
    (acme.folder / ACCESS).write_text(later, "utf-8")
    (acme.folder / QUESTIONNAIRE).write_text(FILES[QUESTIONNAIRE].replace("1.0.0", "1.1.0"), "utf-8")
    path = acme.folder / "renewal.xlsx"
    said = acme("template", "coalition-core", "--prefill", "acme", "-o", path).words
    assert "4 answers filled in, 1 to confirm" in said
    assert "questions since coalition-core 1.0.0: 1 new, 1 changed" in said
    assert shown(path, "access.mfa", "Why ask again") == "The question has changed since."
    rows = [[cell.value for cell in line] for line in load_workbook(path)["What changed"].iter_rows(min_row=3)]
    assert rows[0][:2] == ["new", "access.extra"]
    assert rows[1] == [
        "changed",
        "access.mfa",
        "Is a second factor required for everyone?",
        "Is a second factor required?",
    ]
    typed(path, {("access.mfa", "Confirm"): "confirmed"}, BY)
    said = acme("import", path, "--vendor", "acme").words
    assert "acme@1 answers coalition-core 1.0.0, and other questions are asked now, so acme@2 begins" in said
    assert "coalition-core --prefill acme@1 -o FILE.xlsx" in said
    assert answer(acme, "access.mfa") == "yes"
    rows = acme("assessments", "list", "--json").data
    assert {row["ref"]: row["questionnaire"]["version"] for row in rows if row["answers"] > 2} == {
        "acme@1": "1.0.0",
        "acme@2": "1.1.0",
    }


def test_a_challenge_goes_out_and_its_reply_comes_back(acme: Cli) -> None:
    acme("review", "acme", "--challenge", "access.mfa", "--reason", "Which accounts are left out?")
    path = renewal(acme)
    asked = shown(path, "access.mfa", "Question from the assessor")
    assert asked == "Ines Okafor, 2026-11-23: Which accounts are left out?"
    cells = {("access.mfa", "Confirm"): "confirmed", ("access.mfa", "Your reply"): "None: see the export."}
    typed(path, cells, BY)
    assert "1 answer with a reply" in acme("import", path, "--vendor", "acme").words
    assert "None: see the export." in acme("assessments", "show", "acme").words
    assert "None: see the export." in acme("review", "acme", "--list").words
    acme("import", path, "--vendor", "acme")
    told = acme("assessments", "show", "acme").words
    assert told.count("None: see the export.") == 1
    assert "challenged by Ines Okafor" in told  # who confirms an answer settles no doubt about it


def test_documents_that_were_sent_before_need_not_be_sent_again(acme: Cli) -> None:
    sent = acme.folder / "sent"
    sent.mkdir()
    (sent / "policy.pdf").write_bytes(b"%PDF-1.4 what we do")
    path = sent / "acme.xlsx"
    acme("template", "coalition-core", "-o", path)
    cells = {("access.mfa", "Answer"): "yes", ("access.mfa", "Evidence"): "policy.pdf [2026-03-01]"}
    acme("import", typed(path, cells, BY), "--vendor", "acme")
    back = renewal(acme)
    assert shown(back, "access.mfa", "Evidence") == "policy.pdf [2026-03-01]"
    said = acme("import", typed(back, {("access.hours", "Answer"): 20}, BY), "--vendor", "acme").words
    assert "was not found" not in said
    assert "access.mfa" not in said
    assert "policy.pdf" in acme("evidence", "list", "acme").words
    assert "never received" not in acme("evidence", "check", "acme").words


def test_a_returned_workbook_with_faults_goes_back_with_them_marked(acme: Cli) -> None:
    path, issues = acme.folder / "acme.xlsx", acme.folder / "faults.xlsx"
    acme("template", "coalition-core", "-o", path, "--vendor", "acme", "--due", "2026-12-15")
    cells = {
        ("access.mfa", "Answer"): "Yess",
        ("access.mfa", "Comment"): "All of them.",
        ("access.hours", "Answer"): 24,
        ("access.reset", "Answer"): "=1+1",
    }
    said = acme("import", typed(path, cells, BY), "--vendor", "acme", "--issues", issues, code=3).words
    assert "2 faults written to" in said
    assert shown(issues, "access.hours", "Answer") == 24
    assert shown(issues, "access.mfa", "Answer") == "Yess"
    assert shown(issues, "access.mfa", "Comment") == "All of them."
    assert "'Yess' is none of" in shown(issues, "access.mfa", "To mend")
    assert shown(issues, "access.reset", "Answer") is None
    book = load_workbook(issues)
    assert any([cell.value for cell in line[1:3]] == ["By when", "2026-12-15"] for line in book["Cover"].iter_rows())
    assert [sheet.title for sheet in book.worksheets][:3] == ["Cover", "Faults", "Questions"]
    link = book["Faults"].cell(3, 2).hyperlink
    sheet = book["Questions"]
    marked = sheet.cell(row(sheet, "access.mfa"), column(sheet, "Answer"))
    assert link is not None
    assert link.location == f"'Questions'!{marked.coordinate}"
    assert not link.target
    assert marked.comment is not None
    assert any(line[2].value == "Jo Field" for line in book["Cover"].iter_rows())
    mended = {("access.mfa", "Answer"): "yes", ("access.reset", "Answer"): "self"}
    said = acme("import", typed(issues, mended, BY), "--vendor", "acme").words
    assert "note is not read" not in said
    assert answer(acme, "access.mfa") == "yes"
    assert answer(acme, "access.hours") == 24


@pytest.fixture
def parts(cli: Cli) -> list[Path]:
    """Return the workbooks of a questionnaire that was split by section."""
    cli("vendor", "add", "Acme", "--id", "acme")
    said = cli("template", "coalition-core", "--split", "section", "-o", cli.folder / "parts", "--vendor", "acme")
    assert "7 questions of coalition-core 1.0.0 in 2 workbooks" in said.words
    return sorted((cli.folder / "parts").iterdir())


def test_parts_merge_one_after_another_and_only_the_whole_is_submitted(cli: Cli, parts: list[Path]) -> None:
    service, access = parts
    said = cli("import", typed(service, {("service.uses-ai", "Answer"): "No"}, BY), "--vendor", "acme").words
    assert "acme@1 is a draft: Jo Field, CISO declares the part 'The service' complete" in said
    kim = BY | {"Completed by: name": "Kim"}
    said = cli("import", typed(access, {("access.mfa", "Answer"): "yes"}, kim), "--vendor", "acme").words
    assert "access.xlsx: 1 of the 5 questions of this part that apply are answered." in said.replace(
        access.name, "access.xlsx"
    )
    assert "answered before" not in said
    assert answer(cli, "service.uses-ai") == "no"
    assert answer(cli, "access.mfa") == "yes"


def test_a_part_never_overwrites_what_somebody_else_said(cli: Cli, parts: list[Path]) -> None:
    access = parts[1]
    cli("import", typed(access, {("access.mfa", "Answer"): "yes"}, BY), "--vendor", "acme")
    other = access.with_name("kim.xlsx")
    other.write_bytes(access.read_bytes())
    typed(other, {("access.mfa", "Answer"): "no"}, BY | {"Completed by: name": "Kim"})
    said = cli("import", other, "--vendor", "acme", code=3).words
    assert "access.mfa says 'no', and Jo Field, CISO said 'yes'" in said
    assert answer(cli, "access.mfa") == "yes"
    cli("import", other, "--vendor", "acme", "--replace")
    assert answer(cli, "access.mfa") == "no"


def test_who_sends_a_part_again_corrects_it(cli: Cli, parts: list[Path]) -> None:
    access = parts[1]
    cli("import", typed(access, {("access.mfa", "Answer"): "yes"}, BY), "--vendor", "acme")
    cli("import", typed(access, {("access.mfa", "Answer"): "partly"}, BY), "--vendor", "acme")
    assert answer(cli, "access.mfa") == "partly"


def test_parts_by_owner_need_an_owner_for_every_question(cli: Cli) -> None:
    owners = cli.folder / "owners.csv"
    owners.write_text("section,owner\nservice,Jo\n", "utf-8")
    command = ("template", "coalition-core", "--split", "owner", "-o", cli.folder / "parts")
    assert "No owner is named for 5 questions" in cli(*command, "--owners", owners, code=3).words
    owners.write_text("section,owner\nservice,Jo\naccess,Kim\n", "utf-8")
    said = cli(*command, "--owners", owners).words
    assert "Kim, 5 questions" in said
    assert "belong together" in cli(*command, code=2).words


@pytest.mark.parametrize(
    ("options", "what"),
    [
        (("--prefill", "acme", "--vendor", "other", "-o", "x.xlsx"), "not of other"),
        (("--split", "section", "-o", "x.xlsx"), "writes several"),
        (("-o", "folder"), "is no .xlsx file"),
    ],
)
def test_what_does_not_go_together_is_said(acme: Cli, options: tuple[str, ...], what: str) -> None:
    assert what in acme("template", "coalition-core", *options, code=2).words


def test_a_filled_workbook_starts_the_next_one(acme: Cli) -> None:
    filled = acme.workbook({"access.mfa": "yes", "access.hours": 24}, "old.xlsx")
    path = acme.folder / "next.xlsx"
    said = acme("template", "coalition-core", "--prefill", filled, "-o", path).words
    assert "2 answers filled in" in said
    acme("template", "coalition-core", "--prefill", filled, "--vendor", "acme", "-o", path)
    acme("vendor", "add", "Borealis", "--id", "other")
    refused = acme("template", "coalition-core", "--prefill", filled, "--vendor", "other", "-o", path, code=2).words
    assert "and not of other" in refused
    assert shown(path, "access.hours", "Answer") == 24
