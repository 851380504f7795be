"""What the triage and the vendor's answers say that can't both be so is said, and moves nothing by itself."""

from __future__ import annotations

from typing import Any

import pytest
from desk import BY, GOOD, Cli

SAID = (
    "The triage says that risk.personal-data is “much”; the vendor's answers say that service.uses-ai is “No”. "
    "Both can't be so. Ask the vendor, or answer the triage anew; until then the tier stays as it is."
)


@pytest.fixture
def desk(cli: Cli) -> Cli:
    """Return a desk whose policy names two contradictions; the triage says high, and waits for the vendor."""
    policy = cli.folder / "scoring" / "coalition-minimum" / "policy.yaml"
    policy.write_text(
        policy.read_text("utf-8")
        + "contradictions:\n"
        + "  - {risk.personal-data: [some, much], service.uses-ai: no}\n"
        + "  - {risk.personal-data: much, service.ai-kinds: {includes_none: [generative]}}\n",
        "utf-8",
    )
    cli("vendor", "add", "Acme")
    triage = {"risk.personal-data": "much", "risk.substitute": "yes"}
    cli("triage", "acme", "--answers", cli.answers(triage, "triage.yaml", questionnaire="triage"))
    return cli


def judged(desk: Cli, answers: dict[str, Any], *args: str) -> Any:
    desk("interview", "acme", "--answers", desk.answers({**GOOD, **answers}, **BY))
    return desk("score", "acme", *args, "--json").data


def test_the_note_says_both_and_what_to_do_and_leaves_the_tier(desk: Cli) -> None:
    result = judged(desk, {})
    assert result["contradictions"] == [SAID]
    assert result["notes"] == []
    assert (result["tier"]["tier"], result["tier"]["source"]) == ("high", "triage")
    said = desk("score", "acme").words
    assert f"note {SAID}" in said
    assert "next vendorrisk triage acme (if the triage is wrong)" in said


@pytest.mark.parametrize(
    ("answers", "count"),
    [
        pytest.param({"service.uses-ai": "yes", "service.ai-kinds": ["generative"]}, 0, id="agreeing"),
        pytest.param({"service.uses-ai": "yes", "service.ai-kinds": ["predictive"]}, 1, id="asked and answered"),
        pytest.param({"service.uses-ai": "yes"}, 0, id="not answered"),
    ],
)
def test_only_answers_that_are_there_contradict(desk: Cli, answers: dict[str, Any], count: int) -> None:
    desk("interview", "acme", "--answers", desk.answers({**GOOD, **answers}, **BY))
    assert len(desk("score", "acme", "--json").data["contradictions"]) == count


def test_without_a_triage_nothing_is_contradicted(desk: Cli) -> None:
    assert judged(desk, {}, "--tier", "low")["contradictions"] == []


def test_a_triage_that_is_answered_anew_settles_it(desk: Cli) -> None:
    judged(desk, {})
    anew = desk.answers({"risk.personal-data": "none"}, "anew.yaml", questionnaire="triage")
    desk("triage", "acme", "--answers", anew)
    assert desk("score", "acme", "--json").data["contradictions"] == []


def test_a_challenged_answer_contradicts_nothing(desk: Cli) -> None:
    judged(desk, {})
    desk("review", "acme", "--challenge", "service.uses-ai", "--reason", "Its own site names a chatbot.")
    assert desk("score", "acme", "--json").data["contradictions"] == []


def test_who_signs_is_told_and_what_leaves_the_house_says_nothing_of_the_triage(desk: Cli) -> None:
    judged(desk, {"access.tested": "2024-01-01"})
    desk("keys", "new", "--name", "Ines Okafor", "--organisation", "City of Hartwell")
    desk("gaps", "acme", "-o", "gaps.json")
    assert "personal-data" not in (desk.folder / "gaps.json").read_text("utf-8")
    assert f"note {SAID}" in desk("attest", "acme", "-o", "acme.pdf", "--disclosure", "full").words
    desk("trust", "add", *(desk.folder / "home" / "keys").glob("*.cert.pem"))
    (found,) = desk("verify", "acme.pdf", "--json").data
    assert not [note for note in found["statement"]["notes"] if "triage" in note]
