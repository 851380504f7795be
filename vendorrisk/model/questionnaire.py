"""Questions, sections and questionnaires: content that a coalition edits, never code."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from vendorrisk.model.base import Id, Model, QuestionId, Ranked, Text, Version
from vendorrisk.model.condition import ConditionField


class QuestionType(StrEnum):
    """How a question is answered; decides the canonical value of its answer (see :mod:`.answer`)."""

    YES_NO = "yes-no"
    CHOICE = "choice"
    MULTI = "multi"
    NUMBER = "number"
    PERCENT = "percent"
    DATE = "date"
    TEXT = "text"
    LIST = "list"
    URL = "url"


class Disclosure(Ranked):
    """Who may see an answer or a finding; each tier sees what the ones before it see, and more."""

    PUBLIC = "public"
    PARTNER = "partner"
    FULL = "full"


class EvidenceKind(StrEnum):
    """What could prove an answer."""

    POLICY = "policy"
    PROCEDURE = "procedure"
    RECORD = "record"
    CONFIGURATION_EXPORT = "configuration-export"
    AUDIT_REPORT = "audit-report"
    CERTIFICATE = "certificate"
    TEST_REPORT = "test-report"
    CONTRACT = "contract"
    PUBLIC_PAGE = "public-page"
    MODEL_CARD = "model-card"
    DATA_SHEET = "data-sheet"
    TRAINING_RECORD = "training-record"


class Option(Model):
    """One possible answer. A bare id is its own label."""

    id: Id
    label: Text
    exclusive: bool = False
    """Of a multi question: it stands alone, such as "None of these"."""

    @model_validator(mode="before")
    @classmethod
    def _from_bare_id(cls, value: Any) -> Any:
        if isinstance(value, str):
            return {"id": value, "label": value}
        if isinstance(value, dict) and "label" not in value and "id" in value:
            return {**value, "label": value["id"]}
        return value


Effort = Literal[1, 3, 10, 30, 90, "fixed"]
"""Rough person-days of a mid-sized vendor for the best answer; fixed: a fact that no work changes."""


class Question(Model):
    """One question: one idea, answerable by one person."""

    id: QuestionId
    ask: Text
    type: QuestionType
    options: tuple[Option, ...] = ()
    """Best first. Yes-no questions have ``yes`` and ``no`` unless they say otherwise."""
    unit: Text | None = None
    """What a number counts, such as ``hours``."""
    unit_one: Text | None = None
    """The unit behind the number 1, such as ``hour``."""
    minimum: float | None = None
    maximum: float | None = None
    not_applicable: Literal["never", "justify"] = "never"
    show_when: ConditionField | None = None
    help: Text
    why: Text
    evidence: tuple[EvidenceKind, ...] = ()
    disclosure: Disclosure = Disclosure.PARTNER
    effort: Effort = 10
    terms: tuple[Id, ...] = ()
    """Glossary entries that explain its words."""
    references: dict[str, tuple[str, ...]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _options_fit_the_type(self) -> Self:
        has_options = self.type in (QuestionType.YES_NO, QuestionType.CHOICE, QuestionType.MULTI)
        if self.type is QuestionType.YES_NO and not self.options:
            object.__setattr__(self, "options", _YES_NO)
        if has_options and len(self.options) < 2:
            raise ValueError(f"a {self.type} question needs at least two options")
        if not has_options and self.options:
            raise ValueError(f"a {self.type} question takes no options")
        if self.type is not QuestionType.MULTI and any(option.exclusive for option in self.options):
            raise ValueError("only an option of a multi question can be exclusive")
        ids = [option.id for option in self.options]
        if len(set(ids)) < len(ids):
            raise ValueError("two options have the same id")
        if self.unit is not None and self.type is not QuestionType.NUMBER:
            raise ValueError("only a number question has a unit")
        if self.unit_one is not None and self.unit is None:
            raise ValueError("unit_one stands beside unit, the form for every other number")
        if self.type is QuestionType.PERCENT and self.minimum is None:
            object.__setattr__(self, "minimum", 0.0)
        if self.type is QuestionType.PERCENT and self.maximum is None:
            object.__setattr__(self, "maximum", 100.0)
        return self

    @model_validator(mode="after")
    def _bounds_fit(self) -> Self:
        given = self.minimum is not None or self.maximum is not None
        if given and self.type not in (QuestionType.NUMBER, QuestionType.PERCENT):
            raise ValueError("only a number or percent question has bounds")
        if self.minimum is not None and self.maximum is not None and self.minimum > self.maximum:
            raise ValueError("'minimum' is above 'maximum'")
        return self

    @property
    def option_ids(self) -> tuple[str, ...]:
        """Return the option ids, best first."""
        return tuple(option.id for option in self.options)


_YES_NO = (Option(id="yes", label={"en": "Yes"}), Option(id="no", label={"en": "No"}))


class Section(Model):
    """A domain of the questionnaire, such as access control. Its id is the domain of criteria."""

    section: Id
    title: Text
    pillar: Literal["security", "ethics", "service", "risk"]
    """``service`` holds the vendor's facts about the product; ``risk`` is the triage by procurement."""
    intro: Text
    questions: tuple[Question, ...] = Field(min_length=1)


class Questionnaire(Model):
    """All sections, in the order in which they are asked."""

    questionnaire: Id
    version: Version
    title: Text
    description: Text
    respondent: Literal["vendor", "procurement"] = "vendor"
    part_of: Id | None = None
    """The questionnaire that all its questions are included from, ids and texts shared."""
    sections: tuple[Section, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _ids_are_unique(self) -> Self:
        seen: set[str] = set()
        for name in [section.section for section in self.sections] + [q.id for q in self.questions]:
            if name in seen:
                raise ValueError(f"{name!r} stands twice; every section and question id must be unique")
            seen.add(name)
        return self

    @property
    def questions(self) -> tuple[Question, ...]:
        """Return every question in order."""
        return tuple(question for section in self.sections for question in section.questions)

    def question(self, question_id: str) -> Question:
        """Return the question with this id; raise ``KeyError`` if there is none."""
        for question in self.questions:
            if question.id == question_id:
                return question
        raise KeyError(question_id)


class Include(Model):
    """Which questions a questionnaire takes from another, in that one's order."""

    questionnaire: Id
    questions: tuple[Id, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _each_stands_once(self) -> Self:
        if twice := sorted({name for name in self.questions if self.questions.count(name) > 1}):
            raise ValueError(f"{', '.join(twice)} stands twice; name each question once")
        return self


class IncludingQuestionnaire(Model):
    """A questionnaire without questions of its own: ids and texts are shared, so answers carry over."""

    questionnaire: Id
    version: Version
    title: Text
    description: Text
    include: Include
