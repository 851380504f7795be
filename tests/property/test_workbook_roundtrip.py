"""Writing a workbook and reading it gives the same answers, whatever the questionnaire and the answers are."""

from __future__ import annotations

from typing import Any

from generated_answers import assessments, questions, values
from hypothesis import given, settings
from hypothesis import strategies as st
from workbooks import read, template

from vendorrisk.capture.text import clean
from vendorrisk.capture.values import Unreadable, read_value, write_value
from vendorrisk.model.answer import Answer
from vendorrisk.model.questionnaire import Question, Questionnaire, QuestionType


@given(assessments())
@settings(max_examples=60, deadline=None)
def test_write_then_read_is_the_identity(assessment: tuple[Questionnaire, dict[str, Answer]]) -> None:
    asked, known = assessment
    data = template(asked, answers=known)
    reading = read(data, asked)
    assert reading.faults == ()
    assert set(reading.answers) == set(known)
    assert all(reading.answers[name].says_the_same(answer) for name, answer in known.items()), reading.answers
    assert template(asked, answers=known) == data


@given(st.data())
@settings(max_examples=400, deadline=None)
def test_every_value_reads_back_from_what_is_written_for_it(data: st.DataObject) -> None:
    question = data.draw(questions("s.q"))
    value = data.draw(values(question))
    for language in ("en", "de"):
        assert read_value(question, write_value(question, value, language), language=language).value == value


@given(
    st.sampled_from(list(QuestionType)), st.text(max_size=30) | st.integers() | st.floats() | st.booleans() | st.dates()
)
@settings(max_examples=400, deadline=None)
def test_whatever_is_written_is_read_or_refused_in_words(kind: QuestionType, raw: Any) -> None:
    options = ["best", "worst"] if kind in (QuestionType.CHOICE, QuestionType.MULTI) else []
    question = Question.model_validate(
        {"id": "a.b", "ask": "?", "type": kind, "options": options, "help": "h", "why": "w"}
    )
    try:
        reading = read_value(question, raw)
    except Unreadable as problem:
        said = problem
    else:
        assert reading.blank == (isinstance(raw, str) and not clean(raw))
        return
    assert said.what.endswith(".")
    assert said.mend.endswith((".", "?"))
