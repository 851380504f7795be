"""A questionnaire of its own, beside the coalition's, that no policy judges."""

from __future__ import annotations

from pathlib import Path

HEALTH = {
    "questionnaire.yaml": """\
questionnaire: health
version: 1.0.0
title: Health
description: For tests.
sections: [care.yaml]
""",
    "care.yaml": """\
section: care
title: Care
pillar: security
intro: How patients are cared for.
questions:
  - id: care.records
    ask: Who reads records?
    type: choice
    options: [few, many]
    help: Count all.
    why: Records are private.
    references: {made-up-1.0: [A.1], coalition-core: [access.mfa]}
  - id: care.days
    ask: How long are they kept?
    type: number
    not_applicable: justify
    help: In days.
    why: Records pile up.
    references: {made-up-1.0: [A.2]}
""",
}


def write_health(content: Path) -> None:
    """Write it into a content folder."""
    folder = content / "questionnaires" / "health"
    folder.mkdir()
    for name, text in HEALTH.items():
        (folder / name).write_text(text, "utf-8")
