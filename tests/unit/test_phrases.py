"""The interface's texts: every brace is filled in wherever a text is said, every text is used, paths are unique."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import vendorrisk
from vendorrisk.model.language import ENGLISH, Language, Phrase
from vendorrisk.model.term import Term
from vendorrisk.model.translation import placeholders
from vendorrisk.phrases import GROUPS, interface_problem, interface_texts
from vendorrisk.phrases.words import term_words
from vendorrisk.phrases.workbook import Cover, Sheets, Status

PACKAGE = Path(vendorrisk.__file__).parent
BY_GROUP = {group.__name__: group for group in GROUPS}
SAID_BY_NAME = {"say", "of", "_say", "words", "_words", "_word", "_joined"}


def said() -> Iterator[tuple[str, Phrase, set[str] | None]]:
    """Yield every place that says a named text: where, which, and the facts it gives; None if they can't be told."""
    for path in PACKAGE.rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        alias = {
            name.asname or name.name: BY_GROUP[name.name]
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("vendorrisk.phrases")
            for name in node.names
            if name.name in BY_GROUP
        }
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute | ast.Name):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
            of = node.func.value if name in ("say", "of") and isinstance(node.func, ast.Attribute) else None
            target = of or (node.args[0] if node.args else None)
            if name in SAID_BY_NAME and isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name):
                group = alias.get(target.value.id)
                if group is not None and target.attr in group.__members__:
                    keys = [keyword.arg for keyword in node.keywords]
                    known = None if None in keys else {key for key in keys if key}
                    yield f"{path.name}:{node.lineno}", group[target.attr], known


def test_every_brace_is_filled_in_where_a_text_is_said() -> None:
    found = list(said())
    assert len(found) > 100
    wrong = [
        f"{where} {phrase.path}"
        for where, phrase, facts in found
        if facts is not None and {name[1:-1] for name in placeholders(phrase)} - facts
    ]
    assert wrong == []


def test_every_text_is_used() -> None:
    code = "\n".join(path.read_text("utf-8") for path in PACKAGE.rglob("*.py") if path.parent.name != "phrases")
    by_name = set(re.findall(r"\b([A-Z][A-Za-z]+)\[", code))
    by_name |= {"Terms", "BesideWorkbook", "BesideAnswers", "OnThisMachine"}  # said by name or beside their definition
    unused = [
        phrase.path
        for group in GROUPS
        for phrase in group
        if group.__name__ not in by_name and not re.search(rf"\.{phrase.name}\b", code)
    ]
    assert unused == []


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.__name__)
def test_a_group_says_where_its_texts_stand_and_repeats_none(group: type[Phrase]) -> None:
    assert (group.__doc__ or "").endswith(".")
    assert len(group.__members__) == len(list(group)), "two names for one text share one translation"


def test_paths_are_unique() -> None:
    assert len(interface_texts()) == sum(len(group) for group in GROUPS)


def test_a_language_without_a_text_says_it_in_english() -> None:
    german = Language("de", {Cover.DONE_OF_ASKED.path: "{asked}, davon {done}"})
    assert Cover.DONE_OF_ASKED.say(german, done=2, asked=5) == "5, davon 2"
    assert Cover.PROGRESS.say(german) == Cover.PROGRESS.say(ENGLISH) == Cover.PROGRESS.say("de") == "Progress"
    assert german == "de"


@pytest.mark.parametrize(
    ("phrase", "text", "fits"),
    [
        (Sheets.QUESTIONS, "Fragen", True),
        (Sheets.QUESTIONS, "Fragen/Antworten", False),
        (Sheets.QUESTIONS, "F" * 32, False),
        (Status.DONE, "erledigt", True),
        (Status.DONE, 'mit "Anführung"', False),
        (Cover.HOW, "Wie? *", True),
    ],
)
def test_names_of_sheets_and_statuses_must_fit_their_place(phrase: Phrase, text: str, *, fits: bool) -> None:
    assert (interface_problem(phrase.path, text) == "") is fits


@pytest.mark.parametrize(("term", "words"), [("1 day", "1 day"), ("30 days", "30 days"), ("2 years", "24 months")])
def test_terms_are_said_as_they_are_written(term: str, words: str) -> None:
    assert term_words(Term.parse(term), "en") == str(Term.parse(term)) == words
