"""The questions sheet: a row per question, under a band per section."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.worksheet import Worksheet

from vendorrisk.capture.options import not_applicable_word
from vendorrisk.capture.values import write_value
from vendorrisk.capture.workbook_layout import (
    HEADER_ROW,
    Column,
    put,
)
from vendorrisk.capture.workbook_style import Look, fill, landscape, protect, set_height
from vendorrisk.model.answer import Answer
from vendorrisk.model.base import say
from vendorrisk.model.glossary import Entry
from vendorrisk.model.questionnaire import Question, Questionnaire, QuestionType
from vendorrisk.phrases.workbook import EvidenceKinds, How, Sheets, Status
from vendorrisk.rules.excel import Logic, quoted
from vendorrisk.rules.values import label, show_number

_WIDTHS: Final = {
    Column.ID: 21,
    Column.QUESTION: 44,
    Column.GUIDANCE: 44,
    Column.HOW: 22,
    Column.ANSWER: 28,
    Column.COMMENT: 30,
    Column.EVIDENCE: 30,
    Column.STATUS: 15,
}
STATUS_COLOURS: Final = {
    Status.DONE: "good",
    Status.NEEDED: "accent",
    Status.NOT_NEEDED: "quiet",
    Status.UNCLEAR: "doubt",
}


@dataclass(frozen=True)
class Draft:
    """What every sheet of a workbook is written from."""

    questionnaire: Questionnaire
    look: Look
    language: str
    evidence: Mapping[str, str] = field(default_factory=dict)
    """What the minimum criteria ask for as evidence, by question, as a sentence."""
    terms: Mapping[str, Entry] = field(default_factory=dict)
    """The glossary's entries that the questions name, by id, in the order of their sheet."""

    @property
    def questions_sheet(self) -> str:
        """The name of the sheet of questions."""
        return Sheets.QUESTIONS.say(self.language)

    @property
    def reference(self) -> str:
        """The name of that sheet as formulas write it."""
        return f"'{self.questions_sheet}'"


def cell(sheet: Worksheet, row: int, column: int) -> Cell:
    """Return a cell, which is none of a merged area."""
    found = sheet.cell(row, column)
    assert isinstance(found, Cell)  # noqa: S101  these sheets merge nothing
    return found


def row_of(questionnaire: Questionnaire) -> dict[str, int]:
    """Return the row of each question on the questions sheet, and of each section's band under the section's id."""
    rows: dict[str, int] = {}
    row = HEADER_ROW
    for section in questionnaire.sections:
        row += 1
        rows[section.section] = row
        row += 1
        for question in section.questions:
            row += 1
            rows[question.id] = row
    return rows


def write_questions(sheet: Worksheet, draft: Draft, logic: Logic, answers: Mapping[str, Answer]) -> None:
    """Write one row per question, under a band per section."""
    questionnaire, look, language = draft.questionnaire, draft.look, draft.language
    for column, width in _WIDTHS.items():
        sheet.column_dimensions[column.letter].width = width
    sheet.column_dimensions[Column.GUIDANCE.letter].outlineLevel = 1
    title = cell(sheet, 1, 1)
    put(title, say(questionnaire.title, language))
    look.title(title, size=12)
    sheet.row_dimensions[1].height = 22
    for column in Column:
        head = cell(sheet, HEADER_ROW, column)
        put(head, column.header(language))
        look.header(head)
    sheet.row_dimensions[HEADER_ROW].height = 20
    rows = row_of(questionnaire)
    for section in questionnaire.sections:
        row = rows[section.section]
        _band(sheet, row, say(section.title, language), look)
        intro = cell(sheet, row + 1, Column.QUESTION)
        put(intro, say(section.intro, language))
        look.text(intro, quiet=True)
        set_height(sheet, row + 1, {Column.QUESTION: say(section.intro, language)})
        for question in section.questions:
            _question(sheet, rows[question.id], question, answers.get(question.id), draft)
            status = cell(sheet, rows[question.id], Column.STATUS)
            status.value = logic.status(question, f"$F${rows[question.id]}")
            look.text(status, size=9)
    last = max(rows.values())
    _status_colours(sheet, last, draft)
    sheet.freeze_panes = f"A{HEADER_ROW + 1}"
    # Rows can be filtered, as by status, on the protected sheet; sorting them would part answers from questions.
    sheet.auto_filter.ref = f"A{HEADER_ROW}:{Column.STATUS.letter}{last}"
    sheet.protection.autoFilter = False
    landscape(sheet, Column.STATUS.letter, last, f"1:{HEADER_ROW}", language)
    protect(sheet)


def _band(sheet: Worksheet, row: int, title: str, look: Look) -> None:
    for column in Column:
        cell(sheet, row, column).fill = fill(look.shade)
    head = cell(sheet, row, Column.ID)
    put(head, title)
    look.title(head, size=11)
    sheet.row_dimensions[row].height = 21


def _question(sheet: Worksheet, row: int, question: Question, answer: Answer | None, draft: Draft) -> None:
    look, language = draft.look, draft.language
    texts = {
        Column.ID: question.id,
        Column.QUESTION: say(question.ask, language),
        Column.GUIDANCE: _guidance(question, draft),
        Column.HOW: how_to_answer(question, language),
    }
    for column, text in texts.items():
        shown = cell(sheet, row, column)
        put(shown, text)
        look.text(shown, quiet=column is not Column.QUESTION)
        look.underline(shown)
    look.id(cell(sheet, row, Column.ID))
    cell(sheet, row, Column.QUESTION).comment = _note(question, language)
    for column in (Column.ANSWER, Column.COMMENT, Column.EVIDENCE):
        look.writable(cell(sheet, row, column), strong=column is Column.ANSWER)
    if question.type is QuestionType.DATE:
        cell(sheet, row, Column.ANSWER).number_format = "yyyy-mm-dd"
    look.underline(cell(sheet, row, Column.STATUS))
    if answer is not None:
        texts |= _answer(sheet, row, question, answer, language)
    # Ids break where they must, so they need no more height than their one or two lines.
    set_height(sheet, row, {column: text for column, text in texts.items() if column is not Column.ID} | {1: "x\nx"})


def _guidance(question: Question, draft: Draft) -> str:
    """Return the help, what evidence is asked for, and which of its words the glossary explains."""
    named = [say(draft.terms[term].term, draft.language) for term in question.terms if term in draft.terms]
    terms = How.TERMS.say(draft.language, terms="; ".join(named)) if named else ""
    return "\n".join(filter(None, (say(question.help, draft.language), draft.evidence.get(question.id, ""), terms)))


def _answer(sheet: Worksheet, row: int, question: Question, answer: Answer, language: str) -> dict[Column, str]:
    value = not_applicable_word(language) if answer.value is None else write_value(question, answer.value, language)
    evidence = "\n".join(f"{item.name} [{item.issued}]" if item.issued else item.name for item in answer.evidence)
    put(cell(sheet, row, Column.ANSWER), value)
    for column, text in ((Column.COMMENT, answer.comment), (Column.EVIDENCE, evidence)):
        if text:
            put(cell(sheet, row, column), text)
    return {Column.ANSWER: str(value), Column.COMMENT: answer.comment, Column.EVIDENCE: evidence}


def how_to_answer(question: Question, language: str) -> str:
    """Return in a few words what the answer cell takes."""
    if question.options:
        lead = How.ONE_OR_MORE if question.type is QuestionType.MULTI else How.CHOOSE
        lines = [lead.say(language)]
        for option in question.options:
            shown = label(option, language)
            lines.append(f"• {How.ALONE.say(language, option=shown) if option.exclusive else shown}")
    elif question.type is QuestionType.NUMBER:
        lines = [_number(question, language)]
    else:
        lines = [How[question.type.name].say(language)]
    if question.not_applicable == "justify":
        lines.append(How.OR_NOT_APPLICABLE.say(language, not_applicable=not_applicable_word(language)))
    return "\n".join(lines)


def _number(question: Question, language: str) -> str:
    facts: dict[str, str] = {}
    if question.unit is not None:
        facts["unit"] = say(question.unit, language)
    if question.minimum is not None and question.maximum is not None:
        facts |= {"low": show_number(question.minimum), "high": show_number(question.maximum)}
    names = {(): How.NUMBER, ("unit",): How.NUMBER_OF, ("low", "high"): How.NUMBER_BETWEEN}
    return names.get(tuple(facts), How.NUMBER_OF_BETWEEN).say(language, **facts)


def _note(question: Question, language: str) -> Comment:
    parts = [say(question.help, language), How.WHY.say(language, why=say(question.why, language))]
    if question.evidence:
        parts.append(How.EVIDENCE.say(language, kinds=evidence_kinds(question, language)))
    if question.references:
        parts.append("; ".join(f"{name}: {', '.join(ids)}" for name, ids in question.references.items()))
    text = "\n\n".join(parts)
    return Comment(text, "vendorrisk", width=420, height=60 + 17 * sum(1 + len(part) // 62 for part in parts))


def evidence_kinds(question: Question, language: str) -> str:
    """Return the kinds of evidence that would prove an answer, as a list in words."""
    return ", ".join(EvidenceKinds[kind.name].say(language) for kind in question.evidence)


def _rule(formula: str, font: Font, background: PatternFill | None = None) -> Rule:
    style = DifferentialStyle(font=font, fill=background)
    return Rule(type="expression", formula=[formula], dxf=style)


def _status_colours(sheet: Worksheet, last: int, draft: Draft) -> None:
    first, look, language = HEADER_ROW + 1, draft.look, draft.language
    grey = _rule(f"$H{first}={quoted(Status.NOT_NEEDED.say(language))}", Font(color=look.quiet), fill(look.shade))
    sheet.conditional_formatting.add(f"A{first}:H{last}", grey)
    for word, colour in STATUS_COLOURS.items():
        rule = _rule(f"$H{first}={quoted(word.say(language))}", Font(color=getattr(look, colour), bold=True))
        sheet.conditional_formatting.add(f"H{first}:H{last}", rule)
