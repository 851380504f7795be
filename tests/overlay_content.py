"""The small coalition with two overlays and their scenarios; a test can replace single texts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from small_content import write_content

FINANCE = """\
overlay: finance
version: 1.0.0
title: Finance
description: For tests.
base: coalition-minimum
cadence: {low: 12 months}
longest_waiver: 6 months
tighten:
  - criterion: MIN-ACC-01
    evidence: {grade: documented, max_age: 12 months}
    within: 10 days
    why: Supervisors ask.
  - criterion: LED-ACC-01
    level: minimum
    weight: 5
    why: Supervisors ask.
  - criterion: MIN-ACC-02
    title: Access is removed within four hours
    also: {access.hours: {at_most: 4}}
    do: Remove it within four hours.
    why: Supervisors ask.
add:
  - id: MIN-FIN-01
    domain: access
    title: Access was tested
    level: minimum
    weight: 5
    met_when: {access.tested: {not_after: as_of}}
    remediation: {do: Test it., within: 90 days}
    why: It matters.
    references: {made-up-1.0: [A.1]}
"""

HEALTH = """\
overlay: health
version: 2.1.0
title: Health
description: For tests.
base: coalition-minimum
tighten:
  - criterion: MIN-ACC-02
    title: Access is removed at once
    also: {access.hours: {at_most: 1}}
    do: Remove it at once.
    why: Patients are at stake.
add:
  - id: EXP-HEA-01
    domain: access
    title: Customers can reset passwords
    level: expected
    weight: 5
    met_when: {access.reset: {at_least: desk}}
    remediation: {do: Let them., within: 90 days}
    why: It matters.
"""

FINANCE_SCENARIOS = """\
policy: coalition-minimum+finance
as_of: 2026-11-23
tier: high
given:
  service.uses-ai: no
  access.hours: 4
scenarios:
  - name: A bare yes
    answers: {access.mfa: yes}
    expect: {MIN-ACC-01: partly_met, MIN-ACC-02: met}
  - name: Removed within a day
    answers: {access.hours: 24}
    expect: {MIN-ACC-02: partly_met}
  - name: The desk resets passwords
    answers: {access.reset: desk}
    expect: {LED-ACC-01: partly_met}
    verdict: does_not_meet
  - name: Tested yesterday
    answers: {access.tested: 2026-11-22}
    expect: {MIN-FIN-01: met}
  - name: To be tested tomorrow
    answers: {access.tested: 2026-11-24}
    expect: {MIN-FIN-01: unmet}
"""

HEALTH_SCENARIOS = """\
policy: coalition-minimum+health
as_of: 2026-11-23
tier: low
scenarios:
  - name: Two hours are too long
    answers: {access.hours: 2}
    expect: {MIN-ACC-02: partly_met}
  - name: The desk resets passwords
    answers: {access.reset: desk}
    expect: {EXP-HEA-01: met}
  - name: Nobody does
    answers: {access.reset: nobody}
    expect: {EXP-HEA-01: unmet}
"""

FILES = {
    "finance": ("scoring/overlays/finance.yaml", FINANCE),
    "health": ("scoring/overlays/health.yaml", HEALTH),
    "finance_scenarios": ("scoring/overlays/scenarios/finance.yaml", FINANCE_SCENARIOS),
    "health_scenarios": ("scoring/overlays/scenarios/health.yaml", HEALTH_SCENARIOS),
}


def write_overlays(
    folder: Path, changes: Mapping[str, tuple[str, str]] | None = None, *, reports: bool = False
) -> Path:
    """Write the small coalition with its overlays; in each named file replace one text, which must stand there once."""
    write_content(folder, reports=reports)
    for name, (file, text) in FILES.items():
        before, after = (changes or {}).get(name, ("", ""))
        assert not before or text.count(before) == 1, f"{before!r} must stand in {file} once"
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace(before, after) if before else text, "utf-8")
    return folder
