"""Reads a question's row: the answer with its comment and evidence, a confirmed earlier answer, the vendor's reply."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from vendorrisk.capture.evidence import EvidenceFolder
from vendorrisk.capture.grid import Cell
from vendorrisk.capture.options import not_applicable_word
from vendorrisk.capture.quantities import Raw, Unreadable
from vendorrisk.capture.text import fold, quote
from vendorrisk.capture.values import Reading, read_value
from vendorrisk.capture.workbook_basis import Basis, named
from vendorrisk.capture.workbook_confirm import Confirmations
from vendorrisk.capture.workbook_format import shows_percent
from vendorrisk.capture.workbook_layout import Column, value_hash
from vendorrisk.capture.workbook_open import cell_text, cell_value, written
from vendorrisk.capture.workbook_rows import Findings, Line
from vendorrisk.model.answer import Answer, Evidence, Source
from vendorrisk.model.language import Language
from vendorrisk.model.questionnaire import Question
from vendorrisk.phrases.reading import Import
from vendorrisk.phrases.renewal import Carrying

_TYPED = (Column.ANSWER, Column.COMMENT, Column.EVIDENCE, Column.CONFIRM, Column.REPLY)
_SHOWN = (Column.EARLIER, Column.AGAIN, Column.ASKED)


@dataclass
class AnswerReader:
    """Collects what the rows of one workbook say, row by row."""

    language: Language
    evidence: EvidenceFolder
    today: dt.date
    source: Source
    """Of every answer, but for its cell."""
    basis: Basis
    confirmations: Confirmations
    findings: Findings
    answers: dict[str, Answer] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)
    confirmed: set[str] = field(default_factory=set)
    """Questions whose earlier answer counts."""
    waiting: list[str] = field(default_factory=list)
    """Where earlier answers are neither confirmed nor answered anew."""
    replies: dict[str, str] = field(default_factory=dict)
    rows: dict[str, dict[Column, Raw]] = field(default_factory=dict)
    """What stands in the cells of each question's row, formulas and errors left out."""

    def read(self, line: Line, question: Question) -> None:
        """Read a row that belongs to a question with certainty."""
        before = len(self.findings.faults)
        self.cells[question.id] = line.where(Column.ANSWER)
        self.rows[question.id] = {
            column: cell.value
            for column in (*_TYPED, *_SHOWN)
            if (cell := line.cells.get(column)) and not cell.formula and not cell.error
        }
        if reply := self._text(line, Column.REPLY, question):
            self.replies[question.id] = reply
        reading = self._value(line, question)
        comment = self._text(line, Column.COMMENT, question)
        clear = len(self.findings.faults) == before
        named = self._text(line, Column.EVIDENCE, question)
        evidence = self._evidence(line, named, question)
        joined = None if reading is None else self.confirmations.join(line, question, reading)
        if not clear or joined is None:
            return
        if joined.waits:
            self.waiting.append(line.where(Column.CONFIRM))
        elif joined.reading.blank:
            self._say_unanswered(line, question, comment or named)
        elif self._is_sound(line, question, joined.reading, comment) and len(self.findings.faults) == before:
            if joined.earlier:
                self.confirmed.add(question.id)
            where = line.where(Column.CONFIRM if joined.earlier else Column.ANSWER)
            self.answers[question.id] = Answer(
                value=joined.reading.value,
                not_applicable=joined.reading.not_applicable,
                comment=comment,
                evidence=evidence,
                source=self.source.model_copy(update={"cell": where, "note": joined.reading.note}),
            )

    def _say_unanswered(self, line: Line, question: Question, beside: str) -> None:
        if beside:
            what, mend, where = Import.NO_ANSWER.of(question=question.id), Import.ANSWER_TOO.of(), Column.ANSWER
            code, name = "comment-without-answer", question.id
            self.findings.warn(code, line.where(where), what, mend, question=name, found=beside)

    def _is_sound(self, line: Line, question: Question, reading: Reading, comment: str) -> bool:
        """Return whether the comment fits the answer: a reason for not applicable there must be."""
        where, word = line.where(Column.COMMENT), not_applicable_word(self.language)
        if reading.not_applicable and not comment:
            what, mend = Import.REASON_MISSING.of(question=question.id, not_applicable=word), Import.WRITE_REASON.of()
            self.findings.fault("reason-missing", where, what, mend, question=question.id)
            return False
        if reading.value is not None and fold(comment).startswith(("n/a", "not applicable", fold(word))):
            what, mend = Import.COMMENT_DISAGREES.of(question=question.id), Import.MEND_EITHER.of()
            self.findings.warn("comment-disagrees", where, what, mend, question=question.id)
        return True

    def say_waiting(self) -> None:
        """Say which earlier answers stay open because nobody confirmed them."""
        if self.waiting:
            what = Carrying.UNCONFIRMED.of(count=len(self.waiting), cells=named(self.waiting))
            self.findings.warn("unconfirmed", self.waiting[0], what)

    def pass_over(self, line: Line, name: str, question: Question | None, earlier: Mapping[str, str]) -> None:
        """Say what stands in a row that is not read: of another part, or of a question that changed or went."""
        cell = line.cells.get(Column.ANSWER)
        where, found = line.where(Column.ANSWER), written(cell)
        if not found:
            return
        if name in self.basis.elsewhere:
            if not self._as_it_went_out(cell, question, earlier.get(name, "")):
                what = Carrying.ELSEWHERE_NOT_READ.of(question=name)
                self.findings.warn("asked-elsewhere", where, what, question=name, found=found)
            return
        said = Carrying.REMOVED if question is None else Carrying.CHANGED_OPEN
        mend = "" if question is None else Carrying.ANSWER_ANEW.of()
        self.findings.warn(
            "not-carried", where, said.of(question=name, answer=quote(found)), mend, question=name, found=found
        )

    def _as_it_went_out(self, cell: Cell | None, question: Question | None, digest: str) -> bool:
        """Return whether a locked cell still holds what stood in it when the workbook was written."""
        if question is None or not digest:
            return False
        try:
            value = read_value(question, cell_value(cell), language=self.language).value
        except Unreadable:
            return False
        return value_hash(question.id, value) == digest

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
        reading = self.evidence.read(named, self.today)
        for code, what, mend in reading.faults:
            self.findings.fault(code, where, what, mend, question=question.id, found=named)
        for code, what, mend in reading.warnings:
            self.findings.warn(code, where, what, mend, question=question.id, found=named)
        return tuple(reading.items)
