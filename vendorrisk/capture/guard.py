"""Refuses dangerous workbooks before any parser sees them (DESIGN section 8).

Only zipfile and expat run here, over a stream whose bytes are counted while they are inflated. What passes is a
zip archive of bounded size, without tricks, whose XML is well-formed, without a DTD, and bounded in cells. It can
still be a wrong or damaged workbook: reading it says so.
"""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from typing import Final
from urllib.parse import unquote

from vendorrisk.capture.guard_parts import parts_disagree
from vendorrisk.capture.guard_xml import XmlGuard
from vendorrisk.capture.guard_zip import has_second_name, inflated, packed_parts
from vendorrisk.capture.text import quote

MIB: Final = 1024 * 1024
MAX_FILE: Final = 10 * MIB
MAX_PART: Final = 32 * MIB
MAX_TOTAL: Final = 64 * MIB
MAX_RATIO: Final = 100
RATIO_COUNTS_FROM: Final = 100 * 1024
MAX_MEMBERS: Final = 500

_SAVE_AS = "Open it in your spreadsheet program, save it as an Excel workbook (.xlsx), and send that file."
_SEND_AGAIN = "Save the workbook again as .xlsx and send the new file."
SAVE_AGAIN: Final = "Open it in your spreadsheet program, save it as .xlsx again, and send that file."


class Unsafe(Exception):  # noqa: N818  carries the words of a refusal
    """A workbook must not be read: the reason, as the end of a sentence, and what its author can do about it."""

    def __init__(self, what: str, mend: str = _SEND_AGAIN) -> None:
        super().__init__(what)
        self.mend = mend


def guard_workbook(data: bytes) -> None:
    """Raise :class:`Unsafe`, in the user's words, unless ``data`` is safe to parse as a workbook."""
    try:
        _check_kind(data)
        _check_archive(data)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, RuntimeError):
        raise Unsafe("the file is damaged or cut off.") from None


def check_size(data: bytes) -> None:
    """Raise :class:`Unsafe` if a workbook is too large to be looked at."""
    if len(data) > MAX_FILE:
        raise Unsafe(
            f"it has {len(data) / MIB:.1f} MiB; at most {MAX_FILE // MIB} MiB are read.",
            "Keep pictures and evidence out of the workbook, as files beside it.",
        )


def _check_kind(data: bytes) -> None:
    check_size(data)
    if not data:
        raise Unsafe("it is empty.")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unsafe("it is protected by a password, or in the old .xls format.", f"Remove the password. {_SAVE_AS}")
    if not data.startswith(b"PK\x03\x04"):
        raise Unsafe("it is not an Excel workbook (.xlsx).", _SAVE_AS)


def _check_archive(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = archive.infolist()
        _check_members(members)
        parts = packed_parts(data, archive, Unsafe)
        counts = XmlGuard(Unsafe)
        total = 0
        for member, packed in parts:
            total = _check_member(member, packed, total, counts)
        if parts_disagree(archive):
            raise Unsafe("programs disagree about which of its parts count.")


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MAX_MEMBERS:
        raise Unsafe(f"it holds {len(members):,} parts; at most {MAX_MEMBERS} are read.")
    seen: set[str] = set()
    for member in members:
        name = member.orig_filename
        parts = name.split("/")
        if (
            name.startswith("/")
            or "\\" in name
            or ":" in name
            or ".." in parts
            or any(ord(character) < 32 for character in name)
            or stat.S_ISLNK(member.external_attr >> 16)
        ):
            raise Unsafe(f"its part {quote(name)} points outside the file.")
        if has_second_name(member) or any(not each or each[-1] in ". " for each in name.removesuffix("/").split("/")):
            raise Unsafe(f"its part {quote(name)} has a name that programs read differently.")
        key = unquote(name).casefold()
        if key in seen:
            raise Unsafe(f"it holds the part {quote(name)} twice, so programs disagree about its content.")
        seen.add(key)
        if member.flag_bits & 0x1:
            raise Unsafe("it is encrypted.", "Remove the password and send it again.")
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Unsafe(f"its part {quote(name)} is packed in an unusual way.")
        _check_content(key)
    if "mimetype" in seen or "content.xml" in seen:
        raise Unsafe(
            "it is an OpenDocument file (.ods), and only Excel workbooks are read.",
            "Open it in LibreOffice, choose 'Save As' and the type 'Excel 2007-365 (.xlsx)', and send that file; the "
            "answers stay as they are.",
        )
    if "[content_types].xml" not in seen or not any(
        name.startswith("xl/workbook") and name.endswith(".xml") for name in seen
    ):
        kind = "a binary workbook (.xlsb)" if "xl/workbook.bin" in seen else "no Excel workbook"
        raise Unsafe(f"it is {kind}.", _SAVE_AS)


def _check_content(name: str) -> None:
    if "vbaproject" in name or "macrosheets" in name or "activex" in name or name.startswith("customui"):
        raise Unsafe("it contains macros or other active content.", _SAVE_AS)


def _check_member(member: zipfile.ZipInfo, packed: memoryview, total: int, counts: XmlGuard) -> int:
    """Inflate one part within its limits, and its XML through expat; return the total of bytes so far."""
    size = 0
    xml = False
    for chunk in inflated(member, packed):
        size += len(chunk)
        if size > MAX_PART or total + size > MAX_TOTAL:
            raise Unsafe(f"it unpacks to more than {(MAX_PART if size > MAX_PART else MAX_TOTAL) // MIB} MiB.")
        if first := size == len(chunk):
            xml = _is_xml(member.filename, chunk)
        if not xml:
            continue
        # Pictures of official questionnaires are packed 800 to 1. No parser unpacks them, so only XML is held to this.
        if size > RATIO_COUNTS_FROM and size > MAX_RATIO * max(member.compress_size, 1):
            raise Unsafe(f"its part {quote(member.filename)} is packed more than {MAX_RATIO} to 1.")
        if first:
            counts.start(member.filename)
        counts.feed(chunk)
    if xml:
        counts.finish()
    return total + size


def _is_xml(name: str, start: bytes) -> bool:
    """Return whether a part is XML by its name, or could be taken for XML by its first bytes."""
    if name.casefold().endswith((".xml", ".rels", ".vml")):
        return True
    return start.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").startswith(b"<")
