"""Archives that are no workbooks, or whose headers say one thing to one program and another to the next."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
import zlib
from typing import Final

from hostile.forge import Builder, Member, archive, changed_member, members, plain, with_member
from workbooks import questions_part

SHEET: Final = "xl/worksheets/sheet2.xml"
"""The questions sheet of the filled template."""

_DAMAGED = "damaged or cut off"
_ELSEWHERE = "do not lie where its directory says"
_DIFFERENTLY = "a name that programs read differently"
_OUTSIDE = "points outside the file"
_NO_WORKBOOK = "not an Excel workbook"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def sheet_bytes() -> bytes:
    """Return the questions sheet of the filled template."""
    data = plain()
    assert questions_part(data) == SHEET
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return book.read(SHEET)


def _packed(content: bytes) -> bytes:
    return Member(b"x", content).packed


def _hidden_part() -> bytes:
    """Put another questions sheet between two parts: only who reads from the start sees it."""
    other = sheet_bytes().replace(b"<t>partly</t>", b"<t>Yes</t>")
    return changed_member(SHEET, behind=Member(SHEET.encode(), other).local())()


def _two_directories() -> bytes:
    """Put a whole directory into the comment of the first end record: some programs take the first, others the last."""
    parts = members(plain())
    whole = archive(parts)
    body = b"".join(part.local() for part in parts)
    entries = whole[len(body) : -22]
    end = struct.pack("<4sHHHHLLH", b"PK\x05\x06", 0, 0, len(parts), len(parts), len(entries), len(whole), 0)
    inner = entries + end
    first = struct.pack("<4sHHHHLLH", b"PK\x05\x06", 0, 0, len(parts), len(parts), len(entries), len(body), len(inner))
    return body + entries + first + inner


def _end_says(count: int, disk: int = 0) -> Builder:
    def build() -> bytes:
        parts = members(plain())
        data = bytearray(archive(parts))
        data[-18:-10] = struct.pack("<4H", disk, disk, count or len(parts), count or len(parts))
        return bytes(data)

    return build


def _longer_than_stated() -> bytes:
    return changed_member(SHEET, stored=_packed(sheet_bytes() + b"<!-- more -->"))()


def _garbage_inside() -> bytes:
    return changed_member(SHEET, stored=_packed(sheet_bytes()) + b"hidden" * 20)()


def _stated_longer() -> bytes:
    return changed_member(SHEET, size=len(sheet_bytes()) + 5)()


def _unicode_path() -> bytes:
    """Put a second name into a field that some programs prefer to the first."""
    name = b"xl/workbook.xml"
    field = struct.pack("<BL", 1, zlib.crc32(b"xl/media/a.xml")) + name
    extra = struct.pack("<HH", 0x7075, len(field)) + field
    return with_member(Member(b"xl/media/a.xml", extra=extra))()


def _huge_by_zip64() -> bytes:
    return with_member(Member(b"xl/a.xml", size=0xFFFFFFFF, extra=struct.pack("<HHQ", 1, 8, 1 << 60)))()


def _lying_zip64_end() -> bytes:
    parts = members(plain())
    record = struct.pack("<4sQHHLLQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, len(parts), len(parts), 1 << 62, 0)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, len(archive(parts)) - 22, 1)
    return archive(parts, before_end=record + locator)


def _overlapping() -> bytes:
    """Add a part whose bytes are those of all parts behind it."""
    parts = members(plain())
    rest = b"".join(part.local() for part in parts)
    quoting = Member(b"xl/media/all.bin", b"", stored=b"", method=0, size=len(rest))
    data = bytearray(archive([quoting, *parts]))
    at = data.index(b"PK\x01\x02")
    data[at + 16 : at + 28] = struct.pack("<LLL", zlib.crc32(rest), len(rest), len(rest))
    data[14:26] = data[at + 16 : at + 28]
    return bytes(data)


def _named(name: bytes, words: str) -> tuple[Builder, str]:
    return with_member(Member(name)), words


def _compressed(method: int) -> Builder:
    def build() -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", method) as book:
            for part in members(plain()):
                book.writestr(part.name.decode(), part.content)
        return out.getvalue()

    return build


def _raw(*names: str) -> Builder:
    return lambda: archive([Member(name.encode()) for name in names])


def _flag_of_encryption() -> bytes:
    """Let only the directory say that the part is encrypted; who reads the file from its start takes it as it is."""
    data = bytearray(plain())
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


OTHER_FILES: Final[dict[str, tuple[Builder, str]]] = {
    "nothing": (lambda: b"", "it is empty"),
    "one byte": (lambda: b"P", _NO_WORKBOOK),
    "zeros": (lambda: bytes(5000), _NO_WORKBOOK),
    "CSV under another name": (lambda: b"id,answer\naccess.mfa,yes\n", _NO_WORKBOOK),
    "HTML under another name": (lambda: b"<html><table><tr><td>access.mfa</td></tr></table></html>", _NO_WORKBOOK),
    "XML spreadsheet of 2003": (lambda: b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>', _NO_WORKBOOK),
    "PDF under another name": (lambda: b"%PDF-1.7\n" + bytes(200), _NO_WORKBOOK),
    "gzip": (lambda: gzip.compress(plain(), mtime=0), _NO_WORKBOOK),
    "rar": (lambda: b"Rar!\x1a\x07\x01\x00" + bytes(200), _NO_WORKBOOK),
    "text in UTF-16": (lambda: "id;answer".encode("utf-16"), _NO_WORKBOOK),
    "empty archive": (lambda: archive([]), _NO_WORKBOOK),
    "only the sign of an archive": (lambda: b"PK\x03\x04", _DAMAGED),
    "old or protected workbook": (lambda: _OLE + bytes(600), "protected by a password, or in the old .xls"),
    "protected workbook": (lambda: _OLE + bytes(512) + "EncryptedPackage".encode("utf-16-le"), "by a password"),
    "OpenDocument sheet": (_raw("mimetype", "content.xml", "styles.xml"), "OpenDocument"),
    "OpenDocument beside a workbook": (with_member(Member(b"mimetype", b"application/x")), "OpenDocument"),
    "binary workbook": (_raw("[Content_Types].xml", "xl/workbook.bin"), ".xlsb"),
    "text document": (_raw("[Content_Types].xml", "word/document.xml"), "no Excel workbook"),
    "archive of something else": (_raw("photo.jpg", "notes.txt"), "no Excel workbook"),
    "cut in the middle": (lambda: plain()[: len(plain()) // 2], _DAMAGED),
    "cut at the end": (lambda: plain()[:-1], _DAMAGED),
}

ARCHIVES: Final[dict[str, tuple[Builder, str]]] = {
    "bytes before the archive": (lambda: b"MZ" * 100 + plain(), _NO_WORKBOOK),
    "a part before the archive": (lambda: Member(b"xl/a.xml").local() + plain(), _ELSEWHERE),
    "bytes behind the archive": (lambda: plain() + b"MZ" + bytes(200), "hidden data behind its end"),
    "bytes before the end record": (lambda: archive(members(plain()), before_end=b"x" * 50), _DAMAGED),
    "bytes between parts": (changed_member(SHEET, behind=b"x" * 500), _ELSEWHERE),
    "a part between parts": (_hidden_part, _ELSEWHERE),
    "two directories": (_two_directories, _ELSEWHERE),
    "overlapping parts": (_overlapping, "shares bytes with another part"),
    "too small a count of parts": (_end_says(3), _ELSEWHERE),
    "first of several disks": (_end_says(0, disk=1), _ELSEWHERE),
    "other name at the part": (changed_member(SHEET, local_name=b"xl/worksheets/sheet9.xml"), _DAMAGED),
    "shorter name at the part": (changed_member(SHEET, local_name=b"y"), _DAMAGED),
    "other packing at the part": (changed_member(SHEET, local_method=0), _DAMAGED),
    "size too small": (changed_member(SHEET, size=100), _DAMAGED),
    "size too large": (_stated_longer, _DAMAGED),
    "more packed than stated": (_longer_than_stated, _DAMAGED),
    "bytes behind the packed ones": (_garbage_inside, _DAMAGED),
    "wrong checksum": (changed_member(SHEET, crc=1), _DAMAGED),
    "wrong checksum of a picture": (with_member(Member(b"xl/media/a.png", b"PNG", crc=1)), _DAMAGED),
    "packed bytes that are none": (changed_member(SHEET, stored=b"\xff" * 900), _DAMAGED),
    "encrypted by the directory": (_flag_of_encryption, "it is encrypted"),
    "encrypted by both": (changed_member(SHEET, flags=1), "it is encrypted"),
    "strongly encrypted": (changed_member(SHEET, flags=0x41), "it is encrypted"),
    "patched data": (changed_member(SHEET, flags=0x20), "damaged"),
    "packed by bzip2": (_compressed(zipfile.ZIP_BZIP2), "packed in an unusual way"),
    "packed by lzma": (_compressed(zipfile.ZIP_LZMA), "packed in an unusual way"),
    "packed by a method that is none": (changed_member(SHEET, method=77, local_method=77), "packed in an unusual way"),
    "made for a program of the future": (changed_member(SHEET, needs=250), _DAMAGED),
    "broken extra field": (with_member(Member(b"xl/a.xml", extra=b"\x01\x00\xff\xff\x01")), _DAMAGED),
    "second name in an extra field": (_unicode_path, _DIFFERENTLY),
    "huge by zip64": (_huge_by_zip64, _DAMAGED),
    "lying zip64 end": (_lying_zip64_end, _DAMAGED),
    "name without text": _named(b"", _DIFFERENTLY),
    "name with a dot": _named(b"xl/./workbook.xml", _DIFFERENTLY),
    "name with a blank part": _named(b"xl//workbook.xml", _DIFFERENTLY),
    "name with a last dot": _named(b"xl/workbook.xml.", _DIFFERENTLY),
    "name with a last blank": _named(b"xl/workbook.xml ", _DIFFERENTLY),
    "name with an escaped letter": _named(b"xl/%77orkbook.xml", "twice"),
    "name not in UTF-8 that says so": (with_member(Member(b"xl/\xff\xfe.xml", flags=0x800)), _DAMAGED),
    "name upwards": _named(b"xl/../../evil.xml", _OUTSIDE),
    "name from the root": _named(b"/etc/evil.xml", _OUTSIDE),
    "name with a drive": _named(b"c:evil.xml", _OUTSIDE),
    "name with backslashes": _named(b"..\\evil.xml", _OUTSIDE),
    "name on another host": _named(b"\\\\192.0.2.1\\x", _OUTSIDE),
    "name with a zero byte": _named(b"xl/a.xml\x00.png", _OUTSIDE),
    "name with a line break": _named(b"xl/a\n.xml", _OUTSIDE),
    "link": (
        with_member(Member(b"xl/a.png", b"/etc/passwd", attributes=0o120777 << 16, made_by=3 << 8 | 20)),
        _OUTSIDE,
    ),
    "part twice": (with_member(Member(SHEET.encode(), b"<worksheet/>")), "twice"),
    "part twice in other case": (with_member(Member(SHEET.upper().encode(), b"<worksheet/>")), "twice"),
    "macros": (with_member(Member(b"xl/vbaProject.bin", b"\0")), "contains macros"),
    "macro sheet": (with_member(Member(b"xl/macrosheets/sheet1.xml")), "contains macros"),
    "active control": (with_member(Member(b"xl/activeX/activeX1.xml")), "contains macros"),
    "own buttons": (with_member(Member(b"customUI/customUI14.xml")), "contains macros"),
}
