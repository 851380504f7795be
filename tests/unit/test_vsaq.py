"""Answers given in VSAQ: read beside the questionnaire, hidden ones said, a box without a tick never a no."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import pytest
from lookalikes import vsaq as lookalike

from vendorrisk.capture.foreign import ForeignReading
from vendorrisk.capture.vsaq import answers_how_much, kind_of, read_vsaq
from vendorrisk.capture.vsaq_conditions import Unclear, evaluate
from vendorrisk.capture.vsaq_form import plain_json
from vendorrisk.content import Content
from vendorrisk.model.base import say
from vendorrisk.model.fault import FaultSeverity, RefusedInput
from vendorrisk.model.questionnaire import QuestionType

_LAYOUT: Final = Content.find(Path(__file__).parents[2]).layout("vsaq")
_INPUTS: Final = {
    "webapp": 73,
    "infrastructure": 96,
    "security_privacy_programs": 46,
    "physical_and_datacenter": 30,
}


def read(items: list[dict[str, Any]], said: dict[str, Any]) -> ForeignReading:
    """Return the reading of answers to a questionnaire of one block with these items."""
    form = lookalike.form_file([{"type": "block", "id": "block", "text": "A block", "items": items}])
    return read_vsaq(form, "webapp.json", json.dumps(said).encode(), "answers_webapp", _LAYOUT)


def radios(name: str, *ends: str, **more: Any) -> dict[str, Any]:
    choices = [{f"{name}_{end}": f"It is {end}."} for end in ends or ("yes", "no")]
    return {"type": "radiogroup", "id": name, "text": f"Is {name} so?", "choices": choices, **more}


@pytest.mark.parametrize("name", _INPUTS)
def test_a_completed_questionnaire_is_read_whole(name: str) -> None:
    pair = lookalike.completed(name)
    reading = read_vsaq(pair.form, pair.name, pair.answers.data, f"answers_{name}", _LAYOUT)
    assert len(reading.questionnaire.questions) == _INPUTS[name]
    assert len(reading.answers) == _INPUTS[name]
    assert reading.issues == ()
    for answer in reading.answers:
        question = reading.questionnaire.question(answer.question)
        ticked = [
            key for key, text in pair.answers.typed.items() if text == "checked" and key.startswith(f"{question.id}_")
        ]
        if question.type is QuestionType.TEXT:
            assert answer.value == pair.answers.typed[answer.question]
        else:
            chosen = [answer.value] if isinstance(answer.value, str) else answer.value
            assert [f"{question.id}_{option}" for option in chosen] == ticked  # type: ignore[union-attr]


@pytest.mark.parametrize("name", _INPUTS)
def test_a_questionnaire_alone_answers_nothing(name: str) -> None:
    pair = lookalike.completed(name)
    reading = read_vsaq(pair.form, pair.name, b"", "", _LAYOUT)
    assert (len(reading.questionnaire.questions), reading.answers, reading.issues) == (_INPUTS[name], (), ())


def test_ids_texts_and_sections_of_the_questionnaire() -> None:
    pair = lookalike.completed("webapp")
    found = read_vsaq(pair.form, pair.name, b"", "", _LAYOUT).questionnaire
    assert found.questionnaire == "vsaq-webapp"
    assert found.title == "Google VSAQ: An invented questionnaire"
    assert say(found.question("app_line_0").ask) == "Describe the thing 0:"
    group = found.question("app_radiogroup_5")  # which has no id in the file
    assert say(group.ask) == "Is thing 5 so?"
    assert [(option.id, option.label) for option in group.options] == [
        ("yes", "Yes, it is so."),
        ("no", "No, it is so."),
    ]


def test_a_group_without_a_text_takes_the_words_above_it() -> None:
    group = {"type": "checkgroup", "choices": [{"standard_1": "One"}, {"standard_2": "Two"}]}
    reading = read([{"type": "info", "text": "Which <b>standards</b>?"}, group], {"standard_2": "checked"})
    question = reading.questionnaire.question("standard")
    assert say(question.ask) == "Which standards?"
    assert [(each.value, each.cell) for each in reading.answers] == [(("2",), "standard_2")]


@pytest.mark.parametrize("keys", [("x_y", "x-y"), ("日", "本"), ("", "b"), ("a_", "a__")])
def test_choices_whose_ids_make_no_options_are_numbered(keys: tuple[str, str]) -> None:
    group = {"type": "radiogroup", "id": "one", "text": "Which?", "choices": [{key: "It."} for key in keys]}
    reading = read([group], {keys[1]: "checked"})
    assert [each.value for each in reading.answers] == ["choice-2"]


def test_a_group_without_choices_asks_nothing() -> None:
    reading = read([radios("tls"), {"type": "radiogroup", "id": "none", "choices": []}], {})
    assert [question.id for question in reading.questionnaire.questions] == ["tls"]


def test_an_unticked_box_is_no_answer() -> None:
    items = [radios("tls"), {"type": "check", "id": "agreed", "text": "Agreed?"}]
    reading = read(items, {"tls_yes": "", "tls_no": "", "agreed": ""})
    assert (reading.answers, reading.unanswered, reading.issues) == ((), (), ())


def test_two_circles_leave_the_question_open() -> None:
    reading = read([radios("tls")], {"tls_yes": "checked", "tls_no": "checked"})
    assert [(each.question, each.found) for each in reading.unanswered] == [("tls", "It is yes.; It is no.")]
    assert [fault.code for fault in reading.issues] == ["two-marks"]


def test_explanations_below_tips_belong_to_the_question_above() -> None:
    tip = {
        "type": "tip",
        "id": "warn_tls",
        "name": "No encryption",
        "why": "Explain.",
        "cond": "tls_no",
        "text": "Bad.",
    }
    reading = read([radios("tls"), tip], {"tls_no": "checked", "warn_tls": "Only inside."})
    assert [(each.value, each.comment) for each in reading.answers] == [("no", "No encryption: Only inside.")]
    alone = read([radios("tls"), tip], {"warn_tls": "Only inside."})
    assert [(each.question, each.comment) for each in alone.unanswered] == [("tls", "No encryption: Only inside.")]
    assert [fault.code for fault in alone.issues] == ["comment-only"]


def test_what_other_answers_hide_is_kept_and_said() -> None:
    items = [radios("web"), {"type": "line", "id": "server", "text": "Which server?", "cond": "web_yes"}]
    shown = read(items, {"web_yes": "checked", "web_no": "", "server": "nginx"})
    assert shown.issues == ()
    hidden = read(items, {"web_yes": "", "web_no": "checked", "server": "nginx"})
    assert [each.value for each in hidden.answers] == ["no", "nginx"]
    assert [(fault.code, fault.question) for fault in hidden.issues] == [("hidden-answered", "server")]


def test_a_hidden_block_hides_what_is_in_it_and_what_follows_from_it() -> None:
    server = {"type": "line", "id": "server", "text": "Which?"}
    inner = {"type": "block", "id": "inner", "cond": "web_yes", "items": [server]}
    last = {"type": "line", "id": "version", "text": "Which?", "cond": "server && ^inner"}
    said = {"server": "nginx", "version": "1.3"}
    hidden = read([radios("web"), inner, last], {"web_no": "checked", **said})
    assert {fault.question for fault in hidden.issues} == {"server", "version"}
    assert read([radios("web"), inner, last], {"web_yes": "checked", **said}).issues == ()


def test_a_condition_in_a_circle_hides_nothing() -> None:
    items = [
        {"type": "line", "id": "one", "text": "One?", "cond": "two"},
        {"type": "line", "id": "two", "text": "Two?", "cond": "one"},
    ]
    assert read(items, {"one": "a", "two": "b"}).issues == ()


def test_conditions_that_double_at_every_step_take_no_time() -> None:
    items = [{"type": "line", "id": f"q{n}", "text": "?", "cond": f"q{n + 1} && q{n + 1}"} for n in range(60)]
    last = {"type": "line", "id": "q60", "text": "?"}
    said = {f"q{n}": "words" for n in range(61)}
    assert read([*items, last], said).issues == ()
    assert len(read([*items, last], {**said, "q60": ""}).issues) == 60


def test_a_chain_of_conditions_without_end_hides_nothing() -> None:
    items = [{"type": "line", "id": f"q{n}", "text": "?", "cond": f"q{n + 1}"} for n in range(2000)]
    last = {"type": "line", "id": "q2000", "text": "?", "cond": "false"}
    assert "q0" not in {fault.question for fault in read([*items, last], {"q0": "words"}).issues}


def test_each_kind_of_item() -> None:
    items = [
        {"type": "yesno", "id": "signed", "text": "Signed?", "yes": "Yes, it is", "no": "No"},
        {"type": "check", "id": "agreed", "text": "Agreed?"},
        {"type": "upload", "id": "report", "text": "Report?"},
        {"type": "box", "id": "words", "text": "Words?"},
    ]
    reading = read(items, {"signed": "no", "agreed": "checked", "report": "4711|report.pdf", "words": "Two\r\nlines"})
    assert {each.question: each.value for each in reading.answers} == {
        "signed": "no",
        "agreed": "yes",
        "report": "report.pdf",
        "words": "Two\nlines",
    }


def test_what_stands_at_no_question_is_said() -> None:
    reading = read([radios("tls")], {"tls_yes": "checked", "id_a8f": "checked", "vsaq_todo_tip": "checked"})
    assert [(fault.code, fault.where, fault.severity) for fault in reading.issues] == [
        ("unknown-id", "answers_webapp: id_a8f", FaultSeverity.WARNING)
    ]


def test_answers_to_another_questionnaire_are_refused() -> None:
    with pytest.raises(RefusedInput, match=r"answers_webapp does not answer webapp\.json"):
        read([radios("tls")], {"other_yes": "checked", "another": "words"})


def test_which_of_several_questionnaires_is_answered() -> None:
    pairs = [lookalike.completed(name) for name in ("webapp", "physical_and_datacenter")]
    shares = [answers_how_much(pairs[0].answers.data, pair.form) for pair in pairs]
    assert shares[0] == 1
    assert shares[1] < 1


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (b'{"questionnaire": [{"type": "block", "items": []}]}', "questionnaire"),
        (b'\n// a comment\n{"questionnaire": [{"type": "block"}]}', "questionnaire"),
        (b'{"app_yes": "checked", "app_no": ""}', "answers"),
        (b'{"questionnaire": "coalition-core", "answers": {}}', ""),
        (b'{"questionnaire": {"id": "coalition-core"}, "answers": []}', ""),
        (b'{"app": {"deep": 1}}', ""),
        (b"{}", ""),
        (b"[]", ""),
        (b"\xff\xfe\x00", ""),
        (b'{"a": ', ""),
    ],
)
def test_what_a_file_is(text: bytes, kind: str) -> None:
    assert kind_of(text) == kind


@pytest.mark.parametrize(
    "written",
    [
        '{"a": "one" +\n   "two"}',
        '{"a": "one" + \r\n"two"}',
        '\n// first\n  // second\n{"a": "onetwo"}',
        '// on line 1\n{"a": "onetwo"}',
        '{"a": "\\x6fnetwo"}',
    ],
)
def test_what_is_not_quite_json_is_read(written: str) -> None:
    found = json.loads(plain_json(written.encode()))
    assert found["a"].replace('" +', "") == "onetwo"


def test_letters_that_can_not_be_read_are_refused() -> None:
    form = json.dumps({"questionnaire": [{"type": "line", "id": "a", "text": "Who?"}]}).encode()
    with pytest.raises(RefusedInput, match="no text in UTF-8"):
        read_vsaq(form, "webapp.json", '{"a": "Zoë"}'.encode("cp1252"), "answers_webapp", _LAYOUT)


@pytest.mark.parametrize(
    ("items", "words"),
    [
        ([], "It asks nothing"),
        ([{"type": "line", "id": "a", "text": "a" * 10_001}], "'text' has more than 10,000 characters"),
        ([{"type": "line", "id": "a"}, {"type": "line", "id": "a"}], "'a' stands 2 times"),
        ([{"type": "line", "id": "a b"}], "'a b' is no id"),
        ([{"type": "line"}], "is no id"),
        ([{"id": "a"}], "type"),
        ([{"type": "line", "id": 3}], "id"),
        ([{"type": "radiogroup", "id": "a", "choices": "no list"}], "choices"),
    ],
)
def test_a_questionnaire_that_cant_be_read_is_refused(items: list[dict[str, Any]], words: str) -> None:
    with pytest.raises(RefusedInput, match=words):
        read(items, {})


def test_blocks_in_blocks_without_end_are_refused() -> None:
    item: dict[str, Any] = {"type": "line", "id": "a"}
    for _ in range(60):
        item = {"type": "block", "items": [item]}
    with pytest.raises(RefusedInput, match="deeper"):
        read([item], {})


@pytest.mark.parametrize(
    ("cond", "held"),
    [
        ("", True),
        ("t", True),
        ("!t", False),
        ("f || t", True),
        ("t && f", False),
        ("t || t && f", False),  # from left to right
        ("f && t || t", True),
        ("t || (t && f)", True),
        ("!f && t", True),
        ("!(t && f)", True),
        ("!!t", True),
        ("((t))", True),
    ],
)
def test_conditions_are_evaluated_as_the_tool_does(cond: str, held: bool) -> None:  # noqa: FBT001
    assert evaluate(cond, lambda name: name == "t") is held


@pytest.mark.parametrize(
    "cond", ["t &&", "&& t", "t f", "(t", "t)", "!", 'matches(t/value, "a+")', "t & f", "(" * 500 + "t" + ")" * 500]
)
def test_other_conditions_are_unclear(cond: str) -> None:
    with pytest.raises(Unclear):
        evaluate(cond, lambda name: name == "t")
