"""``vendor add|list|show``."""

from __future__ import annotations

import click
from pydantic import ValidationError
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from vendorrisk.cli.decision_view import decision_words
from vendorrisk.cli.heading import TIER_ORIGIN
from vendorrisk.cli.options import json_option
from vendorrisk.cli.plain import counted, plain, print_json
from vendorrisk.cli.workspace import Workspace
from vendorrisk.model.assessment import Assessment, State, Vendor
from vendorrisk.model.base import slug
from vendorrisk.model.fault import UsageError


@click.group()
def vendor() -> None:
    """Add, list and show vendors."""


@vendor.command()
@click.argument("name")
@click.option("--id", "vendor_id", help="Short id for commands; made from the name by default.")
@click.option("--website", default="", help="The vendor's website.")
@click.option("--contact", default="", help="Whom to ask at the vendor.")
@click.pass_obj
def add(workspace: Workspace, name: str, vendor_id: str | None, website: str, contact: str) -> None:
    """Add a vendor, such as: vendor add "Acme Analytics"."""
    try:
        found = Vendor(id=vendor_id or slug(name), name=name.strip(), website=website, contact=contact)
    except ValidationError:
        raise UsageError(
            f"'{vendor_id or name}' can't be an id.",
            mend="Give one with --id: small letters, digits and hyphens, such as acme-analytics.",
        ) from None
    workspace.store.add_vendor(found, by=workspace.actor, at=workspace.now)
    workspace.console.print(f"Added {found.name} as {found.id}.")
    workspace.console.print(f"next   vendorrisk triage {found.id}", soft_wrap=True)


@vendor.command("list")
@json_option
@click.pass_obj
def list_vendors(workspace: Workspace, *, as_json: bool) -> None:
    """List all vendors with their assessments."""
    assessments = workspace.store.assessments()
    rows = [
        {**each.model_dump(mode="json"), "assessments": [_row(a) for a in assessments if a.vendor.id == each.id]}
        for each in workspace.store.vendors()
    ]
    if as_json:
        print_json(rows)
        return
    if not rows:
        workspace.console.print('No vendors yet. Add one with: vendorrisk vendor add "Acme Analytics"')
        return
    table = Table.grid(padding=(0, 2))
    for row in rows:
        named = [_line(workspace, each) for each in assessments if each.vendor.id == row["id"]]
        told = Text(plain("\n".join(named)) or "no assessment yet", style=workspace.theme.quiet)
        table.add_row(row["id"], Text(plain(row["name"])), told)
    workspace.console.print(table)


def _line(workspace: Workspace, assessment: Assessment) -> str:
    """Say where an assessment stands, which risk a triage gives, and how long what was attested is valid."""
    words = f"{assessment.questionnaire.id} {assessment.ref}: {assessment.state}"
    words += f", {counted(len(assessment.answers), 'answer')}"
    if assessment.questionnaire.id == workspace.content.triage.questionnaire:
        tier = workspace.tier(assessment, None)
        words += f", inherent risk {tier.tier}{TIER_ORIGIN[tier.source]}"
    ends = [
        each.statement.valid_until
        for each in workspace.store.attestations()
        if each.own
        and (each.statement.ref, each.statement.questionnaire.id) == (assessment.ref, assessment.questionnaire.id)
    ]
    if assessment.state is not State.ATTESTED or not ends:
        return words
    return f"{words}, {'expired' if max(ends) < workspace.today else 'valid until'} {max(ends)}"


def _row(assessment: Assessment) -> dict[str, object]:
    return {
        "ref": assessment.ref,
        "questionnaire": assessment.questionnaire.id,
        "state": assessment.state.value,
        "answers": len(assessment.answers),
    }


def _decision_data(workspace: Workspace, assessment: Assessment) -> dict[str, object] | None:
    decisions = workspace.store.casework(assessment).decisions
    if not decisions:
        return None
    data = decisions[-1].model_dump(mode="json", include={"outcome", "by", "on", "until", "verdict", "residual_risk"})
    return {**data, "expired": decisions[-1].expired(workspace.today)}


@vendor.command()
@click.argument("vendor_id")
@json_option
@click.pass_obj
def show(workspace: Workspace, vendor_id: str, *, as_json: bool) -> None:
    """Show one vendor and its assessments."""
    name, slash, _ = vendor_id.partition("/")
    if slash:
        mend = f"Try: vendorrisk vendor show {name}"
        raise UsageError(f"'{vendor_id}' names an assessment, not a vendor.", mend=mend)
    found = workspace.store.vendor(vendor_id)
    assessments = [each for each in workspace.store.assessments() if each.vendor.id == vendor_id]
    if as_json:
        rows = [{**_row(each), "decision": _decision_data(workspace, each)} for each in assessments]
        print_json({**found.model_dump(mode="json"), "assessments": rows})
        return
    console = workspace.console
    console.print(Text(plain(found.name), style="bold"))
    for label, value in (("id", found.id), ("website", found.website), ("contact", found.contact)):
        if value:
            console.print(f"  {label:<10} {plain(value)}")
    for each in assessments:
        console.print(f"  {_line(workspace, each)}")
        for decision in workspace.store.casework(each).decisions[-1:]:
            console.print(Padding(Text(decision_words(decision, workspace.today)), (0, 0, 0, 4)))
    if not assessments:
        console.print(f"  no assessment yet; begin with: vendorrisk triage {found.id}")
