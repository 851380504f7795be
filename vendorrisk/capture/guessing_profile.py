"""A layout profile from a guess: the same form as those that are shipped, as data and as YAML."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from vendorrisk.capture.foreign import ForeignReading, read_foreign
from vendorrisk.capture.foreign_texts import HEADER_LENGTH
from vendorrisk.capture.grid import letter
from vendorrisk.capture.guessing import Guess, SheetGuess
from vendorrisk.capture.guessing_ids import group_of
from vendorrisk.capture.guessing_words import says_nothing
from vendorrisk.model.layout import Layout

EDITION: Final = "1"
_BARE = re.compile(r"[a-z][a-z0-9 _/&-]*[a-z0-9]|[A-Z]{1,3}|[A-Za-z]", re.IGNORECASE)
_NO_TEXT = {"true", "false", "null"}
_WIDTH = 110


def profile_of(guess: Guess, layout_id: str, title: str) -> dict[str, Any]:
    """Return the profile of a guess, as :class:`Layout` takes it. The guess must have a place for answers."""
    main = guess.main
    parts = {part: _column(guess, part) for part in main.parts}
    marks = {part.removeprefix("mark "): column for part, column in parts.items() if part.startswith("mark ")}
    also = [column for part, column in parts.items() if part.startswith("also ")]
    others = [each.sheet.title for each in guess.sheets if each.kind in ("copy", "other", "unclear")]
    titles = [each.sheet.title for each in guess.asked if not says_nothing(each.sheet.title)]
    found: dict[str, Any] = {
        "layout": layout_id,
        "version": "1.0.0",
        "title": title,
        "questionnaire": layout_id,
        "edition": EDITION,
        "editions": {EDITION: {"all": guess.count}},
        "sheets": titles,
        "other_sheets": others,
        "id": _ids(guess, parts),
        "question": parts["question"],
        "answer": parts.get("answer"),
        "marks": marks,
        "comment": parts.get("comment"),
        "also": also,
        "ignore": list(_ignored(guess)),
        "section": _section(guess, parts),
        "answers": [_kind(guess)],
        "placeholders": list(guess.read_as.placeholders),
    }
    return {name: value for name, value in found.items() if value or name == "ignore"}


def prove(guess: Guess, profile: Mapping[str, Any]) -> tuple[Layout, ForeignReading, str]:
    """Return the layout that a profile describes, what it reads in the file, and how that differs from the guess.

    The last is empty if it finds as many questions as the guess. Raises
    :class:`~vendorrisk.model.fault.RefusedInput` if it finds none.
    """
    layout = Layout.model_validate(profile)
    reading = read_foreign(guess.book, layout)
    read = len(reading.questionnaire.questions)
    differs = f"By this layout {read} questions are read, and {guess.count} were found." if read != guess.count else ""
    return layout, reading, differs


def _column(guess: Guess, part: str) -> dict[str, Any]:
    """Return a column with the headers that it has on any of the sheets, and its letter on the main one."""
    places = [place for each in guess.asked if (place := each.place(part)) is not None]
    headers = [header for header, _ in places if header and len(header) <= HEADER_LENGTH]
    there = dict.fromkeys(" ".join(header.split()) for header in headers)
    return _compact(there, places[0][1])


def _compact(headers: Iterable[str], column: int) -> dict[str, Any]:
    found = list(headers)
    shown = {"header": found[0] if len(found) == 1 else found} if found else {}
    return {**shown, "letter": letter(column)}


def _ids(guess: Guess, parts: Mapping[str, Any]) -> dict[str, Any]:
    main = guess.main
    found: dict[str, Any] = {}
    if main.id_pattern is not None:
        patterns = dict.fromkeys(each.id_pattern for each in guess.asked if each.id_pattern)
        found = {"column": parts["id"], "pattern": "|".join(patterns)}
    elif main.text_pattern is not None:
        found = {"text": main.text_pattern}
    return {**found, "key": "text"} if guess.by_text else found


def _section(guess: Guess, parts: Mapping[str, Any]) -> dict[str, Any]:
    main = guess.main
    if "section" in parts:
        return {"title": parts["section"]}
    if main.heading is not None:
        heading, column = main.heading
        return {"read": "heading", "heading": heading, "title": {"letter": letter(column)}}
    key = group_of(main.id_pattern) if main.id_pattern and not guess.by_text else None
    return {"key": key} if key else {}


def _kind(guess: Guess) -> dict[str, Any]:
    read_as = guess.read_as
    if read_as.type == "text":
        return {"type": "text", "options": []}
    options = [{"id": name, "label": label} for name, label in read_as.options]
    words = {name: list(spelt) for name, spelt in read_as.words.items()}
    return {"options": options, **({"words": words} if words else {})}


def _ignored(guess: Guess) -> Iterator[dict[str, Any]]:
    """Yield the publisher's columns; those that stand next to each other, without headers, once."""
    seen: set[tuple[str, int]] = set()
    for each in guess.asked:
        for column in each.publishers:
            header = " ".join(column.header.split())
            if len(header) > HEADER_LENGTH:
                header = ""
            if (header, column.column) not in seen:
                seen.add((header, column.column))
                yield _compact([header] if header else [], column.column)


def as_yaml(profile: Mapping[str, Any], remarks: Iterable[str] = ()) -> str:
    """Return a profile as YAML, like those that are shipped; ``remarks`` stand above it."""
    lines = [f"# {' '.join(remark.split())}" for remark in remarks]
    for name, value in profile.items():
        lines += _entry(name, value)
    return "\n".join(lines) + "\n"


def _entry(name: str, value: Any) -> list[str]:
    flow = f"{name}: {_flow(value)}"
    if len(flow) <= _WIDTH or not isinstance(value, dict | list):
        return [flow]
    if isinstance(value, dict):
        return [f"{name}:", *(f"  {line}" for key, item in value.items() for line in _entry(_flow(key), item))]
    return [f"{name}:", *(line for item in value for line in _item(item))]


def _item(value: Any) -> list[str]:
    flow = f"  - {_flow(value)}"
    if len(flow) <= _WIDTH or not isinstance(value, dict):
        return [flow]
    lines = [line for key, item in value.items() for line in _entry(_flow(key), item)]
    return [f"  - {lines[0]}", *(f"    {line}" for line in lines[1:])]


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_flow(key)}: {_flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_flow, value)) + "]"
    if isinstance(value, str) and not (_BARE.fullmatch(value) and value.casefold() not in _NO_TEXT):
        quoted = json.dumps(value, ensure_ascii=False)
        # What can't be seen would not survive, or not be seen by who mends the file.
        return "".join(each if each.isprintable() else f"\\U{ord(each):08X}" for each in quoted)
    return str(value)


def sheets_of(guess: Guess) -> list[SheetGuess]:
    """Return all sheets in the order of the file."""
    place = {id(sheet): number for number, sheet in enumerate(guess.book.sheets)}
    return sorted(guess.sheets, key=lambda each: place[id(each.sheet)])
