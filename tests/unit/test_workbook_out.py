"""The workbook that a vendor fills."""

from __future__ import annotations

import io
import zipfile

from openpyxl import load_workbook
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from workbooks import ANSWERS, QUESTIONNAIRE, VALUES, filled, read, row, template, values_of

from vendorrisk.capture.workbook_layout import put, text_hash
from vendorrisk.capture.workbook_style import text_lines
from vendorrisk.model.base import say
from vendorrisk.model.policy import Criterion


def opened(data: bytes | None = None) -> Workbook:
    return load_workbook(io.BytesIO(template() if data is None else data))


def validation(sheet: Worksheet, cell: str) -> str:
    """Return the choices that a cell's dropdown offers."""
    for item in sheet.data_validations.dataValidation:
        if cell in item.sqref and item.type == "list":
            place = str(item.formula1).removeprefix("=")
            title, area = place.replace("$", "").split("!")
            workbook = sheet.parent
            assert workbook is not None
            cells = workbook[title.strip("'")][area]
            return ",".join(str(line[0].value) for line in cells)
    return ""


def test_equal_arguments_give_equal_bytes() -> None:
    assert template() == template()


def test_only_cells_meant_for_writing_are_unlocked() -> None:
    book = opened()
    for sheet in book.worksheets:
        assert sheet.protection.sheet
        assert not sheet.protection.password
    questions = book["Questions"]
    rows = {row(question.id, questions) for question in QUESTIONNAIRE.questions}
    unlocked = {cell.coordinate for line in questions.iter_rows() for cell in line if not cell.protection.locked}
    assert unlocked == {f"{letter}{number}" for number in rows for letter in "EFG"}
    cover = [cell.coordinate for line in book["Cover"].iter_rows() for cell in line if not cell.protection.locked]
    assert len(cover) == 5


def test_dropdowns_offer_labels_and_not_applicable_only_where_it_is_allowed() -> None:
    sheet = opened()["Questions"]
    assert validation(sheet, f"E{row('access.mfa', sheet)}") == "Yes,partly,no"
    assert validation(sheet, f"E{row('access.spare', sheet)}") == "Yes,No,n/a"
    assert validation(sheet, f"E{row('service.kinds', sheet)}") == ""
    assert "• Generative: text, images" in str(sheet.cell(row("service.kinds", sheet), 4).value)


def test_the_identity_is_hidden_and_holds_every_question() -> None:
    book = opened()
    assert [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"] == ["Cover", "Questions"]
    identity = {line[0]: line[1] for line in book["_vendorrisk"].iter_rows(values_only=True)}
    assert identity["questionnaire"] == "every-kind"
    assert identity["version"] == "1.2.0"
    assert identity["service.ai"] == text_hash("Does it use AI?")


def test_a_language_changes_texts_and_labels() -> None:
    german = opened(template(language="de"))["Questions"]
    assert german.cell(row("service.ai", german), 2).value == "Nutzt es KI?"


def test_no_text_of_content_becomes_a_formula() -> None:
    evil = QUESTIONNAIRE.model_copy(update={"title": '=HYPERLINK("http://evil.example")'})
    book = opened(template(evil, coalition="=1+1"))
    titles = [
        cell for sheet in book.worksheets for line in sheet.iter_rows() for cell in line if cell.value == evil.title
    ]
    assert titles
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in titles)
    assert all(cell.data_type != "f" for line in book["Cover"]["B1:B5"] for cell in line)


def test_texts_that_look_like_escapes_survive() -> None:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    put(sheet["A1"], "_x0041_ and _x000D_")
    assert sheet["A1"].value == "_x005F_x0041_ and _x005F_x000D_"


def test_formulas_stay_within_what_every_program_knows() -> None:
    with zipfile.ZipFile(io.BytesIO(template())) as archive:
        parts = b"".join(archive.read(name) for name in archive.namelist() if "worksheets/sheet" in name)
    assert b"<f>" in parts
    for newer in (b"_xlfn", b"LET(", b"LAMBDA", b"FILTER(", b"XLOOKUP", b"TEXTJOIN", b't="array"', b"INDIRECT"):
        assert newer not in parts


def test_rows_are_tall_enough_and_can_grow() -> None:
    with zipfile.ZipFile(io.BytesIO(template())) as archive:
        questions = archive.read("xl/worksheets/sheet2.xml")
    assert questions.count(b' customHeight="1"') < questions.count(b" ht=")
    assert text_lines("word " * 40, 100, 10) > 8
    assert text_lines("a\nb\n\nc", 100, 10) == 4
    assert text_lines("漢" * 20, 100, 10) == 3
    assert text_lines("x" * 100, 100, 10) == 6


def test_answers_can_be_filled_in_already() -> None:
    known = read(filled(ANSWERS, {"access.mfa": "Soon."}, {"access.mfa": "policy.pdf [2026-03-01]"})).answers
    again = read(template(answers=known))
    assert again.faults == ()
    assert values_of(again.answers) == VALUES
    assert all(again.answers[name].says_the_same(answer) for name, answer in known.items())


def test_minimum_criteria_stand_in_plain_words() -> None:
    criterion = Criterion.model_validate(
        {
            "id": "MIN-ACC-01",
            "domain": "access",
            "title": "Administrators use a second factor",
            "level": "minimum",
            "weight": 9,
            "applies_when": {"risk.tier": {"at_least": "medium"}},
            "met_when": {"access.mfa": "yes"},
            "evidence": {"grade": "documented", "max_age": "12 months"},
            "remediation": {"do": "Do it.", "within": "30 days"},
            "why": "Stolen passwords.",
        },
    )
    sheet = opened(template(criteria=[criterion]))["Minimum criteria"]
    assert [cell.value for cell in sheet[3]] == [
        "MIN-ACC-01",
        "Administrators use a second factor",
        "access.mfa is “Yes”.",
        f"access.mfa: {say(QUESTIONNAIRE.question('access.mfa').ask)}",
        "The inherent risk tier is at least “medium”.",
        "A document, or a web address with its date, not older than 12 months.",
        "Stolen passwords.",
    ]
    questions = opened(template(criteria=[criterion]))["Questions"]
    asked = "A minimum criterion asks here for a document, or a web address with its date, not older than 12 months."
    guided = [cell.row for cell in questions["C"] if asked in str(cell.value)]
    assert guided == [row("access.mfa", questions)]


def test_rows_can_be_filtered_on_the_protected_sheet_and_not_sorted() -> None:
    sheet = opened()["Questions"]
    assert sheet.auto_filter.ref == f"A2:H{sheet.max_row}"
    assert not sheet.protection.autoFilter
    assert sheet.protection.sort


def test_a_single_choice_lists_its_options_for_a_printed_copy() -> None:
    sheet = opened()["Questions"]
    assert sheet.cell(row("access.mfa", sheet), 4).value == "Choose one:\n• Yes\n• partly\n• no"
