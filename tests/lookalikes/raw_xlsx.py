"""Writes .xlsx files part by part, with what real workbooks hold and libraries do not write.

Formulas with the value stored beside them, drop-down lists in the extension list, sizes that sheets only claim,
error values, rows outside the claimed size.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from openpyxl import load_workbook

_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_X14: Final = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
_FORMULAS: Final = "http://schemas.microsoft.com/office/excel/2006/main"
_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_DAY_ZERO: Final = dt.date(1899, 12, 30)
_FORMATS: Final = ((0, 0), (14, 0), (0, 1))
"""Number format and font of each style: the plain one, that of dates, white type."""
_DATE, _WHITE = 1, 2


@dataclass(frozen=True)
class Formula:
    """A formula and the value that the program stored beside it."""

    text: str
    cached: Plain | Failed = ""


@dataclass(frozen=True)
class Failed:
    """An error value, such as ``#REF!``."""

    value: str = "#REF!"


@dataclass(frozen=True)
class White:
    """A text in white type on white ground."""

    text: str


Plain = str | int | float | bool | dt.date
CellContent = Plain | Formula | Failed | White


@dataclass(frozen=True)
class LookAlike:
    """A file that looks like a published one, and what stands in it."""

    data: bytes
    typed: dict[str, str]
    """The vendor's words by question id, as typed."""


@dataclass
class RawSheet:
    """A sheet as data."""

    title: str
    cells: dict[str, CellContent] = field(default_factory=dict)
    state: str = ""
    merged: Sequence[str] = ()
    lists: Sequence[tuple[str, str]] = ()
    """Area and source of drop-down lists: ``("G2:G202", "$R$2:$R$4")``."""
    far_lists: Sequence[tuple[str, str]] = ()
    """The same in the sheet's extension list, where libraries drop them."""
    claims: str = ""
    """The size that the sheet declares."""
    last_row: int = 0
    """A row element without cells."""
    hidden_columns: Sequence[tuple[int, int]] = ()
    hidden_rows: Sequence[int] = ()

    def put(self, row: int, **columns: CellContent | None) -> None:
        """Write cells of a row, by column letter; None writes nothing."""
        self.cells |= {f"{column}{row}": value for column, value in columns.items() if value is not None}


def raw_xlsx(sheets: Sequence[RawSheet], names: Mapping[str, str] | None = None) -> bytes:
    """Return the workbook; ``names`` are the defined names of the workbook with what they refer to."""
    parts = {
        "[Content_Types].xml": _content_types(len(sheets)),
        "_rels/.rels": _relations([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": _workbook(sheets, names or {}),
        "xl/_rels/workbook.xml.rels": _relations(
            [*(("worksheet", f"worksheets/sheet{n}.xml") for n, _ in enumerate(sheets, 1)), ("styles", "styles.xml")]
        ),
        "xl/styles.xml": _styles(),
    } | {f"xl/worksheets/sheet{n}.xml": _sheet(sheet) for n, sheet in enumerate(sheets, 1)}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), _DECLARATION + text)
    return buffer.getvalue()


def resaved(data: bytes) -> bytes:
    """Return the workbook as a library writes it back: no stored values of formulas, no lists of the extension list."""
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        load_workbook(io.BytesIO(data)).save(buffer)
    return buffer.getvalue()


def ids(family: str, count: int | Sequence[int]) -> list[str]:
    """Return the ids of a family: ``GNRL-01`` and on, or those with the numbers given."""
    return [f"{family}-{n:02d}" for n in (range(1, count + 1) if isinstance(count, int) else count)]


def _content_types(sheets: int) -> str:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    overrides = [("xl/workbook.xml", "sheet.main"), ("xl/styles.xml", "styles")]
    overrides += [(f"xl/worksheets/sheet{n}.xml", "worksheet") for n in range(1, sheets + 1)]
    listed = "".join(f'<Override PartName="/{part}" ContentType="{kind}.{what}+xml"/>' for part, what in overrides)
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{listed}</Types>'
    )


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    listed = "".join(
        f'<Relationship Id="rId{n}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'


def _workbook(sheets: Sequence[RawSheet], names: Mapping[str, str]) -> str:
    listed = "".join(
        f'<sheet name={quoteattr(sheet.title)} sheetId="{n}"{_attribute("state", sheet.state)} r:id="rId{n}"></sheet>'
        for n, sheet in enumerate(sheets, 1)
    )
    named = "".join(f"<definedName name={quoteattr(name)}>{escape(to)}</definedName>" for name, to in names.items())
    named = f"<definedNames>{named}</definedNames>" if named else ""
    return f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>{listed}</sheets>{named}</workbook>'


def _styles() -> str:
    fonts = '<fonts count="2"><font><sz val="11"/></font><font><color rgb="FFFFFFFF"/></font></fonts>'
    formats = "".join(f'<xf numFmtId="{number}" fontId="{font}" fillId="0" borderId="0"/>' for number, font in _FORMATS)
    return (
        f'<styleSheet xmlns="{_MAIN}">{fonts}<fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
        '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
        f'<cellXfs count="3">{formats}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )


def _sheet(sheet: RawSheet) -> str:
    rows: dict[int, dict[int, str]] = {}
    for name, value in sheet.cells.items():
        row, column = _position(name)
        rows.setdefault(row, {})[column] = _cell(name, value)
    if sheet.last_row:
        rows.setdefault(sheet.last_row, {})
    body = "".join(
        f'<row r="{row}"{_attribute("hidden", "1" if row in sheet.hidden_rows else "")}>'
        + "".join(rows[row][column] for column in sorted(rows[row]))
        + "</row>"
        for row in sorted(rows)
    )
    hidden = "".join(f'<col min="{first}" max="{last}" hidden="1"/>' for first, last in sheet.hidden_columns)
    merged = "".join(f'<mergeCell ref="{area}"/>' for area in sheet.merged)
    return (
        f'<worksheet xmlns="{_MAIN}">'
        + (f'<dimension ref="{sheet.claims}"/>' if sheet.claims else "")
        + (f"<cols>{hidden}</cols>" if hidden else "")
        + f"<sheetData>{body}</sheetData>"
        + (f"<mergeCells>{merged}</mergeCells>" if merged else "")
        + _lists(sheet.lists)
        + _far_lists(sheet.far_lists)
        + "</worksheet>"
    )


def _lists(lists: Sequence[tuple[str, str]]) -> str:
    listed = "".join(
        f'<dataValidation type="list" sqref="{area}"><formula1>{escape(source)}</formula1></dataValidation>'
        for area, source in lists
    )
    return f"<dataValidations>{listed}</dataValidations>" if listed else ""


def _far_lists(lists: Sequence[tuple[str, str]]) -> str:
    listed = "".join(
        f'<x14:dataValidation type="list" allowBlank="1"><x14:formula1><xm:f>{escape(source)}</xm:f></x14:formula1>'
        f"<xm:sqref>{area}</xm:sqref></x14:dataValidation>"
        for area, source in lists
    )
    if not listed:
        return ""
    listed = f'<x14:dataValidations xmlns:xm="{_FORMULAS}" count="{len(lists)}">{listed}</x14:dataValidations>'
    return f'<extLst><ext xmlns:x14="{_X14}" uri="{{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}}">{listed}</ext></extLst>'


def _cell(name: str, value: CellContent) -> str:
    if isinstance(value, Formula):
        kind, stored = _stored(value.cached)
        return f'<c r="{name}"{kind}><f>{escape(value.text)}</f>{stored}</c>'
    if isinstance(value, White):
        return f'<c r="{name}" s="{_WHITE}" t="inlineStr"><is><t>{escape(value.text)}</t></is></c>'
    if isinstance(value, str):
        return f'<c r="{name}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
    kind, stored = _stored(value)
    return f'<c r="{name}"{kind}>{stored}</c>'


def _stored(value: Plain | Failed) -> tuple[str, str]:
    """Return the attributes and the value element of a stored value."""
    if isinstance(value, Failed):
        return ' t="e"', f"<v>{value.value}</v>"
    if isinstance(value, bool):
        return ' t="b"', f"<v>{int(value)}</v>"
    if isinstance(value, dt.date):
        return f' s="{_DATE}"', f"<v>{(value - _DAY_ZERO).days}</v>"
    if isinstance(value, str):
        return ' t="str"', f"<v>{escape(value)}</v>"
    return "", f"<v>{value}</v>"


def _attribute(name: str, value: str) -> str:
    return f' {name}="{value}"' if value else ""


def _position(name: str) -> tuple[int, int]:
    """Return row and column of a cell's name."""
    found = re.fullmatch(r"([A-Z]+)(\d+)", name)
    assert found, name
    column = 0
    for sign in found[1]:
        column = column * 26 + ord(sign) - ord("A") + 1
    return int(found[2]), column
