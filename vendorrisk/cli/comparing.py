"""``compare``: which statements stand side by side, and which are left out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from vendorrisk.cli.files import spare, write_file
from vendorrisk.cli.options import json_option, output_option
from vendorrisk.cli.plain import print_json
from vendorrisk.cli.standing import kept_notes, short_id, subject
from vendorrisk.cli.verifying import examine
from vendorrisk.cli.workspace import Workspace
from vendorrisk.model.attestation import Statement
from vendorrisk.model.fault import AnswerIsNo, UsageError
from vendorrisk.store.contract import KeptAttestation


class _Choice:
    """What is compared, what is left out and why, and what else to know."""

    def __init__(self) -> None:
        self.statements: list[Statement] = []
        self.left_out: list[str] = []
        self.notes: list[str] = []


@click.command()
@click.argument("items", nargs=-1, required=True, metavar="A B [C...]")
@output_option("Write the comparison as one HTML page, FILE.html.")
@json_option
@click.pass_obj
def compare(workspace: Workspace, items: tuple[str, ...], output: Path | None, *, as_json: bool) -> int:
    """Put attestations side by side: verdicts, minimums that decide, domains, criteria that differ.

    Each item is an attestation file, or the id or vendor of one in the register. What is not valid is left out, and
    said; exit code 1 then.
    """
    from vendorrisk.cli.comparison import show_comparison  # noqa: PLC0415
    from vendorrisk.reports.compare import compare as compare_statements  # noqa: PLC0415
    from vendorrisk.reports.compare_html import compare_html  # noqa: PLC0415

    if len(items) < 2:
        raise click.UsageError("Name at least two attestations to compare.")
    if output is not None and output.suffix.lower() not in (".html", ".htm"):
        raise click.UsageError(f"A comparison is written as HTML: name a file that ends in .html, not {output.name}.")
    spare(output, *map(Path, items))
    choice = _choose(workspace, items)
    left_out = f"Left out: {', '.join(choice.left_out)}." if choice.left_out else ""
    if len(choice.statements) < 2:
        raise AnswerIsNo(
            f"Nothing was compared: fewer than two are valid. {left_out}",
            mend="See why with: vendorrisk verify FILE.pdf, vendorrisk register list",
        )
    comparison = compare_statements(choice.statements, today=workspace.today)
    style, console = workspace.house_style, workspace.console
    notes = [*([left_out] if left_out else []), *choice.notes]
    if output is not None:
        write_file(output, compare_html(comparison, style.theme, style.wording, notes=notes).encode())
    if as_json:
        print_json({"notes": notes, **comparison.model_dump(mode="json")})
    else:
        show_comparison(comparison, style.theme, style.wording, console, notes)
        if output is not None:
            console.print(f"written to {output}", soft_wrap=True)
    return 1 if choice.left_out else 0


def _choose(workspace: Workspace, items: Sequence[str]) -> _Choice:
    """Return what stands behind the items, in their order."""
    files = {item: Path(item) for item in items if Path(item).is_file()}
    examined = dict(zip(files, examine(workspace, list(files.values())), strict=True))
    choice = _Choice()
    for item in items:
        if item not in examined:
            _from_register(workspace, item, choice)
            continue
        each = examined[item]
        if each.statement is None or not each.valid:
            choice.left_out.append(f"{Path(item).name} ({each.problem})")
            continue
        choice.statements.append(each.statement)
        choice.notes += [f"{each.statement.vendor_name}: {note.text}" for note in each.notes]
    return choice


def _from_register(workspace: Workspace, name: str, choice: _Choice) -> None:
    """Add the attestation of that id, or the newest that counts of that vendor or vendor/product."""
    kept = workspace.store.attestations()
    fitting = [
        each for each in kept if name in (each.id, short_id(each.id), each.statement.vendor_id, subject(each.statement))
    ]
    if not fitting:
        raise AnswerIsNo(f"'{name}' is neither a file nor in the register.", mend="See: vendorrisk register list")
    notes = kept_notes(workspace, kept)
    kinds = {each.id: {note.kind for note in notes[each.id]} for each in fitting}
    trusted = [each for each in fitting if "signer" not in kinds[each.id]]
    if not trusted:
        choice.left_out.append(f"{name} (signer no longer trusted)")
        return
    current = [each for each in trusted if not kinds[each.id] & {"expired", "replaced"}] or trusted
    chosen = max(current, key=lambda each: each.statement.issued_at)
    if len({(subject(each.statement), each.statement.verdict) for each in current}) > 1:
        raise UsageError(
            f"The register holds {len(current)} attestations of {name} that differ.",
            mend="Name one by its id:\n" + "\n".join(f"  {_told(each)}" for each in current),
        )
    others = "; ".join(_told(each) for each in fitting if each is not chosen)
    vendor = chosen.statement.vendor_name
    if others:
        choice.notes.append(
            f"{vendor}: the newest one that counts, {short_id(chosen.id)}, is shown. Not shown: {others}."
        )
    choice.notes += [f"{vendor}: {note.text}" for note in notes[chosen.id] if note.kind != "expired"]
    choice.statements.append(chosen.statement)


def _told(each: KeptAttestation) -> str:
    one = each.statement
    dates = f"as of {one.as_of}, until {one.valid_until}"
    return f"{short_id(each.id)} {one.verdict.words}, {subject(one)}, {dates}, {one.issuer}"
