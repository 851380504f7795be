"""Texts of content in other languages: which there are, what translation files say of them, how both come together.

A translation file holds, for one language and one piece of content, entries such as
``access.mfa-admin.ask: {text: ..., source: ...}``. A translation counts only while ``source`` is the digest of the
English text that stands there now: an outdated one could ask for something else, so English is shown instead.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from string import Formatter
from typing import Any, Final, NamedTuple, TypeVar

from pydantic import ValidationError

from vendorrisk.model.base import DEFAULT_LANGUAGE, Model, Text, say
from vendorrisk.model.fault import Fault, RefusedInput
from vendorrisk.model.translation import Entry, TextState, placeholders, source_of
from vendorrisk.yamlfile import Located, Path

M = TypeVar("M", bound=Model)
Entries = Mapping[str, Entry]
"""The entries of one translation file, by path."""

WORDING: Final = "reports/wording"
INTERFACE: Final = "reports/interface"

_MEANING: Final = {
    "title": "title",
    "description": "description",
    "intro": "introduction",
    "ask": "question",
    "help": "help: what counts and what doesn't",
    "why": "why it is asked for",
    "unit": "unit of the number",
    "unit_one": "unit behind the number 1",
    "because": "reason for the risk tier",
    "do": "what closes the gap",
    "term": "term",
    "meaning": "what the term means",
}
"""The fields of content that hold texts, with what a translator has to know about them."""
_CONDITIONS: Final = {"show_when", "applies_when", "met_when", "partly_met_when", "when", "contradictions"}
_NO_TEXTS: Final = {"references", "cadence", *_CONDITIONS}
_YES_NO: Final = {"yes": "Yes", "no": "No"}


class Slot(NamedTuple):
    """One place in a piece of content that holds a text."""

    path: str
    """Its name in translation files, such as ``access.mfa-admin.ask``."""
    at: Path
    """Where it stands in the model's data."""
    text: Text
    context: str


def file_of(piece: str, language: str) -> str:
    """Return the place of a piece's translation file under the content's root.

    A piece is named by folder and id, such as ``questionnaires/coalition-core``.
    """
    folder, name = piece.split("/")
    return f"{folder}/translations/{language}/{name}.yaml"


def slots(data: Any, piece: str) -> Iterator[Slot]:
    """Yield every text of a piece's data, in the order in which it is written there."""
    return _leaves(data, ()) if piece in (WORDING, INTERFACE) else _fields(data, (), "", "")


def _fields(data: Any, at: Path, owner: str, about: str) -> Iterator[Slot]:
    """Yield the texts of questions, criteria and the like: named by the id of what they belong to, and their field."""
    if isinstance(data, list):
        for index, item in enumerate(data):
            yield from _fields(item, (*at, index), f"{owner}.{index + 1}".lstrip("."), about)
        return
    if not isinstance(data, dict):
        return
    name = data.get("id") or data.get("section") or data.get("criterion") or owner
    main = data.get("ask") or data.get("title") or data.get("term")
    about = say(main) if main else about
    kind = "section:" if "section" in data else "criterion:" if "criterion" in data else ""
    kind = f"{data['level']} criterion:" if data.get("level") else kind
    for key, value in data.items():
        here = (*at, key)
        if key == "options":
            yield from _options(data, here, about)
        elif key in _MEANING and value:
            context = _MEANING[key] if value == main or not about else f"{_MEANING[key]} · {about}"
            yield Slot(f"{name}.{key}".lstrip("."), here, value, f"{kind} {context}".strip())
        elif isinstance(value, dict | list) and key not in _NO_TEXTS:
            inner = f"{owner}.{key}".lstrip(".") if isinstance(value, list) else name
            yield from _fields(value, here, inner, about)


def _options(question: Mapping[str, Any], at: Path, about: str) -> Iterator[Slot]:
    labels = {option["id"]: option["label"] for option in question["options"]}
    usual = question.get("type") == "yes-no" and {name: say(label) for name, label in labels.items()} == _YES_NO
    for index, (name, label) in enumerate(labels.items()):
        if usual:
            yield Slot(f"options.{name}", (*at, index, "label"), label, "answer to every plain yes-no question")
        else:
            yield Slot(f"{question['id']}.options.{name}", (*at, index, "label"), label, f"answer · {about}")


def _leaves(data: Any, at: Path) -> Iterator[Slot]:
    """Yield the texts of data that holds little else."""
    if isinstance(data, str) or (isinstance(data, dict) and DEFAULT_LANGUAGE in data):
        group = str(at[0])
        # The last column of the method's table names a finding, whose word stands elsewhere.
        if not (at[:2] == ("method", "table") and at[-1] == 4):
            yield Slot(".".join(map(str, at)), at, data, _GROUPS.get(group, group))
        return
    for key, value in data.items() if isinstance(data, dict) else enumerate(data):
        yield from _leaves(value, (*at, key))


_GROUPS: Final = {
    "words": "words that every document shares",
    "method": "attestation, the page that says how the verdict is made",
    "gaps": "gap list",
    "compare": "comparison of vendors",
}


def state_of(entry: Entry | None, english: str) -> TextState:
    """Return how far a text is translated."""
    if entry is None or not entry.text:
        return TextState.MISSING
    return TextState.OK if entry.source == source_of(english) else TextState.OUT_OF_DATE


def brace_fault(english: str, text: str) -> str:
    """Return what is wrong with the words in braces of a translation, in a sentence; empty if nothing is."""
    wanted = placeholders(english)
    if placeholders(text) != wanted:
        return f"The words in braces must be those of the English text: {' '.join(wanted) or 'none'}."
    if _parses(english) and not _parses(text):
        return "A brace stands alone."
    return ""


def _parses(text: str) -> bool:
    try:
        list(Formatter().parse(text))
    except ValueError:
        return False
    return True


def usable(entries: Entries, path: str, english: str) -> str:
    """Return the translation of a text if it may be shown; empty if there is none, or it is out of date or broken."""
    entry = entries.get(path)
    if entry is None or state_of(entry, english) is not TextState.OK or brace_fault(english, entry.text):
        return ""
    return entry.text


def translated(model: M, piece: str, found: Sequence[tuple[str, Entries]]) -> M:
    """Return the model with its texts in every language; ``found`` holds languages with entries, the strongest last."""
    if not found:
        return model
    data = model.model_dump(mode="json")
    for slot in list(slots(data, piece)):
        english = say(slot.text)
        texts = {language: text for language, entries in found if (text := usable(entries, slot.path, english))}
        if texts:
            given = slot.text if isinstance(slot.text, dict) else {DEFAULT_LANGUAGE: slot.text}
            _put(data, slot.at, {**given, **texts})
    return type(model).model_validate(data)


def _put(data: Any, at: Path, value: Any) -> None:
    for part in at[:-1]:
        data = data[part]
    data[at[-1]] = value


def read_entries(located: Located) -> Entries:
    """Return the entries of a translation file; raise :class:`RefusedInput` with every one that is malformed."""
    if located.data is None:
        return {}
    if not isinstance(located.data, dict):
        what = "A translation file maps paths to entries, such as 'access.mfa-admin.ask: {text: …, source: …}'."
        raise RefusedInput(what, faults=(Fault(code="translation", where=located.where(), what=what),))
    entries: dict[str, Entry] = {}
    faults: list[Fault] = []
    for path, content in located.data.items():
        try:
            entries[path] = Entry.model_validate(content)
        except ValidationError as error:
            places = {at[1:]: place for at, place in located.places.items() if at[:1] == (path,)}
            faults += Located(content, located.name, places).faults(error)
    if faults:
        raise RefusedInput(f"{located.name} has faults.", faults=tuple(faults))
    return entries


def write_entries(entries: Entries, order: Sequence[str], piece: str, language: str) -> bytes:
    """Return a translation file: entries in the order of the content, those it does not know at the end."""
    ranks = {path: rank for rank, path in enumerate(order)}
    lines = [
        f"# {piece} in the language {language}. 'vendorrisk content translate import' writes this file; it keeps",
        "# entries and notes, and no comments. 'source' is the digest of the English text: leave it as it is.",
    ]
    for path in sorted(entries, key=lambda path: (ranks.get(path, len(ranks)), path)):
        lines.append(f"{path}:")
        # JSON's form of a text is YAML's too, and no text is taken for a number or a boolean in it.
        fields = entries[path].model_dump().items()
        lines += [f"  {name}: {json.dumps(value, ensure_ascii=False)}" for name, value in fields if value]
    return "".join(line + "\n" for line in lines).encode()
