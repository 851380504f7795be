"""What answers given elsewhere propose, and what they must not (issue item 8)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from vendorrisk.model.answer import Answer, Grade, Source
from vendorrisk.model.assessment import Assessment, Review, ReviewAction, Vendor
from vendorrisk.model.base import Pin
from vendorrisk.model.crosswalk import Crosswalk, Link
from vendorrisk.model.proposal import Precedent, Proposal
from vendorrisk.model.questionnaire import Questionnaire
from vendorrisk.rules.proposing import otherwise, precedents_of, propose, renewed

AT = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
LATER = AT + dt.timedelta(days=1)
SOURCE = Source(channel="workbook", recorder="Ines", at=AT, file="their.xlsx", cell="Q!C3")
TEXTS = {"help": "h", "why": "w"}
YES_NO_OTHER = [{"id": "yes", "label": "Yes"}, {"id": "no", "label": "No"}, {"id": "other", "label": "Other"}]


def asking(name: str, *questions: dict[str, Any]) -> Questionnaire:
    section = {"section": "s", "title": "S", "pillar": "security", "intro": "i", "questions": questions}
    top = {"questionnaire": name, "version": "1.0.0", "title": "T", "description": "d"}
    return Questionnaire.model_validate({**top, "sections": [section]})


THEIRS = asking(
    "their-form-1.0",
    *({"id": f"Q-{n}", "ask": "?", "type": "choice", "options": YES_NO_OTHER, **TEXTS} for n in range(1, 5)),
)
OURS = asking(
    "ours",
    {"id": "access.mfa", "ask": "MFA?", "type": "choice", "options": ["yes", "partly", "no"], **TEXTS},
    {
        "id": "access.kinds",
        "ask": "Which?",
        "type": "multi",
        "options": ["a", "b", {"id": "none", "exclusive": True}],
        **TEXTS,
    },
)
MFA = OURS.question("access.mfa")


def their(**said: str | None) -> Assessment:
    """Return their answers by question; None is not applicable."""
    answers = {
        name.replace("_", "-").upper(): Answer(
            value=value, not_applicable=value is None, comment="As our report says." if value else "", source=SOURCE
        )
        for name, value in said.items()
    }
    pin = Pin(id="their-form-1.0", version="1.0.0", digest="0" * 64, full_digest="0" * 64)
    return Assessment(vendor=Vendor(id="acme", name="Acme"), questionnaire=pin, answers=answers)


def crosswalk(name: str = "access.mfa", *links: dict[str, Any]) -> Crosswalk:
    top = {"crosswalk": "their-form", "version": "1.0.0", "from": {"layout": "their-form", "editions": ["1.0"]}}
    return Crosswalk.model_validate({**top, "to": "ours", "questions": {name: links}})


def proposed(given_answers: Assessment, *links: dict[str, Any], name: str = "access.mfa") -> Proposal:
    found = precedents_of(crosswalk(name, *links), given_answers, THEIRS, OURS)
    return propose(name, found[name], AT)


YES = {"question": "Q-1", "relation": "broader", "when": {"yes": "yes"}}
NO = {"question": "Q-2", "relation": "narrower", "when": {"no": "no"}}
NEAR = {"question": "Q-3", "relation": "related"}
BOTH = {"question": ["Q-1", "Q-2"], "relation": "broader", "when": {"yes": "yes"}}


def test_an_answer_that_is_mapped_proposes_with_its_source_and_nothing_attached() -> None:
    found = proposed(their(q_1="yes"), YES)
    assert (found.value, found.evidence, found.comment) == ("yes", (), "Q-1: As our report says.")
    (said,) = found.precedents
    assert (said.questionnaire, said.shown, said.where) == ("their-form-1.0 1.0.0", "Yes", "their.xlsx, Q!C3")
    assert (said.relation, said.suggests) == ("broader", "yes")
    assert Answer(value=found.value, evidence=found.evidence, source=SOURCE).grade is Grade.ASSERTED


@pytest.mark.parametrize("said", ["no", "other", None])
def test_what_is_not_mapped_decides_nothing_and_is_shown(said: str | None) -> None:
    found = proposed(their(q_1=said), YES)
    assert (found.value, found.proposes, found.conflicting) == (None, False, False)
    assert found.precedents[0].suggests is None


def test_not_applicable_counts_only_where_it_is_mapped() -> None:
    link = {"question": "Q-1", "relation": "equal", "when": {"n/a": "no"}}
    assert proposed(their(q_1=None), link).value == "no"
    assert proposed(their(q_1=None), link).precedents[0].shown == "Not applicable"


def test_a_question_that_was_not_answered_is_no_precedent() -> None:
    assert precedents_of(crosswalk("access.mfa", YES, NEAR), their(q_4="yes"), THEIRS, OURS) == {}


def test_sources_that_contradict_each_other_propose_nothing_and_none_is_dropped() -> None:
    found = proposed(their(q_1="yes", q_2="no", q_3="yes"), NEAR, YES, NO)
    assert (found.value, found.conflicting, found.comment) == (None, True, "")
    assert [(each.question, each.suggests) for each in found.precedents] == [
        ("Q-1", "yes"),
        ("Q-2", "no"),
        ("Q-3", None),
    ]


def test_sources_that_agree_propose_together() -> None:
    also = {"question": "Q-4", "relation": "equal", "when": {"yes": "yes", "no": "no"}}
    assert proposed(their(q_1="yes", q_4="yes", q_3="no"), YES, also, NEAR).value == "yes"


@pytest.mark.parametrize(
    ("said", "value"),
    [({"q_1": "yes", "q_2": "yes"}, "yes"), ({"q_1": "yes"}, None), ({"q_1": "yes", "q_2": "no"}, None)],
)
def test_questions_that_only_together_correspond_must_all_say_so(said: dict[str, str], value: str | None) -> None:
    found = proposed(their(**said), BOTH)
    assert found.value == value
    assert len(found.precedents) == len(said)


def test_none_of_several_is_an_answer_to_a_question_with_several_options() -> None:
    link = {"question": "Q-2", "relation": "narrower", "when": {"no": "none"}}
    assert proposed(their(q_2="no"), link, name="access.kinds").value == ("none",)


def test_an_option_that_is_gone_is_never_proposed() -> None:
    assert proposed(their(q_1="yes"), {**YES, "when": {"yes": "always"}}).value is None


@pytest.mark.parametrize("action", [ReviewAction.CHALLENGE, ReviewAction.OVERRIDE])
def test_an_answer_that_an_assessor_doubts_decides_nothing(action: ReviewAction) -> None:
    review = Review(
        question="Q-1",
        answer_version=1,
        action=action,
        reviewer="Ada",
        reason="Not so.",
        at=AT,
        value="no" if action is ReviewAction.OVERRIDE else None,
    )
    doubted = their(q_1="yes").model_copy(update={"reviews": (review,)})
    assert not proposed(doubted, YES).proposes


def test_the_same_again_changes_nothing_and_another_run_replaces_its_own() -> None:
    def found(said: str) -> dict[str, tuple[Precedent, ...]]:
        return precedents_of(crosswalk("access.mfa", YES), their(q_1=said), THEIRS, OURS)

    first = renewed((), found("yes"), "their-form-1.0", AT)
    assert renewed(first.values(), found("yes"), "their-form-1.0", LATER) == first
    second = renewed(first.values(), found("no"), "their-form-1.0", LATER)["access.mfa"]
    assert (second.value, len(second.precedents), second.at) == (None, 1, LATER)
    assert renewed(first.values(), {}, "their-form-1.0", LATER) == {}


def test_what_another_questionnaire_said_stays_and_can_contradict() -> None:
    first = renewed(
        (), precedents_of(crosswalk("access.mfa", YES), their(q_1="yes"), THEIRS, OURS), "their-form-1.0", AT
    )
    other = Precedent(questionnaire="other-2.0 2.0.0", question="X", shown="No", where="x.xlsx", suggests="no")
    both = renewed(first.values(), {"access.mfa": (other,)}, "other-2.0", LATER)["access.mfa"]
    assert both.conflicting
    assert {each.questionnaire.split(" ")[0] for each in both.precedents} == {"their-form-1.0", "other-2.0"}


@given(st.lists(st.sampled_from(["yes", "partly", "no", None]), min_size=1, max_size=5), st.randoms())
def test_the_order_of_sources_decides_nothing(said: list[str | None], random: Any) -> None:
    told = [
        Precedent(questionnaire=f"q-{n} 1.0.0", question="X", shown="?", where="f", suggests=each)
        for n, each in enumerate(said)
    ]
    first = propose("access.mfa", told, AT)
    shuffled = list(told)
    random.shuffle(shuffled)
    second = propose("access.mfa", shuffled, AT)
    assert (first.value, first.conflicting) == (second.value, second.conflicting)
    assert first.proposes == (len(set(said) - {None}) == 1)
    assert first.conflicting == (len(set(said) - {None}) > 1)
    assert len(first.precedents) == len(said)


@pytest.mark.parametrize(
    ("relation", "suggests", "mine", "differs"),
    [
        ("equal", "yes", "yes", False),
        ("equal", "yes", "partly", True),
        ("broader", "partly", "yes", False),
        ("broader", "partly", "no", True),
        ("narrower", "partly", "no", False),
        ("narrower", "partly", "yes", True),
    ],
)
def test_an_answer_stands_beside_what_only_bounds_it(relation: Any, suggests: str, mine: str, differs: bool) -> None:  # noqa: FBT001
    said = Precedent(questionnaire="q 1", question="X", shown="?", where="f", relation=relation, suggests=suggests)
    assert otherwise(propose("access.mfa", [said], AT), Answer(value=mine, source=SOURCE), MFA) is differs


def test_not_applicable_differs_from_what_was_said_elsewhere() -> None:
    said = Precedent(questionnaire="q 1", question="X", shown="?", where="f", relation="broader", suggests="yes")
    mine = Answer(not_applicable=True, comment="No such thing.", source=SOURCE)
    assert otherwise(propose("access.mfa", [said], AT), mine, MFA)


@pytest.mark.parametrize(
    "link",
    [
        {"question": "Q-1", "relation": "related", "when": {"yes": "yes"}},
        {"question": "Q-1", "relation": "equal"},
        {"question": [], "relation": "related"},
        {"question": "Q-1", "relation": "wider"},
    ],
)
def test_a_link_that_can_mean_nothing_is_refused(link: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Link.model_validate(link)


@pytest.mark.parametrize("links", [[], [YES, {**NEAR, "question": "Q-1"}]])
def test_a_question_is_linked_to_something_and_to_each_once(links: list[dict[str, Any]]) -> None:
    with pytest.raises(ValidationError, match="linked to nothing, or twice"):
        crosswalk("access.mfa", *links)


@pytest.mark.parametrize(
    "origin", [{}, {"layout": "a"}, {"questionnaire": "a", "editions": ["1.0"]}, {"layout": "a", "questionnaire": "b"}]
)
def test_an_origin_is_a_layout_with_editions_or_a_questionnaire(origin: dict[str, Any]) -> None:
    top = {"crosswalk": "x", "version": "1.0.0", "to": "ours", "questions": {"access.mfa": [NEAR]}}
    with pytest.raises(ValidationError):
        Crosswalk.model_validate({**top, "from": origin})
