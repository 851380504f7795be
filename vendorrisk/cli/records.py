"""Answers as data for JSON, and counted by value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from vendorrisk.capture.answers_json import record_of
from vendorrisk.model.answer import NOT_APPLICABLE, Answer
from vendorrisk.model.base import DEFAULT_LANGUAGE, say
from vendorrisk.model.questionnaire import Question, Questionnaire, QuestionType
from vendorrisk.model.result import Truth
from vendorrisk.rules.facts import facts
from vendorrisk.rules.values import label
from vendorrisk.rules.visibility import visibility

OPEN = "open"
DEPENDS = "depends"
"""Open, and whether it is asked depends on answers that are open too."""
HIDDEN = "not asked"
_ON_A_LINE = 6


def records_of(
    asked: Questionnaire,
    answers: Mapping[str, Answer],
    *,
    found: Mapping[str, str] | None = None,
    language: str = DEFAULT_LANGUAGE,
) -> list[dict[str, Any]]:
    """Return the answers as records, in the order of the questionnaire; ``found`` is what stood in their cells."""
    return [
        record_of(
            question.id, answers[question.id], ask=say(question.ask, language), found=(found or {}).get(question.id, "")
        )
        for question in asked.questions
        if question.id in answers
    ]


def summary_of(asked: Questionnaire, answers: Mapping[str, Answer]) -> dict[str, int]:
    """Return how many questions have which answer: by option, by type where there are many, and those without one.

    They add up to all questions.
    """
    shown = visibility(asked, facts(answers))
    kinds = Counter(_kind(question, answers.get(question.id), shown[question.id]) for question in asked.questions)
    options = dict.fromkeys(name for each in asked.questions if _counts_options(each) for name in each.option_ids)
    order = (*options, *QuestionType, NOT_APPLICABLE, DEPENDS, HIDDEN)
    return {str(name): kinds[name] for name in order if kinds[name]} | {OPEN: kinds[OPEN]}


def _counts_options(question: Question) -> bool:
    return question.type in (QuestionType.YES_NO, QuestionType.CHOICE)


def _kind(question: Question, answer: Answer | None, shown: Truth) -> str:
    if answer is None:
        return {Truth.TRUE: OPEN, Truth.UNKNOWN: DEPENDS}.get(shown, HIDDEN)
    if answer.not_applicable:
        return NOT_APPLICABLE
    return str(answer.value) if _counts_options(question) else question.type.value


def summary_lines(asked: Questionnaire, answers: Mapping[str, Answer], language: str = DEFAULT_LANGUAGE) -> list[str]:
    """Return the same in words: ``99 Yes, 9 No, 0 open``, or one line per answer where there are many."""
    labels = {each.id: label(each, language) for question in reversed(asked.questions) for each in question.options}
    said = [f"{count} {_named(name, count, labels)}" for name, count in summary_of(asked, answers).items()]
    if len(said) <= _ON_A_LINE and not any("," in each for each in said):
        return [", ".join(said)]
    return said


def _named(name: str, count: int, labels: Mapping[str, str]) -> str:
    if name in labels:
        return labels[name]
    if name in tuple(QuestionType):
        return f"{name} answer" if count == 1 else f"{name} answers"
    return name
