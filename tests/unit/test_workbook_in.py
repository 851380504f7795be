"""Filled workbooks: what is read, and what is reported with which cell and words."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.workbook.workbook import Workbook
from workbooks import (
    ANSWERS,
    AT,
    PIN,
    QUESTIONNAIRE,
    VALUES,
    edited,
    filled,
    put_answers,
    read,
    row,
    template,
    values_of,
)

from vendorrisk.capture.workbook_in import WorkbookReading, identify_workbook, read_workbook
from vendorrisk.content import pin


def codes(reading: WorkbookReading) -> list[str]:
    return [fault.code for fault in reading.faults]


def test_a_blank_template_has_no_answers_and_no_faults() -> None:
    reading = read(template())
    assert (reading.answers, reading.faults, reading.warnings) == ({}, (), ())
    assert reading.declared.vendor == "Acme Analytics"


def test_a_filled_template_gives_every_answer_with_its_cell() -> None:
    reading = read(filled())
    assert (reading.faults, reading.warnings) == ((), ())
    assert values_of(reading.answers) == VALUES
    source = reading.answers["access.mfa"].source
    assert source.where == "acme.xlsx, Questions!E9"
    assert (source.channel, source.recorder, source.at, source.note) == ("workbook", "pat", AT, "")


def test_the_cover_says_who_completed_it() -> None:
    def edit(book: Workbook) -> None:
        labels = {line[1].value: line[2] for line in book["Cover"].iter_rows() if line[1].value}
        labels["Completed by: name"].value = "Jo Doe"
        labels["Completed by: role"].value = "Head of security"
        labels["Completed on"].value = dt.date(2026, 11, 2)

    reading = read(edited(edit, filled()))
    assert reading.declared.respondent == "Jo Doe, Head of security"
    assert reading.declared.completed_on == dt.date(2026, 11, 2)
    assert reading.answers["service.ai"].source.respondent == "Jo Doe, Head of security"


@pytest.mark.parametrize(
    ("entries", "respondent", "complete", "said"),
    [
        ({"Completed by: name": "Jo Doe"}, "Jo Doe", False, "stands there without a role"),
        ({"Completed by: name": "Jo Doe", "Completed by: role": "Head"}, "Jo Doe, Head", False, ""),
        ({"Completed on": dt.date(2026, 11, 2)}, "", False, "does not say by whom"),
        ({"Completed by: name": "Jo Doe", "Completed on": dt.date(2026, 11, 2)}, "Jo Doe", True, "without a role"),
        ({"Completed by: role": "Head", "Completed on": dt.date(2026, 11, 2)}, "", False, "does not say by whom"),
        ({"Completed by: name": "Jo", "Completed by: role": "CTO", "Completed on": "?"}, "Jo, CTO", False, "no date"),
    ],
)
def test_only_a_name_with_a_date_declares_the_answers_complete(
    entries: dict[str, Any],
    respondent: str,
    complete: bool,  # noqa: FBT001  a column of the table above
    said: str,
) -> None:
    def edit(book: Workbook) -> None:
        labels = {line[1].value: line[2] for line in book["Cover"].iter_rows() if line[1].value}
        for label, value in entries.items():
            labels[label].value = value

    reading = read(edited(edit, filled()))
    assert (reading.declared.respondent, reading.declared.complete) == (respondent, complete)
    assert len(reading.warnings) == (said != "")
    assert all(said in fault.what for fault in reading.warnings)


def test_the_cover_names_the_product() -> None:
    assert read(template(product_name="Risk Insights")).declared.product == "Risk Insights"


def test_every_question_has_its_cell_even_where_it_is_empty() -> None:
    reading = read(template())
    assert list(reading.cells) == [question.id for question in QUESTIONNAIRE.questions]
    assert reading.cells["service.ai"] == "Questions!E5"


def test_identify() -> None:
    assert identify_workbook(template()) == ("every-kind", "1.2.0", PIN.digest)


COMMAS = "read as one item 'Ireland, Germany'; write one per line for several"


@pytest.mark.parametrize(
    ("question", "raw", "value", "note"),
    [
        ("service.ai", " y ", "yes", "read 'y' as Yes"),
        ("service.ai", True, "yes", "read 'True' as Yes"),
        ("access.mfa", "PARTIAL", "partly", "read 'PARTIAL' as partly"),
        ("access.hours", "24 hours", 24, "read '24 hours' as 24"),
        ("access.share", "95 %", 95, ""),
        ("access.words", "Line_x000D_\nnext", "Line\nnext", ""),
        ("access.countries", "Ireland, Germany", ("Ireland, Germany",), COMMAS),
        ("access.countries", "Ireland\nGermany", ("Ireland", "Germany"), ""),
        ("access.words", 12.5, "12.5", "read the number or date as the text '12.5'"),
    ],
)
def test_slips_are_read_and_noted(question: str, raw: Any, value: Any, note: str) -> None:
    reading = read(filled({question: raw}))
    assert reading.faults == ()
    answer = reading.answers[question]
    assert (answer.value, answer.source.note) == (value, note)


def test_a_percentage_cell_is_read_as_it_is_shown() -> None:
    def edit(book: Workbook) -> None:
        cell = book["Questions"].cell(row("access.share", book["Questions"]), 5)
        cell.value, cell.number_format = 0.955, "0.0%"

    assert read(edited(edit)).answers["access.share"].value == 95.5


def test_all_faults_are_reported_at_once_with_their_cells() -> None:
    answers = {"service.ai": "Yess", "access.hours": "1,234", "access.date": "13/2026", "access.share": 0.95}
    reading = read(filled(answers))
    assert [(fault.where, fault.code, fault.question) for fault in reading.faults] == [
        ("Questions!E5", "unknown-option", "service.ai"),
        ("Questions!E10", "ambiguous-number", "access.hours"),
        ("Questions!E11", "ambiguous-percent", "access.share"),
        ("Questions!E12", "not-a-date", "access.date"),
    ]
    assert str(reading.faults[0]) == "Questions!E5  'Yess' is none of 'Yes', 'No'.  Did you mean 'Yes'?"
    assert reading.faults[0].found == "Yess"
    assert reading.answers == {}


def test_not_applicable_needs_a_reason_and_a_question_that_allows_it() -> None:
    assert codes(read(filled({"access.hours": "n/a"}))) == ["reason-missing"]
    assert codes(read(filled({"access.mfa": "n/a"}, {"access.mfa": "Because."}))) == ["not-applicable-not-allowed"]
    beside = read(filled({"access.hours": "n/a"}, evidence={"access.hours": "C:\\mine\\a.pdf"}))
    assert codes(beside) == ["bad-evidence", "reason-missing"]  # both at once, not one after the other
    reading = read(filled({"access.hours": "N/A"}, {"access.hours": "Nobody can sign in."}))
    assert reading.answers["access.hours"].not_applicable
    assert reading.answers["access.hours"].comment == "Nobody can sign in."


def test_rows_may_be_sorted_if_they_stay_whole() -> None:
    def edit(book: Workbook) -> None:
        sheet = book["Questions"]
        one, two = row("access.mfa", sheet), row("access.words", sheet)
        for column in range(1, 8):
            a, b = sheet.cell(one, column), sheet.cell(two, column)
            a.value, b.value = b.value, a.value
            a.data_type = b.data_type = "s"

    reading = read(edited(edit, filled()))
    assert reading.faults == ()
    assert values_of(reading.answers) == VALUES


def test_ids_moved_apart_from_their_questions_are_reported() -> None:
    def edit(book: Workbook) -> None:
        sheet = book["Questions"]
        one, two = row("access.mfa", sheet), row("access.words", sheet)
        for column in (1, 5):
            a, b = sheet.cell(one, column), sheet.cell(two, column)
            a.value, b.value = b.value, a.value

    reading = read(edited(edit, filled()))
    assert codes(reading) == ["row-moved", "row-moved"]
    assert reading.faults[0].where == "Questions!A9"
    assert "The row of access.words was moved apart from its question (row 13)." in str(reading.faults[0])
    assert not {"access.mfa", "access.words"} & set(reading.answers)


def test_corrected_wording_of_the_same_meaning_still_fits() -> None:
    question = QUESTIONNAIRE.questions[2].model_copy(update={"ask": "What is so, about access.mfa?"})
    section = QUESTIONNAIRE.sections[1]
    section = section.model_copy(update={"questions": (question, *section.questions[1:])})
    newer = QUESTIONNAIRE.model_copy(update={"sections": (QUESTIONNAIRE.sections[0], section)})
    assert pin(newer).digest == PIN.digest
    assert pin(newer).full_digest != PIN.full_digest
    assert values_of(read(filled(), newer).answers) == VALUES


def test_a_workbook_of_another_version_carries_what_did_not_change() -> None:
    section = QUESTIONNAIRE.sections[1]
    questions = [question for question in section.questions if question.id != "access.page"]
    questions[0] = questions[0].model_copy(update={"ask": "Is it so for everybody?"})
    hours = questions[1].model_copy(update={"maximum": 100})
    extra = questions[2].model_copy(update={"id": "access.extra", "ask": "And what else?"})
    questions = [questions[0], hours, *questions[2:], extra]
    changed = section.model_copy(update={"questions": tuple(questions)})
    newer = QUESTIONNAIRE.model_copy(update={"version": "2.0.0", "sections": (QUESTIONNAIRE.sections[0], changed)})
    reading = read(filled(), newer)
    assert codes(reading) == []
    assert values_of(reading.answers) == {
        name: value for name, value in VALUES.items() if name not in ("access.mfa", "access.hours", "access.page")
    }
    assert reading.changes.changed == ("access.mfa", "access.hours")
    assert reading.changes.removed == ("access.page",)
    assert reading.changes.added == ("access.extra",)
    said = {fault.code: fault for fault in reading.warnings if fault.code != "not-carried"}
    assert "made for every-kind 1.2.0, and the current version is 2.0.0" in said["other-version"].what
    assert said["new-questions"].what == "1 questions are new: access.extra."
    lost = {fault.question: fault.what for fault in reading.warnings if fault.code == "not-carried"}
    assert lost["access.mfa"] == "access.mfa has changed since, so its answer 'partly' was not carried over."
    assert lost["access.page"].startswith("access.page is no longer asked, so its answer 'https://example.com")
    assert len(lost) == 3


def test_other_questions_under_the_same_version_are_refused() -> None:
    other = QUESTIONNAIRE.model_copy(update={"sections": QUESTIONNAIRE.sections[1:]})
    reading = read(filled(), other)
    assert codes(reading) == ["other-version"]
    assert "vendorrisk template every-kind" in reading.faults[0].mend
    assert reading.answers == {}


def test_another_questionnaire_is_said() -> None:
    other = QUESTIONNAIRE.model_copy(update={"questionnaire": "other"})
    assert codes(read(filled(), other)) == ["other-questionnaire"]


def test_comments_without_answer_and_contradictions_are_warned_of() -> None:
    comments = {"access.mfa": "We plan it.", "service.ai": "Not applicable, we have none."}
    reading = read(filled({"service.ai": "No"}, comments))
    assert reading.faults == ()
    assert [(item.code, item.where) for item in reading.warnings] == [
        ("comment-disagrees", "Questions!F5"),
        ("comment-without-answer", "Questions!E9"),
    ]
    assert set(reading.answers) == {"service.ai"}


def test_what_is_written_outside_the_template_is_said_to_be_unread() -> None:
    def edit(book: Workbook) -> None:
        book["Questions"]["K9"] = "See our portal."
        book["Questions"].cell(9, 5).comment = Comment("Ask Jo.", "Jo")
        book.create_sheet("Notes")

    assert [item.code for item in read(edited(edit, filled())).warnings] == [
        "not-read",
        "note-not-read",
        "sheet-not-read",
    ]


def test_a_struck_out_answer_is_asked_about() -> None:
    def edit(book: Workbook) -> None:
        put_answers(book["Questions"], {"access.mfa": "no"})
        book["Questions"].cell(row("access.mfa", book["Questions"]), 5).font = Font(strike=True)

    assert codes(read(edited(edit))) == ["struck-out"]


def test_an_answer_that_is_struck_out_in_part_is_asked_about() -> None:
    def edit(book: Workbook) -> None:
        sheet = book["Questions"]
        old = TextBlock(InlineFont(strike=True), "no")
        sheet.cell(row("access.mfa", sheet), 5).value = CellRichText(old, " partly")

    faults = read(edited(edit)).faults
    assert [fault.what for fault in faults] == ["Part of 'no partly' is struck out."]


def test_columns_may_move_and_titles_may_stand_above() -> None:
    def edit(book: Workbook) -> None:
        book["Questions"].insert_rows(1, 3)
        book["Questions"].insert_cols(3)

    reading = read(edited(edit, filled()))
    assert values_of(reading.answers) == VALUES
    assert reading.answers["access.mfa"].source.cell == "Questions!F12"


def test_evidence_is_taken_from_the_folder(tmp_path: Path) -> None:
    (tmp_path / "policy.pdf").write_bytes(b"%PDF-1.7 policy")
    named = "policy.pdf [2026-03-01]\nhttps://example.com/report [2026-02-01]\nlost.pdf"
    reading = read(filled(ANSWERS, evidence={"access.mfa": named, "access.hours": "policy.pdf"}), folder=tmp_path)
    assert reading.faults == ()
    file, address, lost = reading.answers["access.mfa"].evidence
    assert (file.name, file.kind, file.issued, file.size) == ("policy.pdf", "file", dt.date(2026, 3, 1), 15)
    assert file.media_type == "application/pdf"
    assert file.sha256 is not None
    assert reading.evidence == {file.sha256: b"%PDF-1.7 policy"}
    assert (address.kind, address.issued) == ("url", dt.date(2026, 2, 1))
    assert lost.sha256 is None
    assert reading.answers["access.hours"].evidence[0].sha256 == file.sha256
    assert [item.code for item in reading.warnings] == ["evidence-missing", "evidence-undated"]
    assert reading.warnings[1].found == "policy.pdf"


def test_reading_needs_no_folder() -> None:
    data = filled(ANSWERS, evidence={"access.mfa": "policy.pdf"})
    reading = read_workbook(data, "a.xlsx", questionnaire=QUESTIONNAIRE, pin=PIN, recorder="pat", at=AT)
    assert reading.answers["access.mfa"].evidence[0].sha256 is None
    assert reading.warnings == ()
