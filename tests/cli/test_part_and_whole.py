"""acme@1 can be answers to a part of a questionnaire, and to the whole: what is on file of one is not of the other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from desk import BY, GOOD, Cli

from vendorrisk.cli.workspace import Workspace

PART = """\
questionnaire: coalition-part
version: 1.0.0
title: Small part
description: For tests.
include:
  questionnaire: coalition-core
  questions: [service.uses-ai, access.mfa, access.hours, access.reset]
"""
LOW = {"risk.personal-data": "none", "risk.substitute": "yes"}
HIGH = {"risk.personal-data": "much", "risk.substitute": "yes"}
DECISION = ("--by", "Ada Osei, Head of Risk", "--reason", "It fits.")


@pytest.fixture
def desk(cli: Cli) -> Cli:
    """Return a desk where a vendor of low risk answered the part; one minimum fails."""
    folder = cli.folder / "questionnaires" / "coalition-part"
    folder.mkdir()
    (folder / "questionnaire.yaml").write_text(PART, "utf-8")
    cli("vendor", "add", "Acme", "--id", "acme")
    triage(cli, LOW)
    given = {"service.uses-ai": "no", "access.mfa": "partly", "access.hours": 24, "access.reset": "self"}
    path = cli.answers(given, questionnaire="coalition-part", **BY)
    cli("interview", "acme", "coalition-part", "--answers", path)
    cli("keys", "new", "--name", "Ines Okafor", "--organisation", "City of Hartwell")
    return cli


def triage(desk: Cli, answers: dict[str, Any]) -> None:
    desk("triage", "acme", "--answers", desk.answers(answers, "triage.yaml", questionnaire="triage"))


def answer_the_whole(desk: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let eight days pass, and the vendor answer everything; the same minimum fails."""
    monkeypatch.setenv("VENDORRISK_NOW", "2026-12-01T09:00:00+00:00")
    desk("interview", "acme", "--answers", desk.answers({**GOOD, "access.mfa": "partly"}, **BY))


def test_answers_to_the_whole_that_are_only_begun_leave_the_submitted_part_in_force(desk: Cli) -> None:
    part = desk("score", "acme", "--json", code=1).data
    assert "carried over into acme@1 with coalition-core" in desk("carry", "acme", "--to", "coalition-core").words
    result = desk("score", "acme", "--json", code=1).data
    assert result["questionnaire"]["id"] == "coalition-part"
    assert result == part
    said = desk("score", "acme", code=1).words
    assert "vendorrisk interview acme coalition-core (a draft; this rests on coalition-part)" in said
    desk("submit", "acme", "coalition-core", "--by", "Jo Park, Head of Security")
    result = desk("score", "acme", "--json", code=1).data
    assert result["questionnaire"]["id"] == "coalition-core"
    assert "a draft" not in desk("score", "acme", code=1).words


def test_the_step_to_answers_that_are_only_begun_names_their_product(desk: Cli) -> None:
    given = desk.answers({"access.mfa": "yes"}, questionnaire="coalition-part", **BY)
    desk("interview", "acme", "coalition-part", "--product", "api", "--answers", given)
    desk("carry", "acme/api", "--to", "coalition-core")
    said = desk("score", "acme/api", "--tier", "low", code=1).words
    assert "vendorrisk interview acme coalition-core --product api (a draft; this rests on coalition-part)" in said


def test_a_decision_names_the_questionnaire_that_it_is_about(desk: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    desk("decide", "acme", "reject", *DECISION)
    assert "it is about" not in desk("score", "acme", code=1).words
    answer_the_whole(desk, monkeypatch)
    assert "it is about acme@1 with coalition-part." in desk("score", "acme", code=1).words
    decision = desk("score", "acme", "--json", code=1).data["decision"]
    assert (decision["ref"], decision["questionnaire"]) == ("acme@1", "coalition-part")


def test_a_term_that_the_attestation_of_the_part_states_is_not_that_of_the_whole(
    desk: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk("attest", "acme", "-o", "part.pdf")
    answer_the_whole(desk, monkeypatch)
    desk("gaps", "acme", "-o", "gaps.json")
    (gap,) = [each for each in desk("gaps", "acme", "--json").data["gaps"] if each["criterion"] == "MIN-ACC-01"]
    assert (gap["recorded"], gap["due"]) == ("2026-12-01", "2026-12-31")


def test_a_gap_recorded_of_the_part_goes_over_with_its_term(desk: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    desk("gaps", "acme", "-o", "part.xlsx")
    answer_the_whole(desk, monkeypatch)
    desk("gaps", "acme", "-o", "whole.xlsx")
    (item,) = [each for each in desk("gaps", "list", "--json").data["open"] if each["id"] == "MIN-ACC-01"]
    assert item["due"] == "2026-12-23"
    said = desk("gaps", "import", "part.xlsx", code=2).words
    assert "The open gaps of acme@1 with coalition-part went over to acme@1 with coalition-core." in said


def test_each_rests_on_the_triage_that_its_own_attestation_rests_on(
    desk: Cli, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    desk("attest", "acme", "-o", str(tmp_path / "part.pdf"))
    triage(desk, HIGH)
    answer_the_whole(desk, monkeypatch)
    desk("attest", "acme", "-o", str(tmp_path / "whole.pdf"))
    workspace = Workspace.of(content=None, home=str(desk.folder / "home"), actor=None, environment={})
    tiers = {}
    for name in ("coalition-part", "coalition-core"):
        found = workspace.store.latest("acme", "", name)
        assert found is not None
        tiers[name] = workspace.case(found, "coalition-minimum", as_of=None, tier=None).tier
    workspace.close()
    assert {name: found.tier for name, found in tiers.items()} == {"coalition-part": "low", "coalition-core": "high"}
