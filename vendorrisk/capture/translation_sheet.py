"""The workbook that a translator fills: every text with its context, and what came back of it, all faults at once."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from vendorrisk.capture.grid import Book, Cell
from vendorrisk.capture.quantities import Unreadable
from vendorrisk.capture.text import clean, quote
from vendorrisk.capture.workbook_layout import IDENTITY, deterministic, put
from vendorrisk.capture.workbook_open import cell_text, shown
from vendorrisk.capture.workbook_rows import Findings, merged_answers
from vendorrisk.capture.workbook_style import Look, base_font, cell, landscape, protect, set_height
from vendorrisk.capture.worker import open_book
from vendorrisk.model.base import DEFAULT_LANGUAGE
from vendorrisk.model.fault import Fault, RefusedInput
from vendorrisk.model.language import LANGUAGE_CODE
from vendorrisk.model.translation import TextRow, TextState, TranslatedText

FORMAT: Final = "vendorrisk.translation/1"
SHEET: Final = "Translation"
_HEADER_ROW: Final = 3
_COLUMNS: Final = {
    "Belongs to": 20,
    "Path": 26,
    "Context": 34,
    "English": 56,
    "Earlier translation": 30,
    "Translation": 56,
    "State": 12,
    "Note": 30,
}
_FILE, _PATH, _, _ENGLISH, _, _TEXT, _, _NOTE = _COLUMNS
_LETTERS: Final = "ABCDEFGH"
_WRITABLE: Final = (_TEXT, _NOTE)
_HOW: Final = (
    "Fill the tinted cells; what stays empty stays English. Keep words in braces, such as {vendor}, as they are; they "
    "may move. An earlier translation was made from an English text that has changed: copy it over if it still says "
    "the same, else mend it."
)


def write_translation(texts: Sequence[TextRow], language: str, theme: Mapping[str, Any] | None = None) -> bytes:
    """Return the workbook (.xlsx) of these texts for a translator; equal arguments give equal bytes."""
    look = Look(theme or {})
    workbook = Workbook()
    base_font(workbook)
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)  # noqa: S101  a new workbook has one sheet
    sheet.title = SHEET
    put(cell(sheet, 1, 1), f"Translation from English into the language {language}")
    look.title(cell(sheet, 1, 1), size=12)
    sheet.row_dimensions[1].height = 22
    put(cell(sheet, 2, 1), _HOW)
    cell(sheet, 2, 1).font = look.font(size=8.5, colour=look.quiet)
    for column, (name, width) in enumerate(_COLUMNS.items(), 1):
        put(cell(sheet, _HEADER_ROW, column), name)
        look.header(cell(sheet, _HEADER_ROW, column))
        sheet.column_dimensions[_LETTERS[column - 1]].width = width
    for row, text in enumerate(texts, _HEADER_ROW + 1):
        _write_row(sheet, row, text, look)
    last = _HEADER_ROW + len(texts)
    sheet.freeze_panes = f"E{_HEADER_ROW + 1}"
    sheet.auto_filter.ref = f"A{_HEADER_ROW}:{_LETTERS[-1]}{last}"
    sheet.protection.autoFilter = False
    landscape(sheet, _LETTERS[-1], last, f"{_HEADER_ROW}:{_HEADER_ROW}")
    protect(sheet)
    identity = workbook.create_sheet(IDENTITY)
    for row, (key, value) in enumerate((("format", FORMAT), ("language", language)), 1):
        put(cell(identity, row, 1), key)
        put(cell(identity, row, 2), value)
    identity.sheet_state = "hidden"
    protect(identity)
    out = io.BytesIO()
    workbook.save(out)
    return deterministic(out.getvalue())


def _write_row(sheet: Worksheet, row: int, text: TextRow, look: Look) -> None:
    earlier, present = (text.text, "") if text.state is TextState.OUT_OF_DATE else ("", text.text)
    values = (text.file, text.path, text.context, text.english, earlier, present, str(text.state), text.note)
    for column, (name, value) in enumerate(zip(_COLUMNS, values, strict=True), 1):
        shown = cell(sheet, row, column)
        if value:
            put(shown, value)
        if name in _WRITABLE:
            look.writable(shown, strong=name == _TEXT)
        else:
            look.text(shown, quiet=name != _ENGLISH)
            look.underline(shown)
    look.id(cell(sheet, row, 2))
    if text.state is TextState.OUT_OF_DATE:
        cell(sheet, row, 7).font = look.font(size=8.5, bold=True, colour=look.doubt)
    set_height(sheet, row, {column: value for column, value in enumerate(values, 1) if column != 2})


@dataclass(frozen=True)
class TranslationReading:
    """What a translator's workbook says. With a fault in it, nothing of it may be written."""

    language: str
    texts: tuple[TranslatedText, ...]
    """The rows that hold a translation or a note."""
    faults: tuple[Fault, ...]


def read_translation(data: bytes, name: str) -> TranslationReading:
    """Return what a translator filled in, and every cell that can't be read.

    Raises :class:`RefusedInput` if the file is unsafe, damaged, or no translation workbook of this program.
    """
    name = clean(name)
    book = open_book(data, name)
    language = _language(book, name)
    sheet = book.sheet(SHEET)
    cells = {} if sheet is None else sheet.filled_in()
    header, columns = _header(cells)
    if sheet is None or not columns:
        raise RefusedInput(
            f"{name} lacks the sheet {SHEET} with the columns {', '.join(_COLUMNS)}.",
            mend="Restore them, or export the workbook again and copy the translations over.",
        )
    findings = Findings()
    titles = [str(each.value) for each in cells[header].values()]
    for title in _COLUMNS:
        if titles.count(title) > 1:
            what = f"The column {quote(title)} stands twice."
            findings.fault("column-twice", f"{SHEET}!{header}", what, "Delete the one that does not count.")
    merged = merged_answers(sheet, columns[_TEXT])
    texts: list[TranslatedText] = []
    seen: dict[tuple[str, str], str] = {}
    for row, found in cells.items():
        if row > header:
            places = {title: sheet.place(row, number) for title, number in columns.items()}
            text = _read_row({title: found.get(number) for title, number in columns.items()}, places, findings)
            if row in merged:
                what = f"The cells of {merged[row]} are merged, so it is not clear which text they translate."
                findings.fault("merged", places[_TEXT], what, "Undo the merging, and fill in each.")
            if text.text or text.note:
                _must_be_new(text, seen, findings)
                texts.append(text)
    return TranslationReading(language, tuple(texts), tuple(findings.faults))


def _language(book: Book, name: str) -> str:
    sheet = book.sheet(IDENTITY)
    rows = {} if sheet is None else sheet.filled_in()
    found = {shown(cells.get(1)): shown(cells.get(2)) for cells in rows.values()}
    language = found.get("language", "")
    if found.get("format") != FORMAT or not LANGUAGE_CODE.fullmatch(language) or language == DEFAULT_LANGUAGE:
        raise RefusedInput(
            f"{name} is no translation workbook of this program.",
            mend="Export one with 'vendorrisk content translate export LANGUAGE -o FILE.xlsx'.",
        )
    return language


def _header(cells: Mapping[int, Mapping[int, Cell]]) -> tuple[int, dict[str, int]]:
    """Return the header's row and where each column stands; nothing if one is missing."""
    for row, found in cells.items():
        columns = {str(each.value): number for number, each in found.items() if str(each.value) in _COLUMNS}
        if len(columns) == len(_COLUMNS):
            return row, columns
    return 0, {}


def _read_row(cells: Mapping[str, Cell | None], places: Mapping[str, str], findings: Findings) -> TranslatedText:
    texts = {}
    for title in (_FILE, _PATH, _ENGLISH, _TEXT, _NOTE):
        try:
            texts[title] = cell_text(cells[title])
        except Unreadable as problem:
            texts[title] = ""
            findings.fault(problem.code, places[title], problem.what, problem.mend)
    at = places[_TEXT if cells[_TEXT] or not cells[_NOTE] else _NOTE]
    return TranslatedText(
        file=texts[_FILE], path=texts[_PATH], english=texts[_ENGLISH], text=texts[_TEXT], note=texts[_NOTE], cell=at
    )


def _must_be_new(text: TranslatedText, seen: dict[tuple[str, str], str], findings: Findings) -> None:
    first = seen.setdefault((text.file, text.path), text.cell)
    if first != text.cell:
        what = f"{quote(text.path)} stands twice, first at {first}."
        findings.fault("row-twice", text.cell, what, "Delete the row that does not count.")
