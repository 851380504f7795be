"""Workbooks laid out like the toolbox of OWASP SAMM 1.5, with invented texts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

from lookalikes.raw_xlsx import CellContent, Formula, LookAlike, RawSheet, raw_xlsx

_FUNCTIONS: Final = {
    "Governance": "SM1A SM1C SM1C SM2C SM2C SM2C SM3C SM3D PC1C PC1E PC2F PC2C PC3C PC3G EG1D EG1C EG2C EG2C EG3F EG3D",
    "Construction": "TA1C TA1C TA2C TA2C TA2C TA3C TA3C SR1C SR1F SR2C SR2C SR3C SR3D SA1F SA1C SA2G SA2F SA3C SA3D",
    "Verification": "DR1C DR1C DR2C DR2C DR3C DR3F IR1G IR1C IR2F IR2C IR3G IR3F ST1C ST1C ST1C ST2C ST2C ST3C ST3F",
    "Operations": "IM1C IM1A IM1C IM2G IM2C IM3C IM3C EH1C EH1C EH2G EH2C EH3F EH3G OE1C OE1C OE2C OE2C OE3D OE3E",
}
"""Each question as the code of its level and the letter of its list."""
_LISTS: Final[dict[str, tuple[str, ...]]] = {
    "A": (
        *("No", "Yes, it's less than a year old"),
        *("Yes, it's a number of years old", "Yes, it's a pretty mature program"),
    ),
    "C": (
        *("No", "Yes, a small percentage are/do"),
        *("Yes, at least half of them are/do", "Yes, the majority of them are/do"),
    ),
    "D": ("No", "Yes, we did it once", "Yes, we do it every few years", "Yes, we do it at least annually"),
    "E": ("No", "No, it is not applicable", "Yes, but on an adhoc basis", "Yes"),
    "F": (
        *("No", "Yes, teams write/run their own"),
        *("Yes, there is a standard set", "Yes, the standard set is integrated"),
    ),
    "G": (
        *("No", "Yes, localized to business areas"),
        *("Yes, across the organization", "Yes, across the organization and required"),
    ),
}

CHOICES: Final[dict[str, tuple[str, ...]]] = {
    f"{code[:3]}.{number}": _LISTS[code[3]]
    for codes in _FUNCTIONS.values()
    for number, code in enumerate(codes.split(), 1)
}
"""What the drop-down list of each of the 77 questions offers."""


def blank() -> LookAlike:
    """Return the toolbox as it is published, every empty answer scored as 0."""
    return samm({})


def completed() -> LookAlike:
    """Return the toolbox with every question answered, each list by each of its choices in turn."""
    return samm({name: choices[number % 4] for number, (name, choices) in enumerate(CHOICES.items())})


def samm(typed: Mapping[str, str], notes: Mapping[str, str] | None = None) -> LookAlike:
    """Return the toolbox with these answers and interview notes typed by question id."""
    sheet = RawSheet("Interview", claims="A1:Z447", hidden_columns=[(1, 1), (6, 8)])
    sheet.put(1, B=Formula('"Interview: "&D11', "Interview: Umbra Tutor"))
    sheet.put(3, B="Instructions")
    identity = ["Organization:", "Project:", "Interview Date:", "Interviewer:", "Persons Interviewed:"]
    known: list[CellContent] = ["Umbra Learning", "Umbra Tutor", dt.date(2026, 3, 2), "Ines Okafor", "Two people"]
    for row, (label, value) in enumerate(zip(identity, known, strict=True), 10):
        sheet.put(row, B=label, D=value if typed else None)
    row, lists, merged = 16, [], []
    for function, codes in _FUNCTIONS.items():
        sheet.put(row, B=function)
        merged.append(f"B{row}:J{row}")
        before = ""
        for number, code in enumerate(codes.split(), 1):
            name = f"{code[:3]}.{number}"
            if code[:2] != before[:2]:
                row += 1
                sheet.put(row, B=f"Practice {code[:2]}", E="Answer", I="Interview Notes", J="Rating")
                merged.append(f"B{row}:D{row}")
            row += 1
            score = Formula(f"IFERROR(VLOOKUP(E{row},Lookups!$J$4:$K$37,2,FALSE),0)", 0.5 if name in typed else 0)
            sheet.put(row, B=code[:3] if code[:3] != before[:3] else None, C=f"Invented question {name}?", F=number)
            sheet.put(row, A=number if function == "Governance" else None, E=typed.get(name), G=score)
            sheet.put(row, I=(notes or {}).get(name), J=Formula("AVERAGE(H1)", 1.25))
            lists.append((f"E{row}", f"Answer{code[3]}"))
            merged += [f"C{row}:D{row}", f"I{row}:I{row + 2}"]
            for guidance in (1, 2):
                sheet.put(row + guidance, C="Guidance:", D=f"Invented guidance {guidance} on {name}.")
            row += 2
            before = code
        row += 2
    sheet.lists, sheet.merged = [*lists, ("M18:P18", "AnswerA")], merged
    return LookAlike(
        raw_xlsx([RawSheet("Attribution and License"), sheet, *_other_sheets(typed)], _names()), dict(typed)
    )


def _names() -> dict[str, str]:
    return {f"Answer{key}": f"Lookups!$J${10 * n + 4}:$J${10 * n + 7}" for n, key in enumerate(_LISTS)}


def _other_sheets(typed: Mapping[str, str]) -> list[RawSheet]:
    roadmap, lookups = RawSheet("Roadmap"), RawSheet("Lookups", state="hidden")
    roadmap.put(17, B="Practice SM", E="Answer", J="Phase 1", N="Phase 2")
    for row, (name, choices) in enumerate(CHOICES.items(), 18):
        now = Formula(f"Interview!E{row}", typed.get(name, 0))
        roadmap.put(
            row, B=name.partition(".")[0], C=f"Invented question {name}?", E=now, F=row, J=choices[3], N=choices[2]
        )
    for n, choices in enumerate(_LISTS.values()):
        lookups.cells |= {f"J{10 * n + 4 + place}": choice for place, choice in enumerate(choices)}
    return [RawSheet("Scorecard"), roadmap, lookups]
