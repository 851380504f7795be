"""Workbooks laid out like HECVAT 4, with invented texts: eight sheets for the vendor, and seven that mirror them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from itertools import chain
from typing import Final

from lookalikes.raw_xlsx import Failed, Formula, LookAlike, RawSheet, ids, raw_xlsx

_VENDOR_SHEETS: Final[dict[str, dict[str, int]]] = {
    "START HERE": {"GNRL": 9, "COMP": 5, "REQU": 8},
    "Organization": {"DOCU": 7, "THRD": 5, "CHNG": 16, "PPPR": 15},
    "Product": {"AAAI": 18, "DATA": 23},
    "Infrastructure": {"APPL": 14, "DCTR": 16, "FIDP": 11, "HFIH": 4, "VULN": 6},
    "IT Accessibility": {"ITAC": 18},
    "Case-Specific": {"CONS": 9, "HIPA": 29, "PCID": 12, "OPEM": 10},
    "AI": {"AIQU": 2, "AIGN": 5, "AIPL": 5, "AISC": 5, "AIML": 8, "AILM": 6},
    "Privacy": {"PRGN": 5, "PCOM": 4, "PDOC": 3, "PTHP": 2, "PCHG": 2, "PDAT": 8, "PRPO": 13, "INTL": 5}
    | {"DRPV": 15, "DPAI": 8},
}
"""The families of questions on each sheet that the vendor fills, and how many each has."""
_MIRRORED: Final[dict[str, list[str]]] = {
    "Organization": ids("GNRL", 8),
    "Product": [*ids("GNRL", 4), "REQU-01"],
    "Infrastructure": [*ids("GNRL", 4), "REQU-01"],
    "IT Accessibility": [*ids("GNRL", 4), "REQU-02"],
    "Case-Specific": [*ids("GNRL", 4), "REQU-03", "REQU-05", "REQU-06", "REQU-07"],
    "AI": [*ids("GNRL", 4), "REQU-04"],
    "Privacy": [*ids("GNRL", 8), "REQU-08"],
}
"""The rows of other sheets that repeat START HERE by formula."""
_TITLES: Final = {"HIPA": "HIPAA Compliance ", "GNRL": "General Information", "REQU": "Required Questions"}
_FREE: Final = {
    *ids("GNRL", 9),
    *ids("COMP", (2, 5)),
    *ids("ITAC", 5),
    *ids("PCID", (9, 10, 12)),
    *ids("OPEM", (8, 9)),
    *("AAAI-10", "FIDP-10", "HIPA-23", "AIGN-04", "AISC-04", "PRGN-05", "PCOM-02"),
}
"""The questions without a drop-down list."""
_WITH_NA: Final = {*ids("HIPA", 29), *ids("OPEM", 10), *ids("CONS", 9), "AAAI-17", "DATA-01", "DATA-02"} - _FREE
_HOSTING: Final = (
    "Self-Managed",
    "Physical Co-Location",
    "Virtual Co-Location",
    "AWS",
    "Azure",
    "GCP",
    "Hybrid/Other",
)
_GATES: Final = {
    "REQU-02": ("ITAC",),
    "REQU-03": ("CONS",),
    "REQU-04": ("AIQU", "AIGN", "AIPL", "AISC", "AIML", "AILM", "DPAI"),
    "REQU-05": ("HIPA",),
    "REQU-06": ("PCID",),
    "REQU-07": ("OPEM",),
}
"""The questions whose answer No makes families of others not apply."""

QUESTIONS: Final[dict[str, str]] = {
    name: sheet
    for sheet, families in _VENDOR_SHEETS.items()
    for name in chain.from_iterable(ids(family, count) for family, count in families.items())
}
"""The sheet on which each of the 331 questions is answered."""


def blank() -> LookAlike:
    """Return the form as it is published."""
    return hecvat4({})


def completed() -> LookAlike:
    """Return the form with every question answered, each list by each of its choices in turn."""
    typed = {
        name: f"Our words on {name}" if name in _FREE else choices(name)[number % len(choices(name))]
        for number, name in enumerate(QUESTIONS)
    }
    return hecvat4(typed | dict.fromkeys(_GATES, "Yes") | {"GNRL-01": "Umbra Learning", "GNRL-02": "Umbra Tutor"})


def choices(name: str) -> tuple[str, ...]:
    """Return what the drop-down list of a question offers; nothing where any text may stand."""
    if name in _FREE:
        return ()
    if name == "DCTR-01":
        return _HOSTING
    return ("Yes", "No", "N/A") if name in _WITH_NA else ("Yes", "No")


def hecvat4(typed: Mapping[str, str], comments: Mapping[str, str] | None = None) -> LookAlike:
    """Return the form with these answers and comments typed by question id."""
    comments = comments or {}
    sheets = [_vendor_sheet(title, typed, comments) for title in _VENDOR_SHEETS]
    for other in sheets[1:]:
        other.put(3, C=Formula("'START HERE'!C3", dt.date(2026, 3, 2) if typed else 0))
    if typed:
        sheets[0].put(3, C=dt.date(2026, 3, 2))
    return LookAlike(raw_xlsx([*sheets, *_other_sheets(typed)]), dict(typed))


def _vendor_sheet(title: str, typed: Mapping[str, str], comments: Mapping[str, str]) -> RawSheet:
    sheet = RawSheet(title, hidden_columns=[(8, 12)], claims="A1:L1048576" if title == "AI" else "")
    sheet.last_row = 1048576 if title == "AI" else 0
    sheet.put(1, A="This row is read aloud by screen readers.")
    sheet.put(2, A=f"Look-alike toolkit - {title}", F="Version 4.1.4")
    sheet.put(3, A="Date", C=None if typed else "m/d/yyyy")
    sheet.hidden_rows = [1]
    sheet.put(5, A=Formula("Questions!$B$1", "Fill in the white cells."))
    row, lists = 12, []
    for names in _tables(title):
        _section_row(sheet, row, names[0][:4])
        for name in names:
            row += 1
            sheet.put(row, **_question_row(name, title, row, typed, comments))
            lists += [(f"C{row}", _source(name))] if QUESTIONS[name] == title and choices(name) else []
        sheet.put(row + 1, G="End Table Data")
        row += 2
    sheet.far_lists = lists
    sheet.lists = [(f"C{row - 1}", '"Yes,No"')]
    sheet.put(row, A="Copyright © 2025 EDUCAUSE")
    if title != "START HERE":
        for below in range(row + 2, row + 9):
            sheet.put(below, A=Failed())
        sheet.hidden_rows = [1, *range(row + 2, row + 9)]
    return sheet


def _tables(title: str) -> list[list[str]]:
    own = [ids(family, count) for family, count in _VENDOR_SHEETS[title].items()]
    mirrored = _MIRRORED.get(title, [])
    parts = [[name for name in mirrored if name.startswith(family)] for family in ("GNRL", "REQU")]
    return [part for part in parts if part] + own


def _section_row(sheet: RawSheet, row: int, family: str) -> None:
    title = _TITLES.get(family, f" {family.title()} section")
    header: dict[str, str | None] = {
        "C": "Answer",
        "D": "Additional Information",
        "E": "Guidance",
        "F": "Analyst Notes",
    }
    if family == "GNRL":
        header = {"C": None if sheet.title == "START HERE" else "Answer"}
    if family == "REQU" and sheet.title in ("Product", "Infrastructure", "IT Accessibility"):
        header.pop("D")
    sheet.put(row, A=Formula(f'IF(TRUE,"{title}","")', title) if family == "CONS" else title, **header)


def _question_row(
    name: str, title: str, row: int, typed: Mapping[str, str], comments: Mapping[str, str]
) -> dict[str, str | Formula | None]:
    question = Formula(f"VLOOKUP($A{row},Questions!$A$2:$X$334,2,0)", _text(name))
    if QUESTIONS[name] != title:
        there = _row_of(name)
        answer = Formula(f"'START HERE'!$C${there}", typed.get(name, ""))
        return {"A": name, "B": question, "C": answer, "D": Formula(f"'START HERE'!$D${there}", comments.get(name, ""))}
    gate = next((gate for gate, families in _GATES.items() if name[:4] in families), "")
    skipped = f"Based on the response to {gate} this is not asked." if typed.get(gate) == "No" else ""
    guidance = Formula(
        f'IF($C{row}="","",IF($C{row}="Yes","Say how.","Say why not."))',
        skipped or ("Say so." if name in typed else ""),
    )
    notes = Formula(f"VLOOKUP($A{row},'Institution Evaluation'!$A$55:$K$400,6,0)")
    return {"A": name, "B": question, "C": typed.get(name), "D": comments.get(name), "E": guidance, "F": notes}


def _row_of(name: str) -> int:
    """Return the row of a question on the sheet on which it is answered."""
    row = 12
    for names in _tables(QUESTIONS[name]):
        if name in names:
            return row + 1 + names.index(name)
        row += len(names) + 2
    raise KeyError(name)


def _text(name: str) -> str:
    return f"Invented question {name}: is it so?"


def _source(name: str) -> str:
    last = {2: 4, 3: 5}.get(len(choices(name)))
    return f"'Auto Responses'!$J$3:$J${last}" if last else "'Auto Responses'!$J$17:$J$23"


def _other_sheets(typed: Mapping[str, str]) -> list[RawSheet]:
    privacy = [name for name, sheet in QUESTIONS.items() if sheet == "Privacy"]
    rest = [name for name in QUESTIONS if name not in privacy]
    institution, high_risk = RawSheet("Institution Evaluation"), RawSheet("High-Risk Evaluation", claims="A1:LZ696")
    analyst, reference = RawSheet("Privacy Analyst Evaluation"), RawSheet("Analyst Reference")
    store, lists = RawSheet("Questions", state="hidden"), RawSheet("Auto Responses", state="hidden")
    scoring = RawSheet("(backend scoring)", state="hidden")
    _mirror(institution, 54, rest, typed)
    _mirror(analyst, 45, privacy, typed)
    _mirror(analyst, 124, rest[:118], typed)
    high_risk.put(24, B="Code", C="Question", D="Answer", I="Code", J="Question", K="Answer")
    for row, name in enumerate(rest[:87], 25):
        answer = Formula("XLOOKUP(B25,'(backend scoring)'!A:A,'(backend scoring)'!C:C)", typed.get(name, ""))
        high_risk.put(row, B=Formula("XLOOKUP(1,A:A,B:B)", name), D=answer, I=Formula("XLOOKUP(1,A:A,B:B)"))
    reference.put(1, A="ID", B="Question", C="Reason for Question", D="Follow-up")
    named = [name for name in QUESTIONS if name != "GNRL-09"]
    for row, name in enumerate([*named, *named[:13]], 2):
        reference.put(row, A=name, B=Formula("VLOOKUP(A2,Questions!A:B,2,0)", _text(name)), C="Why we ask.", D="Yes")
    store.put(2, A="New ID", B="Question", C="Start", D="Org")
    for row, name in enumerate([*QUESTIONS, "AILM-07"], 3):
        store.put(row, A=name, B=_text(name), C="x")
    for first, values in ((3, ("Yes", "No", "N/A")), (17, _HOSTING)):
        lists.cells |= {f"J{first + n}": value for n, value in enumerate(values)}
    scoring.put(1, A="ID", B="Question", C="Answer")
    for row, name in enumerate(QUESTIONS, 2):
        scoring.put(row, A=name, C=Formula("VLOOKUP(A2,'START HERE'!A:C,3,0)", typed.get(name) or Failed("#N/A")))
    return [institution, high_risk, analyst, reference, store, lists, scoring]


def _mirror(sheet: RawSheet, header: int, names: list[str], typed: Mapping[str, str]) -> None:
    answer = "Answer" if sheet.title == "Institution Evaluation" else "Vendor Answer"
    sheet.put(header, A="ID", B="Question", C=answer, D="Additional Information", E="Guidance", G="Compliant Response")
    for row, name in enumerate(names, header + 1):
        there = f"'{QUESTIONS[name]}'!C{_row_of(name)}"
        sheet.put(row, A=name, C=Formula(there, typed.get(name, "")), D=Formula(there), G="Yes", K=False)
        sheet.put(row, B=Formula(f"VLOOKUP(A{row},Questions!A:B,2,0)", _text(name)))
