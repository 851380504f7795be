"""The sheets beside the questions: the cover, and the minimum criteria in plain words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from openpyxl.worksheet.worksheet import Worksheet

from vendorrisk.capture.values import NOT_APPLICABLE
from vendorrisk.capture.workbook_layout import (
    COVER_DATE,
    COVER_NAME,
    COVER_ROLE,
    COVER_VENDOR,
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
from vendorrisk.model.condition import Condition
from vendorrisk.model.policy import Criterion
from vendorrisk.model.questionnaire import Question, QuestionType
from vendorrisk.rules.leaf import RISK_TIER_QUESTION
from vendorrisk.rules.sentence import sentence


def write_criteria(sheet: Worksheet, draft: Draft, criteria: Sequence[Criterion]) -> None:
    """Write the minimum criteria in plain words: nothing that decides a vendor's result is kept from it."""
    look, language = draft.look, draft.language
    asked = {
        leaf.question for criterion in criteria for condition in _conditions(criterion) for leaf in condition.leaves()
    }
    # What is asked elsewhere, as by the triage, is named by its id.
    questions = {name: Question(id=name, ask=name, type=QuestionType.TEXT, help=name, why=name) for name in asked}
    questions |= {question.id: question for question in (*draft.questionnaire.questions, RISK_TIER_QUESTION)}
    for letter, width in zip("ABCDEF", (14, 40, 60, 34, 26, 44), strict=True):
        sheet.column_dimensions[letter].width = width
    title = cell(sheet, 1, 1)
    put(title, "What every vendor must meet")
    look.title(title, size=12)
    sheet.row_dimensions[1].height = 22
    heads = ("Id", "Criterion", "Met when", "Applies when", "Evidence", "Why")
    for column, text in enumerate(heads, 1):
        put(cell(sheet, 2, column), text)
        look.header(cell(sheet, 2, column))
    sheet.row_dimensions[2].height = 20
    for row, criterion in enumerate(criteria, 3):
        applies = criterion.applies_when
        texts = (
            criterion.id,
            say(criterion.title, language),
            _plain(criterion.met_when, questions, language),
            "Always." if applies is None else _plain(applies, questions, language),
            _evidence_needed(criterion),
            say(criterion.why, language),
        )
        for column, text in enumerate(texts, 1):
            shown = cell(sheet, row, column)
            put(shown, text)
            look.text(shown, quiet=column > 3)
            look.underline(shown)
        look.id(cell(sheet, row, 1))
        set_height(sheet, row, dict(enumerate(texts, 1)))
    sheet.freeze_panes = "A3"
    landscape(sheet, "F", 2 + len(criteria), "1:2")
    protect(sheet)


def _conditions(criterion: Criterion) -> list[Condition]:
    return [condition for condition in (criterion.applies_when, criterion.met_when) if condition is not None]


def _plain(condition: Condition, questions: Mapping[str, Question], language: str) -> str:
    words = sentence(condition, questions, language)
    return f"T{words[1:]}." if words.startswith("the ") else f"{words}."


def _evidence_needed(criterion: Criterion) -> str:
    rule = criterion.evidence
    if rule is None:
        return "Your word is enough."
    age = f", not older than {rule.max_age}" if rule.max_age else ""
    words = {"asserted": "None", "documented": "A document or address", "verified": "An independent report"}
    return f"{words[rule.grade]}{age}."


def write_cover(sheet: Worksheet, draft: Draft, *, coalition: str, vendor_name: str, due: dt.date | None) -> None:
    """Write who fills this in, by when and how, who did, how far it is, and what the words mean."""
    for column, width in zip("ABCDE", (3, 34, 62, 16, 8), strict=True):
        sheet.column_dimensions[column].width = width
    sheet.sheet_view.showGridLines = False
    row = _cover_head(sheet, draft, coalition, due)
    row = _cover_fields(sheet, row, draft.look, vendor_name)
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
        ("Questionnaire", f"{questionnaire.questionnaire} {questionnaire.version}"),
        ("Who fills it in", who),
        ("By when", by_when),
        ("How", "1. Fill the cells with a coloured border on the sheet Questions. Status tells what is still needed."),
        (
            "",
            "2. Choose from the list where there is one. What you don't know yet stays empty: that never reads as no.",
        ),
        ("", f"3. Write {NOT_APPLICABLE} only where it is offered, and the reason beside it, in the comment."),
        ("", _HOW_EVIDENCE),
    ]
    return _labelled(sheet, 5, lines, look) + 1


_HOW_EVIDENCE: Final = (
    "4. Name evidence as files that you send along, or as web addresses, one per line, each with its date: "
    "policy.pdf [2026-03-01]. Then save as .xlsx and send it back."
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


def _cover_fields(sheet: Worksheet, row: int, look: Look, vendor_name: str) -> int:
    for name, value in ((COVER_VENDOR, vendor_name), (COVER_NAME, ""), (COVER_ROLE, ""), (COVER_DATE, "")):
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
        # What is not yet clear may still come up, so it counts as open.
        asked = f'({done}+COUNTIF({area},"{STATUS_NEEDED}")+COUNTIF({area},"{STATUS_UNCLEAR}"))'
        put(cell(sheet, row, 2), title)
        bar = f"ROUND(30*{done}/{asked},0)"
        cell(sheet, row, 3).value = f'=IF({asked}=0,"",REPT("█",{bar})&REPT("░",30-{bar}))'
        cell(sheet, row, 4).value = f'=IF({asked}=0,"{STATUS_NOT_NEEDED}",{done}&" of "&{asked})'
        cell(sheet, row, 5).value = f'=IF({asked}=0,"",ROUNDDOWN({done}/{asked},2))'
        for column in range(2, 6):
            look.text(cell(sheet, row, column), bold=title == areas[0][0])
            look.underline(cell(sheet, row, column))
        cell(sheet, row, 3).font = look.font(name=MONO, colour=look.accent)
        cell(sheet, row, 5).number_format = "0%"
        sheet.row_dimensions[row].height = 16
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
