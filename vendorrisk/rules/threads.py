"""What assessor and vendor wrote to each other about an answer, and whose turn it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Literal, NamedTuple

from vendorrisk.model.assessment import Assessment, ReviewAction
from vendorrisk.model.proposal import Message

Role = Literal["assessor", "vendor"]


class Entry(NamedTuple):
    """One thing said about an answer: a challenge's reason, or a message."""

    at: dt.datetime
    role: Role
    by: str
    text: str

    @property
    def shown(self) -> str:
        """Return it with who said it when, such as ``Ines Okafor, 2026-11-23: Which accounts?``."""
        return f"{self.by}, {self.at:%Y-%m-%d}: {self.text}"


def threads(assessment: Assessment) -> dict[str, tuple[Entry, ...]]:
    """Return what was said about each answer that anything was said about, the oldest first."""
    found: dict[str, list[Entry]] = {}
    for review in assessment.reviews:
        if review.action is ReviewAction.CHALLENGE:
            entry = Entry(review.at, "assessor", review.reviewer, review.reason)
            found.setdefault(review.question, []).append(entry)
    for message in assessment.messages:
        found.setdefault(message.question, []).append(Entry(message.at, message.role, message.by, message.text))
    return {name: tuple(sorted(entries, key=lambda entry: entry.at)) for name, entries in found.items()}


def open_threads(assessment: Assessment) -> dict[str, Role]:
    """Return the answers that are challenged, each with who is to speak next: after a reply the assessor."""
    said = threads(assessment)
    doubted = (name for name in assessment.answers if _is_doubted(assessment, name))
    return {name: "assessor" if said[name][-1].role == "vendor" else "vendor" for name in doubted}


def _is_doubted(assessment: Assessment, name: str) -> bool:
    deciding = assessment.deciding_review(name)
    return deciding is not None and deciding.action is ReviewAction.CHALLENGE


def new_messages(
    assessment: Assessment, replies: Mapping[str, str], *, by: str, at: dt.datetime
) -> tuple[Message, ...]:
    """Return the vendor's replies as messages; what was said already, and replies to nothing answered, are left out."""
    known = {(message.question, message.text) for message in assessment.messages if message.role == "vendor"}
    return tuple(
        Message(question=name, role="vendor", by=by, at=at, text=text, answer_version=assessment.answers[name].version)
        for name, text in replies.items()
        if (name, text) not in known and name in assessment.answers
    )
