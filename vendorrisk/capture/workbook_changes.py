"""The sheet of what changed in the questionnaire since it was answered last."""

from __future__ import annotations

from typing import Final

from openpyxl.worksheet.worksheet import Worksheet

from vendorrisk.capture.workbook_layout import HEADER_ROW, put
from vendorrisk.capture.workbook_sheets import Draft
from vendorrisk.capture.workbook_style import cell, landscape, protect, set_height
from vendorrisk.model.base import say
from vendorrisk.phrases.renewal import Changes as Words

_COLUMNS: Final = {Words.CHANGE: 18, Words.ID: 26, Words.QUESTION: 64, Words.BEFORE: 64}


def write_changes(sheet: Worksheet, draft: Draft) -> None:
    """Write a row per question that is new, changed or no longer asked."""
    look, language, changes = draft.look, draft.language, draft.further.changes
    asks = {question.id: say(question.ask, language) for question in draft.questionnaire.questions}
    for letter, width in zip("ABCD", _COLUMNS.values(), strict=True):
        sheet.column_dimensions[letter].width = width
    put(cell(sheet, 1, 1), Words.TITLE.say(language))
    look.title(cell(sheet, 1, 1), size=12)
    sheet.row_dimensions[1].height = 22
    for column, head in enumerate(_COLUMNS, 1):
        put(cell(sheet, HEADER_ROW, column), head.say(language))
        look.header(cell(sheet, HEADER_ROW, column))
    sheet.row_dimensions[HEADER_ROW].height = 20
    kinds = ((Words.ADDED, changes.added), (Words.CHANGED, changes.changed), (Words.REMOVED, changes.removed))
    # A part shows what changed in its own questions; what is no longer asked belongs to no part.
    lines = [(kind, name) for kind, names in kinds for name in names if name in asks or kind is Words.REMOVED]
    for row, (kind, name) in enumerate(lines, HEADER_ROW + 1):
        texts = (kind.say(language), name, asks.get(name, ""), changes.before.get(name, ""))
        for column, text in enumerate(texts, 1):
            shown = cell(sheet, row, column)
            if text:
                put(shown, text)
            look.text(shown, quiet=column == len(texts))
            look.underline(shown)
        look.id(cell(sheet, row, 2))
        set_height(sheet, row, dict(enumerate(texts, 1)))
    sheet.freeze_panes = f"A{HEADER_ROW + 1}"
    landscape(sheet, "D", HEADER_ROW + len(lines), f"1:{HEADER_ROW}", language)
    protect(sheet)
