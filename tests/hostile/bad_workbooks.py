"""Bad workbooks, made by script: attacks that must be refused, and slips that must be reported."""

from __future__ import annotations

import io
import random
import stat
import zipfile
from collections.abc import Callable
from typing import Final

from openpyxl.utils import get_column_letter
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.formula import ArrayFormula
from workbooks import ANSWERS, edited, filled, in_questions, put_answers, questions_part, repacked, row, template

Builder = Callable[[], bytes]


def _with_part(name: str, content: bytes = b"<x/>") -> Builder:
    return lambda: repacked(filled(), lambda _, part: part, {name: content})


def _changed_part(name: str, old: bytes, new: bytes) -> Builder:
    def change(part: str, content: bytes) -> bytes:
        if part != name:
            return content
        assert old in content
        return content.replace(old, new, 1)

    return lambda: repacked(filled(), change)


def _sheet(body: bytes) -> Builder:
    """Return a builder of the template whose questions sheet is replaced."""

    def build() -> bytes:
        data = template()
        target = questions_part(data)
        head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        return repacked(data, lambda name, part: head + body + b"</worksheet>" if name == target else part)

    return build


def _cells(count: int, *, across: bool = False, filled_in: bool = True) -> bytes:
    inner = b"<v>1</v>" if filled_in else b""
    if across:
        line = b"".join(b'<c r="%s1">%s</c>' % (get_column_letter(n).encode(), inner) for n in range(1, count + 1))
        return b'<sheetData><row r="1">' + line + b"</row></sheetData>"
    lines = b"".join(b'<row r="%d"><c r="A%d">%s</c></row>' % (n, n, inner) for n in range(1, count + 1))
    return b"<sheetData>" + lines + b"</sheetData>"


def _many_cells() -> bytes:
    lines = (
        b'<row r="%d">%s</row>'
        % (r, b"".join(b'<c r="%s%d"><v>1</v></c>' % (get_column_letter(c).encode(), r) for c in range(1, 102)))
        for r in range(1, 1001)
    )
    return b"<sheetData>" + b"".join(lines) + b"</sheetData>"


def _merges(count: int) -> bytes:
    areas = b"".join(b'<mergeCell ref="A%d:B%d"/>' % (n, n) for n in range(1, count + 1))
    return b"<sheetData/><mergeCells>" + areas + b"</mergeCells>"


def _doctype(declaration: bytes) -> Builder:
    def build() -> bytes:
        data = filled()
        part = questions_part(data)

        def change(name: str, content: bytes) -> bytes:
            return declaration + content[content.index(b"<worksheet") :] if name == part else content

        return repacked(data, change)

    return build


def _raw_zip(names: list[str], content: bytes = b"<x/>", method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return out.getvalue()


def _duplicate_member(name: str) -> Builder:
    def build() -> bytes:
        data = filled()
        original = "xl/workbook.xml"
        # The central directory and the local header are patched, because zipfile would warn of a duplicate.
        stand_in = "xl/workbook.xmk"
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            content = archive.read(original)
        return repacked(data, lambda _, part: part, {stand_in: content}).replace(stand_in.encode(), name.encode())

    return build


def _encrypted() -> bytes:
    data = bytearray(filled())
    at = data.rindex(b"PK\x01\x02")
    data[at + 8] |= 1
    return bytes(data)


def _bad_crc() -> bytes:
    data = bytearray(filled())
    at = data.index(b"PK\x01\x02")
    data[at + 16] ^= 0xFF
    return bytes(data)


def _shared_bytes() -> bytes:
    """Two directory entries that point at one part, as in the bombs that hold petabytes in megabytes."""
    data = bytearray(
        repacked(filled(), lambda _, part: part, {"xl/media/one.bin": b"x" * 99, "xl/media/two.bin": b"y" * 99})
    )
    first = data.rindex(b"PK\x01\x02", 0, data.rindex(b"PK\x01\x02"))
    second = data.rindex(b"PK\x01\x02")
    data[second + 42 : second + 46] = data[first + 42 : first + 46]
    return bytes(data)


def _link_member() -> bytes:
    out = io.BytesIO(filled())
    with zipfile.ZipFile(out, "a") as archive:
        info = zipfile.ZipInfo("xl/media/link.png")
        info.create_system = 3
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "/etc/passwd")
    return out.getvalue()


def _huge_part() -> bytes:
    """Return a workbook with a part of 33 MiB, packed 30 to 1, so that only its size gives it away."""
    noise = random.Random(1)  # noqa: S311  not for secrets
    block = noise.randbytes(10_000).hex()
    content = "".join(f"{block}{noise.randbytes(500).hex()}" for _ in range(1650))
    return repacked(filled(), lambda _, part: part, {"xl/big.xml": f"<x>{content}</x>".encode()})


def _many_sheets() -> bytes:
    def edit(book: Workbook) -> None:
        for number in range(65):
            book.create_sheet(f"Extra {number}")

    return edited(edit)


def _deep() -> bytes:
    return repacked(filled(), lambda _, part: part, {"xl/deep.xml": b"<a>" * 65 + b"</a>" * 65})


REFUSED: Final[dict[str, tuple[Builder, str]]] = {
    "empty": (lambda: b"", "it is empty"),
    "text": (lambda: b"id,answer\naccess.mfa,yes\n", "not an Excel workbook"),
    "truncated": (lambda: filled()[:-400], "damaged or cut off"),
    "half": (lambda: filled()[: len(filled()) // 2], "damaged or cut off"),
    "ole": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "protected by a password, or in the old .xls"),
    "too large": (lambda: filled() + bytes(11 * 1024 * 1024), "at most 10 MiB"),
    "zip bomb": (_with_part("xl/bomb.xml", b"<x>" + b" " * 20_000_000 + b"</x>"), "more than 100 to 1"),
    "huge part": (_huge_part, "unpacks to more than 32 MiB"),
    "many parts": (
        lambda: repacked(filled(), lambda _, part: part, {f"xl/p{n}.xml": b"<x/>" for n in range(500)}),
        "at most 500 are read",
    ),
    "duplicate part": (_duplicate_member("xl/workbook.xml"), "twice"),
    "duplicate part, other case": (_duplicate_member("xl/WORKBOOK.xml"), "twice"),
    "path upwards": (_with_part("xl/../../evil.xml"), "points outside the file"),
    "path from the root": (_with_part("/etc/evil.xml"), "points outside the file"),
    "path of windows": (_duplicate_member("xl\\worksheets.x"), "points outside the file"),
    "path with a drive": (_with_part("c:evil.xml"), "points outside the file"),
    "link": (_link_member, "points outside the file"),
    "doctype": (_doctype(b"<!DOCTYPE worksheet>"), "declares a document type"),
    "billion laughs": (
        _doctype(b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'),
        "declares a document type",
    ),
    "external entity": (
        _doctype(b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'),
        "declares a document type",
    ),
    "doctype in a part of another name": (
        _with_part("xl/data.bin", b"\xef\xbb\xbf <!DOCTYPE x><x/>"),
        "declares a document",
    ),
    "macros": (_with_part("xl/vbaProject.bin", b"\x00\x01"), "contains macros"),
    "macros by type": (
        _changed_part("[Content_Types].xml", b"sheet.main+xml", b"sheet.macroEnabled.main+xml"),
        "contains macros",
    ),
    "macro sheet": (_with_part("xl/macrosheets/sheet1.xml"), "contains macros"),
    "encrypted": (_encrypted, "it is encrypted"),
    "bad checksum": (_bad_crc, "damaged or cut off"),
    "shared bytes": (_shared_bytes, "shares bytes with another part"),
    "data behind the end": (lambda: filled() + b"MZ" + bytes(200), "hidden data behind its end"),
    "unusual packing": (
        lambda: _raw_zip(["[Content_Types].xml"], method=zipfile.ZIP_BZIP2),
        "packed in an unusual way",
    ),
    "opendocument": (lambda: _raw_zip(["mimetype", "content.xml"]), "OpenDocument"),
    "binary workbook": (lambda: _raw_zip(["[Content_Types].xml", "xl/workbook.bin"]), ".xlsb"),
    "other zip": (lambda: _raw_zip(["word/document.xml", "[Content_Types].xml"]), "no Excel workbook"),
    "deep xml": (_deep, "deeper than 64 levels"),
    "broken xml": (_sheet(b"<sheetData><row></sheetData>"), "is damaged"),
    "wrong encoding": (_with_part("xl/x.xml", b'<?xml version="1.0" encoding="EBCDIC-CP-US"?><x/>'), "is damaged"),
    "cells": (_sheet(_many_cells()), "more than 100,000 filled cells"),
    "rows": (_sheet(_cells(10_001)), "more than 10,000 filled rows"),
    "columns": (_sheet(_cells(1025, across=True)), "more than 1,024 filled columns"),
    "formatted cells": (_sheet(_cells(380_000, filled_in=False)), "more cells and styles than"),
    "merges": (_sheet(_merges(10_001)), "more than 10,000 merged areas"),
    "one huge merge": (
        _sheet(b'<sheetData/><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
        "cover more than 100,000 cells",
    ),
    "one huge link": (
        _sheet(b'<sheetData/><hyperlinks><hyperlink ref="A1:XFD1048576" location="x"/></hyperlinks>'),
        "cover more than 100,000 cells",
    ),
    "sheets": (_many_sheets, "more than 64 sheets"),
    "duplicate cells": (
        _sheet(b'<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row></sheetData>'),
        "stands twice",
    ),
    "duplicate cells without addresses": (
        _sheet(b'<sheetData><row r="1"><c r="B1"><v>1</v></c><c r="A1"/><c><v>2</v></c></row></sheetData>'),
        "stands twice",
    ),
    "cell in another row": (
        _sheet(b'<sheetData><row r="1"><c r="A9"><v>1</v></c></row></sheetData>'),
        "stands in row 1",
    ),
    "cell without an address that exists": (
        _sheet(b'<sheetData><row r="1"><c r="ZZZZ1"/></row></sheetData>'),
        "is damaged",
    ),
    "missing parts": (
        lambda: repacked(filled(), lambda name, part: None if "workbook.xml.rels" in name else part),
        "its content is damaged",
    ),
    "lost strings": (
        _sheet(b'<sheetData><row r="1"><c r="A1" t="s"><v>999</v></c></row></sheetData>'),
        "its content is damaged",
    ),
    "no identity": (
        lambda: edited(lambda book: book.remove(book["_vendorrisk"])),
        "its hidden sheet _vendorrisk is missing",
    ),
    "format of the future": (
        lambda: edited(lambda book: put_cell(book, "_vendorrisk", "B1", "vendorrisk.workbook/9")),
        "this program reads vendorrisk.workbook/1",
    ),
}
"""Name, how it is made, and words of the refusal."""


def put_cell(book: Workbook, sheet: str, cell: str, value: str) -> None:
    book[sheet][cell] = value


def _answer(question: str, value: object, column: int = 5) -> Builder:
    return lambda: edited(lambda book: put_answers(book["Questions"], {question: value}, column), filled())


def _formula(value: object) -> Builder:
    def edit(book: Workbook) -> None:
        book["Questions"].cell(row("access.mfa", book["Questions"]), 5).value = value  # type: ignore[assignment]

    return lambda: edited(edit, filled())


def _merged(book: Workbook) -> None:
    first = row("access.mfa", book["Questions"])
    book["Questions"].merge_cells(f"E{first}:E{first + 2}")


def _merged_leftwards(book: Workbook) -> None:
    number = row("access.mfa", book["Questions"])
    book["Questions"].merge_cells(f"D{number}:E{number}")


def _shuffled(book: Workbook) -> None:
    sheet = book["Questions"]
    numbers = [row(name, sheet) for name in ("access.mfa", "access.hours", "access.share", "access.date")]
    ids = [sheet.cell(number, 1).value for number in numbers]
    for number, name in zip(numbers, ids[1:] + ids[:1], strict=True):
        sheet.cell(number, 1).value = name


def _copied_row(book: Workbook) -> None:
    sheet = book["Questions"]
    source = row("access.mfa", sheet)
    for column in range(1, 6):
        sheet.cell(40, column).value = sheet.cell(source, column).value


def _stranger(book: Workbook) -> None:
    for column, text in enumerate(("access.new", "A question of our own?", "", "", "Yes"), 1):
        book["Questions"].cell(40, column).value = text


def _unlabelled(book: Workbook) -> None:
    book["Questions"]["E40"] = "Yes"


def _deleted_row(book: Workbook) -> None:
    book["Questions"].delete_rows(row("access.hours", book["Questions"]))


def _deleted_id(book: Workbook) -> None:
    book["Questions"].cell(row("access.hours", book["Questions"]), 1).value = None


def _reworded(book: Workbook) -> None:
    book["Questions"].cell(row("access.mfa", book["Questions"]), 2).value = "Is there anything at all?"


def _renamed(book: Workbook) -> None:
    book["Questions"].title = "Answers"


def _hidden_formula_id(book: Workbook) -> None:
    book["Questions"].cell(row("access.mfa", book["Questions"]), 1).value = '="access.mfa"'


def _make_older(book: Workbook) -> None:
    put_cell(book, "_vendorrisk", "B3", "1.0.0")
    put_cell(book, "_vendorrisk", "B4", "0" * 64)


REPORTED: Final[dict[str, tuple[Builder, set[str]]]] = {
    "other questionnaire": (
        lambda: edited(lambda book: put_cell(book, "_vendorrisk", "B2", "triage"), filled()),
        {"other-questionnaire"},
    ),
    "older version": (
        lambda: edited(_make_older, filled()),
        {"other-version"},
    ),
    "other content, same version": (
        lambda: edited(lambda book: put_cell(book, "_vendorrisk", "B4", "0" * 64), filled()),
        {"other-version"},
    ),
    "shuffled ids": (lambda: edited(_shuffled, filled()), {"row-moved"}),
    "deleted id column": (lambda: edited(lambda book: book["Questions"].delete_cols(1), filled()), {"column-missing"}),
    "deleted answer column": (
        lambda: edited(lambda book: book["Questions"].delete_cols(5), filled()),
        {"column-missing"},
    ),
    "deleted header": (lambda: edited(lambda book: book["Questions"].delete_rows(2), filled()), {"column-missing"}),
    "renamed sheet": (lambda: edited(_renamed, filled()), {"sheet-missing"}),
    "duplicate id": (lambda: edited(_copied_row, filled()), {"duplicate-row"}),
    "unknown id": (lambda: edited(_stranger, filled()), {"unknown-id"}),
    "answer without a question": (lambda: edited(_unlabelled, filled()), {"no-question"}),
    "deleted row": (lambda: edited(_deleted_row, filled()), {"row-missing"}),
    "deleted id": (lambda: edited(_deleted_id, filled()), {"id-changed"}),
    "id by formula": (lambda: edited(_hidden_formula_id, filled()), {"id-changed"}),
    "reworded question": (lambda: edited(_reworded, filled()), {"question-changed"}),
    "merged answers": (lambda: edited(_merged, filled()), {"merged"}),
    "answer merged leftwards": (lambda: edited(_merged_leftwards, filled()), {"merged"}),
    "formula": (_formula('=IF(1=1,"Yes","no")'), {"formula"}),
    "array formula": (_formula(ArrayFormula("E9", '="Yes"')), {"formula"}),
    "formula with a stored value": (
        lambda: in_questions(
            filled(),
            rb'(<c r="E9"[^>]*) t="inlineStr"><is>.*?</is></c>',
            rb'\1 t="str"><f>HYPERLINK("http://evil.example","Yes")</f><v>Yes</v></c>',
        ),
        {"formula"},
    ),
    "formula as comment": (
        lambda: edited(lambda book: put_cell(book, "Questions", "F9", "=1+1"), filled()),
        {"formula"},
    ),
    "error": (
        lambda: in_questions(
            filled(), rb'(<c r="E9"[^>]*) t="inlineStr"><is>.*?</is></c>', rb'\1 t="e"><v>#REF!</v></c>'
        ),
        {"cell-error"},
    ),
    "unknown option": (_answer("access.mfa", "Yess"), {"unknown-option"}),
    "option of another language": (_answer("service.ai", "oui"), {"unknown-option"}),
    "number in words": (_answer("access.hours", "one day"), {"not-a-number"}),
    "ambiguous number": (_answer("access.hours", "1.234,5"), {"ambiguous-number"}),
    "number out of range": (_answer("access.hours", 100_000), {"out-of-range"}),
    "infinite number": (
        lambda: in_questions(filled(), rb'(<c r="E10"[^>]*>)<v>24</v>', rb"\1<v>1e400</v>"),
        {"not-a-number"},
    ),
    "infinite date": (
        lambda: in_questions(filled(), rb'<c r="E12" s="(\d+)" t="n">.*?</c>', rb'<c r="E12"><v>1e400</v></c>'),
        {"not-a-date"},
    ),
    "bare share": (_answer("access.share", 0.95), {"ambiguous-percent"}),
    "bad date": (_answer("access.date", "13/2026"), {"not-a-date"}),
    "ambiguous date": (_answer("access.date", "03/04/2026"), {"ambiguous-date"}),
    "day that does not exist": (_answer("access.date", "2026-02-30"), {"not-a-date"}),
    "not an address": (_answer("access.page", "javascript:alert(1)"), {"not-an-address"}),
    "too long": (_answer("access.words", "x" * 4001), {"too-long"}),
    "too long a comment": (_answer("access.words", "x" * 4001, 6), {"too-long"}),
    "placeholder": (_answer("access.words", "TBD"), {"placeholder"}),
    "not applicable without a reason": (_answer("access.spare", "n/a"), {"reason-missing"}),
    "not applicable where it applies": (_answer("access.mfa", "N/A"), {"not-applicable-not-allowed"}),
    "evidence by path": (_answer("access.mfa", "../../etc/passwd", 7), {"bad-evidence"}),
    "evidence by windows path": (_answer("access.mfa", "C:\\secrets.txt", 7), {"bad-evidence"}),
    "evidence by another protocol": (_answer("access.mfa", "file:///etc/passwd", 7), {"bad-evidence"}),
    "evidence of the future": (_answer("access.mfa", "a.pdf [2062-01-01]", 7), {"bad-evidence-date"}),
    "evidence without a date that exists": (_answer("access.mfa", "a.pdf [01/02/26]", 7), {"bad-evidence-date"}),
    "everything at once": (
        lambda: filled({**ANSWERS, "access.mfa": "x", "access.date": "13/2026", "access.share": 0.5}),
        {"unknown-option", "not-a-date", "ambiguous-percent"},
    ),
}
"""Name, how it is made, and the codes of the faults that it must give, and no others."""
