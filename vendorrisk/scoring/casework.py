"""The case file beside the present gaps: what is to record, what a returned gap list changes. Pure functions."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from vendorrisk.model.casework import Casework, Item
from vendorrisk.model.fault import Fault, FaultSeverity
from vendorrisk.model.gapsheet import GapEntry
from vendorrisk.model.result import FindingState, Gap, Result, WorkStatus

_FIELDS = {"owner": "owner", "status": "status", "target": "target date", "response": "response"}
"""What a returned gap list can change, in words."""


def with_work(gaps: Iterable[Gap], case: Casework, policy: str) -> tuple[Gap, ...]:
    """Return the gaps with what the case file holds of them, the gravest first, then by due date and id.

    A gap whose item is closed has come up again and is not recorded yet.
    """
    items = case.current
    found = []
    for gap in gaps:
        item = items.get(f"{policy}:{gap.criterion}")
        fields = ("recorded", "due", "status", "owner", "target", "response")
        work = {name: getattr(item, name) for name in fields} if item is not None and item.is_open else {}
        found.append(gap.model_copy(update=work))
    return tuple(sorted(found, key=lambda gap: (gap.severity.rank, gap.due, gap.criterion)))


def successor(case: Casework, cases: Iterable[Casework]) -> Casework | None:
    """Return the case file that took over the open items of this one; None while it is the one that counts."""
    later = [
        each
        for each in cases
        if each.name == case.name
        and (
            each.revision > case.revision
            if each.questionnaire == case.questionnaire
            else case.opened is not None and each.opened is not None and each.opened > case.opened
        )
    ]
    return max(later, key=_order, default=None)


def predecessor(case: Casework, cases: Iterable[Casework]) -> Casework | None:
    """Return the case file whose open items this one takes over when it is opened; None if there is none."""
    if case.opened is not None:
        return None
    earlier = [
        each
        for each in cases
        if each.name == case.name and (each.questionnaire != case.questionnaire or each.revision < case.revision)
    ]
    return max(earlier, key=_order, default=None)


def _order(case: Casework) -> tuple[dt.datetime, int]:
    return opened(case), case.revision


def opened(case: Casework) -> dt.datetime:
    """Return when a case file was opened; the beginning of time while it is not."""
    return case.opened or dt.datetime.min.replace(tzinfo=dt.UTC)


class Stated(NamedTuple):
    """The term of a gap that an attestation states."""

    as_of: dt.date
    due: dt.date


def carried(case: Casework, earlier: Casework | None, *, by: str, at: dt.datetime) -> dict[str, Item]:
    """Return the open items that a case file takes over from the one before it, by key."""
    account = {"version": 1, "by": by, "at": at, "reason": "", "file": ""}
    return {
        key: item.model_copy(update={**account, "carried_from": item.carried_from or (earlier.ref if earlier else "")})
        for key, item in (earlier.current if earlier else {}).items()
        if item.is_open and key not in case.current
    }


def to_record(  # noqa: PLR0913  what is on file, what is found, and who records it when
    case: Casework,
    gaps: Iterable[Gap],
    result: Result,
    *,
    earlier: Casework | None = None,
    stated: Mapping[str, Stated] | None = None,
    by: str,
    at: dt.datetime,
) -> tuple[Item, ...]:
    """Return what to save so that the case file holds the gaps of this result.

    A new gap's term runs from the result's ``as_of``, or from that of the attestation that has ``stated`` it; later
    results don't move it. A gap that the result no longer finds is closed; one that comes up again begins a new term.
    Open items of the ``earlier`` case file are taken over with their terms.
    """
    policy = result.policy.id
    present = {f"{policy}:{gap.criterion}": gap for gap in gaps}
    items = {**carried(case, earlier, by=by, at=at), **case.current}
    for key, gap in present.items():
        if key not in items:
            term = (stated or {}).get(gap.criterion) or Stated(result.as_of, gap.due)
            items[key] = _new(gap, policy, term, by, at)
        elif not items[key].is_open:
            items[key] = items[key].next(
                by=by,
                at=at,
                reason=f"It is open again as of {result.as_of}.",
                recorded=result.as_of,
                due=gap.due,
                status=WorkStatus.OPEN,
                target=None,
                response="",
                closed=None,
            )
    for key, item in items.items():
        if item.kind == "gap" and item.policy == policy and item.is_open and key not in present:
            reason = _why_closed(item.id, result)
            items[key] = item.next(by=by, at=at, reason=reason, status=WorkStatus.CLOSED, closed=result.as_of)
    known = case.current
    return tuple(
        item.model_copy(update={"version": known[key].version + 1 if key in known else 1})
        for key, item in items.items()
        if item is not known.get(key)
    )


def _new(gap: Gap, policy: str, term: Stated, by: str, at: dt.datetime) -> Item:
    return Item(
        id=gap.criterion,
        kind="gap",
        policy=policy,
        title=gap.title,
        severity=gap.severity,
        recorded=term.as_of,
        due=term.due,
        by=by,
        at=at,
    )


def _why_closed(criterion: str, result: Result) -> str:
    states = {finding.criterion: finding.result for finding in result.findings}
    if criterion not in states:
        return f"{result.policy} does not have it."
    if states[criterion] is FindingState.NOT_APPLICABLE:
        return f"It does not apply as of {result.as_of}."
    return f"It is met as of {result.as_of}."


class Returned(NamedTuple):
    """What a returned gap list does to a case file. With a fault in it, nothing of it may be saved."""

    items: tuple[Item, ...]
    faults: tuple[Fault, ...]
    notes: tuple[Fault, ...]


def returned(  # noqa: PLR0913  what is on file, what came back, and who saves it when
    case: Casework, policy: str, entries: Sequence[GapEntry], *, by: str, at: dt.datetime, file: str
) -> Returned:
    """Compare a returned gap list with the case file.

    What the vendor changed since its row was written counts, also over what the vendor returned before. Where someone
    here set the same field to something else meanwhile, that is a fault that shows both. A blank erases nothing.
    """
    items: list[Item] = []
    faults: list[Fault] = []
    notes: list[Fault] = []
    blank: list[str] = []
    for entry in entries:
        versions = case.items.get(f"{policy}:{entry.id}", ())
        if not 0 < entry.version <= len(versions):
            what = f"{entry.id} was never recorded as this list has it."
            mend = "Write a fresh gap list, and copy what the vendor filled in."
            faults.append(Fault(code="unknown-item", where=entry.cells.get("id", ""), what=what, mend=mend))
            continue
        base, now = versions[entry.version - 1], versions[-1]
        said = {name: getattr(entry, name) for name in _FIELDS if getattr(entry, name)}
        readable = [name for name in _FIELDS if name in entry.cells]
        blank += [entry.cells[name] for name in readable if getattr(base, name) and name not in said]
        meant = {name: value for name, value in said.items() if value != getattr(base, name)}
        new = {name: value for name, value in meant.items() if value != getattr(now, name)}
        faults += _too_early(entry, now, new)
        clashing = [name for name in new if _set_here(versions[entry.version - 1 :], name)]
        faults += [_clash(entry, now, name) for name in clashing]
        notes += _notes(entry, base, now, new)
        if new and now.is_open and not clashing:
            items.append(now.next(by=by, at=at, file=file, **new))
    if blank:
        notes.append(_note("empty-now", blank[0], f"Blank cells erase nothing: {_cells(blank)}."))
    return Returned(tuple(items), tuple(faults), tuple(notes))


def _set_here(versions: Sequence[Item], name: str) -> bool:
    """Return whether a field was set since the first of these versions, other than by a returned gap list."""
    pairs = itertools.pairwise(versions)
    return any(getattr(one, name) != getattr(other, name) and not other.file for one, other in pairs)


def _clash(entry: GapEntry, now: Item, name: str) -> Fault:
    mine, stored = (shown(getattr(each, name)) for each in (entry, now))
    what = f"{now.by} saved the {_FIELDS[name]} of {now.id} as {stored} on {now.at:%Y-%m-%d}; the list says {mine}."
    mend = "Settle which one counts: write that into the cell, or clear it."
    return Fault(code="item-changed", where=entry.cells.get(name, ""), what=what, mend=mend, found=mine)


def _too_early(entry: GapEntry, now: Item, new: Mapping[str, object]) -> Iterator[Fault]:
    target = new.get("target")
    if isinstance(target, dt.date) and target < now.recorded:
        what = f"The target date {target} lies before {now.recorded}, when the term of {now.id} began."
        mend = "Write the day by which it will be done; of what is done already the status says so."
        yield Fault(
            code="target-too-early", where=entry.cells.get("target", ""), what=what, mend=mend, found=str(target)
        )


def _notes(entry: GapEntry, base: Item, now: Item, new: Mapping[str, object]) -> Iterator[Fault]:
    if new and not now.is_open:
        yield _note("closed", entry.cells.get("id", ""), f"{now.id} is closed by now, so its row changes nothing.")
        return
    if entry.due is not None and entry.due not in (base.due, now.due):
        what = f"{now.id} stays due on {now.due}; {entry.due} stands in a column that is not read."
        yield _note(
            "due-changed", entry.cells.get("due", ""), what, "A wish for more time belongs into the target date."
        )
    target = new.get("target")
    if isinstance(target, dt.date) and target > now.due:
        late = (target - now.due).days
        what = (
            f"{now.id}: the target date {target} lies {late} {'day' if late == 1 else 'days'} after the term {now.due}."
        )
        mend = "The term stays. To grant the time: vendorrisk gaps set, with --due and --reason."
        yield _note("beyond-term", entry.cells.get("target", ""), what, mend)


def _note(code: str, where: str, what: str, mend: str = "") -> Fault:
    return Fault(code=code, where=where, what=what, mend=mend, severity=FaultSeverity.WARNING)


_NAMED = 6


def _cells(cells: Sequence[str]) -> str:
    return ", ".join(cell.rpartition("!")[2] for cell in cells[:_NAMED]) + ("…" if len(cells) > _NAMED else "")


def changes(before: Item, after: Item) -> dict[str, tuple[str, str]]:
    """Return what differs between two versions of an item, as a person reads it: before and after by field."""
    fields = {**_FIELDS, "due": "due"}
    pairs = {words: (getattr(before, name), getattr(after, name)) for name, words in fields.items()}
    return {words: (shown(one), shown(other)) for words, (one, other) in pairs.items() if one != other}


def shown(value: object) -> str:
    """Return a field's value in words; empty if it has none."""
    return value.words if isinstance(value, WorkStatus) else str(value or "")
