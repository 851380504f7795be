"""The sheet of what changed in the questionnaire since it was answered last."""

from __future__ import annotations

from typing import Final

from openpyxl.worksheet.worksheet import Worksheet

from vendorrisk.capture.workbook_layout import put
from vendorrisk.capture.workbook_sheets import Draft
from vendorrisk.capture.workbook_style import cell, protect, set_height
from vendorrisk.capture.workbook_table import FIRST_ROW, begin_table, end_table
from vendorrisk.model.base import say
from vendorrisk.phrases.renewal import Changes as Words

_COLUMNS: Final = {Words.CHANGE: 18, Words.ID: 26, Words.QUESTION: 64, Words.BEFORE: 64}


def write_changes(sheet: Worksheet, draft: Draft) -> None:
    """Write a row per question that is new, changed or no longer asked."""
    look, language, changes = draft.look, draft.language, draft.further.changes
    asks = {question.id: say(question.ask, language) for question in draft.questionnaire.questions}
    begin_table(sheet, Words.TITLE.say(language), _COLUMNS, look, language)
    kinds = ((Words.ADDED, changes.added), (Words.CHANGED, changes.changed), (Words.REMOVED, changes.removed))
    # A part shows what changed in its own questions; what is no longer asked belongs to no part.
    lines = [(kind, name) for kind, names in kinds for name in names if name in asks or kind is Words.REMOVED]
    for row, (kind, name) in enumerate(lines, FIRST_ROW):
        texts = (kind.say(language), name, asks.get(name, ""), changes.before.get(name, ""))
        for column, text in enumerate(texts, 1):
            shown = cell(sheet, row, column)
            if text:
                put(shown, text)
            look.text(shown, quiet=column == len(texts))
            look.underline(shown)
        look.id(cell(sheet, row, 2))
        set_height(sheet, row, dict(enumerate(texts, 1)))
    end_table(sheet, _COLUMNS, len(lines), language)
    protect(sheet)
