"""Languages that carry the interface's texts, and those texts: named in code, in English, and translated in content."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import Final, NamedTuple, Self

from vendorrisk.model.base import DEFAULT_LANGUAGE

LANGUAGE_CODE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
"""A language tag, such as ``de`` or ``pt-BR``."""

_NONE: Final[Mapping[str, str]] = MappingProxyType({})


class Language(str):
    """A language code that carries the interface's texts in that language.

    Wherever a code is enough it is one. A bare code brings no texts along, so the interface speaks English there.
    """

    __slots__ = ("phrases",)
    phrases: Mapping[str, str]
    """Translated interface texts by path (see :class:`Phrase`)."""

    def __new__(cls, code: str, phrases: Mapping[str, str] = _NONE) -> Self:  # noqa: D102  as its class says
        made = super().__new__(cls, code)
        made.phrases = phrases
        return made


ENGLISH: Final = Language(DEFAULT_LANGUAGE)


class Said(NamedTuple):
    """A text of the interface with its facts, to be said in a language that only its reader knows."""

    phrase: Phrase
    facts: dict[str, object]

    def say(self, language: str) -> str:
        """Return it in a language."""
        return self.phrase.say(language, **self.facts)


class Phrase(StrEnum):
    """A text of the interface, in English; words in braces are filled in. Each subclass is a group of them."""

    @cached_property
    def path(self) -> str:
        """The name by which translations know it, such as ``status.not-needed``."""
        return f"{type(self).__name__.lower()}.{self.name.lower().replace('_', '-')}"

    def of(self, **facts: object) -> Said:
        """Return it with its facts, to be said later."""
        return Said(self, facts)

    def say(self, language: str, **facts: object) -> str:
        """Return it in a language, English where that has no translation, with the facts in place of the braces."""
        text = language.phrases.get(self.path, self.value) if isinstance(language, Language) else self.value
        return text.format_map(facts) if facts else text
