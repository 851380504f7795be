"""Where questions stand in foreign files: headers, ids, sections, sheets (issue item 6)."""

from __future__ import annotations

import pytest
from foreign import HEADER, a_cell, by_id, codes, read, read_rows, sheet

from vendorrisk.capture.grid import Area
from vendorrisk.model.fault import FaultSeverity, RefusedInput


def test_a_header_may_stand_anywhere_and_columns_follow_it() -> None:
    reading = read(
        sheet(("A title",), (), (None, "Answer", "Question", "ID", "Comments"), (None, "Yes", "Is it?", "AC-01", "So."))
    )
    found = by_id(reading)["AC-01"]
    assert (found.value, found.comment, found.cell) == ("yes", "So.", "Form!B4")
    assert reading.questionnaire.question("AC-01").ask == "Is it?"


def test_sections_repeat_the_header_in_other_columns() -> None:
    reading = read(
        sheet(
            ("Access", None, "Answer", None, "Comments"),
            ("AC-01", "Is it?", "Yes", None, "First."),
            ("Data", None, None, "Answer", "Comments"),
            ("DA-01", "Was it?", None, "No", "Second."),
        ),
        section={"key": r"([A-Z]+)-.*", "title": {"letter": "A"}, "read": "header"},
        id={"column": {"letter": "A"}, "pattern": r"[A-Z]{2}-\d{2}"},
        question={"letter": "B"},
    )
    assert {name: (each.value, each.comment) for name, each in by_id(reading).items()} == {
        "AC-01": ("yes", "First."),
        "DA-01": ("no", "Second."),
    }
    assert [section.title for section in reading.questionnaire.sections] == ["Access", "Data"]


def test_without_headers_letters_count_from_where_the_ids_stand() -> None:
    reading = read(sheet((None, "AC-01", "Is it?", "Yes", "So."), (None, "AC-02", "And that?", "No")))
    assert {name: each.value for name, each in by_id(reading).items()} == {"AC-01": "yes", "AC-02": "no"}


@pytest.mark.parametrize(
    "written",
    ["AC-01.1", " AC-01.1 ", "AC- 01.1", "ac-01.1", "AC\N{NO-BREAK SPACE}-01.1", "AC\N{EN DASH}01.1", "AC-01.1."],
)
def test_ids_are_compared_without_blanks_and_case(written: str) -> None:
    assert "AC-01.1" in by_id(read_rows((written, "Is it?", "Yes")))


def test_an_id_with_an_ampersand_is_kept_also_where_it_is_escaped() -> None:
    reading = read_rows(("A&A-01.1", "Is it?", "Yes"), ("A&amp;A-01.2", "Was it?", "No"))
    assert list(by_id(reading)) == ["A&A-01.1", "A&A-01.2"]


@pytest.mark.parametrize(("number", "shown", "name"), [(2.2, "General", "2.2"), (2.1, "0.00", "2.10"), (7, "0", "7")])
def test_ids_can_be_numbers_and_keep_the_zero_that_is_shown(number: float, shown: str, name: str) -> None:
    pattern = {"column": {"header": "ID"}, "pattern": r"\d+(\.\d+)?"}
    reading = read_rows((a_cell(number, number_format=shown), "Is it?", "Yes"), id=pattern)
    assert list(by_id(reading)) == [name]


def test_an_id_may_begin_in_a_column_that_holds_for_several_rows() -> None:
    reading = read(
        sheet(
            ("Level", "No", "Question", "Answer"),
            ("SM1", 1, "First?", "Yes"),
            (None, 2, "Second?", "No"),
            (None, None, "Guidance", None),
            ("SM2", 3, "Third?", "Yes"),
        ),
        id={
            "column": {"header": "No"},
            "pattern": r"\d{1,2}",
            "prefix": {"column": {"header": "Level"}, "pattern": r"[A-Z]{2}\d"},
        },
    )
    assert [each.question for each in reading.answers] == ["SM1.1", "SM1.2", "SM2.3"]


def test_questions_without_ids_are_numbered() -> None:
    reading = read(
        sheet(("Question", "Answer"), ("Is it?", "Yes"), ("Was it?", "No")), sheet(("Notes",)), id={"column": None}
    )
    assert {name: each.value for name, each in by_id(reading).items()} == {"Q1": "yes", "Q2": "no"}


def test_what_follows_the_end_is_not_read() -> None:
    reading = read_rows(("AC-01", "Is it?", "Yes"), ("End of Form ",), ("AC-02", "Leftover", "Yes"), end=["End of*"])
    # A row with an id never ends a sheet, and none is read behind the end.
    assert list(by_id(reading)) == ["AC-01"]


def test_headings_give_sections_their_titles() -> None:
    reading = read(
        sheet(HEADER, ("V1", "Architecture"), ("1.1", "Is it?", "Yes"), ("V2", "Sign-in"), ("2.1", "Was it?", "No")),
        id={"column": {"header": "ID"}, "pattern": r"\d+\.\d+"},
        section={"key": r"(\d+)\..*", "title": {"letter": "B"}, "read": "heading", "heading": r"V\d+"},
    )
    assert [section.title for section in reading.questionnaire.sections] == ["Architecture", "Sign-in"]


def test_a_title_stands_on_the_first_row_of_its_section_only() -> None:
    reading = read(
        sheet(
            (*HEADER, "Domain"),
            ("AC-01", "One?", "Yes", None, "Access\nControl"),
            ("AC-02", "Two?", "Yes"),
            ("DA-01", "Three?", "Yes", None, "Data"),
        ),
        section={"title": "Domain"},
    )
    assert [(s.section, len(s.questions)) for s in reading.questionnaire.sections] == [("access", 2), ("data", 1)]


def test_sections_whose_titles_shorten_alike_stay_apart() -> None:
    long = "A title that is far longer than any id of a section can be, " * 3
    reading = read(
        sheet(
            (*HEADER, "Domain"),
            *[(f"AC-{n:02d}", "One?", "Yes", None, f"{long} {n}") for n in range(1, 4)],
            ("AC-04", "Four?", "Yes", None, "§"),
        ),
        section={"title": "Domain"},
    )
    assert len({section.section for section in reading.questionnaire.sections}) == 4


def test_sorting_the_rows_changes_no_questionnaire() -> None:
    rows = [(f"AC-01.{number}", f"Question {number}?", "Yes") for number in (1, 2, 10, 11)]
    section = {"key": r"([A-Z]+)-.*"}
    assert read_rows(*rows, section=section).questionnaire == read_rows(*reversed(rows), section=section).questionnaire
    assert [q.id for q in read_rows(*rows, section=section).questionnaire.questions][-1] == "AC-01.11"


def test_a_renamed_sheet_is_read_and_a_known_mirror_is_not() -> None:
    own = sheet(HEADER, ("AC-01", "Is it?", "Yes"), title="Ours (final)")
    mirror = sheet(HEADER, ("AC-01", "Is it?", "No"), title="Analyst")
    reading = read(mirror, own, sheets=["Form"], other_sheets=["Analyst"])
    assert [(each.value, each.cell) for each in reading.answers] == [("yes", "Ours (final)!C2")]


def test_only_typed_answers_count_where_a_question_stands_on_several_sheets() -> None:
    mirror = sheet(HEADER, ("AC-01", "Is it?", a_cell("No", formula="=Form!C2")), title="Mirror")
    own = sheet(HEADER, ("AC-01", "Is it?", "Yes"))
    reading = read(mirror, own)
    assert [(each.value, each.cell) for each in reading.answers] == [("yes", "Form!C2")]
    assert not reading.issues


def test_two_typed_answers_that_differ_leave_the_question_open() -> None:
    reading = read(sheet(HEADER, ("AC-01", "Is it?", "Yes")), sheet(HEADER, ("AC-01", "Is it?", "No"), title="More"))
    assert not reading.answers
    assert codes(reading) == {"Form!C2": "two-rows"}
    assert "Form!C2" in reading.issues[0].what
    assert "More!C2" in reading.issues[0].what


def test_a_row_that_stands_twice_with_one_answer_is_said() -> None:
    reading = read_rows(("AC-01", "Is it?", "Yes"), ("AC-01", "Is it?", "Yes"))
    assert [each.value for each in reading.answers] == ["yes"]
    assert codes(reading) == {"Form!C2": "duplicate-id"}


def test_calculated_question_texts_are_taken_as_stored() -> None:
    reading = read_rows(("AC-01", a_cell("Is it?", formula="=VLOOKUP(A2,X,2)"), "Yes"))
    assert reading.questionnaire.question("AC-01").ask == "Is it?"


def test_texts_that_were_calculated_and_not_kept_refuse_the_file() -> None:
    with pytest.raises(RefusedInput, match="keeps no calculated values") as refused:
        read_rows(("AC-01", a_cell(formula="=VLOOKUP(A2,X,2)"), "Yes"))
    assert "Excel or LibreOffice" in refused.value.mend


def test_a_file_without_questions_is_refused() -> None:
    with pytest.raises(RefusedInput, match="has no question where Small has them"):
        read(sheet(("Nothing", "here")))


def test_missing_questions_are_counted_by_section() -> None:
    reading = read_rows(
        ("AC-01", "Is it?", "Yes"),
        editions={"1.0": {"AC": 2, "DA": 1}},
        section={"key": r"([A-Z]+)-.*"},
    )
    assert [issue.what for issue in reading.issues] == [
        "small.xlsx holds 1 questions; Small 1.0 has 3 (AC 1 of 2, DA 0 of 1)."
    ]


def test_words_in_a_column_that_nobody_knows_are_said() -> None:
    rows = (*HEADER, "Weight", "Our remarks"), ("AC-01", "Is it?", "Yes", None, 3, "Look at this.")
    assert not read(sheet(*rows)).issues
    assert codes(read(sheet(*rows), ignore=["Weight"])) == {"Form!F2": "not-read"}


def test_an_answer_merged_over_several_questions_counts_for_the_first_alone() -> None:
    rows = HEADER, ("AC-01", "Is it?", "Yes"), ("AC-02", "Was it?"), ("AC-03", "Will it be?")
    reading = read(sheet(*rows, merged=[Area(2, 3, 4, 3)]))
    assert [each.question for each in reading.answers] == ["AC-01"]
    assert codes(reading) == {"Form!C2": "merged-answer"}
    assert "AC-02, AC-03 stay open" in reading.issues[0].what


def test_hidden_rows_are_read_and_said() -> None:
    reading = read(sheet(HEADER, ("AC-01", "Is it?", "Yes"), hidden_rows=frozenset({2})))
    assert [each.value for each in reading.answers] == ["yes"]
    assert codes(reading) == {"Form!C2": "hidden"}


def test_nothing_of_a_foreign_file_is_a_fault() -> None:
    reading = read_rows(("AC-01", "Is it?", a_cell("#REF!", error=True)), ("AC-02", "Was it?", "Well"))
    assert {issue.severity for issue in reading.issues} == {FaultSeverity.WARNING}
