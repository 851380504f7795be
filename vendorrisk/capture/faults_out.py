"""Writes the faults of a file as a workbook that leads to each cell, for the person who mends it."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from vendorrisk.capture.text import clean
from vendorrisk.capture.workbook_layout import deterministic, put
from vendorrisk.capture.workbook_sheets import cell
from vendorrisk.capture.workbook_style import Look, base_font, landscape, set_height
from vendorrisk.model.fault import Fault, FaultSeverity

_COLUMNS: Final = {
    "Kind": 9,
    "Cell": 18,
    "Id": 24,
    "Question": 40,
    "Value found": 28,
    "What is wrong": 48,
    "How to mend it": 48,
}
_CELL_COLUMN: Final = 2
_QUIET: Final = (3, 4)
_CELL: Final = re.compile(r"(?P<sheet>[^!]+)!(?P<cell>[A-Z]{1,3}[0-9]+)")


def write_faults(
    faults: Sequence[Fault],
    source_name: str,
    *,
    link: str = "",
    asks: Mapping[str, str] | None = None,
    theme: Mapping[str, Any] | None = None,
) -> bytes:
    """Return a workbook with one row per fault; its links open the cells of ``source_name``.

    ``link`` is the way to that file from where this one will lie; beside it if empty. ``asks`` holds the text of each
    question by its id. Warnings stand among the faults as notes, in the quiet colour: they block nothing.
    """
    look = Look(theme or {})
    workbook = Workbook()
    base_font(workbook)
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)  # noqa: S101  a new workbook has one sheet
    sheet.title = "Faults"
    put(cell(sheet, 1, 1), _headline(faults, clean(source_name)))
    look.title(cell(sheet, 1, 1), size=12)
    sheet.row_dimensions[1].height = 22
    for column, (name, width) in enumerate(_COLUMNS.items(), 1):
        put(cell(sheet, 2, column), name)
        look.header(cell(sheet, 2, column))
        sheet.column_dimensions["ABCDEFG"[column - 1]].width = width
    target = _relative(link or re.split(r"[/\\]", source_name)[-1])
    for row, fault in enumerate(faults, 3):
        is_note = fault.severity is FaultSeverity.WARNING
        ask = (asks or {}).get(fault.question, "")
        kind = "note" if is_note else "fault"
        texts = (kind, fault.where, fault.question, ask, fault.found, fault.what, fault.mend)
        for column, text in enumerate(map(clean, texts), 1):
            shown = cell(sheet, row, column)
            if text:
                put(shown, text)
            look.text(shown, quiet=column in _QUIET or is_note)
            look.underline(shown)
        set_height(sheet, row, dict(enumerate(texts, 1)))
        if place := _CELL.fullmatch(fault.where):
            sheet_name = place["sheet"].replace("'", "''")
            shown = cell(sheet, row, _CELL_COLUMN)
            location = f"'{sheet_name}'!{place['cell']}"
            shown.hyperlink = Hyperlink(ref=shown.coordinate, target=target, location=location)
            shown.font = Font(name="Arial", size=10, color=look.accent, underline="single")
    sheet.freeze_panes = "A3"
    landscape(sheet, "G", len(faults) + 2, "1:2")
    out = io.BytesIO()
    workbook.save(out)
    return deterministic(out.getvalue())


def _headline(faults: Sequence[Fault], source_name: str) -> str:
    blocking = sum(fault.severity is FaultSeverity.FAULT for fault in faults)
    notes = _counted(len(faults) - blocking, "note")
    if not blocking:
        return f"{source_name} can be imported: {notes}."
    return f"{source_name} was not imported: {_counted(blocking, 'fault')}, {notes}; nothing was saved."


def _counted(count: int, noun: str) -> str:
    return f"1 {noun}" if count == 1 else f"{count or 'no'} {noun}s"


def _relative(path: str) -> str:
    """Return a path as a relative address, with what addresses can't hold written as per cents."""
    return "".join(char if char.isalnum() or char in "-_.~/" else _percent(char) for char in path.replace(os.sep, "/"))


def _percent(char: str) -> str:
    return "".join(f"%{byte:02X}" for byte in char.encode())
