"""One sitting: what was given and not saved yet, and saving it, so that nothing that was acknowledged is lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from vendorrisk.capture import interview_lists as lists
from vendorrisk.capture import interview_text as words
from vendorrisk.capture.interview_commands import Card, Offer, Prompter
from vendorrisk.capture.interview_desk import Desk, SaveConflict
from vendorrisk.capture.screen import Block, Page
from vendorrisk.capture.session import Effect, Session
from vendorrisk.model.answer import Answer, Evidence, Source, Value
from vendorrisk.model.assessment import Assessment
from vendorrisk.model.fault import VendorRiskError
from vendorrisk.model.glossary import Entry
from vendorrisk.model.language import Phrase
from vendorrisk.model.questionnaire import Question
from vendorrisk.phrases.interview import Prompts, Screens


@dataclass(frozen=True)
class Draft:
    """What was given for a question and is not saved yet."""

    value: Value | None = None
    comment: str | None = None
    evidence: tuple[Evidence, ...] | None = None
    files: Mapping[str, bytes] = field(default_factory=dict)
    note: str = ""
    """Where it came from, where a person only confirmed it."""


@dataclass
class Sitting:
    """What the turns of an interview share."""

    session: Session
    terminal: Prompter
    desk: Desk
    recorder: str
    respondent: str
    clock: Callable[[], dt.datetime]
    folder: Path
    """Where evidence is looked for."""
    terms: Mapping[str, Entry]
    saved: int = 0
    notice: str = ""
    """What is to be said with the next question."""
    drafts: dict[str, Draft] = field(default_factory=dict)
    headed: str = ""
    """The section whose title stands above the last record."""
    submitted_by: str = ""

    def words(self, phrase: Phrase, **facts: object) -> str:
        """Return a text of the interface."""
        return phrase.say(self.terminal.language, **facts)

    def draft(self, question: Question) -> Draft:
        """Return what was given for a question and is not saved yet."""
        return self.drafts.get(question.id, Draft())

    def beside(self, question: Question) -> tuple[str, tuple[Evidence, ...]]:
        """Return comment and evidence as they stand with a question."""
        answer, draft = self.session.answers.get(question.id), self.draft(question)
        comment = draft.comment if draft.comment is not None else answer.comment if answer else ""
        return comment, draft.evidence if draft.evidence is not None else answer.evidence if answer else ()

    def card(self, question: Question, request: str = "") -> Card:
        """Return what stands above a prompt; ``request`` is what is asked beside the answer itself."""
        answer, (comment, evidence) = self.session.answers.get(question.id), self.beside(question)
        position, notice = self.session.position(question), self.notice
        proposal = self.session.proposal(question)
        thread = self.session.thread(question) if self.session.waits(question) else ()

        def card(page: Page) -> list[Block]:
            standing = words.standing(question, answer, comment, evidence, page)
            suggested = lists.proposed(question, proposal, page) if proposal else []
            above = [Block(1, standing), Block(1, suggested), Block(1, lists.thread(thread[-1:], page))]
            return [*words.asked(question, position, page), *above, Block(0, page.request(request, notice))]

        return card

    def keep(
        self, question: Question, draft: Draft, *, not_applicable: bool = False, beside: Screens | None = None
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
        seen = dict(self.session.answers)
        try:
            stored = self._saved(question, answer, draft.files)
        except VendorRiskError as error:
            self.notice = self.words(Prompts.NOT_SAVED, reason=reason_of(error))
            return False
        del self.drafts[question.id]
        current = self.session.current
        effect = self.session.renew(stored)
        kept = self.session.answers.get(question.id)
        if kept is not None:
            self._acknowledge(question, kept, effect, beside)
        self.tell_changes(seen, but=question.id)
        return kept is not None and self.session.current == current

    def renew(self, stored: Assessment) -> None:
        """Take what is stored now, and say what others changed."""
        seen = dict(self.session.answers)
        self.session.renew(stored)
        self.tell_changes(seen)

    def tell_changes(self, seen: Mapping[str, Answer], but: str = "") -> None:
        """Say what others answered or removed since ``seen``, save for the question ``but``."""
        now, asked = self.session.answers, self.session.questionnaire.questions
        changed = [each for each in asked if each.id != but and seen.get(each.id) != now.get(each.id)]
        if changed:
            self.terminal.say(lists.meanwhile(self.session, changed, self.terminal.page))

    def head(self, question: Question) -> None:
        """Print the title of the question's section, unless it stands above the last record."""
        section = self.session.section(question)
        if section.section != self.headed:
            self.headed = section.section
            self.terminal.say(words.heading(section, self.terminal.page))

    def _acknowledge(self, question: Question, kept: Answer, effect: Effect, beside: Screens | None) -> None:
        page = self.terminal.page
        self.head(question)
        if beside:
            self.terminal.say(words.saved_beside(question, beside, page))
        else:
            self.terminal.say(words.record(question, kept, effect, page))

    def _composed(self, before: Answer | None, draft: Draft, *, not_applicable: bool) -> Answer:
        """Return the answer to save: the draft, and what stood before where the draft says nothing."""
        standing = before if before is not None and before.not_applicable == not_applicable else None
        comment = draft.comment if draft.comment is not None else standing.comment if standing else ""
        evidence = draft.evidence if draft.evidence is not None else before.evidence if before else ()
        source = Source(
            channel="interview",
            recorder=self.recorder,
            respondent=self.respondent,
            at=self.clock(),
            note=draft.note,
        )
        return Answer(
            value=None if not_applicable else draft.value,
            not_applicable=not_applicable,
            comment=comment,
            evidence=evidence,
            source=source,
            version=before.version + 1 if before else 1,
        )

    def _saved(self, question: Question, answer: Answer, files: Mapping[str, bytes]) -> Assessment:
        """Save an answer; where someone else changed it meanwhile, the person chooses which of the two stands."""
        while True:
            try:
                kept = self.desk.save(question.id, answer, files)
            except SaveConflict as conflict:
                stored, assessment = conflict.stored, conflict.assessment
            else:
                self.saved += 1
                return kept
            if self._prefer_stored(question, answer, stored):
                return assessment
            answer = answer.model_copy(update={"version": stored.version + 1 if stored else 1})

    def _prefer_stored(self, question: Question, mine: Answer, stored: Answer | None) -> bool:
        def card(page: Page) -> list[Block]:
            return [Block(0, words.disagreement(question, mine, stored, page))]

        options = [("stored", self.words(Prompts.KEEP_THEIRS)), ("mine", self.words(Prompts.REPLACE_BY_MINE))]
        return self.terminal.choose(card, options, None, Offer()) == "stored"


def reason_of(error: VendorRiskError) -> str:
    """Return what went wrong and how to mend it, as one text."""
    return " ".join(part for part in (error.what, error.mend) if part)
