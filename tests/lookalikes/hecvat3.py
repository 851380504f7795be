"""Workbooks laid out like HECVAT Full 3.06, Lite 2.11 and Triage 2.10, with invented texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from lookalikes.raw_xlsx import CellContent, Failed, Formula, LookAlike, RawSheet, White, ids, raw_xlsx

_YES_NO: Final = ("Yes", "No")
_GENERAL: Final = (
    "Vendor Name",
    "Product Name and Version Information",
    "Brief Description of the Product",
    "https://www.vendor.domain/privacynotice",
    "https://www.vendor.domain/vpat",
    "Vendor Contact Name",
    "Vendor Contact Title",
    "Vendor Contact E-mail Address",
    "555-555-5555",
    "Vendor Accessibility Contact Name",
    "Vendor Accessibility Contact Title",
    "Vendor Accessibility Contact E-mail Address",
    "555-555-5555",
    "See Instructions tab for guidance",
    "See Instructions tab for guidance",
)


@dataclass(frozen=True)
class Form:
    """One edition: its one sheet for the vendor, as data."""

    sheet: str
    version: tuple[str, str]
    """The cell that names the edition, and what it says."""
    top: Mapping[str, int]
    """The rows of the questions above the first section."""
    sections: tuple[tuple[int, list[str]], ...]
    """The header row of each section, with the ids below it."""
    header: Mapping[str, str]
    """The texts of a header row by column, the title apart."""
    end: tuple[int, str]
    placeholders: Mapping[str, str] = field(default_factory=dict)
    """What stands in answer cells of the blank form."""
    free: frozenset[str] = frozenset()
    far: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The choices of questions whose list stands in the extension list."""
    named: Mapping[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    """The named range and the choices of questions whose list is not yes or no."""
    yes_no: str = "yes"
    looked_up: bool = False
    """The question texts are formulas."""
    gap: int = 0
    """Rows between a header row and its first question."""

    @property
    def rows(self) -> dict[str, int]:
        """Return the row of each question."""
        below = {
            name: header + 1 + self.gap + number for header, names in self.sections for number, name in enumerate(names)
        }
        return {**self.top, **below}

    def choices(self, name: str) -> tuple[str, ...]:
        """Return what the drop-down list of a question offers; nothing where any text may stand."""
        if name in self.top or name in self.free:
            return ()
        return self.far.get(name) or self.named.get(name, ("", _YES_NO))[1]


def _stacked(first: int, families: Mapping[str, int]) -> tuple[tuple[int, list[str]], ...]:
    """Return sections one below the other, from the row of the first header on."""
    sections, row = [], first
    for family, count in families.items():
        sections.append((row, ids(family, count)))
        row += count + 1
    return tuple(sections)


def _rows(names: Iterable[str], first: int) -> dict[str, int]:
    return {name: row for row, name in enumerate(names, first)}


FULL: Final = Form(
    sheet="HECVAT - Full | Vendor Response",
    version=("E2", "Version 3.06"),
    top={"DATE-01": 4, **_rows(ids("GNRL", 15), 8)},
    sections=_stacked(
        25,
        {"QUAL": 7, "COMP": 5, "DOCU": 11, "ITAC": 9, "THRD": 5, "CONS": 9, "APPL": 14, "AAAI": 19, "BCPL": 10}
        | {"CHNG": 15, "DATA": 24, "DCTR": 17, "DRPL": 11, "FIDP": 11, "PPPR": 16, "HFIH": 4, "QLAS": 5, "VULN": 6}
        | {"HIPA": 29, "PCID": 12},
    ),
    header={"C": "Vendor Answers", "D": "Additional Information", "E": "Guidance", "F": "Analyst Notes"},
    end=(285, "End of worksheet "),
    placeholders={"DATE-01": "mm/dd/yyyy", "AAAI-01": "2) No", "COMP-01": " ", "COMP-05": " "}
    | dict(zip(ids("GNRL", 15), _GENERAL, strict=True)),
    free=frozenset(
        {
            *ids("COMP", (1, 5)),
            *ids("THRD", (2, 3)),
            *ids("AAAI", (18, 19)),
            *ids("DRPL", (1, 9)),
            *ids("PCID", (7, 8, 12)),
            "DCTR-12",
            "VULN-05",
        }
    ),
    far={
        "QUAL-07": (
            *("1) Self owned and managed", "2) Physical Co-location", "3) Virtual Co-location"),
            *("4) AWS", "5) Azure", "6) GCP", "7) Other"),
        ),
        "AAAI-01": ("1) Yes", "2) No"),
        "AAAI-02": ("1) Yes", "2) No", "3) Both modes available", "4) N/A"),
    },
    named={
        "APPL-07": ("dr", (*_YES_NO, "N/A")),
        "DCTR-08": ("uptime", ("Tier I", "Tier II", "Tier III", "Tier IV", "N/A")),
    },
    looked_up=True,
)

LITE: Final = Form(
    sheet="HECVAT - Lite",
    version=("E1", "Version 2.11"),
    top={"DATE-01": 3, **_rows(ids("GNRL", 10), 7), **_rows(ids("GNRL", (11, 12)), 18)},
    sections=_stacked(
        22,
        {"DOCU": 6, "COMP": 7, "HLAP": 6, "HLAA": 5, "HLBC": 4, "HLCH": 4, "HLDA": 6, "HLDB": 2, "HLDC": 4, "HLDR": 3}
        | {"HLFI": 4, "HLPH": 2, "HLPP": 4, "HLSY": 2, "HLVU": 2},
    ),
    header={"C": "Vendor Answers", "D": "Additional Information", "E": "Guidance"},
    end=(99, "End of worksheet"),
    placeholders={"DATE-01": "mm/dd/yyyy", "GNRL-12": "ticket#@yourdomain.edu"}
    | dict(zip(ids("GNRL", 8), (*_GENERAL[:4], *_GENERAL[5:9]), strict=True)),
    free=frozenset(ids("COMP", (1, 2, 7))),
    yes_no="YesNo",
)

_PLACES: Final = tuple(f"Place {n}" for n in range(1, 10))
TRIAGE: Final = Form(
    sheet="HECVAT - Triage",
    version=("E1", "Version 2.10"),
    top={"DATE-01": 2, **_rows(ids("GNRL", 16), 5)},
    sections=(
        (21, ids("USCA", (*range(1, 10), 11))),
        (33, ids("DAUS", 3)),
        (38, ids("PROC", 4)),
        (44, ids("INTI", 4)),
    ),
    header={"C": "Summary Answers", "E": "Guidance"},
    end=(60, "End of worksheet"),
    placeholders={"DATE-01": "mm.dd.yyyy", "GNRL-07": "Vendor Name", "GNRL-08": "Product Name"},
    free=frozenset([*ids("USCA", 5), *ids("PROC", (2, 4)), *ids("INTI", (2, 3, 4))]),
    far={
        "USCA-06": (*_YES_NO, "N/A"),
        "USCA-07": _PLACES[:3],
        "USCA-08": _PLACES,
        "USCA-09": (*_PLACES[:5], "N/A"),
        "DAUS-01": _PLACES[:7],
        "DAUS-02": _PLACES,
        "DAUS-03": _PLACES,
    }
    | dict.fromkeys(("USCA-11", "PROC-01", "PROC-03", "INTI-01"), _YES_NO),
    gap=1,
)


def blank(form: Form) -> LookAlike:
    """Return the form as it is published, placeholders and presets included."""
    return _workbook(form, form.placeholders, {}, {})


def completed(form: Form) -> LookAlike:
    """Return the form with every question answered, each list by each of its choices in turn."""
    typed = {
        name: form.choices(name)[number % len(form.choices(name))] if form.choices(name) else f"Our words on {name}"
        for number, name in enumerate(form.rows)
    }
    vendor, product = ("GNRL-07", "GNRL-08") if form is TRIAGE else ("GNRL-01", "GNRL-02")
    return filled(form, typed | {"DATE-01": "03/02/2026", vendor: "Umbra Learning", product: "Umbra Tutor 2"})


def filled(form: Form, typed: Mapping[str, str], comments: Mapping[str, str] | None = None) -> LookAlike:
    """Return the form with these answers and comments typed by question id, the rest as in the blank form."""
    return _workbook(form, {**form.placeholders, **typed}, typed, comments or {})


def _workbook(form: Form, cells: Mapping[str, str], typed: Mapping[str, str], comments: Mapping[str, str]) -> LookAlike:
    sheet = RawSheet(form.sheet, claims="A1:IV985", hidden_columns=[(8, 256)])
    sheet.put(1, A="This row is read aloud by screen readers." if form is FULL else "Look-alike")
    sheet.cells[form.version[0]] = form.version[1]
    for row, names in form.sections:
        title: CellContent = f"Section {names[0][:4]}"
        if names[0][:4] in ("COMP", "CONS", "HIPA"):
            title = Formula('IF(C29="No","Optional","")', f"{title} - Optional based on QUALIFIER response.")
        header = (
            {**form.header, "C": "Answers", "D": "Additional Information"} if names[0] == "DAUS-01" else form.header
        )
        sheet.put(row, A=title, **header)
        if form.gap:
            sheet.put(row + 1, A="Answer these with your colleagues.")
    for name, row in form.rows.items():
        text = f"Invented question {name}: is it so?"
        question: CellContent = text
        if form.looked_up and name != "DATE-01":
            question = Formula(f"VLOOKUP(A{row},Questions!$B$3:$X$300,2,FALSE)", text)
        sheet.put(row, A=name, B=question, C=cells.get(name), D=comments.get(name))
        if form is FULL:
            sheet.put(row, F=Formula(f"VLOOKUP(A{row},'Analyst Report'!A:F,6,0)", " "))
        if name not in form.top:
            sheet.put(row, E=Formula(f'IF(C{row}="","",IF(C{row}="Yes","Say how.","Say why not."))'))
        if form is LITE and name not in form.top:
            sheet.put(row, F=White(f"{name[:4].replace('HL', 'OL')}-{row:02d}"))
    if form is TRIAGE:
        sheet.put(
            53, B="Description (Context of Data Sharing)", C="Data types (grouped examples)", E="List Data Elements"
        )
        sheet.put(54, B="{Describe}", C="{Name}", E="{List}")
    sheet.cells[f"A{form.end[0]}"] = form.end[1]
    sheet.merged = [*(f"A{row}:B{row}" for row, _ in form.sections), *_wide_answers(form)]
    sheet.lists, sheet.far_lists = _lists(form)
    return LookAlike(raw_xlsx([sheet, *_other_sheets(form, typed)], _names(form)), dict(typed))


def _wide_answers(form: Form) -> list[str]:
    """Return the merges of answer cells that leave no room for a comment."""
    last = {"HECVAT - Triage": "F", "HECVAT - Full | Vendor Response": "E"}.get(form.sheet, "D")
    wide = [f"C{row}:{last}{row}" for row in form.top.values()]
    return wide + [f"C{form.rows[name]}:D{form.rows[name]}" for name in form.free]


def _lists(form: Form) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    near, far = [], []
    for name, row in form.rows.items():
        if name in form.far:
            far.append((f"C{row}", f"Values!$A${50 + 10 * list(form.far).index(name)}:$A$"))
            far[-1] = (far[-1][0], far[-1][1] + str(49 + 10 * list(form.far).index(name) + len(form.far[name])))
        elif form.choices(name):
            near.append((f"C{row}", form.named.get(name, (form.yes_no, ()))[0]))
    return near, far


def _names(form: Form) -> dict[str, str]:
    return {form.yes_no: "Values!$A$4:$A$5", "dr": "Values!$A$4:$A$6", "uptime": "Values!$A$34:$A$38", "gone": "#REF!"}


def _other_sheets(form: Form, typed: Mapping[str, str]) -> list[RawSheet]:
    report, reference = RawSheet("Analyst Report", claims="A1:IV936"), RawSheet("Analyst Reference")
    summary, crosswalk = RawSheet("Summary Report"), RawSheet("Standards Crosswalk")
    questions, values = RawSheet("Questions", state="hidden"), RawSheet("Values", state="hidden")
    if form is TRIAGE:
        report, reference, summary, crosswalk = (RawSheet(f"Empty {n}") for n in range(4))
    report.put(20, A="ID", B="Question", C="Vendor Answer", D="Additional Information", F="Compliant Answer")
    reference.put(2, A="ID", B="Question", C="Reason for Question", D="Follow-up Inquiries")
    crosswalk.put(1, A="ID", B="Question", C="A framework")
    questions.put(2, A="Number", B="ID", C="Question")
    for row, name in enumerate(form.rows, 3):
        text = f"Invented question {name}: is it so?"
        answer = Formula(f"'{form.sheet}'!C{form.rows[name]}", typed.get(name, 0))
        report.put(row + 20, A=name, B=Formula(f"VLOOKUP(A{row},Questions!B:C,2,0)", text), C=answer, F="Yes")
        reference.put(row, A=name, B=text, C="Why we ask this.", D="What to ask next.")
        crosswalk.put(row, A=name, B=Formula(f"VLOOKUP(A{row},Questions!B:C,2,0)", text), C=Failed("#N/A"))
        questions.put(row, A=row - 2, B=name, C=text)
        summary.put(row, A=Formula("Gone!A1", Failed()), B=Formula("Gone!B1", Failed()))
    values.cells |= {"A4": "Yes", "A5": "No", "A6": "N/A"}
    values.cells |= {f"A{34 + n}": value for n, value in enumerate(FULL.named["DCTR-08"][1])}
    for index, choices in enumerate(form.far.values()):
        values.cells |= {f"A{50 + 10 * index + n}": value for n, value in enumerate(choices)}
    return [report, reference, summary, crosswalk, questions, values]
