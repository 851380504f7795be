"""Questionnaires that vendors have already filled, read by a layout profile: questions, answers and who gave them.

Problems of single rows are warnings: the row stays open, or its words are kept, and the rest is read.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from vendorrisk.capture.accepting import Rule
from vendorrisk.capture.foreign_columns import Row, tables
from vendorrisk.capture.foreign_identity import Identity, edition_of, identity_of
from vendorrisk.capture.foreign_notices import count_notices, notice, row_notices, table_notices
from vendorrisk.capture.foreign_questions import make_question, make_questionnaire
from vendorrisk.capture.foreign_texts import LEFT_BEHIND, fits, index_book, text_of
from vendorrisk.capture.foreign_values import Read, Spellings, read_answer
from vendorrisk.capture.grid import Book
from vendorrisk.capture.text import fold, quote
from vendorrisk.model.answer import MAX_ANSWER_CHARACTERS, Answer, Source, Value
from vendorrisk.model.fault import Fault, RefusedInput
from vendorrisk.model.layout import Layout
from vendorrisk.model.questionnaire import Question, Questionnaire


@dataclass(frozen=True, slots=True)
class ForeignAnswer:
    """One row of a foreign file in which the vendor wrote something."""

    question: str
    value: Value | None
    not_applicable: bool
    comment: str
    """The words that the value does not say, the comment, and the text of further columns behind their header."""
    cell: str
    """Where it stands, such as ``CAIQv4.0.3!C14``."""
    found: str
    """The words in the answer cell, or of the mark."""
    note: str = ""
    """What had to be read leniently."""

    @property
    def answered(self) -> bool:
        """Return whether it answers the question; if not, there are only words beside it, or one can't be read."""
        return self.value is not None or self.not_applicable


@dataclass(frozen=True, slots=True)
class ForeignReading:
    """All that a foreign file says."""

    questionnaire: Questionnaire
    layout: str
    edition: str
    answers: tuple[ForeignAnswer, ...]
    """In the order of the questionnaire."""
    unanswered: tuple[ForeignAnswer, ...]
    """Rows that stay open although the vendor wrote something in them: nothing of it is lost."""
    identity: Identity
    issues: tuple[Fault, ...]

    def to_answers(self, *, file: str, recorder: str, at: dt.datetime, respondent: str = "") -> dict[str, Answer]:
        """Return the answers as an assessment keeps them, by question."""
        return {
            each.question: Answer(
                value=each.value,
                not_applicable=each.not_applicable,
                comment=each.comment,
                source=Source(
                    channel="workbook",
                    recorder=recorder,
                    at=at,
                    respondent=respondent,
                    file=file,
                    cell=each.cell,
                    note=each.note,
                ),
            )
            for each in self.answers
        }


def read_foreign(book: Book, layout: Layout, accept: Collection[Rule] = ()) -> ForeignReading:
    """Return what a file of this layout says; ``accept`` holds the rules by which unclear answers are read.

    Raises :class:`RefusedInput` if there is no question in it, or if its question texts were calculated and the
    program that saved it last kept none of them.
    """
    found = tables(index_book(book), layout)
    rows = _named([row for table in found for row in table.rows], layout)
    if not rows:
        mend = "Save the sheet with the questions as .xlsx or .csv and import that."
        raise RefusedInput(f"{book.name} has no question where {layout.title} has them.", mend=mend)
    _must_have_texts(book, rows)
    by_id: dict[str, list[Row]] = {}
    for row in rows:
        by_id.setdefault(row.id, []).append(row)
    edition, edition_issues = edition_of(book, layout, [table.sheet for table in found], by_id)
    questions = {
        name: make_question(layout, edition, name, _first(text_of(row.cell("question")) for row in there))
        for name, there in by_id.items()
    }
    titles = {name: _first(row.title for row in there) for name, there in by_id.items()}
    questionnaire = make_questionnaire(layout, edition, questions, titles)
    issues = [*edition_issues, *count_notices(book, layout, edition, questions)]
    known = Spellings(layout)
    read = {}
    for name, there in by_id.items():
        spelt = known.of(questions[name])
        reads = [(row, read_answer(row, questions[name], layout, spelt, accept)) for row in there]
        read[name] = _answer_of(questions[name], reads, layout, issues)
    issues += table_notices(book, found, layout)
    said = [each for question in questionnaire.questions if (each := read[question.id]) is not None]
    return ForeignReading(
        questionnaire=questionnaire,
        layout=layout.layout,
        edition=edition,
        answers=tuple(each for each in said if each.answered),
        unanswered=tuple(each for each in said if not each.answered),
        identity=identity_of(book, layout, [table.sheet for table in found], by_id),
        issues=tuple(issues),
    )


def _named(rows: Sequence[Row], layout: Layout) -> list[Row]:
    """Return the rows with an id each: that of the file, a digest of the text, or ``Q1``, ``Q2`` where it has none."""
    if layout.id.key == "text":
        texts = [fold(text_of(row.cell("question"))) for row in rows]
        names = list(_digests(texts))
    else:
        names = [row.id or f"Q{number}" for number, row in enumerate(rows, start=1)]
    return [row if row.id else replace(row, id=name) for row, name in zip(rows, names, strict=True)]


def _digests(texts: Iterable[str]) -> Iterator[str]:
    """Yield an id for each text, such as ``Q-3F9A1C2B``; one that stands again gets its count behind."""
    seen: Counter[str] = Counter()
    for text in texts:
        name = f"Q-{hashlib.sha256(text.encode()).hexdigest()[:8].upper()}"
        seen[name] += 1
        yield name if seen[name] == 1 else f"{name}.{seen[name]}"


def _first(texts: Iterable[str]) -> str:
    return next((text for text in texts if text), "")


def _must_have_texts(book: Book, rows: Sequence[Row]) -> None:
    """Raise :class:`RefusedInput` if most question texts are formulas without a value."""
    cells = {row.id: cell for row in rows if (cell := row.cell("question")) is not None}
    lost = [cell for cell in cells.values() if cell.formula and not text_of(cell)]
    if lost and len(lost) * 2 >= len(cells):
        what = f"{book.name} was saved by a program that keeps no calculated values: {len(lost)} questions lack a text."
        mend = "Open it in Excel or LibreOffice, save it there as .xlsx, and import that file."
        raise RefusedInput(what, mend=mend)


def _answer_of(
    question: Question, reads: Sequence[tuple[Row, Read]], layout: Layout, issues: list[Fault]
) -> ForeignAnswer | None:
    """Return what is written to one question, which may stand in several rows; None if nothing is.

    Only typed answers count. Two that differ leave the question open.
    """
    typed = [(row, read) for row, read in reads if not read.mirror] or reads
    answered = [(row, read) for row, read in typed if read.answered]
    row, read = (answered or [each for each in typed if each[1].found] or typed)[0]
    place = row.place(read.part)
    if len({(str(each.value), each.not_applicable) for _, each in answered}) > 1:
        where = " and ".join(f"{quote(each.found)} in {at.place(each.part)}" for at, each in answered)
        what = f"{question.id} is answered twice: {where}."
        issues.append(notice("two-rows", place, what, "Keep one.", question=question.id, found=read.found))
        read = Read(found="; ".join(each.found for _, each in answered), part=read.part)
    elif (twice := [other for other, _ in typed if other.sheet is row.sheet and other.number != row.number]) != []:
        where = ", ".join(str(other.number) for other in twice)
        what = f"{question.id} stands in row {where} as well."
        issues.append(notice("duplicate-id", place, what, question=question.id, found=read.found))
    if read.doubt is not None:
        doubt = read.doubt
        told, rules = f"{question.id}: {doubt.what}", " or ".join(doubt.accept)
        issues.append(notice(doubt.code, place, told, doubt.mend, question=question.id, found=read.found, accept=rules))
    comment = _comment(layout, read, [row, *(other for other, _ in typed if other is not row)])
    issues += row_notices(question.id, row, read, comment, layout)
    if not read.answered and not comment and not read.found:
        return None
    return ForeignAnswer(
        question=question.id,
        value=read.value,
        not_applicable=read.not_applicable,
        comment=comment[:MAX_ANSWER_CHARACTERS],
        cell=place,
        found=read.found,
        note=read.note,
    )


def _comment(layout: Layout, read: Read, rows: Sequence[Row]) -> str:
    """Return the words that belong to an answer, each once: its own, the comment, further columns with their header."""
    said = [read.words]
    for row in rows:
        said.append(_written(row, "comment", layout))
        for number, column in enumerate(layout.also):
            if text := _written(row, f"also {number}", layout):
                said.append(f"{_header(column.header)}: {text}" if column.header else text)
    return "\n".join(dict.fromkeys(text for text in said if text))


def _written(row: Row, part: str, layout: Layout) -> str:
    """Return what stands there, the text of a link that a formula makes included; nothing of placeholders."""
    text = text_of(row.cell(part))
    return "" if text.casefold() in LEFT_BEHIND or fits(text, layout.placeholders) else text


def _header(headers: Sequence[str]) -> str:
    return re.sub(r"\s+", " ", headers[0].removesuffix("*")).strip()
