"""Numbers, percentages and dates as people write them. What can be read in two ways is asked about, never guessed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from vendorrisk.capture.accepting import Rule, Way
from vendorrisk.capture.text import clean, fold, quote
from vendorrisk.model.base import DEFAULT_LANGUAGE
from vendorrisk.model.fault import VendorRiskError
from vendorrisk.model.language import Said
from vendorrisk.phrases.reading import Amounts

Raw = str | bool | int | float | dt.date | dt.time | dt.timedelta | None
"""What a cell, a CSV field, a YAML answer or typed text can hold; a ``datetime`` is a ``date``."""


_NO_WAY: Final[Mapping[Rule, Way]] = MappingProxyType({})


class Unreadable(VendorRiskError):  # noqa: N818  said of an answer
    """An answer that can't be read as its question asks; ``what`` and ``mend`` are for its author, in English."""

    exit_code = 3

    def __init__(
        self, code: str, what: Said | str, *mend: Said | str, ways: Mapping[Rule, Way | None] = _NO_WAY
    ) -> None:
        """Say what it is, and ``ways``: what it would be under each rule that can be accepted."""
        super().__init__(_told(what, DEFAULT_LANGUAGE), mend=" ".join(_told(each, DEFAULT_LANGUAGE) for each in mend))
        self.code = code
        self.ways = {rule: way for rule, way in ways.items() if way is not None}
        self._said = what, mend

    def told(self, language: str) -> tuple[str, str]:
        """Return what is wrong and how to mend it, in a language."""
        what, mend = self._said
        return _told(what, language), " ".join(_told(each, language) for each in mend)


def _told(said: Said | str, language: str) -> str:
    return said if isinstance(said, str) else said.say(language)


_PLAIN: Final = re.compile(r"[+-]?\d+(?:\.\d+)?")
_GROUPED: Final = re.compile(r"[+-]?\d{1,3}(?:(?P<mark>[ ',.])\d{3})(?:(?P=mark)\d{3})*")
_COMMA: Final = re.compile(r"[+-]?\d+,\d+")
_ZERO_POINT: Final = re.compile(r"[+-]?0[.,]\d+")
_FIRST_REAL_YEAR: Final = 1930
_LEAP_DAY_THAT_NEVER_WAS: Final = 60
"""Spreadsheets count 29 February 1900 as their day 60."""
_DIGITS_LIMIT = 10**15
"""Spreadsheets keep 15 digits; longer numbers would change on the way."""


def read_number(raw: Raw, unit: str = "", unit_one: str = "") -> tuple[int | float, str]:
    """Return a number and what was read leniently; ``unit``, or its form after a 1, may stand behind it."""
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return _exact(raw, str(raw)), ""
    if not isinstance(raw, str):
        if (meant := _dressed_up(raw)) is not None:
            mend = Amounts.FORMAT_AS_NUMBER.of(number=meant)
            raise Unreadable("not-a-number", Amounts.A_DATE.of(value=quote(_shown(raw))), mend)
        kind = Amounts.A_DATE if isinstance(raw, dt.date) else Amounts.NO_NUMBER_GIVEN
        raise Unreadable("not-a-number", kind.of(value=quote(_shown(raw))), Amounts.DIGITS_24.of())
    text = fold(raw)
    number, rest = _split_unit(text)
    if rest and rest not in (fold(unit), fold(unit_one)):
        what = Amounts.NO_NUMBER_IN if unit else Amounts.NO_NUMBER
        raise Unreadable("not-a-number", what.of(value=quote(raw), unit=unit), Amounts.DIGITS_ONLY.of())
    value, note = _parse_number(number, raw)
    return value, note or (f"read {quote(raw)} as {value}" if rest else "")


def _dressed_up(raw: Raw) -> int | None:
    """Return the number that a cell shows as a date of long ago, because it is formatted as one."""
    if not isinstance(raw, dt.date) or raw.year >= _FIRST_REAL_YEAR:
        return None
    day = raw.date() if isinstance(raw, dt.datetime) else raw
    number = (day - dt.date(1899, 12, 30)).days
    return number if number > _LEAP_DAY_THAT_NEVER_WAS else number - 1


def _split_unit(text: str) -> tuple[str, str]:
    match = re.fullmatch(r"([+-]?[\d.,' ]*\d)\s*([^\d].*)?", text)
    return (match[1], (match[2] or "").strip()) if match else ("", text)


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
        either = {"one": whole, "other": _trim(part)}
        what = Amounts.COULD_MEAN.of(value=quote(raw), **either)
        comma, point = (part, whole) if grouped["mark"] == "," else (whole, part)
        ways = {Rule.COMMA: Way(float(comma)), Rule.POINT: Way(float(point))}
        raise Unreadable("ambiguous-number", what, Amounts.WRITE_EITHER.of(**either), ways=ways)
    if _PLAIN.fullmatch(text):
        return _exact(float(text) if "." in text else int(text), raw), ""
    if _COMMA.fullmatch(text):
        value = _exact(float(text.replace(",", ".")), raw)
        return value, f"read {quote(raw)} as {value}"
    if re.fullmatch(r"[+-]?[\d.,]+", text):
        what = Amounts.SEVERAL_WAYS.of(value=quote(raw))
        raise Unreadable("ambiguous-number", what, Amounts.NO_THOUSANDS.of(), ways=_with_both_marks(text))
    raise Unreadable("not-a-number", Amounts.NO_NUMBER.of(value=quote(raw)), Amounts.DIGITS.of())


def _with_both_marks(text: str) -> Mapping[Rule, Way | None]:
    """Return what a number is that holds separators of thousands and of decimals, such as 1.234,5."""
    found: dict[Rule, Way | None] = {}
    for rule, thousands, decimal in ((Rule.COMMA, ".", ","), (Rule.POINT, ",", ".")):
        if re.fullmatch(rf"[+-]?\d{{1,3}}(\{thousands}\d{{3}})+\{decimal}\d+", text):
            found[rule] = Way(float(text.replace(thousands, "").replace(decimal, ".")))
    return found


def _trim(number: str) -> str:
    return number.rstrip("0").rstrip(".")


def _exact(value: float, shown: str) -> int | float:
    """Return the number as a spreadsheet keeps it, a whole one as an int: 95 and 95.0 are one answer."""
    if value != value or abs(value) >= _DIGITS_LIMIT:  # noqa: PLR0124  NaN is the one value that differs from itself
        raise Unreadable("not-a-number", Amounts.NOT_EXACT.of(value=quote(shown)), Amounts.DIGITS_15.of())
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
        either = {"one": whole, "other": value}
        what = Amounts.COULD_MEAN_PERCENT.of(value=value, **either)
        ways = {Rule.SHARES: Way(f"{whole} %")}
        raise Unreadable("ambiguous-percent", what, Amounts.WRITE_EITHER_PERCENT.of(**either), ways=ways)
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
_SERIALS = range(36526, 73051)
"""Day numbers of spreadsheets from 2000 to 2099."""


def read_date(raw: Raw) -> tuple[str, str]:
    """Return a date as ISO text and what was read leniently."""
    if isinstance(raw, dt.date):
        return _checked(raw.year, raw.month, raw.day, raw.isoformat()), ""
    if isinstance(raw, int | float) and not isinstance(raw, bool) and _SERIALS.start <= raw < _SERIALS.stop:
        meant = dt.date(1899, 12, 30) + dt.timedelta(days=int(raw))
        raise Unreadable("not-a-date", Amounts.DAY_NUMBER.of(value=raw), Amounts.IF_MEANT.of(date=meant))
    if not isinstance(raw, str):
        raise Unreadable("not-a-date", Amounts.NO_DATE.of(value=quote(_shown(raw))), Amounts.WRITE_DATE.of())
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
        raise Unreadable("not-a-date", Amounts.NO_DATE.of(value=quote(raw)), Amounts.WRITE_DATE.of())
    a, b, year = int(match["a"]), int(match["b"]), int(match["y"])
    if a <= 12 and b <= 12 and a != b:
        one, two = _checked(year, a, b, raw), _checked(year, b, a, raw)
        either = {"one": one, "other": two}
        what = Amounts.COULD_MEAN.of(value=quote(raw), **either)
        ways = {Rule.MONTH_FIRST: Way(one), Rule.DAY_FIRST: Way(two)}
        raise Unreadable("ambiguous-date", what, Amounts.WRITE_EITHER.of(**either), ways=ways)
    value = _checked(year, b, a, raw) if b <= 12 else _checked(year, a, b, raw)
    return value, f"read {quote(raw)} as {value}"


def _checked(year: int, month: int, day: int, raw: str) -> str:
    try:
        date = dt.date(year, month, day)
    except ValueError:
        raise Unreadable("not-a-date", Amounts.NO_DAY.of(value=quote(raw)), Amounts.WRITE_DATE.of()) from None
    if not 1900 <= year < 2200:
        raise Unreadable("not-a-date", Amounts.OTHER_CENTURY.of(value=quote(raw)), Amounts.WRITE_DATE.of())
    return date.isoformat()


def _shown(raw: Raw) -> str:
    return raw.isoformat() if isinstance(raw, dt.date | dt.time) else str(raw)
