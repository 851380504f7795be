"""What answer cells of foreign files say: never more than stands there, and nothing is lost (issue items 2 and 6)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from foreign import HEADER, a_cell, by_id, codes, counts, read, read_rows, sheet

from vendorrisk.capture.grid import Area
from vendorrisk.capture.quantities import Raw

TEXT = [{"type": "text", "options": []}]
MARKS: dict[str, Any] = {
    "answer": None,
    "marks": {"yes": {"header": "Yes"}, "no": {"header": "No"}, "n/a": {"header": "Not Applicable"}},
    "comment": {"header": "Notes"},
}
MARK_HEADER = ("ID", "Question", "Yes", "No", "Not Applicable", "Notes")


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("Yes", "yes"),
        ("yes ", "yes"),
        ("YES.", "yes"),
        ("Y", "yes"),
        ("1) Yes", "yes"),
        (True, "yes"),
        ("“Yes”", "yes"),
        ("No", "no"),
        ("n", "no"),
        ("2) No", "no"),
    ],
)
def test_spellings_of_options(written: Raw, value: str) -> None:
    assert by_id(read_rows(("AC-01", "Is it?", written)))["AC-01"].value == value


def test_lenient_readings_are_noted() -> None:
    found = by_id(read_rows(("AC-01", "Is it?", "Y"), ("AC-02", "Was it?", "yes ")))
    assert (found["AC-01"].note, found["AC-02"].note) == ("read 'Y' as Yes", "")


@pytest.mark.parametrize("written", ["NA", "N/A", "n/a", "n.a.", "Not Applicable", "not  applicable.", "4) N/A"])
def test_spellings_of_not_applicable(written: str) -> None:
    reading = read_rows(("AC-01", "Is it?", written, "We have no data centre."))
    found = by_id(reading)["AC-01"]
    assert (found.value, found.not_applicable, found.comment) == (None, True, "We have no data centre.")
    assert not reading.issues


@pytest.mark.parametrize("comment", [None, " ", "N/A", "not applicable."])
def test_not_applicable_without_a_reason_is_kept_and_said(comment: str | None) -> None:
    reading = read_rows(("AC-01", "Is it?", "N/A", comment))
    assert by_id(reading)["AC-01"].not_applicable
    assert codes(reading) == {"Form!C2": "no-reason"}


@pytest.mark.parametrize(
    "written", ["Don't know", "Skipped", "Refer to our SOC 2 report", "Yes, mostly", "Yes/No", "Partially", 1]
)
def test_other_words_are_kept_and_are_neither_yes_nor_no(written: Raw) -> None:
    reading = read_rows(("AC-01", "Is it?", written, "See there."))
    found = by_id(reading)["AC-01"]
    assert (found.value, found.comment) == ("other", f"{written}\nSee there.")
    assert codes(reading) == {"Form!C2": "other-words"}


@pytest.mark.parametrize("written", [None, "", " ", "\N{NO-BREAK SPACE}\n", dt.time(0, 0), "00:00:00", dt.timedelta()])
def test_what_is_blank_is_open_in_silence(written: Raw) -> None:
    reading = read_rows(("AC-01", "Is it?", written))
    assert not reading.answers
    assert not reading.issues


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (a_cell("#REF!", error=True), "error-value"),
        (a_cell("#N/A"), "error-value"),
        (a_cell("Yes", formula="=X1"), "formula"),
        (a_cell(None, formula="=X1"), "formula"),
        (a_cell("Yes", struck=True), "struck-through"),
        (a_cell("Yes No", partly_struck=True), "struck-through"),
        (a_cell(0), "not-an-answer"),
        (a_cell(False), "unticked"),
        (a_cell("TBD"), "placeholder"),
        (a_cell("?"), "placeholder"),
        (a_cell("[Select]"), "placeholder"),
    ],
)
def test_what_is_no_answer_stays_open_and_is_said(cell: Any, code: str) -> None:
    reading = read_rows(("AC-01", "Is it?", cell))
    assert not reading.answers
    assert codes(reading) == {"Form!C2": code}


def test_a_formula_over_an_area_fills_its_cells_too() -> None:
    reading = read(sheet(HEADER, ("AC-01", "Is it?", "Yes"), filled=(Area(2, 3, 9, 3),)))
    assert codes(reading) == {"Form!C2": "formula"}


def test_placeholders_and_presets_of_a_layout_are_no_answers() -> None:
    reading = read_rows(
        ("AC-01", "Who are you?", "Vendor Name"),
        ("AC-02", "Is it?", "2) No"),
        ("AC-03", "Is it?", "2) No"),
        placeholders=["Vendor*"],
        presets={"AC-02": "2) No"},
    )
    assert [(each.question, each.value) for each in reading.answers] == [("AC-03", "no")]
    assert codes(reading) == {"Form!C2": "placeholder", "Form!C3": "preset"}
    assert [each.found for each in reading.unanswered] == ["Vendor Name", "2) No"]


def test_answer_and_comment_that_disagree_are_both_kept() -> None:
    reading = read_rows(("AC-01", "Is it?", "No", "Not applicable, we have no data centre."))
    found = by_id(reading)["AC-01"]
    assert (found.value, found.comment) == ("no", "Not applicable, we have no data centre.")
    assert codes(reading) == {"Form!C2": "comment-contradicts"}


def test_a_bare_n_a_beside_a_yes_contradicts_nothing_and_beside_a_no_it_does() -> None:
    reading = read_rows(("AC-01", "Is it?", "Yes", "N/A"), ("AC-02", "Is it?", "No", "N/A"))
    assert codes(reading) == {"Form!C3": "comment-contradicts"}


@pytest.mark.parametrize("comment", ["Nasdaq requires it.", "National law.", "Nothing to add."])
def test_comments_that_only_begin_alike_do_not_disagree(comment: str) -> None:
    assert not read_rows(("AC-01", "Is it?", "No", comment)).issues


def test_a_comment_alone_answers_nothing_and_is_not_lost() -> None:
    reading = read_rows(("AC-01", "Is it?", None, "We are working on it."))
    assert not reading.answers
    assert [each.comment for each in reading.unanswered] == ["We are working on it."]
    assert codes(reading) == {"Form!C2": "comment-only"}


def test_further_columns_stand_in_the_comment_behind_their_header() -> None:
    rows = (*HEADER, "Owner"), ("AC-01", "Is it?", "Yes", "Always.", "Shared")
    assert by_id(read(sheet(*rows), also=["Owner"]))["AC-01"].comment == "Always.\nOwner: Shared"


def test_the_text_of_a_link_in_the_comment_is_kept() -> None:
    link = a_cell("Our policy", formula='=HYPERLINK("https://acme.example/policy","Our policy")')
    assert by_id(read_rows(("AC-01", "Is it?", "Yes", link)))["AC-01"].comment == "Our policy"


def test_an_answer_that_the_file_lets_out_is_kept_and_said() -> None:
    rows = (*HEADER, "Skip?"), ("AC-01", "Is it?", "Yes", None, a_cell("You may skip this", formula="=IF(1,2)"))
    reading = read(sheet(*rows), skip={"column": "Skip?", "text": "skip"})
    assert by_id(reading)["AC-01"].value == "yes"
    assert codes(reading) == {"Form!C2": "skipped-answered"}


def test_texts_are_kept_as_written_and_unfinished_ones_said() -> None:
    fields: dict[str, Any] = {"answers": TEXT, "placeholders": ["MISSING*"], "unfinished": ["MISSING"]}
    reading = read_rows(
        ("AC-01", "What?", "Daily.\nEncrypted."),
        ("AC-02", "What?", "MISSING: ask the owner"),
        ("AC-03", "What?", "Daily. MISSING: where"),
        ("AC-04", "What?", "n/a", "No backups."),
        **fields,
    )
    assert {each.question: each.value for each in reading.answers} == {
        "AC-01": "Daily.\nEncrypted.",
        "AC-03": "Daily. MISSING: where",
        "AC-04": None,
    }
    assert codes(reading) == {"Form!C3": "placeholder", "Form!C4": "unfinished"}
    assert counts(reading) == {"text": 2, "n/a": 1, "open": 1}


def test_a_date_in_a_text_is_noted() -> None:
    found = by_id(read_rows(("AC-01", "When?", dt.datetime(2026, 3, 1)), answers=TEXT))["AC-01"]  # noqa: DTZ001
    assert (found.value, found.note) == ("2026-03-01", "read a date as 2026-03-01")


@pytest.mark.parametrize("mark", ["x", "X", " x ", "✓", "✔", "☑", "Yes", "1", 1, True])
def test_marks(mark: Raw) -> None:
    reading = read(sheet(MARK_HEADER, ("AC-01", "Is it?", mark)), **MARKS)
    assert [(each.value, each.cell) for each in reading.answers] == [("yes", "Form!C2")]


@pytest.mark.parametrize("mark", [None, "", " ", False, "☐", "-"])
def test_what_is_no_mark_leaves_the_question_open(mark: Raw) -> None:
    assert not read(sheet(MARK_HEADER, ("AC-01", "Is it?", mark)), **MARKS).answers


def test_a_mark_beside_a_box_that_is_not_ticked_counts() -> None:
    reading = read(sheet(MARK_HEADER, ("AC-01", "Is it?", "☐", "☒", "☐")), **MARKS)
    assert [each.value for each in reading.answers] == ["no"]


def test_a_mark_for_not_applicable_has_its_reason_in_the_notes() -> None:
    reading = read(sheet(MARK_HEADER, ("AC-01", "Is it?", None, None, "x", "No data centre.")), **MARKS)
    assert [(each.not_applicable, each.comment) for each in reading.answers] == [(True, "No data centre.")]


@pytest.mark.parametrize("count", [2, 3])
def test_two_or_three_marks_leave_the_question_open(count: int) -> None:
    reading = read(sheet(MARK_HEADER, ("AC-01", "Is it?", *["x"] * count)), **MARKS)
    assert not reading.answers
    assert codes(reading) == {"Form!C2": "two-marks"}
    assert "Yes: x; No: x" in reading.issues[0].what


def test_words_in_place_of_a_mark_are_kept() -> None:
    reading = read(sheet(MARK_HEADER, ("AC-01", "Is it?", "No")), **MARKS)
    assert [(each.value, each.comment) for each in reading.answers] == [("other", "No")]
    assert codes(reading) == {"Form!C2": "other-words"}


def test_a_mark_merged_across_answers_says_none_of_them() -> None:
    reading = read(sheet(MARK_HEADER, ("AC-01", "Is it?", "x"), merged=[Area(2, 3, 2, 5)]), **MARKS)
    assert not reading.answers
    assert codes(reading) == {"Form!C2": "merged-answer"}


def test_marks_further_right_are_none() -> None:
    reading = read(sheet((*MARK_HEADER, "Private"), ("AC-01", "Is it?", None, None, None, None, "x")), **MARKS)
    assert not reading.answers


def test_words_in_the_same_area_of_several_kinds() -> None:
    answers = [
        {"ids": ["AC-.*"], "options": [{"id": "all", "label": "Yes, all of them"}, "some", "none"]},
        {"words": {"n/a": ["No, it is not applicable"], "yes": ["Affirmative"]}},
    ]
    reading = read_rows(
        ("AC-01", "How many?", "Yes, all of them"),
        ("DA-01", "Is it?", "Affirmative"),
        ("DA-02", "Is it?", "No, it is not applicable", "None here."),
        answers=answers,
    )
    assert {each.question: each.value for each in reading.answers} == {"AC-01": "all", "DA-01": "yes", "DA-02": None}
    assert reading.questionnaire.question("AC-01").option_ids == ("all", "some", "none", "other")
