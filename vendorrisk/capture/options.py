"""How options are read: by label, id or synonym, with every word that names none of them in the fault."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from typing import Final

from vendorrisk.capture.accepting import Rule, Way, leading_option, misspelt_option
from vendorrisk.capture.placeholders import is_placeholder
from vendorrisk.capture.quantities import Raw, Unreadable
from vendorrisk.capture.text import clean, first_of, fold, quote
from vendorrisk.model.answer import Value
from vendorrisk.model.base import say
from vendorrisk.model.language import Said
from vendorrisk.model.questionnaire import Question, QuestionType
from vendorrisk.phrases.findings import Conditions
from vendorrisk.phrases.reading import Unclear
from vendorrisk.phrases.words import Answers
from vendorrisk.phrases.workbook import How
from vendorrisk.rules.labels import NOT_APPLICABLE_IN_ENGLISH, named_alike
from vendorrisk.rules.sentence import listed as or_listed
from vendorrisk.rules.values import label, show_number

SYNONYMS: Final = {
    "yes": ("y", "true"),
    "no": ("n", "false"),
    "partly": ("partial", "partially", "in part"),
}
"""What stands for the usual options in every questionnaire, folded, beside label and id."""
_LONGEST_LABEL = 120
_NAMED_OPTIONS = 8
_NAMED_PARTS = 5


def not_applicable_word(language: str) -> str:
    """Return how N/A is written in an answer cell; its reason stands in the comment."""
    return Answers.NOT_APPLICABLE_WORD.say(language)


def not_applicable_spellings(language: str) -> set[str]:
    """Return every folded spelling of N/A: the English ones, and the word of the language."""
    return {*NOT_APPLICABLE_IN_ENGLISH, fold(not_applicable_word(language))}


def says_not_applicable(text: str, language: str) -> bool:
    """Return whether a text is a spelling of N/A, or looks like one."""
    return bool(stands_for(text, {spelling: spelling for spelling in not_applicable_spellings(language)}))


def spellings(question: Question, language: str = "en") -> Mapping[str, str]:
    """Return every folded spelling that stands for an option, with the option's id; labels of ``language`` win.

    How the workbook lists an option that excludes all others is a spelling too, for people copy it from there.
    Where N/A is allowed, its spellings stand for nothing else.
    """
    found: dict[str, str] = {}
    for option in question.options:
        found.setdefault(fold(label(option, language)), option.id)
    for option in question.options:
        found.setdefault(fold(option.id), option.id)
    for option in question.options:
        labels = option.label.values() if isinstance(option.label, dict) else ()
        for other in (*labels, *SYNONYMS.get(option.id, ())):
            found.setdefault(fold(other), option.id)
    for option in question.options:
        if option.exclusive:
            found.setdefault(fold(How.ALONE.say(language, option=label(option, language))), option.id)
    if question.not_applicable == "justify":
        taken = not_applicable_spellings(language)
        return {text: option for text, option in found.items() if text not in taken}
    return found


def stands_for(text: str, known: Mapping[str, str]) -> str:
    """Return what a text stands for by its spelling, or by a spelling that looks like it; empty if for nothing."""
    folded = fold(text)
    plain = text.isascii() and not folded.startswith("'")
    if folded in known or plain or len(folded) > _LONGEST_LABEL:
        return known.get(folded, "")
    return known.get(named_alike(text, {spelling: (spelling,) for spelling in known}), "")


def read_options(question: Question, raw: Raw | Sequence[str], language: str) -> tuple[Value, str]:
    """Return the option or options that were chosen, and a note where that had to be read leniently."""
    known = spellings(question, language)
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        raw = show_number(raw)
    text = clean(str(raw))
    parts = _parts(text, known) if question.type is QuestionType.MULTI else [text]
    chosen = [stands_for(part, known) for part in parts]
    if not all(chosen):
        raise _unreadable(question, parts, known, language)
    if question.type is QuestionType.MULTI:
        several = tuple(name for name in question.option_ids if name in chosen)
        _stands_alone(question, several, language)
        value: Value = several
        written = {clean(part) for part in re.split(r"[\n;]", text) if clean(part)}
    else:
        value, written = chosen[0], {text}
    exact = {fold(label(option, language)) for option in question.options if option.id in chosen}
    lenient = not all(fold(part) in exact | set(chosen) for part in written) or len(chosen) > len(set(chosen))
    # The note is kept with the answer, so it is in English whatever the vendor speaks.
    read_as = "; ".join(say(o.label) for o in question.options if o.id in chosen)
    odd = "" if all(fold(part) in known for part in parts) else " (it holds characters that only look like those)"
    return value, f"read {quote(text)} as {read_as}{odd}" if lenient else ""


def _stands_alone(question: Question, chosen: Sequence[str], language: str) -> None:
    alone = [option for option in question.options if option.exclusive and option.id in chosen]
    if alone and len(chosen) > 1:
        what = Unclear.STANDS_ALONE.of(option=quote(label(alone[0], language)))
        raise Unreadable("contradiction", what, Unclear.KEEP_ONE.of())


def _parts(text: str, known: Mapping[str, str]) -> list[str]:
    """Split by lines and semicolons; by commas only where every piece then is an option."""
    parts = [part for part in re.split(r"[\n;]", text) if fold(part)]
    if len(parts) == 1 and "," in text and fold(parts[0]) not in known:
        pieces = [piece for piece in text.split(",") if fold(piece)]
        if all(fold(piece) in known for piece in pieces):
            return pieces
    return parts or [text]


def _unreadable(question: Question, parts: Sequence[str], known: Mapping[str, str], language: str) -> Unreadable:
    """Return why parts that name no option can't be read; every such part is in it."""
    wrong = list(dict.fromkeys(part for part in parts if not stands_for(part, known)))
    if question.type is not QuestionType.MULTI and (several := _several(question, wrong[0], known, language)):
        return several
    facts: dict[str, object] = {"options": listed(question, language), "count": len(question.options)}
    many = len(question.options) > _NAMED_OPTIONS
    ways = _ways(question, parts, known, language)
    if len(wrong) == 1:
        none = Unclear.NONE_OF_MANY if many else Unclear.NONE_OF
        mend = _suggestion(question, fold(wrong[0]), known, language)
        return Unreadable("unknown-option", none.of(value=quote(wrong[0]), **facts), mend, ways=ways)
    named = first_of([quote(part) for part in wrong], _NAMED_PARTS)
    close = {part: _close(question, fold(part), known, language) for part in wrong[:_NAMED_PARTS]}
    hints = [Unclear.MEANT_FOR.of(value=quote(part), option=quote(found)) for part, found in close.items() if found]
    none = Unclear.SEVERAL_NONE_OF_MANY if many else Unclear.SEVERAL_NONE_OF
    what = none.of(values=named, **facts)
    return Unreadable("unknown-option", what, *hints, Unclear.ONE_PER_LINE.of(), ways=ways)


def _ways(
    question: Question, parts: Sequence[str], known: Mapping[str, str], language: str
) -> Mapping[Rule, Way | None]:
    """Return what the answer is if slips of the pen, or the words behind a first option, are accepted."""
    labels = {option.id: label(option, language) for option in question.options}
    meant = [stands_for(part, known) or misspelt_option(part, known) for part in parts]
    corrected = "\n".join(labels[option] for option in meant) if all(meant) else None
    ways = {Rule.SUGGESTIONS: None if corrected is None else Way(corrected)}
    if question.type is QuestionType.MULTI:
        return ways
    spelt = dict.fromkeys(not_applicable_spellings(language), "n/a") | dict(known)
    leading = leading_option(parts[0], spelt)
    head = not_applicable_word(language) if leading not in labels else labels[leading]
    return {**ways, Rule.LEADING_WORD: Way(head, parts[0]) if leading else None}


def _several(question: Question, text: str, known: Mapping[str, str], language: str) -> Unreadable | None:
    """Return the fault of several options that stand where one is allowed; None if it is none such."""
    pieces = [piece for piece in re.split(r"[\n;,]|\s(?:/|or|and)\s", text) if fold(piece)]
    named = list(dict.fromkeys(known[fold(piece)] for piece in pieces if fold(piece) in known))
    if len(named) < 2 or not all(fold(piece) in known for piece in pieces):
        return None
    labels = [quote(label(option, language)) for option in question.options if option.id in named]
    options = or_listed(labels, Conditions.ONE_OF_LIST, language)
    what, mend = Unclear.SEVERAL.of(count=len(named)), Unclear.KEEP_OPTIONS.of(options=options)
    return Unreadable("several-options", what, mend)


def listed(question: Question, language: str) -> str:
    """Return the labels of a question's options in quotes."""
    labels = [label(option, language) for option in question.options]
    return ", ".join(quote(name, len(name)) for name in labels)


def _suggestion(question: Question, folded: str, known: Mapping[str, str], language: str) -> Said:
    if is_placeholder(folded, language):
        return Unclear.LEAVE_EMPTY.of()
    labels = {option.id: label(option, language) for option in question.options}
    first = re.split(r"[ ,;:.(\-]", folded, maxsplit=1)[0]
    if first != folded and first in known:
        return Unclear.MEANT_ONLY.of(option=quote(labels[known[first]]))
    if close := _close(question, folded, known, language):
        return Unclear.MEANT.of(option=quote(close))
    return (Unclear.CHOOSE if question.type is not QuestionType.MULTI else Unclear.ONE_PER_LINE).of()


def _close(question: Question, folded: str, known: Mapping[str, str], language: str) -> str:
    """Return the label of the option that is spelt nearest; empty if none is near."""
    found = difflib.get_close_matches(folded, known, n=1, cutoff=0.6)
    return next((label(option, language) for option in question.options if found and option.id == known[found[0]]), "")
