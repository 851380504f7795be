"""``assessments list|show|diff|export``: what is on file, and what changed."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import click
from rich.table import Table
from rich.text import Text

from vendorrisk.cli.answer_views import show_answers, show_differences
from vendorrisk.cli.files import spare, write_file
from vendorrisk.cli.options import json_option, language_option, output_option, questionnaire_option
from vendorrisk.cli.plain import counted, print_json
from vendorrisk.cli.records import records_of, summary_of
from vendorrisk.cli.subject import of_product, read_answers_to
from vendorrisk.cli.workspace import DEFAULT_POLICY, Workspace, is_workbook
from vendorrisk.model.assessment import Assessment
from vendorrisk.model.base import DEFAULT_LANGUAGE, say
from vendorrisk.model.fault import UsageError
from vendorrisk.model.language import Language
from vendorrisk.model.questionnaire import Questionnaire
from vendorrisk.rules.answer_changes import AnswerChange, answer_changes, with_received
from vendorrisk.rules.values import show_answer


@click.group()
def assessments() -> None:
    """List assessments, show their answers, compare and export them."""


@assessments.command("list")
@json_option
@click.pass_obj
def list_assessments(workspace: Workspace, *, as_json: bool) -> None:
    """List every assessment on file: what it answers, where it stands, and when it last changed."""
    found = workspace.store.assessments() if workspace.has_database else ()
    if as_json:
        print_json([_row(each) for each in found])
        return
    console = workspace.console
    if not found:
        console.print("No assessments yet. Begin with: vendorrisk triage VENDOR, or vendorrisk import FILE")
        return
    table = Table.grid(padding=(0, 2))
    for each in found:
        table.add_row(
            Text(each.ref).append(f"\n{each.questionnaire}", style=workspace.theme.quiet),
            each.state.value,
            counted(len(each.answers), "answer"),
            _changed_on(each) or "",
        )
    console.print(table)
    shown = next((each for each in found if not _naming(workspace, each)), found[-1])
    console.print(f"next   vendorrisk assessments show {shown.ref}{_naming(workspace, shown)}", soft_wrap=True)


def _row(assessment: Assessment) -> dict[str, object]:
    return {
        "ref": assessment.ref,
        "vendor": assessment.vendor.name,
        "product": assessment.product_name or assessment.product,
        "questionnaire": assessment.questionnaire.model_dump(),
        "state": assessment.state.value,
        "answers": len(assessment.answers),
        "changed": _changed_on(assessment),
        "submitted_by": assessment.submitted_by,
    }


def _changed_on(assessment: Assessment) -> str | None:
    """Return the day of the newest answer or review, or of the submission."""
    moments = [answer.source.at for answer in assessment.answers.values()]
    moments += [review.at for review in assessment.reviews]
    moments += [assessment.submitted_at] if assessment.submitted_at else []
    return max(moments).date().isoformat() if moments else None


def _naming(workspace: Workspace, assessment: Assessment) -> str:
    """Return the option that other commands need to mean these answers."""
    name = assessment.questionnaire.id
    return "" if name in workspace.judged_by(DEFAULT_POLICY) else f" --questionnaire {name}"


@assessments.command()
@click.argument("ref")
@questionnaire_option
@language_option
@json_option
@click.pass_obj
def show(workspace: Workspace, ref: str, questionnaire: str, language: str, *, as_json: bool) -> None:
    """Show the answers of an assessment, or of a filled file, by section: value, support and source."""
    spoken = workspace.content.language(language)
    assessment = read_answers_to(workspace, ref, DEFAULT_POLICY, questionnaire)
    asked = workspace.asked(assessment)
    if as_json:
        print_json(_exported(assessment, asked, spoken))
        return
    show_answers(workspace, assessment, asked, spoken, named=Path(ref).name if is_workbook(ref) else assessment.ref)


@assessments.command()
@click.argument("ref")
@click.argument("old")
@questionnaire_option
@language_option
@json_option
@click.pass_obj
def diff(workspace: Workspace, ref: str, old: str, questionnaire: str, language: str, *, as_json: bool) -> int:
    """Say what changed in REF since OLD. Each is an assessment on file, a revision of it, or a filled file.

    Ends with exit code 1 if they differ.
    """
    spoken = workspace.content.language(language)
    after = read_answers_to(workspace, ref, DEFAULT_POLICY, questionnaire)
    wanted = questionnaire or ("" if is_workbook(old) else after.questionnaire.id)
    before = read_answers_to(workspace, old, DEFAULT_POLICY, wanted)
    now, then = ({each.id: each for each in workspace.asked(side).questions} for side in (after, before))
    if now.keys().isdisjoint(then):
        raise UsageError(
            f"{after.questionnaire} and {before.questionnaire} share no question.",
            mend="Compare answers to the same questionnaire.",
        )
    older, newer = with_received(before.answers, after.answers), with_received(after.answers, before.answers)
    changes = answer_changes({**then, **now}.values(), older, newer)
    differing = sum(each.before is not None and each.after is not None for each in changes)
    same = len(after.answers.keys() & before.answers.keys()) - differing
    if as_json:
        said = [_change(each, spoken) for each in changes]
        print_json({"new": _row(after), "old": _row(before), "same": same, "changes": said})
    else:
        names = [Path(name).name if is_workbook(name) else side.ref for name, side in ((ref, after), (old, before))]
        show_differences(workspace, changes, names, same=same, language=spoken)
    return 1 if changes else 0


def _change(change: AnswerChange, language: Language) -> dict[str, object]:
    question = change.question
    sides = {"before": change.before, "after": change.after}
    return {
        "question": question.id,
        "ask": say(question.ask, language),
        "kind": change.kind.value,
        **{name: None if each is None else show_answer(question, each, language) for name, each in sides.items()},
        "details": list(change.details),
    }


@assessments.command()
@click.argument("ref")
@output_option("The file to write: .csv or .json.", required=True)
@questionnaire_option
@click.pass_obj
def export(workspace: Workspace, ref: str, output: Path, questionnaire: str) -> None:
    """Write the answers of an assessment, or of a filled workbook, as CSV or JSON that import reads again."""
    from vendorrisk.capture.answers_csv import write_answers_csv  # noqa: PLC0415

    assessment = read_answers_to(workspace, ref, DEFAULT_POLICY, questionnaire)
    asked = workspace.asked(assessment)
    kind = output.suffix.lower()
    if kind == ".csv":
        data = write_answers_csv(asked, assessment.questionnaire, assessment.answers)
    elif kind == ".json":
        data = (json.dumps(_exported(assessment, asked), indent=2, ensure_ascii=False) + "\n").encode()
    else:
        raise UsageError(
            f"{output} is neither .csv nor .json.", mend="Give the file a name that ends with one of them."
        )
    if is_workbook(ref):
        spare(output, Path(ref))
    write_file(output, data)
    said = f"{counted(len(assessment.answers), 'answer')} to {assessment.questionnaire} written to {output}"
    workspace.console.print(said, soft_wrap=True)
    if not is_workbook(ref):
        command = (
            f"vendorrisk import {shlex.quote(str(output))} --vendor {assessment.vendor.id}{of_product(assessment)}"
        )
        workspace.console.print(f"next   change it and read it again: {command}", soft_wrap=True)


def _exported(assessment: Assessment, asked: Questionnaire, language: str = DEFAULT_LANGUAGE) -> dict[str, object]:
    return {
        "assessment": assessment.ref,
        "state": assessment.state.value,
        "questionnaire": assessment.questionnaire.model_dump(),
        "answers": records_of(asked, assessment.answers, language=language),
        "summary": summary_of(asked, assessment.answers),
    }
