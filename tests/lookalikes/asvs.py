"""Workbooks laid out like the checklist of OWASP ASVS 3.0.1, with invented texts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from lookalikes.raw_xlsx import LookAlike, RawSheet, raw_xlsx

_LAST: Final = {1: 11, 2: 33, 3: 18, 4: 16, 5: 26, 7: 15, 8: 13, 9: 11, 10: 16, 11: 8, 13: 2, 15: 2, 16: 9, 17: 11}
_LAST_OF_ALL: Final = _LAST | {18: 10, 19: 10}
_GAPS: Final[dict[int, tuple[int, ...]]] = {
    2: (3, 5, 10, 11, 14, 15, 30),
    3: (8, 9, 13, 14, 15),
    4: (2, 3, 6, 7),
    5: (2, 4, 7, 8, 9),
    7: (1, 3, 4, 5, 10),
    10: (2, 7, 9),
}
_CHOICES: Final = ("Yes", "No", "N/A")

REQUIREMENTS: Final = tuple(
    f"{chapter}.{number}"
    for chapter, last in _LAST_OF_ALL.items()
    for number in range(1, last + 1)
    if number not in _GAPS.get(chapter, ())
)
"""The ids of the 182 requirements."""


def blank() -> LookAlike:
    """Return the checklist as it is published."""
    return asvs({})


def completed() -> LookAlike:
    """Return the checklist with every requirement answered, by each choice in turn."""
    return asvs({name: _CHOICES[number % 3] for number, name in enumerate(REQUIREMENTS)})


def asvs(typed: Mapping[str, str], comments: Mapping[str, str] | None = None) -> LookAlike:
    """Return the checklist with these answers typed by requirement; comments stand in a column that vendors add."""
    sheet = RawSheet("ASVS 3.0.1 Detail Requirements", claims="A1:R986", lists=[("G2:G202", "$R$2:$R$4")])
    sheet.put(1, A="ID", B="Detailed Verification Requirement", C="Level 1", D="Level 2", E="Level 3", F="Since")
    sheet.put(1, G="Tested? ", H="Comments" if comments else None)
    row = 1
    for chapter in range(1, 20):
        row += 1
        sheet.put(row, A=f"V{chapter}", B=f"Invented chapter {chapter}")
        for name in (name for name in REQUIREMENTS if name.startswith(f"{chapter}.")):
            row += 1
            number = float(name) if name in ("2.2", "8.13") else name
            sheet.put(row, A=number, B=f"Verify that {name} is so.\n", E="✓", D="✓" if row % 6 else None)
            sheet.put(row, C="✓" if row % 2 else None, F="3.0.1" if row % 9 == 0 else 1 + row % 3, G=typed.get(name))
            sheet.put(row, H=(comments or {}).get(name))
    for place, choice in enumerate(_CHOICES, 2):
        sheet.put(place, R=choice)
    retired = RawSheet("What ever happened to ...")
    retired.put(1, A="Original #", B="Description", C="Status", D="Removed", E="Reason")
    for place in range(2, 76):
        retired.put(place, A=2.1 if place == 12 else f"2.{place}", B="What it was.", C="Deprecated", D="2.0", E="Gone.")
    licence = RawSheet("Document and License Info", {"A1": "Invented"})
    return LookAlike(raw_xlsx([sheet, retired, licence]), dict(typed))
