"""What every noun of the model shares: frozen, strict about unknown fields, text in many languages."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from functools import cached_property
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

DEFAULT_LANGUAGE = "en"

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([.\-][a-z0-9]+)*$", max_length=80)]
"""A lower-case identifier: words joined by dots or hyphens, such as ``access.mfa-admin``."""

QuestionId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9.&_\-]*$", max_length=80)]
"""The id of a question. Our own are as :data:`Id`; foreign questionnaires keep theirs, such as ``A&A-01.1``."""


def slug(text: str) -> str:
    """Return a text as an id and file name: lower-case ASCII letters and digits, joined by hyphens; empty if none."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:80].strip("-")


Version = Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")]
"""A semantic version, such as ``1.0.0``."""

Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""A SHA-256 digest in lower-case hexadecimal."""


def _not_empty(text: str | dict[str, str]) -> str | dict[str, str]:
    texts = [text] if isinstance(text, str) else list(text.values())
    if not texts or not all(each.strip() for each in texts):
        raise ValueError("this text is empty")
    return text


Text = Annotated[str | dict[str, str], AfterValidator(_not_empty)]
"""A text in the default language, or one text per language code: ``{"en": ..., "de": ...}``."""


class Ranked(StrEnum):
    """Words with an order: that in which they are declared."""

    @cached_property
    def rank(self) -> int:
        """Return the place in that order, 0 for the first."""
        return list(type(self)).index(self)


class Model(BaseModel):
    """A frozen noun. An unknown field is an error, so that a typo is never silently dropped."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


def say(text: Text, language: str = DEFAULT_LANGUAGE) -> str:
    """Return the text in ``language``, else in the default language, else in the first it has."""
    if isinstance(text, str):
        return text
    return text.get(language) or text.get(DEFAULT_LANGUAGE) or next(iter(text.values()), "")


class Pin(Model):
    """The exact content that a result rests on: its id, version and both digests (DESIGN section 3)."""

    id: str
    version: str
    digest: Digest
    """Meaning digest: ids, types, options and conditions. Comparisons use this one."""
    full_digest: Digest
    """Digest of everything, texts and translations included."""

    def __str__(self) -> str:
        return f"{self.id} {self.version}"
