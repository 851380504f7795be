"""``import``."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

import click
from rich.text import Text

from vendorrisk.cli import saving
from vendorrisk.cli.capture import say_next, say_open, say_renewal, show_changes
from vendorrisk.cli.faults import show_faults
from vendorrisk.cli.files import spare, write_file
from vendorrisk.cli.importing import Plan
from vendorrisk.cli.options import json_option, product_option
from vendorrisk.cli.plain import counted, plain, print_json
from vendorrisk.cli.reading import Imported, read, refuse, same_company
from vendorrisk.cli.subject import submit_command
from vendorrisk.cli.workspace import Workspace
from vendorrisk.model.assessment import Assessment, State
from vendorrisk.model.base import say, slug
from vendorrisk.model.fault import UsageError


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--vendor", required=True, help="Id of the vendor whose answers these are.")
@product_option
@click.option("--dry-run", is_flag=True, help="Say what would change, and save nothing.")
@click.option("--replace", is_flag=True, help="Let blank answers erase what is stored.")
@click.option("--issues", type=click.Path(path_type=Path, dir_okay=False), help="Write the faults as a workbook.")
@json_option
@click.pass_obj
def import_(
    workspace: Workspace,
    file: Path,
    vendor: str,
    product: str,
    issues: Path | None,
    *,
    dry_run: bool,
    replace: bool,
    as_json: bool,
) -> int:
    """Read a filled workbook into an assessment of the vendor.

    Every fault is shown at once with its cell, and with one nothing is saved (exit code 3). Evidence files that the
    workbook names are taken from the folder beside it.
    """
    known = workspace.store.vendor(vendor)
    spare(issues, file)
    imported = read(workspace, file)
    if not same_company(imported.reading.declared.vendor, known):
        raise UsageError(
            f"The cover of {file.name} names {imported.reading.declared.vendor}, and it would be imported for "
            f"{known.name}.",
            mend=f"Import it for the right vendor. If it is the same company, write '{known.name}' on the cover.",
        )
    if issues is not None:
        _write_issues(workspace, imported, file, issues, quiet=as_json)
    if as_json and imported.reading.faults:
        print_json({"saved": False, "issues": [fault.model_dump(mode="json") for fault in imported.findings]})
        return 3
    refuse(imported.findings, file.name)
    product = _product(workspace, imported, vendor, product)
    plan = Plan.of(imported, saving.current(workspace, vendor, product, imported.pin), replace=replace)
    if plan.changes and not as_json:
        say_renewal(workspace, plan.stored)
    reading = imported.reading
    if dry_run:
        saving.refuse_late_change(plan.stored, reading.answers, declared_by=plan.declared_by, removed=plan.removed)
        kept = plan.stored
    else:
        kept = saving.receive(
            workspace,
            plan.stored,
            reading.answers,
            reading.evidence,
            declared_by=plan.declared_by,
            removed=plan.removed,
        )
    if as_json:
        print_json(_summary(plan, kept, saved=not dry_run))
    else:
        _show(workspace, plan, kept, dry_run=dry_run)
    return 0


def _product(workspace: Workspace, imported: Imported, vendor: str, given: str) -> str:
    """Return the product that the answers are for; raise :class:`UsageError` where that is not certain."""
    cover = imported.reading.declared.product
    if not given and cover:
        known = {each for each in saving.products(workspace, vendor) if each}
        if known and slug(cover) not in known:
            raise UsageError(
                f"The cover of {imported.reading.name} names the product {cover}, and on file are only: "
                f"{', '.join(sorted(known))}.",
                mend=f"Add --product {shlex.quote(cover)} if it is another one; else mend the cover.",
            )
        return cover
    if given and cover and slug(given) != slug(cover):
        raise UsageError(
            f"The cover of {imported.reading.name} names the product {cover}, and it would be imported for {given}.",
            mend=f"Import it for the right product. If it is the same, write '{given}' on the cover.",
        )
    return given


def _write_issues(workspace: Workspace, imported: Imported, file: Path, issues: Path, *, quiet: bool) -> None:
    from vendorrisk.capture.faults_out import write_faults  # noqa: PLC0415

    language = imported.reading.language
    asks = {question.id: say(question.ask, language) for question in imported.questionnaire.questions}
    link = os.path.relpath(file, issues.parent)
    theme = workspace.theme.model_dump(mode="json")
    data = write_faults(imported.findings, file.name, link=link, asks=asks, theme=theme, language=language)
    write_file(issues, data)
    if not quiet:
        faults = counted(len(imported.reading.faults), "fault")
        notes = f" and {counted(len(imported.notes), 'note')}" if imported.notes else ""
        workspace.console.print(f"{faults}{notes} written to {issues}", soft_wrap=True)


def _summary(plan: Plan, kept: Assessment, *, saved: bool) -> dict[str, object]:
    imported = plan.imported
    return {
        "saved": saved,
        "assessment": kept.ref,
        "state": plan.state.value,
        "submitted_by": plan.declared_by or kept.submitted_by,
        "open": saving.open_questions(imported.questionnaire, plan.after),
        "questionnaire": imported.pin.model_dump(),
        "answers": {
            name: {
                "value": answer.value,
                "not_applicable": answer.not_applicable,
                "comment": answer.comment,
                "evidence": [item.model_dump(mode="json") for item in answer.evidence],
                "cell": answer.source.cell,
                "note": answer.source.note,
            }
            for name, answer in imported.reading.answers.items()
        },
        "changes": [vars(change) for change in plan.changes],
        "issues": [fault.model_dump(mode="json") for fault in plan.notes],
    }


def _show(workspace: Workspace, plan: Plan, kept: Assessment, *, dry_run: bool) -> None:
    console, imported, reading = workspace.console, plan.imported, plan.imported.reading
    console.print(Text(f"{plain(reading.name)}: {plan.counted}", style="bold"))
    show_faults(plan.notes, console)
    if not reading.answers and not plan.removed:
        console.print("No question is answered yet; nothing was saved.")
        return
    show_changes(workspace, plan.changes)
    for name in plan.removed:
        console.print(f"erased    {name}")
    if reading.evidence and plan.changes:
        console.print(f"{counted(len(reading.evidence), 'evidence file')} {'found' if dry_run else 'kept'}")
    if dry_run:
        console.print("Dry run: nothing was saved.")
    verb = "would be" if dry_run else "is"
    if plan.state is State.SUBMITTED:
        console.print(f"{kept.ref} {verb} submitted by {plain(plan.declared_by or kept.submitted_by)}.")
        say_open(workspace, imported.questionnaire, plan.after)
    else:
        lacks = "name" if reading.declared.completed_on else "date" if reading.declared.respondent else "name and date"
        console.print(f"{kept.ref} {verb} a draft: the cover has no {lacks} that would declare the answers complete.")
    if not dry_run:
        done = kept.state is State.SUBMITTED or saving.open_questions(imported.questionnaire, kept)
        if done:
            say_next(workspace, kept)
        else:
            console.print(f"next   {submit_command(workspace, kept)}", soft_wrap=True)
