"""Writes what a workbook is, into its hidden sheet: which questionnaire, and each question as it was asked."""

from __future__ import annotations

from collections.abc import Mapping

from openpyxl.worksheet.worksheet import Worksheet

from vendorrisk.capture.workbook_layout import (
    ELSEWHERE,
    FORMAT,
    IDENTITY_HEADER,
    IDENTITY_KEYS,
    IDENTITY_PART,
    put,
    takes_hash,
    text_hash,
    value_hash,
)
from vendorrisk.capture.workbook_sheets import Draft
from vendorrisk.capture.workbook_style import cell
from vendorrisk.model.answer import Answer
from vendorrisk.model.base import Pin, say


def write_identity(sheet: Worksheet, draft: Draft, pin: Pin, answers: Mapping[str, Answer]) -> None:
    """Write the questionnaire's pin, the language, the part, and the digests of each question and earlier answer.

    Of ``answers``, those to questions that are asked elsewhere can't be changed here: they are known again, too.
    """
    values = (FORMAT, pin.id, pin.version, pin.digest, pin.full_digest, str(draft.language))
    part, earlier = draft.further.part, draft.further.earlier
    rows: list[tuple[str, ...]] = list(zip(IDENTITY_KEYS, values, strict=True))
    rows += [(IDENTITY_PART, part.name) if part else (), IDENTITY_HEADER]
    for question in draft.questionnaire.questions:
        asked = text_hash(say(question.ask, draft.language))
        known = earlier[question.id].digest if question.id in earlier else ""
        where = ELSEWHERE if question.id in draft.elsewhere else ""
        if where and question.id in answers:
            known = value_hash(question.id, answers[question.id].value)
        rows.append((question.id, asked, takes_hash(question), known, where))
    for number, row in enumerate(rows, 1):
        for column, text in enumerate(row, 1):
            if text:
                put(cell(sheet, number, column), text)
