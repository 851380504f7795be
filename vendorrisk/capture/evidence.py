"""Evidence as vendors name it: files beside the workbook, or addresses, each with the document's own dates."""

from __future__ import annotations

import datetime as dt
import difflib
import hashlib
import re
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Final, TypedDict

from vendorrisk.capture.text import clean, quote
from vendorrisk.capture.values import url_problem
from vendorrisk.model.answer import Evidence
from vendorrisk.model.base import DEFAULT_LANGUAGE
from vendorrisk.model.language import Phrase, Said
from vendorrisk.model.term import YEARS
from vendorrisk.phrases.reading import BesideWorkbook, Documents

MAX_FILE: Final = 20 * 1024 * 1024
MAX_TOTAL: Final = 200 * 1024 * 1024
"""All files of one workbook together: they are held in memory until they are saved."""
MAX_ITEMS: Final = 50
_MAX_NAME: Final = 200
_MAX_SUGGESTED: Final = 20
_MAX_LISTED: Final = 500
"""Comparing a name with all of a large folder takes long, and a workbook can name thousands."""
_RESERVED: Final = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|clock\$|com[\d¹²³]|lpt[\d¹²³]) *(\..*)?", re.IGNORECASE
)
"""Names that mean a device on Windows, whatever follows their first dot."""
_BETWEEN_DATES: Final = re.compile(r"\s+(?:to|until|bis|au|-)\s+|\s*[\u2013\u2014/]\s*")
_MEDIA_TYPES: Final = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "txt": "text/plain",
    "md": "text/markdown",
    "csv": "text/csv",
    "html": "text/html",
    "json": "application/json",
    "yaml": "application/yaml",
    "yml": "application/yaml",
    "xml": "application/xml",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "zip": "application/zip",
}


class _Dates(TypedDict):
    issued: dt.date | None
    valid_until: dt.date | None


@dataclass
class EvidenceReading:
    """What an evidence cell says: items, and what is wrong, as pairs of a code and two sentences."""

    items: list[Evidence] = field(default_factory=list)
    faults: list[tuple[str, str, str]] = field(default_factory=list)
    """Code, what, mend."""
    warnings: list[tuple[str, str, str]] = field(default_factory=list)
    """The answer counts, but not with this document."""


UNDATED: Final = "evidence-undated"


class EvidenceFolder:
    """Takes files from one folder, never from outside it, each read once.

    ``place`` is the group of phrases that say where they should lie; what is wrong is said in ``language``.
    """

    def __init__(
        self, folder: Path | None, place: type[Phrase] = BesideWorkbook, language: str = DEFAULT_LANGUAGE
    ) -> None:
        self._folder = folder
        self._place = place
        self._language = language
        self._taken: dict[str, Evidence] = {}
        self._total = 0
        self._suggested = 0
        self.contents: dict[str, bytes] = {}
        """The bytes of every file taken, by their SHA-256."""

    def read(self, text: str, today: dt.date) -> EvidenceReading:
        """Read an evidence cell: one file name or address per line, each optionally with its dates in brackets.

        They are ``[2026-03-01]``, with the last day on which it holds ``[2026-03-01 to 2027-02-28]``, or only that,
        ``[to 2027-02-28]``.
        """
        reading = EvidenceReading()
        lines = [line for line in re.split(r"\n|;\s+", clean(text)) if clean(line).strip(";")]
        if len(lines) > MAX_ITEMS:
            self._fault(
                reading,
                "too-much-evidence",
                Documents.TOO_MANY.of(count=len(lines)),
                Documents.AT_MOST.of(most=MAX_ITEMS),
            )
            return reading
        for line in lines:
            self._read_item(clean(line).rstrip(";"), today, reading)
        return reading

    def read_one(self, name: str, dates: str, today: dt.date) -> EvidenceReading:
        """Read one file name or address, with its dates as they would stand in brackets."""
        reading = EvidenceReading()
        self._read_one(clean(name), dates, today, reading)
        return reading

    def _read_item(self, line: str, today: dt.date, reading: EvidenceReading) -> None:
        name, bracket, dates = line[:-1].rpartition("[") if line.endswith("]") else (line, "", "")
        self._read_one(name.strip(), dates if bracket else "", today, reading)

    def _read_one(self, name: str, dates: str, today: dt.date, reading: EvidenceReading) -> None:
        dated = self._dates(dates.strip(), name, today, reading)
        if re.match(r"(?i)https?:|www\.", name):
            problem = "NO_HTTPS" if not name.lower().startswith("https://") else url_problem(name)
            if problem:
                what = Documents[problem].of(name=quote(name))
                self._fault(reading, "bad-evidence", what, Documents.WRITE_ADDRESS.of())
            else:
                self._add(Evidence(name=name, kind="url", **dated), today, reading)
        elif problem := _name_problem(name):
            what = Documents[problem].of(name=quote(name), most=_MAX_NAME)
            self._fault(reading, "bad-evidence", what, self._place["PUT"].of())
        else:
            self._take(name, dated, today, reading)

    def _take(self, name: str, dated: _Dates, today: dt.date, reading: EvidenceReading) -> None:
        if name in self._taken:
            self._add(self._taken[name].model_copy(update=dict(dated)), today, reading)
            return
        item = Evidence(name=name, kind="file", **dated)
        if self._folder is not None:
            path = self._folder / name
            if _leads_out(path, self._folder):
                what = Documents.A_LINK.of(name=quote(name))
                self._fault(reading, "bad-evidence", what, self._place["PUT_ITSELF"].of())
                return
            if not path.is_file():
                self._warn(reading, "evidence-missing", Documents.MISSING.of(name=quote(name)), *self._suggest(name))
            else:
                content = self._content(path, name, reading)
                if content is None:
                    return
                item = self._hashed(item, content) if content else item
                self._taken[name] = item
        self._add(item, today, reading)

    def _fault(self, reading: EvidenceReading, code: str, what: Said, mend: Said) -> None:
        reading.faults.append((code, what.say(self._language), mend.say(self._language)))

    def _warn(self, reading: EvidenceReading, code: str, what: Said, *mend: Said) -> None:
        reading.warnings.append((code, what.say(self._language), " ".join(each.say(self._language) for each in mend)))

    def _add(self, item: Evidence, today: dt.date, reading: EvidenceReading) -> None:
        """Take an item, and say what it lacks without a date, or past its end."""
        reading.items.append(item)
        name = quote(item.name)
        if item.expired(today):
            what = Documents.EXPIRED.of(name=name, date=item.valid_until)
            self._warn(reading, "evidence-expired", what, Documents.NAME_CURRENT.of())
        if item.issued is None and item.kind == "url":
            self._warn(reading, UNDATED, Documents.UNDATED_ADDRESS.of(name=name), Documents.DATE_ADDRESS.of())
        elif item.issued is None and item.sha256 is not None:
            self._warn(reading, UNDATED, Documents.UNDATED_FILE.of(name=name), Documents.DATE_FILE.of())

    def _content(self, path: Path, name: str, reading: EvidenceReading) -> bytes | None:
        """Return a file's bytes; None, with a fault, if they can't be read or are too many."""
        try:
            with path.open("rb") as file:
                content = file.read(MAX_FILE + 1)
        except OSError as error:
            what = Documents.UNREADABLE.of(name=quote(name), reason=error.strerror)
            self._fault(reading, "bad-evidence", what, Documents.LOOK_AT_RIGHTS.of())
            return None
        self._total += len(content)
        if len(content) > MAX_FILE or self._total > MAX_TOTAL:
            what = Documents.TOO_LARGE.of(name=quote(name), most=MAX_FILE // 1024**2)
            if len(content) <= MAX_FILE:
                what = Documents.ALL_TOO_LARGE.of(name=quote(name), most=MAX_TOTAL // 1024**2)
            self._fault(reading, "evidence-too-large", what, Documents.SEND_SMALLER.of())
            return None
        if not content:
            self._warn(reading, "evidence-empty", Documents.EMPTY.of(name=quote(name)), Documents.SEND_ITSELF.of())
        return content

    def _hashed(self, item: Evidence, content: bytes) -> Evidence:
        digest = hashlib.sha256(content).hexdigest()
        self.contents[digest] = content
        media_type = _MEDIA_TYPES.get(Path(item.name).suffix[1:].lower(), "application/octet-stream")
        return item.model_copy(update={"sha256": digest, "size": len(content), "media_type": media_type})

    @cached_property
    def _names(self) -> dict[str, str]:
        """Files that could be meant, by their folded names."""
        assert self._folder is not None  # noqa: S101  only asked for after a file was looked for
        try:
            files = islice((path.name for path in self._folder.iterdir() if path.is_file()), _MAX_LISTED)
            return {name.casefold(): name for name in files}
        except OSError:
            return {}

    def _suggest(self, name: str) -> tuple[Said, ...]:
        self._suggested += 1
        names = self._names if self._suggested <= _MAX_SUGGESTED else {}
        close = difflib.get_close_matches(name.casefold(), names, n=1, cutoff=0.7)
        hint = (Documents.MEANT.of(other=quote(names[close[0]])),) if close else ()
        return *hint, self._place["STAYS"].of()

    def _dates(self, written: str, name: str, today: dt.date, reading: EvidenceReading) -> _Dates:
        """Read the date of a document, and the last day on which it holds, where they are given."""
        issued, *end = _BETWEEN_DATES.split(f" {written}", maxsplit=1)
        try:
            dated: _Dates = {"issued": _day(issued), "valid_until": _day(*end) if end else None}
        except ValueError:
            what = Documents.BAD_DATE.of(date=quote(written), name=quote(name))
            return self._undated(reading, what, Documents.WRITE_DATE.of())
        first, last = dated["issued"], dated["valid_until"]
        if first is not None and first > today:
            return self._undated(reading, Documents.FUTURE.of(name=quote(name), date=first), Documents.OWN_DATE.of())
        if first is not None and last is not None and last < first:
            what = Documents.ENDS_BEFORE.of(name=quote(name), end=last, date=first)
            return self._undated(reading, what, Documents.WRITE_DATE.of())
        return dated

    def _undated(self, reading: EvidenceReading, what: Said, mend: Said) -> _Dates:
        self._fault(reading, "bad-evidence-date", what, mend)
        return {"issued": None, "valid_until": None}


def _leads_out(path: Path, folder: Path) -> bool:
    try:
        return path.is_symlink() and path.resolve().parent != folder.resolve()
    except (OSError, RuntimeError):  # links that lead to each other
        return True


def _day(written: str) -> dt.date | None:
    """Return a day; None for nothing. Raise ``ValueError`` if it is none, or none that a document can bear."""
    if not written.strip():
        return None
    day = dt.date.fromisoformat(written.strip())
    if day.year not in YEARS:
        raise ValueError(f"{day} can't be meant")
    return day


def _name_problem(name: str) -> str:
    """Return the name of the phrase that says what keeps a text from being a file's plain name; empty if nothing."""
    if not name:
        return "NO_NAME"
    if "/" in name or "\\" in name or ":" in name or name in (".", "..") or name.startswith("~"):
        return "A_PATH"
    if len(name) > _MAX_NAME or len(name.encode()) > 255:
        return "LONG_NAME"
    # Windows drops a dot or space at the end: two names would be one file.
    if any(character in name for character in '\n\t<>|"*?') or name.endswith((".", " ")) or _RESERVED.fullmatch(name):
        return "ODD_NAME"
    return ""
