"""A returned gap list: read by id wherever rows and columns stand, with every fault at once, each at its cell."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from factories_statement import house_style, make_gaps, make_result
from factories_store import make_assessment, make_item
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font
from openpyxl.worksheet.formula import ArrayFormula
from workbooks import edited, through_libreoffice

from vendorrisk.capture.gapsheet_in import GapListReading, read_gap_list
from vendorrisk.model.casework import Casework
from vendorrisk.model.fault import RefusedInput
from vendorrisk.model.gapsheet import GapEntry
from vendorrisk.model.result import WorkStatus
from vendorrisk.reports.gapsheet import write_gap_workbook

GAPS, RESULT = make_gaps(), make_result()
CASE = Casework.of(make_assessment(product="risk-insights-api")).model_copy(
    update={
        "token": "a-word",
        "items": {
            f"coalition-minimum:{gap.criterion}": (make_item(gap.criterion, title=gap.title, due=gap.due),)
            for gap in GAPS
        },
    }
)
SENT = write_gap_workbook(GAPS, RESULT, house_style(), case=CASE)
FIRST, SECOND = GAPS[0].criterion, GAPS[1].criterion


def read(edit: Callable[[Any], None] = lambda _: None, data: bytes = SENT) -> GapListReading:
    return read_gap_list(edited(lambda book: edit(book["Gaps"]), data), "back.xlsx")


def put(**cells: object) -> Callable[[Any], None]:
    def edit(sheet: Any) -> None:
        for place, value in cells.items():
            sheet[place].value = value

    return edit


def faults(reading: GapListReading) -> list[tuple[str, str]]:
    return [(fault.where, fault.code) for fault in reading.faults]


def test_a_list_says_whose_it_is_and_what_stood_in_it() -> None:
    found = read()
    assert (found.ref, found.questionnaire, found.policy, found.token) == (
        *("acme/risk-insights-api@1", "coalition-core", "coalition-minimum", "a-word"),
    )
    assert (found.faults, found.warnings) == ((), ())
    assert [entry.id for entry in found.entries] == [gap.criterion for gap in GAPS]
    cells = {"id": "Gaps!A7", "due": "Gaps!G7", "owner": "Gaps!H7"}
    cells |= {"status": "Gaps!I7", "target": "Gaps!J7", "response": "Gaps!K7"}
    first = GapEntry(id=FIRST, version=1, due=GAPS[0].due, status=WorkStatus.OPEN, cells=cells)
    assert found.entries[0] == first


@pytest.mark.parametrize("target", [dt.datetime(2027, 1, 13), dt.date(2027, 1, 13), "2027-01-13", "13 January 2027"])  # noqa: DTZ001
def test_what_the_vendor_fills_in_is_read(target: object) -> None:
    entry = read(put(H7=" Jo Field ", I7="IN PROGRESS", J7=target, K7="Two\r\nlines")).entries[0]
    assert (entry.owner, entry.status, entry.target, entry.response) == (
        *("Jo Field", WorkStatus.IN_PROGRESS, dt.date(2027, 1, 13), "Two\nlines"),
    )


@pytest.mark.parametrize("word", ["in progress", "In  Progress", "in-progress", "in_progress"])
def test_a_status_is_read_in_the_words_of_the_list(word: str) -> None:
    found = read(put(I7=word))
    if "-" in word or "_" in word:
        assert faults(found) == [("Gaps!I7", "unknown-status")]
    else:
        assert found.entries[0].status is WorkStatus.IN_PROGRESS


def test_a_list_in_another_language_comes_back_in_its_words() -> None:
    style = house_style()
    words = style.wording.gaps.model_dump()
    words["statuses"]["in_progress"] = {"en": "in progress", "de": "in Arbeit"}
    words |= {"owner": {"en": "Owner", "de": "Verantwortlich"}, "sheet": {"en": "Gaps", "de": "Lücken"}}
    wording = type(style.wording).model_validate({**style.wording.model_dump(), "gaps": words})
    german = write_gap_workbook(GAPS, RESULT, type(style)(style.theme, wording, style.fonts), "de", CASE)

    def fill(book: Workbook) -> None:
        assert book["Lücken"]["H6"].value == "Verantwortlich"
        put(H7="Jo", I7="in Arbeit", I8="in progress")(book["Lücken"])

    found = read_gap_list(edited(fill, german), "back.xlsx")
    assert found.faults == ()
    wrong = edited(lambda book: put(I7="fertig")(book["Lücken"]), german)
    assert "'in Arbeit'" in read_gap_list(wrong, "back.xlsx").faults[0].what
    assert [(entry.owner, entry.status) for entry in found.entries[:2]] == [
        ("Jo", WorkStatus.IN_PROGRESS),
        ("", WorkStatus.IN_PROGRESS),
    ]


@pytest.mark.parametrize(
    ("cells", "where", "code"),
    [
        ({"I7": "finished"}, "Gaps!I7", "unknown-status"),
        ({"I7": "closed"}, "Gaps!I7", "unknown-status"),
        ({"J7": "soon"}, "Gaps!J7", "not-a-date"),
        ({"J7": "10/02/2027"}, "Gaps!J7", "ambiguous-date"),
        ({"J7": dt.date(1899, 12, 31)}, "Gaps!J7", "not-a-date"),
        ({"H7": "=A1"}, "Gaps!H7", "formula"),
        ({"K8": '=HYPERLINK("http://x")'}, "Gaps!K8", "formula"),
        ({"K7": "#REF!"}, "Gaps!K7", "cell-error"),
        ({"H7": "x" * 201}, "Gaps!H7", "too-long"),
        ({"K7": "x" * 4001}, "Gaps!K7", "too-long"),
        ({"A7": "MIN-XXX-99", "H7": "Jo"}, "Gaps!A7", "unknown-id"),
        ({"A7": None, "H7": "Jo"}, "Gaps!A7", "unknown-id"),
        ({"A7": SECOND}, "Gaps!A7", "row-moved"),
        ({"B7": "Something else"}, "Gaps!A7", "row-moved"),
        ({"A30": FIRST, "B30": GAPS[0].title}, "Gaps!A30", "duplicate-row"),
        ({"A3": "Owner", "L6": "Owner"}, "Gaps!6", "column-twice"),
    ],
)
def test_a_fault_is_told_with_its_cell(cells: dict[str, object], where: str, code: str) -> None:
    found = read(put(**cells))
    assert (where, code) in faults(found)
    assert all(fault.what and fault.mend for fault in found.faults)


def test_every_fault_is_told_at_once() -> None:
    found = read(put(I7="finished", J8="soon", H9="=1"))
    assert faults(found) == [("Gaps!I7", "unknown-status"), ("Gaps!J8", "not-a-date"), ("Gaps!H9", "formula")]


def test_struck_out_merged_and_filled_by_a_formula_are_faults() -> None:
    def edit(sheet: Any) -> None:
        sheet["H7"].value = "Jo"
        sheet["H7"].font = Font(strike=True)
        sheet.merge_cells("K8:K9")
        sheet["J10"] = ArrayFormula("J10:J11", "=A1:A2")
        sheet["J11"].value = "what the formula gave"

    codes = dict(faults(read(edit)))
    assert codes == {
        "Gaps!H7": "struck-out",
        "Gaps!A8": "merged",
        "Gaps!A9": "merged",
        "Gaps!A10": "formula",
        "Gaps!A11": "formula",
    }


def test_rows_may_be_sorted_and_columns_inserted() -> None:
    def edit(sheet: Any) -> None:
        put(H7="Jo", H8="Kim")(sheet)
        rows = [[sheet.cell(row, column).value for column in range(1, 12)] for row in (7, 8)]
        for row, values in zip((8, 7), rows, strict=True):
            for column, value in enumerate(values, 1):
                sheet.cell(row, column).value = value
        sheet.insert_cols(3)
        sheet.insert_rows(1, 2)

    found = read(edit)
    assert found.faults == ()
    owners = {entry.id: entry.owner for entry in found.entries}
    assert (owners[FIRST], owners[SECOND]) == ("Jo", "Kim")
    assert found.entries[0].cells["owner"] == "Gaps!I9"


def test_a_missing_row_is_said_and_a_row_of_notes_is_none_of_ours() -> None:
    def edit(sheet: Any) -> None:
        sheet.delete_rows(7)
        sheet["A40"].value = "Total"

    found = read(edit)
    assert found.faults == ()
    assert [warning.what for warning in found.warnings] == [f"The row of {FIRST} is missing; nothing of it changes."]
    assert FIRST not in {entry.id for entry in found.entries}


def test_a_renamed_sheet_and_a_missing_column_are_told() -> None:
    renamed = read_gap_list(edited(lambda book: setattr(book["Gaps"], "title", "My gaps"), SENT), "back.xlsx")
    assert faults(renamed) == [("back.xlsx", "sheet-missing")]
    missing = read(lambda sheet: sheet.delete_cols(8))
    assert faults(missing) == [("Gaps", "column-missing")]
    assert "'Owner'" in missing.faults[0].what


def hidden(edit: Callable[[Any], None]) -> bytes:
    return edited(lambda book: edit(book["_vendorrisk"]), SENT)


@pytest.mark.parametrize(
    "edit",
    [
        lambda sheet: sheet.delete_rows(1, 100),
        lambda sheet: sheet.delete_rows(2),
        put(C5="1e5"),
        put(C5="9" * 5000),
        put(C5=-1),
        put(B3="products"),
    ],
)
def test_a_list_without_its_identity_is_refused(edit: Callable[[Any], None]) -> None:
    with pytest.raises(RefusedInput, match=r"back\.xlsx is no gap list that can come back"):
        read_gap_list(hidden(edit), "back.xlsx")


def test_another_format_is_refused() -> None:
    with pytest.raises(RefusedInput, match=r"has the format 'vendorrisk\.gap-workbook/2'"):
        read_gap_list(hidden(put(C1="vendorrisk.gap-workbook/2")), "back.xlsx")


def test_a_hidden_sheet_can_not_teach_a_status_that_a_vendor_may_not_set() -> None:
    def edit(book: Workbook) -> None:
        for row in book["_vendorrisk"].iter_rows():
            if (row[0].value, row[1].value) == ("status", "done"):
                row[1].value = "closed"
        book["Gaps"]["I7"].value = "closed"

    assert faults(read_gap_list(edited(edit, SENT), "back.xlsx")) == [("Gaps!I7", "unknown-status")]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 no archive", b"<html>", SENT[:5000]])
def test_what_is_no_workbook_is_refused_by_the_guard(data: bytes) -> None:
    with pytest.raises(RefusedInput):
        read_gap_list(data, "back.xlsx")


def test_a_list_survives_libreoffice(tool: Callable[[str], Path], tmp_path: Path) -> None:
    filled = edited(lambda book: put(H7="Jo", I7="done", J7=dt.date(2027, 1, 13), K7="=not one")(book["Gaps"]), SENT)
    book = load_workbook(io.BytesIO(filled))
    book["Gaps"]["K7"].data_type = "s"
    out = io.BytesIO()
    book.save(out)
    (saved,) = through_libreoffice(tool("soffice"), tmp_path, [out.getvalue()])
    found = read_gap_list(saved, "back.xlsx")
    assert (found.faults, found.warnings) == ((), ())
    entry = found.entries[0]
    assert (entry.owner, entry.status, entry.target, entry.response) == (
        *("Jo", WorkStatus.DONE, dt.date(2027, 1, 13), "=not one"),
    )
    assert [entry.due for entry in found.entries] == [gap.due for gap in GAPS]
