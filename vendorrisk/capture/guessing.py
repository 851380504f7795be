"""Finds, in a workbook or CSV file whose layout nobody described, where questions, answers and comments stand.

By what the cells hold first, by the words of headers second. What can't be known is said to be not certain.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from vendorrisk.capture.foreign_columns import holds_answers
from vendorrisk.capture.foreign_texts import id_text, text_of
from vendorrisk.capture.grid import Book, Sheet
from vendorrisk.capture.guessing_columns import Beside, beside, publishers, vendor_parts
from vendorrisk.capture.guessing_sheet import CERTAIN, Found, Study
from vendorrisk.capture.guessing_values import ReadAs, how_read
from vendorrisk.capture.guessing_words import says_nothing
from vendorrisk.capture.text import fold, quote
from vendorrisk.model.fault import RefusedInput

__all__ = ["CERTAIN", "Found", "Guess", "SheetGuess", "guess"]

_SAME = 0.5
_MAIN_PARTS = ("id", "question", "answer")


@dataclass(frozen=True, slots=True)
class SheetGuess:
    """What a sheet is thought to hold."""

    sheet: Sheet
    kind: Literal["questions", "copy", "other", "hidden", "unclear"]
    why: str
    rows: tuple[int, ...] = ()
    """The rows with questions."""
    header_rows: tuple[int, ...] = ()
    parts: Mapping[str, Found] = field(default_factory=dict)
    publishers: tuple[Beside, ...] = ()
    """Further columns, which the vendor does not fill."""
    columns: tuple[Beside, ...] = ()
    """All columns beside question and id."""
    id_pattern: str | None = None
    text_pattern: str | None = None
    heading: tuple[str, int] | None = None
    """What stands in the id column of headings (or in their title, without one), and the column of their titles."""
    names: tuple[str, ...] = ()
    """The ids, or the folded texts where there are none."""

    def place(self, part: str) -> tuple[str, int] | None:
        """Return header and column of a part."""
        found = self.parts.get(part)
        return (found.header, found.column) if found else None


@dataclass(frozen=True, slots=True)
class Guess:
    """How a whole file is thought to be laid out."""

    book: Book
    sheets: tuple[SheetGuess, ...]
    """The sheet with most questions first, then others with questions, then the rest."""
    by_text: bool
    """Questions are known by their texts: ids are missing, or stand several times."""
    read_as: ReadAs
    doubts: tuple[str, ...]
    """What is not certain beyond single columns, in whole sentences."""

    @property
    def asked(self) -> tuple[SheetGuess, ...]:
        """Return the sheets with questions for the vendor."""
        return tuple(each for each in self.sheets if each.kind == "questions")

    @property
    def main(self) -> SheetGuess:
        """Return the sheet with most questions."""
        return self.sheets[0]

    @property
    def count(self) -> int:
        """Return the number of questions."""
        rows = sum(len(each.rows) for each in self.asked)
        return rows if self.by_text else len({name for each in self.asked for name in each.names})

    @property
    def uncertain(self) -> tuple[Found, ...]:
        """Return the columns that should be asked about; an answer column that is missing is none of them."""
        return tuple(found for found in self.main.parts.values() if not found.certain)

    @property
    def answerable(self) -> bool:
        """Return whether it has a column, or columns, of answers."""
        return bool(_answers(self.main))


def guess(book: Book, fixed: Mapping[str, int | None] | None = None, values: Mapping[str, str] | None = None) -> Guess:
    """Return how a file is thought to be laid out.

    ``fixed`` are the columns that a person named, by part (None: there is none), and the row of ``header``; ``values``
    what a person said of answers, folded. Raises :class:`RefusedInput` if nothing looks like questions.
    """
    fixed = fixed or {}
    studied = [_sheet(sheet, fixed) for sheet in book.sheets]
    found = sorted((each for each in studied if each.kind == "questions"), key=_worth, reverse=True)
    if not found:
        raise RefusedInput(
            f"{book.name} has no column that looks like questions.",
            mend="Save the sheet with the questions as .xlsx or .csv and import that.",
        )
    main = found[0]
    kept: list[SheetGuess] = [main]
    others: list[SheetGuess] = [each for each in studied if each.kind != "questions"]
    for each in found[1:]:
        judged = _beside_main(each, kept)
        (kept if judged.kind == "questions" else others).append(judged)
    by_text = main.id_pattern is None or _repeats(kept)
    read_as = how_read([column for each in kept for column in _answer_columns(each)], values or {})
    doubts = [*_doubts(kept, others), *(read_as.doubts if _answers(main) else ())]
    return Guess(book, (*kept, *others), by_text, read_as, tuple(doubts))


def _sheet(sheet: Sheet, fixed: Mapping[str, int | None]) -> SheetGuess:
    if sheet.state != "visible":
        return SheetGuess(sheet, "hidden", "it is hidden")
    study = Study(sheet, fixed)
    if study.question_column is None or not study.sure_rows or not study.rows:
        return SheetGuess(sheet, "other", "no column looks like questions")
    columns = beside(study)
    parts = {"question": study.question(), **vendor_parts(study, columns)}
    if study.ids:
        parts = {"id": study.ids[0], **parts}
    answered = "answer" in parts or "mark yes" in parts
    headed = [each for each in columns if each.header or each.choices or each.texts]
    kind: Literal["questions", "other"] = "questions" if answered or headed or fixed.get("question") else "other"
    return SheetGuess(
        sheet=sheet,
        kind=kind,
        why=f"{len(study.rows)} questions" if kind == "questions" else "texts without anything to fill",
        rows=study.rows,
        header_rows=study.header_rows,
        parts=parts,
        publishers=tuple(publishers(columns, parts.values())),
        columns=tuple(columns),
        id_pattern=study.ids[1] if study.ids else None,
        text_pattern=study.text_pattern,
        heading=None if "section" in parts else _heading(study),
        names=_names(study),
    )


def _names(study: Study) -> tuple[str, ...]:
    if study.ids:
        return tuple(id_text(study.cell(row, study.ids[0].column)) for row in study.rows)
    return tuple(map(fold, study.down(study.question_column or 0, study.rows)))


def _heading(study: Study) -> tuple[str, int] | None:
    """Return how the rows with titles of sections are told, and in which column the titles stand."""
    rows = study.heading_rows
    if not rows:
        return None
    lengths = {column: sum(map(len, study.down(column, rows))) for column in study.columns}
    title = max(lengths, key=lambda column: lengths[column])
    if study.ids is None:
        return r"[\s\S]+", title
    shown = [id_text(study.cell(row, study.ids[0].column)) for row in rows]
    return (r".*" if any(shown) else "^$"), title


def _worth(each: SheetGuess) -> tuple[bool, int]:
    """Return what makes one of several copies the one that the vendor fills: certain answers, and many questions."""
    return _surely_answered(each) and not _calculated(each), len(each.rows)


def _calculated(each: SheetGuess) -> bool:
    """Return whether the answers there are taken from another sheet."""
    return any(column.role == "answer" and 2 * column.formulas > column.rows for column in each.columns)


def _surely_answered(each: SheetGuess) -> bool:
    return any(found.certain for found in _answers(each))


def _answers(each: SheetGuess) -> list[Found]:
    """Return the column of the answers, or those of the marks."""
    return [found for part, found in each.parts.items() if holds_answers(part)]


def _answer_columns(each: SheetGuess) -> list[Beside]:
    taken = {found.column for found in _answers(each)}
    return [column for column in each.columns if column.column in taken]


def _beside_main(each: SheetGuess, kept: Sequence[SheetGuess]) -> SheetGuess:
    """Return a sheet as one more with questions, as a copy of others, or as one that the main layout does not fit."""
    texts = {text for other in kept for text, typed in zip(_texts(other), _typed(other), strict=True) if typed}
    if sum(1 for text in _texts(each) if text in texts) > _SAME * len(each.rows):
        return _as(each, "copy", "its questions stand on another sheet as well")
    if not _answers(each):
        return _as(each, "other", "nothing to fill stands beside its texts")
    why = _unlike(each, kept[0])
    return _as(each, "unclear", why) if why else each


def _unlike(each: SheetGuess, main: SheetGuess) -> str:
    """Return why a sheet can't be read by the layout of the main one; empty if it can."""
    if (each.id_pattern is None) != (main.id_pattern is None):
        return f"its questions are told otherwise than those of {quote(main.sheet.title)}"
    if not _surely_answered(each) and each.place("answer") != main.place("answer"):
        return "none of its columns surely holds answers"
    for part in _MAIN_PARTS:
        here, there = each.place(part), main.place(part)
        if (here is None) != (there is None):
            return f"it and {quote(main.sheet.title)} have not both a column of the {part}"
        if here and there and here[1] != there[1] and not here[0]:
            return f"its column of the {part} stands elsewhere, without a header"
    return ""


def _texts(each: SheetGuess) -> list[str]:
    column = each.parts["question"].column
    return [fold(text_of(each.sheet.cell(row, column))) for row in each.rows]


def _typed(each: SheetGuess) -> list[bool]:
    """Return of each row whether its answer is not calculated from another sheet."""
    columns = [column.column for column in _answer_columns(each)]
    cells = [[each.sheet.cell(row, column) for column in columns] for row in each.rows]
    return [not any(cell is not None and cell.formula for cell in row) for row in cells]


def _as(each: SheetGuess, kind: Literal["copy", "other", "unclear"], why: str) -> SheetGuess:
    return SheetGuess(each.sheet, kind, why, each.rows, each.header_rows, each.parts)


def _repeats(kept: Sequence[SheetGuess]) -> bool:
    """Return whether one id stands for different questions; the same question may stand on several sheets."""
    texts: dict[str, set[str]] = {}
    for each in kept:
        for name, text in zip(each.names, _texts(each), strict=True):
            texts.setdefault(name, set()).add(text)
    return any(len(different) > 1 for different in texts.values())


def _doubts(kept: Sequence[SheetGuess], others: Sequence[SheetGuess]) -> list[str]:
    main = kept[0]
    doubts = []
    if not _answers(main):
        marks = [each for each in main.columns if each.texts and each.marks]
        what = "Which column holds the answers is not known"
        doubts.append(what + (": several hold marks, and no header says what they mean." if len(marks) > 1 else "."))
    left = [each for each in others if each.kind == "unclear"]
    doubts += [
        f"{quote(each.sheet.title)} has {len(each.rows)} questions, and is left out: {each.why}." for each in left
    ]
    if not main.header_rows and says_nothing(main.sheet.title):
        doubts.append("It has no headers, so it will not be recognised by itself: name its layout with --layout.")
    return doubts
