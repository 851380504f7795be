"""Finding questions by what a person types: an id, a section, or words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from vendorrisk.capture.session import Session
from vendorrisk.capture.text import clean, fold
from vendorrisk.model.base import say
from vendorrisk.model.questionnaire import Question, Section
from vendorrisk.rules.values import label


@dataclass(frozen=True)
class Hits:
    """The questions that fit, in the order of the questionnaire."""

    shown: tuple[Question, ...]
    hidden: tuple[Question, ...]
    """They fit, and are not asked."""


def search(session: Session, typed: str, language: str) -> Hits:
    """Return the question with exactly this id; else those of the section of this id or title; else by their words.

    By its words a question fits if they all stand somewhere in its id, its texts, its options, or its section's title.
    """
    sought, every = fold(clean(typed)), session.questionnaire.questions
    found = [question for question in every if sought == fold(question.id)]
    if not found:
        found = [question for question in every if sought in _names(session.section(question), language)]
    if not found:
        found = [
            question for question in every if _holds(sought.split(), session.section(question), question, language)
        ]
    shown = {question.id for question in session.shown}
    return Hits(
        tuple(question for question in found if question.id in shown),
        tuple(question for question in found if question.id not in shown),
    )


def _names(section: Section, language: str) -> tuple[str, str]:
    return fold(section.section), fold(say(section.title, language))


def _holds(words: Iterable[str], section: Section, question: Question, language: str) -> bool:
    options = (label(option, language) for option in question.options)
    told = (section.title, question.ask, question.help)
    texts = fold(" ".join([question.id, *(say(text, language) for text in told), *options]))
    return all(word in texts for word in words)
