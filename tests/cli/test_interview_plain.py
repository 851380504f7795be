"""The interview in plain lines, as a screen reader reads it: every function by typed words, and nothing is drawn."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pexpect
import pytest
from desk import Cli
from paper_desk import NOW, PaperDesk

from vendorrisk.capture.interview import Outcome, run_interview
from vendorrisk.capture.interview_desk import Need, Weak
from vendorrisk.capture.interview_plain import PlainTerminal
from vendorrisk.capture.session import Session
from vendorrisk.content import Content
from vendorrisk.model.answer import Answer, Source
from vendorrisk.model.language import ENGLISH
from vendorrisk.model.policy import Level
from vendorrisk.model.proposal import Message, Precedent, Proposal
from vendorrisk.model.result import FindingState

WEAK = Weak("MIN-ACC-01", "Administrators use a second factor", Level.MINIMUM, FindingState.UNMET, ("access.mfa",))


class Reader:
    """Types lines into an interview over the small questionnaire, and keeps what is written."""

    def __init__(self, folder: Path) -> None:
        need = Need("MIN-ACC-01", "Administrators use a second factor", Level.MINIMUM)
        self.desk = PaperDesk((WEAK,), {"access.mfa": (need,)})
        self.questionnaire = Content(folder).questionnaire("coalition-core")
        self.folder = folder
        self.said = ""

    def put(self, **values: str) -> None:
        """Store answers by the last part of the question's id, as another person gave them."""
        names = {question.id.rpartition(".")[2]: question.id for question in self.questionnaire.questions}
        source = Source(channel="workbook", recorder="Ben Okri", at=NOW)
        given = {names[name]: Answer(value=value, source=source) for name, value in values.items()}
        self.desk.put(answers={**self.desk.stored.answers, **given})

    def __call__(self, *lines: str) -> Outcome:
        """Hold a sitting that ends with the last line; a line ``!`` before one is another person's answer to it."""
        typed = self._typed(lines)
        written: list[str] = []
        self.desk.assessment = self.desk.stored
        outcome = run_interview(
            Session.over(self.questionnaire, self.desk.assessment),
            desk=self.desk,
            terminal=PlainTerminal(ENGLISH, lambda: next(typed, ""), written.append),
            recorder="Ines Okafor",
            clock=lambda: NOW,
            resume_command="vendorrisk interview acme --plain",
            evidence_folder=self.folder,
            terms={},
        )
        self.said = "".join(written)
        assert "\x1b" not in self.said
        assert not re.search("[─✔✘›→·]", self.said)  # noqa: RUF001  a pointer, not a comparison
        return outcome

    def _typed(self, lines: Sequence[str]) -> Iterator[str]:
        for line in lines:
            if line.startswith("!"):
                name, value = line[1:].split("=")
                self.put(**{name: value})
            else:
                yield f"{line}\n"

    @property
    def values(self) -> dict[str, object]:
        """Return what is stored now."""
        return {name: answer.value for name, answer in self.desk.stored.answers.items()}


@pytest.fixture
def reader(cli: Cli) -> Reader:
    return Reader(cli.folder)


def test_every_kind_of_question_is_answered_by_typing(reader: Reader) -> None:
    outcome = reader(
        *("", "7", "maybe", "Yes", "1 2", "partly"),
        *("soon", "24", "1 June 2026", "n/a", "", "Not ours.", "Nothing more."),
        *("2", "more"),
    )
    assert reader.values == {
        "service.uses-ai": "yes",
        "service.ai-kinds": ("generative", "predictive"),
        "access.mfa": "partly",
        "access.hours": 24,
        "access.tested": "2026-06-01",
        "access.reset": None,
        "access.remarks": "Nothing more.",
    }
    assert (outcome.saved, outcome.open, outcome.stopped) == (7, 0, False)
    assert "Nothing is chosen yet. Type a number from 1 to 2.\n" in reader.said
    assert "7 is none of the options." in reader.said
    assert "1. Yes\n2. No\n" in reader.said
    assert "The service, 1 of 1, 0 of 6 answered 0 %\n" in reader.said
    assert "saved: Yes\nOpens 1 question: service.ai-kinds.\n" in reader.said
    assert "Commands: back, skip, evidence, comment, jump, open, review, more, stop\n" in reader.said


def test_commands_in_a_text_stand_after_a_colon(reader: Reader) -> None:
    reader("No", "partly", ":back", "", ":more", ":skip", "stop", ":comment", "Tested by hand.", "2026-06-01", ":stop")
    assert reader.values == {"service.uses-ai": "no", "access.mfa": "partly", "access.tested": "2026-06-01"}
    assert reader.desk.stored.answers["access.tested"].comment == "Tested by hand."
    assert "Enter alone: partly\n" in reader.said  # where an answer stands, it is kept
    assert "'stop' is no date" in reader.said
    assert reader.said.endswith("Saved. Resume with:\nvendorrisk interview acme --plain\n")


def test_jump_finds_by_id_section_and_words(reader: Reader) -> None:
    reader("jump", "access.remarks", "None.", "jump", "resets", "desk", "jump", "", "2", "yes", "stop")
    assert reader.values == {"access.remarks": "None.", "access.reset": "desk", "access.mfa": "yes"}
    assert "1. The service 0 of 1 answered\n2. Access control 2 of 5 answered\n" in reader.said
    reader("jump", "zebra", "which kinds", "access control", "5", ":stop")
    assert "No question has all of this: zebra" in reader.said
    assert "Only questions that are not asked, or not yet, have this: service.ai-kinds" in reader.said
    assert "Found: 5 questions\n" in reader.said
    assert "Anything else?" in reader.said


def test_what_is_open_can_be_listed_and_picked(reader: Reader) -> None:
    reader("open", "3", "36", ":open", "back", ":stop")
    assert reader.values == {"access.hours": 36}
    assert "Open questions\nThe service\n1. Does it use AI? open\nAccess control\n2. Is a second factor" in reader.said
    assert "3. How fast is access removed? open\n" in reader.said


def test_more_names_the_criteria_with_their_levels(reader: Reader) -> None:
    reader("jump", "access.mfa", "?", "stop")
    assert "needed by: MIN-ACC-01, minimum: Administrators use a second factor\n" in reader.said


def test_evidence_is_found_by_listing_files(reader: Reader) -> None:
    (reader.folder / "export.csv").write_bytes(b"user\n")
    reader("no", "yes", ":back", "evidence", ":files exp", "export.csv", "2026-05-02 to 2027-05-01", ":back", "stop")
    (item,) = reader.desk.stored.answers["access.mfa"].evidence
    assert (item.name, item.dates) == ("export.csv", "2026-05-02 to 2027-05-01")
    assert "\nexport.csv\n" in reader.said


def _proposal(value: str | None, *shown: str) -> Proposal:
    told = [
        Precedent(
            questionnaire="csa-caiq-4.0.3 4.0.3",
            question=f"IAM-14.{number}",
            shown=answer,
            where=f"caiq.xlsx, CAIQv4.0.3!C{120 + number}",
            relation="narrower",
            suggests={"Yes": "yes", "No": "no"}.get(answer),
        )
        for number, answer in enumerate(shown, 1)
    ]
    return Proposal(question="access.mfa", value=value, precedents=tuple(told), at=NOW)


def test_a_proposal_counts_once_it_is_confirmed(reader: Reader) -> None:
    reader.desk.put(proposals=(_proposal("yes", "Yes"),))
    outcome = reader("jump", "access.mfa", "take as proposed", ":stop")
    said = "from csa-caiq-4.0.3 4.0.3 IAM-14.1, which asks for less: “Yes” (caiq.xlsx, CAIQv4.0.3!C121)"
    assert f"proposed: yes\n{said}\n" in reader.said
    answer = reader.desk.stored.answers["access.mfa"]
    assert (answer.value, answer.source.channel, outcome.saved) == ("yes", "interview", 1)
    assert answer.source.note.startswith("confirmed as proposed from csa-caiq-4.0.3 4.0.3 IAM-14.1 'Yes'")


def test_sources_that_contradict_each_other_propose_nothing(reader: Reader) -> None:
    reader.desk.put(proposals=(_proposal(None, "Yes", "No"),))
    reader("jump", "access.mfa", "take as proposed", "back", "stop")
    assert "proposed: nothing, as the sources contradict each other:\nfrom csa-caiq" in reader.said
    assert "“Yes” (caiq.xlsx, CAIQv4.0.3!C121)\n" in reader.said
    assert "“No” (caiq.xlsx, CAIQv4.0.3!C122)\n" in reader.said
    assert "so nothing is proposed. Answer it yourself." in reader.said
    assert reader.values == {}


def test_sources_that_decide_nothing_are_shown_and_there_is_nothing_to_take(reader: Reader) -> None:
    reader.desk.put(proposals=(_proposal(None, "Skipped"),))
    reader("jump", "access.mfa", "take as proposed", "back", "stop")
    assert "proposed: nothing, as none of the sources decides it:\nfrom csa-caiq" in reader.said
    assert "“Skipped” (caiq.xlsx, CAIQv4.0.3!C121)\n" in reader.said
    assert "an answer is proposed" not in reader.said
    assert reader.values == {}


def test_a_proposal_that_it_does_not_apply_brings_its_reason(reader: Reader) -> None:
    proposal = _proposal(None, "NA").model_copy(
        update={"question": "access.reset", "not_applicable": True, "comment": "Keys only."}
    )
    reader.desk.put(proposals=(proposal,))
    reader("jump", "access.reset", "take as proposed", ":stop")
    answer = reader.desk.stored.answers["access.reset"]
    assert (answer.not_applicable, answer.comment) == (True, "Keys only.")


def test_an_assessors_question_is_shown_and_replied_to(reader: Reader) -> None:
    reader.put(mfa="partly")
    asks = Message(
        question="access.mfa", role="assessor", by="Ada Diaz", at=NOW, text="Which accounts are left?", answer_version=1
    )
    reader.desk.put(messages=(asks,))
    reader("open", "2", "reply", "", "Two service accounts.", "more", "stop")
    assert "partly, an assessor asks\n" in reader.said
    assert "asked: Ada Diaz, assessor, 2026-11-23: Which accounts are left?\n" in reader.said
    assert "Nothing is written yet. Write a reply" in reader.said
    assert "saved: reply saved" in reader.said
    assert [message.text for message in reader.desk.stored.messages][1:] == ["Two service accounts."]
    assert "Jo Field, 2026-11-23: Two service accounts.\n" in reader.said
    assert "reply" not in reader.said.rpartition("Commands:")[2]  # nothing waits any more


def test_of_two_answers_the_person_chooses_and_both_are_shown(reader: Reader) -> None:
    reader("no", "!mfa=no", "yes", "", "2", ":stop")
    assert "Someone else changed this answer meanwhile." in reader.said
    assert "Commands: \n" not in reader.said
    assert "theirs: no (Ben Okri, 2026-11-23)\nyours: yes\n" in reader.said
    answer = reader.desk.stored.answers["access.mfa"]
    assert (answer.value, answer.version) == ("yes", 2)


def test_what_others_answer_meanwhile_is_said_and_not_asked_again(reader: Reader) -> None:
    reader("!reset=desk", "no", "yes", "1", "2026-06-01", ":stop")
    assert "Meanwhile Ben Okri answered access.reset: desk\n" in reader.said
    assert "Who resets passwords?" not in reader.said


def test_review_shows_all_answers_and_leads_to_submission(reader: Reader) -> None:
    outcome = reader(
        *("no", "partly", ":jump", "access.reset", "n/a", "Not ours.", ":review"),
        *("2", "", "Jo Field, CISO", "2", "2", "", "Jo Field, CISO", "1"),
    )
    assert outcome.submitted_by == reader.desk.stored.submitted_by == "Jo Field, CISO"
    assert "1 reason for not applicable waits for an assessor.\n" in reader.said
    assert "weakest: MIN-ACC-01 not met: Administrators use a second factor\n" in reader.said
    assert "Is a second factor required? partly, MIN-ACC-01 not met\n" in reader.said
    assert "Without a name and a role nobody has declared it." in reader.said
    assert "3 answers stand. Jo Field, CISO declares them complete" in reader.said
    assert "3 questions are open, and count as not answered.\n" in reader.said
    assert reader.said.endswith("Submitted by Jo Field, CISO.\n")


def test_nothing_is_submitted_that_the_person_has_not_seen(reader: Reader) -> None:
    reader("no", "review", "2", "Jo Field, CISO", "!reset=self", "1", "1", "stop")
    assert reader.desk.stored.submitted_by == ""
    assert "Meanwhile Ben Okri answered access.reset: self\n" in reader.said
    assert "Nothing is submitted; look at them first." in reader.said


def test_on_a_terminal_lines_are_broken_between_words_and_nothing_is_drawn(cli: Cli) -> None:
    cli("vendor", "add", "Acme")
    script = str(Path(sys.executable).parent / "vendorrisk")
    arguments = ["interview", "acme", "--plain", "--respondent", "Jo Field, CISO"]
    child = pexpect.spawn(
        script, arguments, env={**os.environ}, dimensions=(20, 60), encoding="utf-8", timeout=30, echo=False
    )
    child.expect("Your answer:")
    seen = str(child.before)
    child.sendline("2")
    child.expect("saved: No")
    child.expect("Your answer:")
    child.sendline("stop")
    child.expect(pexpect.EOF)
    seen += str(child.before)
    child.close()
    assert child.exitstatus == 0
    assert "\x1b" not in seen
    assert all(len(line) < 60 for line in seen.splitlines())
    assert "--plain" in seen
    shown = cli("vendor", "show", "acme", "--json").data
    assert [each["answers"] for each in shown["assessments"]] == [1]
