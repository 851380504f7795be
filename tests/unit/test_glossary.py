"""The glossary as content: what is checked, what it changes, and how it is translated."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from small_content import FILES, ROOT, write_content

from vendorrisk.check import check
from vendorrisk.content import Content, pin
from vendorrisk.model.base import say
from vendorrisk.model.fault import Fault, RefusedInput
from vendorrisk.model.translation import source_of
from vendorrisk.translating import rows

GLOSSARY = "questionnaires/glossary.yaml"
ACCESS = "questionnaires/coalition-core/access.yaml"
NAMED = ("type: number", "type: number\n    terms: [factor, leaver]")

WORDS = """\
glossary: words
version: 1.0.0
entries:
  - id: factor
    term: factor (F)
    field: security
    meaning: A proof of another kind.
    see: [leaver]
    references: {made-up-1.0: [A.1]}
  - id: leaver
    term: leaver
    field: risk
    meaning: A person who leaves.
"""


def content(folder: Path, glossary: str = WORDS, *, asked: bool = True) -> Content:
    """Write the small coalition with a glossary (none if it is empty) that one question names, or no question."""
    write_content(folder, {ACCESS: NAMED} if asked else None)
    if glossary:
        (folder / GLOSSARY).write_text(glossary, "utf-8")
    return Content(folder)


def new_faults(found: Content, before: Content) -> list[Fault]:
    """Return what is wrong with one content and not with another."""
    known = check(before)
    return [fault for fault in check(found) if fault not in known]


def test_a_glossary_and_questions_that_name_its_entries_are_sound(tmp_path: Path) -> None:
    plain = Content(write_content(tmp_path / "plain"))
    assert plain.glossary is None
    assert plain.terms_of(plain.questionnaire("coalition-core").questions) == {}
    found = content(tmp_path / "words")
    assert new_faults(found, plain) == []
    assert [*found.terms_of(found.questionnaire("coalition-core").questions)] == ["factor", "leaver"]


BAD = {
    "see that leads nowhere": ("see: [leaver]", "see: [leavers]", "8:11", "no entry 'leavers'. Did you mean 'leaver'?"),
    "see that leads back": ("see: [leaver]", "see: [factor]", "8:11", "factor, see: It leads to itself."),
    "reference": ("[A.1]", "[A.7]", "9:32", "made-up-1.0 has no item 'A.7'."),
    "id that stands twice": ("id: leaver", "id: factor", "10:9", "The id 'factor' stands twice"),
    "field that is none": ("field: risk", "field: law", "12:12", "'law' is none of"),
    "meaning that is missing": ("    meaning: A person who leaves.\n", "", "10:5", "'meaning' is missing."),
    "meaning that is empty": ("A person who leaves.", '" "', "13:14", "this text is empty"),
    "unknown field": ("term: leaver", "terms: leaver", "11:12", "'terms' is not a known field here."),
}


@pytest.mark.parametrize(("before", "after", "place", "what"), BAD.values(), ids=BAD)
def test_bad_entries_are_named_at_their_place(tmp_path: Path, before: str, after: str, place: str, what: str) -> None:
    assert WORDS.count(before) == 1
    faults = check(content(tmp_path, WORDS.replace(before, after)))
    assert f"{GLOSSARY}:{place}" in [each.where for each in faults if what in each.what], [*map(str, faults)]


@pytest.mark.parametrize("glossary", ["", WORDS.replace("leaver", "joiner")], ids=["no glossary", "another entry"])
def test_a_question_names_only_entries_that_there_are(tmp_path: Path, glossary: str) -> None:
    faults = new_faults(content(tmp_path / "words", glossary), Content(write_content(tmp_path / "plain")))
    assert "access.hours, terms: The glossary has no entry 'leaver'." in [each.what for each in faults]
    line = 1 + f"{FILES[ACCESS].split(NAMED[0])[0]}{NAMED[1]}".count("\n")
    assert f"{ACCESS}:{line}:21" in [each.where for each in faults]


def test_a_broken_glossary_hides_no_other_fault(tmp_path: Path) -> None:
    found = content(tmp_path, WORDS.replace("field: risk", "field: law"))
    path = tmp_path / ACCESS
    path.write_text(path.read_text("utf-8").replace("[A.1, A.2]", "[A.1, A.9]"), "utf-8")
    said = [fault.what for fault in check(found)]
    assert any("made-up-1.0 has no item 'A.9'." in each for each in said)
    assert any("'law' is none of" in each for each in said)
    assert not any("has no entry" in each for each in said)
    with pytest.raises(RefusedInput):
        _ = found.glossary


def test_no_digest_of_a_questionnaire_covers_the_glossary(tmp_path: Path) -> None:
    before = content(tmp_path / "a").questionnaire("coalition-core")
    after = content(tmp_path / "b", WORDS.replace("A proof", "Another proof")).questionnaire("coalition-core")
    unnamed = content(tmp_path / "c", asked=False).questionnaire("coalition-core")
    assert pin(after) == pin(before)
    assert pin(unnamed).digest == pin(before).digest


def test_entries_are_translated_as_questions_are(tmp_path: Path) -> None:
    found = content(tmp_path)
    shutil.copytree(ROOT / "reports", tmp_path / "reports")
    file = tmp_path / "questionnaires" / "translations" / "de" / "glossary.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(f'leaver.term: {{text: "Abgänger", source: "{source_of("leaver")}"}}\n', "utf-8")
    assert found.glossary is not None
    assert say(found.glossary.entry("leaver").term, "de") == "Abgänger"
    assert say(found.glossary.entry("leaver").term) == "leaver"
    states = {row.path: str(row.state) for row in rows(found, "de") if row.file == "questionnaires/glossary"}
    assert states == {
        "factor.term": "missing",
        "factor.meaning": "missing",
        "leaver.term": "ok",
        "leaver.meaning": "missing",
    }


def test_vendors_of_a_questionnaire_see_the_entries_that_it_names(tmp_path: Path) -> None:
    found = content(tmp_path, WORDS.replace("id: leaver", "id: joiner").replace("see: [leaver]", "see: [joiner]"))
    shutil.copytree(ROOT / "reports", tmp_path / "reports")
    seen = [row.path for row in rows(found, "de", "coalition-core") if row.file == "questionnaires/glossary"]
    assert seen == ["factor.term", "factor.meaning"]
    assert not [row for row in rows(found, "de", "triage") if row.file == "questionnaires/glossary"]
