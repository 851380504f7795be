"""How long an attestation holds: until the first day on which what it says would no longer be true."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from vendorrisk.model.assessment import Assessment
from vendorrisk.model.base import DEFAULT_LANGUAGE
from vendorrisk.model.condition import Leaf
from vendorrisk.model.policy import Criterion, Level, Policy
from vendorrisk.model.questionnaire import Disclosure, Question, Questionnaire
from vendorrisk.model.result import FindingState, Result
from vendorrisk.model.term import Term
from vendorrisk.phrases.findings import Attested
from vendorrisk.phrases.words import Tiers, term_words
from vendorrisk.rules.bind import Bound
from vendorrisk.rules.engine import compile_program
from vendorrisk.rules.facts import Fact, facts
from vendorrisk.rules.leaf import make_test

_DAY = dt.timedelta(days=1)


class Limit(NamedTuple):
    """The last day of validity, and what ends it, in words."""

    until: dt.date
    because: str


def validity(  # noqa: PLR0913, PLR0917  as for the statement
    assessment: Assessment,
    result: Result,
    questionnaire: Questionnaire,
    policy: Policy,
    disclosure: Disclosure,
    language: str = DEFAULT_LANGUAGE,
) -> Limit:
    """Return the earliest of the policy's cadence, the waivers rested on, and the day a minimum stops being met.

    A criterion that ``disclosure`` withholds is not named.
    """
    tier = result.tier.tier
    cadence = policy.cadence[tier]
    end = cadence.after(result.as_of)
    term, word = term_words(cadence, language), Tiers[tier.name].say(language)
    limits = [Limit(end, Attested.CADENCE.say(language, term=term, tier=word))]
    met = []
    for finding in result.findings:
        if finding.level is not Level.MINIMUM:
            continue
        if finding.waiver is not None:
            name = _name(policy.criterion(finding.criterion), disclosure, language)
            limits.append(Limit(finding.waiver.until, Attested.END_OF_WAIVER.say(language, criterion=name)))
        if finding.result is FindingState.MET:
            met.append(policy.criterion(finding.criterion))
    questions = {question.id: question for question in questionnaire.questions}
    lapse = _first_lapse(met, questions, assessment, result.as_of, end)
    if lapse is not None:
        day, criterion = lapse
        name = _name(criterion, disclosure, language)
        named = (assessment.answers.get(leaf.question) for leaf in criterion.met_when.leaves())
        ends = {item.valid_until for answer in named if answer is not None for item in answer.evidence}
        why = Attested.END_OF_EVIDENCE if day - _DAY in ends else Attested.AGE
        limits.append(Limit(day - _DAY, why.say(language, criterion=name)))
    return min(limits, key=lambda limit: limit.until)


def _name(criterion: Criterion, disclosure: Disclosure, language: str) -> str:
    return criterion.id if criterion.disclosure.rank <= disclosure.rank else Attested.A_MINIMUM.say(language)


def _first_lapse(
    met: Sequence[Criterion],
    questions: Mapping[str, Question],
    assessment: Assessment,
    as_of: dt.date,
    end: dt.date,
) -> tuple[dt.date, Criterion] | None:
    """Return the first day up to ``end`` on which the same answers no longer meet one of these criteria, and which."""
    answers, reviews = assessment.answers, assessment.reviews
    found = facts(answers, reviews, as_of)
    # That they apply is settled; what is left to time is whether they are met.
    tested = [
        criterion.model_copy(update={"applies_when": None, "partly_met_when": None})
        for criterion in met
        if all(leaf.question in questions for leaf in criterion.met_when.leaves())
    ]
    program = compile_program(questions, tested)
    days = {day for criterion in tested for day in _turning_days(criterion, questions, found, as_of, end)}
    for day in sorted(days):
        outcome = Bound(program, questions, day).run(facts(answers, reviews, day))
        for criterion, (still_met, *_) in zip(tested, outcome.criteria, strict=True):
            if not still_met:
                return day, criterion
    return None


def _turning_days(
    criterion: Criterion,
    questions: Mapping[str, Question],
    found: Mapping[str, Fact],
    as_of: dt.date,
    end: dt.date,
) -> Iterator[dt.date]:
    """Yield the days after ``as_of`` on which evidence gets too old or expires, or a date is judged otherwise."""
    for leaf in criterion.met_when.leaves():
        fact = found.get(leaf.question)
        if fact is None:
            continue
        if criterion.evidence is not None:
            yield from _lapses(fact, criterion.evidence.max_age, as_of)
        if fact.value is not None and "as_of" in str(leaf.operand):
            yield from _turn(leaf, questions[leaf.question], fact, as_of, end)


def _lapses(fact: Fact, max_age: Term | None, as_of: dt.date) -> Iterator[dt.date]:
    for item in fact.evidence:
        if max_age is not None and item.issued is not None and item.issued <= as_of:
            yield _too_old(item.issued, max_age)
        if item.valid_until is not None and item.valid_until >= as_of:
            yield item.valid_until + _DAY


def _too_old(issued: dt.date, max_age: Term) -> dt.date:
    """Return the first day on which the age is exceeded; the ends of short months make it more than one step."""
    day = max_age.after(issued) + _DAY
    while max_age.before(day) <= issued:
        day += _DAY
    return day


def _turn(leaf: Leaf, question: Question, fact: Fact, as_of: dt.date, end: dt.date) -> Iterator[dt.date]:
    now = make_test(leaf, question, as_of)(fact.value)
    for days in range(1, (end - as_of).days + 1):
        day = as_of + days * _DAY
        if make_test(leaf, question, day)(fact.value) != now:
            yield day
            return
