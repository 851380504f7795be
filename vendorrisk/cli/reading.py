"""Reads a filled workbook for any command, with or without a database."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from vendorrisk.capture.workbook_in import WorkbookReading, identify_workbook, read_workbook
from vendorrisk.cli.files import read_file
from vendorrisk.cli.plain import counted
from vendorrisk.cli.workspace import Workspace
from vendorrisk.model.assessment import Assessment, State, Vendor
from vendorrisk.model.base import Pin, slug
from vendorrisk.model.fault import Fault, FaultSeverity, RefusedInput, UsageError
from vendorrisk.model.questionnaire import Questionnaire

MAX_WORKBOOK_BYTES = 10 << 20

_NOT_WHOLE = "can't be read whole: {faults}."


@dataclass(frozen=True)
class Imported:
    """A workbook's reading with the questionnaire that it answers."""

    reading: WorkbookReading
    questionnaire: Questionnaire
    pin: Pin

    @property
    def findings(self) -> tuple[Fault, ...]:
        """Faults first, then notes."""
        return (*self.reading.faults, *self.notes)

    @property
    def notes(self) -> tuple[Fault, ...]:
        """What stops nothing and must be said: warnings, and what was read leniently."""
        lenient = (
            Fault(
                code="read",
                where=answer.source.cell,
                what=answer.source.note,
                severity=FaultSeverity.WARNING,
                question=name,
            )
            for name, answer in self.reading.answers.items()
            if answer.source.note
        )
        return (*self.reading.warnings, *lenient)


def read(workspace: Workspace, path: Path) -> Imported:
    """Return what a workbook says; raise :class:`RefusedInput` if it is unsafe, or no workbook of ours."""
    data = read_file(path, most=MAX_WORKBOOK_BYTES)
    name, version, _ = identify_workbook(data, path.name)
    if name not in workspace.content.questionnaires():
        raise RefusedInput(
            f"{path.name} answers the questionnaire '{name}' {version}, which is not in {workspace.content.root}.",
            mend=f"Known: {', '.join(workspace.content.questionnaires())}. Name another folder with --content.",
        )
    questionnaire, pin = workspace.questionnaire(name)
    reading = read_workbook(
        data,
        path.name,
        questionnaire=questionnaire,
        pin=pin,
        recorder=workspace.actor,
        at=workspace.now,
        evidence_folder=path.parent,
        languages=[workspace.content.language(code) for code in workspace.content.languages],
    )
    return Imported(reading, questionnaire, pin)


def refuse(
    faults: tuple[Fault, ...], name: str, outcome: str = "was not imported: {faults}, nothing was saved."
) -> None:
    """Raise :class:`RefusedInput` with everything that was found, if there is a fault among it."""
    count = sum(fault.severity is FaultSeverity.FAULT for fault in faults)
    if count:
        raise RefusedInput(f"{name} {outcome.format(faults=counted(count, 'fault'))}", faults=faults)


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
