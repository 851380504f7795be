"""Findings, score range and verdict as numbers: the part that runs for every assessment of a portfolio."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import NamedTuple

from vendorrisk.model.policy import Level, Policy
from vendorrisk.model.questionnaire import Question, Questionnaire
from vendorrisk.model.result import FindingState, MinimumCounts, ScoreRange, Support, Verdict
from vendorrisk.rules.bind import Bound
from vendorrisk.rules.engine import CriterionBits, Outcome, compile_program
from vendorrisk.rules.facts import Fact
from vendorrisk.rules.leaf import RISK_TIER, RISK_TIER_QUESTION

_MET, _PARTLY, _UNMET, _OPEN, _NONE = (
    FindingState.MET,
    FindingState.PARTLY_MET,
    FindingState.UNMET,
    FindingState.UNDETERMINED,
    FindingState.NOT_APPLICABLE,
)
_POINTS = {_MET: (2, 2), _PARTLY: (1, 1), _UNMET: (0, 0), _OPEN: (0, 2)}
"""Half weights earned at least and at most."""


class Judgement(NamedTuple):
    """What a policy says of one assessment, in numbers."""

    verdict: Verdict
    states: tuple[FindingState, ...]
    """Per criterion, in the order of the policy."""
    minimums: MinimumCounts
    score: ScoreRange | None
    pillars: dict[str, ScoreRange | None]
    domains: dict[str, ScoreRange | None]
    levels: dict[Level, ScoreRange | None]
    outcome: Outcome


class Scorer:
    """A policy compiled against its questionnaire, for one ``as_of``. Reusable for any number of assessments."""

    def __init__(self, questionnaire: Questionnaire, policy: Policy, as_of: dt.date, triage: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self.policy = policy
        self.as_of = as_of
        self.questions: Mapping[str, Question] = {
            **{question.id: question for question in (*questionnaire.questions, *triage.questions)},
            RISK_TIER: RISK_TIER_QUESTION,
        }
        self.program = compile_program(self.questions, policy.criteria)
        self._bound = Bound(self.program, self.questions, as_of)
        domains = list(dict.fromkeys(criterion.domain for criterion in policy.criteria))
        pillar_of = {section.section: section.pillar for section in questionnaire.sections}
        pillars = list(dict.fromkeys(pillar_of.get(domain, "security") for domain in domains))
        self._domains, self._pillars = domains, pillars
        self._rows = tuple(
            (
                criterion.weight,
                domains.index(criterion.domain),
                len(domains) + pillars.index(pillar_of.get(criterion.domain, "security")),
                len(domains) + len(pillars) + list(Level).index(criterion.level),
            )
            for criterion in policy.criteria
        )
        self._minimums = tuple(
            (index, criterion.id) for index, criterion in enumerate(policy.criteria) if criterion.level is Level.MINIMUM
        )
        conditional = {name: index for index, name in enumerate(self.program.conditional)}
        self._visible = tuple((q.id, conditional.get(q.id)) for q in questionnaire.questions)

    def judge(self, facts: Mapping[str, Fact], waived: Collection[str] = ()) -> Judgement:
        """Judge one assessment: its facts (with ``risk.tier``) and the criteria with a waiver in force."""
        outcome = self._bound.run(facts)
        states = tuple(map(_state, outcome.criteria))
        first_pillar = len(self._domains)
        first_level = first_pillar + len(self._pillars)
        low, high, total = ([0] * (first_level + len(Level)) for _ in range(3))
        for state, (weight, *groups) in zip(states, self._rows, strict=True):
            if state is not _NONE:
                least, most = _POINTS[state]
                for group in groups:
                    low[group] += least * weight
                    high[group] += most * weight
                    total[group] += 2 * weight
        ranges = list(map(_range, low, high, total))
        minimums = self._count_minimums(states, waived)
        return Judgement(
            _verdict(minimums),
            states,
            minimums,
            _range(*(sum(numbers[first_level:]) for numbers in (low, high, total))),
            dict(zip(self._pillars, ranges[first_pillar:first_level], strict=True)),
            dict(zip(self._domains, ranges[:first_pillar], strict=True)),
            dict(zip(Level, ranges[first_level:], strict=True)),
            outcome,
        )

    def _count_minimums(self, states: tuple[FindingState, ...], waived: Collection[str]) -> MinimumCounts:
        met = covered = failed = undetermined = 0
        for index, name in self._minimums:
            state = states[index]
            if state is _MET:
                met += 1
            elif state is _OPEN:
                undetermined += 1
            elif state is not _NONE:
                if name in waived:
                    covered += 1
                else:
                    failed += 1
        return MinimumCounts.model_construct(
            applicable=met + covered + failed + undetermined,
            met=met,
            waived=covered,
            failed=failed,
            undetermined=undetermined,
        )

    def support(self, facts: Mapping[str, Fact], outcome: Outcome) -> Support:
        """Return coverage and grades of the shown questions of this questionnaire."""
        counts = [0, 0, 0]
        shown = 0
        for name, index in self._visible:
            if index is None or outcome.shown[index]:
                shown += 1
                fact = facts.get(name)
                if fact is not None:
                    counts[fact.grade.rank] += 1
        asserted, documented, verified = counts
        return Support(shown=shown, answered=sum(counts), asserted=asserted, documented=documented, verified=verified)


def _state(bits: CriterionBits) -> FindingState:
    if bits.met:
        return _MET
    if bits.unmet:
        return _UNMET
    if bits.undetermined:
        return _OPEN
    return _PARTLY if bits.partly_met else _NONE


def _verdict(minimums: MinimumCounts) -> Verdict:
    if minimums.failed:
        return Verdict.DOES_NOT_MEET
    if minimums.undetermined:
        return Verdict.INCOMPLETE
    return Verdict.CONDITIONAL if minimums.waived else Verdict.MEETS


def _range(low: int, high: int, total: int) -> ScoreRange | None:
    """Return the range in tenths, rounded down, of half weights; None if nothing applies."""
    if not total:
        return None
    return ScoreRange.model_construct(low=low * 1000 // total / 10, high=high * 1000 // total / 10)
