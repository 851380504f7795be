"""A statement shows what its disclosure tier may show, counts the rest, and ends before it would be untrue."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from attestations import signing_key

from vendorrisk.attest.sdjwt import open_token, read_statement, sign_statement
from vendorrisk.attest.statement import build_statement
from vendorrisk.model.answer import Answer, Evidence, Grade, Source
from vendorrisk.model.assessment import Assessment, Review, ReviewAction, Vendor, Waiver
from vendorrisk.model.attestation import Statement
from vendorrisk.model.base import Pin
from vendorrisk.model.fault import UsageError
from vendorrisk.model.policy import Policy, Tier, Verdict
from vendorrisk.model.questionnaire import Disclosure, Questionnaire
from vendorrisk.model.result import FindingState, Result, TierResult
from vendorrisk.scoring.case import Case
from vendorrisk.scoring.result import score_assessment
from vendorrisk.scoring.scorer import Scorer

AS_OF = dt.date(2026, 11, 23)
AT = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)
PIN = Pin(id="small", version="1.0.0", digest="0" * 64, full_digest="1" * 64)


def question(name: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "ask": f"{name}?", "type": "yes-no", "help": "H.", "why": "W.", **more}


def questionnaire_of(name: str, pillar: str, questions: list[dict[str, Any]]) -> Questionnaire:
    section = {"section": name, "title": name, "pillar": pillar, "intro": "I.", "questions": questions}
    return Questionnaire.model_validate(
        {"questionnaire": name, "version": "1.0.0", "title": "T", "description": "D", "sections": [section]},
    )


QUESTIONNAIRE = questionnaire_of(
    "access",
    "security",
    [
        question("access.mfa"),
        question(
            "access.kind",
            type="choice",
            options=[{"id": "key", "label": "Security key"}, "app"],
            show_when={"access.mfa": "yes"},
        ),
        question("access.secret", disclosure="full"),
        question("access.tested", type="date", disclosure="public"),
        question("access.remote", not_applicable="justify"),
        question("access.backup"),
    ],
)
TRIAGE = questionnaire_of("risk", "risk", [question("risk.access")])


def criterion(name: str, met_when: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "id": name,
        "domain": "access",
        "title": f"Title of {name}",
        "level": "minimum",
        "weight": 5,
        "met_when": met_when,
        "remediation": {"do": f"Mend {name}.", "within": "30 days"},
        "why": "W.",
        **more,
    }


DATED = {"grade": "documented", "max_age": "12 months"}
MFA = criterion("MIN-ACC-01", {"access.mfa": "yes"}, evidence=DATED)
SECRET = criterion("MIN-ACC-02", {"access.secret": "yes"}, disclosure="public")
TESTED = criterion("MIN-ACC-03", {"access.tested": {"not_before": "6 months before as_of"}}, disclosure="full")
EITHER = criterion(
    "MIN-ACC-04",
    {"any": [{"access.mfa": "yes"}, {"access.backup": "yes"}]},
    evidence=DATED,
)


def policy_of(*criteria: dict[str, Any]) -> Policy:
    cadence = {"low": "24 months", "medium": "24 months", "high": "12 months", "critical": "6 months"}
    return Policy.model_validate(
        {
            "policy": "small",
            "version": "1.0.0",
            "coalition": "Northwind Coalition",
            "title": "The small minimum",
            "description": "D",
            "questionnaire": "access",
            "cadence": cadence,
            "criteria": list(criteria),
        },
    )


SOURCE = Source(channel="workbook", recorder="p", at=AT, file="acme.xlsx", cell="Questions!E4")


def answer(value: Any = None, *, issued: str = "", **more: Any) -> Answer:
    evidence: tuple[Evidence, ...] = ()
    if issued:
        date = dt.date.fromisoformat(issued)
        evidence = (Evidence(name="soc2.pdf", kind="file", issued=date, sha256="ab" * 32),)
    return Answer(value=value, not_applicable=value is None, evidence=evidence, source=SOURCE, **more)


def assessment_of(answers: dict[str, Answer], **more: Any) -> Assessment:
    vendor = Vendor(id="acme", name="Acme")
    return Assessment(vendor=vendor, product="api", questionnaire=PIN, answers=answers, **more)


def score(assessment: Assessment, policy: Policy, as_of: dt.date = AS_OF, tier: Tier = Tier.HIGH) -> Result:
    scorer = Scorer(QUESTIONNAIRE, policy, as_of, TRIAGE)
    return score_assessment(Case(scorer, assessment, TierResult(tier=tier, source="given")), PIN)


def build(assessment: Assessment, policy: Policy, disclosure: Disclosure = Disclosure.FULL, **more: Any) -> Statement:
    result = more.pop("result", None) or score(assessment, policy, tier=more.pop("tier", Tier.HIGH))
    values: dict[str, Any] = {
        "issuer": "Jane Roe, Northwind Coalition",
        "attestation_id": "urn:uuid:1",
        "issued_at": AT,
        "software": "vendorrisk 0.1.0",
    }
    return build_statement(assessment, result, QUESTIONNAIRE, policy, disclosure=disclosure, **(values | more))


@pytest.mark.parametrize(
    ("tier", "until", "because"),
    [
        (Tier.CRITICAL, dt.date(2027, 5, 23), "reassessment every 6 months at critical risk"),
        (Tier.HIGH, dt.date(2027, 11, 23), "reassessment every 12 months at high risk"),
        (Tier.LOW, dt.date(2028, 11, 23), "reassessment every 24 months at low risk"),
    ],
)
def test_the_cadence_of_the_tier_limits_it(tier: Tier, until: dt.date, because: str) -> None:
    made = build(assessment_of({"access.secret": answer("yes")}), policy_of(SECRET), tier=tier)
    assert (made.valid_until, made.valid_because) == (until, because)


LAPSES: dict[str, tuple[dict[str, Answer], dict[str, Any], dt.date]] = {
    "evidence of a year": ({"access.mfa": answer("yes", issued="2026-03-01")}, MFA, dt.date(2027, 3, 1)),
    "evidence of a leap day": (
        {"access.mfa": answer("yes", issued="2026-02-28")},
        criterion("MIN-ACC-01", {"access.mfa": "yes"}, evidence={"grade": "documented", "max_age": "1 year"}),
        dt.date(2027, 2, 28),
    ),
    "end of a short month": (
        {"access.mfa": answer("yes", issued="2026-09-30")},
        criterion("MIN-ACC-01", {"access.mfa": "yes"}, evidence={"grade": "documented", "max_age": "5 months"}),
        dt.date(2027, 2, 28),
    ),
    "the newer of two alternatives": (
        {"access.mfa": answer("yes", issued="2026-03-01"), "access.backup": answer("yes", issued="2026-07-07")},
        EITHER,
        dt.date(2027, 7, 7),
    ),
    "a date that must be recent": ({"access.tested": answer("2026-09-15")}, TESTED, dt.date(2027, 3, 15)),
    "a date that must not be recent": (
        {"access.tested": answer("2026-09-15")},
        criterion("MIN-ACC-03", {"not": {"access.tested": {"before": "6 months before as_of"}}}),
        dt.date(2027, 3, 15),
    ),
}


@pytest.mark.parametrize("case", LAPSES)
def test_it_ends_on_the_last_day_on_which_its_minimums_are_met(case: str) -> None:
    """Scoring the same answers again is the judge: met on the last day, no longer on the next."""
    answers, rule, until = LAPSES[case]
    assessment, policy = assessment_of(answers), policy_of(rule)
    made = build(assessment, policy)
    assert made.valid_until == until
    assert made.valid_because == f"the age of evidence or of a date behind {rule['id']}"
    assert score(assessment, policy, until).findings[0].result is FindingState.MET
    assert score(assessment, policy, until + dt.timedelta(days=1)).findings[0].result is not FindingState.MET


def test_undated_or_later_evidence_of_another_answer_does_not_limit_it() -> None:
    answers = {"access.secret": answer("yes", issued="2026-01-01")}
    assert build(assessment_of(answers), policy_of(SECRET)).valid_until == dt.date(2027, 11, 23)


def test_what_is_not_met_has_no_evidence_to_outlive() -> None:
    made = build(assessment_of({"access.mfa": answer("no", issued="2026-01-01")}), policy_of(MFA))
    assert made.verdict is Verdict.DOES_NOT_MEET
    assert made.valid_because.startswith("reassessment")


def waiver(until: str, criterion_id: str = "MIN-ACC-01") -> Waiver:
    return Waiver(
        criterion=criterion_id,
        reason="R",
        control="C",
        approver="A",
        granted=dt.date(2026, 11, 1),
        until=dt.date.fromisoformat(until),
    )


def test_a_waiver_it_rests_on_limits_it() -> None:
    assessment = assessment_of({"access.mfa": answer("no")}, waivers=(waiver("2027-01-31"),))
    made = build(assessment, policy_of(MFA))
    assert made.verdict is Verdict.CONDITIONAL
    assert (made.valid_until, made.valid_because) == (dt.date(2027, 1, 31), "the end of the waiver of MIN-ACC-01")
    assert made.waivers == assessment.waivers


def test_a_waiver_of_what_is_met_does_not() -> None:
    answers = {"access.mfa": answer("yes", issued="2026-11-01")}
    made = build(assessment_of(answers, waivers=(waiver("2027-01-31"),)), policy_of(MFA))
    assert made.valid_until == dt.date(2027, 11, 1)
    assert made.waivers == ()


def test_what_has_ended_already_is_not_issued() -> None:
    assessment = assessment_of({"access.secret": answer("yes")})
    build(assessment, policy_of(SECRET), issued_at=dt.datetime(2027, 11, 23, 23, 59, tzinfo=dt.UTC))
    with pytest.raises(UsageError, match="would have ended on 2027-11-23 already"):
        build(assessment, policy_of(SECRET), issued_at=dt.datetime(2027, 11, 24, tzinfo=dt.UTC))


FULL = assessment_of(
    {
        "access.mfa": answer("yes", issued="2026-03-01"),
        "access.kind": answer("key"),
        "access.secret": answer("no"),
        "access.tested": answer("2026-09-15"),
        "access.remote": answer(comment="We have no remote access."),
    },
    waivers=(waiver("2026-12-24", "MIN-ACC-02"),),
    submitted_by="Ann",
)
ALL = policy_of(MFA, SECRET, TESTED)


def test_each_tier_shows_what_it_may_and_counts_the_rest() -> None:
    shown = {tier: build(FULL, ALL, tier) for tier in Disclosure}
    assert {tier: [item.criterion for item in made.findings] for tier, made in shown.items()} == {
        "public": ["MIN-ACC-02"],
        "partner": ["MIN-ACC-01", "MIN-ACC-02"],
        "full": ["MIN-ACC-01", "MIN-ACC-02", "MIN-ACC-03"],
    }
    assert {tier: [item.question for item in made.answers] for tier, made in shown.items()} == {
        "public": ["access.tested"],
        "partner": ["access.mfa", "access.kind", "access.tested", "access.remote", "access.backup"],
        "full": ["access.mfa", "access.kind", "access.secret", "access.tested", "access.remote", "access.backup"],
    }
    assert [(made.withheld.findings, made.withheld.answers) for made in shown.values()] == [(2, 5), (1, 1), (0, 0)]
    for made in shown.values():
        assert sum(made.counts.values()) == 3
        assert made.verdict is Verdict.CONDITIONAL


def test_a_lower_tier_names_nothing_of_a_higher_one() -> None:
    """Neither in reasons, nor in waivers, nor in notes, nor in what limits it."""
    assessment = FULL.model_copy(update={"waivers": (waiver("2026-12-24", "MIN-ACC-03"),)})
    late = assessment.answers | {"access.tested": answer("2020-01-01")}
    made = build(assessment.model_copy(update={"answers": late}), ALL, Disclosure.PARTNER)
    assert made.valid_because == "the end of the waiver of a minimum criterion"
    assert made.waivers == ()
    assert "MIN-ACC-03" not in made.model_dump_json()
    assert made.findings[1].because == "It rests on answers that this document withholds."
    assert "access.secret" not in made.model_dump_json()


def test_a_note_on_a_withheld_criterion_is_withheld() -> None:
    result = score(FULL, ALL).model_copy(update={"notes": ("The waiver of MIN-ACC-03 expired.", "Tier was given.")})
    assert build(FULL, ALL, Disclosure.PARTNER, result=result).notes == ("Tier was given.",)
    assert build(FULL, ALL, Disclosure.FULL, result=result).notes == result.notes


def test_the_public_is_not_told_who_set_the_tier_by_hand_and_why() -> None:
    said, rules = (
        "Set to critical by Helena Brandt on 2026-11-20: intensive care.",
        "The rules say high: It ranks people.",
    )
    tier = TierResult(tier=Tier.CRITICAL, source="overridden", reasons=(said, rules))
    result = score(FULL, ALL).model_copy(update={"tier": tier, "notes": (said, rules, "Another note.")})
    made = build(FULL, ALL, Disclosure.PUBLIC, result=result)
    instead = "A person set another tier than the rules, and recorded the reason."
    assert made.tier.reasons == (instead, rules)
    assert made.notes == (instead, rules, "Another note.")
    assert build(FULL, ALL, Disclosure.PARTNER, result=result).tier == tier


def test_reasons_are_told_to_those_who_may_see_the_answers() -> None:
    made = build(FULL, ALL)
    assert made.findings[1].because == score(FULL, ALL).findings[1].because
    assert "access.secret" in made.findings[1].because


def test_gaps_carry_what_to_do_by_when() -> None:
    made = build(FULL, ALL)
    assert [(item.result, item.do, item.due) for item in made.findings] == [
        (FindingState.MET, "", None),
        (FindingState.UNMET, "Mend MIN-ACC-02.", dt.date(2026, 12, 23)),
        (FindingState.MET, "", None),
    ]


def test_answers_read_as_people_write_them() -> None:
    made = {item.question: item for item in build(FULL, ALL).answers}
    assert {name: item.answer for name, item in made.items()} == {
        "access.mfa": "Yes",
        "access.kind": "Security key",
        "access.secret": "No",
        "access.tested": "2026-09-15",
        "access.remote": "Not applicable: We have no remote access. (not yet accepted by the assessor)",
        "access.backup": "Not answered",
    }
    assert made["access.mfa"].evidence == ("soc2.pdf [2026-03-01] sha256:abababababababab",)
    assert made["access.mfa"].grade is Grade.DOCUMENTED
    assert made["access.backup"].grade is None


def test_a_question_that_was_not_asked_is_left_out() -> None:
    made = build(assessment_of({"access.mfa": answer("no"), "access.kind": answer("key")}), ALL)
    assert "access.kind" not in [item.question for item in made.answers]


def review(question_id: str, action: ReviewAction, **more: Any) -> Review:
    return Review(question=question_id, answer_version=1, action=action, reviewer="A", reason="R", at=AT, **more)


def test_reviews_show_beside_the_vendors_answer() -> None:
    reviews = (
        review("access.mfa", ReviewAction.OVERRIDE, value="no"),
        review("access.secret", ReviewAction.CHALLENGE),
        review("access.tested", ReviewAction.GRADE, grade=Grade.VERIFIED),
        review("access.remote", ReviewAction.ACCEPT),
    )
    made = build(FULL.model_copy(update={"reviews": reviews}), ALL)
    texts = {item.question: item.answer for item in made.answers}
    assert texts["access.mfa"] == "No (the assessor's finding; the vendor answered: Yes)"
    assert texts["access.secret"] == "No (challenged by the assessor)"
    assert texts["access.remote"] == "Not applicable: We have no remote access."
    assert {item.question: item.grade for item in made.answers}["access.tested"] is Grade.VERIFIED


def test_the_time_of_issue_is_utc_to_the_second() -> None:
    zone = dt.timezone(dt.timedelta(hours=2))
    made = build(FULL, ALL, issued_at=dt.datetime(2026, 11, 23, 11, 0, 0, 999, tzinfo=zone))
    assert made.issued_at == AT
    assert made.model_dump(mode="json")["issued_at"] == "2026-11-23T09:00:00Z"


def test_it_pins_the_answers() -> None:
    other = FULL.model_copy(update={"submitted_by": "Bob"})
    assert build(FULL, ALL).assessment_digest == build(FULL, ALL).assessment_digest
    assert build(FULL, ALL).assessment_digest != build(other, ALL).assessment_digest


@pytest.mark.parametrize("tier", Disclosure)
def test_what_is_built_survives_signing(tier: Disclosure) -> None:
    made = build(FULL, ALL, tier, supersedes="urn:uuid:0")
    assert read_statement(open_token(sign_statement(made, signing_key())).payload) == made
