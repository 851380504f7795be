"""Answers as CSV and JSON: what is read, and each fault with its line and column (issue 4, item 10)."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vendorrisk.capture.answers_csv import csv_answers, is_answers
from vendorrisk.capture.answers_file import AnswersReading, load_answers, named_questionnaire, read_answers
from vendorrisk.capture.csv_in import read_csv
from vendorrisk.capture.json_in import read_json
from vendorrisk.model.fault import FaultSeverity, RefusedInput
from vendorrisk.model.questionnaire import Questionnaire

AT = dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.UTC)


def _question(name: str, kind: str, **more: object) -> dict[str, object]:
    return {"id": name, "ask": f"Is it {name}?", "type": kind, "help": "h.", "why": "w.", **more}


ASKED = Questionnaire.model_validate(
    {
        "questionnaire": "sample",
        "version": "1.0.0",
        "title": "t",
        "description": "d",
        "sections": [
            {
                "section": "a",
                "title": "t",
                "pillar": "security",
                "intro": "i",
                "questions": [
                    _question("a.mfa", "yes-no", not_applicable="justify"),
                    _question("a.ways", "multi", options=["fido2", "totp", "sms"]),
                    _question("a.hours", "number", minimum=0),
                    _question("a.words", "text"),
                ],
            }
        ],
    }
)
HEAD = "questionnaire,sample\nid,question,answer,comment,evidence\n"


def of_csv(text: str, folder: Path = Path("nowhere")) -> AnswersReading:
    found = csv_answers(read_csv(text.encode(), "a.csv"))
    reading = read_answers(found.located, "a.csv", questionnaire=ASKED, recorder="pat", at=AT, evidence_folder=folder)
    return AnswersReading(reading.answers, (*found.faults, *reading.faults), reading.files, reading.respondent)


def of_json(data: Any) -> AnswersReading:
    text = data if isinstance(data, str) else json.dumps(data, indent=1)
    return read_answers(text, "a.json", questionnaire=ASKED, recorder="pat", at=AT, evidence_folder=Path("nowhere"))


def test_a_csv_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "policy.pdf").write_bytes(b"x")
    text = (
        "questionnaire,sample\nrespondent,Jo Field,CISO\nID,Answer,Comment,Evidence\n"
        'a.mfa,Y,,policy.pdf [2026-01-31]\na.ways,"totp\nfido2",'
        "'=both"
        ",\na.words,=1+1,,\na.hours,,,\n"
    )
    reading = of_csv(text, tmp_path)
    assert [fault for fault in reading.faults if fault.severity is FaultSeverity.FAULT] == []
    assert {name: answer.value for name, answer in reading.answers.items()} == {
        "a.mfa": "yes",
        "a.ways": ("fido2", "totp"),
        "a.words": "=1+1",
    }
    assert reading.answers["a.ways"].comment == "=both"
    assert reading.answers["a.words"].source.cell == "line 7, column 1"
    assert reading.answers["a.mfa"].evidence[0].issued == dt.date(2026, 1, 31)
    assert len(reading.files) == 1
    assert reading.respondent == "Jo Field, CISO"


@pytest.mark.parametrize(
    ("rows", "code", "where"),
    [
        ("a.mfa,,Yess,,", "unknown-option", "line 3, column 3"),
        ("a.hours,,-1,,", "out-of-range", "line 3, column 3"),
        ("a.hours,,-1,because,", "out-of-range", "line 3, column 3"),
        ("a.mfa,,n/a,,", "no-reason", "line 3, column 1"),
        ("a.mfa,,,why not,", "no-value", "line 3, column 1"),
        ("a.mfo,,yes,,", "unknown-question", "line 3, column 1"),
        (",,yes,,", "no-id", "line 3, column 3"),
        ("a.mfa,,yes,,\na.mfa,,yes,,", "answered-twice", "line 4, column 1"),
        ("a.mfa,Is it a.hours?,yes,,", "row-moved", "line 3, column 1"),
        ("a.mfa,,yes,so,,and so", "stray-field", "line 3, column 6"),
        ("a.mfa,,yes,,../x.pdf", "bad-evidence", "line 3, column 5"),
    ],
)
def test_faults_name_line_and_column(rows: str, code: str, where: str) -> None:
    reading = of_csv(HEAD + rows + "\n")
    found = [(fault.code, fault.where) for fault in reading.faults if fault.severity is FaultSeverity.FAULT]
    assert found == [(code, where)]


def test_a_file_without_a_header_says_what_to_write() -> None:
    reading = of_csv("questionnaire,sample\na.mfa,yes\n")
    assert "no-header" in [fault.code for fault in reading.faults]
    assert reading.answers == {}


def test_only_a_file_that_names_its_questionnaire_is_taken_for_answers() -> None:
    assert is_answers(read_csv(b"Questionnaire:;sample\nid;answer\n", "a.csv"))
    assert not is_answers(read_csv(b"id,question,answer\n1,q,yes\n", "a.csv"))


def test_records_are_read() -> None:
    data = {
        "saved": True,
        "questionnaire": {"id": "sample", "version": "1.0.0", "digest": "d" * 64},
        "summary": {"yes": 1},
        "answers": [
            {"id": "a.mfa", "value": None, "not_applicable": True, "comment": "No login."},
            {"id": "a.ways", "value": ["totp"], "not_applicable": False, "found": "TOTP"},
            {"id": "a.words", "value": "n", "evidence": [{"name": "a.pdf", "kind": "file", "sha256": "a" * 64}]},
        ],
    }
    reading = of_json(data)
    assert [fault for fault in reading.faults if fault.severity is FaultSeverity.FAULT] == []
    assert reading.answers["a.mfa"].not_applicable
    assert reading.answers["a.mfa"].comment == "No login."
    assert reading.answers["a.ways"].value == ("totp",)
    assert reading.answers["a.words"].evidence[0].sha256 is None, "a digest without its file proves nothing"
    assert named_questionnaire(load_answers(json.dumps(data), "a.json")) == ("sample", "d" * 64)


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ([{"id": "a.mfa", "value": "Yess"}], "unknown-option"),
        ([{"id": "a.mfa", "value": "yes", "not_applicable": True}], "two-answers"),
        ([{"id": "a.mfa", "not_applicable": True}], "no-reason"),
        ([{"id": "a.mfa", "valeu": "yes"}], "unknown-field"),
        ([{"id": "a.mfa", "value": {"x": 1}}], "not-a-value"),
        ([{"id": "a.words", "value": "x", "evidence": [{"file": "x"}]}], "bad-evidence"),
        ([{"value": "yes"}], "no-id"),
        (["yes"], "no-answers"),
        ("yes", "no-answers"),
    ],
)
def test_faults_in_records_name_line_and_column(answers: Any, code: str) -> None:
    reading = of_json({"questionnaire": "sample", "answers": answers})
    assert [fault.code for fault in reading.faults] == [code]
    assert reading.faults[0].where.startswith("a.json:")


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("", "1:1"),
        ('{"a": 1,}', "1:9"),
        ('{"a": 1, "a": 2}', "1:10"),
        ('{\n"a" 1}', "2:5"),
        ("[1 2]", "1:4"),
        ("[1]x", "1:4"),
        ('["\\ud800"]', "1:2"),
        ('["open]', "1:2"),
        ("[1e999]", "1:2"),
        ("[NaN]", "1:2"),
        ("[" * 70, "1:66"),
        ('["\t"]', "1:2"),
    ],
)
def test_bad_json_is_refused_where_it_is_bad(text: str, where: str) -> None:
    with pytest.raises(RefusedInput) as refused:
        read_json(text.encode(), "a.json")
    assert refused.value.faults[0].where == f"a.json:{where}"


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text() | st.floats(-1e15, 1e15),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    )
)
def test_json_is_read_as_the_json_module_reads_it(data: Any) -> None:
    for indent in (None, 2):
        assert read_json(json.dumps(data, indent=indent).encode(), "a.json").data == json.loads(json.dumps(data))


@given(st.text(st.sampled_from('{}[]",:\\ \n1eu"\tnull'), max_size=30))
def test_any_text_is_json_or_refused(text: str) -> None:
    try:
        read_json(text.encode(), "a.json")
    except RefusedInput:
        with pytest.raises(ValueError, match=r"."):
            json.loads(text, parse_constant=_none)


def _none(_: str) -> None:
    raise ValueError("JSON knows no such number")


_JUNK = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 10**9) | st.floats(-1e9, 1e9) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)
_FIELD = st.sampled_from(["id", "value", "not_applicable", "comment", "evidence", "question", "note", "odd"])
_NAME = st.sampled_from([question.id for question in ASKED.questions]) | _JUNK


@given(
    st.lists(st.dictionaries(_FIELD, _JUNK, max_size=5).flatmap(lambda r: _NAME.map(lambda n: {**r, "id": n}))) | _JUNK,
    st.just("sample") | _JUNK,
)
def test_no_records_raise(answers: Any, named: Any) -> None:
    reading = of_json({"questionnaire": named, "answers": answers})
    assert set(reading.answers) <= {question.id for question in ASKED.questions}
    assert all(fault.where.startswith("a.json") and fault.what for fault in reading.faults)


@given(st.lists(st.lists(st.sampled_from(["a.mfa", "yes", "n/a", "=1", "'=", "x" * 9, "", "Is it a.mfa?", "id"]))))
def test_no_rows_raise(rows: list[list[str]]) -> None:
    reading = of_csv(HEAD + "\n".join(map(",".join, rows)))
    assert set(reading.answers) <= {question.id for question in ASKED.questions}
    assert all(fault.where and fault.what for fault in reading.faults)
