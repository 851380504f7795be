"""Writes the faults of a file as a workbook that leads to each cell, for the person who mends it."""

from __future__ import annotations

import io
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

_COLUMNS: Final = {"Cell": 20, "Question": 28, "Value found": 32, "What is wrong": 56, "How to mend it": 56}
_CELL: Final = re.compile(r"(?P<sheet>[^!]+)!(?P<cell>[A-Z]{1,3}[0-9]+)")


def write_faults(faults: Sequence[Fault], source_name: str, *, theme: Mapping[str, Any] | None = None) -> bytes:
    """Return a workbook with one row per fault; its links open the cells of ``source_name``, kept beside it.

    Warnings stand among them as notes, in the quiet colour: they block nothing.
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
        sheet.column_dimensions["ABCDE"[column - 1]].width = width
    for row, fault in enumerate(faults, 3):
        texts = (fault.where, fault.question, fault.found, fault.what, fault.mend)
        for column, text in enumerate(map(clean, texts), 1):
            shown = cell(sheet, row, column)
            if text:
                put(shown, text)
            look.text(shown, quiet=column == 2 or fault.severity is FaultSeverity.WARNING)
            look.underline(shown)
        set_height(sheet, row, dict(enumerate(texts, 1)))
        if place := _CELL.fullmatch(fault.where):
            sheet_name = place["sheet"].replace("'", "''")
            link = Hyperlink(ref=f"A{row}", target=_relative(source_name), location=f"'{sheet_name}'!{place['cell']}")
            cell(sheet, row, 1).hyperlink = link
            cell(sheet, row, 1).font = Font(name="Arial", size=10, color=look.accent, underline="single")
    sheet.freeze_panes = "A3"
    landscape(sheet, "E", len(faults) + 2, "1:2")
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


def _relative(source_name: str) -> str:
    """Return the file's name as a relative address, with what addresses can't hold written as per cents."""
    name = re.split(r"[/\\]", source_name)[-1]
    return "".join(char if char.isalnum() or char in "-_.~" else _percent(char) for char in name)


def _percent(char: str) -> str:
    return "".join(f"%{byte:02X}" for byte in char.encode())
