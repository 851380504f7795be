"""The review's walk through ``vendorrisk`` itself, on a real terminal and the real database."""

from __future__ import annotations

import re
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from desk import BY, Cli
from health import write_health
from terminals import CTRL_C, CTRL_U, DOWN, ENTER, UP, Screen

SCRIPT = str(Path(sys.executable).parent / "vendorrisk")

START = {"access.mfa": "partly", "access.reset": {"not_applicable": "There are no passwords."}}
WAITS, FIRST, SECOND = "Who resets passwords?", "Is a second factor required?", "How fast is access removed?"


class Walk(Screen):
    """One sitting of the review."""

    def __init__(self, *args: str) -> None:
        super().__init__(SCRIPT, "review", "acme", *args)

    def card(self, question: str) -> None:
        """Wait until a question stands on the screen with the keys below it."""
        self.wait(question, "q stop")

    def end(self) -> str:
        """Wait for the end; return everything printed since, without colours, in words."""
        return " ".join(re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", super().end()).split())


@pytest.fixture
def desk(acme: Cli) -> Cli:
    """Return a desk where a reason is open, MIN-ACC-01 is partly met and MIN-ACC-02 met."""
    acme("interview", "acme", "--answers", acme.answers(START, **BY))
    return acme


@pytest.fixture
def walk() -> Iterator[Callable[..., Walk]]:
    """Return a function that starts a sitting; each is killed at the end."""
    started: list[Walk] = []

    def start(*args: str) -> Walk:
        started.append(Walk(*args))
        return started[-1]

    yield start
    for each in started:
        each.child.close(force=True)


def reviewed(desk: Cli) -> list[dict[str, Any]]:
    """Return what the journal says of reviews, one entry per event."""
    events = desk("journal", "show", "--json").data
    return [event for event in events if event["kind"] == "answers-reviewed"]


def states(desk: Cli) -> dict[str, str]:
    return {each["question"]: each["state"] for each in desk("review", "acme", "--json").data}


def test_the_whole_walk(desk: Cli, walk: Callable[..., Walk]) -> None:
    sitting = walk()
    sitting.wait("Waits for you 1 of 3", "0 of 3 checked 0 %", WAITS)
    sitting.wait("answered Not applicable: There are no passwords.", "support asserted, Jo Field, CISO, answers.yaml")
    sitting.wait("? LED-ACC-01 undetermined", "accept LED-ACC-01 → not applicable", "challenge no result changes")
    sitting.wait("q stop")
    sitting.send("v", "a")  # no evidence verifies 'not applicable'
    sitting.wait("Why does the reason convince you?", ":q stop")
    sitting.send(ENTER)
    sitting.wait("It needs a reason")
    sitting.send("They sign in with certificates.", ENTER)
    sitting.wait("✔ accepted: They sign in with certificates.", "LED-ACC-01 → not applicable")
    sitting.wait("Decides minimum criteria 2 of 3", "1 of 3 checked 33 %", "partly", "MIN-ACC-01 partly met")
    sitting.wait("challenge verdict → incomplete; MIN-ACC-01 → undetermined", "q stop")
    sitting.send("c")
    sitting.wait("Why do you doubt it?", ":q stop")
    sitting.send("The export says yes", ENTER)
    sitting.wait("What should the vendor answer or show?", ":q stop")
    sitting.send("Which accounts are left?", ENTER)
    sitting.wait("✔ challenged: The export says yes. To the vendor: Which accounts are left?")
    sitting.wait("verdict → incomplete; MIN-ACC-01 → undetermined")
    sitting.card(SECOND)
    sitting.send("v")
    sitting.wait("What did you see that confirms it?", ":q stop")
    sitting.send("The log of leavers.", ENTER)
    sitting.wait("✔ verified: The log of leavers.", "Finish")
    sitting.send(ENTER)
    ending = sitting.end()
    assert "reviewed 1 accepted, 1 challenged, 1 verified" in ending
    assert "verdict ✘ does not meet → … incomplete" in ending
    assert "0 of 2 minimums rest on the vendor's word, 1 is undetermined." in ending
    assert "answers 1 challenged" in ending
    asks = "vendorrisk gaps acme -o gaps.xlsx (with what you ask the vendor)"
    assert ending.endswith(f"next vendorrisk review acme (to go on) {asks} vendorrisk score acme")
    (gap,) = desk("gaps", "acme", "--json").data["gaps"]
    assert "To the vendor: Which accounts are left?" in gap["do"]
    assert sitting.child.exitstatus == 0
    assert len(reviewed(desk)) == 3
    assert states(desk) == {"access.mfa": "challenged", "access.hours": "checked", "access.reset": "checked"}
    assert desk("score", "acme", "--json", code=1).data["verdict"] == "incomplete"


def test_a_challenge_waits_first_in_the_next_sitting_and_is_settled_there(desk: Cli, walk: Callable[..., Walk]) -> None:
    desk("review", "acme", "--challenge", "access.mfa", "--reason", "Odd.")
    sitting = walk()
    sitting.wait("Waits for you 1 of 3", "counts as unknown until the challenge is settled")
    sitting.wait("reviewed challenged by Ines Okafor on 2026-11-23: Odd.", "q stop")
    sitting.send("o")
    sitting.wait("Which value decides instead?", "q stop")
    sitting.send(ENTER)  # the pointer stands on the vendor's own answer
    sitting.wait("partly is what the vendor answered.", "q stop")
    sitting.send("o")
    sitting.wait("Which value decides instead?", "q stop")
    sitting.send(UP, ENTER)
    sitting.wait("Why does this value decide?", "verdict → meets; MIN-ACC-01 → met", ":q stop")
    sitting.send("They showed it.", ENTER)
    sitting.wait("✔ overridden, partly → yes: They showed it.", WAITS, "q stop")
    sitting.send("q")
    ending = sitting.end()
    assert "verdict … incomplete → ✔ meets" in ending
    assert "1 of 2 minimums rests on the vendor's word." in ending
    assert "MEETS" in desk("score", "acme").words


def test_seeing_the_evidence_of_a_challenged_answer_settles_it(desk: Cli, walk: Callable[..., Walk]) -> None:
    desk("review", "acme", "--challenge", "access.hours", "--reason", "Odd.")
    sitting = walk()
    sitting.wait(SECOND, "verify you saw the evidence; MIN-ACC-02 → met", "q stop")
    sitting.send("v")
    sitting.wait("What did you see", ":q stop")
    sitting.send("Their log.", ENTER)
    sitting.wait("✔ accepted: Their log.", "✔ verified: Their log.", "q stop")
    sitting.send("q")
    sitting.end()
    assert states(desk)["access.hours"] == "checked"
    assert len(reviewed(desk)) == 2


def test_a_plain_answer_is_accepted_with_one_key_and_enter_alone_changes_nothing(
    desk: Cli, walk: Callable[..., Walk]
) -> None:
    sitting = walk()
    sitting.card(WAITS)
    sitting.send(ENTER)
    sitting.card(FIRST)
    sitting.send("b")
    sitting.card(WAITS)
    sitting.send("b")
    sitting.wait("This is the first answer of this sitting.", "q stop")
    sitting.send("s")
    sitting.card(FIRST)
    sitting.send("a")
    sitting.wait("✔ accepted: It stands as answered.")
    sitting.card(SECOND)
    sitting.send("s")
    sitting.wait("Nothing more is to be looked at now", "Go through the 2 skipped again", "q stop")
    sitting.send(ENTER)
    sitting.card(WAITS)
    sitting.send(CTRL_C)
    assert "reviewed 1 accepted" in sitting.end()
    assert len(reviewed(desk)) == 1


def test_more_tells_all_and_what_each_value_would_do(desk: Cli, walk: Callable[..., Walk]) -> None:
    sitting = walk()
    sitting.card(WAITS)
    sitting.send("s")
    sitting.card(FIRST)
    sitting.send("?")
    sitting.wait("why we ask Passwords are stolen.", "options yes", "answered partly")
    sitting.wait(
        "decides ◐ MIN-ACC-01 partly met, minimum: Administrators use a second factor. access.mfa is “partly”."
    )
    sitting.wait("override by “yes”: verdict → meets; MIN-ACC-01 → met")
    sitting.wait("override by “no”: MIN-ACC-01 → not met")
    sitting.card(FIRST)
    sitting.send("q")
    sitting.end()
    assert not reviewed(desk)


def test_back_leads_out_of_what_an_act_asks_and_a_typed_reason_stays(desk: Cli, walk: Callable[..., Walk]) -> None:
    sitting = walk()
    sitting.card(WAITS)
    sitting.send("c")
    sitting.wait("Why do you doubt it?", ":q stop")
    sitting.send("Certificates expire", ENTER)
    sitting.wait("What should the vendor answer or show?", ":q stop")
    sitting.send(":b", ENTER)
    sitting.wait("Why do you doubt it?", "Certificates expire", "keep", ":q stop")
    sitting.send(":b", ENTER)
    sitting.wait(WAITS, "leave it for later", "q stop")
    sitting.send("o")
    sitting.wait("Which value decides instead?", "q stop")
    sitting.send("s")
    sitting.card(FIRST)
    sitting.send("s")
    sitting.card(SECOND)
    sitting.send("o")
    sitting.wait("Which value decides instead?", ":q stop")
    sitting.send("n/a", ENTER)
    sitting.wait("applies to every vendor")
    sitting.send(CTRL_U, "30", ENTER)
    sitting.wait("Why does this value decide? With it: MIN-ACC-02 → not met.", ":q stop")
    sitting.send(":q", ENTER)
    assert "reviewed nothing in this sitting" in sitting.end()
    assert not reviewed(desk)


def test_what_changed_meanwhile_is_looked_at_again(desk: Cli, walk: Callable[..., Walk]) -> None:
    sitting = walk()
    sitting.card(WAITS)
    sitting.send("s")
    sitting.card(FIRST)
    desk("interview", "acme", "--answers", desk.answers({"access.mfa": "no"}, **BY))
    sitting.send("a")
    sitting.wait("MIN-ACC-01 not met", "changed meanwhile, so nothing was saved", "q stop")
    assert not reviewed(desk)
    sitting.send("a")
    sitting.wait("✔ accepted", SECOND, "q stop")
    desk("review", "acme", "--challenge", "access.reset", "--reason", "Another assessor doubts another answer.")
    sitting.send("a")
    sitting.wait("✔ accepted", "q stop")
    sitting.send("q")
    sitting.end()
    assert states(desk) == {"access.reset": "challenged", "access.mfa": "checked", "access.hours": "checked"}


def test_what_is_frozen_meanwhile_is_not_reviewed(desk: Cli, walk: Callable[..., Walk]) -> None:
    desk("review", "acme", "--accept", "access.reset", "--reason", "Fine.")
    sitting = walk()
    sitting.card(FIRST)
    sitting.send("c")
    sitting.wait("Why do you doubt it?", ":q stop")
    desk("keys", "new", "--name", "Ines Okafor", "--organisation", "City of Hartwell")
    desk("attest", "acme", "-o", "acme.pdf")
    sitting.send("Odd.", ENTER)
    sitting.wait("What should the vendor", ":q stop")
    sitting.send(ENTER)
    sitting.wait("Not saved: acme@1 is attested and therefore frozen A renewal is a new revision.", "q stop")
    sitting.send("c")
    sitting.wait("Odd.", "keep")  # what was typed is offered again
    sitting.send(CTRL_C)
    sitting.end()
    assert len(reviewed(desk)) == 1


def test_killed_in_the_middle_nothing_acknowledged_is_lost(desk: Cli, walk: Callable[..., Walk]) -> None:
    sitting = walk()
    sitting.card(WAITS)
    sitting.send("s")
    sitting.card(FIRST)
    sitting.send("a")
    sitting.wait("✔ accepted")
    sitting.child.kill(signal.SIGKILL)
    sitting.end()
    assert states(desk)["access.mfa"] == "checked"
    resumed = walk()
    resumed.wait("1 of 2", "1 of 3 checked 33 %")


def test_answers_that_decide_nothing_are_offered_with_all(desk: Cli, walk: Callable[..., Walk]) -> None:
    for name in ("access.reset", "access.mfa", "access.hours"):
        desk("review", "acme", "--accept", name, "--reason", "Fine.")
    done = walk()
    done.wait("3 of 3 answers are checked, 100 %.", "Look again at the 3 checked before", "q stop")
    done.send(DOWN, ENTER)
    done.card(FIRST)
    done.send("q")
    ending = done.end()
    assert "answers all that decide are checked" in ending
    assert ending.endswith("next vendorrisk score acme")
    everything = walk("--all")
    everything.wait("Other answers 1 of 2", "3 of 5 checked 60 %", "Does it use AI?", "q stop")
    everything.send("a")
    everything.wait("✔ accepted", "When was it tested?", "q stop")
    everything.send("q")
    assert "next vendorrisk review acme --all (to go on) vendorrisk score acme" in everything.end()


def test_a_list_and_a_refusal_in_a_terminal(desk: Cli, walk: Callable[..., Walk]) -> None:
    listed = walk("--list").end()
    assert "access.reset N/A, to accept or challenge There are no passwords." in listed
    assert "2 of 2 minimums rest on the vendor's word." in listed
    desk("review", "acme", "--challenge", "access.reset", "--reason", "Odd.")
    desk("keys", "new", "--name", "Ines Okafor", "--organisation", "City of Hartwell")
    desk("attest", "acme", "-o", "acme.pdf")
    refused = walk()
    assert "acme@1 is attested and therefore frozen: its reviews stay as they are." in refused.end()
    assert refused.child.exitstatus == 2
    assert "access.reset" in walk("--list").end()


def test_answers_that_no_policy_judges_are_walked_through_without_a_verdict(
    desk: Cli, walk: Callable[..., Walk]
) -> None:
    write_health(desk.folder)
    given = desk.answers({"care.records": "few"}, questionnaire="health", **BY)
    desk("interview", "acme", "health", "--answers", given)
    sitting = walk("--questionnaire", "health")
    sitting.wait("Other answers 1 of 1", "Who reads records?", "accept no verdict rests on it", "q stop")
    sitting.send("v")
    sitting.wait("What did you see that confirms it?", ":q stop")
    sitting.send("The list of roles.", ENTER)
    sitting.wait("✔ verified: The list of roles.", "Finish")
    sitting.send(ENTER)
    ending = sitting.end()
    assert "reviewed 1 verified answers all are checked" in ending
    assert "verdict" not in ending
    assert ending.endswith("next vendorrisk coverage acme --questionnaire health --framework made-up-1.0")
    (item,) = desk("review", "acme", "--questionnaire", "health", "--json").data
    assert item["state"] == "checked"
