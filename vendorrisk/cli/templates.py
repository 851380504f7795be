"""``template``."""

from __future__ import annotations

import datetime as dt
import shlex
from pathlib import Path

import click

from vendorrisk.cli.files import write_file
from vendorrisk.cli.options import IsoDate, language_option, output_option
from vendorrisk.cli.translations import say_untranslated
from vendorrisk.cli.workspace import DEFAULT_POLICY, Workspace
from vendorrisk.model.fault import UsageError
from vendorrisk.model.policy import Criterion, Level, Policy
from vendorrisk.model.questionnaire import Questionnaire


@click.command()
@click.argument("questionnaire")
@output_option("Where to write the workbook (.xlsx).", required=True)
@click.option("--vendor", help="Id of the vendor who fills it, for the cover.")
@click.option("--product", default="", help="Name of the product or service that is assessed, for the cover.")
@click.option("--due", type=IsoDate(), help="By when it should come back.")
@click.option("--policy", "policy_name", help="The policy whose minimum criteria it shows, overlays included.")
@language_option
@click.pass_obj
def template(
    workspace: Workspace,
    questionnaire: str,
    output: Path,
    vendor: str | None,
    product: str,
    due: dt.date | None,
    policy_name: str | None,
    language: str,
) -> None:
    """Write a workbook for a vendor to fill in Excel, LibreOffice or Google Sheets."""
    from vendorrisk.capture.workbook_out import write_template  # noqa: PLC0415

    if output.suffix.lower() != ".xlsx":
        raise UsageError(f"{output} is no .xlsx file.", mend="Give the file a name that ends with .xlsx.")
    found, pin = workspace.questionnaire(questionnaire)
    spoken = workspace.content.language(language)
    policy = _policy(workspace, policy_name, found)
    minimums = _minimums(policy, found) if policy else []
    data = write_template(
        found,
        pin,
        vendor_name=workspace.store.vendor(vendor).name if vendor else "",
        product_name=product,
        coalition=policy.coalition if policy else workspace.content.policy(DEFAULT_POLICY).coalition,
        due=due,
        criteria=minimums,
        terms=workspace.content.terms_of(found.questions).values(),
        language=spoken,
        theme=workspace.theme.model_dump(mode="json"),
    )
    write_file(output, data)
    console = workspace.console
    console.print(f"{len(found.questions)} questions of {pin} written to {output}", soft_wrap=True)
    say_untranslated(workspace, language, questionnaire)
    of_product = f" --product {shlex.quote(product)}" if product else ""
    command = f"vendorrisk import {output} --vendor {vendor or 'VENDOR'}{of_product}"
    console.print(f"next   send it to the vendor, then: {command}", soft_wrap=True)


def _policy(workspace: Workspace, name: str | None, questionnaire: Questionnaire) -> Policy | None:
    """Return the policy of that name, or the first that judges the questionnaire; None if there is none."""
    content, judged = workspace.content, (questionnaire.questionnaire, questionnaire.part_of)
    found = (content.policy(each) for each in ([name] if name else content.policies()))
    policy = next((each for each in found if each.questionnaire in judged), None)
    if policy is None and name:
        raise UsageError(
            f"{name} does not judge answers to {questionnaire.questionnaire}.",
            mend=f"Write the workbook of {content.policy(name).questionnaire}, or name another policy.",
        )
    return policy


def _minimums(policy: Policy, questionnaire: Questionnaire) -> list[Criterion]:
    """Return the minimum criteria that the questions of this questionnaire can decide."""
    asked = {question.id for question in questionnaire.questions}
    return [
        criterion
        for criterion in policy.criteria
        if criterion.level is Level.MINIMUM and all(leaf.question in asked for leaf in criterion.met_when.leaves())
    ]
