"""Finds out what a file is, and reads it: our own workbook, a file of answers, or a questionnaire of others."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from vendorrisk import yamlfile
from vendorrisk.capture.accepting import Rule
from vendorrisk.capture.answers_csv import csv_answers, is_answers
from vendorrisk.capture.answers_file import AnswersReading, load_answers, named_questionnaire, read_answers
from vendorrisk.capture.csv_in import read_csv
from vendorrisk.capture.grid import Book
from vendorrisk.capture.workbook_declared import Declared
from vendorrisk.capture.workbook_in import WorkbookReading, identify_workbook, read_workbook
from vendorrisk.capture.workbook_layout import IDENTITY
from vendorrisk.capture.worker import open_book
from vendorrisk.cli.files import read_file
from vendorrisk.cli.imported import Foreign, Imported
from vendorrisk.cli.own_layouts import find_layout, own_layouts
from vendorrisk.cli.workspace import Workspace
from vendorrisk.content import pin
from vendorrisk.model.base import Pin
from vendorrisk.model.fault import Fault, FaultSeverity, RefusedInput, UsageError
from vendorrisk.model.language import ENGLISH
from vendorrisk.model.layout import Layout
from vendorrisk.model.questionnaire import Questionnaire

if TYPE_CHECKING:
    from vendorrisk.capture.foreign import ForeignReading
    from vendorrisk.capture.foreign_recognise import Recognised

MAX_WORKBOOK_BYTES = 10 << 20
_CSV, _YAML = (".csv", ".tsv"), (".yaml", ".yml")
_TEXTS = (".json", *_YAML)
_VSAQ = "vsaq"
_MOST_BESIDE = 50


class Wanted(NamedTuple):
    """What the user says that a file is; empty where the file itself shall tell."""

    layout: str = ""
    questionnaire: str = ""
    evidence: Path | None = None
    """The folder of the files that it names; None: the one that it lies in."""
    accept: frozenset[Rule] = frozenset()
    """How unclear answers are read."""


def read(workspace: Workspace, path: Path, wanted: Wanted = Wanted()) -> Imported:  # noqa: B008  it is frozen
    """Return what a file says; raise :class:`RefusedInput` if it is unsafe, or nothing that is known here."""
    data = read_file(path, most=MAX_WORKBOOK_BYTES)
    suffix = path.suffix.lower()
    if suffix in _TEXTS or _bare_json(suffix, data):
        imported = _records(workspace, path, data, wanted)
    else:
        imported = _table(workspace, path, data, _book(path, data), wanted)
    workspace.remember(imported.questionnaire, imported.pin)
    return imported


def _book(path: Path, data: bytes) -> Book:
    return read_csv(data, path.name) if path.suffix.lower() in _CSV else open_book(data, path.name)


def unknown_book(workspace: Workspace, path: Path) -> tuple[Book, str]:
    """Return the table in a file whose layout shall be guessed, and as what it is known already; empty if it isn't.

    Raises :class:`UsageError` if there is nothing to guess, and :class:`RefusedInput` if it is unsafe or no table.
    """
    data = read_file(path, most=MAX_WORKBOOK_BYTES)
    if path.suffix.lower() in _TEXTS or _bare_json(path.suffix.lower(), data):
        raise UsageError(f"{path.name} is no table, so that it has no layout.", mend="Leave --guess out.")
    book = _book(path, data)
    if _is_ours(book):
        raise UsageError(f"{path.name} is a workbook of this program.", mend="It is read as it is: leave --guess out.")
    recognised = _recognised(workspace, book)
    return book, f"{recognised.layout.layout}, by {recognised.why}" if recognised else ""


def _recognised(workspace: Workspace, book: Book) -> Recognised | None:
    from vendorrisk.capture.foreign_recognise import recognise  # noqa: PLC0415

    shipped = [workspace.content.layout(name) for name in workspace.content.layouts()]
    return recognise(book, shipped, own_layouts(workspace).values())


def _is_ours(book: Book) -> bool:
    return book.sheet(IDENTITY) is not None and not _is_csv(book)


def _is_csv(book: Book) -> bool:
    return len(book.sheets) == 1 and not book.sheets[0].title


def _bare_json(suffix: str, data: bytes) -> bool:
    """Return whether it is JSON without its ending: VSAQ saves answers as ``answers_webapp``, or a browser as .txt."""
    return suffix in ("", ".txt") and data.lstrip()[:1] == b"{"


def _records(workspace: Workspace, path: Path, data: bytes, wanted: Wanted) -> Imported:
    from vendorrisk.capture.vsaq import kind_of  # noqa: PLC0415

    kind = kind_of(data) if path.suffix.lower() not in _YAML and not wanted.questionnaire else ""
    if kind:
        return _vsaq(workspace, path, data, is_form=kind == "questionnaire")
    if wanted.layout:
        raise UsageError(f"{path.name} is no table, so that no layout fits it.", mend="Leave --layout out.")
    return _answers(workspace, path, load_answers(data, path.name), wanted)


def _vsaq(workspace: Workspace, path: Path, data: bytes, *, is_form: bool) -> Imported:
    """Read what was saved by VSAQ; its answers need the questionnaire, which is looked for beside them."""
    from vendorrisk.capture.vsaq import answers_how_much, missing_questionnaire, read_vsaq  # noqa: PLC0415

    profile = workspace.content.layout(_VSAQ)
    if is_form:
        form, form_data, answers = path, data, b""
    else:
        beside = {each: read_file(each) for each in _files_beside(path)}
        shares = {each: answers_how_much(data, content) for each, content in beside.items()}
        form = max(shares, key=lambda each: shares[each], default=path)
        if not shares.get(form):
            raise missing_questionnaire(path.name)
        form_data, answers = beside[form], data
    found = read_vsaq(form_data, form.name, answers, path.name, profile)
    why = "its form" if is_form else f"the questionnaire {form.name} beside it"
    return _as_imported(workspace, path.name, found, Foreign(profile.layout, profile.title, why, found))


def _files_beside(path: Path) -> list[Path]:
    """Return the JSON files in the same folder that are not too large, at most so many."""
    found = sorted(each for each in path.parent.glob("*.json") if each.name != path.name and each.is_file())
    return [each for each in found[:_MOST_BESIDE] if each.stat().st_size <= MAX_WORKBOOK_BYTES]


def _table(workspace: Workspace, path: Path, data: bytes, book: Book, wanted: Wanted) -> Imported:
    is_csv = _is_csv(book)
    if wanted.layout:
        return _foreign(workspace, book, find_layout(workspace, wanted.layout), "", wanted.accept)
    if _is_ours(book):
        return _template(workspace, path, data, wanted)
    if is_csv and (wanted.questionnaire or is_answers(book)):
        found = csv_answers(book)
        return _answers(workspace, path, found.located, wanted, found.faults)
    recognised = _recognised(workspace, book)
    if recognised is None:
        raise _unknown(workspace, path, is_csv=is_csv)
    return _foreign(workspace, book, recognised.layout, recognised.why, wanted.accept)


def _unknown(workspace: Workspace, path: Path, *, is_csv: bool) -> RefusedInput:
    titles = dict.fromkeys(workspace.content.layout(name).title for name in workspace.content.layouts())
    ours = (
        "A file of answers begins with the line 'questionnaire,ID', or name it with --questionnaire."
        if is_csv
        else f"Of a workbook of this program, the hidden sheet {IDENTITY} was removed: ask for a fresh template."
    )
    known = f"none of the layouts that are known fits it: {', '.join(titles)}" if titles else "no layout is known"
    named = "If it is one of these, name its layout with --layout; if" if titles else "If"
    return RefusedInput(
        f"{path.name} is no {'file of answers' if is_csv else 'workbook of this program'}, and {known}.",
        mend=f"{named} it is another questionnaire, let its layout be found: "
        f"vendorrisk import {shlex.quote(str(path))} --guess. {ours}",
    )


def _template(workspace: Workspace, path: Path, data: bytes, wanted: Wanted) -> Imported:
    name, version, _ = identify_workbook(data, path.name)
    if name not in workspace.content.questionnaires():
        raise _not_here(workspace, path, f"{name}' {version}")
    questionnaire, pinned = workspace.questionnaire(name)
    reading = read_workbook(
        data,
        path.name,
        questionnaire=questionnaire,
        pin=pinned,
        recorder=workspace.actor,
        at=workspace.now,
        evidence_folder=wanted.evidence or path.parent,
        languages=[workspace.content.language(code) for code in workspace.content.languages],
        accept=wanted.accept,
    )
    return Imported(reading, questionnaire, pinned)


def _not_here(workspace: Workspace, path: Path, named: str) -> RefusedInput:
    return RefusedInput(
        f"{path.name} answers the questionnaire '{named}, which is not in {workspace.content.root}.",
        mend=f"Known: {', '.join(workspace.content.questionnaires())}. Name another folder with --content.",
    )


def _answers(
    workspace: Workspace, path: Path, located: yamlfile.Located, wanted: Wanted, faults: Sequence[Fault] = ()
) -> Imported:
    questionnaire, pinned = _asked(workspace, path, located, wanted)
    if isinstance(located.data, dict) and not located.data.get("questionnaire"):
        located.data["questionnaire"] = pinned.id
    found = read_answers(
        located,
        path.name,
        questionnaire=questionnaire,
        recorder=workspace.actor,
        at=workspace.now,
        evidence_folder=wanted.evidence or path.parent,
        accept=wanted.accept,
    )
    return Imported(_as_workbook(workspace, path, found, faults), questionnaire, pinned, "answers")


def _asked(workspace: Workspace, path: Path, located: yamlfile.Located, wanted: Wanted) -> tuple[Questionnaire, Pin]:
    """Return the questionnaire that an answers file names, in the meaning that it was written for."""
    name, digest = named_questionnaire(located)
    if name and wanted.questionnaire not in ("", name):
        raise UsageError(f"{path.name} answers {name}, and not {wanted.questionnaire}.")
    name = name or wanted.questionnaire
    if not name:
        raise UsageError(
            f"{path.name} does not say which questionnaire it answers.", mend="Name it with --questionnaire ID."
        )
    ours = workspace.questionnaire(name) if name in workspace.content.questionnaires() else None
    if ours is not None and digest in ("", ours[1].digest):
        return ours
    if kept := workspace.kept_questionnaire(name, digest):
        return kept
    if ours is None:
        raise _not_here(workspace, path, f"{name}'")
    raise RefusedInput(
        f"{path.name} was written for {name} in another meaning than that of {ours[1]}.",
        mend="Export the answers anew, or name the content that they answer with --content FOLDER.",
    )


def _as_workbook(workspace: Workspace, path: Path, found: AnswersReading, faults: Sequence[Fault]) -> WorkbookReading:
    """Return the reading of an answers file as that of a workbook: whoever is named declares the answers complete."""
    every = (*faults, *found.faults)
    return WorkbookReading(
        name=path.name,
        declared=Declared(respondent=found.respondent, completed_on=workspace.today if found.respondent else None),
        language=ENGLISH,
        answers=found.answers,
        faults=tuple(each for each in every if each.severity is FaultSeverity.FAULT),
        warnings=tuple(each for each in every if each.severity is FaultSeverity.WARNING),
        evidence=found.files,
        cells={name: answer.source.cell for name, answer in found.answers.items()},
    )


def _foreign(workspace: Workspace, book: Book, layout: Layout, why: str, accept: frozenset[Rule]) -> Imported:
    from vendorrisk.capture.foreign import read_foreign  # noqa: PLC0415

    found = read_foreign(book, layout, accept)
    foreign = Foreign(layout.layout, f"{layout.title} {found.edition}", why, found)
    return _as_imported(workspace, book.name, found, foreign, book.notes)


def _as_imported(
    workspace: Workspace, name: str, found: ForeignReading, foreign: Foreign, notes: Sequence[str] = ()
) -> Imported:
    """Return what a questionnaire of others says, as what a workbook of ours says."""
    said = found.identity
    warnings = (Fault(code="read", where=name, what=each, severity=FaultSeverity.WARNING) for each in notes)
    answers = found.to_answers(file=name, recorder=workspace.actor, at=workspace.now, respondent=said.contact)
    reading = WorkbookReading(
        name=name,
        declared=Declared(vendor=said.vendor, product=said.product),
        language=ENGLISH,
        answers=answers,
        faults=(),
        warnings=(*warnings, *found.issues),
        evidence={},
        cells={question: answer.source.cell for question, answer in answers.items()},
    )
    return Imported(reading, found.questionnaire, pin(found.questionnaire), "foreign", foreign)
