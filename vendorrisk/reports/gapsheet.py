"""The gap list as a workbook that a vendor fills and returns."""

from __future__ import annotations

import datetime as dt
import io
import textwrap
import zipfile
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from vendorrisk.model.base import DEFAULT_LANGUAGE
from vendorrisk.model.result import Gap, Result
from vendorrisk.reports.gaps import gap_head, gap_summary
from vendorrisk.reports.house import HouseStyle
from vendorrisk.reports.theme import Theme
from vendorrisk.reports.visible import visible
from vendorrisk.reports.wording import Wording, fill

_HEAD_ROW = 6
_WIDTHS = (14, 28, 11, 42, 36, 36, 13, 16, 13, 30)
"""Column widths in characters, in the order of :func:`_titles`."""

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t")
_LONGEST_CELL = 32_767
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)


def write_gap_workbook(
    gaps: Sequence[Gap],
    result: Result,
    style: HouseStyle,
    language: str = DEFAULT_LANGUAGE,
) -> bytes:
    """Return the gap list as an xlsx file, in the order given; the same input gives the same bytes.

    Every text is stored as text: nothing in it is ever computed, whatever it starts with.
    """
    workbook = Workbook()
    sheet: Any = workbook.active
    sheet.title = fill(style.wording.gaps.sheet, language)[:31]
    _write_opening(sheet, gaps, result, style, language)
    _write_table(sheet, gaps, style, language)
    _set_up(sheet, style.wording, language, len(gaps))
    moment = dt.datetime.combine(result.as_of, dt.time())
    workbook.properties.title = visible(f"{fill(style.wording.gaps.title, language)}: {result.vendor_name}")
    workbook.properties.creator = visible(result.coalition)
    workbook.properties.created = workbook.properties.modified = moment
    return _fixed_bytes(workbook)


def _write_opening(sheet: Worksheet, gaps: Sequence[Gap], result: Result, style: HouseStyle, language: str) -> None:
    theme, wording = style.theme, style.wording
    mark = theme.verdicts[result.verdict]
    name = " · ".join(part for part in (result.vendor_name, result.product) if part)
    lines = (
        (f"{fill(wording.gaps.title, language)}: {name}", _font(theme, size=theme.sizes.title, bold=True)),
        (gap_head(result, wording, language), _font(theme, colour=theme.quiet)),
        (
            f"{mark.glyph} {fill(wording.words.verdicts[result.verdict], language).upper()}",
            _font(theme, colour=mark.colour, bold=True),
        ),
        (
            " ".join(
                (gap_summary(gaps, result, wording, language), fill(wording.gaps.how_to, language) if gaps else "")
            ),
            _font(theme),
        ),
    )
    for row, (text, font) in enumerate(lines, 1):
        _put(sheet, row, 1, text, font)


def _write_table(sheet: Worksheet, gaps: Sequence[Gap], style: HouseStyle, language: str) -> None:
    theme = style.theme
    line, accent = (Side(style="thin", color=colour[1:]) for colour in (theme.hairline, theme.accent))
    for column, title in enumerate(_titles(style.wording, language), 1):
        cell = _put(sheet, _HEAD_ROW, column, title, _font(theme, colour=theme.paper, bold=True))
        cell.fill = PatternFill("solid", start_color=theme.accent[1:], end_color=theme.accent[1:])
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="left", indent=1)
    sheet.row_dimensions[_HEAD_ROW].height = 20
    for row, gap in enumerate(gaps, _HEAD_ROW + 1):
        values = _values(gap, style, language)
        for column, value in enumerate(values, 1):
            cell = _put(sheet, row, column, value, _font(theme, bold=column in _BOLD_COLUMNS))
            cell.border = Border(bottom=line)
            cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="left", indent=1)
            if column in _FILLED_IN:
                cell.border = Border(left=accent, right=accent, top=accent, bottom=accent)
        sheet.row_dimensions[row].height = _height(values)


_BOLD_COLUMNS = (2, 6)
_STATUS_COLUMN = 9
_FILLED_IN = (8, 9, 10)


def _titles(wording: Wording, language: str) -> tuple[str, ...]:
    words = wording.gaps
    titles = (words.criterion_id, words.criterion, words.severity, words.found, words.needed, words.do, words.due)
    return tuple(fill(title, language) for title in (*titles, words.owner, words.status, words.response))


def _values(gap: Gap, style: HouseStyle, language: str) -> tuple[str | dt.date, ...]:
    wording, mark = style.wording, style.theme.findings[gap.result]
    found = f"{mark.glyph} {fill(wording.words.findings[gap.result], language)}\n{gap.because}"
    found += "".join(f"\n{name}: {ask}" for name, ask in gap.asks.items())
    if gap.waived_until:
        found += f"\n{fill(wording.gaps.waived_until, language)} {gap.waived_until}"
    return (
        gap.criterion,
        gap.title,
        fill(wording.words.severities[gap.severity], language),
        found,
        gap.needed,
        gap.do,
        gap.due,
        gap.owner,
        fill(wording.gaps.statuses[0], language),
        "",
    )


def _put(sheet: Worksheet, row: int, column: int, value: str | dt.date, font: Font) -> Any:
    """Write one cell; a text stays a text, even where it looks like a formula."""
    cell: Any = sheet.cell(row, column)
    cell.font = font
    if isinstance(value, str):
        text = visible(value)[:_LONGEST_CELL]
        cell.value = text
        if text:
            cell.data_type = "s"
        # Excel keeps such a text a text when somebody edits the cell.
        cell.quotePrefix = text.startswith(_STARTS_A_FORMULA)
    else:
        cell.value = value
        cell.number_format = "yyyy-mm-dd"
    return cell


def _set_up(sheet: Any, wording: Wording, language: str, count: int) -> None:
    """Freeze the header, set widths, and make it print on landscape pages one page wide."""
    last = get_column_letter(len(_WIDTHS))
    for column, width in enumerate(_WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = f"C{_HEAD_ROW + 1}"
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{_HEAD_ROW}:{_HEAD_ROW}"
    sheet.oddFooter.right.text = "&P / &N"
    if not count:
        return
    sheet.auto_filter.ref = f"A{_HEAD_ROW}:{last}{_HEAD_ROW + count}"
    statuses = ",".join(fill(status, language).replace(",", " ").replace('"', "'") for status in wording.gaps.statuses)
    choice = DataValidation(type="list", formula1=f'"{statuses}"', allow_blank=True)
    letter = get_column_letter(_STATUS_COLUMN)
    choice.add(f"{letter}{_HEAD_ROW + 1}:{letter}{_HEAD_ROW + count}")
    sheet.add_data_validation(choice)


def _height(values: Sequence[str | dt.date]) -> float:
    """Return the height, in points, that shows every wrapped line of a row.

    A column holds somewhat more characters of this size than it is wide, less its indent.
    """
    lines = max(
        sum(len(textwrap.wrap(line, int(width * 1.15) - 1)) or 1 for line in value.splitlines() or ("",))
        for value, width in zip(values, _WIDTHS, strict=True)
        if isinstance(value, str)
    )
    return min(409.0, 6 + 12.0 * lines)


def _font(theme: Theme, colour: str = "", size: float = 9.5, *, bold: bool = False) -> Font:
    return Font(name="Arial", size=size, bold=bold, color=(colour or theme.ink)[1:])


def _fixed_bytes(workbook: Workbook) -> bytes:
    """Return the file with no trace of when it was written."""
    written, fixed = io.BytesIO(), io.BytesIO()
    ExcelWriter(workbook, zipfile.ZipFile(written, "w")).save()
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.infolist():
            info = zipfile.ZipInfo(member.filename, _FIXED_TIME)
            info.create_system = 0
            target.writestr(info, source.read(member), zipfile.ZIP_DEFLATED)
    return fixed.getvalue()
