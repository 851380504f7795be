"""Writes the workbook that a vendor fills: visible sheets, live status, hidden identity."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.workbook.properties import CalcProperties
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from vendorrisk.capture.faults_out import list_faults
from vendorrisk.capture.options import not_applicable_spellings, not_applicable_word, spellings
from vendorrisk.capture.text import alphabetical, fold
from vendorrisk.capture.workbook_changes import write_changes
from vendorrisk.capture.workbook_cover import write_cover
from vendorrisk.capture.workbook_criteria import asked_evidence, write_criteria
from vendorrisk.capture.workbook_further import Further
from vendorrisk.capture.workbook_glossary import write_glossary
from vendorrisk.capture.workbook_identity import write_identity
from vendorrisk.capture.workbook_layout import IDENTITY, LISTS, LOGIC, Column, deterministic, put
from vendorrisk.capture.workbook_sheets import Draft, row_of, write_questions
from vendorrisk.capture.workbook_style import Look, base_font, cell, protect
from vendorrisk.model.answer import MAX_ANSWER_CHARACTERS, Answer
from vendorrisk.model.base import Pin, say
from vendorrisk.model.glossary import Entry
from vendorrisk.model.policy import Criterion
from vendorrisk.model.questionnaire import Question, Questionnaire, QuestionType
from vendorrisk.phrases.renewal import Renewal
from vendorrisk.phrases.workbook import How, Sheets, Status
from vendorrisk.rules.excel import Layout, Spellings, quoted, write_logic
from vendorrisk.rules.values import label


def write_template(  # noqa: PLR0913  each says one thing about the workbook
    questionnaire: Questionnaire,
    pin: Pin,
    *,
    vendor_name: str = "",
    product_name: str = "",
    coalition: str = "",
    due: dt.date | None = None,
    criteria: Sequence[Criterion] = (),
    terms: Iterable[Entry] = (),
    answers: Mapping[str, Answer] | None = None,
    further: Further | None = None,
    language: str = "en",
    theme: Mapping[str, Any] | None = None,
) -> bytes:
    """Return a workbook (.xlsx) to fill in; equal arguments give equal bytes.

    ``criteria`` are shown in plain words on their own sheet, ``terms`` are the glossary's entries that the questions
    name; ``answers`` are filled in already, and ``further`` is what it holds beyond that. Of a part, the
    ``questionnaire`` holds only what is shown, and ``pin`` is that of the whole.
    """
    words = sorted(terms, key=lambda entry: alphabetical(say(entry.term, language)))
    explained = {entry.id: entry for entry in words}
    asked_for = asked_evidence(criteria, language)
    draft = Draft(questionnaire, Look(theme or {}), language, asked_for, explained, further or Further())
    workbook = Workbook()
    base_font(workbook)
    cover = workbook.active
    assert isinstance(cover, Worksheet)  # noqa: S101  a new workbook has one sheet
    cover.title = Sheets.COVER.say(language)
    questions = workbook.create_sheet(draft.questions_sheet)
    if criteria:
        write_criteria(workbook.create_sheet(Sheets.CRITERIA.say(language)), draft, criteria)
    if draft.further.listed:
        _write_listed(workbook.create_sheet(Sheets.FAULTS.say(language), 1), draft)
    if draft.further.changes:
        write_changes(workbook.create_sheet(Sheets.CHANGES.say(language)), draft)
    if explained:
        write_glossary(workbook.create_sheet(Sheets.GLOSSARY.say(language)), draft)
    lists = _Lists(workbook.create_sheet(LISTS), language)
    rows = row_of(questionnaire)
    logic = write_logic(questionnaire, _layout(draft, rows, lists))
    _write_rows(workbook.create_sheet(LOGIC), logic.rows)
    _write_counted(workbook[LOGIC], draft, rows)
    write_identity(workbook.create_sheet(IDENTITY), draft, pin, answers or {})
    write_questions(questions, draft, logic, answers or {})
    _validate(questions, draft, rows, lists)
    write_cover(cover, draft, coalition=coalition, subject=(vendor_name, product_name), due=due)
    for name in (LISTS, LOGIC, IDENTITY):
        workbook[name].sheet_state = "hidden"
        protect(workbook[name])
    workbook.calculation = CalcProperties(fullCalcOnLoad=True)
    out = io.BytesIO()
    workbook.save(out)
    return deterministic(out.getvalue())


def _layout(draft: Draft, rows: Mapping[str, int], lists: _Lists) -> Layout:
    """Return where the formulas find what they judge."""
    questionnaire, language = draft.questionnaire, draft.language
    written = {q.id: draft.place(Column.ANSWER, rows[q.id]) for q in questionnaire.questions}
    counted = {name: f"'{LOGIC}'!$I${row}" for row, name in enumerate(_confirmable(draft), 1)}
    return Layout(
        answers=written | counted,
        formats=written,
        spellings={q.id: lists.spellings(q) for q in _asked_with_options(questionnaire)},
        not_applicable=lists.column(sorted({*not_applicable_spellings(language), "n.a.", "n/a."})),
        sheet=LOGIC,
        words=tuple(word.say(language) for word in Status),
    )


def _asked_with_options(questionnaire: Questionnaire) -> list[Question]:
    """Return the questions with options that some condition asks about."""
    conditions = [question.show_when for question in questionnaire.questions if question.show_when is not None]
    asked = {leaf.question for condition in conditions for leaf in condition.leaves()}
    return [question for question in questionnaire.questions if question.options and question.id in asked]


class _Lists:
    """The hidden sheet of lists: dropdowns, and the spellings that formulas look for; equal columns stand once."""

    def __init__(self, sheet: Worksheet, language: str) -> None:
        self._sheet = sheet
        self._language = language
        self._columns: dict[tuple[str | int, ...], str] = {}

    def column(self, values: Sequence[str | int]) -> str:
        """Return the range that holds these values."""
        key = tuple(values)
        if key not in self._columns:
            number = len(self._columns) + 1
            for row, value in enumerate(key, 1):
                put(cell(self._sheet, row, number), value)
            letter = get_column_letter(number)
            self._columns[key] = f"'{LISTS}'!${letter}$1:${letter}${len(key)}"
        return self._columns[key]

    def dropdown(self, question: Question) -> str:
        """Return the range with a question's labels, and N/A where it is allowed."""
        extra = [not_applicable_word(self._language)] if question.not_applicable == "justify" else []
        return self.column([*(label(option, self._language) for option in question.options), *extra])

    def spellings(self, question: Question) -> Spellings:
        """Return the ranges with every spelling of a question's options and its rank."""
        found = dict(spellings(question, self._language))
        for option in question.options:
            shown = " ".join(label(option, self._language).lower().split())
            if fold(shown) in found:
                found.setdefault(shown, found[fold(shown)])
        ranks = [question.option_ids.index(option) + 1 for option in found.values()]
        return Spellings(self.column(list(found)), self.column(ranks))


def _write_rows(sheet: Worksheet, rows: Sequence[Sequence[str]]) -> None:
    for number, row in enumerate(rows, 1):
        for column, text in enumerate(row, 1):
            if text.startswith("="):
                cell(sheet, number, column).value = text
            elif text:
                put(cell(sheet, number, column), int(text) if text.isdigit() else text)


def _write_listed(sheet: Worksheet, draft: Draft) -> None:
    further, language = draft.further, draft.language
    asks = {question.id: say(question.ask, language) for question in draft.questionnaire.questions}
    list_faults(sheet, further.listed, further.listed_of, draft.look, asks=asks, language=language)


def _confirmable(draft: Draft) -> list[str]:
    """Return the questions whose earlier answer can be confirmed, in the order of the questionnaire."""
    earlier = draft.further.earlier
    return [q.id for q in draft.questionnaire.questions if q.id in earlier and earlier[q.id].digest]


def _write_counted(sheet: Worksheet, draft: Draft, rows: Mapping[str, int]) -> None:
    """Write which answer counts where an earlier one can be confirmed: the typed one, else the confirmed one."""
    for row, name in enumerate(_confirmable(draft), 1):
        columns = (Column.ANSWER, Column.CONFIRM, Column.EARLIER)
        answer, confirm, earlier = (draft.place(column, rows[name]) for column in columns)
        word = quoted(Renewal.CONFIRMED.say(draft.language).casefold())
        confirmed = f'IF(IFERROR(LOWER(TRIM({confirm})),"")={word},{earlier},"")'
        cell(sheet, row, 9).value = f"=IF(ISBLANK({answer}),{confirmed},{answer})"


def _validate(sheet: Worksheet, draft: Draft, rows: Mapping[str, int], lists: _Lists) -> None:
    """Offer lists where one option is chosen, and keep long texts from being typed for nothing."""
    found: dict[str, DataValidation] = {}
    language = draft.language
    length = DataValidation(
        type="textLength",
        operator="lessThanOrEqual",
        formula1=str(MAX_ANSWER_CHARACTERS),
        showErrorMessage=True,
        errorTitle=How.TOO_LONG.say(language),
        error=How.TOO_LONG_SAYS.say(language, count=f"{MAX_ANSWER_CHARACTERS:,}"),
    )
    words = (QuestionType.TEXT, QuestionType.LIST, QuestionType.MULTI, QuestionType.URL)
    letter = draft.places.letter
    for question in draft.questionnaire.questions:
        row = rows[question.id]
        length.add(f"{letter(Column.COMMENT)}{row}")
        if question.type in words:
            length.add(f"{letter(Column.ANSWER)}{row}")
        elif question.options:
            choices = lists.dropdown(question)
            title, said = How.NOT_AN_ANSWER.say(language), How.NOT_AN_ANSWER_SAYS.say(language)
            found.setdefault(choices, _dropdown(choices, title, said)).add(f"{letter(Column.ANSWER)}{row}")
    if confirmable := _confirmable(draft):
        word = Renewal.CONFIRMED.say(language)
        title, said = Renewal.NOT_CONFIRMED.say(language), Renewal.NOT_CONFIRMED_SAYS.say(language, confirmed=word)
        confirm = found["confirm"] = _dropdown(lists.column([word]), title, said)
        for name in confirmable:
            confirm.add(f"{letter(Column.CONFIRM)}{rows[name]}")
    for name in draft.further.threads:
        length.add(f"{letter(Column.REPLY)}{rows[name]}")
    for validation in (*found.values(), length):
        sheet.add_data_validation(validation)


def _dropdown(choices: str, title: str, said: str) -> DataValidation:
    return DataValidation(
        type="list",
        formula1=f"={choices}",
        allow_blank=True,
        showErrorMessage=True,
        errorTitle=title,
        error=said,
    )
