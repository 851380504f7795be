"""Gaps: the criteria that are not met, as working items with a term."""

from __future__ import annotations

from vendorrisk.model.policy import Policy
from vendorrisk.model.result import Gap, Result, WaitsFor


def gaps(result: Result, policy: Policy) -> tuple[Gap, ...]:
    """Return every criterion that is not met, the gravest first, then by due date and id.

    Due dates run from the result's ``as_of``. A waived gap stays on the list with the end of its waiver.
    """
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
                due=remediation.within.after(result.as_of),
                waived_until=finding.waiver.until if finding.waiver else None,
            ),
        )
    return tuple(sorted(found, key=lambda gap: (gap.severity.rank, gap.due, gap.criterion)))
