"""Answers that a vendor gave in Google's VSAQ: ids and values in a file, read beside the questionnaire that asks."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Final, Literal

from vendorrisk.capture.foreign import ForeignAnswer, ForeignReading
from vendorrisk.capture.foreign_identity import Identity
from vendorrisk.capture.json_in import read_json
from vendorrisk.capture.text import clean, quote
from vendorrisk.capture.vsaq_conditions import CHECKED, Shown
from vendorrisk.capture.vsaq_form import Form, Item, option_ids, plain_json, read_form, to_questionnaire
from vendorrisk.model.answer import MAX_ANSWER_CHARACTERS, Value
from vendorrisk.model.fault import Fault, FaultSeverity, RefusedInput
from vendorrisk.model.layout import Layout

_KEY: Final = re.compile(r"[a-z][a-z0-9_]*")
_TODO: Final = "vsaq_todo_"
"""The keys of the tool's own list of things to do."""
_FEW: Final = 0.5
_SAID_CHECKED: Final = {CHECKED, "true", "on"}


def kind_of(data: bytes) -> Literal["questionnaire", "answers", ""]:
    """Return what a file is to VSAQ; empty if it is neither a questionnaire nor answers to one."""
    try:
        found = read_json(plain_json(data), "").data
    except RefusedInput:
        return ""
    if not isinstance(found, dict):
        return ""
    blocks = found.get("questionnaire")
    if isinstance(blocks, list) and blocks and all(isinstance(each, dict) and "type" in each for each in blocks):
        return "questionnaire"
    flat = all(_KEY.fullmatch(key) and isinstance(value, str | None) for key, value in found.items())
    return "answers" if flat and found and "questionnaire" not in found else ""


def answers_how_much(data: bytes, form: bytes) -> float:
    """Return which share of the answers in a file a questionnaire asks for, from 0 to 1.

    Of several questionnaires beside a file of answers, the one with the greatest share is meant.
    """
    try:
        return _share(_keys(_said(data, "")), read_form(form, "form.json"))
    except RefusedInput:
        return 0.0


def _keys(said: Mapping[str, str]) -> list[str]:
    """Return the keys of answers."""
    return [key for key in said if not key.startswith(_TODO)]


def _share(keys: Collection[str], form: Form) -> float:
    known = {item.id for item in form.items}
    return sum(key in known for key in keys) / len(keys) if keys else 0.0


def missing_questionnaire(name: str) -> RefusedInput:
    """Return what is said where answers lie without the questionnaire."""
    return RefusedInput(
        f"{name} holds answers given in VSAQ, which say nothing without the questions.",
        mend="Put the questionnaire's .json file, as it was opened in VSAQ, into the same folder and import again.",
    )


def read_vsaq(form_data: bytes, form_name: str, data: bytes, name: str, layout: Layout) -> ForeignReading:
    """Return what a file of answers says to the questionnaire of another file; no ``data`` says nothing.

    Raises :class:`RefusedInput` if one of the two can't be read, or if they don't belong together.
    """
    form = read_form(form_data, form_name)
    said = _said(data, name) if data else {}
    keys = _keys(said)
    if keys and _share(keys, form) < _FEW:
        what = f"{name} does not answer {form_name}: it asks for few of its {len(keys)} answers."
        raise RefusedInput(what, mend="Name the questionnaire that was opened in VSAQ when these were given.")
    return _Reader(form, said, name).reading(layout)


def _said(data: bytes, name: str) -> dict[str, str]:
    """Return the answers by key, empty ones left out."""
    found = read_json(plain_json(data), name).data
    if not isinstance(found, dict):
        raise RefusedInput(f"{name} holds no answers of VSAQ.", mend="Save the answers in VSAQ again.")
    return {key: text for key, value in found.items() if value is not None and (text := clean(str(value)))}


class _Reader:
    """Takes the answers item by item, and collects what a person should know."""

    def __init__(self, form: Form, said: Mapping[str, str], name: str) -> None:
        self.form = form
        self.said = said
        self.name = name
        self.shown = Shown(form, said)
        self.issues: list[Fault] = []

    def reading(self, layout: Layout) -> ForeignReading:
        tips = self._tips()
        found = [
            each
            for item in self.form.items
            if item.asks and (each := self._answer(item, tips.get(item, ""))) is not None
        ]
        known = {item.id for item in self.form.items}
        for key in _keys(self.said):
            if key not in known:
                what = f"{quote(self.said[key])} stands at an id that the questionnaire does not have."
                mend = "A tick may be that of 'None of the above.', for which VSAQ makes up a new id each time."
                self._warn("unknown-id", key, what, mend)
        application = self.said.get("application_name", "")
        return ForeignReading(
            questionnaire=to_questionnaire(self.form, layout),
            layout=layout.layout,
            edition=self.form.version,
            answers=tuple(each for each in found if each.answered),
            unanswered=tuple(each for each in found if not each.answered),
            identity=Identity(product=" ".join(application.split())[:200]),
            issues=tuple(self.issues),
        )

    def _tips(self) -> dict[Item, str]:
        """Return what was written below tips, by the question that each follows."""
        found: dict[Item, list[str]] = {}
        last: Item | None = None
        for item in self.form.items:
            last = item if item.asks else last
            text = self.said.get(item.id, "") if item.type == "tip" else ""
            if text and last is None:
                self._warn("comment-only", item.id, f"{quote(text)} is written below a tip that follows no question.")
            elif text and last is not None:
                found.setdefault(last, []).append(f"{item.name}: {text}" if item.name else text)
        return {item: "\n".join(texts) for item, texts in found.items()}

    def _answer(self, item: Item, comment: str) -> ForeignAnswer | None:
        name = self.form.names[item]
        value, words, key = self._value(item)
        if value is None and not words and not comment:
            return None
        if value is None and not words:
            what = f"{name} has an explanation and no answer, so it stays open: {quote(comment)}."
            self._warn("comment-only", key, what, "Ask for the answer.", name)
        if value is not None and self.shown.hides(item):
            what = f"{name} is answered {quote(words)}, and other answers hide the question."
            self._warn(
                "hidden-answered", key, what, "It was answered before it was hidden; ask whether it holds.", name
            )
        if len(comment) > MAX_ANSWER_CHARACTERS:
            what = f"The explanation to {name} is long; its first {MAX_ANSWER_CHARACTERS:,} characters are kept."
            self._warn("too-long", key, what, "Read the rest in the file.", name)
        return ForeignAnswer(
            name, value, not_applicable=False, comment=comment[:MAX_ANSWER_CHARACTERS], cell=key, found=words
        )

    def _value(self, item: Item) -> tuple[Value | None, str, str]:
        """Return what is answered to an item, the words, and the key at which they stand."""
        if item.choices:
            return self._chosen(item)
        text = self.said.get(item.id, "")
        if item.type in ("check", "radio"):
            return ("yes" if self._ticked(item.id) else None), text, item.id
        if item.type == "yesno":
            if text and text not in ("yes", "no"):
                self._warn(
                    "not-an-answer", item.id, f"{quote(text)} is neither yes nor no.", "Ask what is meant.", item.id
                )
            return (text if text in ("yes", "no") else None), text, item.id
        if item.type == "upload":
            text = text.rpartition("|")[2]
        if len(text) > MAX_ANSWER_CHARACTERS:
            what = f"The answer has {len(text):,} characters; the first {MAX_ANSWER_CHARACTERS:,} are kept."
            self._warn("too-long", item.id, what, "Read the rest in the file.", item.id)
        return text[:MAX_ANSWER_CHARACTERS] or None, text, item.id

    def _chosen(self, item: Item) -> tuple[Value | None, str, str]:
        options, labels = option_ids(item), dict(item.choices)
        keys = [key for key in labels if self._ticked(key)]
        words = "; ".join(labels[key] or key for key in keys)
        if not keys:
            return None, "", next(iter(labels))
        if item.type == "checkgroup" and len(labels) > 1:
            return tuple(options[key] for key in keys), words, keys[0]
        if len(keys) > 1:
            what = f"{len(keys)} answers are chosen where one can be: {quote(words)}."
            self._warn("two-marks", keys[0], what, "Keep one of them.", self.form.names[item])
            return None, words, keys[0]
        return options[keys[0]], words, keys[0]

    def _ticked(self, key: str) -> bool:
        """Return whether a box is ticked; an empty value is an unticked one, and no answer."""
        text = self.said.get(key, "")
        if text and text.casefold() not in _SAID_CHECKED:
            self._warn("not-an-answer", key, f"{quote(text)} stands where VSAQ writes 'checked'.", "Ask what is meant.")
        return text.casefold() in _SAID_CHECKED

    def _warn(self, code: str, key: str, what: str, mend: str = "", question: str = "") -> None:
        where = f"{self.name}: {key}"
        severity = FaultSeverity.WARNING
        found = self.said.get(key, "")[:200]
        self.issues.append(
            Fault(code=code, where=where, what=what, mend=mend, severity=severity, question=question, found=found)
        )
