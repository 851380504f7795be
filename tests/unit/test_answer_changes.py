"""What changed between two sets of answers (issue 4, item 4)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from generated_answers import assessments
from hypothesis import given, settings

from vendorrisk.model.answer import Answer, Evidence, Source
from vendorrisk.model.questionnaire import Question, Questionnaire
from vendorrisk.rules.answer_changes import ChangeKind, answer_changes, with_received

SOURCE = Source(channel="interview", recorder="pat", at=dt.datetime(2026, 11, 23, tzinfo=dt.UTC))
MFA = Question.model_validate(
    {"id": "a.mfa", "ask": "MFA?", "type": "yes-no", "not_applicable": "justify", "help": "h", "why": "w"}
)
OLD, NEW = Evidence(name="old.pdf", kind="file"), Evidence(name="new.pdf", kind="file")
DATED = Evidence(name="old.pdf", kind="file", issued=dt.date(2026, 1, 1))


def said(**fields: Any) -> Answer:
    value = None if fields.get("not_applicable") else "yes"
    return Answer.model_validate({"value": value, "source": SOURCE, **fields})


@pytest.mark.parametrize(
    ("before", "after", "kind", "details"),
    [
        (None, said(), ChangeKind.ADDED, ()),
        (said(), None, ChangeKind.REMOVED, ()),
        (said(), said(value="no"), ChangeKind.CHANGED, ()),
        (said(), said(not_applicable=True, comment="None."), ChangeKind.CHANGED, ()),
        (said(), said(value="no", comment="so"), ChangeKind.CHANGED, ("comment added",)),
        (said(comment="a"), said(), ChangeKind.SUPPORT, ("comment removed",)),
        (said(comment="a"), said(comment="b"), ChangeKind.SUPPORT, ("comment changed",)),
        (
            said(not_applicable=True, comment="a"),
            said(not_applicable=True, comment="b"),
            ChangeKind.SUPPORT,
            ("reason changed",),
        ),
        (
            said(evidence=(OLD,)),
            said(evidence=(NEW,)),
            ChangeKind.SUPPORT,
            ("evidence added: new.pdf", "evidence removed: old.pdf"),
        ),
        (said(evidence=(OLD,)), said(evidence=(DATED,)), ChangeKind.SUPPORT, ("evidence changed: old.pdf",)),
        (said(evidence=(OLD, NEW)), said(evidence=(NEW, OLD)), ChangeKind.SUPPORT, ("evidence in another order",)),
    ],
)
def test_each_kind_of_change(
    before: Answer | None, after: Answer | None, kind: ChangeKind, details: tuple[str, ...]
) -> None:
    sides = [{} if each is None else {"a.mfa": each} for each in (before, after)]
    (change,) = answer_changes([MFA], *sides)
    assert (change.kind, change.details) == (kind, details)


def test_where_and_when_make_no_difference() -> None:
    later = SOURCE.model_copy(update={"recorder": "ines", "cell": "Questions!E4"})
    assert answer_changes([MFA], {"a.mfa": said()}, {"a.mfa": said(source=later, version=4)}) == ()


def test_a_document_that_was_received_once_need_not_be_sent_again() -> None:
    received = DATED.model_copy(update={"sha256": "a" * 64, "size": 9, "media_type": "application/pdf"})
    known = {"a.mfa": said(evidence=(received, NEW))}
    (again,) = with_received({"a.mfa": said(value="no", evidence=(NEW, DATED))}, known).values()
    assert again.evidence == (NEW, received)
    (newer,) = with_received({"a.mfa": said(evidence=(OLD,))}, known).values()
    assert newer.evidence == (OLD,), "another date is another document"
    other = {"a.other": said(evidence=(DATED,))}
    assert with_received(other, known) == other


@given(assessments(), assessments())
@settings(max_examples=50, deadline=None)
def test_the_way_back_changes_as_much(
    one: tuple[Questionnaire, dict[str, Answer]], other: tuple[Questionnaire, dict[str, Answer]]
) -> None:
    questions = {question.id: question for asked, _ in (one, other) for question in asked.questions}.values()
    there, back = answer_changes(questions, one[1], other[1]), answer_changes(questions, other[1], one[1])
    assert answer_changes(questions, one[1], one[1]) == ()
    assert [each.question.id for each in there] == [each.question.id for each in back]
    turned = {ChangeKind.ADDED: ChangeKind.REMOVED, ChangeKind.REMOVED: ChangeKind.ADDED}
    assert [turned.get(each.kind, each.kind) for each in there] == [each.kind for each in back]
