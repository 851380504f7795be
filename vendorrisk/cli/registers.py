"""``register``: the attestations that a member keeps."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path

import click
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from vendorrisk.cli.files import read_file
from vendorrisk.cli.heading import TIER_ORIGIN
from vendorrisk.cli.options import json_option
from vendorrisk.cli.plain import plain, print_json
from vendorrisk.cli.standing import Note, kept_notes, short_id, subject
from vendorrisk.cli.verifying import Examined, examine, show_examined, verdict_text
from vendorrisk.cli.workspace import Workspace
from vendorrisk.model.fault import UsageError
from vendorrisk.store.contract import KeptAttestation


@click.group()
def register() -> None:
    """Keep and list attestations that verify."""


@register.command("add")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.pass_obj
def add_files(workspace: Workspace, files: tuple[Path, ...]) -> int:
    """Keep attestations that others shared. What does not verify is refused; exit code 1 then."""
    examined = examine(workspace, files)
    held = {each.id for each in workspace.store.attestations()}
    for each in examined:
        _keep(workspace, each)
    show_examined(workspace, examined)
    valid = [each.statement.attestation_id for each in examined if each.valid and each.statement]
    known = sum(each in held for each in valid)
    already = f"{known} already kept, " if known else ""
    refused = len(examined) - len(valid)
    workspace.console.print(f"{len(valid) - known} kept in the register, {already}{refused} refused.")
    return 1 if refused else 0


def _keep(workspace: Workspace, each: Examined) -> None:
    if each.found is None or not each.valid or each.statement is None or each.found.signer is None:
        return
    data = read_file(each.file)
    if hashlib.sha256(data).hexdigest() != each.found.sha256:
        raise UsageError(f"{each.file} changed while it was verified.", mend="Add it again.")
    workspace.store.keep_attestation(
        data, each.statement, each.found.signer.fingerprint, own=False, by=workspace.actor, at=workspace.now
    )


@register.command("list")
@json_option
@click.pass_obj
def list_register(workspace: Workspace, *, as_json: bool) -> None:
    """List the attestations in the register by vendor, with what to know of each today."""
    kept = sorted(workspace.store.attestations(), key=lambda each: each.statement.issued_at, reverse=True)
    kept.sort(key=lambda each: subject(each.statement))
    notes = kept_notes(workspace, kept)
    if as_json:
        print_json([{**each.model_dump(mode="json"), "notes": [n._asdict() for n in notes[each.id]]} for each in kept])
        return
    if not kept:
        workspace.console.print("The register is empty. Add attestations with: vendorrisk register add FILE.pdf")
    for name, group in groupby(kept, key=lambda each: subject(each.statement)):
        _show_subject(workspace, name, tuple(group), notes)


def _show_subject(
    workspace: Workspace, name: str, group: Sequence[KeptAttestation], notes: Mapping[str, tuple[Note, ...]]
) -> None:
    console, newest = workspace.console, group[0].statement
    title = " · ".join(part for part in (newest.vendor_name, newest.product) if part)
    console.print(
        Text(plain(title), style="bold").append(f"   {plain(name)}", style=f"not bold {workspace.theme.quiet}")
    )
    current = [each for each in group if not {note.kind for note in notes[each.id]} & {"signer", "expired", "replaced"}]
    verdicts = dict.fromkeys(each.statement.verdict.words for each in current)
    if len(verdicts) > 1:
        console.print(Text(f"  ! The attestations disagree: {', '.join(verdicts)}.", style="bold"))
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column()
    for each in group:
        statement = each.statement
        facts = f"as of {statement.as_of}, valid until {statement.valid_until}, {statement.disclosure} tier"
        told = Text(facts).append(f"\n{statement.policy}, {'own, ' if each.own else ''}{plain(statement.issuer)}")
        told.append(f"\ninherent risk {statement.tier.tier}{TIER_ORIGIN[statement.tier.source]}")
        for note in notes[each.id]:
            told.append(f"\n! {plain(note.text)}", style="bold")
        table.add_row(
            Text(short_id(each.id), style=workspace.theme.quiet), verdict_text(statement, workspace.theme), told
        )
    console.print(Padding(table, (0, 0, 1, 2)))
