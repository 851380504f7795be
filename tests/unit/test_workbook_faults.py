"""The workbook of faults leads to each cell."""

from __future__ import annotations

import io

from openpyxl import load_workbook
from workbooks import filled, read

from vendorrisk.capture.faults_out import write_faults
from vendorrisk.capture.guard import guard_workbook
from vendorrisk.model.fault import Fault, FaultSeverity

FAULTS = (
    Fault(
        code="a",
        where="Questions!E14",
        what="'=1+1' is none of Yes, No.",
        mend="Did you mean Yes?",
        question="access.mfa",
        found="=1+1",
    ),
    Fault(code="b", where="acme.xlsx", what="The sheet is missing.", mend="Name it again."),
    Fault(code="c", where="Questions!G9", what="Not found.", severity=FaultSeverity.WARNING),
)


def test_one_row_per_fault_with_a_link_to_its_cell() -> None:
    data = write_faults(FAULTS, "folder/acme & co.xlsx", asks={"access.mfa": "Is it so?"})
    guard_workbook(data)
    sheet = load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    lines = list(sheet.iter_rows(values_only=True))
    assert lines[0][0] == "folder/acme & co.xlsx was not imported, and nothing was saved. Faults: 2. Notes: 1."
    wrong, mend = "'=1+1' is none of Yes, No.", "Did you mean Yes?"
    assert lines[2] == ("fault", "Questions!E14", "access.mfa", "Is it so?", "=1+1", wrong, mend)
    assert [line[1] for line in lines[2:]] == [fault.where for fault in FAULTS]
    assert [line[0] for line in lines[2:]] == ["fault", "fault", "note"]
    link = sheet["B3"].hyperlink
    assert (link.target, link.location) == ("acme%20%26%20co.xlsx", "'Questions'!E14")
    assert sheet["B4"].hyperlink is None


def test_links_lead_to_the_file_wherever_the_faults_are_written() -> None:
    sheet = load_workbook(io.BytesIO(write_faults(FAULTS, "acme.xlsx", link="../in box/acme.xlsx"))).active
    assert sheet is not None
    assert sheet["B3"].hyperlink.target == "../in%20box/acme.xlsx"


def test_what_was_found_never_becomes_a_formula() -> None:
    sheet = load_workbook(io.BytesIO(write_faults(FAULTS, "acme.xlsx"))).active
    assert sheet is not None
    assert all(cell.data_type in ("s", "n") for line in sheet.iter_rows() for cell in line)
    assert sheet["E3"].quotePrefix


def test_equal_faults_give_equal_bytes() -> None:
    assert write_faults(FAULTS, "acme.xlsx") == write_faults(FAULTS, "acme.xlsx")


def test_the_faults_of_a_real_file() -> None:
    reading = read(filled({"access.mfa": "Yess"}))
    sheet = load_workbook(io.BytesIO(write_faults(reading.faults, "acme.xlsx"))).active
    assert sheet is not None
    assert [cell.value for cell in sheet[3]][:5] == ["fault", "Questions!E9", "access.mfa", None, "Yess"]
