"""YAML 1.2 core: what plain scalars mean, what is refused and where, and the places of values."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from vendorrisk import yamlfile
from vendorrisk.model.fault import Fault, RefusedInput
from vendorrisk.model.questionnaire import Section


@pytest.mark.parametrize(
    ("written", "value"),
    [
        *[(text, text) for text in ("yes", "no", "on", "off", "Yes", "y", "n", "tRUE", "None", "nil")],
        *[(text, True) for text in ("true", "True", "TRUE")],
        *[(text, False) for text in ("false", "False", "FALSE")],
        *[(text, None) for text in ("", "~", "null", "Null", "NULL", "# a comment")],
        ("12", 12),
        ("-7", -7),
        ("+7", 7),
        ("0012", 12),
        ("0o17", 15),
        ("0x1F", 31),
        ("017", 17),
        ("9007199254740991", 9007199254740991),
        ("1.5", 1.5),
        (".5", 0.5),
        ("1.", 1.0),
        ("1e3", 1000.0),
        ("-1.5E-2", -0.015),
        *[(text, text) for text in ("1_000", "0b11", "1:30", "1.2.3", "12 months", "e3", ".", "+.inf", ".nan")],
        *[(text, text) for text in ("2026-11-23", "2026-11-23T09:00:00Z", "<<", "=")],
        ("'12'", "12"),
        ('"true"', "true"),
        ("'~'", "~"),
        ("|\n  yes\n", "yes\n"),
    ],
)
def test_plain_scalars_mean_what_the_core_schema_says(written: str, value: Any) -> None:
    found = yamlfile.load(f"a: {written}", "f").data["a"]
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("written", "where", "what"),
    [
        ("a: 1\nb:\n  a: 2\n  a: 3", "f:4:3", "The key 'a' stands twice"),
        ("1: x\n'1': y", "f:2:1", "The key '1' stands twice"),
        ("a: &x 1", "f:1:4", "Anchors and aliases"),
        ("a: 1\nb: *x", "f:2:4", "Anchors and aliases"),
        ("&x a: 1", "f:1:1", "Anchors and aliases"),
        ("a: 1\n*x : 2", "f:2:1", "Anchors and aliases"),
        ("a: [1, !!int '2']", "f:1:8", "Tags (!)"),
        ("a: !custom {b: 1}", "f:1:4", "Tags (!)"),
        ("!!str a: 1", "f:1:1", "Tags (!)"),
        ("? [a, b]\n: 1", "f:1:3", "A key must be a plain text"),
        ("a: 1\n---\nb: 2", "f:2:1", "A second document"),
        ("a: b: c", "f:1:5", "no valid YAML: mapping values are not allowed"),
        ("a: [1, 2", "f:2:1", "no valid YAML: did not find expected ',' or ']'"),
        ("\ta: 1", "f:1:1", "no valid YAML: found character that cannot start any token"),
        ("a: 9007199254740992", "f:1:4", "This number is too large"),
        ("a: -1e999", "f:1:4", "This number is too large"),
        ("a: " + "9" * 5000, "f:1:4", "This number is too large"),
        ("a: " + "[" * 65 + "]" * 65, "f:1:68", "nested deeper than 64 levels"),
        ("a: " + "[" * 500_000, "f:1:68", "nested deeper than 64 levels"),
        (b"a: 1\nb: caf\xe9", "f:2:7", "no text"),
        ("a: 1\nbé: x\x07", "f:2:6", "no text"),
        ("a: \ud800", "f:1:4", "no text"),
        (b"a: " + b"x" * (1 << 20), "f", "The file is over 1 MiB"),
        ("a: " + "é" * (1 << 19), "f", "The file is over 1 MiB"),
    ],
)
def test_refusals_name_the_line_and_column(written: str | bytes, where: str, what: str) -> None:
    with pytest.raises(RefusedInput) as refused:
        yamlfile.load(written, "f")
    (fault,) = refused.value.faults
    assert fault.where == where
    assert what in fault.what
    assert where in refused.value.what


def test_the_limits_themselves_are_allowed() -> None:
    deep = yamlfile.load("a: " + "[" * 63 + "]" * 63, "f").data
    for _ in range(62):
        deep = deep["a"] if isinstance(deep, dict) else deep[0]
    assert deep == [[]]
    exactly = b"# " + b"x" * ((1 << 20) - 2)
    assert yamlfile.load(exactly, "f").data is None
    assert yamlfile.load(b"\xef\xbb\xbfa: 1", "f").data == {"a": 1}


NESTED = """\
rules:
  - id: first
    when: {access.mfa: [yes, no]}
  - id: second
"""


@pytest.mark.parametrize(
    ("path", "where"),
    [
        ((), "f:1:1"),
        (("rules",), "f:2:3"),
        (("rules", 0, "when"), "f:3:11"),
        (("rules", 0, "when", "access.mfa", 1), "f:3:30"),
        (("rules", 1, "id"), "f:4:9"),
        (("rules", 1, "absent"), "f:4:5"),
        (("rules", 0, "Model-name", "when"), "f:3:11"),
        (("nowhere",), "f:1:1"),
    ],
)
def test_every_value_has_its_place(path: yamlfile.Path, where: str) -> None:
    assert yamlfile.load(NESTED, "f").where(path) == where


@pytest.mark.parametrize(
    ("word", "where"),
    [("access.mfa", "f:3:24"), ("no", "f:3:30"), ("absent", "f:3:11")],
)
def test_a_word_is_found_as_a_key_or_as_a_text(word: str, where: str) -> None:
    assert yamlfile.load(NESTED, "f").find(("rules", 0, "when"), word) == where


def test_an_embedded_file_keeps_its_own_places() -> None:
    whole = yamlfile.load("a: 1\nparts: [one.yaml, two.yaml]", "f")
    part = yamlfile.load("x:\n  y: 2", "one.yaml")
    both = whole.embed(("parts", 0), part)
    assert both.data == {"a": 1, "parts": [{"x": {"y": 2}}, "two.yaml"]}
    assert both.where(("parts", 0, "x", "y")) == "one.yaml:2:6"
    assert both.where(("parts", 1)) == "f:2:19"
    assert whole.data["parts"] == ["one.yaml", "two.yaml"]


QUESTION = "{id: s.a, ask: x, type: text, help: h, why: w}"
SECTION = f"section: s\ntitle: S\npillar: security\nintro: x\nquestions:\n  - {QUESTION}\n"


@pytest.mark.parametrize(
    ("before", "after", "where", "what"),
    [
        ("ask: x, ", "", "f:6:5", "'ask' is missing."),
        ("why: w", "why: w, wyh: w", "f:6:57", "'wyh' is not a known field here."),
        ("ask: x", "ask: 5", "f:6:20", "'ask': this must be a text or a map."),
        ("ask: x", "ask: {en: 5}", "f:6:25", "'en': this must be a text."),
        ("ask: x", "ask: ' '", "f:6:20", "'ask': this text is empty."),
        ("ask: x", "ask: {}", "f:6:20", "'ask': this text is empty."),
        ("s.a", "S a", "f:6:10", "'id': 'S a' is not written like access.mfa-admin."),
        ("r: security", "r: secure", "f:3:9", "'pillar': 'secure' is none of 'security', 'ethics', 'service', 'risk'."),
        ("help: h", "help: h, minimum: one", "f:6:53", "'minimum': this must be a number."),
        ("type: text", "type: percent, minimum: 101", "f:6:5", "'questions': 'minimum' is above 'maximum'."),
        ("help: h", "help: h, maximum: 1", "f:6:5", "'questions': only a number or percent question has bounds."),
        ("help: h", "help: h, show_when: {a: {}}", "f:6:55", "'show_when': 'a' takes one operator"),
        ("help: h", "help: h, references: {x: 2.3}", "f:6:60", "'x': this must be a list."),
        (QUESTION, "words", "f:6:5", "'questions': this must be a map of fields."),
        (f"\n  - {QUESTION}", " []", "f:5:12", "'questions': this is empty; list at least 1."),
    ],
)
def test_a_model_refuses_in_our_words_at_the_place(before: str, after: str, where: str, what: str) -> None:
    (fault,) = faults_of(SECTION, before, after)
    assert fault.where == where
    assert fault.what.startswith(what)


def test_several_faults_of_one_question_are_said_apart() -> None:
    faults = faults_of(SECTION, "ask: x, type: text, help: h", "typo: text")
    assert [str(fault) for fault in faults] == [
        "f:6:5  'ask' is missing.",
        "f:6:5  'type' is missing.",
        "f:6:5  'help' is missing.",
        "f:6:21  'typo' is not a known field here.",
    ]


def faults_of(text: str, before: str, after: str) -> tuple[Fault, ...]:
    assert text.count(before) == 1
    located = yamlfile.load(text.replace(before, after), "f")
    with pytest.raises(ValidationError) as error:
        Section.model_validate(located.data)
    return located.faults(error.value)
