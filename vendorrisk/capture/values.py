"""How answers are read, whoever wrote them where: the one table of DESIGN section 5, 'How values are written'.

Cells, CSV fields, answers files and typed text all come through :func:`read_value`. What is clear is read
leniently and noted; what is not is refused with words that help. Blank is unanswered, never no.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from urllib.parse import urlsplit

from vendorrisk.capture.accepting import Rule, Way
from vendorrisk.capture.options import listed, read_options, says_not_applicable, spellings
from vendorrisk.capture.placeholders import is_placeholder, points_elsewhere
from vendorrisk.capture.quantities import Raw, Unreadable, read_date, read_number, read_percent
from vendorrisk.capture.text import clean, fold, quote
from vendorrisk.model.answer import MAX_ANSWER_CHARACTERS, NOT_APPLICABLE, Value
from vendorrisk.model.base import say
from vendorrisk.model.questionnaire import Question, QuestionType
from vendorrisk.phrases.reading import Unclear
from vendorrisk.rules.values import label, show_number, show_value

__all__ = ["NOT_APPLICABLE", "Raw", "Reading", "Unreadable", "read_value", "spellings", "write_value"]


@dataclass(frozen=True)
class Reading:
    """An answer as it was read: a value, not applicable, or blank."""

    value: Value | None = None
    not_applicable: bool = False
    note: str = ""
    """What had to be read leniently, such as ``read 'Y' as Yes``; empty if nothing had."""
    words: str = ""
    """What was written and the value does not say; it belongs into the comment."""

    @property
    def blank(self) -> bool:
        """Return whether nothing was answered."""
        return self.value is None and not self.not_applicable


def read_value(
    question: Question,
    raw: Raw | Sequence[str],
    *,
    language: str = "en",
    percent_format: bool = False,
    accept: Collection[Rule] = (),
) -> Reading:
    """Return what was answered; raise :class:`Unreadable` where that isn't clear or not allowed.

    A sequence of texts (of an answers file) stands for lines. ``percent_format``: the cell shows its number as a
    percentage. ``accept`` holds the rules by which a person lets unclear answers be read.
    """
    try:
        return _read(question, raw, language, percent_format=percent_format)
    except Unreadable as problem:
        accepted = next((rule for rule in problem.ways if rule in accept), None)
        if accepted is None:
            raise
        return _accepted(question, raw, problem, accepted, language)


def _accepted(question: Question, raw: Raw | Sequence[str], problem: Unreadable, rule: Rule, language: str) -> Reading:
    """Return the answer as the rule reads it; raise the problem if that is no answer either."""
    way = problem.ways[rule]
    try:
        reading = _read(question, way.value, language, percent_format=False)
    except Unreadable:
        raise problem from None
    text = quote(raw if isinstance(raw, str) else str(raw) if not isinstance(raw, Sequence) else "; ".join(raw))
    said = f"read {text} as {_said(question, reading)}" if not reading.blank else f"left {text} open"
    return replace(reading, note=f"{said}, accepted with --accept {rule}", words=way.words)


def _said(question: Question, reading: Reading) -> str:
    return NOT_APPLICABLE if reading.value is None else show_value(question, reading.value)


def _read(question: Question, raw: Raw | Sequence[str], language: str, *, percent_format: bool) -> Reading:
    if raw is not None and not isinstance(raw, str | bool | int | float | dt.date | dt.time | dt.timedelta):
        raw = "\n".join(map(str, raw))
    text = clean(raw) if isinstance(raw, str) else ""
    if raw is None or (isinstance(raw, str) and not text):
        return Reading()
    if len(text) > MAX_ANSWER_CHARACTERS:
        what = Unclear.TOO_LONG.of(count=f"{len(text):,}", most=f"{MAX_ANSWER_CHARACTERS:,}")
        raise Unreadable("too-long", what, Unclear.SHORTEN.of())
    if question.type not in _WORDS and text.startswith("'") and not text.endswith("'"):
        raw = text = text[1:].strip()  # the apostrophe by which spreadsheets mark a text
    if not question.options or fold(text) not in spellings(question, language):
        if says_not_applicable(text, language):
            return _not_applicable(question, text, language)
        _holds_no_place(text, language)
    if question.options:
        return Reading(*_with_note(read_options(question, raw, language)))
    if question.type in (QuestionType.NUMBER, QuestionType.PERCENT):
        return _read_amount(question, text or raw, language, percent_format=percent_format)
    if question.type is QuestionType.DATE:
        return Reading(*_with_note(read_date(text or raw)))
    return _read_text(question, raw)


_WORDS = (QuestionType.TEXT, QuestionType.LIST, QuestionType.URL)


def _holds_no_place(text: str, language: str) -> None:
    """Raise :class:`Unreadable` if a text stands only where an answer will."""
    ways = {Rule.PLACEHOLDERS: Way(None)}
    if is_placeholder(text, language):
        what = Unclear.PLACEHOLDER.of(value=quote(text))
        raise Unreadable("placeholder", what, Unclear.LEAVE_EMPTY.of(), ways=ways)
    if points_elsewhere(text):
        what = Unclear.POINTS_ELSEWHERE.of(value=quote(text))
        raise Unreadable("placeholder", what, Unclear.WRITE_ITSELF.of(), ways=ways)


def _with_note(read: tuple[Value, str]) -> tuple[Value, bool, str]:
    return read[0], False, read[1]


def _not_applicable(question: Question, text: str, language: str) -> Reading:
    if question.not_applicable == "never":
        what = Unclear.NOT_APPLICABLE.of(question=question.id, value=quote(text))
        mend = Unclear.CHOOSE_AND_EXPLAIN if question.options else Unclear.ANSWER_AND_EXPLAIN
        raise Unreadable("not-applicable-not-allowed", what, mend.of(options=listed(question, language)))
    return Reading(not_applicable=True)


def _read_amount(question: Question, raw: Raw | Sequence[str], language: str, *, percent_format: bool) -> Reading:
    amount = raw if isinstance(raw, str | bool | int | float | dt.date | dt.time | dt.timedelta) else None
    percent = question.type is QuestionType.PERCENT
    if percent:
        value, note = read_percent(amount, percent_format=percent_format)
    elif percent_format:
        raise Unreadable("not-a-number", Unclear.SHOWS_PERCENTAGE.of(), Unclear.FORMAT_AS_NUMBER.of())
    else:
        value, note = read_number(amount, *(say(unit, language) for unit in (question.unit, question.unit_one) if unit))
    _within(question, value, " %" if percent else "")
    return Reading(value, note=note)


def _within(question: Question, value: float, unit: str) -> None:
    low, high = question.minimum, question.maximum
    shown = f"{show_number(value)}{unit}"
    if low is not None and value < low:
        what = Unclear.BELOW.of(value=shown, limit=f"{show_number(low)}{unit}")
        raise Unreadable("out-of-range", what, Unclear.CHECK.of())
    if high is not None and value > high:
        what = Unclear.ABOVE.of(value=shown, limit=f"{show_number(high)}{unit}")
        raise Unreadable("out-of-range", what, Unclear.CHECK.of())


def _read_text(question: Question, raw: Raw | Sequence[str]) -> Reading:
    if isinstance(raw, bool):
        raise Unreadable("not-a-text", Unclear.NO_WORDS.of(value=quote(str(raw))), Unclear.IN_WORDS.of())
    if isinstance(raw, str):
        text, note = clean(raw), ""
    else:
        text = show_number(raw) if isinstance(raw, int | float) else _plain_date(raw)
        note = f"read the number or date as the text {quote(text)}"
    if question.type is QuestionType.URL:
        return _read_url(text)
    if question.type is QuestionType.LIST:
        items = tuple(item for line in text.split("\n") if (item := clean(line.strip().removeprefix("•"))))
        if len(items) == 1 and len([piece for piece in re.split(r"[,;]", items[0]) if fold(piece)]) > 1:
            note = f"read as one item {quote(items[0])}; write one per line for several"
        return Reading(items, note=note)
    return Reading(text, note=note)


def _plain_date(raw: Raw | Sequence[str]) -> str:
    if isinstance(raw, dt.datetime) and raw.time() == dt.time():
        return raw.date().isoformat()
    return str(raw)


def _read_url(text: str) -> Reading:
    note = ""
    address = text
    if re.match(r"(?i)www\.[^\s/]+\.[a-z]", address):
        address = f"https://{address}"
        note = f"read {quote(text)} as {address}"
    if problem := url_problem(address):
        raise Unreadable("not-an-address", Unclear[problem].of(value=quote(text)), Unclear.WRITE_ADDRESS.of())
    return Reading(address, note=note)


def url_problem(address: str) -> str:
    """Return the name of the phrase that says what keeps a text from being a web address; empty if nothing does."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        return "NO_ADDRESS"
    if re.search(r"\s", address):
        return "ADDRESS_SPACE"
    if parts.scheme not in ("http", "https") or not re.fullmatch(r"[^.\s]+(\.[^.\s]+)+", host):
        return "NO_ADDRESS"
    if parts.username is not None:
        return "ADDRESS_HIDES"
    return "ADDRESS_LONG" if len(address) > 2000 else ""


def write_value(question: Question, value: Value, language: str = "en") -> str | int | float | dt.date:
    """Return what stands in a cell for a canonical value, so that :func:`read_value` reads the same value back."""
    if isinstance(value, tuple):
        return "\n".join(_written_option(question, item, language) for item in value)
    if question.type is QuestionType.DATE:
        return dt.date.fromisoformat(str(value))
    if question.type is QuestionType.PERCENT and isinstance(value, int | float) and 0 < value < 1:
        return f"{Decimal(repr(value)):f} %"
    return _written_option(question, value, language) if isinstance(value, str) else value


def _written_option(question: Question, value: str, language: str) -> str:
    """Return the option's label, or its id where the label would be read as something else."""
    for option in question.options:
        if option.id == value:
            shown = label(option, language)
            unclear = re.search(r"[\n;]", shown) or spellings(question, language).get(fold(shown)) != value
            return value if unclear else shown
    return value
