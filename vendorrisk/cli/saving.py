"""Answers into the store: what changed is shown, a blank erases nothing, and it is all or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from vendorrisk.cli.workspace import Workspace
from vendorrisk.model.answer import Answer
from vendorrisk.model.assessment import Assessment, Ref, State
from vendorrisk.model.base import Pin, slug
from vendorrisk.model.fault import UsageError
from vendorrisk.model.questionnaire import Questionnaire
from vendorrisk.rules.values import show_answer


@dataclass(frozen=True)
class Change:
    """One answer before and after, as a person reads it."""

    question: str
    before: str
    after: str


def current(workspace: Workspace, vendor_id: str, product: str, pin: Pin) -> Assessment:
    """Return the assessment to write into: the newest that is open, else a new revision, not stored yet.

    ``product`` is an id or a name, from which the id is made.
    After an attested one that is a new, empty revision: a renewal is answered anew.
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
        return fresh
    if not newest.state.frozen:
        if newest.questionnaire.digest != pin.digest:
            raise UsageError(
                f"{newest.ref} answers {newest.questionnaire}, whose meaning differs from that of {pin}.",
                mend="Finish it with the content it began with, or submit and attest it first.",
            )
        return newest
    return fresh.model_copy(update={"revision": newest.revision + 1})


def _product_name(workspace: Workspace, vendor_id: str, product_id: str, given: str) -> str:
    """Return the product's name: as given, or as an earlier assessment has it if only the id was given."""
    if given != product_id:
        return given.strip()
    assessments = workspace.store.assessments()
    named = (one.product_name for one in assessments if (one.vendor.id, one.product) == (vendor_id, product_id))
    return next((name for name in named if name), "")


def differences(stored: Assessment, answers: Mapping[str, Answer], questionnaire: Questionnaire) -> list[Change]:
    """Return what these answers would change, in the order of the questionnaire."""
    changes = []
    for question in questionnaire.questions:
        before, after = stored.answers.get(question.id), answers.get(question.id)
        if after is not None and (before is None or not before.says_the_same(after)):
            said = show_answer(question, before) if before is not None else ""
            changes.append(Change(question.id, said, _described(question.id, questionnaire, before, after)))
    return changes


def _described(name: str, questionnaire: Questionnaire, before: Answer | None, after: Answer) -> str:
    question = questionnaire.question(name)
    said = show_answer(question, after)
    if before is not None and (before.value, before.not_applicable) == (after.value, after.not_applicable):
        return f"{said} (comment or evidence changed)"
    return said


def receive(
    workspace: Workspace,
    stored: Assessment,
    answers: Mapping[str, Answer],
    files: Mapping[str, bytes],
    *,
    respondent: str,
    removed: tuple[str, ...] = (),
) -> Assessment:
    """Save what a workbook or answers file holds; one that says who completed it submits the assessment.

    After submission only such a file may change answers: anyone else's change is a review.
    """
    changes = any(
        name not in stored.answers or not stored.answers[name].says_the_same(answers[name]) for name in answers
    )
    if stored.state is State.SUBMITTED and not respondent and (changes or removed):
        raise UsageError(
            f"{stored.ref} is submitted, and the file does not say who at the vendor changed the answers.",
            mend="Have the vendor name who completed it, or record your own change with 'vendorrisk review'.",
        )
    kept = save(workspace, stored, answers, files, removed=removed)
    if respondent and kept.answers and (kept.state is State.DRAFT or kept is not stored):
        kept = submit(workspace, kept, respondent)
    return kept


def save(
    workspace: Workspace,
    stored: Assessment,
    answers: Mapping[str, Answer],
    files: Mapping[str, bytes],
    *,
    removed: tuple[str, ...] = (),
) -> Assessment:
    """Save answers with their evidence on top of what stands; answers that say the same are left as they are."""
    changed = {
        name: answer.model_copy(update={"version": stored.answers[name].version + 1 if name in stored.answers else 1})
        for name, answer in answers.items()
        if name not in stored.answers or not stored.answers[name].says_the_same(answer)
    }
    return save_exactly(workspace, stored, changed, files, removed=removed)


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
    """Record that a person of the vendor declares the answers complete."""
    after = assessment.model_copy(
        update={"state": State.SUBMITTED, "submitted_by": by, "submitted_at": workspace.now},
    )
    return workspace.store.change(
        assessment, after, event="assessment-submitted", detail={"by": by}, by=workspace.actor, at=workspace.now
    )
