"""import: published questionnaires as vendors send them, without a flag (issue 4)."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from desk import Cli
from lookalikes import hecvat3, hecvat4, samm, vsaq
from lookalikes.raw_xlsx import resaved

import vendorrisk

_LAYOUTS = Path(vendorrisk.__file__).parent.parent / "questionnaires/layouts"


@pytest.fixture
def desk(cli: Cli) -> Cli:
    shutil.copytree(_LAYOUTS, cli.folder / "questionnaires/layouts")
    cli("vendor", "add", "Umbra Learning", "--id", "umbra")
    return cli


def test_two_questionnaires_of_one_vendor_stand_side_by_side(desk: Cli) -> None:
    for name, form in (("hecvat.xlsx", hecvat4.completed()), ("samm.xlsx", samm.completed())):
        (desk.folder / name).write_bytes(form.data)
        said = desk("import", desk.folder / name, "--vendor", "umbra", "--json").data
        assert len(said["answers"]) == len(form.typed)
        assert said["saved"]
    listed = desk("assessments", "list").words
    assert "hecvat-4.1.4" in listed
    assert "owasp-samm-1.5" in listed
    shown = desk("assessments", "show", "umbra", "--questionnaire", "owasp-samm-1.5").words
    assert "Yes, a small percentage are/do" in shown


def test_the_blank_form_is_shown_as_wholly_open(desk: Cli) -> None:
    file = desk.folder / "full.xlsx"
    file.write_bytes(hecvat3.blank(hecvat3.FULL).data)
    said = desk("import", file, "--json").data
    assert said["summary"] == {"open": 255}
    assert said["answers"] == []


def test_a_file_without_its_texts_says_how_to_save_it(desk: Cli) -> None:
    file = desk.folder / "hecvat.xlsx"
    file.write_bytes(resaved(hecvat4.completed().data))
    said = desk("import", file, "--vendor", "umbra", code=3).words
    assert "331 questions lack a text" in said
    assert "Open it in Excel or LibreOffice, save it there as .xlsx" in said


@pytest.mark.parametrize("ending", ["", ".txt", ".json"])
def test_answers_are_taken_as_vsaq_saves_them(desk: Cli, ending: str) -> None:
    pair = vsaq.completed("webapp")
    (desk.folder / "given").mkdir()
    (desk.folder / "given/webapp.json").write_bytes(pair.form)
    (desk.folder / "given/infrastructure.json").write_bytes(vsaq.completed("infrastructure").form)
    file = desk.folder / f"given/answers_webapp{ending}"
    file.write_bytes(pair.answers.data)
    said = desk("import", file, "--vendor", "umbra", "--json").data
    assert said["questionnaire"]["id"] == "vsaq-webapp"
    assert said["recognised"] == "the questionnaire webapp.json beside it"
    assert len(said["answers"]) == 73
    assert said["issues"] == []
