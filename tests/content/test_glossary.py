"""The shipped glossary keeps its own rules, and knows every word that the shipped questions name."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from vendorrisk.content import Content
from vendorrisk.model.base import say, slug
from vendorrisk.model.glossary import Entry, Glossary

CONTENT = Content(Path(__file__).parents[2])
LONGEST = 300
MOST_WORDS = 45
MOST_TERMS = 3


@cache
def glossary() -> Glossary:
    found = CONTENT.glossary
    assert found is not None
    return found


def entries() -> list[Entry]:
    return list(glossary().entries)


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.id)
def test_a_meaning_is_one_or_two_short_sentences(entry: Entry) -> None:
    meaning = say(entry.meaning)
    assert len(meaning) < LONGEST
    assert len(meaning.split()) <= MOST_WORDS
    assert meaning[0].isupper()
    assert meaning.endswith(".")
    assert len(re.findall(r"\.(?: |$)", meaning)) <= 2


def test_an_id_is_its_term_without_the_abbreviation() -> None:
    assert [entry.id for entry in entries() if entry.id != slug(re.sub(r" \([^)]*\)$", "", say(entry.term)))] == []


def test_entries_stand_in_order_by_field_and_id() -> None:
    fields = list(dict.fromkeys(entry.field for entry in entries()))
    order = [(fields.index(entry.field), entry.id) for entry in entries()]
    assert order == sorted(order)


def test_every_reference_is_held_in_a_catalogue() -> None:
    named = {(framework, name) for entry in entries() for framework, ids in entry.references.items() for name in ids}
    assert {framework for framework, _ in named} <= set(CONTENT.frameworks())
    assert {(framework, name) for framework, name in named if name not in CONTENT.framework(framework).items} == set()


def test_see_leads_to_other_entries() -> None:
    ids = {entry.id for entry in entries()}
    assert {name for entry in entries() for name in entry.see} <= ids
    assert not [entry.id for entry in entries() if entry.id in entry.see]


def test_every_term_that_a_question_names_is_explained() -> None:
    ids = {entry.id for entry in entries()}
    asked = [question for name in CONTENT.questionnaires() for question in CONTENT.questionnaire(name).questions]
    assert any(question.terms for question in asked)
    assert {(question.id, term) for question in asked for term in question.terms if term not in ids} == set()
    assert not [question.id for question in asked if len(question.terms) > MOST_TERMS]


def test_the_words_of_the_program_are_explained() -> None:
    words = (
        "criterion minimum finding waiver verdict score coverage grade asserted documented verified gap attestation "
        "disclosure-tier inherent-risk residual-risk undetermined not-applicable journal"
    )
    assert set(words.split()) <= {entry.id for entry in entries()}
