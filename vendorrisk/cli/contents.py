"""``content check`` and ``content list``."""

from __future__ import annotations

from collections.abc import Iterator

import click

from vendorrisk.building import build
from vendorrisk.cli.options import json_option
from vendorrisk.cli.plain import counted, print_json
from vendorrisk.cli.translations import show_content_faults, show_open, translate
from vendorrisk.cli.workspace import Workspace
from vendorrisk.content import Content, pin
from vendorrisk.model.fault import Fault, RefusedInput


@click.group()
def content() -> None:
    """Check and list questionnaires and policies."""


content.add_command(translate)


@content.command()
@click.option("--language", default="", help="Also list what is not translated into this language, or is out of date.")
@click.option("--questionnaire", default="", help="With --language: only what its vendors see.")
@json_option
@click.pass_obj
def check(workspace: Workspace, language: str, questionnaire: str, *, as_json: bool) -> int:
    """Find everything wrong with the content: each fault with file, line and column."""
    from vendorrisk.check import check as check_content  # noqa: PLC0415
    from vendorrisk.translating import check_translations  # noqa: PLC0415

    found = workspace.content
    faults = tuple(dict.fromkeys((*check_content(found), *_faults_of_documents(found), *check_translations(found))))
    if language:
        return show_open(workspace, language, questionnaire, faults, as_json=as_json)
    if as_json:
        print_json([fault.model_dump(mode="json") for fault in faults])
    elif faults:
        show_content_faults(workspace, faults)
    else:
        questionnaires = counted(len(workspace.content.questionnaires()), "questionnaire")
        policies = counted(len(workspace.content.policies()), "policy", "policies")
        overlays = counted(len(workspace.content.overlays()), "overlay")
        layouts = counted(len(workspace.content.layouts()), "layout")
        crosswalks = counted(len(workspace.content.crosswalks()), "crosswalk")
        whole = f"{questionnaires}, {layouts}, {crosswalks}, {policies}, {overlays}"
        workspace.console.print(f"No faults: {whole}, in {workspace.content.root}")
    return 3 if faults else 0


def _faults_of_documents(content: Content) -> Iterator[Fault]:
    from vendorrisk.reports.theme import Theme  # noqa: PLC0415
    from vendorrisk.reports.wording import Wording  # noqa: PLC0415

    for kind, file in ((Theme, "reports/theme.yaml"), (Wording, "reports/wording.yaml")):
        try:
            build(kind, content.locate(file))
        except RefusedInput as refused:
            yield from refused.faults


@content.command("list")
@json_option
@click.pass_obj
def list_content(workspace: Workspace, *, as_json: bool) -> None:
    """List questionnaires and policies with versions, sizes and digests, and layouts and crosswalks of others' ones."""
    found = workspace.content
    layouts = [found.layout(name) for name in found.layouts()]
    crosswalks = [found.crosswalk(name) for name in found.crosswalks()]
    questionnaires = [found.questionnaire(name) for name in found.questionnaires()]
    policies = [found.policy(name) for name in found.policies()]
    rows = [
        *({"kind": "questionnaire", "items": len(each.questions), **pin(each).model_dump()} for each in questionnaires),
        *({"kind": "policy", "items": len(each.criteria), **pin(each).model_dump()} for each in policies),
    ]
    if as_json:
        named = ({"id": each.layout, "version": each.version, "title": each.title} for each in layouts)
        leading = ({"id": each.crosswalk, "version": each.version, "to": each.to} for each in crosswalks)
        kinds = (("layout", named), ("crosswalk", leading))
        print_json([*rows, *({"kind": kind, **each} for kind, several in kinds for each in several)])
        return
    if not rows:
        workspace.console.print(f"No questionnaires and no policies in {found.root}.")
    for row in rows:
        unit = "criteria" if row["kind"] == "policy" else "questions"
        name = f"{row['id']} {row['version']}"
        workspace.console.print(f"{row['kind']:<14} {name:<28} {row['items']:>4} {unit:<10} {row['digest'][:16]}")
    for layout in layouts:
        name, editions = f"{layout.layout} {layout.version}", ", ".join(layout.editions or [layout.edition])
        workspace.console.print(f"{'layout':<14} {name:<28} {layout.title} {editions}")
    for crosswalk in crosswalks:
        name, origins = f"{crosswalk.crosswalk} {crosswalk.version}", ", ".join(found.origins_of(crosswalk))
        workspace.console.print(f"{'crosswalk':<14} {name:<28} {origins} → {crosswalk.to}")
