"""Workbooks made to exhaust the reader, or to say one thing to a person and another to the import."""

from __future__ import annotations

import io
import random
import re
import time
import zipfile
from collections.abc import Callable

import pytest
from workbooks import filled, questions_part, read, repacked

from vendorrisk.model.fault import RefusedInput

MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"


def changed(part: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return a filled workbook in which one part was altered; an empty name means the questions sheet."""
    data = filled()
    name = part or questions_part(data)
    found = []

    def edit(each: str, content: bytes) -> bytes:
        if each != name:
            return content
        found.append(change(content))
        assert found[0] != content
        return found[0]

    result = repacked(data, edit)
    assert found
    return result


def _huge_comment() -> bytes:
    return changed(
        "xl/comments/comment1.xml", lambda part: re.sub(rb'ref="\w+"', b'ref="A1:XFD1048576"', part, count=1)
    )


def _huge_comment_in_a_disguised_part() -> bytes:
    def change(part: bytes) -> bytes:
        part = re.sub(rb'ref="\w+"', b'ref="A:XFD"', part, count=1)
        return part.replace(b"<comments", b"<remarks").replace(b"</comments", b"</remarks")

    return changed("xl/comments/comment1.xml", change)


def _slow_number_format() -> bytes:
    letters = random.Random(1)  # noqa: S311  not for secrets; random, so that it does not pack too well
    code = "".join("[" + letters.choice("abcd") + letters.choice("abcd") for _ in range(200_000)).encode()

    def change(part: bytes) -> bytes:
        head, _, rest = part.partition(b"<numFmts")
        count, _, rest = rest.partition(b">")
        assert rest
        part = head + b"<numFmts" + count + b'><numFmt numFmtId="399" formatCode="' + code + b'"/>' + rest
        before, _, after = part.partition(b'<cellXfs count="')
        first, _, others = after.partition(b'numFmtId="')
        return before + b'<cellXfs count="' + first + b'numFmtId="399' + others[others.index(b'"') :]

    return changed("xl/styles.xml", change)


def _sheet_under_another_root() -> bytes:
    def change(part: bytes) -> bytes:
        part = part.replace(b"<worksheet", b"<workbench").replace(b"</worksheet", b"</workbench")
        huge = b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells></workbench>'
        return part.replace(b"</workbench>", huge)

    return changed("", change)


def _strange_cell_over_a_cell() -> bytes:
    """Excel ignores what an ignorable namespace holds; a lenient parser takes it for the cell E9."""
    extra = b'<i:c xmlns:i="urn:ignored" r="E9" t="inlineStr"><is xmlns="%s"><t>Yes</t></is></i:c></row>' % MAIN
    return changed("", lambda part: part.replace(b"</row>", extra, 9).replace(extra, b"</row>", 8))


def _row_in_an_extension() -> bytes:
    row = b'<extLst><ext uri="{x}"><row r="16"><c r="E16" t="inlineStr"><is><t>Yes</t></is></c></row></ext></extLst>'
    return changed("", lambda part: part.replace(b"</worksheet>", row + b"</worksheet>"))


@pytest.mark.parametrize(
    ("build", "words"),
    [
        (_huge_comment, "is damaged"),
        (_huge_comment_in_a_disguised_part, "is damaged"),
        (_slow_number_format, "longer than 255 characters"),
        (_sheet_under_another_root, "is damaged"),
        (_strange_cell_over_a_cell, "not every program looks"),
        (_row_in_an_extension, "not every program looks"),
        (lambda: changed("", lambda part: part.replace(MAIN, STRICT)), "Strict"),
    ],
)
def test_what_would_exhaust_or_deceive_the_reader_is_refused(build: Callable[[], bytes], words: str) -> None:
    data = build()
    began = time.perf_counter()
    with pytest.raises(RefusedInput) as caught:
        read(data)
    assert words in caught.value.what
    assert time.perf_counter() - began < 3


def _two_books() -> bytes:
    """Excel follows the relationship to the second book; a reader of content types takes the first."""
    data = filled()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        book, relations = archive.read("xl/workbook.xml"), archive.read("xl/_rels/workbook.xml.rels")

    def edit(name: str, content: bytes) -> bytes:
        return content.replace(b"xl/workbook.xml", b"xl/workbook2.xml") if name == "_rels/.rels" else content

    return repacked(data, edit, {"xl/workbook2.xml": book, "xl/_rels/workbook2.xml.rels": relations})


def _other_texts() -> bytes:
    """Return a workbook whose relationships name no shared texts, while its content types do."""
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    override = b'<Override PartName="/xl/evil.xml" ContentType="%s"/></Types>' % kind
    texts = b'<sst xmlns="%s"><si><t>Yes</t></si></sst>' % MAIN
    data = changed("[Content_Types].xml", lambda part: part.replace(b"</Types>", override))
    return repacked(data, lambda _, part: part, {"xl/evil.xml": texts})


def _other_styles() -> bytes:
    data = changed("xl/_rels/workbook.xml.rels", lambda part: part.replace(b"styles.xml", b"plain.xml"))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return repacked(data, lambda _, part: part, {"xl/plain.xml": archive.read("xl/styles.xml")})


@pytest.mark.parametrize("build", [_two_books, _other_texts, _other_styles])
def test_a_workbook_that_programs_read_differently_is_refused(build: Callable[[], bytes]) -> None:
    with pytest.raises(RefusedInput, match="disagree about which of its parts count"):
        read(build())
