"""Reads whether an earlier answer is confirmed: only one that nobody edited, and that nothing typed contradicts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from vendorrisk.capture.quantities import Unreadable
from vendorrisk.capture.text import fold, quote
from vendorrisk.capture.values import Reading, read_value
from vendorrisk.capture.workbook_layout import Column, value_hash
from vendorrisk.capture.workbook_open import cell_text, cell_value, written
from vendorrisk.capture.workbook_rows import Findings, Line
from vendorrisk.model.language import Language
from vendorrisk.model.questionnaire import Question
from vendorrisk.phrases.renewal import Carrying, Renewal


class Confirmed(NamedTuple):
    """What counts of a row: the typed answer, or the earlier one."""

    reading: Reading
    """Blank where nothing counts yet."""
    waits: bool = False
    """An earlier answer stands there, and is neither confirmed nor answered anew."""
    earlier: bool = False
    """The earlier answer counts."""


class Confirmations:
    """Joins what is typed with what is confirmed; what is wrong with a confirmation is a fault of its cell."""

    def __init__(self, digests: Mapping[str, str], languages: Sequence[Language], findings: Findings) -> None:
        self._digests = digests
        self._language = languages[0]
        self._words = {fold(Renewal.CONFIRMED.say(language)) for language in languages}
        self._findings = findings

    def join(self, line: Line, question: Question, typed: Reading) -> Confirmed | None:
        """Return what counts of a row; None, with a fault, if that is not certain."""
        digest = self._digests.get(question.id, "")
        confirmed = self._is_confirmed(line, question)
        if confirmed is None:
            return None
        if not confirmed:
            return Confirmed(typed, waits=bool(digest) and typed.blank)
        headers = {name: Column[name.upper()].header(self._language) for name in ("answer", "confirm")}
        if not digest:
            what, mend = Carrying.NOTHING_EARLIER.of(question=question.id), Carrying.WRITE_ANSWER.of(**headers)
            self._findings.fault("nothing-earlier", line.where(Column.CONFIRM), what, mend, question=question.id)
            return None
        earlier = self._earlier(line, question)
        if earlier is None or value_hash(question.id, earlier.value) != digest:
            what, mend = Carrying.EDITED.of(question=question.id), Carrying.WRITE_ANSWER.of(**headers)
            where, found = line.where(Column.EARLIER), written(line.cells.get(Column.EARLIER))
            self._findings.fault("earlier-edited", where, what, mend, question=question.id, found=found)
            return None
        if typed.blank or (typed.value, typed.not_applicable) == (earlier.value, earlier.not_applicable):
            return Confirmed(earlier if typed.blank else typed, earlier=typed.blank)
        shown = {
            name: quote(written(line.cells.get(column)))
            for name, column in (("earlier", Column.EARLIER), ("answer", Column.ANSWER))
        }
        what, mend = Carrying.BOTH.of(question=question.id, **shown), Carrying.ONE_OF_BOTH.of(**headers)
        found = written(line.cells.get(Column.ANSWER))
        self._findings.fault("both", line.where(Column.ANSWER), what, mend, question=question.id, found=found)
        return None

    def _is_confirmed(self, line: Line, question: Question) -> bool | None:
        """Return whether the row is confirmed; None, with a fault, if the cell says something else."""
        cell = line.cells.get(Column.CONFIRM)
        where, found = line.where(Column.CONFIRM), written(cell)
        try:
            text = cell_text(cell)
        except Unreadable as problem:
            told = problem.told(self._language)
            self._findings.fault(problem.code, where, *told, question=question.id, found=found)
            return None
        if not text or fold(text) in self._words:
            return bool(text)
        what = Carrying.NO_CONFIRMATION.of(value=quote(text), question=question.id)
        mend = Carrying.CHOOSE_CONFIRMED.of(confirmed=Renewal.CONFIRMED.say(self._language))
        self._findings.fault("no-confirmation", where, what, mend, question=question.id, found=found)
        return None

    def _earlier(self, line: Line, question: Question) -> Reading | None:
        try:
            return read_value(question, cell_value(line.cells.get(Column.EARLIER)), language=self._language)
        except Unreadable:
            return None
