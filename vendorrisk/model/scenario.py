"""Scenarios: answers with the findings that a policy must give for them: a change of rules shows what it changes."""

from __future__ import annotations

from typing import Any, Self

from pydantic import Field, model_validator

from vendorrisk.model.answer import Grade, Value
from vendorrisk.model.base import Id, Model
from vendorrisk.model.policy import CriterionId, Tier, Verdict
from vendorrisk.model.result import FindingState
from vendorrisk.model.term import DayField


class ScenarioAnswer(Model):
    """One answer of a scenario. A bare value is one that nothing supports."""

    value: Value | None = None
    grade: Grade = Grade.ASSERTED
    dated: DayField | None = None
    """The date of the document behind a documented or verified answer; None: it bears none."""
    not_applicable: bool = False
    """An N/A whose reason an assessor accepted."""

    @model_validator(mode="before")
    @classmethod
    def _from_bare_value(cls, given: Any) -> Any:
        if isinstance(given, dict):
            return given
        return {"value": tuple(given) if isinstance(given, list) else given}

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        if (self.value is None) != self.not_applicable:
            raise ValueError("an answer has a value, or 'not_applicable: true'")
        if self.grade is Grade.ASSERTED and self.dated is not None:
            raise ValueError("a dated document makes an answer documented; write 'grade: documented'")
        return self


class Scenario(Model):
    """Answers, and what the policy must make of them. An answer that is not given is unanswered."""

    name: str = Field(min_length=1)
    tier: Tier | None = None
    """The inherent risk tier; that of the file where None."""
    answers: dict[Id, ScenarioAnswer] = Field(default_factory=dict)
    """Of the questionnaire and of the triage; they come on top of those of the file."""
    without: tuple[Id, ...] = ()
    """Answers of the file that this scenario leaves open."""
    expect: dict[CriterionId, FindingState] = Field(default_factory=dict)
    verdict: Verdict | None = None

    @model_validator(mode="after")
    def _expects_something(self) -> Self:
        if not self.expect and self.verdict is None:
            raise ValueError("a scenario expects a finding or a verdict")
        return self


class Scenarios(Model):
    """One file of scenarios for one policy."""

    policy: str
    """Its id, with overlays joined by ``+``."""
    as_of: DayField
    tier: Tier
    given: dict[Id, ScenarioAnswer] = Field(default_factory=dict)
    """Answers that every scenario starts from."""
    scenarios: tuple[Scenario, ...] = Field(min_length=1)
