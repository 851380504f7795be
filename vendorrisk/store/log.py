"""The journal as it is stored: appending, reading, and checking it against everything it should fit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from pydantic import JsonValue
from sqlalchemy import Connection, LargeBinary, bindparam, func, insert, select

from vendorrisk.model.attestation import Checkpoint
from vendorrisk.store.contract import Event, JournalReport
from vendorrisk.store.errors import StoreError
from vendorrisk.store.journal import Tree, leaf_hash, read_entry, write_entry
from vendorrisk.store.tables import journal

_ROWS_AT_ONCE = 1000
_APPEND = insert(journal).from_select(
    ["position", "leaf", "entry"],
    select(
        func.coalesce(func.max(journal.c.position), -1) + 1,
        bindparam("new_leaf", type_=LargeBinary),
        bindparam("new_entry", type_=LargeBinary),
    ),
)
_PAGE = (
    select(journal.c.position, journal.c.leaf, journal.c.entry)
    .where(journal.c.position > bindparam("after"))
    .order_by(journal.c.position)
    .limit(_ROWS_AT_ONCE)
)


class Entry(NamedTuple):
    """One row of the journal."""

    position: int
    leaf: bytes
    payload: bytes


class Subject(NamedTuple):
    """An assessment, or its case file, as the journal names it."""

    ref: str
    questionnaire_id: str
    is_case_file: bool = False


def append(  # noqa: PLR0913  what and why, who and when
    connection: Connection,
    kind: str,
    subject: str,
    detail: Mapping[str, JsonValue],
    *,
    by: str,
    at: dt.datetime,
) -> None:
    """Append one event; raise ``ValueError`` if ``at`` has no time zone or ``detail`` is no JSON."""
    payload = write_entry(kind, subject, detail, by=by, at=at)
    connection.execute(_APPEND, {"new_leaf": leaf_hash(payload), "new_entry": payload})


def page(connection: Connection, after: int) -> list[Entry]:
    """Return the next entries after this position, at most a thousand."""
    return [Entry(*row) for row in connection.execute(_PAGE, {"after": after})]


def read(entry: Entry) -> Event:
    """Return the event of an entry; raise ``StoreError`` if it is damaged."""
    try:
        return read_entry(entry.position, entry.payload)
    except ValueError as error:
        raise StoreError(
            f"entry {entry.position} of the journal is damaged", mend="Put back the last good backup of the database."
        ) from error


def checkpoint(connection: Connection) -> Checkpoint:
    """Return size and root, from the stored leaf hashes."""
    tree = Tree()
    for leaf in connection.scalars(select(journal.c.leaf).order_by(journal.c.position)):
        tree.add(leaf)
    return Checkpoint(size=tree.size, root=tree.root().hex())


def audit(
    connection: Connection,
    witnessed: Iterable[Checkpoint],
    documents: Mapping[Subject, str],
) -> JournalReport:
    """Recompute the journal and return the first thing that does not fit.

    ``documents`` has the commitment to each stored assessment and case file as it is now.
    """
    roots: dict[int, set[str]] = {}
    for item in witnessed:
        roots.setdefault(item.size, set()).add(item.root)
    tree = Tree()
    committed: dict[Subject, str] = {}
    for entry in _entries(connection):
        event = _event_or_damage(entry, tree.size)
        if isinstance(event, str):
            return JournalReport(entries=tree.size, root=tree.root().hex(), position=tree.size, damage=event)
        _remember(event, committed)
        tree.add(entry.leaf)
        if roots.get(tree.size, set()) - {tree.root().hex()}:
            damage = f"the first {tree.size} entries are not those that a checkpoint witnessed"
            return JournalReport(entries=tree.size, root=tree.root().hex(), damage=damage)
    damage = _missing_tail(tree.size, roots) or _strange_document(documents, committed)
    return JournalReport(entries=tree.size, root=tree.root().hex(), damage=damage)


def _entries(connection: Connection) -> Iterator[Entry]:
    after = -1
    while entries := page(connection, after):
        yield from entries
        after = entries[-1].position


def _event_or_damage(entry: Entry, position: int) -> Event | str:
    if entry.position != position:
        return f"entry {position} is missing"
    if leaf_hash(entry.payload) != entry.leaf:
        return f"entry {position} was altered: it does not fit its hash"
    try:
        return read_entry(position, entry.payload)
    except ValueError:
        return f"entry {position} is no event"


def _remember(event: Event, committed: dict[Subject, str]) -> None:
    questionnaire = event.detail.get("questionnaire")
    for kind in ("document", "casework"):
        found = event.detail.get(kind)
        if isinstance(found, str) and isinstance(questionnaire, str):
            committed[Subject(event.subject, questionnaire, kind == "casework")] = found


def _missing_tail(size: int, roots: Mapping[int, set[str]]) -> str:
    known = max(roots, default=0)
    return f"the journal ends after {size} entries, but a checkpoint witnessed {known}" if known > size else ""


def _strange_document(documents: Mapping[Subject, str], committed: Mapping[Subject, str]) -> str:
    for subject in sorted(documents.keys() | committed.keys()):
        name = f"{subject.ref} ({subject.questionnaire_id})"
        if subject.is_case_file:
            name = f"the case file of {name}"
        if subject not in documents:
            return f"{name} stands in the journal, but is no longer stored"
        if documents[subject] != committed.get(subject):
            return f"{name} is not what its last event left: it was altered outside vendorrisk"
    return ""
