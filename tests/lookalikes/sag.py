"""Workbooks laid out like the questionnaire of CISA's Software Acquisition Guide, with invented texts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from lookalikes.raw_xlsx import Formula, LookAlike, RawSheet, raw_xlsx

_SHEETS: Final = {
    "Supply Chain": ("SC", 8, 51),
    "Secure Development": ("DEV", 30, 183),
    "Secure Deployment": ("DEP", 12, 52),
    "Vulnerability": ("VUL", 8, 30),
}
"""The code of each sheet, and how many controls and tasks it has."""
_CODES: Final = {"VUL": "VULN"}
_GOVERNANCE: Final = tuple(f"CONTROL.GOV.{number:02d}" for number in range(1, 20))
_IDENTITY: Final = {
    17: ("POC Completing Form:", "Ines Okafor"),
    18: ("POC Phone Number:", "+1 202 555 0147"),
    19: ("Date Completed:", "2026-03-02"),
    20: ("Information Source POC:", "Umbra Learning support"),
    32: ("Signature:", ""),
    33: ("Name:", "Ines Okafor"),
}


def _ids(code: str, controls: int, tasks: int) -> list[str]:
    """Return the rows of a sheet: each control, then its share of the tasks."""
    code = _CODES.get(code, code)
    rows = []
    for control in range(1, controls + 1):
        rows.append(f"CONTROL.{code}.{control:02d}")
        share = tasks // controls + (control <= tasks % controls)
        rows += [f"TASK.{code}.{control:02d}.{task:02d}" for task in range(1, share + 1)]
    return rows


QUESTIONS: Final[dict[str, tuple[str, ...]]] = {"Governance": _GOVERNANCE} | {
    title: tuple(_ids(*sheet)) for title, sheet in _SHEETS.items()
}
"""The ids on each sheet, 393 in all."""


def choices(name: str) -> tuple[str, ...]:
    """Return what the drop-down list of a question offers."""
    if name == "CONTROL.DEV.27":
        return ("Yes", "No", "N/A")
    return ("Yes", "No") if name.startswith(("TASK", "CONTROL.GOV")) else ("Yes", "No", "Partial", "N/A")


def blank() -> LookAlike:
    """Return the form as it is published."""
    return sag({})


def completed() -> LookAlike:
    """Return the form with every question answered, those that it says to skip included."""
    names = [name for rows in QUESTIONS.values() for name in rows]
    return sag({name: choices(name)[number % len(choices(name))] for number, name in enumerate(names)})


def sag(typed: Mapping[str, str]) -> LookAlike:
    """Return the form with these answers typed by question id; the rest is blank.

    A control is marked as skipped where the first question of governance is answered Yes, a task where its control
    is answered with anything but Partial.
    """
    summary = RawSheet("Instructions and Summary", {"A1": "Instructions"})
    for row, (label, value) in _IDENTITY.items():
        summary.put(row, A=label, F=value if typed else None)
    governance = RawSheet("Governance", lists=[("C13:C31", '"Yes, No"')], hidden_rows=[1, 2], hidden_columns=[(6, 30)])
    governance.put(1, A="Completed by:")
    head = "Software Acquisition Guide"
    governance.put(12, A=f"{head} Control Number", B=f"{head} CONTROL Description", C="Answer")
    governance.put(12, D="Estimated Time for Response")
    for row, name in enumerate(_GOVERNANCE, 13):
        governance.put(row, A=name, B=f"Invented control {name}?", C=typed.get(name), D="10 minutes")
        governance.put(row, G="GOV" if row < 7 else None)
    return LookAlike(raw_xlsx([summary, governance, *(_sheet(title, typed) for title in _SHEETS)]), dict(typed))


def _sheet(title: str, typed: Mapping[str, str]) -> RawSheet:
    sheet = RawSheet(title, hidden_columns=[(6, 30)])
    head = "Software Acquisition Guide"
    number = f"{head} TASK/CONTROL Number" if title == "Supply Chain" else f"{head} Control Number"
    sheet.put(15, A=number, B=f"{head} CONTROL/TASK Description", C="Answer", D="Instructions", E="Skip?")
    sheet.put(15, G="GOV", H="ROW")
    lists = []
    for row, name in enumerate(QUESTIONS[title], 16):
        skip = _skipped(name, typed)
        sheet.put(row, A=name, B=f"Invented text {name}?", C=typed.get(name), D=Formula('IF(C1="","","")'))
        sheet.put(row, E=Formula('IF(Governance!$C$13="Yes","skip","")', skip), G="GOV.01", H=row)
        lists.append((f"C{row}", f'"{", ".join(choices(name))}"'))
    sheet.lists = lists
    sheet.hidden_rows = [row for row in range(40, 50) if row - 16 < len(QUESTIONS[title])]
    return sheet


def _skipped(name: str, typed: Mapping[str, str]) -> str:
    kind, code, number, *_ = name.split(".")
    if typed.get("CONTROL.GOV.01") == "Yes":
        return "You May Skip This Question based on Governance"
    if kind == "TASK" and typed.get(f"CONTROL.{code}.{number}", "Partial") != "Partial":
        return "Task question skipped due to the answer to its control"
    return "Please complete this question"
