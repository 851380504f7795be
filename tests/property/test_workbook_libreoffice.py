"""LibreOffice opens, recalculates and saves: answers survive, and the status column agrees with the engine."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from generated import questionnaires, values
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.workbook.workbook import Workbook
from workbooks import (
    ANSWERS,
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
from vendorrisk.content import Content
from vendorrisk.model.answer import Grade
from vendorrisk.model.questionnaire import Question, Questionnaire, QuestionType
from vendorrisk.model.result import Truth
from vendorrisk.rules.facts import Fact
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
            facts[question.id] = Fact(value, removed=False, grade=Grade.ASSERTED)
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
    comments = {"access.mfa": "Line one.\nLine two, with “quotes” and _x0041_.", "access.spare": "No such thing here."}
    before = filled({**ANSWERS, "access.spare": "n/a"}, comments, {"access.mfa": "policy.pdf [2026-03-01]"})
    blank = template()
    saved, saved_blank = through_libreoffice(soffice, tmp_path / "office", [before, blank])
    reading = read(saved, folder=tmp_path)
    assert (reading.faults, reading.warnings) == ((), ())
    assert values_of(reading.answers) == {**VALUES, "access.spare": None}
    original = read(before, folder=tmp_path)
    assert all(reading.answers[name].says_the_same(answer) for name, answer in original.answers.items())
    assert reading.vendor == "Acme Analytics"
    again = read(saved_blank)
    assert (again.answers, again.faults, again.warnings) == ({}, (), ())


def test_the_progress_counts_what_is_done(soffice: Path, tmp_path: Path) -> None:
    (data,) = through_libreoffice(soffice, tmp_path, [filled({"service.ai": "no", "access.mfa": "Yes"})])
    cover = load_workbook(io.BytesIO(data), data_only=True)["Cover"]
    progress = {line[1]: line[2:5] for line in cover.iter_rows(values_only=True) if line[1]}
    assert progress["All sections"] == ("█" * 7 + "░" * 23, "2 of 9", 0.22)
    assert progress["The service"] == ("█" * 30, "1 of 1", 1)
    assert progress["Access control"][1] == "1 of 8"


def test_the_shipped_questionnaires_open_clean(soffice: Path, tmp_path: Path) -> None:
    content = Content.find()
    shipped = [content.questionnaire(name) for name in content.questionnaires()]
    results = through_libreoffice(soffice, tmp_path, [template(asked) for asked in shipped])
    for asked, data in zip(shipped, results, strict=True):
        assert statuses(asked, data) == expected(Case(asked, {}))
        assert (read(data, asked).answers, read(data, asked).faults) == ({}, ())
