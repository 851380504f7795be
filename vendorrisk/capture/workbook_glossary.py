"""The sheet of the glossary: what the words mean that this questionnaire's questions use."""

from __future__ import annotations

from typing import Final

from openpyxl.worksheet.worksheet import Worksheet

from vendorrisk.capture.workbook_layout import put
from vendorrisk.capture.workbook_sheets import Draft
from vendorrisk.capture.workbook_style import cell, protect, set_height
from vendorrisk.capture.workbook_table import FIRST_ROW, begin_table, end_table
from vendorrisk.model.base import say
from vendorrisk.phrases.workbook import Glossary

_COLUMNS: Final = {Glossary.TERM: 34, Glossary.MEANING: 92, Glossary.USED_IN: 34}


def write_glossary(sheet: Worksheet, draft: Draft) -> None:
    """Write one row per entry, in the order of the draft: the term, its meaning, the questions that use it."""
    look, language = draft.look, draft.language
    begin_table(sheet, Glossary.TITLE.say(language), _COLUMNS, look, language)
    for row, (name, entry) in enumerate(draft.terms.items(), FIRST_ROW):
        used = "\n".join(question.id for question in draft.questionnaire.questions if name in question.terms)
        texts = (say(entry.term, language), say(entry.meaning, language), used)
        for column, text in enumerate(texts, 1):
            shown = cell(sheet, row, column)
            put(shown, text)
            look.text(shown, bold=column == 1)
            look.underline(shown)
        look.id(cell(sheet, row, len(texts)))
        set_height(sheet, row, dict(enumerate(texts, 1)))
    end_table(sheet, _COLUMNS, len(draft.terms), language)
    protect(sheet)
