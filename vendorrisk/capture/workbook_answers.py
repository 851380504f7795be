"""Reads a question's row: the answer with its comment and evidence, a confirmed earlier answer, the vendor's reply."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from vendorrisk.capture.accepting import Rule
from vendorrisk.capture.contradictions import contradicts
from vendorrisk.capture.evidence import EvidenceFolder
from vendorrisk.capture.grid import Cell
from vendorrisk.capture.options import not_applicable_word
from vendorrisk.capture.placeholders import is_no_reason
from vendorrisk.capture.quantities import Raw, Unreadable
from vendorrisk.capture.text import first_of, fold, quote
from vendorrisk.capture.values import Reading, read_value
from vendorrisk.capture.workbook_basis import Basis
from vendorrisk.capture.workbook_confirm import Confirmations
from vendorrisk.capture.workbook_format import shows_percent
from vendorrisk.capture.workbook_layout import TYPED, Column, value_hash
from vendorrisk.capture.workbook_open import cell_text, cell_value, written
from vendorrisk.capture.workbook_rows import Findings, Line
from vendorrisk.model.answer import MAX_ANSWER_CHARACTERS, Answer, Evidence, Source
from vendorrisk.model.language import Language
from vendorrisk.model.questionnaire import Question, QuestionType
from vendorrisk.phrases.reading import Import, Unclear
from vendorrisk.phrases.renewal import Carrying
from vendorrisk.rules.values import show_value

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
    accept: frozenset[Rule] = frozenset()
    """How unclear answers are read."""
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
            for column in (*TYPED, *_SHOWN)
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
        comment = self._commented(line, question, joined.reading, comment)
        if joined.waits:
            self.waiting.append(line.where(Column.CONFIRM))
        elif joined.reading.blank:
            self._say_unanswered(line, question, joined.reading, {Column.COMMENT: comment, Column.EVIDENCE: named})
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

    def _say_unanswered(self, line: Line, question: Question, reading: Reading, beside: Mapping[Column, str]) -> None:
        """Say what stands beside an open question: an answer in the wrong cell is a fault."""
        answer = line.where(Column.ANSWER)
        if reading.note:
            self.findings.warn("read", answer, reading.note, question=question.id)
        for column, text in beside.items():
            if self._is_answer(question, text):
                what = Import.ANSWER_BESIDE.of(question=question.id, value=quote(text))
                mend = Import.MOVE_BESIDE.of(cell=answer.rpartition("!")[2])
                where = line.where(column)
                self.findings.fault("answer-beside", where, what, mend, question=question.id, found=text)
                return
        found = next(filter(None, beside.values()), "")
        if found and not reading.note:
            what, mend = Import.NO_ANSWER.of(question=question.id), Import.ANSWER_TOO.of()
            self.findings.warn("comment-without-answer", answer, what, mend, question=question.id, found=found)

    def _is_answer(self, question: Question, text: str) -> bool:
        """Return whether a text can only be the answer to a question; words are at home in a comment."""
        if question.type in (QuestionType.TEXT, QuestionType.LIST, QuestionType.URL):
            return False
        try:
            return read_value(question, text, language=self.language).value is not None
        except Unreadable:
            return False

    def _commented(self, line: Line, question: Question, reading: Reading, comment: str) -> str:
        """Return the comment with the words of the answer cell that the value does not say."""
        joined = "\n".join(filter(None, (reading.words, comment)))
        if len(joined) > MAX_ANSWER_CHARACTERS:
            what = Unclear.TEXT_TOO_LONG.of(count=f"{len(joined):,}", most=f"{MAX_ANSWER_CHARACTERS:,}")
            where, mend = line.where(Column.COMMENT), Unclear.SHORTEN.of()
            self.findings.fault("too-long", where, what, mend, question=question.id)
        return joined

    def _is_sound(self, line: Line, question: Question, reading: Reading, comment: str) -> bool:
        """Return whether the comment fits the answer: a reason for not applicable there must be."""
        where, word = line.where(Column.COMMENT), not_applicable_word(self.language)
        if reading.not_applicable and (not comment or is_no_reason(comment, self.language)):
            facts = {"question": question.id, "not_applicable": word}
            what = Import.NO_REASON.of(value=quote(comment), **facts) if comment else Import.REASON_MISSING.of(**facts)
            mend = Import.WRITE_REASON.of()
            self.findings.fault("reason-missing", where, what, mend, question=question.id, found=comment)
            return False
        if reading.value is None:
            return True
        if fold(comment).startswith(("n/a", "not applicable", fold(word))):
            what, mend = Import.COMMENT_DISAGREES.of(question=question.id), Import.MEND_EITHER.of()
            self.findings.warn("comment-disagrees", where, what, mend, question=question.id, found=comment)
        elif contradicts(reading.value, comment):
            answer = quote(show_value(question, reading.value, self.language))
            what = Import.COMMENT_CONTRADICTS.of(question=question.id, answer=answer, comment=quote(comment))
            mend = Import.MEND_EITHER.of()
            self.findings.warn("comment-contradicts", where, what, mend, question=question.id, found=comment)
        return True

    def say_waiting(self) -> None:
        """Say which earlier answers stay open because nobody confirmed them."""
        if self.waiting:
            what = Carrying.UNCONFIRMED.of(count=len(self.waiting), cells=first_of(self.waiting))
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
            return read_value(question, raw, language=self.language, percent_format=share, accept=self.accept)
        except Unreadable as problem:
            where, found, told = line.where(Column.ANSWER), written(cell), problem.told(self.language)
            self.findings.fault(problem.code, where, *told, question=question.id, found=found, accept=problem.ways)
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
