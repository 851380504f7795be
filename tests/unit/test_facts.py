"""What answers and reviews say together, and whether evidence supports as asked on a day."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tiny import SOURCE, answer, document, not_applicable, review

from vendorrisk.model.answer import Answer, Evidence, Grade
from vendorrisk.model.assessment import Review
from vendorrisk.model.policy import EvidenceRule
from vendorrisk.rules.facts import ENOUGH, TOO_WEAK, UNDATED, Fact, Taken, facts, support

YES = answer("yes")
ON_FILE = answer("yes", document(dt.date(2026, 1, 1)))


def fact(given: Answer, *reviews: Review) -> Fact:
    return facts({"s.a": given}, reviews)["s.a"]


def test_an_answer_speaks_for_itself() -> None:
    assert Taken.of(fact(YES)) == Taken("yes", removed=False, grade=Grade.ASSERTED)
    assert fact(ON_FILE).grade is Grade.DOCUMENTED


def test_no_answer_is_no_fact() -> None:
    assert facts({}, [review("s.a", "accept")]) == {}


@pytest.mark.parametrize(
    ("given", "reviews", "expected"),
    [
        pytest.param(not_applicable(), [], (None, False, False), id="N/A waits"),
        pytest.param(not_applicable(), [("accept", {})], (None, True, True), id="N/A accepted"),
        pytest.param(not_applicable(), [("challenge", {})], (None, False, True), id="N/A challenged"),
        pytest.param(not_applicable(), [("override", {"value": "no"})], ("no", False, True), id="N/A overridden"),
        pytest.param(YES, [("accept", {})], ("yes", False, False), id="accepted"),
        pytest.param(YES, [("challenge", {})], (None, False, True), id="challenged"),
        pytest.param(YES, [("override", {"value": "no"})], ("no", False, True), id="overridden"),
        pytest.param(YES, [("challenge", {}), ("accept", {})], ("yes", False, False), id="resolved"),
        pytest.param(YES, [("accept", {}), ("challenge", {})], (None, False, True), id="the last one counts"),
        pytest.param(YES, [("challenge", {}), ("grade", {"grade": "verified"})], (None, False, True), id="still open"),
    ],
)
def test_reviews_decide_beside_the_answer(
    given: Answer, reviews: list[tuple[str, dict[str, Any]]], expected: Any
) -> None:
    found = fact(given, *(review("s.a", action, **more) for action, more in reviews))
    assert (found.value, found.removed, found.by_review) == expected


@pytest.mark.parametrize("action", ["accept", "challenge", "override", "grade"])
@pytest.mark.parametrize("made_on", [1, 3])
def test_a_review_of_another_version_is_void(action: str, made_on: int) -> None:
    more = {"override": {"value": "no"}, "grade": {"grade": "verified"}}.get(action, {})
    changed = not_applicable().model_copy(update={"version": 2})
    assert fact(changed, review("s.a", action, version=made_on, **more)) == fact(changed)


@pytest.mark.parametrize(
    ("given", "grade", "expected"),
    [
        (YES, "verified", Grade.VERIFIED),
        (ON_FILE, "verified", Grade.VERIFIED),
        (YES, "documented", Grade.DOCUMENTED),
        (ON_FILE, "asserted", Grade.DOCUMENTED),
    ],
)
def test_a_review_raises_the_grade_and_never_lowers_it(given: Answer, grade: str, expected: Grade) -> None:
    assert fact(given, review("s.a", "grade", grade=grade)).grade is expected


@pytest.mark.parametrize(
    ("item", "counts"),
    [
        (Evidence(name="a.pdf", kind="file", sha256="0" * 64), True),
        (Evidence(name="a.pdf", kind="file", issued=dt.date(2026, 1, 1)), False),
        (Evidence(name="https://a.example/soc2", kind="url", issued=dt.date(2026, 1, 1)), True),
        (Evidence(name="https://a.example/soc2", kind="url"), False),
    ],
)
def test_evidence_documents_once_it_is_hashed_or_a_dated_address(item: Evidence, *, counts: bool) -> None:
    assert Answer(value="yes", evidence=(item,), source=SOURCE).grade is (
        Grade.DOCUMENTED if counts else Grade.ASSERTED
    )


def rule(grade: str, max_age: str | None = "12 months") -> EvidenceRule:
    return EvidenceRule.model_validate({"grade": grade, "max_age": max_age})


@pytest.mark.parametrize(
    ("as_of", "issued", "expected"),
    [
        ("2026-11-23", "2025-11-23", ENOUGH),
        ("2026-11-23", "2025-11-22", TOO_WEAK),
        ("2026-11-23", "2026-11-23", ENOUGH),
        ("2026-11-23", "2026-11-24", UNDATED),
        ("2027-02-28", "2026-02-28", ENOUGH),
        ("2027-02-28", "2026-02-27", TOO_WEAK),
        ("2029-02-28", "2028-02-28", ENOUGH),
        ("2028-02-29", "2027-02-28", ENOUGH),
        ("2028-02-29", "2027-02-27", TOO_WEAK),
    ],
)
def test_twelve_months_are_calendar_months_and_inclusive(as_of: str, issued: str, expected: int) -> None:
    found = fact(answer("yes", document(dt.date.fromisoformat(issued))))
    assert support(found, rule("documented"), dt.date.fromisoformat(as_of)) == expected


AS_OF = dt.date(2026, 11, 23)
NEW, OLD, FUTURE = document(dt.date(2026, 6, 1)), document(dt.date(2024, 6, 1)), document(dt.date(2027, 6, 1))


@pytest.mark.parametrize(
    ("evidence", "raised", "asked", "expected"),
    [
        ([], None, rule("asserted", None), ENOUGH),
        ([], None, rule("asserted"), UNDATED),
        ([], None, rule("documented", None), TOO_WEAK),
        ([OLD], None, rule("documented", None), ENOUGH),
        ([document()], None, rule("documented", None), ENOUGH),
        ([document()], None, rule("documented"), UNDATED),
        ([FUTURE], None, rule("documented"), UNDATED),
        ([OLD], None, rule("documented"), TOO_WEAK),
        ([OLD, NEW], None, rule("documented"), ENOUGH),
        ([OLD, document()], None, rule("documented"), UNDATED),
        ([OLD, FUTURE], None, rule("documented"), UNDATED),
        ([NEW], None, rule("verified"), TOO_WEAK),
        ([NEW], "verified", rule("verified"), ENOUGH),
        ([OLD], "verified", rule("verified"), TOO_WEAK),
        ([], "verified", rule("verified", None), ENOUGH),
        ([], "verified", rule("documented"), UNDATED),
        ([Evidence(name="a.pdf", kind="file", issued=dt.date(2026, 6, 1))], None, rule("documented"), TOO_WEAK),
    ],
)
def test_support(evidence: list[Evidence], raised: str | None, asked: EvidenceRule, expected: int) -> None:
    reviews = [review("s.a", "grade", grade=raised)] if raised else []
    assert support(fact(answer("yes", *evidence), *reviews), asked, AS_OF) == expected


@pytest.mark.parametrize(
    ("reviews", "grade"),
    [
        (["grade"], Grade.VERIFIED),
        (["accept", "grade"], Grade.VERIFIED),
        (["grade", "accept"], Grade.VERIFIED),
        (["override", "grade"], Grade.VERIFIED),
        (["grade", "override"], Grade.DOCUMENTED),
        (["override", "grade", "accept"], Grade.DOCUMENTED),
        (["grade", "challenge"], Grade.DOCUMENTED),
        (["grade", "challenge", "accept"], Grade.DOCUMENTED),
    ],
)
def test_a_raised_grade_belongs_to_the_value_it_was_given_for(reviews: list[str], grade: Grade) -> None:
    more: dict[str, dict[str, Any]] = {"override": {"value": "no"}, "grade": {"grade": "verified"}}
    assert fact(ON_FILE, *(review("s.a", action, **more.get(action, {})) for action in reviews)).grade is grade
