"""What changed between two sets of answers: those of a renewal and of last time, or of a file and of what is stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from vendorrisk.model.answer import Answer, Evidence
from vendorrisk.model.questionnaire import Question


class ChangeKind(StrEnum):
    """How an answer differs from the one before."""

    CHANGED = "changed"
    """Another value, or not applicable before or now."""
    ADDED = "added"
    """Answered now, and not before."""
    REMOVED = "removed"
    """Answered before, and not now."""
    SUPPORT = "support"
    """The same answer with another comment or other evidence."""


@dataclass(frozen=True)
class AnswerChange:
    """One question whose answer is not what it was."""

    question: Question
    kind: ChangeKind
    before: Answer | None
    after: Answer | None
    details: tuple[str, ...] = ()
    """What differs beside the value, such as ``evidence added: policy.pdf``."""


def answer_changes(
    questions: Iterable[Question], before: Mapping[str, Answer], after: Mapping[str, Answer]
) -> tuple[AnswerChange, ...]:
    """Return what differs, in the order of the questions. Who gave an answer, when and where makes no difference."""
    found = ((question, before.get(question.id), after.get(question.id)) for question in questions)
    changes = (_change(*each) for each in found)
    return tuple(change for change in changes if change is not None)


def with_received(answers: Mapping[str, Answer], known: Mapping[str, Answer]) -> dict[str, Answer]:
    """Return answers in which a document only named is the one received before for the same question in ``known``."""
    return {
        name: received(answer, known[name].evidence) if name in known else answer for name, answer in answers.items()
    }


def received(answer: Answer, documents: Iterable[Evidence]) -> Answer:
    """Return an answer in which a document only named is the one of ``documents`` that was received.

    That is a file of the same name and dates: it need not be sent a second time. Another date is another document.
    """
    files = {item.model_copy(update=_NOT_RECEIVED): item for item in documents if item.sha256 is not None}
    return answer.model_copy(update={"evidence": tuple(files.get(item, item) for item in answer.evidence)})


_NOT_RECEIVED = {"sha256": None, "size": None, "media_type": None}


def _change(question: Question, before: Answer | None, after: Answer | None) -> AnswerChange | None:
    if before is None or after is None:
        if before is after:
            return None
        return AnswerChange(question, ChangeKind.ADDED if before is None else ChangeKind.REMOVED, before, after)
    if before.says_the_same(after):
        return None
    same = (before.value, before.not_applicable) == (after.value, after.not_applicable)
    kind = ChangeKind.SUPPORT if same else ChangeKind.CHANGED
    return AnswerChange(question, kind, before, after, _details(before, after))


def _details(before: Answer, after: Answer) -> tuple[str, ...]:
    old, new = ({item.name: item for item in answer.evidence} for answer in (before, after))
    parts = {
        "evidence added": [name for name in new if name not in old],
        "evidence removed": [name for name in old if name not in new],
        "evidence changed": [name for name in new if name in old and new[name] != old[name]],
    }
    said = [f"{what}: {', '.join(names)}" for what, names in parts.items() if names]
    if not said and before.evidence != after.evidence:
        said.append("evidence in another order")
    reason = before.not_applicable or after.not_applicable
    if before.comment != after.comment and not reason:
        said.append("comment changed" if before.comment and after.comment else _COMMENTED[bool(after.comment)])
    elif before.comment != after.comment and before.not_applicable == after.not_applicable:
        said.append("reason changed")
    return tuple(said)


_COMMENTED = {True: "comment added", False: "comment removed"}
