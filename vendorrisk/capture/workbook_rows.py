"""Which row of the questions sheet belongs to which question: by id, checked by the question's text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from vendorrisk.capture.grid import Cell, Sheet
from vendorrisk.capture.text import clean, fold, quote
from vendorrisk.capture.workbook_layout import Column
from vendorrisk.capture.workbook_open import shown
from vendorrisk.model.base import DEFAULT_LANGUAGE, Pin
from vendorrisk.model.fault import Fault, FaultSeverity
from vendorrisk.model.language import Language, Said
from vendorrisk.phrases.reading import Import

_HEADER_SEARCH: Final = 20
"""The header is looked for in this many first rows: people put titles above it."""


@dataclass
class Findings:
    """The faults and warnings of one workbook, in the order in which they were found, in its language."""

    language: str = DEFAULT_LANGUAGE
    name: str = ""
    """Of the file."""
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
        accept: Iterable[str] = (),
    ) -> None:
        """Add a fault; ``found`` is the value as it stands in the cell, ``accept`` the rules that would read it."""
        shown = "" if found is None else clean(str(found))[:200]
        told, remedy, rules = self._told(what), self._told(mend), " or ".join(accept)
        self.faults.append(
            Fault(code=code, where=where, what=told, mend=remedy, question=question, found=shown, accept=rules)
        )

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

    def __init__(self, hashes: Mapping[str, str], pin: Pin, findings: Findings) -> None:
        """``hashes`` holds the digest of the text of every question that must have a row, by question id."""
        self._hashes = hashes
        self._pin = pin
        self._findings = findings
        self._by_hash = {digest: name for name, digest in reversed(list(hashes.items()))}
        self.seen: dict[str, int] = {}
        """The row of each question found so far."""

    def question_of(self, line: Line, texts: Mapping[int, str]) -> str | None:
        """Return the id of the question that a row answers, or None with a fault if that isn't certain.

        ``texts`` holds the digest of the question's text in each row.
        """
        name = shown(line.cells.get(Column.ID)).casefold()
        if name not in self._hashes:
            self._report_unplaced(line, name, self._by_hash.get(texts[line.row], ""))
            return None
        where = line.where(Column.ID)
        first = self.seen.setdefault(name, line.row)
        if first != line.row:
            what = Import.ROW_TWICE.of(question=name, first=first, second=line.row)
            self._findings.fault("duplicate-row", where, what, Import.DELETE_ONE.of(), question=name)
            return None
        expected = self._hashes[name]
        if texts[line.row] == expected:
            return name
        elsewhere = next((row for row, digest in texts.items() if digest == expected), None)
        if elsewhere is not None:
            what = Import.ROW_MOVED.of(question=name, row=elsewhere)
            self._findings.fault("row-moved", where, what, Import.RESTORE_ORDER.of(), question=name)
        else:
            what, mend = Import.TEXT_CHANGED.of(question=name), Import.RESTORE_TEXT.of()
            self._findings.fault("question-changed", line.where(Column.QUESTION), what, mend, question=name)
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
        for name in self._hashes:
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
