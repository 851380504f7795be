"""Random walks through an interview: nothing is lost, hidden answers never count, a resumed sitting goes on."""

from __future__ import annotations

import datetime as dt

from factories_store import make_assessment
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from vendorrisk.capture.session import Session
from vendorrisk.model.answer import Answer, Source
from vendorrisk.model.questionnaire import Question, Questionnaire
from vendorrisk.model.result import Truth
from vendorrisk.rules.facts import facts
from vendorrisk.rules.visibility import visibility

SOURCE = Source(channel="interview", recorder="buyer", at=dt.datetime(2026, 11, 23, tzinfo=dt.UTC))
EMPTY = make_assessment()


def _question(name: str, show_when: object = None) -> dict[str, object]:
    question: dict[str, object] = {
        "id": name,
        "ask": f"{name}?",
        "type": "yes-no",
        "not_applicable": "justify",
        "help": "h.",
        "why": "w.",
    }
    return question if show_when is None else {**question, "show_when": show_when}


def _section(name: str, *questions: dict[str, object]) -> dict[str, object]:
    return {"section": name, "title": name, "pillar": "service", "intro": "i.", "questions": questions}


QUESTIONNAIRE = Questionnaire.model_validate(
    {
        "questionnaire": "walk",
        "version": "1.0.0",
        "title": "Walk",
        "description": "d",
        "sections": [
            _section(
                "a", _question("a.one"), _question("a.two", {"b.one": "yes"}), _question("a.three", {"a.two": "no"})
            ),
            _section("b", _question("b.one"), _question("b.two", {"any": [{"a.one": "yes"}, {"a.three": "yes"}]})),
            _section("c", _question("c.one", {"not": {"b.two": "yes"}}), _question("c.two")),
        ],
    },
)


def _answer(value: str | None) -> Answer:
    if value is None:
        return Answer(not_applicable=True, comment="Not ours.", source=SOURCE)
    return Answer(value=value, source=SOURCE)


class Walk(RuleBasedStateMachine):
    """Answers, goes back, skips and changes at random beside a plain record of what was answered."""

    def __init__(self) -> None:
        super().__init__()
        self.session = Session(QUESTIONNAIRE, {})
        self.given: dict[str, Answer] = {}
        self.skipped: set[str] = set()

    @property
    def current(self) -> Question:
        """Return the question being asked."""
        assert self.session.current is not None
        return self.session.current

    @precondition(lambda self: self.session.current is not None)
    @rule(value=st.sampled_from(["yes", "no", None]))
    def answer(self, value: str | None) -> None:
        """Answer the current question, then go on; the effect says exactly what changed on the screen."""
        name, before = self.current.id, self._states()
        self.given[name] = _answer(value)
        self.skipped.discard(name)
        effect = self.session.renew(EMPTY.model_copy(update={"answers": self.given}))
        after = self._states()
        opened = {other for other in after if after[other] is Truth.TRUE and before[other] is not Truth.TRUE}
        hidden = {other for other in after if after[other] is Truth.FALSE and before[other] is not Truth.FALSE}
        assert {question.id for question in effect.opened} == opened
        assert hidden <= {question.id for question in effect.closed}
        assert {question.id for question in effect.kept} == {q.id for q in effect.closed} & set(self.given)
        assert self.session.current is not None
        assert self.session.current.id == name
        self.session.move_on()

    @precondition(lambda self: self.session.current is not None)
    @rule()
    def skip(self) -> None:
        """Skipping never changes an answer, and never stays."""
        name = self.current.id
        if name not in self.given:
            self.skipped.add(name)
        self.session.skip()
        assert self.session.current is None or self.session.current.id != name

    @rule()
    def back(self) -> None:
        """Go back to the shown question before, if there is one."""
        shown = [question.id for question in self.session.shown]
        here = len(shown) if self.session.current is None else shown.index(self.session.current.id)
        assert self.session.back() == (here > 0)
        if here > 0:
            assert self.current.id == shown[here - 1]

    @precondition(lambda self: self.session.current is None)
    @rule()
    def ask_skipped(self) -> None:
        """Ask what was skipped again, from the first on."""
        self.skipped.clear()
        self.session.ask_skipped()
        assert self.session.current == next(iter(self.session.open), None)

    def _states(self) -> dict[str, Truth]:
        return visibility(QUESTIONNAIRE, facts(self.given))

    @invariant()
    def nothing_is_lost(self) -> None:
        """Every answer given stands, hidden or not."""
        assert dict(self.session.answers) == self.given

    @invariant()
    def hidden_answers_never_count(self) -> None:
        """Progress counts shown questions and their answers only."""
        shown = [name for name, state in self._states().items() if state is Truth.TRUE]
        if self.session.current is not None:
            position = self.session.position(self.session.current)
            assert (position.answered, position.shown) == (len(set(shown) & set(self.given)), len(shown))
            assert 1 <= position.number <= position.size
            assert (position.percent == 100) == (not self.session.open)

    @invariant()
    def only_shown_questions_are_asked(self) -> None:
        """Never ask a hidden or unclear question."""
        if self.session.current is not None:
            assert self._states()[self.session.current.id] is Truth.TRUE

    @invariant()
    def it_ends_only_when_the_rest_was_skipped(self) -> None:
        """Nothing open is passed over but what was skipped."""
        assert {question.id for question in self.session.skipped} <= self.skipped
        if self.session.current is None:
            assert self.session.open == self.session.skipped

    @invariant()
    def a_resumed_sitting_has_the_same_open_questions(self) -> None:
        """Start again from the saved answers, with the same questions open."""
        resumed = Session(QUESTIONNAIRE, self.session.answers)
        assert (resumed.open, resumed.unclear, resumed.shown) == (
            self.session.open,
            self.session.unclear,
            self.session.shown,
        )
        assert resumed.current == next(iter(self.session.open), None)

    @invariant()
    def unclear_questions_name_what_they_wait_for(self) -> None:
        """Where something is unclear, an answer that would clear it is named."""
        assert bool(self.session.unclear) <= bool(self.session.deciding)


Walk.TestCase.settings = settings(max_examples=120, stateful_step_count=30, deadline=None)
TestWalk = Walk.TestCase
