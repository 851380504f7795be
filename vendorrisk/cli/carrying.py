"""``carry``: answers that were given once are taken over into another questionnaire that shares their questions."""

from __future__ import annotations

import click
from rich.text import Text

from vendorrisk.cli import saving
from vendorrisk.cli.options import json_option
from vendorrisk.cli.plain import counted, plain, print_json
from vendorrisk.cli.subject import of_product
from vendorrisk.cli.workspace import Workspace, parse_ref
from vendorrisk.model.answer import Answer
from vendorrisk.model.assessment import Assessment, State
from vendorrisk.model.fault import UsageError
from vendorrisk.model.questionnaire import Questionnaire


@click.command()
@click.argument("ref")
@click.option("--to", "target", required=True, metavar="QUESTIONNAIRE", help="The questionnaire that takes them over.")
@click.option("--from", "origin", metavar="QUESTIONNAIRE", help="The one that was answered; found by itself if clear.")
@json_option
@click.pass_obj
def carry(workspace: Workspace, ref: str, target: str, origin: str | None, *, as_json: bool) -> None:
    """Take over answers into another questionnaire that shares questions: from coalition-lite to coalition-core.

    Each answer keeps its value, comment, evidence and source. An answer that is already there stays; one that says
    otherwise is named. Reviews and waivers do not carry over.
    """
    questionnaire, pin = workspace.questionnaire(target)
    given = workspace.store.find(parse_ref(ref), *([origin] if origin else _sharing(workspace, questionnaire)))
    if given.questionnaire.id == target:
        raise UsageError(f"{given.ref} with {target} has these answers already.", mend="Name another one with --to.")
    ours = given.questionnaire.id in workspace.content.questionnaires()
    if ours and given.questionnaire.digest != workspace.questionnaire(given.questionnaire.id)[1].digest:
        raise UsageError(
            f"{given.ref} answers {given.questionnaire}, whose questions have changed since.",
            mend="Ask the vendor to answer the present questionnaire.",
        )
    stored = saving.current(workspace, given.vendor.id, given.product, pin)
    if stored.state is State.SUBMITTED:
        raise UsageError(
            f"{stored.ref} with {target} is submitted: its answers are the vendor's word now.",
            mend="Use 'vendorrisk review' to challenge one, or import the vendor's new workbook.",
        )
    asked = {question.id for question in questionnaire.questions}
    shared = {name: answer for name, answer in given.answers.items() if name in asked}
    if not shared:
        raise UsageError(
            f"{given.ref} answers no question of {target}.",
            mend=f"Its answers are to {given.questionnaire.id}; name a questionnaire that shares questions with it.",
        )
    new = {name: _first(answer) for name, answer in shared.items() if name not in stored.answers}
    differing = [n for n, answer in shared.items() if n not in new and not stored.answers[n].says_the_same(answer)]
    kept = saving.save_exactly(workspace, stored, new, {}) if new else stored
    if as_json:
        print_json({"assessment": kept.ref, "questionnaire": target, "carried": list(new), "differing": differing})
        return
    _show(workspace, given, kept, questionnaire, list(new), differing)


def _first(answer: Answer) -> Answer:
    return answer.model_copy(update={"version": 1})


def _sharing(workspace: Workspace, target: Questionnaire) -> tuple[str, ...]:
    """Return the questionnaires that share their questions with the target by including them."""
    name = target.questionnaire
    found = (target.part_of,) if target.part_of else workspace.content.parts_of(name)
    if not found:
        raise UsageError(
            f"No questionnaire shares its questions with {name}.", mend="Name the one that was answered with --from."
        )
    return found


def _show(
    workspace: Workspace,
    given: Assessment,
    kept: Assessment,
    questionnaire: Questionnaire,
    new: list[str],
    differing: list[str],
) -> None:
    console = workspace.console
    console.print(f"{counted(len(new), 'answer')} carried over into {kept.ref} with {questionnaire.questionnaire}.")
    if differing:
        console.print(Text(plain(f"Left as they are, and said otherwise elsewhere: {', '.join(differing)}")))
    still = saving.open_questions(questionnaire, kept)
    console.print(f"{counted(len(still), 'question')} still open.")
    if given.state is not State.DRAFT and kept.state is State.DRAFT and given.questionnaire.id != kept.questionnaire.id:
        console.print(f"Until they are submitted, results rest on the answers to {given.questionnaire.id}.")
    command = f"vendorrisk interview {kept.vendor.id} {questionnaire.questionnaire}{of_product(kept)}"
    console.print(f"next   {command}", soft_wrap=True)
