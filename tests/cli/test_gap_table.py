"""How gaps and their steps stand in the terminal."""

from __future__ import annotations

from desk import BY, GOOD, Cli


def test_the_level_stands_with_each_gap_because_an_overlay_raises_it_and_the_id_stays(acme: Cli) -> None:
    acme("interview", "acme", "--answers", acme.answers({"access.mfa": "no"}, **BY))
    assert " minimum " in acme("gaps", "acme").words


def test_the_days_left_stand_after_the_day_that_they_run_to(acme: Cli) -> None:
    acme("interview", "acme", "--answers", acme.answers({"access.mfa": "no"}, **BY))
    acme("gaps", "acme", "-o", "gaps.xlsx")
    words = ("--reason", "Budget.", "--control", "Watch it.", "--approver", "Helena Brandt", "--until", "2027-01-31")
    acme("waive", "acme", "MIN-ACC-01", *words)
    said = acme("gaps", "list").out
    assert said.index("due 2026-12-23") < said.index("waived to 2027-01-31") < said.index("69 days left")


def test_a_status_is_set_in_the_words_in_which_it_is_shown(acme: Cli) -> None:
    acme("interview", "acme", "--answers", acme.answers({"access.mfa": "no"}, **BY))
    acme("gaps", "acme", "-o", "gaps.xlsx")
    assert "status: open → in progress" in acme("gaps", "set", "acme", "MIN-ACC-01", "--status", "in progress").words
    assert "says that already" in acme("gaps", "set", "acme", "MIN-ACC-01", "--status", "in_progress").words
    assert "'open', 'in progress', 'done'" in acme("gaps", "set", "acme", "MIN-ACC-01", "--status", "x", code=2).words


def test_a_list_returned_after_its_gaps_went_over_leads_to_a_fresh_one(acme: Cli) -> None:
    acme("interview", "acme", "--answers", acme.answers({"access.mfa": "no"}, **BY))
    acme("gaps", "acme", "-o", "gaps.xlsx")
    acme("keys", "new", "--name", "Ines", "--organisation", "Hartwell")
    acme("attest", "acme", "-o", "acme.pdf")
    acme("interview", "acme", "--answers", acme.answers({**GOOD, "access.mfa": "partly"}, **BY))
    acme("gaps", "acme", "-o", "renewed.xlsx")
    said = acme("gaps", "import", "gaps.xlsx", code=2).words
    assert said.endswith("copy into it what the vendor wrote: vendorrisk gaps acme@2 -o fresh-gaps.xlsx")
