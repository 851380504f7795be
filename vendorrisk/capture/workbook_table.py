"""What the sheets that only list something have in common: a title, the heads of the columns, how they are printed."""

from __future__ import annotations

from collections.abc import Mapping, Sized
from typing import Final, TypeVar

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from vendorrisk.capture.workbook_layout import HEADER_ROW, put
from vendorrisk.capture.workbook_style import Look, cell, landscape
from vendorrisk.model.language import Phrase

_Head = TypeVar("_Head", bound=Phrase)
FIRST_ROW: Final = HEADER_ROW + 1


def begin_table(sheet: Worksheet, title: str, columns: Mapping[_Head, int], look: Look, language: str) -> None:
    """Write the title and the heads of the columns; ``columns`` has the width of each, in characters."""
    put(cell(sheet, 1, 1), title)
    look.title(cell(sheet, 1, 1), size=12)
    sheet.row_dimensions[1].height = 22
    for column, (head, width) in enumerate(columns.items(), 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
        put(cell(sheet, HEADER_ROW, column), head.say(language))
        look.header(cell(sheet, HEADER_ROW, column))
    sheet.row_dimensions[HEADER_ROW].height = 20


def end_table(sheet: Worksheet, columns: Sized, rows: int, language: str) -> None:
    """Keep the heads in sight of so many rows, on the screen and on each page."""
    sheet.freeze_panes = f"A{FIRST_ROW}"
    landscape(sheet, get_column_letter(len(columns)), HEADER_ROW + rows, f"1:{HEADER_ROW}", language)
