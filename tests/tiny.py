"""One section, a few criteria, answers and reviews in single words: for tests of rules and scoring."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from generated import AS_OF, TRIAGE

from vendorrisk.content import pin
from vendorrisk.model.answer import Answer, Evidence, Source
from vendorrisk.model.assessment import Assessment, Review, Vendor, Waiver
from vendorrisk.model.policy import Policy, Tier
from vendorrisk.model.questionnaire import Questionnaire
from vendorrisk.model.result import Finding, Result
from vendorrisk.scoring.case import Case
from vendorrisk.scoring.result import score_assessment
from vendorrisk.scoring.scorer import Scorer
from vendorrisk.scoring.triage import given_tier

AT = dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC)
SOURCE = Source(channel="workbook", recorder="Ines Okafor", at=AT, file="acme.xlsx", cell="Questions!E2")


def question(name: str, kind: str = "choice", **more: Any) -> dict[str, Any]:
    if kind in ("choice", "multi"):
        more.setdefault("options", ["best", "middle", "worst"])
    fields = {"id": name, "ask": f"What of {name}?", "type": kind, "help": "Say it.", "why": "It matters."}
    return {**fields, "not_applicable": "justify", **more}


def questionnaire(*questions: dict[str, Any], **sections: Sequence[dict[str, Any]]) -> Questionnaire:
    """Make a questionnaire of one section, ``s``, or of several."""
    parts = sections or {"s": questions}
    return Questionnaire.model_validate(
        {
            "questionnaire": "tiny",
            "version": "1.0.0",
            "title": "Tiny",
            "description": "For tests.",
            "sections": [
                {"section": name, "title": name.title(), "pillar": "security", "intro": "About it.", "questions": each}
                for name, each in parts.items()
            ],
        },
    )


def criterion(number: int, met_when: Any, **more: Any) -> dict[str, Any]:
    fields = {
        "id": f"MIN-TST-{number:02}",
        "domain": "s",
        "title": "It is so",
        "level": "minimum",
        "weight": 5,
        "met_when": met_when,
        "remediation": {"do": "Make it so.", "within": "30 days"},
        "why": "It matters.",
    }
    return {**fields, **more}


def policy(*criteria: dict[str, Any], **more: Any) -> Policy:
    fields = {
        "policy": "tiny",
        "version": "1.0.0",
        "coalition": "Test Coalition",
        "title": "Tiny",
        "description": "For tests.",
        "questionnaire": "tiny",
        "cadence": dict.fromkeys(Tier, "12 months"),
        "criteria": list(criteria),
    }
    return Policy.model_validate({**fields, **more})


def document(issued: dt.date | None = None, name: str = "report.pdf") -> Evidence:
    return Evidence(name=name, kind="file", issued=issued, sha256="0" * 64)


def answer(value: Any, *evidence: Evidence, version: int = 1) -> Answer:
    return Answer(value=value, evidence=evidence, source=SOURCE, version=version)


def not_applicable(reason: str = "We have none.") -> Answer:
    return Answer(not_applicable=True, comment=reason, source=SOURCE)


def review(name: str, action: str, *, version: int = 1, **more: Any) -> Review:
    fields = {"question": name, "answer_version": version, "action": action, "reviewer": "Ines Okafor"}
    return Review.model_validate({**fields, "reason": "I looked.", "at": AT, **more})


def assessment(
    asked: Questionnaire,
    answers: Mapping[str, Any],
    reviews: Sequence[Review] = (),
    waivers: Sequence[Waiver] = (),
) -> Assessment:
    """Make an assessment; a bare value becomes an answer without evidence."""
    given = {name: each if isinstance(each, Answer) else answer(each) for name, each in answers.items()}
    return Assessment(
        vendor=Vendor(id="acme", name="Acme Analytics"),
        questionnaire=pin(asked),
        answers=given,
        reviews=tuple(reviews),
        waivers=tuple(waivers),
    )


def score(  # noqa: PLR0913  what a result rests on
    asked: Questionnaire,
    rules: Policy,
    answers: Mapping[str, Any],
    reviews: Sequence[Review] = (),
    waivers: Sequence[Waiver] = (),
    *,
    tier: str = "low",
    as_of: dt.date = AS_OF,
) -> Result:
    scorer = Scorer(asked, rules, as_of, TRIAGE)
    case = Case(scorer, assessment(asked, answers, reviews, waivers), given_tier(Tier(tier)))
    return score_assessment(case, pin(rules))


def finding(asked: Questionnaire, rule: dict[str, Any], answers: Mapping[str, Any], *reviews: Review) -> Finding:
    """Return the finding of a policy with one criterion."""
    return score(asked, policy(rule), answers, reviews).findings[0]
