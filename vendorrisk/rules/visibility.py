"""Which questions are shown, hidden, or not yet clear."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache

from vendorrisk.model.questionnaire import Questionnaire
from vendorrisk.model.result import Truth
from vendorrisk.rules.bind import Bound
from vendorrisk.rules.engine import Outcome, Program, compile_program
from vendorrisk.rules.facts import Fact
from vendorrisk.rules.truth import name


def visibility(questionnaire: Questionnaire, facts: Mapping[str, Fact]) -> dict[str, Truth]:
    """Return for each question whether it is shown: TRUE, FALSE (hidden) or UNKNOWN (not yet clear)."""
    bound = _visibility_program(questionnaire)
    outcome = bound.run(facts)
    return {question.id: Truth.TRUE for question in questionnaire.questions} | shown(bound.program, outcome)


def shown(program: Program, outcome: Outcome) -> dict[str, Truth]:
    """Return the visibility of the conditional questions of one judged assessment."""
    return {
        question: name((outcome.shown[index], outcome.hidden[index]))
        for index, question in enumerate(program.conditional)
    }


def _visibility_program(questionnaire: Questionnaire) -> Bound:
    return _visibility_by_identity(_ById(questionnaire))


class _ById:
    """Makes a frozen model usable as a cache key without hashing it whole."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire

    def __hash__(self) -> int:
        return id(self.questionnaire)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ById) and other.questionnaire is self.questionnaire


@lru_cache(maxsize=32)
def _visibility_by_identity(key: _ById) -> Bound:
    questions = {question.id: question for question in key.questionnaire.questions}
    # Any date does: static checks refuse a show_when on a date relative to as_of.
    return Bound(compile_program(questions), questions, dt.date(2000, 1, 1))
