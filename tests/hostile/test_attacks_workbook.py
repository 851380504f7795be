"""Workbooks made to exhaust the reader, or to say one thing to a person and another to the import."""

from __future__ import annotations

import datetime as dt
import io
import random
import re
import time
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.formula import ArrayFormula
from workbooks import altered, edited, filled, questions_part, read, repacked, row

from vendorrisk.capture.workbook_layout import text_hash
from vendorrisk.model.fault import RefusedInput

MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"


def changed(part: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return a filled workbook in which one part was altered; an empty name means the questions sheet."""
    data = filled()
    return altered(data, part or questions_part(data), change)


def _huge_comment() -> bytes:
    return changed(
        "xl/comments/comment1.xml", lambda part: re.sub(rb'ref="\w+"', b'ref="A1:XFD1048576"', part, count=1)
    )


def _huge_comment_in_a_disguised_part() -> bytes:
    def change(part: bytes) -> bytes:
        part = re.sub(rb'ref="\w+"', b'ref="A:XFD"', part, count=1)
        return part.replace(b"<comments", b"<remarks").replace(b"</comments", b"</remarks")

    return changed("xl/comments/comment1.xml", change)


def _slow_number_format() -> bytes:
    letters = random.Random(1)  # noqa: S311  not for secrets; random, so that it does not pack too well
    code = "".join("[" + letters.choice("abcd") + letters.choice("abcd") for _ in range(200_000)).encode()

    def change(part: bytes) -> bytes:
        head, _, rest = part.partition(b"<numFmts")
        count, _, rest = rest.partition(b">")
        assert rest
        part = head + b"<numFmts" + count + b'><numFmt numFmtId="399" formatCode="' + code + b'"/>' + rest
        before, _, after = part.partition(b'<cellXfs count="')
        first, _, others = after.partition(b'numFmtId="')
        return before + b'<cellXfs count="' + first + b'numFmtId="399' + others[others.index(b'"') :]

    return changed("xl/styles.xml", change)


def _sheet_under_another_root() -> bytes:
    def change(part: bytes) -> bytes:
        part = part.replace(b"<worksheet", b"<workbench").replace(b"</worksheet", b"</workbench")
        huge = b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells></workbench>'
        return part.replace(b"</workbench>", huge)

    return changed("", change)


def _strange_cell_over_a_cell() -> bytes:
    """Excel ignores what an ignorable namespace holds; a lenient parser takes it for the cell E9."""
    extra = b'<i:c xmlns:i="urn:ignored" r="E9" t="inlineStr"><is xmlns="%s"><t>Yes</t></is></i:c></row>' % MAIN
    return changed("", lambda part: part.replace(b"</row>", extra, 9).replace(extra, b"</row>", 8))


def _row_in_an_extension() -> bytes:
    row = b'<extLst><ext uri="{x}"><row r="16"><c r="E16" t="inlineStr"><is><t>Yes</t></is></c></row></ext></extLst>'
    return changed("", lambda part: part.replace(b"</worksheet>", row + b"</worksheet>"))


@pytest.mark.parametrize(
    ("build", "words"),
    [
        (_huge_comment, "is damaged"),
        (_huge_comment_in_a_disguised_part, "is damaged"),
        (_slow_number_format, "longer than 255 characters"),
        (_sheet_under_another_root, "is damaged"),
        (_strange_cell_over_a_cell, "not every program looks"),
        (_row_in_an_extension, "not every program looks"),
        (lambda: changed("", lambda part: part.replace(MAIN, STRICT)), "Strict"),
    ],
)
def test_what_would_exhaust_or_deceive_the_reader_is_refused(build: Callable[[], bytes], words: str) -> None:
    data = build()
    began = time.perf_counter()
    with pytest.raises(RefusedInput) as caught:
        read(data)
    assert words in caught.value.what
    assert time.perf_counter() - began < 3


def _two_books() -> bytes:
    """Excel follows the relationship to the second book; a reader of content types takes the first."""
    data = filled()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        book, relations = archive.read("xl/workbook.xml"), archive.read("xl/_rels/workbook.xml.rels")

    def edit(name: str, content: bytes) -> bytes:
        return content.replace(b"xl/workbook.xml", b"xl/workbook2.xml") if name == "_rels/.rels" else content

    return repacked(data, edit, {"xl/workbook2.xml": book, "xl/_rels/workbook2.xml.rels": relations})


def _other_texts() -> bytes:
    """Return a workbook whose relationships name no shared texts, while its content types do."""
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    override = b'<Override PartName="/xl/evil.xml" ContentType="%s"/></Types>' % kind
    texts = b'<sst xmlns="%s"><si><t>Yes</t></si></sst>' % MAIN
    data = changed("[Content_Types].xml", lambda part: part.replace(b"</Types>", override))
    return repacked(data, lambda _, part: part, {"xl/evil.xml": texts})


def _other_styles() -> bytes:
    data = changed("xl/_rels/workbook.xml.rels", lambda part: part.replace(b"styles.xml", b"plain.xml"))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return repacked(data, lambda _, part: part, {"xl/plain.xml": archive.read("xl/styles.xml")})


@pytest.mark.parametrize("build", [_two_books, _other_texts, _other_styles])
def test_a_workbook_that_programs_read_differently_is_refused(build: Callable[[], bytes]) -> None:
    with pytest.raises(RefusedInput, match="disagree about which of its parts count"):
        read(build())


def _formatted(question: str, value: Any, number_format: str) -> bytes:
    def edit(book: Workbook) -> None:
        sheet = book["Questions"]
        cell = sheet.cell(row(question, sheet), 5)
        cell.value = value
        cell.number_format = number_format

    return edited(edit, filled())


@pytest.mark.parametrize(
    ("question", "value", "number_format"),
    [
        ("access.mfa", "Yes", ';;;"no"'),
        ("access.mfa", "Yes", ";;;"),
        ("access.mfa", "no", '@" doubt"'),
        ("access.hours", 720, '"24"'),
        ("access.hours", 5, '"7"0'),
        ("access.hours", 720, "0.0,"),
        ("access.hours", 24, "-0"),
        ("access.hours", 24, "[>20]0;0"),
        ("access.date", dt.date(2026, 3, 1), '"2020-01-"dd'),
    ],
)
def test_an_answer_that_is_shown_otherwise_is_a_fault(question: str, value: Any, number_format: str) -> None:
    reading = read(_formatted(question, value, number_format))
    assert [fault.code for fault in reading.faults] == ["shown-otherwise"]
    assert question not in reading.answers


@pytest.mark.parametrize(
    "number_format", ['0 "hours"', "#,##0", "[Red]0.0", '_-* #,##0_-;\\-* #,##0_-;_-* "-"??_-;_-@_-']
)
def test_usual_formats_are_read(number_format: str) -> None:
    assert read(_formatted("access.hours", 24, number_format)).answers["access.hours"].value == 24
    assert read(_formatted("access.mfa", "Yes", number_format)).answers["access.mfa"].value == "yes"


def test_a_percent_sign_that_is_only_text_multiplies_nothing() -> None:
    assert read(_formatted("access.share", 0.95, "0.00%")).answers["access.share"].value == 95
    assert read(_formatted("access.share", 95, '0"%"')).answers["access.share"].value == 95
    assert [fault.code for fault in read(_formatted("access.share", 0.95, '0.00"%"')).faults] == ["ambiguous-percent"]


def test_a_second_answer_column_is_a_fault() -> None:
    def edit(book: Workbook) -> None:
        sheet = book["Questions"]
        sheet["J2"] = "answer"
        sheet.cell(row("access.mfa", sheet), 10).value = "Yes"
        sheet.column_dimensions["J"].hidden = True

    assert "column-twice" in [fault.code for fault in read(edited(edit, filled())).faults]


def test_a_hidden_questions_sheet_is_a_fault() -> None:
    def edit(book: Workbook) -> None:
        book["Questions"].sheet_state = "veryHidden"
        book.copy_worksheet(book["Questions"]).title = "Questions "

    assert [fault.code for fault in read(edited(edit, filled())).faults] == ["sheet-hidden"]


def test_hidden_rows_and_columns_are_said() -> None:
    def edit(book: Workbook) -> None:
        sheet = book["Questions"]
        sheet.row_dimensions[row("access.mfa", sheet)].hidden = True
        sheet.column_dimensions["F"].hidden = True

    reading = read(edited(edit, filled()))
    assert not reading.faults
    assert [warning.code for warning in reading.warnings] == ["hidden", "hidden"]


def test_a_cell_that_a_formula_elsewhere_fills_is_a_fault() -> None:
    """The anchor of an array formula carries the formula; the other cells only the last result."""

    def edit(book: Workbook) -> None:
        sheet = book["Questions"]
        at = row("access.mfa", sheet)
        sheet[f"D{at}"] = ArrayFormula(f"D{at}:E{at}", '={"Yes","Yes"}')

    reading = read(edited(edit, filled()))
    assert [(fault.code, fault.question) for fault in reading.faults] == [("formula", "access.mfa")]
    assert "object at" not in str(reading.faults)


def _reworded(question: str, text: str, digest: str) -> bytes:
    """Return a workbook that claims to be of another wording, with its own digest for one question."""

    def edit(book: Workbook) -> None:
        sheet, identity = book["Questions"], book["_vendorrisk"]
        sheet.cell(row(question, sheet), 2).value = text
        identity["B5"] = "1" * 64
        identity.cell(row(question, identity), 2).value = digest

    return edited(edit, filled())


def test_another_wording_is_said() -> None:
    text = "Is there a second factor somewhere?"
    reading = read(_reworded("access.mfa", text, text_hash(text)))
    assert not reading.faults
    assert [warning.code for warning in reading.warnings] == ["other-wording"]
    assert "access.mfa" in reading.warnings[0].what


def test_the_text_of_another_question_is_no_other_wording() -> None:
    text = "What is so about access.spare?"
    faults = read(_reworded("access.mfa", text, text_hash(text))).faults
    assert [fault.question for fault in faults] == ["access.mfa"]
