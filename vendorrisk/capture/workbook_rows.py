"""Which row of the questions sheet belongs to which question: by id, checked by the question's text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from vendorrisk.capture.grid import Cell, Sheet
from vendorrisk.capture.text import clean, fold, quote
from vendorrisk.capture.workbook_layout import Column, text_hash
from vendorrisk.capture.workbook_open import Identity, shown
from vendorrisk.model.base import DEFAULT_LANGUAGE, Pin, say
from vendorrisk.model.fault import Fault, FaultSeverity
from vendorrisk.model.language import Language, Said
from vendorrisk.model.questionnaire import Question, Questionnaire
from vendorrisk.phrases.reading import Import

_HEADER_SEARCH: Final = 20
"""The header is looked for in this many first rows: people put titles above it."""


@dataclass
class Findings:
    """The faults and warnings of one workbook, in the order in which they were found, in its language."""

    language: str = DEFAULT_LANGUAGE
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)

    def fault(  # noqa: PLR0913  the parts of a fault
        self,
        code: str,
        where: str,
        what: Said | str,
        mend: Said | str,
        *,
        question: str = "",
        found: object = None,
    ) -> None:
        """Add a fault; ``found`` is the value as it stands in the cell."""
        shown = "" if found is None else clean(str(found))[:200]
        told, remedy = self._told(what), self._told(mend)
        self.faults.append(Fault(code=code, where=where, what=told, mend=remedy, question=question, found=shown))

    def _told(self, said: Said | str) -> str:
        return said if isinstance(said, str) else said.say(self.language)

    def warn(  # noqa: PLR0913  the parts of a fault
        self,
        code: str,
        where: str,
        what: Said | str,
        mend: Said | str = "",
        *,
        question: str = "",
        found: str = "",
    ) -> None:
        """Add a warning: it is shown, and blocks nothing."""
        told, remedy = self._told(what), self._told(mend)
        severity, shown = FaultSeverity.WARNING, clean(found)[:200]
        self.warnings.append(
            Fault(code=code, where=where, what=told, mend=remedy, severity=severity, question=question, found=shown)
        )


@dataclass(frozen=True)
class Line:
    """One row, its cells by what they are for."""

    row: int
    sheet: Sheet
    columns: Mapping[Column, int]
    """Where each column stands."""
    cells: Mapping[Column, Cell | None]

    def where(self, column: Column) -> str:
        """Return the place of a cell, such as ``Questions!E14``, even if the cell is empty."""
        return self.sheet.place(self.row, self.columns.get(column, column))


class Placing:
    """Joins rows and questions, and reports the rows that can't be joined with certainty."""

    def __init__(
        self, questionnaire: Questionnaire, identity: Identity, pin: Pin, findings: Findings, sheet: str
    ) -> None:
        self._sheet = sheet
        self._questions = {question.id: question for question in questionnaire.questions}
        self._pin = pin
        self._findings = findings
        self._hashes = {name: text_hash(say(q.ask, identity.language)) for name, q in self._questions.items()}
        if identity.full_digest != pin.full_digest:
            self._take_wording(identity)
        self._by_hash = {digest: name for name, digest in reversed(self._hashes.items())}
        self.seen: dict[str, int] = {}
        """The row of each question found so far."""

    def _take_wording(self, identity: Identity) -> None:
        """Accept the texts of another wording, and say which: that it means the same is only the workbook's word."""
        known = set(self._hashes.values())
        other = {name: digest for name, digest in identity.hashes.items() if name in self._hashes}
        other = {name: digest for name, digest in other.items() if digest not in known}
        self._hashes |= other
        if other:
            named = ", ".join(list(other)[:5]) + ("…" if len(other) > 5 else "")
            what = Import.OTHER_WORDING.of(questionnaire=self._pin, questions=named)
            self._findings.warn("other-wording", self._sheet, what, Import.COMPARE.of())

    def question_of(self, line: Line, texts: Mapping[int, str]) -> Question | None:
        """Return the question that a row answers, or None with a fault if that isn't certain.

        ``texts`` holds the digest of the question's text in each row.
        """
        written = shown(line.cells.get(Column.ID)).casefold()
        question = self._questions.get(written)
        if question is None:
            self._report_unplaced(line, written, self._by_hash.get(texts[line.row], ""))
            return None
        where = line.where(Column.ID)
        first = self.seen.setdefault(question.id, line.row)
        if first != line.row:
            what = Import.ROW_TWICE.of(question=question.id, first=first, second=line.row)
            self._findings.fault("duplicate-row", where, what, Import.DELETE_ONE.of(), question=question.id)
            return None
        expected = self._hashes[question.id]
        if texts[line.row] == expected:
            return question
        elsewhere = next((row for row, digest in texts.items() if digest == expected), None)
        if elsewhere is not None:
            what = Import.ROW_MOVED.of(question=question.id, row=elsewhere)
            self._findings.fault("row-moved", where, what, Import.RESTORE_ORDER.of(), question=question.id)
        else:
            what, mend = Import.TEXT_CHANGED.of(question=question.id), Import.RESTORE_TEXT.of()
            self._findings.fault("question-changed", line.where(Column.QUESTION), what, mend, question=question.id)
        return None

    def _report_unplaced(self, line: Line, written: str, asked: str) -> None:
        """Report a row without a known id, unless it is a heading."""
        answered = any(line.cells.get(column) for column in (Column.ANSWER, Column.COMMENT, Column.EVIDENCE))
        where = line.where(Column.ID)
        if asked:
            changed = Import.ID_CHANGED if written else Import.ID_DELETED
            what, mend = changed.of(question=asked, found=quote(written)), Import.WRITE_ID.of(question=asked)
            self._findings.fault("id-changed", where, what, mend, question=asked, found=written)
        elif answered and written:
            what = Import.NO_SUCH_QUESTION.of(found=quote(written), questionnaire=self._pin)
            self._findings.fault("unknown-id", where, what, Import.DELETE_ROW.of(), found=written)
        elif answered:
            self._findings.fault("no-question", where, Import.NO_QUESTION.of(), Import.MOVE_ANSWER.of())

    def report_missing(self, sheet: str) -> None:
        """Report every question that no row has an id for."""
        reported = {fault.question for fault in self._findings.faults if fault.code == "id-changed"}
        for name in self._questions:
            if name not in self.seen and name not in reported:
                what = Import.ROW_MISSING.of(question=name)
                self._findings.fault("row-missing", sheet, what, Import.RESTORE_ROW.of(), question=name)


def _headers(languages: Sequence[Language]) -> dict[str, Column]:
    """Return the columns by their folded headers; the first language wins."""
    return {fold(column.header(language)): column for language in reversed(languages) for column in Column}


def find_header(
    cells: Mapping[int, Mapping[int, Cell]], languages: Sequence[Language]
) -> tuple[int, dict[Column, int]]:
    """Return the header's row and where each column stands; the row with most of the headers is the header."""
    names = _headers(languages)
    best: tuple[int, dict[Column, int]] = (0, {})
    for row, found in cells.items():
        if row > _HEADER_SEARCH:
            break
        columns = {names[text]: number for number, cell in found.items() if (text := fold(shown(cell))) in names}
        if len(columns) > len(best[1]):
            best = (row, columns)
    return best


def headers_twice(cells: Mapping[int, Cell], languages: Sequence[Language]) -> list[tuple[str, str, str]]:
    """Return the headers that stand twice in the header's row, each with its two cells."""
    first: dict[Column, Cell] = {}
    names = _headers(languages)
    found = []
    for cell in cells.values():
        column = names.get(fold(shown(cell)))
        if column is not None and first.setdefault(column, cell) is not cell:
            found.append((shown(cell), first[column].reference, cell.reference))
    return found


def merged_answers(sheet: Sheet, column: int) -> dict[int, str]:
    """Return the rows whose answer cell is merged with another row's, or into a cell to its left."""
    return {
        row: str(area)
        for area in sheet.merged
        if area.first_column <= column <= area.last_column
        and (area.last_row > area.first_row or area.first_column < column)
        for row in range(area.first_row, area.last_row + 1)
    }
