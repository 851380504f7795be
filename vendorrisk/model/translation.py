"""Translations of texts as files and translators see them: by path, with the English text that each was made from."""

from __future__ import annotations

import hashlib
import re
from enum import StrEnum

from vendorrisk.model.base import Model

_PLACEHOLDER = re.compile(r"\{[^{}]*\}")


class TextState(StrEnum):
    """How far a text is translated."""

    MISSING = "missing"
    OUT_OF_DATE = "out of date"
    """Made from an English text that has changed since: not shown until it is confirmed."""
    OK = "ok"


class Entry(Model):
    """One text of a translation file."""

    text: str = ""
    """Empty while only a note stands there."""
    source: str = ""
    """Digest of the English text that it was made from (see :func:`source_of`)."""
    note: str = ""
    """The translator's, for those who come after."""


class TextRow(Model):
    """One text to translate, with what a translator has to know about it."""

    file: str
    """The content it belongs to, such as ``questionnaires/coalition-core``."""
    path: str
    """Its name there, such as ``access.mfa-admin.ask``."""
    context: str
    english: str
    text: str = ""
    state: TextState = TextState.MISSING
    note: str = ""


class TranslatedText(Model):
    """One row that came back from a translator."""

    file: str
    path: str
    english: str
    """The English text as it stood in the workbook."""
    text: str
    note: str
    cell: str
    """Where the translation stands, such as ``Translation!F14``."""


def source_of(english: str) -> str:
    """Return the short digest of an English text; line breaks and kinds of spaces make no difference."""
    return hashlib.sha256(" ".join(english.split()).encode()).hexdigest()[:8]


def placeholders(text: str) -> tuple[str, ...]:
    """Return the words in braces that a text holds, sorted."""
    return tuple(sorted(set(_PLACEHOLDER.findall(text))))
