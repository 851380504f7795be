"""The glossary: one meaning for each word of risk, fairness, privacy and security that questions and criteria use."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from vendorrisk.model.base import Id, Model, Text, Version

GlossaryField = Literal["risk", "fairness", "privacy", "security", "ai"]


class Entry(Model):
    """A word with its meaning, in one or two sentences."""

    id: Id
    term: Text
    field: GlossaryField
    meaning: Text
    see: tuple[Id, ...] = ()
    """Entries that a reader may want next."""
    references: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Where a framework defines it."""


class Glossary(Model):
    """All entries."""

    glossary: Id
    version: Version
    entries: tuple[Entry, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        ids = [entry.id for entry in self.entries]
        if twice := sorted({name for name in ids if ids.count(name) > 1}):
            raise ValueError(f"{', '.join(twice)} stands twice; every entry's id must be unique")
        return self

    def entry(self, entry_id: str) -> Entry:
        """Return the entry with this id; raise ``KeyError`` if there is none."""
        for entry in self.entries:
            if entry.id == entry_id:
                return entry
        raise KeyError(entry_id)
