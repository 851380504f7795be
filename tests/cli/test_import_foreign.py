"""import: questionnaires that a vendor has already filled are recognised, shown, kept and found again (issue 4)."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from desk import Cli
from foreign import counts
from openpyxl import Workbook, load_workbook

import vendorrisk
from vendorrisk.capture.csv_in import read_csv
from vendorrisk.capture.foreign import read_foreign
from vendorrisk.capture.foreign_recognise import recognise
from vendorrisk.capture.worker import open_book
from vendorrisk.content import Content

ROOT = Path(vendorrisk.__file__).parent.parent
EXAMPLES = ROOT / "tests/examples"
NORTHWIND = EXAMPLES / "northwind-ai-security-questionnaire.xlsx"
CAIQ_LITE = EXAMPLES / "caiq-lite-style-completed.csv"


@pytest.fixture
def desk(cli: Cli) -> Cli:
    for kind in ("layouts", "crosswalks"):
        shutil.copytree(ROOT / "questionnaires" / kind, cli.folder / "questionnaires" / kind)
    cli("vendor", "add", "Northwind Systems", "--id", "northwind")
    return cli


def test_without_a_vendor_it_is_shown_and_nothing_is_saved(desk: Cli) -> None:
    said = desk("import", NORTHWIND).words
    assert "TrustBot security questionnaire 1 recognised by sheet 'Security Questionnaire'; 108 questions" in said
    assert "99 Yes, 9 No, 0 open" in said
    assert "Nothing was saved: it is imported for no vendor." in said
    assert "--vendor VENDOR" in said
    assert desk("assessments", "list", "--json").data == []


def test_it_becomes_an_assessment_of_its_own_questionnaire(desk: Cli) -> None:
    said = desk("import", NORTHWIND, "--vendor", "northwind").words
    assert "108 new answers northwind@1 is a draft of trustbot-security-1 1.0.0." in said
    assert "vendorrisk carry northwind --to coalition-core --from trustbot-security-1" in said
    assert "Nothing changed" in desk("import", NORTHWIND, "--vendor", "northwind").words
    kinds = [event["kind"] for event in desk("journal", "show", "--json").data]
    assert kinds.count("questionnaire-kept") == kinds.count("assessment-created") == 1


def test_every_command_finds_its_questions_again(desk: Cli) -> None:
    desk("import", NORTHWIND, "--vendor", "northwind")
    assert "GRC-01 Is there a documented information security program" in desk("assessments", "show", "northwind").words
    assert "0 of 108 answers with evidence." in desk("evidence", "list", "northwind").words
    assert "no verdict rests on these answers" in desk("review", "northwind").words
    assert "108 answers are as before." in desk("assessments", "diff", NORTHWIND, "northwind").words
    assert "is submitted by Jo" in desk("submit", "northwind", "trustbot-security-1", "--by", "Jo").words
    for kind in ("csv", "json"):
        desk("assessments", "export", "northwind", "-o", f"nw.{kind}")
        assert "108 answers are as before." in desk("assessments", "diff", f"nw.{kind}", "northwind").words


def test_no_policy_judges_it_and_score_says_what_helps(desk: Cli) -> None:
    desk("import", NORTHWIND, "--vendor", "northwind")
    said = desk("score", "northwind", code=2).words
    assert "northwind@1 answers trustbot-security-1 1.0.0, which no policy judges." in said
    assert "vendorrisk carry northwind --to coalition-core --from trustbot-security-1" in said
    assert "coalition-minimum asks for coalition-core" in desk("score", NORTHWIND, code=2).words


def test_json_is_one_object(desk: Cli) -> None:
    data = desk("import", NORTHWIND, "--json").data
    assert (data["questionnaire"]["id"], data["layout"], data["saved"]) == (
        "trustbot-security-1",
        "trustbot-security",
        False,
    )
    assert data["assessment"] is None
    assert data["summary"] == {"yes": 99, "no": 9, "open": 0}
    first = data["answers"][0]
    assert (first["id"], first["value"], first["found"]) == ("GRC-01", "yes", "Yes")
    assert first["cell"] == "Security Questionnaire!D2"
    assert first["question"].startswith("Is there a documented")
    assert desk("import", NORTHWIND, "--vendor", "northwind", "--json").data["assessment"] == "northwind@1"


@pytest.mark.parametrize("file", sorted(EXAMPLES.glob("*.[cx][sl]*")), ids=lambda path: path.name)
def test_counts_are_those_of_the_reader(desk: Cli, file: Path) -> None:
    profiles = [Content(desk.folder).layout(name) for name in Content(desk.folder).layouts()]
    book = read_csv(file.read_bytes(), file.name) if file.suffix == ".csv" else open_book(file.read_bytes(), file.name)
    recognised = recognise(book, profiles)
    assert recognised is not None
    data = desk("import", file, "--json").data
    assert data["summary"] == counts(read_foreign(book, recognised.layout))
    assert sum(data["summary"].values()) == len(data["answers"]) + len(data["open"])


def test_notes_are_by_cell_and_only_the_first_are_shown(desk: Cli) -> None:
    said = desk("import", CAIQ_LITE).words
    assert "line 7, column 5 note: CAIQ-006:" in said
    assert "CAIQ-033:" not in said
    assert "49 more notes are listed by --issues FILE.xlsx" in said
    desk("import", CAIQ_LITE, "--issues", "issues.xlsx")
    assert load_workbook(desk.folder / "issues.xlsx").worksheets[0].max_row == 2 + 69


def test_what_is_not_known_says_what_was_tried(desk: Cli) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["No", "What we ask", "What they said"])
    sheet.append([1, "Do you?", "Yes"])
    book.save(desk.folder / "own.xlsx")
    said = desk("import", "own.xlsx", code=3).words
    assert "own.xlsx is no workbook of this program, and none of the" in said
    assert "CSA CAIQ" in said
    (desk.folder / "own.csv").write_text("No,What we ask,What they said\n1,Do you?,Yes\n", "utf-8")
    assert "begins with the line 'questionnaire,ID'" in desk("import", "own.csv", code=3).words
    long = desk.folder / ("a long name of a file " * 4 + ".csv")
    long.write_bytes((desk.folder / "own.csv").read_bytes())
    assert f"vendorrisk import '{long.name}' --guess." in desk("import", long.name, code=3).err  # not broken into lines
    shutil.rmtree(desk.folder / "questionnaires/layouts")
    assert "own.csv is no file of answers, and no layout is known." in desk("import", "own.csv", code=3).words


def test_a_layout_can_be_named(desk: Cli) -> None:
    assert "99 Yes, 9 No, 0 open" in desk("import", NORTHWIND, "--layout", "trustbot-security").words
    desk("import", NORTHWIND, "--layout", "csa-caiq-4", code=3)
    assert "There is no layout profile" in desk("import", NORTHWIND, "--layout", "trustbot", code=2).words


def test_another_companys_file_is_not_taken(desk: Cli) -> None:
    profile = desk.folder / "questionnaires/layouts/trustbot-security.yaml"
    text = profile.read_text("utf-8")
    assert "identity:" not in text
    profile.write_text(text + "identity:\n  vendor:\n    - cell: B2\n", "utf-8")
    said = desk("import", NORTHWIND, "--vendor", "northwind", code=2).words
    assert (
        "northwind-ai-security-questionnaire.xlsx names Governance & Risk Management, and it would be imported" in said
    )


def test_answers_given_in_vsaq_are_read_beside_their_questionnaire(desk: Cli) -> None:
    form = {
        "questionnaire": [
            {
                "type": "block",
                "text": "Basics",
                "items": [
                    {"type": "yesno", "text": "Is TLS used?", "id": "tls", "yes": "Yes", "no": "No"},
                    {"type": "box", "text": "Which ciphers?", "id": "ciphers"},
                ],
            }
        ]
    }
    answers = desk.folder / "given/answers.json"
    answers.parent.mkdir()
    answers.write_text(json.dumps({"ciphers": "AES"}), "utf-8")
    assert "Put the questionnaire's .json file" in desk("import", answers, code=3).words
    (answers.parent / "webapp.json").write_text(json.dumps(form), "utf-8")
    data = desk("import", answers, "--json").data
    assert data["layout"] == "vsaq"
    assert data["recognised"] == "the questionnaire webapp.json beside it"
    assert [each["value"] for each in data["answers"]] == ["AES"]
