"""Layout profiles are content: checked with the rest, each fault at its line (issue item 6)."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_content import ROOT, write_content

from vendorrisk.check import check
from vendorrisk.content import Content
from vendorrisk.model.fault import RefusedInput, UsageError

LAYOUT = """\
layout: small-form
version: 1.0.0
title: Small form
questionnaire: small-form
edition: "1.0"
edition_text: v(\\d\\.\\d)
editions:
  "1.0": {AC: 2}
id:
  column: {header: ID, letter: A}
  pattern: AC-\\d{2}
question: Question
answer: Answer
section:
  key: (AC)-\\d{2}
answers:
  - words: {yes: [Sure]}
controls:
  - framework: made-up-1.0
    control: AC-(\\d{2})
"""

BAD = {
    "other name than its file": ("layout: small-form", "layout: smaller-form", "1:9", "file and id must be the same"),
    "unknown field": ("question: Question", "questions: Question", "12:12", "'questions' is not a known field here"),
    "no answer column": ("answer: Answer\n", "", "1:1", "A layout has an 'answer' column, or 'marks'"),
    "pattern that is none": ("(AC)-\\d{2}", "(AC-\\d{2}", "15:8", "is no regular expression"),
    "key without a group": ("(AC)-\\d{2}", "AC-\\d{2}", "15:8", "The key is what a group in brackets matches"),
    "control without a group": ("AC-(\\d{2})", "AC-\\d{2}", "20:14", "The control is what a group in brackets matches"),
    "edition text without a group": ("v(\\d\\.\\d)", "v\\d", "6:15", "The edition is what a group in brackets matches"),
    "edition that is not published": ('edition: "1.0"', 'edition: "1.1"', "5:10", "'editions' has no edition 1.1."),
    "edition that is no number": (
        '"1.0": {AC: 2}',
        '"1.0": {AC: 2}\n  first: {AC: 2}',
        "9:10",
        "'first' is no edition",
    ),
    "counted twice": ("{AC: 2}", "{AC: 2, all: 3}", "8:10", "counts by section or as 'all', not both"),
    "unknown framework": ("made-up-1.0", "made-up-2.0", "19:16", "There is no framework 'made-up-2.0'."),
    "words for two answers": ("[Sure]", "[Sure, No]", "17:25", "'No' stands for yes and for no."),
}


def content_with(folder: Path, layout: str) -> Content:
    content = Content(write_content(folder))
    target = content.folder("questionnaires") / "layouts" / "small-form.yaml"
    target.parent.mkdir()
    target.write_text(layout, "utf-8")
    return content


def test_a_sound_layout_has_no_faults(tmp_path: Path) -> None:
    content = content_with(tmp_path, LAYOUT)
    assert not [fault for fault in check(content) if "layouts" in fault.where]
    assert content.layouts() == ("small-form",)
    assert content.layout("small-form").title == "Small form"


@pytest.mark.parametrize(("old", "new", "place", "said"), BAD.values(), ids=BAD.keys())
def test_each_fault_of_a_layout_is_named_at_its_place(
    tmp_path: Path, old: str, new: str, place: str, said: str
) -> None:
    assert LAYOUT.count(old) == 1
    content = content_with(tmp_path, LAYOUT.replace(old, new))
    faults = [fault for fault in check(content) if "layouts" in fault.where]
    assert [fault.where for fault in faults if said in fault.what] == [
        f"questionnaires/layouts/small-form.yaml:{place}"
    ], faults


def test_an_unknown_layout_names_those_that_there_are(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no layout profile 'other'") as refused:
        content_with(tmp_path, LAYOUT).layout("other")
    assert "small-form" in refused.value.mend


def test_shipped_layouts_hold_no_question_texts() -> None:
    for path in (ROOT / "questionnaires" / "layouts").glob("*.yaml"):
        asked = [line for line in path.read_text("utf-8").splitlines() if line.rstrip(" \"'").endswith("?")]
        assert all("header" in line or line.startswith("#") for line in asked), path.name


@pytest.mark.parametrize("name", ["access.Remarks", "A-01.1", "access.mfa_admin"])
def test_our_questions_have_no_foreign_ids(tmp_path: Path, name: str) -> None:
    file = "questionnaires/coalition-core/access.yaml"
    content = Content(write_content(tmp_path, {file: ("id: access.remarks", f"id: {name}")}))
    said = [fault for fault in check(content) if "An id of ours is lower-case words" in fault.what]
    assert [fault.where for fault in said] == [f"{file}:32:9"]
    with pytest.raises(RefusedInput):
        content.questionnaire("coalition-core")
