"""CAIQ 4 and 3 as their publisher and as libraries write them, blank, filled, renamed, exported (issue item 6)."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import replace

import pytest
from foreign import by_id, codes, counts, import_data, layouts
from lookalikes.caiq import IDS_3, IDS_4, caiq3, caiq4, row_3, row_4
from lookalikes.raw_xlsx import CellContent, Failed, Formula, resaved

from vendorrisk.capture.foreign import read_foreign
from vendorrisk.capture.foreign_recognise import recognise
from vendorrisk.capture.grid import Sheet
from vendorrisk.capture.parser import parse_workbook
from vendorrisk.content import Content, pin

WORDS_4 = {"Yes": ("yes", False), "No": ("no", False), "NA": (None, True)}


def as_csv(data: bytes, title: str, delimiter: str = ",") -> bytes:
    """Return one sheet of a workbook as programs export it."""
    sheet = next(sheet for sheet in parse_workbook(data).sheets if sheet.title == title)
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    for row in range(1, max(sheet.rows) + 1):
        writer.writerow([_shown(sheet, row, column) for column in range(1, 13)])
    return text.getvalue().encode("utf-8-sig")


def _shown(sheet: Sheet, row: int, column: int) -> str:
    cell = sheet.cell(row, column)
    return "" if cell is None or cell.value is None else str(cell.value)


@pytest.mark.parametrize("official", [True, False], ids=["as published", "as a library writes it"])
@pytest.mark.parametrize("version", ["4.0.2", "4.0.3"])
def test_caiq_4_is_read_whole(version: str, *, official: bool) -> None:
    made = caiq4(filled=True, version=version, official=official)
    reading = import_data(made.data, "acme.xlsx")
    assert (reading.questionnaire.questionnaire, reading.questionnaire.version) == (f"csa-caiq-{version}", version)
    assert {each.question: (each.value, each.not_applicable) for each in reading.answers} == {
        name: WORDS_4[word] for name, word in made.typed.items()
    }
    assert len(reading.questionnaire.questions) == len(made.typed) == 261
    assert not reading.issues


def test_each_answer_knows_its_cell_and_the_comment_has_the_ownership() -> None:
    found = by_id(import_data(caiq4(filled=True).data, "acme.xlsx"))["A&A-01.2"]
    assert (found.cell, found.found) == ("CAIQv4.0.3!C4", "Yes")
    assert found.comment == "See policy 1.\nSSRM Control Ownership: CSP-owned"


@pytest.mark.parametrize("data", [caiq4(filled=False).data, caiq4(filled=False, official=False).data])
def test_blank_caiq_4_answers_nothing_and_has_no_faults(data: bytes) -> None:
    reading = import_data(data, "caiq.xlsx")
    assert (counts(reading), reading.issues, reading.unanswered) == ({"open": 261}, (), ())


def test_the_questionnaire_is_the_same_for_every_file_of_an_edition() -> None:
    files = (
        caiq4(filled=False).data,
        caiq4(filled=True).data,
        resaved(caiq4(filled=True).data),
        caiq4(filled=True, changes={"C3": "Perhaps", "C4": "NA", "L3": "Another domain title"}).data,
    )
    assert len({pin(import_data(data, "caiq.xlsx").questionnaire).digest for data in files}) == 1


def test_questions_lead_to_the_controls_of_our_catalogue() -> None:
    reading = import_data(caiq4(filled=False).data, "caiq.xlsx")
    catalogue = layouts_content().catalogue("csa-ccm-4")
    assert catalogue is not None
    named = {question.references["csa-ccm-4"][0] for question in reading.questionnaire.questions}
    assert len(named) == 197
    assert named <= catalogue


def layouts_content() -> Content:
    return Content.find()


def test_sections_are_the_domains() -> None:
    sections = import_data(caiq4(filled=False).data, "caiq.xlsx").questionnaire.sections
    assert [(s.section, s.title, len(s.questions)) for s in sections][:3] == [
        ("a-a", "Invented domain A&A", 8),
        ("ais", "Invented domain AIS", 11),
        ("bcr", "Invented domain BCR", 18),
    ]


def test_an_edition_that_nobody_has_tried_is_read_by_its_headers_and_said() -> None:
    reading = import_data(caiq4(filled=True, version="4.2.0").data, "caiq.xlsx")
    assert (reading.questionnaire.questionnaire, len(reading.answers)) == ("csa-caiq-4.2.0", 261)
    assert codes(reading) == {"caiq.xlsx": "edition-unknown"}
    assert not any(question.references for question in reading.questionnaire.questions)


def test_a_renamed_sheet_and_an_edition_in_no_text_are_recognised() -> None:
    made = caiq4(filled=True, changes={"A1": "Answers"})
    book = parse_workbook(made.data)
    sheets = tuple(replace(sheet, title=f"Copy of {number}") for number, sheet in enumerate(book.sheets))
    book = replace(book, name="answers.xlsx", sheets=sheets)
    found = recognise(book, layouts())
    assert found is not None
    assert found.layout.layout == "csa-caiq-4"
    reading = read_foreign(book, found.layout)
    assert (reading.edition, len(reading.answers)) == ("4.0.3", 261)
    assert codes(reading) == {"answers.xlsx": "edition-assumed"}


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_export_of_caiq_4_is_recognised(delimiter: str) -> None:
    made = caiq4(filled=True)
    reading = import_data(as_csv(made.data, "CAIQv4.0.3", delimiter), "acme-caiq.csv")
    assert reading.questionnaire.questionnaire == "csa-caiq-4.0.3"
    assert Counter(each.found for each in reading.answers) == Counter(made.typed.values())
    assert by_id(reading)["A&A-01.1"].cell.endswith(", column 3")


@pytest.mark.parametrize(
    ("changes", "code", "answered"),
    [
        ({"C3": Failed("#REF!")}, "error-value", False),
        ({"C3": Formula("Other!C3", "Yes")}, "formula", False),
        ({"C3": "Refer to our SOC 2 report"}, "other-words", True),
        ({"C3": "NA", "E3": ""}, "no-reason", True),
        ({"C3": "No", "E3": "Not applicable, as there is no data centre."}, "comment-contradicts", True),
        ({"C3": "", "E3": "In progress."}, "comment-only", False),
        ({"C3": 0}, "not-an-answer", False),
    ],
)
def test_what_vendors_do_to_a_cell_is_said_by_cell(
    changes: dict[str, CellContent], code: str, *, answered: bool
) -> None:
    reading = import_data(caiq4(filled=True, changes=changes).data, "acme.xlsx")
    assert codes(reading) == {"CAIQv4.0.3!C3": code}
    assert len(reading.answers) == 261 - (not answered)


def test_rows_that_were_taken_out_are_counted() -> None:
    row = row_4("DCS-01.1")
    changes: dict[str, CellContent] = {f"A{row}": "", f"A{row + 1}": ""}
    reading = import_data(caiq4(filled=True, changes=changes).data, "acme.xlsx")
    assert reading.issues[0].what == "acme.xlsx holds 259 questions; CSA CAIQ 4.0.3 has 261 (DCS 21 of 23)."
    assert {at: code for at, code in codes(reading).items() if at != "acme.xlsx"} == {
        f"CAIQv4.0.3!{column}{number}": "no-question"
        for number in (row, row + 1)
        for column in "CE"
        if (column, number) != ("E", row + 1)
    }


def test_caiq_3_is_read_whole() -> None:
    made = caiq3(filled=True)
    reading = import_data(made.data, "acme.xlsx")
    assert (reading.questionnaire.questionnaire, len(reading.questionnaire.questions)) == ("csa-caiq-3.0.1", 295)
    assert {each.question: each.value or "n/a" for each in reading.answers} == made.typed
    assert set(codes(reading).values()) == {"no-reason"}
    named = [(section.section, section.title) for section in reading.questionnaire.sections]
    assert named[:3] == [("ais", "Domain AIS"), ("aac", "Domain AAC"), ("bcr", "Domain BCR")]


def test_blank_caiq_3_answers_nothing_although_other_columns_hold_marks() -> None:
    reading = import_data(caiq3(filled=False).data, "caiq.xlsx")
    assert (counts(reading), reading.issues, reading.unanswered) == ({"open": 295}, (), ())


def test_the_id_with_a_blank_is_shown_without() -> None:
    assert "AIS-02.2" in by_id(import_data(caiq3(filled=True).data, "caiq.xlsx"))
    assert set(by_id(import_data(caiq3(filled=True).data, "caiq.xlsx"))) == set(IDS_3)


@pytest.mark.parametrize(
    ("marks", "value", "code"),
    [
        (("X", None, None), "yes", ""),
        ((None, "✓", None), "no", ""),
        ((None, None, "x "), "n/a", ""),
        (("x", "x", None), "", "two-marks"),
        (("x", "x", "x"), "", "two-marks"),
        (("", " ", None), "", ""),
        (("Partly done", None, None), "other", "other-words"),
        ((Formula("Z1", "x"), None, None), "", "formula"),
    ],
)
def test_marks_of_caiq_3(marks: tuple[CellContent | None, ...], value: str, code: str) -> None:
    name = "IAM-01.1"
    changes = {f"{column}{row_3(name)}": mark for column, mark in zip("FGH", marks, strict=True) if mark is not None}
    reading = import_data(caiq3(filled=False, changes={**changes, f"I{row_3(name)}": ""}).data, "caiq.xlsx")
    assert [each.value or "n/a" for each in reading.answers] == ([value] if value else [])
    assert [issue.code for issue in reading.issues if issue.code != "no-reason"] == ([code] if code else [])


def test_a_csv_export_of_caiq_3_is_recognised() -> None:
    made = caiq3(filled=True)
    reading = import_data(as_csv(made.data, "CSA CAIQ v3.0.1"), "acme.csv")
    assert {each.question: each.value or "n/a" for each in reading.answers} == made.typed


def test_look_alikes_have_the_numbers_of_the_originals() -> None:
    assert (len(set(IDS_4)), len({name[:6] for name in IDS_4}), len({name[:3] for name in IDS_4})) == (261, 197, 17)
    assert (len(set(IDS_3)), len({name[:6] for name in IDS_3}), len({name[:3] for name in IDS_3})) == (295, 133, 16)
