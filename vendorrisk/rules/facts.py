"""What an assessment's answers and reviews together say about each question."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import NamedTuple, Protocol

from vendorrisk.model.answer import Answer, Evidence, Grade, Value
from vendorrisk.model.assessment import Review, ReviewAction
from vendorrisk.model.policy import EvidenceRule


class Fact(Protocol):
    """One question's state, before visibility. An answer that no review touches is its own fact."""

    @property
    def value(self) -> Value | None:
        """None: unknown. Unanswered, challenged, or an N/A reason that is not accepted."""

    @property
    def removed(self) -> bool:
        """An accepted N/A, which has no value: it drops out of every condition."""

    @property
    def grade(self) -> Grade:
        """How well it is supported."""

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """What supports it."""

    @property
    def by_review(self) -> bool:
        """Whether a review, rather than the answer, decided value or removal."""


class Taken(NamedTuple):
    """A fact that is not just an answer: reviewed, told by the triage, or supposed."""

    value: Value | None
    removed: bool
    grade: Grade
    evidence: tuple[Evidence, ...] = ()
    by_review: bool = False

    @classmethod
    def of(cls, fact: Fact) -> Taken:
        """Return any fact as one that can be varied."""
        return cls(fact.value, fact.removed, fact.grade, fact.evidence, fact.by_review)


def facts(
    answers: Mapping[str, Answer], reviews: Iterable[Review] = (), as_of: dt.date | None = None
) -> Mapping[str, Fact]:
    """Return a fact per answered question. A review counts only for the answer version it was made on.

    A raised grade belongs to the value it was given for: an override, a challenge, or taking either back ends it.
    An answer whose documents have all expired on ``as_of`` is asserted, whoever verified it with them; without
    ``as_of`` none has expired, which is enough for what does not depend on grades.
    """
    found = _reviewed_facts(answers, reviews)
    if as_of is None:
        return found
    lapsed = {
        name: Taken.of(fact)._replace(grade=Grade.ASSERTED)
        for name, fact in found.items()
        if (evidence := fact.evidence) and all_expired(evidence, as_of)
    }
    return {**found, **lapsed} if lapsed else found


def all_expired(evidence: Iterable[Evidence], as_of: dt.date) -> bool:
    """Return whether documents supported once, and none does any more."""
    for item in evidence:  # few documents name an end, and this runs for every answer
        if item.valid_until is not None:
            break
    else:
        return False
    supporting = [item for item in evidence if item.counts]
    return bool(supporting) and all(item.expired(as_of) for item in supporting)


def _reviewed_facts(answers: Mapping[str, Answer], reviews: Iterable[Review]) -> Mapping[str, Fact]:
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
    reviewed = deciding.keys() | raised.keys()
    if not reviewed:
        return answers
    return {**answers, **{name: _reviewed(answers[name], deciding.get(name), raised.get(name)) for name in reviewed}}


def _reviewed(answer: Answer, deciding: Review | None, raised: Review | None) -> Fact:
    fact = Taken.of(answer)
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
    grade without any on file. Evidence dated after ``as_of`` counts as undated: on that day it did not exist. Evidence
    that has expired by then counts as too old, whatever its date.
    """
    return support_since(fact, rule.grade, None if rule.max_age is None else rule.max_age.before(as_of), as_of)


def support_since(fact: Fact, grade: Grade, oldest: dt.date | None, as_of: dt.date) -> int:
    """Return the same, for a rule whose oldest date was worked out before; None asks for no age."""
    if fact.grade.rank < grade.rank:
        return TOO_WEAK
    if oldest is None:
        lapsed = grade is not Grade.ASSERTED and fact.evidence and all_expired(fact.evidence, as_of)
        return TOO_WEAK if lapsed else ENOUGH
    undated = too_old = False
    for item in fact.evidence:
        if not item.counts:
            continue
        issued = item.issued
        if item.expired(as_of):
            too_old = True
        elif issued is None or issued > as_of:
            undated = True
        elif issued >= oldest:
            return ENOUGH
        else:
            too_old = True
    return UNDATED if undated or not too_old else TOO_WEAK
