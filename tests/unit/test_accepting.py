"""What ``import --accept`` reads: what its rule says, and never against the vendor's words."""

from __future__ import annotations

from typing import Any

import pytest
from foreign import HEADER, layout, sheet

from vendorrisk.capture.accepting import MEANINGS, OPPOSED, Rule
from vendorrisk.capture.foreign import read_foreign
from vendorrisk.capture.grid import Book
from vendorrisk.capture.values import Unreadable, read_value
from vendorrisk.model.questionnaire import Question


def question(kind: str, **more: Any) -> Question:
    return Question.model_validate({"id": "t.q", "ask": "?", "help": "h", "why": "w", "type": kind, **more})


YES_NO = question("yes-no")
CHOICE = question(
    "choice", options=[{"id": f"h{n}", "label": f"within {n} hours"} for n in (24, 72)], not_applicable="justify"
)
SAFE = question("choice", options=["encrypted", "with-admin", "secure", "onshore"])
MULTI = question("multi", options=["predictive", "generative", "recognition"])
NUMBER = question("number", unit="hours")
PERCENT = question("percent")
DATE = question("date")
TEXT = question("text")


@pytest.mark.parametrize(
    ("rule", "asked", "raw", "value", "words"),
    [
        ("suggestions", YES_NO, "Yess", "yes", ""),
        ("suggestions", YES_NO, "yse", "yes", ""),
        ("suggestions", CHOICE, "within 24 hour", "h24", ""),
        ("suggestions", MULTI, "predictve; generativ", ("predictive", "generative"), ""),
        ("leading-word", YES_NO, "Yes, for all accounts", "yes", "Yes, for all accounts"),
        ("leading-word", YES_NO, "No. We plan it for 2027", "no", "No. We plan it for 2027"),
        ("leading-word", CHOICE, "n/a - we have none", None, "n/a - we have none"),
        ("date-order=day-first", DATE, "03/04/2026", "2026-04-03", ""),
        ("date-order=month-first", DATE, "03/04/2026", "2026-03-04", ""),
        ("decimal=comma", NUMBER, "1,234", 1.234, ""),
        ("decimal=comma", NUMBER, "1.234", 1234, ""),
        ("decimal=comma", NUMBER, "1.234,5", 1234.5, ""),
        ("decimal=comma", PERCENT, "99,125 %", 99.125, ""),
        ("decimal=point", NUMBER, "1,234", 1234, ""),
        ("decimal=point", NUMBER, "1.234", 1.234, ""),
        ("decimal=point", NUMBER, "1,234.5", 1234.5, ""),
        ("percent=shares", PERCENT, 0.95, 95, ""),
        ("percent=shares", PERCENT, "0,5", 50, ""),
    ],
)
def test_a_rule_reads_what_is_refused_without_it(
    rule: str, asked: Question, raw: Any, value: object, words: str
) -> None:
    others = [each for each in Rule if each != rule]
    with pytest.raises(Unreadable) as refused:
        read_value(asked, raw, accept=() if Rule(rule) in {one for pair in OPPOSED for one in pair} else others)
    assert rule in refused.value.ways
    reading = read_value(asked, raw, accept=[Rule(rule)])
    assert (reading.value, reading.not_applicable, reading.words) == (value, value is None, words)
    assert reading.note.startswith("read ")
    assert reading.note.endswith(f", accepted with --accept {rule}")


@pytest.mark.parametrize("raw", ["TBD", "see above", "[to be confirmed by legal]", "?"])
@pytest.mark.parametrize("asked", [YES_NO, CHOICE, NUMBER, DATE, TEXT])
def test_placeholders_can_leave_a_question_open(asked: Question, raw: str) -> None:
    with pytest.raises(Unreadable):
        read_value(asked, raw)
    reading = read_value(asked, raw, accept=[Rule.PLACEHOLDERS])
    assert reading.blank
    assert reading.note == f"left '{raw}' open, accepted with --accept placeholders=open"


@pytest.mark.parametrize(
    ("asked", "raw"),
    [
        (YES_NO, "yet"),
        (YES_NO, "nos"),
        (YES_NO, "not yes"),
        (SAFE, "unencrypted"),
        (SAFE, "without-admin"),
        (SAFE, "insecure"),
        (SAFE, "offshore"),
        (CHOICE, "within 48 hours"),
        (CHOICE, "within 4 hours"),
        (YES_NO, "Yes, but only partly"),
        (YES_NO, "Yes, not for all"),
        (YES_NO, "Yes. We don't for contractors"),
        (YES_NO, "Yes / No"),
        (YES_NO, "Yes - no"),
        (YES_NO, "No, except for administrators"),
        (YES_NO, "No incidents"),
        (YES_NO, "Ja, teilweise"),
        (MULTI, "predictve; something else"),
        (NUMBER, "12.34.56"),
        (DATE, "2026-02-30"),
        (DATE, "31/31/2026"),
    ],
)
def test_no_rule_reads_what_could_be_something_else(asked: Question, raw: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_value(asked, raw, accept=list(Rule))
    assert not refused.value.ways


def test_a_rule_changes_nothing_that_is_clear() -> None:
    for asked, raw in ((YES_NO, "Y"), (NUMBER, "1,5"), (DATE, "25/12/2026"), (PERCENT, 95), (MULTI, "predictive")):
        assert read_value(asked, raw, accept=list(Rule)) == read_value(asked, raw)


def test_every_rule_says_what_it_means() -> None:
    assert MEANINGS.keys() == set(Rule)


@pytest.mark.parametrize(
    ("text", "value", "words"),
    [
        ("Yes - see SOC 2", "yes", "Yes - see SOC 2"),
        ("Yes, fully", "yes", "Yes, fully"),
        ("1) Yes", "yes", ""),
        ("No. We plan it for 2027", "no", "No. We plan it for 2027"),
        ("Yess", "yes", ""),
        ("N/A (no data centre)", None, "N/A (no data centre)"),
        ("Yes, but only partly", "other", "Yes, but only partly"),
        ("Yes, not in all regions", "other", "Yes, not in all regions"),
        ("Yes, planned for Q3", "other", "Yes, planned for Q3"),
        ("Yes - in progress", "other", "Yes - in progress"),
        ("Yes (No for Asia)", "other", "Yes (No for Asia)"),
        ("No, except for administrators", "other", "No, except for administrators"),
        ("No (yes for administrators)", "other", "No (yes for administrators)"),
        ("Yesterday, we did", "other", "Yesterday, we did"),
        ("No incidents", "other", "No incidents"),
    ],
)
def test_foreign_rules_read_what_the_words_behind_do_not_take_back(text: str, value: str | None, words: str) -> None:
    book = Book("small.xlsx", (sheet(HEADER, ("AC-01", "Is it?", text)),))
    rules = {Rule.LEADING_WORD, Rule.SUGGESTIONS}
    plain, accepted = (read_foreign(book, layout(), accept).answers[0] for accept in ((), rules))
    assert (accepted.value, accepted.not_applicable) == (value, value is None)
    assert accepted.comment.startswith(words)
    if (plain.value, plain.not_applicable) != (accepted.value, accepted.not_applicable):
        assert plain.value == "other"
        assert "accepted with --accept" in accepted.note
