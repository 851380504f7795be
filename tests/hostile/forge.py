"""Writes zip archives byte by byte, so that every field can lie."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from workbooks import altered, filled, repacked

Builder = Callable[[], bytes]

DATED = 0x5D77 << 16
"""Time and date of every member."""


@dataclass(frozen=True)
class Member:
    """One part, with what the headers state about it where that is not so."""

    name: bytes
    content: bytes = b"<x/>"
    stored: bytes | None = None
    """The bytes in the archive; None packs the content."""
    method: int = 8
    flags: int = 0
    size: int | None = None
    crc: int | None = None
    made_by: int = 20
    needs: int = 20
    attributes: int = 0
    extra: bytes = b""
    """In the directory."""
    local_name: bytes | None = None
    local_extra: bytes = b""
    local_method: int | None = None
    behind: bytes = b""
    """Bytes between this part and the next."""

    @property
    def packed(self) -> bytes:
        """Return the bytes that stand in the archive."""
        if self.stored is not None:
            return self.stored
        if self.method == 0:
            return self.content
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        return packer.compress(self.content) + packer.flush()

    def sums(self) -> bytes:
        """Return checksum and both sizes, as headers state them."""
        size = len(self.content) if self.size is None else self.size
        crc = zlib.crc32(self.content) if self.crc is None else self.crc
        return struct.pack("<LLL", crc, len(self.packed), size)

    def local(self) -> bytes:
        """Return the header before the part, and the part."""
        name = self.name if self.local_name is None else self.local_name
        method = self.method if self.local_method is None else self.local_method
        head = struct.pack("<4sHHHL", b"PK\x03\x04", self.needs, self.flags, method, DATED)
        lengths = struct.pack("<HH", len(name), len(self.local_extra))
        return head + self.sums() + lengths + name + self.local_extra + self.packed + self.behind

    def entry(self, offset: int) -> bytes:
        """Return the entry in the directory."""
        head = struct.pack("<4sHHHHL", b"PK\x01\x02", self.made_by, self.needs, self.flags, self.method, DATED)
        rest = struct.pack("<HHHHHLL", len(self.name), len(self.extra), 0, 0, 0, self.attributes, offset)
        return head + self.sums() + rest + self.name + self.extra


@cache
def plain() -> bytes:
    """Return a filled workbook; made once, because nearly every bad one is made of it."""
    return filled()


def archive(members: Sequence[Member], *, comment: bytes = b"", before_end: bytes = b"", disk: int = 0) -> bytes:
    """Return the archive of these members."""
    body, entries = b"", b""
    for member in members:
        entries += member.entry(len(body))
        body += member.local()
    count = len(members)
    end = struct.pack("<4sHHHHLLH", b"PK\x05\x06", disk, disk, count, count, len(entries), len(body), len(comment))
    return body + entries + before_end + end + comment


def members(data: bytes) -> list[Member]:
    """Return the parts of an honest archive."""
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        return [Member(name.encode(), old.read(name)) for name in old.namelist()]


def changed_member(part: str, **lies: object) -> Builder:
    """Return a builder of a filled workbook in which headers lie about one part."""

    def build() -> bytes:
        found = members(plain())
        assert part.encode() in {each.name for each in found}
        return archive([replace(each, **lies) if each.name == part.encode() else each for each in found])  # type: ignore[arg-type]

    return build


def with_member(*added: Member) -> Builder:
    """Return a builder of a filled workbook with more parts."""
    return lambda: archive([*members(plain()), *added])


def with_part(name: str, content: bytes = b"<x/>") -> Builder:
    """Return a builder of a filled workbook with one more honest part."""
    return lambda: repacked(plain(), lambda _, part: part, {name: content})


def changed_part(name: str, old: bytes, new: bytes) -> Builder:
    """Return a builder of a filled workbook in which some bytes of one part are others."""
    return lambda: altered(plain(), name, lambda content: content.replace(old, new, 1))
