"""The texts of the interface that vendors and readers see, in English, by group; translations are content."""

from __future__ import annotations

from vendorrisk.model.language import Phrase
from vendorrisk.phrases.workbook import Workbook

GROUPS: tuple[type[Phrase], ...] = (Workbook,)


def interface_texts() -> dict[str, tuple[str, str]]:
    """Return the English of every text, with where it stands, by its path."""
    return {phrase.path: (phrase.value, str(group.__doc__).rstrip(".")) for group in GROUPS for phrase in group}


def interface_problem(path: str, text: str) -> str:  # noqa: ARG001
    """Return what keeps a text from standing where this one does, in a sentence; empty if nothing does."""
    return ""
