"""How answers are read (DESIGN section 5, 'How values are written in cells and CSV')."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from vendorrisk.capture.values import Raw, Unreadable, read_value, write_value
from vendorrisk.model.answer import Value
from vendorrisk.model.questionnaire import Question
from vendorrisk.rules.values import show_value


def question(kind: str, **more: Any) -> Question:
    return Question.model_validate({"id": "t.q", "ask": "?", "help": "h", "why": "w", "type": kind, **more})


YES_NO = question("yes-no")
CHOICE = question("choice", options=[{"id": "yes", "label": {"en": "Yes", "de": "Ja"}}, "partly", "no"])
MULTI = question(
    "multi",
    options=[
        {"id": "fido2", "label": "Security key"},
        {"id": "totp", "label": "App, one-time code"},
        "sms",
        {"id": "none", "exclusive": True},
    ],
)
NUMBER = question("number", unit="hours", unit_one="hour", minimum=0, maximum=9000)
PERCENT = question("percent")
DATE = question("date")
TEXT = question("text")
LIST = question("list")
URL = question("url")


@pytest.mark.parametrize(
    ("asked", "raw", "value", "lenient"),
    [
        (YES_NO, "Yes", "yes", False),
        (YES_NO, "yes", "yes", False),
        (YES_NO, " YES\u00a0", "yes", False),
        (YES_NO, "yes.", "yes", False),
        (YES_NO, "Y", "yes", True),
        (YES_NO, "n", "no", True),
        (YES_NO, True, "yes", True),
        (YES_NO, False, "no", True),
        (YES_NO, "\u201cNo\u201d", "no", False),
        (CHOICE, "Ja", "yes", True),
        (CHOICE, "Partially", "partly", True),
        (MULTI, "Security key\nsms", ("fido2", "sms"), False),
        (MULTI, "sms; security key;", ("fido2", "sms"), False),
        (MULTI, "App, one-time code", ("totp",), False),
        (MULTI, "sms, fido2", ("fido2", "sms"), True),
        (MULTI, "none", ("none",), False),
        (MULTI, ["sms", "fido2"], ("fido2", "sms"), False),
        (NUMBER, 24, 24, False),
        (NUMBER, 24.0, 24, False),
        (NUMBER, "24", 24, False),
        (NUMBER, "1,5", 1.5, True),
        (NUMBER, "0.125", 0.125, False),
        (NUMBER, "24 hours", 24, True),
        (NUMBER, "1 hour", 1, True),
        (NUMBER, "1 000", 1000, True),
        (NUMBER, "1\u202f000", 1000, True),
        (NUMBER, "1'000", 1000, True),
        (PERCENT, 95, 95, False),
        (PERCENT, "95 %", 95, False),
        (PERCENT, "95%", 95, False),
        (PERCENT, "99,9 %", 99.9, True),
        (PERCENT, "99.125 %", 99.125, False),
        (PERCENT, "0.95 %", 0.95, False),
        (PERCENT, 1, 1, False),
        (PERCENT, 0, 0, False),
        (DATE, dt.datetime(2026, 3, 1), "2026-03-01", False),  # noqa: DTZ001  cells have no zone
        (DATE, dt.date(2026, 3, 1), "2026-03-01", False),
        (DATE, "2026-03-01", "2026-03-01", False),
        (DATE, "2026/3/1", "2026-03-01", True),
        (DATE, "1.3.2026", "2026-03-01", True),
        (DATE, "25/12/2026", "2026-12-25", True),
        (DATE, "12/25/2026", "2026-12-25", True),
        (DATE, "1 March 2026", "2026-03-01", True),
        (DATE, "Mar 1st, 2026", "2026-03-01", True),
        (TEXT, "  We do.\r\nAlways. ", "We do.\nAlways.", False),
        (TEXT, "=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0", False),
        (TEXT, "a\x07b\u202ec", "abc", False),
        (TEXT, 24, "24", True),
        (LIST, "one\n\n • two ", ("one", "two"), False),
        (URL, "https://example.com/a?b=c;d", "https://example.com/a?b=c;d", False),
        (URL, "www.example.com/x", "https://www.example.com/x", True),
    ],
)
def test_read(asked: Question, raw: Raw, value: Value, lenient: bool) -> None:  # noqa: FBT001
    reading = read_value(asked, raw)
    assert (reading.value, bool(reading.note)) == (value, lenient), reading
    assert not reading.blank


@pytest.mark.parametrize(
    ("asked", "raw", "code", "words"),
    [
        (CHOICE, "Yess", "unknown-option", "'Yess' is none of 'Yes', 'partly', 'no'. Did you mean 'Yes'?"),
        (YES_NO, "oui", "unknown-option", "is none of 'Yes', 'No'."),
        (YES_NO, "Yes, for all accounts", "unknown-option", "If 'Yes' is meant, write only that"),
        (YES_NO, "Don\u2019t know", "placeholder", "Leave it empty"),
        (YES_NO, "x", "unknown-option", "Choose one from the list."),
        (YES_NO, 1, "unknown-option", "'1' is none of"),
        (MULTI, "Security key; smss", "unknown-option", "Did you mean 'sms'?"),
        (MULTI, "smss; hello\nSecurity keys", "unknown-option", "'hello', 'Security keys' are none of"),
        (CHOICE, "Yes, no", "several-options", "Keep 'Yes' or 'no', and explain the rest in the comment."),
        (YES_NO, "yes / no", "several-options", "2 answers stand here, and one is allowed."),
        (NUMBER, "1,234", "ambiguous-number", "could mean 1234 or 1.234"),
        (NUMBER, "1.234", "ambiguous-number", "could mean 1234 or 1.234"),
        (NUMBER, "1.234,5", "ambiguous-number", "Write it without separators"),
        (NUMBER, "24 days", "not-a-number", "counted in hours"),
        (NUMBER, "about 24", "not-a-number", "Write digits"),
        (NUMBER, "24-48", "not-a-number", "is no number"),
        (NUMBER, True, "not-a-number", "is no number"),
        (NUMBER, dt.date(2026, 1, 2), "not-a-number", "is a date"),
        (NUMBER, -1, "out-of-range", "below the limit of 0"),
        (NUMBER, "9001", "out-of-range", "above the limit of 9000"),
        (NUMBER, float("inf"), "not-a-number", "at most 15 digits"),
        (PERCENT, 0.95, "ambiguous-percent", "could mean 95 % or 0.95 %"),
        (PERCENT, "0,95", "ambiguous-percent", "could mean 95 % or 0.95 %"),
        (PERCENT, ".5", "ambiguous-percent", "could mean 50 % or 0.5 %"),
        (PERCENT, "101 %", "out-of-range", "101 % is above the limit of 100 %"),
        (DATE, "13/2026", "not-a-date", "such as 2026-01-13"),
        (DATE, "03/04/2026", "ambiguous-date", "could mean 2026-03-04 or 2026-04-03"),
        (DATE, "2026-02-30", "not-a-date", "no day of the calendar"),
        (DATE, 46023, "not-a-date", "If it stands for 2026-01-01"),
        (DATE, 2026, "not-a-date", "is no date"),
        (DATE, "March 2026", "not-a-date", "Write year, month and day"),
        (DATE, "1.3.26", "not-a-date", "Write year, month and day"),
        (TEXT, "x" * 4001, "too-long", "4,001 characters"),
        (TEXT, "TBD", "placeholder", "Leave it empty"),
        (TEXT, "n/a", "not-applicable-not-allowed", "can't be answered with 'n/a'"),
        (YES_NO, "N.A.", "not-applicable-not-allowed", "Choose 'Yes', 'No'"),
        (URL, "see our web site", "not-an-address", "holds a space"),
        (URL, "javascript:alert(1)", "not-an-address", "is no web address"),
        (URL, "https://acme.com@evil.example/", "not-an-address", "hides its host"),
    ],
)
def test_refused(asked: Question, raw: Raw, code: str, words: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_value(asked, raw)
    assert caught.value.code == code
    assert words in f"{caught.value.what} {caught.value.mend}"


@pytest.mark.parametrize("raw", [None, "", "  ", "\u00a0\n", "\u200b"])
@pytest.mark.parametrize("asked", [YES_NO, MULTI, NUMBER, DATE, TEXT])
def test_blank_is_unanswered_and_never_no(asked: Question, raw: Raw) -> None:
    assert read_value(asked, raw).blank


@pytest.mark.parametrize("raw", ["n/a", "N/A", "NA", "n.a.", "Not applicable", " n/a. "])
def test_not_applicable_where_it_is_allowed(raw: str) -> None:
    reading = read_value(question("number", not_applicable="justify"), raw)
    assert reading.not_applicable
    assert reading.value is None


def test_an_option_that_says_not_applicable_is_an_option() -> None:
    asked = question("choice", options=["yes", {"id": "none-run", "label": "Not applicable"}])
    assert read_value(asked, "not applicable").value == "none-run"


def test_a_percentage_cell_holds_a_share() -> None:
    assert read_value(PERCENT, 0.95, percent_format=True).value == 95
    assert read_value(PERCENT, 1, percent_format=True).value == 100
    with pytest.raises(Unreadable, match="shows a percentage"):
        read_value(NUMBER, 0.5, percent_format=True)


def test_labels_of_the_language_win_over_ids() -> None:
    crossed = question("choice", options=[{"id": "a", "label": {"en": "b"}}, {"id": "b", "label": {"en": "a"}}])
    assert read_value(crossed, "a").value == "b"
    assert write_value(crossed, "a") == "b"
    assert read_value(CHOICE, "Ja", language="de").note == ""


def test_a_label_that_would_be_split_is_written_as_its_id() -> None:
    asked = question("multi", options=[{"id": "a", "label": "One; two"}, {"id": "b", "label": "Two"}])
    assert write_value(asked, ("a", "b")) == "a\nTwo"


def test_a_share_below_one_per_cent_is_written_with_its_sign() -> None:
    assert write_value(PERCENT, 0.5) == "0.5 %"
    assert read_value(PERCENT, write_value(PERCENT, 1e-05)).value == 1e-05


def test_an_option_that_excludes_all_others_may_be_copied_as_the_workbook_lists_it() -> None:
    assert read_value(MULTI, "none (alone)").value == ("none",)
    assert read_value(MULTI, "none (alone)").note == "read 'none (alone)' as none"


def test_an_option_that_excludes_all_others_stands_alone() -> None:
    with pytest.raises(Unreadable, match="'none' stands beside other options") as refused:
        read_value(MULTI, "sms\nnone")
    assert refused.value.mend == "Keep that one, or the others."


@pytest.mark.parametrize(("value", "words"), [(0, "0 hours"), (1, "1 hour"), (1.5, "1.5 hours"), (48, "48 hours")])
def test_one_of_a_unit_is_said_as_people_say_it(value: float, words: str) -> None:
    assert show_value(NUMBER, value) == words
