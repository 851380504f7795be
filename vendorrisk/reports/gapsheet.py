"""The gap list as a workbook that a vendor fills and returns."""

from __future__ import annotations

import datetime as dt
import io
import re
import textwrap
import unicodedata
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from vendorrisk.model.base import DEFAULT_LANGUAGE
from vendorrisk.model.casework import Casework
from vendorrisk.model.gapsheet import FILLED_IN, FORMAT, IDENTITY, SUBJECT_KEYS, VENDOR_STATUSES, GapColumn, text_mark
from vendorrisk.model.result import Gap, Result
from vendorrisk.reports.gaps import gap_head, gap_summary, rests_on
from vendorrisk.reports.house import HouseStyle
from vendorrisk.reports.theme import Theme
from vendorrisk.reports.visible import visible
from vendorrisk.reports.wording import Wording, fill

_HEAD_ROW = 6
_WIDTHS = {
    GapColumn.ID: 14,
    GapColumn.CRITERION: 28,
    GapColumn.SEVERITY: 11,
    GapColumn.FOUND: 42,
    GapColumn.NEEDED: 36,
    GapColumn.DO: 36,
    GapColumn.DUE: 13,
    GapColumn.OWNER: 18,
    GapColumn.STATUS: 13,
    GapColumn.TARGET: 13,
    GapColumn.RESPONSE: 32,
}
"""In characters."""

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t")
_ESCAPED = re.compile(r"_x[0-9A-Fa-f]{4}_")
_NEVER_TYPED = ("Cc", "Cs", "Cn")
_LONGEST_CELL = 32_767
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)


def write_gap_workbook(
    gaps: Sequence[Gap],
    result: Result,
    style: HouseStyle,
    language: str = DEFAULT_LANGUAGE,
    case: Casework | None = None,
) -> bytes:
    """Return the gap list as an xlsx file, in the order given; the same input gives the same bytes.

    With the ``case`` file in which the gaps are recorded, it can come back. Only the cells that the vendor fills are
    unlocked. Every text is stored as text: nothing in it is ever computed, whatever it starts with.
    """
    workbook = Workbook()
    sheet: Any = workbook.active
    sheet.title = fill(style.wording.gaps.sheet, language)[:31]
    _write_opening(sheet, gaps, result, style, language)
    _write_table(sheet, gaps, style, language)
    _set_up(sheet, style.wording, language, len(gaps))
    if case is not None:
        _write_identity(workbook.create_sheet(IDENTITY), sheet.title, gaps, result, case, style.wording, language)
    moment = dt.datetime.combine(result.as_of, dt.time())
    workbook.properties.title = visible(f"{fill(style.wording.gaps.title, language)}: {result.vendor_name}")
    workbook.properties.creator = visible(result.coalition)
    workbook.properties.created = workbook.properties.modified = moment
    return _fixed_bytes(workbook)


def _write_opening(sheet: Worksheet, gaps: Sequence[Gap], result: Result, style: HouseStyle, language: str) -> None:
    theme, wording = style.theme, style.wording
    mark = theme.verdicts[result.verdict]
    name = " · ".join(part for part in (result.vendor_name, result.product) if part)
    title = fill(wording.words.labelled, language, label=fill(wording.gaps.title, language), what=name)
    lines = (
        (title, _font(theme, size=theme.sizes.title, bold=True)),
        (gap_head(result, wording, language), _font(theme, colour=theme.quiet)),
        (
            f"{mark.glyph} {fill(wording.words.verdicts[result.verdict], language).upper()}",
            _font(theme, colour=mark.colour, bold=True),
        ),
        (gap_summary(gaps, result, wording, language), _font(theme)),
        (fill(wording.gaps.how_to, language) if gaps else "", _font(theme)),
    )
    for row, (text, font) in enumerate(lines, 1):
        _put(sheet, row, 1, text, font)


def _write_table(sheet: Worksheet, gaps: Sequence[Gap], style: HouseStyle, language: str) -> None:
    theme = style.theme
    line, accent = (Side(style="thin", color=colour[1:]) for colour in (theme.hairline, theme.accent))
    tint = PatternFill("solid", start_color=_thinned(theme.accent), end_color=_thinned(theme.accent))
    for column, title in _titles(style.wording, language).items():
        cell = _put(sheet, _HEAD_ROW, column, title, _font(theme, colour=theme.paper, bold=True))
        cell.fill = PatternFill("solid", start_color=theme.accent[1:], end_color=theme.accent[1:])
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="left", indent=1)
    sheet.row_dimensions[_HEAD_ROW - 1].height = 20
    sheet.row_dimensions[_HEAD_ROW].height = 20
    for row, gap in enumerate(gaps, _HEAD_ROW + 1):
        values = _values(gap, style, language)
        for column, value in values.items():
            shown = _as_typed(value) if column in FILLED_IN and isinstance(value, str) else value
            cell = _put(sheet, row, column, shown, _font(theme, bold=column in _BOLD_COLUMNS))
            cell.border = Border(bottom=line)
            cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="left", indent=1)
            if column in FILLED_IN:
                cell.border = Border(left=accent, right=accent, top=accent, bottom=accent)
                cell.fill, cell.protection = tint, Protection(locked=False)
            if column is GapColumn.TARGET:
                cell.number_format = "yyyy-mm-dd"
        sheet.row_dimensions[row].height = _height(values)


_BOLD_COLUMNS = (GapColumn.CRITERION, GapColumn.DO)


def _titles(wording: Wording, language: str) -> dict[GapColumn, str]:
    words = wording.gaps
    titles = {
        GapColumn.ID: words.criterion_id,
        GapColumn.CRITERION: words.criterion,
        GapColumn.SEVERITY: words.severity,
        GapColumn.FOUND: words.found,
        GapColumn.NEEDED: words.needed,
        GapColumn.DO: words.do,
        GapColumn.DUE: words.due,
        GapColumn.OWNER: words.owner,
        GapColumn.STATUS: words.status,
        GapColumn.TARGET: words.target,
        GapColumn.RESPONSE: words.response,
    }
    return {column: fill(title, language) for column, title in titles.items()}


def _values(gap: Gap, style: HouseStyle, language: str) -> dict[GapColumn, str | dt.date]:
    wording, mark = style.wording, style.theme.findings[gap.result]
    found = f"{mark.glyph} {fill(wording.words.findings[gap.result], language)}\n{gap.because}"
    found += f"\n{rests}" if (rests := rests_on(gap, wording, language)) else ""
    found += "".join(f"\n{name}: {ask}" for name, ask in gap.asks.items())
    if gap.waived_until:
        found += f"\n{fill(wording.gaps.waived_until, language)} {gap.waived_until}"
    return {
        GapColumn.ID: gap.criterion,
        GapColumn.CRITERION: gap.title,
        GapColumn.SEVERITY: fill(wording.words.severities[gap.severity], language),
        GapColumn.FOUND: found,
        GapColumn.NEEDED: gap.needed,
        GapColumn.DO: gap.do,
        GapColumn.DUE: gap.due,
        GapColumn.OWNER: gap.owner,
        GapColumn.STATUS: fill(wording.gaps.statuses[gap.status], language),
        GapColumn.TARGET: gap.target or "",
        GapColumn.RESPONSE: gap.response,
    }


class _Typed(str):
    """A text that somebody typed and that must come back as it is."""

    __slots__ = ()


def _as_typed(text: str) -> _Typed:
    """Return a text without what no cell can hold; all else stays, such as the joiners that some scripts need."""
    return _Typed("".join(char for char in text if char in "\n\t" or unicodedata.category(char) not in _NEVER_TYPED))


def _put(sheet: Worksheet, row: int, column: int, value: str | dt.date, font: Font) -> Any:
    """Write one cell; a text stays a text, even where it looks like a formula."""
    cell: Any = sheet.cell(row, column)
    cell.font = font
    if isinstance(value, str):
        # Programs read _x0041_ as the letter A, so a text that really holds it escapes its first underscore.
        text = _ESCAPED.sub("_x005F\\g<0>", value if isinstance(value, _Typed) else visible(value))[:_LONGEST_CELL]
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
    for column, width in _WIDTHS.items():
        sheet.column_dimensions[get_column_letter(column)].width = width
    _protect(sheet)
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
    rows = f"{_HEAD_ROW + 1}:{{letter}}{_HEAD_ROW + count}"
    words = (fill(wording.gaps.statuses[status], language) for status in VENDOR_STATUSES)
    listed = ",".join(word.replace(",", " ").replace('"', "'") for word in words)
    choice = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True, showErrorMessage=True)
    date = DataValidation(
        type="date", operator="greaterThan", formula1="36526", allow_blank=True, showErrorMessage=True
    )
    for column, validation in ((GapColumn.STATUS, choice), (GapColumn.TARGET, date)):
        letter = get_column_letter(column)
        validation.add(letter + rows.format(letter=letter))
        sheet.add_data_validation(validation)


def _protect(sheet: Worksheet) -> None:
    """Lock a sheet without a password, except its unlocked cells; widths, heights and filters stay free."""
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = sheet.protection.autoFilter = False


def _write_identity(  # noqa: PLR0913, PLR0917  everything that a returned list is recognised by
    sheet: Worksheet,
    title: str,
    gaps: Sequence[Gap],
    result: Result,
    case: Casework,
    wording: Wording,
    language: str,
) -> None:
    """Write on a hidden sheet whose list it is, and from which version of each item each row was written."""
    subject = (FORMAT, case.vendor_id, case.product, case.questionnaire, str(case.revision))
    rows = [("list", *pair) for pair in zip(SUBJECT_KEYS, (*subject, result.policy.id, case.token, title), strict=True)]
    rows += [("column", column.name.lower(), text) for column, text in _titles(wording, language).items()]
    rows += [("status", status.value, fill(wording.gaps.statuses[status], language)) for status in VENDOR_STATUSES]
    items = case.current
    for number, (kind, name, value) in enumerate(rows, 1):
        for column, text in enumerate((kind, name, value), 1):
            _put(sheet, number, column, text, Font(name="Arial"))
    for number, gap in enumerate(gaps, len(rows) + 1):
        version = str(items[f"{result.policy.id}:{gap.criterion}"].version)
        for column, text in enumerate(("item", gap.criterion, version, text_mark(visible(gap.title))), 1):
            _put(sheet, number, column, text, Font(name="Arial"))
    sheet.sheet_state = "hidden"
    _protect(sheet)


def _height(values: Mapping[GapColumn, str | dt.date]) -> float:
    """Return the height, in points, that shows every wrapped line of a row.

    A column holds somewhat more characters of this size than it is wide, less its indent.
    """
    lines = max(
        sum(len(textwrap.wrap(line, int(_WIDTHS[column] * 1.15) - 1)) or 1 for line in value.splitlines() or ("",))
        for column, value in values.items()
        if isinstance(value, str)
    )
    return min(409.0, 6 + 12.0 * lines)


def _thinned(colour: str) -> str:
    """Return a colour mixed with much white, for the cells that are filled in."""
    return "".join(f"{round(255 + (part - 255) * 0.06):02X}" for part in bytes.fromhex(colour[1:]))


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
