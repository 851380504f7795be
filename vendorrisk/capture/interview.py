"""The interactive interview: asks one question at a time and saves each answer as it is given."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from vendorrisk.capture import interview_beside as beside
from vendorrisk.capture import interview_fields as fields
from vendorrisk.capture import interview_places as places
from vendorrisk.capture import interview_text as words
from vendorrisk.capture.interview_commands import SUB_COMMANDS, Command, Offer, Prompter
from vendorrisk.capture.interview_desk import Desk
from vendorrisk.capture.interview_sitting import Sitting
from vendorrisk.capture.screen import Block, Page
from vendorrisk.capture.session import Session
from vendorrisk.model.glossary import Entry
from vendorrisk.model.questionnaire import Question
from vendorrisk.phrases.interview import Keys, Prompts


@dataclass(frozen=True)
class Outcome:
    """How a sitting ended."""

    saved: int
    """How many times an answer was saved."""
    open: int
    """Shown questions that have no answer yet."""
    stopped: bool
    """Whether the person stopped before everything had been asked."""
    submitted_by: str = ""
    """Who declared the answers complete; empty if nobody did."""


def run_interview(  # noqa: PLR0913  every edge of it enters here: store, people, time, files, terminal
    session: Session,
    *,
    desk: Desk,
    terminal: Prompter,
    recorder: str,
    clock: Callable[[], dt.datetime],
    resume_command: str,
    evidence_folder: Path,
    terms: Mapping[str, Entry],
    respondent: str = "",
) -> Outcome:
    """Ask what is open until nothing is left, the person stops, or the answers are submitted.

    Each answer is saved as it is given, and marked on the screen only then. ``terms`` are the glossary's entries by id.
    Evidence files are looked for in ``evidence_folder``.
    """
    sitting = Sitting(session, terminal, desk, recorder, respondent, clock, evidence_folder, terms)
    finished = _run(sitting)
    page, by = terminal.page, sitting.submitted_by
    if by:
        terminal.say(words.submitted(session, by, page))
    else:
        terminal.say(words.closing(session, resume_command, sitting.drafts, finished=finished, page=page))
    return Outcome(sitting.saved, len(session.open), stopped=not finished, submitted_by=by)


def _run(sitting: Sitting) -> bool:
    """Ask until everything was asked (True) or the person stops (False)."""
    session = sitting.session
    try:
        while True:
            question = session.current
            ended = _end(sitting) if question is None else _turn(sitting, question)
            if ended is Command.STOP:
                break
    except (KeyboardInterrupt, EOFError):
        pass
    return session.current is None or bool(sitting.submitted_by)


def _turn(sitting: Sitting, question: Question) -> Command | None:
    """Ask one question once and do what was answered; return STOP, or None to go on."""
    answer, draft = sitting.session.answers.get(question.id), sitting.draft(question)
    standing = draft.value if draft.value is not None else answer.value if answer else None
    offer = _offer(sitting, question)
    reply = fields.ask_value(sitting.terminal, sitting.card(question), question, standing, offer)
    sitting.notice = ""
    if not isinstance(reply, Command):
        if sitting.keep(question, replace(draft, value=reply)):
            sitting.session.move_on()
        return None
    if reply in offer.refused:
        sitting.notice = sitting.words(Prompts.NOT_OFFERED)
        return None
    return _obey(sitting, question, reply)


def _offer(sitting: Sitting, question: Question) -> Offer:
    """Return the commands that make sense for a question."""
    refused = (Command.NOT_APPLICABLE,) if question.not_applicable == "never" else ()
    idle = set(refused)
    proposal = sitting.session.proposal(question)
    if proposal is None or not (proposal.proposes or proposal.conflicting):
        idle.add(Command.CONFIRM)
    if not sitting.session.waits(question):
        idle.add(Command.REPLY)
    return Offer(tuple(command for command in Command if command not in idle), refused)


_ASKING: Final = {
    Command.NOT_APPLICABLE: beside.not_applicable,
    Command.COMMENT: beside.comment,
    Command.EVIDENCE: beside.evidence,
    Command.CONFIRM: beside.confirm,
    Command.REPLY: beside.reply,
}
_LEADING: Final = {
    Command.JUMP: places.jump,
    Command.OPEN: places.what_is_open,
    Command.REVIEW: places.overview,
}


def _obey(sitting: Sitting, question: Question, command: Command) -> Command | None:
    """Do what was asked for instead of an answer; return STOP, or None to go on."""
    ended: Command | None = command
    if command in _ASKING:
        ended = _ASKING[command](sitting, question)
    elif command in _LEADING:
        ended = _LEADING[command](sitting)
    elif command is Command.MORE:
        beside.more(sitting, question)
    elif command is Command.SKIP:
        sitting.session.skip()
    elif command is Command.BACK and not sitting.session.back():
        sitting.notice = sitting.words(Prompts.FIRST)
    return Command.STOP if ended is Command.STOP else None


def _end(sitting: Sitting) -> Command | None:
    """Ask what to do once everything was asked; return STOP to finish."""
    session, skipped = sitting.session, sitting.session.skipped
    options = [("finish", sitting.words(Prompts.FINISH))]
    if sitting.desk.can_submit:
        options = [
            ("review", sitting.words(Prompts.LOOK_OVER)),
            ("finish", sitting.words(Prompts.FINISH_UNSUBMITTED)),
        ]
    if skipped:
        again = Prompts.ASK_SKIPPED_ONE if len(skipped) == 1 else Prompts.ASK_SKIPPED
        options.insert(0, ("skipped", sitting.words(again, count=len(skipped))))
    if session.asked_about:
        options.insert(0, ("asked", sitting.words(Prompts.ANSWER_ASSESSOR)))
    options.append(("back", sitting.words(Prompts.GO_BACK)))
    notice = sitting.notice
    sitting.notice = ""

    def card(page: Page) -> list[Block]:
        return [Block(0, [*words.at_the_end(session, page), *page.request("", notice)])]

    reply = sitting.terminal.choose(card, options, options[0][0], SUB_COMMANDS, enter=sitting.words(Keys.GO_ON))
    if reply in ("finish", Command.STOP):
        return Command.STOP
    if reply == "review":
        return places.overview(sitting)
    if reply == "asked":
        session.go_to(session.asked_about[0])
    elif reply == "skipped":
        session.ask_skipped()
    else:
        session.back()
    return None
