"""Workbooks for tests: a questionnaire with every kind of question, its template, filled and spoilt copies."""

from __future__ import annotations

import datetime as dt
import io
import re
import subprocess
import zipfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from vendorrisk.capture.workbook_in import WorkbookReading, read_workbook
from vendorrisk.capture.workbook_out import write_template
from vendorrisk.content import pin
from vendorrisk.model.answer import Answer
from vendorrisk.model.questionnaire import Questionnaire

AT = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)


def _question(name: str, kind: str, **more: Any) -> dict[str, Any]:
    ask = more.pop("ask", f"What is so about {name}?")
    return {"id": name, "ask": ask, "type": kind, "help": "Say what is so.", "why": "It matters.", **more}


QUESTIONNAIRE = Questionnaire.model_validate(
    {
        "questionnaire": "every-kind",
        "version": "1.2.0",
        "title": "Every kind of question",
        "description": "For tests.",
        "sections": [
            {
                "section": "service",
                "title": "The service",
                "pillar": "service",
                "intro": "What it is.",
                "questions": [
                    _question("service.ai", "yes-no", ask={"en": "Does it use AI?", "de": "Nutzt es KI?"}),
                    _question(
                        "service.kinds",
                        "multi",
                        options=["predictive", {"id": "gen", "label": "Generative: text, images"}, "other"],
                        show_when={"service.ai": "yes"},
                    ),
                ],
            },
            {
                "section": "access",
                "title": "Access control",
                "pillar": "security",
                "intro": "Who gets in.",
                "questions": [
                    _question("access.mfa", "choice", options=[{"id": "yes", "label": "Yes"}, "partly", "no"]),
                    _question("access.hours", "number", unit="hours", minimum=0, maximum=720, not_applicable="justify"),
                    _question("access.share", "percent"),
                    _question("access.date", "date"),
                    _question("access.words", "text", not_applicable="justify"),
                    _question("access.countries", "list"),
                    _question("access.page", "url"),
                    _question("access.spare", "yes-no", not_applicable="justify"),
                ],
            },
        ],
    },
)
PIN = pin(QUESTIONNAIRE)

ANSWERS: Mapping[str, Any] = {
    "service.ai": "Yes",
    "service.kinds": "predictive\nGenerative: text, images",
    "access.mfa": "partly",
    "access.hours": 24,
    "access.share": 95,
    "access.date": dt.date(2026, 3, 1),
    "access.words": "=SUM(1) is what we wrote.\nAnd more.",
    "access.countries": "Germany\nFrance",
    "access.page": "https://example.com/security",
}
"""What a careful vendor writes into the answer cells; one question stays open."""

VALUES: Mapping[str, Any] = {
    "service.ai": "yes",
    "service.kinds": ("predictive", "gen"),
    "access.mfa": "partly",
    "access.hours": 24,
    "access.share": 95,
    "access.date": "2026-03-01",
    "access.words": "=SUM(1) is what we wrote.\nAnd more.",
    "access.countries": ("Germany", "France"),
    "access.page": "https://example.com/security",
}
"""The same, as it is stored."""


def template(questionnaire: Questionnaire = QUESTIONNAIRE, **more: Any) -> bytes:
    return write_template(questionnaire, pin(questionnaire), vendor_name="Acme Analytics", **more)


def row(question: str, sheet: Worksheet) -> int:
    """Return the row of a question."""
    return next(number for number in range(1, sheet.max_row + 1) if sheet.cell(number, 1).value == question)


def edited(edit: Callable[[Workbook], object], data: bytes | None = None) -> bytes:
    """Return a template (or another workbook) after someone edited and saved it."""
    book = load_workbook(io.BytesIO(template() if data is None else data))
    edit(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def put_answers(sheet: Worksheet, answers: Mapping[str, Any], column: int = 5) -> None:
    """Write into the answer cells (or those of another column), as a person would."""
    for question, value in answers.items():
        cell = sheet.cell(row(question, sheet), column)
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"


def filled(
    answers: Mapping[str, Any] = ANSWERS,
    comments: Mapping[str, str] | None = None,
    evidence: Mapping[str, str] | None = None,
) -> bytes:
    """Return the template filled in."""

    def edit(book: Workbook) -> None:
        for column, texts in ((5, answers), (6, comments or {}), (7, evidence or {})):
            put_answers(book["Questions"], texts, column)

    return edited(edit)


def read(data: bytes, questionnaire: Questionnaire = QUESTIONNAIRE, folder: Path | None = None) -> WorkbookReading:
    return read_workbook(
        data,
        "acme.xlsx",
        questionnaire=questionnaire,
        pin=pin(questionnaire),
        recorder="pat",
        at=AT,
        evidence_folder=folder,
    )


def values_of(answers: Mapping[str, Answer]) -> dict[str, Any]:
    """Return the values alone; a question answered n/a has None."""
    return {name: answer.value for name, answer in answers.items()}


def repacked(
    data: bytes, change: Callable[[str, bytes], bytes | None], extra: Mapping[str, bytes] | None = None
) -> bytes:
    """Return an archive with its parts changed (None drops one) and others added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = change(name, old.read(name))
            if part is not None:
                new.writestr(name, part)
        for name, part in (extra or {}).items():
            new.writestr(name, part)
    return out.getvalue()


def questions_part(data: bytes) -> str:
    """Return the name of the part that holds the questions sheet."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            content = archive.read(name)
            hidden = b"SHA-256" in content or b"answer of" in content
            if name.startswith("xl/worksheets/sheet") and b">access.mfa<" in content and not hidden:
                return name
    raise LookupError("no questions sheet")


def in_questions(data: bytes, pattern: bytes, replacement: bytes) -> bytes:
    """Return a workbook with the XML of its questions sheet changed; the pattern must occur."""
    return altered(data, questions_part(data), lambda content: re.sub(pattern, replacement, content, count=1))


def altered(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return a workbook with one part changed; the part must be there, and become another."""
    found = []

    def edit(name: str, content: bytes) -> bytes:
        if name != part:
            return content
        found.append(change(content))
        assert found[0] != content
        return found[0]

    result = repacked(data, edit)
    assert found, part
    return result


def through_libreoffice(
    soffice: Path, folder: Path, books: Iterable[bytes], *formats: str, begin: str = "xlsx"
) -> list[bytes]:
    """Open each workbook in LibreOffice, recalculate and save it; return the results.

    ``formats`` are saved one after the other, each from the one before, in one run of the program each; without any
    it is .xlsx.
    """
    suffix, results = begin, list(books)
    for step, to in enumerate(formats or ("xlsx",)):
        source, target = folder / f"in-{step}", folder / f"out-{step}"
        for place in (source, target):
            place.mkdir(parents=True, exist_ok=True)
        paths = [source / f"{number:03}.{suffix}" for number in range(len(results))]
        for path, data in zip(paths, results, strict=True):
            path.write_bytes(data)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [str(soffice), profile, "--headless", "--convert-to", to, "--outdir", str(target), *map(str, paths)]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        results = [(target / path.name).with_suffix(f".{to}").read_bytes() for path in paths]
        suffix = to
    return results
