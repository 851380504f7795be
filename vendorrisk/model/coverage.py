"""How far a vendor's answers reach into a framework, item by item."""

from __future__ import annotations

from enum import StrEnum

from vendorrisk.model.answer import Grade
from vendorrisk.model.base import Model


class Framework(Model):
    """A catalogue of controls or outcomes that questions refer to."""

    id: str
    name: str
    items: dict[str, str]
    """Title of each item by its id, in the catalogue's order; empty where we may ship the identifier only."""


class Reach(StrEnum):
    """What answers say of one item of a framework, the most telling first."""

    CONTRADICTED = "contradicted"
    """An answer says that something it asks for is not so."""
    PARTLY = "partly"
    """Answers support it in part, and none contradicts it."""
    OPEN = "open"
    """A question about it has no answer that counts yet."""
    TO_JUDGE = "to_judge"
    """An answer about it is a figure, date or text, and no policy tests it: its reader judges."""
    SUPPORTED = "supported"
    """Every answer about it supports it."""
    NOT_ASKED = "not_asked"
    """The questions about it are not asked of this vendor, or are not applicable."""
    NO_QUESTION = "no_question"
    """No question of the questionnaire refers to it."""

    @property
    def words(self) -> str:
        """Return it as a person says it."""
        return _SAID.get(self.value, self.value.replace("_", " "))


_SAID = {"partly": "partly supported", "open": "left open", "not_asked": "not applicable"}


class CoveredQuestion(Model):
    """One question about an item, and what its answer says of it."""

    question: str
    ask: str
    reach: Reach
    answer: str = ""
    """As a person would write it; empty if there is none."""
    grade: Grade | None = None


class CoveredItem(Model):
    """One item of a framework."""

    id: str
    title: str = ""
    """Where its catalogue holds one."""
    reach: Reach
    questions: tuple[CoveredQuestion, ...] = ()


class Coverage(Model):
    """A framework as one vendor's answers reach it. It says nothing of conformity: a question touches an item."""

    framework: str
    name: str
    policy: str = ""
    """Id of the policy whose criteria test the answers; empty if the order of the options alone speaks."""
    items: tuple[CoveredItem, ...]

    def count(self, reach: Reach) -> int:
        """Return how many items stand so."""
        return sum(item.reach is reach for item in self.items)
