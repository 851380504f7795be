"""Questionnaires and answers as Google's VSAQ writes them, with invented texts: not quite JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import cycle, islice
from typing import Any, Final

from lookalikes.raw_xlsx import LookAlike

COUNTS: Final = {
    "webapp": {"block": 31, "line": 11, "box": 15, "radiogroup": 37, "checkgroup": 10, "tip": 55},
    "infrastructure": {"block": 28, "line": 6, "box": 11, "radiogroup": 71, "checkgroup": 8, "tip": 76},
    "security_privacy_programs": {"block": 15, "line": 8, "box": 5, "radiogroup": 28, "checkgroup": 5, "tip": 36},
    "physical_and_datacenter": {"block": 9, "line": 4, "box": 6, "radiogroup": 16, "checkgroup": 4, "tip": 16},
}
"""The items of each of the four published questionnaires by type."""
_JOIN, _ESCAPE = "<JOIN>", "<ESCAPE>"


@dataclass(frozen=True)
class Pair:
    """A questionnaire file and the answers to it."""

    form: bytes
    name: str
    answers: LookAlike


def completed(name: str) -> Pair:
    """Return a questionnaire with every question answered."""
    blocks = _blocks(name)
    typed: dict[str, str] = {}
    for block in blocks:
        for number, item in enumerate(block["items"]):
            match item["type"]:
                case "line" | "box":
                    typed[item["id"]] = f"Our words on {item['id']}"
                case "radiogroup":
                    keys = [key for choice in item["choices"] for key in choice]
                    typed |= dict.fromkeys(keys, "") | {keys[number % len(keys)]: "checked"}
                case "checkgroup":
                    typed |= {key: "checked" for choice in item["choices"] for key in choice}
    return Pair(form_file(blocks), f"{name}.json", answers_file(typed))


def answers_file(typed: Mapping[str, str]) -> LookAlike:
    """Return the file that the tool saves, on one line."""
    return LookAlike(json.dumps(typed, separators=(",", ":")).encode(), dict(typed))


def form_file(blocks: list[dict[str, Any]], title: str = "An invented questionnaire") -> bytes:
    """Return a questionnaire as it is published: behind a comment, with texts that are joined and escaped by hand."""
    text = json.dumps({"questionnaire": [{"type": "block", "text": title, "items": blocks}]}, indent=2)
    text = text.replace(_JOIN, '" +\n          "').replace(_ESCAPE, "\\x3cb\\x3e")
    comment = "\n".join(["", *(f"// Invented comment, line {n}." for n in range(1, 13)), "", ""])
    return (comment + text).encode()


def _blocks(name: str) -> list[dict[str, Any]]:
    """Return the blocks with the published number of items; two in three groups of boxes have no id."""
    counts = COUNTS[name]
    blocks: list[dict[str, Any]] = [
        {"type": "block", "id": f"block_{n}", "text": f"Block {n}", "items": []} for n in range(1, counts["block"])
    ]
    items = [
        _item(kind, number) for kind in ("line", "box", "radiogroup", "checkgroup") for number in range(counts[kind])
    ]
    for block, item in zip(cycle(blocks), items, strict=False):
        block["items"].append(item)
    groups = [item for item in items if item["type"] == "radiogroup"]
    for number, group in enumerate(islice(cycle(groups), counts["tip"])):
        negative = next(iter(group["choices"][-1]))
        tip = {"type": "tip", "id": f"tip_{number}", "text": f"Advice {number}", "cond": negative, "warn": "yes"}
        block = next(block for block in blocks if group in block["items"])
        block["items"].insert(block["items"].index(group) + 1, {**tip, "why": "Explain."} if number % 2 else tip)
    return blocks


def _item(kind: str, number: int) -> dict[str, Any]:
    name = f"app_{kind}_{number}"
    if kind in ("line", "box"):
        return {"type": kind, "id": name, "text": f"Describe the {_JOIN}thing {number}:"}
    ends = ("yes", "no") if number % 3 else ("often", "rarely", "other")
    choices = [{f"{name}_{end}": f"{end.title()}, it is {_ESCAPE}so</b>."} for end in ends]
    found = {"type": kind, "text": f"Is <code>thing {number}</code> so?", "defaultChoice": False, "choices": choices}
    return {**found, "id": name} if kind == "radiogroup" and number % 5 else found
