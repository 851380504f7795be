"""A desk for the interview without a database: one assessment that lives as long as the test."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from vendorrisk.capture.interview_desk import ChangedMeanwhile, Need, SaveConflict, Weak
from vendorrisk.model.answer import Answer
from vendorrisk.model.assessment import Assessment, State, Vendor
from vendorrisk.model.base import Pin
from vendorrisk.model.proposal import Message

NOW = dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.UTC)


class PaperDesk:
    """Keeps answers as the store does: a save that rests on an older version is refused.

    ``stored`` is what everybody sees; a test changes it to act as somebody else.
    """

    can_submit = True

    def __init__(self, weak: Sequence[Weak] = (), needs: Mapping[str, Sequence[Need]] | None = None) -> None:
        pin = Pin(id="coalition-core", version="1.0.0", digest="0" * 64, full_digest="0" * 64)
        self.stored = Assessment(vendor=Vendor(id="acme", name="Acme"), questionnaire=pin)
        self.assessment = self.stored
        self._weak = weak
        self._needs = needs or {}

    def put(self, **fields: object) -> None:
        """Change what is stored, as somebody else does."""
        self.stored = self.stored.model_copy(update=fields)

    def save(self, question_id: str, answer: Answer, files: Mapping[str, bytes]) -> Assessment:  # noqa: ARG002
        """Keep an answer."""
        standing = self.stored.answers.get(question_id)
        if answer.version != (standing.version + 1 if standing else 1):
            self.assessment = self.stored
            raise SaveConflict(standing, self.stored)
        self.put(answers={**self.stored.answers, question_id: answer})
        self.assessment = self.stored
        return self.stored

    def reply(self, question_id: str, text: str) -> Assessment:
        """Keep a reply."""
        said = Message(question=question_id, role="vendor", by="Jo Field", at=NOW, text=text, answer_version=1)
        self.put(messages=(*self.stored.messages, said))
        self.assessment = self.stored
        return self.stored

    def submit(self, by: str) -> Assessment:
        """Submit what was seen."""
        if self.stored.answers != self.assessment.answers:
            self.assessment = self.stored
            raise ChangedMeanwhile(self.stored)
        self.put(state=State.SUBMITTED, submitted_by=by)
        self.assessment = self.stored
        return self.stored

    def needs(self, question_id: str) -> Sequence[Need]:
        """Return what needs an answer."""
        return self._needs.get(question_id, ())

    def weakest(self) -> Sequence[Weak]:
        """Return what is weak, whatever the answers."""
        return self._weak
