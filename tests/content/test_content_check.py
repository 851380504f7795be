"""One example of bad content for each kind of fault: what is said, and at which line and column."""
# ruff: noqa: E501  a table is read line by line

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from small_content import FILES, ROOT, write_content
from tiny import criterion, policy, question, questionnaire

from vendorrisk.check import check
from vendorrisk.content import Content
from vendorrisk.model.condition import parse_condition
from vendorrisk.rules.static import never_met, representatives

CORE = "questionnaires/coalition-core/questionnaire.yaml"
SERVICE = "questionnaires/coalition-core/service.yaml"
ACCESS = "questionnaires/coalition-core/access.yaml"
STAKE = "questionnaires/triage/stake.yaml"
TIERS = "scoring/risk-tiers.yaml"
POLICY = "scoring/coalition-minimum/policy.yaml"
CRITERIA = "scoring/coalition-minimum/access.yaml"

SHOWN = "show_when: {service.uses-ai: yes}"
HOURS = "{access.hours: {at_most: 24}}"

BAD = {
    "unknown question in show_when": (SERVICE, "service.uses-ai: yes", "service.ai: yes", "15:29", "There is no question 'service.ai'."),
    "show_when on an answer of another questionnaire": (SERVICE, "service.uses-ai: yes", "risk.substitute: yes", "15:34", "There is no question 'risk.substitute'."),
    "option that does not exist": (SERVICE, "service.uses-ai: yes", "service.uses-ai: maybe", "15:34", "'maybe' is no option of service.uses-ai; it has yes, no."),
    "operator for another type": (SERVICE, "service.uses-ai: yes", "service.uses-ai: {at_least: yes}", "15:34", "'at_least' can't be asked of service.uses-ai, a yes-no question"),
    "show_when relative to as_of": (SERVICE, SHOWN, "show_when: {access.tested: {before: as_of}}", "15:32", "'show_when' can't depend on 'as_of'."),
    "question that shows itself": (SERVICE, SHOWN, "show_when: {service.ai-kinds: {includes_any: [generative]}}", "15:16", "depends on its own answer"),
    "question that can never show": (SERVICE, SHOWN, "show_when: {all: [{service.uses-ai: yes}, {service.uses-ai: no}]}", "15:16", "No answers can make this true: it is never asked."),
    "question id outside its section": (ACCESS, "id: access.remarks", "id: remarks", "32:9", "An id in this section begins with 'access.'."),
    "triage question without the prefix": (STAKE, "id: risk.substitute", "id: stake.substitute", "12:9", "An id in this section begins with 'risk.'."),
    "question id that stands twice": (ACCESS, "id: access.remarks", "id: access.mfa", "32:9", "The id 'access.mfa' stands twice"),
    "reference that is not in its catalogue": (ACCESS, "[A.1, A.2]", "[A.1, A.9]", "12:37", "made-up-1.0 has no item 'A.9'."),
    "questionnaire with another name than its folder": (CORE, "questionnaire: coalition-core", "questionnaire: core", "1:16", "folder and id must be the same"),
    "unknown question in met_when": (CRITERIA, "met_when: {access.mfa: yes}", "met_when: {access.mfq: yes}", "7:28", "There is no question 'access.mfq'."),
    "unknown question in applies_when": (CRITERIA, "service.uses-ai: no", "service.ai: no", "34:32", "There is no question 'service.ai'."),
    "unknown question in partly_met_when": (CRITERIA, "access.mfa: partly", "access.mfq: partly", "8:35", "There is no question 'access.mfq'."),
    "text where a number is compared": (CRITERIA, "{at_most: 24}", "{at_most: soon}", "16:30", "'at_most' of access.hours takes a number, not 'soon'."),
    "value where an operator is needed": (CRITERIA, "{at_most: 24}", "24", "16:30", "'one_of' can't be asked of access.hours, a number question"),
    "list operator with one option": (CRITERIA, HOURS, "{service.ai-kinds: {includes_any: generative}}", "16:34", "'includes_any' of service.ai-kinds takes a list of options."),
    "better than no option": (CRITERIA, "{at_least: self}", "{at_least: us}", "35:30", "'us' is no option of access.reset"),
    "answered: false": (CRITERIA, "{at_most: 24}", "{answered: false}", "16:30", "'answered' takes only 'true'"),
    "date that is none": (CRITERIA, "{not_after: as_of}", "{not_after: 31.12.2026}", "27:26", "'31.12.2026' is no date; write it as 2026-01-31"),
    "term that leaves the calendar": (CRITERIA, "12 months before as_of", "9999 years before as_of", "26:26", "is longer than 100 years"),
    "criterion that nobody can meet": (CRITERIA, "{at_most: 24}", "{less_than: 0}", "16:15", "No answers can meet this criterion."),
    "criterion that nobody can fail": (CRITERIA, "{at_most: 24}", "{at_least: 0}", "16:15", "No answers can fail this criterion: it asks for nothing."),
    "criterion that only asks for an answer": (CRITERIA, HOURS, "{access.remarks: {answered: true}}", "16:15", "it asks for nothing"),
    "criterion that never applies": (CRITERIA, "{service.uses-ai: no}", "{all: [{service.uses-ai: no}, {service.uses-ai: yes}]}", "34:19", "the criterion never applies"),
    "partly met that never is": (CRITERIA, "partly_met_when: {access.mfa: partly}", "partly_met_when: {access.mfa: yes}", "8:22", "it is never partly met"),
    "criterion id of another level": (CRITERIA, "id: MIN-ACC-02", "id: EXP-ACC-02", "12:9", "begins with MIN-"),
    "criterion id that stands twice": (CRITERIA, "id: MIN-ACC-02", "id: MIN-ACC-01", "12:9", "The id 'MIN-ACC-01' stands twice"),
    "contradiction with an unknown question": (POLICY, "cadence:", "contradictions: [{risk.substitute: no, service.uses-ai: no}, {risk.substitute: no, service.ai: no}]\ncadence:", "7:96", "There is no question 'service.ai'."),
    "contradiction within the triage": (POLICY, "cadence:", "contradictions: [{risk.personal-data: none, risk.substitute: no}]\ncadence:", "7:17", "The contradiction no. 1 must name a question of the triage and one that the vendor answers."),
    "contradiction that can never be": (POLICY, "cadence:", "contradictions: [{all: [{risk.substitute: no}, {service.uses-ai: no}, {service.uses-ai: yes}]}]\ncadence:", "7:17", "No answers can make this true: no. 1 is never said."),
    "unknown domain": (CRITERIA, "domain: access", "domain: acces", "1:9", "There is no section 'acces'."),
    "misspelt domain field": (CRITERIA, "domain:", "domian:", "1:9", "'domian' is not a known field here."),
    "misspelt list of criteria": (CRITERIA, "criteria:", "critera:", "1:1", "'criteria' must be a list."),
    "reference of a criterion": (CRITERIA, "[A.1]", "[A.7]", "11:32", "made-up-1.0 has no item 'A.7'."),
    "weight above ten": (CRITERIA, "weight: 10", "weight: 11", "6:13", "less than or equal to 10"),
    "term that is none": (CRITERIA, "within: 60 days", "within: soon", "17:50", "'soon' is no term; write it as '30 days'"),
    "level that is none": (CRITERIA, "level: leading", "level: lead", "32:12", "'lead' is none of 'minimum', 'expected', 'leading'."),
    "cadence without a tier": (POLICY, ", low: 24 months", "", "1:1", "'cadence' lacks low"),
    "policy on an unknown questionnaire": (POLICY, "questionnaire: coalition-core", "questionnaire: core", "6:16", "There is no questionnaire 'core'; known: coalition-core, triage."),
    "policy with another name than its folder": (POLICY, "policy: coalition-minimum", "policy: minimum", "1:9", "folder and id must be the same"),
    "criteria file that is missing": (POLICY, "- access.yaml", "- acces.yaml", "9:5", "The file scoring/coalition-minimum/acces.yaml can't be read."),
    "tier rule on an unknown question": (TIERS, "risk.substitute: no", "risk.exit: no", "9:23", "rule 2, when: There is no question 'risk.exit'."),
    "tier rule on a vendor's answer": (TIERS, "risk.substitute: no", "access.mfa: no", "9:24", "There is no question 'access.mfa'."),
    "tier rule that never holds": (TIERS, "{risk.substitute: no}", "{not: {risk.substitute: [yes, no]}}", "9:11", "rule 2, when: No answers can make this true: the rule never holds."),
    "tier that is none": (TIERS, "tier: high", "tier: huge", "5:11", "'huge' is none of 'low', 'medium', 'high', 'critical'."),
    "tiers from an unknown questionnaire": (TIERS, "questionnaire: triage", "questionnaire: triag", "3:16", "There is no questionnaire 'triag'"),
}  # fmt: skip


def test_the_small_and_the_shipped_coalition_are_sound(tmp_path: Path) -> None:
    assert check(Content(write_content(tmp_path))) == ()
    assert check(Content(ROOT)) == ()


@pytest.mark.parametrize(("file", "before", "after", "place", "what"), BAD.values(), ids=BAD)
def test_bad_content_is_named_at_its_place(  # noqa: PLR0913, PLR0917  one column each
    tmp_path: Path, file: str, before: str, after: str, place: str, what: str
) -> None:
    faults = check(Content(write_content(tmp_path, {file: (before, after)})))
    assert f"{file}:{place}" in [fault.where for fault in faults if what in fault.what], [*map(str, faults)]


def test_a_circle_names_its_members_and_not_who_only_waits_for_them(tmp_path: Path) -> None:
    changes = {
        SERVICE: ("help: Count everything.", "help: Count everything.\n    show_when: {access.mfa: yes}"),
        ACCESS: ("help: For administrators.", "help: For administrators.\n    show_when: {service.uses-ai: yes}"),
    }
    faults = check(Content(write_content(tmp_path, changes)))
    what = "show_when: The show_when of access.mfa, service.uses-ai depend on each other in a circle."
    assert {fault.where: fault.what for fault in faults if "circle" in fault.what} == {
        f"{SERVICE}:10:16": f"service.uses-ai, {what}",
        f"{ACCESS}:11:16": f"access.mfa, {what}",
    }


def test_every_fault_is_found_at_once_and_said_once(tmp_path: Path) -> None:
    kinds = ("show_when relative to as_of", "reference that is not in its catalogue", "tier rule that never holds")
    chosen = [BAD[kind] for kind in (*kinds, "weight above ten")]
    faults = check(Content(write_content(tmp_path, {file: (before, after) for file, before, after, _, _ in chosen})))
    assert [fault.where for fault in faults] == [f"{file}:{place}" for file, _, _, place, _ in chosen]


def test_several_faults_of_one_file_are_found_at_once(tmp_path: Path) -> None:
    kinds = (
        "unknown question in met_when",
        "unknown question in partly_met_when",
        "reference of a criterion",
        "criterion id of another level",
        "criterion that nobody can meet",
        "date that is none",
        "criterion that never applies",
    )
    folder = write_content(tmp_path)
    text = FILES[CRITERIA]
    for kind in kinds:
        text = text.replace(*BAD[kind][1:3])
    (folder / CRITERIA).write_text(text, "utf-8")
    assert {fault.where for fault in check(Content(folder))} == {f"{CRITERIA}:{BAD[kind][3]}" for kind in kinds}


# What can be met is decided exactly, for every kind of question.

MANY = [f"o{number}" for number in range(12)]
ASKED = questionnaire(
    question("s.number", "number"),
    question("s.share", "percent"),
    question("s.list", "list"),
    question("s.date", "date"),
    question("s.multi", "multi", options=[*MANY, {"id": "none", "label": "None", "exclusive": True}]),
    question("s.choice"),
)
QUESTIONS = {each.id: each for each in ASKED.questions}


@pytest.mark.parametrize(
    ("met_when", "said"),
    [
        ({"s.number": {"at_most": 24}}, ""),
        ({"all": [{"s.number": {"more_than": 5}}, {"s.number": {"less_than": 5.5}}]}, ""),
        ({"all": [{"s.number": {"more_than": 5}}, {"s.number": {"less_than": 5}}]}, "meet"),
        ({"all": [{"s.number": {"at_least": 5}}, {"s.number": {"at_most": 5}}]}, ""),
        ({"any": [{"s.number": {"more_than": 5}}, {"s.number": {"at_most": 5}}]}, "fail"),
        ({"s.share": {"more_than": 99.5}}, ""),
        ({"s.share": {"at_least": 100}}, ""),
        ({"s.share": {"more_than": 100}}, "meet"),
        ({"s.share": {"less_than": 0}}, "meet"),
        ({"s.share": {"at_most": 100}}, "fail"),
        ({"s.list": {"at_least": 3}}, ""),
        ({"s.list": {"at_least": 0}}, "fail"),
        ({"s.list": {"at_most": -1}}, "meet"),
        ({"s.date": {"before": "2026-01-01"}}, ""),
        ({"all": [{"s.date": {"after": "2026-01-01"}}, {"s.date": {"before": "2026-01-02"}}]}, "meet"),
        ({"all": [{"s.date": {"after": "2026-01-01"}}, {"s.date": {"before": "2026-01-03"}}]}, ""),
        ({"s.date": {"before": "0001-01-01"}}, "meet"),
        ({"s.date": {"not_after": "9999-12-31"}}, "fail"),
        ({"s.multi": {"includes_all": MANY}}, ""),
        ({"s.multi": {"at_least": 12}}, ""),
        ({"s.multi": {"at_least": 13}}, "meet"),
        ({"s.multi": {"includes_all": ["none", "o1"]}}, "meet"),
        ({"s.multi": {"includes_any": ["none"]}}, ""),
        ({"all": [{"s.multi": {"includes_none": ["o1"]}}, {"s.multi": {"includes_all": ["o1"]}}]}, "meet"),
        ({"all": [{"s.multi": {"includes_any": ["o1"]}}, {"s.multi": {"at_least": 12}}]}, ""),
        ({"s.choice": {"at_least": "worst"}}, "fail"),
        ({"all": [{"s.choice": {"at_least": "middle"}}, {"s.choice": {"at_most": "middle"}}]}, ""),
        ({"not": {"s.choice": ["best", "middle", "worst"]}}, "meet"),
    ],
)
def test_what_can_be_met_and_failed_is_decided_exactly(met_when: object, said: str) -> None:
    flaws = list(never_met(policy(criterion(1, met_when)).criteria[0], QUESTIONS))
    assert [flaw.what.partition(" answers can ")[2].partition(" ")[0] for flaw in flaws] == ([said] if said else [])


def test_what_rests_on_too_many_answers_is_not_guessed() -> None:
    asked = questionnaire(*(question(f"s.q{number}") for number in range(17)))
    questions = {each.id: each for each in asked.questions}
    met_when = {"all": [{name: "best"} for name in questions]}
    (flaw,) = never_met(policy(criterion(1, met_when)).criteria[0], questions)
    assert "too many answers" in flaw.what


def test_answers_that_the_conditions_do_not_tell_apart_are_tried_once() -> None:
    asked = questionnaire(*(question(f"s.q{number}", "multi", options=MANY) for number in range(5)))
    questions = {each.id: each for each in asked.questions}
    met_when = {"all": [{name: {"includes_all": MANY}} for name in questions]}
    assert list(never_met(policy(criterion(1, met_when)).criteria[0], questions)) == []


def test_representatives_respect_the_bounds_of_a_question() -> None:
    share = QUESTIONS["s.share"]
    leaves = list(parse_condition({"all": [{"s.share": {"at_least": 95}}, {"s.number": {"at_least": 7}}]}).leaves())
    assert representatives(share, leaves) == [0.0, 47.5, 95, 97.5, 100.0]
    assert representatives(QUESTIONS["s.date"], leaves) == [
        (dt.date(2026, 1, 1) + dt.timedelta(days=step)).isoformat() for step in (-1, 0, 1)
    ]
