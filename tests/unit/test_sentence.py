"""Conditions as sentences that can be read only one way."""

from __future__ import annotations

import pytest
from tiny import question, questionnaire

from vendorrisk import yamlfile
from vendorrisk.model.condition import parse_condition
from vendorrisk.model.language import Language
from vendorrisk.phrases.words import Tiers
from vendorrisk.rules.leaf import RISK_TIER, RISK_TIER_QUESTION
from vendorrisk.rules.sentence import sentence

OPTIONS = [{"id": "all", "label": {"en": "All of them", "de": "Alle"}}, "some", "none"]
ASKED = questionnaire(
    question("s.ok", "yes-no"),
    question("s.choice", options=OPTIONS),
    question("s.multi", "multi", options=OPTIONS),
    question("s.hours", "number", unit={"en": "hours", "de": "Stunden"}),
    question("s.share", "percent"),
    question("s.date", "date"),
    question("s.words", "text"),
    question("s.list", "list"),
)
QUESTIONS = {**{each.id: each for each in ASKED.questions}, RISK_TIER: RISK_TIER_QUESTION}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("s.ok: yes", "s.ok is “Yes”"),
        ("s.choice: [all, some]", "s.choice is “All of them” or “some”"),
        ("s.choice: [all, some, none]", "s.choice is “All of them”, “some” or “none”"),
        ("s.choice: {at_least: some}", "s.choice is at least “some”"),
        ("s.multi: {includes_any: [all, some]}", "s.multi includes at least one of “All of them” or “some”"),
        ("s.multi: {includes_all: [all, some]}", "s.multi includes all of “All of them” and “some”"),
        ("s.multi: {includes_none: [all, some]}", "s.multi includes none of “All of them” or “some”"),
        ("s.multi: {includes_any: [some]}", "s.multi includes “some”"),
        ("s.multi: {includes_all: [some]}", "s.multi includes “some”"),
        ("s.multi: {includes_none: [none]}", "s.multi does not include “none”"),
        ("s.multi: {at_least: 2}", "s.multi is at least 2 items"),
        ("s.list: {at_least: 1}", "s.list is at least 1 item"),
        ("s.hours: {at_most: 24}", "s.hours is at most 24 hours"),
        ("s.hours: {less_than: 1.5}", "s.hours is less than 1.5 hours"),
        ("s.share: {at_least: 95.0}", "s.share is at least 95 %"),
        ("s.date: {before: 2026-01-31}", "s.date is before 2026-01-31"),
        ("s.date: {not_before: 12 months before as_of}", "s.date is not older than 12 months"),
        ("s.date: {not_after: as_of}", "s.date is not in the future"),
        ("s.date: {not_after: 2026-01-31}", "s.date is on or before 2026-01-31"),
        ("s.date: {not_before: as_of}", "s.date is on or after the assessment date"),
        ("s.date: {before: 30 days after as_of}", "s.date is before 30 days after the assessment date"),
        ("s.words: {answered: true}", "s.words is answered"),
        ("risk.tier: {at_least: high}", "the inherent risk tier is at least “high”"),
        ("{s.ok: yes, s.choice: all}", "s.ok is “Yes” and s.choice is “All of them”"),
        ("any: [{s.ok: yes}, {s.ok: no}]", "s.ok is “Yes” or s.ok is “No”"),
        ("not: {s.ok: yes}", "it is not so that s.ok is “Yes”"),
        ("all: [{s.ok: yes}]", "s.ok is “Yes”"),
    ],
)
def test_a_condition_is_said_plainly(text: str, said: str) -> None:
    assert sentence(parse_condition(yamlfile.load(text, "f").data), QUESTIONS) == said


A, B, C = "s.ok is “Yes”", "s.choice is “some”", "s.words is answered"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("any: [{all: [a, b]}, c]", f"({A} and {B}) or {C}"),
        ("all: [{any: [a, b]}, c]", f"({A} or {B}) and {C}"),
        ("all: [{not: a}, b]", f"(it is not so that {A}) and {B}"),
        ("not: {all: [a, b]}", f"it is not so that ({A} and {B})"),
        ("any: [{all: [a]}, c]", f"{A} or {C}"),
        ("not: {not: a}", f"it is not so that (it is not so that {A})"),
    ],
)
def test_nesting_is_bracketed_so_that_no_two_conditions_read_the_same(text: str, said: str) -> None:
    for name, leaf in (("a", "{s.ok: yes}"), ("b", "{s.choice: some}"), ("c", "{s.words: {answered: true}}")):
        text = text.replace(f"[{name}", f"[{leaf}").replace(f" {name}", f" {leaf}")
    assert sentence(parse_condition(yamlfile.load(text, "f").data), QUESTIONS) == said


def test_labels_and_units_come_in_the_language_that_is_asked_for() -> None:
    condition = parse_condition({"s.choice": "all", "s.hours": {"at_most": 24}})
    assert sentence(condition, QUESTIONS, "de") == "s.choice is “Alle” and s.hours is at most 24 Stunden"
    assert sentence(condition, QUESTIONS, "fr") == "s.choice is “All of them” and s.hours is at most 24 hours"


def test_risk_tiers_are_said_in_the_words_that_the_interface_has_for_them() -> None:
    condition = parse_condition({"risk.tier": {"at_least": "medium"}})
    french = Language("fr", {Tiers.MEDIUM.path: "moyen"})
    assert sentence(condition, QUESTIONS, french) == "the inherent risk tier is at least “moyen”"
