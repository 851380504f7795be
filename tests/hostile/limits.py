"""Workbooks that just keep to a limit, and that just pass it."""

from __future__ import annotations

import bisect
import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from hostile.bad_parts import noise, sheet
from hostile.forge import Member, archive, members, plain
from openpyxl.utils import get_column_letter
from openpyxl.workbook.workbook import Workbook
from workbooks import edited, repacked

from vendorrisk.capture.guard_xml import MAX_MERGES

MIB: Final = 1024 * 1024


@dataclass(frozen=True)
class Limit:
    """One limit: a workbook with so much of something, how much passes, how much is refused, and in which words."""

    build: Callable[[int], bytes]
    most: int
    words: str


def _file(size: int) -> bytes:
    def padded(padding: int) -> bytes:
        return archive([*members(plain()), Member(b"xl/media/a.png", bytes(padding), method=0)])

    data = padded(size - len(padded(0)))
    assert len(data) == size
    return data


def _part(size: int) -> bytes:
    return repacked(plain(), lambda _, part: part, {"xl/media/a.png": bytes(size)})


def _total(size: int) -> bytes:
    with zipfile.ZipFile(io.BytesIO(plain())) as book:
        rest = size - sum(part.file_size for part in book.infolist())
    sizes = [20 * MIB, 20 * MIB, 20 * MIB, rest - 60 * MIB]
    pictures = {f"xl/media/{number}.png": bytes(each) for number, each in enumerate(sizes)}
    return repacked(plain(), lambda _, part: part, pictures)


def _ratio(ratio: int) -> bytes:
    """Return a workbook with a part that is packed as near below this ratio as can be."""
    text = noise(4000)

    def part(blanks: int) -> Member:
        return Member(b"xl/a.xml", b"<x>%s%s</x>" % (text, b" " * blanks))

    def passes(blanks: int) -> bool:
        return len(part(blanks).content) > ratio * len(part(blanks).packed)

    least = bisect.bisect_left(range(10**6), x=True, key=passes)
    return archive([*members(plain()), part(least - 1)])


def _small_part(size: int) -> bytes:
    return archive([*members(plain()), Member(b"xl/a.xml", b"<x>" + b" " * (size - 7) + b"</x>")])


def _members(count: int) -> bytes:
    parts = members(plain())
    return archive([*parts, *(Member(b"xl/media/%d.png" % n) for n in range(count - len(parts)))])


def _cells(count: int) -> bytes:
    """Return so many filled cells on all sheets, in rows of a hundred, each with an empty one beside them."""
    with zipfile.ZipFile(io.BytesIO(sheet(b"<sheetData/>")())) as book:
        others = b"".join(book.read(name) for name in book.namelist() if name.startswith("xl/worksheets/sheet"))
    count -= len(re.findall(rb"<c [^>]*><[fvi]", others))
    rows = []
    for row in range(1, -(-count // 100) + 1):
        last = min(100, count - (row - 1) * 100)
        line = b"".join(b'<c r="%s%d"><v>1</v></c>' % (get_column_letter(n).encode(), row) for n in range(1, last + 1))
        rows.append(b'<row r="%d">%s<c r="DD%d"/></row>' % (row, line, row))
    return sheet(b"<sheetData>%s</sheetData>" % b"".join(rows))()


def _rows(count: int) -> bytes:
    """Return so many filled rows, far apart, and an empty one at the end of the sheet."""
    lines = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n * 100, n * 100) for n in range(1, count + 1))
    return sheet(b'<sheetData>%s<row r="1048576"/></sheetData>' % lines)()


def _columns(count: int) -> bytes:
    letters = [get_column_letter(n * 16).encode() for n in range(1, count)]
    line = b"".join(b'<c r="%s1"><v>1</v></c>' % letter for letter in letters)
    return sheet(b'<sheetData><row r="1"><c r="A1"><v>1</v></c>%s</row></sheetData>' % line)()


def _merges(count: int) -> bytes:
    areas = b"".join(b'<mergeCell ref="A%d:B%d"/>' % (n, n) for n in range(1, count + 1))
    return sheet(b"<sheetData/><mergeCells>%s</mergeCells>" % areas)()


def _merged_cells(count: int) -> bytes:
    return sheet(b'<sheetData/><mergeCells><mergeCell ref="A1:A%d"/></mergeCells>' % count)()


def _sheets(count: int) -> bytes:
    def edit(book: Workbook) -> None:
        for number in range(count - len(book.sheetnames)):
            book.create_sheet(f"More {number}")

    return edited(edit)


def _depth(count: int) -> bytes:
    return archive([*members(plain()), Member(b"xl/a.xml", b"<a>" * count + b"</a>" * count)])


def _attributes(count: int) -> bytes:
    content = b"<x%s/>" % b"".join(b' a%d="1"' % n for n in range(count))
    return archive([*members(plain()), Member(b"xl/a.xml", content)])


def _number_format(length: int) -> bytes:
    def edit(book: Workbook) -> None:
        book["Cover"]["A40"] = 1
        book["Cover"]["A40"].number_format = '"' + "x" * (length - 2) + '"'

    return edited(edit, plain())


LIMITS: Final[dict[str, Limit]] = {
    "file": Limit(_file, 10 * MIB, "at most 10 MiB"),
    "part": Limit(_part, 32 * MIB, "unpacks to more than 32 MiB"),
    "all parts": Limit(_total, 64 * MIB, "unpacks to more than 64 MiB"),
    "ratio": Limit(_ratio, 100, "more than 100 to 1"),
    "ratio of a small part": Limit(_small_part, 100 * 1024, "more than 100 to 1"),
    "parts": Limit(_members, 500, "at most 500 are read"),
    "cells": Limit(_cells, 100_000, "more than 100,000 filled cells"),
    "rows": Limit(_rows, 10_000, "more than 10,000 filled rows"),
    "columns": Limit(_columns, 1024, "more than 1,024 filled columns"),
    "depth": Limit(_depth, 64, "deeper than 64 levels"),
    "merges": Limit(_merges, MAX_MERGES, f"more than {MAX_MERGES:,} merged areas"),
    "merged cells": Limit(_merged_cells, 100_000, "cover more than 100,000 cells"),
    "sheets": Limit(_sheets, 64, "more than 64 sheets"),
    "attributes": Limit(_attributes, 256, "damaged"),
    "number format": Limit(_number_format, 255, "longer than 255 characters"),
}
