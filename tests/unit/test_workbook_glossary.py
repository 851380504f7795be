"""The workbook's sheet of the glossary: what stands there, how it looks, and that the import passes over it."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.workbook.workbook import Workbook
from workbooks import ANSWERS, QUESTIONNAIRE, VALUES, edited, put_answers, read, row, template, through_libreoffice

from vendorrisk.capture.text import alphabetical
from vendorrisk.model.glossary import Entry
from vendorrisk.model.language import Language
from vendorrisk.model.questionnaire import Questionnaire

TERMS = [
    Entry(
        id="passkey",
        term={"en": "passkey", "de": "Zugangsschlüssel"},
        field="security",
        meaning={"en": "A key that never leaves a device.", "de": "Ein Schlüssel, der das Gerät nie verlässt."},
    ),
    Entry(id="ai", term={"en": "AI", "de": "KI"}, field="ai", meaning="What was trained on data."),
    Entry(id="evil", term="=1+1", field="risk", meaning='=HYPERLINK("http://evil.example")'),
    Entry(id="accent", term={"en": "breach", "de": "Überfall"}, field="risk", meaning="Data got out."),
]
NAMED = {
    "service.ai": ("ai", "evil", "unexplained"),
    "access.mfa": ("passkey",),
    "access.spare": ("ai", "accent"),
}
SECTIONS = tuple(
    section.model_copy(
        update={
            "questions": tuple(
                question.model_copy(update={"terms": NAMED.get(question.id, ())}) for question in section.questions
            )
        }
    )
    for section in QUESTIONNAIRE.sections
)
ASKED: Questionnaire = QUESTIONNAIRE.model_copy(update={"sections": SECTIONS})
GERMAN = Language("de", {"sheets.glossary": "Wörterbuch", "how.terms": "Siehe {terms}", "glossary.term": "Wort"})


def opened(terms: Iterable[Entry] = TERMS, language: str = "en") -> Workbook:
    return load_workbook(io.BytesIO(template(ASKED, terms=terms, language=language)))


def test_each_entry_has_a_row_sorted_by_term_with_the_questions_that_use_it() -> None:
    sheet = opened()["Glossary"]
    assert [cell.value for cell in sheet[2]] == ["Term", "Meaning", "Questions that use it"]
    assert [[cell.value for cell in line] for line in sheet["A3:C6"]] == [
        ["=1+1", '=HYPERLINK("http://evil.example")', "service.ai"],
        ["AI", "What was trained on data.", "service.ai\naccess.spare"],
        ["breach", "Data got out.", "access.spare"],
        ["passkey", "A key that never leaves a device.", "access.mfa"],
    ]
    assert sheet.max_row == 6
    assert {cell.data_type for line in sheet["A1:C6"] for cell in line if cell.value} == {"s"}


def test_the_guidance_names_the_terms_that_are_explained() -> None:
    sheet = opened()["Questions"]
    guidance = {name: str(sheet.cell(row(name, sheet), 3).value) for name in (*NAMED, "access.hours")}
    assert guidance == {
        "service.ai": "Say what is so.\nGlossary: AI; =1+1",
        "access.mfa": "Say what is so.\nGlossary: passkey",
        "access.spare": "Say what is so.\nGlossary: AI; breach",
        "access.hours": "Say what is so.",
    }


def test_the_sheet_is_locked_and_prints_with_its_header() -> None:
    sheet = opened()["Glossary"]
    assert sheet.protection.sheet
    assert all(cell.protection.locked for line in sheet.iter_rows() for cell in line)
    assert sheet.print_title_rows == "$1:$2"
    assert sheet.print_area == "'Glossary'!$A$1:$C$6"
    assert sheet.freeze_panes == "A3"


def test_without_entries_there_is_no_sheet() -> None:
    assert "Glossary" not in opened(()).sheetnames


def test_it_speaks_the_language_of_the_workbook_and_sorts_by_it() -> None:
    book = opened(language=GERMAN)
    sheet = book["Wörterbuch"]
    assert [cell.value for cell in sheet["A"]][1:] == ["Wort", "=1+1", "KI", "Überfall", "Zugangsschlüssel"]
    assert sheet["B6"].value == "Ein Schlüssel, der das Gerät nie verlässt."
    questions = book["Questions"]
    assert str(questions.cell(row("access.mfa", questions), 3).value).endswith("\nSiehe Zugangsschlüssel")
    assert sorted(["Zebra", "über", "Ulme", "apfel", "Äpfel"], key=alphabetical)[:2] == ["apfel", "Äpfel"]


def test_the_import_passes_over_it() -> None:
    def edit(book: Workbook) -> None:
        put_answers(book["Questions"], ANSWERS)
        book["Glossary"]["B3"].value = "Something else."

    reading = read(edited(edit, template(ASKED, terms=TERMS)), ASKED)
    assert reading.faults == ()
    assert reading.warnings == ()
    assert {name: answer.value for name, answer in reading.answers.items()} == VALUES


def test_libreoffice_opens_and_keeps_it(tool: Callable[[str], Path], tmp_path: Path) -> None:
    (saved,) = through_libreoffice(tool("soffice"), tmp_path, [template(ASKED, terms=TERMS)])
    sheet, before = load_workbook(io.BytesIO(saved))["Glossary"], opened()["Glossary"]
    assert [[cell.value for cell in line] for line in sheet["A1:C6"]] == [
        [cell.value for cell in line] for line in before["A1:C6"]
    ]
    assert sheet.protection.sheet
    assert read(saved, ASKED).warnings == ()
