"""Opens a workbook after the guard, and reads its cells without trusting formulas, errors or declared sizes."""

from __future__ import annotations

import datetime as dt
import io
import warnings
from dataclasses import dataclass
from functools import lru_cache

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula
from openpyxl.worksheet.worksheet import Worksheet

from vendorrisk.capture.guard import Unsafe, guard_workbook
from vendorrisk.capture.quantities import Raw, Unreadable
from vendorrisk.capture.text import clean, quote
from vendorrisk.capture.workbook_format import shows_something_else
from vendorrisk.capture.workbook_layout import FORMAT, IDENTITY, IDENTITY_FIRST_QUESTION, IDENTITY_KEYS, text_of
from vendorrisk.model.answer import MAX_ANSWER_CHARACTERS
from vendorrisk.model.fault import RefusedInput
from vendorrisk.phrases.reading import Import, Unclear


@lru_cache(maxsize=1)
def open_workbook(data: bytes, name: str) -> Workbook:
    """Return the workbook, for reading only; raise :class:`RefusedInput` if it is unsafe or damaged.

    The last one is kept, because a command first asks what a workbook is and then reads it.
    """
    try:
        guard_workbook(data)
    except Unsafe as refusal:
        raise RefusedInput(f"{name} was refused: {refusal}", mend=refusal.mend) from None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of features that are dropped on saving: nothing is saved
        try:
            return load_workbook(io.BytesIO(data), keep_links=False)
        except Exception:  # noqa: BLE001  the parser raises whatever a damaged part makes it stumble over
            raise RefusedInput(
                f"{name} was refused: its content is damaged.",
                mend="Open it in your spreadsheet program, save it as .xlsx again, and send that file.",
            ) from None


@dataclass(frozen=True)
class Identity:
    """What the hidden sheet of a template says it is."""

    format: str
    questionnaire: str
    version: str
    digest: str
    full_digest: str
    language: str
    hashes: dict[str, str]
    """Digest of each question's text as it was written, by question id."""


def read_identity(book: Workbook, name: str) -> Identity:
    """Return the identity; raise :class:`RefusedInput` if the workbook has none that can be read."""
    sheet = sheet_of(book, IDENTITY)
    texts = {} if sheet is None else {row: plain_row(cells) for row, cells in rows(sheet).items()}
    values = [texts.get(row, ("", "")) for row in range(1, len(IDENTITY_KEYS) + 1)]
    if tuple(key for key, _ in values) != IDENTITY_KEYS:
        raise RefusedInput(
            f"{name} is no workbook of this program: its hidden sheet {IDENTITY} is missing or changed.",
            mend=f"{Import.FRESH} The answers of other questionnaires can't be imported this way.",
        )
    hashes = {key: value for row, (key, value) in texts.items() if row >= IDENTITY_FIRST_QUESTION}
    kind, questionnaire, version, digest, full_digest, language = (value for _, value in values)
    found = Identity(kind, questionnaire, version, digest, full_digest, language, hashes)
    if found.format != FORMAT:
        raise RefusedInput(
            f"{name} has the format {quote(found.format)}; this program reads {FORMAT}.",
            mend="Update vendorrisk, or ask for a fresh template.",
        )
    return found


def sheet_of(book: Workbook, *titles: str) -> Worksheet | None:
    """Return the worksheet with the first of these titles, if there is one."""
    found = (book[title] for title in titles if title in book.sheetnames)
    return next((sheet for sheet in found if isinstance(sheet, Worksheet)), None)


def rows(sheet: Worksheet) -> dict[int, dict[int, Cell]]:
    """Return the cells that exist, by row and column in order, whatever size the sheet claims to have."""
    found: dict[int, dict[int, Cell]] = {}
    for (row, column), cell in sorted(sheet._cells.items()):  # noqa: SLF001  public ways walk the claimed size
        if isinstance(cell, Cell) and cell.value is not None:
            found.setdefault(row, {})[column] = cell
    return found


def plain_row(cells: dict[int, Cell]) -> tuple[str, str]:
    """Return the first two cells of a row as text; formulas read as nothing."""
    first, second = (
        "" if cell is None or cell.data_type == "f" else clean(str(cell.value)) for cell in map(cells.get, (1, 2))
    )
    return first, second


def cell_value(cell: Cell | None) -> Raw:
    """Return what was typed into a cell; raise :class:`Unreadable` for a formula, an error or a struck-out text."""
    if cell is None or cell.value is None:
        return None
    if cell.data_type == "f":
        raise Unreadable("formula", Import.FORMULA.of(value=quote(written(cell))), Import.TYPE_VALUE.of())
    if cell.data_type == "e":
        raise Unreadable("cell-error", Import.ERROR.of(value=cell.value), Import.TYPE_IT.of())
    if cell.font is not None and cell.font.strike:
        raise Unreadable("struck-out", Import.STRUCK_OUT.of(value=quote(str(cell.value))), Import.CLEAR.of())
    value = cell.value
    plain = value if isinstance(value, bool | int | float | dt.date | dt.time | dt.timedelta) else str(value)
    if shows_something_else(str(cell.number_format), plain):
        what = Import.SHOWN_OTHERWISE.of(value=quote(written(cell)))
        raise Unreadable("shown-otherwise", what, Import.GENERAL_FORMAT.of())
    return text_of(plain) if isinstance(plain, str) else plain


def written(cell: Cell | None) -> str:
    """Return what was put into a cell as a text, of a formula the formula."""
    value = None if cell is None else cell.value
    if value is None:
        return ""
    return str(getattr(value, "text", "")) if isinstance(value, ArrayFormula | DataTableFormula) else str(value)


def filled_by_formulas(sheet: Worksheet) -> tuple[CellRange, ...]:
    """Return the areas that formulas of one cell fill; only that one says so."""
    values = (cell.value for cell in sheet._cells.values() if isinstance(cell, Cell))  # noqa: SLF001
    areas = (value.ref for value in values if isinstance(value, ArrayFormula | DataTableFormula))
    return tuple(CellRange(area) for area in areas if area)


def inside(cell: Cell, areas: tuple[CellRange, ...]) -> bool:
    """Return whether a cell lies in one of these areas."""
    return any(
        area.min_row <= cell.row <= area.max_row and area.min_col <= cell.column <= area.max_col for area in areas
    )


def column_is_hidden(sheet: Worksheet, column: int) -> bool:
    """Return whether a column is hidden; one entry can stand for several columns."""
    found = sheet.column_dimensions.values()
    return any(each.hidden and (each.min or 0) <= column <= (each.max or 0) for each in found)


def cell_text(cell: Cell | None) -> str:
    """Return a cell of free text, cleaned; raise :class:`Unreadable` like :func:`cell_value`, or if it is too long."""
    value = cell_value(cell)
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        value = value.date()
    text = "" if value is None else clean(str(value))
    if len(text) > MAX_ANSWER_CHARACTERS:
        what = Unclear.TEXT_TOO_LONG.of(count=f"{len(text):,}", most=f"{MAX_ANSWER_CHARACTERS:,}")
        raise Unreadable("too-long", what, Unclear.SHORTEN.of())
    return text
