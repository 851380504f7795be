"""Gap lists: the same facts as PDF, workbook and JSON; a cell never computes anything."""

from __future__ import annotations

import io
import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from factories_statement import house_style, make_gaps, make_result

from vendorrisk.model.policy import Verdict
from vendorrisk.model.result import Gap, Result
from vendorrisk.reports.gaps import gap_json, gap_pages
from vendorrisk.reports.gapsheet import write_gap_workbook

STYLE = house_style()
GAPS = make_gaps()
RESULT = make_result()

Tool = Callable[[str], Path]


def text_of(tool: Tool, pdf: bytes) -> str:
    command = [str(tool("pdftotext")), "-layout", "-", "-"]
    text = subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()
    return " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())


def sheet_of(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data)).active


def rows_of(data: bytes) -> list[dict[str, Any]]:
    rows = list(sheet_of(data).iter_rows(min_row=6, values_only=True))
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def test_the_pdf_lists_every_gap_in_order(tool: Tool) -> None:
    text = text_of(tool, gap_pages(GAPS, RESULT, STYLE))
    places = [text.index(gap.criterion) for gap in GAPS]
    assert places == sorted(places)
    assert [gap.criterion for gap in GAPS][-1] == "EXP-SUP-02", "the gravest first"
    for fact in (
        "Gap list",
        "Acme Analytics · risk-insights-api",
        "✘ DOES NOT MEET",
        "coalition-minimum 1.0.0, as of 2026-11-23, inherent risk high (from the triage)",
        "Criteria not met or not decided: 5.",
        "Require a second factor",
        "2026-12-23",
        "Waived until",
        "page 1 of 1",
    ):
        assert fact in text


def test_no_gaps_says_so_and_why(tool: Tool) -> None:
    findings = tuple(
        finding.model_copy(update={"result": "met"}) if finding.result == "unmet" else finding
        for finding in make_result(Verdict.MEETS).findings
    )
    result = Result.model_validate({**dict(make_result(Verdict.MEETS)), "findings": findings})
    why = "No gaps. Criteria that apply: 39. Met: 39. Criteria that do not apply: 1."
    assert why in text_of(tool, gap_pages((), result, STYLE))
    data = write_gap_workbook((), result, STYLE)
    assert why in sheet_of(data)["A4"].value
    assert rows_of(data) == []
    assert gap_json((), result)["gaps"] == []


def test_the_workbook_has_the_columns_a_vendor_works_with() -> None:
    rows = rows_of(write_gap_workbook(GAPS, RESULT, STYLE))
    assert list(rows[0]) == [
        "Id",
        "Criterion",
        "Severity",
        "What was found",
        "What is needed",
        "To do",
        "Due",
        "Owner",
        "Status",
        "Target date",
        "Vendor's response",
    ]
    assert [row["Id"] for row in rows] == [gap.criterion for gap in GAPS]
    assert rows[0]["Due"].date() == GAPS[0].due
    assert rows[1]["What was found"] == (
        "✘ not met\naccess.mfa-admin is partly; yes is needed.\nNot checked by the coalition.\nWaived until 2027-02-28"
    )
    assert {row["Status"] for row in rows} == {"open"}


def test_the_workbook_is_set_up_to_read_and_print() -> None:
    sheet = sheet_of(write_gap_workbook(GAPS, RESULT, STYLE))
    assert sheet.freeze_panes == "C7"
    assert sheet.print_title_rows == "$6:$6"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet["F7"].alignment.wrap_text
    choice, date = sheet.data_validations.dataValidation
    assert choice.formula1 == '"open,in progress,done,disputed"'
    assert str(choice.sqref) == "I7:I11"
    assert (date.type, str(date.sqref)) == ("date", "J7:J11")


def test_only_what_the_vendor_fills_is_unlocked_and_nothing_is_hidden_without_a_case_file() -> None:
    data = write_gap_workbook(GAPS, RESULT, STYLE)
    sheet = sheet_of(data)
    unlocked = {cell.column_letter for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
    assert unlocked == {"H", "I", "J", "K"}
    assert sheet.protection.sheet
    assert not sheet.protection.password
    assert openpyxl.load_workbook(io.BytesIO(data)).sheetnames == ["Gaps"]


def test_recorded_work_is_shown_in_every_form(tool: Tool) -> None:
    work = {"recorded": RESULT.as_of, "owner": "Jo Field", "status": "in_progress", "response": "Keys are ordered."}
    gap = Gap.model_validate({**dict(GAPS[0]), **work, "target": "2027-02-01", "checked": True})
    text = text_of(tool, gap_pages((gap,), RESULT, STYLE))
    for fact in ("Jo Field", "in progress", "Target date", "2027-02-01", "40 days after the", "Keys are ordered."):
        assert fact in text
    assert "Checked by the coalition." in text
    (row,) = rows_of(write_gap_workbook((gap,), RESULT, STYLE))
    assert (row["Owner"], row["Status"], row["Vendor's response"]) == ("Jo Field", "in progress", "Keys are ordered.")
    assert row["Target date"].date().isoformat() == "2027-02-01"
    assert gap_json((gap,), RESULT)["gaps"][0]["target"] == "2027-02-01"


def test_an_overdue_gap_says_so(tool: Tool) -> None:
    gap = GAPS[0].model_copy(update={"due": RESULT.as_of, "recorded": RESULT.as_of})
    assert "overdue since" not in text_of(tool, gap_pages((gap,), RESULT, STYLE))
    late = RESULT.model_copy(update={"as_of": RESULT.as_of.replace(day=24)})
    assert "overdue since" in text_of(tool, gap_pages((gap,), late, STYLE))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r="])
def test_a_text_that_looks_like_a_formula_stays_a_text(start: str) -> None:
    attack = f'{start}HYPERLINK("http://evil.example";"ok")'
    texts = {"because": attack, "do": attack, "title": attack, "owner": attack, "response": attack}
    gap = GAPS[0].model_copy(update=texts)
    result = RESULT.model_copy(update={"vendor_name": attack})
    sheet = sheet_of(write_gap_workbook((gap,), result, STYLE))
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert all(cell.data_type in ("s", "d") for cell in cells)
    assert all(cell.quotePrefix for cell in cells if str(cell.value).startswith(("=", "+", "-", "@")))
    assert "HYPERLINK" in sheet["B7"].value


def test_control_characters_in_a_text_do_not_break_the_workbook() -> None:
    gap = GAPS[0].model_copy(update={"because": "a\x00b\x1b[31m\ufffe"})
    assert "aU+0000bU+001B[31mU+FFFE" in sheet_of(write_gap_workbook((gap,), RESULT, STYLE))["D7"].value


def test_the_json_is_plain_and_complete() -> None:
    data = json.loads(json.dumps(gap_json(GAPS, RESULT)))
    assert data["schema"] == "vendorrisk.gaps/1"
    assert data["policy"]["digest"] == RESULT.policy.digest
    assert data["verdict"] == "does_not_meet"
    assert [gap["criterion"] for gap in data["gaps"]] == [gap.criterion for gap in GAPS]
    assert data["gaps"][0]["due"] == "2026-12-23"


def test_the_same_gaps_give_the_same_bytes() -> None:
    assert gap_pages(GAPS, RESULT, STYLE) == gap_pages(GAPS, RESULT, STYLE)
    assert write_gap_workbook(GAPS, RESULT, STYLE) == write_gap_workbook(GAPS, RESULT, STYLE)


def test_a_long_list_repeats_its_header(tool: Tool) -> None:
    text = text_of(tool, gap_pages(GAPS * 12, RESULT, STYLE))
    assert text.count("What was found") == int(text.rsplit(" of ", 1)[1])
