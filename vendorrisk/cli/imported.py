"""What a file of answers holds, whatever kind of file it is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, Self

from vendorrisk.capture.text import quote
from vendorrisk.capture.workbook_in import WorkbookReading
from vendorrisk.model.answer import Evidence
from vendorrisk.model.base import Pin
from vendorrisk.model.fault import Fault, FaultSeverity
from vendorrisk.model.questionnaire import Questionnaire
from vendorrisk.rules.answer_changes import received

if TYPE_CHECKING:
    from vendorrisk.capture.foreign import ForeignReading

EVIDENCE_MISSING = "evidence-missing"


@dataclass(frozen=True)
class Foreign:
    """What is known of a questionnaire that is none of ours, beside its answers."""

    layout: str
    """The profile by which it was read."""
    title: str
    """As people call it, with its edition, such as ``CSA CAIQ 4.0.3``."""
    why: str
    """By what it was recognised; empty if the layout was named."""
    reading: ForeignReading


@dataclass(frozen=True)
class Imported:
    """A file's reading with the questionnaire that it answers."""

    reading: WorkbookReading
    questionnaire: Questionnaire
    pin: Pin
    kind: Literal["template", "answers", "foreign"] = "template"
    """Our own workbook, a file of answers to a questionnaire that is known here, or a questionnaire of others."""
    foreign: Foreign | None = None

    @property
    def findings(self) -> tuple[Fault, ...]:
        """Faults first, then notes."""
        return (*self.reading.faults, *self.notes)

    @property
    def notes(self) -> tuple[Fault, ...]:
        """What stops nothing and must be said: warnings, and what was read leniently."""
        lenient = (
            Fault(
                code="read",
                where=answer.source.cell,
                what=answer.source.note,
                severity=FaultSeverity.WARNING,
                question=name,
            )
            for name, answer in self.reading.answers.items()
            if answer.source.note
        )
        return (*self.reading.warnings, *lenient)

    def with_documents(self, documents: Collection[Evidence]) -> Self:
        """Return it with those of the documents that it names and lacks, and without the notes that it lacks them."""
        answers = {name: received(answer, documents) for name, answer in self.reading.answers.items()}
        found = {
            (name, item.name)
            for name, answer in answers.items()
            for item in answer.evidence
            if item not in self.reading.answers[name].evidence
        }
        warnings = tuple(
            each
            for each in self.reading.warnings
            if each.code != EVIDENCE_MISSING
            or not any(each.question == name and quote(file) in each.what for name, file in found)
        )
        return replace(self, reading=replace(self.reading, answers=answers, warnings=warnings))

    @property
    def said_on(self) -> str:
        """Return where the file names vendor and product: ``The cover of acme.xlsx``."""
        return f"The cover of {self.reading.name}" if self.kind == "template" else self.reading.name

    @property
    def found(self) -> dict[str, str]:
        """Return what stood in the answer cells of a foreign file, by question."""
        return {each.question: each.found for each in self.foreign.reading.answers} if self.foreign else {}
