"""What the parser's process says arrives as it was meant, and whatever else it says is no book."""

from __future__ import annotations

import datetime as dt
import json
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from workbooks import filled

from vendorrisk.capture.grid import LAST_COLUMN, LAST_ROW, Area, Book, Cell, Sheet
from vendorrisk.capture.parser import parse_workbook
from vendorrisk.capture.wire import Garbled, Refused, decode_book, encode_book, encode_refusal

ROWS, COLUMNS = st.integers(1, LAST_ROW), st.integers(1, LAST_COLUMN)
TEXTS = st.text(st.characters(codec="utf-8"), max_size=9)
VALUES = st.one_of(
    st.none(),
    TEXTS,
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.datetimes(),
    st.dates(),
    st.times(),
    st.integers(-(10**9), 10**9).map(lambda number: dt.timedelta(milliseconds=number)),
)


@st.composite
def areas(draw: st.DrawFn) -> Area:
    top, bottom = sorted((draw(ROWS), draw(ROWS)))
    left, right = sorted((draw(COLUMNS), draw(COLUMNS)))
    return Area(top, left, bottom, right)


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    rows: dict[int, dict[int, Cell]] = {}
    for row, column in sorted(draw(st.sets(st.tuples(ROWS, COLUMNS), max_size=5))):
        marks = [draw(st.booleans()) for _ in range(3)]
        texts = [draw(TEXTS) for _ in range(3)]
        rows.setdefault(row, {})[column] = Cell(
            row,
            column,
            draw(VALUES),
            formula=texts[0],
            error=marks[0],
            number_format=texts[1],
            struck=marks[1],
            partly_struck=marks[2],
            note=texts[2],
        )
    choices = st.lists(TEXTS, max_size=3).map(tuple)
    return Sheet(
        title=draw(TEXTS),
        rows=rows,
        state=draw(st.sampled_from(("visible", "hidden", "veryHidden"))),
        merged=tuple(draw(st.lists(areas(), max_size=3))),
        filled=tuple(draw(st.lists(areas(), max_size=3))),
        hidden_rows=draw(st.frozensets(ROWS, max_size=3)),
        hidden_columns=draw(st.frozensets(COLUMNS, max_size=3)),
        lists=tuple(
            sorted(draw(st.lists(st.tuples(areas(), choices), max_size=3, unique_by=lambda each: each[1])), key=str)
        ),
    )


BOOKS = st.builds(Book, st.just("acme.xlsx"), st.lists(sheets(), max_size=3).map(tuple), st.booleans())


@given(BOOKS)
def test_a_book_arrives_as_it_was_sent(book: Book) -> None:
    found = decode_book(encode_book(book), "acme.xlsx")
    assert found == book
    assert [type(cell.value) for cell in _cells(found)] == [type(cell.value) for cell in _cells(book)]


def _cells(book: Book) -> list[Cell]:
    return [cell for sheet in book.sheets for row in sheet.rows.values() for cell in row.values()]


def test_a_refusal_arrives_in_its_words() -> None:
    with pytest.raises(Refused, match="it is empty") as caught:
        decode_book(encode_refusal("it is empty.", "Send it again."), "acme.xlsx")
    assert caught.value.mend == "Send it again."


JUNK: tuple[Any, ...] = (
    None,
    True,
    -1,
    0,
    1.5,
    10**30,
    float("nan"),
    "",
    "moment",
    "x" * 99,
    [],
    [[]],
    {},
    [1, 1, 1, 1],
    {"refused": 1},
)


def _places(found: Any) -> list[tuple[Any, Any]]:
    """Return every place in a message, as what holds it and its key."""
    keys: Any = found if isinstance(found, dict) else range(len(found)) if isinstance(found, list) else ()
    return [place for key in keys for place in ((found, key), *_places(found[key]))]


@given(st.randoms(use_true_random=False))
def test_no_altered_message_gives_anything_but_a_book_or_a_typed_error(source: random.Random) -> None:
    found = json.loads(MESSAGE)
    for _ in range(source.randint(1, 3)):
        holder, key = source.choice(_places(found))
        holder[key] = source.choice(JUNK)
    try:
        book = decode_book(json.dumps(found).encode(), "acme.xlsx")
    except (Garbled, Refused):
        return
    for cell in _cells(book):
        assert 1 <= cell.row <= LAST_ROW
        assert 1 <= cell.column <= LAST_COLUMN
        assert isinstance(cell.value, str | bool | int | float | dt.date | dt.time | dt.timedelta | None)
        assert isinstance(cell.formula + cell.number_format + cell.note, str)


def _message() -> bytes:
    """Return the message of a filled template, short enough to be altered often."""
    whole = json.loads(encode_book(parse_workbook(filled())))
    for sheet in whole["sheets"]:
        sheet["cells"], sheet["lists"] = sheet["cells"][:8], sheet["lists"][:2]
    return json.dumps(whole).encode()


MESSAGE = _message()


@pytest.mark.parametrize(
    "message", [b"", b"\xff", b"[]", b"{}", b"null", b"[" * 100_000, b'{"sheets": [], "dates_from_1904": 0}']
)
def test_what_is_no_message(message: bytes) -> None:
    with pytest.raises(Garbled):
        decode_book(message, "acme.xlsx")
