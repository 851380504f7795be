"""``plan``: the cheapest changes that bring an assessment to the verdict ``meets``, or to a score."""

from __future__ import annotations

import datetime as dt
import math
import shlex
from pathlib import Path

import click

from vendorrisk.cli.options import as_of_option, json_option, policy_option, tier_option
from vendorrisk.cli.plain import print_json
from vendorrisk.cli.subject import read_subject, same_options
from vendorrisk.cli.workspace import Workspace, is_workbook
from vendorrisk.model.plan import Plan


@click.command()
@click.argument("ref")
@click.option("--to-score", type=click.IntRange(1, 100), help="Reach this score, instead of the verdict meets.")
@policy_option
@as_of_option
@tier_option
@json_option
@click.pass_obj
def plan(
    workspace: Workspace,
    ref: str,
    to_score: int | None,
    policy: str,
    as_of: dt.date | None,
    tier: str | None,
    *,
    as_json: bool,
) -> int:
    """Show the cheapest changes that bring an assessment, or a filled workbook, to the verdict meets.

    Waivers don't count: the plan says how to meet every minimum that applies. It is exact, by the effort of each
    question, in rough person-days of the vendor. Exit code 1 if the goal is out of reach.
    """
    from vendorrisk.cli.plan_view import show_plan  # noqa: PLC0415
    from vendorrisk.content import pin  # noqa: PLC0415
    from vendorrisk.scoring.plan import plan_to_meet, plan_to_score  # noqa: PLC0415

    case = workspace.case(read_subject(workspace, ref, policy).assessment, policy, as_of=as_of, tier=tier)
    policy_pin = pin(case.scorer.policy)
    found = plan_to_meet(case, policy_pin) if to_score is None else plan_to_score(case, to_score, policy_pin)
    # A workbook alone is no assessment on file, so the file is named.
    found = found.model_copy(update={"ref": Path(ref).name}) if is_workbook(ref) else found
    if as_json:
        print_json(found.model_dump(mode="json"))
    else:
        next_steps = _next(found, shlex.quote(ref), same_options(policy, as_of, tier), on_file=not is_workbook(ref))
        show_plan(found, workspace.theme, workspace.console, next_steps)
    return 0 if found.reached else 1


def _next(plan: Plan, ref: str, same: str, *, on_file: bool) -> tuple[str, ...]:
    """Return the commands that naturally follow."""
    if plan.highest is not None:
        return (f"vendorrisk plan {ref} --to-score {math.floor(plan.highest)}{same}",) if plan.highest >= 1 else ()
    steps = [f"vendorrisk gaps {ref}{same} -o gaps.xlsx"] if plan.steps else []
    if plan.out_of_reach and on_file:
        steps.append(f"vendorrisk waive {ref} {plan.out_of_reach[0].criterion} --help")
    return tuple(steps)
