"""Explanations name every answer that decided and none that did not, held to trying every other answer.

What is asked, what drops out and whether the criterion applies are held as they are: a question that is hidden counts
as dropped out, one that is not known to be asked as open, and the criterion is judged without ``applies_when``, unless
that is what decided.
"""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections.abc import Iterator, Mapping
from typing import Any

from generated import AS_OF, TRIAGE, policy_of, questionnaire_of
from hypothesis import given, settings
from hypothesis import strategies as st
from planning import case_of, cases, every_value, full
from tiny import answer, assessment, document, policy, question, questionnaire
from tiny import criterion as made_criterion

from vendorrisk.content import pin
from vendorrisk.model.answer import Grade
from vendorrisk.model.explanation import Explanation, Node
from vendorrisk.model.policy import Criterion
from vendorrisk.model.result import Cause, FindingState, Truth
from vendorrisk.rules.facts import ENOUGH, Fact, Taken, support
from vendorrisk.rules.truth import name
from vendorrisk.rules.visibility import visibility
from vendorrisk.scoring.case import Case
from vendorrisk.scoring.explanation import explain_criterion
from vendorrisk.scoring.grid import Grid
from vendorrisk.scoring.scorer import Scorer

REMOVED = Taken(None, removed=True, grade=Grade.ASSERTED)
Facts = Mapping[str, Fact]
MOST = 30_000


class Held:
    """One criterion with its facts, where nothing is hidden any more and, if it applied, it always does."""

    def __init__(self, case: Case, criterion: Criterion, cause: Cause) -> None:
        shown = visibility(case.scorer.questionnaire, case.facts)
        asked = [each.model_copy(update={"show_when": None}) for each in case.scorer.questionnaire.questions]
        applies = cause in (Cause.DOES_NOT_APPLY, Cause.APPLICABILITY_UNKNOWN)
        self.criterion = criterion if applies else criterion.model_copy(update={"applies_when": None})
        self.questions = {each.id: each for each in asked}
        self.facts = {name: fact for name, fact in case.facts.items() if shown.get(name) is not Truth.UNKNOWN}
        self.facts |= {name: REMOVED for name, seen in shown.items() if seen is Truth.FALSE}
        self.grid = Grid(
            self.criterion, Scorer(questionnaire_of(asked), policy_of([self.criterion]), AS_OF, TRIAGE), self.facts
        )
        named = {leaf.question for each in self.criterion.conditions.values() for leaf in each.leaves()}
        out = {name for name, fact in self.facts.items() if fact.removed}
        self.free = [name for name in self.questions if name in named - out]
        """The questions it depends on, less those that dropped out."""

    def whatever(self, name: str) -> list[Fact | None]:
        """Return everything an answer could be: as it is, none, and each value with and without support."""
        bare = [Taken(value, removed=False, grade=Grade.ASSERTED) for value in every_value(self.questions[name])]
        return [self.facts.get(name), None, *bare, *(full(fact.value) for fact in bare)]

    def results(self, loose: set[str]) -> set[FindingState]:
        """Return all findings that come of every combination of answers to these questions, the others as they are."""
        return set(self.grid.states({name: self.whatever(name) for name in self.free if name in loose}))

    def size(self) -> int:
        return math.prod(len(self.whatever(name)) for name in self.free)


def held(case: Case) -> Iterator[tuple[Held, Explanation, set[str]]]:
    """Yield each criterion of a case with its explanation and the questions that are said to have decided."""
    for criterion in case.scorer.policy.criteria:
        explanation = explain_criterion(case, criterion, pin(case.scorer.policy))
        one = Held(case, criterion, explanation.finding.cause)
        named = {leaf.question for leaf in explanation.finding.trace if leaf.decisive}
        yield one, explanation, named & set(one.free)


NAMES = ("s.a", "s.b", "s.c")
PROOFS = [[], [document(None)], [document(dt.date(2024, 1, 1))], *[[document(dt.date(2026, 6, 1))]] * 3]


@st.composite
def joined(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a condition that joins several questions, some of them twice."""
    options = st.lists(st.sampled_from(["best", "middle", "worst"]), min_size=1, max_size=2, unique=True)
    leaf = st.builds(lambda name, kept: {name: kept}, st.sampled_from(NAMES), options)
    group = st.builds(
        lambda kind, members: {kind: members}, st.sampled_from(["all", "any"]), st.lists(leaf, min_size=2, max_size=3)
    )
    return draw(
        st.builds(
            lambda kind, members: {kind: members}, st.sampled_from(["all", "any"]), st.tuples(leaf, group).map(list)
        )
    )


@st.composite
def crowded(draw: st.DrawFn) -> Case:
    """Draw a criterion in which several answers bear on one condition, with support of every kind."""
    asked = questionnaire(*(question(name) for name in NAMES))
    fresh = {"grade": "documented", "max_age": "12 months"}
    rule = draw(st.sampled_from([fresh, fresh, None]))
    partly = draw(st.none() | joined())
    rules = policy(made_criterion(1, draw(joined()), evidence=rule, partly_met_when=partly))
    given_ = st.builds(answer, st.sampled_from(["best", "middle", "worst"])) | st.builds(
        lambda value, proofs: answer(value, *proofs), st.sampled_from(["best", "middle"]), st.sampled_from(PROOFS)
    )
    answers = draw(st.fixed_dictionaries(dict.fromkeys(NAMES[:2], given_), optional={NAMES[2]: given_}))
    return case_of(asked, rules, assessment(asked, answers))


@settings(max_examples=250, deadline=None)
@given(cases(questions=2, rules=2) | crowded() | crowded())
def test_explanations_name_every_answer_that_decided_and_no_other(case: Case) -> None:
    for one, explanation, named in held(case):
        cause = explanation.finding.cause
        if cause in (Cause.EVIDENCE_WEAK, Cause.EVIDENCE_UNDATED):
            support_is_what_lacks(one, named)
        elif cause in (Cause.UNANSWERED, Cause.APPLICABILITY_UNKNOWN):
            answers_would_settle(one, cause, named)
        elif cause is not Cause.REMOVED and one.size() <= MOST:
            named_answers_settle(one, explanation.finding.result, named)


def named_answers_settle(one: Held, result: FindingState, named: set[str]) -> None:
    """Hold that a finding stays whatever becomes of other answers, at once or singly, and that no named one is idle."""
    assert one.results(set(one.free) - named) == {result}
    # Each named answer stands in a smallest set of answers that alone settles the finding.
    sets = [set(each) for count in range(len(named) + 1) for each in itertools.combinations(sorted(named), count)]
    enough = [each for each in sets if one.results(set(one.free) - each) == {result}]
    smallest = [each for each in enough if not any(other < each for other in enough)]
    assert set().union(*smallest) == named


def support_is_what_lacks(one: Held, named: set[str]) -> None:
    """Hold that none of the named answers is supported enough, and that it meets the criterion if all are."""
    rule = one.criterion.evidence
    assert rule is not None
    assert named
    assert all(support(one.facts[name], rule, AS_OF) != ENOUGH for name in named)
    assert set(one.grid.states({name: [full(one.facts[name].value)] for name in named})) == {FindingState.MET}


def answers_would_settle(one: Held, cause: Cause, named: set[str]) -> None:
    """Hold that all named answers are open, and that conditions are decided once they are given, whatever they are."""
    assert named
    assert all(one.facts.get(name) is None or one.facts[name].value is None for name in named)
    answers = {name: [full(value) for value in every_value(one.questions[name])] for name in named}
    if math.prod(map(len, answers.values())) > MOST:
        return
    applies = {"met_when": one.criterion.applies_when, "applies_when": None, "partly_met_when": None}
    asked = one.criterion.model_copy(update={"evidence": None, **({} if cause is Cause.UNANSWERED else applies)})
    scorer = Scorer(questionnaire_of(list(one.questions.values())), policy_of([asked]), AS_OF, TRIAGE)
    assert FindingState.UNDETERMINED not in Grid(asked, scorer, one.facts).states(answers)


def nodes(node: Node) -> Iterator[Node]:
    yield node
    for member in node.members:
        yield from nodes(member)


@settings(max_examples=100, deadline=None)
@given(cases(), st.data())
def test_the_tree_has_every_condition_with_its_truth(case: Case, data: st.DataObject) -> None:
    criterion = data.draw(st.sampled_from(case.scorer.policy.criteria))
    explanation = explain_criterion(case, criterion, pin(case.scorer.policy))
    assert explanation.conditions.keys() == criterion.conditions.keys()
    program, outcome = case.scorer.program, case.scorer.outcome(case.facts)
    truths = {
        leaf: name((true, false)) for leaf, true, false in zip(program.leaves, outcome.true, outcome.false, strict=True)
    }
    for part, condition in criterion.conditions.items():
        found = [each for each in nodes(explanation.conditions[part]) if each.kind == "leaf"]
        assert [(each.known.question, each.truth) for each in found if each.known] == [
            (leaf.question, truths[leaf]) for leaf in condition.leaves()
        ]
        for each in found:
            hidden = each.known is not None and case.scorer.questions[each.known.question].show_when is not None
            assert each.asked_when is None or hidden
