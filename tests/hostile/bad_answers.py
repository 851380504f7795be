"""Workbooks that were spoilt while they were filled: each slip is reported by its cell."""

from __future__ import annotations

from typing import Final

from hostile.bad_archives import SHEET
from hostile.bad_parts import RELATIONS, with_answer
from hostile.forge import Builder, changed_part
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.formula import ArrayFormula
from workbooks import ANSWERS, edited, filled, in_questions, put_answers, row


def put_cell(book: Workbook, sheet: str, cell: str, value: str) -> None:
    book[sheet][cell] = value


def _answer(question: str, value: object, column: int = 5) -> Builder:
    return lambda: edited(lambda book: put_answers(book["Questions"], {question: value}, column), filled())


def _formula(value: object) -> Builder:
    def edit(book: Workbook) -> None:
        book["Questions"].cell(row("access.mfa", book["Questions"]), 5).value = value  # type: ignore[assignment]

    return lambda: edited(edit, filled())


def _merged(book: Workbook) -> None:
    first = row("access.mfa", book["Questions"])
    book["Questions"].merge_cells(f"E{first}:E{first + 2}")


def _merged_leftwards(book: Workbook) -> None:
    number = row("access.mfa", book["Questions"])
    book["Questions"].merge_cells(f"D{number}:E{number}")


def _shuffled(book: Workbook) -> None:
    sheet = book["Questions"]
    numbers = [row(name, sheet) for name in ("access.mfa", "access.hours", "access.share", "access.date")]
    ids = [sheet.cell(number, 1).value for number in numbers]
    for number, name in zip(numbers, ids[1:] + ids[:1], strict=True):
        sheet.cell(number, 1).value = name


def _copied_row(book: Workbook) -> None:
    sheet = book["Questions"]
    source = row("access.mfa", sheet)
    for column in range(1, 6):
        sheet.cell(40, column).value = sheet.cell(source, column).value


def _stranger(book: Workbook) -> None:
    for column, text in enumerate(("access.new", "A question of our own?", "", "", "Yes"), 1):
        book["Questions"].cell(40, column).value = text


def _unlabelled(book: Workbook) -> None:
    book["Questions"]["E40"] = "Yes"


def _deleted_row(book: Workbook) -> None:
    book["Questions"].delete_rows(row("access.hours", book["Questions"]))


def _deleted_id(book: Workbook) -> None:
    book["Questions"].cell(row("access.hours", book["Questions"]), 1).value = None


def _reworded(book: Workbook) -> None:
    book["Questions"].cell(row("access.mfa", book["Questions"]), 2).value = "Is there anything at all?"


def _renamed(book: Workbook) -> None:
    book["Questions"].title = "Answers"


def _hidden_formula_id(book: Workbook) -> None:
    book["Questions"].cell(row("access.mfa", book["Questions"]), 1).value = '="access.mfa"'


def _hours(stored: bytes) -> Builder:
    return lambda: in_questions(filled(), rb'(<c r="E10"[^>]*>)<v>24</v>', rb"\1<v>" + stored + b"</v>")


def _day(stored: bytes) -> Builder:
    return lambda: in_questions(
        filled(), rb'<c r="E12" s="(\d+)"[^>]*>.*?</c>', rb'<c r="E12" s="\1"><v>' + stored + b"</v></c>"
    )


REPORTED: Final[dict[str, tuple[Builder, set[str]]]] = {
    "other questionnaire": (
        lambda: edited(lambda book: put_cell(book, "_vendorrisk", "B2", "triage"), filled()),
        {"other-questionnaire"},
    ),
    "other content, same version": (
        lambda: edited(lambda book: put_cell(book, "_vendorrisk", "B4", "0" * 64), filled()),
        {"other-version"},
    ),
    "shuffled ids": (lambda: edited(_shuffled, filled()), {"row-moved"}),
    "deleted id column": (lambda: edited(lambda book: book["Questions"].delete_cols(1), filled()), {"column-missing"}),
    "deleted answer column": (
        lambda: edited(lambda book: book["Questions"].delete_cols(5), filled()),
        {"column-missing"},
    ),
    "deleted header": (lambda: edited(lambda book: book["Questions"].delete_rows(2), filled()), {"column-missing"}),
    "renamed sheet": (lambda: edited(_renamed, filled()), {"sheet-missing"}),
    "duplicate id": (lambda: edited(_copied_row, filled()), {"duplicate-row"}),
    "unknown id": (lambda: edited(_stranger, filled()), {"unknown-id"}),
    "answer without a question": (lambda: edited(_unlabelled, filled()), {"no-question"}),
    "deleted row": (lambda: edited(_deleted_row, filled()), {"row-missing"}),
    "deleted id": (lambda: edited(_deleted_id, filled()), {"id-changed"}),
    "id by formula": (lambda: edited(_hidden_formula_id, filled()), {"id-changed"}),
    "reworded question": (lambda: edited(_reworded, filled()), {"question-changed"}),
    "merged answers": (lambda: edited(_merged, filled()), {"merged"}),
    "answer merged leftwards": (lambda: edited(_merged_leftwards, filled()), {"merged"}),
    "formula": (_formula('=IF(1=1,"Yes","no")'), {"formula"}),
    "array formula": (_formula(ArrayFormula("E9", '="Yes"')), {"formula"}),
    "formula with a stored value": (
        lambda: in_questions(
            filled(),
            rb'(<c r="E9"[^>]*) t="inlineStr"><is>.*?</is></c>',
            rb'\1 t="str"><f>HYPERLINK("http://evil.example","Yes")</f><v>Yes</v></c>',
        ),
        {"formula"},
    ),
    "formula as comment": (
        lambda: edited(lambda book: put_cell(book, "Questions", "F9", "=1+1"), filled()),
        {"formula"},
    ),
    "error": (
        lambda: in_questions(
            filled(), rb'(<c r="E9"[^>]*) t="inlineStr"><is>.*?</is></c>', rb'\1 t="e"><v>#REF!</v></c>'
        ),
        {"cell-error"},
    ),
    "unknown option": (_answer("access.mfa", "Yess"), {"unknown-option"}),
    "option of another language": (_answer("service.ai", "oui"), {"unknown-option"}),
    "number in words": (_answer("access.hours", "one day"), {"not-a-number"}),
    "ambiguous number": (_answer("access.hours", "1.234,5"), {"ambiguous-number"}),
    "number out of range": (_answer("access.hours", 100_000), {"out-of-range"}),
    "infinite number": (
        lambda: in_questions(filled(), rb'(<c r="E10"[^>]*>)<v>24</v>', rb"\1<v>1e400</v>"),
        {"not-a-number"},
    ),
    "infinite date": (
        lambda: in_questions(filled(), rb'<c r="E12" s="(\d+)" t="n">.*?</c>', rb'<c r="E12"><v>1e400</v></c>'),
        {"not-a-date"},
    ),
    "bare share": (_answer("access.share", 0.95), {"ambiguous-percent"}),
    "bad date": (_answer("access.date", "13/2026"), {"not-a-date"}),
    "ambiguous date": (_answer("access.date", "03/04/2026"), {"ambiguous-date"}),
    "day that does not exist": (_answer("access.date", "2026-02-30"), {"not-a-date"}),
    "not an address": (_answer("access.page", "javascript:alert(1)"), {"not-an-address"}),
    "too long": (_answer("access.words", "x" * 4001), {"too-long"}),
    "too long a comment": (_answer("access.words", "x" * 4001, 6), {"too-long"}),
    "placeholder": (_answer("access.words", "TBD"), {"placeholder"}),
    "not applicable without a reason": (_answer("access.spare", "n/a"), {"reason-missing"}),
    "not applicable where it applies": (_answer("access.mfa", "N/A"), {"not-applicable-not-allowed"}),
    "evidence by path": (_answer("access.mfa", "../../etc/passwd", 7), {"bad-evidence"}),
    "evidence by windows path": (_answer("access.mfa", "C:\\secrets.txt", 7), {"bad-evidence"}),
    "evidence by another protocol": (_answer("access.mfa", "file:///etc/passwd", 7), {"bad-evidence"}),
    "evidence of the future": (_answer("access.mfa", "a.pdf [2062-01-01]", 7), {"bad-evidence-date"}),
    "evidence without a date that exists": (_answer("access.mfa", "a.pdf [01/02/26]", 7), {"bad-evidence-date"}),
    "formula over the whole sheet": (
        changed_part(
            SHEET,
            b"</sheetData>",
            b'<row r="99"><c r="J99"><f t="array" ref="A1:XFD1048576">1</f><v>1</v></c></row></sheetData>',
        ),
        {"formula"},
    ),
    "sheet that is the workbook": (
        changed_part(RELATIONS, b"/xl/worksheets/sheet2.xml", b"/xl/workbook.xml"),
        {"column-missing"},
    ),
    "number of four thousand digits": (with_answer(b'<c r="E9"><v>%s</v></c>' % (b"9" * 4000)), {"unknown-option"}),
    "number of three hundred digits": (_hours(b"9" * 300), {"not-a-number"}),
    "number that is none": (_hours(b"NaN"), {"not-a-number"}),
    "number as programmers write it": (_hours(b"1_0"), {"not-a-number"}),
    "number to another base": (_hours(b"0x18"), {"not-a-number"}),
    "truth between": (with_answer(b'<c r="E9" t="b"><v>2</v></c>'), {"unknown-option"}),
    "error with a good word": (with_answer(b'<c r="E9" t="e"><v>Yes</v></c>'), {"cell-error"}),
    "day beyond the calendar": (_day(b"3000000"), {"cell-error"}),
    "day before the calendar": (_day(b"-5"), {"not-a-date"}),
    "ISO date that is none": (with_answer(b'<c r="E9" t="d"><v>2026-02-30</v></c>'), {"unknown-option"}),
    "everything at once": (
        lambda: filled({**ANSWERS, "access.mfa": "x", "access.date": "13/2026", "access.share": 0.5}),
        {"unknown-option", "not-a-date", "ambiguous-percent"},
    ),
}
"""Name, how it is made, and the codes of the faults that it must give, and no others."""
