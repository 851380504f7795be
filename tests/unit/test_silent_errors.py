"""Errors that nobody notices in a filled workbook: each is caught and reported by its cell (issue item 2).

Every case is a real workbook that openpyxl wrote and our own parser reads.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet
from workbooks import ANSWERS, VALUES, edited, filled, put_answers, read, row, template, values_of

from vendorrisk.model.fault import Fault

Edit = Callable[[Worksheet], object]
ID, QUESTION, ANSWER, COMMENT, EVIDENCE = 1, 2, 5, 6, 7


def rows() -> dict[str, int]:
    found: dict[str, int] = {}

    def look(book: Workbook) -> None:
        sheet = book["Questions"]
        found.update({str(cell.value): cell.row for cell in sheet["A"] if "." in str(cell.value)})

    edited(look)
    return found


ROWS = rows()


def e(name: str, column: str = "E") -> str:
    """Return the cell of a question's answer, or of another column."""
    return f"Questions!{column}{ROWS[name]}"


def put(name: str, value: Any, column: int = ANSWER, **looks: Any) -> Edit:
    """Write a value into a question's answer cell, or another, with its looks."""

    def edit(sheet: Worksheet) -> None:
        cell = sheet.cell(row(name, sheet), column)
        cell.value = value
        for attribute, look in looks.items():
            setattr(cell, attribute, look)

    return edit


def all_of(*edits: Edit) -> Edit:
    def edit(sheet: Worksheet) -> None:
        for each in edits:
            each(sheet)

    return edit


def spoilt(edit: Edit, answers: Mapping[str, Any] = ANSWERS) -> bytes:
    return edited(lambda book: edit(book["Questions"]), filled(answers))


def sorted_apart(column: int) -> Edit:
    """Sort one column of the access section alone, as selecting it before sorting does."""

    def edit(sheet: Worksheet) -> None:
        places = [ROWS[name] for name in ("access.mfa", "access.hours", "access.share")]
        values = sorted(str(sheet.cell(place, column).value) for place in places)
        for place, value in zip(places, values, strict=True):
            sheet.cell(place, column).value = value

    return edit


def copy_row(source: str, target: int) -> Edit:
    def edit(sheet: Worksheet) -> None:
        for column in range(1, 8):
            sheet.cell(target, column).value = sheet.cell(ROWS[source], column).value

    return edit


def copy_sheet(change: Edit) -> Edit:
    def edit(sheet: Worksheet) -> None:
        book = sheet.parent
        assert book is not None
        copy = book.copy_worksheet(sheet)
        copy.title = "Questions (2)"
        change(copy)

    return edit


def partly_struck(text: str, struck: str) -> CellRichText:
    return CellRichText(text, TextBlock(InlineFont(strike=True), struck))


BELOW = max(ROWS.values()) + 1
FAULTS: Mapping[str, tuple[Edit, list[tuple[str, str]]]] = {
    "ids sorted apart from their questions": (
        sorted_apart(ID),
        [("row-moved", e("access.mfa", "A")), ("row-moved", e("access.hours", "A"))],
    ),
    "questions sorted apart from their ids": (
        all_of(put("access.mfa", "X", QUESTION), put("access.hours", None, ID)),
        [("question-changed", e("access.mfa", "B")), ("id-changed", e("access.hours", "A"))],
    ),
    "a row copied": (copy_row("access.mfa", BELOW), [("duplicate-row", f"Questions!A{BELOW}")]),
    "an answer in a row put between": (
        lambda sheet: setattr(sheet.cell(BELOW, ANSWER), "value", "Yes"),
        [("no-question", f"Questions!A{BELOW}")],
    ),
    "a formula": (put("access.hours", "=12*2"), [("formula", e("access.hours"))]),
    "an error value": (put("access.hours", "#REF!", data_type="e"), [("cell-error", e("access.hours"))]),
    "merged answers": (
        lambda sheet: sheet.merge_cells(f"E{ROWS['access.hours']}:E{ROWS['access.share']}"),
        [("merged", e("access.hours")), ("merged", e("access.share"))],
    ),
    "a date that can be two": (put("access.date", "03/04/2026"), [("ambiguous-date", e("access.date"))]),
    "a day number": (put("access.date", 46023, number_format="General"), [("not-a-date", e("access.date"))]),
    "a number shown as a date": (
        put("access.hours", dt.datetime(1900, 1, 3), number_format="yyyy-mm-dd"),  # noqa: DTZ001  cells have no zone
        [("not-a-number", e("access.hours"))],
    ),
    "thousands or decimals": (put("access.hours", "1,234"), [("ambiguous-number", e("access.hours"))]),
    "thousands and decimals": (put("access.hours", "1.234,5"), [("ambiguous-number", e("access.hours"))]),
    "a share that can be two percentages": (put("access.share", 0.95), [("ambiguous-percent", e("access.share"))]),
    "struck through": (put("access.mfa", "partly", font=Font(strike=True)), [("struck-out", e("access.mfa"))]),
    "partly struck through": (put("access.mfa", partly_struck("Yes ", "partly")), [("struck-out", e("access.mfa"))]),
    "two answers": (put("access.mfa", "Yes, partly"), [("several-options", e("access.mfa"))]),
    "a mark instead of an answer": (put("access.mfa", "x"), [("unknown-option", e("access.mfa"))]),
    "words of another list": (put("access.mfa", "Fully"), [("unknown-option", e("access.mfa"))]),
    "an option among words that are none": (
        put("service.kinds", "predictive\nnonsense"),
        [("unknown-option", e("service.kinds"))],
    ),
    "not applicable where it can't be": (put("access.mfa", "n/a"), [("not-applicable-not-allowed", e("access.mfa"))]),
    "not applicable without a reason": (put("access.hours", "n/a"), [("reason-missing", e("access.hours", "F"))]),
    "a text that is too long": (put("access.words", "w" * 4001), [("too-long", e("access.words"))]),
    "a comment that is too long": (put("access.mfa", "w" * 4001, COMMENT), [("too-long", e("access.mfa", "F"))]),
    "an answer in the comment": (
        all_of(put("access.mfa", None), put("access.mfa", "Yes", COMMENT)),
        [("answer-beside", e("access.mfa", "F"))],
    ),
    "a number in the evidence": (
        all_of(put("access.hours", None), put("access.hours", "24", EVIDENCE)),
        [("answer-beside", e("access.hours", "G"))],
    ),
    "a second sheet with other answers": (copy_sheet(put("access.mfa", "no")), [("sheet-copied", "acme.xlsx")]),
    "a header with other words": (
        lambda sheet: setattr(sheet.cell(2, ANSWER), "value", "Reply of ours"),
        [("column-missing", "Questions")],
    ),
    "a hidden sheet": (lambda sheet: setattr(sheet, "sheet_state", "hidden"), [("sheet-hidden", "Questions")]),
}
PLACEHOLDERS = (
    *("TBD", "tbc", "TBD by legal", "to be confirmed", "To be provided next week", "?", "???", "-", "…", "xx", "n/a?"),
    *("[insert answer here]", "<your answer>", "Lorem ipsum dolor sit amet", "unknown", "don\u2019t know", "pending"),
    *("see above", "See comments", "same as last year", "as above", "ditto", "wird nachgereicht", "à compléter"),
    *("A few sentences.", "dd.mm.yyyy"),
)
NO_REASONS = ("n/a", "-", "N/A", "not applicable", "TBD", "see above", "none", "not relevant", "entfällt")


def findings(data: bytes) -> tuple[list[Fault], list[Fault]]:
    reading = read(data)
    return list(reading.faults), list(reading.warnings)


@pytest.mark.parametrize(("edit", "expected"), FAULTS.values(), ids=FAULTS)
def test_a_silent_error_is_a_fault_of_its_cell(edit: Edit, expected: list[tuple[str, str]]) -> None:
    faults, _ = findings(spoilt(edit))
    assert [(fault.code, fault.where) for fault in faults if fault.code != "row-missing"] == expected
    assert all(fault.what and fault.mend for fault in faults)


@pytest.mark.parametrize("name", ["access.words", "access.date", "service.ai", "access.hours"])
@pytest.mark.parametrize("text", PLACEHOLDERS)
def test_what_holds_the_place_of_an_answer_is_none(name: str, text: str) -> None:
    (fault,), _ = findings(spoilt(put(name, text)))
    assert (fault.code, fault.where) == ("placeholder", e(name))
    assert "empty until" in fault.mend
    assert fault.accept == "placeholders=open"


@pytest.mark.parametrize("text", NO_REASONS)
def test_not_applicable_takes_a_reason_that_is_one(text: str) -> None:
    (fault,), _ = findings(spoilt(all_of(put("access.hours", "n/a"), put("access.hours", text, COMMENT))))
    assert (fault.code, fault.where) == ("reason-missing", e("access.hours", "F"))
    assert f"'{text}' is no reason" in fault.what
    reading = read(spoilt(all_of(put("access.hours", "n/a"), put("access.hours", "No staff accounts.", COMMENT))))
    assert reading.answers["access.hours"].comment == "No staff accounts."


READ: Mapping[str, tuple[str, Any, Any, str]] = {
    "a date as text": ("access.date", "2026-03-01", "2026-03-01", ""),
    "a date in words": ("access.date", "1 March 2026", "2026-03-01", "read '1 March 2026' as 2026-03-01"),
    "a date that can be only one": ("access.date", "25/12/2026", "2026-12-25", "read '25/12/2026' as 2026-12-25"),
    "a decimal comma": ("access.hours", "1,5", 1.5, "read '1,5' as 1.5"),
    "a number as text": ("access.hours", "24", 24, ""),
    "a number behind an apostrophe": ("access.hours", "'24", 24, ""),
    "a date behind an apostrophe": ("access.date", "'2026-03-01", "2026-03-01", ""),
    "a percentage as text": ("access.share", "95 %", 95, ""),
    "a tick": ("service.ai", True, "yes", "read 'True' as Yes"),
    "no tick": ("service.ai", False, "no", "read 'False' as No"),
    "spaces without and with width": ("access.mfa", "\u200b\u00a0Yes \ufeff", "yes", ""),
    "look-alike letters": (
        "access.mfa",
        "\u0423\u0435s",
        "yes",
        "read '\u0423\u0435s' as Yes (it holds characters that only look like those)",
    ),
    "a joiner": (
        "access.mfa",
        "Y\u200des",
        "yes",
        "read 'Y\u200des' as Yes (it holds characters that only look like those)",
    ),
    "an apostrophe before a word": ("access.mfa", "'Yes", "yes", ""),
}


@pytest.mark.parametrize(("name", "raw", "value", "note"), READ.values(), ids=READ)
def test_what_is_clear_is_read_and_noted(name: str, raw: Any, value: Any, note: str) -> None:
    reading = read(spoilt(put(name, raw), {**ANSWERS, "service.ai": "Yes"}))
    assert not reading.faults
    assert (reading.answers[name].value, reading.answers[name].source.note) == (value, note)


def test_a_percentage_is_read_as_it_is_shown() -> None:
    reading = read(spoilt(put("access.share", 0.95, number_format="0%")))
    assert (reading.answers["access.share"].value, reading.faults) == (95, ())


def test_days_may_be_counted_from_1904() -> None:
    def edit(book: Workbook) -> None:
        book.epoch = CALENDAR_MAC_1904
        put_answers(book["Questions"], {"access.date": dt.date(2026, 3, 1)})

    assert read(edited(edit, filled())).answers["access.date"].value == "2026-03-01"


CONTRADICTIONS = (
    *(("Yes", text) for text in ("No.", "Not yet implemented", "Planned for Q3 2027.", "partially", "In progress")),
    *(
        ("Yes", text)
        for text in ("It is on our roadmap for next year.", "Expected in Q2 2027", "noch nicht", "Pas encore.")
    ),
    *(("No", text) for text in ("Fully implemented.", "Yes, see the policy.", "Ja, seit 2024")),
)
AGREEMENTS = (
    *(
        ("Yes", text)
        for text in ("No exceptions.", "Not only for staff.", "Planned downtimes are announced.", "Since 2021.")
    ),
    *(
        ("Yes", text)
        for text in ("We do not store card numbers.", "Reviewed yearly; the next is planned.", "None failed.")
    ),
    *(
        ("No", text)
        for text in ("Not implemented.", "Planned for Q3.", "It is not fully implemented.", "No need so far.")
    ),
)


@pytest.mark.parametrize(("answer", "comment"), CONTRADICTIONS)
def test_a_comment_that_contradicts_is_pointed_out_and_the_answer_kept(answer: str, comment: str) -> None:
    reading = read(spoilt(all_of(put("service.ai", answer), put("service.ai", comment, COMMENT))))
    assert not reading.faults
    (warning,) = [each for each in reading.warnings if each.code == "comment-contradicts"]
    assert (warning.where, warning.found) == (e("service.ai", "F"), comment)
    assert (reading.answers["service.ai"].value, reading.answers["service.ai"].comment) == (answer.casefold(), comment)


@pytest.mark.parametrize(("answer", "comment"), AGREEMENTS)
def test_a_comment_that_agrees_raises_no_alarm(answer: str, comment: str) -> None:
    reading = read(spoilt(all_of(put("service.ai", answer), put("service.ai", comment, COMMENT))))
    assert not [each for each in reading.warnings if each.code == "comment-contradicts"]


WARNINGS: Mapping[str, tuple[Edit, list[tuple[str, str]]]] = {
    "a comment without an answer": (
        all_of(put("access.words", None), put("access.words", "In the annex.", COMMENT)),
        [("comment-without-answer", e("access.words"))],
    ),
    "words beside the columns": (put("access.mfa", "Yes", 12), [("not-read", f"Questions!L{ROWS['access.mfa']}")]),
    "a second sheet with the same answers": (copy_sheet(lambda _: None), [("sheet-not-read", "acme.xlsx")]),
    "a hidden row": (
        lambda sheet: setattr(sheet.row_dimensions[ROWS["access.mfa"]], "hidden", True),
        [("hidden", e("access.mfa", "A"))],
    ),
    "an empty row put between": (lambda sheet: setattr(sheet.cell(BELOW, 2), "value", "Thank you."), []),
}


@pytest.mark.parametrize(("edit", "expected"), WARNINGS.values(), ids=WARNINGS)
def test_what_stops_nothing_is_said_with_its_cell(edit: Edit, expected: list[tuple[str, str]]) -> None:
    faults, warnings = findings(spoilt(edit))
    assert not faults
    assert [(each.code, each.where) for each in warnings] == expected


@pytest.mark.parametrize(
    ("first", "second", "third", "said"),
    [
        (24, 25, dt.datetime(2026, 3, 1), False),  # noqa: DTZ001  cells have no zone
        ("2 pages", "3 pages", "4 pages", True),
        ("Policy 9", "Policy 10", "Policy 11", True),
        ("Policy 9", "Policy 11", "Policy 13", False),
        ("Policy 9", "Plan 10", "Policy 11", False),
    ],
)
def test_answers_that_count_up_are_pointed_out(first: Any, second: Any, third: Any, said: bool) -> None:  # noqa: FBT001
    names = ("access.words", "access.countries", "access.page")
    values = dict(zip(names, (first, second, third), strict=True))
    reading = read(spoilt(all_of(*(put(name, value) for name, value in values.items()))))
    found = [(each.where, each.what) for each in reading.warnings if each.code == "series"]
    cells = f"E{ROWS[names[0]]}:E{ROWS[names[2]]}"
    assert [where for where, _ in found] == ([e(names[0])] if said else [])
    assert all(cells in what for _, what in found)


def test_the_untouched_answers_are_all_read() -> None:
    reading = read(filled())
    assert (reading.faults, reading.warnings, values_of(reading.answers)) == ((), (), dict(VALUES))
    assert read(template()).answers == {}
