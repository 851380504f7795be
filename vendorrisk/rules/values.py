"""Values as people read them."""

from __future__ import annotations

from vendorrisk.model.answer import Answer, Value
from vendorrisk.model.base import DEFAULT_LANGUAGE, say
from vendorrisk.model.questionnaire import Option, Question, QuestionType
from vendorrisk.phrases.words import Answers, Tiers
from vendorrisk.rules.leaf import RISK_TIER_QUESTION

_TIERS = frozenset(RISK_TIER_QUESTION.option_ids)


def show_number(value: float) -> str:
    """Return a number without a trailing ``.0``."""
    return str(int(value)) if isinstance(value, int) or value.is_integer() else str(value)


def show_size(size: int) -> str:
    """Return the size of a document, such as ``24 kB``, from its bytes."""
    if size < 1000:
        return "1 byte" if size == 1 else f"{size} bytes"
    return f"{size / 1000:.0f} kB" if size < 999_500 else f"{size / 1_000_000:.1f} MB"


def show_value(question: Question, value: Value, language: str = DEFAULT_LANGUAGE) -> str:
    """Return a value as a person would write it: labels, not ids; units and percent signs."""
    if isinstance(value, tuple):
        labels = {option.id: label(option, language) for option in question.options}
        return "; ".join(labels.get(item, item) for item in value)
    if isinstance(value, int | float):
        unit = " %" if question.type is QuestionType.PERCENT else ""
        counted = (question.unit_one if value == 1 else None) or question.unit
        if counted is not None:
            unit = " " + say(counted, language)
        return show_number(value) + unit
    for option in question.options:
        if option.id == value:
            return label(option, language)
    return value


def show_answer(question: Question, answer: Answer | None, language: str = DEFAULT_LANGUAGE) -> str:
    """Return an answer as a person would write it, or ``Not answered`` or ``Not applicable: reason``."""
    if answer is None:
        return Answers.NOT_ANSWERED.say(language)
    if answer.value is None and answer.comment:
        return Answers.NOT_APPLICABLE_AS.say(language, reason=answer.comment)
    if answer.value is None:
        return Answers.NOT_APPLICABLE.say(language)
    return show_value(question, answer.value, language)


def label(option: Option, language: str = DEFAULT_LANGUAGE) -> str:
    """Return the option's label."""
    # No content holds the labels of tiers, so they are texts of the interface. The id tells most others apart quickly.
    if option.id in _TIERS and option in RISK_TIER_QUESTION.options:
        return Tiers[option.id.upper()].say(language)
    return say(option.label, language)
