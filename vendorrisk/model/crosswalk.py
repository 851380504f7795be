"""Crosswalks: which questions that vendors have answered elsewhere correspond to which of ours, and how far."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from vendorrisk.model.base import Id, Model, QuestionId, Version
from vendorrisk.model.layout import EDITION

Relation = Literal["equal", "broader", "narrower", "related"]
"""How a question there relates to the one here. Whoever says yes to a broader one says yes here; whoever says no to a
narrower one says no here; a related one decides nothing and is shown as a hint."""


class Origin(Model):
    """What was answered: editions of a foreign layout, or a questionnaire of the content. Exactly one of the two."""

    layout: Id | None = None
    editions: tuple[Annotated[str, Field(pattern=EDITION)], ...] = ()
    questionnaire: Id | None = None

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        if (self.layout is None) == (self.questionnaire is None):
            raise ValueError("name a 'layout' with its 'editions', or a 'questionnaire'")
        if (self.layout is not None) != bool(self.editions):
            raise ValueError("'editions' stands beside 'layout', and names one at least")
        return self


class Link(Model):
    """One question there, or several that only together correspond, and what their answers say here."""

    question: tuple[QuestionId, ...] = Field(min_length=1)
    """Of several, an answer says something only if all of them were answered so."""
    relation: Relation
    when: dict[str, str] = Field(default_factory=dict)
    """By option there (or ``n/a``) the option here. What is not named says nothing here."""

    @model_validator(mode="before")
    @classmethod
    def _from_one(cls, given: Any) -> Any:
        if isinstance(given, dict) and isinstance(given.get("question"), str):
            return {**given, "question": (given["question"],)}
        return given

    @model_validator(mode="after")
    def _says_what_it_may(self) -> Self:
        if self.relation == "related" and self.when:
            raise ValueError("a related question decides nothing: it has no 'when'")
        if self.relation == "equal" and not self.when:
            raise ValueError("an equal question says with 'when' which answers there are which answers here")
        return self


class Crosswalk(Model):
    """All that one questionnaire's answers say about another's questions. It holds identifiers, and no texts."""

    crosswalk: Id
    version: Version
    origin: Origin = Field(alias="from")
    to: Id
    questions: dict[Id, tuple[Link, ...]] = Field(min_length=1)
    """By question here."""

    @model_validator(mode="after")
    def _links_each_once(self) -> Self:
        for name, links in self.questions.items():
            named = [question for link in links for question in link.question]
            if not links or len(set(named)) < len(named):
                raise ValueError(f"{name} is linked to nothing, or twice to the same question")
        return self

    def links(self) -> Iterator[tuple[str, int, Link]]:
        """Yield every link with the question here and its place in that question's list."""
        for name, found in self.questions.items():
            for number, link in enumerate(found):
                yield name, number, link
