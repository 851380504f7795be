"""Files that others published, read by the shipped layouts: counts, and ten answers each, looked up by hand.

Those under CC BY-SA are no part of this project: the folder that holds them is named by VENDORRISK_EXAMPLES.
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest
from foreign import by_id, counts, import_data

from vendorrisk.capture.foreign import ForeignReading

OURS = Path(__file__).parents[1] / "examples"


@dataclass(frozen=True)
class Example:
    """What a file says. Of answers in words their beginning."""

    file: str
    questionnaire: str
    summary: dict[str, int]
    issues: dict[str, int]
    spots: dict[str, tuple[str, str]]
    """Cell and answer by question."""
    identity: dict[str, str] = field(default_factory=dict)


_SHEET = "Security Questionnaire!"
NORTHWIND = Example(
    "northwind-ai-security-questionnaire.xlsx",
    "trustbot-security-1",
    {"yes": 99, "no": 9, "open": 0},
    {},
    {
        "GRC-01": (f"{_SHEET}D2", "yes"),
        "CMP-04": (f"{_SHEET}D11", "no"),
        "CMP-06": (f"{_SHEET}D13", "yes"),
        "ASM-06": (f"{_SHEET}D25", "yes"),
        "PHY-06": (f"{_SHEET}D37", "no"),
        "ENC-05": (f"{_SHEET}D48", "no"),
        "VTM-04": (f"{_SHEET}D71", "no"),
        "BCP-06": (f"{_SHEET}D85", "yes"),
        "PRV-02": (f"{_SHEET}D87", "no"),
        "CLD-06": (f"{_SHEET}D109", "yes"),
    },
)
CAIQ_LITE = Example(
    "caiq-lite-style-completed.csv",
    "trustdeck-caiq-lite-1",
    {"text": 55, "open": 69},
    {"placeholder": 69},
    {
        "CAIQ-001": ("line 2, column 5", "Yes — the CTO is the named owner"),
        "CAIQ-006": ("line 7, column 5", ""),
        "CAIQ-020": ("line 21, column 5", "Yes — production and staging environments"),
        "CAIQ-023": ("line 24, column 5", "Backups are performed daily."),
        "CAIQ-061": ("line 62, column 5", "No — a dedicated Data Protection Officer"),
        "CAIQ-065": ("line 66, column 5", "Annually."),
        "CAIQ-077": ("line 78, column 5", "Okta."),
        "CAIQ-094": ("line 95, column 5", ""),
        "CAIQ-095": ("line 96, column 5", "Yes — AWS Inspector vulnerability scanning"),
        "CAIQ-124": ("line 125, column 5", "Yes — Microsoft Intune MDM is deployed"),
    },
)
ACME = Example(
    "acme-small-completed.xlsx",
    "trustdeck-security-1",
    {"text": 13, "open": 2},
    {"unfinished": 4, "placeholder": 2},
    {
        "Q1": (f"{_SHEET}D2", "Acme Analytics, Inc. is a B2B SaaS company"),
        "Q2": (f"{_SHEET}D3", "Acme holds a SOC 2 Type II report"),
        "Q3": (f"{_SHEET}D4", "Customer data at rest is encrypted with AES-256"),
        "Q4": (f"{_SHEET}D5", "Yes — SSO via Okta with MFA"),
        "Q6": (f"{_SHEET}D7", "Penetration testing is performed annually."),
        "Q7": (f"{_SHEET}D8", "Log retention is set at 12 months."),
        "Q10": (f"{_SHEET}D11", "Background checks are performed on all new hires"),
        "Q13": (f"{_SHEET}D14", "Acme does not have a dedicated Data Protection Officer"),
        "Q14": (f"{_SHEET}D15", ""),
        "Q15": (f"{_SHEET}D16", ""),
    },
)
SAMM = Example(
    "samm-1.5-example.xlsx",
    "owasp-samm-1.5",
    {
        "some-years": 1,
        "first-year": 1,
        "no": 1,
        "majority": 9,
        "half": 18,
        "small-part": 22,
        "every-few-years": 2,
        "once": 4,
        "ad-hoc": 2,
        "integrated": 4,
        "standard-set": 3,
        "own": 3,
        "required": 1,
        "organization": 3,
        "business-areas": 3,
        "open": 0,
    },
    {},
    {
        "SM1.1": ("Interview!E18", "first-year"),
        "PC1.9": ("Interview!E62", "small-part"),
        "EG2.17": ("Interview!E111", "half"),
        "TA3.6": ("Interview!E162", "majority"),
        "SA1.14": ("Interview!E206", "standard-set"),
        "DR2.4": ("Interview!E259", "half"),
        "IR3.12": ("Interview!E299", "own"),
        "IM1.2": ("Interview!E342", "some-years"),
        "EH2.10": ("Interview!E387", "organization"),
        "OE3.19": ("Interview!E443", "ad-hoc"),
    },
    {
        "vendor": "Acme Brick Co",
        "product": "Brick Builder",
        "contact": "Willy Thomas, Kate Smith, Joe Kats, Ars Hickory, Rick Links",
        "date": "2017-02-28",
    },
)
ASVS = Example(
    "asvs-3.0.1-checklist.xlsx",
    "owasp-asvs-3.0.1",
    {"open": 182},
    {},
    {},
)
EXAMPLES = (NORTHWIND, CAIQ_LITE, ACME, SAMM, ASVS)
examples = pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.file)


def data_of(example: Example) -> bytes:
    """Return the file's bytes; skip the test where its licence keeps it out of the project and nobody names it."""
    path = OURS / example.file
    if not path.is_file():
        named = os.environ.get("VENDORRISK_EXAMPLES", "")
        path = Path(named) / example.file
        if not named or not path.is_file():
            pytest.skip(f"{example.file} is no part of this project; name its folder in VENDORRISK_EXAMPLES")
    return path.read_bytes()


@cache
def reading_of(example_data: bytes, file: str) -> ForeignReading:
    return import_data(example_data, file)


@examples
def test_counts(example: Example) -> None:
    reading = reading_of(data_of(example), example.file)
    assert reading.questionnaire.questionnaire == example.questionnaire
    assert counts(reading) == example.summary
    assert Counter(issue.code for issue in reading.issues) == example.issues
    assert reading.identity.said() == example.identity


@examples
def test_ten_answers(example: Example) -> None:
    found = by_id(reading_of(data_of(example), example.file))
    if not example.spots:
        assert not found
        return
    assert len(example.spots) == 10
    for name, (cell, value) in example.spots.items():
        assert found[name].cell == cell
        assert found[name].answered == bool(value)
        assert str(found[name].value or "").startswith(value)


@examples
def test_every_answer_becomes_one_of_an_assessment(example: Example) -> None:
    reading = reading_of(data_of(example), example.file)
    options = {question.id: question.option_ids for question in reading.questionnaire.questions}
    for answer in reading.answers:
        assert answer.question in options
        assert not options[answer.question] or answer.not_applicable or answer.value in options[answer.question]


def test_the_ten_of_asvs_are_its_ids() -> None:
    ids = [question.id for question in reading_of(data_of(ASVS), ASVS.file).questionnaire.questions]
    assert len(ids) == len(set(ids)) == 182
    assert {"1.1", "1.10", "2.2", "2.33", "8.13", "9.11", "10.1", "11.8", "16.9", "19.10"} <= set(ids)
