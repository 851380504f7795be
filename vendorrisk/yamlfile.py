"""YAML 1.2 in which every value knows its file, line and column.

Parsed through PyYAML's C parser at event level with the 1.2 core schema, so that ``yes`` and ``no`` are texts.
Duplicate keys, anchors, aliases, tags, several documents and files over 1 MiB are refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import reduce
from itertools import islice
from typing import TYPE_CHECKING, Any

import yaml

from vendorrisk.model.fault import Fault, RefusedInput

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import ValidationError

MAX_BYTES = 1 << 20
MAX_DEPTH = 64
MAX_NUMBER = (1 << 53) - 1
"""The largest whole number that JSON, and with it the digest of what was read, holds exactly."""

Path = tuple[str | int, ...]

_NULL = {"", "~", "null", "Null", "NULL"}
_BOOL = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INT = re.compile(r"[-+]?[0-9]{1,100}\Z")  # Python reads no whole number of thousands of digits
_BASED = re.compile(r"0o[0-7]+\Z|0x[0-9a-fA-F]+\Z")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")


@dataclass(frozen=True)
class Located:
    """Plain data with the place of each value (``file:line:column``, 1-based) by its path."""

    data: Any
    name: str
    places: dict[Path, str] = field(repr=False)

    def where(self, path: Path = ()) -> str:
        """Return the place of the value at ``path``, or of the nearest value around it."""
        return self.places.get(self._reached(path), self.name)

    def _reached(self, path: Path) -> Path:
        """Return the part of ``path`` that leads to a value, names of a model's alternatives left out."""
        reached: Path = ()
        for part in path:
            if (*reached, part) in self.places:
                reached = (*reached, part)
        return reached

    def value(self, path: Path) -> Any:
        """Return the value at a path that has a place."""
        return reduce(lambda data, part: data[part], path, self.data)

    def find(self, within: Path, word: str, nth: int = 0) -> str:
        """Return the place of the nth value under ``within`` that has this key or is this text, counted from 0."""
        inside = ((path, place) for path, place in self.places.items() if path and path[: len(within)] == within)
        found = (place for path, place in inside if word in (path[-1], self.value(path)))
        return next(islice(found, nth, None), self.where(within))

    def embed(self, at: Path, other: Located) -> Located:
        """Return this with ``other``'s data put in place of the value at ``at``."""
        data = _replaced(self.data, at, other.data)
        places = {**self.places, **{(*at, *path): place for path, place in other.places.items()}}
        return Located(data, self.name, places)

    def faults(self, error: ValidationError) -> tuple[Fault, ...]:
        """Return what a pydantic model refuses as faults at their places: one per value, and none that only follows."""
        found: dict[tuple[Path, str], list[Any]] = {}
        for item in error.errors(include_url=False):
            path = self._reached(tuple(item["loc"]))
            missing = str(item["loc"][-1]) if item["type"] == "missing" else ""
            found.setdefault((path, missing), []).append(item)
        return tuple(
            Fault(code="content", where=self.where(path), what=_words(path, missing, items))
            for (path, missing), items in found.items()
            if not (_may_follow(items) and any(other != path and other[: len(path)] == path for other, _ in found))
        )


def _may_follow(items: list[Any]) -> bool:
    """Return whether these would be said of a value only because something inside it is wrong."""
    return all(item["type"] in _KINDS or item["type"] == "too_short" for item in items)


def _replaced(data: Any, at: Path, value: Any) -> Any:
    if not at:
        return value
    copy = data.copy()
    copy[at[0]] = _replaced(data[at[0]], at[1:], value)
    return copy


def _words(path: Path, missing: str, items: list[Any]) -> str:
    """Turn pydantic's messages on one value into ours: the field's name first, its jargon last or gone."""
    names = [part for part in path if isinstance(part, str)]
    kind, first = items[0]["type"], items[0]
    if missing:
        return f"'{missing}' is missing."
    if kind == "extra_forbidden":
        return f"'{names[-1]}' is not a known field here."
    if kinds := list(dict.fromkeys(_KINDS[item["type"]] for item in items if item["type"] in _KINDS)):
        what = f"this must be {' or '.join(kinds)}"
    elif kind in ("enum", "literal_error"):
        what = f"'{first['input']}' is none of {first['ctx']['expected'].replace(' or ', ', ')}"
    elif kind == "string_pattern_mismatch":
        what = f"'{first['input']}' is not written like {_example(first['ctx']['pattern'])}"
    elif kind == "too_short":
        what = f"this is empty; list at least {first['ctx']['min_length']}"
    else:
        what = str(first["msg"]).removeprefix("Value error, ").rstrip(".")
        what = what[0].lower() + what[1:] if what[1:2].islower() else what
    return f"'{names[-1]}': {what}." if names else f"{what[0].upper()}{what[1:]}."


_KINDS = {
    "string_type": "a text",
    "dict_type": "a map",
    "model_type": "a map of fields",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "int_parsing": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "tuple_type": "a list",
    "list_type": "a list",
}
"""What pydantic's errors of type ask for, in words."""


def _example(pattern: str) -> str:
    """Return a text that has the form, for the forms that content is written in."""
    examples = ("access.mfa-admin", "1.0.0", "MIN-ACC-01")
    return next((example for example in examples if re.search(pattern, example)), pattern)


def load(text: str | bytes, name: str) -> Located:
    """Parse one YAML document; raise :class:`RefusedInput` that names line and column of what is wrong."""
    written = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    if len(written) > MAX_BYTES:
        raise _refuse(name, "The file is over 1 MiB.", "Split it into several files.")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    builder = _Builder(name)
    try:
        data = builder.document(yaml.parse(written, Loader=loader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _refuse(_place(name, mark), f"This is no valid YAML: {error.problem or error.context}.", "") from None
    except yaml.reader.ReaderError as error:
        where = _place_of_byte(name, written, error.position)
        raise _refuse(where, "Here stands something that is no text.", "Save the file as UTF-8.") from None
    return Located(data, name, builder.places)


def _place_of_byte(name: str, written: bytes, position: int) -> str:
    lines = written[:position].decode("utf-8", "replace").split("\n")
    return f"{name}:{len(lines)}:{len(lines[-1]) + 1}"


def _place(name: str, mark: Any) -> str:
    return f"{name}:{mark.line + 1}:{mark.column + 1}" if mark else name


def _refuse(where: str, what: str, mend: str) -> RefusedInput:
    fault = Fault(code="yaml", where=where, what=what, mend=mend)
    return RefusedInput(f"{fault.where}: {what}", mend=mend, faults=(fault,))


class _Builder:
    """Builds plain data from parser events, noting each value's place."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.places: dict[Path, str] = {}

    def document(self, events: Iterator[yaml.Event]) -> Any:
        data: Any = None
        seen = False
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                if seen:
                    raise self._refused(event, "A second document starts here; keep one per file.")
                seen = True
                data = self._value(next(events), events, ())
        return data

    def _value(self, event: yaml.Event, events: Iterator[yaml.Event], path: Path) -> Any:
        self.places[path] = self._place(event)
        self._must_be_plain(event)
        if len(path) > MAX_DEPTH:
            raise self._refused(event, f"This is nested deeper than {MAX_DEPTH} levels.")
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            items: list[Any] = []
            while not isinstance(item := next(events), yaml.SequenceEndEvent):
                items.append(self._value(item, events, (*path, len(items))))
            return items
        mapping: dict[str, Any] = {}
        while not isinstance(key := next(events), yaml.MappingEndEvent):
            name = self._key(key, mapping)
            mapping[name] = self._value(next(events), events, (*path, name))
        return mapping

    def _must_be_plain(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise self._refused(event, "Anchors and aliases (& and *) are not allowed; write the value out.")
        if getattr(event, "tag", None):
            raise self._refused(event, "Tags (!) are not allowed; remove it.")

    def _scalar(self, event: yaml.ScalarEvent) -> Any:
        value = _resolve(event.value) if event.implicit[0] else event.value
        if isinstance(value, int | float) and abs(value) > MAX_NUMBER:
            raise self._refused(event, "This number is too large; put it in quotes if it is no number.")
        return value

    def _key(self, event: yaml.Event, mapping: dict[str, Any]) -> str:
        self._must_be_plain(event)
        if not isinstance(event, yaml.ScalarEvent):
            raise self._refused(event, "A key must be a plain text.")
        if event.value in mapping:
            raise self._refused(event, f"The key '{event.value}' stands twice; keep one of them.")
        return str(event.value)

    def _place(self, event: yaml.Event) -> str:
        return _place(self.name, event.start_mark)

    def _refused(self, event: yaml.Event, what: str) -> RefusedInput:
        return _refuse(self._place(event), what, "")


def _resolve(text: str) -> Any:
    """Return what a plain scalar means in the YAML 1.2 core schema."""
    if text in _NULL:
        return None
    if text in _BOOL:
        return _BOOL[text]
    if _INT.match(text):
        return int(text)
    if _BASED.match(text):
        return int(text, 0)
    if _FLOAT.match(text):
        return float(text)
    return text
