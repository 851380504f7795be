"""Everything about one criterion of one assessment: its conditions as trees, its evidence, what would change it."""

from __future__ import annotations

import datetime as dt

from vendorrisk.model.answer import Evidence
from vendorrisk.model.base import DEFAULT_LANGUAGE, Pin, say
from vendorrisk.model.condition import Condition, Leaf
from vendorrisk.model.explanation import Explanation, Known, Node, SupportCheck
from vendorrisk.model.policy import Criterion, EvidenceRule, Part
from vendorrisk.model.result import Cause
from vendorrisk.rules.facts import ENOUGH, UNDATED, Fact, support
from vendorrisk.rules.leaf import RISK_TIER
from vendorrisk.rules.truth import TRUE, decisive, name
from vendorrisk.scoring.case import Case
from vendorrisk.scoring.explain import Explainer
from vendorrisk.scoring.flip import flip
from vendorrisk.scoring.result import finding_of

_JOINS = {"all": "all of", "any": "at least one of", "not": "not"}


def explain_criterion(
    case: Case, criterion: Criterion, policy_pin: Pin, language: str = DEFAULT_LANGUAGE
) -> Explanation:
    """Return why a criterion of the case's policy came out as it did, and the smallest change to another result."""
    scorer = case.scorer
    state = case.judgement.states[scorer.policy.criteria.index(criterion)]
    explainer = Explainer(scorer, case.facts, case.assessments, language)
    finding = finding_of(criterion, state, explainer, case.waivers, language)
    rule = criterion.evidence
    return Explanation(
        **case.head(policy_pin),
        finding=finding,
        conditions=_Trees(case, criterion, explainer, language).every(finding.cause),
        evidence_rule=rule,
        oldest=None if rule is None or rule.max_age is None else rule.max_age.before(scorer.as_of),
        evidence=_evidence(case, criterion),
        flip=flip(case, criterion, language),
    )


class _Trees:
    """Builds the trees of one criterion's conditions."""

    def __init__(self, case: Case, criterion: Criterion, explainer: Explainer, language: str) -> None:
        self._case = case
        self._criterion = criterion
        self._explainer = explainer
        self._language = language
        self._grounds = explainer.grounds

    def every(self, cause: Cause) -> dict[Part, Node]:
        """Return the tree of each condition that the criterion has; ``cause`` is that of its finding."""
        deciding = self._grounds.deciding(self._criterion, cause)
        return {
            part: self._node(part, condition, deciding.get(part, frozenset()))
            for part, condition in self._criterion.conditions.items()
        }

    def _node(self, part: Part, condition: Condition, deciding: frozenset[Leaf]) -> Node:
        if isinstance(condition, Leaf):
            return self._leaf(part, condition, decides=condition in deciding)
        members = tuple(self._node(part, member, deciding) for member in condition.members)
        return Node(
            kind=condition.kind,
            sentence=_JOINS[condition.kind],
            truth=name(self._grounds.state(condition)),
            decides=any(member.decides for member in members),
            members=members,
        )

    def _leaf(self, part: Part, leaf: Leaf, *, decides: bool) -> Node:
        trace = self._explainer.leaf(part, leaf, decides=decides)
        question, answer = self._case.scorer.questions[leaf.question], self._grounds.answers.get(leaf.question)
        source = {} if answer is None else answer.source.model_dump(include={"channel", "recorder", "respondent", "at"})
        known = trace.model_dump(include={"question", "answer", "where", "grade", "decided_by", "review"})
        if leaf.question == RISK_TIER:
            known["where"] = self._case.tier.source.value
        return Node(
            kind="leaf",
            sentence=trace.sentence,
            truth=trace.truth,
            decides=decides,
            known=Known(ask=say(question.ask, self._language), **known, **source),
            asked_when=self._gate(part, question.show_when, decides=decides),
        )

    def _gate(self, part: Part, condition: Condition | None, *, decides: bool) -> Node | None:
        """Return the condition under which a question is asked, where it is not clearly so."""
        if condition is None or self._grounds.state(condition) == TRUE:
            return None
        bearing = decisive(condition, self._grounds.state) if decides else frozenset()
        return self._node(part, condition, bearing)


def _evidence(case: Case, criterion: Criterion) -> tuple[SupportCheck, ...]:
    """Hold every answer that the evidence rule binds against it, in the order in which the criterion names them."""
    if criterion.evidence is None:
        return ()
    names = dict.fromkeys(leaf.question for leaf in criterion.met_when.leaves())
    facts = ((name, case.facts.get(name)) for name in names)
    return tuple(
        _check(name, fact, criterion.evidence, case.scorer.as_of)
        for name, fact in facts
        if fact is not None and fact.value is not None
    )


def _check(question: str, fact: Fact, rule: EvidenceRule, as_of: dt.date) -> SupportCheck:
    supporting = [item for item in fact.evidence if item.counts]
    standing = [item for item in supporting if not item.expired(as_of)]
    newest = max((item for item in standing or supporting if item.dates), key=_newest, default=None)
    found = support(fact, rule, as_of)
    short = "too weak" if fact.grade.rank < rule.grade.rank else "too old"
    if supporting and not standing:
        short = "expired"
    return SupportCheck(
        question=question,
        grade=fact.grade,
        document="" if newest is None else newest.name,
        issued=None if newest is None else newest.issued,
        valid_until=None if newest is None else newest.valid_until,
        outcome="enough" if found == ENOUGH else "undated" if found == UNDATED else short,
    )


def _newest(item: Evidence) -> tuple[str, str]:
    return str(item.issued or ""), str(item.valid_until or "")
