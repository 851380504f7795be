"""Evidence as vendors name it: files beside the workbook, or addresses, each with the document's own date."""

from __future__ import annotations

import datetime as dt
import difflib
import hashlib
import re
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Final

from vendorrisk.capture.text import clean, quote
from vendorrisk.capture.values import url_problem
from vendorrisk.model.answer import Evidence

MAX_FILE: Final = 20 * 1024 * 1024
MAX_TOTAL: Final = 200 * 1024 * 1024
"""All files of one workbook together: they are held in memory until they are saved."""
MAX_ITEMS: Final = 50
_MAX_NAME: Final = 200
_MAX_SUGGESTED: Final = 20
_MAX_LISTED: Final = 500
"""Comparing a name with all of a large folder takes long, and a workbook can name thousands."""
_WRITE_DATE: Final = "Write the date that the document bears after it, such as [2026-01-31]."
_RESERVED: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
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
    """Takes files from one folder, never from outside it, each read once. ``place`` says where they should lie."""

    def __init__(self, folder: Path | None, place: str = "beside the workbook") -> None:
        self._folder = folder
        self._place = place
        self._taken: dict[str, Evidence] = {}
        self._total = 0
        self._suggested = 0
        self.contents: dict[str, bytes] = {}
        """The bytes of every file taken, by their SHA-256."""

    def read(self, text: str, today: dt.date) -> EvidenceReading:
        """Read an evidence cell: one file name or address per line, each optionally with ``[2026-03-01]``."""
        reading = EvidenceReading()
        lines = [line for line in re.split(r"\n|;\s+", clean(text)) if clean(line).strip(";")]
        if len(lines) > MAX_ITEMS:
            reading.faults.append(
                ("too-much-evidence", f"{len(lines)} documents are named.", f"Name at most {MAX_ITEMS}.")
            )
            return reading
        for line in lines:
            self._read_item(clean(line).rstrip(";"), today, reading)
        return reading

    def _read_item(self, line: str, today: dt.date, reading: EvidenceReading) -> None:
        name, bracket, date = line[:-1].rpartition("[") if line.endswith("]") else (line, "", "")
        name = name.strip()
        issued = _date(date if bracket else None, name, today, reading)
        if re.match(r"(?i)https?:|www\.", name):
            problem = "does not begin with https://" if not name.lower().startswith("https://") else url_problem(name)
            if problem:
                mend = "Write the whole address, such as https://example.com/report."
                reading.faults.append(("bad-evidence", f"The evidence {quote(name)} {problem}.", mend))
            else:
                self._add(Evidence(name=name, kind="url", issued=issued), reading)
        elif problem := _name_problem(name):
            mend = f"Put the file {self._place}, and write its name only."
            reading.faults.append(("bad-evidence", f"The evidence {quote(name)} {problem}.", mend))
        else:
            self._take(name, issued, reading)

    def _take(self, name: str, issued: dt.date | None, reading: EvidenceReading) -> None:
        if name in self._taken:
            self._add(self._taken[name].model_copy(update={"issued": issued}), reading)
            return
        item = Evidence(name=name, kind="file", issued=issued)
        if self._folder is not None:
            path = self._folder / name
            if path.is_symlink() and path.resolve().parent != self._folder.resolve():
                mend = f"Put the file itself {self._place}."
                reading.faults.append(
                    ("bad-evidence", f"The evidence {quote(name)} is a link out of the folder.", mend)
                )
                return
            if not path.is_file():
                reading.warnings.append(
                    ("evidence-missing", f"The file {quote(name)} was not found.", self._suggest(name))
                )
            else:
                content = self._content(path, name, reading)
                if content is None:
                    return
                item = self._hashed(item, content) if content else item
                self._taken[name] = item
        self._add(item, reading)

    @staticmethod
    def _add(item: Evidence, reading: EvidenceReading) -> None:
        """Take an item, and say what it lacks without a date."""
        reading.items.append(item)
        if item.issued is None and item.kind == "url":
            what = f"The address {quote(item.name)} bears no date."
            reading.warnings.append((UNDATED, what, f"{_WRITE_DATE} It counts as your word only without it."))
        elif item.issued is None and item.sha256 is not None:
            what = f"The file {quote(item.name)} bears no date, so its age can't be told."
            mend = f"{_WRITE_DATE} Where an age is asked, it won't count without it."
            reading.warnings.append((UNDATED, what, mend))

    def _content(self, path: Path, name: str, reading: EvidenceReading) -> bytes | None:
        """Return a file's bytes; None, with a fault, if they can't be read or are too many."""
        try:
            with path.open("rb") as file:
                content = file.read(MAX_FILE + 1)
        except OSError as error:
            what = f"The file {quote(name)} can't be read: {error.strerror}."
            reading.faults.append(("bad-evidence", what, "Look at its rights, and whether it is whole."))
            return None
        self._total += len(content)
        if len(content) > MAX_FILE or self._total > MAX_TOTAL:
            what = f"The file {quote(name)} is larger than {MAX_FILE // 1024**2} MiB, and was not taken."
            if len(content) <= MAX_FILE:
                what = f"With {quote(name)}, the files are larger than {MAX_TOTAL // 1024**2} MiB together."
            reading.faults.append(("evidence-too-large", what, "Send a smaller version, or its address."))
            return None
        if not content:
            what = f"The file {quote(name)} is empty, so it documents nothing."
            reading.warnings.append(("evidence-empty", what, "Send the document itself."))
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

    def _suggest(self, name: str) -> str:
        self._suggested += 1
        names = self._names if self._suggested <= _MAX_SUGGESTED else {}
        close = difflib.get_close_matches(name.casefold(), names, n=1, cutoff=0.7)
        hint = f"Did you mean {quote(names[close[0]])}? " if close else ""
        return f"{hint}The answer stays, but without this document until the file lies {self._place}."


def _date(written: str | None, name: str, today: dt.date, reading: EvidenceReading) -> dt.date | None:
    if written is None or not written.strip():
        return None
    try:
        issued = dt.date.fromisoformat(written.strip())
    except ValueError:
        what = f"The date {quote(written)} of the evidence {quote(name)} can't be read."
        reading.faults.append(("bad-evidence-date", what, "Write it as [2026-01-31]."))
        return None
    if issued > today:
        what = f"The evidence {quote(name)} is dated {issued}, which is in the future."
        reading.faults.append(("bad-evidence-date", what, "Write the date that the document itself bears."))
        return None
    return issued


def _name_problem(name: str) -> str:
    """Return what keeps a text from being the plain name of a file, as the end of a sentence."""
    if not name:
        return "has no name"
    if "/" in name or "\\" in name or ":" in name or name in (".", "..") or name.startswith("~"):
        return "is a path, not the plain name of a file"
    if len(name) > _MAX_NAME or len(name.encode()) > 255:
        return f"has more than {_MAX_NAME} characters"
    if any(character in name for character in '\n\t<>|"*?') or _RESERVED.fullmatch(name):
        return "is no name that every computer can store"
    return ""
