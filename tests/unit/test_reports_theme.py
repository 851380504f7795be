"""The theme is the one of the look, can be read, and says what is wrong when a coalition edits it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from factories_statement import house_style
from pydantic import ValidationError

from vendorrisk.building import build
from vendorrisk.content import Content
from vendorrisk.model.fault import RefusedInput
from vendorrisk.model.policy import Verdict
from vendorrisk.model.result import FindingState
from vendorrisk.reports.house import HouseStyle
from vendorrisk.reports.theme import LEAST_CONTRAST, Theme, contrast
from vendorrisk.reports.wording import Wording, fill

STYLE = house_style()
REPORTS = Path(__file__).parents[2] / "reports"


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.005)


def test_every_text_colour_reads_on_paper() -> None:
    theme = STYLE.theme
    marks = [*theme.verdicts.values(), *theme.findings.values()]
    for colour in (theme.ink, theme.quiet, theme.accent, *(mark.colour for mark in marks)):
        assert contrast(colour, theme.paper) >= LEAST_CONTRAST, colour


def test_verdicts_look_as_designed_and_differ_without_colour() -> None:
    shown = {verdict: (mark.glyph, mark.colour) for verdict, mark in STYLE.theme.verdicts.items()}
    assert shown == {
        Verdict.MEETS: ("✔", "#1B7F4B"),
        Verdict.CONDITIONAL: ("◐", "#9A6700"),
        Verdict.DOES_NOT_MEET: ("✘", "#B42318"),
        Verdict.INCOMPLETE: ("…", "#5B6472"),
    }
    assert len({mark.glyph for mark in STYLE.theme.findings.values()}) == len(FindingState)


def test_a_pale_colour_is_refused() -> None:
    data = STYLE.theme.model_dump() | {"quiet": "#AAAAAA"}
    with pytest.raises(ValidationError, match=r"contrast of 2\.3; text needs 4\.5"):
        Theme.model_validate(data)


def test_a_missing_verdict_is_refused() -> None:
    data = STYLE.theme.model_dump()
    del data["verdicts"]["incomplete"]
    with pytest.raises(ValidationError, match="'verdicts' lacks incomplete"):
        Theme.model_validate(data)


def test_a_font_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(RefusedInput) as refused:
        HouseStyle(STYLE.theme, STYLE.wording, tmp_path)
    assert "The font IBMPlexSans-Regular.ttf is not in reports/fonts." in refused.value.faults[0].what
    assert len(refused.value.faults) == 5


def test_a_wrong_brace_in_a_sentence_is_found_with_its_line(tmp_path: Path) -> None:
    text = (REPORTS / "wording.yaml").read_text("utf-8").replace("Waived until", "Waived {untill}")
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "wording.yaml").write_text(text, "utf-8")
    with pytest.raises(RefusedInput) as refused:
        build(Wording, Content(tmp_path).locate("reports/wording.yaml"))
    (fault,) = refused.value.faults
    assert "{untill} can't be filled in here; this text takes no words in braces" in fault.what
    assert re.match(r"reports/wording.yaml:\d+:\d+", fault.where)


def test_a_format_trick_in_a_sentence_is_refused() -> None:
    data = STYLE.wording.model_dump()
    data["words"]["page"] = "{page.__class__}"
    with pytest.raises(ValidationError, match="can't be filled in here"):
        Wording.model_validate(data)


def test_a_sentence_is_said_in_the_language_or_the_default() -> None:
    text = {"en": "until {until}", "de": "bis {until}"}
    assert fill(text, "de", until="2026-12-31") == "bis 2026-12-31"
    assert fill(text, "fr", until="2026-12-31") == "until 2026-12-31"


def test_facts_are_not_read_as_sentences() -> None:
    assert fill("Scope: {scope}", scope="{policy} {0}") == "Scope: {policy} {0}"


def test_every_sentence_is_used() -> None:
    code = "".join(path.read_text("utf-8") for path in (Path(__file__).parents[2] / "vendorrisk/reports").glob("*.py"))
    code = code.replace((Path(__file__).parents[2] / "vendorrisk/reports/wording.py").read_text("utf-8"), "")
    names = [
        name
        for part in (
            STYLE.wording.words,
            STYLE.wording.attestation,
            STYLE.wording.method,
            STYLE.wording.gaps,
            STYLE.wording.compare,
        )
        for name in type(part).model_fields
    ]
    assert [name for name in names if not re.search(rf"\.{name}\b", code)] == []
