"""A small coalition, written to a folder: nine questions, four criteria; a test can replace single texts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[1]

FILES: Mapping[str, str] = {
    "vendorrisk.toml": "",
    "questionnaires/coalition-core/questionnaire.yaml": """\
questionnaire: coalition-core
version: 1.0.0
title: Small core
description: For tests.
sections:
  - service.yaml
  - access.yaml
""",
    "questionnaires/coalition-core/service.yaml": """\
section: service
title: The service
pillar: service
intro: What it is.
questions:
  - id: service.uses-ai
    ask: Does it use AI?
    type: yes-no
    help: Count everything.
    why: Some criteria are for AI only.
  - id: service.ai-kinds
    ask: Which kinds?
    type: multi
    options: [generative, predictive]
    show_when: {service.uses-ai: yes}
    help: Tick all.
    why: They differ.
""",
    "questionnaires/coalition-core/access.yaml": """\
section: access
title: Access control
pillar: security
intro: Who gets in.
questions:
  - id: access.mfa
    ask: Is a second factor required?
    type: choice
    options: [yes, partly, no]
    help: For administrators.
    why: Passwords are stolen.
    references: {made-up-1.0: [A.1, A.2]}
  - id: access.hours
    ask: How fast is access removed?
    type: number
    unit: hours
    minimum: 0
    help: At worst.
    why: Leavers keep access.
  - id: access.tested
    ask: When was it tested?
    type: date
    help: The last time.
    why: Tests age.
  - id: access.reset
    ask: Who resets passwords?
    type: choice
    not_applicable: justify
    options: [self, desk, nobody]
    help: For customers.
    why: It is a way in.
  - id: access.remarks
    ask: Anything else?
    type: text
    help: In words.
    why: For the assessor.
""",
    "questionnaires/triage/questionnaire.yaml": """\
questionnaire: triage
version: 1.0.0
title: Triage
description: For tests.
respondent: procurement
sections:
  - stake.yaml
""",
    "questionnaires/triage/stake.yaml": """\
section: stake
title: What is at stake
pillar: risk
intro: Procurement's view.
questions:
  - id: risk.personal-data
    ask: Does it see personal data?
    type: choice
    options: [none, some, much]
    help: Of your people.
    why: It raises the stake.
  - id: risk.substitute
    ask: Is there a substitute?
    type: yes-no
    help: Within a month.
    why: Dependence is risk.
""",
    "questionnaires/catalogs/made-up-1.0.json": json.dumps({"controls": [{"id": "A.1"}, {"id": "A.2"}]}),
    "scoring/coalition-minimum/policy.yaml": """\
policy: coalition-minimum
version: 1.0.0
coalition: Test Coalition
title: Small minimum
description: For tests.
questionnaire: coalition-core
cadence: {critical: 6 months, high: 6 months, medium: 12 months, low: 24 months}
criteria:
  - access.yaml
""",
    "scoring/coalition-minimum/access.yaml": """\
domain: access
criteria:
  - id: MIN-ACC-01
    title: Administrators use a second factor
    level: minimum
    weight: 10
    met_when: {access.mfa: yes}
    partly_met_when: {access.mfa: partly}
    remediation: {do: Require it., within: 30 days}
    why: It matters.
    references: {made-up-1.0: [A.1]}
  - id: MIN-ACC-02
    title: Access is removed within a day
    level: minimum
    weight: 5
    met_when: {access.hours: {at_most: 24}}
    remediation: {do: Remove it faster., within: 60 days}
    why: It matters.
  - id: EXP-ACC-01
    title: Access was tested this year
    level: expected
    weight: 5
    applies_when: {risk.tier: {at_least: high}}
    met_when:
      all:
        - access.tested: {not_before: 12 months before as_of}
        - access.tested: {not_after: as_of}
    remediation: {do: Test it., within: 90 days}
    why: It matters.
  - id: LED-ACC-01
    title: Customers reset their own passwords
    level: leading
    weight: 2
    applies_when: {service.uses-ai: no}
    met_when: {access.reset: {at_least: self}}
    partly_met_when: {access.reset: desk}
    remediation: {do: Let them., within: 6 months}
    why: It matters.
""",
    "scoring/coalition-minimum/scenarios/access.yaml": """\
policy: coalition-minimum
as_of: 2026-11-23
tier: high
given:
  service.uses-ai: no
scenarios:
  - name: Everything is as it should be
    answers:
      access.mfa: yes
      access.hours: 24
      access.tested: 2025-11-23
      access.reset: self
    expect: {MIN-ACC-01: met, MIN-ACC-02: met, EXP-ACC-01: met, LED-ACC-01: met}
    verdict: meets
  - name: Everything falls a little short
    answers:
      access.mfa: partly
      access.hours: 24.5
      access.tested: 2025-11-22
      access.reset: desk
    expect: {MIN-ACC-01: partly_met, MIN-ACC-02: unmet, EXP-ACC-01: unmet, LED-ACC-01: partly_met}
    verdict: does_not_meet
""",
    "scoring/risk-tiers.yaml": """\
risk_tiers: tiers
version: 1.0.0
questionnaire: triage
rules:
  - tier: high
    when: {risk.personal-data: much}
    because: It sees much personal data.
  - tier: medium
    when: {risk.substitute: no}
    because: Nothing can replace it.
""",
}


def write_content(folder: Path, changes: Mapping[str, tuple[str, str]] | None = None, *, reports: bool = False) -> Path:
    """Write the small coalition; in each file of ``changes`` replace one text, which must stand there once."""
    texts = dict(FILES)
    for file, (before, after) in (changes or {}).items():
        assert texts[file].count(before) == 1, f"{before!r} must stand in {file} once"
        texts[file] = texts[file].replace(before, after)
    for file, text in texts.items():
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    if reports:
        (folder / "reports").symlink_to(ROOT / "reports", target_is_directory=True)
    return folder
