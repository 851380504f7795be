"""coalition-lite and carry: a part of the questions for low risk, and no question answered twice."""

from __future__ import annotations

import pytest
from desk import GOOD, Cli

LITE = """\
questionnaire: coalition-lite
version: 1.0.0
title: Small lite
description: For tests.
include:
  questionnaire: coalition-core
  questions: [service.uses-ai, access.mfa]
"""
SAID = {"service.uses-ai": "no", "access.mfa": "yes"}


@pytest.fixture
def lite(cli: Cli) -> Cli:
    """Return a desk where a vendor answered the part."""
    folder = cli.folder / "questionnaires" / "coalition-lite"
    folder.mkdir()
    (folder / "questionnaire.yaml").write_text(LITE, "utf-8")
    cli("vendor", "add", "Acme", "--id", "acme")
    path = cli.answers(SAID, questionnaire="coalition-lite", respondent="Jo Field, CISO")
    cli("interview", "acme", "coalition-lite", "--answers", path)
    return cli


def test_a_part_is_judged_under_the_policy_of_the_whole(lite: Cli) -> None:
    result = lite("score", "acme", "--tier", "low", "--json", code=1).data
    assert result["questionnaire"]["id"] == "coalition-lite"
    assert (result["support"]["shown"], result["support"]["answered"]) == (2, 2)
    states = {each["criterion"]: each["result"] for each in result["findings"]}
    assert states["MIN-ACC-01"] == "met"
    assert "undetermined" in states.values()
    assert any("the vendor answered a part of it, coalition-lite" in note for note in result["notes"])


def test_a_low_tier_sends_the_part(lite: Cli) -> None:
    low = {"risk.personal-data": "none", "risk.substitute": "yes"}
    said = lite("triage", "acme", "--answers", lite.answers(low, "triage.yaml", questionnaire="triage")).words
    assert "vendorrisk template coalition-lite" in said
    high = {"risk.personal-data": "much", "risk.substitute": "no"}
    said = lite("triage", "acme", "--answers", lite.answers(high, "triage.yaml", questionnaire="triage")).words
    assert "vendorrisk template coalition-core" in said


def test_answers_carry_over_with_their_source(lite: Cli) -> None:
    said = lite("carry", "acme", "--to", "coalition-core", "--json").data
    assert sorted(said["carried"]) == sorted(SAID)
    lite("submit", "acme", "coalition-core", "--by", "Jo Field, CISO")
    trace = lite("explain", "acme", "MIN-ACC-01", "--tier", "low", "--json").out
    assert "answers.yaml" in trace
    result = lite("score", "acme", "--tier", "low", "--json", code=1).data
    assert result["questionnaire"]["id"] == "coalition-core"


def test_what_is_already_there_stays_and_is_named(lite: Cli) -> None:
    lite("interview", "acme", "--answers", lite.answers({**GOOD, "access.mfa": "partly"}))
    said = lite("carry", "acme", "--to", "coalition-core", "--json").data
    assert (said["carried"], said["differing"]) == ([], ["access.mfa"])
    assert "access.mfa" in lite("carry", "acme", "--to", "coalition-core").words


def test_a_submitted_assessment_takes_nothing_over(lite: Cli) -> None:
    lite("interview", "acme", "--answers", lite.answers(GOOD, respondent="Jo Field, CISO"))
    assert "is submitted" in lite("carry", "acme", "--to", "coalition-core", code=2).words


def test_a_questionnaire_that_nothing_shares_is_said(lite: Cli) -> None:
    assert "shares its questions with triage" in lite("carry", "acme", "--to", "triage", code=2).words


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("access.mfa]", "access.mfo]", "coalition-core has no question 'access.mfo'."),
        ("access.mfa]", "service.ai-kinds, service.uses-ai]", "stands twice; name each question once"),
        (
            "[service.uses-ai, access.mfa]",
            "[service.ai-kinds]",
            "'service.ai-kinds' is asked depending on service.uses-ai",
        ),
        (
            "questionnaire: coalition-core",
            "questionnaire: coalition-cure",
            "There is no questionnaire 'coalition-cure'",
        ),
        ("questionnaire: coalition-core", "questionnaire: coalition-lite", "no questions of its own"),
        ("title: Small lite\n", "", "'title' is missing"),
    ],
)
def test_faults_of_an_include_are_said_at_their_place(lite: Cli, before: str, after: str, fault: str) -> None:
    path = lite.folder / "questionnaires" / "coalition-lite" / "questionnaire.yaml"
    path.write_text(LITE.replace(before, after), "utf-8")
    said = lite("content", "check", code=3).words
    assert fault in said
    assert "coalition-lite/questionnaire.yaml:" in said


def test_a_person_overrides_the_tier_with_reason_and_name(lite: Cli) -> None:
    low = {"risk.personal-data": "none", "risk.substitute": "yes"}
    assert "There is no triage of acme" in lite("triage", "acme", "--override", "high", *WHY, code=2).words
    lite("triage", "acme", "--answers", lite.answers(low, "triage.yaml", questionnaire="triage"))
    assert "needs a tier, a reason and the name" in lite("triage", "acme", "--override", "high", code=2).words
    said = lite("triage", "acme", "--override", "high", *WHY).words
    assert "Inherent risk of Acme: high" in said
    assert "Set to high by Ada Osei on 2026-11-23: It runs our payroll." in said
    result = lite("score", "acme", "--json", code=1).data
    assert (result["tier"]["tier"], result["tier"]["source"]) == ("high", "overridden")
    assert any("Set to high by Ada Osei" in note for note in result["notes"])
    assert "tier overridden: acme@1 (triage), by Ada Osei" in lite("journal", "show").words
    assert "Inherent risk of Acme: low" in lite("triage", "acme", "--override", "by-rule", *WHY).words


WHY = ("--reason", "It runs our payroll.", "--by", "Ada Osei")
