"""The review's card shows what the vendor replied to a challenge."""

from __future__ import annotations

import datetime as dt

from workbooks import AT, PIN, QUESTIONNAIRE

from vendorrisk.capture.review_session import Place
from vendorrisk.capture.review_text import Subject, card, more
from vendorrisk.capture.screen import Fragments, Page
from vendorrisk.model.answer import Answer, Source
from vendorrisk.model.assessment import Assessment, Review, ReviewAction, Vendor
from vendorrisk.model.proposal import Message
from vendorrisk.model.reviewing import ReviewItem, Stage
from vendorrisk.rules.facts import facts
from vendorrisk.rules.threads import threads

NAME = "access.mfa"
REPLY = Message(
    question=NAME, role="vendor", by="Jo Field", at=AT + dt.timedelta(days=1), text="The servers.", answer_version=1
)


def subject(*messages: Message) -> Subject:
    doubt = Review(
        question=NAME, answer_version=1, action=ReviewAction.CHALLENGE, reviewer="Ines", reason="Which?", at=AT
    )
    given = Answer(value="partly", source=Source(channel="workbook", recorder="pat", at=AT))
    assessment = Assessment(
        vendor=Vendor(id="acme", name="Acme"),
        questionnaire=PIN,
        answers={NAME: given},
        reviews=(doubt,),
        messages=messages,
    )
    return Subject(
        question=QUESTIONNAIRE.question(NAME),
        answer=given,
        fact=facts(assessment.answers, assessment.reviews)[NAME],
        reviews=assessment.reviews,
        item=ReviewItem(question=NAME, stage=Stage.WAITING, state="challenged", decides=()),
        thread=threads(assessment).get(NAME, ()),
    )


def text(lines: Fragments) -> str:
    return " ".join("".join(fragment[1] for fragment in lines).split())


def shown(asked: Subject) -> str:
    place = Place(Stage.WAITING, 1, 1, 0, 1)
    return " ".join(text(block.lines) for block in card(asked, place, {}, "", Page(80)))


def test_the_card_shows_the_last_reply_and_the_details_the_whole_thread() -> None:
    asked = subject(REPLY)
    assert "replied Jo Field, 2026-11-24: The servers." in shown(asked)
    told = text(more(asked, {}, {}, "", Page(80)))
    assert "thread Ines, 2026-11-23: Which? Jo Field, 2026-11-24: The servers." in told


def test_a_challenge_alone_is_said_once() -> None:
    assert shown(subject()).count("Which?") == 1
    assert "replied" not in shown(subject())
