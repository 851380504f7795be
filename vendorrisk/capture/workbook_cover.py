"""The cover: who fills the workbook and how, who did, how far it is, and what happens next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from openpyxl.worksheet.worksheet import Worksheet

from vendorrisk.capture.options import not_applicable_word
from vendorrisk.capture.workbook_layout import COVER_FIELDS, HEADER_ROW, Column, put
from vendorrisk.capture.workbook_sheets import STATUS_COLOURS, Draft, row_of
from vendorrisk.capture.workbook_style import MONO, Look, cell, landscape, protect, set_height
from vendorrisk.model.base import say
from vendorrisk.model.language import Phrase
from vendorrisk.phrases.renewal import Mending, Parts, Renewal
from vendorrisk.phrases.workbook import Cover, Sheets, Status
from vendorrisk.rules.excel import quoted


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
    row = _cover_fields(sheet, row, draft, subject)
    row = _cover_progress(sheet, row, draft)
    row = _cover_legend(sheet, row, draft)
    landscape(sheet, "E", row, "1:1", draft.language)
    sheet.page_setup.orientation = "portrait"
    sheet.page_setup.fitToHeight = 1
    protect(sheet)


def _cover_head(sheet: Worksheet, draft: Draft, coalition: str, due: dt.date | None) -> int:
    questionnaire, look, language = draft.questionnaire, draft.look, draft.language
    put(cell(sheet, 2, 2), coalition or Cover.NO_COALITION.say(language))
    look.title(cell(sheet, 2, 2), size=12)
    put(cell(sheet, 3, 2), say(questionnaire.title, language))
    look.title(cell(sheet, 3, 2), size=18)
    sheet.row_dimensions[3].height = 30
    who = Cover.PROCUREMENT_FILLS if questionnaire.respondent == "procurement" else Cover.VENDOR_FILLS
    lines = [
        (Cover.WHO_ASKS, coalition or Cover.SOMEBODY_ASKS.say(language)),
        (Cover.QUESTIONNAIRE, f"{questionnaire.questionnaire} {questionnaire.version}"),
        (Cover.WHO_FILLS, who.say(language)),
        (Cover.BY_WHEN, due.isoformat() if due else Cover.AS_AGREED.say(language)),
        *_further(draft),
        *((Cover.HOW if number == 0 else None, step) for number, step in enumerate(_steps(draft))),
        (Cover.NEXT, Cover.NEXT_SAYS.say(language)),
    ]
    named = [(label.say(language) if label else "", text) for label, text in lines]
    return _labelled(sheet, 5, named, look) + 1


def _steps(draft: Draft) -> tuple[str, ...]:
    language = draft.language
    columns = {name: Column[name.upper()].header(language) for name in ("answer", "comment", "evidence", "status")}
    return (
        Cover.STEP_1.say(language, sheet=draft.questions_sheet, **columns),
        Cover.STEP_2.say(language),
        Cover.STEP_3.say(language, not_applicable=not_applicable_word(language)),
        *(step.say(language) for step in (Cover.STEP_4, Cover.STEP_5, Cover.STEP_6)),
    )


def _further(draft: Draft) -> list[tuple[Phrase | None, str]]:
    """Return what a workbook that is not a plain template has to say of itself, in labelled lines."""
    language, further = draft.language, draft.further
    word, sheet = Renewal.CONFIRMED.say(language), Sheets.FAULTS.say(language)
    headers = {name: Column[name.upper()].header(language) for name in ("mend", "again", "confirm", "asked", "reply")}
    said: list[tuple[Phrase | None, str]] = []
    if further.faults:
        text = Mending.FAULTS_SAY.say(language, count=len(further.faults), sheet=sheet, **headers)
        said.append((Mending.FAULTS, text))
    if further.part is not None:
        count = len(draft.questionnaire.questions) - len(draft.elsewhere)
        text = Parts.PART_SAYS.say(language, part=further.part.name, count=count, all=further.part.whole)
        elsewhere = Parts.ELSEWHERE_SAYS.say(language, count=len(draft.elsewhere)) if draft.elsewhere else ""
        said.append((Parts.PART, " ".join(filter(None, (text, elsewhere, Parts.DATE_SAYS.say(language))))))
    to_confirm = sum(bool(earlier.digest) for earlier in further.earlier.values())
    anew = sum(not earlier.digest and earlier.shown != "" for earlier in further.earlier.values())
    hints = len(further.earlier) - to_confirm - anew
    lines = [
        Renewal.FILLED.say(language, count=further.kept, source=further.source) if further.kept else "",
        Renewal.TO_CONFIRM.say(language, count=to_confirm, confirmed=word, **headers) if to_confirm else "",
        Renewal.TO_ANSWER_ANEW.say(language, count=anew) if anew else "",
        Renewal.HINTS.say(language, count=hints, **headers) if hints else "",
    ]
    if any(lines):
        said.append((Renewal.EARLIER, " ".join(filter(None, lines))))
    if further.threads:
        said.append((Renewal.THREADS, Renewal.THREADS_SAY.say(language, count=len(further.threads), **headers)))
    return said


def _labelled(sheet: Worksheet, row: int, lines: Iterable[tuple[str, str]], look: Look) -> int:
    for name, text in lines:
        put(cell(sheet, row, 2), name)
        look.text(cell(sheet, row, 2), quiet=True, size=10)
        put(cell(sheet, row, 3), text)
        look.text(cell(sheet, row, 3))
        set_height(sheet, row, {3: text})
        row += 1
    return row


def _cover_fields(sheet: Worksheet, row: int, draft: Draft, subject: tuple[str, str]) -> int:
    look = draft.look
    for name, value in zip(COVER_FIELDS, (*subject, *draft.further.completed_by, ""), strict=True):
        put(cell(sheet, row, 2), name.say(draft.language))
        look.text(cell(sheet, row, 2), bold=True)
        field = cell(sheet, row, 3)
        look.writable(field, strong=True)
        if value:
            put(field, value)
        if name is Cover.DATE:
            field.number_format = "yyyy-mm-dd"
        sheet.row_dimensions[row].height = 18
        row += 1
    return row + 1


def _cover_progress(sheet: Worksheet, row: int, draft: Draft) -> int:
    questionnaire, look, language = draft.questionnaire, draft.look, draft.language
    for column, text in ((2, Cover.PROGRESS.say(language)), (3, ""), (4, Cover.ANSWERED.say(language)), (5, "")):
        put(cell(sheet, row, column), text)
        look.header(cell(sheet, row, column))
    rows, status = row_of(questionnaire), draft.places.letter(Column.STATUS)
    areas = [
        (
            Cover.ALL_SECTIONS.say(language),
            f"{draft.reference}!${status}${HEADER_ROW + 1}:${status}${max(rows.values())}",
        )
    ]
    for section in questionnaire.sections:
        if draft.elsewhere.issuperset(question.id for question in section.questions):
            continue
        first, last = rows[section.questions[0].id], rows[section.questions[-1].id]
        areas.append((say(section.title, language), f"{draft.reference}!${status}${first}:${status}${last}"))
    for number, (title, area) in enumerate(areas):
        row += 1
        put(cell(sheet, row, 2), title)
        for column, formula in _progress(area, language).items():
            cell(sheet, row, column).value = f"={formula}"
        for column in range(2, 6):
            look.text(cell(sheet, row, column), bold=number == 0)
            look.underline(cell(sheet, row, column))
        cell(sheet, row, 3).font = look.font(name=MONO, colour=look.accent)
        cell(sheet, row, 5).number_format = "0%"
        set_height(sheet, row, {2: title})
    row += 1
    waiting = f"COUNTIF({areas[0][1]},{quoted(Status.UNCLEAR.say(language))})"
    note = cell(sheet, row, 3)
    note.value = f'=IF({waiting}=0,"",{_joined(Cover.MORE_DEPEND, language, count=waiting)})'
    look.text(note, quiet=True)
    return row + 2


def _progress(area: str, language: str) -> dict[int, str]:
    """Return the formulas of an area's bar, count and share, by column."""
    needed, done, not_needed, unclear = (quoted(word.say(language)) for word in Status)
    answered = f"COUNTIF({area},{done})"
    # As the import counts: what is not yet clear is said apart.
    asked = f"({answered}+COUNTIF({area},{needed}))"
    bar = f"ROUND(30*{answered}/{asked},0)"
    none = f"IF(COUNTIF({area},{unclear})>0,{unclear},{not_needed})"
    return {
        3: f'IF({asked}=0,"",REPT("█",{bar})&REPT("░",30-{bar}))',
        4: f"IF({asked}=0,{none},{_joined(Cover.DONE_OF_ASKED, language, done=answered, asked=asked)})",
        5: f'IF({asked}=0,"",ROUNDDOWN({answered}/{asked},2))',
    }


def _joined(phrase: Phrase, language: str, **formulas: str) -> str:
    """Return the formula that joins a phrase's words with the results of formulas in the place of its braces."""
    marked = phrase.say(language, **{name: f"\0{name}\0" for name in formulas})
    parts = [formulas[part] if index % 2 else quoted(part) for index, part in enumerate(marked.split("\0"))]
    return "&".join(part for part in parts if part != quoted(""))


def _cover_legend(sheet: Worksheet, row: int, draft: Draft) -> int:
    look, language = draft.look, draft.language
    meanings = {
        Status.NEEDED: Cover.NEEDED_MEANS,
        Status.DONE: Cover.DONE_MEANS,
        Status.NOT_NEEDED: Cover.NOT_NEEDED_MEANS,
        Status.UNCLEAR: Cover.UNCLEAR_MEANS,
    }
    put(cell(sheet, row, 2), Cover.LEGEND.say(language))
    look.text(cell(sheet, row, 2), bold=True)
    said = [(word.say(language), meaning.say(language)) for word, meaning in meanings.items()]
    row = _labelled(sheet, row + 1, said, look)
    for offset, word in enumerate(meanings):
        colour = getattr(look, STATUS_COLOURS[word])
        cell(sheet, row - len(meanings) + offset, 2).font = look.font(bold=True, colour=colour)
    return row
