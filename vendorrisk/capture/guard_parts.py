"""Whether every program finds the same parts in a workbook.

Some follow the relationships between the parts, others the table of content types. A workbook in which the two
disagree shows a person other answers than the ones that are imported.
"""

from __future__ import annotations

import posixpath
import zipfile
from typing import Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml.ElementTree import fromstring

_TYPES: Final = "[Content_Types].xml"
_STYLES: Final = "xl/styles.xml"
_MAIN_TYPES: Final = ("spreadsheetml.sheet.main+xml", "spreadsheetml.template.main+xml")


def parts_disagree(archive: zipfile.ZipFile) -> bool:
    """Return whether workbook, shared texts or styles can be taken from two places. The XML must have been checked."""
    try:
        return _disagree(archive)
    except (KeyError, ParseError, _Ambiguous):
        return True


def _disagree(archive: zipfile.ZipFile) -> bool:
    types = _read(archive, _TYPES)
    book = _target(archive, "", "officeDocument")
    if {name for kind in _MAIN_TYPES for name in _typed(types, kind)} - {book}:
        return True
    texts, styles = _target(archive, book, "sharedStrings"), _target(archive, book, "styles")
    typed_texts = _typed(types, "spreadsheetml.sharedStrings+xml")
    return typed_texts != ({texts} if texts else set()) or styles not in ("", _STYLES)


class _Ambiguous(Exception):  # noqa: N818  says what was found
    """Two relationships of a kind of which there is only one, or with one name."""


def _read(archive: zipfile.ZipFile, name: str) -> Element:
    return fromstring(archive.read(name))


def _typed(types: Element, kind: str) -> set[str]:
    """Return the parts that have a content type of their own, of this kind."""
    named = (each for each in types if "PartName" in each.attrib)
    return {each.attrib["PartName"].removeprefix("/") for each in named if each.get("ContentType", "").endswith(kind)}


def _target(archive: zipfile.ZipFile, part: str, kind: str) -> str:
    """Return what a part's one relationship of this kind leads to; empty if it has none."""
    path = relations_of(part)
    if path not in archive.namelist():
        return ""
    relations = list(_read(archive, path))
    targets = [each.get("Target", "") for each in relations if each.get("Type", "").endswith(f"/{kind}")]
    if len(targets) > 1 or len({each.get("Id") for each in relations}) < len(relations):
        raise _Ambiguous
    return leads_to(part, targets[0]) if targets else ""


def relations_of(part: str) -> str:
    """Return the part that holds the relationships of a part; those of the whole workbook for an empty one."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def leads_to(part: str, target: str) -> str:
    """Return the part that a relationship of a part leads to."""
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).removeprefix("/")
