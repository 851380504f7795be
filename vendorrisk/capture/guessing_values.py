"""How the answers of an unknown layout are read: as some options, or as free text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from vendorrisk.capture.foreign_questions import free_name
from vendorrisk.capture.foreign_values import NOT_APPLICABLE_SPELLINGS
from vendorrisk.capture.guessing_columns import Beside
from vendorrisk.capture.guessing_words import ANSWERS, invites, meaning_of
from vendorrisk.capture.options import SYNONYMS
from vendorrisk.capture.text import fold
from vendorrisk.model.answer import NOT_APPLICABLE
from vendorrisk.model.base import slug
from vendorrisk.model.layout import OTHER

_LABELS: Final = {"yes": "Yes", "partly": "Partly", "no": "No"}
_MOST_OPTIONS = 40
_MOST_UNLISTED = 8
_SHORT = 40
_LONGEST_ID = 40
_LEAST_USUAL = 0.5
_LEAST_ANSWERS = 6


@dataclass(frozen=True, slots=True)
class ValueRead:
    """One answer that occurs, and what it is read as."""

    text: str
    count: int
    meaning: str
    """The id of an option, ``n/a``, or ``other``: kept in words."""
    certain: bool
    """It is one of the usual words, or the file offers it as a choice."""


@dataclass(frozen=True, slots=True)
class ReadAs:
    """What can be answered."""

    type: Literal["choice", "text"]
    options: tuple[tuple[str, str], ...]
    """Ids and labels, best first; those of the file's own words as the file lists them."""
    words: Mapping[str, tuple[str, ...]]
    """Spellings beyond id and label, by option and ``n/a``."""
    values: tuple[ValueRead, ...]
    """The answers that occur or are offered, the most frequent first; of free text only its number counts."""
    placeholders: tuple[str, ...] = ()
    """Texts that only invite to choose."""
    doubts: tuple[str, ...] = ()

    @property
    def uncertain(self) -> tuple[ValueRead, ...]:
        """Return the repeated answers of which only a person can say what they mean."""
        return tuple(each for each in self.values if not each.certain and each.count > 1)


def how_read(columns: Sequence[Beside], said: Mapping[str, str]) -> ReadAs:
    """Return how what stands in these columns of answers is read; ``said`` is what a person said of it, folded."""
    marked = [each for each in columns if meaning_of(each.header) and each.marks]
    if marked and len(marked) == len(columns):
        return _of_marks(marked)
    texts = Counter(text for each in columns for text in each.texts if not invites(text))
    choices = dict.fromkeys(choice.strip() for each in columns for choice in each.choices if choice.strip())
    inviting = [text for each in columns for text in (*each.texts, *each.choices) if invites(text)]
    offered = [choice for choice in choices if not invites(choice)]
    total = sum(texts.values())
    usual = sum(count for text, count in texts.items() if meaning_of(text) or fold(text) in said)
    few = len({fold(text) for text in texts}) <= _MOST_UNLISTED and total >= max(_LEAST_ANSWERS, 3 * len(texts))
    short = all(len(text) <= _SHORT for text in texts)
    placeholders = tuple(dict.fromkeys(inviting))
    if len(offered) > _MOST_OPTIONS or not (offered or (total and usual >= _LEAST_USUAL * total) or (few and short)):
        doubts = () if total else ("No question is answered, so how answers are written is not known; read as text.",)
        return ReadAs("text", (), {}, (), placeholders, doubts)
    return _of_choices(texts, offered, said, placeholders)


def _of_marks(columns: Sequence[Beside]) -> ReadAs:
    counts = {meaning: len(each.texts) for each in columns if (meaning := meaning_of(each.header))}
    options = tuple((name, label) for name, label in _LABELS.items() if name in counts)
    values = tuple(
        ValueRead(f"mark under {each.header}", len(each.texts), meaning_of(each.header) or OTHER, certain=True)
        for each in columns
    )
    return ReadAs("choice", options, {}, values)


def _of_choices(
    texts: Counter[str], offered: Sequence[str], said: Mapping[str, str], placeholders: tuple[str, ...]
) -> ReadAs:
    counts: Counter[str] = Counter()
    shown: dict[str, str] = {}
    for text in [*offered, *texts]:
        shown.setdefault(fold(text), text)
        counts[fold(text)] += texts.get(text, 0)
    listed = {fold(text) for text in offered}
    own: dict[str, str] = {}
    values = []
    for folded, text in shown.items():
        usual = meaning_of(text)
        kept = folded in listed or (counts[folded] > 1 and len(text) <= _SHORT)
        meaning = said.get(folded) or usual or ("own" if kept else OTHER)
        if meaning == "own":
            meaning = own.setdefault(folded, _option_id(text, [*own.values()]))
        values.append(ValueRead(text, counts[folded], meaning, certain=bool(usual) or folded in listed | said.keys()))
    means = {each.meaning for each in values}
    usual_options = {"yes", "no"} | ({"partly"} & means) if means & {"yes", "no"} else means & {"partly"}
    options = [(name, label) for name, label in _LABELS.items() if name in usual_options]
    options += [(name, shown[folded]) for folded, name in own.items()]
    if not options:
        options = [(name, _LABELS[name]) for name in ("yes", "no")]
    ordered = sorted(values, key=lambda each: -each.count)
    return ReadAs("choice", tuple(options), _words(values, dict(options)), tuple(ordered), placeholders)


def _words(values: Sequence[ValueRead], labels: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Return the spellings that are not understood anyhow: of the usual words all, so that other files are read too."""
    found: dict[str, dict[str, str]] = {}
    foreign = [each for each in values if each.meaning in (*_LABELS, NOT_APPLICABLE)]
    written = {fold(each.text) for each in foreign}
    spoken = [words for words in _LANGUAGES if written & words]
    for meaning, words in ANSWERS.items():
        for word in words:
            if (meaning in labels or meaning == NOT_APPLICABLE) and any(fold(word) in each for each in spoken):
                found.setdefault(meaning, {})[fold(word)] = word
    for each in foreign:
        found.setdefault(each.meaning, {}).setdefault(fold(each.text), each.text)
    known = {name: {name, *SYNONYMS[name]} for name in _LABELS} | {NOT_APPLICABLE: NOT_APPLICABLE_SPELLINGS}
    return {
        name: kept
        for name, words in found.items()
        if (kept := tuple(word for folded, word in words.items() if folded not in known[name]))
    }


_LANGUAGES: Final = (
    {"ja", "nein", "teilweise", "teils", "zum teil", "entfällt", "nicht anwendbar", "nicht zutreffend"},
    {"oui", "non", "partiellement", "partiel", "en partie", "non applicable", "sans objet"},
)
"""Usual words of German and of French: where one occurs, other files of the layout can hold the others."""


def _option_id(text: str, taken: Sequence[str]) -> str:
    """Return a free id for an answer of the file's own."""
    reserved = {*taken, *_LABELS, OTHER, NOT_APPLICABLE, "n-a"}
    return free_name(slug(text)[:_LONGEST_ID].strip("-") or "answer", reserved)
