"""The review's logic without a terminal: which answer's turn it is, the way back, how much is checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vendorrisk.model.reviewing import ReviewItem, Stage


class Overtaken(Exception):  # noqa: N818  what happened, not what went wrong
    """The vendor changed the answer, or another assessor reviewed it, since it was shown; nothing was saved."""


@dataclass(frozen=True)
class Place:
    """Where an answer stands in a sitting, and how much is done."""

    stage: Stage
    number: int
    """Among those of this sitting, from 1."""
    size: int
    checked: int
    """Answers that an assessor checked, of those that decide or wait."""
    deciding: int

    @property
    def percent(self) -> int:
        """Return the checked share, rounded down: 100 means all."""
        return 100 * self.checked // self.deciding if self.deciding else 100


class ReviewSession:
    """One sitting over the answers of an assessment, in the order in which they are reviewed.

    An act can change what decides, so the order is given anew after each. What was passed in this sitting stays behind,
    in its own order, to go back to; ahead is everything that is not checked, or with :meth:`look_again` all of it.
    Answers that decide nothing are left out unless ``everything`` is asked for.
    """

    def __init__(self, items: Sequence[ReviewItem], *, everything: bool = False) -> None:
        self._everything = everything
        self._again = False
        self._trail: list[str] = []
        self._settled: set[str] = set()
        self._at = 0
        self.renew(items)

    def renew(self, items: Sequence[ReviewItem]) -> None:
        """Take the order as it is now."""
        self.items = {item.question: item for item in items}
        self._trail = [name for name in self._trail if name in self.items]
        self._at = min(self._at, len(self._trail))

    @property
    def offered(self) -> tuple[ReviewItem, ...]:
        """Return what this review is about, in order."""
        return tuple(item for item in self.items.values() if self._everything or item.stage is not Stage.NOTHING)

    @property
    def ahead(self) -> tuple[ReviewItem, ...]:
        """Return what is still to come."""
        passed = set(self._trail)
        return tuple(item for item in self.offered if item.question not in passed and (self._again or not item.checked))

    @property
    def current(self) -> ReviewItem | None:
        """Return the answer whose turn it is; None once nothing is left."""
        if self._at < len(self._trail):
            return self.items[self._trail[self._at]]
        return next(iter(self.ahead), None)

    @property
    def place(self) -> Place:
        """Return where the current answer stands."""
        item, offered = self.current, self.offered
        return Place(
            stage=item.stage if item is not None else Stage.NOTHING,
            number=self._at + 1,
            size=len(self._trail) + len(self.ahead),
            checked=sum(each.checked for each in offered),
            deciding=len(offered),
        )

    @property
    def skipped(self) -> tuple[ReviewItem, ...]:
        """Return what was passed in this sitting without an act, and is not checked."""
        left = (self.items[name] for name in self._trail if name not in self._settled)
        return tuple(item for item in left if not item.checked)

    @property
    def seen_before(self) -> tuple[ReviewItem, ...]:
        """Return what is checked and was not looked at in this sitting."""
        return tuple(item for item in self.offered if item.checked and item.question not in self._trail)

    def settle(self, items: Sequence[ReviewItem]) -> None:
        """Note that the current answer was acted on, take the order after it, and go on to what is ahead."""
        if self.current is not None:
            self._settled.add(self.current.question)
            self._pass()
        self.renew(items)
        self._at = len(self._trail)

    def skip(self) -> None:
        """Leave the current answer as it is and go on to the next one."""
        self._pass()
        self._at = min(self._at + 1, len(self._trail))

    def back(self) -> bool:
        """Go to the answer before, or return False where there is none."""
        if not self._at:
            return False
        self._at -= 1
        return True

    def ask_skipped(self) -> None:
        """Go through what was skipped again."""
        left = {item.question for item in self.skipped}
        self._trail = [name for name in self._trail if name not in left]
        self._at = len(self._trail)

    def look_again(self) -> None:
        """Go through what was checked before this sitting, too."""
        self._again = True
        self._at = len(self._trail)

    def _pass(self) -> None:
        item = self.current
        if item is not None and item.question not in self._trail:
            self._trail.append(item.question)
