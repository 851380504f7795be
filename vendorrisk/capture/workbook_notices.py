"""What a workbook holds that is not read, or that a person who looks at it does not see: said, never a fault."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from vendorrisk.capture.grid import Book, Cell, Sheet
from vendorrisk.capture.text import quote
from vendorrisk.capture.workbook_layout import HIDDEN, Column
from vendorrisk.capture.workbook_rows import Findings
from vendorrisk.model.language import Language
from vendorrisk.phrases.reading import Import
from vendorrisk.phrases.workbook import Sheets


def notice_cells(findings: Findings, sheet: Sheet, cells: Mapping[int, Mapping[int, Cell]], known: set[int]) -> None:
    """Say what was written where nothing is read, so that nothing is lost in silence."""
    outside = [cell.reference for found in cells.values() for column, cell in found.items() if column not in known]
    if outside:
        named = ", ".join(outside[:5]) + ("…" if len(outside) > 5 else "")
        findings.warn("not-read", f"{sheet.title}!{outside[0]}", Import.NOT_READ.of(cells=named))


def notice_hidden(
    findings: Findings, sheet: Sheet, question_rows: set[int], columns: Mapping[Column, int], language: Language
) -> None:
    """Say what a person who looks at the sheet does not see, and what counts all the same."""
    hidden = sorted(question_rows & sheet.hidden_rows)
    if hidden:
        named = ", ".join(map(str, hidden[:5])) + ("…" if len(hidden) > 5 else "")
        findings.warn("hidden", f"{sheet.title}!A{hidden[0]}", Import.HIDDEN_ROWS.of(rows=named))
    for column in (Column.ANSWER, Column.COMMENT, Column.EVIDENCE):
        if columns[column] in sheet.hidden_columns:
            findings.warn("hidden", sheet.title, Import.HIDDEN_COLUMN.of(column=column.header(language)))


def notice_notes(findings: Findings, sheet: Sheet, question_rows: set[int], columns: Mapping[Column, int]) -> None:
    """Say which answer cells carry a note, but for those with which faults were marked."""
    column = columns[Column.ANSWER]
    for row in sorted(question_rows):
        cell = sheet.cell(row, column)
        marked = sheet.cell(row, columns.get(Column.MEND, 0))
        if cell is not None and cell.note and (marked is None or cell.note not in str(marked.value)):
            findings.warn(
                "note-not-read", sheet.place(row, column), Import.NOTE_NOT_READ.of(), Import.WRITE_COMMENT.of()
            )


def notice_sheets(findings: Findings, book: Book, name: str, languages: Sequence[Language]) -> None:
    """Say which sheets are not read."""
    known = {*HIDDEN, *(sheet.say(language) for sheet in Sheets for language in languages)}
    for sheet in book.sheets:
        if sheet.title not in known:
            findings.warn("sheet-not-read", name, Import.SHEET_NOT_READ.of(sheet=quote(sheet.title)))
