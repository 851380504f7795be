"""Ways through the interview other than from one question to the next: jump, what is open, all answers, submission."""

from __future__ import annotations

from collections.abc import Sequence

from vendorrisk.capture import interview_fields as fields
from vendorrisk.capture import interview_lists as lists
from vendorrisk.capture.interview_commands import SUB_COMMANDS, Command, Reading
from vendorrisk.capture.interview_desk import ChangedMeanwhile, Weak
from vendorrisk.capture.interview_search import search
from vendorrisk.capture.interview_sitting import Sitting, reason_of
from vendorrisk.capture.screen import Block, Page
from vendorrisk.model.fault import VendorRiskError
from vendorrisk.model.questionnaire import Question
from vendorrisk.phrases.interview import Keys, Lists, Prompts, Submission

_NAMED = 4


def jump(sitting: Sitting) -> Command | None:
    """Ask where to go, and go there; of several questions that fit, the person picks one."""
    notice = ""
    while True:
        request, said = sitting.words(Prompts.WHERE_TO), notice

        def card(page: Page, request: str = request, said: str = said) -> list[Block]:
            return [Block(0, page.request(request, said))]

        enter = sitting.words(Keys.FIND)
        typed = sitting.terminal.write(card, "", _anything, SUB_COMMANDS, live=False, enter=enter)
        if isinstance(typed, Command):
            return typed
        if not typed.strip():
            return _sections(sitting)
        hits = search(sitting.session, typed, sitting.terminal.language)
        if len(hits.shown) == 1:
            sitting.session.go_to(hits.shown[0])
            return None
        if hits.shown:
            return _pick(sitting, hits.shown, sitting.words(Lists.FOUND, count=len(hits.shown)))
        notice = sitting.words(Prompts.NOTHING_FOUND, typed=" ".join(typed.split()))
        if hits.hidden:
            named = ", ".join(question.id for question in hits.hidden[:_NAMED])
            notice = sitting.words(Prompts.NONE_ASKED, questions=named)


def _anything(_text: str) -> Reading:
    return Reading()


def _sections(sitting: Sitting) -> Command | None:
    """Let a section be picked, and go to its first open question, or to its first."""
    page = sitting.terminal.page

    def card(page: Page) -> list[Block]:
        return [Block(0, page.titled(sitting.words(Lists.SECTIONS), []))]

    options = lists.sections(sitting.session, page)
    picked = sitting.terminal.choose(card, options, None, SUB_COMMANDS, enter=sitting.words(Keys.GO_ON))
    if isinstance(picked, Command):
        return picked
    shown = [each for each in sitting.session.shown if sitting.session.section(each).section == picked]
    still = [question for question in sitting.session.open if question in shown]
    sitting.session.go_to((still or shown)[0])
    return None


def _pick(sitting: Sitting, chosen: Sequence[Question], title: str) -> Command | None:
    """Let one of the questions be picked, and go there."""

    def card(page: Page) -> list[Block]:
        return [Block(0, page.titled(title, []))]

    options = lists.questions(sitting.session, chosen, sitting.terminal.page)
    picked = sitting.terminal.choose(card, options, None, SUB_COMMANDS, enter=sitting.words(Keys.GO_ON))
    if isinstance(picked, Command):
        return picked
    sitting.session.go_to(sitting.session.questionnaire.question(picked))
    return None


def what_is_open(sitting: Sitting) -> Command | None:
    """Let one of the open questions be picked, or one about whose answer an assessor asks."""
    session = sitting.session
    waiting = {question.id for question in (*session.open, *session.asked_about)}
    chosen = [question for question in session.shown if question.id in waiting]
    if not chosen:
        sitting.notice = sitting.words(Prompts.NOTHING_OPEN)
        return None
    return _pick(sitting, chosen, sitting.words(Lists.OPEN_QUESTIONS))


def overview(sitting: Sitting) -> Command | None:
    """Show all answers with the weakest points; go to one of them, go on, or submit. Return STOP once submitted."""
    while True:
        weak, notice = sitting.desk.weakest(), sitting.notice
        sitting.notice = ""

        def card(page: Page, weak: Sequence[Weak] = weak, notice: str = notice) -> list[Block]:
            return [*lists.overview(sitting.session, weak, page), Block(0, page.request("", notice))]

        options = [("go-on", sitting.words(Lists.GO_ON))]
        if sitting.desk.can_submit:
            options.append(("submit", sitting.words(Lists.SUBMIT)))
        options += lists.questions(sitting.session, sitting.session.shown, sitting.terminal.page, weak)
        picked = sitting.terminal.choose(card, options, "go-on", SUB_COMMANDS, enter=sitting.words(Keys.GO_ON))
        if isinstance(picked, Command):
            return picked
        if picked == "go-on":
            return None
        if picked != "submit":
            sitting.session.go_to(sitting.session.questionnaire.question(picked))
            return None
        ended = submit(sitting)
        if ended is Command.STOP or sitting.submitted_by:
            return Command.STOP


def submit(sitting: Sitting) -> Command | None:
    """Ask who declares the answers complete and whether to, and do it; return STOP where the person stops."""
    by = sitting.submitted_by or sitting.respondent
    while True:
        given = fields.ask_words(
            sitting.terminal,
            lambda page: [Block(0, page.request(sitting.words(Prompts.WHO_SUBMITS), sitting.notice))],
            by,
            required=sitting.words(Prompts.SUBMITTER_MISSING),
            form=sitting.words(Prompts.SUCH_AS_PERSON),
        )
        sitting.notice = ""
        if isinstance(given, Command):
            return given
        by = " ".join(given.split())
        options = [("yes", sitting.words(Submission.YES)), ("no", sitting.words(Submission.NO))]

        def card(page: Page, by: str = by) -> list[Block]:
            return [Block(0, lists.declaration(sitting.session, by, page))]

        reply = sitting.terminal.choose(card, options, None, SUB_COMMANDS, enter=sitting.words(Keys.GO_ON))
        if reply == "yes":
            _declare(sitting, by)
            return None
        if reply is not Command.BACK:
            return reply if isinstance(reply, Command) else None


def _declare(sitting: Sitting, by: str) -> None:
    try:
        sitting.desk.submit(by)
    except ChangedMeanwhile as change:
        sitting.renew(change.assessment)
        sitting.notice = sitting.words(Prompts.CHANGED_BEFORE_SUBMISSION)
    except VendorRiskError as error:
        sitting.notice = sitting.words(Prompts.NOT_SAVED, reason=reason_of(error))
    else:
        sitting.submitted_by = by
