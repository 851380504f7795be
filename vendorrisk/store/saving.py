"""What may replace a stored assessment or be added to its case file, and what may not. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from vendorrisk.model.answer import Answer
from vendorrisk.model.assessment import Assessment, State
from vendorrisk.model.casework import Casework, Decision, Item
from vendorrisk.model.fault import UsageError
from vendorrisk.store.conflicts import AnswerConflict, CaseworkConflict, Conflict, ItemConflict
from vendorrisk.store.naming import Key


class Merge(NamedTuple):
    """A save of answers, sorted into what it does."""

    assessment: Assessment
    saved: dict[str, Answer]
    removed: tuple[str, ...]

    @property
    def changes_something(self) -> bool:
        """Return whether there is anything to store."""
        return bool(self.saved or self.removed)


def merge(stored: Assessment, read: Assessment, changed: Mapping[str, Answer], removed: Iterable[str]) -> Merge:
    """Merge ``changed`` and ``removed``, which rest on ``read``, into ``stored``.

    Raise as :meth:`.contract.Store.save_answers` says.
    """
    _refuse_frozen(stored)
    saved: dict[str, Answer] = {}
    conflicts = []
    for question, answer in changed.items():
        current = stored.answers.get(question)
        if current and current.says_the_same(answer):
            if _restated(current, answer, read.answers.get(question)):
                saved[question] = answer
            continue
        if answer.version != (current.version + 1 if current else 1) or _replaced(current, read.answers.get(question)):
            conflicts.append(Conflict(question=question, mine=answer, stored=current))
        saved[question] = answer if current else answer.model_copy(update={"version": _first_version(stored, question)})
    gone = tuple(sorted(set(removed) & set(stored.answers)))
    conflicts += [
        Conflict(question=question, mine=None, stored=stored.answers[question])
        for question in gone
        if stored.answers[question] != read.answers.get(question)
    ]
    if conflicts:
        raise AnswerConflict(stored.ref, tuple(conflicts))
    answers = {question: answer for question, answer in stored.answers.items() if question not in gone} | saved
    return Merge(stored.model_copy(update={"answers": answers}), saved, gone)


def _restated(current: Answer, answer: Answer, read: Answer | None) -> bool:
    """Return whether the very answer that stands is stated again, so that its source alone is new."""
    return answer.version == current.version and current == read and answer.source != current.source


def _replaced(current: Answer | None, read: Answer | None) -> bool:
    """Return whether the answer was removed since and given anew, so that equal versions don't mean equal answers."""
    return current is not None and read is not None and current.version == read.version and current != read


def _first_version(stored: Assessment, question: str) -> int:
    """Return a version above all reviews of an earlier, removed answer, so that none of them speaks for the new one."""
    return 1 + max((review.answer_version for review in stored.reviews if review.question == question), default=0)


def check_change(stored: Assessment, before: Assessment, after: Assessment) -> None:
    """Raise as :meth:`.contract.Store.change` says if ``after`` may not replace ``stored``."""
    if Key.of(before) != Key.of(after):
        raise ValueError("a change keeps the assessment's name")
    if before.answers != after.answers:
        raise ValueError("answers are saved by save_answers, which merges them")
    if stored != before:
        raise UsageError(
            f"{stored.ref} changed since it was read, and nothing was saved",
            mend="Look at it again, then repeat the command.",
        )
    if stored.state.frozen:
        superseded = stored.model_copy(update={"state": State.SUPERSEDED})
        if stored.state is State.SUPERSEDED or after != superseded:
            _refuse_frozen(stored)


def _refuse_frozen(stored: Assessment) -> None:
    if stored.state.frozen:
        raise UsageError(
            f"{stored.ref} is {stored.state} and therefore frozen",
            mend="A renewal is a new revision.",
        )


class Addition(NamedTuple):
    """A save of a case file, sorted into what it does."""

    case: Casework
    items: tuple[Item, ...]
    decision: Decision | None

    @property
    def changes_something(self) -> bool:
        """Return whether there is anything to store."""
        return bool(self.items) or self.decision is not None


def add_to_case(stored: Casework, read: Casework, items: Iterable[Item], decision: Decision | None) -> Addition:
    """Add versions of items, and a decision, which rest on ``read``, to ``stored``.

    Raise as :meth:`.contract.Store.save_casework` says.
    """
    current = stored.current
    new = [item for item in items if item.key not in current or not current[item.key].says_the_same(item)]
    conflicts = [
        ItemConflict(mine=item, stored=current.get(item.key))
        for item in new
        if item.version != (current[item.key].version + 1 if item.key in current else 1)
    ]
    if conflicts:
        raise CaseworkConflict(stored.ref, tuple(conflicts))
    if decision is not None and stored.decisions != read.decisions:
        other = stored.decisions[-1]
        raise UsageError(
            f"{stored.ref} was {other.outcome.past} by {other.by} meanwhile, and nothing was saved",
            mend=f"See it with: vendorrisk decide {stored.ref}",
        )
    versions = {**stored.items, **{item.key: (*stored.items.get(item.key, ()), item) for item in new}}
    decisions = stored.decisions if decision is None else (*stored.decisions, decision)
    after = stored.model_copy(update={"items": versions, "decisions": decisions})
    return Addition(after, tuple(new), decision)
