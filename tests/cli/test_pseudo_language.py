"""No English is left over in another language: workbook, its faults, interview, gap list, attestation."""

from __future__ import annotations

import datetime as dt
import io
import re
import subprocess
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from desk import Cli
from openpyxl import load_workbook
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from paper_desk import NOW, PaperDesk
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput
from pseudo import PSEUDO, leftover, write_pseudo
from workbooks import edited, put_answers, through_libreoffice

from vendorrisk.capture import interview_prompts
from vendorrisk.capture.interview import run_interview
from vendorrisk.capture.interview_desk import Need, Weak
from vendorrisk.capture.interview_prompts import Terminal
from vendorrisk.capture.session import Session
from vendorrisk.model.policy import Level
from vendorrisk.model.proposal import Message
from vendorrisk.model.result import FindingState

Tool = Callable[[str], Path]

NAMES = ("Acme Analytics", "Test Coalition", "Risk Insights", "2026", "policy.pdf", "acme.xlsx", ".xlsx")
"""What is said in every language alike: names, and parts of what is typed."""

ANSWERS: Mapping[str, Any] = {
    "service.uses-ai": "«Yes»",
    "service.ai-kinds": "«generative»",
    "access.mfa": "«partly»",
    "access.hours": 48,
    "access.tested": dt.date(2025, 6, 1),
    "access.reset": "«n/a»",
    "access.share": 40,
    "access.places": "Oslo",
    "access.factors": "«None»",
    "access.count": 3,
}
VALUES = {
    "service.uses-ai": "yes",
    "service.ai-kinds": ("generative",),
    "access.mfa": "partly",
    "access.hours": 48,
    "access.tested": "2025-06-01",
    "access.reset": None,
    "access.share": 40,
    "access.places": ("Oslo",),
    "access.factors": ("none",),
    "access.count": 3,
}
REASON = {"access.reset": "Nobody has a password."}


@pytest.fixture
def pseudo(cli: Cli) -> Cli:
    """Return a desk whose coalition speaks the marked language, with one vendor."""
    (cli.folder / "reports").unlink()
    write_pseudo(cli.folder)
    cli("vendor", "add", "Acme Analytics", "--id", "acme")
    return cli


def filled(pseudo: Cli) -> Path:
    pseudo("template", "coalition-core", "-o", "blank.xlsx", "--vendor", "acme", "--language", PSEUDO)

    def fill(book: Workbook) -> None:
        sheet = book["«Questions»"]
        put_answers(sheet, ANSWERS)
        put_answers(sheet, REASON, column=6)
        put_answers(sheet, {"access.mfa": "https://example.com/a [2025-01-01]"}, column=7)
        declare(book, name="Jo Field", role="CISO", date=dt.date(2026, 11, 20))

    path = pseudo.folder / "acme.xlsx"
    path.write_bytes(edited(fill, (pseudo.folder / "blank.xlsx").read_bytes()))
    return path


def declare(book: Workbook, *, name: str = "", role: str = "", date: Any = None) -> None:
    """Fill the cover."""
    cover = book["«Cover»"]
    given = {"«Completed by: name»": name, "«Completed by: role»": role, "«Completed on»": date}
    for row in range(1, 60):
        if value := given.get(str(cover.cell(row, 2).value)):
            cover.cell(row, 3).value = value


def texts_of(book: Workbook) -> Iterator[str]:
    """Yield every text that a person can see: names, cells, what formulas say, notes, choices, hints, footers."""
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        yield sheet.title
        if sheet.oddFooter is not None:
            yield re.sub(r"&[A-Z]", "", str(sheet.oddFooter.right.text or ""))
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            if cell.data_type == "f":
                yield "".join(re.findall(r'"((?:[^"]|"")*)"', str(cell.value)))
            elif isinstance(cell.value, str):
                yield cell.value
            if cell.comment is not None:
                yield cell.comment.text
        yield from hints(sheet)


def hints(sheet: Worksheet) -> Iterator[str]:
    """Yield the choices and messages of a sheet's validations."""
    for validation in sheet.data_validations.dataValidation:
        yield from filter(None, (validation.errorTitle, validation.error))
        name, _, area = str(validation.formula1).lstrip("=").rpartition("!")
        if name:
            assert sheet.parent is not None
            cells = sheet.parent[name.strip("'")][area.replace("$", "")]
            yield from (str(cell.value) for (cell,) in cells)
        elif validation.type == "list":
            yield str(validation.formula1)


def test_no_english_is_left_over_in_the_workbook(pseudo: Cli) -> None:
    said = pseudo("template", "coalition-core", "-o", "blank.xlsx", "--vendor", "acme", "--language", PSEUDO).words
    assert "not translated" not in said
    filled(pseudo)
    assert "«Glossary»" in load_workbook(pseudo.folder / "blank.xlsx").sheetnames
    # How spreadsheets write yes and no is part of the formulas, not of what they show.
    assert leftover(texts_of(load_workbook(pseudo.folder / "blank.xlsx")), *NAMES, "truefalse") == []


def test_a_workbook_of_another_language_is_read_to_the_same_values(pseudo: Cli) -> None:
    filled(pseudo)
    said = pseudo("import", "acme.xlsx", "--vendor", "acme", "--json").data
    answers = {each["id"]: each for each in said["answers"]}
    assert {name: tuple(v) if isinstance(v := each["value"], list) else v for name, each in answers.items()} == {
        **VALUES,
        "access.reset": "n/a",
    }
    assert answers["access.reset"]["not_applicable"] is True
    assert answers["access.reset"]["comment"] == "Nobody has a password."
    assert answers["access.mfa"]["cell"].startswith("«Questions»!E")


SLIPS: Mapping[str, Any] = {
    "service.uses-ai": "Yess",
    "service.ai-kinds": "«generative»\nwhat\nelse",
    "access.mfa": "n/a",
    "access.hours": "two days",
    "access.tested": "13/2026",
    "access.reset": "«n/a»",
    "access.remarks": "tbd",
    "access.share": 0.4,
    "access.page": "nowhere",
    "access.factors": "«None»\n«A key»",
    "access.count": 12,
}


def test_no_english_is_left_over_in_the_faults_of_a_workbook(pseudo: Cli) -> None:
    pseudo("template", "coalition-core", "-o", "blank.xlsx", "--vendor", "acme", "--language", PSEUDO)

    def slip(book: Workbook) -> None:
        sheet = book["«Questions»"]
        put_answers(sheet, SLIPS)
        put_answers(sheet, {"access.mfa": "http://a\nC:\\x.pdf\nnone.pdf [2999-01-01]"}, column=7)
        put_answers(sheet, {"access.places": "Why?"}, column=6)
        sheet.cell(1, 12).value = "2026"
        sheet.column_dimensions["F"].hidden = True
        book.create_sheet("2026")
        declare(book, name="Jo Field", date="soon")

    data = edited(slip, (pseudo.folder / "blank.xlsx").read_bytes())
    (pseudo.folder / "acme.xlsx").write_bytes(data)
    pseudo("import", "acme.xlsx", "--vendor", "acme", "--issues", "issues.xlsx", code=3)
    book = load_workbook(pseudo.folder / "issues.xlsx")
    assert book["«Faults»"].max_row > 15
    written = [
        *NAMES,
        *(str(value) for value in SLIPS.values()),
        "http://a",
        "x.pdf",
        "none.pdf",
        "what",
        "else",
        "Why?",
        "Jo Field",
        "truefalse",
    ]
    assert leftover(texts_of(book), *written) == []


def test_libreoffice_tells_the_status_in_another_language(pseudo: Cli, tool: Tool, tmp_path: Path) -> None:
    filled(pseudo)
    (data,) = through_libreoffice(tool("soffice"), tmp_path / "office", [(pseudo.folder / "acme.xlsx").read_bytes()])
    book = load_workbook(io.BytesIO(data), data_only=True)
    sheet = book["«Questions»"]
    status = {sheet.cell(row, 1).value: sheet.cell(row, 8).value for row in range(3, sheet.max_row + 1)}
    assert status["access.mfa"] == "«done»"
    assert status["access.remarks"] == "«answer needed»"
    cover = [str(cell.value) for row in book["«Cover»"].iter_rows() for cell in row if cell.value is not None]
    assert "«10 of 12»" in cover


def pdf_text(tool: Tool, path: Path) -> list[str]:
    """Return the text in the order in which it is drawn, so that a cell's lines stay together."""
    command = [str(tool("pdftotext")), "-raw", str(path), "-"]
    with pikepdf.open(path) as pdf:
        title = str(pdf.docinfo["/Title"])
    return [title, subprocess.run(command, capture_output=True, check=True).stdout.decode()]


@pytest.mark.parametrize("tier", ["low", "critical"])
def test_no_english_is_left_over_in_the_gap_list(pseudo: Cli, tool: Tool, tier: str) -> None:
    path = filled(pseudo)
    for name in ("gaps.pdf", "gaps.xlsx"):
        pseudo("gaps", path, "--tier", tier, "-o", name, "--language", PSEUDO)
    assert leftover(pdf_text(tool, pseudo.folder / "gaps.pdf"), *NAMES) == []
    assert leftover(texts_of(load_workbook(pseudo.folder / "gaps.xlsx")), *NAMES) == []


def submitted(pseudo: Cli) -> Cli:
    """Bring a submitted assessment about that has one of everything an attestation tells."""
    triage = {"risk.personal-data": "much"}
    pseudo("triage", "acme", "--answers", pseudo.answers(triage, "triage.yaml", questionnaire="triage"))
    pseudo("import", filled(pseudo), "--vendor", "acme", "--product", "Risk Insights")
    ref = "acme/risk-insights"
    for question, act in {"access.reset": "--accept", "access.hours": "--challenge"}.items():
        pseudo("review", ref, act, question, "--reason", "1")
    pseudo("review", ref, "--override", "access.share=60", "--reason", "1")
    waiver = ("--reason", "1", "--control", "2", "--approver", "Ada", "--until", "2027-01-31")
    pseudo("waive", ref, "MIN-ACC-04", *waiver)
    pseudo("keys", "new", "--name", "Ines Okafor", "--organisation", "City of Hartwell")
    return pseudo


@pytest.mark.parametrize("disclosure", ["public", "full"])
def test_no_english_is_left_over_in_the_attestation(pseudo: Cli, tool: Tool, disclosure: str) -> None:
    desk = submitted(pseudo)
    desk("attest", "acme/risk-insights", "-o", "a.pdf", "--language", PSEUDO, "--disclosure", disclosure)
    people = ("Ines Okafor", "City of Hartwell", "Jo Field, CISO", "Ada", "UTC", "vendorrisk", "verify")
    refs = ("acme/risk-insights@1", "(acme)", "Oslo", "Nobody has a password")
    assert leftover(pdf_text(tool, desk.folder / "a.pdf"), *NAMES, *people, *refs) == []


class Recorder:
    """Writes down everything that the interview shows."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.texts: list[str] = []
        window, choices, field, said = (
            interview_prompts._window,
            Terminal._choices,
            Terminal._field,
            Terminal.say,
        )

        def watched_window(content: Any, *height: Any) -> Any:
            def watched() -> Any:
                fragments = content()
                self.note("".join(text for _, text in fragments))
                return fragments

            return window(watched, *height)

        def watched_choices(terminal: Terminal, options: Any, *rest: Any, **more: Any) -> Any:
            self.note(*(label for _, label in options))
            return choices(terminal, options, *rest, **more)

        def watched_field(terminal: Terminal, standing: str, form: str, **more: Any) -> Any:
            self.note(standing, form)
            return field(terminal, standing, form, **more)

        def watched_say(terminal: Terminal, fragments: Any) -> None:
            self.note("".join(text for _, text in fragments))
            said(terminal, fragments)

        monkeypatch.setattr(interview_prompts, "_window", watched_window)
        monkeypatch.setattr(Terminal, "_choices", watched_choices)
        monkeypatch.setattr(Terminal, "_field", watched_field)
        monkeypatch.setattr(Terminal, "say", watched_say)

    def note(self, *texts: str) -> None:
        """Write texts down, each once."""
        self.texts += [text for text in texts if text not in self.texts]


DOWN, ENTER = "\x1b[B", "\r"

TYPED = (
    *("b", "?", ENTER, DOWN, ENTER),  # the first question: back, more, nothing chosen, yes
    *("s", "?", "n", " ", ENTER),  # tick one
    *(DOWN, "c", "«Why not»", ENTER, DOWN, ENTER),
    *("x", ENTER, ":x", ENTER, "\x15", "s", ENTER, "\x15", "48", ENTER),
    *(
        ":e",
        ENTER,
        "nothing.pdf",
        ENTER,
        "\x15",
        "https://example.com",
        ENTER,
        "2025-13-01",
        ENTER,
        "\x15",
        ENTER,
        ENTER,
    ),
    *(":j", ENTER, "«none»", ENTER, ENTER, "b", ":j", ENTER, "«w", ENTER, "b"),  # nothing found, sections, hits
    *(":o", ENTER, "b", ":j", ENTER, "access.hours", ENTER, ":t", ENTER, ENTER, "«So»", ENTER),
    *(":r", ENTER, DOWN, ENTER, ENTER, "Ines Okafor", ENTER, ENTER, "b", ":b", ENTER, "b"),  # all answers, submit
)


def test_no_english_is_left_over_in_the_interview(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = write_pseudo(tmp_path)
    asked = content.questionnaire("coalition-core")
    recorder = Recorder(monkeypatch)

    criterion = "«The criterion»"
    weak = (Weak("MIN-ACC-01", criterion, Level.MINIMUM, FindingState.UNMET, ("access.mfa",)),)
    desk = PaperDesk(weak, {"service.uses-ai": (Need("MIN-ACC-01", criterion, Level.MINIMUM),)})
    desk.put(
        messages=(
            Message(
                question="access.hours", role="assessor", by="Ines Okafor", at=NOW, text="«Why?»", answer_version=0
            ),
        )
    )
    desk.assessment = desk.stored
    with create_pipe_input() as keys:
        for key in TYPED:
            keys.send_text(key)
        keys.send_text("\x03")
        run_interview(
            Session.over(asked, desk.assessment),
            desk=desk,
            terminal=Terminal(content.language(PSEUDO), keys, DummyOutput()),
            recorder="Ines Okafor",
            clock=lambda: NOW,
            terms=content.terms_of(asked.questions),
            resume_command="vendorrisk",
            evidence_folder=tmp_path,
        )
    assert len(recorder.texts) > 20
    assert any("«kind of AI»: «What" in text for text in recorder.texts)
    assert leftover(recorder.texts, *NAMES, "Ines Okafor", "vendorrisk") == []
