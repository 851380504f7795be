"""Hypothesis strategies for questionnaires of every type, and answers that people could have given to them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from generated import questionnaire_of
from hypothesis import strategies as st
from workbooks import AT

from vendorrisk.capture.text import clean
from vendorrisk.capture.values import Unreadable, read_value
from vendorrisk.model.answer import Answer, Evidence, Source
from vendorrisk.model.questionnaire import Question, Questionnaire, QuestionType

SOURCE = Source(channel="interview", recorder="pat", at=AT)

labels = st.text(min_size=1, max_size=12).map(clean).filter(bool) | st.sampled_from(
    ["Yes", "n/a", "A; B", "a, b", "=1", "-"]
)
cell_texts = st.text(max_size=60).map(clean)


@st.composite
def questions(draw: st.DrawFn, name: str) -> Question:
    kind = draw(st.sampled_from(list(QuestionType)))
    options: list[dict[str, Any]] = []
    if kind in (QuestionType.CHOICE, QuestionType.MULTI):
        texts = draw(st.lists(labels, min_size=2, max_size=5))
        options = [{"id": f"o{number}", "label": text} for number, text in enumerate(texts)]
    content = {
        "id": name,
        "ask": f"{draw(cell_texts)} ({name})",
        "type": kind,
        "options": options,
        "unit": "hours" if kind is QuestionType.NUMBER and draw(st.booleans()) else None,
        "not_applicable": draw(st.sampled_from(["never", "justify"])),
        "help": f"{draw(cell_texts)} helps",
        "why": f"{draw(cell_texts)} matters",
    }
    return Question.model_validate(content)


@st.composite
def questionnaires(draw: st.DrawFn) -> Questionnaire:
    return questionnaire_of([draw(questions(f"s.q{number}")) for number in range(draw(st.integers(1, 5)))])


def _finite(kind: QuestionType) -> st.SearchStrategy[int | float]:
    low, high = (0.0, 100.0) if kind is QuestionType.PERCENT else (-1e12, 1e12)
    floats = st.floats(low, high, allow_nan=False).filter(lambda number: number == 0 or abs(number) > 1e-6)
    fifteen_digits = floats.map(lambda number: float(f"{number:.15g}"))
    return (st.integers(int(low), int(high)) | fifteen_digits).map(lambda x: int(x) if float(x).is_integer() else x)


def values(question: Question) -> st.SearchStrategy[Any]:
    kind = question.type
    if kind is QuestionType.MULTI:
        chosen = st.sets(st.sampled_from(question.option_ids), min_size=1)
        return chosen.map(lambda some: tuple(name for name in question.option_ids if name in some))
    if question.options:
        return st.sampled_from(question.option_ids)
    if kind in (QuestionType.NUMBER, QuestionType.PERCENT):
        return _finite(kind)
    if kind is QuestionType.DATE:
        return st.dates(dt.date(1900, 3, 1), dt.date(2199, 12, 31)).map(dt.date.isoformat)
    if kind is QuestionType.URL:
        return st.sampled_from(
            ["https://example.com/a?b=c;d", "http://example.org/", "https://xn--bcher-kva.example/%20"]
        )
    written = cell_texts if kind is QuestionType.TEXT else st.lists(cell_texts, max_size=4).map("\n".join)
    return written.map(lambda text: _canonical(question, text)).filter(lambda value: value is not None)


def _canonical(question: Question, text: str) -> Any:
    """Return the stored form of a text, or None for what can't be an answer, such as a placeholder."""
    try:
        return read_value(question, text).value
    except Unreadable:
        return None


@st.composite
def answers(draw: st.DrawFn, question: Question) -> Answer | None:
    kind = draw(st.sampled_from(["none", "value", "value", "value", "not applicable"]))
    issued = st.none() | st.dates(dt.date(2000, 1, 1), AT.date())
    named = st.sampled_from([("policy.pdf", "file"), ("Übersicht (1).xlsx", "file"), ("https://example.com/x", "url")])
    one = st.tuples(named, issued).map(lambda pair: Evidence(name=pair[0][0], kind=pair[0][1], issued=pair[1]))
    evidence = tuple(draw(st.lists(one, max_size=2)))
    comment = draw(cell_texts)
    if kind == "not applicable" and question.not_applicable == "justify":
        return Answer(not_applicable=True, comment=comment or "Because.", evidence=evidence, source=SOURCE)
    if kind == "value":
        return Answer(value=draw(values(question)), comment=comment, evidence=evidence, source=SOURCE)
    return None


@st.composite
def assessments(draw: st.DrawFn) -> tuple[Questionnaire, dict[str, Answer]]:
    asked = draw(questionnaires())
    found = {question.id: draw(answers(question)) for question in asked.questions}
    return asked, {name: answer for name, answer in found.items() if answer is not None}
