"""What the guard lets pass: real workbooks are untidy, and untidy is not dangerous."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from workbooks import VALUES, edited, filled, in_questions, questions_part, read, repacked, values_of

from vendorrisk.capture.guard import MAX_FILE, Unsafe, guard_workbook
from vendorrisk.capture.worker import open_book
from vendorrisk.model.fault import RefusedInput


def test_a_filled_template_passes() -> None:
    guard_workbook(filled())


def test_a_sheet_may_claim_to_be_as_large_as_it_likes() -> None:
    data = in_questions(filled(), rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"')
    data = in_questions(data, rb"</sheetData>", b'<row r="1048576" ht="12"/></sheetData>')
    assert values_of(read(data).answers) == VALUES


def test_a_far_away_cell_costs_nothing() -> None:
    def edit(book: object) -> None:
        book["Questions"]["XFD1048576"] = "x"  # type: ignore[index]

    reading = read(edited(edit, filled()))
    assert values_of(reading.answers) == VALUES
    assert [item.code for item in reading.warnings] == ["not-read"]


def test_external_links_are_never_followed() -> None:
    link = (
        b'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<externalBook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rId1"/>'
        b"</externalLink>"
    )
    target = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLinkPath" '
        b'Target="http://192.0.2.1/x.xlsx" TargetMode="External"/></Relationships>'
    )
    extra = {"xl/externalLinks/externalLink1.xml": link, "xl/externalLinks/_rels/externalLink1.xml.rels": target}
    assert values_of(read(repacked(filled(), lambda _, part: part, extra)).answers) == VALUES


def test_prefixed_tags_are_counted_too() -> None:
    data = filled()
    part = questions_part(data)

    def change(name: str, content: bytes) -> bytes:
        if name != part:
            return content
        content = re.sub(rb"<(/?)(?=[a-zA-Z])(?![a-zA-Z]+:)", rb"<\1x:", content)
        return content.replace(b"xmlns=", b"xmlns:x=").replace(
            b"</x:sheetData>", b'<x:row r="2000"/><x:row r="2000"><x:c r="A2001"/></x:row></x:sheetData>'
        )

    with pytest.raises(Unsafe, match="'A2001' stands in row 2000"):
        guard_workbook(repacked(data, change))


def test_pictures_may_be_packed_well() -> None:
    guard_workbook(repacked(filled(), lambda _, part: part, {"xl/media/image1.emf": bytes(2_000_000)}))


def test_what_is_too_large_is_refused_before_anything_is_unpacked() -> None:
    with pytest.raises(Unsafe, match="at most 10 MiB"):
        guard_workbook(b"PK\x03\x04" + bytes(MAX_FILE))


def test_the_refusal_names_the_file(tmp_path: Path) -> None:
    with pytest.raises(RefusedInput, match=f"{tmp_path.name}.xlsx was refused: it is empty."):
        open_book(b"", f"{tmp_path.name}.xlsx")


@pytest.mark.parametrize("reference", ["A", "a9", "A09", "AA", "A9A", "9", "XFE9", "A1"])
def test_a_cell_says_which_it_is(reference: str) -> None:
    cells = f'<sheetData><row r="09"/><row r="9"><c r="B9"/><c r="{reference}"><v>1</v></c></row></sheetData>'
    data = in_questions(filled(), rb"(?s)<sheetData>.*</sheetData>", cells.encode())
    with pytest.raises(Unsafe, match=r"is damaged|stands in row 9"):
        guard_workbook(data)
