"""What ``import --accept RULE`` reads: answers that are asked about unless a person accepts one reading."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from vendorrisk.capture.text import fold

if TYPE_CHECKING:
    from vendorrisk.capture.quantities import Raw


class Rule(StrEnum):
    """One reading that can be accepted, by the name that the command takes."""

    SUGGESTIONS = "suggestions"
    LEADING_WORD = "leading-word"
    PLACEHOLDERS = "placeholders=open"
    DAY_FIRST = "date-order=day-first"
    MONTH_FIRST = "date-order=month-first"
    COMMA = "decimal=comma"
    POINT = "decimal=point"
    SHARES = "percent=shares"


MEANINGS: Final[Mapping[Rule, str]] = MappingProxyType(
    {
        Rule.SUGGESTIONS: "a misspelt option is the one that it can only be: 'Yess' is yes",
        Rule.LEADING_WORD: "'Yes, for all staff' is yes, unless the words behind take it back",
        Rule.PLACEHOLDERS: "'TBD' and its like leave the question open",
        Rule.DAY_FIRST: "03/04/2026 is 2026-04-03",
        Rule.MONTH_FIRST: "03/04/2026 is 2026-03-04",
        Rule.COMMA: "1,234 is 1.234, and 1.234 is 1234",
        Rule.POINT: "1,234 is 1234, and 1.234 is 1.234",
        Rule.SHARES: "0.95 is 95 %",
    }
)
OPPOSED: Final = ((Rule.DAY_FIRST, Rule.MONTH_FIRST), (Rule.COMMA, Rule.POINT))
"""Rules of which a file can be read by one only."""


@dataclass(frozen=True)
class Way:
    """What an answer is, if a rule is accepted."""

    value: Raw
    """To be read in place of what was written; None leaves the question open."""
    words: str = ""
    """What was written and this does not say; it goes into the comment."""


_LEADING: Final = re.compile(
    r"(?P<head>[^,;()\n]+?)\s*(?:[,;(\n]|[.:!](?=\s)|\s[-\u2013\u2014]+\s)\s*(?P<rest>\S.*)", re.DOTALL
)
_TAKES_BACK: Final = re.compile(
    r"\b(but|except|excluding|part|partly|partial|partially|mostly|mainly|largely|nearly|almost|only|some|limited|if|when"
    r"|where|unless|until|depending|depends|however|although|though|yet|soon|pending|roadmap|future|progress|underway"
    r"|ongoing|tbd|aber|au\u00dfer|ausser|ausgenommen|teilweise|gr\u00f6\u00dftenteils|nur|sofern|wenn|falls|bald|noch"
    r"|mais|sauf|partiel|partiellement|seulement|bient\u00f4t|si)\b"
)
"""Words after which the first word need not hold."""
_DENIES: Final = re.compile(
    r"\b(no|not|non|never|none|nor|without|cannot|lack|lacks|missing|plan|plans|planned|planning|will|nicht|kein|keine"
    r"|keinen|ohne|geplant|pas|aucun|aucune|sans|pr\u00e9vu)\b|n't\b"
)
"""Words that turn a yes round."""
_SURE: Final = ("no", "n/a")
"""Options that such words don't turn round."""


def leading_option(text: str, known: Mapping[str, str]) -> str:
    """Return the option that a text begins with, if nothing behind it takes that back; else an empty text.

    ``known`` holds the options by their folded spellings.
    """
    match = _LEADING.fullmatch(text)
    option = known.get(fold(match["head"]), "") if match else ""
    if not match or not option:
        return ""
    rest, sure = fold(match["rest"]), _SURE if option in _SURE else ()
    others = (re.escape(each) for each, other in known.items() if other not in (option, *sure) and len(each) > 1)
    names_another = re.search(rf"(?<!\w)(?:{'|'.join(others)})(?!\w)", rest)
    turned = not sure and _DENIES.search(rest)
    return "" if names_another or turned or _TAKES_BACK.search(rest) else option


def misspelt_option(text: str, known: Mapping[str, str]) -> str:
    """Return the one option that a text can only be a slip of the pen for; empty if there is none, or more than one.

    ``known`` holds the options by their folded spellings.
    """
    folded = fold(text)
    near = {option for spelling, option in known.items() if _is_slip(folded, spelling)}
    return near.pop() if len(near) == 1 else ""


_SHORT: Final = 5
_LONG: Final = 10


def _is_slip(text: str, spelling: str) -> bool:
    """Return whether a letter is missing, too many, wrong, or two are exchanged; of long words two.

    The first letter and every digit must be right, and in short words none may be replaced: 'unsafe' is no slip of
    'safe', '48 hours' none of '24 hours', and 'yet' none of 'yes'.
    """
    if len(spelling) < 3 or text[:1] != spelling[:1] or abs(len(text) - len(spelling)) > 2:
        return False
    if text.count(" ") != spelling.count(" ") or re.findall(r"\d", text) != re.findall(r"\d", spelling):
        return False
    changes = [
        (last - first, end - begin)
        for kind, first, last, begin, end in difflib.SequenceMatcher(None, text, spelling).get_opcodes()
        if kind != "equal"
    ]
    if sorted(text) == sorted(spelling):
        return len(changes) <= 2
    most = 2 if len(spelling) >= _LONG else 1
    replaced = any(gone and come for gone, come in changes)
    return sum(max(change) for change in changes) <= most and not (replaced and len(spelling) < _SHORT)
