"""What a workbook holds that is not read, or that a person who looks at it does not see: said, never a fault."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from openpyxl.cell.cell import Cell
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from vendorrisk.capture.text import quote
from vendorrisk.capture.workbook_layout import HIDDEN, Column
from vendorrisk.capture.workbook_open import column_is_hidden
from vendorrisk.capture.workbook_rows import Findings, place
from vendorrisk.model.language import Language
from vendorrisk.phrases.workbook import Sheets


def notice_cells(findings: Findings, sheet: Worksheet, cells: Mapping[int, dict[int, Cell]], known: set[int]) -> None:
    """Say what was written where nothing is read, so that nothing is lost in silence."""
    outside = [cell.coordinate for found in cells.values() for column, cell in found.items() if column not in known]
    if outside:
        what = f"Cells outside the template's columns are not read: {', '.join(outside[:5])}"
        findings.warn("not-read", f"{sheet.title}!{outside[0]}", what + ("…" if len(outside) > 5 else "."))


def notice_hidden(
    findings: Findings, sheet: Worksheet, question_rows: set[int], columns: Mapping[Column, int], language: Language
) -> None:
    """Say what a person who looks at the sheet does not see, and what counts all the same."""
    hidden = [row for row in sorted(question_rows) if sheet.row_dimensions[row].hidden]
    if hidden:
        named = ", ".join(map(str, hidden[:5])) + ("…" if len(hidden) > 5 else "")
        findings.warn("hidden", f"{sheet.title}!A{hidden[0]}", f"Hidden rows are read, too: {named}.")
    for column in (Column.ANSWER, Column.COMMENT, Column.EVIDENCE):
        if column_is_hidden(sheet, columns[column]):
            what = f"The column {column.header(language)} is hidden, and is read all the same."
            findings.warn("hidden", sheet.title, what)


def notice_notes(findings: Findings, sheet: Worksheet, question_rows: set[int], column: int) -> None:
    """Say which answer cells carry a note."""
    for row in sorted(question_rows):
        cell = sheet._cells.get((row, column))  # noqa: SLF001  asking the sheet would create the cell
        if isinstance(cell, Cell) and cell.comment is not None:
            mend = "Write it into the comment column if it matters."
            findings.warn("note-not-read", place(cell), "The note on this cell is not read.", mend)


def notice_sheets(findings: Findings, book: Workbook, name: str, languages: Sequence[Language]) -> None:
    """Say which sheets are not read."""
    known = {*HIDDEN, *(sheet.say(language) for sheet in Sheets for language in languages)}
    for title in book.sheetnames:
        if title not in known:
            findings.warn(
                "sheet-not-read",
                name,
                f"The sheet {quote(title)} is not part of the template and is not read.",
            )
