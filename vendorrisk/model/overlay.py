"""Overlays: what a group of members asks beyond a policy. An overlay can only tighten."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from vendorrisk.model.answer import Grade
from vendorrisk.model.base import Id, Model, Text, Version
from vendorrisk.model.condition import ConditionField
from vendorrisk.model.policy import Criterion, CriterionId, Level, Tier, Verdict
from vendorrisk.model.term import TermField


class StricterEvidence(Model):
    """What of a criterion's evidence rule is stricter; what is None stays as it is."""

    grade: Grade | None = None
    max_age: TermField | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.grade is None and self.max_age is None:
            raise ValueError("name a stricter 'grade', a shorter 'max_age', or both")
        return self


class Tightening(Model):
    """What an overlay asks more of one criterion of its base; what is None stays as it is."""

    criterion: CriterionId
    level: Level | None = None
    weight: int | None = Field(default=None, ge=1, le=10)
    evidence: StricterEvidence | None = None
    within: TermField | None = None
    """A shorter term of the remediation."""
    also: ConditionField | None = None
    """What must hold besides the base's ``met_when``."""
    title: Text | None = None
    """What is true when both hold, in place of the base's title."""
    do: Text | None = None
    """What brings ``also`` about, said after the base's remediation."""
    why: Text
    """The reason, said after the base's."""

    @model_validator(mode="after")
    def _tightens(self) -> Self:
        if not any((self.level, self.weight, self.evidence, self.within, self.also)):
            raise ValueError("nothing is tightened: name 'level', 'weight', 'evidence', 'within' or 'also'")
        if any((part is None) != (self.also is None) for part in (self.title, self.do)):
            raise ValueError(
                "'also', 'title' and 'do' stand together: what must hold besides, how the whole reads, what to do"
            )
        return self


class Overlay(Model):
    """What is stricter than in the base, and what is asked besides."""

    overlay: Id
    version: Version
    title: Text
    """Short, as in the title of documents: ``Finance``."""
    description: Text
    base: Id
    """The policy that it tightens."""
    cadence: dict[Tier, TermField] = Field(default_factory=dict)
    not_applicable_limit: int | None = Field(default=None, ge=0, le=100)
    longest_waiver: TermField | None = None
    residual_risk: dict[Tier, dict[Verdict, Tier]] = Field(default_factory=dict)
    """Only the cells that are higher."""
    tighten: tuple[Tightening, ...] = ()
    add: tuple[Criterion, ...] = ()

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        named = [*(each.criterion for each in self.tighten), *(each.id for each in self.add)]
        if twice := sorted({name for name in named if named.count(name) > 1}):
            raise ValueError(f"{', '.join(twice)} stands twice; say all about a criterion in one place")
        terms = self.cadence, self.not_applicable_limit is not None, self.longest_waiver, self.residual_risk
        if not any((*terms, self.tighten, self.add)):
            raise ValueError("this overlay asks for nothing: tighten or add a criterion, or shorten a term")
        return self

    def tightening(self, criterion_id: str) -> Tightening | None:
        """Return what it tightens of a criterion, if anything."""
        return next((each for each in self.tighten if each.criterion == criterion_id), None)
