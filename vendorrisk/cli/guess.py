"""``import --guess``: finds the layout of a file that nobody described, asks what is not certain, and keeps it."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter, ValidationError

from vendorrisk.capture.foreign_texts import text_of
from vendorrisk.capture.grid import Book, letter
from vendorrisk.capture.guessing import Guess, guess
from vendorrisk.capture.guessing_profile import as_yaml, profile_of, prove
from vendorrisk.capture.text import fold, quote
from vendorrisk.cli.guess_view import remarks, show_guess
from vendorrisk.cli.own_layouts import own_layouts, save_layout
from vendorrisk.cli.plain import plain, print_json
from vendorrisk.cli.workspace import Workspace
from vendorrisk.model.base import Id, slug
from vendorrisk.model.fault import RefusedInput, UsageError

if TYPE_CHECKING:
    from vendorrisk.capture.guessing_ask import Asker

_PARTS = ("question", "answer", "id", "comment", "section")
_NEEDED = ("question", "answer")
_NAMES = {"question": "the questions", "answer": "the answers", "id": "the ids", "comment": "the comments"}
_NAMES["section"] = "the titles of sections"
_NONE, _OWN, _OTHER = "none", "own", "other"
_GO_ON, _STOP, _HEADER = "go on", "stop", "header"
_LONGEST_ID = 60
_SAMPLE = 60


@dataclass
class _Said:
    """What the person said so far."""

    columns: dict[str, int | None] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)


def guess_layout(workspace: Workspace, path: Path, book: Book, known: str, *, as_json: bool) -> str:
    """Return the id of the layout of a file, guessed, confirmed in the terminal, and kept as the user's own.

    ``known`` is as what it is recognised already, empty if it isn't.
    Without a terminal the profile is written to standard output, and :class:`UsageError` says how to go on.
    """
    if as_json or not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise _unconfirmed(path, book, as_json=as_json)
    from vendorrisk.capture.guessing_ask import TerminalAsker  # noqa: PLC0415

    if known:
        workspace.console.print(f"{book.name} is recognised without --guess, too: {known}.", soft_wrap=True)
    asker = TerminalAsker(workspace.console.width)
    return confirm(workspace, path, book, asker)


def _unconfirmed(path: Path, book: Book, *, as_json: bool) -> UsageError:
    """Write the profile of a guess to standard output, and return what is to be said of it."""
    found = guess(book)
    command = f"vendorrisk import {shlex.quote(str(path))}"
    if not found.answerable:
        return UsageError(
            f"{book.name}: which column holds the answers is not certain, and there is no terminal to ask in.",
            mend=f"Run it in a terminal, and name the column: {command} --guess",
        )
    title = _title_of(path)
    profile = profile_of(found, _id_of(title) or "questionnaire", title)
    differs = _proof(found, profile)
    if as_json:
        print_json(profile)
    else:
        sys.stdout.write(as_yaml(profile, remarks(found, differs)))
    named = f"{profile['layout']}.{'json' if as_json else 'yaml'}"
    return UsageError(
        "A guess needs a person's word, and there is no terminal to ask in: nothing was imported or saved."
        if not as_json
        else "A guess needs a person's word: nothing was imported or saved.",
        mend=f"Save the profile that was written as {named}, mend it, and import by it: {command} --layout {named}",
    )


def _proof(found: Guess, profile: dict[str, Any]) -> str:
    """Return what speaks against a profile when it is read by; empty if nothing does."""
    try:
        return prove(found, profile)[2]
    except RefusedInput as error:
        return f"By this layout nothing can be read: {error.what}"


def confirm(workspace: Workspace, path: Path, book: Book, asker: Asker) -> str:
    """Show a guess, ask about all that is doubtful until the person goes on; keep the layout and return its id."""
    said = _Said()
    found, differs = _look(book, said, path)
    show_guess(workspace, found, differs)
    while True:
        asked = _ask_doubtful(found, said, asker)
        while asked:
            found, differs = _look(book, said, path)
            asked = _ask_doubtful(found, said, asker)
            if not asked:
                show_guess(workspace, found, differs)
        step = asker.choose("Is it read as it should be?", _steps(found), _GO_ON if found.answerable else "answer")
        if step == _STOP:
            raise KeyboardInterrupt
        if step == _GO_ON:
            break
        _ask_column(found, step, said, asker)
        found, differs = _look(book, said, path)
        show_guess(workspace, found, differs)
    title = asker.write("Title of the questionnaire, as people call it:", _title_of(path), _title_fault)
    layout_id = _ask_id(workspace, title, asker)
    profile = profile_of(found, layout_id, title)
    kept = save_layout(workspace, layout_id, as_yaml(profile, [f"Guessed from {plain(book.name)}, and confirmed."]))
    workspace.console.print(f"The layout {layout_id} is kept, and import knows it from now on:")
    workspace.console.print(f"  {kept}\n", soft_wrap=True)
    return layout_id


def _look(book: Book, said: _Said, path: Path) -> tuple[Guess, str]:
    found = guess(book, said.columns, said.values)
    return found, _proof(found, profile_of(found, "layout", _title_of(path))) if found.answerable else ""


def _steps(found: Guess) -> list[tuple[str, str]]:
    change = [(part, f"No, change the column of {_NAMES[part]}") for part in _PARTS]
    on = [(_GO_ON, "Yes, go on")] if found.answerable else []
    return [*on, *change, (_HEADER, "No, change the row of the headers"), (_STOP, "Stop, and keep nothing")]


def _ask_doubtful(found: Guess, said: _Said, asker: Asker) -> bool:
    """Ask about the first thing that is doubtful and was not asked about; return whether there was one."""
    doubtful = [each.part for each in found.uncertain]
    if not found.answerable:
        doubtful.append("answer")
    for part in _PARTS:
        if part in doubtful and part not in said.columns:
            _ask_column(found, part, said, asker)
            return True
    for value in found.read_as.uncertain:
        if fold(value.text) not in said.values:
            _ask_value(value.text, value.count, said, asker)
            return True
    return False


def _ask_column(found: Guess, part: str, said: _Said, asker: Asker) -> None:
    if part == _HEADER:
        _ask_header(found, said, asker)
        return
    sheet = found.main.sheet
    columns = sorted({column for cells in sheet.filled_in().values() for column in cells})
    options = [(letter(column), _described(found, column)) for column in columns]
    if part not in _NEEDED:
        options.append((_NONE, "there is no such column"))
    standing = found.main.place(part)
    default = letter(standing[1]) if standing else options[0][0] if part in _NEEDED else _NONE
    chosen = asker.choose(f"Which column holds {_NAMES[part]}?", options, default)
    numbers = {letter(column): column for column in columns}
    said.columns[part] = numbers.get(chosen)
    for other, column in list(said.columns.items()):
        if other not in (part, _HEADER) and column is not None and column == numbers.get(chosen):
            del said.columns[other]


def _described(found: Guess, column: int) -> str:
    sheet, main = found.main.sheet, found.main
    header = next((text for row in main.header_rows if (text := text_of(sheet.cell(row, column)))), "")
    texts = dict.fromkeys(text for row in main.rows if (text := text_of(sheet.cell(row, column))))
    samples = ", ".join(quote(plain(text), _SAMPLE // 2) for text in list(texts)[:3])
    return "  ".join(filter(None, (f"{letter(column):<3}", plain(header), samples or "empty")))


def _ask_header(found: Guess, said: _Said, asker: Asker) -> None:
    first = found.main.rows[0]
    rows = [row for row in found.main.sheet.filled_in() if row < first][-_LONGEST_LIST:]
    options = [(str(row), _row_of(found, row)) for row in rows]
    standing = [row for row in found.main.header_rows if row in rows]
    default = str(standing[-1]) if standing else _NONE
    chosen = asker.choose("Which row holds the headers?", [*options, (_NONE, "there are no headers")], default)
    said.columns[_HEADER] = int(chosen) if chosen.isdecimal() else None


_LONGEST_LIST = 20


def _row_of(found: Guess, row: int) -> str:
    cells = found.main.sheet.rows[row].values()
    return f"{row:>3}  " + " | ".join(plain(text_of(cell)) for cell in cells if text_of(cell))


def _ask_value(text: str, count: int, said: _Said, asker: Asker) -> None:
    options = [
        (_OWN, f"as an answer of its own: {plain(text)}"),
        ("yes", "as Yes"),
        ("partly", "as Partly"),
        ("no", "as No"),
        ("n/a", "as not applicable"),
        (_OTHER, "in words: a person reads it each time"),
    ]
    chosen = asker.choose(f"{plain(quote(text))} is answered {count} times. How is it read?", options, _OWN)
    said.values[fold(text)] = chosen


def _title_of(path: Path) -> str:
    """Return a title for a questionnaire that only its file names."""
    words = re.sub(r"[\s_-]+", " ", path.stem).strip()
    return words[:1].upper() + words[1:] if words else "Questionnaire"


def _id_of(title: str) -> str:
    return slug(title)[:_LONGEST_ID].strip("-")


def _title_fault(text: str) -> str:
    return "" if text else "It needs a title."


def _ask_id(workspace: Workspace, title: str, asker: Asker) -> str:
    shipped, own = workspace.content.layouts(), own_layouts(workspace)

    def fault(text: str) -> str:
        try:
            TypeAdapter(Id).validate_python(text)
        except ValidationError:
            return "Write it in small letters, digits and hyphens, such as bigbank-vendor-questionnaire."
        if len(text) > _LONGEST_ID:
            return f"At most {_LONGEST_ID} characters."
        return f"{text} is the id of a layout that is shipped; choose another one." if text in shipped else ""

    while True:
        chosen = asker.write("Its id, in small letters and hyphens:", _id_of(title), fault)
        if chosen not in own:
            return chosen
        again: Sequence[tuple[str, str]] = [("no", "No, choose another id"), ("yes", "Yes, replace it")]
        if asker.choose(f"There is a layout {chosen} already. Replace it?", again, "no") == "yes":
            return chosen
