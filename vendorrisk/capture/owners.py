"""Reads who answers what: a CSV or YAML file that names an owner for sections and single questions."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from vendorrisk import yamlfile
from vendorrisk.capture.csv_in import read_csv
from vendorrisk.capture.text import clean, first_of, quote
from vendorrisk.model.fault import Fault, RefusedInput
from vendorrisk.model.questionnaire import Questionnaire

_LONGEST: Final = 60
_HEADERS: Final = ("section", "question", "id", "what")


def read_owners(data: bytes, name: str, questionnaire: Questionnaire) -> dict[str, str]:
    """Return the owner of every question; what is said of a question goes before what is said of its section.

    Raises :class:`RefusedInput` with every fault: an unknown name, one that stands twice, a question without an owner.
    """
    sections = {section.section: [each.id for each in section.questions] for section in questionnaire.sections}
    known = {*sections, *(question.id for question in questionnaire.questions)}
    faults: list[Fault] = []
    said: dict[str, str] = {}
    lines = _of_csv(data, name, known) if Path(name).suffix.lower() == ".csv" else _of_yaml(data, name)
    for where, what, owner in lines:
        if problem := _problem(what, owner, known, said):
            faults.append(Fault(code="owner", where=where, what=problem[0], mend=problem[1]))
        else:
            said[what] = " ".join(owner.split())
    owners = {
        question: said.get(question) or said.get(section, "")
        for section, questions in sections.items()
        for question in questions
    }
    if not faults and (missing := [question for question, owner in owners.items() if not owner]):
        what = f"No owner is named for {len(missing)} questions: {first_of(missing)}."
        faults.append(Fault(code="no-owner", where=name, what=what, mend="Name their sections, or each of them."))
    if faults:
        raise RefusedInput(f"{name} does not name one owner for every question.", faults=tuple(faults))
    return owners


def _problem(what: str, owner: str, known: set[str], said: dict[str, str]) -> tuple[str, str] | None:
    """Return what is wrong with a line, and how to mend it; None if nothing is."""
    if what not in known:
        near = difflib.get_close_matches(what, known, n=1)
        return f"{quote(what)} is no section and no question.", f"Did you mean {near[0]}?" if near else ""
    if what in said:
        return f"{what} stands twice.", "Name one owner."
    if not owner.strip():
        return f"{what} has no owner.", "Write a name or a team."
    if len(owner) > _LONGEST:
        return f"The owner of {what} has more than {_LONGEST} characters.", "Write a name or a team."
    return None


def _of_csv(data: bytes, name: str, known: set[str]) -> Iterator[tuple[str, str, str]]:
    """Yield place, section or question, and owner of each line; a line of headings is passed over."""
    sheet = read_csv(data, name).sheets[0]
    for row, cells in sheet.rows.items():
        if (last := max(cells)) > 2:  # which of the columns is meant can't be told
            what = f"{name}, {sheet.place(row, last)}: a list of owners has two columns."
            raise RefusedInput(what, mend="Keep the section or question, and its owner.")
        what, owner = (clean(str(cells[column].value)) if column in cells else "" for column in (1, 2))
        if what not in known and what.casefold() in _HEADERS and row == min(sheet.rows):
            continue
        yield f"{name}, {sheet.place(row, 1)}", what, owner


def _of_yaml(data: bytes, name: str) -> Iterator[tuple[str, str, str]]:
    located = yamlfile.load(data, name)
    if not isinstance(located.data, dict):
        raise RefusedInput(
            f"{name} is no list of owners.", mend="Write one 'section: owner' or 'question: owner' a line."
        )
    for what, owner in located.data.items():
        yield located.where((what,)), str(what), clean(owner) if isinstance(owner, str) else ""
