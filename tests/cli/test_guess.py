"""import --guess: an unknown layout is shown, confirmed, kept, and known from then on (issue 4, item 7)."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pexpect
import pytest
from desk import Cli
from odd_layouts import KNOWABLE, UNKNOWABLE, Odd
from openpyxl import Workbook, load_workbook

import vendorrisk
from vendorrisk.capture.worker import open_book
from vendorrisk.cli.guess import confirm
from vendorrisk.cli.own_layouts import own_layouts
from vendorrisk.cli.workspace import Workspace

ROOT = Path(vendorrisk.__file__).parent.parent
SCRIPT = str(Path(sys.executable).parent / "vendorrisk")


class Person:
    """Answers what is asked: by the given answers in order, else what stands. Remembers the questions."""

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    def choose(self, question: str, options: Sequence[tuple[str, str]], standing: str) -> str:
        chosen = self._next(question, standing)
        assert chosen in {name for name, _ in options}
        return chosen

    def write(self, question: str, standing: str, fault: Callable[[str], str]) -> str:
        chosen = self._next(question, standing)
        while said := fault(chosen):
            chosen = self._next(said, standing)
        return chosen

    def _next(self, question: str, standing: str) -> str:
        self.asked.append(question)
        return (self.answers.pop(0) if self.answers else "") or standing


@pytest.fixture
def desk(cli: Cli) -> Cli:
    shutil.copytree(ROOT / "questionnaires/layouts", cli.folder / "questionnaires/layouts")
    cli("vendor", "add", "Acme Analytics", "--id", "acme")
    return cli


def write(odd: Odd, path: Path) -> Path:
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in odd.book.sheets:
        page = book.create_sheet(sheet.title)
        page.sheet_state = sheet.state
        for row, cells in sheet.rows.items():
            for column, cell in cells.items():
                page.cell(row, column, cell.value)
    book.save(path)
    return path


def workspace_of(desk: Cli) -> Workspace:
    return Workspace.of(content=None, home=str(desk.folder / "home"), actor=None, environment=os.environ)


def guessed(desk: Cli, file: Path, person: Person) -> str:
    """Confirm a guess as a person does in a terminal; return the id of the layout."""
    return confirm(workspace_of(desk), file, open_book(file.read_bytes(), file.name), person)


def test_what_is_not_known_says_how_it_can_be_guessed(desk: Cli) -> None:
    write(KNOWABLE["german"](), desk.folder / "own form.xlsx")
    said = desk("import", "own form.xlsx", code=3).words
    assert "let its layout be found: vendorrisk import 'own form.xlsx' --guess" in said


def test_a_confirmed_guess_is_known_from_then_on(desk: Cli) -> None:
    file = write(KNOWABLE["german"](), desk.folder / "bigbank.xlsx")
    person = Person("", "Big Bank vendor questionnaire", "")
    assert guessed(desk, file, person) == "big-bank-vendor-questionnaire"
    assert person.asked[0] == "Is it read as it should be?"
    said = desk("import", file, "--vendor", "acme").words
    assert "Big Bank vendor questionnaire 1 recognised by sheet 'Fragebogen'; 10 questions" in said
    assert "acme@1 is a draft of big-bank-vendor-questionnaire-1 1.0.0." in said
    data = desk("import", file, "--json").data
    assert data["layout"] == "big-bank-vendor-questionnaire"
    assert data["summary"] == {"yes": 5, "partly": 2, "no": 2, "n/a": 1, "open": 0}
    by_id = desk("import", file, "--layout", "big-bank-vendor-questionnaire", "--json").data
    assert by_id["answers"] == data["answers"]


def test_the_guess_is_shown_with_samples_confidence_and_reasons(desk: Cli, capsys: pytest.CaptureFixture[str]) -> None:
    guessed(desk, write(KNOWABLE["german"](), desk.folder / "f.xlsx"), Person())
    words = " ".join(capsys.readouterr().out.split())
    assert "sheet 'Fragebogen': 10 questions in rows 2 to 11, headers in row 1" in words
    assert "answer C Antwort 95 % Ja, Nein, teilweise headed 'Antwort'; 100 % are Yes, No or the like" in words
    assert "'Ja' (5) as Yes" in words
    assert "'entfällt' (1) as not applicable" in words


def test_only_what_is_doubtful_is_asked(desk: Cli) -> None:
    file = write(UNKNOWABLE["two_yes_no_columns"](), desk.folder / "f.xlsx")
    person = Person("D")
    guessed(desk, file, person)
    layout = own_layouts(workspace_of(desk))["f"]
    assert person.asked[:2] == ["Which column holds the answers?", "Is it read as it should be?"]
    assert layout.answer is not None
    assert layout.answer.letter == "D"
    said = desk("import", file).words
    assert "8 Yes, 4 No, 0 open" in said
    assert "Column C holds words beside 12" in said


def test_every_column_can_be_changed(desk: Cli) -> None:
    file = write(KNOWABLE["without_headers"](), desk.folder / "f.xlsx")
    person = Person("id", "none", "header", "none", "comment", "none", "")
    guessed(desk, file, person)
    text = (desk.folder / "home/layouts/f.yaml").read_text("utf-8")
    assert "key: text" in text
    assert "8 Yes, 2 No, 2 n/a, 0 open" in desk("import", file).words


def test_answers_of_unknown_meaning_are_asked_about(desk: Cli) -> None:
    file = write(KNOWABLE["own_words"](), desk.folder / "f.xlsx")
    person = Person("yes", "own", "no")
    guessed(desk, file, person)
    assert person.asked[0] == "'Implemented' is answered 6 times. How is it read?"
    assert desk("import", file, "--json").data["summary"] == {"yes": 6, "no": 3, "planned": 3, "open": 0}


def test_ids_are_free_and_well_written(desk: Cli) -> None:
    file = write(KNOWABLE["german"](), desk.folder / "f.xlsx")
    person = Person("", "Form", "No good", "csa-caiq-4", "x" * 61, "form")
    assert guessed(desk, file, person) == "form"
    assert any("id of a layout that is shipped" in each for each in person.asked)
    again = Person("", "Form", "form", "no", "form", "yes")
    assert guessed(desk, file, again) == "form"
    assert sum("There is a layout form already" in each for each in again.asked) == 2


def test_stopping_keeps_nothing(desk: Cli) -> None:
    file = write(KNOWABLE["german"](), desk.folder / "f.xlsx")
    with pytest.raises(KeyboardInterrupt):
        guessed(desk, file, Person("stop"))
    assert not (desk.folder / "home/layouts").exists()


@pytest.mark.parametrize("ending", ["yaml", "json"])
def test_without_a_terminal_the_profile_is_written_and_read_by_its_file(desk: Cli, ending: str) -> None:
    file = write(KNOWABLE["marks"](), desk.folder / "f.xlsx")
    said = desk("import", file, "--guess", "--vendor", "acme", *(["--json"] if ending == "json" else []), code=2)
    assert f"import by it: vendorrisk import {file} --layout f.{ending}" in said.err.replace("\n", " ")
    assert "nothing was imported or saved" in said.words
    assert desk("assessments", "list", "--json").data == []
    (desk.folder / f"f.{ending}").write_text(said.out, "utf-8")
    assert "6 Yes, 3 No, 3 n/a, 0 open" in desk("import", file, "--layout", f"f.{ending}").words


def test_without_a_terminal_an_unknown_answer_column_is_no_profile(desk: Cli) -> None:
    file = write(UNKNOWABLE["marks_without_headers"](), desk.folder / "f.xlsx")
    said = desk("import", file, "--guess", code=2)
    assert said.out == ""
    assert "which column holds the answers is not certain" in said.words


def test_what_needs_no_guess_is_not_guessed(desk: Cli) -> None:
    desk("template", "coalition-core", "-o", "ours.xlsx")
    assert "is a workbook of this program" in desk("import", "ours.xlsx", "--guess", code=2).words
    answers = desk.answers({})
    assert "is no table" in desk("import", answers, "--guess", code=2).words
    file = write(KNOWABLE["german"](), desk.folder / "f.xlsx")
    assert "Use one of both." in desk("import", file, "--guess", "--layout", "csa-caiq-4", code=2).words
    (desk.folder / "prose.csv").write_text("Report,2026\nIncome,12\n", "utf-8")
    assert "no column that looks like questions" in desk("import", "prose.csv", "--guess", code=3).words


def test_a_broken_profile_is_said_with_its_place(desk: Cli) -> None:
    file = write(KNOWABLE["german"](), desk.folder / "f.xlsx")
    (desk.folder / "bad.yaml").write_text("layout: bad\nversion: 1.0.0\ntitle: Bad\nanswr: X\n", "utf-8")
    said = desk("import", file, "--layout", "bad.yaml", code=3).words
    assert "bad.yaml:4" in said
    assert "'answr' is not a known field here." in said
    assert "can't be read" in desk("import", file, "--layout", "none.yaml", code=2).words


def test_another_product_of_a_foreign_file_is_said(desk: Cli) -> None:
    file = write(KNOWABLE["notes_above"](), desk.folder / "f.xlsx")
    book = load_workbook(file)
    book.worksheets[0]["A5"], book.worksheets[0]["B5"] = "Product:", "Risk Insights 2"
    book.save(file)
    profile = desk("import", file, "--guess", code=2).out
    (desk.folder / "f.yaml").write_text(profile + 'identity: {product: [{label: "Product:"}]}\n', "utf-8")
    args = ("import", file, "--layout", "f.yaml", "--vendor", "acme", "--product")
    issues = desk(*args, "Risk Insights", "--json").data["issues"]
    assert issues[0]["what"] == "f.xlsx names the product Risk Insights 2, and it is imported for Risk Insights."
    assert "other-product" not in {issue["code"] for issue in desk(*args, "risk insights 2", "--json").data["issues"]}


def test_it_is_confirmed_in_a_real_terminal(desk: Cli) -> None:
    file = write(UNKNOWABLE["two_yes_no_columns"](), desk.folder / "check.xlsx")
    environment = {**os.environ, "TERM": "xterm-256color", "PROMPT_TOOLKIT_NO_CPR": "1"}
    child = pexpect.spawn(
        SCRIPT,
        ["import", str(file), "--guess", "--vendor", "acme"],
        env=environment,
        dimensions=(40, 80),
        encoding="utf-8",
        timeout=60,
    )
    child.expect("Which column holds")
    child.expect("2026")
    child.send("\x1b[B\r")
    child.expect("read as it should be")
    child.send("\r")
    child.expect("Title of the")
    child.send("\r")
    child.expect("Its id")
    child.send("\r")
    child.expect("is a draft of")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert re.search(r"letter: D", (desk.folder / "home/layouts/check.yaml").read_text("utf-8"))
