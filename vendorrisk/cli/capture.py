"""``triage``, ``interview`` and ``submit``."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Sequence
from pathlib import Path

import click
from rich.padding import Padding
from rich.text import Text

from vendorrisk.capture.text import first_of
from vendorrisk.cli import saving
from vendorrisk.cli.faults import show_faults
from vendorrisk.cli.files import read_file
from vendorrisk.cli.options import language_option, product_option
from vendorrisk.cli.plain import counted, plain
from vendorrisk.cli.subject import next_look
from vendorrisk.cli.tiers import BY_RULE, override_tier
from vendorrisk.cli.words import name_said
from vendorrisk.cli.workspace import DEFAULT_POLICY, Workspace, parse_ref
from vendorrisk.model.assessment import Assessment, Ref, State
from vendorrisk.model.base import DEFAULT_LANGUAGE
from vendorrisk.model.fault import UsageError
from vendorrisk.model.policy import Tier
from vendorrisk.model.questionnaire import Questionnaire

_answers_option = click.option(
    "--answers",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Take the answers from this YAML file instead of asking.",
)
_plain_option = click.option(
    "--plain", "plain_lines", is_flag=True, help="Ask in plain lines, with numbered options: for screen readers."
)


@click.command()
@click.argument("vendor")
@product_option
@_answers_option
@click.option(
    "--override",
    type=click.Choice([*(tier.value for tier in Tier), BY_RULE]),
    help="Set another tier than the rules give, or take that back (by-rule).",
)
@click.option("--reason", help="Why the tier is overridden.")
@click.option("--by", help="Who decides the override: name and role.")
@_plain_option
@click.pass_obj
def triage(
    workspace: Workspace,
    vendor: str,
    product: str,
    answers: Path | None,
    override: str | None,
    reason: str | None,
    by: str | None,
    *,
    plain_lines: bool,
) -> None:
    """Answer the triage of a vendor's product: procurement's view of what is at stake.

    It gives the inherent risk tier, with the reasons. With --override, a person sets another tier than the rules give.
    """
    questionnaire = workspace.content.triage
    if override is None and not (reason or by):
        assessment = _capture(workspace, vendor, product, questionnaire, answers, "triage", plain_lines=plain_lines)
    else:
        assessment = override_tier(workspace, vendor, product, override, reason, by)
    result = workspace.tier(assessment, None)
    console = workspace.console
    subject = " · ".join(filter(None, (assessment.vendor.name, assessment.product_name or assessment.product)))
    console.print(Text(f"Inherent risk of {plain(subject)}: {result.tier}", style="bold"))
    for each in result.reasons:
        console.print(Padding(Text(plain(each)), (0, 0, 0, 2)))
    named = assessment.product_name or assessment.product
    about = f"--vendor {vendor}" + (f" --product {shlex.quote(plain(named))}" if named else "")
    asked = _questionnaire_for(workspace, result.tier)
    console.print(f"next   vendorrisk template {asked} -o questionnaire.xlsx {about}", soft_wrap=True)


def _questionnaire_for(workspace: Workspace, tier: Tier) -> str:
    """Return the questionnaire that a vendor of this tier answers: of low risk, the part that its criteria need."""
    whole, *parts = workspace.judged_by(DEFAULT_POLICY)
    return parts[0] if parts and tier is Tier.LOW else whole


@click.command()
@click.argument("vendor")
@click.argument("questionnaire", default="")
@product_option
@_answers_option
@click.option("--respondent", default="", help="The vendor's person who answers: name and role.")
@language_option
@_plain_option
@click.pass_obj
def interview(
    workspace: Workspace,
    vendor: str,
    questionnaire: str,
    product: str,
    answers: Path | None,
    respondent: str,
    language: str,
    *,
    plain_lines: bool,
) -> None:
    """Answer a questionnaire in the terminal; each answer is saved as it is given.

    QUESTIONNAIRE is the coalition's own by default.
    """
    name = questionnaire or workspace.content.policy(DEFAULT_POLICY).questionnaire
    found = workspace.content.questionnaire(name)
    assessment = _capture(
        workspace, vendor, product, found, answers, "interview", respondent, language, plain_lines=plain_lines
    )
    if answers is not None:
        workspace.console.print(f"{len(assessment.answers)} answers stand in {assessment.ref} ({assessment.state}).")
        say_next(workspace, assessment)


def _capture(
    workspace: Workspace,
    vendor: str,
    product: str,
    questionnaire: Questionnaire,
    answers: Path | None,
    command: str,
    respondent: str = "",
    language: str = DEFAULT_LANGUAGE,
    *,
    plain_lines: bool,
) -> Assessment:
    spoken = workspace.content.language(language)
    stored = saving.current(workspace, vendor, product, workspace.questionnaire(questionnaire.questionnaire)[1])
    if answers is not None:
        return _from_file(workspace, stored, questionnaire, answers)
    say_renewal(workspace, stored)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            "The interview needs a terminal.",
            mend="Give the answers in a file with --answers FILE.yaml, or use a workbook (vendorrisk template).",
        )
    if stored.state is State.SUBMITTED:
        raise UsageError(
            f"{stored.ref} is submitted: its answers are the vendor's word now.",
            mend="Use 'vendorrisk review' to challenge one, or import the vendor's new workbook.",
        )
    from vendorrisk.cli.interviewing import hold_interview  # noqa: PLC0415

    return hold_interview(workspace, stored, questionnaire, command, respondent, spoken, plain_lines=plain_lines)


def _from_file(workspace: Workspace, stored: Assessment, questionnaire: Questionnaire, path: Path) -> Assessment:
    from vendorrisk.capture.answers_file import read_answers  # noqa: PLC0415
    from vendorrisk.cli.reading import refuse  # noqa: PLC0415

    reading = read_answers(
        read_file(path, most=1 << 20),
        str(path),
        questionnaire=questionnaire,
        recorder=workspace.actor,
        at=workspace.now,
        evidence_folder=path.parent,
    )
    refuse(reading.faults, path.name)
    show_faults(reading.faults, workspace.console)
    say_renewal(workspace, stored)
    changes = saving.differences(stored, reading.answers, questionnaire)
    show_changes(workspace, changes)
    kept = saving.receive(workspace, stored, reading.answers, reading.files, declared_by=reading.respondent)
    if changes and kept.state is State.SUBMITTED:
        say_open(workspace, questionnaire, kept)
    return kept


def say_next(workspace: Workspace, assessment: Assessment) -> None:
    """Name the command that shows what the answers amount to."""
    if step := next_look(workspace, assessment):
        workspace.console.print(f"next   {step}", soft_wrap=True)


def say_renewal(workspace: Workspace, stored: Assessment) -> None:
    """Say so where the answers begin a new revision: of what is attested, or of what was asked otherwise."""
    if stored.revision == 1 or stored.answers:
        return
    ref = Ref(vendor=stored.vendor.id, product=stored.product or None, revision=stored.revision - 1)
    before, name = workspace.store.find(ref, stored.questionnaire.id), stored.questionnaire.id
    changed = f"answers {before.questionnaire}, and other questions are asked now"
    why = "is attested and frozen" if before.state.frozen else changed
    console = workspace.console
    console.print(f"{before.ref} {why}, so {stored.ref} begins as its renewal.")
    console.print(f"Reviews and waivers of {before.ref} do not carry over.")
    if not before.state.frozen and name in workspace.content.questionnaires():
        bring = f"vendorrisk template {name} --prefill {before.ref} -o FILE.xlsx"
        console.print(f"Its answers stay there; a workbook brings them along: {bring}", soft_wrap=True)


def say_open(workspace: Workspace, questionnaire: Questionnaire, assessment: Assessment) -> None:
    """Say loudly how many questions a submission leaves open: that is honest, and seldom meant."""
    still = saving.open_questions(questionnaire, assessment)
    if still:
        said = f"Submitted with {counted(len(still), 'open question')}: {first_of(still)}"
        workspace.console.print(Text(f"{said}. They count as not answered.", style="bold"))


def show_changes(workspace: Workspace, changes: Sequence[saving.Change]) -> None:
    """Write what a file changes; answers to questions that were open are only counted."""
    console = workspace.console
    new = sum(not change.before for change in changes)
    if new:
        console.print(counted(new, "new answer"))
    for change in changes:
        if change.before:
            console.print(Text(plain(f"changed   {change.question}: {change.before} → {change.after}")))
    if not changes:
        console.print("Nothing changed: every answer is already on file.")


@click.command()
@click.argument("ref")
@click.option("--by", required=True, help="Who declares it at the vendor: name and role.")
@click.argument("questionnaire", default="")
@click.pass_obj
def submit(workspace: Workspace, ref: str, by: str, questionnaire: str) -> None:
    """Declare the answers of an assessment complete, for the vendor's person named with --by.

    From then on a change is a review, or the vendor's own new workbook.
    """
    by = name_said("--by", by)
    if not by:
        raise UsageError("--by says nothing.", mend="Name who at the vendor declares it, and the role.")
    names = (questionnaire,) if questionnaire else workspace.judged_by(DEFAULT_POLICY)
    assessment = workspace.store.find(parse_ref(ref), *names)
    if assessment.state.frozen:
        raise UsageError(f"{assessment.ref} is {assessment.state} and frozen.", mend="A renewal is a new revision.")
    if not assessment.answers:
        raise UsageError(f"{assessment.ref} has no answers yet.", mend="Import a workbook or hold the interview first.")
    kept = saving.submit(workspace, assessment, by)
    workspace.console.print(f"{kept.ref} is submitted by {plain(by)}: {len(kept.answers)} answers.")
    say_open(workspace, workspace.asked(kept), kept)
    if kept.questionnaire.id in workspace.judged_by(DEFAULT_POLICY):
        workspace.console.print(f"next   vendorrisk review {ref}", soft_wrap=True)
    else:
        say_next(workspace, kept)
