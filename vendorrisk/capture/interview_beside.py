"""What can be given for a question beside its value: a reason, a comment, evidence, a confirmation, a reply."""

from __future__ import annotations

from dataclasses import replace

from vendorrisk.capture import interview_fields as fields
from vendorrisk.capture import interview_lists as lists
from vendorrisk.capture import interview_text as words
from vendorrisk.capture.interview_commands import Card, Command
from vendorrisk.capture.interview_sitting import Draft, Sitting, reason_of
from vendorrisk.model.fault import VendorRiskError
from vendorrisk.model.questionnaire import Question
from vendorrisk.phrases.interview import Prompts, Screens


def more(sitting: Sitting, question: Question) -> None:
    """Print everything that helps to answer, and what was written about the answer."""
    page = sitting.terminal.page
    depending = sitting.session.depending(question)
    terms = [sitting.terms[term] for term in question.terms if term in sitting.terms]
    sitting.terminal.say(words.details(question, sitting.desk.needs(question.id), depending, terms, page))
    sitting.terminal.say(lists.thread(sitting.session.thread(question), page))


def not_applicable(sitting: Sitting, question: Question, reason: str = "", note: str = "") -> Command | None:
    """Ask for the reason, unless it is given, and save that the question doesn't apply; then go on."""
    before = sitting.session.answers.get(question.id)
    given: str | Command = reason or fields.ask_words(
        sitting.terminal,
        sitting.card(question, sitting.words(Prompts.WHY_NOT_APPLICABLE)),
        before.comment if before and before.not_applicable else "",
        required=sitting.words(Prompts.REASON_MISSING),
    )
    if isinstance(given, Command):
        return given
    draft = replace(sitting.draft(question), comment=given, value=None, note=note)
    if sitting.keep(question, draft, not_applicable=True):
        sitting.session.move_on()
    return None


def comment(sitting: Sitting, question: Question) -> Command | None:
    """Ask for a comment, and save it with the answer that stands."""
    standing, _ = sitting.beside(question)
    request = sitting.words(Prompts.COMMENT_OR_LESS if standing else Prompts.COMMENT)
    text = fields.ask_words(sitting.terminal, sitting.card(question, request), standing)
    if isinstance(text, Command):
        return text
    _beside(sitting, question, replace(sitting.draft(question), comment=text), Screens.COMMENT_SAVED)
    return None


def evidence(sitting: Sitting, question: Question) -> Command | None:
    """Take documents until an empty line; each is saved at once where the question has an answer."""
    while True:
        _, standing = sitting.beside(question)
        draft = sitting.draft(question)

        def card(request: str) -> Card:
            return sitting.card(question, request)

        given = fields.ask_evidence(sitting.terminal, card, standing, sitting.folder, sitting.clock().date())
        sitting.notice = ""
        if given is None or isinstance(given, Command):
            return given
        files = {**draft.files, **given.files}
        _beside(sitting, question, replace(draft, evidence=given.evidence, files=files), Screens.EVIDENCE_SAVED)


def _beside(sitting: Sitting, question: Question, draft: Draft, what: Screens) -> None:
    """Save a comment or evidence with the answer that stands, or hold it until there is one."""
    answer = sitting.session.answers.get(question.id)
    sitting.drafts[question.id] = draft
    if answer is not None:
        draft = replace(draft, value=answer.value, note=answer.source.note)
        sitting.keep(question, draft, not_applicable=answer.not_applicable, beside=what)


def confirm(sitting: Sitting, question: Question) -> Command | None:
    """Save the proposed answer as the person's own, with a note of what it was proposed from; then go on."""
    proposal = sitting.session.proposal(question)
    if proposal is None or not proposal.proposes:
        contradict = proposal is not None and proposal.conflicting
        sitting.notice = sitting.words(Prompts.NO_PROPOSAL if contradict else Prompts.UNDECIDED)
        return None
    note, draft = lists.precedents_note(proposal), sitting.draft(question)
    if proposal.not_applicable:
        return not_applicable(sitting, question, proposal.comment, note)
    comment = draft.comment if draft.comment is not None else proposal.comment
    documents = draft.evidence if draft.evidence is not None else proposal.evidence
    taken = replace(draft, value=proposal.value, comment=comment, evidence=documents, note=note)
    if sitting.keep(question, taken):
        sitting.session.move_on()
    return None


def reply(sitting: Sitting, question: Question) -> Command | None:
    """Ask what the vendor replies to the assessor, and save it."""
    request = sitting.words(Prompts.REPLY)
    required = sitting.words(Prompts.REPLY_MISSING)
    text = fields.ask_words(sitting.terminal, sitting.card(question, request), "", required=required)
    if isinstance(text, Command):
        return text
    try:
        stored = sitting.desk.reply(question.id, text)
    except VendorRiskError as error:
        sitting.notice = sitting.words(Prompts.NOT_SAVED, reason=reason_of(error))
        return None
    sitting.renew(stored)
    sitting.head(question)
    sitting.terminal.say(words.saved_beside(question, Screens.REPLY_SAVED, sitting.terminal.page))
    return None
