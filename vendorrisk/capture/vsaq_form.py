"""Questionnaires of Google's VSAQ: their files read as the tool reads them, and the questions that they ask."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import takewhile
from pathlib import PurePath
from typing import Any, Final

from vendorrisk.capture.foreign_values import OTHER_OPTION
from vendorrisk.capture.json_in import read_json
from vendorrisk.capture.text import clean, quote
from vendorrisk.model.base import slug
from vendorrisk.model.fault import Fault, RefusedInput
from vendorrisk.model.layout import Layout
from vendorrisk.model.questionnaire import Option, Question, Questionnaire, QuestionType, Section
from vendorrisk.yamlfile import Located, Path

MAX_ITEMS: Final = 10_000
_LONGEST_TEXT: Final = 10_000
_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.\-]{0,79}")
_ASKING: Final = {
    "line": QuestionType.TEXT,
    "box": QuestionType.TEXT,
    "upload": QuestionType.TEXT,
    "yesno": QuestionType.CHOICE,
    "check": QuestionType.CHOICE,
    "radio": QuestionType.CHOICE,
    "radiogroup": QuestionType.CHOICE,
    "checkgroup": QuestionType.MULTI,
}
"""The items that ask something, by type."""
_TICKED: Final = Option(id="yes", label="Ticked")
_HELP: Final = "As the questionnaire asks it in VSAQ. What it advises stands in its file."
_WHY: Final = "The vendor answers it once, for all its customers."


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """One part of the questionnaire: a block, a question, one of its choices, or a tip."""

    type: str
    id: str
    text: str
    cond: str
    within: tuple[Item, ...]
    """The blocks around it, the outermost first; of a choice its group last."""
    choices: tuple[tuple[str, str], ...] = ()
    """The ids and labels of a group's choices."""
    labels: tuple[str, str] = ("Yes", "No")
    """Of a question of type yesno."""
    name: str = ""
    """Of a tip what it warns of."""

    @property
    def asks(self) -> bool:
        """Return whether it is a question; a group without choices is none."""
        return self.type in _ASKING and (bool(self.choices) or not self.type.endswith("group"))


@dataclass(frozen=True, slots=True)
class Form:
    """A questionnaire file."""

    id: str
    """Made of the file's name, such as ``webapp``; the file itself says none."""
    version: str
    items: tuple[Item, ...]
    """In the order of the file, the outermost block first."""

    names: Mapping[Item, str]
    """The id of what each item asks: its own, else what the ids of its choices begin with."""


def plain_json(data: bytes) -> bytes:
    r"""Return a file of the tool as strict JSON: no comment lines, texts joined by ``+`` in one, no ``\x`` escapes."""
    text = data.decode("utf-8-sig", "surrogateescape")  # read_json refuses what is no UTF-8
    text = re.sub(r'" \+ *\r?\n *"', "", text).replace("\\x", "\\u00")
    return re.sub(r"(\A|\n)[ \t]*//[^\r\n]*", r"\1", text).encode("utf-8", "surrogateescape")


def read_form(data: bytes, name: str) -> Form:
    """Return the questionnaire; raise :class:`RefusedInput` if it is none, or asks under one id twice."""
    file = read_json(plain_json(data), name)
    blocks, version = ("questionnaire",), ("version",)
    items = tuple(_parts(file, blocks, ())) if blocks in file.places else ()
    if len(items) > MAX_ITEMS:
        raise RefusedInput(f"{name} was refused: it has more than {MAX_ITEMS:,} parts.", mend="Send a smaller file.")
    names = _names(items)
    ids = Counter(item.id for item in items if item.id)
    wrong = [f"The id {quote(each)} stands {count} times." for each, count in ids.items() if count > 1]
    wrong += [f"{quote(each)} is no id." for each in names.values() if not _ID.fullmatch(each)]
    if wrong or not names:
        raise _refused(file, (), *(wrong or ["It asks nothing."]))
    number = file.value(version) if version in file.places else 1
    return Form(
        id=slug(PurePath(name).stem) or "questionnaire",
        version=f"{max(1, number) if isinstance(number, int) else 1}.0.0",
        items=items,
        names=names,
    )


def _refused(file: Located, path: Path, *wrong: str) -> RefusedInput:
    faults = tuple(Fault(code="vsaq", where=file.where(path), what=each) for each in wrong)
    what = f"{file.name} is no questionnaire of VSAQ that can be read: {faults[0]}"
    return RefusedInput(what, mend="Name the .json file that the tool itself opens.", faults=faults)


def _parts(file: Located, path: Path, within: tuple[Item, ...]) -> Iterator[Item]:
    """Yield the items of a list, each followed by its choices and by what is in it."""
    for number, written in enumerate(_list(file, path)):
        at = (*path, number)
        if not isinstance(written, dict) or "type" not in written:
            raise _refused(file, at, "Each item is a map with a 'type'.")
        choices = (*at, "choices")
        pairs = [
            (key, _text(file, (*choices, place, key)))
            for place, choice in enumerate(_list(file, choices))
            for key in (choice if isinstance(choice, dict) else ())
        ]
        item = Item(
            type=_text(file, (*at, "type")),
            id=_text(file, (*at, "id")),
            text=_plain(_text(file, (*at, "text"))),
            cond=_text(file, (*at, "cond")),
            within=within,
            choices=tuple((key, _plain(label)) for key, label in pairs),
            labels=(_plain(_text(file, (*at, "yes"))) or "Yes", _plain(_text(file, (*at, "no"))) or "No"),
            name=_plain(_text(file, (*at, "name"))),
        )
        yield item
        yield from (Item("choice", key, label, "", (*within, item)) for key, label in item.choices)
        yield from _parts(file, (*at, "items"), (*within, item))


def _list(file: Located, path: Path) -> list[Any]:
    """Return the list at a place, an empty one where nothing stands."""
    found = file.value(path) if path in file.places else None
    if not isinstance(found, list | None):
        raise _refused(file, path, f"'{path[-1]}' is no list.")
    return found or []


def _text(file: Located, path: Path) -> str:
    """Return the text at a place, an empty one where nothing stands."""
    found = file.value(path) if path in file.places else None
    if not isinstance(found, str | None):
        raise _refused(file, path, f"'{path[-1]}' is no text.")
    if found and len(found) > _LONGEST_TEXT:
        raise _refused(file, path, f"'{path[-1]}' has more than {_LONGEST_TEXT:,} characters.")
    return found or ""


def _names(items: Sequence[Item]) -> dict[Item, str]:
    """Return the id of each question; one that has none gets what its choices have in common, if that is free."""
    taken = {item.id for item in items}
    found = {}
    for item in items:
        if item.asks:
            keys = [key for key, _ in item.choices]
            found[item] = item.id or next((each for each in (_stem(keys), *keys) if each not in taken), "")
            found[item] = found[item] or next(iter(keys), "")
            taken.add(found[item])
    return found


def to_questionnaire(form: Form, layout: Layout) -> Questionnaire:
    """Return what the form asks, in sections that are the blocks of its outermost block."""
    sections: dict[str, tuple[str, list[Question]]] = {}
    info: dict[Item | None, str] = {}
    for item in form.items:
        block = item.within[-1] if item.within else None
        if item.type == "info":
            info[block] = item.text
        if item.asks:
            outer = item.within[min(1, len(item.within) - 1)] if item.within else item
            asked = item.text or info.get(block, "") or (block.text if block else "")
            _, questions = sections.setdefault(outer.id or outer.text or form.id, (outer.text or form.id, []))
            questions.append(_question(form, item, asked))
    root = form.items[0].text or form.id
    return Questionnaire(
        questionnaire=f"{layout.questionnaire}-{form.id}",
        version=form.version,
        title=f"{layout.title}: {root}",
        description="Its texts come from the file that was imported and stay in your store.",
        sections=tuple(
            Section(
                section=f"{number:02d}-{slug(key) or 'questions'}"[:80].rstrip("-"),
                title=title,
                pillar="security",
                intro=f"From {root}.",
                questions=tuple(questions),
            )
            for number, (key, (title, questions)) in enumerate(sections.items(), 1)
        ),
    )


def _question(form: Form, item: Item, asked: str) -> Question:
    kind, options = _ASKING[item.type], _options(item)
    if kind is QuestionType.MULTI and len(item.choices) < 2:
        kind = QuestionType.CHOICE
    return Question(
        id=form.names[item],
        ask=asked or form.names[item],
        type=kind,
        options=options,
        not_applicable="justify",
        help=_HELP,
        why=_WHY,
        effort="fixed",
    )


def _options(item: Item) -> tuple[Option, ...]:
    if item.type == "yesno":
        return (Option(id="yes", label=item.labels[0]), Option(id="no", label=item.labels[1]))
    if item.type in ("check", "radio"):
        return (_TICKED, OTHER_OPTION)
    ids = option_ids(item)
    found = tuple(Option(id=ids[key], label=label or key or ids[key]) for key, label in item.choices)
    return found if len(found) != 1 else (*found, OTHER_OPTION)


def option_ids(item: Item) -> dict[str, str]:
    """Return the option of each choice of a group: what its id says beyond that of the group, such as ``yes``."""
    keys = [key for key, _ in item.choices]
    stem = item.id if item.id and all(key.startswith(f"{item.id}_") for key in keys) else _stem(keys)
    short = {key: slug(key.removeprefix(f"{stem}_")) for key in keys}
    if len(set(short.values())) == len(keys) and all(short.values()):
        return short
    return {key: f"choice-{number}" for number, key in enumerate(keys, 1)}


def _stem(keys: Sequence[str]) -> str:
    """Return what ids have in common, cut behind a whole word; the first id if that is nothing."""
    if len(keys) < 2:
        return keys[0] if keys else ""
    words = zip(*(key.split("_") for key in keys), strict=False)
    return "_".join(same[0] for same in takewhile(lambda same: len(set(same)) == 1, words)) or keys[0]


class _Words(HTMLParser):
    """Collects the words of a text with markup; paragraphs and list items begin lines."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag in ("p", "br", "li", "ul", "ol", "div", "tr"):
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def _plain(text: str) -> str:
    parser = _Words()
    parser.feed(text)
    parser.close()
    return clean(re.sub(r"[ \t]*\n\s*", "\n", re.sub(r"[ \t]+", " ", "".join(parser.words))))
