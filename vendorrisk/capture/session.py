"""The interview's logic without a terminal: what is asked next, what an answer opens or closes, how much is done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from vendorrisk.model.answer import Answer
from vendorrisk.model.assessment import Assessment, Review
from vendorrisk.model.proposal import Message, Proposal
from vendorrisk.model.questionnaire import Question, Questionnaire, Section
from vendorrisk.model.result import Truth
from vendorrisk.rules.facts import Fact, facts
from vendorrisk.rules.visibility import visibility


@dataclass(frozen=True)
class Effect:
    """What an answer changed about other questions, each in the order of the questionnaire."""

    opened: tuple[Question, ...] = ()
    """Shown now, and not before."""
    closed: tuple[Question, ...] = ()
    """Not asked any more, or now known not to apply."""
    kept: tuple[Question, ...] = ()
    """Those of ``closed`` that have an answer: it is kept, and doesn't count."""


@dataclass(frozen=True)
class Position:
    """Where a question stands, and how much is done. Only shown questions count."""

    section: Section
    number: int
    """Of the question among the shown ones of its section, from 1."""
    size: int
    answered: int
    shown: int

    @property
    def percent(self) -> int:
        """Return the answered share of all shown questions, rounded down: 100 means all."""
        return 100 * self.answered // self.shown


class Session:
    """One sitting over a questionnaire: the answers so far, and the question that is being asked.

    Everything but what was skipped follows from the answers, so a new session over the saved answers goes on where
    this one stopped. A question whose ``show_when`` is unknown is asked once an answer makes it clear.
    """

    def __init__(
        self,
        questionnaire: Questionnaire,
        answers: Mapping[str, Answer],
        *,
        reviews: Iterable[Review] = (),
        proposals: Iterable[Proposal] = (),
        messages: Iterable[Message] = (),
    ) -> None:
        self.questionnaire = questionnaire
        self._answers = dict(answers)
        self._reviews = tuple(reviews)
        self._proposals = {proposal.question: proposal for proposal in proposals}
        self._messages = tuple(messages)
        self._skipped: set[str] = set()
        self._section = {question.id: section for section in questionnaire.sections for question in section.questions}
        self._facts, self._states = self._judged()
        self.current: Question | None = None
        """The question being asked; None once nothing is left to ask."""
        self.move_on()

    @classmethod
    def over(cls, questionnaire: Questionnaire, assessment: Assessment) -> Session:
        """Return a sitting over what is on file."""
        return cls(
            questionnaire,
            assessment.answers,
            reviews=assessment.reviews,
            proposals=assessment.proposals,
            messages=assessment.messages,
        )

    def _judged(self) -> tuple[Mapping[str, Fact], Mapping[str, Truth]]:
        known = facts(self._answers, self._reviews)
        return known, visibility(self.questionnaire, known)

    def _of_state(self, state: Truth) -> tuple[Question, ...]:
        return tuple(question for question in self.questionnaire.questions if self._states[question.id] is state)

    @property
    def answers(self) -> Mapping[str, Answer]:
        """Return every answer, those to hidden questions included."""
        return self._answers

    @property
    def shown(self) -> tuple[Question, ...]:
        """Return the questions that are asked, in order."""
        return self._of_state(Truth.TRUE)

    @property
    def unclear(self) -> tuple[Question, ...]:
        """Return the questions that wait for another answer to show whether they apply."""
        return self._of_state(Truth.UNKNOWN)

    @property
    def open(self) -> tuple[Question, ...]:
        """Return the shown questions without an answer, in order."""
        return tuple(question for question in self.shown if question.id not in self._answers)

    @property
    def skipped(self) -> tuple[Question, ...]:
        """Return the open questions that were skipped in this sitting, in order."""
        return tuple(question for question in self.open if question.id in self._skipped)

    @property
    def asked_about(self) -> tuple[Question, ...]:
        """Return the shown questions about whose answer an assessor asks and waits for a reply, in order."""
        return tuple(question for question in self.shown if self.waits(question))

    def thread(self, question: Question) -> tuple[Message, ...]:
        """Return what assessor and vendor wrote to each other about an answer, oldest first."""
        return tuple(message for message in self._messages if message.question == question.id)

    def waits(self, question: Question) -> bool:
        """Return whether an assessor wrote last."""
        thread = self.thread(question)
        return bool(thread) and thread[-1].role == "assessor"

    def proposal(self, question: Question) -> Proposal | None:
        """Return what other answers suggest, where the question has no answer yet."""
        return None if question.id in self._answers else self._proposals.get(question.id)

    def section(self, question: Question) -> Section:
        """Return the section that a question stands in."""
        return self._section[question.id]

    def position(self, question: Question) -> Position:
        """Return where a shown question stands."""
        shown = self.shown
        section = self._section[question.id]
        within = [other.id for other in shown if self._section[other.id] is section]
        answered = sum(other.id in self._answers for other in shown)
        return Position(section, within.index(question.id) + 1, len(within), answered, len(shown))

    @property
    def deciding(self) -> tuple[Question, ...]:
        """Return the questions whose answers the unclear ones wait for, in order."""
        named = {
            leaf.question for question in self.unclear if question.show_when for leaf in question.show_when.leaves()
        }
        undecided = (question for question in self.shown if question.id in named)
        return tuple(question for question in undecided if self._unknown(question))

    def depending(self, question: Question) -> tuple[Question, ...]:
        """Return the questions that an answer to this one shows or hides, in order."""
        conditional = ((other, other.show_when) for other in self.questionnaire.questions if other.show_when)
        return tuple(
            other
            for other, condition in conditional
            if any(leaf.question == question.id for leaf in condition.leaves())
        )

    def _unknown(self, question: Question) -> bool:
        fact = self._facts.get(question.id)
        return fact is None or (fact.value is None and not fact.removed)

    def renew(self, assessment: Assessment) -> Effect:
        """Take everything as it is stored now, and return what that opened and closed.

        The current question stays, unless it is not asked any more.
        """
        self._reviews = assessment.reviews
        self._proposals = {proposal.question: proposal for proposal in assessment.proposals}
        self._messages = assessment.messages
        before = self._states
        self._answers = dict(assessment.answers)
        self._skipped -= self._answers.keys()
        self._facts, self._states = self._judged()
        opened = tuple(question for question in self.shown if before[question.id] is not Truth.TRUE)
        closed = tuple(
            question
            for question in self.questionnaire.questions
            if _closes(before[question.id], self._states[question.id])
        )
        if self.current is not None and self.current not in self.shown:
            self.move_on()
        return Effect(opened, closed, tuple(question for question in closed if question.id in self._answers))

    def go_to(self, question: Question) -> None:
        """Ask a shown question next."""
        self.current = question

    def move_on(self) -> None:
        """Go to the next open question that was not skipped, from the beginning again after the last."""
        waiting = [question for question in self.open if question.id not in self._skipped]
        here = self._index(self.current)
        ahead = [question for question in waiting if self._index(question) > here]
        self.current = next(iter(ahead or waiting), None)

    def skip(self) -> None:
        """Leave the current question as it is and go on; from an answered one, to the one after it."""
        if self.current is None:
            return
        if self.current.id not in self._answers:
            self._skipped.add(self.current.id)
            self.move_on()
            return
        here = self._index(self.current)
        after = (question for question in self.shown if self._index(question) > here)
        self.current = next(after, None)
        if self.current is None:
            self.move_on()

    def back(self) -> bool:
        """Go to the shown question before the current one, or return False where there is none."""
        here = len(self._section) if self.current is None else self._index(self.current)
        before = [question for question in self.shown if self._index(question) < here]
        if before:
            self.current = before[-1]
        return bool(before)

    def ask_skipped(self) -> None:
        """Ask what was skipped again."""
        self._skipped.clear()
        self.current = None
        self.move_on()

    def _index(self, question: Question | None) -> int:
        return -1 if question is None else list(self._section).index(question.id)


def _closes(before: Truth, after: Truth) -> bool:
    if before is Truth.TRUE:
        return after is not Truth.TRUE
    return before is Truth.UNKNOWN and after is not Truth.TRUE and after is not Truth.UNKNOWN
