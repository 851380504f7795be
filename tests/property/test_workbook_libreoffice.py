"""LibreOffice opens, recalculates and saves: answers survive, and the status column agrees with the engine."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from generated import question as generated_question
from generated import questionnaire_of
from openpyxl import load_workbook
from openpyxl.workbook.workbook import Workbook
from sheet_cases import SHIPPED, Case, Typed, cases, drawn, seen
from workbooks import (
    ANSWERS,
    QUESTIONNAIRE,
    VALUES,
    edited,
    filled,
    put_answers,
    read,
    row,
    template,
    through_libreoffice,
    values_of,
)

from vendorrisk.capture.values import write_value
from vendorrisk.capture.workbook_further import Earlier, Further
from vendorrisk.model.condition import parse_condition
from vendorrisk.model.questionnaire import Option, Question, Questionnaire, QuestionType
from vendorrisk.phrases.renewal import Again, Parts
from vendorrisk.phrases.workbook import Status
from vendorrisk.rules.renewal import Asked

Tool = Callable[[str], Path]


def statuses(asked: Questionnaire, data: bytes) -> dict[str, str]:
    sheet = load_workbook(io.BytesIO(data), data_only=True)["Questions"]
    return {question.id: str(sheet.cell(row(question.id, sheet), 8).value) for question in asked.questions}


@pytest.fixture
def soffice(tool: Tool) -> Path:
    return tool("soffice")


def test_status_and_greying_agree_with_the_engine(soffice: Path, tmp_path: Path) -> None:
    made = drawn(cases(), 210)
    assert len(made) >= 200
    pages = through_libreoffice(soffice, tmp_path, [case.write() for case in made], "html")
    for case, page in zip(made, pages, strict=True):
        grey = {Status.NOT_NEEDED.say(case.language), Parts.ELSEWHERE.say(case.language)}
        wanted = {name: (word, word in grey) for name, word in case.statuses().items()}
        found = seen(page, case.sheet)
        assert {name: (found.get(name), wanted[name]) for name in wanted if found.get(name) != wanted[name]} == {}, case


def test_libreoffice_keeps_every_answer(soffice: Path, tmp_path: Path) -> None:
    (tmp_path / "policy.pdf").write_bytes(b"policy")
    comments = {
        "access.mfa": "Line one.\nLine two, with “quotes” and _x005F_x0041_.",
        "access.spare": "No such thing here.",
    }
    before = filled({**ANSWERS, "access.spare": "n/a"}, comments, {"access.mfa": "policy.pdf [2026-03-01]"})
    blank = template()
    saved, saved_blank = through_libreoffice(soffice, tmp_path / "office", [before, blank])
    reading = read(saved, folder=tmp_path)
    assert (reading.faults, reading.warnings) == ((), ())
    assert values_of(reading.answers) == {**VALUES, "access.spare": None}
    original = read(before, folder=tmp_path)
    assert all(reading.answers[name].says_the_same(answer) for name, answer in original.answers.items())
    assert reading.declared.vendor == "Acme Analytics"
    again = read(saved_blank)
    assert (again.answers, again.faults, again.warnings) == ({}, (), ())


def test_libreoffice_keeps_confirmations_and_counts_them(soffice: Path, tmp_path: Path) -> None:
    values = {**VALUES, "access.spare": None}
    why = (Again.QUESTION_CHANGED.of(),)
    given = {
        name: Asked(name, value, value is None, "Not here." if value is None else "", (), why)
        for name, value in values.items()
    }
    earlier = {name: Earlier.of(each, QUESTIONNAIRE.question(name), "en") for name, each in given.items()}
    threads = {"access.mfa": "Ines, 2026-11-20: Which accounts?"}
    before = template(further=Further(earlier=earlier, threads=threads))

    def confirm(book: Workbook) -> None:
        put_answers(book["Questions"], dict.fromkeys(values, "confirmed"), 7)
        put_answers(book["Questions"], {"access.mfa": "None."}, 12)

    open_, confirmed = through_libreoffice(soffice, tmp_path, [before, edited(confirm, before)])
    reading = read(confirmed)
    assert reading.faults == ()
    assert values_of(reading.answers) == values
    assert reading.replies == {"access.mfa": "None."}
    assert set(column_of(13, confirmed).values()) == {"done"}
    waiting = column_of(13, open_)
    assert waiting["access.mfa"] == "answer needed"
    assert waiting["service.kinds"] == "not yet clear"
    assert read(open_).answers == {}


def column_of(number: int, data: bytes) -> dict[str, str]:
    sheet = load_workbook(io.BytesIO(data), data_only=True)["Questions"]
    return {each.id: str(sheet.cell(row(each.id, sheet), number).value) for each in QUESTIONNAIRE.questions}


def test_the_progress_counts_what_is_done(soffice: Path, tmp_path: Path) -> None:
    (data,) = through_libreoffice(soffice, tmp_path, [filled({"service.ai": "no", "access.mfa": "Yes"})])
    cover = load_workbook(io.BytesIO(data), data_only=True)["Cover"]
    progress = {line[1]: line[2:5] for line in cover.iter_rows(values_only=True) if line[1]}
    assert progress["All sections"] == ("█" * 7 + "░" * 23, "2 of 9", 0.22)
    assert progress["The service"] == ("█" * 30, "1 of 1", 1)
    assert progress["Access control"][1] == "1 of 8"


def some_value(question: Question, chance: random.Random) -> Any:
    """Return a value that a vendor might give."""
    if question.type is QuestionType.MULTI:
        alone = [option.id for option in question.options if option.exclusive]
        several = [name for name in question.option_ids if name not in alone and chance.random() < 0.4]
        return tuple(several or alone[:1] or question.option_ids[:1])
    if question.options:
        return chance.choice(question.option_ids)
    words = {
        QuestionType.NUMBER: chance.choice([0, 1, 24, 90]),
        QuestionType.PERCENT: chance.choice([0, 50, 99.5, 100]),
        QuestionType.DATE: chance.choice(["2024-05-31", "2026-10-01"]),
        QuestionType.LIST: ("Germany", "France"),
        QuestionType.URL: "https://example.com/x",
    }
    return words.get(question.type, "We do it every month.")


def test_the_shipped_questionnaires_open_clean(soffice: Path, tmp_path: Path) -> None:
    chance = random.Random(1)  # noqa: S311  not for secrets
    made = []
    for name in SHIPPED.questionnaires():
        asked = SHIPPED.questionnaire(name)
        made.append(Case(asked, {}))
        for share in (0.2, 0.6, 0.95):
            chosen = [question for question in asked.questions if chance.random() < share]
            raws = {question.id: write_value(question, some_value(question, chance)) for question in chosen}
            made.append(Case(asked, {name: Typed(raw) for name, raw in raws.items()}))
    for case, data in zip(made, through_libreoffice(soffice, tmp_path, [case.write() for case in made]), strict=True):
        assert statuses(case.asked, data) == case.statuses()
        reading = read(data, case.asked)
        assert (set(reading.answers), reading.faults) == (set(case.cells), ())


def test_what_excludes_itself_and_errors_are_unknown_never_no(soffice: Path, tmp_path: Path) -> None:
    options = ["one", "two", {"id": "none", "label": "None of these", "exclusive": True}]
    asks = {"s.q1": {"s.q0": {"includes_any": ["none"]}}, "s.q2": {"s.q0": {"includes_none": ["none"]}}}
    asked = questionnaire_of(
        [
            generated_question("s.q0", QuestionType.MULTI).model_copy(
                update={"options": tuple(Option.model_validate(option) for option in options)}
            ),
            *(
                generated_question(name, QuestionType.TEXT, parse_condition(condition))
                for name, condition in asks.items()
            ),
        ]
    )
    contents = ["None of these", "one;two", "one\nNone of these", "#REF!"]
    books = [edited(partial(put_raw, raw=raw), template(asked)) for raw in contents]
    found = [statuses(asked, data) for data in through_libreoffice(soffice, tmp_path, books)]
    assert [(each["s.q1"], each["s.q2"]) for each in found] == [
        ("answer needed", "not needed"),
        ("not needed", "answer needed"),
        ("not yet clear", "not yet clear"),
        ("not yet clear", "not yet clear"),
    ]


def put_raw(book: Workbook, raw: str) -> None:
    cell = book["Questions"].cell(row("s.q0", book["Questions"]), 5)
    cell.value = raw
    cell.data_type = "e" if raw.startswith("#") else "s"
