"""Text is broken within its room, pages keep everything in order, no character vanishes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from factories_statement import house_style
from hypothesis import given
from hypothesis import strategies as st

from vendorrisk.reports.layout import Break, Item, Row, paginate
from vendorrisk.reports.page import Paper, Press
from vendorrisk.reports.text import Block
from vendorrisk.reports.visible import visible

PRESS = Press(house_style(), Paper.A4, "en")
TEXTS = st.text(
    st.one_of(st.characters(codec="utf-8"), st.sampled_from("abcdef  \n日本✔äß-")),
    max_size=200,
)


def lines_of(block: Block) -> list[str]:
    return ["".join(chunk.text for chunk in line) for line in block.lines]


def squeezed(text: str) -> str:
    return "".join(text.split())


@given(TEXTS, st.floats(min_value=30, max_value=400))
def test_lines_fit_and_lose_nothing_but_spaces(text: str, room: float) -> None:
    block = PRESS.set(text, room)
    assert all(sum(chunk.width for chunk in line) <= room + 0.1 for line in block.lines)
    shown = "".join(part for _, part in PRESS.typeface.runs(text, PRESS.typeface.regular))
    assert squeezed("".join(lines_of(block))) == squeezed(shown)


def test_a_word_too_long_for_a_line_is_broken_after_a_plus_sign_if_one_fits() -> None:
    room = PRESS.set("coalition-minimum+health+hig", 400).lines[0][0].width
    assert lines_of(PRESS.set("coalition-minimum+health+high-risk-ai", room)) == [
        "coalition-minimum+health+",
        "high-risk-ai",
    ]


@given(TEXTS)
def test_every_character_is_shown_or_named(text: str) -> None:
    shown = "".join(part for _, part in PRESS.typeface.runs(text, PRESS.typeface.regular))
    for char in squeezed(visible(text)):
        assert char in shown or f"U+{ord(char):04X}" in shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\u202eb", "aU+202Eb"),
        ("a\x00b", "aU+0000b"),
        ("\ud800", "U+D800"),
        ("re\u0301sume\u0301", "résumé"),
        ("a\r\nb\u2028c\td", "a\nb\nc d"),
        ("soft\u00adhyphen ✔\ufe0f", "softhyphen ✔"),
        ("\U0010fffd", "U+10FFFD"),
    ],
)
def test_hidden_characters_are_shown(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_a_character_that_no_font_has_is_named() -> None:
    assert PRESS.typeface.runs("a\U0001f9ffb", PRESS.typeface.regular) == [(PRESS.typeface.regular, "aU+1F9FFb")]


def test_glyphs_and_ideographs_come_from_a_font_that_has_them() -> None:
    runs = PRESS.typeface.runs("✔ ◐ ✘ … ? 株式会社", PRESS.typeface.regular)
    assert "".join(text for _, text in runs) == "✔ ◐ ✘ … ? 株式会社"
    fonts = {char: font.split("-")[0] for font, text in runs for char in text}
    assert fonts["✔"] == fonts["◐"] == fonts["✘"] == "DejaVuSans"
    assert fonts["?"] == fonts["…"] == "IBMPlexSans"
    assert fonts["株"] == "DroidSansFallbackFull"


def test_figures_are_tabular() -> None:
    widths = {PRESS.set(digit, 100).lines[0][0].width for digit in "0123456789"}
    assert len(widths) == 1


def test_a_cut_text_ends_in_an_ellipsis_within_its_room() -> None:
    block = PRESS.set("word " * 50, 100).cut(2)
    assert len(block.lines) == 2
    assert lines_of(block)[1].endswith("…")
    assert all(sum(chunk.width for chunk in line) <= 100 for line in block.lines)
    assert PRESS.set("word", 100).cut(2) == PRESS.set("word", 100)


def row(lines: int, *, keep: bool = False, header: Row | None = None) -> Row:
    block = Block((PRESS.set("x", 50).lines[0],) * lines, 10, 50)
    return Row(((0, block),), 50, keep=keep, header=header)


@given(st.lists(st.tuples(st.integers(1, 60), st.booleans()), max_size=40))
def test_pages_hold_everything_in_order_and_no_page_overflows(shape: list[tuple[int, bool]]) -> None:
    items = [row(lines, keep=keep and lines < 3) for lines, keep in shape]
    pages = paginate(items, 300)
    total = sum(item.height for page in pages for _, item in page)
    assert total == pytest.approx(sum(item.height for item in items))
    for page in pages:
        offset = 0.0
        for start, item in page:
            assert start == pytest.approx(offset)
            offset += item.height
        assert offset <= 300.1


def test_a_heading_goes_with_what_follows() -> None:
    heading = row(2, keep=True)
    pages = paginate([row(20), heading, row(10)], 300)
    assert [len(page) for page in pages] == [1, 2]


def test_a_table_header_is_repeated_on_each_page() -> None:
    header = row(1, keep=True)
    items: list[Item] = [header, *(replace(row(10), header=header) for _ in range(5))]
    pages = paginate(items, 300)
    assert [page[0][1] for page in pages] == [header] * len(pages)
    assert len(pages) == 3


def test_a_tall_row_is_split_between_lines_and_a_low_one_is_not() -> None:
    assert [[item.height for _, item in page] for page in paginate([row(20), row(40)], 300)] == [[200, 100], [300]]
    assert [[item.height for _, item in page] for page in paginate([row(25), row(10)], 300)] == [[250], [100]]


def test_a_break_begins_a_page_but_never_an_empty_one() -> None:
    assert [len(page) for page in paginate([Break(), row(1), Break(), row(1)], 300)] == [1, 1]
