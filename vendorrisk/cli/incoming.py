"""What comes back in a workbook beside its answers, and what it may not overwrite."""

from __future__ import annotations

from pydantic import JsonValue

from vendorrisk.capture.text import quote
from vendorrisk.cli import saving
from vendorrisk.cli.imported import Imported
from vendorrisk.cli.plain import counted
from vendorrisk.cli.workspace import Workspace
from vendorrisk.model.answer import Answer
from vendorrisk.model.assessment import Assessment
from vendorrisk.model.fault import Fault, RefusedInput
from vendorrisk.model.questionnaire import Questionnaire
from vendorrisk.rules.threads import new_messages
from vendorrisk.rules.values import show_answer


def with_kept_evidence(workspace: Workspace, imported: Imported, vendor_id: str) -> Imported:
    """Return it with the documents that this vendor sent before: they needn't be sent again.

    Such a one has the same name and dates; a file that lies beside the workbook comes first. Which document is meant is
    told by our own records, never by the workbook.
    """
    kept = [
        item
        for assessment in workspace.store.assessments()
        if assessment.vendor.id == vendor_id
        for answer in assessment.answers.values()
        for item in answer.evidence
    ]
    return imported.with_documents(kept)


def refuse_contradictions(imported: Imported, stored: Assessment) -> None:
    """Raise :class:`RefusedInput` with both values where a part says otherwise than somebody else said before."""
    faults = tuple(
        _contradiction(name, answer, stored.answers[name], imported.questionnaire)
        for name, answer in imported.reading.answers.items()
        if name in stored.answers and _contradicts(answer, stored.answers[name])
    )
    if imported.reading.part and faults:
        said = counted(len(faults), "answer")
        raise RefusedInput(
            f"{imported.reading.name} was not imported: {said} of others would be overwritten, nothing was saved.",
            mend="Agree on one answer each, and mend the workbook; or let this part's answers count with --replace.",
            faults=faults,
        )


def _contradicts(new: Answer, old: Answer) -> bool:
    """Return whether two people said two things; who sends a part again, mended, contradicts nobody.

    Where one of the two is not named, the same file is taken for the same person's; copies of it keep its name.
    """
    same = (new.value, new.not_applicable) == (old.value, old.not_applicable)
    people, files = (new.source.respondent, old.source.respondent), (new.source.file, old.source.file)
    said_by_both = people if all(people) else files
    return not same and len(set(said_by_both)) > 1


def _contradiction(name: str, new: Answer, old: Answer, questionnaire: Questionnaire) -> Fault:
    question = questionnaire.question(name)
    before, after = (quote(show_answer(question, answer)) for answer in (old, new))
    who = old.source.respondent or old.source.recorder
    what = f"{name} says {after}, and {who} said {before} ({old.source.where}, {old.source.at.date()})."
    return Fault(code="contradiction", where=new.source.cell, what=what, question=name, found=after)


def keep_beside(workspace: Workspace, imported: Imported, kept: Assessment) -> Assessment:
    """Save the vendor's replies, and drop the proposals that are answered now; return the assessment as stored."""
    by = imported.reading.declared.respondent or kept.vendor.name
    messages = new_messages(kept, imported.reading.replies, by=by, at=workspace.now)
    if messages:
        asked: dict[str, JsonValue] = {"questions": [message.question for message in messages], "role": "vendor"}
        said = {"messages": (*kept.messages, *messages)}
        kept = saving.change(workspace, kept, "replies-received", asked, **said)
    left = tuple(proposal for proposal in kept.proposals if proposal.question not in kept.answers)
    if left != kept.proposals:
        settled: dict[str, JsonValue] = {"questions": [each.question for each in kept.proposals if each not in left]}
        kept = saving.change(workspace, kept, "proposals-settled", settled, proposals=left)
    return kept
