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
from vendorrisk.capture.workbook_further import (
    WIDTHS,
    Further,
    answer_cells,
    lock_row,
    put_cells,
    put_further,
)
from vendorrisk.capture.workbook_layout import HEADER_ROW, Column, Places, put
from vendorrisk.capture.workbook_style import Look, cell, fill, landscape, protect, set_height
from vendorrisk.model.answer import Answer
from vendorrisk.model.base import say
from vendorrisk.model.glossary import Entry
from vendorrisk.model.questionnaire import Question, Questionnaire, QuestionType
from vendorrisk.phrases.renewal import Parts
from vendorrisk.phrases.workbook import EvidenceKinds, How, Sheets, Status
from vendorrisk.rules.excel import Logic, quoted
from vendorrisk.rules.values import label, show_number

_WIDTHS: Final = WIDTHS | {
    Column.ID: 21,
    Column.QUESTION: 44,
    Column.GUIDANCE: 44,
    Column.HOW: 22,
    Column.ANSWER: 28,
    Column.COMMENT: 30,
    Column.EVIDENCE: 30,
    Column.STATUS: 15,
}
_LONGEST_LITERAL: Final = 200
"""Programs take no longer texts within formulas than 255 characters."""
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

    further: Further = field(default_factory=Further)

    @property
    def places(self) -> Places:
        """Where the columns of the questions sheet stand."""
        return self.further.places

    def place(self, column: Column, row: int) -> str:
        """Return a cell of the questions sheet as formulas write it, from any sheet."""
        return f"{self.reference}!${self.places.letter(column)}${row}"

    @property
    def elsewhere(self) -> frozenset[str]:
        """Questions that are shown here and asked in another part."""
        return self.further.part.elsewhere if self.further.part else frozenset()

    @property
    def questions_sheet(self) -> str:
        """The name of the sheet of questions."""
        return Sheets.QUESTIONS.say(self.language)

    @property
    def reference(self) -> str:
        """The name of that sheet as formulas write it."""
        return f"'{self.questions_sheet}'"


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
    questionnaire, look, language, places = draft.questionnaire, draft.look, draft.language, draft.places
    for number, column in enumerate(places.columns, 1):
        sheet.column_dimensions[places.letter(column)].width = _WIDTHS[column]
        put(cell(sheet, HEADER_ROW, number), column.header(language))
        look.header(cell(sheet, HEADER_ROW, number))
    sheet.column_dimensions[places.letter(Column.GUIDANCE)].outlineLevel = 1
    title = cell(sheet, 1, 1)
    put(title, say(questionnaire.title, language))
    look.title(title, size=12)
    sheet.row_dimensions[1].height = 22
    sheet.row_dimensions[HEADER_ROW].height = 20
    rows = row_of(questionnaire)
    for section in questionnaire.sections:
        row = rows[section.section]
        _band(sheet, row, say(section.title, language), draft)
        intro = cell(sheet, row + 1, Column.QUESTION)
        put(intro, say(section.intro, language))
        look.text(intro, quiet=True)
        set_height(sheet, row + 1, {Column.QUESTION: say(section.intro, language)})
        for question in section.questions:
            _question(sheet, rows[question.id], question, answers.get(question.id), draft)
            _status(cell(sheet, rows[question.id], places.number(Column.STATUS)), question, draft, logic)
    last = max(rows.values())
    _status_colours(sheet, last, draft)
    sheet.freeze_panes = f"A{HEADER_ROW + 1}"
    # Rows can be filtered, as by status, on the protected sheet; sorting them would part answers from questions.
    sheet.auto_filter.ref = f"A{HEADER_ROW}:{places.last}{last}"
    sheet.protection.autoFilter = False
    landscape(sheet, places.last, last, f"1:{HEADER_ROW}", language)
    protect(sheet)


def _band(sheet: Worksheet, row: int, title: str, draft: Draft) -> None:
    for column in range(1, len(draft.places.columns) + 1):
        cell(sheet, row, column).fill = fill(draft.look.shade)
    head = cell(sheet, row, Column.ID)
    put(head, title)
    draft.look.title(head, size=11)
    sheet.row_dimensions[row].height = 21


def _status(shown: Cell, question: Question, draft: Draft, logic: Logic) -> None:
    if question.id in draft.elsewhere:
        put(shown, Parts.ELSEWHERE.say(draft.language))
    else:
        said = logic.status(question, f"${draft.places.letter(Column.COMMENT)}${shown.row}")
        shown.value = _until_mended(said, question, draft, shown.row)
    draft.look.text(shown, size=9)
    draft.look.underline(shown)


def _until_mended(status: str, question: Question, draft: Draft, row: int) -> str:
    """Return the formula of a status that says an answer is needed while the cell still holds what was faulty."""
    faulty = draft.further.written.get(question.id, {}).get(Column.ANSWER)
    marked = (question.id, Column.ANSWER) in draft.further.faults
    if not marked or not isinstance(faulty, str) or len(faulty) > _LONGEST_LITERAL or "\n" in faulty:
        return status
    needed, answer = quoted(Status.NEEDED.say(draft.language)), draft.place(Column.ANSWER, row)
    return f"=IF(EXACT({answer},{quoted(faulty)}),{needed},{status.removeprefix('=')})"


def _question(sheet: Worksheet, row: int, question: Question, answer: Answer | None, draft: Draft) -> None:
    look, language, places = draft.look, draft.language, draft.places
    texts = {
        Column.ID: question.id,
        Column.QUESTION: say(question.ask, language),
        Column.GUIDANCE: _guidance(question, draft),
        Column.HOW: how_to_answer(question, language),
    }
    for column, text in texts.items():
        shown = cell(sheet, row, places.number(column))
        put(shown, text)
        look.text(shown, quiet=column is not Column.QUESTION)
        look.underline(shown)
    look.id(cell(sheet, row, Column.ID))
    cell(sheet, row, Column.QUESTION).comment = _note(question, language)
    for column in (Column.ANSWER, Column.COMMENT, Column.EVIDENCE):
        look.writable(cell(sheet, row, places.number(column)), strong=column is Column.ANSWER)
    if question.type is QuestionType.DATE:
        cell(sheet, row, places.number(Column.ANSWER)).number_format = "yyyy-mm-dd"
    if question.id in draft.elsewhere:
        lock_row(sheet, row, places, look)
    if answer is not None:
        texts |= put_cells(sheet, row, answer_cells(question, answer, language), places)
    texts |= put_further(sheet, row, question.id, draft.further, look)
    # Ids break where they must, so they need no more height than their one or two lines.
    whole = {places.number(column): text for column, text in texts.items() if column is not Column.ID}
    set_height(sheet, row, whole | {1: "x\nx"})


def _guidance(question: Question, draft: Draft) -> str:
    """Return the help, what evidence is asked for, and which of its words the glossary explains."""
    named = [say(draft.terms[term].term, draft.language) for term in question.terms if term in draft.terms]
    terms = How.TERMS.say(draft.language, terms="; ".join(named)) if named else ""
    return "\n".join(filter(None, (say(question.help, draft.language), draft.evidence.get(question.id, ""), terms)))


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
    letter = draft.places.letter(Column.STATUS)
    quiet = [Status.NOT_NEEDED.say(language), *([Parts.ELSEWHERE.say(language)] if draft.elsewhere else [])]
    for word in quiet:
        grey = _rule(f"${letter}{first}={quoted(word)}", Font(color=look.quiet), fill(look.shade))
        sheet.conditional_formatting.add(f"A{first}:{letter}{last}", grey)
    for status, colour in STATUS_COLOURS.items():
        word = quoted(status.say(language))
        rule = _rule(f"${letter}{first}={word}", Font(color=getattr(look, colour), bold=True))
        sheet.conditional_formatting.add(f"{letter}{first}:{letter}{last}", rule)
