"""``evidence list|check|add|save``: the documents behind answers, and what an assessor reads before verifying one."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from pathlib import Path

import click
from rich.table import Table
from rich.text import Text

from vendorrisk.cli import evidence_check, saving
from vendorrisk.cli.files import write_file
from vendorrisk.cli.options import IsoDate, as_of_option, json_option, policy_option, questionnaire_option
from vendorrisk.cli.plain import counted, plain, print_json
from vendorrisk.cli.subject import on_file, read_answers_to
from vendorrisk.cli.workspace import Workspace, is_workbook
from vendorrisk.model.answer import Answer, Evidence
from vendorrisk.model.assessment import Assessment, State
from vendorrisk.model.fault import UsageError
from vendorrisk.rules.facts import facts
from vendorrisk.rules.values import show_answer, show_size


@click.group()
def evidence() -> None:
    """List, check, add and save the documents behind an assessment's answers."""


@evidence.command("list")
@click.argument("ref")
@questionnaire_option
@policy_option
@as_of_option
@json_option
@click.pass_obj
def list_evidence(
    workspace: Workspace, ref: str, questionnaire: str, policy: str, as_of: dt.date | None, *, as_json: bool
) -> None:
    """List every answer that names evidence, with its grade, and the documents with their dates.

    REF is an assessment on file or a filled workbook.
    """
    assessment = read_answers_to(workspace, ref, policy, questionnaire)
    day = as_of or workspace.today
    named = {name: answer for name, answer in assessment.answers.items() if answer.evidence}
    if as_json:
        print_json({name: [evidence_check.as_record(item, day) for item in a.evidence] for name, a in named.items()})
        return
    grades = facts(assessment.answers, assessment.reviews, day)
    table = Table.grid(padding=(0, 2))
    for question in workspace.asked(assessment).questions:
        if question.id in named:
            answer = named[question.id]
            said = Text(plain(show_answer(question, answer)))
            said.append(f"  {grades[question.id].grade}", style=workspace.theme.accent)
            for item in answer.evidence:
                said.append(f"\n{plain(_described(item, day))}", style=workspace.theme.quiet)
            table.add_row(question.id, said)
    workspace.console.print(table)
    workspace.console.print(f"{len(named)} of {counted(len(assessment.answers), 'answer')} with evidence.")
    if not is_workbook(ref):
        chosen = f" --questionnaire {questionnaire}" if questionnaire else ""
        workspace.console.print(f"next   vendorrisk evidence save {ref}{chosen} -o FOLDER", soft_wrap=True)


def _described(item: Evidence, day: dt.date) -> str:
    """Return a document with its dates and size, and what keeps it from counting."""
    parts = [f"{item.name} of {item.issued}" if item.issued else f"{item.name}, undated"]
    if item.valid_until is not None:
        parts.append(f"{'expired on' if item.expired(day) else 'valid until'} {item.valid_until}")
    if item.size is not None:
        parts.append(show_size(item.size))
    if item.kind == "file" and item.sha256 is None:
        parts.append("not received")
    return ", ".join(parts)


@evidence.command("check")
@click.argument("ref", default="")
@questionnaire_option
@policy_option
@as_of_option
@json_option
@click.pass_obj
def check_evidence(
    workspace: Workspace, ref: str, questionnaire: str, policy: str, as_of: dt.date | None, *, as_json: bool
) -> int:
    """Find documents that are missing, altered, expired or undated.

    REF is an assessment on file or a filled workbook; without it, everything on file is checked, and kept documents are
    named that belong to no answer any more. Every document is read and compared with its digest. Exit code 1 if
    anything is to be mended.
    """
    from vendorrisk.store import Keeping  # noqa: PLC0415

    day = as_of or workspace.today
    if not ref:
        store = workspace.store
        found = evidence_check.check(store.assessments(), day, store.check_evidence, store.evidence_digests())
    elif is_workbook(ref):  # what lies beside it was just read
        assessment = read_answers_to(workspace, ref, policy, questionnaire)
        found = evidence_check.check((assessment,), day, lambda _: Keeping.KEPT)
    else:
        assessment = on_file(workspace, ref, policy, questionnaire)
        found = evidence_check.check((assessment,), day, workspace.store.check_evidence)
    if as_json:
        print_json(evidence_check.as_json(found))
    else:
        evidence_check.show(found, workspace.theme, workspace.console)
    return 1 if found.wrong else 0


@evidence.command()
@click.argument("ref")
@click.argument("question")
@click.argument("documents", metavar="FILE|ADDRESS...", nargs=-1, required=True)
@click.option("--issued", type=IsoDate(), help="The date that the documents bear.")
@click.option("--valid-until", type=IsoDate(), help="The last day on which they hold, where they name one.")
@questionnaire_option
@policy_option
@click.pass_obj
def add(
    workspace: Workspace,
    ref: str,
    question: str,
    documents: tuple[str, ...],
    issued: dt.date | None,
    valid_until: dt.date | None,
    questionnaire: str,
    policy: str,
) -> None:
    """Attach documents that arrive later to an answer of a draft.

    A document takes the place of one of the same name, and keeps its dates unless others are given. The very bytes
    that were named before are taken at any time, which mends what was lost.
    """
    from vendorrisk.capture.evidence import MAX_ITEMS  # noqa: PLC0415

    assessment = on_file(workspace, ref, policy, questionnaire)
    answer = _answer(assessment, question)
    standing = {item.name: item for item in answer.evidence}
    files: dict[str, bytes] = {}
    for document in documents:
        item, taken = _document(workspace, document, standing, issued, valid_until)
        standing[item.name] = item
        files |= taken
    if len(standing) > MAX_ITEMS:
        raise UsageError(
            f"{question} would name {len(standing)} documents.", mend=f"An answer names at most {MAX_ITEMS}."
        )
    source = answer.source.model_copy(update={"recorder": workspace.actor, "at": workspace.now})
    changed = answer.model_copy(update={"evidence": tuple(standing.values()), "source": source})
    if not changed.says_the_same(answer):
        _refuse_late(assessment, question)
    saving.save(workspace, assessment, {question: changed}, files)
    grade = facts({question: changed}, (), workspace.today)[question].grade
    for name in dict.fromkeys(Path(each).name if each not in standing else each for each in documents):
        workspace.console.print(f"{plain(standing[name].written)} is kept with {question} of {assessment.ref}.")
    workspace.console.print(f"The answer is {grade}.")
    workspace.console.print(f"next   vendorrisk evidence check {assessment.ref}", soft_wrap=True)


def _answer(assessment: Assessment, question: str) -> Answer:
    if question in assessment.answers:
        return assessment.answers[question]
    near = difflib.get_close_matches(question, assessment.answers, n=1)
    raise UsageError(
        f"{assessment.ref} has no answer to {question}.",
        mend=f"Did you mean {near[0]}?" if near else "A document supports an answer: record that first.",
    )


def _document(
    workspace: Workspace,
    written: str,
    standing: dict[str, Evidence],
    issued: dt.date | None,
    valid_until: dt.date | None,
) -> tuple[Evidence, dict[str, bytes]]:
    """Return a document with its content by digest; raise :class:`UsageError` if there is none, or its dates can't be.

    ``standing`` are those of the answer, by name.
    """
    from vendorrisk.capture.evidence import UNDATED, EvidenceFolder  # noqa: PLC0415
    from vendorrisk.phrases.reading import OnThisMachine  # noqa: PLC0415

    address = re.match(r"(?i)https?:|www\.", written)
    folder, name = (Path(), written) if address else (Path(written).parent, Path(written).name)
    before = standing.get(name)
    if before is not None and issued is None and valid_until is None:
        issued, valid_until = before.issued, before.valid_until
    dates = f"{issued or ''}{f' to {valid_until}' if valid_until else ''}"
    source = EvidenceFolder(folder, OnThisMachine)
    reading = source.read_one(name, dates, workspace.today)
    for code, what, mend in (*reading.faults, *reading.warnings):
        if (code, what, mend) in reading.faults or code in ("evidence-missing", "evidence-empty"):
            raise UsageError(what, mend="Check its path." if code == "evidence-missing" else mend)
        workspace.console.print(f"note: {what}" + ("" if code == UNDATED else f" {mend}"))
        if code == UNDATED:
            workspace.console.print("      Give its date with --issued.")
    return reading.items[0], source.contents


def _refuse_late(assessment: Assessment, question: str) -> None:
    if assessment.state is State.SUBMITTED:
        raise UsageError(
            f"{assessment.ref} is submitted: its documents are the vendor's word, too.",
            mend="Put the document beside the vendor's workbook, name it there and import it again; or record that you "
            f"saw it: vendorrisk review {assessment.ref} --verified {question} --reason '...'",
        )
    if assessment.state.frozen:
        raise UsageError(
            f"{assessment.ref} is {assessment.state} and therefore frozen.", mend="A renewal is a new revision."
        )


@evidence.command()
@click.argument("ref")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="The folder to write the documents to; it must be new or empty.",
)
@questionnaire_option
@policy_option
@click.pass_obj
def save(workspace: Workspace, ref: str, output: Path, questionnaire: str, policy: str) -> int:
    """Write the documents that were received to a folder, to be read before answers are verified.

    They come from the vendor: open them with the care that any foreign file deserves.
    """
    from vendorrisk.store import Keeping  # noqa: PLC0415

    assessment = on_file(workspace, ref, policy, questionnaire)
    received = {item.sha256: item.name for a in assessment.answers.values() for item in a.evidence if item.sha256}
    kept = {digest: name for digest, name in received.items() if workspace.store.check_evidence(digest) is Keeping.KEPT}
    if output.exists() and (not output.is_dir() or any(output.iterdir())):
        raise UsageError(f"{output} is no empty folder.", mend="Name a new one with -o.")
    output.mkdir(parents=True, exist_ok=True)
    for digest, name in kept.items():
        taken = (output / name).exists()
        write_file(output / (f"{digest[:8]}-{name}" if taken else name), workspace.store.evidence(digest))
    workspace.console.print(f"{counted(len(kept), 'document')} written to {output}", soft_wrap=True)
    if lost := [name for digest, name in received.items() if digest not in kept]:
        workspace.console.print(f"Not written, because gone or altered: {', '.join(lost)}")
        workspace.console.print(f"next   vendorrisk evidence check {ref}", soft_wrap=True)
    return 1 if lost else 0
