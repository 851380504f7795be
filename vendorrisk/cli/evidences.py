"""``evidence list|save``: what an assessor reads before an answer is verified."""

from __future__ import annotations

from pathlib import Path

import click
from rich.table import Table
from rich.text import Text

from vendorrisk.cli.files import write_file
from vendorrisk.cli.options import json_option, policy_option, questionnaire_option
from vendorrisk.cli.plain import counted, plain, print_json
from vendorrisk.cli.subject import on_file
from vendorrisk.cli.workspace import Workspace
from vendorrisk.model.answer import Evidence
from vendorrisk.model.fault import UsageError
from vendorrisk.rules.values import show_answer


@click.group()
def evidence() -> None:
    """List and save the documents behind an assessment's answers."""


@evidence.command("list")
@click.argument("ref")
@questionnaire_option
@policy_option
@json_option
@click.pass_obj
def list_evidence(workspace: Workspace, ref: str, questionnaire: str, policy: str, *, as_json: bool) -> None:
    """List every answer that names evidence, with the documents and their dates."""
    assessment = on_file(workspace, ref, policy, questionnaire)
    named = {name: answer for name, answer in assessment.answers.items() if answer.evidence}
    if as_json:
        print_json({name: [item.model_dump(mode="json") for item in a.evidence] for name, a in named.items()})
        return
    table = Table.grid(padding=(0, 2))
    for question in workspace.asked(assessment).questions:
        if question.id in named:
            answer = named[question.id]
            documents = "\n".join(map(_described, answer.evidence))
            said = Text(plain(show_answer(question, answer)))
            said.append(f"\n{plain(documents)}", style=workspace.theme.quiet)
            table.add_row(question.id, said)
    workspace.console.print(table)
    workspace.console.print(f"{len(named)} of {counted(len(assessment.answers), 'answer')} with evidence.")
    chosen = f" --questionnaire {questionnaire}" if questionnaire else ""
    workspace.console.print(f"next   vendorrisk evidence save {ref}{chosen} -o FOLDER", soft_wrap=True)


def _described(item: Evidence) -> str:
    date = f" of {item.issued}" if item.issued else ", undated"
    return f"{item.name}{date}" + ("" if item.kind == "url" or item.sha256 else ", not received")


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
def save(workspace: Workspace, ref: str, output: Path, questionnaire: str, policy: str) -> None:
    """Write the documents that were received to a folder, to be read before answers are verified.

    They come from the vendor: open them with the care that any foreign file deserves.
    """
    assessment = on_file(workspace, ref, policy, questionnaire)
    kept = {item.sha256: item.name for a in assessment.answers.values() for item in a.evidence if item.sha256}
    if output.exists() and (not output.is_dir() or any(output.iterdir())):
        raise UsageError(f"{output} is no empty folder.", mend="Name a new one with -o.")
    output.mkdir(parents=True, exist_ok=True)
    for digest, name in kept.items():
        taken = (output / name).exists()
        write_file(output / (f"{digest[:8]}-{name}" if taken else name), workspace.store.evidence(digest))
    workspace.console.print(f"{counted(len(kept), 'document')} written to {output}", soft_wrap=True)
