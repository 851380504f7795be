"""Reads a filled workbook: every fault at once, each with its cell and its remedy; nothing is half read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from vendorrisk.capture.evidence import EvidenceFolder
from vendorrisk.capture.grid import Cell, Sheet
from vendorrisk.capture.options import not_applicable_word
from vendorrisk.capture.quantities import Unreadable
from vendorrisk.capture.text import clean, fold, quote
from vendorrisk.capture.values import Reading, read_value
from vendorrisk.capture.workbook_declared import Declared, read_cover
from vendorrisk.capture.workbook_format import shows_percent
from vendorrisk.capture.workbook_layout import Column, text_hash
from vendorrisk.capture.workbook_notices import notice_cells, notice_hidden, notice_notes, notice_sheets
from vendorrisk.capture.workbook_open import (
    Identity,
    cell_text,
    cell_value,
    read_identity,
    shown,
    written,
)
from vendorrisk.capture.workbook_rows import (
    Findings,
    Line,
    Placing,
    find_header,
    headers_twice,
    merged_answers,
)
from vendorrisk.capture.worker import open_book
from vendorrisk.model.answer import Answer, Evidence, Source
from vendorrisk.model.base import Pin
from vendorrisk.model.fault import Fault
from vendorrisk.model.language import ENGLISH, Language, Said
from vendorrisk.model.questionnaire import Question, Questionnaire
from vendorrisk.phrases.reading import Import
from vendorrisk.phrases.workbook import Sheets

_NEEDED = (Column.ID, Column.QUESTION, Column.ANSWER, Column.COMMENT, Column.EVIDENCE)


@dataclass(frozen=True)
class WorkbookReading:
    """Everything that a workbook says. With a fault in it, nothing of it may be saved."""

    name: str
    declared: Declared
    """What the cover says."""
    language: Language
    """The language that it was written in."""
    answers: dict[str, Answer]
    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...]
    evidence: dict[str, bytes]
    """Files named as evidence and found beside the workbook, by SHA-256."""
    cells: dict[str, str]
    """The answer cell of each question, such as ``Questions!E14``, filled or not."""


def identify_workbook(data: bytes, name: str = "the workbook") -> tuple[str, str, str]:
    """Return id, version and meaning digest of the questionnaire that a workbook answers.

    Raises :class:`RefusedInput` if it is unsafe, damaged, or none of this program's workbooks.
    """
    identity = read_identity(open_book(data, name), name)
    return identity.questionnaire, identity.version, identity.digest


def read_workbook(  # noqa: PLR0913  what to read, against what, and who reads it when
    data: bytes,
    name: str,
    *,
    questionnaire: Questionnaire,
    pin: Pin,
    recorder: str,
    at: dt.datetime,
    evidence_folder: Path | None = None,
    languages: Sequence[Language] = (ENGLISH,),
) -> WorkbookReading:
    """Return the answers of a filled template, and all faults.

    ``name`` is the file's name, for messages and sources; ``evidence_folder`` holds the files that the workbook names.
    ``languages`` are those that workbooks are written in; its own is recorded in it.
    Raises :class:`RefusedInput` if the file is unsafe, damaged, or none of this program's workbooks.
    """
    name = clean(name)
    book = open_book(data, name)
    identity = read_identity(book, name)
    spoken = [*(each for each in languages if each == identity.language), *languages, ENGLISH]
    language = spoken[0] if spoken[0] == identity.language else ENGLISH
    folder = EvidenceFolder(evidence_folder, language=language)
    reader = _Reader(name, questionnaire, pin, identity, folder, at, language, spoken, Findings(language))
    if what := _other_content(identity, pin):
        mend = Import.ASK_FRESH_AND_COPY.of(questionnaire=pin.id)
        reader.findings.fault(what[0], name, what[1], mend)
    else:
        cover = book.sheet(*map(Sheets.COVER.say, spoken))
        reader.declared = read_cover(cover, reader.findings, name, spoken)
        reader.read_questions(book.sheet(*map(Sheets.QUESTIONS.say, spoken)), recorder)
        notice_sheets(reader.findings, book, name, spoken)
    return reader.reading()


def _other_content(identity: Identity, pin: Pin) -> tuple[str, Said] | None:
    """Return code and words of the fault that a workbook was made for other content; None if it was not."""
    if identity.questionnaire != pin.id:
        what = Import.OTHER_QUESTIONNAIRE.of(found=quote(identity.questionnaire), wanted=quote(pin.id))
        return "other-questionnaire", what
    if identity.digest == pin.digest:
        return None
    if identity.version == pin.version:
        return "other-version", Import.SAME_VERSION.of(questionnaire=pin)
    facts = {"questionnaire": pin.id, "version": identity.version, "current": pin.version}
    return "other-version", Import.OTHER_VERSION.of(**facts)


@dataclass
class _Reader:
    """Collects what one workbook says."""

    name: str
    questionnaire: Questionnaire
    pin: Pin
    identity: Identity
    evidence: EvidenceFolder
    at: dt.datetime
    language: Language
    """The workbook's own; English where its own is unknown by now."""
    languages: Sequence[Language]
    """All that its sheets and columns may be named in; its own first."""
    findings: Findings
    answers: dict[str, Answer] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)
    declared: Declared = field(default_factory=Declared)

    def reading(self) -> WorkbookReading:
        doubtful = {fault.question for fault in self.findings.faults}
        return WorkbookReading(
            self.name,
            self.declared,
            self.language,
            {name: answer for name, answer in self.answers.items() if name not in doubtful},
            tuple(self.findings.faults),
            tuple(self.findings.warnings),
            self.evidence.contents,
            self.cells,
        )

    def read_questions(self, sheet: Sheet | None, recorder: str) -> None:
        title = Sheets.QUESTIONS.say(self.language)
        if sheet is None:
            what = Import.SHEET_MISSING.of(sheet=title)
            self.findings.fault("sheet-missing", self.name, what, Import.NAME_SHEET.of(sheet=title))
            return
        if sheet.state != "visible":
            what = Import.SHEET_HIDDEN.of(sheet=title)
            self.findings.fault("sheet-hidden", sheet.title, what, Import.SHOW_SHEET.of())
        cells = sheet.filled_in()
        header, columns = find_header(cells, self.languages)
        for text, first, second in headers_twice(cells.get(header, {}), self.languages):
            what = Import.COLUMN_TWICE.of(column=text, first=first, second=second)
            self.findings.fault("column-twice", f"{sheet.title}!{second}", what, Import.DELETE_ONE.of())
        missing = [column.header(self.language) for column in _NEEDED if column not in columns]
        if missing:
            what = Import.COLUMNS_MISSING.of(sheet=title, columns=", ".join(missing))
            self.findings.fault("column-missing", sheet.title, what, Import.RESTORE_COLUMN.of())
            return
        self._read_rows(sheet, {row: found for row, found in cells.items() if row > header}, columns, recorder)

    def _read_rows(
        self,
        sheet: Sheet,
        cells: Mapping[int, Mapping[int, Cell]],
        columns: Mapping[Column, int],
        recorder: str,
    ) -> None:
        placing = Placing(self.questionnaire, self.identity, self.pin, self.findings, sheet.title)
        merged = merged_answers(sheet, columns[Column.ANSWER])
        texts = {row: text_hash(shown(found.get(columns[Column.QUESTION]))) for row, found in cells.items()}
        respondent = self.declared.respondent
        source = Source(channel="workbook", recorder=recorder, at=self.at, respondent=respondent, file=self.name)
        for row, found in cells.items():
            line = Line(row, sheet, columns, {column: found.get(number) for column, number in columns.items()})
            question = placing.question_of(line, texts)
            if question is not None and row in merged:
                what, where = Import.MERGED.of(cells=merged[row]), line.where(Column.ANSWER)
                self.findings.fault("merged", where, what, Import.UNMERGE.of(), question=question.id)
            elif question is not None and any(cell and sheet.filled_by_formula(cell) for cell in line.cells.values()):
                what, where = Import.FILLED_BY_FORMULA.of(question=question.id), line.where(Column.ANSWER)
                self.findings.fault("formula", where, what, Import.TYPE_VALUES.of(), question=question.id)
            elif question is not None:
                self._read_answer(line, question, source)
        placing.report_missing(sheet.title)
        notice_cells(self.findings, sheet, cells, set(columns.values()))
        notice_hidden(self.findings, sheet, set(placing.seen.values()), columns, self.language)
        notice_notes(self.findings, sheet, set(placing.seen.values()), columns[Column.ANSWER])

    def _read_answer(self, line: Line, question: Question, source: Source) -> None:
        before = len(self.findings.faults)
        self.cells[question.id] = line.where(Column.ANSWER)
        reading = self._value(line, question)
        comment = self._text(line, Column.COMMENT, question)
        named = self._text(line, Column.EVIDENCE, question)
        evidence = self._evidence(line, named, question)
        if len(self.findings.faults) > before or reading is None:
            return
        where, not_applicable = line.where(Column.ANSWER), fold(not_applicable_word(self.language))
        if reading.blank:
            if comment or evidence:
                what, mend = Import.NO_ANSWER.of(question=question.id), Import.ANSWER_TOO.of()
                found = comment or named
                self.findings.warn("comment-without-answer", where, what, mend, question=question.id, found=found)
            return
        if reading.not_applicable and not comment:
            word = not_applicable_word(self.language)
            what, mend = Import.REASON_MISSING.of(question=question.id, not_applicable=word), Import.WRITE_REASON.of()
            self.findings.fault("reason-missing", line.where(Column.COMMENT), what, mend, question=question.id)
            return
        if reading.value is not None and fold(comment).startswith(("n/a", "not applicable", not_applicable)):
            what, mend = Import.COMMENT_DISAGREES.of(question=question.id), Import.MEND_EITHER.of()
            self.findings.warn("comment-disagrees", line.where(Column.COMMENT), what, mend, question=question.id)
        self.answers[question.id] = Answer(
            value=reading.value,
            not_applicable=reading.not_applicable,
            comment=comment,
            evidence=evidence,
            source=source.model_copy(update={"cell": where, "note": reading.note}),
        )

    def _value(self, line: Line, question: Question) -> Reading | None:
        cell = line.cells.get(Column.ANSWER)
        try:
            raw = cell_value(cell)
            share = cell is not None and shows_percent(cell.number_format, raw)
            return read_value(question, raw, language=self.language, percent_format=share)
        except Unreadable as problem:
            where, found = line.where(Column.ANSWER), written(cell)
            self.findings.fault(problem.code, where, *problem.told(self.language), question=question.id, found=found)
            return None

    def _text(self, line: Line, column: Column, question: Question) -> str:
        cell = line.cells.get(column)
        try:
            return cell_text(cell)
        except Unreadable as problem:
            where, found = line.where(column), written(cell)
            self.findings.fault(problem.code, where, *problem.told(self.language), question=question.id, found=found)
            return ""

    def _evidence(self, line: Line, named: str, question: Question) -> tuple[Evidence, ...]:
        where = line.where(Column.EVIDENCE)
        reading = self.evidence.read(named, self.at.date())
        for code, what, mend in reading.faults:
            self.findings.fault(code, where, what, mend, question=question.id, found=named)
        for code, what, mend in reading.warnings:
            self.findings.warn(code, where, what, mend, question=question.id, found=named)
        return tuple(reading.items)
