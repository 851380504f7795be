"""What an assessor goes through: the answers with what each decides, and what an act on one would change."""

from __future__ import annotations

from typing import Literal

from vendorrisk.model.base import Model, Ranked
from vendorrisk.model.policy import CriterionId, Level, Verdict
from vendorrisk.model.result import FindingState

ReviewState = Literal["not applicable", "challenged", "not checked", "checked"]
"""What became of an answer. ``not applicable``: its reason is neither accepted nor doubted yet."""


class Stage(Ranked):
    """When an answer's turn comes in a review; what decides most comes first."""

    WAITING = "waiting"
    """It waits for the assessor: a reason for not applicable that is open, or a challenge."""
    MINIMUM = "minimum"
    """A finding of this level rests on it."""
    EXPECTED = "expected"
    LEADING = "leading"
    NOTHING = "nothing"
    """No finding rests on it as things stand."""


class Decided(Model):
    """A criterion whose finding rests on an answer."""

    criterion: CriterionId
    title: str
    level: Level
    weight: int
    result: FindingState
    because: str
    """One plain sentence that says why."""


class ReviewItem(Model):
    """One answer to review."""

    question: str
    stage: Stage
    state: ReviewState
    decides: tuple[Decided, ...]
    """Minimums first; within a level what failed, then what is undetermined, the heaviest first."""

    @property
    def checked(self) -> bool:
        """Return whether an assessor accepted, overrode or verified it, and does not challenge it."""
        return self.state == "checked"


class Shift(Model):
    """A criterion whose result an act changes."""

    criterion: CriterionId
    level: Level
    before: FindingState
    after: FindingState


class Effect(Model):
    """What an act on an answer changes: judged by the policy, not foretold."""

    shifts: tuple[Shift, ...]
    """Minimums first, the heaviest first."""
    verdict: Verdict
    """Before it."""
    then: Verdict
    """After it."""


class Standing(Model):
    """How far the minimums rest on what an assessor checked."""

    verdict: Verdict
    minimums: int
    """Criteria of level minimum that apply."""
    on_word: int
    """Those of them that are decided and rest on an answer that nobody checked: on the vendor's word."""
    undetermined: int
    taken_out: int
    """Minimums beyond those, that do not apply because of answers that nobody checked."""

    @property
    def words(self) -> str:
        """Return it as a clause, such as ``11 of 33 minimums rest on the vendor's word, 2 are undetermined``."""
        if not self.minimums:
            return "no minimum applies"
        verb, also = "rests" if self.on_word == 1 else "rest", "is" if self.undetermined == 1 else "are"
        undetermined = f", {self.undetermined} {also} undetermined" if self.undetermined else ""
        return f"{self.on_word} of {self.minimums} minimums {verb} on the vendor's word{undetermined}"
