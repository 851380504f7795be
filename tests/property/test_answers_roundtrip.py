"""Exporting answers as CSV or JSON and reading them again gives the same answers (issue 4, item 10)."""

from __future__ import annotations

import json
from pathlib import Path

from generated_answers import assessments
from hypothesis import given, settings
from hypothesis import strategies as st
from workbooks import AT

from vendorrisk.capture.answers_csv import csv_answers, is_answers, write_answers_csv
from vendorrisk.capture.answers_file import AnswersReading, load_answers, read_answers
from vendorrisk.capture.answers_json import record_of
from vendorrisk.capture.csv_in import read_csv
from vendorrisk.content import pin
from vendorrisk.model.answer import Answer
from vendorrisk.model.fault import FaultSeverity
from vendorrisk.model.questionnaire import Questionnaire
from vendorrisk.yamlfile import Located


def reread(located: Located, asked: Questionnaire) -> AnswersReading:
    return read_answers(located, "a.x", questionnaire=asked, recorder="pat", at=AT, evidence_folder=Path())


def check(reading: AnswersReading, known: dict[str, Answer]) -> None:
    assert [fault for fault in reading.faults if fault.severity is FaultSeverity.FAULT] == []
    assert set(reading.answers) == set(known)
    for name, answer in known.items():
        assert reading.answers[name].says_the_same(answer), (answer, reading.answers[name])


@given(assessments())
@settings(max_examples=150, deadline=None)
def test_csv_is_read_back_as_it_was_written(assessment: tuple[Questionnaire, dict[str, Answer]]) -> None:
    asked, known = assessment
    book = read_csv(write_answers_csv(asked, pin(asked), known), "a.csv")
    assert is_answers(book)
    found = csv_answers(book)
    assert found.faults == ()
    check(reread(found.located, asked), known)


@given(assessments())
@settings(max_examples=150, deadline=None)
def test_json_is_read_back_as_it_was_written(assessment: tuple[Questionnaire, dict[str, Answer]]) -> None:
    asked, known = assessment
    asks = {question.id: question.ask for question in asked.questions}
    records = [record_of(name, answer, ask=str(asks[name])) for name, answer in known.items()]
    data = {"questionnaire": pin(asked).model_dump(), "answers": records}
    check(reread(load_answers(json.dumps(data), "a.json"), asked), known)


@given(assessments(), st.text("=+-@\t\r'\uff1d", min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_no_field_begins_as_a_formula(assessment: tuple[Questionnaire, dict[str, Answer]], start: str) -> None:
    asked, known = assessment
    steering = {name: answer.model_copy(update={"comment": f"{start}x"}) for name, answer in known.items()}
    sheet = read_csv(write_answers_csv(asked, pin(asked), steering), "a.csv").sheets[0]
    texts = [str(cell.value) for cells in sheet.rows.values() for cell in cells.values()]
    assert not [text for text in texts if text.startswith(("=", "+", "-", "@", "\t", "\r", "\uff1d"))]
