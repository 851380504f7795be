"""Which columns beside the questions of an unknown layout the vendor fills, and what the publisher wrote there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from statistics import mean
from typing import Final

from vendorrisk.capture.foreign_values import is_mark
from vendorrisk.capture.grid import letter
from vendorrisk.capture.guessing_ids import runs
from vendorrisk.capture.guessing_sheet import CERTAIN, Found, Study
from vendorrisk.capture.guessing_words import Role, meaning_of, role_of
from vendorrisk.capture.text import quote

_LONG = 15
_MANY = 20
"""So many answers are hardly ever all the same."""
_CLEAR_LEAD = 0.2
_MOSTLY = 0.5
_MEANINGS: Final = ("yes", "partly", "no", "n/a")
_NEVER_ANSWERS: Final = {"guidance", "comment", "also", "id", "section", "question"}


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands in a column beside the questions."""

    column: int
    header: str
    role: Role | None
    whole: bool
    """The header says nothing but the role."""
    texts: tuple[str, ...]
    """What was typed, blanks left out."""
    rows: int
    formulas: int
    choices: tuple[str, ...]
    """What drop-down lists offer, if they stand beside at least half of the questions."""

    @property
    def filled(self) -> float:
        """Return beside which share of the questions something stands."""
        return len(self.texts) / max(1, self.rows)

    @property
    def known(self) -> float:
        """Return which share are the usual answers."""
        return sum(1 for text in self.texts if meaning_of(text)) / max(1, len(self.texts))

    @property
    def marks(self) -> bool:
        """Return whether there is nothing but marks."""
        return all(is_mark(text) for text in self.texts)

    @property
    def long(self) -> bool:
        """Return whether there are sentences rather than words."""
        return bool(self.texts) and mean(map(len, self.texts)) >= _LONG


def beside(study: Study) -> list[Beside]:
    """Return what stands beside the questions, by column; also columns that are empty but headed, or offer choices."""
    taken = {study.question_column, study.ids[0].column if study.ids else None}
    listed = {column for column in study.choices if _choices(study, column)}
    columns = sorted({*study.columns, *listed} - taken)
    return [_beside(study, column) for column in columns]


def _beside(study: Study, column: int) -> Beside:
    cells = [cell for row in study.rows if (cell := study.cell(row, column)) is not None and not cell.blank]
    formulas = {cell.row for cell in cells if cell.formula or study.sheet.filled_by_formula(cell)}
    texts = tuple(text for row in study.rows if row not in formulas and (text := study.grid.get(row, {}).get(column)))
    header = study.header(column)
    role = role_of(header)
    return Beside(
        column=column,
        header=header,
        role=role[0] if role else None,
        whole=bool(role and role[1]),
        texts=texts,
        rows=len(study.rows),
        formulas=len(formulas),
        choices=_choices(study, column),
    )


def _choices(study: Study, column: int) -> tuple[str, ...]:
    listed = study.choices.get(column, {})
    found = [listed[row] for row in study.rows if row in listed]
    if 2 * len(found) < len(study.rows):
        return ()
    return tuple(dict.fromkeys(choice for choices in dict.fromkeys(found) for choice in choices))


def vendor_parts(study: Study, columns: Sequence[Beside]) -> dict[str, Found]:
    """Return the columns that the vendor fills, and that of the sections, by part."""
    found = _marks(study, columns) or _answer(study, columns)
    rest = [each for each in columns if each.column not in {part.column for part in found.values()}]
    answers = max((part.column for part in found.values()), default=0)
    if (section := _section(study, rest)) is not None:
        found["section"] = section
        rest = [each for each in rest if each.column != section.column]
    found |= _comments(study, rest, answers)
    return found


def _comments(study: Study, columns: Sequence[Beside], answers: int) -> dict[str, Found]:
    """Return the column of the comments, and further ones that the vendor surely fills."""
    likely = [(score, each) for each in columns if (score := _like_comment(each, answers)) > 0]
    likely.sort(key=lambda pair: -pair[0])
    if "comment" in study.fixed:
        first = [(1.0, each) for each in columns if each.column == study.fixed["comment"]]
    else:
        first = [pair for pair in likely if pair[1].role != "also"][:1]
    others = [pair for pair in likely if pair[1] not in [each for _, each in first]]
    found = {}
    for score, each in first:
        rivals = [other for other, beside_it in others if beside_it.role != "also"]
        close = bool(rivals) and score - rivals[0] < _CLEAR_LEAD and each.role != "comment"
        found["comment"] = _found(study, "comment", each, score - (0.2 if close else 0))
    also = sorted((each.column, score, each) for score, each in others if score >= CERTAIN)
    for number, (_, score, each) in enumerate(also):
        found[f"also {number}"] = _found(study, f"also {number}", each, score)
    return found


def publishers(columns: Iterable[Beside], found: Iterable[Found]) -> list[Beside]:
    """Return the columns that the publisher filled: beside most questions, or known by their header."""
    taken = {each.column for each in found}
    return [
        each
        for each in columns
        if each.column not in taken
        and each.known < _MOSTLY
        and (each.role in ("guidance", "section", "id") or each.formulas * 2 > each.rows or each.filled > 0.9)
    ]


def _found(study: Study, part: str, each: Beside, confidence: float) -> Found:
    said = []
    if each.header and each.role:
        said.append(f"headed {quote(each.header)}")
    if each.choices:
        said.append(f"offers {', '.join(quote(choice, 20) for choice in each.choices[:4])}")
    if each.texts and each.known:
        said.append(f"{100 * each.known:.0f} % are Yes, No or the like")
    elif each.texts:
        said.append(f"filled beside {len(each.texts)} of {each.rows} questions")
    else:
        said.append("empty")
    return study.found(part, each.column, study.rows, max(0.0, min(0.95, confidence)), said)


def _marks(study: Study, columns: Sequence[Beside]) -> dict[str, Found]:
    """Return the columns of which one is marked: their headers are answers, and nothing but marks stands below."""
    if study.fixed.get("answer"):
        return {}
    headed = {meaning: each for each in reversed(columns) if (meaning := meaning_of(each.header)) and each.marks}
    if not {"yes", "no"} <= headed.keys():
        return {}
    if any(abs(a.column - b.column) > len(headed) + 1 for a, b in combinations(headed.values(), 2)):
        return {}
    confidence = 0.95 if any(each.texts for each in headed.values()) else 0.8
    return {
        f"mark {meaning}": study.found(
            f"mark {meaning}",
            headed[meaning].column,
            study.rows,
            confidence,
            (f"headed {quote(headed[meaning].header)}", f"marked beside {len(headed[meaning].texts)} questions"),
        )
        for meaning in _MEANINGS
        if meaning in headed
    }


def _answer(study: Study, columns: Sequence[Beside]) -> dict[str, Found]:
    """Return the column of the answers with how certain it is; nothing if none is likely at all."""
    scored = sorted(((_like_answer(study, each), each) for each in columns), key=lambda pair: -pair[0])
    if wanted := study.fixed.get("answer"):
        scored.sort(key=lambda pair: pair[1].column != wanted)
        if not scored or scored[0][1].column != wanted:
            return {"answer": study.found("answer", wanted, study.rows, 1.0, ())}
    if not scored or (scored[0][0] <= 0.1 and not wanted):
        return {}
    score, best = scored[0]
    found = _found(study, "answer", best, score)
    if len(scored) > 1 and score - scored[1][0] < _CLEAR_LEAD and not wanted:
        doubt = f"column {letter(scored[1][1].column)} could be the answers as well"
        confidence = round(found.confidence * 0.7, 2)
        found = replace(found, confidence=confidence, reasons=(*found.reasons, doubt))
    return {"answer": found}


def _like_answer(study: Study, each: Beside) -> float:
    """Return from 0 to 1 how much a column looks like answers."""
    usual = each.known if each.texts else 0.0
    offered = sum(1 for choice in each.choices if meaning_of(choice)) > 1
    score = 0.0
    if usual >= _MOSTLY and len(each.texts) > 1:
        score += 0.65
    elif each.long:
        score += 0.15
    if each.choices:
        score += 0.65 if offered else 0.5
    if each.role == "answer":
        score += 0.6 if each.whole else 0.5
    elif each.role in _NEVER_ANSWERS:
        score -= 0.45
    if each.formulas * 2 > each.rows:
        score -= 0.6
    if each.texts and not each.long and not usual and not each.choices and _repeats(each):
        score -= 0.3
    if len(each.texts) >= _MANY and len(set(each.texts)) == 1 and each.role != "answer":
        score -= 0.3
    near = each.column - (study.question_column or 0)
    score += 0.1 if near > 0 and (usual or each.long or each.choices or each.role == "answer") else 0.0
    return score


def _repeats(each: Beside) -> bool:
    """Return whether the same word stands in stretches, as that of a section does."""
    return len(set(each.texts)) > 1 and runs(each.texts) == len(set(each.texts)) < len(each.texts)


def _section(study: Study, columns: Sequence[Beside]) -> Found | None:
    """Return the column that groups the questions, if one surely does."""
    scored = []
    for each in columns:
        first = len(set(each.texts)) < len(each.texts) and _repeats(each)
        score = (0.5 if each.role == "section" else 0.0) + (0.4 if first else 0.0)
        merged = each.filled < 0.5 and bool(each.texts) and each.role == "section"
        before = each.column < (study.question_column or 0)
        if score + 0.3 * merged + 0.1 * before >= CERTAIN and each.texts and not each.formulas:
            scored.append((score + 0.3 * merged + 0.1 * before, -len(set(each.texts)), each))
    if not scored:
        return None
    score, _, best = max(scored, key=lambda triple: triple[:2])
    return _found(study, "section", best, score)


def _like_comment(each: Beside, answers: int) -> float:
    """Return from 0 to 1 how much a column looks like what the vendor adds to answers."""
    if each.formulas * 2 > each.rows or each.role in ("guidance", "section", "id", "question"):
        return 0.0
    if each.role in ("comment", "also"):
        score = 0.8 if each.whole else 0.7
        score += 0.05 if each.long else 0.0
        return score + 0.1 if each.role == "comment" else score
    if not each.texts or each.marks or not each.long or not answers:
        return 0.0
    sparse = each.filled <= 0.9
    return 0.3 + 0.15 * sparse + 0.1 * (0 < each.column - answers <= 2)
