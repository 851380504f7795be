"""Filled questionnaires as vendors' programs and habits change them: exactly what is read, and what is said of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import cycle
from typing import Final

import pytest
from foreign import counts, import_data
from lookalikes import asvs, hecvat3, hecvat4, sag, samm
from lookalikes.altered import (
    Alteration,
    added,
    altered,
    answers_said,
    as_csv,
    cells,
    column_changed,
    column_inserted,
    copied,
    merged,
    named,
    removed,
    renamed,
    rows_hidden,
    rows_inserted,
    split,
)
from lookalikes.caiq import caiq3, caiq4
from lookalikes.raw_xlsx import CellContent, Failed, Formula, LookAlike, RawSheet, ids, resaved

Q4: Final = "CAIQv4.0.3"
Q3: Final = "CSA CAIQ v3.0.1"
FULL: Final = hecvat3.FULL.sheet
WHOLE_4: Final = {"yes": 157, "no": 52, "n/a": 52}
WHOLE_3: Final = {"yes": 221, "no": 37, "n/a": 37}
ALIKE_3: Final = {"no-reason": 13}
"""Of the look-alike of CAIQ 3 some rows are not applicable without a note."""


@dataclass(frozen=True)
class Variant:
    """A file, and what has to be read from it."""

    make: Callable[[], bytes]
    layout: str
    summary: Mapping[str, int]
    codes: Mapping[str, int] = field(default_factory=dict)
    name: str = "acme.xlsx"


def of_4(summary: Mapping[str, int], *alterations: Alteration, codes: Mapping[str, int] | None = None) -> Variant:
    return Variant(lambda: altered(caiq4(filled=True).data, *alterations), "csa-caiq-4", summary, codes or {})


def of_3(summary: Mapping[str, int], *alterations: Alteration, codes: Mapping[str, int] | None = None) -> Variant:
    made = partial(caiq3, filled=True)
    return Variant(lambda: altered(made().data, *alterations), "csa-caiq-3", summary, {**ALIKE_3, **(codes or {})})


def _words(column: str, words: Mapping[str, CellContent]) -> Alteration:
    return answers_said(Q4, column, words)


def _each_in_turn(*marks: CellContent) -> Alteration:
    """Write marks of several kinds in place of each x."""

    def alter(sheets: list[RawSheet]) -> None:
        turn = cycle(marks)
        sheet = named(sheets, Q3)
        for name, value in list(sheet.cells.items()):
            if value == "x" and name[0] in "FGH":
                sheet.cells[name] = next(turn)

    return alter


def _without(title: str, columns: str, first: int) -> Alteration:
    def alter(sheets: list[RawSheet]) -> None:
        sheet = named(sheets, title)
        kept = {n: v for n, v in sheet.cells.items() if n.rstrip("0123456789") not in columns or int(n[1:]) < first}
        sheet.cells = kept

    return alter


def _as_3_1(sheets: list[RawSheet]) -> None:
    """Move marks and notes of CAIQ 3 to where 3.1 has them, with 310 questions."""
    sheet = named(sheets, Q3)
    moved = dict(zip("FGHI", ("W", "X", "Y", "Z"), strict=True))
    sheet.cells = {n: v for n, v in sheet.cells.items() if n.rstrip("0123456789") in "ABCDEFGHI"}
    sheet.cells = {
        (moved[n[0]] + n[1:] if n[0] in moved and n != "F2" else n): v for n, v in sheet.cells.items() if n != "C1"
    }
    sheet.put(1, C="CONSENSUS ASSESSMENTS INITIATIVE QUESTIONNAIRE v3.1")
    sheet.put(2, AB="CCM v3.0.1 Compliance Mapping")
    for number in range(15):
        sheet.put(400 + number, C=f"MOS-{21 + number}.1", E="One more?", X="x")
    sheet.title, sheet.merged = "CAIQ v3.1", []


def _numbered_ids(value: CellContent, row: int) -> CellContent:
    """Return ids as a spreadsheet keeps them that takes all of them for numbers."""
    return float(str(value)) if row > 1 and str(value).replace(".", "").isdigit() else value


LITE_3: Final = replace(
    hecvat3.LITE,
    sheet="HECVAT - Lite | Vendor Response",
    version=("E1", "Version 3.06"),
    top={"DATE-01": 3, **{name: row for row, name in enumerate(ids("GNRL", 15), 5)}},
    sections=hecvat3._stacked(
        22,
        {"COMP": 7, "DOCU": 13, "ITAC": 9, "HLAP": 6, "HLAA": 9, "HLSY": 5, "HLDA": 7, "HLDC": 5, "HLNT": 5}
        | {"HLIH": 5, "HLPP": 3, "HLTP": 4},
    ),
    end=(140, "End of worksheet"),
    placeholders={},
    free=frozenset(ids("COMP", (1, 7))),
)
LITE_3_ANSWERS: Final = {
    name: f"Words on {name}" if name[:4] in ("DATE", "GNRL") or name in ("COMP-01", "COMP-07") else "Yes"
    for name in LITE_3.rows
}
FULL_ANSWERS: Final = {"GNRL-01": "Umbra Learning", "GNRL-02": "Umbra Tutor", "DOCU-01": "Yes", "APPL-07": "N/A"}
FULL_COMMENTS: Final = {"DOCU-01": "Since 2024.", "APPL-07": "No mainframe."}
LEFT_3: Final = {"placeholder": 14, "preset": 1}
"""What the published form of HECVAT Full holds and these vendors left."""


def of_full(
    summary: Mapping[str, int], *alterations: Alteration, codes: Mapping[str, int] = LEFT_3, name: str = "acme.xlsx"
) -> Variant:
    made = partial(hecvat3.filled, hecvat3.FULL, FULL_ANSWERS, FULL_COMMENTS)
    return Variant(lambda: altered(made().data, *alterations), "hecvat-full-3", summary, codes, name)


def typed(form: LookAlike, names: Collection[str] = ()) -> Mapping[str, int]:
    """Return how often each answer of a completed form was typed, of some of its questions or of all."""
    said = Counter(text for name, text in form.typed.items() if not names or name in names)
    known = {"Yes": "yes", "No": "no", "N/A": "n/a", "Physical Co-Location": "physical-co-location"}
    return Counter(known.get(text, "text") for text in said.elements())


SAMM: Final = {
    "mature": 1,
    "no": 20,
    "majority": 12,
    "half": 13,
    "small-part": 11,
    "annually": 3,
    "every-few-years": 2,
} | {"integrated": 1, "standard-set": 3, "own": 3, "required": 2, "organization": 1, "business-areas": 4, "n/a": 1}
GERMAN: Final = {"A2": "Frage-ID", "B2": "Frage", "C2": "Antwort", "D2": "Verantwortung", "E2": "Umsetzung"}
AI_HEADERS: Final = {
    "A1": "v1.1",
    "C2": "Service Provider AI-CAIQ Answer",
    "E2": "Service Provider Implementation Description (Optional/Recommended)",
    "F2": "Service Customer Responsibilities (Optional/Recommended)",
}
POLICY: Final = Formula('HYPERLINK("https://acme.example/policy","Our policy")', "Our policy")
VARIANTS: Final[dict[str, Variant]] = {
    "the sheet is renamed and the introduction gone": of_4(WHOLE_4, renamed({Q4: "Answers"}), removed("Introduction")),
    "a logo and a history stand before": of_4(
        WHOLE_4,
        added(RawSheet("Acme", {"B2": "Acme Ltd"}), RawSheet("Revisions", {"A1": "Date", "B1": "Question", "A2": "x"})),
    ),
    "a column of numbers stands first": of_4(
        WHOLE_4, column_inserted(Q4, 1, {n: str(n) for n in range(3, 264)}), codes={"not-read": 1}
    ),
    "a column with owners stands before the answers": of_4(
        WHOLE_4, column_inserted(Q4, 3, {2: "Owner", 3: "Ines", 4: "Ines"}), codes={"not-read": 1}
    ),
    "an empty column stands after the answers": of_4(WHOLE_4, column_inserted(Q4, 4)),
    "rows with the vendor's name stand above": of_4(WHOLE_4, rows_inserted(Q4, 1, "Acme Ltd", "Confidential", "2026")),
    "a filter hides rows": of_4(WHOLE_4, rows_hidden(Q4, range(10, 60)), codes={"hidden": 1}),
    "the headers are translated": of_4(WHOLE_4, cells(Q4, GERMAN)),
    "the headers are translated and the sheet renamed": of_4(WHOLE_4, cells(Q4, GERMAN), renamed({Q4: "Antworten"})),
    "headers and answers are translated in an export": Variant(
        lambda: as_csv(
            altered(caiq4(filled=True).data, cells(Q4, GERMAN), _words("C", {"Yes": "Ja", "No": "Nein"})), Q4
        ),
        *("csa-caiq-4", WHOLE_4, {}, "acme.csv"),
    ),
    "the answers are in German": of_4(WHOLE_4, _words("C", {"Yes": "Ja", "No": "Nein", "NA": "Entfällt"})),
    "the answers are in Spanish": of_4(WHOLE_4, _words("C", {"Yes": "Sí", "No": "No.", "NA": "No aplica"})),
    "capitals and full stops": of_4(WHOLE_4, _words("C", {"Yes": "YES.", "No": "no ", "NA": "N / A"})),
    "odd spellings of N/A": of_4(WHOLE_4, _words("C", {"NA": "N\\A", "Yes": "Yes -", "No": "No:"})),
    "words behind a yes": of_4(
        {"no": 52, "other": 157, "n/a": 52}, _words("C", {"Yes": "Yes - see notes"}), codes={"other-words": 157}
    ),
    "a reason behind N/A": of_4(
        {"yes": 157, "no": 52, "other": 52}, _words("C", {"NA": "N/A - SaaS"}), codes={"other-words": 52}
    ),
    "a no before another word is no number": of_4(
        {"yes": 157, "other": 52, "n/a": 52}, _words("C", {"No": "No. Not applicable"}), codes={"other-words": 52}
    ),
    "ticks in the one column of answers": of_4(
        {"no": 52, "other": 157, "n/a": 52}, _words("C", {"Yes": "✓"}), codes={"other-words": 157}
    ),
    "boxes for yes that are ticked or not": of_4(
        {"yes": 157, "n/a": 52, "open": 52}, _words("C", {"Yes": True, "No": False}), codes={"unticked": 52}
    ),
    "a prompt of the list is left": of_4(
        {"yes": 157, "n/a": 52, "open": 52}, _words("C", {"No": "-- Select an option --"}), codes={"placeholder": 52}
    ),
    "dashes for no answer": of_4(
        {"yes": 157, "n/a": 52, "open": 52}, _words("C", {"No": "\N{EM DASH}"}), codes={"placeholder": 52}
    ),
    "answers stand in the comments alone": of_4({"open": 261}, _without(Q4, "C", 3), codes={"comment-only": 261}),
    "answers are looked up": of_4(
        {"open": 261},
        column_changed(Q4, "C", lambda value, row: Formula(f"Master!B{row}", str(value)) if 2 < row < 264 else value),
        codes={"formula": 261},
    ),
    "an answer is merged over three rows": of_4(
        {"yes": 155, "no": 52, "n/a": 52, "open": 2},
        cells(Q4, {"C4": "", "C5": "", "D4": "", "E4": "", "D5": "", "E5": ""}),
        cells(Q4, {"C6": "No"}),
        merged(Q4, "C3:C5"),
        codes={"merged-answer": 1},
    ),
    "ids with long dashes": of_4(WHOLE_4, column_changed(Q4, "A", lambda v, _: str(v).replace("-", "\N{EN DASH}"))),
    "ids with marks of footnotes": of_4(
        WHOLE_4, cells(Q4, {"A3": "A&A-01.1\N{SUPERSCRIPT ONE}", "A4": "A&A-01.2*", "A5": "A&A-02.1 †"})
    ),
    "ids with other signs": of_4(
        WHOLE_4, cells(Q4, {"A3": "A&A 01.1", "A4": "A&A-1.2", "A5": "A&A_02_1"}), codes={"id-mended": 3}
    ),
    "ids that can't be read": of_4(
        {"yes": 156, "no": 52, "n/a": 52, "open": 0},
        cells(Q4, {"A4": "see above"}),
        codes={"question-count": 1, "no-question": 2},
    ),
    "very long comments": of_4(WHOLE_4, cells(Q4, {"E3": "words " * 1000}), codes={"too-long": 1}),
    "comments that are links": of_4(WHOLE_4, cells(Q4, {"E3": POLICY, "E4": replace(POLICY, cached="")})),
    "a comment that is lost": of_4(
        WHOLE_4, cells(Q4, {"E3": Failed("#REF!"), "E4": Formula("Gone!A1", Failed())}), codes={"comment-not-read": 2}
    ),
    "pages of a printed copy": of_4(WHOLE_4, removed("Introduction"), split(Q4, 40), codes={"other-sheet": 6}),
    "last year's answers are kept beside": of_4(
        {"yes": 156, "no": 52, "n/a": 52, "open": 1},
        copied(Q4, "CAIQv4.0.3 (2025)", changes={"C3": "No"}),
        codes={"two-rows": 1},
    ),
    "last year's answers are kept hidden": of_4(
        WHOLE_4, copied(Q4, "CAIQv4.0.3 old", "hidden", changes={"C3": "No"}), codes={"hidden-sheet": 1}
    ),
    "rows are gone that stand on another sheet": of_4(
        {"yes": 155, "no": 53, "n/a": 52, "open": 1},
        copied(Q4, "Backup", changes={"C3": "No", "C4": "No"}),
        cells(Q4, {"A3": "", "C3": "", "D3": "", "E3": "", "C4": ""}),
        codes={"other-sheet": 1, "comment-only": 1},
    ),
    "a row stands twice with another answer": of_4(
        {"yes": 156, "no": 52, "n/a": 52, "open": 1},
        rows_inserted(Q4, 5, "A&A-01.1"),
        cells(Q4, {"C5": "No"}),
        codes={"two-rows": 1},
    ),
    "AI-CAIQ": Variant(
        lambda: altered(caiq4(filled=True).data, cells(Q4, AI_HEADERS), renamed({Q4: "AI-CAIQv1.1"})),
        *("csa-ai-caiq-1", WHOLE_4, {"question-count": 1}),
    ),
    "written back by a library": Variant(lambda: resaved(caiq4(filled=True).data), "csa-caiq-4", WHOLE_4),
    "an export with semicolons in Windows letters": Variant(
        lambda: as_csv(caiq4(filled=True).data, Q4, delimiter=";", encoding="cp1252"),
        *("csa-caiq-4", WHOLE_4, {}, "acme.csv"),
    ),
    "an export with boxes": Variant(
        lambda: as_csv(altered(caiq4(filled=True).data, _words("C", {"Yes": "TRUE", "No": "FALSE"})), Q4),
        *("csa-caiq-4", {"yes": 157, "n/a": 52, "open": 52}, {"unticked": 52}, "acme.csv"),
    ),
    "marks of many kinds": of_3(WHOLE_3, _each_in_turn("X", "✓", "✔️", "●", "■", "✅", 1, True, "(x)", "ü", "x ")),
    "marks as words": of_3(
        WHOLE_3,
        *(answers_said(Q3, column, {"x": word}) for column, word in (("F", "Yes"), ("G", "NO"), ("H", "n/a"))),
    ),
    "words for marks in the wrong column": of_3(
        {"yes": 221, "other": 37, "n/a": 37}, answers_said(Q3, "G", {"x": "Yes"}), codes={"other-words": 37}
    ),
    "coloured cells in place of marks": of_3(
        {"open": 295}, _without(Q3, "FGH", 5), codes={"no-reason": 0, "comment-only": 196}
    ),
    "boxes in three columns": of_3(
        WHOLE_3,
        lambda sheets: named(sheets, Q3).cells.update(
            {
                f"{column}{row}": named(sheets, Q3).cells.get(f"{column}{row}") == "x"
                for row in range(5, 300)
                for column in "FGH"
            }
        ),
    ),
    "no title names the edition": of_3(
        WHOLE_3,
        renamed({Q3: "Sheet1"}),
        cells(Q3.replace(Q3, "Sheet1"), {"C1": "Questions"}),
        codes={"edition-assumed": 1},
    ),
    "3.1, with its marks further right": of_3({**WHOLE_3, "no": 52}, _as_3_1),
    "an empty column in a form with rows above the header": of_full(
        {"yes": 1, "text": 2, "n/a": 1, "open": 251}, column_inserted(FULL, 3)
    ),
    "a sheet's title as another program writes it": of_full(
        {"yes": 1, "text": 2, "n/a": 1, "open": 251}, renamed({FULL: "HECVAT - Full _ Vendor Respons"})
    ),
    "the sheets of the analyst are gone": of_full(
        {"yes": 1, "text": 2, "n/a": 1, "open": 251},
        removed("Analyst Report", "Analyst Reference", "Summary Report", "Standards Crosswalk", "Questions", "Values"),
    ),
    "words in a column of the vendor's own": of_full(
        {"yes": 1, "text": 2, "n/a": 1, "open": 251},
        cells(FULL, {"H40": "Ask Ines about this."}),
        codes={**LEFT_3, "not-read": 1},
    ),
    "links and figures in texts": of_full(
        {"yes": 1, "text": 5, "n/a": 1, "open": 248},
        cells(
            FULL, {"C11": POLICY, "C4": "03/02/2026", "C13": Formula('HYPERLINK("mailto:a@b.example")', "a@b.example")}
        ),
        codes={"placeholder": 11, "preset": 1, "link": 2},
    ),
    "an export of one sheet": Variant(
        lambda: as_csv(hecvat3.filled(hecvat3.FULL, FULL_ANSWERS, FULL_COMMENTS).data, FULL),
        *("hecvat-full-3", {"yes": 1, "text": 2, "n/a": 1, "open": 251}, LEFT_3, "acme.csv"),
    ),
    "HECVAT Lite 3": Variant(
        lambda: hecvat3.filled(LITE_3, LITE_3_ANSWERS).data, "hecvat-lite-3", {"yes": 76, "text": 18}
    ),
    "HECVAT Lite 3 under another title": Variant(
        lambda: hecvat3.filled(replace(LITE_3, sheet="Response"), LITE_3_ANSWERS).data,
        *("hecvat-lite-3", {"yes": 76, "text": 18}),
    ),
    "HECVAT 4 with all its sheets renamed": Variant(
        lambda: altered(
            hecvat4.completed().data,
            renamed({title: f"{title} - Table 1" for title in dict.fromkeys(hecvat4.QUESTIONS.values())}),
        ),
        *("hecvat-4", typed(hecvat4.completed()), {"no-reason": 15}),
    ),
    "HECVAT 4 with a sheet hidden": Variant(
        lambda: altered(
            hecvat4.completed().data, lambda sheets: setattr(named(sheets, "Case-Specific"), "state", "hidden")
        ),
        *("hecvat-4", typed(hecvat4.completed()), {"no-reason": 15, "hidden-sheet": 1}),
    ),
    "HECVAT 4 without most of its sheets": Variant(
        lambda: altered(
            hecvat4.completed().data,
            removed("Organization", "Product", "Infrastructure", "IT Accessibility", "Case-Specific"),
        ),
        "hecvat-4",
        typed(hecvat4.completed(), {n for n, s in hecvat4.QUESTIONS.items() if s in ("START HERE", "AI", "Privacy")}),
        {"question-count": 1},
    ),
    "SAMM with an empty column and another title": Variant(
        lambda: altered(
            samm.completed().data, column_inserted("Interview", 1), renamed({"Interview": "Our interview"})
        ),
        *("owasp-samm-1.5", SAMM, {"no-reason": 1}),
    ),
    "SAMM with curly apostrophes": Variant(
        lambda: altered(
            samm.completed().data,
            column_changed("Interview", "E", lambda v, _: str(v).replace("'", "\N{RIGHT SINGLE QUOTATION MARK}")),
        ),
        *("owasp-samm-1.5", SAMM, {"no-reason": 1}),
    ),
    "one sheet of the guide as an export": Variant(
        lambda: as_csv(sag.completed().data, "Supply Chain"),
        "cisa-sag",
        {"yes": 28, "partly": 1, "no": 25, "n/a": 5},
        {"question-count": 1, "no-reason": 5, "skipped-answered": 59},
        "supply.csv",
    ),
    "the first sheet of HECVAT 4 as an export": Variant(
        lambda: as_csv(hecvat4.completed().data, "START HERE"),
        "hecvat-4",
        typed(hecvat4.completed(), {name for name, sheet in hecvat4.QUESTIONS.items() if sheet == "START HERE"}),
        {"question-count": 1},
        "start.csv",
    ),
    "the guide's sheets renamed, with comments": Variant(
        lambda: altered(
            sag.sag({"CONTROL.SC.01": "Partial", "CONTROL.GOV.02": "No"}).data,
            renamed({"Governance": "1 Governance", "Supply Chain": "2 Supply"}),
            cells("1 Governance", {"E12": "Comments", "E14": "From May on."}),
        ),
        *("cisa-sag", {"no": 1, "partly": 1, "open": 391}, {"other-sheet": 2}),
    ),
    "ids that became numbers": Variant(
        lambda: altered(asvs.completed().data, column_changed("ASVS 3.0.1 Detail Requirements", "A", _numbered_ids)),
        "owasp-asvs-3.0.1",
        typed(asvs.completed()),
        {"id-mended": sum(name.endswith("0") for name in asvs.REQUIREMENTS), "no-reason": 60},
    ),
}


@pytest.mark.parametrize("variant", VARIANTS)
def test_variants_are_read_as_a_careful_person_reads_them(variant: str) -> None:
    expected = VARIANTS[variant]
    reading = import_data(expected.make(), expected.name)
    assert reading.layout == expected.layout
    summary, codes = counts(reading), Counter(issue.code for issue in reading.issues)
    assert {name: count for name, count in summary.items() if count} == {n: c for n, c in expected.summary.items() if c}
    assert codes == {code: count for code, count in expected.codes.items() if count}


@pytest.mark.parametrize("variant", [name for name, each in VARIANTS.items() if each.summary in (WHOLE_4, WHOLE_3)])
def test_where_nothing_is_lost_each_question_has_its_own_answer(variant: str) -> None:
    expected = VARIANTS[variant]
    made = caiq4(filled=True) if expected.summary == WHOLE_4 else caiq3(filled=True)
    reading = import_data(expected.make(), expected.name)
    said = {each.question: "n/a" if each.not_applicable else str(each.value) for each in reading.answers}
    assert said == {name: {"NA": "n/a"}.get(word, word).lower() for name, word in made.typed.items()}
