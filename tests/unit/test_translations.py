"""Translation files: what counts, what is out of date, what is a fault, and the workbook for translators."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook.workbook import Workbook
from small_content import ROOT, write_content

from vendorrisk.capture.translation_sheet import SHEET, read_translation, write_translation
from vendorrisk.content import Content, pin
from vendorrisk.model.base import say
from vendorrisk.model.fault import RefusedInput, UsageError
from vendorrisk.model.translation import TextState, source_of
from vendorrisk.translating import Taken, check_translations, rows, take_in

CORE = "questionnaires/translations/de/coalition-core.yaml"
ASK = "Is a second factor required?"


def content(folder: Path, files: dict[str, str] | None = None) -> Content:
    write_content(folder)
    (folder / "reports").mkdir(exist_ok=True)
    shutil.copy(ROOT / "reports" / "wording.yaml", folder / "reports")
    for name, text in (files or {}).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return Content(folder)


def entry(path: str, text: str, english: str) -> str:
    return f'{path}: {{text: "{text}", source: "{source_of(english)}"}}\n'


def test_a_translation_is_shown_and_changes_only_the_full_digest(tmp_path: Path) -> None:
    before = content(tmp_path / "a").questionnaire("coalition-core")
    after = content(tmp_path / "b", {CORE: entry("access.mfa.ask", "Zwei Faktoren?", ASK)}).questionnaire(
        "coalition-core"
    )
    assert say(after.question("access.mfa").ask, "de") == "Zwei Faktoren?"
    assert say(after.question("access.mfa").ask) == ASK
    assert pin(after).digest == pin(before).digest
    assert pin(after).full_digest != pin(before).full_digest


def test_bare_options_and_plain_yes_no_are_translated(tmp_path: Path) -> None:
    texts = entry("access.mfa.options.partly", "teils", "partly") + entry("options.yes", "Ja", "Yes")
    asked = content(tmp_path, {CORE: texts}).questionnaire("coalition-core")
    assert [say(option.label, "de") for option in asked.question("access.mfa").options] == ["yes", "teils", "no"]
    assert [say(option.label, "de") for option in asked.question("service.uses-ai").options] == ["Ja", "No"]
    assert say(asked.question("service.uses-ai").options[0].label) == "Yes"


@pytest.mark.parametrize("broken", ["out of date", "other braces"])
def test_what_can_not_be_trusted_stays_english(tmp_path: Path, broken: str) -> None:
    text, source = ("Alt", "An older question?") if broken == "out of date" else ("Neu {name}", ASK)
    asked = content(tmp_path, {CORE: entry("access.mfa.ask", text, source)}).questionnaire("coalition-core")
    assert say(asked.question("access.mfa").ask, "de") == ASK


def test_an_included_question_shares_its_translation(tmp_path: Path) -> None:
    part = (
        "questionnaire: part\nversion: 1.0.0\ntitle: Part\ndescription: For tests.\n"
        "include: {questionnaire: coalition-core, questions: [access.mfa]}\n"
    )
    files = {
        "questionnaires/part/questionnaire.yaml": part,
        CORE: entry("access.mfa.ask", "Zwei Faktoren?", ASK) + entry("title", "Kleiner Kern", "Small core"),
        "questionnaires/translations/de/part.yaml": entry("title", "Teil", "Part"),
    }
    found = content(tmp_path, files)
    asked = found.questionnaire("part")
    assert say(asked.question("access.mfa").ask, "de") == "Zwei Faktoren?"
    assert say(asked.title, "de") == "Teil"
    of_part = {(row.file, row.path) for row in rows(found, "de", "part")}
    assert ("questionnaires/coalition-core", "access.mfa.ask") in of_part
    assert ("questionnaires/part", "title") in of_part
    assert ("scoring/coalition-minimum", "MIN-ACC-01.title") in of_part
    assert ("scoring/coalition-minimum", "MIN-ACC-02.title") not in of_part
    assert ("questionnaires/coalition-core", "access.hours.ask") not in of_part


def test_progress_is_told_by_text(tmp_path: Path) -> None:
    texts = entry("access.mfa.ask", "Zwei Faktoren?", ASK) + entry("access.mfa.help", "Alt", "Older help.")
    found = {row.path: row.state for row in rows(content(tmp_path, {CORE: texts}), "de")}
    assert found["access.mfa.ask"] is TextState.OK
    assert found["access.mfa.help"] is TextState.OUT_OF_DATE
    assert found["access.mfa.why"] is TextState.MISSING


BAD = {
    "unknown path": (CORE, "access.mfq.ask: {text: Was?, source: x}", "1:17", "no text 'access.mfq.ask'"),
    "braces": (CORE, "access.mfa.ask: {text: 'Was, {name}?', source: x}", "1:24", "must be those of the English"),
    "lone brace": (CORE, "access.mfa.ask: {text: 'Was {?', source: x}", "1:24", "A brace stands alone."),
    "equal labels": (
        CORE,
        "access.mfa.options.yes: {text: Ja, source: x}\naccess.mfa.options.partly: {text: ja, source: x}",
        "2:35",
        "has the same label as access.mfa.options.yes",
    ),
    "equal columns": (
        "reports/translations/de/interface.yaml",
        "columns.answer: {text: Antwort, source: x}\ncolumns.comment: {text: Antwort, source: x}",
        "2:25",
        "has the same label as columns.answer; they must differ.",
    ),
    "name of a sheet": (
        "reports/translations/de/interface.yaml",
        "sheets.questions: {text: Fragen?, source: x}",
        "1:26",
        "The name of a sheet has at most 31 characters",
    ),
    "no entry": (CORE, "access.mfa.ask: Was?", "1:17", "This must be a map of fields."),
    "unknown field": (CORE, "access.mfa.ask: {txt: Was?}", "1:23", "'txt' is not a known field here."),
    "no map": (CORE, "- Was?", "1:1", "A translation file maps paths to entries"),
    "unknown piece": ("questionnaires/translations/de/core.yaml", "a: {text: b}", "1:1", "no questionnaires/core to"),
    "unknown language": ("questionnaires/translations/German/triage.yaml", "a: {text: b}", "", "'German' is no lang"),
    "English": ("questionnaires/translations/en/triage.yaml", "a: {text: b}", "", "'en' is no language to translate"),
}


@pytest.mark.parametrize("case", BAD)
def test_faults_are_found_at_their_place(tmp_path: Path, case: str) -> None:
    file, text, place, what = BAD[case]
    faults = check_translations(content(tmp_path, {file: text}))
    assert [fault.where for fault in faults] == [f"{file}:{place}" if place else file]
    assert what in faults[0].what


def test_the_shipped_translations_have_no_fault() -> None:
    assert check_translations(Content(ROOT)) == ()


def test_an_unknown_language_names_those_there_are(tmp_path: Path) -> None:
    found = content(tmp_path, {CORE: ""})
    with pytest.raises(UsageError, match="no translation into 'fr'") as refused:
        found.language("fr")
    assert "en, de" in refused.value.mend
    assert found.language("de") == "de"


def sheet_of(found: Content, edit: Callable[[Workbook, dict[str, int]], None]) -> bytes:
    """Return the translation workbook after someone edited it; ``edit`` gets the row of each path."""
    texts = [row for row in rows(found, "de") if row.file.startswith("questionnaires/")]
    book = load_workbook(io.BytesIO(write_translation(texts, "de")))
    sheet = book[SHEET]
    edit(book, {str(sheet.cell(row, 2).value): row for row in range(4, sheet.max_row + 1)})
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def taken(found: Content, edit: Callable[[Workbook, dict[str, int]], None]) -> Taken:
    reading = read_translation(sheet_of(found, edit), "de.xlsx")
    assert reading.faults == ()
    return take_in(found, reading.language, reading.texts)


def test_a_filled_workbook_comes_back_as_files(tmp_path: Path) -> None:
    found = content(tmp_path, {CORE: entry("access.mfa.help", "Für Verwalter.", "For administrators.")})

    def fill(book: Workbook, row_of: dict[str, int]) -> None:
        book[SHEET].cell(row_of["access.mfa.ask"], 6).value = "=Zwei „Faktoren“?\nWirklich: ja"
        book[SHEET].cell(row_of["access.mfa.ask"], 6).data_type = "s"
        book[SHEET].cell(row_of["access.hours.unit"], 6).value = "Stunden"
        book[SHEET].cell(row_of["access.hours.unit"], 8).value = "Einheit"

    result = taken(found, fill)
    assert (result.faults, result.notes, result.changed, list(result.files)) == ((), (), 2, [CORE])
    (tmp_path / CORE).write_bytes(result.files[CORE])
    asked = Content(tmp_path).questionnaire("coalition-core")
    assert say(asked.question("access.mfa").ask, "de") == "=Zwei „Faktoren“?\nWirklich: ja"
    assert say(asked.question("access.mfa").help, "de") == "Für Verwalter."
    assert Content(tmp_path).entries("questionnaires/coalition-core", "de")["access.hours.unit"].note == "Einheit"
    again = taken(Content(tmp_path), lambda _book, _rows: None)
    assert (again.changed, again.files) == (0, {})


def test_an_outdated_translation_counts_only_once_it_is_copied_over(tmp_path: Path) -> None:
    found = content(tmp_path, {CORE: entry("access.mfa.ask", "Alt?", "An older question?")})
    assert taken(found, lambda _book, _rows: None).changed == 0

    def confirm(book: Workbook, row_of: dict[str, int]) -> None:
        row = row_of["access.mfa.ask"]
        assert book[SHEET].cell(row, 5).value == "Alt?"
        book[SHEET].cell(row, 6).value = "Alt?"

    result = taken(found, confirm)
    assert f'source: "{source_of(ASK)}"' in result.files[CORE].decode()


def test_an_english_text_that_changed_meanwhile_is_said(tmp_path: Path) -> None:
    def fill(book: Workbook, row_of: dict[str, int]) -> None:
        book[SHEET].cell(row_of["access.mfa.ask"], 4).value = "Was a second factor required?"
        book[SHEET].cell(row_of["access.mfa.ask"], 6).value = "Zwei Faktoren?"

    result = taken(content(tmp_path), fill)
    assert "access.mfa.ask has another English text now" in result.notes[0]
    assert f'source: "{source_of(ASK)}"' not in result.files[CORE].decode()


@pytest.mark.parametrize(
    ("column", "value", "what"),
    [
        (6, "{name}?", "The words in braces must be those of the English text: none."),
        (2, "access.mfq.ask", "has no text 'access.mfq.ask'"),
        (1, "questionnaires/core", "There is no content 'questionnaires/core'"),
        (4, None, "The English text beside it is gone"),
    ],
)
def test_every_row_that_does_not_fit_is_named_by_its_cell(
    tmp_path: Path, column: int, value: str | None, what: str
) -> None:
    found = content(tmp_path)

    def spoil(book: Workbook, row_of: dict[str, int]) -> None:
        for path in ("access.mfa.ask", "access.hours.ask"):
            book[SHEET].cell(row_of[path], 6).value = "Was?"
            book[SHEET].cell(row_of[path], column).value = value

    reading = read_translation(sheet_of(found, spoil), "de.xlsx")
    faults = (*reading.faults, *take_in(found, reading.language, reading.texts).faults)
    assert all(fault.where.startswith(f"{SHEET}!F") for fault in faults)
    assert sum(what in fault.what for fault in faults) == 2


def test_formulas_repeated_rows_and_equal_labels_are_refused(tmp_path: Path) -> None:
    found = content(tmp_path)

    def spoil(book: Workbook, row_of: dict[str, int]) -> None:
        sheet = book[SHEET]
        sheet.cell(row_of["access.mfa.ask"], 6).value = "=1+1"
        for path in ("access.mfa.options.yes", "access.mfa.options.no"):
            sheet.cell(row_of[path], 6).value = "Ja"
        for column in range(1, 9):
            sheet.cell(sheet.max_row + (column == 1), column).value = sheet.cell(
                row_of["access.mfa.options.yes"], column
            ).value

    reading = read_translation(sheet_of(found, spoil), "de.xlsx")
    codes = sorted(fault.code for fault in reading.faults)
    assert codes == ["formula", "row-twice"]
    assert "same label" in take_in(found, "de", reading.texts).faults[0].what


@pytest.mark.parametrize("spoil", ["identity", "header", "kind"])
def test_another_workbook_is_refused(tmp_path: Path, spoil: str) -> None:
    def edit(book: Workbook, _rows: dict[str, int]) -> None:
        if spoil == "identity":
            del book["_vendorrisk"]
        else:
            book[SHEET].cell(3, 2).value = "Id"

    data = sheet_of(content(tmp_path), edit) if spoil != "kind" else b"no workbook"
    with pytest.raises(RefusedInput):
        read_translation(data, "de.xlsx")
