"""What others changed since it was read, so that a save of it is refused, in words that show both sides."""

from __future__ import annotations

from vendorrisk.model.answer import Answer
from vendorrisk.model.base import Model
from vendorrisk.model.casework import Item
from vendorrisk.model.fault import Fault, VendorRiskError

_SHOWN_CHARACTERS = 80


class Conflict(Model):
    """An answer that someone else saved, or removed, since it was read."""

    question: str
    mine: Answer | None
    """None where this save would have removed it."""
    stored: Answer | None
    """None where the other removed it."""

    def fault(self) -> Fault:
        """Return it in words: what is stored by whom, and what this save said."""
        now = "It was removed"
        if self.stored:
            source = self.stored.source
            now = f"{source.recorder} saved {_show(self.stored)} on {source.at:%Y-%m-%d at %H:%M}"
        yours = f"yours is {_show(self.mine)}" if self.mine else "you removed it"
        return Fault(code="answer-changed", where=self.question, what=f"{now}; {yours}.", question=self.question)


class AnswerConflict(VendorRiskError):  # noqa: N818  the word that users read
    """A save of answers that others changed meanwhile. Nothing of it was saved; ``faults`` shows both values."""

    exit_code = 2

    def __init__(self, ref: str, conflicts: tuple[Conflict, ...]) -> None:
        super().__init__(
            f"{ref} changed since you read it, and nothing was saved",
            mend="Look at the newer answers, then give yours again if it should replace them.",
            faults=tuple(conflict.fault() for conflict in conflicts),
        )
        self.conflicts = conflicts


class ItemConflict(Model):
    """An item of a case file that someone else saved since it was read."""

    mine: Item
    stored: Item | None
    """None where the save names a version of an item that is not there."""

    def fault(self) -> Fault:
        """Return it in words: what is stored by whom, and what this save said."""
        what = f"It was never recorded; yours is version {self.mine.version}."
        if self.stored:
            fields = ("status", "owner", "due", "target", "response")
            differing = [name for name in fields if getattr(self.mine, name) != getattr(self.stored, name)]
            stored, mine = (
                ", ".join(f"{name} {_in_quotes(str(getattr(item, name) or ''))}" for name in differing)
                for item in (self.stored, self.mine)
            )
            what = f"{self.stored.by} saved {stored} on {self.stored.at:%Y-%m-%d at %H:%M}; yours is {mine}."
        return Fault(code="item-changed", where=self.mine.id, what=what)


class CaseworkConflict(VendorRiskError):  # noqa: N818  the word that users read
    """A save of items that others changed meanwhile. Nothing of it was saved; ``faults`` shows both."""

    exit_code = 2

    def __init__(self, ref: str, conflicts: tuple[ItemConflict, ...]) -> None:
        super().__init__(
            f"the case file of {ref} changed since you read it, and nothing was saved",
            mend=f"Look at it with 'vendorrisk gaps list {ref}', then give yours again if it should replace it.",
            faults=tuple(conflict.fault() for conflict in conflicts),
        )
        self.conflicts = conflicts


def _show(answer: Answer) -> str:
    if answer.not_applicable:
        return "not applicable"
    value = "; ".join(answer.value) if isinstance(answer.value, tuple) else str(answer.value)
    return _in_quotes(value)


def _in_quotes(text: str) -> str:
    return repr(text if len(text) <= _SHOWN_CHARACTERS else text[:_SHOWN_CHARACTERS] + "...")
