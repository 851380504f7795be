"""Findings, score range and verdict as numbers: the part that runs for every assessment of a portfolio."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from operator import getitem
from typing import NamedTuple

from vendorrisk.model.policy import Criterion, Level, Policy, Verdict
from vendorrisk.model.questionnaire import Question, Questionnaire
from vendorrisk.model.result import FindingState, ScoreRange, Support
from vendorrisk.rules.bind import Bound
from vendorrisk.rules.engine import CriterionBits, Outcome, compile_program
from vendorrisk.rules.facts import Fact
from vendorrisk.rules.leaf import RISK_TIER, RISK_TIER_QUESTION
from vendorrisk.rules.memory import Memory

_STATES = (
    FindingState.MET,
    FindingState.PARTLY_MET,
    FindingState.UNMET,
    FindingState.UNDETERMINED,
    FindingState.NOT_APPLICABLE,
)
_MET, _PARTLY, _UNMET, _OPEN, _NONE = range(5)
_STATE_OF_BITS = {(1, 0, 0, 0): _MET, (0, 1, 0, 0): _PARTLY, (0, 0, 1, 0): _UNMET, (0, 0, 0, 1): _OPEN}
_HALVES = {_MET: (2, 2, 2), _PARTLY: (1, 1, 2), _UNMET: (0, 0, 2), _OPEN: (0, 2, 2), _NONE: (0, 0, 0)}
"""Half weights that a state earns at least, at most, and of how many."""

_FIELD = 24
_MASK = (1 << _FIELD) - 1


def _state_of(bits: CriterionBits) -> int:
    return _STATE_OF_BITS.get(bits, _NONE)


class Judgement(NamedTuple):
    """What a policy says of one assessment, in numbers."""

    verdict: Verdict
    codes: Sequence[int]
    """The state of each criterion as an index, in the order of the policy."""
    minimums: tuple[int, int, int, int]
    """Met, waived, failed and undetermined minimums."""
    tally: int
    """Packed sums; see :meth:`Scorer.score` and the like."""

    @property
    def states(self) -> tuple[FindingState, ...]:
        """Return the state of each criterion, in the order of the policy."""
        return tuple([_STATES[code] for code in self.codes])


class Scorer:
    """A policy compiled against its questionnaire, for one ``as_of``. Reusable for any number of assessments.

    ``asked`` is the part of the questionnaire that the vendors answered, where that is not the whole: only its
    questions count for coverage; the others are unanswered.

    What a criterion adds to each sum in each state is packed into one integer of 24-bit fields, so that judging adds
    one number per criterion. Fields: per group (all, pillars, domains, levels) half weights earned at least, at most,
    and of how many; then the minimums met, failed and undetermined.
    """

    def __init__(
        self,
        questionnaire: Questionnaire,
        policy: Policy,
        as_of: dt.date,
        triage: Questionnaire,
        asked: Questionnaire | None = None,
    ) -> None:
        self.questionnaire = questionnaire
        self.asked = asked or questionnaire
        self.policy = policy
        self.as_of = as_of
        self.questions: Mapping[str, Question] = {
            **{question.id: question for question in (*questionnaire.questions, *triage.questions)},
            RISK_TIER: RISK_TIER_QUESTION,
        }
        self.program = compile_program(self.questions, policy.criteria)
        self._bound = Bound(self.program, self.questions, as_of)
        self._memory = Memory(self._bound, self.questions, policy.criteria, _state_of)
        pillar_of = {section.section: section.pillar for section in questionnaire.sections}
        self.domains = tuple(dict.fromkeys(criterion.domain for criterion in policy.criteria))
        self.pillars = tuple(dict.fromkeys(str(pillar_of[domain]) for domain in self.domains))
        groups = ("", *self.pillars, *self.domains, *Level)
        self._group = {group: index for index, group in enumerate(groups)}
        self._minimum_fields = 3 * len(groups)
        self._adds = tuple(
            tuple(
                self._packed(criterion, state, ("", pillar_of[criterion.domain], criterion.domain, criterion.level))
                for state in range(len(_STATES))
            )
            for criterion in policy.criteria
        )
        self._minimum_ids = {
            criterion.id: index for index, criterion in enumerate(policy.criteria) if criterion.level is Level.MINIMUM
        }
        conditional = {name: index for index, name in enumerate(self.program.conditional)}
        self._visible = tuple((q.id, conditional.get(q.id)) for q in self.asked.questions)

    def _packed(self, criterion: Criterion, state: int, groups: tuple[str, ...]) -> int:
        total = 0
        for group in groups:
            for offset, halves in enumerate(_HALVES[state]):
                total += halves * criterion.weight << _FIELD * (3 * self._group[group] + offset)
        if criterion.level is Level.MINIMUM and state != _NONE:
            offset = {_MET: 0, _OPEN: 2}.get(state, 1)
            total += 1 << _FIELD * (self._minimum_fields + offset)
        return total

    def judge(self, facts: Mapping[str, Fact], waived: Collection[str] = ()) -> Judgement:
        """Judge one assessment: its facts (with ``risk.tier``) and the criteria with a waiver in force."""
        codes = self._memory.findings(facts)
        tally = sum(map(getitem, self._adds, codes))
        counts = tally >> _FIELD * self._minimum_fields
        met, failed, undetermined = counts & _MASK, counts >> _FIELD & _MASK, counts >> 2 * _FIELD
        covered = sum(
            codes[self._minimum_ids[name]] in (_PARTLY, _UNMET) for name in waived if name in self._minimum_ids
        )
        minimums = met, covered, failed - covered, undetermined
        return Judgement(_verdict(*minimums), codes, minimums, tally)

    def outcome(self, facts: Mapping[str, Fact]) -> Outcome:
        """Return what the engine says of one assessment leaf by leaf, for explanations."""
        return self._bound.run(facts)

    def score(self, judgement: Judgement, group: str = "") -> ScoreRange | None:
        """Return the score range of a pillar, domain or level, or of everything; None if nothing applies."""
        fields = judgement.tally >> 3 * _FIELD * self._group[group]
        low, high, total = fields & _MASK, fields >> _FIELD & _MASK, fields >> 2 * _FIELD & _MASK
        if not total:
            return None
        return ScoreRange(low=low * 1000 // total / 10, high=high * 1000 // total / 10)

    def support(self, facts: Mapping[str, Fact], outcome: Outcome, reviewed: Collection[str] = ()) -> Support:
        """Return coverage and grades of the shown questions among those asked, and how many answers were reviewed."""
        counts = [0, 0, 0]
        shown = checked = 0
        for name, index in self._visible:
            if index is None or outcome.shown[index]:
                shown += 1
                fact = facts.get(name)
                if fact is not None:
                    counts[fact.grade.rank] += 1
                    checked += name in reviewed
        asserted, documented, verified = counts
        return Support(
            shown=shown,
            answered=sum(counts),
            asserted=asserted,
            documented=documented,
            verified=verified,
            checked=checked,
        )


def _verdict(_met: int, waived: int, failed: int, undetermined: int) -> Verdict:
    if failed:
        return Verdict.DOES_NOT_MEET
    if undetermined:
        return Verdict.INCOMPLETE
    return Verdict.CONDITIONAL if waived else Verdict.MEETS
