"""explain: conditions as trees with their answers, what would flip a criterion, and which answers move most."""

from __future__ import annotations

from typing import Any

import pytest
from desk import BY, GOOD, Cli


@pytest.fixture
def short(acme: Cli) -> Cli:
    """Return a vendor who requires a second factor for some only, and did not say how fast access is removed."""
    acme("vendor", "add", "Short")
    answers = {**GOOD, "access.mfa": "partly", "access.hours": None}
    acme("interview", "short", "--answers", acme.answers(answers, **BY))
    return acme


def test_the_tree_shows_every_leaf_with_answer_source_grade_and_truth(short: Cli) -> None:
    said = short("explain", "short", "EXP-ACC-01", "--tier", "high").words
    assert "✔ EXP-ACC-01 Access was tested this year result met level expected, weight 5" in said
    assert "Applies when true the inherent risk tier is at least “high”" in said
    assert "➤ true all of ➤ true access.tested is not older than 12 months When was it tested?" in said
    assert "“2026-06-01” · answers.yaml, line" in said
    assert "Ines Okafor for Jo Field, CISO on 2026-11-23 · asserted" in said


def test_an_answer_that_stands_in_several_conditions_is_told_once(short: Cli) -> None:
    said = short("explain", "short", "MIN-ACC-01").words
    assert "Met when ➤ false access.mfa is “yes” Is a second factor required? “partly” · answers.yaml" in said
    assert "Partly met when ➤ true access.mfa is “partly” “partly” ➤ marks what decided." in said
    assert said.count("Is a second factor required?") == 1


@pytest.mark.parametrize(
    ("criterion", "what"),
    [
        (
            "MIN-ACC-01",
            "The smallest change that meets it, about 10 person-days in all: access.mfa is “yes”, instead of “partly”",
        ),
        (
            "MIN-ACC-02",
            "meets it, at most about 10 person-days in all: access.hours is at most 24 hours (not answered so far)",
        ),
        ("LED-ACC-01", "It would not be met any more if: access.reset is “desk” or “nobody”, instead of “self”"),
        ("EXP-ACC-01", "No change of the vendor's answers was found that would make it apply."),
    ],
)
def test_the_smallest_change_to_another_result_is_said(short: Cli, criterion: str, what: str) -> None:
    assert what in short("explain", "short", criterion, "--tier", "low").words


def test_a_gap_leads_to_the_plan(short: Cli) -> None:
    assert "next vendorrisk plan short --tier low" in short("explain", "short", "MIN-ACC-01", "--tier", "low").words
    assert "next" not in short("explain", "short", "LED-ACC-01", "--tier", "low").words


def test_json_gives_the_same_tree(short: Cli) -> None:
    found = short("explain", "short", "EXP-ACC-01", "--tier", "high", "--json").data
    tree = found["conditions"]["met_when"]
    assert (tree["kind"], tree["truth"], tree["decides"]) == ("all", "true", True)
    assert [each["known"]["question"] for each in tree["members"]] == ["access.tested", "access.tested"]
    assert {each["known"]["channel"] for each in tree["members"]} == {"answers-file"}
    assert found["flip"]["effort"] is None
    assert found["ref"] == "short@1"


def strongest(found: dict[str, Any], question: str, what: str) -> list[tuple[str, str]]:
    return [
        (each["verdict"], each["direction"])
        for each in found["swings"]
        if (each["question"], each["what"]) == (question, what)
    ]


def test_sensitivity_tries_each_other_answer(short: Cli) -> None:
    found = short("explain", "short", "--sensitivity", "--tier", "low", "--json").data
    assert found["verdict"] == "does_not_meet"
    assert ("incomplete", "improve") in strongest(found, "access.mfa", "answer")
    assert strongest(found, "access.hours", "answer") == [("does_not_meet", "improve"), ("does_not_meet", "harm")]
    assert strongest(found, "access.mfa", "unanswered") == [("incomplete", "harm")]
    assert found["swings"][0]["question"] == "access.mfa"


def test_sensitivity_shows_what_moves_most_and_leads_to_a_review(short: Cli) -> None:
    said = short("explain", "short", "--sensitivity", "--tier", "low").words
    assert "Now ✘ does not meet, score 41.1 to 70.5. What one other answer would make of it:" in said
    assert "▲ access.mfa … incomplete" in said
    assert "“partly” → “yes”" in said
    assert "→ no answer" not in said
    assert "next vendorrisk review short --tier low" in said


def test_where_no_single_answer_changes_the_verdict_it_says_so(short: Cli) -> None:
    short("interview", "short", "--answers", short.answers({"access.hours": 48}, **BY))
    said = short("explain", "short", "--sensitivity", "--tier", "low").words
    assert "No single other answer changes the verdict; what one would make of the score:" in said


@pytest.mark.parametrize("args", [[], ["MIN-ACC-01", "--sensitivity"]])
def test_either_a_criterion_or_sensitivity(short: Cli, args: list[str]) -> None:
    said = short("explain", "short", *args, code=2).words
    assert "Name one criterion, or ask for --sensitivity." in said
    assert "vendorrisk explain short MIN-ACC-01" in said
