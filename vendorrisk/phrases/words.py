"""Words that workbook, interview and documents share."""

from __future__ import annotations

from vendorrisk.model.language import Phrase
from vendorrisk.model.term import Term


class Answers(Phrase):
    """Answers, wherever they are shown."""

    NOT_APPLICABLE_WORD = "n/a"
    NOT_ANSWERED = "Not answered"
    NOT_APPLICABLE = "Not applicable"
    NOT_APPLICABLE_AS = "Not applicable: {reason}"


class Grades(Phrase):
    """How well an answer is supported, within sentences."""

    ASSERTED = "asserted"
    DOCUMENTED = "documented"
    VERIFIED = "verified"


class Tiers(Phrase):
    """Tiers of inherent risk, within sentences."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


class Terms(Phrase):
    """Lengths of time."""

    DAY = "1 day"
    DAYS = "{count} days"
    MONTH = "1 month"
    MONTHS = "{count} months"


def term_words(term: Term, language: str) -> str:
    """Return a length of time in words, such as ``12 months``."""
    count, one, many = (term.months, Terms.MONTH, Terms.MONTHS) if term.months else (term.days, Terms.DAY, Terms.DAYS)
    return one.say(language) if count == 1 else many.say(language, count=count)
