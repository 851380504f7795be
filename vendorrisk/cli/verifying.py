"""``verify``, and how every command tells what verifying a file found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from rich.table import Table
from rich.text import Text

from vendorrisk.cli.heading import TIER_ORIGIN
from vendorrisk.cli.options import json_option
from vendorrisk.cli.plain import plain, print_json
from vendorrisk.cli.standing import FINGERPRINT_SHOWN, Note, replaced_note, rules_note, trusted_statements
from vendorrisk.cli.workspace import Workspace
from vendorrisk.model.attestation import CheckState, Statement, Verification
from vendorrisk.model.fault import UsageError
from vendorrisk.model.result import FindingState
from vendorrisk.reports.minimums import OpenMinimum, open_minimums
from vendorrisk.reports.theme import Mark, Theme

_FILE_WIDTH = 20

_ORIGINAL = "Ask the issuer for the original file."
_SAVED_AGAIN = f"It was saved again, added to or cut off after signing. {_ORIGINAL}"
_ADVICE = {
    "integrity": ("changed or damaged", _ORIGINAL),
    "coverage": ("changed after signing", _SAVED_AGAIN),
    "modifications": ("changed after signing", _SAVED_AGAIN),
    "signer_trusted": ("signer not trusted", ""),  # said once, below all files
    "signature_fields": ("no signed attestation", "Ask for the PDF that vendorrisk wrote."),
    "validity": ("its dates do not fit", "Check the clock of this computer; if it is right, ask the issuer."),
}
_OTHERWISE = ("not issued as it claims", f"Do not use it. {_ORIGINAL}")
_HOW_TO_TRUST = (
    "Ask the issuer for the certificate, compare its fingerprint by phone, then: vendorrisk trust add FILE.cert.pem"
)


@dataclass(frozen=True)
class Examined:
    """One file as the command line tells of it."""

    file: Path
    found: Verification | None
    """None if the file can't be read."""
    problem: str
    """Why it is not valid, in a few words; empty if it is."""
    details: tuple[str, ...]
    """The same in sentences."""
    advice: str
    notes: tuple[Note, ...] = ()
    """What to know of a valid one."""

    @property
    def valid(self) -> bool:
        """Return whether every check passed."""
        return self.found is not None and self.found.valid

    @property
    def statement(self) -> Statement | None:
        """What it states, if a trusted signer signed that."""
        return self.found.statement if self.found else None

    @property
    def untrusted(self) -> bool:
        """Return whether nothing is wrong but that the signer is not on the trust list."""
        return self.found is not None and [check.name for check in self.found.failures] == ["signer_trusted"]

    def as_json(self) -> dict[str, Any]:
        """Return it as data."""
        told = {
            "valid": self.valid,
            "problem": self.problem,
            "to_do": _HOW_TO_TRUST if self.untrusted else self.advice,
            "notes": [note._asdict() for note in self.notes],
        }
        if self.found is None:
            return {**told, "file": str(self.file), "details": list(self.details)}
        return {**told, **self.found.model_dump(mode="json")}


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@json_option
@click.pass_obj
def verify(workspace: Workspace, files: tuple[Path, ...], *, as_json: bool) -> int:
    """Check attestations offline: signature, certification, signer, content, dates.

    Exit code 0 if every file is valid, 1 if one is not, 2 if none can be read. Whose signatures count is said by 'trust
    add'.
    """
    examined = examine(workspace, files)
    if as_json:
        print_json([each.as_json() for each in examined])
    else:
        show_examined(workspace, examined)
    if all(each.found is None for each in examined):
        return UsageError.exit_code
    return 0 if all(each.valid for each in examined) else 1


def examine(workspace: Workspace, files: Sequence[Path]) -> list[Examined]:
    """Verify each file, and say what else is to know of the valid ones."""
    found = [_examine(workspace, file) for file in files]
    known = [each.statement for each in found if each.valid and each.statement]
    if known:
        known += trusted_statements(workspace)
    return [_noted(workspace, each, known) if each.valid else each for each in found]


def _examine(workspace: Workspace, file: Path) -> Examined:
    from vendorrisk.attest.verify import verify as verify_file  # noqa: PLC0415

    try:
        found = verify_file(file, workspace.trust_list, now=workspace.now)
    except UsageError as error:
        return Examined(file, None, "can't be read", (error.what,), error.mend)
    if found.valid:
        return Examined(file, found, "", (), "")
    problem, advice = _ADVICE.get(found.failures[0].name, _OTHERWISE)
    statement = found.statement
    if statement is not None and statement.valid_until < workspace.today:
        problem, advice = f"expired {statement.valid_until}", f"Ask {statement.issuer} for the renewal."
    return Examined(file, found, problem, tuple(check.detail for check in found.failures), advice)


def _noted(workspace: Workspace, each: Examined, known: Iterable[Statement]) -> Examined:
    statement = each.statement
    if statement is None:
        return each
    notes = (rules_note(statement.policy, workspace.content), replaced_note(statement, known))
    return Examined(each.file, each.found, "", (), "", tuple(note for note in notes if note))


def show_examined(workspace: Workspace, examined: Sequence[Examined]) -> None:
    """Write one block per file, how to trust who is not, and for several files a table of all."""
    console, theme = workspace.console, workspace.theme
    for each in examined:
        mark = _valid_mark(each, theme)
        head = Text(f"{mark.glyph} {'valid' if each.valid else 'NOT VALID'}", style=f"bold {mark.colour}")
        head.append(f"   {plain(str(each.file))}", style="bold")
        console.print(head, soft_wrap=True)
        rows = Table.grid(padding=(0, 2), pad_edge=True)
        rows.add_column(no_wrap=True, style=theme.quiet)
        rows.add_column()
        for label, text in _particulars(each, theme):
            rows.add_row(label, text)
        console.print(rows)
    if any(each.untrusted for each in examined):
        console.print(f"  to do  {_HOW_TO_TRUST}", soft_wrap=True)
    if len(examined) > 1:
        console.print()
        console.print(_summary(examined, theme))
        valid = sum(each.valid for each in examined)
        console.print(f"{valid} of {len(examined)} files are valid.")


def _valid_mark(each: Examined, theme: Theme) -> Mark:
    return theme.findings[FindingState.MET if each.valid else FindingState.UNMET]


def verdict_text(statement: Statement, theme: Theme) -> Text:
    """Return a verdict with its glyph, in its colour."""
    mark = theme.verdicts[statement.verdict]
    return Text(f"{mark.glyph} {statement.verdict.words}", style=f"bold {mark.colour}")


def _particulars(each: Examined, theme: Theme) -> Iterable[tuple[str, Text]]:
    if each.statement is not None:
        yield from _stated(each.statement, theme)
    signer = each.found.signer if each.found else None
    if each.found is not None and signer is not None:
        proven = all(check.name != "signer_trusted" for check in each.found.failures)
        name = ", ".join(part for part in (signer.name, signer.organisation) if part)
        shown = f"{name} ({signer.fingerprint[:FINGERPRINT_SHOWN]})"
        yield "signed by" if proven else "claims to be", Text(plain(shown))
    if each.valid and each.found is not None:
        passed = sum(check.state is CheckState.PASSED for check in each.found.checks)
        yield "checked", Text(f"{passed} checks passed")
    for detail in each.details:
        yield "problem", Text(plain(detail))
    if each.advice:
        yield "to do", Text(plain(each.advice))
    for note in each.notes:
        yield f"! {note.kind}", Text(plain(note.text), style="bold")


def _stated(statement: Statement, theme: Theme) -> Iterable[tuple[str, Text]]:
    product = f" · {statement.product}" if statement.product else ""
    yield "vendor", Text(plain(f"{statement.vendor_name}{product}"))
    yield "verdict", verdict_text(statement, theme).append(f" ({statement.policy})", style="not bold default")
    tier = statement.tier
    yield "risk", Text(f"inherent risk {tier.tier}{TIER_ORIGIN[tier.source]}")
    found = open_minimums(statement)
    for kind, shown in (("failed", found.failed), ("undetermined", found.undetermined), ("waived", found.waived)):
        named = [_named(one) for one in shown]
        if hidden := found.undisclosed.get(kind):
            named.append(f"{hidden} not disclosed")
        if named:
            yield kind, Text(plain(", ".join(named)))
    yield "valid until", Text(plain(f"{statement.valid_until} ({statement.valid_because})"))
    issued = f"{statement.issued_at:%Y-%m-%d}, as of {statement.as_of}, for {statement.disclosure} eyes"
    yield "issued", Text(issued)


def _named(one: OpenMinimum) -> str:
    return one.finding.criterion + (f" (until {one.waiver.until}, by {one.waiver.approver})" if one.waiver else "")


def _summary(examined: Sequence[Examined], theme: Theme) -> Table:
    table = Table(box=None, padding=(0, 1, 0, 0), header_style=theme.quiet)
    names = [plain(each.file.name) for each in examined]
    if len(set(names)) < len(names):
        names = [plain(str(each.file)) for each in examined]
    table.add_column("file", overflow="fold", no_wrap=max(map(len, names)) <= _FILE_WIDTH)
    for title, fixed in (("valid?", True), ("vendor", False), ("verdict", True), ("until", True), ("signer", False)):
        table.add_column(title, no_wrap=fixed, overflow="fold")
    for name, each in zip(names, examined, strict=True):
        mark, statement = _valid_mark(each, theme), each.statement
        signer = each.found.signer.name if each.found and each.found.signer else ""
        table.add_row(
            Text(name),
            Text(f"{mark.glyph} {'yes' if each.valid else 'NO'}{' !' if each.notes else ''}", style=mark.colour),
            Text(plain(statement.vendor_name)) if statement else "",
            verdict_text(statement, theme) if each.valid and statement else Text(each.problem, style=theme.quiet),
            str(statement.valid_until) if each.valid and statement else "",
            Text(plain(f"{signer}?" if each.found and signer and not statement else signer)),
        )
    return table
