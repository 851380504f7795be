"""Generated workbooks of every make (new, renewed, a part), what a person typed, and the status that each row shows."""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeVar

from generated import questionnaires, values
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl.workbook.workbook import Workbook
from workbooks import edited, put_answers, row

import vendorrisk
from vendorrisk.capture.options import not_applicable_word
from vendorrisk.capture.values import Unreadable, read_value, spellings, write_value
from vendorrisk.capture.workbook_further import Earlier, Further, Part
from vendorrisk.capture.workbook_layout import Column
from vendorrisk.capture.workbook_out import write_template
from vendorrisk.capture.workbook_style import Look
from vendorrisk.content import Content, pin
from vendorrisk.model.answer import Grade, Value
from vendorrisk.model.language import Language
from vendorrisk.model.questionnaire import Question, Questionnaire, QuestionType
from vendorrisk.model.result import Truth
from vendorrisk.phrases.renewal import Again, Parts, Renewal
from vendorrisk.phrases.workbook import Sheets, Status
from vendorrisk.rules.facts import Fact, Taken
from vendorrisk.rules.parts import Cut, by_owner
from vendorrisk.rules.renewal import Asked
from vendorrisk.rules.visibility import visibility

SHIPPED: Final = Content.find(start=Path(vendorrisk.__file__).parent)
LANGUAGES: Final = tuple(SHIPPED.language(code) for code in ("en", "de", "fr"))
GREY: Final = Look({}).shade

T = TypeVar("T")


def drawn(strategy: st.SearchStrategy[T], count: int) -> list[T]:
    """Return many examples at once: a program that takes long to start sees them all in one run."""
    found: list[T] = []

    @given(strategy)
    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def collect(example: T) -> None:
        found.append(example)

    collect()
    return found


class Typed:
    """What stands in an answer cell: a value, or a share shown as a percentage."""

    def __init__(self, raw: Any, *, share: bool = False) -> None:
        self.raw = raw
        self.share = share

    def __repr__(self) -> str:
        return f"Typed({self.raw!r}{', share' if self.share else ''})"


@dataclass(frozen=True)
class Case:
    """A workbook: what it asks, in which language, what it brings along, and what a person typed."""

    asked: Questionnaire
    cells: Mapping[str, Typed]
    language: Language = LANGUAGES[0]
    earlier: Mapping[str, Asked] = field(default_factory=dict)
    confirmed: frozenset[str] = frozenset()
    cut: Cut | None = None

    def __repr__(self) -> str:
        conditions = {q.id: q.show_when.to_content() for q in self.asked.questions if q.show_when is not None}
        elsewhere = set(self.elsewhere)
        return f"{self.language} {conditions} {dict(self.cells)} {dict(self.earlier)} {self.confirmed} {elsewhere}"

    @property
    def shown(self) -> Questionnaire:
        """What the workbook shows of the questionnaire."""
        return self.cut.shown if self.cut else self.asked

    @property
    def elsewhere(self) -> Collection[str]:
        """Questions that are shown and asked in another part."""
        return self.cut.elsewhere if self.cut else ()

    @property
    def further(self) -> Further:
        """What the workbook holds beyond questions and answers."""
        earlier = {
            name: Earlier.of(each, self.asked.question(name), self.language) for name, each in self.earlier.items()
        }
        part = Part(self.cut.name, self.cut.elsewhere, len(self.asked.questions)) if self.cut else None
        return Further(earlier=earlier, part=part)

    @property
    def sheet(self) -> str:
        """The name of its sheet of questions."""
        return Sheets.QUESTIONS.say(self.language)

    def write(self) -> bytes:
        """Return the workbook as the person saved it."""
        further = self.further
        made = write_template(self.shown, pin(self.asked), further=further, language=self.language)
        answers, confirm = (further.places.columns.index(Column.ANSWER) + 1, further.places.columns)

        def edit(book: Workbook) -> None:
            sheet = book[self.sheet]
            put_answers(sheet, {name: cell.raw for name, cell in self.cells.items()}, answers)
            for name, cell in self.cells.items():
                if cell.share:
                    sheet.cell(row(name, sheet), answers).number_format = "0%"
            if self.confirmed:
                word = Renewal.CONFIRMED.say(self.language)
                put_answers(sheet, dict.fromkeys(self.confirmed, word), confirm.index(Column.CONFIRM) + 1)

        return edited(edit, made)

    def statuses(self) -> dict[str, str]:
        """Return the status that the engine gives, for the answers as the importer reads them."""
        done = {question.id: self._given(question) for question in self.shown.questions}
        facts: dict[str, Fact] = {
            name: Taken(value, removed=False, grade=Grade.ASSERTED)
            for name, (value, _) in done.items()
            if value is not None
        }
        words = {Truth.FALSE: Status.NOT_NEEDED, Truth.REMOVED: Status.NOT_NEEDED, Truth.UNKNOWN: Status.UNCLEAR}
        shown = visibility(self.shown, facts)
        return {
            name: Parts.ELSEWHERE.say(self.language)
            if name in self.elsewhere
            else words.get(shown[name], status).say(self.language)
            for name, (_, status) in done.items()
        }

    def _given(self, question: Question) -> tuple[Value | None, Status]:
        """Return what counts as the answer, and whether anything is still needed if the question is asked."""
        if question.id in self.confirmed:
            return self.earlier[question.id].value, Status.DONE
        cell = self.cells.get(question.id)
        if cell is None or not str(cell.raw).strip():
            return None, Status.NEEDED
        try:
            found = read_value(question, cell.raw, percent_format=cell.share, language=self.language)
        except Unreadable:
            return None, Status.DONE
        # Nobody wrote a comment here, so n/a lacks its reason, unless that of an earlier answer stands there.
        reason = question.id in self.earlier and self.earlier[question.id].comment
        return found.value, Status.NEEDED if found.not_applicable and not reason else Status.DONE


def typed(question: Question, language: Language) -> st.SearchStrategy[Typed]:
    """Draw what a vendor might type, careful or not."""
    careful = values(question).map(lambda value: Typed(write_value(question, value, language)))
    if question.type in (QuestionType.YES_NO, QuestionType.CHOICE):
        known = sorted(spellings(question, language))
        spelt = st.sampled_from(known).map(lambda text: f" {text.upper()}\u00a0")
        return careful | (spelt | st.sampled_from(["maybe", "?", " "])).map(Typed)
    if question.type is QuestionType.MULTI:
        several = st.lists(st.sampled_from([*question.option_ids, "Worst ", "other"]), max_size=3)
        return careful | several.flatmap(
            lambda some: st.sampled_from([";", "\n", " ; "]).map(lambda by: Typed(by.join(some)))
        )
    if question.type is QuestionType.DATE:
        return careful | values(question).map(Typed) | st.just(Typed("13/2026"))
    shares = st.sampled_from([Typed(0.02, share=True), Typed(0.01, share=True), Typed(1, share=True), Typed(0.5)])
    texts = st.integers(0, 4).flatmap(lambda n: st.sampled_from([f"{n}", f" {n}"])).map(Typed)
    if question.type is QuestionType.PERCENT:
        return careful | texts | shares | st.integers(0, 4).map(lambda n: Typed(f"{n} %"))
    return careful | texts | st.just(Typed("several"))


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Draw a workbook: a third each is new, renewed, or a part."""
    asked = draw(questionnaires(most=12))
    language = draw(st.sampled_from(LANGUAGES))
    words = ["n/a", "N.A.", " Not applicable", not_applicable_word(language)]
    not_applicable = st.sampled_from(words).map(Typed)
    found: dict[str, Typed | None] = {
        question.id: draw(st.none() | typed(question, language) | typed(question, language) | not_applicable)
        for question in asked.questions
    }
    cells = {name: cell for name, cell in found.items() if cell is not None}
    make = draw(st.sampled_from(["new", "renewed", "part"]))
    if make == "renewed":
        earlier = draw(earlier_answers(asked))
        confirmed = frozenset(name for name in earlier if draw(st.booleans()))
        kept = {name: cell for name, cell in cells.items() if name not in confirmed}
        return Case(asked, kept, language, earlier, confirmed)
    if make == "part":
        owners = {question.id: draw(st.sampled_from(["Jo", "Kim"])) for question in asked.questions}
        cut = draw(st.sampled_from(by_owner(asked, owners)))
        shown = {question.id for question in cut.shown.questions}
        return Case(asked, {name: cell for name, cell in cells.items() if name in shown}, language, cut=cut)
    return Case(asked, cells, language)


@st.composite
def earlier_answers(draw: st.DrawFn, asked: Questionnaire) -> dict[str, Asked]:
    """Draw answers that wait to be confirmed; not applicable has its reason."""
    found: dict[str, Asked] = {}
    for question in asked.questions:
        if draw(st.booleans()):
            value = draw(st.none() | values(question) | values(question))
            if value == ():  # nothing chosen is no answer
                value = None
            reason = "We have none." if value is None else ""
            again = (Again.QUESTION_CHANGED.of(),)
            found[question.id] = Asked(question.id, value, value is None, reason, (), again)
    return found


def seen(page: bytes, sheet: str) -> dict[str, tuple[str, bool]]:
    """Return the status of each question, and whether its row is grey, as LibreOffice shows a sheet (saved as HTML)."""
    parts = re.split(r"<em>(.*?)</em>", page.decode("utf-8"))
    text = {html.unescape(name): part for name, part in zip(parts[1::2], parts[2::2], strict=True)}[sheet]
    found: dict[str, tuple[str, bool]] = {}
    for line in re.findall(r"<tr>(.*?)</tr>", text, re.DOTALL):
        cells = re.findall(r"<td([^>]*)>(.*?)</td>", line, re.DOTALL)
        if cells and 'face="Courier New"' in cells[0][1]:
            colours = {match[1] for look, _ in cells if (match := re.search(r'bgcolor="#(\w+)"', look))}
            name, status = (re.sub(r"<[^>]+>", "", said).strip() for _, said in (cells[0], cells[-1]))
            found[html.unescape(name)] = html.unescape(status), colours == {GREY}
    return found
