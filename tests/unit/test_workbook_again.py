"""Workbooks that go out again: earlier answers to confirm, threads, marked faults, parts."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from workbooks import ANSWERS, AT, PIN, QUESTIONNAIRE, VALUES, edited, read, row, template, values_of

from vendorrisk.capture.workbook_further import Earlier, Further, Part
from vendorrisk.capture.workbook_in import WorkbookReading
from vendorrisk.model.answer import Answer, Evidence, Source
from vendorrisk.model.questionnaire import Question
from vendorrisk.phrases.renewal import Again
from vendorrisk.rules.parts import by_owner
from vendorrisk.rules.renewal import Asked, Changes

SOURCE = Source(channel="workbook", recorder="pat", at=AT)


def asked(name: str, value: Any, *, confirmable: bool = True, comment: str = "") -> Asked:
    evidence = (Evidence(name="policy.pdf", kind="file", issued=dt.date(2025, 3, 1)),)
    why = (Again.QUESTION_CHANGED.of(),)
    return Asked(name, value, value is None, comment, evidence, why, confirmable=confirmable)


def earlier(values: Mapping[str, Any] = VALUES) -> dict[str, Earlier]:
    reasons = {name: "We have no spare." if value is None else "" for name, value in values.items()}
    found = {name: asked(name, value, comment=reasons[name]) for name, value in values.items()}
    return {name: Earlier.of(each, question(name), "en") for name, each in found.items()}


def question(name: str) -> Question:
    return QUESTIONNAIRE.question(name)


def prefilled(values: Mapping[str, Any] = VALUES, **more: Any) -> bytes:
    return template(further=Further(source="acme@1", earlier=earlier(values), **more))


def headed(sheet: Worksheet, header: str) -> int:
    return next(cell.column for cell in sheet[2] if cell.value == header)


def typed(data: bytes, cells: Mapping[tuple[str, str], Any]) -> bytes:
    """Return the workbook with values in cells, by question and header."""

    def edit(book: Workbook) -> None:
        sheet = book["Questions"]
        for (name, header), value in cells.items():
            cell = sheet.cell(row(name, sheet), headed(sheet, header))
            cell.value = value

    return edited(edit, data)


def codes(reading: WorkbookReading) -> list[str]:
    return [fault.code for fault in reading.faults]


def confirming(names: Mapping[str, Any] = VALUES) -> dict[tuple[str, str], Any]:
    return {(name, "Confirm"): "confirmed" for name in names}


def test_every_kind_of_earlier_answer_is_taken_when_it_is_confirmed() -> None:
    values = {**VALUES, "access.spare": None}
    reading = read(typed(prefilled(values), confirming(values)))
    assert codes(reading) == []
    assert values_of(reading.answers) == values
    answer = reading.answers["access.mfa"]
    assert answer.source.cell == f"Questions!G{row('access.mfa', questions(prefilled()))}"
    assert [item.written for item in answer.evidence] == ["policy.pdf [2025-03-01]"]
    assert reading.answers["access.spare"].not_applicable
    assert reading.answers["access.spare"].comment == "We have no spare."


def questions(data: bytes) -> Worksheet:
    sheet = load_workbook(io.BytesIO(data))["Questions"]
    assert isinstance(sheet, Worksheet)
    return sheet


def test_an_earlier_answer_that_nobody_confirms_stays_open_and_is_said_once() -> None:
    reading = read(prefilled())
    assert reading.answers == {}
    assert codes(reading) == []
    (said,) = [fault for fault in reading.warnings if fault.code == "unconfirmed"]
    assert said.what.startswith(f"{len(VALUES)} earlier answers are not confirmed yet")
    assert not [fault for fault in reading.warnings if fault.code == "comment-without-answer"]


def test_a_new_answer_replaces_the_earlier_one() -> None:
    reading = read(typed(prefilled(), {("access.mfa", "Answer"): "no"}))
    assert values_of(reading.answers) == {"access.mfa": "no"}


def test_confirming_and_saying_the_same_is_no_contradiction() -> None:
    cells = {("access.mfa", "Answer"): "Partly", ("access.mfa", "Confirm"): " Confirmed "}
    assert values_of(read(typed(prefilled(), cells)).answers) == {"access.mfa": "partly"}


@pytest.mark.parametrize(
    ("cells", "code", "column"),
    [
        ({("access.mfa", "Answer"): "no", ("access.mfa", "Confirm"): "confirmed"}, "both", "H"),
        ({("access.mfa", "Earlier answer"): "Yes", ("access.mfa", "Confirm"): "confirmed"}, "earlier-edited", "E"),
        ({("access.mfa", "Earlier answer"): None, ("access.mfa", "Confirm"): "confirmed"}, "earlier-edited", "E"),
        ({("access.mfa", "Confirm"): "maybe"}, "no-confirmation", "G"),
        ({("access.mfa", "Confirm"): "=TRUE"}, "formula", "G"),
        ({("access.spare", "Confirm"): "confirmed"}, "nothing-earlier", "G"),
    ],
)
def test_what_is_wrong_with_a_confirmation_is_a_fault_of_its_cell(
    cells: dict[tuple[str, str], Any], code: str, column: str
) -> None:
    data = prefilled()
    reading = read(typed(data, cells))
    assert codes(reading) == [code]
    name = next(iter(cells))[0]
    assert reading.faults[0].where == f"Questions!{column}{row(name, questions(data))}"
    assert name not in reading.answers


def test_an_answer_that_cant_stand_is_shown_and_cant_be_confirmed() -> None:
    gone = Earlier.of(asked("access.mfa", "sometimes", confirmable=False), question("access.mfa"), "en")
    data = template(further=Further(earlier={"access.mfa": gone}))
    sheet = questions(data)
    cell = sheet.cell(row("access.mfa", sheet), headed(sheet, "Confirm"))
    assert cell.protection.locked
    assert sheet.cell(row("access.mfa", sheet), headed(sheet, "Earlier answer")).value == "sometimes"
    assert codes(read(typed(data, {("access.mfa", "Confirm"): "confirmed"}))) == ["nothing-earlier"]


def test_a_prefilled_workbook_without_its_confirm_column_is_refused() -> None:
    reading = read(edited(lambda book: book["Questions"].delete_cols(7), prefilled()))
    assert codes(reading) == ["column-missing"]
    assert "Confirm" in reading.faults[0].what


def test_a_prefilled_workbook_speaks_the_language_it_is_asked_for() -> None:
    assert "Confirm" not in [cell.value for cell in questions(template())[2]]


def test_the_reply_to_an_assessor_comes_back() -> None:
    data = template(further=Further(threads={"access.mfa": "Ines, 2026-11-20: Which accounts?"}))
    sheet = questions(data)
    asked_in = sheet.cell(row("access.mfa", sheet), headed(sheet, "Question from the assessor"))
    assert asked_in.value == "Ines, 2026-11-20: Which accounts?"
    assert not sheet.cell(row("access.mfa", sheet), headed(sheet, "Your reply")).protection.locked
    reading = read(typed(data, {("access.mfa", "Your reply"): "The build servers."}))
    assert reading.replies == {"access.mfa": "The build servers."}
    assert reading.answers == {}
    assert codes(read(typed(data, {("access.mfa", "Your reply"): "=1+1"}))) == ["formula"]


def test_what_changed_in_the_questionnaire_stands_on_its_own_sheet() -> None:
    changes = Changes(added=("access.mfa",), removed=("access.old",), before={"access.old": "Was it so?"})
    book = load_workbook(io.BytesIO(template(further=Further(changes=changes))))
    rows = [tuple(cell.value for cell in line) for line in book["What changed"].iter_rows(min_row=3)]
    assert rows == [
        ("new", "access.mfa", "What is so about access.mfa?", None),
        ("no longer asked", "access.old", None, "Was it so?"),
    ]


def part(edit: Callable[[Workbook], None] | None = None, answers: Mapping[str, Answer] | None = None) -> bytes:
    """Return the part that asks ``service.kinds`` alone, which depends on ``service.ai``."""
    owners = dict.fromkeys((each.id for each in QUESTIONNAIRE.questions), "Jo") | {"service.kinds": "Kim"}
    cut = by_owner(QUESTIONNAIRE, owners)[1]
    from vendorrisk.capture.workbook_out import write_template  # noqa: PLC0415

    further = Further(part=Part(cut.name, cut.elsewhere, len(QUESTIONNAIRE.questions)))
    data = write_template(cut.shown, PIN, further=further, answers=answers)
    return edited(edit, data) if edit else data


def test_a_part_is_read_alone_and_lacks_nothing() -> None:
    reading = read(typed(part(), {("service.kinds", "Answer"): "predictive"}))
    assert codes(reading) == []
    assert reading.part == "Kim"
    assert values_of(reading.answers) == {"service.kinds": ("predictive",)}
    assert list(reading.cells) == ["service.kinds"]


def test_a_part_that_lost_a_row_of_its_own_is_refused() -> None:
    def edit(book: Workbook) -> None:
        sheet = book["Questions"]
        sheet.delete_rows(row("service.kinds", sheet))

    assert codes(read(part(edit))) == ["row-missing"]


def test_what_is_asked_elsewhere_is_locked_shown_and_not_read() -> None:
    known = {"service.ai": Answer(value="yes", source=SOURCE)}
    data = part(answers=known)
    sheet = questions(data)
    cell = sheet.cell(row("service.ai", sheet), headed(sheet, "Answer"))
    assert cell.value == "Yes"
    assert cell.protection.locked
    assert sheet.cell(row("service.ai", sheet), headed(sheet, "Status")).value == "asked elsewhere"
    assert not read(data).warnings
    changed = read(typed(data, {("service.ai", "Answer"): "No"}))
    assert changed.answers == {}
    assert [fault.code for fault in changed.warnings] == ["asked-elsewhere"]


def test_a_workbook_of_the_whole_still_needs_every_row() -> None:
    def edit(book: Workbook) -> None:
        identity = book["_vendorrisk"]
        identity.delete_rows(9, 3)
        book["Questions"].delete_rows(row("service.kinds", book["Questions"]))

    assert codes(read(edited(edit, template()))) == ["row-missing"]


def test_equal_arguments_give_equal_bytes() -> None:
    assert prefilled() == prefilled()
    assert dataclasses.replace(Further(), source="x").places == Further().places
    assert ANSWERS
