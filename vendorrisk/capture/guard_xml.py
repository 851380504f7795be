"""The XML half of the guard: every XML part through expat, counting what a parser would have to hold."""

from __future__ import annotations

import xml.parsers.expat as expat  # noqa: PLR0402  the module's own name for itself
from collections.abc import Callable
from typing import Any, Final

from vendorrisk.capture.grid import LAST_COLUMN, LAST_ROW, letter, position
from vendorrisk.capture.text import quote

MAX_DEPTH: Final = 64
MAX_CELLS: Final = 100_000
MAX_ROWS: Final = 10_000
MAX_COLUMNS: Final = 1024
MAX_SHEETS: Final = 64
MAX_MERGES: Final = 10_000
"""The best-known questionnaire of cloud vendors has 3,360; what they cover is bounded below."""
MAX_ELEMENTS: Final = 750_000
"""Over all parts: bounds the work and memory that empty but formatted cells can cost."""
MAX_AREA: Final = 100_000
"""Cells that merged or linked areas may cover together: parsers touch each one."""
MAX_ATTRIBUTES: Final = 256
"""Of one element: parsers hold all of them at once."""
MAX_NUMBER_FORMAT: Final = 255
"""Longest number format, as spreadsheet programs have it; parsers take quadratic time over one."""

_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_CELL: Final = f"{_MAIN} c"
_STRICT: Final = "http://purl.oclc.org/ooxml/spreadsheetml/"
_MACRO_TYPES: Final = ("macroenabled", "vbaproject", "macrosheet", "activex", "ms-office.vba")

_Check = Callable[[dict[str, str]], None] | None
"""What looks at the attributes of an element, if anything does."""


class XmlGuard:
    """Checks the XML parts of one workbook, one after the other."""

    def __init__(self, refuse: Callable[[str], Exception]) -> None:
        self._refuse = refuse
        self._elements = 0
        self._cells = 0
        self._merges = 0
        self._area = 0
        self._letters: dict[str, int] = {}
        self._in_sheet = {
            "c": self._open_cell,
            **dict.fromkeys(("v", "f", "t"), self._populate),
            "row": self._open_row,
            "mergeCell": self._open_merge,
            "hyperlink": self._open_area,
        }

    def start(self, part: str) -> None:
        """Begin a part."""
        self._part = part
        self._path: list[str] = []
        self._known: dict[str, tuple[str, _Check]] = {}
        self._row = self._column = 0
        self._row_given = "0"
        self._reference = ""
        self._populated = False
        self._seen: set[int] = set()
        self._rows: set[int] = set()
        self._columns: set[int] = set()
        self._sheets = 0
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._doctype
        if not part.casefold().endswith(".vml"):  # shapes of notes, a third of many workbooks: no reader follows them
            parser.StartElementHandler = self._open
            parser.EndElementHandler = self._close
        self._parser = parser

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes of the part."""
        try:
            self._parser.Parse(chunk, False)
        except (expat.ExpatError, LookupError, ValueError):
            raise self._damaged() from None

    def finish(self) -> None:
        """End the part."""
        try:
            self._parser.Parse(b"", True)
        except (expat.ExpatError, LookupError, ValueError):
            raise self._damaged() from None

    def _damaged(self) -> Exception:
        return self._refuse(f"its part {quote(self._part)} is damaged.")

    def _doctype(self, *_: Any) -> None:
        raise self._refuse(f"its part {quote(self._part)} declares a document type, which no spreadsheet program does.")

    def _open(self, name: str, attributes: dict[str, str]) -> None:
        """Check one element: this runs for each, so what depends on its name alone is found out once in a part."""
        tag, check = self._known.get(name) or self._learn(name)
        path = self._path
        path.append(tag)
        self._elements += 1
        if len(path) > MAX_DEPTH or len(attributes) > MAX_ATTRIBUTES or self._elements > MAX_ELEMENTS:
            raise self._too_much()
        if check is not None:
            check(attributes)

    def _learn(self, name: str) -> tuple[str, _Check]:
        """Return the tag of an element and what else is to be checked of it, if anything."""
        namespace, _, tag = name.rpartition(" ")
        main = namespace == _MAIN
        root = self._path[0] if self._path else tag
        if namespace.startswith(_STRICT):
            raise self._refuse("it is saved as Strict Open XML. Choose the kind 'Excel workbook' when saving.")
        check: _Check = {"comment": self._open_note, "numFmt": self._open_format}.get(tag)
        if root == "worksheet":
            check = self._in_sheet.get(tag, self._open_other) if main else self._open_other
        elif main and (tag in ("mergeCell", "hyperlink") or (tag == "row" and root != "externalLink")):
            raise self._damaged()
        elif tag == "sheet" and root == "workbook":
            check = self._open_sheet
        elif root in ("Types", "Relationships"):
            check = self._kind_of_part
        self._known[name] = (tag, check)
        return tag, check

    def _open_other(self, attributes: dict[str, str]) -> None:
        path = self._path
        if len(path) == 4 and path[2] == "row":
            raise self._misplaced()
        if path[-1] == "numFmt":
            self._open_format(attributes)
        elif path[-1] in ("v", "f", "t"):
            self._populate(attributes)

    def _too_much(self) -> Exception:
        if len(self._path) > MAX_DEPTH:
            return self._refuse(f"its part {quote(self._part)} is nested deeper than {MAX_DEPTH} levels.")
        if self._elements > MAX_ELEMENTS:
            return self._refuse("it holds more cells and styles than a questionnaire needs.")
        return self._damaged()

    def _misplaced(self) -> Exception:
        """Refuse rows and cells that some programs show and others don't: those in odd places, or of foreign kinds."""
        return self._refuse(f"its part {quote(self._part)} holds cells where not every program looks for them.")

    def _open_note(self, attributes: dict[str, str]) -> None:
        if "ref" in attributes:
            self._position(attributes["ref"])

    def _open_format(self, attributes: dict[str, str]) -> None:
        if len(attributes.get("formatCode", "")) > MAX_NUMBER_FORMAT:
            raise self._refuse(f"a number format in it is longer than {MAX_NUMBER_FORMAT} characters.")

    def _open_sheet(self, _: dict[str, str]) -> None:
        self._sheets += 1
        if self._sheets > MAX_SHEETS:
            raise self._refuse(f"it has more than {MAX_SHEETS} sheets.")

    def _kind_of_part(self, attributes: dict[str, str]) -> None:
        kind = f"{attributes.get('ContentType', '')} {attributes.get('Type', '')}".casefold()
        if any(word in kind for word in _MACRO_TYPES):
            raise self._refuse("it contains macros or other active content.")

    def _open_row(self, attributes: dict[str, str]) -> None:
        if len(self._path) != 3 or self._path[1] != "sheetData":
            raise self._misplaced()
        given = attributes.get("r", "")
        if given and not (given.isascii() and given.isdigit() and 1 <= int(given) <= LAST_ROW):
            raise self._damaged()
        self._row = int(given) if given else self._row + 1
        self._row_given = str(self._row)
        self._column = 0

    def _open_cell(self, attributes: dict[str, str]) -> None:
        if len(self._path) != 4 or self._path[2] != "row":
            raise self._misplaced()
        reference = attributes.get("r", "")
        letters = reference.removesuffix(self._row_given)
        # Letters are nearly always known, and looking them up is quicker than taking the reference apart.
        if letters in self._letters and letters != reference:
            self._column = self._letters[letters]
        elif reference:
            row, self._column = self._position(reference)
            if row != self._row:
                raise self._refuse(f"its cell {quote(reference)} stands in row {self._row}.")
            self._letters[letter(self._column)] = self._column
        else:
            self._column += 1
        self._reference = reference or f"column {self._column} of row {self._row}"
        key = self._row * LAST_COLUMN + self._column
        if key in self._seen:
            raise self._refuse(f"its cell {self._reference} stands twice, so programs disagree about its content.")
        self._seen.add(key)
        self._populated = False

    def _position(self, reference: str) -> tuple[int, int]:
        found = position(reference)
        if found is None:
            raise self._damaged()
        return found

    def _populate(self, _: dict[str, str]) -> None:
        if len(self._path) == 4:
            raise self._misplaced()
        if self._populated:
            return
        self._populated = True
        self._cells += 1
        self._rows.add(self._row)
        self._columns.add(self._column)
        if self._cells > MAX_CELLS:
            raise self._refuse(f"it has more than {MAX_CELLS:,} filled cells.")
        if len(self._rows) > MAX_ROWS:
            raise self._refuse(f"it has more than {MAX_ROWS:,} filled rows on one sheet.")
        if len(self._columns) > MAX_COLUMNS:
            raise self._refuse(f"it has more than {MAX_COLUMNS:,} filled columns on one sheet.")

    def _open_merge(self, attributes: dict[str, str]) -> None:
        self._merges += 1
        self._open_area(attributes)

    def _open_area(self, attributes: dict[str, str]) -> None:
        first, _, last = attributes.get("ref", "").partition(":")
        top, left = self._position(first)
        bottom, right = self._position(last or first)
        self._area += (abs(bottom - top) + 1) * (abs(right - left) + 1)
        if self._merges > MAX_MERGES:
            raise self._refuse(f"it has more than {MAX_MERGES:,} merged areas.")
        if self._area > MAX_AREA:
            raise self._refuse(f"its merged or linked areas cover more than {MAX_AREA:,} cells.")

    def _close(self, _tag: str) -> None:
        self._path.pop()
