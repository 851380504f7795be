"""A questionnaire in parts, who answers which, and what assessor and vendor write to each other."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from workbooks import AT, PIN, QUESTIONNAIRE

from vendorrisk.capture.owners import read_owners
from vendorrisk.model.answer import Answer, Source
from vendorrisk.model.assessment import Assessment, Review, ReviewAction, Vendor
from vendorrisk.model.fault import RefusedInput
from vendorrisk.model.proposal import Message
from vendorrisk.rules.parts import by_owner, by_section
from vendorrisk.rules.threads import new_messages, open_threads, threads

ALL = [question.id for question in QUESTIONNAIRE.questions]


def test_every_question_is_asked_in_exactly_one_part() -> None:
    owners = dict.fromkeys(ALL, "Jo") | {"service.kinds": "Kim"}
    for cuts in (by_section(QUESTIONNAIRE, "en"), by_owner(QUESTIONNAIRE, owners)):
        asked = [each.id for cut in cuts for each in cut.shown.questions if each.id not in cut.elsewhere]
        assert sorted(asked) == sorted(ALL)


def test_a_part_shows_what_decides_whether_its_questions_apply() -> None:
    owners = dict.fromkeys(ALL, "Jo") | {"service.kinds": "Kim"}
    jo, kim = by_owner(QUESTIONNAIRE, owners)
    assert (jo.name, jo.elsewhere) == ("Jo", frozenset())
    assert [question.id for question in kim.shown.questions] == ["service.ai", "service.kinds"]
    assert kim.elsewhere == {"service.ai"}
    assert [section.section for section in kim.shown.sections] == ["service"]


def test_sections_are_named_by_their_titles() -> None:
    assert [cut.name for cut in by_section(QUESTIONNAIRE, "en")] == ["The service", "Access control"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("who.csv", b"section,owner\nservice,Jo Field\naccess,Kim\naccess.page,Jo Field\n"),
        ("who.csv", b"service;Jo Field\naccess;Kim\naccess.page;Jo Field\n"),
        ("who.yaml", b"service: Jo Field\naccess: Kim\naccess.page: Jo Field\n"),
    ],
)
def test_owners_are_named_by_section_and_by_question(name: str, data: bytes) -> None:
    owners = read_owners(data, name, QUESTIONNAIRE)
    assert owners["service.ai"] == owners["access.page"] == "Jo Field"
    assert owners["access.mfa"] == "Kim"


@pytest.mark.parametrize(
    ("data", "what"),
    [
        ("service: Jo\n", "No owner is named for 8 questions: access.mfa"),
        ("service: Jo\naccess: Kim\naccess.mfaa: Kim\n", "'access.mfaa' is no section and no question."),
        ("service: Jo\naccess: [Kim]\n", "access has no owner."),
        (f"service: Jo\naccess: {'x' * 61}\n", "more than 60 characters"),
    ],
)
def test_what_is_wrong_with_a_list_of_owners_is_said_with_its_line(data: str, what: str) -> None:
    with pytest.raises(RefusedInput) as refused:
        read_owners(data.encode(), "who.yaml", QUESTIONNAIRE)
    assert any(what in fault.what and fault.where.startswith("who.yaml") for fault in refused.value.faults)


def test_a_line_that_stands_twice_is_refused() -> None:
    with pytest.raises(RefusedInput) as refused:
        read_owners(b"service,Jo\nservice,Kim\naccess,Kim\n", "who.csv", QUESTIONNAIRE)
    assert [fault.what for fault in refused.value.faults] == ["service stands twice."]
    assert "line 2" in refused.value.faults[0].where


def test_a_list_that_is_no_map_is_refused() -> None:
    with pytest.raises(RefusedInput):
        read_owners(json.dumps(["service"]).encode(), "who.yaml", QUESTIONNAIRE)


def challenged(*messages: Message, settled: bool = False) -> Assessment:
    source = Source(channel="workbook", recorder="pat", at=AT)
    acts = [ReviewAction.CHALLENGE, *([ReviewAction.ACCEPT] if settled else [])]
    reviews = tuple(
        Review(question="access.mfa", answer_version=1, action=act, reviewer="Ines", reason="Which ones?", at=AT)
        for act in acts
    )
    return Assessment(
        vendor=Vendor(id="acme", name="Acme"),
        questionnaire=PIN,
        answers={"access.mfa": Answer(value="partly", source=source)},
        reviews=reviews,
        messages=messages,
    )


REPLY = Message(
    question="access.mfa",
    role="vendor",
    by="Jo Field",
    at=AT + dt.timedelta(days=1),
    text="The build servers.",
    answer_version=1,
)


def test_a_challenge_opens_a_thread_that_waits_for_the_vendor_and_then_for_the_assessor() -> None:
    assert open_threads(challenged()) == {"access.mfa": "vendor"}
    replied = challenged(REPLY)
    assert open_threads(replied) == {"access.mfa": "assessor"}
    assert [entry.shown for entry in threads(replied)["access.mfa"]] == [
        "Ines, 2026-11-23: Which ones?",
        "Jo Field, 2026-11-24: The build servers.",
    ]


def test_a_settled_thread_is_kept_and_not_open() -> None:
    settled = challenged(REPLY, settled=True)
    assert not open_threads(settled)
    assert len(threads(settled)["access.mfa"]) == 2


def test_a_reply_is_kept_once_and_only_beside_an_answer() -> None:
    replies = {"access.mfa": "The build servers.", "access.page": "What page?"}
    (made,) = new_messages(challenged(), replies, by="Jo Field", at=AT)
    assert (made.question, made.role, made.answer_version) == ("access.mfa", "vendor", 1)
    assert not new_messages(challenged(made), replies, by="Jo Field", at=AT)


def test_a_third_column_is_not_passed_over() -> None:
    with pytest.raises(RefusedInput, match="line 2, column 3: a list of owners has two columns"):
        read_owners(b"section,owner\nservice,What is it?,Jo\n", "who.csv", QUESTIONNAIRE)
