"""Whether a value is an answer that a question allows, in its canonical form (see :mod:`vendorrisk.model.answer`)."""

from __future__ import annotations

import datetime as dt

from vendorrisk.model.answer import Value
from vendorrisk.model.questionnaire import Question, QuestionType
from vendorrisk.rules.values import show_number

_FORMS = {
    QuestionType.DATE: "an ISO date such as 2026-01-31",
    QuestionType.TEXT: "a text",
    QuestionType.URL: "a text",
    QuestionType.LIST: "a list of texts, such as [one, two]",
    QuestionType.NUMBER: "a number",
    QuestionType.PERCENT: "a number: 95 means 95 %",
}


def misfit(value: Value, question: Question) -> str:
    """Return why a value can't be the answer to a question, in a sentence; empty if it can."""
    if question.type is QuestionType.MULTI:
        return _several_problem(value, question)
    if question.options:
        return "" if value in question.option_ids else _unknown(value, question)
    if question.type in (QuestionType.NUMBER, QuestionType.PERCENT):
        return _number_problem(value, question)
    kind = tuple if question.type is QuestionType.LIST else str
    fits = isinstance(value, kind) and (question.type is not QuestionType.DATE or _is_date(str(value)))
    return "" if fits else f"{question.id} takes {_FORMS[question.type]}, not {value!r}."


def _unknown(value: object, question: Question) -> str:
    return f"{value!r} is no option of {question.id}; it has {', '.join(question.option_ids)}."


def _several_problem(value: Value, question: Question) -> str:
    if not isinstance(value, tuple):
        return f"{question.id} takes a list of options, such as [{question.option_ids[0]}]."
    unknown = [each for each in value if each not in question.option_ids]
    if unknown:
        return _unknown(unknown[0], question)
    alone = next((each.id for each in question.options if each.exclusive and each.id in value), None)
    if alone and len(value) > 1:
        return f"{alone!r} of {question.id} stands alone."
    return "" if value else f"{question.id} takes at least one option."


def _number_problem(value: Value, question: Question) -> str:
    if not isinstance(value, int | float):
        return f"{question.id} takes {_FORMS[question.type]}, not {value!r}."
    if question.minimum is not None and value < question.minimum:
        return f"{show_number(value)} is below {show_number(question.minimum)}, the least that {question.id} allows."
    if question.maximum is not None and value > question.maximum:
        return f"{show_number(value)} is above {show_number(question.maximum)}, the most that {question.id} allows."
    return ""


def _is_date(text: str) -> bool:
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
