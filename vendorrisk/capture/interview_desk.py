"""What stands behind the interview: the assessment as it is stored, and the policy that it will be checked against."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from vendorrisk.model.answer import Answer
from vendorrisk.model.assessment import Assessment
from vendorrisk.model.policy import Level
from vendorrisk.model.result import FindingState


class SaveConflict(Exception):  # noqa: N818  what happened, not what went wrong
    """Someone else changed the answer since it was read.

    ``stored`` stands now, None if it was removed; ``assessment`` is everything as it is stored now.
    """

    def __init__(self, stored: Answer | None, assessment: Assessment) -> None:
        super().__init__("someone else changed this answer")
        self.stored = stored
        self.assessment = assessment


class ChangedMeanwhile(Exception):  # noqa: N818  what happened, not what went wrong
    """What was to be submitted is not what the person saw; ``assessment`` is as it is stored now."""

    def __init__(self, assessment: Assessment) -> None:
        super().__init__("the answers changed since they were shown")
        self.assessment = assessment


@dataclass(frozen=True)
class Need:
    """A criterion that needs the answer to a question."""

    criterion: str
    title: str
    level: Level


@dataclass(frozen=True)
class Weak:
    """A criterion that the answers, as they stand, do not meet."""

    criterion: str
    title: str
    level: Level
    state: FindingState
    questions: tuple[str, ...]
    """Those whose answers decide."""


class Desk(Protocol):
    """Keeps what the interview is given. Each method that saves raises ``VendorRiskError`` where that can't be done."""

    can_submit: bool
    """Whether a person of the vendor declares the answers complete at the end."""

    @property
    def assessment(self) -> Assessment:
        """Return it as it was read last."""

    def save(self, question_id: str, answer: Answer, files: Mapping[str, bytes]) -> Assessment:
        """Keep an answer, and new evidence files by their SHA-256; return the assessment as it is stored then.

        The answer's version is one more than that of the answer it replaces, or 1. Raise :class:`SaveConflict` if
        another stands in its place.
        """

    def reply(self, question_id: str, text: str) -> Assessment:
        """Keep what the vendor replies to an assessor; return the assessment as it is stored then."""

    def submit(self, by: str) -> Assessment:
        """Record that a person declares the answers complete; raise :class:`ChangedMeanwhile` if others changed any."""

    def needs(self, question_id: str) -> Sequence[Need]:
        """Return the criteria that need the answer to a question."""

    def weakest(self) -> Sequence[Weak]:
        """Return what the answers do not meet, minimums first; nothing where no policy judges them."""
