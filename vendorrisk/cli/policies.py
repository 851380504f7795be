"""``policy``: list, show, compare and test the coalition's policies and overlays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from vendorrisk.cli.files import read_file
from vendorrisk.cli.options import json_option
from vendorrisk.cli.plain import print_json
from vendorrisk.cli.subject import nearest
from vendorrisk.cli.workspace import Workspace
from vendorrisk.content import Content, pin
from vendorrisk.model.base import say
from vendorrisk.model.fault import UsageError
from vendorrisk.model.overlay import Overlay
from vendorrisk.model.policy import Criterion, Level, Policy
from vendorrisk.model.questionnaire import Question
from vendorrisk.rules.sentence import sentence

if TYPE_CHECKING:
    from vendorrisk.scoring.policy_diff import Version


@click.group()
def policy() -> None:
    """List, show, compare and test policies.

    A policy is named by its id, with overlays joined by '+' in any order: coalition-minimum+finance.
    """


@policy.command("list")
@json_option
@click.pass_obj
def list_policies(workspace: Workspace, *, as_json: bool) -> None:
    """List policies and overlays with versions and sizes."""
    from vendorrisk.cli.policy_views import show_list  # noqa: PLC0415

    found = workspace.content
    policies = [found.policy(name) for name in found.policies()]
    overlays = [found.overlay(name) for name in found.overlays()]
    if as_json:
        print_json([*map(_policy_row, policies), *map(_overlay_row, overlays)])
    else:
        show_list(policies, overlays, workspace.theme, workspace.console)


def _policy_row(found: Policy) -> dict[str, Any]:
    levels = Counter(criterion.level for criterion in found.criteria)
    sizes = {"criteria": len(found.criteria), "levels": {level.value: levels[level] for level in Level}}
    return {"kind": "policy", "title": say(found.title), **sizes, **pin(found).model_dump()}


def _overlay_row(found: Overlay) -> dict[str, Any]:
    names = {"kind": "overlay", "title": say(found.title), "id": found.overlay, "version": found.version}
    return {**names, "base": found.base, "tightens": len(found.tighten), "adds": len(found.add)}


@policy.command()
@click.argument("name")
@click.argument("criterion", required=False)
@json_option
@click.pass_obj
def show(workspace: Workspace, name: str, criterion: str | None, *, as_json: bool) -> None:
    """Show what a policy asks, in plain words; one CRITERION with its reason and its questions."""
    from vendorrisk.cli.policy_views import show_criterion, show_policy  # noqa: PLC0415

    found = workspace.content.policy(name)
    questions = workspace.content.questions_of(found)
    if criterion is not None:
        one = _criterion(found, criterion)
        if as_json:
            print_json(criterion_row(one, questions))
        else:
            overlays = [workspace.content.overlay(each.overlay) for each in found.overlays]
            show_criterion(one, found, overlays, questions, workspace.theme, workspace.console)
        return
    if as_json:
        rows = [criterion_row(each, questions) for each in found.criteria]
        terms = found.model_dump(mode="json", exclude={"criteria"})
        print_json({**terms, "pin": pin(found).model_dump(mode="json"), "criteria": rows})
        return
    sections = workspace.content.questionnaire(found.questionnaire).sections
    show_policy(found, sections, questions, workspace.theme, workspace.console)


def criterion_row(criterion: Criterion, questions: Mapping[str, Question]) -> dict[str, Any]:
    """Return a criterion as data, its conditions also in words."""
    words = {part: sentence(condition, questions) for part, condition in criterion.conditions.items()}
    return {**criterion.model_dump(mode="json"), "severity": criterion.severity.value, "words": words}


def _criterion(found: Policy, name: str) -> Criterion:
    known = {criterion.id: criterion for criterion in found.criteria}
    if name.upper() in known:
        return known[name.upper()]
    raise UsageError(f"{found.policy} has no criterion '{name}'.", mend=nearest(name.upper(), list(known)))


@policy.command()
@click.argument("old")
@click.argument("new")
@json_option
@click.pass_obj
def diff(workspace: Workspace, old: str, new: str, *, as_json: bool) -> int:
    """Say in words how NEW differs from OLD: added, removed, tightened, loosened, changed.

    Each is the name of a policy, or a path to one in another content folder, such as
    ../before/scoring/coalition-minimum; overlays can be joined to it, too. Exit code 0 if both give the same results,
    1 if they differ.
    """
    from vendorrisk.cli.policy_views import show_diff  # noqa: PLC0415
    from vendorrisk.scoring.policy_diff import policy_diff  # noqa: PLC0415

    found = policy_diff(_version(workspace.content, old), _version(workspace.content, new))
    if as_json:
        print_json({"same": found.same, **found.model_dump(mode="json")})
    else:
        show_diff(found, workspace.theme, workspace.console)
    return 0 if found.same else 1


def _version(content: Content, name: str) -> Version:
    """Return a policy of this content, or of the content folder that a path leads into."""
    from vendorrisk.scoring.policy_diff import Version  # noqa: PLC0415

    path = Path(name)
    if path.name != name:
        if path.parent.name != "scoring":
            raise UsageError(
                f"{name} is neither the name of a policy nor a path to one.",
                mend="Write a path as FOLDER/scoring/coalition-minimum.",
            )
        content, name = Content.find(path.parent.parent), path.name
    found = content.policy(name)
    return Version(found, pin(found), content.questions_of(found))


@policy.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE]...")
@json_option
@click.pass_obj
def test(workspace: Workspace, files: tuple[Path, ...], *, as_json: bool) -> int:
    """Run scenario files: answers, and the findings that the policy must give for them.

    Without a FILE, all of the coalition's own. Exit code 1 if something comes out otherwise than expected.
    """
    from vendorrisk import yamlfile  # noqa: PLC0415
    from vendorrisk.cli.policy_views import show_tried  # noqa: PLC0415
    from vendorrisk.scenarios import Trials, scenario_files  # noqa: PLC0415

    content = workspace.content
    trials = Trials(content)
    if files:
        tried = [trials.read(read_file(file, most=yamlfile.MAX_BYTES), str(file)) for file in files]
    else:
        tried = [trials.run(content.locate(name)) for name in scenario_files(content)]
    faults = list(dict.fromkeys(fault for each in tried for fault in each.faults))
    if as_json:
        counts = {"files": len(tried), "scenarios": sum(each.size for each in tried)}
        print_json({**counts, "faults": [fault.model_dump(mode="json") for fault in faults]})
    else:
        show_tried(tried, workspace.console)
        if not tried:
            workspace.console.print(f"There are no scenario files in {content.root}.")
    if not all(each.ran for each in tried):
        return 3
    return 1 if faults else 0
