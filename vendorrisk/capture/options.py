"""How options are read: by label, id or synonym, with every word that names none of them in the fault."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from typing import Final

from vendorrisk.capture.quantities import Raw, Unreadable
from vendorrisk.capture.text import clean, fold, quote
from vendorrisk.model.answer import Value
from vendorrisk.model.base import say
from vendorrisk.model.questionnaire import Question, QuestionType
from vendorrisk.phrases.words import Answers
from vendorrisk.rules.values import label, show_number

_NOT_APPLICABLE: Final = {"n/a", "na", "n.a", "n. a", "n / a", "not applicable", "n/a (not applicable)"}
_SYNONYMS: Final = {
    "yes": ("y", "true"),
    "no": ("n", "false"),
    "partly": ("partial", "partially", "in part"),
}
PLACEHOLDERS: Final = {
    *("?", "??", "unknown", "don't know", "do not know", "dont know", "not sure", "skipped"),
    *("tbd", "tba", "tbc", "to be determined", "todo", "to do"),
    *("-", "--", "---", "...", "xxx", "mm/dd/yyyy", "dd.mm.yyyy", "yyyy-mm-dd", "see instructions"),
}
_NAMED_OPTIONS = 8
_NAMED_PARTS = 5


def not_applicable_word(language: str) -> str:
    """Return how N/A is written in an answer cell; its reason stands in the comment."""
    return Answers.NOT_APPLICABLE_WORD.say(language)


def not_applicable_spellings(language: str) -> set[str]:
    """Return every folded spelling of N/A: the English ones, and the word of the language."""
    return _NOT_APPLICABLE | {fold(not_applicable_word(language))}


def spellings(question: Question, language: str = "en") -> Mapping[str, str]:
    """Return every folded spelling that stands for an option, with the option's id; labels of ``language`` win.

    Where N/A is allowed, its spellings stand for nothing else.
    """
    found: dict[str, str] = {}
    for option in question.options:
        found.setdefault(fold(label(option, language)), option.id)
    for option in question.options:
        found.setdefault(fold(option.id), option.id)
    for option in question.options:
        labels = option.label.values() if isinstance(option.label, dict) else ()
        for other in (*labels, *_SYNONYMS.get(option.id, ())):
            found.setdefault(fold(other), option.id)
    if question.not_applicable == "justify":
        taken = not_applicable_spellings(language)
        return {text: option for text, option in found.items() if text not in taken}
    return found


def read_options(question: Question, raw: Raw | Sequence[str], language: str) -> tuple[Value, str]:
    """Return the option or options that were chosen, and a note where that had to be read leniently."""
    known = spellings(question, language)
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        raw = show_number(raw)
    text = clean(str(raw))
    parts = _parts(text, known) if question.type is QuestionType.MULTI else [text]
    chosen = _options(question, parts, known, language)
    if question.type is QuestionType.MULTI:
        several = tuple(name for name in question.option_ids if name in chosen)
        _stands_alone(question, several, language)
        value: Value = several
        written = {clean(part) for part in re.split(r"[\n;]", text) if clean(part)}
    else:
        value, written = chosen[0], {text}
    exact = {fold(label(option, language)) for option in question.options if option.id in chosen}
    lenient = not all(fold(part) in exact | set(chosen) for part in written) or len(chosen) > len(set(chosen))
    read_as = "; ".join(say(o.label, language) for o in question.options if o.id in chosen)
    return value, f"read {quote(text)} as {read_as}" if lenient else ""


def _stands_alone(question: Question, chosen: Sequence[str], language: str) -> None:
    alone = [option for option in question.options if option.exclusive and option.id in chosen]
    if alone and len(chosen) > 1:
        raise Unreadable(
            "contradiction",
            f"{quote(label(alone[0], language))} stands beside other options, and excludes them.",
            "Keep that one, or the others.",
        )


def _parts(text: str, known: Mapping[str, str]) -> list[str]:
    """Split by lines and semicolons; by commas only where every piece then is an option."""
    parts = [part for part in re.split(r"[\n;]", text) if fold(part)]
    if len(parts) == 1 and "," in text and fold(parts[0]) not in known:
        pieces = [piece for piece in text.split(",") if fold(piece)]
        if all(fold(piece) in known for piece in pieces):
            return pieces
    return parts or [text]


def _options(question: Question, parts: Sequence[str], known: Mapping[str, str], language: str) -> list[str]:
    """Return the option that each part names; every part that names none is in the fault."""
    wrong = list(dict.fromkeys(part for part in parts if fold(part) not in known))
    if not wrong:
        return [known[fold(part)] for part in parts]
    if question.type is not QuestionType.MULTI:
        _one_answer(question, wrong[0], known, language)
    labels = listed(question, language)
    if len(wrong) == 1:
        what, mend = f"{quote(wrong[0])} is none of {labels}.", _suggestion(question, fold(wrong[0]), known, language)
        raise Unreadable("unknown-option", what, mend)
    named = ", ".join(map(quote, wrong[:_NAMED_PARTS])) + ("…" if len(wrong) > _NAMED_PARTS else "")
    close = {part: _close(question, fold(part), known, language) for part in wrong[:_NAMED_PARTS]}
    hints = [f"For {quote(part)}: did you mean {quote(found)}?" for part, found in close.items() if found]
    raise Unreadable(
        "unknown-option",
        f"{named} are none of {labels}.",
        " ".join((*hints, "Write one option per line.")),
    )


def _one_answer(question: Question, text: str, known: Mapping[str, str], language: str) -> None:
    """Raise :class:`Unreadable` if several options stand where one is allowed."""
    pieces = [piece for piece in re.split(r"[\n;,]|\s(?:/|or|and)\s", text) if fold(piece)]
    named = list(dict.fromkeys(known[fold(piece)] for piece in pieces if fold(piece) in known))
    if len(named) > 1 and all(fold(piece) in known for piece in pieces):
        labels = [quote(label(option, language)) for option in question.options if option.id in named]
        raise Unreadable(
            "several-options",
            f"{len(named)} answers stand here, and one is allowed.",
            f"Keep {' or '.join(labels)}, and explain the rest in the comment.",
        )


def listed(question: Question, language: str) -> str:
    """Return the labels of a question's options, or how many they are."""
    labels = [label(option, language) for option in question.options]
    if len(labels) > _NAMED_OPTIONS:
        return f"the {len(labels)} options"
    return ", ".join(quote(name, len(name)) for name in labels)


def _suggestion(question: Question, folded: str, known: Mapping[str, str], language: str) -> str:
    if folded in PLACEHOLDERS:
        return "Leave it empty until the answer is known."
    labels = {option.id: label(option, language) for option in question.options}
    first = re.split(r"[ ,;:.(\-]", folded, maxsplit=1)[0]
    if first != folded and first in known:
        return f"If {quote(labels[known[first]])} is meant, write only that, and put the rest into the comment."
    if close := _close(question, folded, known, language):
        return f"Did you mean {quote(close)}?"
    return "Choose one from the list." if question.type is not QuestionType.MULTI else "Write one option per line."


def _close(question: Question, folded: str, known: Mapping[str, str], language: str) -> str:
    """Return the label of the option that is spelt nearest; empty if none is near."""
    found = difflib.get_close_matches(folded, known, n=1, cutoff=0.6)
    return next((label(option, language) for option in question.options if found and option.id == known[found[0]]), "")
