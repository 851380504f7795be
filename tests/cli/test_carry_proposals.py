"""carry: answers to questionnaires of others propose answers to ours, and a person confirms them (issue item 8)."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from desk import Cli
from openpyxl import Workbook, load_workbook
from small_content import ROOT

CROSSWALK = """\
crosswalk: csa-caiq-4
version: 1.0.0
from: {layout: csa-caiq-4, editions: [4.0.3]}
to: coalition-core
questions:
  access.mfa:
    - {question: IAM-14.1, relation: broader, when: {yes: yes}}
    - {question: IAM-14.2, relation: narrower, when: {no: no}}
  access.hours:
    - {question: IAM-07.1, relation: related}
  access.reset:
    - {question: IAM-02.1, relation: narrower, when: {no: nobody}}
"""
HECVAT = """\
crosswalk: hecvat-4
version: 1.0.0
from: {layout: hecvat-4, editions: [4.1.4]}
to: coalition-core
questions:
  access.mfa:
    - {question: DCTR-14, relation: narrower, when: {no: no}}
"""
CONFIRM, EARLIER, WHY = "Confirm", "Earlier answer", "Why ask again"


def caiq(folder: Path, answers: Mapping[str, str], comments: Mapping[str, str] | None = None) -> Path:
    """Write rows of a CAIQ 4, enough to be known as one; its ids are the publisher's, its questions made up."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "CAIQv4.0.3"
    sheet.append(["v4.0.3"])
    heads = ["Question ID", "Question", "CSP CAIQ Answer", "SSRM Control Ownership"]
    sheet.append([*heads, "CSP Implementation Description (Optional/Recommended)"])
    for name, answer in answers.items():
        sheet.append([name, f"Is it so ({name})?", answer, None, (comments or {}).get(name)])
    for number in range(1, 31):
        sheet.append([f"GRC-{number:02d}.9", "Is it left open?"])
    path = folder / "caiq.xlsx"
    book.save(path)
    return path


@pytest.fixture
def desk(cli: Cli) -> Cli:
    """Return a desk that knows layouts, with a vendor."""
    shutil.copytree(ROOT / "questionnaires/layouts", cli.folder / "questionnaires/layouts")
    target = cli.folder / "questionnaires/crosswalks"
    target.mkdir()
    (target / "csa-caiq-4.yaml").write_text(CROSSWALK, "utf-8")
    cli("vendor", "add", "Acme", "--id", "acme")
    return cli


def carried(desk: Cli, **said: str) -> dict[str, Any]:
    """Import a CAIQ with these answers, carry it over, and return the proposals by question."""
    rows = {f"{name[:3]}-{name[3:5]}.{name[6:]}".upper(): answer for name, answer in said.items()}
    desk("import", caiq(desk.folder, rows, {"IAM-14.1": "See report.pdf [2026-01-01]"}), "--vendor", "acme")
    data = desk("carry", "acme", "--to", "coalition-core", "--json").data
    assert data["from"] == "csa-caiq-4.0.3"
    return {each["question"]: each for each in data["proposals"]}


def events(desk: Cli) -> list[str]:
    return [event["kind"] for event in desk("journal", "show", "--json").data]


def on_file(desk: Cli) -> dict[str, Any]:
    found = desk("assessments", "show", "acme", "--json").data
    return {each["id"]: each for each in found["answers"]}


def test_what_was_answered_elsewhere_is_proposed_with_its_source(desk: Cli) -> None:
    found = carried(desk, iam14_1="Yes", iam07_1="Yes", iam02_1="No")
    assert {name: each["value"] for name, each in found.items()} == {
        "access.mfa": "yes",
        "access.hours": None,
        "access.reset": "nobody",
    }
    (precedent,) = found["access.mfa"]["precedents"]
    assert precedent == {
        "questionnaire": "csa-caiq-4.0.3 4.0.3",
        "question": "IAM-14.1",
        "shown": "Yes",
        "comment": "See report.pdf [2026-01-01]",
        "where": "caiq.xlsx, CAIQv4.0.3!C3",
        "relation": "broader",
        "suggests": "yes",
    }
    assert found["access.mfa"]["evidence"] == []


def test_it_is_shown_by_section_with_the_next_steps(desk: Cli) -> None:
    carried(desk, iam14_1="Yes", iam07_1="Yes")
    said = desk("carry", "acme", "--to", "coalition-core").words
    assert "Access control access.mfa Is a second factor required? proposed: yes" in said
    assert "from csa-caiq-4.0.3 IAM-14.1, asks for more: Yes (caiq.xlsx, CAIQv4.0.3!C3) See report.pdf" in said
    assert "only hints: access.hours" in said
    assert "1 answer proposed, hints beside 1 question. Nothing counts until a person confirms it." in said
    assert "next vendorrisk interview acme coalition-core" in said
    assert "vendorrisk template coalition-core --prefill acme -o FILE.xlsx" in said


def test_nothing_counts_until_a_person_confirms_it(desk: Cli) -> None:
    carried(desk, iam14_1="Yes")
    assert on_file(desk) == {}
    result = desk("score", "acme", "--tier", "low", "--json", code=1).data
    assert {each["criterion"]: each["result"] for each in result["findings"]}["MIN-ACC-01"] == "undetermined"
    assert "1 proposed answer to confirm" in desk("assessments", "show", "acme").words


def test_the_same_again_changes_nothing_and_new_answers_replace_the_proposals(desk: Cli) -> None:
    carried(desk, iam14_1="Yes", iam02_1="No")
    before = events(desk)
    assert desk("carry", "acme", "--to", "coalition-core", "--json").data["proposals"]
    assert events(desk) == before
    desk("import", caiq(desk.folder, {"IAM-14.1": "No", "IAM-02.1": "Yes"}), "--vendor", "acme")
    data = desk("carry", "acme", "--to", "coalition-core", "--json").data
    assert {each["question"]: each["value"] for each in data["proposals"]} == {"access.mfa": None, "access.reset": None}
    assert sorted(data["hints"]) == ["access.mfa", "access.reset"]
    assert events(desk).count("answers-proposed") == 2


def test_contradictions_are_shown_and_propose_nothing(desk: Cli) -> None:
    found = carried(desk, iam14_1="Yes", iam14_2="No")
    assert found["access.mfa"]["value"] is None
    data = desk("carry", "acme", "--to", "coalition-core", "--json").data
    assert data["conflicting"] == ["access.mfa"]
    said = desk("carry", "acme", "--to", "coalition-core").words
    assert "nothing is proposed: the sources contradict each other" in said
    assert "IAM-14.1, asks for more: Yes, so yes (" in said
    assert "IAM-14.2, asks for less: No, so no (" in said
    assert "0 answers proposed, 1 contradiction." in said


def test_two_questionnaires_can_contradict_each_other_and_one_is_named(desk: Cli) -> None:
    (desk.folder / "questionnaires/crosswalks/hecvat-4.yaml").write_text(HECVAT, "utf-8")
    carried(desk, iam14_1="Yes")
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Infrastructure"
    for cells in (["Infrastructure", None, None, None, None, "Version 4.1.4"], []):
        sheet.append(cells)
    sheet.append(["Datacenter", None, "Answer", "Additional Information", "Guidance"])
    sheet.append(["DCTR-14", "Is it so?", "No"])
    for number in range(1, 41):
        sheet.append([f"DATA-{number:02d}", "Is it left open?"])
    path = desk.folder / "hecvat.xlsx"
    book.save(path)
    desk("import", path, "--vendor", "acme")
    said = desk("carry", "acme", "--to", "coalition-core", code=2).words
    assert "acme has answers to csa-caiq-4.0.3 and to hecvat-4.1.4." in said
    assert "--from csa-caiq-4.0.3 or --from hecvat-4.1.4" in said
    data = desk("carry", "acme", "--to", "coalition-core", "--from", "hecvat-4.1.4", "--json").data
    assert data["conflicting"] == ["access.mfa"]
    (both,) = [each for each in data["proposals"] if each["question"] == "access.mfa"]
    assert [each["question"] for each in both["precedents"]] == ["IAM-14.1", "DCTR-14"]


def test_an_answer_that_is_there_stays_and_what_says_otherwise_is_told(desk: Cli) -> None:
    said = {"access.mfa": "partly", "access.reset": "self"}
    desk("interview", "acme", "--answers", desk.answers(said))
    assert "access.mfa" not in carried(desk, iam14_1="Yes", iam02_1="Yes")
    told = desk("carry", "acme", "--to", "coalition-core").words
    assert "Left as it is: access.mfa is answered partly; said otherwise elsewhere: IAM-14.1 Yes (caiq.xlsx" in told
    data = desk("carry", "acme", "--to", "coalition-core", "--json").data
    assert data["differing"] == ["access.mfa"]
    assert {name: each["value"] for name, each in on_file(desk).items()} == said


def test_a_prefilled_workbook_brings_proposals_and_takes_confirmations(desk: Cli) -> None:
    carried(desk, iam14_1="Yes", iam07_1="Yes")
    path = desk.folder / "core.xlsx"
    said = desk("template", "coalition-core", "--prefill", "acme", "-o", path).words
    assert "0 answers filled in, 1 to confirm, 0 to answer anew, hints beside 1" in said
    book = load_workbook(path)
    sheet = book["Questions"]
    heads = {cell.value: cell.column or 0 for cell in sheet[2]}
    rows = {sheet.cell(number, 1).value: number for number in range(1, sheet.max_row + 1)}
    assert sheet.cell(rows["access.mfa"], heads[EARLIER]).value == "yes"
    assert "From csa-caiq-4.0.3, IAM-14.1: Yes" in str(sheet.cell(rows["access.mfa"], heads[WHY]).value)
    assert sheet.cell(rows["access.hours"], heads[EARLIER]).value is None
    assert "do not decide it" in str(sheet.cell(rows["access.hours"], heads[WHY]).value)
    cover = " ".join(str(cell.value) for line in book["Cover"].iter_rows() for cell in line if cell.value)
    assert "Beside 1 open questions the column Why ask again shows" in cover
    sheet.cell(rows["access.mfa"], heads[CONFIRM]).value = "confirmed"
    book.save(path)
    desk("import", path, "--vendor", "acme")
    mfa = on_file(desk)["access.mfa"]
    assert (mfa["value"], mfa["grade"]) == ("yes", "asserted")
    again = desk("carry", "acme", "--to", "coalition-core", "--json").data
    assert [each["question"] for each in again["proposals"]] == ["access.hours"]


def test_a_question_that_is_not_asked_gets_no_proposal(desk: Cli) -> None:
    path = desk.folder / "questionnaires/coalition-core/access.yaml"
    text = path.read_text("utf-8").replace("ask: Who resets", "show_when: {service.uses-ai: yes}\n    ask: Who resets")
    path.write_text(text, "utf-8")
    desk("interview", "acme", "--answers", desk.answers({"service.uses-ai": "no"}))
    assert set(carried(desk, iam02_1="No", iam14_1="Yes")) == {"access.mfa"}


def test_a_submitted_assessment_gets_no_proposals(desk: Cli) -> None:
    desk("interview", "acme", "--answers", desk.answers({"access.mfa": "no"}, respondent="Jo Field, CISO"))
    desk("import", caiq(desk.folder, {"IAM-14.1": "Yes", "IAM-14.2": "Yes"}), "--vendor", "acme")
    assert "is submitted" in desk("carry", "acme", "--to", "coalition-core", code=2).words


def test_without_answers_elsewhere_or_a_crosswalk_it_says_so(desk: Cli) -> None:
    said = desk("carry", "acme", "--to", "coalition-core", code=2).words
    assert "acme has no answers that lead to coalition-core yet." in said
    assert "vendorrisk import FILE --vendor acme" in said
    desk("import", caiq(desk.folder, {"IAM-14.1": "Yes", "IAM-14.2": "Yes"}), "--vendor", "acme")
    said = desk("carry", "acme", "--to", "triage", "--from", "csa-caiq-4.0.3", code=2).words
    assert "answers no question of triage, and no crosswalk leads there" in said


def test_the_shipped_crosswalk_proposes_what_a_full_yes_shows(desk: Cli) -> None:
    asked = {
        *("IAM-14.1", "CEK-03.1", "TVM-06.1", "TVM-07.1", "IAM-12.1", "IAM-12.2", "HRS-01.1", "LOG-03.2", "BCR-08.1"),
        *("GRC-06.1", "DSP-03.1", "DSP-05.1"),
    }
    path = caiq(desk.folder, dict.fromkeys(sorted(asked), "Yes"))
    desk("--content", ROOT, "import", path, "--vendor", "acme")
    data = desk("--content", ROOT, "carry", "acme", "--to", "coalition-core", "--json").data
    assert {each["question"]: each["value"] for each in data["proposals"] if each["value"]} == {
        "governance.screening": "all",
        "access.mfa-admin": "yes",
        "data.transit": "internet",
        "vulnerabilities.pentest": "independent",
        "operations.scanning": "monthly",
        "logging.protection": "separate-people",
    }
    assert data["conflicting"] == []
    lite = desk("--content", ROOT, "carry", "acme", "--to", "coalition-lite", "--from", "csa-caiq-4.0.3", "--json").data
    assert {each["question"] for each in lite["proposals"]} <= {each["question"] for each in data["proposals"]}
    assert lite["proposals"]
