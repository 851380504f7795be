"""What an assessor checked, and what is the vendor's word: per finding, and over all answers."""

from __future__ import annotations

import pytest
from tiny import criterion, policy, question, questionnaire, review, score

from vendorrisk.model.assessment import Review

ASKED = questionnaire(question("s.a"), question("s.b"), question("s.c"))
RULES = policy(criterion(1, {"all": [{"s.a": "best"}, {"s.b": "best"}]}))
ACCEPT_A, ACCEPT_B = review("s.a", "accept"), review("s.b", "accept")


@pytest.mark.parametrize(
    ("reviews", "count", "checked"),
    [
        ([], 0, False),
        ([ACCEPT_A], 1, False),
        ([ACCEPT_A, ACCEPT_B], 2, True),
        ([ACCEPT_A, review("s.b", "grade", grade="verified")], 2, True),
        ([ACCEPT_A, review("s.b", "override", value="best")], 2, True),
        ([ACCEPT_A, ACCEPT_B, review("s.b", "challenge")], 1, False),
        ([ACCEPT_A, review("s.b", "accept", version=2)], 1, False),
        ([review("s.c", "accept")], 1, False),
    ],
)
def test_a_finding_is_checked_when_every_deciding_answer_is(reviews: list[Review], count: int, checked: bool) -> None:  # noqa: FBT001
    result = score(ASKED, RULES, dict.fromkeys(("s.a", "s.b", "s.c"), "best"), reviews)
    assert (result.support.checked, result.findings[0].checked) == (count, checked)


def test_of_a_failed_criterion_the_answers_that_fail_it_count() -> None:
    result = score(ASKED, RULES, {"s.a": "worst", "s.b": "best"}, [ACCEPT_A])
    assert result.findings[0].checked


def test_what_nothing_answered_decides_is_not_checked() -> None:
    assert not score(ASKED, RULES, {}).findings[0].checked
