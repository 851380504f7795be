"""``score``, ``explain`` and ``gaps``: they take a name or a filled workbook, and need no database for the latter."""

from __future__ import annotations

import datetime as dt
import difflib
import json
import shlex
from pathlib import Path
from typing import NamedTuple

import click

from vendorrisk.cli.files import spare, write_file
from vendorrisk.cli.options import as_of_option, json_option, output_option, policy_option, tier_option
from vendorrisk.cli.plain import counted, print_json
from vendorrisk.cli.workspace import DEFAULT_POLICY, Workspace, is_workbook
from vendorrisk.model.assessment import Assessment
from vendorrisk.model.fault import Fault, UsageError
from vendorrisk.model.result import Finding, Gap, Result, WaitsFor


@click.command()
@click.argument("ref")
@policy_option
@as_of_option
@tier_option
@json_option
@click.pass_obj
def score(
    workspace: Workspace, ref: str, policy: str, as_of: dt.date | None, tier: str | None, *, as_json: bool
) -> int:
    """Check an assessment, or a filled workbook, against a policy.

    REF is vendor[/product][@revision], or a filled workbook. Exit code 0 for meets and conditional, 1 for
    does not meet and incomplete.
    """
    read = _read(workspace, ref, policy)
    result = _result(workspace, ref, read, policy, as_of, tier)
    if as_json:
        print_json(result.model_dump(mode="json"))
    else:
        from vendorrisk.cli.verdicts import show_result  # noqa: PLC0415

        has_gaps = any(finding.result.is_gap for finding in result.findings)
        same = _options(policy, as_of, tier)
        steps = [f"vendorrisk gaps {shlex.quote(ref)}{same} -o gaps.xlsx"] if has_gaps else []
        if not is_workbook(ref):
            waits = any(finding.waits_for is WaitsFor.ASSESSOR for finding in result.findings)
            signs = f"vendorrisk attest {ref}{same} -o attestation.pdf"
            steps += [f"vendorrisk review {ref}   (reasons for 'not applicable' wait for you)" if waits else signs]
        show_result(
            result,
            workspace.content.policy(policy),
            workspace.house_style,
            workspace.console,
            notes=read.notes,
            next_steps=steps,
        )
    return 0 if result.verdict.passes else 1


class _Read(NamedTuple):
    """What is scored, and what had to be said of the workbook that it was read from."""

    assessment: Assessment
    notes: tuple[Fault, ...] = ()


def _read(workspace: Workspace, ref: str, policy: str) -> _Read:
    if not is_workbook(ref):
        return _Read(workspace.assessment(ref, policy))
    from vendorrisk.cli.reading import as_assessment, read_whole  # noqa: PLC0415

    imported = read_whole(workspace, Path(ref), policy)
    return _Read(as_assessment(imported, Path(ref)), imported.notes)


def _result(
    workspace: Workspace, ref: str, read: _Read, policy: str, as_of: dt.date | None, tier: str | None
) -> Result:
    result = workspace.score(read.assessment, policy, as_of=as_of, tier=tier)
    # A workbook alone is no assessment on file, so documents name the file.
    return result.model_copy(update={"ref": Path(ref).name}) if is_workbook(ref) else result


def _options(policy: str, as_of: dt.date | None, tier: str | None) -> str:
    """Return the options that another command needs for the same result."""
    given = {"--policy": policy if policy != DEFAULT_POLICY else None, "--as-of": as_of, "--tier": tier}
    return "".join(f" {name} {value}" for name, value in given.items() if value)


@click.command()
@click.argument("ref")
@click.argument("criterion")
@policy_option
@as_of_option
@tier_option
@json_option
@click.pass_obj
def explain(
    workspace: Workspace,
    ref: str,
    criterion: str,
    policy: str,
    as_of: dt.date | None,
    tier: str | None,
    *,
    as_json: bool,
) -> None:
    """Show why one criterion came out as it did, with every answer that it rests on."""
    finding = find_criterion(_result(workspace, ref, _read(workspace, ref, policy), policy, as_of, tier), criterion)
    if as_json:
        print_json(finding.model_dump(mode="json"))
        return
    from vendorrisk.cli.verdicts import show_finding  # noqa: PLC0415

    show_finding(finding, workspace.theme, workspace.console)


def find_criterion(result: Result, name: str) -> Finding:
    """Return the finding of a criterion; raise :class:`UsageError` with the nearest id."""
    known = {finding.criterion: finding for finding in result.findings}
    if name.upper() in known:
        return known[name.upper()]
    near = difflib.get_close_matches(name.upper(), known, n=1)
    hint = f"Did you mean {near[0]}?" if near else f"Its ids look like {next(iter(known))}."
    raise UsageError(f"{result.policy} has no criterion '{name}'.", mend=hint)


@click.command()
@click.argument("ref")
@output_option("Write the gap list as .pdf, .xlsx or .json.")
@policy_option
@as_of_option
@tier_option
@json_option
@click.pass_obj
def gaps(
    workspace: Workspace,
    ref: str,
    output: Path | None,
    policy: str,
    as_of: dt.date | None,
    tier: str | None,
    *,
    as_json: bool,
) -> None:
    """List every criterion that is not met, with what closes the gap and by when."""
    from vendorrisk.reports.gaps import gap_json  # noqa: PLC0415
    from vendorrisk.scoring.gaps import gaps as gaps_of  # noqa: PLC0415

    spare(output, Path(ref))
    result = _result(workspace, ref, _read(workspace, ref, policy), policy, as_of, tier)
    rules = workspace.content.policy(policy)
    found = gaps_of(result, rules, workspace.content.questionnaire(rules.questionnaire))
    if output is not None:
        write_file(output, _gap_document(workspace, output.suffix.lower(), result, found))
    if as_json:
        print_json(gap_json(found, result))
    elif output is not None:
        workspace.console.print(f"{counted(len(found), 'gap')} written to {output}", soft_wrap=True)
    else:
        from vendorrisk.cli.gap_table import show_gaps  # noqa: PLC0415

        show_gaps(found, result, workspace.theme, workspace.console)


def _gap_document(workspace: Workspace, suffix: str, result: Result, found: tuple[Gap, ...]) -> bytes:
    if suffix == ".pdf":
        from vendorrisk.reports.gaps import gap_pages  # noqa: PLC0415

        return gap_pages(found, result, workspace.house_style)
    if suffix == ".xlsx":
        from vendorrisk.reports.gapsheet import write_gap_workbook  # noqa: PLC0415

        return write_gap_workbook(found, result, workspace.house_style)
    if suffix == ".json":
        from vendorrisk.reports.gaps import gap_json  # noqa: PLC0415

        return (json.dumps(gap_json(found, result), indent=2, ensure_ascii=False) + "\n").encode()
    raise UsageError(
        f"A gap list can't be written as '{suffix}'.", mend="Name a file that ends with .pdf, .xlsx or .json."
    )
