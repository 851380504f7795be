"""The gap list: what is on it, in which order, and by when."""

from __future__ import annotations

import datetime as dt

import pytest
from generated import AS_OF, TRIAGE
from tiny import assessment, criterion, not_applicable, policy, question, questionnaire, score

from vendorrisk.model.assessment import Waiver
from vendorrisk.model.policy import Severity, Tier
from vendorrisk.model.result import WaitsFor
from vendorrisk.scoring.case import Case
from vendorrisk.scoring.gaps import gaps, open_gaps
from vendorrisk.scoring.scorer import Scorer
from vendorrisk.scoring.triage import given_tier

ASKED = questionnaire(*(question(f"s.q{number}") for number in range(5)))


def rule(number: int, level: str, weight: int, within: str) -> dict[str, object]:
    prefix = {"minimum": "MIN", "expected": "EXP", "leading": "LED"}[level]
    more = {"level": level, "weight": weight, "remediation": {"do": "Make it so.", "within": within}}
    met = {f"s.q{number}": "best"}
    return criterion(
        number, met, partly_met_when={f"s.q{number}": "middle"}, **{**more, "id": f"{prefix}-TST-{number:02}"}
    )


RULES = policy(
    rule(0, "leading", 10, "30 days"),
    rule(1, "expected", 5, "6 months"),
    rule(2, "minimum", 7, "30 days"),
    rule(3, "minimum", 8, "90 days"),
    rule(4, "minimum", 10, "30 days"),
)
WAIVER = Waiver(
    criterion="MIN-TST-04",
    reason="Budget.",
    control="Watch it.",
    approver="Helena Brandt",
    granted=dt.date(2026, 11, 1),
    until=dt.date(2027, 1, 31),
)


def test_the_gravest_comes_first_then_the_earliest_due() -> None:
    found = gaps(score(ASKED, RULES, dict.fromkeys([f"s.q{n}" for n in range(5)], "worst")), RULES)
    assert [(gap.criterion, gap.severity, gap.due.isoformat()) for gap in found] == [
        ("MIN-TST-04", Severity.CRITICAL, "2026-12-23"),
        ("MIN-TST-03", Severity.CRITICAL, "2027-02-21"),
        ("MIN-TST-02", Severity.HIGH, "2026-12-23"),
        ("EXP-TST-01", Severity.MEDIUM, "2027-05-23"),
        ("LED-TST-00", Severity.LOW, "2026-12-23"),
    ]


def test_partly_met_and_undetermined_are_gaps_met_is_none() -> None:
    found = gaps(score(ASKED, RULES, {"s.q0": "best", "s.q1": "middle", "s.q2": "worst", "s.q3": "best"}), RULES)
    assert {gap.criterion: gap.result.value for gap in found} == {
        "EXP-TST-01": "partly_met",
        "MIN-TST-02": "unmet",
        "MIN-TST-04": "undetermined",
    }
    open_one = "Answer s.q4. If the answer falls short: Make it so."
    assert {gap.do for gap in found if gap.criterion == "MIN-TST-04"} == {open_one}
    assert {gap.do for gap in found if gap.criterion != "MIN-TST-04"} == {"Make it so."}
    assert all(gap.because and gap.needed and gap.waits_for is WaitsFor.VENDOR for gap in found)


def test_all_met_leaves_no_gap() -> None:
    assert gaps(score(ASKED, RULES, {f"s.q{n}": "best" for n in range(5)}), RULES) == ()


@pytest.mark.parametrize(
    ("as_of", "waived_until"),
    [("2026-10-31", None), ("2026-11-01", "2027-01-31"), ("2027-01-31", "2027-01-31"), ("2027-02-01", None)],
)
def test_a_waived_gap_stays_with_the_end_of_its_waiver(as_of: str, waived_until: str | None) -> None:
    day = dt.date.fromisoformat(as_of)
    answers = {**{f"s.q{n}": "best" for n in range(4)}, "s.q4": "worst"}
    (gap,) = gaps(score(ASKED, RULES, answers, waivers=[WAIVER], as_of=day), RULES)
    assert gap.waived_until == (dt.date.fromisoformat(waived_until) if waived_until else None)
    assert gap.due == day + dt.timedelta(days=30)


@pytest.mark.parametrize("first", ["best", "middle", "worst", None, "n/a"])
@pytest.mark.parametrize("last", ["best", "worst", None])
def test_the_gaps_of_a_survey_are_those_of_the_list(first: str | None, last: str | None) -> None:
    given = {"s.q0": not_applicable() if first == "n/a" else first, "s.q4": last, "s.q2": "best"}
    answers = {name: value for name, value in given.items() if value is not None}
    case = Case(Scorer(ASKED, RULES, AS_OF, TRIAGE), assessment(ASKED, answers, waivers=[WAIVER]), given_tier(Tier.LOW))
    listed = gaps(score(ASKED, RULES, answers, waivers=[WAIVER]), RULES)
    assert open_gaps(case) == {gap.criterion: (gap.result, gap.waits_for, gap.waived_until) for gap in listed}
    assert ("LED-TST-00" in open_gaps(case)) is (first != "best")
