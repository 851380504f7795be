"""decide: a person's decision, kept with what it rests on; conditions are tracked; nothing is decided by itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from desk import BY, GOOD, Cli

WHO = ("--by", "Helena Brandt, CISO")
WHY = ("--reason", "We need it this year.")
SAID = (*WHO, *WHY)

TABLE = """\
residual_risk:
  low: {meets: low, conditional: low, incomplete: medium, does_not_meet: medium}
  medium: {meets: low, conditional: medium, incomplete: high, does_not_meet: high}
  high: {meets: medium, conditional: high, incomplete: critical, does_not_meet: critical}
  critical: {meets: high, conditional: high, incomplete: critical, does_not_meet: critical}
criteria:
"""


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give every column the room that it needs, so that each sentence stands on one line."""
    monkeypatch.setenv("COLUMNS", "300")


@pytest.fixture
def desk(acme: Cli) -> Cli:
    """Return a desk whose policy has a table of residual risks; acme meets, at low risk."""
    file = acme.folder / "scoring/coalition-minimum/policy.yaml"
    file.write_text(file.read_text("utf-8").replace("criteria:\n", TABLE), "utf-8")
    return acme


@pytest.fixture
def weak(desk: Cli) -> Cli:
    """Return the same where acme does not meet."""
    desk("interview", "acme", "--answers", desk.answers({"access.mfa": "no"}, **BY))
    return desk


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Return a function that sets the day."""
    return lambda day: monkeypatch.setenv("VENDORRISK_NOW", f"{day}T09:00:00+00:00")


def decided(desk: Cli, *args: str) -> dict[str, Any]:
    data: dict[str, Any] = desk("decide", "acme", *args, *SAID, "--json").data
    return data


def test_nothing_is_decided_before_somebody_does(desk: Cli) -> None:
    assert "Nothing is decided about acme yet." in desk("decide", "acme").words
    assert desk("decide", "acme", "--json").data == []
    assert desk("score", "acme", "--json").data["decision"] is None
    assert "Decision" not in desk("score", "acme").words


def test_a_decision_is_kept_with_everything_that_it_rests_on(desk: Cli) -> None:
    said = desk("decide", "acme", "approve", *SAID).words
    assert "acme@1 is approved until 2028-11-23." in said
    assert "✔ meets under coalition-minimum 1.0.0, as of 2026-11-23" in said
    assert "inherent risk low (triage), residual risk low" in said
    (found,) = desk("decide", "acme", "--json").data
    assert (found["outcome"], found["by"], found["reason"]) == ("approve", WHO[1], WHY[1])
    assert (found["recorder"], found["on"], found["until"]) == ("Ines Okafor", "2026-11-23", "2028-11-23")
    assert (found["verdict"], found["tier"], found["residual_risk"]) == ("meets", "low", "low")
    assert (found["against_verdict"], found["expired"], found["counts"]) == (False, False, True)
    result = desk("score", "acme", "--json").data
    assert found["policy"] == result["policy"]
    assert len(found["assessment_digest"]) == 64
    assert result["decision"]["by"] == WHO[1]


def test_the_journal_says_who_typed_and_who_decided_and_nothing_more(desk: Cli) -> None:
    desk("--as", "Tom Field", "decide", "acme", "conditions", *SAID, "--condition", "Hidden condition")
    event = desk("journal", "show", "--json").data[-1]
    assert (event["kind"], event["by"], event["subject"]) == ("decision-recorded", "Tom Field", "acme@1")
    assert (event["detail"]["decision"], event["detail"]["by"]) == ("conditions", WHO[1])
    assert "Hidden" not in str(event)
    assert WHY[1] not in str(event)
    assert "decision conditions" in desk("journal", "show").words


def test_a_decision_against_the_verdict_is_said_and_marked(weak: Cli) -> None:
    said = weak("decide", "acme", "approve", *SAID).words
    against = "! Against the verdict: the vendor does not meet the coalition minimum (1 of 2 minimums failed)."
    assert against in said
    assert weak("decide", "acme", "--json").data[0]["against_verdict"] is True
    for args in (["decide", "acme"], ["vendor", "show", "acme"]):
        assert "against the verdict" in weak(*args).words
    assert "against the verdict" in weak("score", "acme", code=1).words
    assert "Against" not in weak("decide", "acme", "reject", *SAID).words


def test_an_incomplete_verdict_is_not_shown_to_be_met(desk: Cli) -> None:
    desk("vendor", "add", "Beta")
    desk("interview", "beta", "--answers", desk.answers({"access.mfa": "yes"}, **BY))
    said = desk("decide", "beta", "approve", *SAID, "--tier", "low").words
    assert "the vendor is not shown to meet the coalition minimum (1 undetermined)" in said
    assert "inherent risk low (given)" in said


def test_conditions_are_tracked_with_owner_and_day(weak: Cli) -> None:
    conditions = (
        *("--condition", "Sign the agreement [Legal] [by 2027-01-31]"),
        *("--condition", "Show the configuration by 2026-12-31"),
        *("--condition", "Name a contact [2027-02-28]"),
        *("--condition", "Be watched [SOC, night shift]"),
    )
    made = decided(weak, "conditions", *conditions)["conditions"]
    assert [(each["id"], each["title"], each["owner"], each["due"]) for each in made] == [
        ("COND-01", "Sign the agreement", "Legal", "2027-01-31"),
        ("COND-02", "Show the configuration", "", "2026-12-31"),
        ("COND-03", "Name a contact", "", "2027-02-28"),
        ("COND-04", "Be watched", "SOC, night shift", "2028-11-23"),
    ]
    assert [row["id"] for row in weak("gaps", "list", "--json").data["open"]] == [
        *("COND-02", "COND-01", "COND-03", "COND-04"),
    ]
    shown = weak("gaps", "acme").words
    assert "Conditions of the decision COND-02 Show the configuration" in shown
    assert len(weak("gaps", "acme", "--json").data["conditions"]) == 4


def test_a_condition_is_closed_with_a_reason_and_stays_on_file(weak: Cli) -> None:
    decided(weak, "conditions", "--condition", "Sign the agreement [Legal]")
    said = weak("gaps", "set", "acme", "COND-01", "--status", "closed", code=2).words
    assert "Closing a condition needs a reason" in said
    weak("gaps", "set", "acme", "cond-01", "--status", "closed", "--reason", "Signed on 12 December.")
    assert weak("gaps", "list", "--json").data["open"] == []
    assert weak("decide", "acme", "--json").data[0]["conditions"][0]["status"] == "closed"
    again = decided(weak, "conditions", "--condition", "Show the configuration")
    assert [each["id"] for each in again["conditions"]] == ["COND-02"]


def test_an_overdue_condition_is_counted(weak: Cli, on: Callable[[str], None]) -> None:
    decided(weak, "conditions", "--condition", "Sign the agreement [Legal] [by 2026-12-01]")
    on("2026-12-05")
    said = weak("gaps", "list", "--overdue").words
    assert "1 overdue in acme@1" in said
    assert "COND-01 Sign the agreement due 2026-12-01" in said
    assert "4 days overdue" in said


def test_an_expired_decision_is_shown_as_expired(desk: Cli, on: Callable[[str], None]) -> None:
    decided(desk, "approve", "--until", "2026-12-01")
    on("2026-12-01")
    assert desk("decide", "acme", "--json").data[0]["counts"] is True
    on("2026-12-02")
    assert "approved by Helena Brandt, CISO on 2026-11-23, expired on 2026-12-01" in desk("score", "acme").words
    assert "expired on 2026-12-01" in desk("vendor", "show", "acme").words
    assert "The decision expired on 2026-12-01: decide again." in desk("decide", "acme").words
    (found,) = desk("decide", "acme", "--json").data
    assert (found["expired"], found["counts"]) == (True, False)
    (row,) = [row for row in desk("vendor", "show", "acme", "--json").data["assessments"] if row["decision"]]
    assert row["decision"]["expired"] is True


def test_the_newest_decision_counts_and_all_are_shown(desk: Cli, on: Callable[[str], None]) -> None:
    decided(desk, "approve")
    on("2026-11-30")
    decided(desk, "reject")
    found = desk("decide", "acme", "--json").data
    assert [(each["outcome"], each["counts"]) for each in found] == [("reject", True), ("approve", False)]
    out = desk("decide", "acme").out
    assert out.index("rejected by") < out.index("approved by")
    assert "acme: 2 decisions" in out
    assert "Decision: rejected by" in desk("score", "acme").words


def test_a_verdict_that_changed_since_is_said(desk: Cli) -> None:
    decided(desk, "approve")
    desk("interview", "acme", "--answers", desk.answers({"access.mfa": "no"}, **BY))
    assert "the verdict was meets then" in desk("score", "acme", code=1).words
    assert "The verdict is does not meet now: look at the decision again." in desk("decide", "acme").words


def test_decisions_are_shown_where_the_content_can_no_longer_score(desk: Cli) -> None:
    decided(desk, "approve")
    file = desk.folder / "questionnaires/coalition-core/access.yaml"
    file.write_text(file.read_text("utf-8").replace("unit: hours", "unit: days"), "utf-8")
    assert "approved by Helena Brandt, CISO" in desk("decide", "acme").words
    assert "whose meaning differs" in desk("decide", "acme", "reject", *SAID, code=2).words


def test_a_renewal_takes_conditions_over_and_shows_what_was_decided_before(
    weak: Cli, on: Callable[[str], None]
) -> None:
    decided(weak, "conditions", "--condition", "Sign the agreement [Legal]")
    weak("keys", "new", "--name", "Ines", "--organisation", "Hartwell")
    weak("attest", "acme", "-o", "acme.pdf")
    on("2027-02-01")
    weak("interview", "acme", "--answers", weak.answers(GOOD, **BY))
    said = weak("score", "acme").words
    assert "approved with conditions by Helena Brandt, CISO on 2026-11-23" in said
    assert "it is about acme@1" in said
    decided(weak, "conditions", "--condition", "Show the configuration")
    rows = weak("gaps", "list", "--json").data["open"]
    assert [(row["id"], row["ref"], row["carried_from"]) for row in rows] == [
        ("COND-01", "acme@2", "acme@1"),
        ("COND-02", "acme@2", ""),
    ]
    weak("gaps", "set", "acme", "COND-01", "--status", "closed", "--reason", "Signed.")
    newest, first = weak("decide", "acme", "--json").data
    assert (newest["ref"], first["ref"]) == ("acme@2", "acme@1")
    assert first["conditions"][0]["status"] == "closed"
    said = weak("decide", "acme@1", "reject", *SAID, code=2).words
    assert "acme@1 is no longer the assessment that counts. Decide on acme@2." in said


def test_a_renewal_that_is_only_begun_is_not_decided_on(weak: Cli) -> None:
    decided(weak, "conditions", "--condition", "Sign the agreement [Legal]")
    weak("keys", "new", "--name", "Ines", "--organisation", "Hartwell")
    weak("attest", "acme", "-o", "acme.pdf")
    weak("interview", "acme", "--answers", weak.answers({"access.mfa": "yes"}))
    said = weak("decide", "acme", "approve", *SAID, code=2).words
    assert "acme@2 is a draft, and acme@1 counts until its answers are declared complete. Decide on acme@1." in said
    assert "acme@1 is rejected" in weak("decide", "acme@1", "reject", *SAID).words
    weak("gaps", "set", "acme", "COND-01", "--owner", "Kim")
    assert [row["owner"] for row in weak("gaps", "list", "--json").data["open"]] == ["Kim"]
    assert (
        "'COND-01' is not recorded for acme@2" in weak("gaps", "set", "acme@2", "COND-01", "--owner", "", code=2).words
    )


def test_a_decision_on_a_draft_says_so(desk: Cli) -> None:
    desk("vendor", "add", "Beta")
    desk("interview", "beta", "--answers", desk.answers(GOOD))
    assert "Its answers are a draft" in desk("decide", "beta", "reject", *SAID).words


@pytest.mark.parametrize("tier", ["low", "medium", "high", "critical"])
def test_score_shows_the_residual_risk(weak: Cli, tier: str) -> None:
    risk = {"low": "medium", "medium": "high", "high": "critical", "critical": "critical"}[tier]
    assert weak("score", "acme", "--tier", tier, "--json", code=1).data["residual_risk"] == risk
    said = weak("score", "acme", "--tier", tier, code=1).words
    assert f"Residual risk {risk} by the policy's table for inherent risk {tier}, does not meet" in said


def test_a_policy_without_a_table_says_nothing_of_it(acme: Cli) -> None:
    assert "Residual" not in acme("score", "acme").words
    assert acme("score", "acme", "--json").data["residual_risk"] is None
    assert "residual" not in acme("decide", "acme", "approve", *SAID).words


@pytest.mark.parametrize(
    ("args", "what"),
    [
        (["approve", *WHY], "A decision needs --by."),
        (["approve", *WHO], "A decision needs --reason."),
        (["approve", *WHO, "--reason", " "], "A decision needs --reason."),
        (["conditions", *SAID], "An approval with conditions needs a condition."),
        (["approve", *SAID, "--condition", "Sign it"], "'approve' takes no condition."),
        (["maybe", *SAID], "'maybe' is not one of 'approve', 'conditions', 'reject'"),
        ([*SAID], "It is not said what was decided."),
        (
            ["approve", *SAID, "--until", "2028-11-24"],
            "is longer than the 24 months that coalition-minimum allows at low",
        ),
        (["approve", *SAID, "--until", "2026-11-22"], "2026-11-22 is past"),
        (["approve", *SAID, "--as-of", "2026-11-24"], "2026-11-24 lies ahead, and a decision can't rest on it."),
        (["conditions", *SAID, "--condition", "[Legal]"], "A condition says nothing."),
        (["conditions", *SAID, "--condition", "Sign it [by soon]"], "'[by soon]' is neither who nor by when."),
        (["conditions", *SAID, "--condition", "Sign it [by 2026-13-01]"], "'2026-13-01' is no day of the calendar."),
        (["conditions", *SAID, "--condition", "Sign it [Legal] [IT]"], "'[Legal]' is neither who nor by when."),
        (
            ["conditions", *SAID, "--condition", "Sign it [by 2026-11-01]"],
            "is due on 2026-11-01, and the decision counts",
        ),
        (
            ["conditions", *SAID, "--condition", "Sign it [by 2029-01-01]"],
            "is due on 2029-01-01, and the decision counts",
        ),
        (["approve", *WHY, "--by", "x" * 300], "--by has 300 characters; at most 200 fit."),
    ],
)
def test_mistakes_are_said_and_change_nothing(desk: Cli, args: list[str], what: str) -> None:
    before = desk("journal", "show", "--json").data
    assert what in desk("decide", "acme", *args, code=2).words
    assert desk("journal", "show", "--json").data == before


def test_a_workbook_is_not_decided_on(desk: Cli) -> None:
    said = desk("decide", desk.workbook(GOOD), "approve", *SAID, code=2).words
    assert "is a file; this needs an assessment on file. Import it first." in said
