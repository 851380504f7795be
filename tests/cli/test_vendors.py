"""Vendors, their names, the triage, answers from files, and submission."""

from __future__ import annotations

import pytest
from desk import GOOD, Cli


def test_a_vendor_is_added_listed_and_shown(cli: Cli) -> None:
    assert "Add one with: vendorrisk vendor add" in cli("vendor", "list").words
    said = cli("vendor", "add", "Müller & Söhne GmbH", "--website", "https://m.example", "--contact", "Jo")
    assert "Added Müller & Söhne GmbH as muller-sohne-gmbh." in said.words
    assert "muller-sohne-gmbh" in cli("vendor", "list").words
    shown = cli("vendor", "show", "muller-sohne-gmbh").words
    assert "https://m.example" in shown
    assert "no assessment yet; begin with: vendorrisk triage muller-sohne-gmbh" in shown


@pytest.mark.parametrize(
    ("args", "what"),
    [
        (["vendor", "add", "Acme"], "There is a vendor 'acme' already."),
        (["vendor", "add", "北京"], "'北京' can't be an id. Give one with --id"),
        (["vendor", "add", "Other", "--id", "Not An Id"], "'Not An Id' can't be an id."),
        (["vendor", "add", ""], "can't be an id"),
        (["vendor", "show", "acmee"], "There is no vendor 'acmee'. Did you mean acme?"),
        (["vendor", "show", "acme/risk"], "names an assessment, not a vendor. Try: vendorrisk vendor show acme"),
        (["triage", "nobody"], "There is no vendor 'nobody'."),
        (["submit", "acme", "--by", "Jo"], "has no assessment with coalition-core yet. Create one with:"),
        (["submit", "acme"], "Missing option '--by'."),
    ],
)
def test_mistakes_with_vendors(cli: Cli, args: list[str], what: str) -> None:
    cli("vendor", "add", "Acme")
    assert what in cli(*args, code=2).words


def test_an_ambiguous_name_lists_the_candidates(cli: Cli) -> None:
    cli("vendor", "add", "Acme")
    for product in ("api", "app"):
        cli("interview", "acme", "--product", product, "--answers", cli.answers(GOOD))
    said = cli("score", "acme", code=2).words
    assert "'acme' has several assessments with coalition-core: acme/api, acme/app Name one of them." in said.replace(
        ". ", " "
    )
    cli("score", "acme/app")


@pytest.mark.parametrize(
    ("answers", "tier", "reason"),
    [
        ({"risk.personal-data": "much", "risk.substitute": "no"}, "high", "It sees much personal data."),
        ({"risk.personal-data": "none", "risk.substitute": "yes"}, "low", "No rule for a higher tier holds."),
        ({"risk.substitute": "yes"}, "high", "Not excluded while risk.personal-data is open"),
    ],
)
def test_the_triage_says_the_tier_and_why(cli: Cli, answers: dict[str, str], tier: str, reason: str) -> None:
    cli("vendor", "add", "Acme")
    said = cli("triage", "acme", "--answers", cli.answers(answers, questionnaire="triage")).words
    assert f"Inherent risk of Acme: {tier}" in said
    assert f"inherent risk {tier}" in cli("vendor", "list").words
    assert f"inherent risk {tier}" in cli("vendor", "show", "acme").words
    assert reason in said


def test_without_a_terminal_the_interview_says_what_else_to_do(cli: Cli) -> None:
    cli("vendor", "add", "Acme")
    for command in ("triage", "interview"):
        assert "needs a terminal. Give the answers in a file with --answers" in cli(command, "acme", code=2).words


def test_faults_of_an_answers_file_come_all_at_once_and_save_nothing(cli: Cli) -> None:
    cli("vendor", "add", "Acme")
    bad = cli.answers({**GOOD, "access.mfa": "Yess", "access.hours": "soon", "access.what": "1"})
    said = cli("interview", "acme", "--answers", bad, code=3).words
    assert "3 faults, nothing was saved" in said
    for text in ("'Yess' is none of", "'soon' is no number", "'access.what' is no question"):
        assert text in said
    assert cli("vendor", "show", "acme", "--json").data["assessments"] == []


def test_a_file_for_another_questionnaire_has_one_fault_and_not_one_for_each_answer(cli: Cli) -> None:
    cli("vendor", "add", "Acme")
    said = cli("triage", "acme", "--answers", cli.answers(GOOD), code=3).words
    assert "1 fault, nothing was saved" in said
    assert "This answers 'coalition-core'; asked for is triage." in said


def test_answers_are_submitted_by_the_respondent_that_the_file_names(cli: Cli) -> None:
    cli("vendor", "add", "Acme")
    assert "(draft)" in cli("interview", "acme", "--answers", cli.answers(GOOD)).words
    assert "acme@1 is submitted by Jo Field" in cli("submit", "acme", "--by", "Jo Field").words
    again = cli("interview", "acme", "--answers", cli.answers(GOOD)).words
    assert "Nothing changed: every answer is already on file." in again
    assert "(submitted)" in again


def test_every_change_is_in_the_journal(acme: Cli) -> None:
    events = acme("journal", "show", "--json").data
    assert [event["kind"] for event in events] == [
        "vendor-added",
        "assessment-created",
        "assessment-created",
        "questionnaire-kept",
        "assessment-submitted",
    ]
    assert {event["by"] for event in events} == {"Ines Okafor"}
    assert "The journal is whole: 5 entries" in acme("journal", "check").words
    assert acme("journal", "check", "--json").data["entries"] == 5
    assert "already at schema" in acme("store", "upgrade").words
