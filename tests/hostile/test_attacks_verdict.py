"""Ways to a better verdict by another answer: each shows in the result."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from vendorrisk.content import Content, pin
from vendorrisk.model.answer import Answer, Source
from vendorrisk.model.assessment import Assessment, Review, ReviewAction, Vendor
from vendorrisk.model.policy import Tier
from vendorrisk.model.result import Result
from vendorrisk.scoring.case import Case
from vendorrisk.scoring.result import score_assessment
from vendorrisk.scoring.scorer import Scorer
from vendorrisk.scoring.triage import given_tier

AT = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)
CONTENT = Content.find(Path(__file__).resolve().parents[2])
POLICY = CONTENT.policy("coalition-minimum")
QUESTIONNAIRE = CONTENT.questionnaire("coalition-core")
SCORER = Scorer(QUESTIONNAIRE, POLICY, AT.date(), CONTENT.triage)
SOURCE = Source(channel="workbook", recorder="pat", at=AT)


def answer(value: Any, version: int = 1) -> Answer:
    return Answer(value=value, source=SOURCE, version=version)


def review(action: ReviewAction, version: int = 1, **more: Any) -> Review:
    values = {"question": "access.mfa-admin", "answer_version": version, "reviewer": "Ines Okafor", "reason": "r"}
    return Review(**{**values, **more}, action=action, at=AT)


def score(answers: dict[str, Answer], *reviews: Review) -> Result:
    assessment = Assessment(
        vendor=Vendor(id="acme", name="Acme"), questionnaire=pin(QUESTIONNAIRE), answers=answers, reviews=reviews
    )
    return score_assessment(Case(SCORER, assessment, given_tier(Tier.HIGH)), pin(POLICY))


def test_what_one_answer_takes_out_is_said() -> None:
    """With one "no", nearly half of the minimum criteria no longer apply; "all met" must not hide that."""
    result = score({"service.uses-ai": answer("no")})
    out = sum(each.result == "not_applicable" and each.level == "minimum" for each in result.findings)
    total = sum(each.level == "minimum" for each in result.findings)
    assert out > 10
    assert (
        f"{out} of {total} minimum criteria do not apply because of what is answered to service.uses-ai."
        in result.notes
    )


def test_an_accepted_reason_is_named_as_what_takes_a_criterion_out() -> None:
    named = "people.labelling-pay"
    answers = {"service.uses-ai": answer("yes"), "service.ai-model-source": answer("own")}
    excused = Answer(not_applicable=True, comment="Nobody labels.", source=SOURCE)
    result = score({**answers, named: excused}, review(ReviewAction.ACCEPT, question=named))
    total = sum(each.level == "minimum" for each in result.findings)
    assert f"1 of {total} minimum criteria does not apply because of what is answered to {named}." in result.notes


def test_nothing_is_said_where_nothing_is_taken_out() -> None:
    assert not any("not apply" in note for note in score({"access.mfa-admin": answer("yes")}).notes)


@pytest.mark.parametrize(
    ("action", "more", "word"),
    [(ReviewAction.CHALLENGE, {}, "challenge"), (ReviewAction.OVERRIDE, {"value": "no"}, "override")],
)
def test_a_changed_answer_shakes_no_review_off_in_silence(
    action: ReviewAction, more: dict[str, Any], word: str
) -> None:
    """The same value with another comment is a new answer, on which the old review says nothing."""
    doubted = review(action, **more)
    note = f"The {word} of access.mfa-admin by Ines Okafor was of an earlier answer and no longer counts."
    assert note not in score({"access.mfa-admin": answer("yes")}, doubted).notes
    assert note in score({"access.mfa-admin": answer("yes", 2)}, doubted).notes
    again = review(ReviewAction.ACCEPT, 2)
    assert note not in score({"access.mfa-admin": answer("yes", 2)}, doubted, again).notes
    settled = review(ReviewAction.ACCEPT)
    assert note not in score({"access.mfa-admin": answer("yes", 2)}, doubted, settled).notes
