"""``journal`` and ``store``."""

from __future__ import annotations

import re

import click
from rich.table import Table
from rich.text import Text

from vendorrisk.cli.options import json_option
from vendorrisk.cli.plain import counted, plain, print_json
from vendorrisk.cli.workspace import Workspace
from vendorrisk.store import Event


@click.group()
def journal() -> None:
    """Show the journal, and check that nobody changed it."""


@journal.command("show")
@click.argument("vendor", default="")
@json_option
@click.pass_obj
def show_journal(workspace: Workspace, vendor: str, *, as_json: bool) -> None:
    """List every change, of all vendors or of one: when, who, what.

    The last column is the beginning of the entry's hash, by which a copy of the journal can be compared.
    """
    events = [each for each in workspace.store.events() if not vendor or re.split("[/@]", each.subject)[0] == vendor]
    if as_json:
        print_json([event.model_dump(mode="json") for event in events])
        return
    if not events:
        workspace.console.print(f"The journal has no entry{f' of {plain(vendor)}' if vendor else ''}.")
        return
    table = Table.grid(padding=(0, 2))
    for column in range(4):
        table.add_column(no_wrap=column in (0, 3), style=workspace.theme.quiet if column == 3 else "")
    for event in events:
        table.add_row(
            f"{event.at:%Y-%m-%d %H:%M}", Text(plain(event.by)), Text(plain(_in_words(event))), event.leaf[:12]
        )
    workspace.console.print(table)


def _in_words(event: Event) -> str:
    """Say what an entry records: the act, its subject, and what the journal holds of it."""
    detail = event.detail
    words = f"{event.kind.replace('-', ' ')}: {event.subject}"
    if questionnaire := detail.get("questionnaire"):
        words += f" ({questionnaire})"
    answers, reviews, items = detail.get("answers"), detail.get("reviews"), detail.get("items")
    if isinstance(answers, dict):
        words += f", {counted(len(answers), 'answer')}"
    if isinstance(items, dict) and items:
        words += f", {counted(len(items), 'item')}"
    if isinstance(reviews, list):
        words += "".join(f", {each['action']} {each['question']}" for each in reviews if isinstance(each, dict))
    told = ("decision", "criterion", "approver", "until", "attestation", "verdict", "by")
    return words + "".join(f", {name} {str(detail[name]).replace('_', ' ')}" for name in told if name in detail)


@journal.command("check")
@json_option
@click.pass_obj
def check_journal(workspace: Workspace, *, as_json: bool) -> int:
    """Recompute the journal and compare it with every checkpoint that own attestations carry.

    It can't show that the entries after the last checkpoint were cut off, or that the whole database was replaced.
    """
    report = workspace.store.verify_journal()
    if as_json:
        print_json(report.model_dump(mode="json"))
    elif report.damage:
        where = f" (entry {report.position})" if report.position is not None else ""
        workspace.console.print(f"The journal is damaged{where}: {plain(report.damage)}")
    else:
        workspace.console.print(f"The journal is whole: {report.entries} entries, root {report.root[:16]}…")
    return 1 if report.damage else 0


@click.group()
def store() -> None:
    """Bring the database to this version's schema."""


@store.command()
@click.pass_obj
def upgrade(workspace: Workspace) -> None:
    """Upgrade the database's schema; all or nothing. Make a copy of the database first."""
    from vendorrisk.store import upgrade_store  # noqa: PLC0415

    before, after = upgrade_store(workspace.database_url)
    said = f"upgraded from schema {before} to {after}" if before != after else f"already at schema {after}"
    workspace.console.print(f"The database is {said}.")
