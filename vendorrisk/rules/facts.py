"""What an assessment's answers and reviews together say about each question."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from vendorrisk.model.answer import Answer, Evidence, Grade, Value
from vendorrisk.model.assessment import Review, ReviewAction
from vendorrisk.model.policy import EvidenceRule


class Fact(NamedTuple):
    """One question's state, before visibility."""

    value: Value | None
    """None: unknown. Unanswered, challenged, or an N/A reason that is not accepted."""
    removed: bool
    """An accepted N/A: it drops out of every condition."""
    grade: Grade
    evidence: tuple[Evidence, ...] = ()
    by_review: bool = False
    """Whether a review, rather than the answer, decided value or removal."""


_ASSERTED = Grade.ASSERTED
_new_fact = tuple.__new__  # a named tuple's own constructor takes three times as long


def facts(answers: Mapping[str, Answer], reviews: Iterable[Review] = ()) -> dict[str, Fact]:
    """Return a fact per answered question. A review counts only for the answer version it was made on.

    A raised grade belongs to the value it was given for: an override, a challenge, or taking either back ends it.
    """
    deciding: dict[str, Review] = {}
    raised: dict[str, Review] = {}
    for review in reviews:
        name = review.question
        answer = answers.get(name)
        if answer is None or answer.version != review.answer_version:
            continue
        if review.action is ReviewAction.GRADE:
            raised[name] = review
            continue
        before = deciding.get(name)
        if review.action is not ReviewAction.ACCEPT or (before and before.action is not ReviewAction.ACCEPT):
            raised.pop(name, None)
        deciding[name] = review
    if not deciding and not raised:
        return {
            name: _new_fact(Fact, (a.value, False, a.grade if a.evidence else _ASSERTED, a.evidence, False))
            for name, a in answers.items()
        }
    return {name: _reviewed(answer, deciding.get(name), raised.get(name)) for name, answer in answers.items()}


def _plain(answer: Answer) -> Fact:
    evidence = answer.evidence
    return _new_fact(Fact, (answer.value, False, answer.grade if evidence else _ASSERTED, evidence, False))


def _reviewed(answer: Answer, deciding: Review | None, raised: Review | None) -> Fact:
    fact = _plain(answer)
    if raised is not None and raised.grade is not None and raised.grade.rank > fact.grade.rank:
        fact = fact._replace(grade=raised.grade)
    if deciding is None:
        return fact
    if deciding.action is ReviewAction.OVERRIDE:
        return fact._replace(value=deciding.value, by_review=True)
    if deciding.action is ReviewAction.CHALLENGE:
        return fact._replace(value=None, by_review=True)
    return fact._replace(removed=answer.not_applicable, by_review=answer.not_applicable)


ENOUGH, UNDATED, TOO_WEAK = 2, 1, 0


def support(fact: Fact, rule: EvidenceRule, as_of: dt.date) -> int:
    """Return whether an answer is supported as a rule asks: ``ENOUGH``, ``UNDATED`` or ``TOO_WEAK``.

    Undated: the grade does, but the age can't be told, because the evidence bears no date or an assessor raised the
    grade without any on file. Evidence dated after ``as_of`` counts as undated: on that day it did not exist.
    """
    return support_since(fact, rule.grade, None if rule.max_age is None else rule.max_age.before(as_of), as_of)


def support_since(fact: Fact, grade: Grade, oldest: dt.date | None, as_of: dt.date) -> int:
    """Return the same, for a rule whose oldest date was worked out before; None asks for no age."""
    if fact.grade is not grade and fact.grade.rank < grade.rank:
        return TOO_WEAK
    if oldest is None:
        return ENOUGH
    undated = too_old = False
    for item in fact.evidence:
        if not item.counts:
            continue
        if item.issued is None or item.issued > as_of:
            undated = True
        elif item.issued >= oldest:
            return ENOUGH
        else:
            too_old = True
    return UNDATED if undated or not too_old else TOO_WEAK
