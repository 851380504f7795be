"""The sheet of the glossary: what the words mean that this questionnaire's questions use."""

from __future__ import annotations

from typing import Final

from openpyxl.worksheet.worksheet import Worksheet

from vendorrisk.capture.workbook_layout import HEADER_ROW, put
from vendorrisk.capture.workbook_sheets import Draft
from vendorrisk.capture.workbook_style import cell, landscape, protect, set_height
from vendorrisk.model.base import say
from vendorrisk.phrases.workbook import Glossary

_COLUMNS: Final = {Glossary.TERM: 34, Glossary.MEANING: 92, Glossary.USED_IN: 34}
_FIRST_ROW: Final = HEADER_ROW + 1


def write_glossary(sheet: Worksheet, draft: Draft) -> None:
    """Write one row per entry, in the order of the draft: the term, its meaning, the questions that use it."""
    look, language = draft.look, draft.language
    for letter, width in zip("ABC", _COLUMNS.values(), strict=True):
        sheet.column_dimensions[letter].width = width
    title = cell(sheet, 1, 1)
    put(title, Glossary.TITLE.say(language))
    look.title(title, size=12)
    sheet.row_dimensions[1].height = 22
    for column, head in enumerate(_COLUMNS, 1):
        put(cell(sheet, HEADER_ROW, column), head.say(language))
        look.header(cell(sheet, HEADER_ROW, column))
    sheet.row_dimensions[HEADER_ROW].height = 20
    for row, (name, entry) in enumerate(draft.terms.items(), _FIRST_ROW):
        used = "\n".join(question.id for question in draft.questionnaire.questions if name in question.terms)
        texts = (say(entry.term, language), say(entry.meaning, language), used)
        for column, text in enumerate(texts, 1):
            shown = cell(sheet, row, column)
            put(shown, text)
            look.text(shown, bold=column == 1)
            look.underline(shown)
        look.id(cell(sheet, row, len(texts)))
        set_height(sheet, row, dict(enumerate(texts, 1)))
    sheet.freeze_panes = f"A{_FIRST_ROW}"
    landscape(sheet, "C", HEADER_ROW + len(draft.terms), f"1:{HEADER_ROW}", language)
    protect(sheet)
