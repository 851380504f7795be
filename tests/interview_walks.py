"""Random walks through the interview: who walks, what is typed, and the laws that every screen is held to.

The walks go through ``vendorrisk interview`` itself, with its database. In this process the keys reach the prompts
through a pipe; each prompt is held to what is stored before a key is pressed.
"""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.input.base import PipeInput
from prompt_toolkit.output import DummyOutput
from terminals import CTRL_U, DOWN, ENTER, UP

from vendorrisk.capture.interview_commands import Card, Command, Offer, Reading
from vendorrisk.capture.interview_prompts import Terminal
from vendorrisk.capture.screen import Fragments
from vendorrisk.content import Content
from vendorrisk.model.answer import Answer, Source
from vendorrisk.model.assessment import Assessment, State
from vendorrisk.model.questionnaire import Question, QuestionType
from vendorrisk.model.result import Truth
from vendorrisk.rules.facts import facts
from vendorrisk.rules.values import show_answer
from vendorrisk.rules.visibility import visibility
from vendorrisk.store import Store, load_key, open_store

NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)
TEXTS: Mapping[QuestionType, tuple[tuple[str, Any], ...]] = {
    QuestionType.NUMBER: (("24", 24), ("48", 48), ("0.5", 0.5)),
    QuestionType.DATE: (("2026-01-31", "2026-01-31"), ("1 June 2025", "2025-06-01")),
    QuestionType.TEXT: (("Nothing more.", "Nothing more."), ("b", "b")),
}
NONSENSE = {QuestionType.NUMBER: "soon", QuestionType.DATE: "13/2026"}


class Killed(BaseException):
    """The process died here."""


class Broken(BaseException):
    """A law does not hold; no command catches it."""


def law(holds: object, *told: object) -> None:
    """Raise :class:`Broken` with everything that is told, unless the law holds."""
    if not holds:
        raise Broken(*told)


@dataclass
class Walk:
    """One person's way, and what the screen has acknowledged so far."""

    seed: int
    folder: Path
    steps: int = 18
    told: dict[str, tuple[Any, bool]] = field(default_factory=dict)
    """What was marked as saved, by question: value, and whether not applicable."""
    pending: dict[str, tuple[Any, bool]] = field(default_factory=dict)
    """What was typed last, and is not marked as saved yet."""
    trail: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)  # noqa: S311  a walk, not a secret
        content = Content(self.folder)
        self.questionnaire = content.questionnaire("coalition-core")
        home = self.folder / "home"
        self.store: Store = open_store(f"sqlite:///{home}/vendorrisk.sqlite", secret=load_key(home / "store.key"))

    def stored(self) -> Assessment | None:
        """Return what is on file now."""
        return self.store.latest("acme", "", "coalition-core")

    def answers(self) -> Mapping[str, Answer]:
        """Return the answers on file now."""
        stored = self.stored()
        return stored.answers if stored else {}

    def shown(self) -> list[Question]:
        """Return the questions that the stored answers ask for."""
        states = visibility(self.questionnaire, facts(self.answers()))
        return [question for question in self.questionnaire.questions if states[question.id] is Truth.TRUE]

    def question_on(self, text: str) -> Question:
        """Return the question that stands on a screen."""
        words = " ".join(text.split())
        (found,) = (question for question in self.questionnaire.questions if str(question.ask) in words)
        return found

    def holds(self) -> None:
        """Nothing that was acknowledged is lost; what was given last may be saved already, before it is said."""
        now = {name: (answer.value, answer.not_applicable) for name, answer in self.answers().items()}
        self.told.update({name: given for name, given in self.pending.items() if now.get(name) == given})
        law({name: now.get(name) for name in self.told} == self.told, now, self.told, self.trail)

    def is_shown_right(self, text: str) -> Question:
        """Hold a question's screen to the store: asked, counted and answered as it is stored there."""
        self.pending.clear()
        question, answers, shown = self.question_on(text), self.answers(), self.shown()
        law(question in shown, question.id, self.trail)
        counted = re.search(r"(\d+) of (\d+) answered", text)
        assert counted is not None
        done = sum(each.id in answers for each in shown)
        law((int(counted[1]), int(counted[2])) == (done, len(shown)), counted[0], done, self.trail)
        answered = re.search(r"^answered\s+(.*?) \((?:Ines|Jo|Ben) ", text, re.MULTILINE)
        on_file = answers.get(question.id)
        said = answered[1] if answered else None
        law(said == (show_answer(question, on_file) if on_file else None), said, on_file, self.trail)
        return question

    def acknowledged(self) -> None:
        """Take what the screen marks as saved; it is saved by then."""
        self.told.update(self.pending)
        self.pending.clear()
        self.holds()

    def somebody_else(self, question: Question) -> None:
        """Let another person answer a question, which this person has not seen."""
        stored = self.stored()
        if stored is None or not question.options or question.type is QuestionType.MULTI:
            return
        value = self.chance.choice(question.option_ids)
        before = stored.answers.get(question.id)
        if before and before.value == value:
            return
        source = Source(channel="workbook", recorder="Ben Okri", at=NOW, file="acme.xlsx", cell="Questions!E7")
        answer = Answer(value=value, source=source, version=before.version + 1 if before else 1)
        self.store.save_answers(stored, {question.id: answer}, by="Ben Okri", at=NOW)
        self.told[question.id] = (value, False)
        self.trail.append(f"Ben:{question.id}={value}")


class Pilot(Terminal):
    """The interview's own terminal, whose keys are drawn at random."""

    def __init__(self, walk: Walk, language: str, keys: PipeInput) -> None:
        super().__init__(language, keys, DummyOutput())
        self.walk = walk
        self.keys = keys

    def say(self, fragments: Fragments) -> None:
        """Print lines; what they mark as saved is saved."""
        if "✔ " in "".join(text for _, text in fragments):
            self.walk.acknowledged()
        super().say(fragments)

    def _press(self, what: str, keys: str) -> None:
        self.walk.trail.append(what)
        self.walk.steps -= 1
        if self.walk.steps < 0 or self.walk.chance.random() < 0.03:
            raise Killed
        self.keys.send_text(keys)

    def _text(self, card: Card) -> str:
        return "".join(text for block in card(self.page) for _, text in block.lines)

    def choose(
        self, card: Card, options: Sequence[tuple[str, str]], current: str | None, offer: Offer, *, enter: str = ""
    ) -> str | Command:
        """Answer a choice, pick from a list, or ask for something else."""
        names = [name for name, _ in options if name]
        at = names.index(current) if current in names else -1
        chance = self.walk.chance
        asking = Command.SKIP in offer.commands
        question = self.walk.is_shown_right(self._text(card)) if asking else None
        if (asking and chance.random() < 0.4) or (offer.commands and not asking and chance.random() < 0.15):
            command = self._drawn(offer, question)
            self._press(f":{command}", command)
        else:
            picked = chance.choice(names)
            if "submit" in names:  # seldom: a walk ends there
                picked = chance.choice([name for name in names if name != "submit"] + ["submit"] * (len(names) > 6))
            careless = ENTER if at < 0 and chance.random() < 0.2 else ""
            self._expect(question, names, picked)
            keys = DOWN * (names.index(picked) - at) if names.index(picked) > at else UP * (at - names.index(picked))
            self._press(f"{question.id if question else 'list'}={picked}", careless + keys + ENTER)
        return super().choose(card, options, current, offer, enter=enter)

    def _expect(self, question: Question | None, names: Sequence[str], picked: str) -> None:
        """Note what an answer gives; of two that contradict each other, the one that is kept."""
        if question is not None:
            on_file = self.walk.answers().get(question.id)
            self.walk.pending = {question.id: (picked, False)}
            if self.walk.chance.random() < 0.08 and (on_file is None or on_file.value != picked):
                self.walk.somebody_else(self.walk.chance.choice([question, *self.walk.shown()]))
        elif list(names) == ["stored", "mine"] and picked == "stored":
            self.walk.pending = {name: self.walk.told[name] for name in self.walk.pending}

    def _drawn(self, offer: Offer, question: Question | None) -> Command:
        commands = [command for command in offer.commands if command is not Command.STOP]
        if question is not None and self.walk.chance.random() < 0.1:
            commands = [Command.NOT_APPLICABLE]  # offered or refused
        return self.walk.chance.choice(commands * 8 + [Command.STOP])

    def tick(
        self,
        card: Card,
        options: Sequence[tuple[str, str]],
        current: Sequence[str],
        offer: Offer,
        fault_of: Callable[[Sequence[str]], str],
    ) -> tuple[str, ...] | Command:
        """Tick some, or ask for something else."""
        question, names = self.walk.is_shown_right(self._text(card)), [name for name, _ in options]
        chance = self.walk.chance
        if chance.random() < 0.4:
            command = self._drawn(offer, question)
            self._press(f":{command}", command)
        else:
            wanted = chance.sample(names, chance.randint(1, len(names)))
            self.walk.pending = {question.id: (tuple(name for name in names if name in wanted), False)}
            toggles = (" " if (name in wanted) != (name in current) else "" for name in names)
            self._press(f"{question.id}={wanted}", DOWN.join(toggles) + ENTER)
        return super().tick(card, options, current, offer, fault_of)

    def write(  # noqa: PLR0913  as it is where it comes from
        self,
        card: Card,
        standing: str,
        read: Callable[[str], Reading],
        offer: Offer,
        *,
        lines: bool = False,
        live: bool = True,
        form: str = "",
        enter: str = "",
        complete: Callable[[str], Sequence[str]] | None = None,
    ) -> str | Command:
        """Type an answer, a reason, a place to go to, or a command."""
        text, chance = self._text(card), self.walk.chance
        if Command.SKIP in offer.commands:
            question = self.walk.is_shown_right(text)
            if chance.random() < 0.4:
                command = self._drawn(offer, question)
                self._press(f":{command}", f":{command}{ENTER}")
            else:
                typed, value = chance.choice(TEXTS[question.type])
                if typed in set(offer.known):
                    typed, value = TEXTS[question.type][0]
                self.walk.pending = {question.id: (value, False)}
                slip = NONSENSE.get(question.type, "") if chance.random() < 0.3 else ""
                self._press(f"{question.id}={typed}", f"{slip}{ENTER}{CTRL_U}{typed}{ENTER}" if slip else typed + ENTER)
        else:
            self._beside(text, standing)
        more: dict[str, Any] = {"lines": lines, "live": live, "form": form, "enter": enter, "complete": complete}
        return super().write(card, standing, read, offer, **more)

    def _beside(self, text: str, standing: str) -> None:
        """Type what is asked for beside an answer."""
        chance = self.walk.chance
        if chance.random() < 0.15:
            self._press(":b", f":b{ENTER}")
        elif "Where to?" in text:
            names = [question.id for question in self.walk.questionnaire.questions]
            to = chance.choice([*names, "", "access", "zebra", "which kinds", "what it is"])
            self._press(f"to {to!r}", to + ENTER)
        elif "Why does this not apply?" in text:
            self.walk.pending = {self.walk.question_on(text).id: (None, True)}
            self._press("reason", f"Not ours, {len(self.walk.trail)}.{ENTER}")
        elif "Which date does the document bear?" in text:
            self._press("date", f"2026-01-31{ENTER}")
        elif "Which file or https address" in text:
            address = f"https://example.com/{chance.randint(1, 3)}" if chance.random() < 0.5 else ""
            self._press("document", address + ENTER)
        elif "Who at the vendor" in text:
            self._press("who", f"{'' if standing else 'Jo Field, CISO'}{ENTER}")
        else:
            law("What should a reader" in text, text)
            self._press("comment", f"Remark {len(self.walk.trail)}.{ENTER}")


@dataclass
class Sittings:
    """Runs the sittings of a walk one after another, each resumed where the last ended."""

    walk: Walk
    interview: Callable[[Callable[..., Terminal]], None]
    """Runs the command with a terminal that this makes."""

    def run(self) -> None:
        """Walk until the steps are used up, or the answers are submitted."""
        walk = self.walk
        try:
            while walk.steps > 0:
                stored = walk.stored()
                if stored is not None and stored.state is State.SUBMITTED:
                    break
                walk.pending.clear()
                walk.trail.append("sit")
                self._sit()
                walk.holds()
        finally:
            walk.store.close()

    def _sit(self) -> None:
        with create_pipe_input() as keys:

            def terminal(language: str) -> Terminal:
                return Pilot(self.walk, language, keys)

            try:
                self.interview(terminal)
            except Killed:
                self.walk.trail.append("killed")
