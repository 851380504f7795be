"""The compiled engine says what the finding table says, for one assessment and for many at once."""

from __future__ import annotations

import itertools
from collections.abc import Mapping

import pytest
from generated import AS_OF, TRIAGE, cases
from hypothesis import given, settings

from vendorrisk.model.condition import Condition, Leaf
from vendorrisk.model.policy import Criterion, Policy
from vendorrisk.model.questionnaire import Question, Questionnaire
from vendorrisk.model.result import FindingState, Truth
from vendorrisk.rules.bind import Bound
from vendorrisk.rules.engine import compile_program
from vendorrisk.rules.facts import ENOUGH, TOO_WEAK, Fact, support
from vendorrisk.rules.state import leaf_state
from vendorrisk.rules.truth import FALSE, REMOVED, TRUE, UNKNOWN, Bits, conjunction, disjunction, evaluate, name
from vendorrisk.rules.visibility import visibility
from vendorrisk.scoring.scorer import Scorer

STATES = [TRUE, FALSE, UNKNOWN, REMOVED]


def all_of(members: list[Truth]) -> Truth:
    """Say ``all`` in words, with no bits (DESIGN section 4)."""
    kept = [member for member in members if member is not Truth.REMOVED]
    if not kept:
        return Truth.REMOVED
    if Truth.FALSE in kept:
        return Truth.FALSE
    return Truth.UNKNOWN if Truth.UNKNOWN in kept else Truth.TRUE


def any_of(members: list[Truth]) -> Truth:
    kept = [member for member in members if member is not Truth.REMOVED]
    if not kept:
        return Truth.REMOVED
    if Truth.TRUE in kept:
        return Truth.TRUE
    return Truth.UNKNOWN if Truth.UNKNOWN in kept else Truth.FALSE


@pytest.mark.parametrize(("a", "b"), list(itertools.product(STATES, STATES)))
def test_algebra_says_what_the_words_say(a: Bits, b: Bits) -> None:
    assert name(conjunction(a, b)) is all_of([name(a), name(b)])
    assert name(disjunction(a, b)) is any_of([name(a), name(b)])


@pytest.mark.parametrize(("a", "b", "c"), list(itertools.product(STATES, STATES, STATES)))
def test_algebra_is_associative(a: Bits, b: Bits, c: Bits) -> None:
    assert conjunction(conjunction(a, b), c) == conjunction(a, conjunction(b, c))
    assert disjunction(disjunction(a, b), c) == disjunction(a, disjunction(b, c))


class Reference:
    """The finding table, read line by line, over states told leaf by leaf."""

    def __init__(self, asked: Questionnaire, facts: Mapping[str, Fact]) -> None:
        self.questions: dict[str, Question] = {question.id: question for question in asked.questions}
        self.facts = facts
        self.shown: dict[str, Truth] = {}
        for question in asked.questions:
            state = Truth.TRUE if question.show_when is None else self.state(question.show_when)
            self.shown[question.id] = Truth.FALSE if state is Truth.REMOVED else state

    def state(self, condition: Condition, weak: frozenset[str] = frozenset()) -> Truth:
        def bits(leaf: Leaf) -> Bits:
            found = leaf_state(leaf, self.questions, self.facts, self.shown, AS_OF)
            return UNKNOWN if leaf.question in weak and found != REMOVED else found

        return name(evaluate(condition, bits))

    def finding(self, criterion: Criterion) -> FindingState:
        applies = Truth.TRUE if criterion.applies_when is None else self.state(criterion.applies_when)
        if applies in (Truth.FALSE, Truth.REMOVED):
            return FindingState.NOT_APPLICABLE
        if applies is Truth.UNKNOWN:
            return FindingState.UNDETERMINED
        met = self.state(criterion.met_when)
        if met is Truth.REMOVED:
            return FindingState.NOT_APPLICABLE
        if met is Truth.UNKNOWN:
            return FindingState.UNDETERMINED
        return self.supported(criterion) if met is Truth.TRUE else self.partly(criterion)

    def supported(self, criterion: Criterion) -> FindingState:
        rule = criterion.evidence
        if rule is None:
            return FindingState.MET
        found = {key: support(fact, rule, AS_OF) for key, fact in self.facts.items() if not fact.removed}
        if self.state(criterion.met_when, frozenset(k for k, v in found.items() if v != ENOUGH)) is Truth.TRUE:
            return FindingState.MET
        if self.state(criterion.met_when, frozenset(k for k, v in found.items() if v == TOO_WEAK)) is Truth.TRUE:
            return FindingState.UNDETERMINED
        return FindingState.PARTLY_MET

    def partly(self, criterion: Criterion) -> FindingState:
        if criterion.partly_met_when is None:
            return FindingState.UNMET
        return {
            Truth.TRUE: FindingState.PARTLY_MET,
            Truth.UNKNOWN: FindingState.UNDETERMINED,
        }.get(self.state(criterion.partly_met_when), FindingState.UNMET)


@settings(max_examples=400, deadline=None)
@given(cases())
def test_findings_follow_the_table(case: tuple[Questionnaire, Policy, list[dict[str, Fact]]]) -> None:
    asked, policy, several = case
    scorer = Scorer(asked, policy, AS_OF, TRIAGE)
    for facts in several:
        reference = Reference(asked, facts)
        assert visibility(asked, facts) == reference.shown
        judged = scorer.judge(facts)
        assert list(judged.states) == [reference.finding(criterion) for criterion in policy.criteria]
        assert scorer.judge(facts) == judged  # the second time from memory
        outcome = scorer.outcome(facts)
        for leaf, true, false in zip(scorer.program.leaves, outcome.true, outcome.false, strict=True):
            expected = leaf_state(leaf, reference.questions, facts, reference.shown, AS_OF)
            assert (true, false) == expected


@settings(max_examples=200, deadline=None)
@given(cases())
def test_many_at_once_say_the_same_as_one_by_one(case: tuple[Questionnaire, Policy, list[dict[str, Fact]]]) -> None:
    asked, policy, several = case
    questions = {question.id: question for question in asked.questions}
    program = compile_program(questions, policy.criteria)
    bound = Bound(program, questions, AS_OF)
    inputs = [bound.bits(facts) for facts in several]
    columns = [
        [sum(row[part][index] << n for n, row in enumerate(inputs)) for index in range(len(inputs[0][part]))]
        for part in range(4)
    ]
    true, false, enough, undated = columns
    many = program.run(true, false, enough, undated, (1 << len(several)) - 1)
    for n, facts in enumerate(several):
        one = bound.run(facts)
        for at_once, alone in zip(many.criteria, one.criteria, strict=True):
            assert tuple(bits >> n & 1 for bits in at_once) == tuple(alone)
