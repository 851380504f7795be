"""Parses one untrusted workbook, in a process of its own with limits on time and memory (DESIGN section 8).

The process gets the workbook's bytes on its standard input and answers on its standard output, with the book or a
refusal. :mod:`vendorrisk.capture.worker` starts it anew for each file, so it imports little.
"""

from __future__ import annotations

import io
import os
import re
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Final

from vendorrisk.capture.grid import Area, Book, Sheet
from vendorrisk.capture.guard import SAVE_AGAIN, Unsafe, guard_workbook
from vendorrisk.capture.parser_parts import Parts, read_notes, read_parts
from vendorrisk.capture.parser_sheet import DropDown, SheetReader
from vendorrisk.capture.wire import encode_book, encode_refusal

CPU_SECONDS: Final = 10
MEMORY_BYTES: Final = 1024**3
MAX_CHOICES: Final = 200
"""Choices of one drop-down list; longer ones are for looking things up."""

_RANGE: Final = re.compile(r"(?:'(?P<quoted>(?:[^']|'')+)'!|(?P<plain>[^'!\s]+)!)?(?P<area>[$A-Z0-9:]+)")


def main() -> None:
    """Read a workbook from standard input and answer on standard output."""
    _limit()
    with os.fdopen(0, "rb") as stdin:
        data = stdin.read()
    with os.fdopen(1, "wb") as stdout:
        stdout.write(_answer(data))


def _limit() -> None:
    """Bound what this process may use, where the system can: on Windows only its starter's clock does."""
    try:
        import resource  # noqa: PLC0415  there is none on Windows
    except ImportError:
        return
    limits = (
        (resource.RLIMIT_CPU, CPU_SECONDS, CPU_SECONDS + 1),  # a signal at the first tells time from other ends
        (resource.RLIMIT_AS, MEMORY_BYTES, MEMORY_BYTES),
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_FSIZE, 0, 0),
    )
    for kind, *most in limits:
        with suppress(ValueError, OSError):  # macOS knows the limit on memory and refuses to set it
            resource.setrlimit(kind, (most[0], most[1]))


def _answer(data: bytes) -> bytes:
    try:
        return encode_book(parse_workbook(data))
    except Unsafe as refusal:
        return encode_refusal(str(refusal), refusal.mend)
    except MemoryError:
        return encode_refusal(f"reading it takes more than {MEMORY_BYTES // 1024**2:,} MiB of memory.", SAVE_AGAIN)


def parse_workbook(data: bytes) -> Book:
    """Return what a workbook holds, all but its name; raise :class:`Unsafe` if it is dangerous or damaged.

    It runs in this very process, without limits on time and memory.
    """
    guard_workbook(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = read_parts(archive)
            found = [_read_sheet(archive, parts, number) for number in range(len(parts.sheets))]
    except (Unsafe, MemoryError):
        raise
    except Exception:  # noqa: BLE001  whatever a damaged part makes the parser stumble over
        raise Unsafe("its content is damaged.", SAVE_AGAIN) from None
    sheets = tuple(sheet for sheet, _ in found)
    chosen = _Choices(parts, sheets)
    return Book("", tuple(chosen.added(*each) for each in found), parts.dates_from_1904)


def _read_sheet(archive: zipfile.ZipFile, parts: Parts, number: int) -> tuple[Sheet, list[DropDown]]:
    part = parts.sheets[number]
    reader = SheetReader(parts, part)
    with archive.open(part.path) as stream:
        return reader.read(stream, read_notes(archive, part.path)), reader.drop_downs


class _Choices:
    """Looks up what drop-down lists offer, on whichever sheet it stands."""

    def __init__(self, parts: Parts, sheets: tuple[Sheet, ...]) -> None:
        self._parts = parts
        self._sheets = {sheet.title.casefold(): sheet for sheet in sheets}
        self._known: dict[tuple[str, str], tuple[str, ...]] = {}

    def added(self, sheet: Sheet, lists: list[DropDown]) -> Sheet:
        """Return a sheet with its lists."""
        offered = [(areas, self._of(sheet, formula)) for areas, formula in lists]
        return replace(sheet, lists=tuple((area, choices) for areas, choices in offered if choices for area in areas))

    def _of(self, sheet: Sheet, formula: str) -> tuple[str, ...]:
        key = (sheet.title, formula)
        if key not in self._known:
            found = tuple(filter(None, (text.strip() for text in self._texts(sheet, formula.removeprefix("=")))))
            self._known[key] = found if len(found) <= MAX_CHOICES else ()
            self._parts.take("".join(self._known[key]))
        return self._known[key]

    def _texts(self, sheet: Sheet, formula: str) -> Iterator[str]:
        if formula[:1] == formula[-1:] == '"':
            return iter(formula[1:-1].replace('""', '"').split(","))
        return self._in_cells(sheet, self._parts.names.get(formula.casefold(), formula))

    def _in_cells(self, sheet: Sheet, reference: str) -> Iterator[str]:
        """Yield what stands in a range; nothing where a formula calculates the range."""
        match = _RANGE.fullmatch(reference)
        area = Area.of(match["area"]) if match else None
        if match is None or area is None:
            return
        title = (match["quoted"] or "").replace("''", "'") or match["plain"] or sheet.title
        source = self._sheets.get(title.casefold())
        for row, cells in ({} if source is None else source.rows).items():
            if area.first_row <= row <= area.last_row:
                yield from (
                    str(cell.value)
                    for column, cell in cells.items()
                    if area.holds(row, column) and cell.value is not None and not cell.error
                )
