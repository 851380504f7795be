"""A returned workbook with faults, as a fresh one: good answers kept, each fault marked at its cell and listed."""

from __future__ import annotations

import datetime as dt
import io
import random
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from workbooks import ANSWERS, PIN, QUESTIONNAIRE, edited, put_answers, read, row, template, values_of

from vendorrisk.capture.workbook_further import Earlier, Further, Part
from vendorrisk.capture.workbook_in import WorkbookReading
from vendorrisk.capture.workbook_layout import value_hash
from vendorrisk.capture.workbook_mend import mended
from vendorrisk.capture.workbook_out import write_template
from vendorrisk.rules.parts import by_owner

NAMES = [question.id for question in QUESTIONNAIRE.questions]
TYPED = [
    "Yes",
    "no",
    "maybe",
    "?",
    "n/a",
    24,
    -1,
    0.95,
    "95 %",
    "13/2026",
    "=1+1",
    "x" * 4001,
    "x" * 500,
    True,
    "_x0041_",
]
DATES = [dt.date(2026, 3, 1), dt.datetime(2026, 3, 1, 12, 30), dt.time(9, 0)]  # noqa: DTZ001  cells have no zone


def sent_back(reading: WorkbookReading) -> bytes:
    findings = (*reading.faults, *reading.warnings)
    found = mended(reading, QUESTIONNAIRE, findings)
    return write_template(found.shown, PIN, answers=found.answers, further=found.further)


def questions(data: bytes) -> Worksheet:
    sheet = load_workbook(io.BytesIO(data))["Questions"]
    assert isinstance(sheet, Worksheet)
    return sheet


def cell(data: bytes, name: str, header: str) -> Any:
    sheet = questions(data)
    column = next(each.column for each in sheet[2] if each.value == header)
    return sheet.cell(row(name, sheet), column)


@pytest.mark.parametrize("seed", range(6))
def test_whatever_was_typed_good_answers_come_back_and_no_fault_is_lost(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  not for secrets
    typed: dict[str, Any] = {name: chance.choice([*TYPED, *DATES, ANSWERS.get(name)]) for name in NAMES}
    comments = {name: "Because." for name in NAMES if chance.random() < 0.3}

    def edit(book: Workbook) -> None:
        sheet = book["Questions"]
        for name, value in typed.items():
            sheet.cell(row(name, sheet), 5).value = value
        put_answers(sheet, comments, 6)

    first = read(edited(edit, template()))
    again = read(sent_back(first))
    assert {name: answer for name, answer in values_of(again.answers).items() if name in first.answers} == values_of(
        first.answers
    )
    assert all(again.answers[name].comment == answer.comment for name, answer in first.answers.items())
    gone = {fault.question for fault in first.faults} - {fault.question for fault in again.faults}
    # Formulas and texts that are too long do not come back: their cells are empty, marked and listed.
    assert all(name not in again.answers for name in gone)
    data = sent_back(first)
    assert all(cell(data, fault.question, "To mend").value for fault in first.faults)


def test_rows_that_were_moved_are_in_their_place_and_wait_for_their_answers() -> None:
    def swap(book: Workbook) -> None:
        sheet = book["Questions"]
        put_answers(sheet, ANSWERS)
        one, other = (sheet.cell(row(name, sheet), 1) for name in ("access.hours", "access.share"))
        one.value, other.value = other.value, one.value

    first = read(edited(swap, template()))
    assert {fault.code for fault in first.faults} == {"row-moved"}
    data = sent_back(first)
    again = read(data)
    assert again.faults == ()
    assert set(first.answers) == set(again.answers)
    assert "once more" in cell(data, "access.hours", "To mend").value


def test_a_part_with_earlier_answers_and_threads_comes_back_as_it_went_out() -> None:
    owners = dict.fromkeys(NAMES, "Jo") | {"service.kinds": "Kim", "access.mfa": "Kim"}
    cut = by_owner(QUESTIONNAIRE, owners)[1]
    earlier = {"access.mfa": Earlier("partly", value_hash("access.mfa", "partly"), "The question has changed since.")}
    further = Further(
        earlier=earlier,
        threads={"access.mfa": "Ines, 2026-11-20: Which accounts?"},
        part=Part(cut.name, cut.elsewhere, len(NAMES)),
    )

    def fill(book: Workbook) -> None:
        sheet = book["Questions"]
        put_answers(sheet, {"access.mfa": "confirmed"}, 7)
        put_answers(sheet, {"access.mfa": "The build servers."}, 12)
        put_answers(sheet, {"service.kinds": "sorcery"}, 8)

    first = read(edited(fill, write_template(cut.shown, PIN, further=further)))
    assert [fault.question for fault in first.faults] == ["service.kinds"]
    again = read(sent_back(first))
    assert again.part == "Kim"
    assert values_of(again.answers) == {"access.mfa": "partly"}
    assert again.sent.confirmed == {"access.mfa"}
    assert again.replies == {"access.mfa": "The build servers."}
    assert list(again.cells) == ["service.kinds", "access.mfa"]
    assert [fault.question for fault in again.faults] == ["service.kinds"]


def test_nothing_that_a_vendor_wrote_becomes_a_formula() -> None:
    def fill(book: Workbook) -> None:
        sheet = book["Questions"]
        put_answers(sheet, {"access.mfa": '=HYPERLINK("http://evil.example")', "access.words": "+1 is what we say"})
        put_answers(sheet, {"access.mfa": "@SUM(1)"}, 6)

    data = sent_back(read(edited(fill, template())))
    for header in ("Answer", "Comment", "To mend"):
        assert cell(data, "access.mfa", header).data_type == "s"
