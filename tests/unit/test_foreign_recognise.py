"""Which layout a file has: each family by its own, whatever its name, and nothing else by any (issue item 10)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from foreign import HEADER, SMALL, layout, layouts, read, sheet
from lookalikes import asvs, hecvat3, hecvat4, sag, samm
from lookalikes.caiq import caiq3, caiq4

from vendorrisk.capture.foreign_recognise import recognise
from vendorrisk.capture.grid import Book
from vendorrisk.capture.parser import parse_workbook
from vendorrisk.model.layout import Layout

FAMILIES: dict[str, Callable[[], bytes]] = {
    "csa-caiq-4": lambda: caiq4(filled=True).data,
    "csa-caiq-3": lambda: caiq3(filled=True).data,
    "hecvat-4": lambda: hecvat4.completed().data,
    "hecvat-full-3": lambda: hecvat3.completed(hecvat3.FULL).data,
    "hecvat-lite-2": lambda: hecvat3.completed(hecvat3.LITE).data,
    "hecvat-triage-2": lambda: hecvat3.completed(hecvat3.TRIAGE).data,
    "cisa-sag": lambda: sag.completed().data,
    "owasp-samm-1.5": lambda: samm.completed().data,
    "owasp-asvs-3.0.1": lambda: asvs.completed().data,
}
EXAMPLES = Path(__file__).parents[1] / "examples"


@pytest.mark.parametrize("name", FAMILIES)
def test_each_family_is_recognised_and_says_by_what(name: str) -> None:
    found = recognise(parse_workbook(FAMILIES[name]()), layouts())
    assert found is not None
    assert found.layout.layout == name
    assert "questions" in found.why


def test_a_sheet_of_anything_else_is_not_recognised() -> None:
    rows = [(f"Invoice {number}", number * 3.5, "paid") for number in range(300)]
    assert recognise(Book("ledger.xlsx", (sheet(("Invoice", "Amount", "State"), *rows),)), layouts()) is None
    assert recognise(Book("empty.xlsx", ()), layouts()) is None


def test_a_few_ids_alone_are_not_enough() -> None:
    rows = [(f"AC-{number:02d}", "Is it?", "Yes") for number in range(10)]
    book = Book("small.xlsx", (sheet(HEADER, *rows, title="Other"),))
    assert recognise(book, [layout(editions={"1.0": {"all": 300}})]) is None
    assert recognise(book, [layout(editions={"1.0": {"all": 12}})]) is not None


def test_the_layout_that_fits_best_wins() -> None:
    book = Book("small.xlsx", (sheet(HEADER, *[(f"AC-{n:02d}", "Is it?", "Yes") for n in range(20)]),))
    near = layout(layout="near", editions={"1.0": {"all": 30}})
    exact = layout(layout="exact", editions={"1.0": {"all": 20}})
    found = recognise(book, [near, exact])
    assert found is not None
    assert found.layout.layout == "exact"


@pytest.mark.parametrize(
    ("edition_text", "title", "name", "edition"),
    [
        (r"v(\d\.\d)", "Form v2.1", "form.xlsx", "2.1"),
        (r"v(\d\.\d)", "Form", "form-v3.0.xlsx", "3.0"),
        (r"v(\d\.\d)", "Form", "form.xlsx", "1.0"),
    ],
)
def test_the_edition_is_what_the_file_says(edition_text: str, title: str, name: str, edition: str) -> None:
    row = ("AC-01", "Is it?", "Yes")
    reading = read(sheet(HEADER, row, title=title), name=name, edition_text=edition_text)
    assert (reading.edition, reading.questionnaire.questionnaire) == (edition, f"small-{edition}")


@pytest.mark.parametrize(
    ("texts", "edition", "code"),
    [
        (("Form v4.0", "v4.0.2"), "4.0.2", None),
        (("Form v4.0",), "4.0.3", "edition-assumed"),
        (("Form v4.1",), "4.1", "edition-unknown"),
        (("Form v4.1", "as in v4.0.2"), "4.0.2", None),
        (("Form v4.\N{ARABIC-INDIC DIGIT THREE}",), "4.0.3", "edition-assumed"),
    ],
)
def test_a_published_edition_goes_before_one_that_could_be_several(
    texts: tuple[str, ...], edition: str, code: str | None
) -> None:
    rows = *[(text,) for text in texts], HEADER, ("AC-01", "Is it?", "Yes")
    editions = {"4.0.2": {"all": 1}, "4.0.3": {"all": 1}}
    reading = read(sheet(*rows), edition="4.0.3", edition_text=r"v(4\.\d(?:\.\d)?)", editions=editions)
    assert reading.edition == edition
    assert [issue.code for issue in reading.issues] == ([code] if code else [])


def test_identity_stands_in_cells_beside_labels_and_in_answers() -> None:
    rows = (
        ("Date:", dt.date(2026, 3, 1), None, "Company:", None, "Acme  Ltd"),
        HEADER,
        ("AC-01", "Who can we ask?", "Ines Okafor"),
        ("AC-02", "Which product?", "Product name"),
    )
    reading = read(
        sheet(*rows),
        answers=[{"type": "text", "options": []}],
        placeholders=["Product name"],
        identity={
            "date": [{"cell": "Form!B1"}],
            "vendor": [{"cell": "Z9"}, {"label": "Company:"}],
            "contact": [{"answer": "AC-01"}],
            "product": [{"answer": "AC-02"}],
        },
    )
    assert reading.identity.said() == {"date": "2026-03-01", "vendor": "Acme Ltd", "contact": "Ines Okafor"}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"answer": None}, "'answer' column, or 'marks'"),
        ({"question": None}, "the 'question' stands"),
        ({"id": {"column": "ID", "pattern": "(["}}, "no regular expression"),
        ({"question": {}}, "a header or a letter"),
        ({"answers": [{"ids": ["A.*"]}]}, "the last of 'answers'"),
        ({"answers": [{"words": {"maybe": ["perhaps"]}}]}, "there is no option maybe"),
        ({"answers": [{"options": ["yes", "other"]}]}, "always understood"),
        ({"answer": None, "marks": {"perhaps": "Perhaps"}}, "which is no option"),
        ({"identity": {"vendor": [{"cell": "A1", "label": "Name"}]}}, "a 'cell', a 'label' or an 'answer'"),
        ({"section": {"read": "heading"}}, "needs the pattern 'heading'"),
    ],
)
def test_layouts_that_make_no_sense_are_refused(changes: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Layout.model_validate({**SMALL, **changes})
