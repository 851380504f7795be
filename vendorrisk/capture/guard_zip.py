"""Whether a zip archive says the same to every program.

Some programs follow the directory at the end, others read the parts from the start, and each believes other fields. An
archive passes if the directory, the headers and the packed bytes agree, and if nothing lies between them.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Final

from vendorrisk.capture.text import quote

_CHUNK: Final = 64 * 1024
_LOCAL_HEADER: Final = struct.Struct("<4s5H3L2H")
_LARGE_FILE_RECORDS: Final = 76
"""Bytes of the two records that large-file writers put before the end record."""
_END: Final = 22
_IN_LARGE_FILE_RECORD: Final = 0xFFFF
_DESCRIPTOR_FOLLOWS, _NAME_IN_UTF8 = 0x8, 0x800
_LONGEST_DESCRIPTOR: Final = 24
_SECOND_NAME: Final = 0x7075


def packed_parts(
    data: bytes, archive: zipfile.ZipFile, refuse: Callable[[str], Exception]
) -> list[tuple[zipfile.ZipInfo, memoryview]]:
    """Return each part with its packed bytes, in the order of the file.

    Raises what ``refuse`` returns for parts that share bytes (how one megabyte becomes a terabyte) and for anything
    beside them, and :class:`zipfile.BadZipFile` where a header contradicts the directory.
    """
    found: list[tuple[zipfile.ZipInfo, memoryview]] = []
    end = 0
    for member in sorted(archive.infolist(), key=lambda member: member.header_offset):
        gap = member.header_offset - end
        if gap < 0:
            raise refuse(f"its part {quote(member.filename)} shares bytes with another part.")
        if gap > _descriptor(found):
            raise _elsewhere(refuse)
        start = _start(data, member)
        end = start + member.compress_size
        found.append((member, memoryview(data)[start:end]))
    if not 0 <= archive.start_dir - end <= _descriptor(found):
        raise _elsewhere(refuse)
    _check_end(data, archive, refuse)
    return found


def inflated(member: zipfile.ZipInfo, packed: memoryview) -> Iterator[bytes]:
    """Yield a part's content piece by piece; raise :class:`zipfile.BadZipFile` if it is not exactly what is stated."""
    size = checksum = 0
    for chunk in _unpacked(packed) if member.compress_type == zipfile.ZIP_DEFLATED else _stored(packed):
        size += len(chunk)
        checksum = zlib.crc32(chunk, checksum)
        yield chunk
    if (size, checksum) != (member.file_size, member.CRC):
        raise zipfile.BadZipFile


def has_second_name(member: zipfile.ZipInfo) -> bool:
    """Return whether the directory gives a part another name beside the first."""
    at = 0
    while at + 4 <= len(member.extra):
        kind, size = struct.unpack_from("<2H", member.extra, at)
        if kind == _SECOND_NAME:
            return True
        at += 4 + size
    return False


def _descriptor(found: list[tuple[zipfile.ZipInfo, memoryview]]) -> int:
    """Return how many bytes may lie behind the last part: writers that can't go back state its sizes there."""
    return _LONGEST_DESCRIPTOR if found and found[-1][0].flag_bits & _DESCRIPTOR_FOLLOWS else 0


def _start(data: bytes, member: zipfile.ZipInfo) -> int:
    """Return where the packed bytes begin."""
    try:
        sign, _, _, method, *_, name_length, extra_length = _LOCAL_HEADER.unpack_from(data, member.header_offset)
    except struct.error:
        raise zipfile.BadZipFile from None
    at = member.header_offset + _LOCAL_HEADER.size
    name = member.orig_filename.encode("utf-8" if member.flag_bits & _NAME_IN_UTF8 else "cp437")
    if sign != b"PK\x03\x04" or method != member.compress_type or data[at : at + name_length] != name:
        raise zipfile.BadZipFile
    return int(at + name_length + extra_length)


def _check_end(data: bytes, archive: zipfile.ZipFile, refuse: Callable[[str], Exception]) -> None:
    members = archive.infolist()
    at = len(data) - _END - len(archive.comment)
    directory = sum(46 + len(each.orig_filename.encode()) + len(each.extra) + len(each.comment) for each in members)
    if data[at : at + 4] != b"PK\x05\x06" or at > archive.start_dir + directory + _LARGE_FILE_RECORDS:
        raise refuse("it carries hidden data behind its end.")
    stated = struct.unpack_from("<4H", data, at + 4)
    if any(
        each not in (_IN_LARGE_FILE_RECORD, so)
        for each, so in zip(stated, (0, 0, len(members), len(members)), strict=True)
    ):
        raise _elsewhere(refuse)


def _elsewhere(refuse: Callable[[str], Exception]) -> Exception:
    return refuse("its parts do not lie where its directory says.")


def _stored(packed: memoryview) -> Iterator[bytes]:
    for at in range(0, len(packed), _CHUNK):
        yield bytes(packed[at : at + _CHUNK])


def _unpacked(packed: memoryview) -> Iterator[bytes]:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    for at in range(0, len(packed), _CHUNK):
        waiting: bytes | memoryview = packed[at : at + _CHUNK]
        while waiting:
            if inflater.eof:
                raise zipfile.BadZipFile
            if chunk := inflater.decompress(waiting, _CHUNK):
                yield chunk
            waiting = inflater.unconsumed_tail or inflater.unused_data
    while not inflater.eof:
        chunk = inflater.decompress(b"", _CHUNK)
        if not chunk:
            raise zipfile.BadZipFile
        yield chunk
