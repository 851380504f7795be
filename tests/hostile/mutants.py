"""Mutants of workbooks, each a pure function of its seed: bytes, parts of the archive, and the XML inside the parts."""

from __future__ import annotations

import io
import itertools
import random
import struct
import zipfile
from collections.abc import Callable, Iterator, Sequence
from typing import Final
from xml.etree.ElementTree import Element, ParseError, tostring

from defusedxml.ElementTree import fromstring

Parts = dict[str, bytes]

ODD_VALUES: Final = (
    *("", " ", "0", "-1", "1", "2", "64", "255", "65536", "1048576", "1048577", "2147483647", "2147483648"),
    *("4294967296", "99999999999999999999", "1e5", "1e308", "1e400", "-1e400", "NaN", "inf", "-inf", "0x10", "1.5"),
    *("1,5", "1 000", "\u0661\u0662", "\u00b2", "true", "false", "TRUE", "None", "null", "s", "b", "e", "d", "n"),
    *("str", "inlineStr", "zzz", "A1", "A0", "XFD1048576", "XFE1", "A1:XFD1048576", "A:XFD", "1:1048576", "B2:A1"),
    *("A1 B2", "$A$1", "#REF!", "#N/A", "=1+1", "=SUM(A:XFD)", "{=A1}", "rId1", "rId999", "../../x.xml", "/etc/passwd"),
    *(
        "http://192.0.2.1/x",
        "\\\\192.0.2.1\\x",
        "xl/workbook.xml",
        "worksheets/sheet1.xml",
        "\u202ex",
        "\ufeff",
        "\u0000",
    ),
    *("\u200b", "\ud7ff", "\U0001f600", "e\u0301", "\u00a0", "_x0000_", "_x0041_", "%s%n", "2026-02-30", "0000-00-00"),
    *("9999-99-99T99:99:99Z", "1900-01-00", "60", "61", "-693594", "2958466", "3000000", "\u2028", "\r\n", "\t", "]]>"),
    *("veryHidden", "hidden", "visible", "array", "shared", "dataTable", "list", "x" * 300, "1" * 400, "[" * 300),
)
"""What stands in no honest file, or only elsewhere."""

_LARGEST: Final = 30_000
"""Elements of a part up to which more are added."""


def mutant(seeds: Sequence[bytes], seed: int, number: int) -> bytes:
    """Return the mutant of this number: always the same one of the same seeds."""
    chance = random.Random(f"{seed}:{number}")  # noqa: S311  not for secrets
    data = chance.choice(seeds)
    kind = chance.random()
    if kind < 0.12:
        return _mutated_bytes(data, chance)
    if kind < 0.17:
        return _mutated_headers(data, chance)
    parts = _parts(data)
    if kind < 0.27:
        _mutate_archive(parts, chance, _parts(chance.choice(seeds)))
    for _ in range(chance.choice((1, 1, 1, 2, 3, 8))):
        name = _some_part(parts, chance)
        parts[name] = _mutated_part(parts[name], chance)
    return _archive(parts, chance)


def _parts(data: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _archive(parts: Parts, chance: random.Random) -> bytes:
    method = chance.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, method, 1)
    return out.getvalue()


def _some_part(parts: Parts, chance: random.Random) -> str:
    """Return one part; those that parsers lean on come up more often than pictures and properties."""
    names = list(parts)
    heavy = [name for name in names if name.startswith("xl/worksheets/") or "workbook" in name or "Strings" in name]
    heavy += [name for name in names if "styles" in name or "Content_Types" in name or "comments" in name]
    return chance.choice(heavy if heavy and chance.random() < 0.8 else names)


# Bytes


def _mutated_bytes(data: bytes, chance: random.Random) -> bytes:
    """Return a file with some bytes flipped, cut, doubled or put elsewhere."""
    found = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 8, 64))):
        at = chance.randrange(len(found)) if found else 0
        length = min(chance.choice((1, 1, 4, 64, 4096)), len(found) - at)
        way = chance.randrange(6)
        if way == 0 and found:
            found[at] ^= 1 << chance.randrange(8)
        elif way == 1:
            found[at : at + length] = chance.randbytes(length)
        elif way == 2:
            del found[at : at + length]
        elif way == 3:
            found[at:at] = found[at : at + length]
        elif way == 4:
            chunk = found[at : at + length]
            del found[at : at + length]
            to = chance.randrange(len(found) + 1)
            found[to:to] = chunk
        elif chance.random() < 0.2:
            del found[at:]
    return bytes(found)


def _mutated_headers(data: bytes, chance: random.Random) -> bytes:
    """Return an archive one of whose headers states another flag, size, place, method or length."""
    found = bytearray(data)
    sign, length = chance.choice(((b"PK\x03\x04", 30), (b"PK\x01\x02", 46), (b"PK\x05\x06", 22)))
    places = [at for at in range(len(found)) if found.startswith(sign, at)]
    at = chance.choice(places)
    field = at + 4 + 2 * chance.randrange((length - 4) // 2)
    value = chance.choice((0, 1, 8, 12, 99, 0x0800, 0x7FFF, 0xFFFF, chance.randrange(65536)))
    found[field : field + 2] = struct.pack("<H", value)
    return bytes(found)


# Parts of the archive


def _mutate_archive(parts: Parts, chance: random.Random, other: Parts) -> None:
    """Drop, rename, swap or add parts, some of them out of another workbook."""
    first, second = chance.choice(list(parts)), chance.choice(list(parts))
    way = chance.randrange(6)
    if way == 0:
        del parts[first]
    elif way == 1:
        parts[first], parts[second] = parts[second], parts[first]
    elif way == 2:
        parts[first] = other[chance.choice(list(other))]
    elif way == 3:
        parts[chance.choice((first.upper(), first + "x", "xl/worksheets/sheet99.xml", "custom.xml"))] = parts[first]
    elif way == 4:
        parts.update({name: content for name, content in other.items() if chance.random() < 0.5})
    else:
        parts[first] = chance.choice((b"", b"<", b"<x/>", b"\xff\xfe<\x00x\x00/\x00>\x00", parts[first][:100]))


# The XML inside


def _mutated_part(content: bytes, chance: random.Random) -> bytes:
    """Return a part changed as text or as a tree; what is no XML is changed as bytes."""
    if not content or chance.random() < 0.15:
        return _mutated_bytes(content, chance)
    try:
        root = fromstring(content)
    except (ParseError, ValueError):
        return _mutated_bytes(content, chance)
    places = list(_places(root))
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        chance.choice(_WAYS)(root, places, chance)
    try:
        return bytes(tostring(root, encoding="utf-8", xml_declaration=True))
    except (TypeError, ValueError, UnicodeError):
        return content[: len(content) // 2]


def _places(root: Element) -> Iterator[tuple[Element, Element]]:
    """Yield each element with its parent."""
    for parent in root.iter():
        for child in parent:
            yield parent, child


Places = Sequence[tuple[Element, Element]]
Way = Callable[[Element, Places, random.Random], None]


def _one(root: Element, places: Places, chance: random.Random) -> tuple[Element, Element]:
    return chance.choice(places) if places else (root, root)


def _size(root: Element) -> int:
    """Return how many elements a tree has, as far as it matters: doubled ones count each time."""
    return sum(1 for _ in itertools.islice(root.iter(), _LARGEST))


def _holds(element: Element, other: Element) -> bool:
    """Return whether an element is another one, or one in which it stands somewhere."""
    return any(each is other for each in element.iter())


def _odd(chance: random.Random) -> str:
    value = chance.choice(ODD_VALUES)
    return value if chance.random() < 0.9 else value + chr(chance.choice((9, 0x85, 0x202E, 0xFFFD, 0x1F600)))


def _change_attribute(root: Element, places: Places, chance: random.Random) -> None:
    with_some = [child for _, child in places if child.attrib] or [root]
    element = chance.choice(with_some)
    name = chance.choice(list(element.attrib) or ["r"])
    others = [each.attrib[name] for each in with_some if name in each.attrib]
    element.set(name, chance.choice(others) if others and chance.random() < 0.4 else _odd(chance))


def _drop_attribute(root: Element, places: Places, chance: random.Random) -> None:
    _, element = _one(root, places, chance)
    if element.attrib:
        del element.attrib[chance.choice(list(element.attrib))]


def _add_attribute(root: Element, places: Places, chance: random.Random) -> None:
    _, element = _one(root, places, chance)
    _, model = _one(root, places, chance)
    names = [*model.attrib, "r", "s", "t", "ref", "sqref", "count", "hidden", "min", "max", "si", "id", "state"]
    element.set(chance.choice(names), _odd(chance))


def _drop(root: Element, places: Places, chance: random.Random) -> None:
    parent, child = _one(root, places, chance)
    if child in list(parent):
        parent.remove(child)


def _double(root: Element, places: Places, chance: random.Random) -> None:
    parent, child = _one(root, places, chance)
    if _size(root) < _LARGEST and not _holds(child, parent):
        for _ in range(1 if _size(child) > 20 else chance.choice((1, 1, 1, 50))):
            parent.insert(chance.randrange(len(parent) + 1), child)


def _move(root: Element, places: Places, chance: random.Random) -> None:
    """Hang an element, as it is, below another one that it does not hold."""
    _, child = _one(root, places, chance)
    _, parent = _one(root, places, chance)
    if not _holds(child, parent):
        parent.append(child)


def _rename(root: Element, places: Places, chance: random.Random) -> None:
    _, element = _one(root, places, chance)
    _, model = _one(root, places, chance)
    local = element.tag.rpartition("}")[2]
    element.tag = chance.choice((model.tag, local, "{urn:other}" + local, element.tag + "x"))


def _retext(root: Element, places: Places, chance: random.Random) -> None:
    with_text = [child for _, child in places if child.text] or [root]
    element = chance.choice(with_text)
    element.text = _odd(chance) if chance.random() < 0.9 else (element.text or "x")[:200] * 200


def _swap(root: Element, places: Places, chance: random.Random) -> None:
    first, second = _one(root, places, chance)[1], _one(root, places, chance)[1]
    first.text, second.text = second.text, first.text


def _retype(root: Element, places: Places, chance: random.Random) -> None:
    """Give a cell another type, another style, or another place."""
    cells = [child for _, child in places if child.tag.endswith("}c")] or [root]
    cell = chance.choice(cells)
    name, values = chance.choice(
        (
            ("t", ("s", "b", "e", "d", "n", "str", "inlineStr", "x", "")),
            ("s", ("0", "5", "99999", "-1", "x")),
            ("r", ("A1", "E9", "ZZZ9", "A0", "")),
        )
    )
    cell.set(name, chance.choice(values))


_WAYS: Final[tuple[Way, ...]] = (
    *(_change_attribute, _change_attribute, _change_attribute, _drop_attribute, _add_attribute, _drop, _double),
    *(_move, _rename, _retext, _retext, _swap, _retype),
)
