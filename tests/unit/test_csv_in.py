"""CSV files as programs and people write them (issue 4, item 10)."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vendorrisk.capture.csv_in import read_csv
from vendorrisk.capture.grid import Book
from vendorrisk.model.fault import RefusedInput

_TEXT = "id,question,answer\nA-1,Is it so?,Ja für alle\n"


def values(book: Book) -> list[list[object]]:
    return [[cell.value for cell in row.values()] for row in book.sheets[0].rows.values()]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_is_read_with_and_without_its_mark(encoding: str) -> None:
    book = read_csv(_TEXT.encode(encoding), "a.csv")
    assert values(book) == [["id", "question", "answer"], ["A-1", "Is it so?", "Ja für alle"]]
    assert book.notes == ()


def test_windows_text_is_read_and_said() -> None:
    book = read_csv(_TEXT.encode("cp1252"), "a.csv")
    assert values(book)[1][2] == "Ja für alle"
    assert "Windows text" in book.notes[0]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_found_whatever_the_texts_hold(delimiter: str) -> None:
    out = io.StringIO()
    rows = [["Survey 2026", "", ""], ["id", "question", "answer"], ["1", "Logs; where, and how long?", "a; b, c"]]
    csv.writer(out, delimiter=delimiter).writerows(rows)
    assert values(read_csv(out.getvalue().encode(), "a.csv"))[1:] == rows[1:]


def test_a_file_can_say_its_delimiter() -> None:
    book = read_csv(b"sep=;\r\nid;answer\r\n1;a,b,c,d\r\n", "a.csv")
    assert values(book) == [["id", "answer"], ["1", "a,b,c,d"]]
    assert book.sheets[0].place(3, 2) == "line 3, column 2"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_places_name_the_line_on_which_a_record_begins(end: str) -> None:
    text = end.join(["id,answer", '1,"first', 'second"', "", "2,yes"])
    sheet = read_csv(text.encode(), "a.csv").sheets[0]
    assert [sheet.lines[row] for row in sheet.rows] == [1, 2, 5]
    assert sheet.place(max(sheet.rows), 2) == "line 5, column 2"


def test_rows_of_any_length_are_kept_and_formulas_stay_texts() -> None:
    book = read_csv(b"id,answer,comment\n1\n2,=1+1,,,more\n,,\n", "a.csv")
    assert values(book) == [["id", "answer", "comment"], ["1"], ["2", "=1+1", "more"]]
    formula = book.sheets[0].cell(3, 2)
    assert formula is not None
    assert formula.formula == ""
    assert book.sheets[0].cell(3, 3) is None


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "it is empty"),
        (b" \r\n\r\n", "it is empty"),
        (b"id,answer\n1,\x00", "no text file"),
        ("id,answer".encode("utf-16-le"), "no text file"),
        (b"\xff\xfei", "letters can't be read"),
        (b"id,answer\n1,\x81", "letters can't be read"),
        (b'id,answer\n1,"open\n2,yes\n', "line 2 is never closed"),
        (b'id,answer\n1,"a"b\n', "record that begins on line 2"),
        (b"id,answer\n1," + b"x" * 131_073, "131,072 characters"),
        (b"a,b\n" * 10_001, "10,000 rows"),
        (b"x," * 1025, "1,024 columns"),
        (b"x,x,x,x,x,x,x,x,x,x,x\n" * 9_100, "100,000 filled cells"),
        (b"x" * (10 * 1024 * 1024 + 1), "10 MiB"),
    ],
)
def test_what_is_not_certain_is_refused_in_words(data: bytes, said: str) -> None:
    with pytest.raises(RefusedInput, match=said) as refused:
        read_csv(data, "a.csv")
    assert refused.value.mend


def test_what_just_fits_is_read() -> None:
    assert len(read_csv(b"a,b\n" * 10_000, "a.csv").sheets[0].rows) == 10_000
    assert len(read_csv(b"x," * 1024, "a.csv").sheets[0].rows[1]) == 1024


@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_characters="\0", codec="utf-8")), min_size=3, max_size=3), min_size=2
    )
)
def test_what_the_csv_module_writes_is_read_back(rows: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows(rows)
    kept = [found for row in rows if (found := [field for field in row if field])]
    assert values(read_csv(out.getvalue().encode(), "a.csv")) == kept


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        book = read_csv(data, "a.csv")
    except RefusedInput:
        return
    assert len(book.sheets) == 1
