"""LibreOffice opens, recalculates and saves: answers survive, and the status column agrees with the engine."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from generated import question as generated_question
from generated import questionnaire_of, questionnaires, values
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.workbook.workbook import Workbook
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

from vendorrisk.capture.values import Unreadable, read_value, spellings, write_value
from vendorrisk.capture.workbook_further import Earlier, Further
from vendorrisk.content import Content
from vendorrisk.model.answer import Grade
from vendorrisk.model.condition import parse_condition
from vendorrisk.model.questionnaire import Option, Question, Questionnaire, QuestionType
from vendorrisk.model.result import Truth
from vendorrisk.phrases.renewal import Again
from vendorrisk.rules.facts import Fact, Taken
from vendorrisk.rules.renewal import Asked
from vendorrisk.rules.visibility import visibility

Tool = Callable[[str], Path]

BATCH = 12
"""Workbooks per run of LibreOffice, which takes longer to start than to convert one."""


class Typed:
    """What stands in an answer cell: a value, or a share shown as a percentage."""

    def __init__(self, raw: Any, *, share: bool = False) -> None:
        self.raw = raw
        self.share = share

    def __repr__(self) -> str:
        return f"Typed({self.raw!r}{', share' if self.share else ''})"


def typed(question: Question) -> st.SearchStrategy[Typed]:
    """Draw what a vendor might type, careful or not."""
    careful = values(question).map(lambda value: Typed(write_value(question, value)))
    if question.type in (QuestionType.YES_NO, QuestionType.CHOICE):
        spelt = st.sampled_from(sorted(spellings(question))).map(lambda text: f" {text.upper()}\u00a0")
        return careful | (spelt | st.sampled_from(["maybe", "?", " "])).map(Typed)
    if question.type is QuestionType.MULTI:
        several = st.lists(st.sampled_from([*question.option_ids, "Worst ", "other"]), max_size=3)
        return careful | several.flatmap(
            lambda some: st.sampled_from([";", "\n", " ; "]).map(lambda by: Typed(by.join(some)))
        )
    if question.type is QuestionType.DATE:
        return careful | values(question).map(Typed) | st.just(Typed("13/2026"))
    shares = st.sampled_from([Typed(0.02, share=True), Typed(0.01, share=True), Typed(1, share=True), Typed(0.5)])
    texts = st.integers(0, 4).flatmap(lambda n: st.sampled_from([f"{n}", f" {n}"])).map(Typed)
    if question.type is QuestionType.PERCENT:
        return careful | texts | shares | st.integers(0, 4).map(lambda n: Typed(f"{n} %"))
    return careful | texts | st.just(Typed("several"))


class Case:
    """A questionnaire, and what stands in its answer cells."""

    def __init__(self, asked: Questionnaire, cells: Mapping[str, Typed]) -> None:
        self.asked = asked
        self.cells = cells

    def __repr__(self) -> str:
        conditions = {q.id: q.show_when.to_content() for q in self.asked.questions if q.show_when is not None}
        return f"{conditions} {dict(self.cells)}"


@st.composite
def cases(draw: st.DrawFn) -> Case:
    asked = draw(questionnaires(most=12))
    not_applicable = st.sampled_from(["n/a", "N.A.", " Not applicable"]).map(Typed)
    found: dict[str, Typed | None] = {
        question.id: draw(st.none() | typed(question) | typed(question) | not_applicable)
        for question in asked.questions
    }
    return Case(asked, {name: cell for name, cell in found.items() if cell is not None})


def expected(case: Case) -> dict[str, str]:
    """Return the status that the engine gives, for the answers as the importer reads them."""
    asked, cells = case.asked, case.cells
    facts: dict[str, Fact] = {}
    for question in asked.questions:
        cell = cells.get(question.id)
        try:
            value = None if cell is None else read_value(question, cell.raw, percent_format=cell.share).value
        except Unreadable:
            value = None
        if value is not None:
            facts[question.id] = Taken(value, removed=False, grade=Grade.ASSERTED)
    words = {Truth.FALSE: "not needed", Truth.REMOVED: "not needed", Truth.UNKNOWN: "not yet clear"}
    shown = visibility(asked, facts)
    return {
        question.id: words.get(shown[question.id]) or _done(question, cells.get(question.id))
        for question in asked.questions
    }


def _done(question: Question, cell: Typed | None) -> str:
    if cell is None or not str(cell.raw).strip():
        return "answer needed"
    try:
        # Nobody wrote a comment here, so n/a lacks its reason.
        return "answer needed" if read_value(question, cell.raw).not_applicable else "done"
    except Unreadable:
        return "done"


def write(case: Case) -> bytes:
    def edit(book: Workbook) -> None:
        sheet = book["Questions"]
        put_answers(sheet, {name: cell.raw for name, cell in case.cells.items()})
        for name, cell in case.cells.items():
            if cell.share:
                sheet.cell(row(name, sheet), 5).number_format = "0%"

    return edited(edit, template(case.asked))


def statuses(asked: Questionnaire, data: bytes) -> dict[str, str]:
    sheet = load_workbook(io.BytesIO(data), data_only=True)["Questions"]
    return {question.id: str(sheet.cell(row(question.id, sheet), 8).value) for question in asked.questions}


@pytest.fixture
def soffice(tool: Tool) -> Path:
    return tool("soffice")


@given(st.lists(cases(), min_size=BATCH, max_size=BATCH))
@settings(
    max_examples=3,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],  # shrinking would start LibreOffice hundreds of times
    suppress_health_check=list(HealthCheck),
)
def test_the_status_column_agrees_with_the_engine(
    soffice: Path,
    tmp_path_factory: pytest.TempPathFactory,
    batch: list[Case],
) -> None:
    results = through_libreoffice(soffice, tmp_path_factory.mktemp("office"), [write(case) for case in batch])
    for case, data in zip(batch, results, strict=True):
        found, wanted = statuses(case.asked, data), expected(case)
        assert {name: (word, wanted[name]) for name, word in found.items() if word != wanted[name]} == {}, case


def test_libreoffice_keeps_every_answer(soffice: Path, tmp_path: Path) -> None:
    (tmp_path / "policy.pdf").write_bytes(b"policy")
    comments = {"access.mfa": "Line one.\nLine two, with “quotes” and _x005F_x0041_.", "access.spare": "No such thing here."}
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
    content = Content.find()
    chance = random.Random(1)  # noqa: S311  not for secrets
    cases = []
    for name in content.questionnaires():
        asked = content.questionnaire(name)
        cases.append(Case(asked, {}))
        for share in (0.2, 0.6, 0.95):
            chosen = [question for question in asked.questions if chance.random() < share]
            raws = {question.id: write_value(question, some_value(question, chance)) for question in chosen}
            cases.append(Case(asked, {name: Typed(raw) for name, raw in raws.items()}))
    for case, data in zip(cases, through_libreoffice(soffice, tmp_path, map(write, cases)), strict=True):
        assert statuses(case.asked, data) == expected(case)
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
