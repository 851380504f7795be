"""``glossary``: what the words of questions, criteria and results mean."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

import click
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from vendorrisk.cli.options import json_option, language_option
from vendorrisk.cli.plain import counted, plain, print_json
from vendorrisk.cli.workspace import Workspace
from vendorrisk.content import Content
from vendorrisk.model.base import say, slug
from vendorrisk.model.fault import UsageError
from vendorrisk.model.glossary import Entry, Glossary, GlossaryField
from vendorrisk.model.questionnaire import Question

_FIELDS: dict[GlossaryField, str] = {
    "risk": "Risk and results",
    "fairness": "Fairness",
    "privacy": "Privacy",
    "security": "Security",
    "ai": "AI",
}
_NEAR = 5


@click.command()
@click.argument("term", nargs=-1)
@language_option
@json_option
@click.pass_obj
def glossary(workspace: Workspace, term: tuple[str, ...], language: str, *, as_json: bool) -> None:
    """Explain the words that questions, criteria and results use.

    TERM is an id such as least-privilege, or the term in words; without it, all entries are listed.
    """
    content = workspace.content
    spoken = content.language(language)
    found = content.glossary
    if found is None:
        raise UsageError(f"There is no glossary in {content.root}.", mend="Write one as questionnaires/glossary.yaml.")
    entries = (_named(found, " ".join(term), spoken),) if term else found.entries
    if as_json:
        rows = [_data(content, entry, spoken) for entry in entries]
        print_json(rows[0] if term else rows)
    elif term:
        _show_entry(workspace, found, entries[0], spoken)
    else:
        _show_all(workspace, found, spoken)


def _named(found: Glossary, name: str, language: str) -> Entry:
    """Return the entry that is meant; raise :class:`UsageError` that names the near ones."""
    for entry in found.entries:
        if slug(name) in _names(entry, language) or name.casefold() == say(entry.term, language).casefold():
            return entry
    near = _near(found, name, language)
    mend = f"Did you mean {' or '.join(repr(each) for each in near)}?" if near else "List all: vendorrisk glossary"
    raise UsageError(f"The glossary has no entry '{name}'.", mend=mend)


def _names(entry: Entry, language: str) -> Iterator[str]:
    """Yield every name of an entry as a slug: the id, the term, and both parts of one with an abbreviation."""
    yield entry.id
    for term in {say(entry.term, language), say(entry.term)}:
        yield from filter(None, map(slug, (term, *re.split(r"[()]", term))))


def _near(found: Glossary, name: str, language: str) -> list[str]:
    """Return the terms that a name may mean: those spelt like it, else those that share a word with it."""
    names = {each: say(entry.term, language) for entry in found.entries for each in _names(entry, language)}
    words = set(filter(None, slug(name).split("-")))
    alike = [names[each] for each in difflib.get_close_matches(slug(name), names, n=_NEAR, cutoff=0.75)]
    sharing = [term for each, term in names.items() if words & set(each.split("-"))]
    return list(dict.fromkeys(alike or sharing))[:_NEAR]


def _questions(content: Content, entry: Entry) -> list[Question]:
    """Return the questions that name an entry, each once, however many questionnaires ask it."""
    asked = {
        question.id: question for name in content.questionnaires() for question in content.questionnaire(name).questions
    }
    return [question for question in asked.values() if entry.id in question.terms]


def _data(content: Content, entry: Entry, language: str) -> dict[str, object]:
    return {
        "id": entry.id,
        "term": say(entry.term, language),
        "field": entry.field,
        "meaning": say(entry.meaning, language),
        "see": list(entry.see),
        "references": {name: list(ids) for name, ids in entry.references.items()},
        "questions": [question.id for question in _questions(content, entry)],
    }


def _show_all(workspace: Workspace, found: Glossary, language: str) -> None:
    console, theme = workspace.console, workspace.theme
    console.print(Text(f"Glossary {found.version}: {counted(len(found.entries), 'entry', 'entries')}", style="bold"))
    width = max(len(say(entry.term, language)) for entry in found.entries)
    for name, title in _FIELDS.items():
        entries = sorted((each for each in found.entries if each.field == name), key=lambda each: each.id)
        if not entries:
            continue
        console.print(Text(f"\n{title}", style=f"bold {theme.accent}"))
        table = Table.grid(padding=(0, 2), expand=True)
        table.add_column(no_wrap=True, width=min(width, 34))
        table.add_column(no_wrap=True, overflow="ellipsis", ratio=1)
        for entry in entries:
            table.add_row(Text(plain(say(entry.term, language))), Text(plain(say(entry.meaning, language))))
        console.print(Padding(table, (0, 0, 0, 2)))
    console.print("\nnext   vendorrisk glossary TERM")


def _show_entry(workspace: Workspace, found: Glossary, entry: Entry, language: str) -> None:
    console, theme = workspace.console, workspace.theme
    term = plain(say(entry.term, language))
    name = "" if slug(term) == entry.id else f" · {entry.id}"
    console.print(Text(term, style="bold").append(f"   {_FIELDS[entry.field]}{name}", style=theme.quiet))
    console.print()
    console.print(Padding(Text(plain(say(entry.meaning, language))), (0, 0, 0, 2)))
    _show_beside(workspace, found, entry, language)
    asked = _questions(workspace.content, entry)
    if asked:
        console.print(Text("\n  used in", style=theme.quiet))
        questions = Table.grid(padding=(0, 2))
        questions.add_column(no_wrap=True)
        questions.add_column()
        for question in asked:
            questions.add_row(question.id, Text(plain(say(question.ask, language)), style=theme.quiet))
        console.print(Padding(questions, (0, 0, 0, 4)))


def _show_beside(workspace: Workspace, found: Glossary, entry: Entry, language: str) -> None:
    """Write which entries lead on, and where a framework speaks of it."""
    console = workspace.console
    see = [say(each.term, language) for name in entry.see for each in found.entries if each.id == name]
    references = [f"{name} {', '.join(ids)}" for name, ids in entry.references.items()]
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True, style=workspace.theme.quiet)
    table.add_column()
    for label, text in (("see also", ", ".join(see)), ("references", "; ".join(references))):
        if text:
            table.add_row(label, Text(plain(text)))
    if table.row_count:
        console.print()
        console.print(Padding(table, (0, 0, 0, 2)))
