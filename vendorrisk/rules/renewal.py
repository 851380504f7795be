"""Which earlier answers can stand in a new workbook, and which are asked again, with the reasons."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from vendorrisk.model.answer import Answer, Evidence, Value
from vendorrisk.model.assessment import Assessment, ReviewAction
from vendorrisk.model.base import say
from vendorrisk.model.language import Said
from vendorrisk.model.policy import Policy, Tier
from vendorrisk.model.proposal import Proposal
from vendorrisk.model.questionnaire import Question, Questionnaire
from vendorrisk.model.term import Term
from vendorrisk.phrases.renewal import Again
from vendorrisk.phrases.words import term_words
from vendorrisk.rules.fit import misfit
from vendorrisk.rules.values import show_value

LIMIT = 300
"""Characters of a reason or a precedent that are shown: it stands in one cell."""


@dataclass(frozen=True)
class Changes:
    """What became of a questionnaire's questions since they were answered."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    """Asked then and now, in other words, or with other options."""
    removed: tuple[str, ...] = ()
    not_compared: tuple[str, ...] = ()
    """Asked now, and how they stood then is not known."""
    before: Mapping[str, str] = field(default_factory=dict)
    """How the changed and removed ones were asked, as far as that is known."""

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed or self.not_compared)


@dataclass(frozen=True)
class Asked:
    """An earlier or proposed answer that counts for nothing until the vendor confirms it."""

    question: str
    value: Value | None
    not_applicable: bool
    comment: str
    evidence: tuple[Evidence, ...]
    why: tuple[Said, ...]
    """At least one sentence."""
    confirmable: bool = True
    """False where the value can't stand: the vendor answers anew."""


@dataclass(frozen=True)
class Renewal:
    """What a workbook that goes out again holds of earlier answers."""

    stands: Mapping[str, Answer]
    again: Mapping[str, Asked]


@dataclass(frozen=True)
class Terms:
    """How long answers and documents hold, at the day for which they are asked again."""

    day: dt.date
    """When the workbook is due."""
    ages: Mapping[str, Term] = field(default_factory=dict)
    """The shortest age that a criterion sets the evidence of an answer, by question."""
    cadence: Term | None = None
    """After which every answer is to be confirmed; None without a policy."""

    @classmethod
    def of(cls, policy: Policy | None, tier: Tier, day: dt.date) -> Terms:
        """Return what a policy sets at an inherent risk tier."""
        if policy is None:
            return cls(day)
        ages: dict[str, Term] = {}
        for criterion in policy.criteria:
            age = criterion.evidence.max_age if criterion.evidence else None
            for leaf in criterion.met_when.leaves() if age is not None else ():
                known = ages.get(leaf.question)
                if age is not None and (known is None or age.before(day) > known.before(day)):
                    ages[leaf.question] = age
        return cls(day, ages, policy.cadence[tier])


def compare(old: Questionnaire | None, new: Questionnaire, answered: Collection[str], language: str) -> Changes:
    """Return what changed since ``old``; without it, which of the ``answered`` questions could not be compared."""
    asked = {question.id: question for question in new.questions}
    if old is None:
        kept = tuple(name for name in asked if name in answered)
        return Changes(not_compared=kept, removed=tuple(name for name in answered if name not in asked))
    then = {question.id: question for question in old.questions}
    changed = tuple(name for name in asked if name in then and _meant(then[name]) != _meant(asked[name]))
    removed = tuple(name for name in then if name not in asked)
    return Changes(
        added=tuple(name for name in asked if name not in then),
        changed=changed,
        removed=removed,
        before={name: say(then[name].ask, language) for name in (*changed, *removed)},
    )


def _meant(question: Question) -> object:
    """Return what an answer to a question depends on: its words and what it takes, in the default language."""
    kept = question.model_dump(mode="json", include={"type", "unit", "minimum", "maximum", "not_applicable"})
    labels = [(option.id, say(option.label), option.exclusive) for option in question.options]
    return say(question.ask).split(), kept, labels


def renew(
    earlier: Assessment, questionnaire: Questionnaire, changes: Changes, terms: Terms, language: str = "en"
) -> Renewal:
    """Return which answers of ``earlier`` can stand, and which are asked again; proposals are always asked.

    ``language`` is that of the workbook: values within reasons are said in it.
    """
    stands: dict[str, Answer] = {}
    again: dict[str, Asked] = {}
    proposals = {proposal.question: proposal for proposal in earlier.proposals}
    for question in questionnaire.questions:
        name = question.id
        answer = earlier.answers.get(name)
        if answer is None:
            if name in proposals:
                again[name] = _proposed(question, proposals[name])
            continue
        fits = _fits(question, answer)
        why = [*_of_question(name, changes, fits=fits), *_of_review(question, earlier, language)]
        why += _of_evidence(answer, terms, terms.ages.get(name), language)
        why += _of_cadence(answer, terms, language)
        if why:
            again[name] = _asked(name, answer, tuple(why), confirmable=fits)
        else:
            stands[name] = answer
    return Renewal(stands, again)


def _fits(question: Question, answer: Answer) -> bool:
    if answer.value is None:
        return question.not_applicable == "justify"
    return not misfit(answer.value, question)


def _asked(name: str, answer: Answer, why: tuple[Said, ...], *, confirmable: bool) -> Asked:
    given = answer.value, answer.not_applicable, answer.comment, answer.evidence
    return Asked(name, *given, why, confirmable=confirmable)


def _of_question(name: str, changes: Changes, *, fits: bool) -> Iterator[Said]:
    if name in changes.changed:
        yield Again.QUESTION_CHANGED.of()
    elif name in changes.not_compared:
        yield Again.NOT_COMPARED.of()
    if not fits:
        yield Again.NO_ANSWER_NOW.of()


def _of_review(question: Question, earlier: Assessment, language: str) -> Iterator[Said]:
    review = earlier.deciding_review(question.id)
    if review is None or review.action is ReviewAction.ACCEPT:
        return
    if review.value is None:
        yield Again.CHALLENGED.of()
    else:
        value = show_value(question, review.value, language)
        yield Again.OVERRIDDEN.of(value=value, reason=review.reason[:LIMIT])


def _of_evidence(answer: Answer, terms: Terms, age: Term | None, language: str) -> Iterator[Said]:
    """Yield why no document of an answer holds on the day; those that are undated and endless do not expire."""
    counting = [item for item in answer.evidence if item.counts]
    holding = [item for item in counting if not item.expired(terms.day)]
    if counting and not holding:
        last = max(counting, key=lambda item: item.valid_until or dt.date.min)
        yield Again.EXPIRING.of(name=last.name, date=last.valid_until)
        return
    dated = [item for item in holding if item.issued is not None]
    if len(dated) < len(holding):
        return
    if age is None or not dated or any(item.issued and item.issued >= age.before(terms.day) for item in dated):
        return
    newest = max(dated, key=lambda item: item.issued or dt.date.min)
    yield Again.OLD_EVIDENCE.of(name=newest.name, age=term_words(age, language), date=terms.day)


def _of_cadence(answer: Answer, terms: Terms, language: str) -> Iterator[Said]:
    given = answer.source.at.date()
    if terms.cadence is not None and terms.cadence.after(given) < terms.day:
        yield Again.CADENCE.of(date=given, term=term_words(terms.cadence, language))


def _proposed(question: Question, proposal: Proposal) -> Asked:
    """Return a proposal as it is asked: with every precedent, and to confirm only if they agree and it fits."""
    why = [
        Again.FROM_PRECEDENT.of(
            questionnaire=each.questionnaire.split(" ", maxsplit=1)[0],
            question=each.question,
            answer=(f"{each.shown} ({each.comment})" if each.comment else each.shown)[:LIMIT],
        )
        for each in proposal.precedents
    ]
    fits = proposal.value is not None and not misfit(proposal.value, question)
    fits = fits or (proposal.not_applicable and question.not_applicable == "justify")
    if not proposal.proposes:
        why.insert(0, Again.CONTRADICTORY.of() if proposal.conflicting else Again.UNDECIDED.of())
    elif not fits:
        why.insert(0, Again.NO_ANSWER_NOW.of())
    given = proposal.value, proposal.not_applicable, proposal.comment, proposal.evidence
    return Asked(question.id, *given, tuple(why), confirmable=fits)
