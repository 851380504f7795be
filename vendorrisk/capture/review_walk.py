"""The walk of an assessor through the answers, what decides most first; each act is saved as it is made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from vendorrisk.capture import interview_fields as fields
from vendorrisk.capture import review_text as words
from vendorrisk.capture.interview_commands import SUB_COMMANDS, Card, Command, Offer
from vendorrisk.capture.interview_prompts import Terminal
from vendorrisk.capture.review_session import Overtaken, ReviewSession
from vendorrisk.capture.review_text import Glyphs, Subject
from vendorrisk.capture.screen import Block, Page
from vendorrisk.model.answer import Value
from vendorrisk.model.assessment import Assessment, Review, ReviewAction
from vendorrisk.model.base import DEFAULT_LANGUAGE
from vendorrisk.model.fault import VendorRiskError
from vendorrisk.model.glossary import Entry
from vendorrisk.model.questionnaire import Questionnaire
from vendorrisk.model.reviewing import Effect, ReviewItem, Stage, Standing
from vendorrisk.rules.facts import facts
from vendorrisk.rules.threads import threads
from vendorrisk.rules.values import label


class Desk(Protocol):
    """What stands behind the walk: the assessment as it is stored, and its judge."""

    questionnaire: Questionnaire
    terms: Mapping[str, Entry]
    """The glossary's entries by id."""
    glyphs: Glyphs

    @property
    def assessment(self) -> Assessment:
        """Return it as it was read last."""

    def order(self) -> tuple[ReviewItem, ...]:
        """Return its answers in the order in which to review them."""

    def standing(self) -> Standing | None:
        """Return how far the minimums rest on what was checked; None where no policy judges the answers."""

    def effect(self, made: Sequence[Review]) -> Effect | None:
        """Return what these reviews would change; None where no policy judges the answers."""

    def draft(self, question_id: str, action: ReviewAction, reason: str, value: Value | None = None) -> Review:
        """Return a review that is saved nowhere."""

    def keep(self, made: Sequence[Review]) -> None:
        """Save reviews of one answer; raise :class:`Overtaken`, or :class:`VendorRiskError` if they can't be saved."""


class Act(StrEnum):
    """What can be done with an answer, by its key."""

    ACCEPT = "a"
    CHALLENGE = "c"
    OVERRIDE = "o"
    VERIFY = "v"
    SKIP = "s"


_NAMES = {
    Act.ACCEPT: "accept",
    Act.CHALLENGE: "challenge",
    Act.OVERRIDE: "override",
    Act.VERIFY: "verify",
    Act.SKIP: "skip",
}
_PLAIN = {Act.ACCEPT: ReviewAction.ACCEPT, Act.CHALLENGE: ReviewAction.CHALLENGE, Act.VERIFY: ReviewAction.GRADE}
_AS_ANSWERED = "It stands as answered."
_BESIDE = Offer((Command.BACK, Command.SKIP, Command.STOP))


def run_review(desk: Desk, *, save_command: str, everything: bool) -> ReviewSession:
    """Show each answer that is not checked, until nothing is left or the person stops; return how it stands then.

    With ``everything`` also those that decide nothing. ``save_command`` writes the evidence to a folder.
    """
    terminal = Terminal(DEFAULT_LANGUAGE)
    before = desk.standing()
    walk = _Walk(desk, terminal, ReviewSession(desk.order(), everything=everything), save_command)
    walk.run()
    terminal.say(words.closing(walk.made, walk.session, (before, desk.standing()), desk.glyphs, terminal.page))
    return walk.session


@dataclass
class _Walk:
    desk: Desk
    terminal: Terminal
    session: ReviewSession
    save_command: str
    made: list[Review] = field(default_factory=list)
    notice: str = ""
    unsaved: dict[str, str] = field(default_factory=dict)
    """Reasons that could not be saved, by question: they are offered again."""
    headed: Stage | None = None
    """The stage whose title stands above the last record."""

    def run(self) -> None:
        """Ask until nothing is left or the person stops."""
        try:
            while True:
                item = self.session.current
                if (self._end() if item is None else self._turn(item)) is Command.STOP:
                    return
        except (KeyboardInterrupt, EOFError):
            return

    def _turn(self, item: ReviewItem) -> Command | None:
        """Show one answer once and do what was chosen; return STOP, or None to go on."""
        subject = self._subject(item)
        options = self._options(subject)
        offer = Offer((Command.BACK, Command.MORE, Command.STOP), letters=tuple(name for name, _ in options))
        reply = self.terminal.choose(self._card(subject), options, Act.SKIP, offer, enter="do it")
        self.notice = ""
        if reply is Command.BACK and not self.session.back():
            self.notice = "This is the first answer of this sitting."
        elif reply is Command.MORE:
            self._more(subject)
        elif reply == Act.OVERRIDE:
            return self._override(subject)
        elif reply == Act.SKIP:
            self.session.skip()
        elif reply not in (Command.BACK, Command.STOP):
            return self._simple(subject, Act(reply))
        return Command.STOP if reply is Command.STOP else None

    def _subject(self, item: ReviewItem) -> Subject:
        assessment, name = self.desk.assessment, item.question
        question = self.desk.questionnaire.question(name)
        return Subject(
            question=question,
            answer=assessment.answers[name],
            fact=facts(assessment.answers, assessment.reviews)[name],
            reviews=tuple(each for each in assessment.reviews if each.question == name),
            item=item,
            thread=threads(assessment).get(name, ()),
            terms=tuple(self.desk.terms[term] for term in question.terms if term in self.desk.terms),
        )

    def _card(self, subject: Subject, request: str = "") -> Card:
        """Return what stands above a prompt; ``request`` is what is asked for with an act."""
        place, notice = self.session.place, self.notice

        def card(page: Page) -> list[Block]:
            above = words.card(subject, place, self.desk.glyphs, self.save_command, page)
            return [*above, Block(0, page.request(request, notice))]

        return card

    def _options(self, subject: Subject) -> list[tuple[str, str]]:
        """Return the acts with what each would change."""
        effects = {act: words.effect_words(self._foreseen(subject, act)) for act in self._possible(subject)}
        said = {
            Act.OVERRIDE: "your value decides instead of the vendor's",
            Act.SKIP: "leave it for later",
            **effects,
        }
        if Act.VERIFY in effects:
            said[Act.VERIFY] = f"you saw the evidence; {effects[Act.VERIFY]}"
        acts = [act for act in Act if act in said]
        return [(act, words.option(act, _NAMES[act], said[act], self.terminal.page)) for act in acts]

    def _possible(self, subject: Subject) -> list[Act]:
        """Return the acts whose effect is known before anything is asked. No evidence verifies a 'not applicable'."""
        return [act for act in _PLAIN if act is not Act.VERIFY or not subject.answer.not_applicable]

    def _foreseen(self, subject: Subject, act: Act) -> Effect | None:
        return self.desk.effect(self._drafts(subject, _PLAIN[act], "…"))

    def _drafts(
        self, subject: Subject, action: ReviewAction, reason: str, value: Value | None = None
    ) -> tuple[Review, ...]:
        """Return the reviews that an act makes: seeing the evidence of a challenged answer also settles the doubt."""
        name = subject.question.id
        review = self.desk.draft(name, action, reason, value)
        if action is ReviewAction.GRADE and subject.item.state == "challenged":
            return self.desk.draft(name, ReviewAction.ACCEPT, reason), review
        return (review,)

    def _simple(self, subject: Subject, act: Act) -> Command | None:
        """Ask why, where that must be said, and save an act that carries no value."""
        reason: str | Command = _AS_ANSWERED
        if act is Act.CHALLENGE:
            reason = self._doubt(subject)
        elif act is Act.VERIFY:
            reason = self._ask(subject, "What did you see that confirms it?")
        elif subject.item.state == "challenged":
            reason = self._ask(subject, "What settled the challenge?")
        elif subject.answer.not_applicable:
            reason = self._ask(subject, "Why does the reason convince you?")
        if isinstance(reason, Command):
            return self._left(reason)
        self._keep(subject, self._drafts(subject, _PLAIN[act], reason))
        return None

    def _doubt(self, subject: Subject) -> str | Command:
        """Ask for the reason and for the question to the vendor; back leads from the second to the first."""
        reason = ""
        while True:
            given = self._ask(subject, "Why do you doubt it?", reason)
            if isinstance(given, Command):
                return given
            reason = given if given.endswith((".", "!", "?")) else f"{given}."
            request = "What should the vendor answer or show? Enter alone if the doubt says it."
            asked = fields.ask_words(self.terminal, self._card(subject, request), "")
            if asked is Command.BACK:
                continue
            if isinstance(asked, Command):
                return asked
            return f"{reason} To the vendor: {asked}" if asked else reason

    def _ask(self, subject: Subject, request: str, standing: str = "") -> str | Command:
        required = "It needs a reason: the result and the journal show it. Write one, or :b to go back."
        kept = standing or self.unsaved.get(subject.question.id, "")
        return fields.ask_words(self.terminal, self._card(subject, request), kept, required=required)

    def _override(self, subject: Subject) -> Command | None:
        question, answer = subject.question, subject.answer
        request = "Which value decides instead? The vendor's answer stays on file."
        standing = subject.fact.value if subject.fact.value is not None else answer.value
        value = fields.ask_value(self.terminal, self._card(subject, request), question, standing, _BESIDE)
        if value is Command.NOT_APPLICABLE:
            self.notice = (
                "An override needs a value. To take the question out, let the vendor answer n/a with a reason."
            )
            return None
        if isinstance(value, Command):
            return self._left(value)
        if value == answer.value:
            self.notice = words.same_value(question, value)
            return None
        foreseen = self.desk.effect(self._drafts(subject, ReviewAction.OVERRIDE, "…", value))
        reason = self._ask(subject, f"Why does this value decide? With it: {words.effect_words(foreseen)}.")
        if isinstance(reason, Command):
            return self._left(reason)
        self._keep(subject, self._drafts(subject, ReviewAction.OVERRIDE, reason, value))
        return None

    def _left(self, command: Command) -> Command | None:
        """Do what was asked for in place of a reason or value: back leads to the answer itself."""
        if command is Command.SKIP:
            self.session.skip()
        return Command.STOP if command is Command.STOP else None

    def _keep(self, subject: Subject, made: Sequence[Review]) -> None:
        """Save reviews, say so, and go on; where that fails say why, and stay."""
        effect, name = self.desk.effect(made), subject.question.id
        self.unsaved[name] = made[-1].reason
        try:
            self.desk.keep(made)
        except Overtaken:
            self.session.renew(self.desk.order())
            self.notice = "This answer or its review changed meanwhile, so nothing was saved. Look at it again."
            return
        except VendorRiskError as error:
            self.notice = " ".join(part for part in ("Not saved:", error.what, error.mend) if part)
            return
        del self.unsaved[name]
        self.made += made
        page, stage = self.terminal.page, subject.item.stage
        if stage is not self.headed:
            self.headed = stage
            self.terminal.say(words.heading(stage, page))
        self.terminal.say(words.record(subject, made, effect, page))
        self.session.settle(self.desk.order())

    def _more(self, subject: Subject) -> None:
        what_if = {_NAMES[act]: self._foreseen(subject, act) for act in self._possible(subject)}
        if not isinstance(subject.answer.value, tuple):
            for option in subject.question.options:
                if option.id != subject.answer.value:
                    drafts = self._drafts(subject, ReviewAction.OVERRIDE, "…", option.id)
                    what_if[f"override by “{label(option)}”"] = self.desk.effect(drafts)
        page = self.terminal.page
        self.terminal.say(words.more(subject, what_if, self.desk.glyphs, self.save_command, page))

    def _end(self) -> Command | None:
        """Ask what to do once nothing is ahead; return STOP to finish."""
        skipped, before = len(self.session.skipped), len(self.session.seen_before)
        options = [("finish", "Finish")]
        if skipped:
            options.insert(0, ("skipped", f"Go through the {_count(skipped)} skipped again"))
        if before:
            options.append(("again", f"Look again at the {_count(before)} checked before"))
        if self.session.place.number > 1:
            options.append(("back", "Go back to the last answer"))

        def card(page: Page) -> list[Block]:
            return [Block(0, words.at_the_end(self.session, page))]

        reply = self.terminal.choose(card, options, options[0][0], SUB_COMMANDS, enter="go on")
        if reply in ("finish", Command.STOP):
            return Command.STOP
        if reply == "skipped":
            self.session.ask_skipped()
        elif reply == "again":
            self.session.look_again()
        else:
            self.session.back()
        return None


def _count(number: int) -> str:
    return "one" if number == 1 else str(number)
