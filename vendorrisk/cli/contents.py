"""``content check`` and ``content list``."""

from __future__ import annotations

import click

from vendorrisk.cli.faults import show_faults
from vendorrisk.cli.options import json_option
from vendorrisk.cli.plain import print_json
from vendorrisk.cli.workspace import Workspace
from vendorrisk.content import pin


@click.group()
def content() -> None:
    """Check and list questionnaires and policies."""


@content.command()
@json_option
@click.pass_obj
def check(workspace: Workspace, *, as_json: bool) -> int:
    """Find everything wrong with the content: each fault with file, line and column."""
    from vendorrisk.check import check as check_content  # noqa: PLC0415

    faults = check_content(workspace.content)
    if as_json:
        print_json([fault.model_dump(mode="json") for fault in faults])
    elif faults:
        workspace.console.print(f"{len(faults)} faults in the content:")
        show_faults(faults, workspace.console)
    else:
        counts = (
            f"{len(workspace.content.questionnaires())} questionnaires, {len(workspace.content.policies())} policies"
        )
        workspace.console.print(f"No faults: {counts}, in {workspace.content.root}")
    return 3 if faults else 0


@content.command("list")
@json_option
@click.pass_obj
def list_content(workspace: Workspace, *, as_json: bool) -> None:
    """List questionnaires and policies with versions, sizes and digests."""
    found = workspace.content
    models = [*map(found.questionnaire, found.questionnaires()), *map(found.policy, found.policies())]
    rows = []
    for model in models:
        is_policy = hasattr(model, "criteria")
        rows.append(
            {
                "kind": "policy" if is_policy else "questionnaire",
                "items": len(model.criteria if is_policy else model.questions),  # type: ignore[union-attr]
                **pin(model).model_dump(),
            },
        )
    if as_json:
        print_json(rows)
        return
    for row in rows:
        unit = "criteria" if row["kind"] == "policy" else "questions"
        name = f"{row['id']} {row['version']}"
        workspace.console.print(f"{row['kind']:<14} {name:<28} {row['items']:>4} {unit:<10} {row['digest'][:16]}")
