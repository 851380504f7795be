"""Numbers, percentages and dates as people write them. What can be read in two ways is asked about, never guessed."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from vendorrisk.capture.text import clean, fold, quote
from vendorrisk.model.fault import VendorRiskError

Raw = str | bool | int | float | dt.date | dt.time | dt.timedelta | None
"""What a cell, a CSV field, a YAML answer or typed text can hold; a ``datetime`` is a ``date``."""


class Unreadable(VendorRiskError):  # noqa: N818  said of an answer
    """An answer that can't be read as its question asks; ``what`` and ``mend`` are for its author."""

    exit_code = 3

    def __init__(self, code: str, what: str, mend: str) -> None:
        super().__init__(what, mend=mend)
        self.code = code


_PLAIN: Final = re.compile(r"[+-]?\d+(?:\.\d+)?")
_GROUPED: Final = re.compile(r"[+-]?\d{1,3}(?:(?P<mark>[ ',.])\d{3})(?:(?P=mark)\d{3})*")
_COMMA: Final = re.compile(r"[+-]?\d+,\d+")
_ZERO_POINT: Final = re.compile(r"[+-]?0[.,]\d+")
_DIGITS_LIMIT = 10**15
"""Spreadsheets keep 15 digits; longer numbers would change on the way."""


def read_number(raw: Raw, unit: str = "") -> tuple[int | float, str]:
    """Return a number and what was read leniently; ``unit`` may stand behind it."""
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return _exact(raw, str(raw)), ""
    if not isinstance(raw, str):
        kind = "a date" if isinstance(raw, dt.date) else "no number"
        raise Unreadable(
            "not-a-number", f"{quote(_shown(raw))} is {kind}, and a number is asked for.", "Write digits, such as 24."
        )
    text = fold(raw)
    number, rest = _split_unit(text)
    if rest and rest not in _unit_forms(unit):
        in_unit = f" The answer is counted in {unit}." if unit else ""
        raise Unreadable(
            "not-a-number",
            f"{quote(raw)} is no number.{in_unit}",
            "Write digits only, such as 24; put words into the comment.",
        )
    value, note = _parse_number(number, raw)
    return value, note or (f"read {quote(raw)} as {value}" if rest else "")


def _split_unit(text: str) -> tuple[str, str]:
    match = re.fullmatch(r"([+-]?[\d.,' ]*\d)\s*([^\d].*)?", text)
    return (match[1], (match[2] or "").strip()) if match else ("", text)


def _unit_forms(unit: str) -> set[str]:
    folded = fold(unit)
    return {"", folded, folded.removesuffix("s")}


def _parse_number(text: str, raw: str) -> tuple[int | float, str]:
    grouped = _GROUPED.fullmatch(text)
    if grouped and grouped["mark"] in " '":
        value = _exact(int(re.sub("[ ']", "", text)), raw)
        return value, f"read {quote(raw)} as {value}"
    if grouped and text.count(grouped["mark"]) > 1:
        value = _exact(int(text.replace(grouped["mark"], "")), raw)
        return value, f"read {quote(raw)} as {value}"
    if grouped and not _ZERO_POINT.fullmatch(text):
        whole, part = text.replace(grouped["mark"], ""), text.replace(grouped["mark"], ".")
        raise Unreadable(
            "ambiguous-number", f"{quote(raw)} could mean {whole} or {_trim(part)}.", f"Write {whole} or {_trim(part)}."
        )
    if _PLAIN.fullmatch(text):
        return _exact(float(text) if "." in text else int(text), raw), ""
    if _COMMA.fullmatch(text):
        value = _exact(float(text.replace(",", ".")), raw)
        return value, f"read {quote(raw)} as {value}"
    if re.fullmatch(r"[+-]?[\d.,]+", text):
        raise Unreadable(
            "ambiguous-number",
            f"{quote(raw)} can be read in more than one way.",
            "Write it without separators of thousands, such as 1234.5.",
        )
    raise Unreadable("not-a-number", f"{quote(raw)} is no number.", "Write digits only, such as 24 or 1.5.")


def _trim(number: str) -> str:
    return number.rstrip("0").rstrip(".")


def _exact(value: float, shown: str) -> int | float:
    """Return the number as a spreadsheet keeps it, a whole one as an int: 95 and 95.0 are one answer."""
    if value != value or abs(value) >= _DIGITS_LIMIT:  # noqa: PLR0124  NaN is the one value that differs from itself
        raise Unreadable(
            "not-a-number", f"{quote(shown)} is no number that a spreadsheet keeps exactly.", "Use at most 15 digits."
        )
    kept = value if isinstance(value, int) else float(f"{value:.15g}")
    return int(kept) if kept == int(kept) else kept


def read_percent(raw: Raw, *, percent_format: bool) -> tuple[int | float, str]:
    """Return per cent as a number (95 means 95 %) and what was read leniently.

    ``percent_format``: the cell shows its number as a percentage, so 0.95 is 95.
    """
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        if percent_format:
            return _exact(round(raw * 100, 9), str(raw)), ""
        return _asked_if_share(_exact(raw, str(raw))), ""
    if isinstance(raw, str):
        text = re.sub(r"\s*(%|percent|per cent|pct)$", "", fold(raw))
        if text != fold(raw):
            value, note = (float(text), "") if _PLAIN.fullmatch(text) else read_number(text)
            value = _exact(value, raw)
            return value, f"read {quote(raw)} as {value} %" if note else ""
        if re.fullmatch(r"0?[.,]\d+", text):
            return _asked_if_share(float(text.replace(",", "."))), ""
    value, note = read_number(raw)
    return _asked_if_share(value), note


def _asked_if_share(value: float) -> int | float:
    if 0 < value < 1:
        whole = _exact(round(value * 100, 9), str(value))
        raise Unreadable(
            "ambiguous-percent",
            f"{value} could mean {whole} % or {value} %.",
            f"Write {whole} % or {value} % with the sign.",
        )
    return value


_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONG_MONTHS: Final = "january|february|march|april|may|june|july|august|september|october|november|december"
_MONTH: Final = rf"(?P<month>{_LONG_MONTHS}|sept|{'|'.join(_MONTHS)})\.?"
_FORMS: Final = tuple(
    re.compile(form)
    for form in (
        r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?:[t ]00:00(?::00(?:\.0+)?)?z?)?",
        r"(?P<d>\d{1,2})\. ?(?P<m>\d{1,2})\. ?(?P<y>\d{4})",
        rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th|\.)?[ -]{_MONTH}[ -](?P<y>\d{{4}})",
        rf"{_MONTH} (?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y>\d{{4}})",
    )
)
_SLASHED: Final = re.compile(r"(?P<a>\d{1,2})[/-](?P<b>\d{1,2})[/-](?P<y>\d{4})")
_HOW = "Write year, month and day, such as 2026-01-13."
_SERIALS = range(36526, 73051)
"""Day numbers of spreadsheets from 2000 to 2099."""


def read_date(raw: Raw) -> tuple[str, str]:
    """Return a date as ISO text and what was read leniently."""
    if isinstance(raw, dt.date):
        return _checked(raw.year, raw.month, raw.day, raw.isoformat()), ""
    if isinstance(raw, int | float) and not isinstance(raw, bool) and _SERIALS.start <= raw < _SERIALS.stop:
        meant = dt.date(1899, 12, 30) + dt.timedelta(days=int(raw))
        raise Unreadable("not-a-date", f"{raw} is a number, not a date.", f"If it stands for {meant}, write {meant}.")
    if not isinstance(raw, str):
        raise Unreadable("not-a-date", f"{quote(_shown(raw))} is no date.", _HOW)
    text = fold(raw)
    for form in _FORMS:
        if match := form.fullmatch(text):
            found = match.groupdict()
            month = int(found["m"]) if "m" in found else _MONTHS.index(found["month"][:3]) + 1
            value = _checked(int(found["y"]), month, int(found["d"]), raw)
            return value, "" if clean(raw) == value else f"read {quote(raw)} as {value}"
    return _read_slashed(text, raw)


def _read_slashed(text: str, raw: str) -> tuple[str, str]:
    match = _SLASHED.fullmatch(text)
    if not match:
        raise Unreadable("not-a-date", f"{quote(raw)} is no date.", _HOW)
    a, b, year = int(match["a"]), int(match["b"]), int(match["y"])
    if a <= 12 and b <= 12 and a != b:
        one, two = _checked(year, a, b, raw), _checked(year, b, a, raw)
        raise Unreadable("ambiguous-date", f"{quote(raw)} could mean {one} or {two}.", f"Write {one} or {two}.")
    value = _checked(year, b, a, raw) if b <= 12 else _checked(year, a, b, raw)
    return value, f"read {quote(raw)} as {value}"


def _checked(year: int, month: int, day: int, raw: str) -> str:
    try:
        date = dt.date(year, month, day)
    except ValueError:
        raise Unreadable("not-a-date", f"{quote(raw)} is no day of the calendar.", _HOW) from None
    if not 1900 <= year < 2200:
        raise Unreadable("not-a-date", f"{quote(raw)} lies outside 1900 to 2199.", _HOW)
    return date.isoformat()


def _shown(raw: Raw) -> str:
    return raw.isoformat() if isinstance(raw, dt.date | dt.time) else str(raw)
