"""``score``: it takes a name or a filled workbook, and needs no database for the latter."""

from __future__ import annotations

import datetime as dt
import shlex

import click

from vendorrisk.cli.casefiles import OnFile, decisions_on_file
from vendorrisk.cli.decision_view import decision_beside, decision_data
from vendorrisk.cli.options import as_of_option, json_option, policy_option, tier_option
from vendorrisk.cli.plain import print_json
from vendorrisk.cli.subject import of_product, read_subject, result_of, same_options
from vendorrisk.cli.workspace import Workspace, is_workbook
from vendorrisk.model.assessment import Assessment
from vendorrisk.model.result import WaitsFor


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
    decided = _decision(workspace, ref, read.assessment)
    if as_json:
        shown = decision_data(decided, workspace.today) if decided else None
        print_json({**result.model_dump(mode="json"), "decision": shown})
    else:
        from vendorrisk.cli.verdicts import show_result  # noqa: PLC0415

        has_gaps = any(finding.result.is_gap for finding in result.findings)
        same = same_options(policy, as_of, tier)
        steps = [f"vendorrisk gaps {shlex.quote(ref)}{same} -o gaps.xlsx"] if has_gaps else []
        if not is_workbook(ref):
            waits = any(finding.waits_for is WaitsFor.ASSESSOR for finding in result.findings)
            signed = None if workspace.triage_of(read.assessment) else tier  # over a triage, a given tier is not signed
            signs = f"vendorrisk attest {ref}{same_options(policy, as_of, signed)} -o attestation.pdf"
            looks = f"vendorrisk review {ref}{same}   (reasons for 'not applicable' wait for you)"
            steps.append(looks if waits else signs)
            if begun := workspace.begun(read.assessment, policy):
                asked, whole = read.assessment.questionnaire.id, begun.questionnaire.id
                command = f"vendorrisk interview {begun.vendor.id} {whole}{of_product(begun)}"
                steps.append(f"{command}   (a draft; this rests on {asked})")
            if result.contradictions:
                again = f"vendorrisk triage {read.assessment.vendor.id}{of_product(read.assessment)}"
                steps = [f"{again}   (if the triage is wrong)", *steps]
        show_result(
            result,
            workspace.content.policy(policy),
            workspace.house_style,
            workspace.console,
            notes=read.notes,
            decision=decision_beside(decided, workspace.today, result) if decided else "",
            next_steps=steps,
        )
    return 0 if result.verdict.passes else 1


def _decision(workspace: Workspace, ref: str, assessment: Assessment) -> OnFile | None:
    """Return the newest decision about the same product; a workbook is none that anybody decided on."""
    found = () if is_workbook(ref) else decisions_on_file(workspace, assessment)
    return found[0] if found else None
