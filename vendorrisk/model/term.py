"""Terms and ages in days, calendar months and years, and dates relative to ``as_of``."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import Annotated, Self

from pydantic import BeforeValidator, PlainSerializer
from pydantic.dataclasses import dataclass

_TERM = re.compile(r"^(\d{1,4}) (day|month|year)s?$")
_LONGEST_YEARS = 100
YEARS = range(1900, 2200)
"""Dates outside can't be meant, and leave no room for terms before and after them."""
_RELATIVE = re.compile(r"^(\d{1,4} (?:day|month|year)s?) (before|after) as_of$")


@dataclass(frozen=True, order=True)
class Term:
    """A length of time in whole calendar months and days, such as ``12 months`` or ``30 days``."""

    months: int
    days: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``30 days``, ``1 month``, ``2 years``; raise ``ValueError`` on anything else."""
        match = _TERM.match(text) if isinstance(text, str) else None
        if not match:
            raise ValueError(f"{text!r} is no term; write it as '30 days', '12 months' or '2 years'")
        count, unit = int(match[1]), match[2]
        if count > _LONGEST_YEARS * {"day": 365, "month": 12, "year": 1}[unit]:
            raise ValueError(f"{text!r} is longer than {_LONGEST_YEARS} years")
        if unit == "day":
            return cls(0, count)
        return cls(count * (12 if unit == "year" else 1), 0)

    def __str__(self) -> str:
        count, unit = (self.months, "month") if self.months else (self.days, "day")
        return f"{count} {unit}" + ("" if count == 1 else "s")

    def comparable(self, other: Term) -> bool:
        """Return whether both count months, or both days: only then the shorter is so from every date on."""
        return not ((self.months and other.days) or (self.days and other.months))

    def after(self, date: dt.date) -> dt.date:
        """Return the date this long after ``date``; a day that the month lacks becomes its last."""
        return _shift(date, self.months) + dt.timedelta(days=self.days)

    def before(self, date: dt.date) -> dt.date:
        """Return the date this long before ``date``; a day that the month lacks becomes its last."""
        return _shift(date, -self.months) - dt.timedelta(days=self.days)


def _shift(date: dt.date, months: int) -> dt.date:
    year, month = divmod(date.year * 12 + date.month - 1 + months, 12)
    day = min(date.day, calendar.monthrange(year, month + 1)[1])
    return dt.date(year, month + 1, day)


def resolve_date(text: str, as_of: dt.date) -> dt.date:
    """Return the date that a condition's operand names: an ISO date, ``as_of``, or a term before or after it."""
    if text == "as_of":
        return as_of
    if match := _RELATIVE.match(text):
        term = Term.parse(match[1])
        return term.before(as_of) if match[2] == "before" else term.after(as_of)
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise ValueError(
            f"{text!r} is no date; write it as 2026-01-31, 'as_of' or '12 months before as_of'",
        ) from None


def _read_day(value: object) -> dt.date:
    """Return the day that an ISO text names; a bare number is none, for it could count anything."""
    try:
        day = value if isinstance(value, dt.date) else dt.date.fromisoformat(str(value))
    except ValueError:
        day = None
    if day is None or isinstance(value, int | float):
        raise ValueError(f"{value!r} is no date; write it as 2026-01-31")
    if day.year not in YEARS:
        raise ValueError(f"{day} lies outside {YEARS[0]} to {YEARS[-1]}")
    return day


DayField = Annotated[dt.date, BeforeValidator(_read_day)]
"""A day that is written as 2026-01-31 in content."""

TermField = Annotated[
    Term,
    BeforeValidator(lambda value: Term.parse(value) if isinstance(value, str) else value),
    PlainSerializer(str, return_type=str),
]
"""A :class:`Term` that is written as text in content and in JSON."""
