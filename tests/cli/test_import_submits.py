"""What importing a workbook says and does beyond the answers: product, submission, blanks, notes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from desk import GOOD, Cli
from openpyxl import load_workbook
from workbooks import edited

SIGNED = {"Completed by: name": "Jo Field", "Completed by: role": "CISO", "Completed on": "2026-11-20"}
WITHOUT_DATE = {label: text for label, text in SIGNED.items() if label != "Completed on"}


@pytest.fixture
def desk(cli: Cli) -> Cli:
    cli("vendor", "add", "Acme")
    return cli


def signed(desk: Cli, answers: Mapping[str, Any], cover: Mapping[str, str]) -> Path:
    """Write a filled workbook with entries on its cover."""
    path = desk.workbook(answers)

    def edit(book: Any) -> None:
        for line in book["Cover"].iter_rows():
            if line[1].value in cover:
                line[2].value = cover[line[1].value]

    path.write_bytes(edited(edit, path.read_bytes()))
    return path


def send(desk: Cli, answers: Mapping[str, Any], cover: Mapping[str, str], *more: str, code: int = 0) -> str:
    return desk("import", signed(desk, answers, cover), "--vendor", "acme", *more, code=code).words


def test_a_name_without_a_date_leaves_a_draft(desk: Cli) -> None:
    assert "acme@1 is a draft: the cover has no date" in send(desk, GOOD, WITHOUT_DATE)


def test_the_date_alone_submits_answers_that_stand_already(desk: Cli) -> None:
    send(desk, GOOD, WITHOUT_DATE)
    assert "acme@1 is submitted by Jo Field, CISO." in send(desk, GOOD, SIGNED)


def test_a_date_in_the_future_is_named(desk: Cli) -> None:
    said = send(desk, GOOD, {**SIGNED, "Completed on": "2026-11-24"})
    assert "note: Completed on lies in the future: 2026-11-24." in said
    assert "acme@1 is submitted by Jo Field, CISO." in said
    assert "future" not in send(desk, GOOD, {**SIGNED, "Completed on": "2026-11-23"})


def test_open_questions_are_said_loudly(desk: Cli) -> None:
    half = {"service.uses-ai": "no"}
    said = "Submitted with 5 open questions: access.mfa, access.hours"
    dry = send(desk, half, SIGNED, "--dry-run")
    assert "acme@1 would be submitted by Jo Field, CISO." in dry
    assert said in dry
    assert said in send(desk, half, SIGNED)
    assert desk("vendor", "show", "acme", "--json").data["assessments"][0]["state"] == "submitted"


def test_a_submission_names_what_stays_open_on_the_command_line_too(desk: Cli) -> None:
    send(desk, {"service.uses-ai": "no"}, {})
    assert "Submitted with 5 open questions" in desk("submit", "acme", "--by", "Jo Field, CISO").words


def test_submitted_answers_change_only_by_a_declared_file(desk: Cli) -> None:
    send(desk, GOOD, SIGNED)
    changed = {**GOOD, "access.hours": 48}
    for more in ((), ("--dry-run",)):
        assert "does not say who at the vendor completed it, and when" in send(
            desk, changed, WITHOUT_DATE, *more, code=2
        )
    assert "changed access.hours: 24 hours → 48 hours" in send(desk, changed, SIGNED)


def test_cells_that_are_empty_now_are_named(desk: Cli) -> None:
    send(desk, GOOD, {})
    less = {name: value for name, value in GOOD.items() if name != "access.hours"}
    cell = next(
        f"E{line[0].row}"
        for line in load_workbook(desk.folder / "acme.xlsx")["Questions"].iter_rows()
        if line[0].value == "access.hours"
    )
    send(desk, less, {})
    (note,) = desk("import", "acme.xlsx", "--vendor", "acme", "--json").data["issues"]
    assert note["what"] == f"{cell} is empty and was answered before."
    assert note["mend"] == "Its earlier answer stays; --replace erases it."


def test_the_next_step_keeps_the_options(desk: Cli) -> None:
    path = desk.workbook({**GOOD, "access.mfa": "no"})
    said = desk("score", path, "--tier", "low", "--as-of", "2026-11-20", code=1).out
    assert f"vendorrisk gaps {path} --as-of 2026-11-20 --tier low -o gaps.xlsx" in said


def test_the_product_is_never_guessed(desk: Cli) -> None:
    send(desk, GOOD, {}, "--product", "Risk Insights")
    said = send(desk, GOOD, {}, code=2)
    assert "Only products of Acme are on file: Risk Insights. Add --product 'Risk Insights'." in said
    on_cover = {"Product or service": "Risk Insights"}
    assert "Nothing changed" in send(desk, GOOD, on_cover)
    assert "names the product Risk Insights, and it would be imported for Other" in send(
        desk, GOOD, on_cover, "--product", "Other", code=2
    )
    assert "on file are only: risk-insights" in send(desk, GOOD, {"Product or service": "Risk Insight"}, code=2)


def test_the_template_carries_the_product(desk: Cli) -> None:
    desk("template", "coalition-core", "-o", "new.xlsx", "--vendor", "acme", "--product", "Risk Insights")
    desk("import", "new.xlsx", "--vendor", "acme", "--product", "Other", code=2)


def test_what_changed_beside_an_answer_is_named(desk: Cli) -> None:
    (desk.folder / "mfa.png").write_bytes(b"png")
    with_more = {"access.mfa": {"value": "yes", "evidence": "mfa.png [2026-03-01]", "comment": "See it."}}
    desk("interview", "acme", "--answers", desk.answers(GOOD))
    said = desk("interview", "acme", "--answers", desk.answers({**GOOD, **with_more})).words
    assert "evidence added: mfa.png; comment added" in said


def test_notes_are_said_where_a_workbook_is_scored(desk: Cli) -> None:
    path = desk.workbook({**GOOD, "service.uses-ai": "n"})
    said = desk("score", path, "--tier", "low").words
    assert "note: read 'n' as No" in said
    assert desk("score", path, "--tier", "low", "--json").data["ref"] == "acme.xlsx"
