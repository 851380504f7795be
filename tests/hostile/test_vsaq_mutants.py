"""Altered files of VSAQ are read or refused in words: nothing else comes out of the reader."""

from __future__ import annotations

import copy
import datetime as dt
import json
import random
from pathlib import Path
from typing import Any, Final

import pytest
from foreign import counts
from lookalikes import vsaq as lookalike

import vendorrisk
from vendorrisk.capture.vsaq import answers_how_much, kind_of, read_vsaq
from vendorrisk.capture.vsaq_form import plain_json
from vendorrisk.content import Content
from vendorrisk.model.fault import RefusedInput

_LAYOUT: Final = Content.find(Path(vendorrisk.__file__).parent.parent).layout("vsaq")
_ODD: Final[tuple[Any, ...]] = (
    *(None, True, 1, -5, 1e300, "", [], {}, "x" * 5000, "\u0000", "a||b&&", "((((", "<b", "&#x110000;", "..", "^a"),
    *("A B", "é", {"a": 1}, [[]], "vsaq_todo_x", "checked", "matches(a/value, 1)", "!" * 500),
)
_FIELDS: Final = ("id", "type", "cond", "text", "choices", "items", "version", "else")


def _altered(content: Any, chance: random.Random) -> Any:
    """Return a copy in which one to four values are odd, doubled, or stand under another name."""
    content = copy.deepcopy(content)
    for _ in range(chance.randint(1, 4)):
        node = content
        while isinstance(node, dict | list) and node:
            key = chance.choice(list(node)) if isinstance(node, dict) else chance.randrange(len(node))
            inner = node[key]
            if isinstance(inner, dict | list) and chance.random() > (0.5 if key == "choices" else 0.1):
                node = inner
                continue
            if isinstance(node, dict) and chance.random() < 0.3:
                node[chance.choice(_FIELDS)] = node.pop(key)
            elif isinstance(node, list) and chance.random() < 0.3:
                node.append(copy.deepcopy(inner))
            else:
                node[key] = copy.deepcopy(chance.choice(_ODD))
            break
    return content


@pytest.mark.parametrize("seed", range(5))
def test_altered_files_are_read_or_refused(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  it picks mutants
    pair = lookalike.completed("physical_and_datacenter")
    form, answers = (json.loads(plain_json(data)) for data in (pair.form, pair.answers.data))
    read = 0
    for _ in range(30):
        form_data = json.dumps(_altered(form, chance)).encode() if chance.random() < 0.7 else pair.form
        data = json.dumps(_altered(answers, chance)).encode()
        kind_of(form_data)
        kind_of(data)
        assert 0 <= answers_how_much(data, form_data) <= 1
        try:
            reading = read_vsaq(form_data, "webapp.json", data, "answers_webapp", _LAYOUT)
        except RefusedInput:
            continue
        read += 1
        assert sum(counts(reading).values()) == len(reading.questionnaire.questions)
        at = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)
        assert len(reading.to_answers(file="answers_webapp", recorder="Ines", at=at)) == len(reading.answers)
    assert read
