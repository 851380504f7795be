"""The frameworks asked as questionnaires: every item is asked, and leads to the coalition's questions and back."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_content import write_content

from vendorrisk.check import check
from vendorrisk.content import Content
from vendorrisk.model.questionnaire import Question, QuestionType

CONTENT = Content(Path(__file__).parents[2])
CORE = "coalition-core"
FRAMEWORKS = ("mvsp-3.0", "nist-ai-rmf-1.0")

NOT_IN_CORE = {
    "mvsp-3.0": {},
    "nist-ai-rmf-1.0": {
        "GOVERN-1.2": "The core asks for what rules bring about, not whether they name what makes AI trustworthy.",
        "GOVERN-1.4": "Who can read the risk work inside the vendor's company is not a buyer's matter.",
        "GOVERN-1.7": "The core asks how the AI is stopped in an emergency, not how a function is retired.",
        "MAP-1.3": "The vendor's mission and goals can't be judged from outside.",
        "MAP-1.4": "What the AI is worth to the vendor's business is the vendor's matter.",
        "MAP-3.1": "Each buyer weighs the benefit for its own use.",
        "MEASURE-3.2": "How risks are followed that can't be measured yet is no fact that could be checked.",
    },
}
"""The items that no question of the core touches, with the reason."""


def asked(framework: str) -> tuple[Question, ...]:
    return CONTENT.questionnaire(framework).questions


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_every_item_is_asked_and_every_question_belongs_to_one(framework: str) -> None:
    items = [question.references[framework] for question in asked(framework)]
    assert {len(each) for each in items} == {1}
    assert {each[0] for each in items} == set(CONTENT.framework(framework).items)


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_what_names_a_question_of_the_core_is_named_by_it(framework: str) -> None:
    core = CONTENT.questionnaire(CORE)
    missing = [
        f"{name} lacks {item}, for {question.id}"
        for question in asked(framework)
        for name in question.references.get(CORE, ())
        for item in question.references[framework]
        if item not in core.question(name).references.get(framework, ())
    ]
    assert not missing


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_the_items_that_the_core_leaves_out_are_known_with_their_reasons(framework: str) -> None:
    reached = {question.references[framework][0] for question in asked(framework) if question.references.get(CORE)}
    assert set(CONTENT.framework(framework).items) - reached == set(NOT_IN_CORE[framework])
    assert all(NOT_IN_CORE[framework].values())


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_a_vendor_finds_with_each_question_what_proves_it_and_what_it_takes(framework: str) -> None:
    for question in asked(framework):
        assert question.evidence, question.id
        assert "effort" in question.model_fields_set, question.id


def test_every_outcome_has_the_same_answers() -> None:
    questions = asked("nist-ai-rmf-1.0")
    assert {question.type for question in questions} == {QuestionType.CHOICE}
    assert len({question.options for question in questions}) == 1
    assert questions[0].option_ids == ("recorded", "unrecorded", "partly", "no")


# References to the questions of another questionnaire, on small content.

ACCESS = "questionnaires/coalition-core/access.yaml"
STAKE = "questionnaires/triage/stake.yaml"
REFERENCE = "{made-up-1.0: [A.1, A.2]}"


def small(folder: Path, references: str, **others: tuple[str, str]) -> Content:
    return Content(write_content(folder, {ACCESS: (REFERENCE, references), **others}))


def test_a_reference_can_lead_to_the_question_of_another_questionnaire(tmp_path: Path) -> None:
    assert not check(small(tmp_path, "{triage: [risk.substitute]}"))


def test_a_reference_to_a_question_that_there_is_not_is_named_at_its_place(tmp_path: Path) -> None:
    (fault,) = check(small(tmp_path, "{triage: [risk.substitute, risk.exit]}"))
    assert fault.where == f"{ACCESS}:12:44"
    assert "triage has no item 'risk.exit'." in fault.what


def test_a_catalogue_goes_before_a_questionnaire_of_the_same_id(tmp_path: Path) -> None:
    content = small(tmp_path, "{triage: [T.1]}")
    (tmp_path / "questionnaires" / "catalogs" / "triage.json").write_text('{"controls": [{"id": "T.1"}]}', "utf-8")
    assert not check(content)
    assert list(content.framework("triage").items) == ["T.1"]


def test_faults_of_the_other_questionnaire_are_said_once_and_hide_no_others(tmp_path: Path) -> None:
    content = small(tmp_path, "{triage: [risk.exit], made-up-1.0: [A.9]}", **{STAKE: ("type: yes-no", "type: maybe")})
    faults = check(content)
    assert [fault.where.partition(":")[0] for fault in faults if "maybe" in fault.what] == [STAKE]
    assert [fault.what for fault in faults if fault.where.startswith(ACCESS)] == [
        "access.mfa, references: made-up-1.0 has no item 'A.9'."
    ]
