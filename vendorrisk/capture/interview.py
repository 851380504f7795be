"""The interactive interview: asks one question at a time and saves each answer as it is given."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from prompt_toolkit.input import Input
from prompt_toolkit.output import Output

from vendorrisk.capture import interview_fields as fields
from vendorrisk.capture import interview_text as words
from vendorrisk.capture.interview_prompts import Card, Command, Offer, Terminal
from vendorrisk.capture.screen import Block, Page
from vendorrisk.capture.session import Effect, Session
from vendorrisk.model.answer import Answer, Evidence, Source, Value
from vendorrisk.model.base import DEFAULT_LANGUAGE
from vendorrisk.model.fault import VendorRiskError
from vendorrisk.model.glossary import Entry
from vendorrisk.model.language import Phrase
from vendorrisk.model.questionnaire import Question
from vendorrisk.phrases.interview import Keys, Prompts, Screens


class SaveConflict(Exception):  # noqa: N818  what happened, not what went wrong
    """Someone else changed the answer since it was read; ``stored`` stands now, None if it was removed."""

    def __init__(self, stored: Answer | None) -> None:
        super().__init__("someone else changed this answer")
        self.stored = stored


class Save(Protocol):
    """Keeps an answer, and new evidence files by their SHA-256; returns the answer as it is kept.

    The answer's version is one more than that of the answer it replaces, or 1. Raises :class:`SaveConflict` if another
    stands in its place, and :class:`VendorRiskError` if it can't be saved.
    """

    def __call__(self, question_id: str, answer: Answer, files: Mapping[str, bytes]) -> Answer: ...  # noqa: D102


@dataclass(frozen=True)
class Outcome:
    """How a sitting ended."""

    saved: int
    """How many times an answer was saved."""
    open: int
    """Shown questions that have no answer yet."""
    stopped: bool
    """Whether the person stopped before everything had been asked."""


def run_interview(  # noqa: PLR0913  every edge of it enters here: store, people, time, words, files, terminal
    session: Session,
    *,
    save: Save,
    recorder: str,
    clock: Callable[[], dt.datetime],
    explain: Callable[[str], Iterable[str]],
    resume_command: str,
    evidence_folder: Path,
    terms: Mapping[str, Entry],
    respondent: str = "",
    language: str = DEFAULT_LANGUAGE,
    given_input: Input | None = None,
    output: Output | None = None,
) -> Outcome:
    """Ask what is open until nothing is left or the person stops.

    Each answer is saved as it is given, and marked on the screen only then. ``explain`` returns the titles of the
    criteria that need a question; ``terms`` are the glossary's entries by id. Evidence files are looked for in
    ``evidence_folder``. The terminal is the process's own unless ``given_input`` and ``output`` say otherwise.
    """
    terminal = Terminal(language, given_input, output)
    interview = _Interview(session, terminal, save, recorder, respondent, clock, explain, evidence_folder, terms)
    finished = interview.run()
    closing = words.closing(session, resume_command, interview.drafts, finished=finished, page=terminal.page)
    terminal.say(closing)
    return Outcome(interview.saved, len(session.open), stopped=not finished)


@dataclass(frozen=True)
class _Draft:
    """What was given for a question and is not saved yet."""

    value: Value | None = None
    comment: str | None = None
    evidence: tuple[Evidence, ...] | None = None
    files: Mapping[str, bytes] = field(default_factory=dict)


@dataclass
class _Interview:
    session: Session
    terminal: Terminal
    save: Save
    recorder: str
    respondent: str
    clock: Callable[[], dt.datetime]
    explain: Callable[[str], Iterable[str]]
    folder: Path
    terms: Mapping[str, Entry]
    saved: int = 0
    notice: str = ""
    drafts: dict[str, _Draft] = field(default_factory=dict)
    headed: str = ""
    """The section whose title stands above the last record."""

    def _words(self, phrase: Phrase, **facts: object) -> str:
        return phrase.say(self.terminal.language, **facts)

    def run(self) -> bool:
        """Ask until everything was asked (True) or the person stops (False)."""
        try:
            while True:
                question = self.session.current
                if question is None:
                    if self._end() is Command.STOP:
                        return True
                elif self._turn(question) is Command.STOP:
                    return False
        except (KeyboardInterrupt, EOFError):
            return self.session.current is None

    def _turn(self, question: Question) -> Command | None:
        """Ask one question once and do what was answered; return STOP, or None to go on."""
        answer, draft = self.session.answers.get(question.id), self.drafts.get(question.id, _Draft())
        standing = draft.value if draft.value is not None else answer.value if answer else None
        refused = (Command.NOT_APPLICABLE,) if question.not_applicable == "never" else ()
        offer = Offer(tuple(command for command in Command if command not in refused), refused)
        reply = fields.ask_value(self.terminal, self._card(question), question, standing, offer)
        self.notice = ""
        if not isinstance(reply, Command):
            self._answer(question, replace(draft, value=reply))
        elif reply is Command.BACK and not self.session.back():
            self.notice = self._words(Prompts.FIRST)
        elif reply is Command.SKIP:
            self.session.skip()
        elif reply is Command.MORE:
            criteria, depending = self.explain(question.id), self.session.depending(question)
            terms = [self.terms[term] for term in question.terms if term in self.terms]
            self.terminal.say(words.details(question, criteria, depending, terms, self.terminal.page))
        elif reply in refused:
            self.notice = self._words(Prompts.NOT_OFFERED)
        elif reply is Command.NOT_APPLICABLE:
            return self._not_applicable(question, draft)
        elif reply is Command.COMMENT:
            return self._comment(question, draft)
        elif reply is Command.EVIDENCE:
            return self._evidence(question, draft)
        return reply if reply is Command.STOP else None

    def _card(self, question: Question, request: str = "") -> Card:
        """Return what stands above a prompt; ``request`` is what is asked beside the answer itself."""
        answer, draft = self.session.answers.get(question.id), self.drafts.get(question.id, _Draft())
        position, notice = self.session.position(question), self.notice
        comment = draft.comment if draft.comment is not None else answer.comment if answer else ""
        evidence = draft.evidence if draft.evidence is not None else answer.evidence if answer else ()

        def card(page: Page) -> list[Block]:
            standing = words.standing(question, answer, comment, evidence, page)
            asked = words.asked(question, position, page)
            return [*asked, Block(1, standing), Block(0, page.request(request, notice))]

        return card

    def _answer(self, question: Question, draft: _Draft) -> None:
        """Save the value with what else was given, say so, and go on to the next question."""
        if self._keep(question, draft):
            self.session.move_on()

    def _keep(
        self, question: Question, draft: _Draft, *, not_applicable: bool = False, beside: Screens | None = None
    ) -> bool:
        """Save what was given on top of what stands, and return whether the question is settled.

        ``beside`` names what was given where it isn't the answer itself.
        """
        before = self.session.answers.get(question.id)
        self.drafts[question.id] = draft
        answer = self._composed(before, draft, not_applicable=not_applicable)
        if before is not None and before.says_the_same(answer):
            del self.drafts[question.id]
            return True
        try:
            kept = self._saved(question, answer, draft.files)
        except VendorRiskError as error:
            reason = " ".join(part for part in (error.what, error.mend) if part)
            self.notice = self._words(Prompts.NOT_SAVED, reason=reason)
            return False
        del self.drafts[question.id]
        effect = self.session.record(question.id, kept)
        if kept is not None:
            self._acknowledge(question, kept, effect, beside)
        return kept is not None

    def _acknowledge(self, question: Question, kept: Answer, effect: Effect, beside: Screens | None) -> None:
        page, section = self.terminal.page, self.session.position(question).section
        if section.section != self.headed:
            self.headed = section.section
            self.terminal.say(words.heading(section, page))
        if beside:
            self.terminal.say(words.saved_beside(question, beside, page))
        else:
            self.terminal.say(words.record(question, kept, effect, page))

    def _composed(self, before: Answer | None, draft: _Draft, *, not_applicable: bool) -> Answer:
        """Return the answer to save: the draft, and what stood before where the draft says nothing."""
        standing = before if before is not None and before.not_applicable == not_applicable else None
        comment = draft.comment if draft.comment is not None else standing.comment if standing else ""
        evidence = draft.evidence if draft.evidence is not None else before.evidence if before else ()
        return Answer(
            value=None if not_applicable else draft.value,
            not_applicable=not_applicable,
            comment=comment,
            evidence=evidence,
            source=Source(channel="interview", recorder=self.recorder, respondent=self.respondent, at=self.clock()),
            version=before.version + 1 if before else 1,
        )

    def _saved(self, question: Question, answer: Answer, files: Mapping[str, bytes]) -> Answer | None:
        """Save an answer; where someone else changed it meanwhile, the person chooses which of the two stands."""
        while True:
            try:
                kept = self.save(question.id, answer, files)
            except SaveConflict as conflict:
                stored = conflict.stored
            else:
                self.saved += 1
                return kept
            if self._prefer_stored(question, answer, stored):
                return stored
            answer = answer.model_copy(update={"version": stored.version + 1 if stored else 1})

    def _prefer_stored(self, question: Question, mine: Answer, stored: Answer | None) -> bool:
        def card(page: Page) -> list[Block]:
            return [Block(0, words.disagreement(question, mine, stored, page))]

        options = [("stored", self._words(Prompts.KEEP_THEIRS)), ("mine", self._words(Prompts.REPLACE_BY_MINE))]
        return self.terminal.choose(card, options, None, Offer()) == "stored"

    def _not_applicable(self, question: Question, draft: _Draft) -> Command | None:
        before = self.session.answers.get(question.id)
        reason = fields.ask_words(
            self.terminal,
            self._card(question, self._words(Prompts.WHY_NOT_APPLICABLE)),
            before.comment if before and before.not_applicable else "",
            required=self._words(Prompts.REASON_MISSING),
        )
        if isinstance(reason, Command):
            return reason
        if self._keep(question, replace(draft, comment=reason, value=None), not_applicable=True):
            self.session.move_on()
        return None

    def _comment(self, question: Question, draft: _Draft) -> Command | None:
        answer = self.session.answers.get(question.id)
        standing = draft.comment if draft.comment is not None else answer.comment if answer else ""
        request = self._words(Prompts.COMMENT_OR_LESS if standing else Prompts.COMMENT)
        text = fields.ask_words(self.terminal, self._card(question, request), standing)
        if isinstance(text, Command):
            return text
        self._beside(question, replace(draft, comment=text), Screens.COMMENT_SAVED)
        return None

    def _evidence(self, question: Question, draft: _Draft) -> Command | None:
        """Take documents until an empty line; each is saved at once where the question has an answer."""
        while True:
            answer, draft = self.session.answers.get(question.id), self.drafts.get(question.id, _Draft())
            standing = draft.evidence if draft.evidence is not None else answer.evidence if answer else ()

            def card(request: str) -> Card:
                return self._card(question, request)

            given = fields.ask_evidence(self.terminal, card, standing, self.folder, self.clock().date())
            self.notice = ""
            if given is None or isinstance(given, Command):
                return given
            files = {**draft.files, **given.files}
            self._beside(question, replace(draft, evidence=given.evidence, files=files), Screens.EVIDENCE_SAVED)

    def _beside(self, question: Question, draft: _Draft, what: Screens) -> None:
        """Save a comment or evidence with the answer that stands, or hold it until there is one."""
        answer = self.session.answers.get(question.id)
        self.drafts[question.id] = draft
        if answer is not None:
            self._keep(question, replace(draft, value=answer.value), not_applicable=answer.not_applicable, beside=what)

    def _end(self) -> Command | None:
        """Ask what to do once everything was asked; return STOP to finish."""
        skipped = self.session.skipped
        options = [("finish", self._words(Prompts.FINISH))]
        if skipped:
            again = Prompts.ASK_SKIPPED_ONE if len(skipped) == 1 else Prompts.ASK_SKIPPED
            options.insert(0, ("skipped", self._words(again, count=len(skipped))))
        options.append(("back", self._words(Prompts.GO_BACK)))

        def card(page: Page) -> list[Block]:
            return [Block(0, words.at_the_end(self.session, page))]

        reply = self.terminal.choose(card, options, None, fields.SUB_COMMANDS, enter=self._words(Keys.GO_ON))
        if reply in ("finish", Command.STOP):
            return Command.STOP
        if reply == "skipped":
            self.session.ask_skipped()
        else:
            self.session.back()
        return None
