"""Reads a CSV file into a book of one sheet, whatever program wrote it; what can't be read for certain is refused."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Final

from vendorrisk.capture.grid import Book, Cell, Sheet
from vendorrisk.capture.guard import MAX_FILE, MIB
from vendorrisk.capture.guard_xml import MAX_CELLS, MAX_COLUMNS, MAX_ROWS
from vendorrisk.model.fault import RefusedInput

_DELIMITERS: Final = ",;\t"
_SAMPLE: Final = 50
"""Records that show which delimiter it is."""
_MARKS: Final = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_TOLD: Final = re.compile(r"sep=([,;\t])(?:\r\n|\r|\n)")
"""The line that some programs write first, so that Excel knows the delimiter."""
_SAVE_AGAIN: Final = "Save it again as CSV in UTF-8 from your spreadsheet program, and send that file."
_GUESSED: Final = "The file is not in UTF-8 and was read as Windows text (cp1252). Check letters such as é and ü."


class _Unreadable(Exception):  # noqa: N818  carries the words of a refusal
    pass


def read_csv(data: bytes, name: str) -> Book:
    """Return what a CSV file holds: each field as a text, formulas and numbers too.

    UTF-8, UTF-16 with its mark, or Windows text; comma, semicolon or tab. Rows may differ in length. A field with
    nothing in it is no cell. Raises :class:`RefusedInput` if the file is too large, no text, or wrongly quoted.
    """
    try:
        text, notes = _decoded(data)
        return Book(name, (_sheet(text),), notes=notes)
    except _Unreadable as refusal:
        raise RefusedInput(f"{name} was refused: {refusal}", mend=_SAVE_AGAIN) from None


def _decoded(data: bytes) -> tuple[str, tuple[str, ...]]:
    if len(data) > MAX_FILE:
        raise _Unreadable(f"it has {len(data) / MIB:.1f} MiB; at most {MAX_FILE // MIB} MiB are read.")
    marked = next((encoding for mark, encoding in _MARKS.items() if data.startswith(mark)), "")
    notes: tuple[str, ...] = ()
    try:
        text = data.decode(marked or "utf-8")
    except UnicodeDecodeError:
        try:
            text = "" if marked else data.decode("cp1252")
        except UnicodeDecodeError:
            text = ""
        if not text:
            raise _Unreadable("its letters can't be read.") from None
        notes = (_GUESSED,)
    if "\0" in text:
        raise _Unreadable("it is no text file.")
    if not text.strip():
        raise _Unreadable("it is empty.")
    return text, notes


def _sheet(text: str) -> Sheet:
    told = _TOLD.match(text)
    skipped = 1 if told else 0
    body = text[told.end() :] if told else text
    rows: dict[int, dict[int, Cell]] = {}
    lines: dict[int, int] = {}
    cells = 0
    for row, (line, fields) in enumerate(_records(body, told[1] if told else _delimiter(body)), 1 + skipped):
        found = {column: Cell(row, column, field) for column, field in enumerate(fields, 1) if field}
        if not found:
            continue
        cells += len(found)
        _within_limits(len(rows) + 1, max(found), cells)
        rows[row], lines[row] = found, line + skipped
    return Sheet("", rows, lines=lines)


def _within_limits(rows: int, columns: int, cells: int) -> None:
    if rows > MAX_ROWS:
        raise _Unreadable(f"it has more than {MAX_ROWS:,} rows.")
    if columns > MAX_COLUMNS:
        raise _Unreadable(f"it has more than {MAX_COLUMNS:,} columns.")
    if cells > MAX_CELLS:
        raise _Unreadable(f"it has more than {MAX_CELLS:,} filled cells.")


def _delimiter(text: str) -> str:
    """Return the delimiter whose columns most records share; a comma if there is but one column."""
    return max(_DELIMITERS, key=lambda each: _fit(text, each))


def _fit(text: str, delimiter: str) -> int:
    """Return how many delimiters stand in the records that have the most usual number of fields above one."""
    widths: Counter[int] = Counter()
    try:
        for _, fields in islice(_records(text, delimiter), _SAMPLE):
            widths[len(fields)] += len(fields) > 1
    except _Unreadable:
        pass  # it counts as far as it could be read
    return max((count * (width - 1) for width, count in widths.items()), default=0)


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each record with the line on which it begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _Unreadable(_explained(error, line)) from None
        yield line, fields


def _explained(error: csv.Error, line: int) -> str:
    if "field larger" in str(error):
        return (
            f"the record that begins on line {line} has a field with more than {csv.field_size_limit():,} characters."
        )
    if "end of data" in str(error):
        return f"the quotation mark that opens in the record on line {line} is never closed."
    return f"a quotation mark in the record that begins on line {line} stands inside a quoted text; it must be doubled."
