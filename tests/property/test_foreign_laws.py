"""Laws of reading foreign questionnaires: nothing is lost, nothing becomes a yes, and columns may stand anywhere."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from foreign import by_id, counts, layout, layouts, read, read_rows, sheet
from hypothesis import given, settings
from hypothesis import strategies as st

from vendorrisk.capture.foreign import read_foreign
from vendorrisk.capture.foreign_recognise import recognise
from vendorrisk.capture.grid import Area, Book, Cell, Sheet
from vendorrisk.capture.text import clean, fold
from vendorrisk.model.answer import Answer
from vendorrisk.model.fault import RefusedInput
from vendorrisk.rules.labels import likeness

YES = {"yes", "y", "true", "ja", "oui", "sí", "sì", "sim", "はい", "是"}
NO = {"no", "n", "false", "nein", "nee", "non", "não", "いいえ", "否"}
WORDS = st.one_of(
    st.text(max_size=40), st.sampled_from(["Yes", " no", "N/A", "1) Yes", "Not  applicable", "TBD", "0", "x"])
)
RAW = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(),
    st.times(),
    st.timedeltas(),
    WORDS,
    st.sampled_from(["AC-01", "Question ID", "Question", "Answer", "A&A-01.1", "1.1", "CSP CAIQ Answer", "GNRL-01"]),
)


@given(WORDS)
def test_what_stands_in_an_answer_cell_is_never_more_than_it_says(written: str) -> None:
    found = by_id(read_rows(("AC-01", "Is it?", written))).get("AC-01")
    text = clean(written)
    # an apostrophe in front marks a text in spreadsheets, and is none of it
    bare = likeness(text).removeprefix("1) ")
    if found is None:
        assert fold(text) in ("", "00:00:00")
    elif found.value in ("yes", "no"):
        assert bare in (YES if found.value == "yes" else NO)
    elif found.value == "other":
        assert found.comment == text
    else:
        assert found.found == text


@given(st.permutations(range(4)), st.integers(0, 3), st.integers(0, 3), st.lists(st.sampled_from(["Yes", "No", "N/A"])))
def test_columns_and_rows_may_stand_anywhere(order: list[int], left: int, above: int, words: list[str]) -> None:
    rows = [("ID", "Question", "Answer", "Comments")]
    rows += [(f"AC-{number:02d}", f"Question {number}?", word, "So.") for number, word in enumerate(words, start=1)]
    moved = [(None,) * left + tuple(row[each] for each in order) for row in rows]
    if not words:
        return
    there = by_id(read(sheet(*[()] * above, *moved)))
    usual = by_id(read(sheet(*rows)))
    assert {name: replace(each, cell="") for name, each in there.items()} == {
        name: replace(each, cell="") for name, each in usual.items()
    }


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    cells: dict[int, dict[int, Cell]] = {}
    for _ in range(draw(st.integers(0, 30))):
        row, column = draw(st.integers(1, 12)), draw(st.integers(1, 9))
        flags: dict[str, Any] = draw(
            st.sampled_from([{}, {}, {"formula": "=A1"}, {"error": True}, {"struck": True}, {"note": "A note."}])
        )
        cells.setdefault(row, {})[column] = Cell(row, column, draw(RAW), **flags)
    ordered = {row: dict(sorted(cells[row].items())) for row in sorted(cells)}
    area = Area(1, 1, draw(st.integers(1, 12)), draw(st.integers(1, 9)))
    title = draw(
        st.sampled_from(["", "Form", "CAIQv4.0.3", "CSA CAIQ v3.0.1", "START HERE", "Interview", "Governance"])
    )
    return Sheet(title, ordered, merged=(area,), hidden_rows=frozenset({draw(st.integers(1, 12))}))


@settings(max_examples=60)
@given(st.lists(sheets(), max_size=3))
def test_any_book_is_read_or_refused(drawn: list[Sheet]) -> None:
    book = Book("any.xlsx", tuple(drawn))
    recognise(book, layouts())
    for each in (*layouts(), layout(), layout(id={"column": None}), layout(id={"column": "ID"})):
        if each.format != "table":
            continue
        try:
            reading = read_foreign(book, each)
        except RefusedInput:
            continue
        at = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)
        answers = reading.to_answers(file=book.name, recorder="Ines Okafor", at=at)
        assert all(isinstance(answer, Answer) for answer in answers.values())
        assert sum(counts(reading).values()) == len(reading.questionnaire.questions)
