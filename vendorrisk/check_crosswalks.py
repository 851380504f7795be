"""What is wrong with a crosswalk beyond its fields: questions and options that do not exist, what may not follow."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import NamedTuple

from vendorrisk.building import build
from vendorrisk.content import Content
from vendorrisk.model.answer import NOT_APPLICABLE
from vendorrisk.model.crosswalk import Crosswalk, Link
from vendorrisk.model.fault import Fault
from vendorrisk.model.layout import OTHER, Layout
from vendorrisk.model.questionnaire import Question, QuestionType
from vendorrisk.yamlfile import Located, Path

_ONE_OPTION = (QuestionType.YES_NO, QuestionType.CHOICE)


class _Flaw(NamedTuple):
    path: Path
    what: str


def check_crosswalk(content: Content, name: str) -> tuple[Fault, ...]:
    """Return what is wrong with a crosswalk."""
    located = content.locate_crosswalk(name)
    crosswalk = build(Crosswalk, located)
    flaws = [*_misnamed(crosswalk, name), *_origin(content, crosswalk)]
    if crosswalk.to not in content.questionnaires():
        flaws.append(_Flaw(("to",), f"There is no questionnaire '{crosswalk.to}'."))
    if not flaws:
        flaws = [*_links(content, crosswalk)]
    return tuple(_fault(located, flaw) for flaw in flaws)


def _fault(located: Located, flaw: _Flaw) -> Fault:
    return Fault(code="content", where=located.where(flaw.path), what=flaw.what)


def _misnamed(crosswalk: Crosswalk, name: str) -> Iterator[_Flaw]:
    if crosswalk.crosswalk != name:
        yield _Flaw(("crosswalk",), f"The file is named '{name}'; file and id must be the same.")


def _origin(content: Content, crosswalk: Crosswalk) -> Iterator[_Flaw]:
    origin = crosswalk.origin
    if origin.layout is None:
        if origin.questionnaire not in content.questionnaires():
            yield _Flaw(("from", "questionnaire"), f"There is no questionnaire '{origin.questionnaire}'.")
    elif origin.layout not in content.layouts():
        yield _Flaw(("from", "layout"), f"There is no layout profile '{origin.layout}'.")
    else:
        known = content.layout(origin.layout).editions
        for number, edition in enumerate(origin.editions):
            if known and edition not in known:
                yield _Flaw(("from", "editions", number), f"The layout knows no edition '{edition}'.")


def _links(content: Content, crosswalk: Crosswalk) -> Iterator[_Flaw]:
    ours = {question.id: question for question in content.questionnaire(crosswalk.to).questions}
    asked = _Asked(content, crosswalk)
    for name in crosswalk.questions:
        if name not in ours:
            near = get_close_matches(name, ours, n=1)
            hint = f" Did you mean '{near[0]}'?" if near else ""
            yield _Flaw(("questions", name), f"{crosswalk.to} has no question '{name}'.{hint}")
    for name, number, link in crosswalk.links():
        path: Path = ("questions", name, number)
        for question in link.question:
            if what := asked.unknown(question):
                yield _Flaw((*path, "question"), what)
                continue
            for option in link.when:
                if what := asked.no_option(question, option):
                    yield _Flaw((*path, "when", option), what)
        for option, value in link.when.items() if name in ours else ():
            if what := _not_to_be_proposed(link, ours[name], value):
                yield _Flaw((*path, "when", option), what)


class _Asked:
    """The questions there: those of a layout, by the form of their ids, or those of a questionnaire of ours."""

    def __init__(self, content: Content, crosswalk: Crosswalk) -> None:
        origin = crosswalk.origin
        self._layout: Layout | None = content.layout(origin.layout) if origin.layout else None
        self._counts = [self._layout.editions.get(each, {}) for each in origin.editions] if self._layout else []
        self._ours: Mapping[str, Question] = {}
        if origin.questionnaire:
            self._ours = {question.id: question for question in content.questionnaire(origin.questionnaire).questions}

    def unknown(self, question: str) -> str:
        """Return why there can be no such question; empty if there can."""
        if self._layout is None:
            return "" if question in self._ours else f"There is no question '{question}'."
        rule = self._layout.id
        pattern = rf"(?:{rule.prefix.pattern})\.(?:{rule.pattern})" if rule.prefix else rule.pattern
        if not re.fullmatch(pattern, question):
            return f"'{question}' is no id of {self._layout.layout}: it does not match {pattern}."
        key = re.fullmatch(self._layout.section.key, question) if self._layout.section.key else None
        sections = {name for counts in self._counts for name in counts}
        if key and len(sections) > 1 and key[1] not in sections:
            return f"'{question}': {self._layout.layout} has no section {key[1]}."
        return ""

    def no_option(self, question: str, option: str) -> str:
        """Return why a question can't be answered so; empty if it can."""
        if option == NOT_APPLICABLE:
            return ""
        if option == OTHER:
            return f"'{OTHER}' stands for words that nobody has read: it says nothing here."
        if self._layout is None:
            there = self._ours[question]
            options: tuple[str, ...] = there.option_ids if there.type in _ONE_OPTION else ()
        else:
            kind = self._layout.kind_of(question)
            options = tuple(each.id for each in kind.options) if kind.type == "choice" else ()
        if not options:
            return f"{question} is not answered with one of several options, so no answer to it decides anything here."
        return "" if option in options else f"{question} has no option '{option}'; it has {', '.join(options)}."


def _not_to_be_proposed(link: Link, question: Question, value: str) -> str:
    """Return why an answer here can't follow from a link; empty if it can.

    Options stand best first: saying no to a question that asks for more says nothing about ours, and neither does
    saying yes to one that asks for less.
    """
    if value not in question.option_ids:
        known = f"it has {', '.join(question.option_ids)}" if question.options else "it has no options"
        return f"{question.id} has no option '{value}'; {known}."
    alone = any(option.exclusive for option in question.options if option.id == value)
    if question.type not in _ONE_OPTION and not alone:
        return f"{question.id} takes several options: only one that stands alone, such as none of them, can follow."
    if link.relation == "broader" and value == question.option_ids[-1]:
        return f"A broader question asks for more, so its denial does not deny ours: '{value}' can't follow."
    if link.relation == "narrower" and value == question.option_ids[0]:
        return f"A narrower question asks for less, so it can't show the best answer to ours: '{value}' can't follow."
    return ""
