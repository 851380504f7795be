"""One sheet of an unknown layout: which rows hold questions, under which headers, with which ids."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from vendorrisk.capture.foreign_texts import id_text, text_of
from vendorrisk.capture.grid import Cell, Sheet, letter
from vendorrisk.capture.guessing_ids import pattern_of, rises
from vendorrisk.capture.guessing_words import how_asking, meaning_of, role_of
from vendorrisk.capture.text import fold, quote

CERTAIN: Final = 0.7
"""From this confidence on, a column is not asked about."""
_LEAST_ASKING = 2.0
_SURE = 0.8
_RIVAL = 0.6
_SHORT = 60
_SAMPLES = 3
_SAMPLE_LENGTH = 60
_MOST_HEADERS = 4
_CHANGING = 2
_MOST_LISTED = 200_000


@dataclass(frozen=True, slots=True)
class Found:
    """Where something stands on a sheet, and why it is thought to."""

    part: str
    """``id``, ``question``, ``answer``, ``mark yes``, ``comment``, ``also 0``, ``section``."""
    column: int
    header: str
    confidence: float
    """From 0 to 1; 1 if the user said it."""
    reasons: tuple[str, ...]
    samples: tuple[str, ...]

    @property
    def certain(self) -> bool:
        """Return whether it need not be asked about."""
        return self.confidence >= CERTAIN


class Study:
    """What can be seen on a sheet before its columns are given parts. ``fixed`` are the columns that the user named."""

    def __init__(self, sheet: Sheet, fixed: Mapping[str, int | None]) -> None:
        self.sheet, self.fixed = sheet, fixed
        self.grid: dict[int, dict[int, str]] = {}
        for number, cells in sheet.rows.items():
            texts = {column: text for column, cell in cells.items() if (text := text_of(cell))}
            if texts:
                self.grid[number] = texts

    @property
    def columns(self) -> list[int]:
        """Return the columns in which anything stands."""
        return sorted({column for texts in self.grid.values() for column in texts})

    def down(self, column: int, rows: Iterable[int]) -> list[str]:
        """Return what stands in a column, in these rows; empty where nothing does."""
        return [self.grid.get(row, {}).get(column, "") for row in rows]

    def cell(self, row: int, column: int) -> Cell | None:
        """Return a cell."""
        return self.sheet.cell(row, column)

    @cached_property
    def _asking(self) -> dict[int, float]:
        """How many questions stand in each column, by their look and what stands above them."""
        found: dict[int, float] = {}
        for column in self.columns:
            texts = dict.fromkeys(self.down(column, self.grid))
            roles = {role[0] for text in texts if len(text) <= _SHORT and (role := role_of(text)) and role[1]}
            score = sum(how_asking(text) for text in texts)
            weight = 1.5 if "question" in roles else 0.6 if roles & {"comment", "answer", "guidance"} else 1.0
            found[column] = weight * score
        return found

    @cached_property
    def question_column(self) -> int | None:
        """The column of the questions; None if no column holds any."""
        if self.fixed.get("question"):
            return self.fixed["question"]
        best = max(self._asking, key=lambda column: self._asking[column], default=None)
        return best if best is not None and self._asking[best] >= _LEAST_ASKING else None

    @cached_property
    def rival(self) -> int | None:
        """Another column that holds nearly as many questions."""
        others = {column: score for column, score in self._asking.items() if column != self.question_column}
        best = max(others, key=lambda column: others[column], default=None)
        own = self._asking.get(self.question_column or 0, 0.0)
        return best if best is not None and others[best] >= _RIVAL * own else None

    @cached_property
    def sure_rows(self) -> tuple[int, ...]:
        """The rows in which a question stands by its look."""
        column = self.question_column or 0
        return tuple(row for row in self.grid if how_asking(self.grid[row].get(column, "")) >= _SURE) or tuple(
            row for row in self.grid if how_asking(self.grid[row].get(column, ""))
        )

    @cached_property
    def _sure(self) -> frozenset[int]:
        return frozenset(self.sure_rows)

    @cached_property
    def header_rows(self) -> tuple[int, ...]:
        """The rows of headers, from the top; those that are repeated for each section included."""
        if "header" in self.fixed:
            return tuple(row for row in (self.fixed["header"],) if row)
        first = self.sure_rows[0] if self.sure_rows else 0
        found = [row for row in self.grid if self._is_header(row)]
        beside = [row for row in self.grid if row < first and self._marks_above(row)]
        if not any(row < first for row in found):
            above = max((row for row in self.grid if row < first), default=0)
            found += [above] if above and self._could_be_header(above) else []
        return tuple(sorted({*found, *beside}))

    def _is_header(self, row: int) -> bool:
        if row in self._sure:
            return False
        texts = [text for text in self.grid[row].values() if not meaning_of(text)]
        found = [role for text in texts if (role := role_of(text)) is not None]
        plain = any(whole for _, whole in found)
        return plain and len({role for role, _ in found}) > 1 and sum(map(len, texts)) < _SHORT * len(texts)

    def _marks_above(self, row: int) -> bool:
        """Return whether the headers of several columns of marks stand in a row."""
        meanings = {meaning for text in self.grid[row].values() if (meaning := meaning_of(text))}
        return len(meanings) > 1 and not any(how_asking(text) for text in self.grid[row].values())

    def _could_be_header(self, row: int) -> bool:
        texts = self.grid[row]
        short = all(len(text) <= _SHORT and not text.isdecimal() for text in texts.values())
        return len(texts) > 1 and short and self.question_column in texts and not any(map(how_asking, texts.values()))

    def header(self, column: int) -> str:
        """Return the header of a column: the lowest above the first question, else what its later ones are mostly.

        Empty where it changes from section to section.
        """
        every = Counter(text for text in self.down(column, self.header_rows) if text)
        if len(every) > _CHANGING and 2 * max(every.values()) < every.total():
            return ""
        first = self.sure_rows[0] if self.sure_rows else 0
        above = [row for row in self.header_rows if row < first][-_MOST_HEADERS:]
        texts = [text for text in self.down(column, above) if text]
        if texts:
            return texts[-1]
        return every.most_common(1)[0][0] if every else ""

    @cached_property
    def _candidates(self) -> tuple[int, ...]:
        """The rows that could hold questions: below the first header, with a text, and no header again."""
        headers, column = set(self.header_rows), self.question_column or 0
        top = min((row for row in headers if self.sure_rows and row < self.sure_rows[0]), default=None)
        start = top if top is not None else self.sure_rows[0] if self.sure_rows else 0
        return tuple(
            row for row, texts in self.grid.items() if row >= start and row not in headers and texts.get(column)
        )

    @cached_property
    def ids(self) -> tuple[Found, str] | None:
        """The id column with its pattern; None if there is no such column."""
        if "id" in self.fixed and self.fixed["id"] is None:
            return None
        tried = [self.fixed["id"]] if self.fixed.get("id") else [c for c in self.columns if c != self.question_column]
        found = [ids for column in tried if column and (ids := self._ids_in(column)) is not None]
        return max(found, key=lambda each: each[0].confidence, default=None)

    def _ids_in(self, column: int) -> tuple[Found, str] | None:
        rows = self.sure_rows
        texts = [id_text(self.cell(row, column)) for row in rows]
        filled = [text for text in texts if text]
        if not filled or len(filled) < 0.8 * len(rows):
            return None
        pattern = pattern_of(filled)
        if pattern is None:
            return None
        distinct = len(set(filled)) / len(filled)
        header = role_of(self.header(column))
        named, serial = header is not None and header[0] == "id", rises(filled)
        bare = all(re.fullmatch(r"[\d.]+", text) for text in filled)
        if distinct < 0.95 and not (named and bare and distinct > 0.1):
            return None
        if bare and not named and not serial and len(set(filled)) < len(filled):
            return None
        confidence = 0.9 if named else 0.8 if serial or not bare else 0.5
        alike = "short, distinct and alike" if distinct == 1 else "short and alike; some stand several times"
        reasons = [f"{alike}: {filled[0]} … {filled[-1]}"] + ([f"headed {quote(self.header(column))}"] if named else [])
        if bare and not named:
            reasons.append("bare numbers")
        return self.found("id", column, rows, confidence, reasons), pattern

    @cached_property
    def rows(self) -> tuple[int, ...]:
        """The rows with questions: those with an id, or all that could be one where there are no ids."""
        if self.ids is None:
            wanted = self.text_pattern
            column = self.question_column or 0
            return tuple(r for r in self._candidates if not wanted or re.fullmatch(wanted, self.grid[r][column]))
        found, pattern = self.ids
        matches = re.compile(pattern, re.IGNORECASE).fullmatch
        return tuple(row for row in self._candidates if matches(id_text(self.cell(row, found.column))))

    @cached_property
    def _without_ids(self) -> tuple[str | None, bool]:
        """How questions are told from headings by their texts, and whether that tells all of them apart."""
        column = self.question_column or 0
        listed = {row for row in self._candidates if self._offers_choices(row)}
        sure = {*self.sure_rows, *listed} & {*self._candidates}
        others = [self.grid[row][column] for row in self._candidates if row not in sure]
        asked = [self.grid[row][column] for row in self._candidates if row in sure]
        if not others or not asked:
            return None, True
        fewest = min(len(text.split()) for text in asked)
        for pattern in (r"[\s\S]*\?[\s)]*", rf"\S+(\s+\S+){{{fewest - 1},}}"):
            if all(re.fullmatch(pattern, text) for text in asked) and not any(re.fullmatch(pattern, o) for o in others):
                return pattern, True
        return None, False

    def _offers_choices(self, row: int) -> bool:
        """Return whether a row offers choices in a column that does so beside most questions."""
        return any(row in rows and 2 * len(rows) >= len(self.sure_rows) for rows in self.choices.values())

    @cached_property
    def choices(self) -> Mapping[int, Mapping[int, tuple[str, ...]]]:
        """What drop-down lists offer, by column and row; of rows in which something stands."""
        found: dict[int, dict[int, tuple[str, ...]]] = {}
        rows, last = sorted(self.grid), max(self.columns, default=0) + 1
        looked = 0
        for area, choices in self.sheet.lists:
            there = rows[bisect_left(rows, area.first_row) : bisect_right(rows, area.last_row)]
            for column in range(area.first_column, min(area.last_column, last) + 1):
                looked += len(there)
                if choices and looked <= _MOST_LISTED:
                    found.setdefault(column, {}).update(dict.fromkeys(there, choices))
        return found

    @property
    def text_pattern(self) -> str | None:
        """What tells a question's text from a heading's, where there are no ids."""
        return self._without_ids[0]

    @property
    def mixed(self) -> bool:
        """Return whether headings may be among the questions."""
        return self.ids is None and not self._without_ids[1]

    @cached_property
    def heading_rows(self) -> tuple[int, ...]:
        """The rows between the questions in which nothing but a title seems to stand."""
        if not self.rows:
            return ()
        taken, last = {*self.rows, *self.header_rows}, self.rows[-1]
        top = max((row for row in self.header_rows if row < self.rows[0]), default=self.rows[0])
        return tuple(
            row
            for row, texts in self.grid.items()
            if top < row < last and row not in taken and len(texts) <= 2 and max(map(len, texts.values())) <= 2 * _SHORT
        )

    def found(self, part: str, column: int, rows: Sequence[int], confidence: float, reasons: Sequence[str]) -> Found:
        """Return a column as a part, with its first different texts."""
        if self.fixed.get(part) == column:
            confidence, reasons = 1.0, ("you named it",)
        texts = dict.fromkeys(text for text in self.down(column, rows) if text)
        samples = tuple(quote(text, _SAMPLE_LENGTH)[1:-1] for text in list(texts)[:_SAMPLES])
        return Found(part, column, self.header(column), round(confidence, 2), tuple(reasons), samples)

    def question(self) -> Found:
        """Return the column of the questions, with how certain that is."""
        column = self.question_column or 0
        texts = [fold(text) for text in self.down(column, self.rows)]
        share = sum(1 for text in texts if how_asking(text) >= _SURE) / max(1, len(texts))
        stated = sum(1 for text in texts if how_asking(text)) / max(1, len(texts))
        header = role_of(self.header(column))
        named = header is not None and header[0] == "question"
        confidence = (0.85 if share >= 0.6 else 0.65 if share >= 0.3 or stated >= 0.6 else 0.5) + 0.1 * named
        said = "ask or bid" if share >= stated / 2 else "state something"
        reasons = [f"{100 * max(share, stated):.0f} % of its {len(texts)} texts {said}"]
        reasons += [f"headed {quote(self.header(column))}"] if named else []
        if self.rival is not None and not named:
            confidence -= 0.3
            reasons.append(f"column {letter(self.rival)} looks like questions as well")
        if self.mixed:
            confidence = min(confidence, 0.5)
            reasons.append("headings may be among them: nothing tells them apart")
        return self.found("question", column, self.rows, confidence, reasons)
