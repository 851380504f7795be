"""``journal`` and ``store``."""

from __future__ import annotations

import click
from rich.table import Table
from rich.text import Text

from vendorrisk.cli.options import json_option
from vendorrisk.cli.plain import plain, print_json
from vendorrisk.cli.workspace import Workspace


@click.group()
def journal() -> None:
    """Show the journal, and check that nobody changed it."""


@journal.command("show")
@json_option
@click.pass_obj
def show_journal(workspace: Workspace, *, as_json: bool) -> None:
    """List every change: when, who, what."""
    events = list(workspace.store.events())
    if as_json:
        print_json([event.model_dump(mode="json") for event in events])
        return
    table = Table.grid(padding=(0, 2))
    for event in events:
        table.add_row(
            f"{event.at:%Y-%m-%d %H:%M}", Text(plain(event.by)), event.kind, Text(plain(event.subject)), event.leaf[:12]
        )
    workspace.console.print(table)


@journal.command("check")
@click.pass_obj
def check_journal(workspace: Workspace) -> int:
    """Recompute the journal and compare it with every checkpoint that own attestations carry.

    It can't show that the entries after the last checkpoint were cut off, or that the whole database was replaced.
    """
    report = workspace.store.verify_journal()
    if report.damage:
        where = f" (entry {report.position})" if report.position is not None else ""
        workspace.console.print(f"The journal is damaged{where}: {plain(report.damage)}")
        return 1
    workspace.console.print(f"The journal is whole: {report.entries} entries, root {report.root[:16]}…")
    return 0


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
