"""Two ways to a good score in a well-known workbook that must not be ways here (DESIGN section 5).

There, failing 10 critical questions still scores 94 %, and marking 20 failed critical questions N/A brings 100 %.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tiny import AT, criterion, not_applicable, policy, question, questionnaire, review, score

from vendorrisk.capture.answers_file import read_answers
from vendorrisk.model.policy import Level, Verdict
from vendorrisk.model.result import Cause, FindingState, ScoreRange

CRITICAL, OTHERS = 20, 300
ASKED = questionnaire(
    critical=[question(f"critical.q{n}", "yes-no") for n in range(CRITICAL)],
    other=[question(f"other.q{n}", "yes-no", not_applicable="never") for n in range(OTHERS)],
)
EXPECTED_IDS = [f"EXP-TT{letter}-{n:02}" for letter in "ABC" for n in range(100)]
RULES = policy(
    *(criterion(n, {f"critical.q{n}": "yes"}, weight=10, domain="critical") for n in range(CRITICAL)),
    *(
        criterion(n, {f"other.q{n}": "yes"}, domain="other", level="expected", id=EXPECTED_IDS[n])
        for n in range(OTHERS)
    ),
)
ALL_YES = {each.id: "yes" for each in ASKED.questions}
FAILED = [f"critical.q{n}" for n in range(CRITICAL)]
NA: dict[str, Any] = {**ALL_YES, **{name: not_applicable() for name in FAILED}}


def test_ten_failed_critical_questions_decide_whatever_the_score() -> None:
    result = score(ASKED, RULES, {**ALL_YES, **dict.fromkeys(FAILED[:10], "no")})
    assert result.score == ScoreRange(low=94.1, high=94.1)
    assert result.verdict is Verdict.DOES_NOT_MEET
    assert (result.minimums.failed, result.minimums.applicable) == (10, 20)


@pytest.mark.parametrize("name", FAILED[:3])
def test_so_does_a_single_one(name: str) -> None:
    result = score(ASKED, RULES, {**ALL_YES, name: "no"})
    assert result.score == ScoreRange(low=99.4, high=99.4)
    assert result.verdict is Verdict.DOES_NOT_MEET


def test_na_that_nobody_accepted_is_unknown_and_never_a_pass() -> None:
    result = score(ASKED, RULES, NA)
    assert result.verdict is Verdict.INCOMPLETE
    assert result.score == ScoreRange(low=88.2, high=100)
    critical = [each for each in result.findings if each.level is Level.MINIMUM]
    assert {(each.result, each.cause) for each in critical} == {(FindingState.UNDETERMINED, Cause.UNANSWERED)}
    assert critical[0].because == "critical.q0 is answered as not applicable, and the reason is not yet accepted."
    assert result.domains[0].excluded_weight == 0


def test_one_na_that_is_not_accepted_keeps_the_verdict_open() -> None:
    result = score(ASKED, RULES, NA, [review(name, "accept") for name in FAILED[1:]])
    assert result.verdict is Verdict.INCOMPLETE
    assert result.minimums.undetermined == 1


def test_na_beside_a_failure_changes_nothing() -> None:
    result = score(ASKED, RULES, {**NA, FAILED[0]: "no"}, [review(name, "accept") for name in FAILED[1:]])
    assert result.verdict is Verdict.DOES_NOT_MEET


@pytest.mark.parametrize(("accepted", "weight", "flagged"), [(5, 50, False), (6, 60, True), (20, 200, True)])
def test_accepted_reasons_are_shown_as_excluded_weight_and_flag_the_domain(
    accepted: int, weight: int, *, flagged: bool
) -> None:
    answers = {**NA, **dict.fromkeys(FAILED[accepted:], "yes")}
    result = score(ASKED, RULES, answers, [review(name, "accept") for name in FAILED])
    domain = result.domains[0]
    assert (domain.excluded_weight, domain.excluded_too_much) == (weight, flagged)
    assert (domain.score is None) == (accepted == CRITICAL)
    assert result.minimums.applicable == CRITICAL - accepted


def test_na_of_a_question_that_allows_none_is_refused_at_the_door(tmp_path: Path) -> None:
    text = "questionnaire: tiny\nanswers:\n" + "".join(f"  other.q{n}: {{not_applicable: no}}\n" for n in range(3))
    reading = read_answers(text, "a.yaml", questionnaire=ASKED, recorder="Ines", at=AT, evidence_folder=tmp_path)
    assert not reading.answers
    assert [(fault.question, fault.where) for fault in reading.faults] == [
        (f"other.q{n}", f"a.yaml:{n + 3}:{13}") for n in range(3)
    ]
