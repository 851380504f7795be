"""``score`` and ``gaps``: they take a name or a filled workbook, and need no database for the latter."""

from __future__ import annotations

import datetime as dt
import json
import shlex
from pathlib import Path

import click

from vendorrisk.cli.files import spare, write_file
from vendorrisk.cli.options import as_of_option, json_option, output_option, policy_option, tier_option
from vendorrisk.cli.plain import counted, print_json
from vendorrisk.cli.subject import read_subject, result_of, same_options
from vendorrisk.cli.workspace import Workspace, is_workbook
from vendorrisk.model.fault import UsageError
from vendorrisk.model.result import Gap, Result, WaitsFor


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
    read = read_subject(workspace, ref, policy)
    result = result_of(workspace, ref, read, policy, as_of, tier)
    if as_json:
        print_json(result.model_dump(mode="json"))
    else:
        from vendorrisk.cli.verdicts import show_result  # noqa: PLC0415

        has_gaps = any(finding.result.is_gap for finding in result.findings)
        same = same_options(policy, as_of, tier)
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
    result = result_of(workspace, ref, read_subject(workspace, ref, policy), policy, as_of, tier)
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
