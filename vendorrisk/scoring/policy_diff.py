"""Compares two policies: added, removed, tightened, loosened and changed criteria, and terms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from vendorrisk.model.answer import Grade
from vendorrisk.model.base import Pin, say
from vendorrisk.model.policy import Criterion, EvidenceRule, Part, Policy, Tier, Verdict
from vendorrisk.model.policy_diff import Change, CriterionDiff, CriterionName, Direction, PolicyDiff
from vendorrisk.model.questionnaire import Question
from vendorrisk.model.term import Term
from vendorrisk.rules.contrast import Side, contrast
from vendorrisk.rules.sentence import sentence

_PARTS: Mapping[Part, str] = {"applies_when": "applies", "met_when": "needed", "partly_met_when": "partly met"}
_ABSENT: Mapping[Part, str] = {"applies_when": "always", "met_when": "", "partly_met_when": "never"}
_UNTOLD = "whether it accepts more or fewer answers can't be told; compare by reading"


class Version(NamedTuple):
    """A policy with its pin and the questions that its conditions may name."""

    policy: Policy
    pin: Pin
    questions: Mapping[str, Question]


def policy_diff(old: Version, new: Version) -> PolicyDiff:
    """Return how the policies differ. What conditions accept is compared exactly, or it is said that it can't be."""
    before = {criterion.id: criterion for criterion in old.policy.criteria}
    after = {criterion.id: criterion for criterion in new.policy.criteria}
    changed, reworded = [], []
    for name, criterion in after.items():
        if name not in before:
            continue
        if found := _criterion_diff(Side(before[name], old.questions), Side(criterion, new.questions)):
            changed.append(found)
        elif before[name] != criterion:
            reworded.append(name)
    return PolicyDiff(
        old=old.pin,
        new=new.pin,
        terms=tuple(_terms(old.policy, new.policy)),
        added=tuple(_name(each) for name, each in after.items() if name not in before),
        removed=tuple(_name(each) for name, each in before.items() if name not in after),
        changed=tuple(changed),
        reworded=tuple(reworded),
        contradictions_added=tuple(_contradictions_beyond(old.policy, new)),
        contradictions_removed=tuple(_contradictions_beyond(new.policy, old)),
    )


def _contradictions_beyond(other: Policy, version: Version) -> Iterator[str]:
    """Yield in words the contradictions of a version that the other policy lacks."""
    for condition in version.policy.contradictions:
        if condition not in other.contradictions:
            yield sentence(condition, version.questions)


def _name(criterion: Criterion) -> CriterionName:
    return CriterionName(
        criterion=criterion.id, title=say(criterion.title), level=criterion.level, domain=criterion.domain
    )


def _criterion_diff(old: Side, new: Side) -> CriterionDiff | None:
    """Return how the meaning of a criterion changed; None if it did not."""
    changes = list(_attributes(old.criterion, new.criterion))
    directions = {change.direction for change in changes}
    found = contrast(old, new)
    effects = (_UNTOLD,) if found is None else tuple(found.shifts)
    if effects:
        steps = {+1} if found is None or found.stricter else set()
        direction = _direction(steps | ({-1} if found is None or found.looser else set()))
        directions.add(direction)
        changes += _conditions(old, new, direction)
    if not directions:
        return None
    return CriterionDiff(
        **_name(new.criterion).model_dump(),
        direction=directions.pop() if len(directions) == 1 else Direction.CHANGED,
        changes=tuple(changes),
        effects=effects,
    )


def _direction(steps: set[int]) -> Direction:
    """Return what steps to the stricter (+1) and to the looser side (-1) come to."""
    if steps == {+1}:
        return Direction.TIGHTENED
    return Direction.LOOSENED if steps == {-1} else Direction.CHANGED


def _attributes(old: Criterion, new: Criterion) -> Iterator[Change]:
    if old.level is not new.level:
        yield _change("level", old.level, new.level, old.level.rank - new.level.rank)
    if old.weight != new.weight:
        yield _change("weight", old.weight, new.weight, new.weight - old.weight)
    if old.domain != new.domain:
        yield _change("domain", old.domain, new.domain, 0)
    if old.evidence != new.evidence:
        steps = set(_evidence_steps(old.evidence, new.evidence))
        shown = _evidence(old.evidence), _evidence(new.evidence)
        yield Change(subject="evidence", old=shown[0], new=shown[1], direction=_direction(steps))
    before, after = old.remediation.within, new.remediation.within
    if before != after:
        yield _change("term to mend it", before, after, _shorter(before, after))


def _change(subject: str, old: object, new: object, step: int) -> Change:
    """Return a change; ``step`` is above 0 if the new side is stricter, and below if it is looser."""
    steps = {+1} if step > 0 else {-1} if step < 0 else set[int]()
    return Change(subject=subject, old=str(old), new=str(new), direction=_direction(steps))


def _shorter(old: Term, new: Term) -> int:
    """Return 1 if the new term is shorter, -1 if it is longer, 0 if that depends on the date."""
    return 0 if not new.comparable(old) else 1 if new < old else -1


def _evidence_steps(old: EvidenceRule | None, new: EvidenceRule | None) -> Iterator[int]:
    grades = [Grade.ASSERTED.rank if rule is None else rule.grade.rank for rule in (old, new)]
    if grades[0] != grades[1]:
        yield 1 if grades[0] < grades[1] else -1
    before, after = old.max_age if old else None, new.max_age if new else None
    if before is not None and after is not None and before != after:
        yield _shorter(before, after)
    elif (before is None) != (after is None):
        yield 1 if before is None else -1


def _evidence(rule: EvidenceRule | None) -> str:
    if rule is None:
        return Grade.ASSERTED.value
    return rule.grade.value + (f", not older than {rule.max_age}" if rule.max_age is not None else "")


def _conditions(old: Side, new: Side, direction: Direction) -> Iterator[Change]:
    for part, subject in _PARTS.items():
        said = [
            sentence(found, side.questions) if (found := side.criterion.conditions.get(part)) else _ABSENT[part]
            for side in (old, new)
        ]
        if said[0] != said[1]:
            yield Change(subject=subject, old=said[0], new=said[1], direction=direction)


def _terms(old: Policy, new: Policy) -> Iterator[Change]:
    if old.questionnaire != new.questionnaire:
        yield _change("questionnaire", old.questionnaire, new.questionnaire, 0)
    for tier in Tier:
        before, after = old.cadence[tier], new.cadence[tier]
        if before != after:
            yield _change(f"validity at {tier} risk", before, after, _shorter(before, after))
    if old.longest_waiver != new.longest_waiver:
        step = _shorter(old.longest_waiver, new.longest_waiver)
        yield _change("longest waiver", old.longest_waiver, new.longest_waiver, step)
    limits = old.not_applicable_limit, new.not_applicable_limit
    if limits[0] != limits[1]:
        subject = "share of a domain that n/a may take out"
        yield _change(subject, f"{limits[0]} %", f"{limits[1]} %", limits[0] - limits[1])
    yield from _residual_risk(old, new)


def _residual_risk(old: Policy, new: Policy) -> Iterator[Change]:
    for tier in Tier:
        for verdict in Verdict:
            before, after = (each.residual_risk.get(tier, {}).get(verdict) for each in (old, new))
            if before is not after:
                step = after.rank - before.rank if before is not None and after is not None else 0
                subject = f"residual risk of “{verdict.words}” at {tier} risk"
                yield _change(subject, before or "none", after or "none", step)
