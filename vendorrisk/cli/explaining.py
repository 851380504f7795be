"""``explain``: why a criterion came out as it did."""

from __future__ import annotations

import datetime as dt

import click

from vendorrisk.cli.options import as_of_option, json_option, policy_option, tier_option
from vendorrisk.cli.plain import print_json
from vendorrisk.cli.subject import find_criterion, read_subject, result_of
from vendorrisk.cli.workspace import Workspace


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
    result = result_of(workspace, ref, read_subject(workspace, ref, policy), policy, as_of, tier)
    finding = find_criterion(result, criterion)
    if as_json:
        print_json(finding.model_dump(mode="json"))
        return
    from vendorrisk.cli.verdicts import show_finding  # noqa: PLC0415

    show_finding(finding, workspace.theme, workspace.console)
