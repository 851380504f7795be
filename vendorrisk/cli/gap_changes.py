"""``gaps set`` and ``gaps import``: what people here and the vendor say of the work on a gap."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.table import Table
from rich.text import Text

from vendorrisk.cli.faults import show_faults
from vendorrisk.cli.files import read_file
from vendorrisk.cli.options import IsoDate, json_option, policy_option
from vendorrisk.cli.plain import counted, plain, print_json
from vendorrisk.cli.reading import refuse
from vendorrisk.cli.recognising import MAX_WORKBOOK_BYTES
from vendorrisk.cli.subject import same_options
from vendorrisk.cli.words import name_said, said
from vendorrisk.cli.workspace import Workspace, parse_ref
from vendorrisk.model.casework import Casework, Item
from vendorrisk.model.fault import Fault, RefusedInput, UsageError
from vendorrisk.model.result import WorkStatus

if TYPE_CHECKING:
    from vendorrisk.capture.gapsheet_in import GapListReading


class _Status(click.Choice[str]):
    """A status as it is shown, such as 'in progress'; written in_progress it is understood too."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the status as it is stored."""
        shown = super().convert(str(value).replace("_", " "), param, ctx)
        return next(status.value for status in WorkStatus if status.words == shown)


@click.command("set", short_help="Change the owner, status, target date, response or term of one item.")
@click.argument("ref")
@click.argument("item")
@click.option("--owner", help="Who works on it; '' for nobody.")
@click.option("--status", type=_Status([status.words for status in WorkStatus]), help="Where the work stands.")
@click.option("--target", type=IsoDate(), help="The day that the owner names; the term stays.")
@click.option("--response", help="What the owner says of it.")
@click.option("--due", type=IsoDate(), help="Another end of the term; needs --reason.")
@click.option("--reason", help="Why; the case file keeps it.")
@policy_option
@json_option
@click.pass_obj
def set_item(
    workspace: Workspace,
    ref: str,
    item: str,
    owner: str | None,
    status: str | None,
    target: dt.date | None,
    response: str | None,
    due: dt.date | None,
    reason: str | None,
    policy: str,
    *,
    as_json: bool,
) -> None:
    """Change one recorded item: a gap by its criterion (MIN-ACC-01), or a condition (COND-01).

    A gap closes by itself once a scoring finds it met; a condition is closed here, with a reason.
    """
    from vendorrisk.scoring.casework import changes  # noqa: PLC0415

    casework = _named(workspace, ref, policy)
    before = _find(casework, item.upper(), workspace.content.policy(policy).policy)
    given: dict[str, Any] = {"owner": owner, "status": status, "target": target, "response": response, "due": due}
    texts = {
        "owner": None if owner is None else name_said("--owner", owner),
        "response": None if response is None else said("--response", response),
    }
    wanted = {name: value for name, value in (given | texts).items() if value is not None}
    if not wanted:
        raise UsageError("Nothing is to be changed.", mend="Add --owner, --status, --target, --response or --due.")
    reason = said("--reason", reason)
    _must_be_allowed(before, wanted, reason)
    closed = workspace.today if wanted.get("status") == WorkStatus.CLOSED else None
    after = before.next(by=workspace.actor, at=workspace.now, reason=reason, **{**wanted, "closed": closed})
    workspace.store.save_casework(
        casework, [after], event="gap-changed", detail={}, by=workspace.actor, at=workspace.now
    )
    if as_json:
        print_json(after.model_dump(mode="json"))
        return
    for words, (one, other) in changes(before, after).items():
        workspace.console.print(Text(plain(f"{after.id}  {words}: {one or 'none'} → {other or 'none'}")))
    if before.says_the_same(after):
        workspace.console.print(f"{after.id} says that already; nothing changed.")
    workspace.console.print(f"next   vendorrisk gaps list {casework.name}", soft_wrap=True)


def _named(workspace: Workspace, ref: str, policy: str) -> Casework:
    """Return the case file that a name means: without a revision, the one that counts while a renewal is under way."""
    from vendorrisk.cli.casefiles import relatives  # noqa: PLC0415
    from vendorrisk.scoring.casework import predecessor  # noqa: PLC0415

    casework = workspace.store.casework(workspace.assessment(ref, policy))
    if casework.opened is None and parse_ref(ref).revision is None:
        casework = predecessor(casework, relatives(workspace, casework)) or casework
    return _counting(workspace, casework)


def _counting(workspace: Workspace, casework: Casework, returned_under: str = "") -> Casework:
    """Return the case file; raise :class:`UsageError` if another one has taken over its open items.

    Args:
        workspace: Where both are on file.
        casework: The case file that was named.
        returned_under: The policy of the returned gap list that names it; empty if a person named it.
    """
    from vendorrisk.cli.casefiles import gone_over, relatives  # noqa: PLC0415
    from vendorrisk.scoring.casework import successor  # noqa: PLC0415

    after = successor(casework, relatives(workspace, casework))
    if after is not None:
        said = gone_over(casework, after)
        mend = f"Name {after.ref} instead." if after.ref != casework.ref else "Write a fresh gap list."
        if returned_under:
            fresh = f"vendorrisk gaps {after.ref}{same_options(returned_under, None, None)} -o fresh-gaps.xlsx"
            mend = f"Write a fresh list, and copy into it what the vendor wrote: {fresh}"
        raise UsageError(f"{said[:1].upper()}{said[1:]}.", mend=mend)
    return casework


def _find(casework: Casework, item_id: str, policy: str) -> Item:
    found = casework.find(item_id, policy)
    if found is not None:
        return found
    known = [item.id for item in casework.current.values() if item.policy == policy or item.kind == "condition"]
    near = difflib.get_close_matches(item_id, known, n=1)
    mend = f"Did you mean {near[0]}?" if near else f"See what is: vendorrisk gaps list {casework.ref}"
    if not known:
        mend = f"Record its gaps first: vendorrisk gaps {casework.ref} -o FILE.xlsx"
    raise UsageError(f"'{item_id}' is not recorded for {casework.ref}.", mend=mend)


def _must_be_allowed(before: Item, wanted: Mapping[str, object], reason: str) -> None:
    closes = wanted.get("status") == WorkStatus.CLOSED
    if before.kind == "gap" and closes:
        raise UsageError(
            f"{before.id} closes once a scoring finds it met, not by hand.",
            mend="Get the new answers, review what was shown, or record a waiver: vendorrisk waive",
        )
    if before.kind == "gap" and not before.is_open:
        raise UsageError(f"{before.id} is closed ({before.reason.rstrip('.')}).")
    due = wanted.get("due")
    for day in (due, wanted.get("target")):
        if isinstance(day, dt.date) and day < before.recorded:
            raise UsageError(f"{day} lies before {before.recorded}, when the term of {before.id} began.")
    if (due is not None or closes) and not reason:
        what = "Moving a term" if due is not None else "Closing a condition"
        raise UsageError(f"{what} needs a reason, which the case file keeps.", mend="Add --reason '...'.")


@click.command("import", short_help="Read a gap list that a vendor returned.")
@click.argument("file", type=click.Path(path_type=Path))
@json_option
@click.pass_obj
def import_list(workspace: Workspace, file: Path, *, as_json: bool) -> int:
    """Read a gap list that a vendor returned: owner, status, target date and response.

    Every fault is shown at once with its cell, and with one nothing is saved (exit code 3). A blank erases nothing.
    """
    from vendorrisk.capture.gapsheet_in import read_gap_list  # noqa: PLC0415
    from vendorrisk.scoring.casework import returned  # noqa: PLC0415

    reading = read_gap_list(read_file(file, most=MAX_WORKBOOK_BYTES), file.name)
    casework = _case_of(workspace, reading)
    found = returned(casework, reading.policy, reading.entries, by=workspace.actor, at=workspace.now, file=reading.name)
    faults = (*reading.faults, *found.faults)
    notes = (*reading.warnings, *found.notes)
    if as_json and faults:
        print_json({"saved": False, "issues": [fault.model_dump(mode="json") for fault in (*faults, *notes)]})
        return 3
    refuse((*faults, *notes), reading.name)
    workspace.store.save_casework(
        casework, found.items, event="gaps-imported", detail={}, by=workspace.actor, at=workspace.now
    )
    if as_json:
        issues = [fault.model_dump(mode="json") for fault in notes]
        changed = [item.model_dump(mode="json") for item in found.items]
        print_json({"saved": True, "assessment": casework.ref, "changed": changed, "issues": issues})
    else:
        _show_import(workspace, reading, casework, found.items, notes)
    return 0


def _case_of(workspace: Workspace, reading: GapListReading) -> Casework:
    """Return the case file that a returned list belongs to; raise :class:`RefusedInput` if it belongs to none here."""
    for casework in workspace.store.caseworks():
        key = casework.vendor_id, casework.product, casework.questionnaire, casework.revision
        if key != (reading.vendor_id, reading.product, reading.questionnaire, reading.revision):
            continue
        recorded_under = {item.policy for item in casework.current.values() if item.kind == "gap"}
        if casework.token != reading.token or reading.policy not in recorded_under:
            break
        return _counting(workspace, casework, reading.policy)
    raise RefusedInput(
        f"{reading.name} is no gap list that was written here: it names {reading.ref} under {reading.policy}, "
        "and no case file has what it carries.",
        mend="Ask for the file that was sent, filled in. Lists of another vendor or database can't be imported.",
    )


def _show_import(
    workspace: Workspace,
    reading: GapListReading,
    casework: Casework,
    items: Sequence[Item],
    notes: Sequence[Fault],
) -> None:
    from vendorrisk.scoring.casework import changes  # noqa: PLC0415

    console = workspace.console
    of_all = f"{len(items)} of {counted(len(reading.entries), 'gap')} changed"
    console.print(Text(f"{plain(reading.name)}: {of_all} in the case file of {casework.ref}.", style="bold"))
    show_faults(notes, console)
    table = Table.grid(padding=(0, 2))
    for item in items:
        said = [
            f"{words}: {f'{one} → ' if one else ''}{other}"
            for words, (one, other) in changes(casework.current[item.key], item).items()
        ]
        table.add_row("changed", item.id, Text(plain("; ".join(said))))
    if items:
        console.print(table)
    if reading.entries and not items:
        console.print("Nothing changed: everything that it says is already on file.")
    if any(item.status is WorkStatus.DONE for item in items):
        console.print("What is done closes once new answers or a review show it; ask for them.")
    console.print(f"next   vendorrisk gaps list {casework.name}", soft_wrap=True)
