"""``register`` and ``compare``."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import click
from rich.table import Table
from rich.text import Text

from vendorrisk.cli.attestations import show_verifications, verify_files
from vendorrisk.cli.files import read_file, spare, write_file
from vendorrisk.cli.options import json_option, output_option
from vendorrisk.cli.plain import plain, print_json
from vendorrisk.cli.workspace import Workspace
from vendorrisk.model.attestation import Statement
from vendorrisk.model.fault import AnswerIsNo, UsageError


@click.group()
def register() -> None:
    """Keep and list attestations that verify."""


@register.command("add")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.pass_obj
def add_files(workspace: Workspace, files: tuple[Path, ...]) -> int:
    """Keep attestations that others shared. What does not verify is refused; exit code 1 then."""
    found = verify_files(workspace, files)
    for file, each in zip(files, found, strict=True):
        if each.valid and each.statement is not None and each.signer is not None:
            data = read_file(file)
            if hashlib.sha256(data).hexdigest() != each.sha256:
                raise UsageError(f"{file} changed while it was verified.", mend="Add it again.")
            workspace.store.keep_attestation(
                data,
                each.statement,
                each.signer.fingerprint,
                own=False,
                by=workspace.actor,
                at=workspace.now,
            )
    show_verifications(found, workspace.theme, workspace.console)
    kept = sum(each.valid for each in found)
    workspace.console.print(f"{kept} kept in the register, {len(found) - kept} refused.")
    return 0 if kept == len(found) else 1


@register.command("list")
@json_option
@click.pass_obj
def list_register(workspace: Workspace, *, as_json: bool) -> None:
    """List the attestations in the register, with what has expired."""
    kept = workspace.store.attestations()
    if as_json:
        print_json([each.model_dump(mode="json") for each in kept])
        return
    if not kept:
        workspace.console.print("The register is empty. Add attestations with: vendorrisk register add FILE.pdf")
        return
    theme = workspace.theme
    replaced = {each.statement.supersedes for each in kept}
    table = Table.grid(padding=(0, 2))
    for each in kept:
        statement, mark = each.statement, theme.verdicts[each.statement.verdict]
        name = plain(statement.vendor_name) + (f" · {plain(statement.product)}" if statement.product else "")
        expired = statement.valid_until < workspace.today
        until = f"expired {statement.valid_until}" if expired else f"until {statement.valid_until}"
        until = "superseded" if each.id in replaced else until
        table.add_row(
            Text(f"{mark.glyph} {statement.verdict.words}", style=mark.colour),
            Text(f"{name}\n{plain(statement.ref)}, as of {statement.as_of}"),
            Text(until, style="bold" if expired else theme.quiet),
            Text(f"{statement.policy}\n{statement.disclosure} tier", style=theme.quiet),
            Text(f"{'own, ' if each.own else ''}{plain(statement.issuer)}\n{each.id[-12:]}", style=theme.quiet),
        )
    workspace.console.print(table)


@click.command()
@click.argument("items", nargs=-1, required=True, metavar="A B [C...]")
@output_option("Write the comparison as one HTML page.")
@json_option
@click.pass_obj
def compare(workspace: Workspace, items: tuple[str, ...], output: Path | None, *, as_json: bool) -> None:
    """Put attestations side by side: verdicts, domains, criteria that differ, policy and validity.

    Each item is an attestation file, or the id or vendor of one in the register. A file that does not verify is not
    compared.
    """
    from vendorrisk.reports.compare import compare as compare_statements  # noqa: PLC0415
    from vendorrisk.reports.compare_html import compare_html  # noqa: PLC0415

    spare(output, *map(Path, items))
    comparison = compare_statements(_statements(workspace, items), today=workspace.today)
    style = workspace.house_style
    if output is not None:
        write_file(output, compare_html(comparison, style.theme, style.wording).encode())
    if as_json:
        print_json(comparison.model_dump(mode="json"))
        return
    from vendorrisk.cli.comparison import show_comparison  # noqa: PLC0415

    show_comparison(comparison, style.theme, style.wording, workspace.console)
    if output is not None:
        workspace.console.print(f"written to {output}", soft_wrap=True)


def _statements(workspace: Workspace, items: Sequence[str]) -> list[Statement]:
    if len(items) < 2:
        raise click.UsageError("Name at least two attestations to compare.")
    files = [Path(item) for item in items if Path(item).is_file()]
    verified = dict(zip(map(str, files), verify_files(workspace, files), strict=True))
    invalid = [each for each in verified.values() if not each.valid]
    if invalid:
        show_verifications(invalid, workspace.theme, workspace.console)
        raise AnswerIsNo("Nothing was compared.", mend="Leave out what is not valid, or trust its signer first.")
    statements = []
    for item in items:
        each = verified.get(str(Path(item)))
        statement = each.statement if each is not None else _from_register(workspace, item)
        if statement is not None:
            statements.append(statement)
    return statements


def _from_register(workspace: Workspace, name: str) -> Statement:
    """Return the newest attestation in the register of that id, or of that vendor or vendor/product."""
    kept = workspace.store.attestations()
    fitting = [
        each.statement
        for each in kept
        if name in (each.id, each.statement.vendor_id, each.statement.ref.partition("@")[0])
    ]
    if not fitting:
        raise AnswerIsNo(
            f"'{name}' is neither a file nor in the register.",
            mend="See: vendorrisk register list",
        )
    return max(fitting, key=lambda statement: statement.issued_at)
