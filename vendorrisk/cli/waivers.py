"""``waive``: an approver accepts a criterion that is not met, for a time, with a compensating control."""

from __future__ import annotations

import datetime as dt

import click
from pydantic import ValidationError

from vendorrisk.cli.options import IsoDate, policy_option
from vendorrisk.cli.plain import plain
from vendorrisk.cli.saving import change
from vendorrisk.cli.subject import find_criterion, same_options
from vendorrisk.cli.words import may_be_one_person, name_said, said
from vendorrisk.cli.workspace import Workspace
from vendorrisk.model.assessment import Assessment, Waiver
from vendorrisk.model.fault import UsageError
from vendorrisk.model.policy import Level
from vendorrisk.model.result import Result

_IN_FULL = "If they are two people, write both names in full."


def _insist_on_two_people(actor: str, approver: str, assessment: Assessment) -> None:
    if may_be_one_person(actor, approver):
        raise UsageError(
            f"{actor} records this waiver, so '{approver}' can't approve it.",
            mend=f"Name another approver; say who you are with --as. {_IN_FULL}",
        )
    if judge := _reviewer_like(approver, assessment):
        raise UsageError(
            f"{judge} reviewed the answers of {assessment.ref}, so '{approver}' can't approve a waiver of it.",
            mend=f"Name an approver who is not its assessor. {_IN_FULL}",
        )


def _reviewer_like(approver: str, assessment: Assessment) -> str:
    reviewers = sorted({review.reviewer for review in assessment.reviews})
    return next((name for name in reviewers if may_be_one_person(name, approver)), "")


def insist_on_other_approvers(assessment: Assessment, result: Result, signer: str) -> None:
    """Raise :class:`UsageError` if a waiver that a result rests on was approved by an assessor of the same assessment.

    Assessors are who reviewed its answers, also after the waiver was recorded, and the ``signer``.
    """
    for waiver in (finding.waiver for finding in result.findings if finding.waiver is not None):
        judge = _reviewer_like(waiver.approver, assessment)
        if judge or may_be_one_person(signer, waiver.approver):
            did = f"{judge} reviewed the answers of" if judge else f"{signer} signs"
            raise UsageError(
                f"{did} {assessment.ref}, and '{waiver.approver}' approved the waiver of {waiver.criterion}.",
                mend=f"Have somebody else approve it, with 'vendorrisk waive'. {_IN_FULL}",
            )


@click.command()
@click.argument("ref")
@click.argument("criterion")
@click.option("--reason", required=True, help="Why the coalition accepts it for now.")
@click.option("--control", required=True, help="The compensating control.")
@click.option("--approver", required=True, help="Who approved it; not the one who records it.")
@click.option("--until", required=True, type=IsoDate(), help="Last day on which it is in force.")
@click.option("--from", "granted", type=IsoDate(), help="First day; today by default.")
@policy_option
@click.pass_obj
def waive(
    workspace: Workspace,
    ref: str,
    criterion: str,
    reason: str,
    control: str,
    approver: str,
    until: dt.date,
    granted: dt.date | None,
    policy: str,
) -> None:
    """Record a waiver: a criterion that is not met is accepted until a date, with a compensating control."""
    reason, control = said("--reason", reason), said("--control", control)
    approver = name_said("--approver", approver)
    for option, text in (("--reason", reason), ("--control", control), ("--approver", approver)):
        if not text:
            raise UsageError(f"{option} says nothing.", mend="The attestation shows it, so it must say something.")
    rules = workspace.content.policy(policy)
    before = workspace.assessment(ref, policy)
    _insist_on_two_people(workspace.actor, approver, before)
    begins = granted or workspace.today
    if until < workspace.today:
        raise UsageError(f"{until} is past, so the waiver would be over already.", mend="Name a later --until.")
    if until > rules.longest_waiver.after(begins):
        raise UsageError(
            f"A waiver until {until} is longer than the {rules.longest_waiver} that {policy} allows.",
            mend=f"End it by {rules.longest_waiver.after(begins)}; renew it then if the gap is still open.",
        )
    finding = find_criterion(workspace, workspace.score(before, policy, as_of=granted, tier=None), criterion)
    if not finding.result.failed:
        raise UsageError(
            f"{finding.criterion} is {finding.result.words}: there is nothing to waive.",
            mend="A waiver covers a criterion that is unmet or partly met." if finding.result.is_gap else "",
        )
    try:
        waiver = Waiver(
            criterion=finding.criterion,
            reason=reason,
            control=control,
            approver=approver,
            granted=begins,
            until=until,
        )
    except ValidationError as error:
        raise UsageError(f"{str(error.errors()[0]['msg']).removeprefix('Value error, ')}.") from None
    detail = {"criterion": waiver.criterion, "approver": approver, "until": until.isoformat()}
    change(workspace, before, "criterion-waived", detail, waivers=(*before.waivers, waiver))
    is_waived = "is waived" if begins <= workspace.today else f"will be waived from {begins}"
    workspace.console.print(plain(f"{waiver.criterion} {is_waived} until {until}, approved by {approver}."))
    earlier = before.current_waivers.get(waiver.criterion)
    if earlier is not None:
        workspace.console.print(plain(f"It replaces the waiver until {earlier.until} by {earlier.approver}."))
    if finding.level is not Level.MINIMUM:
        workspace.console.print(f"{waiver.criterion} is {finding.level}, so this changes no verdict.")
    workspace.console.print(f"next   vendorrisk score {ref}{same_options(policy, None, None)}", soft_wrap=True)
