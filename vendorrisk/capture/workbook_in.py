"""Reads a filled workbook: every fault at once, each with its cell and its remedy; nothing is half read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from vendorrisk.capture.accepting import Rule
from vendorrisk.capture.evidence import EvidenceFolder
from vendorrisk.capture.grid import Cell, Sheet, letter
from vendorrisk.capture.quantities import Raw
from vendorrisk.capture.text import clean
from vendorrisk.capture.workbook_answers import AnswerReader
from vendorrisk.capture.workbook_basis import Basis, basis_of, other_content
from vendorrisk.capture.workbook_confirm import Confirmations
from vendorrisk.capture.workbook_declared import Declared, read_cover
from vendorrisk.capture.workbook_layout import Column, text_hash
from vendorrisk.capture.workbook_notices import (
    notice_cells,
    notice_hidden,
    notice_notes,
    notice_series,
    notice_sheets,
)
from vendorrisk.capture.workbook_open import Identity, read_identity, shown
from vendorrisk.capture.workbook_rows import Findings, Line, Placing, find_header, headers_twice, merged_answers
from vendorrisk.capture.worker import open_book
from vendorrisk.model.answer import Answer, Source
from vendorrisk.model.base import Pin
from vendorrisk.model.fault import Fault
from vendorrisk.model.language import ENGLISH, Language
from vendorrisk.model.questionnaire import Questionnaire
from vendorrisk.phrases.reading import Import
from vendorrisk.phrases.workbook import Sheets
from vendorrisk.rules.renewal import Changes

_NEEDED = (Column.ID, Column.QUESTION, Column.ANSWER, Column.COMMENT, Column.EVIDENCE)


@dataclass(frozen=True)
class Sent:
    """How a workbook came, cell by cell: what it takes to send it back with its faults marked."""

    columns: Mapping[str, Column] = field(default_factory=dict)
    """What each column of the questions sheet is, by its letter."""
    rows: Mapping[str, Mapping[Column, Raw]] = field(default_factory=dict)
    """What stands in the cells of each question's row, formulas and errors left out."""
    confirmed: frozenset[str] = frozenset()
    """Questions whose earlier answer counts."""
    earlier: Mapping[str, str] = field(default_factory=dict)
    """Digest of each earlier answer that can be confirmed."""
    elsewhere: frozenset[str] = frozenset()
    """Questions that are shown, and asked in another part."""


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
    """The answer cell of each question that it asks, such as ``Questions!E14``, filled or not."""
    changes: Changes = field(default_factory=Changes)
    """In the questionnaire since the version that the workbook was made for."""
    part: str = ""
    """Name of the part that it holds; empty if it holds the whole questionnaire."""
    replies: Mapping[str, str] = field(default_factory=dict)
    """What the vendor wrote to the assessor, by question."""
    sent: Sent = field(default_factory=Sent)


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
    accept: Collection[Rule] = (),
) -> WorkbookReading:
    """Return the answers of a filled template, and all faults.

    ``name`` is the file's name, for messages and sources; ``evidence_folder`` holds the files that the workbook names.
    ``languages`` are those that workbooks are written in; its own is recorded in it. ``accept`` holds the rules by
    which a person lets unclear answers be read.
    Raises :class:`RefusedInput` if the file is unsafe, damaged, or none of this program's workbooks.
    """
    name = clean(name)
    book = open_book(data, name)
    identity = read_identity(book, name)
    spoken = [*(each for each in languages if each == identity.language), *languages, ENGLISH]
    language = spoken[0] if spoken[0] == identity.language else ENGLISH
    folder = EvidenceFolder(evidence_folder, language=language)
    findings, rules = Findings(language, name), frozenset(accept)
    reader = _Reader(name, questionnaire, pin, identity, folder, at, language, spoken, findings, rules)
    if what := other_content(identity, pin):
        mend = Import.ASK_FRESH_AND_COPY.of(questionnaire=pin.id)
        reader.findings.fault(what[0], name, what[1], mend)
    else:
        cover = book.sheet(*map(Sheets.COVER.say, spoken))
        reader.declared = read_cover(cover, reader.findings, name, at.date(), spoken)
        reader.read_questions(book.sheet(*map(Sheets.QUESTIONS.say, spoken)), recorder)
        notice_sheets(reader.findings, book, name, spoken)
    return reader.reading()


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
    accept: frozenset[Rule]
    declared: Declared = field(default_factory=Declared)
    answers: AnswerReader | None = None
    """None until the questions sheet is read."""
    columns: Mapping[Column, int] = field(default_factory=dict)

    def reading(self) -> WorkbookReading:
        said = WorkbookReading(
            self.name,
            self.declared,
            self.language,
            {},
            tuple(self.findings.faults),
            tuple(self.findings.warnings),
            self.evidence.contents,
            {},
        )
        read = self.answers
        if read is None:
            return said
        doubtful = {fault.question for fault in self.findings.faults}
        sent = Sent(
            columns={letter(number): column for column, number in self.columns.items()},
            rows=read.rows,
            confirmed=frozenset(read.confirmed),
            earlier=self.identity.earlier,
            elsewhere=read.basis.elsewhere,
        )
        return replace(
            said,
            answers={name: answer for name, answer in read.answers.items() if name not in doubtful},
            cells=read.cells,
            changes=read.basis.changes,
            part=self.identity.part,
            replies=read.replies,
            sent=sent,
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
        header, self.columns = find_header(cells, self.languages)
        for text, first, second in headers_twice(cells.get(header, {}), self.languages):
            what = Import.COLUMN_TWICE.of(column=text, first=first, second=second)
            self.findings.fault("column-twice", f"{sheet.title}!{second}", what, Import.DELETE_ONE.of())
        missing = [column.header(self.language) for column in self._needed() if column not in self.columns]
        if missing:
            what = Import.COLUMNS_MISSING.of(sheet=title, columns=", ".join(missing))
            self.findings.fault("column-missing", sheet.title, what, Import.RESTORE_COLUMN.of())
            return
        self._read_rows(sheet, {row: found for row, found in cells.items() if row > header}, recorder)

    def _needed(self) -> tuple[Column, ...]:
        """Return the columns that must be there; where earlier answers can be confirmed, those of that, too."""
        confirms = self.identity.earlier.keys() - self.identity.elsewhere
        return (*_NEEDED, Column.EARLIER, Column.CONFIRM) if confirms else _NEEDED

    def _read_rows(self, sheet: Sheet, cells: Mapping[int, Mapping[int, Cell]], recorder: str) -> None:
        columns = self.columns
        basis = basis_of(self.identity, self.questionnaire, self.pin, self.findings, sheet.title)
        placing = Placing(basis.hashes, self.pin, self.findings)
        merged = merged_answers(sheet, columns[Column.ANSWER])
        texts = {row: text_hash(shown(found.get(columns[Column.QUESTION]))) for row, found in cells.items()}
        self.answers = reader = self._answer_reader(basis, recorder)
        questions = {question.id: question for question in self.questionnaire.questions}
        for row, found in cells.items():
            line = Line(row, sheet, columns, {column: found.get(number) for column, number in columns.items()})
            name = placing.question_of(line, texts)
            if name is None:
                continue
            if row in merged:
                what, where = Import.MERGED.of(cells=merged[row]), line.where(Column.ANSWER)
                self.findings.fault("merged", where, what, Import.UNMERGE.of(), question=name)
            elif any(cell and sheet.filled_by_formula(cell) for cell in line.cells.values()):
                what, where = Import.FILLED_BY_FORMULA.of(question=name), line.where(Column.ANSWER)
                self.findings.fault("formula", where, what, Import.TYPE_VALUES.of(), question=name)
            elif name in basis.elsewhere or name in basis.dropped:
                reader.pass_over(line, name, questions.get(name), self.identity.earlier)
            else:
                reader.read(line, questions[name])
        placing.report_missing(sheet.title)
        reader.say_waiting()
        question_rows = set(placing.seen.values())
        notice_cells(self.findings, sheet, cells, set(columns.values()))
        notice_hidden(self.findings, sheet, question_rows, columns, self.language)
        notice_notes(self.findings, sheet, question_rows, columns)
        notice_series(self.findings, sheet, question_rows, columns[Column.ANSWER])

    def _answer_reader(self, basis: Basis, recorder: str) -> AnswerReader:
        respondent = self.declared.respondent
        source = Source(channel="workbook", recorder=recorder, at=self.at, respondent=respondent, file=self.name)
        confirmations = Confirmations(self.identity.earlier, self.languages, self.findings)
        today = self.at.date()
        reads = self.language, self.evidence, today, source, basis, confirmations, self.findings
        return AnswerReader(*reads, self.accept)
