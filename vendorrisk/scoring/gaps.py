"""Gaps: the criteria that are not met, as working items with a term."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from vendorrisk.model.base import DEFAULT_LANGUAGE, say
from vendorrisk.model.policy import Policy
from vendorrisk.model.questionnaire import Questionnaire
from vendorrisk.model.result import Finding, FindingState, Gap, Result, Truth, WaitsFor
from vendorrisk.scoring.case import Case
from vendorrisk.scoring.grounds import Grounds


def gaps(
    result: Result, policy: Policy, questionnaire: Questionnaire | None = None, language: str = DEFAULT_LANGUAGE
) -> tuple[Gap, ...]:
    """Return every criterion that is not met, the gravest first, then by due date and id.

    Due dates run from the result's ``as_of``. A waived gap stays on the list with the end of its waiver. With the
    ``questionnaire``, each gap holds the text of the questions that it rests on.
    """
    asks = {question.id: say(question.ask, language) for question in questionnaire.questions} if questionnaire else {}
    found = []
    for finding in result.findings:
        if not finding.result.is_gap:
            continue
        remediation = policy.criterion(finding.criterion).remediation
        found.append(
            Gap(
                criterion=finding.criterion,
                title=finding.title,
                domain=finding.domain,
                level=finding.level,
                severity=finding.severity,
                result=finding.result,
                because=finding.because,
                needed=finding.needed,
                do=finding.do,
                waits_for=finding.waits_for or WaitsFor.VENDOR,
                checked=finding.checked,
                asks={name: asks[name] for name in _questions(finding) if name in asks},
                due=remediation.within.after(result.as_of),
                waived_until=finding.waiver.until if finding.waiver else None,
            ),
        )
    return tuple(sorted(found, key=lambda gap: (gap.severity.rank, gap.due, gap.criterion)))


def _questions(finding: Finding) -> list[str]:
    return [leaf.question for leaf in finding.trace if leaf.decisive and leaf.truth is not Truth.REMOVED]


class OpenGap(NamedTuple):
    """How a gap stands, without its reasons."""

    result: FindingState
    waits_for: WaitsFor
    waived_until: dt.date | None


def open_gaps(case: Case) -> dict[str, OpenGap]:
    """Return the same gaps as :func:`gaps`, by criterion, fast enough to survey many assessments."""
    grounds = Grounds(case.scorer, case.facts, case.assessments)
    found = {}
    for criterion, state in zip(case.scorer.policy.criteria, case.judgement.states, strict=True):
        if state.is_gap:
            waits_for = grounds.waits_for(criterion, grounds.cause(criterion, state))
            waiver = case.waivers.get(criterion.id) if state.failed else None
            found[criterion.id] = OpenGap(state, waits_for, waiver.until if waiver else None)
    return found
