"""``template`` and ``import``."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click
from rich.text import Text

from vendorrisk.cli import saving
from vendorrisk.cli.capture import say_renewal, show_changes
from vendorrisk.cli.faults import show_faults
from vendorrisk.cli.files import spare, write_file
from vendorrisk.cli.options import IsoDate, json_option, language_option, output_option, product_option
from vendorrisk.cli.plain import counted, plain, print_json
from vendorrisk.cli.reading import Imported, read, refuse, same_company
from vendorrisk.cli.workspace import DEFAULT_POLICY, Workspace
from vendorrisk.model.assessment import Assessment, State
from vendorrisk.model.fault import Fault, UsageError
from vendorrisk.model.policy import Level
from vendorrisk.model.result import Truth
from vendorrisk.rules.facts import facts
from vendorrisk.rules.visibility import visibility


@click.command()
@click.argument("questionnaire")
@output_option("Where to write the workbook (.xlsx).", required=True)
@click.option("--vendor", help="Id of the vendor who fills it, for the cover.")
@click.option("--due", type=IsoDate(), help="By when it should come back.")
@language_option
@click.pass_obj
def template(
    workspace: Workspace, questionnaire: str, output: Path, vendor: str | None, due: dt.date | None, language: str
) -> None:
    """Write a workbook for a vendor to fill in Excel, LibreOffice or Google Sheets."""
    from vendorrisk.capture.workbook_out import write_template  # noqa: PLC0415

    if output.suffix.lower() != ".xlsx":
        raise UsageError(f"{output} is no .xlsx file.", mend="Give the file a name that ends with .xlsx.")
    found, pin = workspace.questionnaire(questionnaire)
    policies = [workspace.content.policy(name) for name in workspace.content.policies()]
    policy = next((each for each in policies if each.questionnaire == questionnaire), None)
    minimums = [each for each in policy.criteria if each.level is Level.MINIMUM] if policy else []
    data = write_template(
        found,
        pin,
        vendor_name=workspace.store.vendor(vendor).name if vendor else "",
        coalition=policy.coalition if policy else workspace.content.policy(DEFAULT_POLICY).coalition,
        due=due,
        criteria=minimums,
        language=language,
        theme=workspace.theme.model_dump(mode="json"),
    )
    write_file(output, data)
    console = workspace.console
    console.print(f"{len(found.questions)} questions of {pin} written to {output}", soft_wrap=True)
    command = f"vendorrisk import {output} --vendor {vendor or 'VENDOR'}"
    console.print(f"next   send it to the vendor, then: {command}", soft_wrap=True)


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
    if not same_company(imported.reading.vendor, known):
        raise UsageError(
            f"The cover of {file.name} names {imported.reading.vendor}, and it would be imported for {known.name}.",
            mend=f"Import it for the right vendor. If it is the same company, write '{known.name}' on the cover.",
        )
    if issues is not None:
        from vendorrisk.capture.faults_out import write_faults  # noqa: PLC0415

        faults = write_faults(imported.findings, file.name, theme=workspace.theme.model_dump(mode="json"))
        write_file(issues, faults)
    if as_json and imported.reading.faults:
        print_json({"saved": False, "issues": [fault.model_dump(mode="json") for fault in imported.findings]})
        return 3
    if not as_json:
        _name_issues_file(workspace, imported, issues)
    refuse(imported.findings, file.name)
    stored = saving.current(workspace, vendor, product, imported.pin)
    changes = saving.differences(stored, imported.reading.answers, imported.questionnaire)
    removed = tuple(name for name in stored.answers if name not in imported.reading.answers) if replace else ()
    if changes and not as_json:
        say_renewal(workspace, stored)
    kept = stored if dry_run or not (changes or removed) else _save(workspace, stored, imported, removed)
    if as_json:
        print_json(_summary(imported, kept, changes, saved=not dry_run))
    else:
        _show(workspace, imported, kept, changes, removed, dry_run=dry_run)
    return 0


def _name_issues_file(workspace: Workspace, imported: Imported, issues: Path | None) -> None:
    if issues is not None:
        faults = counted(len(imported.reading.faults), "fault")
        notes = f" and {counted(len(imported.reading.warnings), 'note')}" if imported.reading.warnings else ""
        workspace.console.print(f"{faults}{notes} written to {issues}", soft_wrap=True)


def _save(workspace: Workspace, stored: Assessment, imported: Imported, removed: tuple[str, ...]) -> Assessment:
    reading = imported.reading
    return saving.receive(
        workspace, stored, reading.answers, reading.evidence, respondent=reading.respondent, removed=removed
    )


def _summary(imported: Imported, kept: Assessment, changes: list[saving.Change], *, saved: bool) -> dict[str, object]:
    return {
        "saved": saved,
        "assessment": kept.ref,
        "state": kept.state.value,
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
        "changes": [vars(change) for change in changes],
        "issues": [fault.model_dump(mode="json") for fault in imported.findings],
    }


def _counted(imported: Imported, kept: Assessment) -> str:
    """Say how many of the questions that apply are answered; what is not yet clear is said apart."""
    answers = imported.reading.answers
    states = visibility(imported.questionnaire, facts(answers, kept.reviews))
    shown = [name for name, state in states.items() if state is Truth.TRUE]
    unclear = sum(state is Truth.UNKNOWN for state in states.values())
    unused = sum(states[name] is not Truth.TRUE for name in answers)
    text = f"{sum(name in answers for name in shown)} of the {len(shown)} questions that apply are answered"
    text += f", {unclear} more depend on open answers" if unclear else ""
    return text + (f", {unused} answers belong to questions that don't apply." if unused else ".")


def _show(
    workspace: Workspace,
    imported: Imported,
    kept: Assessment,
    changes: list[saving.Change],
    removed: tuple[str, ...],
    *,
    dry_run: bool,
) -> None:
    console, reading = workspace.console, imported.reading
    console.print(Text(f"{plain(reading.name)}: {_counted(imported, kept)}", style="bold"))
    show_faults(reading.warnings, console)
    notes = [answer.source for answer in reading.answers.values() if answer.source.note]
    show_faults([Fault(code="read", where=each.cell, what=each.note) for each in notes], console)
    if not reading.answers and not removed:
        console.print("No question is answered yet; nothing was saved.")
        return
    show_changes(workspace, changes)
    for name in removed:
        console.print(f"erased    {name}")
    if reading.evidence and changes:
        console.print(f"{counted(len(reading.evidence), 'evidence file')} {'found' if dry_run else 'kept'}")
    if dry_run:
        console.print("Dry run: nothing was saved.")
        return
    by = f" by {plain(kept.submitted_by)}" if kept.state is State.SUBMITTED else ""
    console.print(f"{kept.ref} is {kept.state}{by}.")
    name = kept.ref.partition("@")[0]
    step = f"score {name}" if kept.state is State.SUBMITTED else f"submit {name} --by 'Name, role'"
    console.print(f"next   vendorrisk {step}", soft_wrap=True)
