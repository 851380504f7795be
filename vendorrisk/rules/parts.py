"""A questionnaire cut into parts, so that several people answer it, each a workbook of their own."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from vendorrisk.model.base import say
from vendorrisk.model.questionnaire import Questionnaire
from vendorrisk.rules.static import closure


class Cut(NamedTuple):
    """One part: what its workbook shows, and which of that is asked in another part."""

    name: str
    shown: Questionnaire
    """Only the questions that the part asks, and those that decide whether they apply."""
    elsewhere: frozenset[str]


def by_section(questionnaire: Questionnaire, language: str) -> tuple[Cut, ...]:
    """Return a part per section, under its title."""
    owners = {question.id: section.section for section in questionnaire.sections for question in section.questions}
    titles = {section.section: say(section.title, language) for section in questionnaire.sections}
    return tuple(cut._replace(name=titles[cut.name]) for cut in by_owner(questionnaire, owners))


def by_owner(questionnaire: Questionnaire, owners: Mapping[str, str]) -> tuple[Cut, ...]:
    """Return a part per owner, in the order of their first questions; ``owners`` names one for every question."""
    asked: dict[str, list[str]] = {}
    for question in questionnaire.questions:
        asked.setdefault(owners[question.id], []).append(question.id)
    return tuple(_cut(questionnaire, name, frozenset(names)) for name, names in asked.items())


def _cut(questionnaire: Questionnaire, name: str, asked: Collection[str]) -> Cut:
    questions = {question.id: question for question in questionnaire.questions}
    conditions = [condition for each in asked if (condition := questions[each].show_when) is not None]
    kept = {*asked, *closure(conditions, questions)}
    return Cut(name, only(questionnaire, kept), frozenset(kept.difference(asked)))


def only(questionnaire: Questionnaire, kept: Collection[str]) -> Questionnaire:
    """Return a questionnaire with some of its questions, and without the sections that none of them stands in."""
    sections = [
        section.model_copy(update={"questions": tuple(each for each in section.questions if each.id in kept)})
        for section in questionnaire.sections
    ]
    return questionnaire.model_copy(update={"sections": tuple(each for each in sections if each.questions)})
