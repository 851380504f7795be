"""What a person should know about a foreign file beyond the answers that can't be read: said, never a fault."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from vendorrisk.capture.contradictions import contradicts
from vendorrisk.capture.foreign_columns import Row, Table, holds_answers
from vendorrisk.capture.foreign_questions import counted
from vendorrisk.capture.foreign_texts import fits, text_of
from vendorrisk.capture.foreign_values import Read
from vendorrisk.capture.grid import Book, letter
from vendorrisk.capture.options import not_applicable_spellings
from vendorrisk.capture.text import first_of, fold, quote
from vendorrisk.model.answer import MAX_ANSWER_CHARACTERS
from vendorrisk.model.base import DEFAULT_LANGUAGE
from vendorrisk.model.fault import Fault, FaultSeverity
from vendorrisk.model.layout import ALL, Layout

_NAMED = 5
_OPENS_NOT_APPLICABLE = re.compile(r"((this|it) is |that's |it's )?(not applicable|n ?/ ?a\b|n\.a\b|na\b)")


def notice(  # noqa: PLR0913  the fields of a fault
    code: str, where: str, what: str, mend: str = "", *, question: str = "", found: str = "", accept: str = ""
) -> Fault:
    """Return a warning; ``found`` is what stands in the cell, ``accept`` the rules that would read it."""
    return Fault(
        code=code,
        where=where,
        what=what,
        mend=mend,
        severity=FaultSeverity.WARNING,
        question=question,
        found=found[:200],
        accept=accept,
    )


def count_notices(book: Book, layout: Layout, edition: str, ids: Collection[str]) -> Iterator[Fault]:
    """Yield how the number of questions differs from the published one."""
    published = layout.editions.get(edition, {})
    found = counted(layout, ids, published)
    if not published or (found == published and len(ids) == sum(published.values())):
        return
    wrong = [f"{key} {found[key]} of {published[key]}" for key in published if found[key] != published[key]]
    named = "" if ALL in published else f" ({first_of(wrong, _NAMED)})"
    total = sum(published.values())
    what = f"{book.name} holds {len(ids)} questions; {layout.title} {edition} has {total}{named if wrong else ''}."
    yield notice("question-count", book.name, what, "Ask the vendor for the whole file, if rows were taken out.")


def row_notices(name: str, row: Row, read: Read, comment: str, layout: Layout) -> Iterator[Fault]:
    """Yield what stands beside an answer and does not go with it."""
    where = row.place(read.part)
    beside = fold(text_of(row.cell("comment")))
    bare = beside in not_applicable_spellings(DEFAULT_LANGUAGE)
    if read.not_applicable and (bare or not beside):
        yield notice("no-reason", where, f"{name} is not applicable, and no reason is given.", question=name)
    # Beside a yes a bare "N/A" says that there is nothing to add.
    opens = _OPENS_NOT_APPLICABLE.match(beside) and not (bare and read.value == "yes")
    if read.answered and not read.not_applicable and (opens or contradicts(read.value, beside)):
        what = f"{name} is answered {quote(read.found)}, and the comment says {quote(text_of(row.cell('comment')))}."
        mend = "Both are kept as they stand; ask which one holds."
        yield notice("comment-contradicts", where, what, mend, question=name, found=read.found)
    if not read.answered and not read.found and comment:
        what = f"{name} has a comment and no answer, so it stays open: {quote(comment)}."
        yield notice("comment-only", where, what, "Ask for the answer.", question=name, found=comment)
    skip = text_of(row.cell("skip")) if layout.skip else ""
    if read.answered and skip and layout.skip and re.search(layout.skip.text, skip, re.IGNORECASE):
        what = f"{name} is answered, and the file says that it may be left out: {quote(skip)}."
        yield notice("skipped-answered", where, what, question=name, found=read.found)
    yield from _unread_cells(name, row, read)
    if len(comment) > MAX_ANSWER_CHARACTERS:
        what = f"The comment on {name} has {len(comment):,} characters; the first {MAX_ANSWER_CHARACTERS:,} are kept."
        yield notice("too-long", row.place("comment"), what, "Read the rest in the file.", question=name)


def _unread_cells(name: str, row: Row, read: Read) -> Iterator[Fault]:
    for part in dict.fromkeys((read.part, "comment")):
        cell = row.cell(part)
        if cell is not None and cell.note:
            what = f"A note hangs on the {'comment' if part == 'comment' else 'answer'} cell, and is not read"
            yield notice("note-not-read", row.place(part), f"{what}: {quote(cell.note)}.", question=name)
    comment = row.cell("comment")
    if comment is None or read.mirror or text_of(comment):
        return
    if comment.error or (comment.formula and comment.value is None):
        raw = comment.formula if comment.value is None else str(comment.value)
        what = f"The comment on {name} can't be read: {quote(raw)} stands there."
        yield notice("comment-not-read", row.place("comment"), what, "Ask for its words.", question=name, found=raw)


def table_notices(book: Book, tables: Sequence[Table], layout: Layout) -> Iterator[Fault]:
    """Yield what was written where nothing is read, what is merged over several questions, and what is hidden."""
    for sheet in book.sheets:
        if sheet.state != "visible" and fits(sheet.title, layout.sheets) and sheet.rows:
            read = any(table.sheet is sheet for table in tables)
            what = f"The sheet {quote(sheet.title)} is hidden, and is {'read all the same' if read else 'not read'}."
            yield notice("hidden-sheet", sheet.place(min(sheet.rows), 1), what, "" if read else "Read it in the file.")
    for table in tables:
        yield from _other_titles(table)
        yield from _without_id(table)
        yield from _merged(table)
        yield from _hidden(table)
        if layout.ignore is not None:
            yield from _not_read(table)


def _other_titles(table: Table) -> Iterator[Fault]:
    if table.beside:
        title = quote(table.sheet.title)
        what = f"{len(table.rows)} questions are read from the sheet {title}, whose title is not that of the layout."
        first = table.rows[0]
        yield notice("other-sheet", first.place("id"), what, "See whether they belong to this questionnaire.")


def _without_id(table: Table) -> Iterator[Fault]:
    """Yield what was written between the questions in rows that have no id, and ids that had to be read leniently."""
    for row, column in table.unread:
        text = text_of(table.sheet.cell(row, column))
        what = f"{quote(text)} stands beside no question that has an id, and is not read."
        yield notice("no-question", table.sheet.place(row, column), what, "Read it in the file.", found=text)
    for each in table.rows:
        if each.written:
            what = f"{quote(each.written)} is read as {each.id}."
            yield notice("id-mended", each.place("id"), what, question=each.id, found=each.written)


def _answer_columns(row: Row) -> set[int]:
    return {column for part, column in row.columns.items() if holds_answers(part)}


def _merged(table: Table) -> Iterator[Fault]:
    for area in table.sheet.merged:
        covered = [row for row in table.rows if area.first_row <= row.number <= area.last_row]
        if len(covered) > 1 and any(area.first_column <= c <= area.last_column for c in _answer_columns(covered[0])):
            first, *others = covered
            if text_of(table.sheet.cell(area.first_row, area.first_column)):
                where = table.sheet.place(area.first_row, area.first_column)
                names = first_of([row.id for row in others], _NAMED)
                what = f"The answer is merged over {area}; it is taken for {first.id} alone, and {names} stay open."
                yield notice("merged-answer", where, what, "Ask whether it holds for all of them.", question=first.id)


def _hidden(table: Table) -> Iterator[Fault]:
    rows = [
        row
        for row in table.rows
        if row.number in table.sheet.hidden_rows
        and any(text_of(table.sheet.cell(row.number, column)) for column in _answer_columns(row))
    ]
    if rows:
        named = first_of([row.id for row in rows], _NAMED)
        what = f"{len(rows)} answers stand in hidden rows, and are read all the same: {named}."
        yield notice("hidden", table.sheet.place(rows[0].number, min(_answer_columns(rows[0]))), what)


def _not_read(table: Table) -> Iterator[Fault]:
    """Yield the columns in which words stand beside questions, and that neither we nor the publisher know."""
    unknown: dict[int, list[int]] = {}
    for row in table.rows:
        for number, cell in table.sheet.rows.get(row.number, {}).items():
            if number not in table.known and not cell.formula and text_of(cell):
                unknown.setdefault(number, []).append(row.number)
    for number, rows in unknown.items():
        what = f"Column {letter(number)} holds words beside {len(rows)} questions, and is not read."
        yield notice("not-read", table.sheet.place(rows[0], number), what, "Read it in the file.")
