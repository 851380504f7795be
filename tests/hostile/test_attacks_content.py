"""Attacks on what people write by hand: scenario files, terms without end, and translations that mislead a reader."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from desk import GOOD, Cli
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from small_content import ROOT, write_content

SCENARIO = """\
policy: coalition-minimum
as_of: 2026-11-23
tier: low
given: {access.mfa: yes}
scenarios:
  - name: Slow
    answers: {access.hours: 72}
    expect: {MIN-ACC-02: unmet}
"""
TEXT, PATH = 6, 2


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Cli:
    """Return a coalition whose content may be written to."""
    folder = write_content(tmp_path / "coalition", reports=True)
    reports = folder / "reports"
    reports.unlink()
    reports.mkdir()
    for file in ("theme.yaml", "wording.yaml"):
        shutil.copy(ROOT / "reports" / file, reports)
    (reports / "fonts").symlink_to(ROOT / "reports" / "fonts", target_is_directory=True)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("VENDORRISK_HOME", str(folder / "home"))
    monkeypatch.setenv("VENDORRISK_NOW", "2026-11-23T09:00:00+00:00")
    monkeypatch.setenv("COLUMNS", "300")
    return Cli(folder, capsys)


# Scenario files


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2026-13-01", "20261123", "86400", "soon", "[2026]"])
def test_a_day_beyond_sense_is_a_fault_at_its_place(desk: Cli, day: str) -> None:
    for field, text in (("as_of", "2026-11-23"), ("dated", "2026-01-01")):
        given = SCENARIO.replace("access.mfa: yes", "access.mfa: {value: yes, grade: documented, dated: 2026-01-01}")
        (desk.folder / "s.yaml").write_text(given.replace(text, day), "utf-8")
        (fault,) = desk("policy", "test", "s.yaml", "--json", code=3).data["faults"]
        assert fault["where"].startswith("s.yaml:2:8" if field == "as_of" else "s.yaml:4:")
        assert "is no date; write it as 2026-01-31." in fault["what"] or "lies outside 1900 to 2199." in fault["what"]


def test_one_broken_file_hides_no_other(desk: Cli) -> None:
    (desk.folder / "broken.yaml").write_text("a: &x 1\n", "utf-8")
    (desk.folder / "wrong.yaml").write_text(SCENARIO.replace("unmet", "met"), "utf-8")
    said = desk("policy", "test", "broken.yaml", "wrong.yaml", code=3).words
    assert said.count("Anchors and aliases") == 1
    assert "MIN-ACC-02 was expected met, and is not met." in said


def test_a_fault_in_a_file_is_told_once(desk: Cli) -> None:
    (desk.folder / "a.yaml").write_text("a: 1\na: 2\n", "utf-8")
    desk("vendor", "add", "Acme", "--id", "acme")
    assert desk("interview", "acme", "--answers", "a.yaml", code=3).words.count("stands twice") == 1


@pytest.mark.parametrize("term", ["9999 years", "101 years", "1201 months"])
def test_a_term_without_end_is_refused(desk: Cli, term: str) -> None:
    file = desk.folder / "scoring/coalition-minimum/access.yaml"
    file.write_text(file.read_text("utf-8").replace("within: 30 days", f"within: {term}"), "utf-8")
    desk("vendor", "add", "Acme", "--id", "acme")
    workbook = desk.workbook({**GOOD, "access.mfa": "no"})
    for args in (("content", "check"), ("gaps", workbook, "--tier", "low")):
        assert f"'{term}' is longer than 100 years" in desk(*args, code=3).words


# Translations


def returned(desk: Cli, texts: dict[str, str], change: Callable[[Worksheet], object] = lambda _: None) -> Path:
    """Export German, fill in texts by path, change the sheet, and return the workbook."""
    desk("content", "translate", "export", "de", "-o", "de.xlsx")
    book = load_workbook(desk.folder / "de.xlsx")
    sheet = book["Translation"]
    for row in range(4, sheet.max_row + 1):
        if text := texts.get(str(sheet.cell(row, PATH).value)):
            sheet.cell(row, TEXT).value = text
    change(sheet)
    book.save(desk.folder / "back.xlsx")
    return desk.folder / "back.xlsx"


@pytest.mark.parametrize(
    ("texts", "what"),
    [
        ({"access.mfa.options.yes": "Ja", "access.mfa.options.partly": "“JA.”"}, "has the same label as"),
        ({"options.yes": "Ja", "options.no": "ja"}, "has the same label as"),
        ({"options.yes": "No", "options.no": "Yes"}, "options.yes would be read as options.no"),
        ({"access.mfa.options.yes": "no"}, "would be read as access.mfa.options.no"),
        ({"access.reset.options.self": "Desk"}, "would be read as access.reset.options.desk"),
        ({"access.mfa.options.yes": "n\u043e"}, "would be read as access.mfa.options.no"),
        ({"access.mfa.options.yes": "Ja", "access.mfa.options.partly": "J\u0430"}, "has the same label as"),
        ({"access.reset.options.self": "N/A"}, "would be read as not applicable"),
        ({"service.ai-kinds.options.generative": "Texte; predictive"}, "holds no semicolon"),
        ({"service.ai-kinds.options.generative": "Texte\npredictive"}, "holds no semicolon"),
    ],
)
def test_no_translation_turns_an_answer_into_another(desk: Cli, texts: dict[str, str], what: str) -> None:
    said = desk("content", "translate", "import", returned(desk, texts), code=3).words
    assert what in " ".join(said.split())
    assert not (desk.folder / "questionnaires/translations").exists()


def test_a_label_of_its_own_is_taken(desk: Cli) -> None:
    texts = {"access.mfa.options.yes": "Ja", "access.mfa.options.partly": "teilweise", "access.mfa.options.no": "Nein"}
    desk("content", "translate", "import", returned(desk, texts))
    assert "No faults" in desk("content", "check").words


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda sheet: sheet.merge_cells("F20:F21"), "The cells of F20:F21 are merged"),
        (lambda sheet: setattr(sheet["I3"], "value", "Translation"), "The column 'Translation' stands twice."),
        (lambda sheet: setattr(sheet.parent["_vendorrisk"]["B2"], "value", "en"), "is no translation workbook"),
    ],
)
def test_what_belongs_to_no_text_for_sure_is_a_fault(
    desk: Cli, change: Callable[[Worksheet], object], what: str
) -> None:
    said = desk("content", "translate", "import", returned(desk, {"access.mfa.ask": "Zwei?"}, change), code=3).words
    assert " ".join(what.split()[:3]) in said
    assert not (desk.folder / "questionnaires/translations").exists()


@pytest.mark.parametrize(
    ("before", "after", "what"),
    [
        ("[self, desk, nobody]", "[self, {id: desk, label: Self}, nobody]", "'Self' stands for self and for desk."),
        ("[self, desk, nobody]", "[{id: self, label: desk}, desk, nobody]", "'desk' stands for self and for desk."),
        ("[self, desk, nobody]", '[self, desk, {id: a, label: "d\\u0435sk"}]', "stands for desk and for a."),
        (
            "[self, desk, nobody]",
            "[self, desk, {id: none, label: N/A.}]",
            "'N/A.' stands for not applicable and for none.",
        ),
        ("[generative, predictive]", '[{id: a, label: "b; c"}, b]', "A label stands on one line"),
    ],
)
def test_labels_in_the_content_itself_are_held_to_it(desk: Cli, before: str, after: str, what: str) -> None:
    for file in (desk.folder / "questionnaires/coalition-core").glob("*.yaml"):
        file.write_text(file.read_text("utf-8").replace(before, after), "utf-8")
    assert what in desk("content", "check", code=3).words


# Files and names where others are meant


def test_a_language_that_is_none_is_not_offered(desk: Cli) -> None:
    said = desk("template", "coalition-core", "-o", "x.xlsx", "--language", "../de", code=2).words
    assert "There is no translation into '../de'." in said
    assert "Begin one" not in said


def test_answers_are_not_carried_where_nothing_is_shared(desk: Cli) -> None:
    desk("vendor", "add", "Acme", "--id", "acme")
    desk("interview", "acme", "--answers", desk.answers(GOOD))
    said = desk("carry", "acme", "--to", "triage", "--from", "coalition-core", code=2).words
    assert "acme@1 answers no question of triage, and no crosswalk leads there." in said
    itself = desk("carry", "acme", "--to", "coalition-core", "--from", "coalition-core", code=2).words
    assert "coalition-core has these answers already." in itself
