"""What a workbook holds that is not read, or that a person who looks at it does not see: said, hardly ever a fault."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Final

from vendorrisk.capture.grid import Book, Cell, Sheet
from vendorrisk.capture.quantities import Raw
from vendorrisk.capture.text import first_of, quote
from vendorrisk.capture.workbook_layout import HIDDEN, Column
from vendorrisk.capture.workbook_open import shown
from vendorrisk.capture.workbook_rows import Findings, find_header
from vendorrisk.model.language import Language
from vendorrisk.phrases.reading import Import
from vendorrisk.phrases.workbook import Sheets


def notice_cells(findings: Findings, sheet: Sheet, cells: Mapping[int, Mapping[int, Cell]], known: set[int]) -> None:
    """Say what was written where nothing is read, so that nothing is lost in silence."""
    outside = [cell.reference for found in cells.values() for column, cell in found.items() if column not in known]
    if outside:
        findings.warn("not-read", f"{sheet.title}!{outside[0]}", Import.NOT_READ.of(cells=first_of(outside)))


def notice_hidden(
    findings: Findings, sheet: Sheet, question_rows: set[int], columns: Mapping[Column, int], language: Language
) -> None:
    """Say what a person who looks at the sheet does not see, and what counts all the same."""
    hidden = sorted(question_rows & sheet.hidden_rows)
    if hidden:
        findings.warn("hidden", f"{sheet.title}!A{hidden[0]}", Import.HIDDEN_ROWS.of(rows=first_of(hidden)))
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


def notice_series(findings: Findings, sheet: Sheet, question_rows: set[int], column: int) -> None:
    """Say where answers one below the other count up by one: a cell dragged down fills those below it so."""
    answered = {row: cell for row in sorted(question_rows) if (cell := sheet.cell(row, column)) and not cell.formula}
    run: list[int] = []
    for row, cell in [*answered.items(), (0, None)]:
        if run and cell is not None and _counts_up(answered[run[-1]].value, cell.value):
            run.append(row)
            continue
        if len(run) >= _SERIES:
            cells = f"{answered[run[0]].reference}:{answered[run[-1]].reference}"
            where = sheet.place(run[0], column)
            findings.warn("series", where, Import.SERIES.of(cells=cells), Import.CHECK_SERIES.of())
        run = [row]


_SERIES: Final = 3
_NUMBERED: Final = re.compile(r"(?P<stem>.*?)(?P<number>\d{1,9})(?P<rest>\D*)", re.DOTALL)


def _counts_up(before: Raw, after: Raw) -> bool:
    """Return whether the second value follows the first as a program that fills cells counts: 24, 25; v1, v2."""
    if isinstance(before, bool) or isinstance(after, bool):
        return False
    if isinstance(before, int | float) and isinstance(after, int | float):
        return after - before == 1
    if isinstance(before, dt.datetime) and isinstance(after, dt.datetime):
        return after - before == dt.timedelta(days=1)
    first, second = (_NUMBERED.fullmatch(each) if isinstance(each, str) else None for each in (before, after))
    if first is None or second is None or (first["stem"], first["rest"]) != (second["stem"], second["rest"]):
        return False
    return int(second["number"]) - int(first["number"]) == 1


def notice_sheets(findings: Findings, book: Book, name: str, languages: Sequence[Language]) -> None:
    """Say which sheets are not read."""
    known = {*HIDDEN, *(sheet.say(language) for sheet in Sheets for language in languages)}
    own = book.sheet(*map(Sheets.QUESTIONS.say, languages))
    answers = {} if own is None else _answers(own, languages)
    for sheet in book.sheets:
        if sheet.title in known:
            continue
        others = _answers(sheet, languages)
        if own is not None and any(text and answers.get(name) != text for name, text in others.items()):
            what, mend = Import.SHEET_COPIED.of(sheet=quote(sheet.title), read=own.title), Import.DELETE_COPY
            findings.fault("sheet-copied", name, what, mend.of(read=own.title))
        else:
            findings.warn("sheet-not-read", name, Import.SHEET_NOT_READ.of(sheet=quote(sheet.title)))


def _answers(sheet: Sheet, languages: Sequence[Language]) -> dict[str, str]:
    """Return what stands in the answer cells of a sheet that is made like that of the questions, by question."""
    cells = sheet.filled_in()
    header, columns = find_header(cells, languages)
    if not {Column.ID, Column.QUESTION, Column.ANSWER} <= columns.keys():
        return {}
    places = columns[Column.ID], columns[Column.ANSWER]
    rows = ([shown(found.get(place)) for place in places] for row, found in cells.items() if row > header)
    return {name.casefold(): text for name, text in rows if name}
