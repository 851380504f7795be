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
from vendorrisk.capture.workbook_style import Look, base_font, cell, set_height
from vendorrisk.capture.workbook_table import FIRST_ROW, begin_table, end_table
from vendorrisk.model.base import DEFAULT_LANGUAGE
from vendorrisk.model.fault import Fault, FaultSeverity
from vendorrisk.phrases.workbook import FaultSheet, Sheets

_COLUMNS: Final = {
    FaultSheet.KIND: 9,
    FaultSheet.CELL: 18,
    FaultSheet.ID: 24,
    FaultSheet.QUESTION: 40,
    FaultSheet.FOUND: 28,
    FaultSheet.WRONG: 48,
    FaultSheet.MEND: 48,
}
_CELL_COLUMN: Final = 2
_QUIET: Final = (3, 4)
_CELL: Final = re.compile(r"(?P<sheet>[^!]+)!(?P<cell>[A-Z]{1,3}[0-9]+)")


def write_faults(  # noqa: PLR0913  each says one thing about the workbook
    faults: Sequence[Fault],
    source_name: str,
    *,
    link: str = "",
    asks: Mapping[str, str] | None = None,
    theme: Mapping[str, Any] | None = None,
    language: str = DEFAULT_LANGUAGE,
) -> bytes:
    """Return a workbook with one row per fault; its links open the cells of ``source_name``.

    ``link`` is the way to that file from where this one will lie; beside it if empty. ``asks`` holds the text of each
    question by its id. Warnings stand among the faults as notes, in the quiet colour: they block nothing.
    """
    workbook = Workbook()
    base_font(workbook)
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)  # noqa: S101  a new workbook has one sheet
    sheet.title = Sheets.FAULTS.say(language)
    target = _relative(link or re.split(r"[/\\]", source_name)[-1])
    list_faults(sheet, faults, source_name, Look(theme or {}), target=target, asks=asks or {}, language=language)
    out = io.BytesIO()
    workbook.save(out)
    return deterministic(out.getvalue())


def list_faults(  # noqa: PLR0913  each says one thing about the sheet
    sheet: Worksheet,
    faults: Sequence[Fault],
    source_name: str,
    look: Look,
    *,
    asks: Mapping[str, str],
    language: str,
    target: str | None = None,
) -> None:
    """Write a row per fault; its link opens the cell in the file at ``target``, or in this workbook without one."""
    begin_table(sheet, _headline(faults, clean(source_name), language), _COLUMNS, look, language)
    for row, fault in enumerate(faults, FIRST_ROW):
        is_note = fault.severity is FaultSeverity.WARNING
        kind = (FaultSheet.NOTE if is_note else FaultSheet.FAULT).say(language)
        ask = asks.get(fault.question, "")
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
    end_table(sheet, _COLUMNS, len(faults), language)


def _headline(faults: Sequence[Fault], source_name: str, language: str) -> str:
    blocking = sum(fault.severity is FaultSeverity.FAULT for fault in faults)
    said = FaultSheet.NOT_IMPORTED if blocking else FaultSheet.CAN_BE_IMPORTED
    return said.say(language, file=source_name, faults=blocking, notes=len(faults) - blocking)


def _relative(path: str) -> str:
    """Return a path as a relative address, with what addresses can't hold written as per cents."""
    return "".join(char if char.isalnum() or char in "-_.~/" else _percent(char) for char in path.replace(os.sep, "/"))


def _percent(char: str) -> str:
    return "".join(f"%{byte:02X}" for byte in char.encode())
