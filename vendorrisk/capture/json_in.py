"""JSON in which every value knows its file, line and column, as :mod:`vendorrisk.yamlfile` gives it for YAML."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from typing import Any, Final

from vendorrisk.capture.guard import MAX_FILE, MIB
from vendorrisk.capture.text import quote
from vendorrisk.model.fault import Fault, RefusedInput
from vendorrisk.yamlfile import MAX_DEPTH, MAX_NUMBER, Located, Path

_SPACE: Final = re.compile(r"[ \t\r\n]*")
_TEXT: Final = re.compile(r'"(?:[^"\\\x00-\x1f]|\\.)*+"')
_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]{0,99})(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_WORDS: Final = {"true": True, "false": False, "null": None}
_WORD: Final = re.compile("|".join(_WORDS))


def read_json(data: bytes, name: str) -> Located:
    """Return what a JSON file holds; raise :class:`RefusedInput` that names line and column of what is wrong."""
    if len(data) > MAX_FILE:
        raise RefusedInput(f"{name} was refused: it has more than {MAX_FILE // MIB} MiB.", mend="Send a smaller file.")
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        raise RefusedInput(f"{name} was refused: it is no text in UTF-8.", mend="Save the file as UTF-8.") from None
    return _Parser(text, name).parse()


class _Parser:
    """Reads one text from its start to its end."""

    def __init__(self, text: str, name: str) -> None:
        self.text = text
        self.name = name
        self.places: dict[Path, str] = {}
        self._lines = [0, *(match.end() for match in re.finditer("\n", text))]

    def parse(self) -> Located:
        data, end = self._value(self._skip(0), ())
        if (end := self._skip(end)) < len(self.text):
            raise self._refused(end, "Here the file should end.")
        return Located(data, self.name, self.places)

    def _skip(self, at: int) -> int:
        match = _SPACE.match(self.text, at)
        return match.end() if match else at

    def _value(self, at: int, path: Path) -> tuple[Any, int]:
        if len(path) > MAX_DEPTH:
            raise self._refused(at, f"This is nested deeper than {MAX_DEPTH} levels.")
        self.places[path] = self._place(at)
        start = self.text[at : at + 1]
        if start == "{":
            return self._object(at + 1, path)
        if start == "[":
            return self._array(at + 1, path)
        if start == '"':
            return self._text(at)
        if word := _WORD.match(self.text, at):
            return _WORDS[word[0]], word.end()
        if number := _NUMBER.match(self.text, at):
            return self._number(number, at), number.end()
        raise self._refused(at, "Here a value should stand: a text in double quotes, a number, a list or a map.")

    def _object(self, at: int, path: Path) -> tuple[dict[str, Any], int]:
        found: dict[str, Any] = {}
        at = self._skip(at)
        while self.text[at : at + 1] != "}":
            if found:
                at = self._skip(self._expect(",", at))
            if self.text[at : at + 1] != '"':
                raise self._refused(at, "Here a name in double quotes should stand.")
            key, end = self._text(at)
            if key in found:
                raise self._refused(at, f"The name {quote(key)} stands twice; keep one of them.")
            value_at = self._skip(self._expect(":", self._skip(end)))
            found[key], at = self._value(value_at, (*path, key))
            at = self._skip(at)
        return found, at + 1

    def _array(self, at: int, path: Path) -> tuple[list[Any], int]:
        found: list[Any] = []
        at = self._skip(at)
        while self.text[at : at + 1] != "]":
            if found:
                at = self._skip(self._expect(",", at))
            value, at = self._value(at, (*path, len(found)))
            found.append(value)
            at = self._skip(at)
        return found, at + 1

    def _text(self, at: int) -> tuple[str, int]:
        match = _TEXT.match(self.text, at)
        try:
            text = str(json.loads(match[0])) if match else ""
            text.encode()  # half a surrogate pair is no text
        except ValueError:
            match = None
        if match is None:
            raise self._refused(at, "This text has no end, or holds a character that JSON does not allow.")
        return text, match.end()

    def _number(self, match: re.Match[str], at: int) -> int | float:
        value = float(match[0]) if match[1] or match[2] else int(match[0])
        if abs(value) > MAX_NUMBER:
            raise self._refused(at, "This number is too large; put it in quotes if it is no number.")
        return value

    def _expect(self, mark: str, at: int) -> int:
        if self.text[at : at + 1] != mark:
            raise self._refused(at, f"Here '{mark}' should stand.")
        return at + 1

    def _place(self, at: int) -> str:
        line = bisect_right(self._lines, at)
        return f"{self.name}:{line}:{at - self._lines[line - 1] + 1}"

    def _refused(self, at: int, what: str) -> RefusedInput:
        fault = Fault(code="json", where=self._place(at), what=what)
        return RefusedInput(f"{fault.where}: {what}", faults=(fault,))
