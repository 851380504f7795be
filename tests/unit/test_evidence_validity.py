"""A document holds until its own last day; after it, an answer that nothing else supports is the vendor's word."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from generated import AS_OF, TRIAGE
from pydantic import ValidationError
from tiny import answer, assessment, criterion, document, finding, policy, question, questionnaire
from tiny import review as made
from tiny import score as scored

from vendorrisk.attest.statement import build_statement
from vendorrisk.attest.validity import validity
from vendorrisk.capture.evidence import EvidenceFolder
from vendorrisk.content import pin
from vendorrisk.model.answer import Answer, Evidence, Grade
from vendorrisk.model.canonical import model_digest
from vendorrisk.model.policy import EvidenceRule, Tier
from vendorrisk.model.questionnaire import Disclosure
from vendorrisk.model.result import Cause, FindingState
from vendorrisk.rules.facts import ENOUGH, TOO_WEAK, UNDATED, facts, support
from vendorrisk.scoring.case import Case
from vendorrisk.scoring.explanation import explain_criterion
from vendorrisk.scoring.scorer import Scorer
from vendorrisk.scoring.triage import given_tier

ASKED = questionnaire(question("s.a"), question("s.b"))
DAY = dt.timedelta(days=1)


def until(last: dt.date | None, issued: dt.date | None = dt.date(2026, 6, 1), name: str = "iso.pdf") -> Evidence:
    return document(issued, name).model_copy(update={"valid_until": last})


PAST, TODAY, FUTURE = until(AS_OF - DAY), until(AS_OF), until(AS_OF + DAY)
UNENDING = document(dt.date(2026, 6, 1))
OLD = document(dt.date(2024, 6, 1))


# The document


def test_no_end_leaves_the_json_as_it_was_before_there_were_ends() -> None:
    before = {"name": "report.pdf", "kind": "file", "issued": "2026-06-01", "sha256": "0" * 64}
    assert UNENDING.model_dump(mode="json") == {**before, "size": None, "media_type": None}
    assert Evidence.model_validate(before) == UNENDING
    whole = assessment(ASKED, {"s.a": answer("best", UNENDING)})
    assert b"valid_until" not in whole.model_dump_json().encode()
    assert model_digest(whole) != model_digest(assessment(ASKED, {"s.a": answer("best", FUTURE)}))


def test_an_assessment_without_proposals_and_threads_has_the_digest_that_it_had_before_there_were_such() -> None:
    assert list(assessment(ASKED, {}).model_dump(mode="json")) == [
        *("vendor", "product", "product_name", "scope", "revision", "questionnaire", "state", "answers", "reviews"),
        *("waivers", "tier_overrides", "submitted_by", "submitted_at"),
    ]


def test_an_end_is_kept() -> None:
    assert Evidence.model_validate_json(FUTURE.model_dump_json()) == FUTURE
    assert FUTURE.model_dump(mode="json")["valid_until"] == str(AS_OF + DAY)


@pytest.mark.parametrize("last", ["2026-05-31", "1776-07-04", "9999-12-31", "soon"])
def test_an_end_that_can_not_be_is_refused(last: str) -> None:
    with pytest.raises(ValidationError):
        Evidence.model_validate({"name": "a", "kind": "file", "issued": "2026-06-01", "valid_until": last})


@pytest.mark.parametrize(
    ("item", "written"),
    [
        (until(dt.date(2027, 5, 31)), "iso.pdf [2026-06-01 to 2027-05-31]"),
        (until(dt.date(2027, 5, 31), None), "iso.pdf [to 2027-05-31]"),
        (until(None), "iso.pdf [2026-06-01]"),
        (until(None, None), "iso.pdf"),
    ],
)
def test_it_is_read_as_it_is_written(item: Evidence, written: str) -> None:
    assert item.written == written
    (found,) = EvidenceFolder(None).read(item.written, AS_OF).items
    assert (found.issued, found.valid_until) == (item.issued, item.valid_until)


@pytest.mark.parametrize(
    "dates",
    [
        "2026-03-01 to 2027-02-28",
        "2026-03-01 until 2027-02-28",
        "2026-03-01 - 2027-02-28",
        "2026-03-01/2027-02-28",
        "2026-03-01 \u2013 2027-02-28",
        "2026-03-01\u20132027-02-28",
        "2026-03-01 bis 2027-02-28",
        "2026-03-01 au 2027-02-28",
    ],
)
def test_the_end_can_be_written_in_many_ways(dates: str) -> None:
    reading = EvidenceFolder(None).read(f"iso.pdf [{dates}]", AS_OF)
    assert [item.written for item in reading.items] == ["iso.pdf [2026-03-01 to 2027-02-28]"]
    assert reading.faults == reading.warnings == []


@pytest.mark.parametrize(
    ("dates", "words"),
    [
        ("2026-03-01 to", "can't be read"),
        ("2026-03-01 to soon", "can't be read"),
        ("2026-03-01 to 2026-06-01 to 2027-02-28", "can't be read"),
        ("2026-03-01 to 9999-12-31", "can't be read"),
        ("2026-03-01 to 2026-02-28", "is valid until 2026-02-28, which is before its date 2026-03-01"),
        ("2026-11-24 to 2027-11-23", "is in the future"),
    ],
)
def test_dates_that_can_not_be_are_faults(dates: str, words: str) -> None:
    reading = EvidenceFolder(None).read(f"iso.pdf [{dates}]", AS_OF)
    assert [code for code, *_ in reading.faults] == ["bad-evidence-date"]
    assert words in reading.faults[0][1]


def test_what_has_expired_is_said_where_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "iso.pdf").write_bytes(b"x")
    reading = EvidenceFolder(tmp_path).read(f"iso.pdf [2025-06-01 to {AS_OF - DAY}]", AS_OF)
    assert [code for code, *_ in reading.warnings] == ["evidence-expired"]
    assert EvidenceFolder(tmp_path).read(f"iso.pdf [2025-06-01 to {AS_OF}]", AS_OF).warnings == []


# What it supports


def rule(grade: str, max_age: str | None = None) -> EvidenceRule:
    return EvidenceRule.model_validate({"grade": grade, "max_age": max_age})


@pytest.mark.parametrize(
    ("evidence", "raised", "asked", "expected"),
    [
        ([TODAY], None, rule("documented"), ENOUGH),
        ([FUTURE], None, rule("documented", "12 months"), ENOUGH),
        ([PAST], None, rule("documented"), TOO_WEAK),
        ([PAST], None, rule("documented", "12 months"), TOO_WEAK),
        ([PAST], None, rule("asserted"), ENOUGH),
        ([PAST], None, rule("asserted", "12 months"), TOO_WEAK),
        ([PAST, UNENDING], None, rule("documented", "12 months"), ENOUGH),
        ([PAST, OLD], None, rule("documented"), ENOUGH),
        ([PAST, OLD], None, rule("documented", "12 months"), TOO_WEAK),
        ([PAST, document()], None, rule("documented", "12 months"), UNDATED),
        ([PAST], "verified", rule("verified"), TOO_WEAK),
        ([PAST], "verified", rule("documented"), TOO_WEAK),
        ([PAST, UNENDING], "verified", rule("verified"), ENOUGH),
        ([until(AS_OF - DAY).model_copy(update={"sha256": None})], "verified", rule("verified"), ENOUGH),
    ],
)
def test_support(evidence: list[Evidence], raised: str | None, asked: EvidenceRule, expected: int) -> None:
    reviews = [made("s.a", "grade", grade=raised)] if raised else []
    given = {"s.a": answer("best", *evidence)}
    assert support(facts(given, reviews)["s.a"], asked, AS_OF) == expected
    assert support(facts(given, reviews, AS_OF)["s.a"], asked, AS_OF) == expected


@pytest.mark.parametrize(
    ("item", "as_of", "grade"),
    [(PAST, AS_OF, Grade.ASSERTED), (PAST, AS_OF - DAY, Grade.DOCUMENTED), (TODAY, AS_OF, Grade.DOCUMENTED)],
)
def test_the_grade_falls_with_the_last_document(item: Evidence, as_of: dt.date, grade: Grade) -> None:
    given = {"s.a": answer("best", item)}
    assert facts(given, (), as_of)["s.a"].grade is grade
    assert facts(given)["s.a"].grade is Grade.DOCUMENTED
    assert facts(given, [made("s.a", "accept")], as_of)["s.a"].grade is grade


DOCUMENTED = criterion(1, {"s.a": "best"}, evidence={"grade": "documented"})


def found(given: Answer, **more: Any) -> Any:
    return finding(ASKED, {**DOCUMENTED, **more}, {"s.a": given})


def test_a_finding_says_which_document_ended_and_when() -> None:
    assert found(answer("best", TODAY)).result is FindingState.MET
    ended = found(answer("best", PAST, until(AS_OF - 9 * DAY, name="soc2.pdf")))
    assert (ended.result, ended.cause) == (FindingState.PARTLY_MET, Cause.EVIDENCE_WEAK)
    assert ended.because == (
        f"The answer would do, but its support does not: iso.pdf, for s.a, was valid until {AS_OF - DAY}."
    )
    assert ended.trace[0].grade is Grade.ASSERTED


def test_of_old_and_ended_documents_the_one_that_holds_is_named() -> None:
    aged = found(answer("best", PAST, OLD), evidence={"grade": "documented", "max_age": "12 months"})
    assert "report.pdf of 2024-06-01, for s.a, is older than 12 months" in aged.because


def test_grades_are_counted_as_they_are_on_the_day() -> None:
    result = scored(ASKED, policy(DOCUMENTED), {"s.a": answer("best", PAST), "s.b": answer("best", TODAY)})
    assert (result.support.asserted, result.support.documented) == (1, 1)


def test_an_explanation_shows_the_end() -> None:
    rules = policy(DOCUMENTED)
    given = assessment(ASKED, {"s.a": answer("best", PAST)})
    case = Case(Scorer(ASKED, rules, AS_OF, TRIAGE), given, given_tier(Tier.LOW))
    (check,) = explain_criterion(case, rules.criteria[0], pin(rules)).evidence
    assert (check.outcome, check.document, check.valid_until) == ("expired", "iso.pdf", AS_OF - DAY)


# What is attested on it


@pytest.mark.parametrize(
    ("evidence", "last", "why"),
    [
        ([until(dt.date(2027, 2, 28))], dt.date(2027, 2, 28), "the end of evidence behind MIN-TST-01"),
        ([until(dt.date(2027, 2, 28)), until(dt.date(2027, 4, 30))], dt.date(2027, 4, 30), "the end of evidence"),
        ([until(dt.date(2027, 2, 28)), UNENDING], dt.date(2027, 11, 23), "reassessment every 12 months"),
        ([TODAY], AS_OF, "the end of evidence"),
    ],
)
def test_an_attestation_ends_with_the_last_document_that_a_minimum_rests_on(
    evidence: list[Evidence], last: dt.date, why: str
) -> None:
    given, rules = {"s.a": answer("best", *evidence)}, policy(DOCUMENTED)
    limit = validity(assessment(ASKED, given), scored(ASKED, rules, given), ASKED, rules, Disclosure.FULL)
    assert limit.until == last
    assert limit.because.startswith(why)
    if "evidence" in why:
        assert scored(ASKED, rules, given, as_of=last).findings[0].result is FindingState.MET
        assert scored(ASKED, rules, given, as_of=last + DAY).findings[0].result is FindingState.PARTLY_MET


def test_the_statement_shows_the_end_beside_the_date() -> None:
    given, rules = (
        {"s.a": answer("best", until(dt.date(2027, 5, 31))), "s.b": answer("best", UNENDING)},
        policy(DOCUMENTED),
    )
    stated = build_statement(
        assessment(ASKED, given),
        scored(ASKED, rules, given),
        ASKED,
        rules,
        disclosure=Disclosure.FULL,
        issuer="Jane Roe",
        attestation_id="urn:uuid:1",
        issued_at=dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC),
        software="vendorrisk",
    )
    assert [shown.evidence for shown in stated.answers] == [
        ("iso.pdf [2026-06-01 to 2027-05-31] sha256:" + "0" * 16,),
        ("report.pdf [2026-06-01] sha256:" + "0" * 16,),
    ]
