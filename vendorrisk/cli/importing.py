"""What importing a workbook does to what is stored, and what must be said about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from vendorrisk.capture.text import first_of
from vendorrisk.cli import saving
from vendorrisk.cli.imported import Imported
from vendorrisk.cli.plain import counted
from vendorrisk.model.assessment import Assessment, State
from vendorrisk.model.fault import Fault, FaultSeverity
from vendorrisk.model.result import Truth
from vendorrisk.phrases.workbook import Sheets
from vendorrisk.rules.facts import facts
from vendorrisk.rules.visibility import visibility

_NAMED = 6


@dataclass(frozen=True)
class Plan:
    """What importing a workbook without faults does to what is stored."""

    imported: Imported
    stored: Assessment
    changes: list[saving.Change]
    removed: tuple[str, ...]
    """Answers that blank cells erase."""
    notes: tuple[Fault, ...]

    @classmethod
    def of(cls, imported: Imported, stored: Assessment, *, replace: bool) -> Self:
        """Compare a workbook with what is stored."""
        answers = imported.reading.answers
        changes = saving.differences(stored, answers, imported.questionnaire)
        emptied = saving.emptied(stored, answers)
        if imported.kind == "template":  # a part, or a workbook of an older version, has no cells for some questions
            sent = imported.reading.sent  # cells beside an earlier answer were sent out empty
            emptied = [name for name in emptied if name in imported.reading.cells and name not in sent.earlier]
        removed = tuple(emptied) if replace else ()
        notes = [*imported.notes, *_unused(imported, saving.merged(stored, answers, removed))]
        if emptied and not replace:
            notes.append(_blank(emptied, imported))
        return cls(imported, stored, changes, removed, tuple(notes))

    @property
    def counted(self) -> str:
        """Say how many of the questions that apply are answered; what is not yet clear is said apart.

        Of a part only its own questions count, and what others answered decides with it which of them apply.
        """
        reading, answers = self.imported.reading, self.imported.reading.answers
        known = self.after.answers if reading.part else answers
        states = visibility(self.imported.questionnaire, facts(known, self.stored.reviews))
        asked = {name: state for name, state in states.items() if not reading.part or name in reading.cells}
        shown = [name for name, state in asked.items() if state is Truth.TRUE]
        unclear = sum(state is Truth.UNKNOWN for state in asked.values())
        which = f"{counted(len(shown), 'question')}{' of this part' if reading.part else ''}"
        verbs = ("applies", "is") if len(shown) == 1 else ("apply", "are")
        text = f"{sum(name in answers for name in shown)} of the {which} that {verbs[0]} {verbs[1]} answered"
        waits = f", {unclear} more {'depends' if unclear == 1 else 'depend'} on other answers" if unclear else ""
        return f"{text}{waits}."

    @property
    def lacking(self) -> str:
        """Say what the file lacks to declare the answers complete."""
        declared = self.imported.reading.declared
        if self.imported.reading.part and declared.complete:
            return f"{declared.respondent} declares the part '{self.imported.reading.part}' complete, not the whole"
        if self.imported.kind == "template":
            lacks = "name" if declared.completed_on else "date" if declared.respondent else "name and date"
            return f"the cover has no {lacks} that would declare the answers complete"
        return "nobody declares the answers complete yet"

    @property
    def declared_by(self) -> str:
        """Return who declares the answers complete; empty if nobody does.

        A part declares no draft complete: others answer the rest. It can change what is submitted already.
        """
        declared = self.imported.reading.declared
        is_whole = not self.imported.reading.part or self.stored.state is State.SUBMITTED
        return declared.respondent if declared.complete and is_whole else ""

    @property
    def restated(self) -> tuple[str, ...]:
        """The answers on file that the vendor confirms as they stand: they count as said anew.

        The same confirmation, imported again, is none. After submission only a declared file can confirm.
        """
        if self.stored.state is State.SUBMITTED and not self.declared_by:
            return ()
        confirmed = self.imported.reading.sent.confirmed
        return tuple(name for name in self.imported.reading.answers if name in confirmed and self._is_anew(name))

    def _is_anew(self, name: str) -> bool:
        new, old = self.imported.reading.answers[name], self.stored.answers.get(name)
        if old is None or not old.says_the_same(new):
            return False
        completed = self.imported.reading.declared.completed_on
        is_later = completed is not None and completed > old.source.at.date()
        return is_later or new.source.where != old.source.where

    @property
    def after(self) -> Assessment:
        """Return the assessment with the workbook's answers in it."""
        return saving.merged(self.stored, self.imported.reading.answers, self.removed)

    @property
    def state(self) -> State:
        """Return the state that follows."""
        submits = self.declared_by and self.after.answers
        return State.SUBMITTED if submits else self.stored.state


def _unused(imported: Imported, after: Assessment) -> Iterator[Fault]:
    """Yield what is said of answers to questions that are not asked, or not yet, once they stand on file."""
    answers = imported.reading.answers
    states = visibility(imported.questionnaire, facts(after.answers, after.reviews))
    waiting = [name for name in answers if states[name] is Truth.UNKNOWN]
    hidden = [name for name in answers if states[name] is Truth.FALSE]
    if waiting:
        what = f"{_cells(waiting, imported)} {'wait' if len(waiting) > 1 else 'waits'} for another answer."
        yield Fault(code="waits", where=_sheet(imported), what=what, severity=FaultSeverity.WARNING)
    if hidden:
        which = "aren't needed and are" if len(hidden) > 1 else "isn't needed and is"
        what = f"{_cells(hidden, imported)} {which} left out of the result."
        yield Fault(code="not-needed", where=_sheet(imported), what=what, severity=FaultSeverity.WARNING)


def _blank(emptied: list[str], imported: Imported) -> Fault:
    cells = _cells(emptied, imported)
    thing = "cells are empty" if imported.kind == "template" else "questions are open"
    what = f"{len(emptied)} {thing} that were answered before ({cells})."
    mend = "Their earlier answers stay; --replace erases them."
    if len(emptied) == 1:
        what = f"{cells} is {'empty' if imported.kind == 'template' else 'open'} and was answered before."
        mend = "Its earlier answer stays; --replace erases it."
    return Fault(code="empty-now", where=_sheet(imported), what=what, mend=mend, severity=FaultSeverity.WARNING)


def _sheet(imported: Imported) -> str:
    if imported.kind != "template":
        return imported.reading.name
    return Sheets.QUESTIONS.say(imported.reading.language)


def _cells(names: list[str], imported: Imported) -> str:
    if imported.kind != "template":
        cells = names
    else:
        cells = [imported.reading.cells.get(name, name).rpartition("!")[2] for name in names]
    return first_of(cells, _NAMED)
