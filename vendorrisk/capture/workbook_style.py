"""How workbooks look: the theme's colours, few styles, and row heights that show the whole text."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any, Final

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from vendorrisk.model.base import DEFAULT_LANGUAGE
from vendorrisk.phrases.workbook import Cover

FONT: Final = "Arial"
"""On every desktop, or with a twin of the same widths."""
MONO: Final = "Courier New"
_BODY, _SMALL = 10, 8.5
_TEXT: Final = Alignment(wrap_text=True, vertical="top", horizontal="left", indent=1)


class Look:
    """The colours of a theme (see ``reports/theme.yaml``), as styles for cells."""

    def __init__(self, theme: Mapping[str, Any]) -> None:
        self.ink = _hex(theme.get("ink", "#1B1F24"))
        self.quiet = _hex(theme.get("quiet", "#5B6472"))
        self.hairline = _hex(theme.get("hairline", "#D5DAE0"))
        self.accent = _hex(theme.get("accent", "#0B5563"))
        verdicts = theme.get("verdicts", {})
        self.good = _hex(verdicts.get("meets", {}).get("colour", "#1B7F4B"))
        self.doubt = _hex(verdicts.get("conditional", {}).get("colour", "#9A6700"))
        self.bad = _hex(verdicts.get("does_not_meet", {}).get("colour", "#B42318"))
        self.fault_tint = _mixed(self.bad, 0.12)
        self.tint = _mixed(self.accent, 0.06)
        self.shade = _mixed(self.hairline, 0.4)

    def font(self, *, size: float = _BODY, bold: bool = False, colour: str = "", name: str = FONT) -> Font:
        """Return a font; ink unless another colour is given."""
        return Font(name=name, size=size, bold=bold, color=colour or self.ink)

    def text(self, cell: Cell, *, quiet: bool = False, bold: bool = False, size: float = 0) -> None:
        """Style a cell to be read: wrapped, from the top; ``quiet`` is small and grey."""
        size = size or (_SMALL if quiet else _BODY)
        cell.font = self.font(size=size, bold=bold, colour=self.quiet if quiet else "")
        cell.alignment = _TEXT

    def title(self, cell: Cell, *, size: float) -> None:
        """Style a title: in the accent, and in ink if it is the largest."""
        cell.font = self.font(size=size, bold=True, colour=self.ink if size >= 18 else self.accent)
        cell.alignment = Alignment(vertical="center", horizontal="left", indent=1)

    def id(self, cell: Cell) -> None:
        """Style an id: narrow and quiet."""
        cell.font = self.font(size=7.5, colour=self.quiet, name=MONO)
        cell.alignment = _TEXT

    def header(self, cell: Cell) -> None:
        """Style the head of a table's column."""
        cell.font = self.font(bold=True, colour="FFFFFF")
        cell.fill = fill(self.accent)
        cell.alignment = Alignment(vertical="center", wrap_text=True, horizontal="left", indent=1)

    def writable(self, cell: Cell, *, strong: bool = False) -> None:
        """Style and unlock a cell that is meant for writing; ``strong`` for the answer itself."""
        side = Side(style="thin", color=self.accent if strong else self.hairline)
        cell.border = Border(left=side, right=side, top=side, bottom=side)
        cell.font = self.font()
        cell.alignment = _TEXT
        cell.protection = Protection(locked=False)
        cell.fill = fill(self.tint)

    def underline(self, cell: Cell) -> None:
        """Draw the hairline under a row."""
        cell.border = Border(bottom=Side(style="thin", color=self.hairline))


def cell(sheet: Worksheet, row: int, column: int) -> Cell:
    """Return a cell, which is none of a merged area."""
    found = sheet.cell(row, column)
    assert isinstance(found, Cell)  # noqa: S101  these sheets merge nothing
    return found


def _hex(colour: str) -> str:
    return colour.removeprefix("#").upper()


def _mixed(colour: str, share: float) -> str:
    """Return a colour thinned with white."""
    parts = (int(colour[i : i + 2], 16) for i in (0, 2, 4))
    return "".join(f"{round(255 + (part - 255) * share):02X}" for part in parts)


def fill(colour: str) -> PatternFill:
    """Return a plain fill."""
    return PatternFill("solid", start_color=colour, end_color=colour)


def base_font(workbook: Workbook) -> None:
    """Make the theme's font the workbook's own, so that cells nobody styled agree with it."""
    workbook._fonts[0] = Font(name=FONT, size=_BODY)  # type: ignore[attr-defined]  # noqa: SLF001  no public way
    workbook._named_styles["Normal"].font = Font(name=FONT, size=_BODY)  # type: ignore[attr-defined]  # noqa: SLF001


def protect(sheet: Worksheet) -> None:
    """Lock a sheet without a password, except its unlocked cells; column widths and row heights stay free."""
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False


def landscape(
    sheet: Worksheet, last_column: str, last_row: int, header_rows: str, language: str = DEFAULT_LANGUAGE
) -> None:
    """Print on landscape pages, as wide as the sheet, with the header on each."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_area = f"A1:{last_column}{last_row}"
    sheet.print_title_rows = header_rows
    margins = sheet.page_margins
    margins.left = margins.right = margins.top = 0.4
    margins.bottom = 0.6
    sheet.HeaderFooter.oddFooter = HeaderFooterItem(
        left=_HeaderFooterPart("&A", size=8),
        right=_HeaderFooterPart(Cover.PAGE.say(language, page="&P", pages="&N"), size=8),
    )


class _GrowingRow(RowDimension):
    """A row whose height is a first proposal: programs enlarge it when more is written into it."""

    @property
    def customHeight(self) -> bool:  # noqa: N802  openpyxl's name
        return False


def set_height(sheet: Worksheet, row: int, texts: Mapping[int, str]) -> None:
    """Give a row the height that shows each of ``texts`` (by column number) whole."""
    tallest = 0.0
    for column, text in texts.items():
        cell = sheet.cell(row, column)
        width = sheet.column_dimensions[get_column_letter(column)].width
        size = float(cell.font.sz or _BODY)
        tallest = max(tallest, text_lines(text, (width * 7 - 10) * 0.75, size) * size * 1.25)
    sheet.row_dimensions[row] = _GrowingRow(sheet, index=row, ht=round(tallest + 5, 1))


_WIDTHS: Final = {
    character: width
    for width, characters in {
        191: "'",
        222: "ijl",
        278: " !,./:;I[\\]ft",
        333: "()-r",
        355: '"',
        389: "*",
        500: "Jckszvxy",
        584: "+<=>",
        611: "FTZ",
        667: "ABEKPSVXY&",
        722: "CDHNRUw",
        778: "GOQ",
        833: "Mm",
        889: "%",
        944: "W",
        1015: "@",
    }.items()
    for character in characters
}
"""Arial's widths in thousandths of the size; other characters are 556, and East Asian ones 1000."""


def text_lines(text: str, points: float, size: float) -> int:
    """Return how many lines a text takes in a column of so many points."""
    limit = points / size * 1000 / 1.02  # programs hint glyphs a little wider than their design
    lines = 0
    for paragraph in text.split("\n"):
        lines += 1
        used = 0.0
        for word in paragraph.split(" "):
            width = float(sum(map(_width, word)))
            if used and used + width > limit:
                lines += 1
                used = 0.0
            while width > limit:
                lines += 1
                width -= limit
            used += width + _WIDTHS[" "]
    return lines


def _width(character: str) -> int:
    if unicodedata.east_asian_width(character) in "WF":
        return 1000
    return _WIDTHS.get(character, 556)
