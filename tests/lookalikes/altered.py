"""Takes a workbook apart into sheets as data, so that tests can do to it what vendors and their programs do."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Callable, Mapping, Sequence

from lookalikes.raw_xlsx import CellContent, Failed, Formula, RawSheet, raw_xlsx

from vendorrisk.capture.grid import Cell, letter, position
from vendorrisk.capture.parser import parse_workbook

Alteration = Callable[[list[RawSheet]], None]


def taken_apart(data: bytes) -> list[RawSheet]:
    """Return the sheets of a workbook with their cells, merges and hidden rows; lists and styles stay behind."""
    return [
        RawSheet(
            sheet.title,
            {cell.reference: _content(cell) for cells in sheet.filled_in().values() for cell in cells.values()},
            state="" if sheet.state == "visible" else sheet.state,
            merged=[str(area) for area in sheet.merged],
            hidden_rows=sorted(sheet.hidden_rows),
        )
        for sheet in parse_workbook(data).sheets
    ]


def altered(data: bytes, *alterations: Alteration) -> bytes:
    """Return the workbook with these things done to it."""
    sheets = taken_apart(data)
    for alter in alterations:
        alter(sheets)
    return raw_xlsx(sheets)


def _content(cell: Cell) -> CellContent:
    value = cell.value
    if isinstance(value, dt.datetime):
        value = value.date()
    assert not isinstance(value, dt.time | dt.timedelta), cell
    if cell.formula:
        return Formula(
            cell.formula.removeprefix("="), Failed(str(value)) if cell.error else "" if value is None else value
        )
    return Failed(str(value)) if cell.error else "" if value is None else value


def _moved(sheet: RawSheet, move: Callable[[int, int], tuple[int, int]]) -> None:
    def name(reference: str) -> str:
        at = position(reference)
        assert at, reference
        row, column = move(*at)
        return f"{letter(column)}{row}"

    sheet.cells = {name(each): value for each, value in sheet.cells.items()}
    sheet.merged = [":".join(name(end) for end in area.split(":")) for area in sheet.merged]
    sheet.hidden_rows = [move(row, 1)[0] for row in sheet.hidden_rows]


def column_inserted(title: str, before: int, texts: Mapping[int, str] | None = None) -> Alteration:
    """Insert a column before that one; ``texts`` stand in it, by row."""

    def alter(sheets: list[RawSheet]) -> None:
        sheet = named(sheets, title)
        _moved(sheet, lambda row, column: (row, column + (column >= before)))
        sheet.cells |= {f"{letter(before)}{row}": text for row, text in (texts or {}).items()}

    return alter


def rows_inserted(title: str, before: int, *texts: str) -> Alteration:
    """Insert a row for each text, which stands in its first cell."""

    def alter(sheets: list[RawSheet]) -> None:
        sheet = named(sheets, title)
        _moved(sheet, lambda row, column: (row + len(texts) * (row >= before), column))
        sheet.cells |= {f"A{before + number}": text for number, text in enumerate(texts)}

    return alter


def cells(title: str, changes: Mapping[str, CellContent]) -> Alteration:
    """Write cells by name."""
    return lambda sheets: named(sheets, title).cells.update(changes)


def column_changed(title: str, column: str, change: Callable[[CellContent, int], CellContent]) -> Alteration:
    """Change every cell of a column that holds something, by its content and row."""

    def alter(sheets: list[RawSheet]) -> None:
        sheet = named(sheets, title)
        for name, value in list(sheet.cells.items()):
            if re.fullmatch(rf"{column}\d+", name):
                sheet.cells[name] = change(value, int(name.removeprefix(column)))

    return alter


def answers_said(title: str, column: str, words: Mapping[str, CellContent]) -> Alteration:
    """Write other words in a column in place of those."""
    return column_changed(title, column, lambda value, _: words.get(str(value), value))


def renamed(titles: Mapping[str, str]) -> Alteration:
    """Give sheets other titles."""

    def alter(sheets: list[RawSheet]) -> None:
        for sheet in sheets:
            sheet.title = titles.get(sheet.title, sheet.title)

    return alter


def removed(*titles: str) -> Alteration:
    """Take sheets out."""

    def alter(sheets: list[RawSheet]) -> None:
        sheets[:] = [sheet for sheet in sheets if sheet.title not in titles]

    return alter


def added(*more: RawSheet) -> Alteration:
    """Put sheets before the others."""
    return lambda sheets: sheets.__setitem__(slice(0, 0), more)


def copied(title: str, to: str, state: str = "", *, changes: Mapping[str, CellContent] | None = None) -> Alteration:
    """Keep a copy of a sheet under another title, with cells changed."""

    def alter(sheets: list[RawSheet]) -> None:
        sheet = named(sheets, title)
        sheets.append(RawSheet(to, {**sheet.cells, **(changes or {})}, state=state, merged=list(sheet.merged)))

    return alter


def rows_hidden(title: str, rows: Sequence[int]) -> Alteration:
    """Hide rows, as a filter does."""
    return lambda sheets: setattr(named(sheets, title), "hidden_rows", list(rows))


def merged(title: str, *areas: str) -> Alteration:
    """Merge areas."""
    return lambda sheets: setattr(named(sheets, title), "merged", [*named(sheets, title).merged, *areas])


def split(title: str, every: int) -> Alteration:
    """Spread a sheet over several of so many rows, as conversions of printed ones do; the header is on the first."""

    def alter(sheets: list[RawSheet]) -> None:
        sheet = named(sheets, title)
        sheets.remove(sheet)
        pages: dict[int, RawSheet] = {}
        for name, value in sheet.cells.items():
            row, column = position(name) or (0, 0)
            page, line = divmod(row - 1, every)
            there = pages.setdefault(page, RawSheet(f"Table {page + 1}"))
            there.cells[f"{letter(column)}{line + 1}"] = value
        sheets += (pages[page] for page in sorted(pages))

    return alter


def named(sheets: Sequence[RawSheet], title: str) -> RawSheet:
    """Return the sheet with this title."""
    return next(sheet for sheet in sheets if sheet.title == title)


def as_csv(data: bytes, title: str, *, columns: int = 12, delimiter: str = ",", encoding: str = "utf-8-sig") -> bytes:
    """Return one sheet as programs export it: what its cells show, of formulas the value."""
    sheet = next(sheet for sheet in parse_workbook(data).sheets if sheet.title == title)
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    for row in range(1, max(sheet.rows) + 1):
        found = (sheet.cell(row, column) for column in range(1, columns + 1))
        writer.writerow("" if cell is None or cell.value is None else str(cell.value) for cell in found)
    return text.getvalue().encode(encoding)
