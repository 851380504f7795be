"""``carry``: answers that were given once help to answer another questionnaire.

Where both share questions, the answers are taken over. Where a crosswalk says how their questions correspond, answers
are proposed, and a person confirms them.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence

import click
from pydantic import JsonValue

from vendorrisk.cli import saving
from vendorrisk.cli.carried_view import Carried, as_object, show
from vendorrisk.cli.options import json_option
from vendorrisk.cli.plain import print_json
from vendorrisk.cli.workspace import Workspace, parse_ref
from vendorrisk.model.answer import Answer
from vendorrisk.model.assessment import Assessment, Ref, State
from vendorrisk.model.base import Pin
from vendorrisk.model.crosswalk import Crosswalk
from vendorrisk.model.fault import UsageError
from vendorrisk.model.proposal import Precedent
from vendorrisk.model.questionnaire import Questionnaire
from vendorrisk.model.result import Truth
from vendorrisk.rules.facts import facts
from vendorrisk.rules.proposing import otherwise, precedents_of, propose, renewed
from vendorrisk.rules.visibility import visibility

Precedents = Mapping[str, tuple[Precedent, ...]]
"""What was said elsewhere, by question."""


@click.command()
@click.argument("ref")
@click.option("--to", "target", required=True, metavar="QUESTIONNAIRE", help="The one that they help to answer.")
@click.option("--from", "origin", metavar="QUESTIONNAIRE", help="The one that was answered; found by itself if clear.")
@json_option
@click.pass_obj
def carry(workspace: Workspace, ref: str, target: str, origin: str | None, *, as_json: bool) -> None:
    """Use answers for another questionnaire: from coalition-lite, a CAIQ, HECVAT or MVSP to coalition-core.

    Questions that both share keep their answer with comment, evidence and source. Answers to other questions propose
    answers, each with the sources that it rests on. A proposal counts for nothing until a person confirms it, in the
    interview or in a prefilled workbook, and is asserted then. Sources that contradict each other propose nothing. An
    answer that is already there stays; what says otherwise is named. Reviews and waivers do not carry over.
    """
    questionnaire, pin = workspace.questionnaire(target)
    given = _given(workspace, ref, questionnaire, origin)
    _must_be_usable(workspace, given, target)
    stored = _open_draft(workspace, given, pin)
    asked = {question.id for question in questionnaire.questions}
    shared = {name: answer for name, answer in given.answers.items() if name in asked}
    crosswalks = workspace.content.crosswalks_from(given.questionnaire.id, questionnaire)
    if not shared and not crosswalks:
        raise UsageError(
            f"{given.ref} answers no question of {target}, and no crosswalk leads there.",
            mend=f"Its answers are to {given.questionnaire.id}; name another questionnaire with --from.",
        )
    new = {name: _first(answer) for name, answer in shared.items() if name not in stored.answers}
    differing = [n for n, answer in shared.items() if n not in new and not stored.answers[n].says_the_same(answer)]
    found = _precedents(workspace, given, questionnaire, crosswalks)
    kept = saving.save_exactly(workspace, stored, new, {}) if new or found else stored
    kept = _propose(workspace, kept, questionnaire, given, found)
    told = _otherwise(workspace, kept, questionnaire, found)
    carried = Carried(given, kept, questionnaire, tuple(new), (*differing, *told), found)
    if as_json:
        print_json(as_object(carried))
    else:
        show(workspace, carried)


def _given(workspace: Workspace, ref: str, target: Questionnaire, origin: str | None) -> Assessment:
    """Return the assessment whose answers are used; raise :class:`UsageError` if there is none, or several are."""
    parsed = parse_ref(ref)
    names = (origin,) if origin else _leading_to(workspace, target)
    if not names:
        raise UsageError(
            f"No questionnaire shares its questions with {target.questionnaire}, and no crosswalk leads there.",
            mend="Name the one that was answered with --from.",
        )
    on_file = _on_file(workspace, parsed, names)
    if not on_file and not origin and not _answered(workspace, parsed, names):
        raise UsageError(
            f"{ref} has no answers that lead to {target.questionnaire} yet.",
            mend=f"Import what the vendor has filled in: vendorrisk import FILE --vendor {parsed.vendor}",
        )
    if len(on_file) > 1:
        raise UsageError(
            f"{ref} has answers to {' and to '.join(each.questionnaire.id for each in on_file)}.",
            mend=f"Name those to use: --from {' or --from '.join(each.questionnaire.id for each in on_file)}",
        )
    return on_file[0] if on_file else workspace.store.find(parsed, *names)


def _leading_to(workspace: Workspace, target: Questionnaire) -> tuple[str, ...]:
    """Return the questionnaires that share questions with the target, then those that a crosswalk leads from."""
    content = workspace.content
    sharing = (target.part_of,) if target.part_of else content.parts_of(target.questionnaire)
    return tuple(dict.fromkeys((*sharing, *content.crosswalks_to(target))))


def _answered(workspace: Workspace, ref: Ref, questionnaires: Sequence[str]) -> bool:
    """Return whether the vendor answered one of these for any product; raise :class:`UsageError` for no vendor."""
    vendor = workspace.store.vendor(ref.vendor)
    stored = (each for each in workspace.store.assessments() if each.vendor.id == vendor.id)
    return any(each.questionnaire.id in questionnaires for each in stored)


def _on_file(workspace: Workspace, ref: Ref, questionnaires: Sequence[str]) -> list[Assessment]:
    """Return what is on file of that name, by questionnaire; where no product is named, the vendor as a whole first."""
    found = []
    for name in questionnaires:
        with contextlib.suppress(UsageError):
            found.append(workspace.store.find(ref, name))
    return [each for each in found if each.product == (ref.product or "")] or found


def _must_be_usable(workspace: Workspace, given: Assessment, target: str) -> None:
    if given.questionnaire.id == target:
        raise UsageError(f"{given.ref} with {target} has these answers already.", mend="Name another one with --to.")
    ours = given.questionnaire.id in workspace.content.questionnaires()
    if ours and given.questionnaire.digest != workspace.questionnaire(given.questionnaire.id)[1].digest:
        raise UsageError(
            f"{given.ref} answers {given.questionnaire}, whose questions have changed since.",
            mend="Ask the vendor to answer the present questionnaire.",
        )


def _open_draft(workspace: Workspace, given: Assessment, pin: Pin) -> Assessment:
    stored = saving.current(workspace, given.vendor.id, given.product, pin)
    if stored.state is State.SUBMITTED:
        raise UsageError(
            f"{stored.ref} with {pin.id} is submitted: its answers are the vendor's word now.",
            mend="Use 'vendorrisk review' to challenge one, or import the vendor's new workbook.",
        )
    return stored


def _first(answer: Answer) -> Answer:
    return answer.model_copy(update={"version": 1})


def _precedents(
    workspace: Workspace, given: Assessment, target: Questionnaire, crosswalks: Sequence[Crosswalk]
) -> Precedents:
    """Return what the answers say about the target's questions, in its order."""
    found: dict[str, tuple[Precedent, ...]] = {}
    for crosswalk in crosswalks:
        for name, said in precedents_of(crosswalk, given, workspace.asked(given), target).items():
            found[name] = (*found.get(name, ()), *said)
    return {question.id: found[question.id] for question in target.questions if question.id in found}


def _propose(
    workspace: Workspace, kept: Assessment, target: Questionnaire, given: Assessment, found: Precedents
) -> Assessment:
    """Store what is proposed for the questions that are asked and open; what another source proposed stays."""
    hidden = {n for n, state in visibility(target, facts(kept.answers, kept.reviews)).items() if state is Truth.FALSE}
    open_ones = {name: said for name, said in found.items() if name not in kept.answers and name not in hidden}
    earlier = [each for each in kept.proposals if each.question not in kept.answers]
    proposals = renewed(earlier, open_ones, given.questionnaire.id, workspace.now)
    ordered = tuple(proposals[question.id] for question in target.questions if question.id in proposals)
    if ordered == kept.proposals:
        return kept
    detail: dict[str, JsonValue] = {"from": given.questionnaire.id, "questions": [*open_ones]}
    return saving.change(workspace, kept, "answers-proposed", detail, proposals=ordered)


def _otherwise(workspace: Workspace, kept: Assessment, target: Questionnaire, found: Precedents) -> tuple[str, ...]:
    """Return the questions that are answered, and that were answered otherwise elsewhere."""
    answered = [name for name in found if name in kept.answers]
    said = {name: propose(name, found[name], workspace.now) for name in answered}
    return tuple(n for n in answered if otherwise(said[n], kept.answers[n], target.question(n)))
