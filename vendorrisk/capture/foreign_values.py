"""What an answer cell of a foreign questionnaire says. What is not clear stays open, with a warning.

Words that are none of the profile's values become the option ``other`` and are kept. A blank is never a no.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from vendorrisk.capture.accepting import Rule, leading_option, misspelt_option
from vendorrisk.capture.foreign_columns import Row
from vendorrisk.capture.foreign_texts import ERRORS, LEFT_BEHIND, fits, link_of, text_of
from vendorrisk.capture.grid import Area, Cell
from vendorrisk.capture.options import not_applicable_spellings, spellings, stands_for
from vendorrisk.capture.text import clean, fold, quote
from vendorrisk.model.answer import MAX_ANSWER_CHARACTERS, NOT_APPLICABLE, Value
from vendorrisk.model.base import DEFAULT_LANGUAGE, say
from vendorrisk.model.layout import OTHER, Layout
from vendorrisk.model.questionnaire import Option, Question, QuestionType

OTHER_OPTION = Option(id=OTHER, label="Another answer, in words")

_PLACEHOLDERS = {
    *("", "?", "??", "???", "xxx", "tbd", "tba", "tbc", "todo", "to do", "mm/dd/yyyy", "m/d/yyyy", "dd.mm.yyyy"),
    *("to be determined", "to be confirmed", "to be completed", "yyyy-mm-dd", "see instructions", "dd/mm/yyyy"),
    *("select", "select one", "select an option", "select an answer", "select answer", "select from list"),
    *("please select", "please choose", "choose", "choose one", "choose an item", "choose an option"),
}
_AROUND = "[]<>(){}-_. "
"""What is set around a placeholder; a cell with nothing else in it holds none but that."""
_ELSEWHERE = {
    "yes": ("ja", "oui", "sí", "sì", "sim", "はい", "是"),
    "no": ("nein", "nee", "non", "não", "いいえ", "否"),
    NOT_APPLICABLE: ("nicht anwendbar", "entfällt", "non applicable", "sans objet", "no aplica", "não aplicável"),
}
"""How answers are spelt in other languages, for official translations: words that mean nothing else in English."""
NOT_APPLICABLE_SPELLINGS = frozenset({*not_applicable_spellings(DEFAULT_LANGUAGE), "not-applicable"})
"""How N/A is spelt in every foreign questionnaire, folded."""
_NOTHING_OF_IT = {"na", "notapplicable"}
"""N/A without what stands between its letters."""
_MARKS = {"x", "xx", "✓", "✔", "☑", "☒", "✗", "✘", "√", "•", "*", "1", "true", "þ", "ü", "û"}
_MARKS |= {"✅", "✕", "✖", "●", "■", "◉", "⬤", "⚫", "◼", "⬛", "🗸", "🗹", "🗷", "▪", "(x)", "[x]", "+"}
"""A tick or cross, some as symbol fonts write them (``þ``, ``ü``, ``û`` are ticks and a cross in Wingdings)."""
_NO_MARKS = {"", "0", "-", "--", "false", "☐", "□", "o", "○", "◯", "⬜", "( )", "[ ]", "()", "[]"}
_NUMBERED = re.compile(r"\(?(?:\d{1,2}|[a-h])[).:]\s*(?=\S)")
_AS_PICTURE = "\N{VARIATION SELECTOR-16}"
"""Makes a coloured picture of the sign before it."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a cell was not read, or not read as it stands."""

    code: str
    what: str
    mend: str = ""
    accept: tuple[Rule, ...] = ()
    """The rules by which it could be read."""


@dataclass(frozen=True, slots=True)
class Read:
    """What an answer cell says: a value, not applicable, or nothing."""

    value: Value | None = None
    not_applicable: bool = False
    found: str = ""
    """The words in the cell."""
    words: str = ""
    """Of them what the value does not say, to be kept."""
    note: str = ""
    doubt: Doubt | None = None
    part: str = "answer"
    """The part of the row in which it stands."""
    mirror: bool = False
    """It is calculated, so that the answer was typed elsewhere, if at all."""

    @property
    def answered(self) -> bool:
        """Return whether it says anything."""
        return self.value is not None or self.not_applicable


class Spellings:
    """How answers are spelt, worked out once for each kind of question."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._known: dict[int, dict[str, str]] = {}

    def of(self, question: Question) -> Mapping[str, str]:
        """Return every folded spelling of an option or of ``n/a``, with the id that it stands for."""
        kind = self._layout.kind_of(question.id)
        if id(kind) not in self._known:
            found = dict.fromkeys(NOT_APPLICABLE_SPELLINGS, NOT_APPLICABLE)
            found |= spellings(question) if question.options else {}
            meant = {*question.option_ids, NOT_APPLICABLE}
            found |= {fold(word): name for name, words in _ELSEWHERE.items() if name in meant for word in words}
            for name, words in kind.words.items():
                found |= {fold(word): name for word in words}
            self._known[id(kind)] = found
        return self._known[id(kind)]


def read_answer(
    row: Row, question: Question, layout: Layout, known: Mapping[str, str], accept: Collection[Rule] = ()
) -> Read:
    """Return what is answered in a row: in its answer cell, or by a mark in one of several.

    ``known`` are the spellings that :class:`Spellings` gives, ``accept`` the rules by which unclear answers are read.
    """
    if layout.marks:
        return _read_marks(row, question, layout, known)
    cell = row.cell("answer")
    if cell is not None and question.type is QuestionType.TEXT and (link := link_of(cell)) is not None:
        doubt = Doubt("link", f"A link stands there ({quote(link.text)}); its text is taken.")
        return Read(link.text, found=link.text, words="" if link.target == link.text else link.target, doubt=doubt)
    if (unusable := _unusable(cell, row, "answer")) is not None:
        return unusable
    text = text_of(cell)
    read = _placeholder(text, question.id, layout) or (
        _read_choice(text, question, known, accept)
        if question.type is QuestionType.CHOICE
        else _read_text(text, known, layout)
    )
    return _noted(read, cell) if cell else read


def _unusable(cell: Cell | None, row: Row, part: str) -> Read | None:
    """Return the reading of a cell that can't be trusted or holds nothing; None if its words count."""
    if cell is None:
        return Read(part=part)
    raw = _raw(cell)
    mirror = bool(cell.formula) or any(area.holds(cell.row, cell.column) for area in row.sheet.filled)
    doubt = _doubt(cell, raw, mirror=mirror)
    if doubt is not None:
        return Read(found=raw, doubt=doubt, part=part, mirror=mirror)
    text = text_of(cell)
    if not text:
        return Read(part=part)
    if text.casefold() in LEFT_BEHIND and not isinstance(cell.value, bool) and part == "answer":
        zero = Doubt("not-an-answer", "0 stands there, as spreadsheets leave it behind; that is no answer.")
        return Read(found=text, doubt=zero if text == "0" else None, part=part)
    return None


def _doubt(cell: Cell, raw: str, *, mirror: bool) -> Doubt | None:
    """Return why a cell is not read at all, if it is not."""
    shown = quote(raw)
    if mirror:
        what = f"A formula stands in the answer cell ({shown}); it was not typed, so it is not taken as an answer."
        return Doubt("formula", what, "Type the answer.")
    if cell.error or raw.casefold() in ERRORS:
        return Doubt("error-value", f"The answer cell holds the error {shown}.", "Type the answer.")
    if cell.struck or cell.partly_struck:
        how = "is struck through" if cell.struck else "is partly struck through"
        return Doubt("struck-through", f"The answer {shown} {how}.", "Write what counts, or clear the cell.")
    return None


def _raw(cell: Cell) -> str:
    return clean(str(cell.value)) if cell.value is not None else cell.formula


def _placeholder(text: str, question: str, layout: Layout) -> Read | None:
    if fold(text).strip(_AROUND) in _PLACEHOLDERS or fits(text, layout.placeholders):
        return Read(found=text, doubt=Doubt("placeholder", f"{quote(text)} holds the place of an answer, and is none."))
    if question in layout.presets and fold(text) == fold(layout.presets[question]):
        what = f"The blank form already holds {quote(text)} here, so this does not say that anybody answered."
        return Read(found=text, doubt=Doubt("preset", what, "Ask the vendor to confirm it."))
    return None


def _meant(folded: str, known: Mapping[str, str]) -> str | None:
    """Return what a folded text is a spelling of: an option or ``n/a``, be it numbered or with a stray sign behind."""
    bare = folded.rstrip(" -:")
    found = known.get(folded) or known.get(bare) or known.get(_NUMBERED.sub("", bare, count=1))
    return found or (NOT_APPLICABLE if re.sub(r"[\W_]", "", folded) in _NOTHING_OF_IT else None)


def _read_choice(text: str, question: Question, known: Mapping[str, str], accept: Collection[Rule]) -> Read:
    folded = fold(text)
    if folded == "false":
        what = "FALSE stands there, as in a box that nobody ticked; that is no answer."
        return Read(found=text, doubt=Doubt("unticked", what, "Write the answer in words."))
    name = _meant(folded, known) or stands_for(text, known) or None
    if name == NOT_APPLICABLE:
        return Read(not_applicable=True, found=text)
    if name is None:
        return _read_words(text, question, known, accept)
    label = _label(question, name)
    exact = {fold(label), fold(name), _NUMBERED.sub("", fold(label), count=1)}
    return Read(name, found=text, note="" if folded in exact else f"read {quote(text)} as {label}")


def _label(question: Question, name: str) -> str:
    return next((say(option.label) for option in question.options if option.id == name), NOT_APPLICABLE)


def _read_words(text: str, question: Question, known: Mapping[str, str], accept: Collection[Rule]) -> Read:
    """Return the reading of words that are no answer as they stand; by an accepted rule they may be one."""
    found = {
        Rule.SUGGESTIONS: misspelt_option(text, known),
        Rule.LEADING_WORD: leading_option(text, known),
    }
    ways = {rule: name for rule, name in found.items() if name}
    for rule, name in ways.items():
        if rule in accept:
            words, by = text if rule is Rule.LEADING_WORD else "", f"accepted with --accept {rule}"
            value = None if name == NOT_APPLICABLE else name
            note = f"read {quote(text)} as {_label(question, name)}, {by}"
            return Read(value, not_applicable=value is None, found=text, words=words, note=note)
    what = f"{quote(text)} is none of the answers that the questionnaire offers; the words are kept."
    doubt = Doubt("other-words", what, "Ask what is meant.", accept=tuple(ways))
    return Read(OTHER, found=text, words=text, doubt=doubt)


def _read_text(text: str, known: Mapping[str, str], layout: Layout) -> Read:
    if _meant(fold(text), known) == NOT_APPLICABLE:
        return Read(not_applicable=True, found=text)
    doubt = next(
        (
            Doubt("unfinished", f"The answer says {quote(word)} in its midst, so part of it is missing.")
            for word in layout.unfinished
            if word.casefold() in text.casefold()
        ),
        None,
    )
    if len(text) > MAX_ANSWER_CHARACTERS:
        what = f"The answer has {len(text):,} characters; the first {MAX_ANSWER_CHARACTERS:,} are kept."
        text, doubt = text[:MAX_ANSWER_CHARACTERS], Doubt("too-long", what)
    return Read(text, found=text, doubt=doubt)


def _noted(read: Read, cell: Cell) -> Read:
    if not isinstance(cell.value, dt.date) or read.note:
        return read
    return replace(read, note=f"read a date as {read.found}")


def _read_marks(row: Row, question: Question, layout: Layout, known: Mapping[str, str]) -> Read:
    """Return the option whose column is marked; open where two are, or where the mark lies across columns."""
    columns = {f"mark {name}": name for name in layout.marks}
    cells = {part: cell for part in columns if (cell := row.cell(part)) is not None}
    for part, cell in cells.items():
        if (read := _unusable(cell, row, part)) is not None and read.doubt is not None:
            return read
    marked = {part: cell for part, cell in cells.items() if not _no_mark(cell)}
    if not marked:
        return Read(part=next(iter(columns)))
    part, cell = next(iter(marked.items()))
    found = "; ".join(f"{layout.marks[columns[each]].header[0]}: {text_of(c)}" for each, c in marked.items())
    if len(marked) > 1:
        doubt = Doubt("two-marks", f"{len(marked)} answers are marked ({found}).", "Keep one of them.")
        return Read(found=found, doubt=doubt, part=part)
    if (area := _across(row, cell, set(columns))) is not None:
        doubt = Doubt("merged-answer", f"The mark stands in {area}, merged across answers.", "Mark one column.")
        return Read(found=found, doubt=doubt, part=part)
    return _of_mark(text_of(cell), columns[part], question, known, part)


def _no_mark(cell: Cell) -> bool:
    return _mark(text_of(cell)) in _NO_MARKS


def _mark(text: str) -> str:
    return fold(text).replace(_AS_PICTURE, "")


def is_mark(text: str) -> bool:
    """Return whether a text is a tick or a cross, and nothing else."""
    return _mark(text) in _MARKS


def _across(row: Row, cell: Cell, parts: set[str]) -> Area | None:
    """Return the merged area that spreads a mark over the columns of several answers."""
    columns = {row.columns[part] for part in parts if part in row.columns}
    for area in row.sheet.merged:
        if area.holds(cell.row, cell.column):
            covered = [column for column in columns if area.first_column <= column <= area.last_column]
            return area if len(covered) > 1 else None
    return None


def _of_mark(text: str, name: str, question: Question, known: Mapping[str, str], part: str) -> Read:
    folded = _mark(text)
    if not is_mark(text) and _meant(folded, known) != name:
        what = f"{quote(text)} stands where a mark should; the words are kept."
        return Read(OTHER, found=text, words=text, doubt=Doubt("other-words", what, "Ask what is meant."), part=part)
    if name == NOT_APPLICABLE:
        return Read(not_applicable=True, found=text, part=part)
    label = _label(question, name)
    return Read(name, found=text, note="" if folded == "x" else f"read {quote(text)} as {label}", part=part)
