"""Questionnaires that take their questions from another (``include:``)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from vendorrisk.model.fault import Fault
from vendorrisk.model.questionnaire import Include, Questionnaire
from vendorrisk.yamlfile import Located


def not_includable(located: Located, include: Include, source: Questionnaire) -> Iterator[Fault]:
    """Yield the questions that the source lacks, and those asked only after one that is left out."""
    known = {question.id: question for question in source.questions}
    for name in include.questions:
        condition = known[name].show_when if name in known else None
        needs = dict.fromkeys(leaf.question for leaf in condition.leaves()) if condition is not None else {}
        missing = [each for each in needs if each not in include.questions]
        what = f"'{name}' is asked depending on {', '.join(missing)}: include that as well." if missing else ""
        if name not in known:
            what = f"{source.questionnaire} has no question '{name}'."
        if what:
            yield Fault(code="content", where=located.find(("include", "questions"), name), what=what)


def with_sections(target: Located, source: Located, kept: set[str]) -> Located:
    """Return the target with the source's sections, each with the kept questions alone; none is empty."""
    sections: list[Any] = []
    places = dict(target.places)
    for index, section in enumerate(source.data["sections"]):
        chosen = [number for number, question in enumerate(section["questions"]) if question["id"] in kept]
        if not chosen:
            continue
        for path, where in source.places.items():
            number = path[3] if len(path) > 3 and path[2] == "questions" else None
            if path[:2] == ("sections", index) and (number is None or number in chosen):
                rest = path[2:] if number is None else ("questions", chosen.index(int(number)), *path[4:])
                places[("sections", len(sections), *rest)] = where
        sections.append({**section, "questions": [section["questions"][number] for number in chosen]})
    return Located({**target.data, "sections": sections}, target.name, places)
