"""The questionnaire that a foreign file asks: made from its own texts, the same for every file of an edition."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping
from itertools import count
from typing import Final

from vendorrisk.capture.foreign_values import OTHER_OPTION
from vendorrisk.model.base import slug
from vendorrisk.model.layout import ALL, Layout
from vendorrisk.model.questionnaire import Question, Questionnaire, QuestionType, Section

_DESCRIPTION: Final = "Its texts come from the file that was imported and stay in your store."
_NAME_LENGTH: Final = 60
_HELP: Final = "As {title} asks it. What its publisher says about it stands in the file."
_WHY: Final = "The vendor answers {title} once, for all its customers."


def questionnaire_id(layout: Layout, edition: str) -> str:
    """Return the id of an edition's questionnaire, such as ``csa-caiq-4.0.3``."""
    return f"{layout.questionnaire}-{edition}"


def make_question(layout: Layout, edition: str, question_id: str, ask: str) -> Question:
    """Return one question with what can be answered to it."""
    kind = layout.kind_of(question_id)
    title = f"{layout.title} {edition}"
    return Question(
        id=question_id,
        ask=ask or question_id,
        type=QuestionType.CHOICE if kind.type == "choice" else QuestionType.TEXT,
        options=(*kind.options, OTHER_OPTION) if kind.type == "choice" else (),
        not_applicable="justify",
        help=_HELP.format(title=title),
        why=_WHY.format(title=title),
        references=_references(layout, edition, question_id),
    )


def _references(layout: Layout, edition: str, question_id: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for rule in layout.controls:
        control = re.fullmatch(rule.control, question_id)
        if control and re.fullmatch(rule.editions, edition):
            found[rule.framework] = (control[1],)
    return found


def _section_key(layout: Layout, question_id: str, title: str) -> str:
    """Return what names the section of a question: part of its id, or the title in the file."""
    found = re.fullmatch(layout.section.key, question_id) if layout.section.key else None
    return found[1] if found else title


def counted(layout: Layout, ids: Collection[str], published: Collection[str]) -> dict[str, int]:
    """Return how many questions there are of each of the sections that an edition was published with."""
    found = Counter(_section_key(layout, name, "") for name in ids)
    return {key: len(ids) if key == ALL else found[key] for key in published}


def make_questionnaire(
    layout: Layout, edition: str, questions: Mapping[str, Question], titles: Mapping[str, str]
) -> Questionnaire:
    """Return the questionnaire; ``titles`` are the file's own, by question.

    Sections whose ids name them come in the publisher's order, their questions in the order of their ids, so that
    sorting a sheet changes nothing.
    """
    keyed: dict[str, list[Question]] = {}
    for question in questions.values():
        keyed.setdefault(_section_key(layout, question.id, titles[question.id]), []).append(question)
    published = [*layout.section.order, *layout.section.titles, *layout.editions.get(edition, {})]
    order = {key: number for number, key in enumerate(dict.fromkeys(published))}
    if layout.section.key:
        keyed = {key: sorted(keyed[key], key=lambda q: _natural(q.id)) for key in sorted(keyed, key=_natural)}
    taken = set(questions)
    sections = []
    for key in sorted(keyed, key=lambda key: order.get(key, len(order))):
        title = layout.section.titles.get(key) or titles[keyed[key][0].id] or key or layout.title
        name = free_name(slug(key)[:_NAME_LENGTH].strip("-") or "questions", taken)
        taken.add(name)
        intro = f"From {layout.title} {edition}."
        sections.append(Section(section=name, title=title, pillar="security", intro=intro, questions=tuple(keyed[key])))
    return Questionnaire(
        questionnaire=questionnaire_id(layout, edition),
        version=semantic(edition),
        title=f"{layout.title} {edition}",
        description=_DESCRIPTION,
        sections=tuple(sections),
    )


def semantic(edition: str) -> str:
    """Return an edition as a version of three numbers: ``3.06`` is 3.6.0."""
    numbers = [int(each) for each in edition.split(".")[:3]]
    return ".".join(map(str, [*numbers, 0, 0][:3]))


def _natural(text: str) -> list[tuple[int, str]]:
    """Return the key by which ids are sorted as people count: ``.2`` before ``.11``."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", text) if part]


def free_name(name: str, taken: Collection[str]) -> str:
    """Return a name that nothing has: itself, or with a number behind it."""
    numbered = (f"{name}-{number}" for number in count(2))
    return name if name not in taken else next(each for each in numbered if each not in taken)
