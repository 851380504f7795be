"""What is wrong with a layout profile beyond its fields: its name, its editions, its options, where it leads."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vendorrisk.building import build, faults_of
from vendorrisk.content import Content
from vendorrisk.model.answer import NOT_APPLICABLE
from vendorrisk.model.base import say
from vendorrisk.model.fault import Fault
from vendorrisk.model.layout import ALL, EDITION, AnswerKind, Layout
from vendorrisk.model.spelling import fold
from vendorrisk.rules.static import Flaw


def check_layout(content: Content, name: str) -> tuple[Fault, ...]:
    """Return what is wrong with a layout profile."""
    located = content.locate_layout(name)
    layout = build(Layout, located)
    flaws = [*_flaws(content, layout)]
    if layout.layout != name:
        flaws.append(Flaw("", "layout", "layout", f"The file is named '{name}'; file and id must be the same."))
    return faults_of(located, flaws)


def _flaws(content: Content, layout: Layout) -> Iterator[Flaw]:
    if layout.editions and layout.edition not in layout.editions:
        yield Flaw("", "edition", layout.edition, f"'editions' has no edition {layout.edition}.")
    for edition, counts in layout.editions.items():
        if ALL in counts and len(counts) > 1:
            yield Flaw("", "editions", edition, f"{edition} counts by section or as '{ALL}', not both.")
        if not re.fullmatch(EDITION, edition):
            yield Flaw("", "editions", edition, f"'{edition}' is no edition; write it as 4.0.3.")
    for rule in layout.controls:
        if rule.framework not in content.frameworks():
            yield Flaw("", "controls", rule.framework, f"There is no framework '{rule.framework}'.")
    yield from _groupless(layout)
    for kind in layout.answers:
        yield from _two_meanings(kind)


def _groupless(layout: Layout) -> Iterator[Flaw]:
    """Yield the patterns of which a group is read, and that have none."""
    patterns = [("controls", "control", rule.control) for rule in layout.controls]
    patterns += [
        ("section", "key", layout.section.key or "()"),
        ("edition_text", "edition", layout.edition_text or "()"),
    ]
    for field, noun, pattern in patterns:
        if not re.compile(pattern).groups:
            yield Flaw("", field, pattern, f"The {noun} is what a group in brackets matches; there is no group.")


def _two_meanings(kind: AnswerKind) -> Iterator[Flaw]:
    """Yield the spellings that stand for two answers."""
    labels = {option.id: (option.id, say(option.label)) for option in kind.options}
    read: dict[str, str] = {}
    for name in (*labels, NOT_APPLICABLE):
        texts = {fold(text): text for text in (*labels.get(name, ()), *kind.words.get(name, ()))}
        for folded, text in texts.items():
            first = read.setdefault(folded, name)
            if first != name:
                yield Flaw("", "answers", text, f"'{text}' stands for {first} and for {name}.")
