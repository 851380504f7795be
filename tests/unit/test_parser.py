"""What the parser makes of a workbook, part by part; openpyxl is asked for its opinion of the same files."""

from __future__ import annotations

import datetime as dt
import io
import warnings
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from lookalikes import asvs, caiq, hecvat3, hecvat4, sag, samm
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.worksheet.formula import ArrayFormula
from workbooks import filled

from vendorrisk.capture.grid import Area, Book, Cell, Sheet
from vendorrisk.capture.guard import Unsafe
from vendorrisk.capture.parser import MAX_CHOICES, parse_workbook
from vendorrisk.capture.parser_parts import MAX_TEXT
from vendorrisk.capture.parser_sheet import from_serial

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
KINDS = "application/vnd.openxmlformats-officedocument.spreadsheetml"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def raw(rows: str, *, after: str = "", before: str = "", **parts: str) -> bytes:
    """Return a workbook of one sheet written by hand; ``texts``, ``styles``, ``book`` are the insides of parts."""
    relations = [("worksheet", "worksheets/sheet1.xml")]
    overrides = [("workbook", "sheet.main"), ("worksheets/sheet1", "worksheet")]
    files = {"xl/worksheets/sheet1.xml": f"<worksheet xmlns='{MAIN}'>{before}<sheetData>{rows}</sheetData>{after}"}
    files["xl/worksheets/sheet1.xml"] += "</worksheet>"
    for key, name, kind in (("texts", "sst", "sharedStrings"), ("styles", "styleSheet", "styles")):
        if key in parts:
            relations.append((kind, f"{kind}.xml"))
            overrides.append((kind, kind))
            files[f"xl/{kind}.xml"] = f"<{name} xmlns='{MAIN}'>{parts[key]}</{name}>"
    sheets = parts.get("sheets", "<sheet name='One' sheetId='1' r:id='rId1'></sheet>")
    files["xl/workbook.xml"] = (
        f"<workbook xmlns='{MAIN}' xmlns:r='{RELATIONS}'>{parts.get('book', '')}<sheets>{sheets}</sheets>"
        f"{parts.get('names', '')}</workbook>"
    )
    files["xl/_rels/workbook.xml.rels"] = _relations(relations)
    files["_rels/.rels"] = _relations([("officeDocument", "xl/workbook.xml")])
    listed = "".join(f"<Override PartName='/xl/{n}.xml' ContentType='{KINDS}.{k}+xml'/>" for n, k in overrides)
    files["[Content_Types].xml"] = f"<Types xmlns='{PACKAGE}/content-types'>{listed}</Types>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def _relations(targets: list[tuple[str, str]]) -> str:
    listed = (
        f"<Relationship Id='rId{n}' Type='{RELATIONS}/{kind}' Target='{target}'/>"
        for n, (kind, target) in enumerate(targets, 1)
    )
    return f"<Relationships xmlns='{PACKAGE}/relationships'>{''.join(listed)}</Relationships>"


def sheet_of(rows: str, **parts: str) -> Sheet:
    return parse_workbook(raw(rows, **parts)).sheets[0]


def cell_of(cell: str, **parts: str) -> Cell | None:
    return sheet_of(f"<row r='1'>{cell}</row>", **parts).cell(1, 1)


def value_of(cell: str, **parts: str) -> Any:
    found = cell_of(cell, **parts)
    return None if found is None else found.value


STYLES = (
    "<numFmts count='2'><numFmt numFmtId='170' formatCode='yyyy\\-mm\\-dd;@'/>"
    "<numFmt numFmtId='171' formatCode='[h]:mm'/></numFmts>"
    "<fonts><font/><font><strike/></font><font><strike val='0'/></font></fonts>"
    "<cellXfs><xf/><xf numFmtId='170'/><xf numFmtId='171'/><xf fontId='1'/><xf fontId='2'/><xf numFmtId='9'/>"
    "<xf numFmtId='14'/><xf numFmtId='20'/></cellXfs>"
)
"""Styles 1 date, 2 span, 3 struck, 4 not struck, 5 per cent, 6 built-in date, 7 built-in time."""


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("<c r='A1'><v>95</v></c>", 95),
        ("<c r='A1'><v>0.1</v></c>", 0.1),
        ("<c r='A1'><v>1E3</v></c>", 1000.0),
        ("<c><v> 7 </v></c>", 7),
        ("<c r='A1'><v>1e400</v></c>", "1e400"),
        ("<c r='A1'><v>NaN</v></c>", "NaN"),
        ("<c r='A1'><v>1_000</v></c>", "1_000"),
        ("<c r='A1'><v></v></c>", None),
        ("<c r='A1' t='b'><v>1</v></c>", True),
        ("<c r='A1' t='b'><v>false</v></c>", False),
        ("<c r='A1' t='str'><v>Yes</v></c>", "Yes"),
        ("<c r='A1' t='inlineStr'><is><t> Yes\n</t></is></c>", " Yes\n"),
        ("<c r='A1' t='inlineStr'><is><t></t></is></c>", None),
        ("<c r='A1' t='inlineStr'></c>", None),
        (
            "<c t='inlineStr'><is><r><t>Y</t></r><r><rPr/><t>es</t></r><rPh sb='0' eb='1'><t>X</t></rPh></is></c>",
            "Yes",
        ),
        ("<c r='A1' t='str'><v>a_x000D__x0041__x005F_x0042_</v></c>", "a\rA_x0042_"),
        ("<c r='A1' t='str'><v>_xD83D__xDE00_ _xD83D_</v></c>", "\U0001f600 \ufffd"),
        ("<c r='A1' t='d'><v>2026-03-01</v></c>", dt.datetime(2026, 3, 1)),  # noqa: DTZ001
        ("<c r='A1' t='d'><v>2026-13-01</v></c>", "2026-13-01"),
    ],
)
def test_values(cell: str, value: object) -> None:
    found = value_of(cell)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("style", "stored", "value"),
    [
        (1, "46082", dt.datetime(2026, 3, 1)),  # noqa: DTZ001
        (6, "46082.5", dt.datetime(2026, 3, 1, 12)),  # noqa: DTZ001
        (7, "0.25", dt.time(6)),
        (2, "1.5", dt.timedelta(hours=36)),
        (5, "0.95", 0.95),
        (1, "59", dt.datetime(1900, 2, 28)),  # noqa: DTZ001
        (1, "61", dt.datetime(1900, 3, 1)),  # noqa: DTZ001
        (1, "99999999", "#VALUE!"),
        (1, "-99999999", "#VALUE!"),
    ],
)
def test_dates(style: int, stored: str, value: object) -> None:
    found = cell_of(f"<c r='A1' s='{style}'><v>{stored}</v></c>", styles=STYLES)
    assert found is not None
    assert found.value == value
    assert found.error == (value == "#VALUE!")


def test_days_can_count_from_1904() -> None:
    data = raw("<row><c s='1'><v>44620</v></c></row>", styles=STYLES, book="<workbookPr date1904='1'/>")
    book = parse_workbook(data)
    assert book.dates_from_1904
    assert book.sheets[0].rows[1][1].value == dt.datetime(2026, 3, 1)  # noqa: DTZ001
    assert from_serial(0.999999999, from_1904=True, elapsed=False) == dt.datetime(1904, 1, 2)  # noqa: DTZ001


def test_a_formula_comes_with_what_was_stored_beside_it() -> None:
    rows = (
        "<row r='1'><c r='A1' t='str'><f>B1&amp;C1</f><v>Yes</v></c><c r='B1'><f>1+1</f></c>"
        "<c r='C1' t='str'><f>D1</f><v></v></c><c r='D1' t='e'><f>Gone!A1</f><v>#REF!</v></c></row>"
        "<row r='2'><c r='A2'><f t='shared' ref='A2:A3' si='0'>B2*2</f><v>4</v></c></row>"
        "<row r='3'><c r='A3'><f t='shared' si='0'/><v>6</v></c><c r='B3' t='e'><v>#N/A</v></c></row>"
    )
    cells = {cell.reference: cell for row in sheet_of(rows).rows.values() for cell in row.values()}
    assert {name: (cell.formula, cell.value, cell.error) for name, cell in cells.items()} == {
        "A1": ("=B1&C1", "Yes", False),
        "B1": ("=1+1", None, False),
        "C1": ("=D1", "", False),
        "D1": ("=Gone!A1", "#REF!", True),
        "A2": ("=B2*2", 4, False),
        "A3": ("=B2*2", 6, False),
        "B3": ("", "#N/A", True),
    }


@pytest.mark.parametrize(
    ("text", "style", "struck", "partly"),
    [
        ("<t>Yes</t>", 0, False, False),
        ("<t>Yes</t>", 3, True, False),
        ("<t>Yes</t>", 4, False, False),
        ("<r><rPr><strike/></rPr><t>Yes</t></r>", 0, True, False),
        ("<r><rPr><strike/></rPr><t>Yes</t></r><r><t> No</t></r>", 0, False, True),
        ("<r><rPr><strike/></rPr><t>Yes</t></r><r><t> </t></r>", 0, True, False),
        ("<r><rPr><strike/></rPr><t>Yes</t></r><r><t> No</t></r>", 3, True, False),
        ("<r><rPr><b/></rPr><t>Yes</t></r><r><t> No</t></r>", 3, False, True),
    ],
)
def test_struck_text(text: str, style: int, struck: bool, partly: bool) -> None:  # noqa: FBT001
    for cell, parts in (
        (f"<c r='A1' s='{style}' t='inlineStr'><is>{text}</is></c>", {}),
        (f"<c r='A1' s='{style}' t='s'><v>0</v></c>", {"texts": f"<si>{text}</si>"}),
    ):
        found = cell_of(cell, styles=STYLES, **parts)
        assert found is not None
        assert (found.struck, found.partly_struck) == (struck, partly)


def test_a_struck_number() -> None:
    found = cell_of("<c r='A1' s='3'><v>5</v></c>", styles=STYLES)
    assert found is not None
    assert found.struck


def test_merges_formulas_over_areas_and_what_is_hidden() -> None:
    spans = ("min='2' max='3' hidden='1'", "min='5' max='5' width='0'", "min='7' max='16384' hidden='1'")
    before = f"<cols>{''.join(f'<col {span}/>' for span in spans)}</cols>"
    rows = (
        "<row r='1' hidden='1'><c r='A1'><v>1</v></c><c r='B1'><v>2</v></c><c r='E1'><v>5</v></c></row>"
        "<row r='2' ht='0'><c r='A2'><f t='array' ref='A2:B2'>X</f><v>1</v></c><c r='B2'><v>2</v></c></row>"
        "<row r='3' hidden='1'/><row r='1048576' hidden='true'/>"
    )
    sheet = sheet_of(
        rows, before=before, after="<mergeCells><mergeCell ref='A1:B1'/><mergeCell ref='D4'/></mergeCells>"
    )
    assert sheet.merged == (Area(1, 1, 1, 2), Area(4, 4, 4, 4))
    assert sheet.cell(1, 2) is None
    assert sheet.filled == (Area(2, 1, 2, 2),)
    assert sheet.filled_by_formula(sheet.rows[2][2])
    assert not sheet.filled_by_formula(sheet.rows[1][1])
    assert sheet.hidden_rows == {1, 2}
    assert sheet.hidden_columns == {2, 5}


def _lists(*lists: str) -> str:
    return f"<dataValidations>{''.join(lists)}</dataValidations>"


def _list(formula: str, cells: str = "A1:A9") -> str:
    return f"<dataValidation type='list' sqref='{cells}'><formula1>{formula}</formula1></dataValidation>"


NEWER = (
    "<extLst><ext uri='{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}'><x:dataValidations count='1' "
    "xmlns:x='http://schemas.microsoft.com/office/spreadsheetml/2009/9/main' "
    "xmlns:m='http://schemas.microsoft.com/office/excel/2006/main'><x:dataValidation type='list'><x:formula1>"
    "<m:f>'One'!$Z$1:$Z$3</m:f></x:formula1><m:sqref>C1:C2 C5</m:sqref></x:dataValidation>"
    "</x:dataValidations></ext></extLst>"
)
NAMES = (
    "<definedNames><definedName name='yes'>One!$Z$1:$Z$2</definedName><definedName name='yes' localSheetId='0'>#REF!"
    "</definedName></definedNames>"
)


@pytest.mark.parametrize(
    ("after", "found"),
    [
        (_lists(_list('"Yes, No,NA"')), {"A1:A9": ("Yes", "No", "NA")}),
        (_lists(_list("$Z$1:$Z$3", "B1 B3:B4")), {"B1:B1": ("Yes", "No", "7"), "B3:B4": ("Yes", "No", "7")}),
        (_lists(_list("YES")), {"A1:A9": ("Yes", "No")}),
        (_lists(_list("one!Z1:Z1")), {"A1:A9": ("Yes",)}),
        (NEWER, {"C1:C2": ("Yes", "No", "7"), "C5:C5": ("Yes", "No", "7")}),
        (_lists(_list("INDIRECT(&quot;Z1&quot;)"), _list("Gone!A1:A2"), _list("nothing"), _list("Z:Z")), {}),
        (_lists(_list('"' + ",".join(map(str, range(MAX_CHOICES + 1))) + '"')), {}),
        (_lists("<dataValidation type='whole' sqref='A1'><formula1>1</formula1></dataValidation>"), {}),
        (_lists("<dataValidation sqref='A1'/>"), {}),
    ],
)
def test_drop_down_lists(after: str, found: dict[str, tuple[str, ...]]) -> None:
    rows = "".join(f"<row r='{n}'><c r='Z{n}' t='str'><v>{text}</v></c></row>" for n, text in ((1, "Yes"), (2, " No ")))
    sheet = sheet_of(f"{rows}<row r='3'><c r='Z3'><v>7</v></c></row>", after=after, names=NAMES)
    assert {str(area): choices for area, choices in sheet.lists} == found


def test_a_note_alone_is_a_cell_in_which_nothing_stands() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["B2"].comment = Comment("Please ask Pat.", "Kim")
    sheet["B3"] = "Yes"
    sheet["B3"].comment = Comment("Sure?", "Kim")
    out = io.BytesIO()
    book.save(out)
    found = parse_workbook(out.getvalue()).sheets[0]
    assert [(cell.note, cell.value) for row in found.rows.values() for cell in row.values()] == [
        ("Please ask Pat.", None),
        ("Sure?", "Yes"),
    ]
    assert list(found.filled_in()) == [3]


SECOND = "<sheet name='{}' sheetId='2' r:id='{}'/>"
FIRST = "<sheet name='One' sheetId='1' r:id='rId1'/>"


@pytest.mark.parametrize(
    "data",
    [
        raw("<row><c t='s'><v>-1</v></c></row>", texts="<si><t>Yes</t></si>"),
        raw("<row><c t='s'><v>1</v></c></row>", texts="<si><t>Yes</t></si>"),
        raw("<row><c t='s'><v>x</v></c></row>", texts="<si><t>Yes</t></si>"),
        raw("<row><c s='1'><v>1</v></c></row>"),
        raw("<row><c s='-1'><v>1</v></c></row>"),
        raw("<row><c><f t='array' ref='A:B'>X</f></c></row>"),
        raw("", sheets=FIRST + SECOND.format("ONE", "rId1")),
        raw("", sheets=FIRST + SECOND.format("Two", "rId1")),
        raw("", sheets=FIRST + SECOND.format("Two", "rId9")),
        raw("", before="<cols><col min='x' hidden='1'/></cols>"),
    ],
)
def test_what_contradicts_itself_is_refused(data: bytes) -> None:
    with pytest.raises(Unsafe, match="its content is damaged"):
        parse_workbook(data)


def test_a_sheet_under_a_name_that_the_guard_does_not_take_for_xml_is_not_read() -> None:
    """A part that begins with 64 KiB of blanks looks like no XML to the guard, and is XML to a parser."""
    hidden = b" " * 70_000 + b"<!DOCTYPE x><worksheet/>"
    data = raw("")
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"worksheets/sheet1.xml", b"media/sheet1.png"))
        new.writestr("xl/media/sheet1.png", hidden)
    with pytest.raises(Unsafe, match="its content is damaged"):
        parse_workbook(out.getvalue())


def test_one_long_text_in_many_cells_is_refused() -> None:
    cells = "<row><c t='s'><v>0</v></c></row>" * (MAX_TEXT // 100_000 + 1)
    noise = "".join(chr(0x4E00 + n * 7919 % 20_000) for n in range(100_000))
    with pytest.raises(Unsafe, match="more text than a questionnaire needs"):
        parse_workbook(raw(cells, texts=f"<si><t>{noise}</t></si>"))


def _kinds() -> bytes:
    """Return a workbook with a cell of every kind."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = ArrayFormula("A1:B2", "=SUM(C1:C9)")
    sheet["C1"], sheet["C2"], sheet["C3"] = dt.date(2026, 3, 1), dt.time(6, 30), dt.timedelta(hours=30)
    sheet["D1"], sheet["D2"] = "#N/A", True
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


EXAMPLES = Path(__file__).parents[1] / "examples"
WORKBOOKS: Mapping[str, Callable[[], bytes]] = {
    "acme": (EXAMPLES / "acme-small-completed.xlsx").read_bytes,
    "northwind": (EXAMPLES / "northwind-ai-security-questionnaire.xlsx").read_bytes,
    "template": filled,
    "kinds": _kinds,
    "caiq 4": lambda: caiq.caiq4(filled=True).data,
    "caiq 3": lambda: caiq.caiq3(filled=True).data,
    "hecvat 4": lambda: hecvat4.completed().data,
    "hecvat full": lambda: hecvat3.completed(hecvat3.FULL).data,
    "samm": lambda: samm.completed().data,
    "sag": lambda: sag.completed().data,
    "asvs": lambda: asvs.completed().data,
}
"""What other programs wrote, and look-alikes of what they write."""


@pytest.mark.parametrize("name", WORKBOOKS)
def test_it_reads_what_openpyxl_reads(name: str) -> None:
    data = WORKBOOKS[name]()
    book = parse_workbook(data)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        formulas = load_workbook(io.BytesIO(data))
        values = load_workbook(io.BytesIO(data), data_only=True)
    assert [(sheet.title, sheet.state) for sheet in book.sheets] == [
        (sheet.title, sheet.sheet_state) for sheet in formulas.worksheets
    ]
    assert _told(book) == {
        (sheet.title, *at): (
            values[sheet.title].cell(*at).value if cell.data_type == "f" else cell.value,
            cell.data_type == "f",
            cell.number_format,
            cell.comment.text if cell.comment else "",
        )
        for sheet in formulas.worksheets
        for at, cell in sheet._cells.items()
        if cell.value is not None and cell.value != ""
    }


def _told(book: Book) -> dict[tuple[str, int, int], tuple[object, bool, str, str]]:
    return {
        (sheet.title, cell.row, cell.column): (
            cell.value or None if cell.formula and cell.value == "" else cell.value,
            bool(cell.formula),
            cell.number_format,
            cell.note,
        )
        for sheet in book.sheets
        for row in sheet.filled_in().values()
        for cell in row.values()
    }
