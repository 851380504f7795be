"""Reads a file of answers for any command, with or without a database."""

from __future__ import annotations

from pathlib import Path

from vendorrisk.cli.imported import Imported
from vendorrisk.cli.plain import counted
from vendorrisk.cli.recognising import read
from vendorrisk.cli.workspace import Workspace
from vendorrisk.model.assessment import Assessment, State, Vendor
from vendorrisk.model.base import slug
from vendorrisk.model.fault import Fault, FaultSeverity, RefusedInput, UsageError

_NOTES = 20
"""Notes that are shown beside faults, which are shown all."""
_NOT_WHOLE = "can't be read whole: {faults}."


def refuse(
    faults: tuple[Fault, ...], name: str, outcome: str = "was not imported: {faults}, nothing was saved."
) -> None:
    """Raise :class:`RefusedInput` with everything that was found, if there is a fault among it."""
    blocking = [fault for fault in faults if fault.severity is FaultSeverity.FAULT]
    if blocking:
        notes = [fault for fault in faults if fault.severity is not FaultSeverity.FAULT]
        more = f"There are {counted(len(notes) - _NOTES, 'more note')}." if len(notes) > _NOTES else ""
        what = f"{name} {outcome.format(faults=counted(len(blocking), 'fault'))}"
        raise RefusedInput(what, mend=more, faults=(*blocking, *notes[:_NOTES]))


def same_company(cover: str, vendor: Vendor) -> bool:
    """Return whether a cover's vendor can be this one: one name holds the other, legal form and spelling aside."""
    written, known = slug(cover), slug(vendor.name)
    return not written or any(written in name or name in written for name in (known, vendor.id))


def read_sound(workspace: Workspace, path: Path) -> Imported:
    """Return what a workbook says, whatever questionnaire it answers; raise :class:`RefusedInput` for its faults."""
    imported = read(workspace, path)
    refuse(imported.findings, path.name, _NOT_WHOLE)
    return imported


def read_whole(workspace: Workspace, path: Path, policy: str) -> Imported:
    """Return what a workbook says; raise :class:`RefusedInput` for its faults, or if it answers something else."""
    imported = read(workspace, path)
    judged = workspace.judged_by(policy)
    if imported.questionnaire.questionnaire not in judged:
        raise UsageError(
            f"{path.name} answers {imported.questionnaire.questionnaire}; {policy} asks for {' or '.join(judged)}.",
            mend=f"See what its answers say of a framework: vendorrisk coverage {path.name} --framework FRAMEWORK",
        )
    refuse(imported.findings, path.name, _NOT_WHOLE)
    return imported


def as_assessment(imported: Imported, path: Path) -> Assessment:
    """Return what a workbook says as an assessment that is stored nowhere."""
    declared = imported.reading.declared
    vendor = declared.vendor or path.stem
    return Assessment(
        vendor=Vendor(id=slug(vendor) or "vendor", name=vendor),
        product=slug(declared.product),
        product_name=declared.product,
        questionnaire=imported.pin,
        state=State.DRAFT,
        answers=imported.reading.answers,
    )
