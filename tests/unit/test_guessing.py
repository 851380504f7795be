"""Unknown layouts (issue 4, item 7): what stands where is found by content first, and doubts are said."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest
from foreign import counts, sheet
from lookalikes import asvs, caiq, hecvat3, hecvat4, sag, samm
from odd_layouts import ENGLISH, KNOWABLE, UNKNOWABLE, with_other_answers

from vendorrisk import yamlfile
from vendorrisk.building import build
from vendorrisk.capture.csv_in import read_csv
from vendorrisk.capture.foreign import read_foreign
from vendorrisk.capture.foreign_recognise import recognise
from vendorrisk.capture.grid import Book, letter
from vendorrisk.capture.guessing import CERTAIN, Guess, guess
from vendorrisk.capture.guessing_profile import as_yaml, profile_of, prove
from vendorrisk.capture.worker import open_book
from vendorrisk.model.fault import RefusedInput
from vendorrisk.model.layout import Layout

EXAMPLES: Final = Path(__file__).parents[1] / "examples"
_ID, _ASK = "id", "question"


def of(data: bytes, name: str = "file.xlsx") -> Book:
    return read_csv(data, name) if name.endswith(".csv") else open_book(data, name)


def example(name: str) -> Book:
    return of((EXAMPLES / name).read_bytes(), name)


FAMILIES: Final[Mapping[str, tuple[Callable[[], Book], int, str, dict[str, str]]]] = {
    "hecvat-4": (
        lambda: of(hecvat4.completed().data),
        331,
        "Privacy",
        {_ID: "A", _ASK: "B", "answer": "C", "comment": "D"},
    ),
    "hecvat-full-3": (
        lambda: of(hecvat3.completed(hecvat3.FULL).data),
        255,
        "HECVAT - Full | Vendor Response",
        {_ID: "A", _ASK: "B", "answer": "C", "comment": "D"},
    ),
    "hecvat-lite-2": (
        lambda: of(hecvat3.completed(hecvat3.LITE).data),
        74,
        "HECVAT - Lite",
        {_ID: "A", _ASK: "B", "answer": "C", "comment": "D"},
    ),
    "samm": (lambda: of(samm.completed().data), 77, "Interview", {_ASK: "C", "answer": "E", "comment": "I"}),
    "asvs": (
        lambda: of(asvs.completed().data),
        182,
        "ASVS 3.0.1 Detail Requirements",
        {_ID: "A", _ASK: "B", "answer": "G"},
    ),
    "sag": (lambda: of(sag.completed().data), 393, "Secure Development", {_ID: "A", _ASK: "B", "answer": "C"}),
    "caiq-4": (
        lambda: of(caiq.caiq4(filled=True).data),
        261,
        "CAIQv4.0.3",
        {_ID: "A", _ASK: "B", "answer": "C", "also 0": "D", "comment": "E", "section": "L"},
    ),
    "caiq-4-blank": (
        lambda: of(caiq.caiq4(filled=False).data),
        261,
        "CAIQv4.0.3",
        {_ID: "A", _ASK: "B", "answer": "C", "also 0": "D", "comment": "E", "section": "L"},
    ),
    "caiq-3": (
        lambda: of(caiq.caiq3(filled=True).data),
        295,
        "CSA CAIQ v3.0.1",
        {
            "section": "A",
            _ID: "C",
            _ASK: "E",
            "mark yes": "F",
            "mark no": "G",
            "mark n/a": "H",
            "comment": "I",
        },
    ),
    "northwind": (
        lambda: example("northwind-ai-security-questionnaire.xlsx"),
        108,
        "Security Questionnaire",
        {_ID: "A", "section": "B", _ASK: "C", "answer": "D", "comment": "E"},
    ),
    "acme": (
        lambda: example("acme-small-completed.xlsx"),
        15,
        "Security Questionnaire",
        {_ID: "A", "section": "B", _ASK: "C", "answer": "D", "also 0": "E"},
    ),
    "caiq-lite": (
        lambda: example("caiq-lite-style-completed.csv"),
        124,
        "",
        {_ID: "A", "section": "C", _ASK: "D", "answer": "E", "also 0": "F"},
    ),
}
"""Published layouts: a file, its number of questions, the sheet with most of them, and the columns of the parts."""


def found(guessed: Guess) -> dict[str, str]:
    return {part: letter(each.column) for part, each in guessed.main.parts.items()}


def proved(guessed: Guess) -> tuple[dict[str, Any], dict[str, int]]:
    """Return the profile and the answers counted by it, which must find as many questions as the guess."""
    profile = profile_of(guessed, "odd", "Odd form")
    _, reading, differs = prove(guessed, profile)
    assert differs == ""
    return profile, counts(reading)


@pytest.mark.parametrize("name", FAMILIES)
def test_published_layouts_are_found_without_their_profile(name: str) -> None:
    make, count, title, columns = FAMILIES[name]
    guessed = guess(make())
    assert (guessed.count, guessed.main.sheet.title, found(guessed)) == (count, title, columns)
    assert all(each.certain for each in guessed.main.parts.values())
    proved(guessed)


@pytest.mark.parametrize("name", KNOWABLE)
def test_odd_layouts_are_found(name: str) -> None:
    odd = KNOWABLE[name]()
    guessed = guess(odd.book)
    assert found(guessed) == odd.columns
    assert {part for part in odd.certain if not guessed.main.parts[part].certain} == set()
    assert (guessed.count, guessed.by_text) == (odd.count, odd.by_text)
    assert proved(guessed)[1] == odd.summary


@pytest.mark.parametrize("name", UNKNOWABLE)
def test_what_nobody_can_know_is_not_certain(name: str) -> None:
    guessed = guess(UNKNOWABLE[name]().book)
    answers = [each for part, each in guessed.main.parts.items() if part == "answer" or part.startswith("mark ")]
    assert not any(each.certain for each in answers)
    assert answers or guessed.doubts[0].startswith("Which column holds the answers is not known")
    assert guessed.answerable is bool(answers)


@pytest.mark.parametrize("name", [*FAMILIES, *KNOWABLE, *UNKNOWABLE])
def test_whatever_is_certain_is_right(name: str) -> None:
    if name in FAMILIES:
        make, _, _, columns = FAMILIES[name]
        guessed = guess(make())
    else:
        odd = {**KNOWABLE, **UNKNOWABLE}[name]()
        guessed, columns = guess(odd.book), odd.columns
    certain = {part: letter(each.column) for part, each in guessed.main.parts.items() if each.confidence >= CERTAIN}
    assert certain.items() <= columns.items()


@pytest.mark.parametrize("name", [*FAMILIES, *KNOWABLE])
def test_the_profile_is_written_as_it_is_read(name: str) -> None:
    guessed = guess(FAMILIES[name][0]() if name in FAMILIES else KNOWABLE[name]().book)
    profile, _ = proved(guessed)
    located = yamlfile.load(as_yaml(profile, ["A remark: with a colon"]), "odd.yaml")
    assert build(Layout, located) == Layout.model_validate(profile)
    assert all(
        len(line) <= 120 for line in as_yaml(profile).splitlines() if "label" not in line and "pattern" not in line
    )


@pytest.mark.parametrize("name", KNOWABLE)
def test_the_file_is_recognised_by_its_profile_or_that_is_said(name: str) -> None:
    odd = KNOWABLE[name]()
    guessed = guess(odd.book)
    layout = Layout.model_validate(proved(guessed)[0])
    said = any("will not be recognised by itself" in doubt for doubt in guessed.doubts)
    assert (recognise(odd.book, [], [layout]) is None) is said


@pytest.mark.parametrize("name", [name for name in KNOWABLE if "answer" in KNOWABLE[name]().columns])
def test_other_answers_leave_questions_and_digest_as_they_are(name: str) -> None:
    odd = KNOWABLE[name]()
    layout = Layout.model_validate(proved(guess(odd.book))[0])
    before, after = read_foreign(odd.book, layout), read_foreign(with_other_answers(odd), layout)
    assert before.questionnaire == after.questionnaire


def test_questions_without_ids_keep_theirs_when_rows_move() -> None:
    odd = KNOWABLE["without_ids"]()
    layout = Layout.model_validate(proved(guess(odd.book))[0])
    header, *rows = [[cell.value for cell in cells.values()] for cells in odd.book.sheets[0].rows.values()]
    turned = Book("odd.xlsx", (sheet(header, *reversed(rows), title="Vendor"),))
    ids = {question.ask: question.id for question in read_foreign(odd.book, layout).questionnaire.questions}
    assert {question.ask: question.id for question in read_foreign(turned, layout).questionnaire.questions} == ids
    assert all(name.startswith("Q-") and len(name) == 10 for name in ids.values())


def test_equal_texts_without_ids_are_questions_of_their_own() -> None:
    again = "If yes, please describe how this is done."
    rows = [[text, "Yes"] if n % 2 else [again, "Yes"] for n, text in enumerate(ENGLISH)]
    book = Book("odd.xlsx", (sheet(["Question", "Answer"], *rows),))
    reading = read_foreign(book, Layout.model_validate(proved(guess(book))[0]))
    names = [question.id for question in reading.questionnaire.questions if question.ask == again]
    assert names == [names[0], *(f"{names[0]}.{number}" for number in range(2, 7))]
    assert len(reading.answers) == 12


def test_repeated_ids_of_different_questions_are_not_merged() -> None:
    guessed = guess(KNOWABLE["sheet_per_domain"]().book)
    profile, summary = proved(guessed)
    assert profile["id"]["key"] == "text"
    assert sum(summary.values()) == 12


def test_own_layouts_do_not_claim_files_with_other_numbers_of_questions() -> None:
    odd = KNOWABLE["without_ids"]()
    layout = Layout.model_validate(proved(guess(odd.book))[0])
    first = odd.book.sheets[0]
    fewer = replace(odd.book, sheets=(replace(first, rows=dict(list(first.rows.items())[:8])),))
    assert recognise(fewer, [], [layout]) is None
    assert recognise(fewer, [layout]) is not None


def test_shipped_layouts_win_ties() -> None:
    odd = KNOWABLE["german"]()
    profile, _ = proved(guess(odd.book))
    shipped, own = (Layout.model_validate({**profile, "layout": name}) for name in ("shipped", "own"))
    fit = recognise(odd.book, [shipped], [own])
    assert fit is not None
    assert fit.layout.layout == "shipped"


def test_a_person_has_the_last_word() -> None:
    book = UNKNOWABLE["two_yes_no_columns"]().book
    guessed = guess(book, {"answer": 4, "comment": None})
    assert (guessed.main.parts["answer"].column, guessed.main.parts["answer"].confidence) == (4, 1.0)
    assert guessed.uncertain == ()
    marks = guess(UNKNOWABLE["marks_without_headers"]().book, {"answer": 3})
    assert marks.answerable
    without = guess(KNOWABLE["german"]().book, {"id": None})
    assert without.by_text
    assert "id" not in without.main.parts


def test_a_person_says_what_an_answer_means() -> None:
    book = KNOWABLE["own_words"]().book
    said = {"implemented": "yes", "not implemented": "no", "planned": "other"}
    assert proved(guess(book, {}, said))[1] == {"yes": 6, "no": 3, "other": 3, "open": 0}
    assert [each.text for each in guess(book).read_as.uncertain] == ["Implemented", "Planned", "Not implemented"]


def test_usual_words_of_a_language_are_understood_in_other_files() -> None:
    profile, _ = proved(guess(KNOWABLE["german"]().book))
    words = profile["answers"][0]["words"]
    assert "Zum Teil" in words["partly"]
    assert "Nicht anwendbar" in words["n/a"]
    assert "Oui" not in words["yes"]


def test_unseen_characters_of_a_file_survive_in_its_profile() -> None:
    odd = KNOWABLE["german"]()
    title = 'Frage\u2028bogen \u0085\U0001f512 "x": [1]\n# y'
    book = replace(odd.book, sheets=(replace(odd.book.sheets[0], title=title),))
    profile, _ = proved(guess(book))
    layout = build(Layout, yamlfile.load(as_yaml(profile, [title]), "odd.yaml"))
    assert layout.sheets == (title,)
    assert recognise(book, [], [layout]) is not None


def test_a_text_without_questions_is_refused() -> None:
    prose = sheet(["Annual report"], ["Our year was good."], ["Revenue", 12], title="Report")
    with pytest.raises(RefusedInput, match="no column that looks like questions"):
        guess(Book("report.xlsx", (prose,)))
    with pytest.raises(RefusedInput, match="no column that looks like questions"):
        guess(Book("empty.xlsx", (sheet(),)))


def test_copies_and_calculated_sheets_are_not_read() -> None:
    guessed = guess(of(hecvat4.completed().data))
    kinds = {each.sheet.title: each.kind for each in guessed.sheets}
    assert kinds["Analyst Reference"] == kinds["Institution Evaluation"] == "copy"
    assert kinds["Questions"] == "hidden"
    assert kinds["START HERE"] == kinds["Product"] == "questions"
