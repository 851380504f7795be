"""Workbooks that look suspicious and are honest: real programs write such things, and the answers must come through."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from typing import Final

from hostile.bad_archives import SHEET
from hostile.bad_parts import BOOK, MAIN, RELATIONS, STYLES, TYPES, in_part, noise, with_answer
from hostile.forge import Builder, Member, archive, changed_part, members, plain, with_member, with_part
from workbooks import repacked

_OFFICE: Final = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = b"http://schemas.openxmlformats.org/package/2006/relationships"
_KIND: Final = b"application/vnd.openxmlformats-officedocument.spreadsheetml."


class _Pipe(io.RawIOBase):
    """Takes bytes and can't go back, as a network connection."""

    def __init__(self) -> None:
        self.taken = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        assert isinstance(data, bytes | bytearray | memoryview)
        self.taken += data
        return len(data)


def _streamed() -> bytes:
    out = _Pipe()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for part in members(plain()):
            book.writestr(part.name.decode(), part.content)
    return bytes(out.taken)


def _as_large_files() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for part in members(plain()):
            with book.open(part.name.decode(), "w", force_zip64=True) as stream:
                stream.write(part.content)
    return out.getvalue()


def _large_file_end() -> bytes:
    parts = members(plain())
    whole = archive(parts)
    size, start = struct.unpack_from("<LL", whole, len(whole) - 10)
    record = struct.pack("<4sQHHLLQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, len(parts), len(parts), size, start)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, start + size, 1)
    end = struct.pack("<4s4HLLH", b"PK\x05\x06", *[0xFFFF] * 4, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return whole[:-22] + record + locator + end


def _padded() -> bytes:
    """Leave room for growth in front of each part, as Excel does."""
    room = struct.pack("<HHHH", 0xA220, 260, 0xA028, 260) + bytes(256)
    return archive([Member(part.name, part.content, local_extra=room) for part in members(plain())])


def _utf16(part: bytes) -> bytes:
    return part.decode().encode("utf-16")


def _latin(part: bytes) -> bytes:
    return b'<?xml version="1.0" encoding="ISO-8859-1"?>' + part.decode().encode("latin-1", "xmlcharrefreplace")


def _single_quotes(part: bytes) -> bytes:
    return re.sub(rb"=\"([^\"'<>]*)\"(?=[ />])", rb"='\1'", part)


def _in_sheet(old: bytes, new: bytes) -> Builder:
    return changed_part(SHEET, old, new)


def _before_end(more: bytes) -> Builder:
    return changed_part(SHEET, b"</worksheet>", more + b"</worksheet>")


def _more_rows(rows: bytes) -> Builder:
    return changed_part(SHEET, b"</sheetData>", rows + b"</sheetData>")


def _swapped_rows(part: bytes) -> bytes:
    head, _, rest = part.partition(b"<sheetData>")
    inside, _, tail = rest.partition(b"</sheetData>")
    rows = re.findall(rb"<row .*?</row>", inside, re.DOTALL)
    return head + b"<sheetData>" + b"".join(reversed(rows)) + b"</sheetData>" + tail


def _swapped_cells(part: bytes) -> bytes:
    def swapped(match: re.Match[bytes]) -> bytes:
        cells = re.findall(rb"<c .*?</c>", match[2], re.DOTALL)
        return match[1] + b"".join(reversed(cells)) + b"</row>"

    return re.sub(rb"(<row [^>]*>)(.*?)</row>", swapped, part, flags=re.DOTALL)


def _shared_text(texts: bytes) -> Builder:
    """Return a builder of a filled workbook whose answer ``partly`` is the first of these shared texts."""
    relation = b'<Relationship Id="rIdT" Type="%s/sharedStrings" Target="texts.xml"/></Relationships>' % _OFFICE
    kind = b'<Override PartName="/xl/texts.xml" ContentType="%ssharedStrings+xml"/></Types>' % _KIND

    def change(name: str, part: bytes) -> bytes:
        if name == RELATIONS:
            return part.replace(b"</Relationships>", relation)
        return part.replace(b"</Types>", kind) if name == TYPES else part

    def build() -> bytes:
        data = with_answer(b'<c r="E9" t="s"><v>0</v></c>')()
        return repacked(data, change, {"xl/texts.xml": b'<sst xmlns="%s" %s</sst>' % (MAIN, texts)})

    return build


def _linked(name: str, part: bytes, kind: bytes, relation: bytes = b"") -> Builder:
    """Return a builder of a filled workbook with one more part, to which the workbook leads."""
    leads = b'<Relationship Id="rIdX" Type="%s/%s" Target="/%s"/></Relationships>' % (_OFFICE, kind, name.encode())

    def build() -> bytes:
        folder, _, file = name.rpartition("/")
        extra = {name: part}
        if relation:
            extra[f"{folder}/_rels/{file}.rels"] = b'<Relationships xmlns="%s">%s</Relationships>' % (
                _PACKAGE,
                relation,
            )
        data = changed_part(RELATIONS, b"</Relationships>", leads)()
        return repacked(data, lambda _, content: content, extra)

    return build


def _names(lines: bytes) -> Builder:
    return changed_part(BOOK, b"</definedNames>", lines + b"</definedNames>")


def _without(*starts: str) -> Builder:
    def change(name: str, part: bytes) -> bytes | None:
        return None if name.startswith(starts) else part

    return lambda: repacked(plain(), change)


def _areas(count: int) -> bytes:
    return b" ".join(b"A%d" % (n * 37) for n in range(1, count))


def _conditional(count: int) -> bytes:
    rule = b'<cfRule type="expression" priority="%d"><formula>$H3="x"</formula></cfRule></conditionalFormatting>'
    return b"".join(b'<conditionalFormatting sqref="A%d:XFD%d">' % (n, n) + rule % n for n in range(1, count + 1))


def _many(pattern: bytes, count: int) -> bytes:
    return b"".join(pattern.replace(b"#", b"%d" % n) for n in range(count))


_EXTERNAL: Final = (
    b'<Relationship Id="rId1" Type="%s/externalLinkPath" Target="http://192.0.2.1/x.xlsx" TargetMode="External"/>'
    % _OFFICE
)
_CALCULATED: Final = b'<row r="#"><c r="J#"><f t="shared" si="7"/><v>1</v></c></row>'
_FIRST_OF_THEM: Final = b'<row r="2000"><c r="J2000"><f t="shared" ref="J2000:J5000" si="7">A1%s</f></c></row>'

ODD: Final[dict[str, Builder]] = {
    "written to a stream": _streamed,
    "written as large files": _as_large_files,
    "with the end of a large file": _large_file_end,
    "with room for growth": _padded,
    "not packed at all": lambda: archive([Member(part.name, part.content, method=0) for part in members(plain())]),
    "parts in another order": lambda: archive(members(plain())[::-1]),
    "comment on the archive": lambda: archive(members(plain()), comment=b"saved by hand " * 99),
    "folders in the archive": with_member(Member(b"xl/", b""), Member(b"xl/media/", b"")),
    "name in an old alphabet": with_member(Member(b"xl/media/\x81ber.png", b"PNG")),
    "picture of one colour": with_part("xl/media/white.png", bytes(2_000_000)),
    "workbook in the workbook": with_member(Member(b"xl/embeddings/book.xlsx", plain(), method=0)),
    "object in the workbook": with_part(
        "xl/embeddings/oleObject1.bin", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(999)
    ),
    "mark of byte order": in_part(SHEET, lambda part: b"\xef\xbb\xbf" + part),
    "UTF-16": in_part(SHEET, _utf16),
    "Latin-1": in_part(SHEET, _latin),
    "single quotes": in_part(SHEET, _single_quotes),
    "character data": _in_sheet(b"<t>partly</t>", b"<t><![CDATA[partly]]></t>"),
    "remark in a text": _in_sheet(b"<t>partly</t>", b"<t>part<!-- no -->ly</t>"),
    "instruction in a text": _in_sheet(b"<t>partly</t>", b"<t>part<?mso no?>ly</t>"),
    "letters as numbers": _in_sheet(b"<t>partly</t>", b"<t>&#112;&#x61;rtly</t>"),
    "letters in Excel's escapes": _in_sheet(b"<t>partly</t>", b"<t>_x0070_artly_x000D_</t>"),
    "style sheet for browsers": in_part(SHEET, lambda part: b'<?xml-stylesheet href="http://192.0.2.1/x.xsl"?>' + part),
    "pronunciation": _in_sheet(b"<t>partly</t>", b'<t>partly</t><rPh sb="0" eb="1"><t>no</t></rPh>'),
    "several looks in one text": _in_sheet(b"<t>partly</t>", b"<r><rPr><b/></rPr><t>part</t></r><r><t>ly</t></r>"),
    "kept blanks": _in_sheet(b"<t>partly</t>", b'<t xml:space="preserve">  partly\n</t>'),
    "shared texts": _shared_text(b"><si><t>partly</t></si>"),
    "shared texts with a false count": _shared_text(b'count="99999999" uniqueCount="-1"><si><t>partly</t></si>'),
    "a hundred thousand shared texts": _shared_text(b"><si><t>partly</t></si>" + _many(b"<si><t>x#</t></si>", 100_000)),
    "shared text with extras": _shared_text(b'><si><t>partly</t><rPh sb="0" eb="1"><t>no</t></rPh><phoneticPr/></si>'),
    "rows from the last to the first": in_part(SHEET, _swapped_rows),
    "cells from the last to the first": in_part(SHEET, _swapped_cells),
    "false size": _in_sheet(b'<dimension ref="A1:H16"', b'<dimension ref="A1:XFD1048576"'),
    "size that is none": _in_sheet(b'<dimension ref="A1:H16"', b'<dimension ref="all of it"'),
    "row at the end of the sheet": _more_rows(b'<row r="1048576" ht="15"/>'),
    "ten thousand formatted rows": _more_rows(_many(b'<row r="2#"><c r="J2#" s="1"/></row>', 9_999)),
    "the same row again, empty": _more_rows(b'<row r="9"/><row r="9"/>'),
    "long formula in many cells": _more_rows(
        _FIRST_OF_THEM % (b"+A1" * 9000) + _many(_CALCULATED.replace(b"#", b"3#"), 999)
    ),
    "conditional formats by the thousand": _in_sheet(b"<dataValidations", _conditional(5000) + b"<dataValidations"),
    "validation of ten thousand areas": _in_sheet(
        b"</dataValidations>",
        b'<dataValidation type="list" sqref="%s"><formula1>"yes,no"</formula1></dataValidation></dataValidations>'
        % _areas(9999),
    ),
    "validation that names nothing": _in_sheet(b"'_lists'!$E$1:$E$3", b"#REF!"),
    "columns hidden by the ten thousand": _in_sheet(
        b"<cols>", b"<cols>" + b'<col min="900" max="999" hidden="1"/>' * 9999
    ),
    "links to hosts": _before_end(
        b'<hyperlinks><hyperlink ref="B9" location="\\\\192.0.2.1\\x" display="javascript:alert(1)"/></hyperlinks>'
    ),
    "new kinds of content": _before_end(
        b'<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        b'<mc:Choice Requires="x14"/><mc:Fallback/></mc:AlternateContent>'
    ),
    "names by the ten thousand": _names(_many(b'<definedName name="n#">Cover!$A$1</definedName>', 10_000)),
    "names of nothing": _names(_many(b'<definedName name="gone#" localSheetId="99">#REF!</definedName>', 9)),
    "name that calls a program": _names(b"<definedName name=\"x\">cmd|'/c calc'!A1</definedName>"),
    "print area without end": _names(
        b'<definedName name="_xlnm.Print_Titles" localSheetId="1">%s</definedName>' % (noise(90_000))
    ),
    "ten thousand styles": changed_part(
        STYLES, b"</cellXfs>", _many(b'<xf numFmtId="#" fontId="#" xfId="#"/>', 10_000) + b"</cellXfs>"
    ),
    "style of itself": changed_part(STYLES, b"</cellStyles>", b'<cellStyle name="x" xfId="99999"/></cellStyles>'),
    "other workbook": _linked(
        "xl/externalLinks/externalLink1.xml",
        b'<externalLink xmlns="%s"><externalBook/><row r="1"><c r="A1"/></row></externalLink>' % MAIN,
        b"externalLink",
        _EXTERNAL,
    ),
    "query to a host": _linked(
        "xl/connections.xml",
        b'<connections xmlns="%s"><connection id="1"><webPr url="http://192.0.2.1/"/></connection></connections>'
        % MAIN,
        b"connections",
    ),
    "pivot table without its data": _linked(
        "xl/pivotCache/pivotCacheDefinition1.xml",
        b'<pivotCacheDefinition xmlns="%s" recordCount="99999999"/>' % MAIN,
        b"pivotCacheDefinition",
    ),
    "false order of calculation": _linked(
        "xl/calcChain.xml", b'<calcChain xmlns="%s"><c r="ZZZ1" i="99"/></calcChain>' % MAIN, b"calcChain"
    ),
    "two themes": _linked("xl/theme/theme2.xml", b"<theme/>", b"theme"),
    "no properties": _without("docProps/"),
    "no theme": _without("xl/theme/"),
    "no drawings": _without("xl/drawings/"),
}
"""Name, and how it is made: of each every answer is read as of the plain one."""
