"""Crosswalks are content: checked with the rest, each fault at its line; the shipped ones hold no texts."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from small_content import ROOT, write_content

from vendorrisk.check import check
from vendorrisk.cli.app import app
from vendorrisk.content import Content
from vendorrisk.model.fault import UsageError

SHIPPED = Content(ROOT)
LAYOUT = """\
layout: small-form
version: 1.0.0
title: Small form
questionnaire: small-form
edition: "1.0"
editions:
  "1.0": {AC: 2, BC: 1}
id:
  column: {header: ID, letter: A}
  pattern: "[A-Z]{2}-\\\\d{2}"
question: Question
answer: Answer
section:
  key: ([A-Z]{2})-\\d{2}
answers:
  - {ids: [BC-01], type: text}
  - type: choice
"""
CROSSWALK = """\
crosswalk: small-form
version: 1.0.0
from: {layout: small-form, editions: ["1.0"]}
to: coalition-core
questions:
  access.mfa:
    - {question: AC-01, relation: broader, when: {yes: yes}}
    - {question: BC-01, relation: related}
  access.reset:
    - {question: AC-02, relation: narrower, when: {no: nobody}}
"""
BAD = {
    "other name than its file": ("crosswalk: small-form", "crosswalk: smaller", "1:12", "file and id must be the same"),
    "unknown layout": ("{layout: small-form", "{layout: big-form", "3:16", "There is no layout profile 'big-form'."),
    "unknown edition": ('["1.0"]', '["1.0", "1.1"]', "3:46", "The layout knows no edition '1.1'."),
    "unknown target": ("to: coalition-core", "to: coalition-cure", "4:5", "no questionnaire 'coalition-cure'"),
    "unknown question here": ("access.mfa:", "access.mfo:", "7:5", "Did you mean 'access.mfa'?"),
    "no id there": ("question: AC-01", "question: AC1", "7:18", "'AC1' is no id of small-form"),
    "no section there": ("question: AC-01", "question: XX-01", "7:18", "small-form has no section XX"),
    "unknown option there": ("{yes: yes}", "{maybe: yes}", "7:58", "AC-01 has no option 'maybe'"),
    "words nobody read": ("{yes: yes}", "{other: yes}", "7:58", "'other' stands for words that nobody has read"),
    "an answer in words": (
        "BC-01, relation: related",
        "BC-01, relation: broader, when: {yes: yes}",
        "8:56",
        "no answer to it",
    ),
    "unknown option here": ("{yes: yes}", "{yes: always}", "7:56", "access.mfa has no option 'always'"),
    "denial of a broader question": ("{yes: yes}", "{no: no}", "7:55", "its denial does not deny ours"),
    "affirmation of a narrower one": ("{no: nobody}", "{yes: self}", "10:57", "can't show the best answer to ours"),
    "several options": ("access.mfa:", "service.ai-kinds:", "7:56", "service.ai-kinds has no option 'yes'"),
    "a number": ("access.mfa:", "access.hours:", "7:56", "access.hours has no option 'yes'; it has no options"),
    "unknown field": ("to: coalition-core", "into: coalition-core", "4:7", "'into' is not a known field here"),
}


def content_with(folder: Path, crosswalk: str) -> Content:
    content = Content(write_content(folder))
    for kind, text in (("layouts", LAYOUT), ("crosswalks", crosswalk)):
        target = content.folder("questionnaires") / kind / "small-form.yaml"
        target.parent.mkdir()
        target.write_text(text, "utf-8")
    return content


def test_a_sound_crosswalk_has_no_faults(tmp_path: Path) -> None:
    content = content_with(tmp_path, CROSSWALK)
    assert not [fault for fault in check(content) if "crosswalks" in fault.where or "layouts" in fault.where]
    assert content.origins_of(content.crosswalk("small-form")) == ("small-form-1.0",)


@pytest.mark.parametrize(("old", "new", "place", "said"), BAD.values(), ids=BAD.keys())
def test_each_fault_of_a_crosswalk_is_named_at_its_place(
    tmp_path: Path, old: str, new: str, place: str, said: str
) -> None:
    assert CROSSWALK.count(old) == 1
    faults = check(content_with(tmp_path, CROSSWALK.replace(old, new)))
    found = [fault for fault in faults if "crosswalks" in fault.where]
    assert [fault.where for fault in found if said in fault.what] == [
        f"questionnaires/crosswalks/small-form.yaml:{place}"
    ], found


def test_only_an_option_that_stands_alone_can_follow_for_a_question_with_several(tmp_path: Path) -> None:
    said = [
        fault.what
        for fault in check(
            content_with(
                tmp_path,
                CROSSWALK.replace("access.mfa:", "service.ai-kinds:").replace("{yes: yes}", "{yes: generative}"),
            )
        )
    ]
    assert any("only one that stands alone" in each for each in said)


def test_an_unknown_crosswalk_names_those_that_there_are(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no crosswalk 'other'") as refused:
        content_with(tmp_path, CROSSWALK).crosswalk("other")
    assert "small-form" in refused.value.mend


@pytest.mark.parametrize("name", SHIPPED.crosswalks())
def test_shipped_crosswalks_hold_identifiers_and_no_texts(name: str) -> None:
    text = (ROOT / "questionnaires" / "crosswalks" / f"{name}.yaml").read_text("utf-8")
    rows = [line for line in text.splitlines() if line.startswith("  ")]
    link = r"    - \{question: (\[[^\]]+\]|\S+), relation: [a-z]+(, when: \{[^}]+\})?\}"
    assert all(re.fullmatch(rf"  [a-z.\-]+:|{link}", line) for line in rows)


@pytest.mark.parametrize("name", SHIPPED.crosswalks())
def test_shipped_crosswalks_follow_the_order_of_the_questionnaire(name: str) -> None:
    order = [question.id for question in SHIPPED.questionnaire("coalition-core").questions]
    named = list(SHIPPED.crosswalk(name).questions)
    assert named == sorted(named, key=order.index)


@pytest.mark.parametrize(
    ("name", "reached", "decided"),
    [
        ("csa-caiq-3", 34, 5),
        ("csa-caiq-4", 67, 10),
        ("hecvat-4", 74, 11),
        ("hecvat-full-3", 10, 4),
        ("mvsp-3.0", 63, 16),
        ("nist-ai-rmf-1.0", 95, 0),
        ("owasp-samm-1.5", 13, 0),
        ("trustbot-security", 62, 9),
    ],
)
def test_how_many_core_questions_the_shipped_crosswalks_reach(name: str, reached: int, decided: int) -> None:
    crosswalk = SHIPPED.crosswalk(name)
    deciding = {question for question, _, link in crosswalk.links() if link.when}
    assert (len(crosswalk.questions), len(deciding)) == (reached, decided)


def test_a_file_of_another_edition_is_not_read_by_guess() -> None:
    crosswalk = SHIPPED.crosswalk("csa-caiq-4")
    assert SHIPPED.origins_of(crosswalk) == ("csa-caiq-4.0.2", "csa-caiq-4.0.3")


def test_crosswalks_are_listed_with_where_they_lead() -> None:
    result = CliRunner().invoke(app, ["--content", str(ROOT), "content", "list"], standalone_mode=False)
    row = next(line for line in result.output.splitlines() if line.startswith("crosswalk") and "csa-caiq-4 " in line)
    assert row.split() == [
        "crosswalk",
        "csa-caiq-4",
        "1.0.0",
        "csa-caiq-4.0.2,",
        "csa-caiq-4.0.3",
        "→",
        "coalition-core",
    ]
    said = CliRunner().invoke(app, ["--content", str(ROOT), "content", "list", "--json"], standalone_mode=False)
    listed = [each["id"] for each in json.loads(said.output) if each["kind"] == "crosswalk"]
    assert listed == list(SHIPPED.crosswalks())
