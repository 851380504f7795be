"""How a guessed layout is shown: each column with its confidence, samples and reasons, and how answers are read."""

from __future__ import annotations

from collections.abc import Iterator

from rich.padding import Padding
from rich.text import Text

from vendorrisk.capture.grid import letter
from vendorrisk.capture.guessing import CERTAIN, Found, Guess, SheetGuess
from vendorrisk.capture.guessing_profile import sheets_of
from vendorrisk.capture.screen import cut
from vendorrisk.capture.text import quote
from vendorrisk.cli.plain import counted, plain
from vendorrisk.cli.workspace import Workspace

_PART_WIDTH = 12
_HEADER_WIDTH = 24
_NAMED = 12
_USUAL = {"yes", "partly", "no", "n/a"}


def part_name(part: str) -> str:
    """Return what a part is called: ``further`` for columns beyond the comment."""
    return "further" if part.startswith("also ") else part


def show_guess(workspace: Workspace, guess: Guess, differs: str = "") -> None:
    """Write a guess: its sheets and columns, how its answers are read, what is not certain."""
    console, quiet = workspace.console, workspace.theme.quiet
    count = counted(guess.count, "question")
    console.print(Text(f"{plain(guess.book.name)}: {count}, in a layout that is not known yet", style="bold"))
    for each in sheets_of(guess):
        if each.kind == "questions":
            console.print()
            console.print(Text(f"  {_headline(each)}"), soft_wrap=True)
            if each is guess.main:
                for found in each.parts.values():
                    _show_part(workspace, found)
            elif others := _elsewhere(each, guess.main):
                console.print(Text(f"    its columns stand elsewhere: {others}", style=quiet))
    console.print()
    left = [each for each in sheets_of(guess) if each.kind != "questions"]
    for each in left[:_NAMED]:
        console.print(Text(f"  not read: {plain(quote(each.sheet.title))}, {each.why}", style=quiet))
    if len(left) > _NAMED:
        console.print(Text(f"  not read: {counted(len(left) - _NAMED, 'more sheet')}", style=quiet))
    for line in (*_ids(guess), *_answers(guess)):
        console.print(Text(f"  {plain(line)}"))
    for doubt in (*guess.doubts, *filter(None, (differs,))):
        console.print(Padding(Text(f"? {plain(doubt)}", style="bold"), (0, 0, 0, 2)))
    console.print()


def _headline(each: SheetGuess) -> str:
    name = f"sheet {plain(quote(each.sheet.title))}" if each.sheet.title else "the table"
    if not each.header_rows:
        headers = "no headers"
    else:
        first = [row for row in each.header_rows if row < each.rows[0]] or each.header_rows[:1]
        rows = ", ".join(map(str, first))
        headers = f"headers in row{'s' if len(first) > 1 else ''} {rows}"
    return f"{name}: {counted(len(each.rows), 'question')} in rows {each.rows[0]} to {each.rows[-1]}, {headers}"


def _show_part(workspace: Workspace, found: Found) -> None:
    console, quiet = workspace.console, workspace.theme.quiet
    header = cut(plain(found.header), _HEADER_WIDTH) if found.header else "(no header)"
    sure = "" if found.certain else "  not certain"
    line = f"    {part_name(found.part):<{_PART_WIDTH}}{letter(found.column):<4}{header:<{_HEADER_WIDTH + 2}}"
    console.print(Text(f"{line}{100 * found.confidence:3.0f} %{sure}", style="bold" if not found.certain else ""))
    room = console.width - _PART_WIDTH - 5
    samples = [cut(plain(text), room) for text in found.samples]
    together = ", ".join(samples)
    for text in [together] if len(together) <= room and samples else samples:
        console.print(Text(" " * (_PART_WIDTH + 4) + text))
    console.print(Text(" " * (_PART_WIDTH + 4) + cut("; ".join(map(plain, found.reasons)), room), style=quiet))


def _elsewhere(each: SheetGuess, main: SheetGuess) -> str:
    moved = [
        f"{part_name(part)} {letter(found.column)}"
        for part, found in each.parts.items()
        if (place := main.place(part)) is not None and place[1] != found.column
    ]
    return ", ".join(moved)


def _ids(guess: Guess) -> Iterator[str]:
    if not guess.by_text:
        yield f"pattern of the ids: {guess.main.id_pattern}"
    elif guess.main.id_pattern is None:
        yield "no ids: a question is known by a digest of its text"
    else:
        yield "some ids stand for several questions: a question is known by a digest of its text"


def _answers(guess: Guess) -> Iterator[str]:
    read_as = guess.read_as
    if not guess.answerable:
        return
    if read_as.type == "text":
        yield "answers are read as free text"
        return
    yield "answers are read so:"
    labels = dict(read_as.options)
    shown = [each for each in read_as.values if each.meaning != "other"]
    for each in shown[:_NAMED]:
        meaning = labels.get(each.meaning, "not applicable" if each.meaning == "n/a" else each.meaning)
        yield f"  {quote(each.text)} ({each.count}) as {'itself' if each.meaning not in _USUAL else meaning}"
    if len(shown) > _NAMED:
        yield f"  and {counted(len(shown) - _NAMED, 'more answer')} as themselves or as one of these"
    others = [each for each in read_as.values if each.meaning == "other"]
    if others:
        number = sum(each.count for each in others)
        yield f"  {counted(number, 'answer')} in other words, kept as written: {quote(others[0].text)}"


def remarks(guess: Guess, differs: str) -> Iterator[str]:
    """Yield what a reader of the profile must know: how certain each column is, and what is not certain."""
    yield f"Guessed from {plain(guess.book.name)}, and confirmed by nobody."
    for found in guess.main.parts.values():
        sure = "" if found.confidence >= CERTAIN else ", not certain"
        reasons = "; ".join(map(plain, found.reasons))
        where = f"{part_name(found.part)}: column {letter(found.column)}"
        yield f"{where}, {100 * found.confidence:.0f} %{sure} ({reasons})"
    for doubt in filter(None, (*guess.doubts, differs)):
        yield plain(doubt)
