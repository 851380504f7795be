"""Terms in calendar months and days, and dates relative to as_of."""

from __future__ import annotations

import datetime as dt

import pytest

from vendorrisk.model.term import Term, resolve_date


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "months", "days"),
    [
        ("30 days", 0, 30),
        ("1 day", 0, 1),
        ("12 months", 12, 0),
        ("1 month", 1, 0),
        ("2 years", 24, 0),
        ("0 days", 0, 0),
    ],
)
def test_terms_are_read(text: str, months: int, days: int) -> None:
    assert Term.parse(text) == Term(months, days)


@pytest.mark.parametrize(
    "text",
    ["", "30", "days", "30days", "30  days", " 30 days", "30 days ", "-1 days", "1.5 years", "2 weeks", "12345 days"],
)
def test_anything_else_is_refused_with_how_to_write_it(text: str) -> None:
    with pytest.raises(ValueError, match="write it as '30 days', '12 months' or '2 years'"):
        Term.parse(text)


@pytest.mark.parametrize("text", ["1 day", "30 days", "1 month", "18 months", "0 days"])
def test_a_term_is_written_as_it_is_read(text: str) -> None:
    assert str(Term.parse(text)) == text


@pytest.mark.parametrize(
    ("term", "date", "after", "before"),
    [
        ("1 month", "2026-01-31", "2026-02-28", "2025-12-31"),
        ("1 month", "2028-03-31", "2028-04-30", "2028-02-29"),
        ("12 months", "2028-02-29", "2029-02-28", "2027-02-28"),
        ("2 years", "2026-11-23", "2028-11-23", "2024-11-23"),
        ("30 days", "2026-02-15", "2026-03-17", "2026-01-16"),
        ("6 months", "2026-08-31", "2027-02-28", "2026-02-28"),
        ("0 days", "2026-01-01", "2026-01-01", "2026-01-01"),
    ],
)
def test_months_end_at_month_ends(term: str, date: str, after: str, before: str) -> None:
    assert Term.parse(term).after(day(date)) == day(after)
    assert Term.parse(term).before(day(date)) == day(before)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("as_of", "2026-03-31"),
        ("2025-01-02", "2025-01-02"),
        ("1 month before as_of", "2026-02-28"),
        ("1 month after as_of", "2026-04-30"),
        ("30 days before as_of", "2026-03-01"),
    ],
)
def test_operands_name_dates(text: str, date: str) -> None:
    assert resolve_date(text, day("2026-03-31")) == day(date)


@pytest.mark.parametrize(
    "text", ["", "today", "2026-02-30", "1 month", "before as_of", "1 week before as_of", "13/2026"]
)
def test_other_operands_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no date; write it as 2026-01-31, 'as_of' or '12 months before as_of'"):
        resolve_date(text, day("2026-03-31"))
