"""The cover: who fills the workbook and how, who did, how far it is, and what happens next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Final

from openpyxl.worksheet.worksheet import Worksheet

from vendorrisk.capture.values import NOT_APPLICABLE
from vendorrisk.capture.workbook_layout import (
    COVER_DATE,
    COVER_FIELDS,
    HEADER_ROW,
    QUESTIONS,
    STATUS_DONE,
    STATUS_NEEDED,
    STATUS_NOT_NEEDED,
    STATUS_UNCLEAR,
    put,
)
from vendorrisk.capture.workbook_sheets import STATUS_COLOURS, Draft, cell, row_of
from vendorrisk.capture.workbook_style import MONO, Look, landscape, protect, set_height
from vendorrisk.model.base import say


def write_cover(
    sheet: Worksheet, draft: Draft, *, coalition: str, subject: tuple[str, str], due: dt.date | None
) -> None:
    """Write who fills this in, by when and how, who did, how far it is, and what the words mean.

    ``subject`` is the vendor's name and the product's, each empty if not known yet.
    """
    for column, width in zip("ABCDE", (3, 34, 62, 16, 8), strict=True):
        sheet.column_dimensions[column].width = width
    sheet.sheet_view.showGridLines = False
    row = _cover_head(sheet, draft, coalition, due)
    row = _cover_fields(sheet, row, draft.look, subject)
    row = _cover_progress(sheet, row, draft)
    row = _cover_legend(sheet, row, draft.look)
    landscape(sheet, "E", row, "1:1")
    sheet.page_setup.orientation = "portrait"
    protect(sheet)


def _cover_head(sheet: Worksheet, draft: Draft, coalition: str, due: dt.date | None) -> int:
    questionnaire, look = draft.questionnaire, draft.look
    put(cell(sheet, 2, 2), coalition or "Vendor assessment")
    look.title(cell(sheet, 2, 2), size=12)
    put(cell(sheet, 3, 2), say(questionnaire.title, draft.language))
    look.title(cell(sheet, 3, 2), size=18)
    sheet.row_dimensions[3].height = 30
    who = "You, the vendor: the people who build and run the service."
    if questionnaire.respondent == "procurement":
        who = "The procurement team, before or together with the vendor's answers."
    by_when = due.isoformat() if due else "As agreed with the person who sent you this workbook."
    lines = [
        ("Who asks", coalition or "The organisation that sent you this workbook."),
        ("Questionnaire", f"{questionnaire.questionnaire} {questionnaire.version}"),
        ("Who fills it in", who),
        ("By when", by_when),
        *zip(("How", *("" for _ in _HOW)), _HOW, strict=False),
        ("What happens next", _NEXT),
    ]
    return _labelled(sheet, 5, lines, look) + 1


_HOW: Final = (
    "1. Fill the tinted cells on the sheet Questions: Answer, Comment, Evidence. Filter by Status to see what is left.",
    "2. Choose from the list where there is one. What you don't know yet stays empty: that never reads as no.",
    f"3. Write {NOT_APPLICABLE} only where it is offered, and the reason beside it, in the comment.",
    (
        "4. Name evidence as files that you send along, or as web addresses, one per line, each with its own date: "
        "policy.pdf [2026-03-01]. Undated, an address is only your word, and a file won't do where an age is asked."
    ),
    "5. Save as .xlsx and send it back, with the files, to the person who sent it to you. Half filled is fine, too.",
    "6. Enter the date only when you are done: name, role and date declare the answers complete, as your firm's word.",
)
_NEXT: Final = (
    "You hear at once which cells can't be read, and mend them. Then you receive the gap list: what is not met, what "
    "closes it, and by when."
)


def _labelled(sheet: Worksheet, row: int, lines: Iterable[tuple[str, str]], look: Look) -> int:
    for name, text in lines:
        put(cell(sheet, row, 2), name)
        look.text(cell(sheet, row, 2), quiet=True, size=10)
        put(cell(sheet, row, 3), text)
        look.text(cell(sheet, row, 3))
        set_height(sheet, row, {3: text})
        row += 1
    return row


def _cover_fields(sheet: Worksheet, row: int, look: Look, subject: tuple[str, str]) -> int:
    for name, value in zip(COVER_FIELDS, (*subject, "", "", ""), strict=True):
        put(cell(sheet, row, 2), name)
        look.text(cell(sheet, row, 2), bold=True)
        field = cell(sheet, row, 3)
        look.writable(field, strong=True)
        if value:
            put(field, value)
        if name == COVER_DATE:
            field.number_format = "yyyy-mm-dd"
        sheet.row_dimensions[row].height = 18
        row += 1
    return row + 1


def _cover_progress(sheet: Worksheet, row: int, draft: Draft) -> int:
    questionnaire, look, language = draft.questionnaire, draft.look, draft.language
    for column, text in ((2, "Progress"), (3, ""), (4, "Answered"), (5, "")):
        put(cell(sheet, row, column), text)
        look.header(cell(sheet, row, column))
    rows = row_of(questionnaire)
    areas = [("All sections", f"'{QUESTIONS}'!$H${HEADER_ROW + 1}:$H${max(rows.values())}")]
    for section in questionnaire.sections:
        first, last = rows[section.questions[0].id], rows[section.questions[-1].id]
        areas.append((say(section.title, language), f"'{QUESTIONS}'!$H${first}:$H${last}"))
    for title, area in areas:
        row += 1
        done = f'COUNTIF({area},"{STATUS_DONE}")'
        # As the import counts: what is not yet clear is said apart.
        asked = f'({done}+COUNTIF({area},"{STATUS_NEEDED}"))'
        put(cell(sheet, row, 2), title)
        bar = f"ROUND(30*{done}/{asked},0)"
        cell(sheet, row, 3).value = f'=IF({asked}=0,"",REPT("█",{bar})&REPT("░",30-{bar}))'
        none = f'IF(COUNTIF({area},"{STATUS_UNCLEAR}")>0,"{STATUS_UNCLEAR}","{STATUS_NOT_NEEDED}")'
        cell(sheet, row, 4).value = f'=IF({asked}=0,{none},{done}&" of "&{asked})'
        cell(sheet, row, 5).value = f'=IF({asked}=0,"",ROUNDDOWN({done}/{asked},2))'
        for column in range(2, 6):
            look.text(cell(sheet, row, column), bold=title == areas[0][0])
            look.underline(cell(sheet, row, column))
        cell(sheet, row, 3).font = look.font(name=MONO, colour=look.accent)
        cell(sheet, row, 5).number_format = "0%"
        sheet.row_dimensions[row].height = 16
    row += 1
    waiting = f'COUNTIF({areas[0][1]},"{STATUS_UNCLEAR}")'
    note = cell(sheet, row, 3)
    note.value = f'=IF({waiting}=0,"",{waiting}&" more depend on other answers")'
    look.text(note, quiet=True)
    return row + 2


def _cover_legend(sheet: Worksheet, row: int, look: Look) -> int:
    meanings = {
        STATUS_NEEDED: "This question applies, and waits for your answer, or for the reason why it doesn't apply.",
        STATUS_DONE: "Answered.",
        STATUS_NOT_NEEDED: "Your other answers show that it doesn't apply. Leave it as it is.",
        STATUS_UNCLEAR: "Another answer will show whether it applies.",
    }
    put(cell(sheet, row, 2), "What the status means")
    look.text(cell(sheet, row, 2), bold=True)
    row = _labelled(sheet, row + 1, meanings.items(), look)
    for offset, word in enumerate(meanings):
        colour = getattr(look, STATUS_COLOURS[word])
        cell(sheet, row - len(meanings) + offset, 2).font = look.font(bold=True, colour=colour)
    return row
