"""``content translate`` and ``content check --language``: how far a language is, and the workbook for translators."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from vendorrisk.cli.faults import show_faults
from vendorrisk.cli.files import read_file, write_file
from vendorrisk.cli.options import output_option
from vendorrisk.cli.plain import counted, plain, print_json
from vendorrisk.cli.recognising import MAX_WORKBOOK_BYTES
from vendorrisk.cli.workspace import Workspace
from vendorrisk.model.base import DEFAULT_LANGUAGE
from vendorrisk.model.fault import Fault, RefusedInput, UsageError
from vendorrisk.model.language import LANGUAGE_CODE
from vendorrisk.model.translation import TextRow, TextState


@click.group()
def translate() -> None:
    """Exchange the texts of the content with translators."""


def _code(language: str) -> str:
    if not LANGUAGE_CODE.fullmatch(language) or language == DEFAULT_LANGUAGE:
        raise UsageError(
            f"'{language}' is no language to translate into.", mend="Name it by its code, such as de, fr or pt-BR."
        )
    return language


@translate.command("export")
@click.argument("language")
@output_option("Where to write the workbook (.xlsx).", required=True)
@click.option("--questionnaire", default="", help="Only what the vendors of this questionnaire see.")
@click.pass_obj
def export_texts(workspace: Workspace, language: str, output: Path, questionnaire: str) -> None:
    """Write every text with its context and its translation so far, for a translator to fill.

    LANGUAGE is a code, such as de.
    """
    from vendorrisk.capture.translation_sheet import write_translation  # noqa: PLC0415
    from vendorrisk.translating import rows  # noqa: PLC0415

    if output.suffix.lower() != ".xlsx":
        raise UsageError(f"{output} is no .xlsx file.", mend="Give the file a name that ends with .xlsx.")
    found = rows(workspace.content, _code(language), questionnaire)
    write_file(output, write_translation(found, language, workspace.theme.model_dump(mode="json")))
    console = workspace.console
    console.print(f"{counted(len(found), 'text')} written to {output}: {_progress(found)}", soft_wrap=True)
    console.print(f"next   fill it, then: vendorrisk content translate import {output}", soft_wrap=True)


@translate.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def import_texts(workspace: Workspace, file: Path) -> None:
    """Read a filled workbook back into the content's translation files: all faults at once, or all texts.

    An empty cell never erases a translation that is there.
    """
    from vendorrisk.capture.translation_sheet import read_translation  # noqa: PLC0415
    from vendorrisk.translating import take_in  # noqa: PLC0415

    content = workspace.content
    if content.is_shipped:
        raise UsageError(
            "The content that was installed with the program can't be changed.",
            mend="Copy it into a folder of your own, and name that with --content FOLDER.",
        )
    reading = read_translation(read_file(file, most=MAX_WORKBOOK_BYTES), file.name)
    taken = take_in(content, reading.language, reading.texts)
    faults = (*reading.faults, *taken.faults)
    if faults:
        raise RefusedInput(
            f"{plain(file.name)} was not imported: {counted(len(faults), 'fault')}, nothing was written.", faults=faults
        )
    for name, data in taken.files.items():
        path = content.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, data)
        workspace.console.print(f"written   {name}", soft_wrap=True)
    console = workspace.console
    console.print(f"{counted(taken.changed, 'text')} changed.")
    for note in taken.notes:
        console.print(Text(f"note   {note}"))
    console.print(f"next   vendorrisk content check --language {reading.language}", soft_wrap=True)


def show_content_faults(workspace: Workspace, faults: Sequence[Fault]) -> None:
    """Write what is wrong with the content."""
    workspace.console.print(f"{counted(len(faults), 'fault')} in the content:")
    show_faults(faults, workspace.console)


def show_open(
    workspace: Workspace, language: str, questionnaire: str, faults: Sequence[Fault], *, as_json: bool
) -> int:
    """Write the faults of the content, and what is missing or out of date in a language; return the exit code."""
    from vendorrisk.translating import rows  # noqa: PLC0415

    found = rows(workspace.content, _code(language), questionnaire)
    still = [row for row in found if row.state is not TextState.OK]
    code = 3 if still or faults else 0
    if as_json:
        told = [fault.model_dump(mode="json") for fault in faults]
        print_json({"faults": told, "open": [row.model_dump(mode="json") for row in still]})
        return code
    console = workspace.console
    if faults:
        show_content_faults(workspace, faults)
        console.print()
    scope = f" for the vendors of {questionnaire}" if questionnaire else ""
    console.print(Text(f"{language}{scope}: {_progress(found)}", style="bold"))
    for file in dict.fromkeys(row.file for row in still):
        here = [row for row in still if row.file == file]
        console.print(f"\n{file}: {_progress(here)}")
        table = Table.grid(padding=(0, 2), expand=True)
        table.add_column(ratio=3, overflow="fold")
        table.add_column(no_wrap=True, min_width=len(TextState.OUT_OF_DATE))
        table.add_column(ratio=4, no_wrap=True, overflow="ellipsis")
        for row in here:
            table.add_row(Text(row.path), Text(str(row.state)), Text(" ".join(row.english.split())))
        console.print(Padding(table, (0, 0, 0, 2)))
    if still:
        about = f" --questionnaire {questionnaire}" if questionnaire else ""
        command = f"vendorrisk content translate export {language}{about} -o {language}.xlsx"
        console.print(f"\nnext   {command}", soft_wrap=True)
    return code


def say_untranslated(workspace: Workspace, language: str, questionnaire: str) -> None:
    """Say how much of what the vendors of a questionnaire see is still in English, if anything is."""
    from vendorrisk.translating import rows  # noqa: PLC0415

    if language == DEFAULT_LANGUAGE:
        return
    found = rows(workspace.content, language, questionnaire)
    still = sum(row.state is not TextState.OK for row in found)
    if still:
        command = f"vendorrisk content check --language {language} --questionnaire {questionnaire}"
        said = f"{still} of {len(found)} texts for its vendors are not translated into {language}, and stand in English"
        workspace.console.print(f"note   {said}: {command}", soft_wrap=True)


def _progress(found: Sequence[TextRow]) -> str:
    counts = {state: sum(row.state is state for row in found) for state in TextState}
    parts = [
        f"{counts[TextState.OK]} translated" if counts[TextState.OK] else "",
        f"{counts[TextState.MISSING]} missing" if counts[TextState.MISSING] else "",
        f"{counts[TextState.OUT_OF_DATE]} out of date" if counts[TextState.OUT_OF_DATE] else "",
    ]
    return ", ".join(filter(None, parts)) or "nothing to translate"
