"""What a number format makes of a cell: a person answers by what is shown, so it must be what the cell holds."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final, NamedTuple

from vendorrisk.capture.quantities import Raw

_TOKEN: Final = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|[_*].|\[(?P<bracket>[^\]]*)\]|(?P<end>;)|(?P<code>.)', re.DOTALL
)
_SCALED: Final = re.compile(r"[0#?],+(?![0#?,])")
"""A comma behind the last digit divides by a thousand."""
_TEXTS: Final = ("@", "general")


class _Section(NamedTuple):
    code: str
    literal: str
    conditional: bool


def shows_percent(number_format: str, value: Raw) -> bool:
    """Return whether the format shows a number times hundred; a per cent sign that is only text does not."""
    return "%" in _section(_sections(number_format), value).code


def shows_something_else(number_format: str, value: Raw) -> bool:
    """Return whether a person sees another answer than the cell holds, or none."""
    if number_format.casefold() in ("general", "@") or value is None or isinstance(value, bool):
        return False
    sections = _sections(number_format)
    section = _section(sections, value)
    code = section.code.casefold()
    if isinstance(value, str):
        return bool(section.literal.strip()) or code.strip() not in _TEXTS
    if any(each.conditional for each in sections) or re.search(r"\d", section.literal):
        return True
    if not isinstance(value, int | float):
        return False
    shown = "general" in code or re.search("[0#?]", code) is not None
    minus = value >= 0 and "-" in code.replace("e-", "")
    return not shown or minus or _SCALED.search(code) is not None


def _section(sections: list[_Section], value: Raw) -> _Section:
    """Return the section that applies: of positive, negative, zero, text, as far as they are given."""
    if isinstance(value, str):
        if len(sections) > 3:
            return sections[3]
        return next((each for each in sections if "@" in each.code), _Section("@", "", conditional=False))
    number = 1 if isinstance(value, dt.date | dt.time | dt.timedelta) or value is None else value
    if number < 0 and len(sections) > 1:
        return sections[1]
    return sections[2] if number == 0 and len(sections) > 2 else sections[0]


def _sections(number_format: str) -> list[_Section]:
    found: list[_Section] = []
    code, literal, conditional = "", "", False
    for match in _TOKEN.finditer(number_format + ";"):
        if match["end"]:
            found.append(_Section(code, literal, conditional))
            code, literal, conditional = "", "", False
        elif match["bracket"] is not None:
            conditional |= match["bracket"][:1] in "<>=" and match["bracket"] != ""
        else:
            code += match["code"] or ""
            literal += (match["quoted"] or "") + (match["escaped"] or "")
    return found
