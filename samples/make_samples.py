"""Fills the sample workbooks from the answers files, the way real vendors fill them.

Run after a change of the questionnaire, the template or an answers file::

    python samples/make_samples.py [FOLDER]

The template is the one that vendors receive, the answers are those of ``answers.yaml``. A vendor's ``habits`` say where
it writes an answer in a way of its own that must be understood, its ``slips`` where it errs in the first file it sends.
"""
# ruff: noqa: INP001  a script, not a module of a package

from __future__ import annotations

import datetime as dt
import io
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from vendorrisk import yamlfile
from vendorrisk.capture.values import NOT_APPLICABLE, read_value, write_value
from vendorrisk.capture.workbook_layout import (
    COVER_LABEL_COLUMN,
    COVER_VALUE_COLUMN,
    Column,
    deterministic,
    put,
)
from vendorrisk.capture.workbook_out import write_template
from vendorrisk.content import Content, pin
from vendorrisk.model.policy import Level
from vendorrisk.model.questionnaire import Questionnaire
from vendorrisk.phrases.workbook import Cover, Sheets

SAMPLES: Final = Path(__file__).resolve().parent
POLICY: Final = "coalition-minimum"

Written = str | int | float | dt.date


@dataclass(frozen=True)
class As:
    """A value written in a cell that has a number format of its own, or as a formula."""

    value: Written
    number_format: str = "General"
    formula: bool = False


@dataclass(frozen=True)
class Sample:
    """One vendor: its name and its product on the cover, the day it finished, and how it writes."""

    name: str
    product: str
    completed: dt.date
    habits: Mapping[str, Written | As]
    slips: Mapping[str, Written | As] = field(default_factory=dict)
    """What the first file has instead; empty if there is only one file."""


VENDORS: Final = {
    "northwind-hr": Sample(
        "Northwind HR AB",
        "Candidate Ranking",
        dt.date(2026, 11, 9),
        {
            "service.personal-data": "YES",
            "service.admin-accounts": " Yes ",
            "service.uses-ai": "Y",
            "service.ai-decides": "supports",
            "governance.risk-list": "yes, and every open risk has an owner and a date",
            "governance.risk-review-date": "8 September 2026",
            "governance.training": "97 %",
            "access.review-date": "2026-09-30",
            "vulnerabilities.pentest-date": "24.10.2025",
            "logging.events": (
                "Sign-ins, failed ones included; Changes of accounts, rights and configuration; "
                "Access of our own staff to customer data; Reading and export of data by customers' users"
            ),
            "logging.retention-days": "400 days",
            "data.locations": "Norway\nSweden\n\nGermany\nFinland ",
            "fairness.groups": "sex; age; ethnic-origin; disability",
            "fairness.lowest-ratio": As(0.88, "0%"),
            "people.labelling-safeguards": "N/A",
        },
    ),
    "lumen-docs": Sample(
        "Lumen Docs B.V.",
        "Assistant",
        dt.date(2026, 10, 30),
        {
            "service.personal-data": "yes",
            "service.ai-interacts": "TRUE",
            "governance.training": As(0.99, "0%"),
            "access.mfa-admin": "Yes,  for every account",
            "access.review-date": "Aug 14, 2026",
            "suppliers.assessed": "92%",
            "accountability.trained-share": "81 percent",
            "testing.attacks": "prompt-injection, data-extraction, harmful-output, tool-abuse",
            "testing.attacked-on": "2026/09/18",
            "monitoring.trace-months": 12.0,
            "oversight.human-contact": "not applicable",
        },
    ),
    "brightline-pay": Sample(
        "Brightline Pay plc",
        "Fraud Screen",
        dt.date(2026, 11, 16),
        {
            "service.uses-ai": "y",
            "governance.training": 91,
            "access.mfa-admin": "partly",
            "data.locations": "United Kingdom\nIreland",
            "people.labelling-pay": "n.a.",
            "people.labelling-safeguards": "NA",
        },
        {
            "service.personal-data": "Yess",
            "governance.risk-review-date": "13/2026",
            "monitoring.trace-months": "forty-eight",
            "development.review": "Mostly",
            "suppliers.assessed": As("=30+45", formula=True),
        },
    ),
    "harbor-forms": Sample(
        "Harbor Forms OÜ",
        "Forms",
        dt.date(2026, 11, 2),
        {
            "service.personal-data": "y",
            "service.uses-ai": "NO",
            "governance.training": "100",
            "data.transit": "EVERYWHERE",
            "suppliers.list": "on request, or in the contract",
            "incidents.breaches": "0",
        },
    ),
}


def template(content: Content, questionnaire: Questionnaire, sample: Sample) -> bytes:
    """Return the workbook that the vendor received."""
    policy = content.policy(POLICY)
    asked = {question.id for question in questionnaire.questions}
    return write_template(
        questionnaire,
        pin(questionnaire),
        vendor_name=sample.name,
        product_name=sample.product,
        coalition=policy.coalition,
        criteria=[
            criterion
            for criterion in policy.criteria
            if criterion.level is Level.MINIMUM
            and asked.issuperset(leaf.question for leaf in criterion.met_when.leaves())
        ],
        terms=content.terms_of(questionnaire.questions).values(),
        theme=content.locate("reports/theme.yaml").data,
    )


def fill(
    data: bytes,
    questionnaire: Questionnaire,
    answers_file: Mapping[str, Any],
    sample: Sample,
    habits: Mapping[str, Written | As],
) -> bytes:
    """Return the workbook with the answers written in, ``habits`` in place of the plain form."""
    workbook = load_workbook(io.BytesIO(data))
    sheet = workbook[Sheets.QUESTIONS]
    rows = {str(_cell(sheet, row, Column.ID).value): row for row in range(1, sheet.max_row + 1)}
    for name, given in answers_file["answers"].items():
        answer = given if isinstance(given, dict) else {"value": given}
        row = rows[name]
        plain: Written = NOT_APPLICABLE
        comment = answer.get("not_applicable") or answer.get("comment", "")
        if "value" in answer:
            question = questionnaire.question(name)
            value = read_value(question, answer["value"]).value
            if value is None:
                raise ValueError(f"{name} has no value in the answers file")
            plain = write_value(question, value)
        _write(_cell(sheet, row, Column.ANSWER), habits.get(name, plain))
        if comment:
            put(_cell(sheet, row, Column.COMMENT), comment)
        if "evidence" in answer:
            put(_cell(sheet, row, Column.EVIDENCE), "\n".join(answer["evidence"]))
    person, _, role = str(answers_file["respondent"]).partition(", ")
    _sign(workbook[Sheets.COVER], {Cover.NAME: person, Cover.ROLE: role, Cover.DATE: sample.completed})
    out = io.BytesIO()
    workbook.save(out)
    return deterministic(out.getvalue())


def _cell(sheet: Worksheet, row: int, column: int) -> Cell:
    found = sheet.cell(row, column)
    if not isinstance(found, Cell):
        raise TypeError(f"row {row} of {sheet.title} is merged")
    return found


def _write(cell: Cell, written: Written | As) -> None:
    if not isinstance(written, As):
        put(cell, written)
        return
    if written.formula:
        cell.value = written.value
    else:
        put(cell, written.value)
        cell.number_format = written.number_format


def _sign(cover: Worksheet, entries: Mapping[str, str | dt.date]) -> None:
    for row in range(1, cover.max_row + 1):
        label = cover.cell(row, COVER_LABEL_COLUMN).value
        if label in entries:
            put(_cell(cover, row, COVER_VALUE_COLUMN), entries[str(label)])


def make(content: Content, samples: Path = SAMPLES) -> dict[str, bytes]:
    """Return every workbook by its path within the samples folder."""
    made: dict[str, bytes] = {}
    for vendor, sample in VENDORS.items():
        path = samples / vendor / "answers.yaml"
        answers_file = yamlfile.load(path.read_bytes(), path.name).data
        questionnaire = content.questionnaire(answers_file["questionnaire"])
        empty = template(content, questionnaire, sample)
        made[f"{vendor}/{vendor}.xlsx"] = fill(empty, questionnaire, answers_file, sample, sample.habits)
        if sample.slips:
            first = {**sample.habits, **sample.slips}
            made[f"{vendor}/{vendor}-first.xlsx"] = fill(empty, questionnaire, answers_file, sample, first)
    return made


def main(folder: Path) -> None:
    """Write every workbook beside its answers file, or into the same places under another folder."""
    for name, data in make(Content(SAMPLES.parent)).items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        sys.stdout.write(f"{target}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLES)
