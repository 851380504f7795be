"""Workbooks that are saved by LibreOffice, as .xlsx or as .ods, keep every answer of every type and language."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from generated_answers import SOURCE, assessments
from hypothesis import strategies as st
from openpyxl.workbook.workbook import Workbook
from sheet_cases import LANGUAGES, drawn
from workbooks import AT, QUESTIONNAIRE, VALUES, edited, row, through_libreoffice

from vendorrisk.capture.workbook_further import Earlier, Further, Part, Typed, answer_cells
from vendorrisk.capture.workbook_in import WorkbookReading, read_workbook
from vendorrisk.capture.workbook_layout import Column, put
from vendorrisk.capture.workbook_out import write_template
from vendorrisk.capture.workbook_style import cell
from vendorrisk.content import pin
from vendorrisk.model.answer import Answer
from vendorrisk.model.language import Language
from vendorrisk.model.questionnaire import Questionnaire, QuestionType
from vendorrisk.phrases.renewal import Again, Renewal
from vendorrisk.phrases.workbook import Sheets
from vendorrisk.rules.parts import Cut, by_owner, by_section
from vendorrisk.rules.renewal import Asked

COUNT = 18


@dataclass(frozen=True)
class Filled:
    """A questionnaire, and what each of its questions is answered with, by which way."""

    asked: Questionnaire
    answers: Mapping[str, Answer]
    language: Language
    prefilled: frozenset[str]
    """Answers that stand in the cells from the start."""
    confirmed: frozenset[str]
    """Answers that stand beside the cells, and are confirmed."""
    replied: frozenset[str]
    """Questions with a question from the assessor, and a reply."""
    cut: Cut | None

    @property
    def shown(self) -> Questionnaire:
        """What the workbook shows."""
        return self.cut.shown if self.cut else self.asked

    def write(self) -> bytes:
        """Return the workbook once it is filled in."""
        known = {question.id for question in self.shown.questions}
        waiting = {
            name: Asked(name, answer.value, answer.not_applicable, answer.comment, answer.evidence, (AGAIN,))
            for name, answer in self.answers.items()
            if name in self.confirmed & known
        }
        questions = {question.id: question for question in self.asked.questions}
        further = Further(
            earlier={name: Earlier.of(each, questions[name], self.language) for name, each in waiting.items()},
            threads=dict.fromkeys(sorted(self.replied & known), "Ines, 2026-11-20: Which ones?"),
            part=Part(self.cut.name, self.cut.elsewhere, len(self.asked.questions)) if self.cut else None,
        )
        kept = {name: self.answers[name] for name in self.prefilled & known}
        made = write_template(self.shown, pin(self.asked), answers=kept, further=further, language=self.language)
        places, said = further.places, {name: {Column.REPLY: REPLY} for name in further.threads}
        cells: dict[str, dict[Column, Typed]] = {name: dict(reply) for name, reply in said.items()}
        for name in waiting:
            cells.setdefault(name, {})[Column.CONFIRM] = Renewal.CONFIRMED.say(self.language)
        for name, answer in self.answers.items():
            if name in known - waiting.keys() - kept.keys() - self.elsewhere:
                cells.setdefault(name, {}).update(answer_cells(questions[name], answer, self.language))

        def edit(book: Workbook) -> None:
            sheet = book[Sheets.QUESTIONS.say(self.language)]
            for name, typed in cells.items():
                for column, value in typed.items():
                    if value != "":
                        put(cell(sheet, row(name, sheet), places.number(column)), value)

        return edited(edit, made)

    @property
    def elsewhere(self) -> frozenset[str]:
        """Questions that are asked in another part."""
        return self.cut.elsewhere if self.cut else frozenset()

    def read(self, data: bytes) -> WorkbookReading:
        """Read it as import does."""
        return read_workbook(
            data,
            "acme.xlsx",
            questionnaire=self.asked,
            pin=pin(self.asked),
            recorder="pat",
            at=AT,
            languages=LANGUAGES,
        )


AGAIN = Again.QUESTION_CHANGED.of()
REPLY = "=None of them;\n+1 more, „in Worten“."


@st.composite
def filled(draw: st.DrawFn) -> Filled:
    """Draw a workbook: a third each is new, renewed, or a part."""
    asked, answers = draw(assessments())
    language = draw(st.sampled_from(LANGUAGES))
    make = draw(st.sampled_from(["new", "renewed", "part"]))
    ways = {name: draw(st.sampled_from(["typed", "prefilled", "confirmed"])) for name in answers}
    chosen = {way: frozenset(name for name in ways if make == "renewed" and ways[name] == way) for way in ways.values()}
    replied = frozenset(name for name in answers if make == "renewed" and draw(st.booleans()))
    cut = None
    if make == "part":
        owners = {question.id: draw(st.sampled_from(["Jo", "Kim"])) for question in asked.questions}
        cut = draw(st.sampled_from(by_owner(asked, owners)))
    nothing: frozenset[str] = frozenset()
    ways_of = chosen.get("prefilled", nothing), chosen.get("confirmed", nothing)
    return Filled(asked, answers, language, *ways_of, replied, cut)


def every_kind() -> Iterator[Filled]:
    """Yield answers of every type, in every language, by every way."""
    answers = {name: Answer(value=value, comment="So, it is.", source=SOURCE) for name, value in VALUES.items()}
    answers["access.spare"] = Answer(not_applicable=True, comment="There is none.", source=SOURCE)
    assert {QUESTIONNAIRE.question(name).type for name in answers} == set(QuestionType)
    names, nothing = frozenset(answers), frozenset[str]()
    for language in LANGUAGES:
        yield Filled(QUESTIONNAIRE, answers, language, nothing, nothing, nothing, None)
        yield Filled(QUESTIONNAIRE, answers, language, nothing, names, names, None)
        for cut in by_section(QUESTIONNAIRE, language):
            yield Filled(QUESTIONNAIRE, answers, language, nothing, nothing, nothing, cut)


def test_no_answer_is_lost_on_the_way_through_xlsx_and_ods(tool: Callable[[str], Path], tmp_path: Path) -> None:
    # LibreOffice loses tabs on the way through .ods, before we see the file.
    made = [*every_kind(), *drawn(filled().filter(lambda each: "\\t" not in repr(each)), COUNT)]
    sent = [each.write() for each in made]
    soffice = tool("soffice")
    by_way = {
        "xlsx": through_libreoffice(soffice, tmp_path / "xlsx", sent),
        "ods": through_libreoffice(soffice, tmp_path / "ods", sent, "ods", "xlsx"),
    }
    for number, each in enumerate(made):
        before = each.read(sent[number])
        wanted = {name for name in each.answers if name in {q.id for q in each.shown.questions} - each.elsewhere}
        assert (before.faults, set(before.answers)) == ((), wanted), each
        assert set(before.replies) == each.replied
        for way, results in by_way.items():
            after = each.read(results[number])
            assert after.faults == (), (way, each)
            differing = [
                (before.answers.get(name), after.answers.get(name))
                for name in wanted
                if name not in after.answers or not after.answers[name].says_the_same(before.answers[name])
            ]
            assert differing == [], way
            assert after.replies == before.replies, way
            assert after.warnings == before.warnings, way
            assert (after.part, after.language) == (before.part, before.language), way
