"""Answers into the store: what changed is shown, a blank erases nothing, and it is all or nothing."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic import JsonValue

from vendorrisk.cli.workspace import Workspace
from vendorrisk.model.answer import Answer
from vendorrisk.model.assessment import Assessment, Ref, State
from vendorrisk.model.base import Pin, slug
from vendorrisk.model.fault import UsageError
from vendorrisk.model.questionnaire import Questionnaire
from vendorrisk.model.result import Truth
from vendorrisk.rules.answer_changes import ChangeKind, answer_changes
from vendorrisk.rules.facts import facts
from vendorrisk.rules.values import show_answer
from vendorrisk.rules.visibility import visibility


@dataclass(frozen=True)
class Change:
    """One answer before and after, as a person reads it."""

    question: str
    before: str
    after: str


def current(workspace: Workspace, vendor_id: str, product: str, pin: Pin) -> Assessment:
    """Return the assessment to write into: the newest that is open, else a new revision, not stored yet.

    ``product`` is an id or a name, from which the id is made.
    After an attested one, and after one that answers what the questionnaire meant before, that is a new, empty
    revision: a renewal is answered anew. Raises :class:`UsageError` if the new answers are those to an earlier meaning,
    or if no product is named and only products are on file: the vendor as a whole is not what is meant.
    """
    vendor, product_id = workspace.store.vendor(vendor_id), slug(product)
    newest = workspace.store.latest(vendor_id, product_id, pin.id)
    fresh = Assessment(
        vendor=vendor,
        product=product_id,
        product_name=_product_name(workspace, vendor_id, product_id, product),
        questionnaire=pin,
    )
    if newest is None:
        _whole_vendor_is_meant(workspace, fresh)
        return fresh
    if newest.questionnaire.digest == pin.digest and not newest.state.frozen:
        return newest
    if newest.questionnaire.digest != pin.digest and not _is_present(workspace, pin):
        raise UsageError(
            f"{newest.ref} answers {newest.questionnaire}, and these are answers to another {pin}.",
            mend=f"Have the present one answered: vendorrisk template {pin.id} --prefill {newest.ref} -o FILE.xlsx",
        )
    return fresh.model_copy(update={"revision": newest.revision + 1})


def _is_present(workspace: Workspace, pin: Pin) -> bool:
    """Return whether a questionnaire has no other meaning here; one of others has none but that of its file."""
    if pin.id not in workspace.content.questionnaires():
        return True
    return workspace.questionnaire(pin.id)[1].digest == pin.digest


def products(workspace: Workspace, vendor_id: str) -> dict[str, str]:
    """Return the name of each product of the vendor that is on file, by id; ``""`` is the vendor as a whole."""
    own = [each for each in workspace.store.assessments() if each.vendor.id == vendor_id]
    return {each.product: each.product for each in own} | {
        each.product: each.product_name for each in own if each.product_name
    }


def _whole_vendor_is_meant(workspace: Workspace, fresh: Assessment) -> None:
    known = {} if fresh.product else products(workspace, fresh.vendor.id)
    if known and "" not in known:
        names = list(known.values())
        raise UsageError(
            f"Only products of {fresh.vendor.name} are on file: {', '.join(names)}.",
            mend=f"Add {' or '.join(f'--product {shlex.quote(name)}' for name in names)}.",
        )


def _product_name(workspace: Workspace, vendor_id: str, product_id: str, given: str) -> str:
    """Return the product's name: as given, or as an earlier assessment has it if only the id was given."""
    if given != product_id:
        return given.strip()
    name = products(workspace, vendor_id).get(product_id, "")
    return name if name != product_id else ""


def differences(stored: Assessment, answers: Mapping[str, Answer], questionnaire: Questionnaire) -> list[Change]:
    """Return what these answers would change, in the order of the questionnaire; one that is missing erases nothing."""
    changes = answer_changes(questionnaire.questions, stored.answers, answers)
    return [
        Change(
            each.question.id,
            show_answer(each.question, each.before) if each.before is not None else "",
            "; ".join(each.details) if each.kind is ChangeKind.SUPPORT else show_answer(each.question, each.after),
        )
        for each in changes
        if each.kind is not ChangeKind.REMOVED
    ]


def emptied(stored: Assessment, answers: Mapping[str, Answer]) -> list[str]:
    """Return the questions that were answered before and are not now: a blank alone erases nothing."""
    return [name for name in stored.answers if name not in answers]


def merged(stored: Assessment, answers: Mapping[str, Answer], removed: Sequence[str] = ()) -> Assessment:
    """Return the assessment as it would stand with these answers saved."""
    kept = {name: answer for name, answer in stored.answers.items() if name not in removed}
    return stored.model_copy(update={"answers": {**kept, **answers}})


def open_questions(questionnaire: Questionnaire, assessment: Assessment) -> list[str]:
    """Return the questions that apply and have no answer."""
    states = visibility(questionnaire, facts(assessment.answers, assessment.reviews))
    return [name for name, state in states.items() if state is Truth.TRUE and name not in assessment.answers]


def receive(
    workspace: Workspace,
    stored: Assessment,
    answers: Mapping[str, Answer],
    files: Mapping[str, bytes],
    *,
    declared_by: str,
    removed: tuple[str, ...] = (),
    restated: tuple[str, ...] = (),
) -> Assessment:
    """Save what a workbook or answers file holds, and submit it if ``declared_by`` declares the answers complete.

    After submission only such a file may change answers: anyone else's change is a review. Those that are ``restated``
    say what stands already; they count as said anew, with their new source, and keep their reviews.
    """
    refuse_late_change(stored, answers, declared_by=declared_by, removed=removed)
    if not answers and not removed:
        return stored
    kept = save(workspace, stored, answers, files, removed=removed, restated=restated)
    if declared_by and kept.answers and (kept.state is State.DRAFT or kept is not stored):
        kept = submit(workspace, kept, declared_by)
    return kept


def refuse_late_change(
    stored: Assessment, answers: Mapping[str, Answer], *, declared_by: str, removed: Sequence[str] = ()
) -> None:
    """Raise :class:`UsageError` if a file changes submitted answers, and nobody of the vendor declares them anew."""
    changes = any(
        name not in stored.answers or not stored.answers[name].says_the_same(answers[name]) for name in answers
    )
    if stored.state is State.SUBMITTED and not declared_by and (changes or removed):
        raise UsageError(
            f"{stored.ref} is submitted, and the file that changes it does not say who at the vendor completed it, "
            "and when.",
            mend="Have the vendor enter name, role and date, or record your own change with 'vendorrisk review'.",
        )


def save(
    workspace: Workspace,
    stored: Assessment,
    answers: Mapping[str, Answer],
    files: Mapping[str, bytes],
    *,
    removed: tuple[str, ...] = (),
    restated: tuple[str, ...] = (),
) -> Assessment:
    """Save answers with their evidence on top of what stands; those that say the same stay, unless ``restated``."""
    again = {name: answers[name].model_copy(update={"version": stored.answers[name].version}) for name in restated}
    changed = {
        name: answer.model_copy(update={"version": stored.answers[name].version + 1 if name in stored.answers else 1})
        for name, answer in answers.items()
        if name not in stored.answers or not stored.answers[name].says_the_same(answer)
    }
    return save_exactly(workspace, stored, {**changed, **again}, files, removed=removed)


def save_exactly(
    workspace: Workspace,
    stored: Assessment,
    changed: Mapping[str, Answer],
    files: Mapping[str, bytes],
    *,
    removed: tuple[str, ...] = (),
) -> Assessment:
    """Save answers whose versions are set; an assessment that is not stored yet is created with them.

    Raises ``AnswerConflict`` if someone else saved one of them meanwhile; nothing is saved then.
    """
    for data in files.values():
        workspace.store.keep_evidence(data)
    if not _exists(workspace, stored):
        made = stored.model_copy(update={"answers": dict(changed)})
        return workspace.store.create(made, by=workspace.actor, at=workspace.now)
    if not changed and not removed:
        return stored
    return workspace.store.save_answers(stored, changed, removed=removed, by=workspace.actor, at=workspace.now)


def reread(workspace: Workspace, assessment: Assessment) -> Assessment:
    """Return the assessment as it is stored now."""
    ref = Ref(vendor=assessment.vendor.id, product=assessment.product or None, revision=assessment.revision)
    return workspace.store.find(ref, assessment.questionnaire.id)


def _exists(workspace: Workspace, assessment: Assessment) -> bool:
    newest = workspace.store.latest(assessment.vendor.id, assessment.product, assessment.questionnaire.id)
    return newest is not None and newest.revision == assessment.revision


def submit(workspace: Workspace, assessment: Assessment, by: str) -> Assessment:
    """Record that a person of the vendor declares the answers complete, and keep the questions for a later renewal."""
    if assessment.questionnaire.id in workspace.content.questionnaires():
        asked, pinned = workspace.questionnaire(assessment.questionnaire.id)
        if asked.respondent == "vendor" and pinned.digest == assessment.questionnaire.digest:
            workspace.store.keep_questionnaire(asked, pinned, by=workspace.actor, at=workspace.now)
    said = {"state": State.SUBMITTED, "submitted_by": by, "submitted_at": workspace.now}
    return change(workspace, assessment, "assessment-submitted", {"by": by}, **said)


def change(
    workspace: Workspace, before: Assessment, event: str, detail: Mapping[str, JsonValue], **fields: object
) -> Assessment:
    """Store an assessment with other ``fields``, and the event with its detail; raise as the store's ``change``."""
    after = before.model_copy(update=fields)
    return workspace.store.change(before, after, event=event, detail=detail, by=workspace.actor, at=workspace.now)
