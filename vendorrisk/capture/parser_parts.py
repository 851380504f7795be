"""What stands around the sheets of a workbook: the list of sheets, the shared texts, how cells look, and the notes.

Parts are found by the relationships between them, as spreadsheet programs find them. Only what readers of answers ask
for is read: a colour, chart or filter that other programs trip over is passed by.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring, iterparse

from vendorrisk.capture.guard import Unsafe
from vendorrisk.capture.guard_parts import leads_to, relations_of

MAX_TEXT: Final = 8_000_000
"""Characters of all cells together. One shared text can stand in every cell, so sizes of parts don't bound it."""

MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION_ID: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_DATE: Final = re.compile(r'"[^"]*"|\\.|_.|\[(?!hh?\]|mm?\]|ss?\])[^\]]*\]')
_ELAPSED: Final = re.compile(r"\[(hh?|mm?|ss?)\]")
_BUILT_IN: Final = {
    **dict(enumerate(("General", "0", "0.00", "#,##0", "#,##0.00"))),
    **dict(enumerate(('"$"#,##0_)', '"$"#,##0_)', '"$"#,##0.00_)', '"$"#,##0.00_)'), 5)),
    **dict(enumerate(("0%", "0.00%", "0.00E+00", "# ?/?", "# ??/??", "mm-dd-yy", "d-mmm-yy", "d-mmm", "mmm-yy"), 9)),
    **dict(enumerate(("h:mm AM/PM", "h:mm:ss AM/PM", "h:mm", "h:mm:ss", "m/d/yy h:mm"), 18)),
    **dict(enumerate(("#,##0_);(#,##0)", "#,##0_);(#,##0)", "#,##0.00_);(#,##0.00)", "#,##0.00_);(#,##0.00)"), 37)),
    **dict.fromkeys((41, 42), '_(* #,##0_);_(* \\(#,##0\\);_(* "-"_);_(@_)'),
    **dict.fromkeys((43, 44), '_(* #,##0.00_);_(* \\(#,##0.00\\);_(* "-"??_);_(@_)'),
    **dict(enumerate(("mm:ss", "[h]:mm:ss", "mmss.0", "##0.0E+0", "@"), 45)),
}
"""The number formats that are meant by their number alone. Currency signs are left out: they change no value."""


class Damaged(Exception):  # noqa: N818  says what is wrong
    """A part contradicts itself or another."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text with, for each run of it, whether it is struck through; None where the cell's own look decides."""

    text: str
    runs: tuple[tuple[str, bool | None], ...]

    def struck(self, *, cell: bool) -> tuple[bool, bool]:
        """Return whether all, and whether only some of it is struck through."""
        found = {cell if own is None else own for text, own in self.runs if text.strip()}
        return found == {True}, len(found) == 2


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell shows its value."""

    number_format: str = "General"
    struck: bool = False
    date: bool = False
    elapsed: bool = False
    """It shows a span of time, not a time of day."""


@dataclass(frozen=True, slots=True)
class SheetPart:
    """Where a sheet is, and what the workbook says of it."""

    title: str
    state: str
    path: str


@dataclass
class Parts:
    """What all sheets share."""

    sheets: list[SheetPart] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    looks: list[Look] = field(default_factory=lambda: [Look()])
    names: dict[str, str] = field(default_factory=dict)
    """What a name of the whole workbook refers to."""
    dates_from_1904: bool = False
    taken: int = 0
    """Characters so far."""

    def take(self, text: str) -> str:
        """Return a text that goes into the book, and count it."""
        self.taken += len(text)
        if self.taken > MAX_TEXT:
            raise Unsafe("it holds more text than a questionnaire needs.")
        return text


def read_parts(archive: zipfile.ZipFile) -> Parts:
    """Return what all sheets of a workbook share."""
    path = next(target for kind, target in relations(archive, "").values() if kind == "officeDocument")
    linked = relations(archive, path)
    root = fromstring(archive.read(path))
    look = root.find(f"{MAIN}workbookPr")
    parts = Parts(dates_from_1904=look is not None and _true(look.get("date1904", "0")))
    for sheet in root.iterfind(f"{MAIN}sheets/{MAIN}sheet"):
        kind, target = linked[sheet.attrib[_RELATION_ID]]
        if kind == "worksheet":
            parts.sheets.append(SheetPart(sheet.attrib["name"], sheet.get("state", "visible"), target))
    for name in root.iterfind(f"{MAIN}definedNames/{MAIN}definedName"):
        if name.get("localSheetId") is None:
            parts.names[name.get("name", "").casefold()] = name.text or ""
    titles = [each.title.casefold() for each in parts.sheets]
    if len(set(titles)) < len(titles) or len({each.path for each in parts.sheets}) < len(titles):
        raise Damaged
    for kind, target in linked.values():
        if kind == "sharedStrings":
            parts.texts = _shared_texts(archive, target)
        elif kind == "styles":
            parts.looks = _looks(fromstring(archive.read(target))) or parts.looks
    return parts


def relations(archive: zipfile.ZipFile, path: str) -> dict[str, tuple[str, str]]:
    """Return the kind and the part to which each relationship of a part leads, by its id.

    Only those to parts that the guard took for XML by their name: it looked into no others.
    """
    table = relations_of(path)
    if table not in archive.NameToInfo:
        return {}
    found = {}
    for each in fromstring(archive.read(table)):
        target = leads_to(path, each.get("Target", ""))
        if each.get("TargetMode") != "External" and target.casefold().endswith(".xml"):
            found[each.get("Id", "")] = (each.get("Type", "").rpartition("/")[2], target)
    return found


def read_notes(archive: zipfile.ZipFile, sheet: str) -> Iterator[tuple[str, str]]:
    """Return the notes of a sheet, each with the reference of its cell."""
    for kind, target in relations(archive, sheet).values():
        if kind == "comments":
            for note in fromstring(archive.read(target)).iter(f"{MAIN}comment"):
                text = note.find(f"{MAIN}text")
                yield note.attrib["ref"], "" if text is None else text_of(text).text


def text_of(element: Element) -> Text:
    """Return the text of an element that can hold runs of different looks; what tells its pronunciation is left out."""
    runs: list[tuple[str, bool | None]] = []
    for each in element:
        if each.tag == f"{MAIN}t":
            runs.append((unescape(each.text or ""), None))
        elif each.tag == f"{MAIN}r":
            look = each.find(f"{MAIN}rPr")
            struck = None if look is None else _struck(look)
            runs.append((unescape("".join(part.text or "" for part in each.iterfind(f"{MAIN}t"))), struck))
    return Text("".join(text for text, _ in runs), tuple(runs))


def unescape(text: str) -> str:
    """Return what a stored text means: programs store some characters as ``_x000D_``. Half characters are marked."""
    if "_x" not in text:
        return text
    text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _shared_texts(archive: zipfile.ZipFile, path: str) -> list[Text]:
    found = []
    with archive.open(path) as stream:
        for _, element in iterparse(stream):
            if element.tag == f"{MAIN}si":
                found.append(text_of(element))
                element.clear()
    return found


def _looks(root: Element) -> list[Look]:
    formats = {each.get("numFmtId"): each.get("formatCode", "") for each in root.iter(f"{MAIN}numFmt")}
    fonts = [_struck(font) for font in root.iterfind(f"{MAIN}fonts/{MAIN}font")]
    looks = []
    for each in root.iterfind(f"{MAIN}cellXfs/{MAIN}xf"):
        number, font = each.get("numFmtId", "0"), int(each.get("fontId", "0"))
        code = formats.get(number) or _BUILT_IN.get(int(number), "General")
        first = _DATE.sub("", code.partition(";")[0].casefold())
        date = code.casefold() != "general" and re.search("[dmyhs]", first) is not None
        looks.append(Look(code, 0 <= font < len(fonts) and fonts[font], date, _ELAPSED.search(first) is not None))
    return looks


def _struck(look: Element) -> bool:
    line = look.find(f"{MAIN}strike")
    return line is not None and _true(line.get("val", "1"))


def _true(value: str) -> bool:
    return value.strip().casefold() in ("1", "true", "on")
