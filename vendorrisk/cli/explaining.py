"""``explain``: why a criterion came out as it did, and which answers move the verdict or the score most."""

from __future__ import annotations

import datetime as dt
import shlex
from pathlib import Path

import click

from vendorrisk.cli.options import as_of_option, json_option, policy_option, tier_option
from vendorrisk.cli.plain import print_json
from vendorrisk.cli.subject import criterion_of, read_subject, same_options
from vendorrisk.cli.workspace import Workspace, is_workbook
from vendorrisk.model.fault import UsageError


@click.command()
@click.argument("ref")
@click.argument("criterion", required=False)
@click.option("--sensitivity", is_flag=True, help="Show which single answers move the verdict or the score most.")
@policy_option
@as_of_option
@tier_option
@json_option
@click.pass_obj
def explain(
    workspace: Workspace,
    ref: str,
    criterion: str | None,
    policy: str,
    as_of: dt.date | None,
    tier: str | None,
    *,
    sensitivity: bool,
    as_json: bool,
) -> None:
    """Show why one criterion came out as it did: its conditions with every answer, its source and its truth.

    It ends with the smallest change that would give another result. With --sensitivity instead of a CRITERION, show
    which single answers move the verdict or the score most.
    """
    if sensitivity == (criterion is not None):
        raise UsageError(
            "Name one criterion, or ask for --sensitivity.",
            mend=f"Write: vendorrisk explain {ref} MIN-ACC-01   or: vendorrisk explain {ref} --sensitivity",
        )
    from vendorrisk.cli.explanation_view import show_explanation, show_sensitivity  # noqa: PLC0415
    from vendorrisk.content import pin  # noqa: PLC0415

    case = workspace.case(read_subject(workspace, ref, policy).assessment, policy, as_of=as_of, tier=tier)
    policy_pin = pin(case.scorer.policy)
    # A workbook alone is no assessment on file, so the file is named.
    named = {"ref": Path(ref).name} if is_workbook(ref) else {}
    same = same_options(policy, as_of, tier)
    if criterion is None:
        from vendorrisk.scoring.sensitivity import sensitivity as try_all  # noqa: PLC0415

        found = try_all(case, policy_pin).model_copy(update=named)
        if as_json:
            print_json(found.model_dump(mode="json"))
        else:
            review = () if named else (f"vendorrisk review {shlex.quote(ref)}{same}",)
            show_sensitivity(found, workspace.theme, workspace.console, review)
        return
    from vendorrisk.scoring.explanation import explain_criterion  # noqa: PLC0415

    explanation = explain_criterion(case, criterion_of(workspace, case.scorer.policy, criterion), policy_pin)
    explanation = explanation.model_copy(update=named)
    if as_json:
        print_json(explanation.model_dump(mode="json"))
    else:
        plan = (f"vendorrisk plan {shlex.quote(ref)}{same}",) if explanation.finding.result.is_gap else ()
        show_explanation(explanation, workspace.theme, workspace.console, plan)
