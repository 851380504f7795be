"""How two policies, or two versions of one, differ for the vendors that they judge."""

from __future__ import annotations

from enum import StrEnum

from vendorrisk.model.base import Id, Model, Pin
from vendorrisk.model.policy import CriterionId, Level


class Direction(StrEnum):
    """What a difference means for a vendor."""

    TIGHTENED = "tightened"
    LOOSENED = "loosened"
    CHANGED = "changed"
    """Both, neither, or it can't be told."""


class Change(Model):
    """One thing that differs."""

    subject: str
    """In words, such as ``level``, ``evidence`` or ``validity at low risk``."""
    old: str
    new: str
    direction: Direction


class CriterionName(Model):
    """A criterion that only one of the policies has."""

    criterion: CriterionId
    title: str
    level: Level
    domain: Id


class CriterionDiff(CriterionName):
    """A criterion that both have, with another meaning in the new one; named as there."""

    direction: Direction
    changes: tuple[Change, ...]
    effects: tuple[str, ...] = ()
    """What changed conditions mean for the same answers, such as ``accepts fewer answers``."""


class PolicyDiff(Model):
    """All differences from an old policy to a new one."""

    old: Pin
    new: Pin
    terms: tuple[Change, ...]
    """What holds for the whole policy, such as the longest waiver."""
    added: tuple[CriterionName, ...]
    removed: tuple[CriterionName, ...]
    changed: tuple[CriterionDiff, ...]
    reworded: tuple[CriterionId, ...]
    """Criteria whose texts differ, or whose conditions are written otherwise, with the same findings."""
    contradictions_added: tuple[str, ...] = ()
    """What only the new policy takes for a contradiction of triage and answers, in words; no result rests on it."""
    contradictions_removed: tuple[str, ...] = ()

    @property
    def same(self) -> bool:
        """Return whether both give the same results, whatever their texts."""
        return not (self.terms or self.added or self.removed or self.changed)
