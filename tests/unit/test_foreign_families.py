"""The published questionnaires, by workbooks that look like them: recognised, and read exactly as typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import Final

import pytest
from foreign import counts
from lookalikes import asvs, hecvat3, hecvat4, sag, samm
from lookalikes.raw_xlsx import LookAlike, resaved

from vendorrisk.capture.foreign import ForeignAnswer, ForeignReading, read_foreign
from vendorrisk.capture.foreign_recognise import recognise
from vendorrisk.capture.worker import open_book
from vendorrisk.content import Content
from vendorrisk.model.base import say
from vendorrisk.model.fault import RefusedInput
from vendorrisk.model.questionnaire import QuestionType

_CONTENT: Final = Content.find(Path(__file__).parents[2])
_Maker = Callable[[], LookAlike]
FAMILIES: Final[dict[str, tuple[_Maker, _Maker, int]]] = {
    "hecvat-4": (hecvat4.blank, hecvat4.completed, 331),
    "hecvat-full-3": (partial(hecvat3.blank, hecvat3.FULL), partial(hecvat3.completed, hecvat3.FULL), 255),
    "hecvat-lite-2": (partial(hecvat3.blank, hecvat3.LITE), partial(hecvat3.completed, hecvat3.LITE), 74),
    "hecvat-triage-2": (partial(hecvat3.blank, hecvat3.TRIAGE), partial(hecvat3.completed, hecvat3.TRIAGE), 38),
    "owasp-samm-1.5": (samm.blank, samm.completed, 77),
    "owasp-asvs-3.0.1": (asvs.blank, asvs.completed, 182),
    "cisa-sag": (sag.blank, sag.completed, 393),
}
"""Each layout with its blank form, a completed one, and how many questions were published."""
_IDENTITIES: Final = {
    "hecvat-4": {"vendor": "Umbra Learning", "product": "Umbra Tutor", "date": "2026-03-02"},
    "hecvat-full-3": {"vendor": "Umbra Learning", "product": "Umbra Tutor 2", "date": "03/02/2026"},
    "hecvat-lite-2": {"vendor": "Umbra Learning", "product": "Umbra Tutor 2", "date": "03/02/2026"},
    "hecvat-triage-2": {"vendor": "Umbra Learning", "product": "Umbra Tutor 2", "date": "03/02/2026"},
    "owasp-samm-1.5": {"vendor": "Umbra Learning", "product": "Umbra Tutor", "date": "2026-03-02"},
    "owasp-asvs-3.0.1": {},
    "cisa-sag": {"contact": "Ines Okafor", "date": "2026-03-02"},
}
_NOT_APPLICABLE: Final = {"N/A", "4) N/A", "No, it is not applicable"}


def read(layout: str, data: bytes, name: str = "file.xlsx") -> ForeignReading:
    return read_foreign(open_book(data, name), _CONTENT.layout(layout))


@cache
def published(layout: str) -> ForeignReading:
    """Return the reading of the blank form."""
    return read(layout, FAMILIES[layout][0]().data)


@cache
def completed(layout: str) -> tuple[LookAlike, ForeignReading]:
    found = FAMILIES[layout][1]()
    return found, read(layout, found.data)


@pytest.mark.parametrize("layout", FAMILIES)
def test_the_blank_form_answers_nothing(layout: str) -> None:
    reading = published(layout)
    assert len(reading.questionnaire.questions) == FAMILIES[layout][2]
    assert reading.answers == ()
    assert reading.identity.said() == {}
    assert {fault.code for fault in reading.issues} <= {"placeholder", "preset"}


@pytest.mark.parametrize("layout", FAMILIES)
def test_a_completed_form_is_read_as_typed(layout: str) -> None:
    form, reading = completed(layout)
    assert len(form.typed) == FAMILIES[layout][2]
    assert {each.question: meant(reading, each) for each in reading.answers} == {
        name: "n/a" if text in _NOT_APPLICABLE else text for name, text in form.typed.items()
    }
    assert reading.unanswered == ()


def meant(reading: ForeignReading, answer: ForeignAnswer) -> str:
    """Return an answer as the choice whose label it has, as it was typed."""
    if answer.not_applicable:
        return "n/a"
    question = reading.questionnaire.question(answer.question)
    if question.type is QuestionType.TEXT:
        return str(answer.value)
    return next(say(option.label) for option in question.options if option.id == answer.value)


@pytest.mark.parametrize("layout", FAMILIES)
def test_the_vendor_and_the_day_are_found(layout: str) -> None:
    said = completed(layout)[1].identity.said()
    assert {name: said.get(name) for name in _IDENTITIES[layout]} == _IDENTITIES[layout]


@pytest.mark.parametrize("layout", FAMILIES)
def test_each_is_recognised_among_all_profiles(layout: str) -> None:
    book = open_book(completed(layout)[0].data, "file.xlsx")
    found = recognise(book, [_CONTENT.layout(name) for name in _CONTENT.layouts()])
    assert found is not None
    assert found.layout.layout == layout


@pytest.mark.parametrize("layout", FAMILIES)
def test_blank_and_completed_ask_the_same(layout: str) -> None:
    assert published(layout).questionnaire == completed(layout)[1].questionnaire


@pytest.mark.parametrize("layout", ["hecvat-4", "hecvat-full-3"])
def test_texts_that_a_library_dropped_are_asked_for(layout: str) -> None:
    with pytest.raises(RefusedInput, match=f"{FAMILIES[layout][2] - (layout != 'hecvat-4')} questions lack a text"):
        read(layout, resaved(completed(layout)[0].data))


def test_hecvat_4_mirrors_and_sections() -> None:
    """Formulas that repeat START HERE on other sheets are no second answer; sections come in the published order."""
    form = hecvat4.hecvat4({"GNRL-01": "Umbra", "REQU-01": "Yes"}, {"REQU-01": "All of it."})
    reading = read("hecvat-4", form.data)
    assert [(each.question, each.value, each.comment, each.cell) for each in reading.answers] == [
        ("GNRL-01", "Umbra", "", "START HERE!C13"),
        ("REQU-01", "yes", "All of it.", "START HERE!C31"),
    ]
    assert reading.issues == ()
    assert [(section.section, section.title) for section in reading.questionnaire.sections][:3] == [
        ("gnrl", "General Information"),
        ("comp", "Comp section"),
        ("requ", "Required Questions"),
    ]


def test_hecvat_4_answers_on_skipped_rows_are_kept_and_said() -> None:
    reading = read("hecvat-4", hecvat4.hecvat4({"REQU-03": "No", "CONS-02": "Yes"}).data)
    assert [each.question for each in reading.answers] == ["REQU-03", "CONS-02"]
    assert [(fault.code, fault.question) for fault in reading.issues] == [("skipped-answered", "CONS-02")]


def test_a_skipped_question_stays_open() -> None:
    reading = read("hecvat-4", hecvat4.hecvat4({"REQU-03": "No"}).data)
    assert counts(reading) == {"no": 1, "open": 330}


def test_the_preset_and_placeholders_of_hecvat_full() -> None:
    form = hecvat3.filled(hecvat3.FULL, {"DOCU-01": "Yes"}, {"DOCU-01": "Since 2024."})
    reading = read("hecvat-full-3", form.data)
    assert [(each.question, each.comment) for each in reading.answers] == [("DOCU-01", "Since 2024.")]
    assert {fault.question for fault in reading.issues if fault.code == "preset"} == {"AAAI-01"}
    turned = read("hecvat-full-3", hecvat3.filled(hecvat3.FULL, {"AAAI-01": "1) Yes"}).data)
    assert [(each.question, each.value) for each in turned.answers] == [("AAAI-01", "yes")]


def test_a_contradicting_comment_is_kept_beside_no() -> None:
    typed, comments = {"DCTR-02": "No"}, {"DCTR-02": "Not applicable, we have no data centre."}
    reading = read("hecvat-full-3", hecvat3.filled(hecvat3.FULL, typed, comments).data)
    answer = next(each for each in reading.answers if each.question == "DCTR-02")
    assert (answer.value, answer.not_applicable, answer.comment) == ("no", False, comments["DCTR-02"])
    assert "comment-contradicts" in {fault.code for fault in reading.issues}


def test_old_ids_in_white_type_are_no_answers() -> None:
    form = hecvat3.filled(hecvat3.LITE, {"HLAP-01": "No"})
    reading = read("hecvat-lite-2", form.data)
    assert [(each.question, each.value, each.comment) for each in reading.answers] == [("HLAP-01", "no", "")]


@pytest.mark.parametrize(
    ("form", "sheet", "version", "layout"),
    [
        (hecvat3.FULL, "HECVAT - Full", "2.11", "hecvat-full-3"),
        (hecvat3.LITE, "HECVAT - Lite | Vendor Response", "3.05", "hecvat-lite-3"),
        (hecvat3.LITE, "HECVAT - On-Premise | Vendor Response", "3.05", "hecvat-on-premise-3"),
        (hecvat3.LITE, "Sheet1", "2.11", "hecvat-lite-2"),
    ],
)
def test_kin_of_what_was_tried_are_told_apart(form: hecvat3.Form, sheet: str, version: str, layout: str) -> None:
    kin = replace(form, sheet=sheet, version=(form.version[0], f"Version {version}"))
    book = open_book(hecvat3.filled(kin, {"COMP-03": "Yes", "COMP-04": "No"}).data, "file.xlsx")
    found = recognise(book, [_CONTENT.layout(name) for name in _CONTENT.layouts()])
    assert found is not None
    assert found.layout.layout == layout
    reading = read_foreign(book, found.layout)
    assert reading.edition == version
    assert {each.question: each.value for each in reading.answers} == {"COMP-03": "yes", "COMP-04": "no"}


def test_samm_notes_and_numbers() -> None:
    form = samm.samm({"OE3.19": "No, it is not applicable", "SM1.1": "No"}, {"SM1.1": "Planned."})
    reading = read("owasp-samm-1.5", form.data)
    assert [(each.question, each.value, each.not_applicable, each.comment) for each in reading.answers] == [
        ("SM1.1", "no", False, "Planned."),
        ("OE3.19", None, True, ""),
    ]
    assert [fault.code for fault in reading.issues] == ["no-reason"]


def test_words_that_samm_does_not_offer_are_kept() -> None:
    reading = read("owasp-samm-1.5", samm.samm({"SM1.2": "Most of them, since May"}).data)
    assert [(each.value, each.comment) for each in reading.answers] == [("other", "Most of them, since May")]
    assert [fault.code for fault in reading.issues] == ["other-words"]


def test_asvs_ids_that_are_numbers_and_comments_of_the_vendor() -> None:
    typed, comments = {"2.2": "Yes", "8.13": "No", "1.10": "N/A"}, {"1.10": "No client code.", "8.13": "In June."}
    reading = read("owasp-asvs-3.0.1", asvs.asvs(typed, comments).data)
    assert [(each.question, each.value, each.comment) for each in reading.answers] == [
        ("1.10", None, "No client code."),
        ("2.2", "yes", ""),
        ("8.13", "no", "In June."),
    ]
    assert reading.issues == ()


def test_a_partial_control_is_partly() -> None:
    reading = read("cisa-sag", sag.sag({"CONTROL.SC.01": "Partial", "TASK.SC.01.02": "Yes"}).data)
    assert [(each.question, each.value) for each in reading.answers] == [
        ("CONTROL.SC.01", "partly"),
        ("TASK.SC.01.02", "yes"),
    ]
    assert reading.issues == ()


def test_tasks_answered_under_a_control_that_is_not_partial_are_said() -> None:
    reading = read("cisa-sag", sag.sag({"CONTROL.SC.01": "No", "TASK.SC.01.02": "Yes"}).data)
    assert len(reading.answers) == 2
    assert [(fault.code, fault.question) for fault in reading.issues] == [("skipped-answered", "TASK.SC.01.02")]
