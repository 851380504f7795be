"""import --accept: unclear answers read by a rule, which the fault names and the answer records."""

from __future__ import annotations

from typing import Any

import pytest
from desk import GOOD, Cli

SLIPS: dict[str, Any] = {**GOOD, "access.mfa": "Yess", "access.tested": "03/04/2026", "access.remarks": "TBD"}
RULES = ("--accept", "suggestions", "--accept", "date-order=day-first", "--accept", "placeholders=open")


@pytest.fixture
def desk(cli: Cli) -> Cli:
    cli("vendor", "add", "Acme")
    return cli


def test_the_fault_names_the_rule_that_would_read_it(desk: Cli) -> None:
    data = desk("import", desk.workbook(SLIPS), "--vendor", "acme", "--json", code=3).data
    mends = {each["question"]: each["mend"] for each in data["issues"]}
    assert mends["access.mfa"] == "Did you mean 'yes'? Or import with --accept suggestions."
    rules = "--accept date-order=month-first or --accept date-order=day-first."
    assert mends["access.tested"] == f"Write 2026-03-04 or 2026-04-03. Or import with {rules}"
    assert mends["access.remarks"].endswith("Or import with --accept placeholders=open.")


def test_accepted_answers_are_saved_and_record_the_rule(desk: Cli) -> None:
    data = desk("import", desk.workbook(SLIPS), "--vendor", "acme", *RULES, "--json").data
    notes = {each["id"]: each["note"] for each in data["answers"] if each["note"]}
    assert notes == {
        "access.mfa": "read 'Yess' as yes, accepted with --accept suggestions",
        "access.tested": "read '03/04/2026' as 2026-04-03, accepted with --accept date-order=day-first",
    }
    left = [each for each in data["issues"] if each["question"] == "access.remarks"]
    assert [each["what"] for each in left] == ["left 'TBD' open, accepted with --accept placeholders=open"]
    shown = desk("assessments", "show", "acme", "--json").data
    assert "accepted with --accept suggestions" in str(shown)


def test_answers_in_a_file_take_the_same_rules(desk: Cli) -> None:
    file = desk.folder / "answers.yaml"
    file.write_text(
        "questionnaire: coalition-core\nanswers:\n  access.mfa: Yess\n  access.remarks: see above\n", "utf-8"
    )
    assert "--accept suggestions" in desk("import", "answers.yaml", "--vendor", "acme", code=3).words
    data = desk("import", "answers.yaml", "--vendor", "acme", *RULES, "--json").data
    assert {each["id"]: each["value"] for each in data["answers"] if each["value"]} == {"access.mfa": "yes"}


def test_an_unknown_rule_lists_all_and_opposed_ones_are_refused(desk: Cli) -> None:
    workbook = desk.workbook(SLIPS)
    said = desk("import", workbook, "--accept", "everything", code=2).words
    assert "'everything' is no rule" in said
    assert "percent=shares" in said
    opposed = ("--accept", "decimal=comma", "--accept", "decimal=point")
    assert "can't both be accepted" in desk("import", workbook, *opposed, code=2).words


def test_the_vendor_is_told_of_no_rule(desk: Cli) -> None:
    workbook = desk.workbook(SLIPS)
    desk("import", workbook, "--vendor", "acme", "--issues", "back.xlsx", code=3)
    from vendorrisk.capture.worker import open_book  # noqa: PLC0415

    book = open_book((desk.folder / "back.xlsx").read_bytes(), "back.xlsx")
    texts = [
        str(cell.value) + cell.note for sheet in book.sheets for row in sheet.rows.values() for cell in row.values()
    ]
    assert any("Did you mean 'yes'?" in text for text in texts)
    assert not any("--accept" in text for text in texts)


def test_a_file_is_shown_without_a_database_that_can_be_opened(desk: Cli) -> None:
    workbook = desk.workbook(GOOD)
    (database,) = desk.folder.rglob("vendorrisk.sqlite")
    database.write_bytes(b"no database")
    assert "imported for no vendor" in desk("import", workbook).words
