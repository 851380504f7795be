"""A vendor's year: the CAIQ that it had, our workbook to confirm, doubts, a renewal, and colleagues who share the work.

Every command is a process of its own, with the shipped content; workbooks are filled as a person fills them.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from lookalikes.caiq import caiq4
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

import vendorrisk
from vendorrisk.capture.answers_file import read_answers
from vendorrisk.capture.values import write_value
from vendorrisk.content import Content
from vendorrisk.model.answer import Answer

ROOT = Path(vendorrisk.__file__).parent.parent
SCRIPT = Path(sys.executable).with_name("vendorrisk")
CORE, LITE = "coalition-core", "coalition-lite"
BEGIN, LATER = "2026-11-23T09:00:00+00:00", "2027-05-24T09:00:00+00:00"
CAIQ = "csa-caiq-4.0.3"
PROPOSED = "access.mfa-admin", "vulnerabilities.pentest"
"""What the answers of the look-alike propose."""
Cells = dict[tuple[str, str], Any]
"""What a person writes, by question and the head of the column."""


@dataclass
class Desk:
    """A procurement desk with a home of its own, in the folder to which the vendor sends its files."""

    folder: Path
    now: str = BEGIN

    def __call__(self, *words: str | Path, code: int = 0) -> str:
        """Run one command; return what it says, with no line breaks."""
        command = [str(SCRIPT), "--content", str(ROOT), *map(str, words)]
        environment = {**os.environ, "VENDORRISK_HOME": str(self.folder / "home"), "VENDORRISK_NOW": self.now}
        environment |= {"VENDORRISK_ACTOR": "Ines Okafor", "COLUMNS": "100"}
        environment.pop("VENDORRISK_DATABASE_URL", None)
        done = subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, text=True, check=False)
        said = " ".join(f"{done.stdout} {done.stderr}".split())
        assert done.returncode == code, said
        assert "Traceback" not in said
        return done.stdout if "--json" in words else said

    def data(self, *words: str | Path, code: int = 0) -> Any:
        """Run one command with --json; return what it holds."""
        return json.loads(self(*words, "--json", code=code))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Return a desk with one vendor, whose triage says high, and with the documents that the vendor sends along."""
    shutil.copytree(ROOT / "samples/northwind-hr", tmp_path / "vendor")
    desk = Desk(tmp_path / "vendor")
    desk("vendor", "add", "Acme Cloud", "--id", "acme")
    desk("triage", "acme", "--answers", "triage.yaml")
    return desk


@pytest.fixture
def known(desk: Desk) -> dict[str, Answer]:
    """Return what the vendor knows of itself: an answer to every question that applies."""
    text = (desk.folder / "answers.yaml").read_text("utf-8")
    at = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)
    asked = Content(ROOT).questionnaire(CORE)
    read = read_answers(text, "a.yaml", questionnaire=asked, recorder="Dana", at=at, evidence_folder=desk.folder)
    assert not read.faults
    return read.answers


def test_a_vendor_s_year(desk: Desk, known: Mapping[str, Answer]) -> None:
    take_the_caiq(desk)
    confirm_and_answer(desk, known)
    doubt_and_reply(desk)
    renew_half_a_year_later(desk)


def take_the_caiq(desk: Desk) -> None:
    """Import the CAIQ without a flag, and let it propose; nothing counts yet."""
    made = caiq4(filled=True)
    (desk.folder / "caiq.xlsx").write_bytes(made.data)
    shown = desk.data("import", "caiq.xlsx")
    counted = {value: list(made.typed.values()).count(value) for value in ("Yes", "No", "NA")}
    assert shown["questionnaire"]["id"] == CAIQ
    assert shown["summary"] == {"yes": counted["Yes"], "no": counted["No"], "n/a": counted["NA"], "open": 0}
    assert not shown["saved"]
    said = desk("import", "caiq.xlsx", "--vendor", "acme")
    assert f"{len(made.typed)} new answers" in said
    assert f"vendorrisk carry acme --to {CORE} --from {CAIQ}" in said
    said = desk("carry", "acme", "--to", CORE, "--from", CAIQ)
    assert "2 answers proposed" in said
    assert "Nothing counts until a person confirms it." in said
    assert desk.data("score", "acme", code=1)["support"]["answered"] == 0


def confirm_and_answer(desk: Desk, known: Mapping[str, Answer]) -> None:
    """Confirm what is proposed, answer the rest, and send it with its documents, as the vendor."""
    said = desk("template", CORE, "--prefill", "acme", "-o", "core.xlsx")
    assert "0 answers filled in, 2 to confirm" in said
    cells = written(known)
    for name in PROPOSED:
        assert shown_cell(desk.folder / "core.xlsx", name, "Why ask again").startswith(f"From {CAIQ}, ")
        del cells[name, "Answer"]
        cells[name, "Confirm"] = "confirmed"
    fill(desk.folder / "core.xlsx", cells, "2026-11-23")
    said = desk("import", "core.xlsx", "--vendor", "acme")
    assert f"{len(known)} new answers" in said
    assert "acme@1 is submitted by Dana Reyes, Head of Security." in said
    result = desk.data("score", "acme", code=1)
    assert result["verdict"] == "does_not_meet"
    assert result["support"]["answered"] == len(known)
    said = desk("assessments", "diff", "core.xlsx", "acme")
    assert f"{len(known)} answers are as before." in said


def doubt_and_reply(desk: Desk) -> None:
    """Send a question out in the next workbook, and find its reply beside the answer."""
    desk("review", "acme", "--challenge", "access.mfa-admin", "--reason", "Which accounts does the export leave out?")
    said = desk("template", CORE, "--prefill", "acme", "-o", "asked.xlsx")
    assert "1 question to the vendor, beside the challenged answers" in said
    asked = shown_cell(desk.folder / "asked.xlsx", "access.mfa-admin", "Question from the assessor")
    assert asked == "Ines Okafor, 2026-11-23: Which accounts does the export leave out?"
    cells: Cells = {("access.mfa-admin", "Your reply"): "None: it lists all 41."}
    fill(desk.folder / "asked.xlsx", {**cells, ("access.mfa-admin", "Confirm"): "confirmed"}, "2026-11-23")
    assert "1 answer with a reply to the assessor" in desk("import", "asked.xlsx", "--vendor", "acme")
    said = desk("review", "acme", "--list")
    assert "Dana Reyes, Head of Security, 2026-11-23: None: it lists all 41." in said
    accepted = ("provenance.refusals", "people.labelling-safeguards", "access.mfa-admin")
    options = [word for name in accepted for word in ("--accept", name)]
    desk("review", "acme", *options, "--reason", "That convinces us.")
    desk("keys", "new", "--name", "Ines Okafor", "--organisation", "Riverside Health Trust")
    desk("attest", "acme", "-o", "first.pdf")


def renew_half_a_year_later(desk: Desk) -> None:
    """Ask everything again, as the cadence wants; one answer is no longer so, and the difference says which."""
    desk.now = LATER
    path = desk.folder / "renewal.xlsx"
    said = desk("template", CORE, "--prefill", "acme", "-o", path, "--due", "2027-06-30")
    assert "0 answers filled in, 170 to confirm" in said
    assert shown_cell(path, "access.mfa-admin", "Earlier answer") == "Yes, for every account"
    cells: Cells = {(name, "Confirm"): "confirmed" for name in standing(path) if name != "access.mfa-admin"}
    cells["access.mfa-admin", "Answer"] = "For some accounts only"
    fill(path, cells, "2027-05-24")
    said = desk("import", path, "--vendor", "acme")
    assert "acme@2 begins as its renewal" in said
    said = desk("assessments", "diff", "acme", "acme@1", code=1)
    assert "Answered otherwise (1) access.mfa-admin" in said
    assert "Yes, for every account → For some accounts only" in said
    assert "169 answers are as before." in said
    failed = {each["criterion"]: each["result"] for each in desk.data("score", "acme", code=1)["findings"]}
    assert failed["MIN-ACC-01"] == "partly_met"


def test_colleagues_share_a_questionnaire_and_their_parts_merge(desk: Desk, known: Mapping[str, Answer]) -> None:
    owners = "section,owner\nservice,Dana Reyes\n" + "".join(
        f"{section.section},{'Dana Reyes' if section.pillar == 'security' else 'Kim Lund'}\n"
        for section in Content(ROOT).questionnaire(LITE).sections
        if section.section != "service"
    )
    (desk.folder / "owners.csv").write_text(owners, "utf-8")
    subject = ("--vendor", "acme", "--product", "Portal")
    said = desk("template", LITE, "--split", "owner", "--owners", "owners.csv", "-o", "parts", *subject)
    assert "in 2 workbooks" in said
    asked = {question.id for question in Content(ROOT).questionnaire(LITE).questions}
    parts = sorted((desk.folder / "parts").iterdir())
    for person, path in zip(("Dana Reyes", "Kim Lund"), parts, strict=True):
        own = {name: answer for name, answer in known.items() if name in asked & set(asked_in(path))}
        fill(path, written(own), "2026-11-23", person=person)
        said = desk("import", path, *subject, "--evidence", ".")
        assert f"{len(own)} new answers" in said
        assert "acme/portal@1 is a draft" in said
    name = "people.report-channel"
    options = {option.id for option in Content(ROOT).questionnaire(LITE).question(name).options}
    changed = own[name].model_copy(update={"value": min(options - {own[name].value})})
    fill(path, {(name, "Answer"): written({name: changed})[name, "Answer"]}, "2026-11-23", person="Pat Moen")
    said = desk("import", path, *subject, "--evidence", ".", code=3)
    assert f"{name} says " in said
    assert "and Kim Lund, Head of Security said " in said
    stored = desk.data("assessments", "show", "acme/portal", "--questionnaire", LITE)["answers"]
    assert {each["id"]: each["value"] for each in stored}[name] == own[name].value
    assert {each["id"] for each in stored} >= known.keys() & asked


def written(answers: Mapping[str, Answer]) -> Cells:
    """Return what a person writes for these answers."""
    asked = {question.id: question for question in Content(ROOT).questionnaire(CORE).questions}
    cells: Cells = {}
    for name, answer in answers.items():
        cells[name, "Answer"] = "n/a" if answer.value is None else write_value(asked[name], answer.value)
        cells[name, "Comment"] = answer.comment or None
        cells[name, "Evidence"] = "\n".join(item.written for item in answer.evidence) or None
    return cells


def fill(path: Path, cells: Mapping[tuple[str, str], Any], day: str, *, person: str = "Dana Reyes") -> None:
    """Write into cells of a workbook as a person does, and declare it complete on its cover."""
    book = load_workbook(path)
    sheet = book["Questions"]
    rows, heads = places(sheet)
    for (name, head), value in cells.items():
        sheet.cell(rows[name], heads[head]).value = value
    cover: dict[str, Any] = {"name": person, "role": "Head of Security", "Completed on": dt.date.fromisoformat(day)}
    for label, beside in book["Cover"].iter_rows(min_col=2, max_col=3):
        if said := cover.get(str(label.value).removeprefix("Completed by: ")):
            beside.value = said
    book.save(path)


def places(sheet: Worksheet) -> tuple[dict[str, int], dict[str, int]]:
    """Return the row of each question and the column of each head."""
    heads = {str(cell.value): number for number, cell in enumerate(sheet[2], 1)}
    rows = {str(cell.value): cell.row for (cell,) in sheet.iter_rows(min_row=3, max_col=1) if cell.value}
    return rows, heads


def shown_cell(path: Path, name: str, head: str) -> Any:
    """Return what stands in a question's cell."""
    sheet = load_workbook(path)["Questions"]
    rows, heads = places(sheet)
    return sheet.cell(rows[name], heads[head]).value


def standing(path: Path) -> list[str]:
    """Return the questions beside which an earlier answer stands."""
    sheet = load_workbook(path)["Questions"]
    rows, heads = places(sheet)
    return [name for name, row in rows.items() if sheet.cell(row, heads["Earlier answer"]).value is not None]


def asked_in(path: Path) -> list[str]:
    """Return the questions that a part asks, and no other part does."""
    sheet = load_workbook(path)["Questions"]
    rows, heads = places(sheet)
    return [name for name, row in rows.items() if sheet.cell(row, heads["Status"]).value != "asked elsewhere"]
