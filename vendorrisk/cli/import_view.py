"""What an import says: as text, as JSON, and as a workbook of its faults."""

from __future__ import annotations

import os
import shlex
from collections.abc import Sequence
from pathlib import Path

from rich.text import Text

from vendorrisk.cli import saving
from vendorrisk.cli.capture import say_next, say_open, show_changes
from vendorrisk.cli.faults import show_faults
from vendorrisk.cli.files import write_file
from vendorrisk.cli.imported import Imported
from vendorrisk.cli.importing import Plan
from vendorrisk.cli.plain import counted, plain
from vendorrisk.cli.records import records_of, summary_lines, summary_of
from vendorrisk.cli.subject import submit_command
from vendorrisk.cli.workspace import DEFAULT_POLICY, Workspace
from vendorrisk.model.assessment import Assessment, State
from vendorrisk.model.base import say
from vendorrisk.model.fault import Fault

_SHOWN = 20
"""Notes on a questionnaire of others that are shown; it can have hundreds."""
_NAMED = 6


def as_data(
    imported: Imported,
    notes: Sequence[Fault],
    *,
    saved: bool,
    plan: Plan | None = None,
    kept: Assessment | None = None,
) -> dict[str, object]:
    """Return an import as data: one object, whatever the file was. ``assessment`` is null where it is for no vendor."""
    asked, answers, foreign = imported.questionnaire, imported.reading.answers, imported.foreign
    declared = imported.reading.declared
    identity = {"vendor": declared.vendor, "product": declared.product, "respondent": declared.respondent}
    return {
        "questionnaire": imported.pin.model_dump(),
        "layout": foreign.layout if foreign else "",
        "recognised": foreign.why if foreign else "",
        "identity": foreign.reading.identity.said() if foreign else {k: text for k, text in identity.items() if text},
        "saved": saved,
        "assessment": kept.ref if kept else None,
        "state": plan.state.value if plan and kept else None,
        "submitted_by": (plan.declared_by or kept.submitted_by) if plan and kept else "",
        "summary": summary_of(asked, answers),
        "answers": records_of(asked, answers, found=imported.found, language=imported.reading.language),
        "unanswered": [
            {"id": each.question, "cell": each.cell, "found": each.found, "comment": each.comment}
            for each in (foreign.reading.unanswered if foreign else ())
        ],
        "open": saving.open_questions(asked, plan.after) if plan else [],
        "part": imported.reading.part,
        "replies": dict(imported.reading.replies),
        "changes": [vars(change) for change in plan.changes] if plan and kept else [],
        "restated": list(plan.restated) if plan and kept else [],
        "issues": [fault.model_dump(mode="json") for fault in notes],
    }


def write_issues(workspace: Workspace, imported: Imported, file: Path, issues: Path, *, quiet: bool) -> None:
    """Write faults and notes as a workbook with a link to each cell.

    Of our own workbook with faults it is a fresh one, in which the good answers are kept and the faults marked.
    """
    marked = imported.kind == "template" and bool(imported.reading.faults) and bool(imported.reading.cells)
    data = _marked(workspace, imported) if marked else _listed(workspace, imported, file, issues)
    write_file(issues, data)
    if not quiet:
        faults = counted(len(imported.reading.faults), "fault")
        notes = f" and {counted(len(imported.notes), 'note')}" if imported.notes else ""
        which = ", marked in a fresh workbook that keeps the good answers" if marked else ""
        workspace.console.print(f"{faults}{notes} written to {issues}{which}", soft_wrap=True)


def _listed(workspace: Workspace, imported: Imported, file: Path, issues: Path) -> bytes:
    from vendorrisk.capture.faults_out import write_faults  # noqa: PLC0415

    language = imported.reading.language
    asks = {question.id: say(question.ask, language) for question in imported.questionnaire.questions}
    link = os.path.relpath(file, issues.parent)
    theme = workspace.theme.model_dump(mode="json")
    return write_faults(imported.findings, file.name, link=link, asks=asks, theme=theme, language=language)


def _marked(workspace: Workspace, imported: Imported) -> bytes:
    from vendorrisk.capture.workbook_mend import mended  # noqa: PLC0415
    from vendorrisk.cli.templates import Order  # noqa: PLC0415

    declared, found = imported.reading.declared, mended(imported.reading, imported.questionnaire, imported.findings)
    subject = declared.vendor, declared.product
    order = Order.plain(workspace, imported.questionnaire, imported.reading.language, subject, declared.due)
    return order.write(found.shown, found.answers, found.further)


def show_reading(workspace: Workspace, plan: Plan, issues: Path | None = None) -> None:
    """Write what was read: what it is, how much is answered and how, and what must be said of it."""
    console, imported = workspace.console, plan.imported
    foreign = imported.foreign
    if foreign is None:
        console.print(Text(f"{plain(imported.reading.name)}: {plan.counted}", style="bold"))
        show_faults(plan.notes, console)
        return
    console.print(Text(f"{plain(imported.reading.name)}: {plain(foreign.title)}", style="bold"))
    if foreign.why:
        console.print(Text(f"recognised by {plain(foreign.why)}", style=workspace.theme.quiet))
    for line in summary_lines(imported.questionnaire, imported.reading.answers):
        console.print(Text(f"  {plain(line)}"))
    still = saving.open_questions(imported.questionnaire, plan.after)
    if still:
        named = ", ".join(still[:_NAMED]) + (f" and {len(still) - _NAMED} more" if len(still) > _NAMED else "")
        console.print(Text(plain(f"open: {named}")))
    show_faults(plan.notes[:_SHOWN], console)
    more = len(plan.notes) - _SHOWN
    if more > 0:
        where = f"stand in {issues}" if issues else "are listed by --issues FILE.xlsx"
        console.print(f"{counted(more, 'more note')} {where}", soft_wrap=True)


def show_import(workspace: Workspace, plan: Plan, kept: Assessment, *, dry_run: bool, issues: Path | None) -> None:
    """Write what an import read and changed, and what to do next."""
    console, imported, reading = workspace.console, plan.imported, plan.imported.reading
    show_reading(workspace, plan, issues)
    if reading.replies:
        console.print(f"{counted(len(reading.replies), 'answer')} with a reply to the assessor")
    if not reading.answers and not plan.removed:
        console.print(f"No question is answered yet; nothing{' else' if reading.replies else ''} was saved.")
        return
    _show_changes(workspace, plan)
    if reading.evidence and plan.changes:
        console.print(f"{counted(len(reading.evidence), 'evidence file')} {'found' if dry_run else 'kept'}")
    if dry_run:
        console.print("Dry run: nothing was saved.")
    verb = "would be" if dry_run else "is"
    if plan.state is State.SUBMITTED:
        console.print(f"{kept.ref} {verb} submitted by {plain(plan.declared_by or kept.submitted_by)}.")
        say_open(workspace, imported.questionnaire, plan.after)
    elif imported.foreign is not None:
        leads = workspace.leads_to(imported.pin.id, workspace.judged_by(DEFAULT_POLICY)[0])
        told = f"No policy judges it{'; it can propose answers' if leads else ''}."
        console.print(f"{kept.ref} {verb} a draft of {imported.pin}. {told}")
    else:
        console.print(f"{kept.ref} {verb} a draft: {plan.lacking}.")
    if not dry_run:
        _say_next(workspace, imported, kept)


def _show_changes(workspace: Workspace, plan: Plan) -> None:
    if plan.changes or not plan.restated:
        show_changes(workspace, plan.changes)
    if plan.restated:
        workspace.console.print(f"{counted(len(plan.restated), 'answer')} confirmed as on file: stated anew")
    for name in plan.removed:
        workspace.console.print(f"erased    {name}")


def _say_next(workspace: Workspace, imported: Imported, kept: Assessment) -> None:
    if imported.foreign is not None:
        core = workspace.judged_by(DEFAULT_POLICY)[0]
        own = workspace.store.latest(kept.vendor.id, kept.product, core)
        step = f"vendorrisk carry {shlex.quote(kept.name)} --to {core} --from {imported.pin.id}"
        # What is the vendor's word already takes no proposals.
        if not workspace.leads_to(imported.pin.id, core) or (own is not None and own.state is State.SUBMITTED):
            step = f"vendorrisk assessments show {shlex.quote(kept.name)} --questionnaire {imported.pin.id}"
        workspace.console.print(f"next   {step}", soft_wrap=True)
    elif kept.state is State.SUBMITTED or saving.open_questions(imported.questionnaire, kept):
        say_next(workspace, kept)
    else:
        workspace.console.print(f"next   {submit_command(workspace, kept)}", soft_wrap=True)
