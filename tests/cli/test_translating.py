"""content translate and content check --language, as a translator goes through them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from desk import Cli
from openpyxl import load_workbook
from small_content import ROOT

CORE = "questionnaires/translations/de/coalition-core.yaml"


@pytest.fixture
def desk(cli: Cli) -> Cli:
    """Return a desk whose documents are its own, so that nothing is written into the shipped ones."""
    reports = cli.folder / "reports"
    reports.unlink()
    reports.mkdir()
    for file in ("theme.yaml", "wording.yaml"):
        shutil.copy(ROOT / "reports" / file, reports)
    (reports / "fonts").symlink_to(ROOT / "reports" / "fonts", target_is_directory=True)
    return cli


def translated(desk: Cli, texts: dict[str, str]) -> Path:
    """Export German, fill in these texts by path, and return the workbook."""
    desk("content", "translate", "export", "de", "-o", "de.xlsx", code=0)
    path = desk.folder / "de.xlsx"
    book = load_workbook(path)
    sheet = book["Translation"]
    for row in range(4, sheet.max_row + 1):
        if text := texts.get(str(sheet.cell(row, 2).value)):
            sheet.cell(row, 6).value = text
    book.save(path)
    return path


def test_a_translator_exports_fills_imports_and_checks(desk: Cli) -> None:
    assert "missing" in desk("content", "translate", "export", "de", "-o", "de.xlsx").words
    path = translated(desk, {"access.mfa.ask": "Zwei Faktoren?", "access.hours.unit": "Stunden"})
    said = desk("content", "translate", "import", path).words
    assert f"written {CORE} 2 texts changed." in said
    assert "next vendorrisk content check --language de" in said
    assert "No faults" in desk("content", "check").words
    found = desk("content", "check", "--language", "de", code=3)
    assert "de: 2 translated" in found.words
    assert "access.mfa.help missing For administrators." in found.words
    assert "access.mfa.ask" not in found.words
    still = desk("content", "check", "--language", "de", "--json", code=3).data
    assert still["faults"] == []
    assert {"path": "access.mfa.help", "state": "missing"}.items() <= next(
        row for row in still["open"] if row["path"] == "access.mfa.help"
    ).items()


def test_a_changed_english_text_takes_its_translation_back(desk: Cli) -> None:
    desk("content", "translate", "import", translated(desk, {"access.mfa.ask": "Zwei Faktoren?"}))
    path = desk.folder / "questionnaires/coalition-core/access.yaml"
    path.write_text(
        path.read_text("utf-8").replace("Is a second factor required?", "Must all use two factors?"), "utf-8"
    )
    assert "No faults" in desk("content", "check").words
    words = desk("content", "check", "--language", "de", code=3).words
    assert "access.mfa.ask out of date Must all use two factors?" in words


def test_a_half_translated_document_says_so(desk: Cli) -> None:
    desk("content", "translate", "import", translated(desk, {"access.mfa.ask": "Zwei Faktoren?"}))
    said = desk("template", "coalition-core", "-o", "acme.xlsx", "--language", "de").words
    assert "texts for its vendors are not translated into de, and stand in English: vendorrisk content check" in said
    assert "not translated" not in desk("template", "coalition-core", "-o", "acme.xlsx").words


def test_nothing_is_written_by_halves(desk: Cli) -> None:
    path = translated(desk, {"access.mfa.ask": "Zwei {Faktoren}?", "access.mfa.help": "Für Verwalter."})
    said = desk("content", "translate", "import", path, code=3).words
    assert "was not imported: 1 fault, nothing was written." in said
    assert "The words in braces must be those of the English text: none." in said
    assert not (desk.folder / CORE).exists()


def test_a_fault_in_a_translation_file_is_shown_with_what_is_missing(desk: Cli) -> None:
    (desk.folder / CORE).parent.mkdir(parents=True)
    (desk.folder / CORE).write_text("access.mfq.ask: {text: Was?}\n", "utf-8")
    assert f"{CORE}:1:17" in desk("content", "check", code=3).words
    said = desk("content", "check", "--language", "de", code=3).words
    assert f"{CORE}:1:17" in said
    assert "access.mfa.ask missing" in said


@pytest.mark.parametrize(
    ("args", "what"),
    [
        (("translate", "export", "German", "-o", "x.xlsx"), "'German' is no language to translate into."),
        (("translate", "export", "en", "-o", "x.xlsx"), "'en' is no language to translate into."),
        (("translate", "export", "de", "-o", "x.csv"), "x.csv is no .xlsx file."),
        (("translate", "export", "de", "-o", "x.xlsx", "--questionnaire", "cor"), "There is no questionnaire 'cor'."),
        (("check", "--language", "deutsch"), "'deutsch' is no language to translate into."),
    ],
)
def test_wrong_names_are_told_apart(desk: Cli, args: tuple[str, ...], what: str) -> None:
    assert what in desk("content", *args, code=2).words


@pytest.mark.parametrize("command", ["template", "gaps", "interview"])
def test_a_language_without_texts_is_refused(desk: Cli, command: str) -> None:
    desk("vendor", "add", "Acme Analytics", "--id", "acme")
    ways: dict[str, tuple[str | Path, ...]] = {
        "template": ("coalition-core", "-o", "x.xlsx"),
        "gaps": (desk.workbook({}), "-o", "x.pdf"),
        "interview": ("acme", "--answers", desk.answers({})),
    }
    said = desk(command, *ways[command], "--language", "fr", code=2).words
    assert "There is no translation into 'fr'. Known: en." in said
    assert not (desk.folder / "x.xlsx").exists()
