"""plan: the steps to the verdict meets or to a score, what they say, and how the command ends."""

from __future__ import annotations

from typing import Any

import pytest
from desk import GOOD, Cli

SHORT = {**GOOD, "access.mfa": "partly", "access.hours": 48}
FIXED = """\
    type: date
    effort: fixed
"""
STRICT = """\
  - id: MIN-ACC-03
    title: Access was tested this year
    level: minimum
    weight: 5
    met_when:
      all:
        - access.tested: {not_before: 12 months before as_of}
        - access.tested: {not_after: as_of}
    remediation: {do: Test it., within: 90 days}
    why: It matters.
"""


TRACES = """\
  - id: access.traces
    ask: What is recorded?
    type: multi
    options: [logins, changes, readings, {id: none, exclusive: true}]
    help: Tick all.
    why: Traces help.
  - id: access.hours
"""
TRACED = """\
  - id: MIN-ACC-03
    title: Traces are kept
    level: minimum
    weight: 5
    met_when: {access.traces: {includes_all: [logins, changes, readings]}}
    partly_met_when: {access.traces: {includes_all: [logins]}}
    remediation: {do: Keep them., within: 90 days}
    why: It matters.
"""


def change(cli: Cli, file: str, before: str, after: str) -> None:
    path = cli.folder / file
    text = path.read_text("utf-8")
    assert text.count(before) == 1
    path.write_text(text.replace(before, after), "utf-8")


@pytest.fixture
def stern(cli: Cli) -> Cli:
    """Return a coalition with a third minimum, on a date in the past that no work changes."""
    change(cli, "questionnaires/coalition-core/access.yaml", "    type: date\n", FIXED)
    change(cli, "scoring/coalition-minimum/access.yaml", "  - id: EXP-ACC-01\n", f"{STRICT}  - id: EXP-ACC-01\n")
    return cli


def plan(cli: Cli, answers: dict[str, Any], *args: str, code: int = 0) -> Any:
    return cli("plan", cli.workbook(answers), "--tier", "low", *args, "--json", code=code).data


def words(cli: Cli, answers: dict[str, Any], *args: str, code: int = 0) -> str:
    return cli("plan", cli.workbook(answers), "--tier", "low", *args, code=code).words


def test_a_plan_says_what_to_change_by_term_and_what_each_step_brings(cli: Cli) -> None:
    said = words(cli, SHORT)
    assert "From ✘ does not meet to ✔ meets: 2 steps, about 20 person-days." in said
    assert "1 access.mfa about 10 person-days, within 30 days, critical" in said
    assert "change is “yes”, instead of “partly” closes MIN-ACC-01 then ✘ does not meet" in said
    assert "2 access.hours about 10 person-days, within 60 days" in said
    assert "change is at most 24 hours, instead of “48 hours” closes MIN-ACC-02 then ✔ meets, score 100 of 100" in said
    assert "vendorrisk gaps" in said.split("next")[1]


@pytest.mark.parametrize(
    ("answered", "said"),
    [
        ("logins", "change includes all of “changes” and “readings”, besides what is answered closes MIN-ACC-03"),
        ("logins\nchanges", "change includes “readings”, besides what is answered closes MIN-ACC-03"),
        ("none", "change includes all of “logins”, “changes” and “readings” (so far “none”) closes MIN-ACC-03"),
    ],
)
def test_a_plan_names_the_options_that_are_missing(cli: Cli, answered: str, said: str) -> None:
    change(cli, "questionnaires/coalition-core/access.yaml", "  - id: access.hours\n", TRACES)
    change(cli, "scoring/coalition-minimum/access.yaml", "  - id: EXP-ACC-01\n", f"{TRACED}  - id: EXP-ACC-01\n")
    assert said in words(cli, {**GOOD, "access.traces": answered})


def test_the_steps_carried_out_give_the_verdict(cli: Cli) -> None:
    found = plan(cli, SHORT)
    assert found["reached"]
    assert found["effort"] == 20
    done = {**SHORT, **{step["change"]["question"]: step["change"]["value"] for step in found["steps"]}}
    assert cli("score", cli.workbook(done), "--tier", "low", "--json").data["verdict"] == "meets"


def test_open_answers_cost_at_most_their_effort_and_may_be_good_already(cli: Cli) -> None:
    said = words(cli, {**SHORT, "access.hours": ""})
    assert "2 steps, at most about 20 person-days. Up to 10 of these are for 1 question without an answer" in said
    assert "access.hours up to 10 person-days" in said
    assert "answer is at most 24 hours closes MIN-ACC-02" in said


def test_facts_that_no_work_changes_are_found_out_first_and_assumed(stern: Cli) -> None:
    said = words(stern, {**SHORT, "access.tested": ""})
    assert "3 steps, about 21 person-days. Find out first No work changes these facts." in said
    assert "1 access.tested about 1 person-day When was it tested?" in said
    assert "assumed is not older than 12 months and is not in the future settles MIN-ACC-03" in said
    assert said.index("Then do By term and severity.") < said.index("2 access.mfa")


def test_what_no_work_can_meet_is_said_and_ends_with_1(stern: Cli) -> None:
    missed = {**SHORT, "access.tested": "2024-01-01"}
    said = words(stern, missed, code=1)
    assert "there is no way by work: 1 minimum out of reach. All else: 2 steps, about 20 person-days." in said
    assert "Out of reach: no work of the vendor meets these; a waiver can cover them." in said
    assert "✘ MIN-ACC-03 Access was tested this year access.tested is “2024-01-01”." in said
    found = plan(stern, missed, code=1)
    assert [each["criterion"] for each in found["out_of_reach"]] == ["MIN-ACC-03"]
    assert not found["reached"]


def test_a_waiver_is_the_next_step_where_work_is_none(stern: Cli) -> None:
    stern("vendor", "add", "Acme")
    stern("interview", "acme", "--answers", stern.answers({**GOOD, "access.tested": "2024-01-01"}))
    said = stern("plan", "acme", "--tier", "low", code=1).words
    assert "Nothing else is to do." in said
    assert "next vendorrisk waive acme MIN-ACC-03 --help" in said


def test_waivers_do_not_stand_in_for_the_work(acme: Cli) -> None:
    acme("interview", "acme", "--answers", acme.answers({"access.mfa": "no"}, respondent="Jo Field, CISO"))
    waive = ["--reason", "Keys are late.", "--control", "Watched.", "--approver", "Ada Berg", "--until", "2027-02-01"]
    acme("waive", "acme", "MIN-ACC-01", *waive)
    said = acme("plan", "acme").words
    assert "From ◐ conditional to ✔ meets: 1 step, about 10 person-days." in said


def test_nothing_to_do_is_said(cli: Cli) -> None:
    assert "✔ Nothing to do: every minimum that applies is met." in words(cli, GOOD)
    assert "Nothing to do: the score is at least 70 already." in words(cli, GOOD, "--to-score", "70")
    assert plan(cli, GOOD)["steps"] == []


def test_a_score_is_reached_by_the_cheapest_steps_alone(cli: Cli) -> None:
    found = plan(cli, {**SHORT, "access.reset": "nobody"}, "--to-score", "80")
    assert [step["change"]["question"] for step in found["steps"]] == ["access.mfa", "access.hours"]
    said = words(cli, {**SHORT, "access.reset": "nobody"}, "--to-score", "80")
    assert "To a score of at least 80 (from 29 of 100 now): 2 steps, about 20 person-days." in said


def test_the_highest_score_in_reach_is_named_where_it_falls_short(stern: Cli) -> None:
    missed = {**SHORT, "access.tested": "2024-01-01"}
    said = words(stern, missed, "--to-score", "90", code=1)
    assert "A score of 90 is out of reach (from 31 of 100 now): the highest that changes of answers can bring" in said
    highest = int(plan(stern, missed, "--to-score", "90", code=1)["highest"])
    assert f"--to-score {highest}" in said
    assert plan(stern, missed, "--to-score", str(highest))["reached"]


@pytest.mark.parametrize("score", ["0", "101", "many"])
def test_a_score_to_reach_is_between_1_and_100(cli: Cli, score: str) -> None:
    assert "--to-score" in cli("plan", cli.workbook(GOOD), "--to-score", score, code=2).words
