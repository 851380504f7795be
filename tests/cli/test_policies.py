"""policy list, show, diff and test; and an overlay's way from score to attestation, verification and comparison."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from desk import BY, GOOD, Cli
from openpyxl import load_workbook
from overlay_content import FILES, write_overlays

from vendorrisk.content import Content, pin

OVERLAID = "coalition-minimum+health+finance"
NORMAL = "coalition-minimum+finance+health"
PROOF = "https://trust.example/mfa [2026-10-01]"
BETTER = {**GOOD, "access.hours": 1, "access.mfa": {"value": "yes", "evidence": [PROOF]}}
"""Answers that meet everything with both overlays."""


@pytest.fixture
def desk(cli: Cli) -> Cli:
    """Return a coalition with two overlays."""
    (cli.folder / "reports").unlink()
    write_overlays(cli.folder, reports=True)
    return cli


def test_list_shows_policies_with_their_overlays(desk: Cli) -> None:
    words = desk("policy", "list").words
    assert "coalition-minimum 1.0.0 title Small minimum criteria 4: 2 minimum, 1 expected, 1 leading" in words
    assert "+ finance 1.0.0 title Finance criteria tightens 3, adds 1" in words
    rows = {row["id"]: row for row in desk("policy", "list", "--json").data}
    assert rows["coalition-minimum"]["digest"] == pin(Content(desk.folder).policy("coalition-minimum")).digest
    assert (rows["health"]["version"], rows["health"]["base"], rows["health"]["adds"]) == (
        "2.1.0",
        "coalition-minimum",
        1,
    )


def test_show_says_what_a_policy_asks_in_plain_words(desk: Cli) -> None:
    words = desk("policy", "show", OVERLAID).words
    assert words.startswith(f"Small minimum, with Finance and Health {NORMAL} 1.0.0+1.0.0+2.1.0")
    for said in (
        "at most 6 months at critical risk, 6 months at high risk, 12 months at medium risk, 12 months at low risk",
        "Access control MIN-ACC-01 Administrators use a second factor level minimum, weight 10",
        "evidence documented, not older than 12 months to mend it Require it, within 10 days.",
        "MIN-ACC-02 Access is removed within four hours; Access is removed at once",
        "needed access.hours is at most 1 hours",
        "applies where the inherent risk tier is at least “high”",
        "MIN-FIN-01 Access was tested",
    ):
        assert said in words
    data = desk("policy", "show", OVERLAID, "--json").data
    assert data["pin"]["id"] == data["policy"] == NORMAL
    assert [each["id"] for each in data["criteria"]][-2:] == ["MIN-FIN-01", "EXP-HEA-01"]
    assert data["criteria"][0]["words"]["met_when"] == "access.mfa is “yes”"


def test_show_of_one_criterion_gives_its_reason_and_who_made_it_stricter(desk: Cli) -> None:
    words = desk("policy", "show", OVERLAID, "min-acc-02").words
    for said in (
        "why It matters. Supervisors ask. Patients are at stake.",
        "tightened by the overlay finance 1.0.0 tightened by the overlay health 2.1.0",
        "access.hours How fast is access removed?",
    ):
        assert said in words
    assert "added by the overlay finance 1.0.0" in desk("policy", "show", OVERLAID, "MIN-FIN-01").words
    assert desk("policy", "show", OVERLAID, "MIN-ACC-02", "--json").data["severity"] == "high"
    assert "Did you mean MIN-ACC-02?" in desk("policy", "show", OVERLAID, "MIN-AC-02", code=2).words
    assert "Known: finance, health." in desk("policy", "show", "coalition-minimum+finanse", code=2).words


def test_diff_says_in_words_what_an_overlay_changes(desk: Cli) -> None:
    words = desk("policy", "diff", "coalition-minimum", "coalition-minimum+finance", code=1).words
    for said in (
        "1 added, 5 tightened",
        "Added MIN-FIN-01 Access was tested minimum, access",
        "validity at low risk 24 months → 12 months",
        "evidence asserted → documented, not older than 12 months",
        "level leading → minimum",
        "needed was access.hours is at most 24 hours now access.hours is at most 4 hours",
        "so that it accepts fewer answers",
    ):
        assert said in words
    back = desk("policy", "diff", "coalition-minimum+finance", "coalition-minimum", "--json", code=1).data
    assert {each["direction"] for each in back["changed"]} == {"loosened"}
    assert (back["same"], len(back["removed"])) == (False, 1)


def test_diff_of_the_same_rules_ends_with_0(desk: Cli) -> None:
    assert "No difference." in desk("policy", "diff", OVERLAID, NORMAL).words
    before = desk.folder.parent / "before"
    for folder in ("questionnaires", "scoring"):
        shutil.copytree(desk.folder / folder, before / folder)
    file = desk.folder / "scoring/coalition-minimum/access.yaml"
    file.write_text(
        file.read_text("utf-8").replace("title: Access was tested", "title: Access was really tested"), "utf-8"
    )
    old = before / "scoring" / "coalition-minimum"
    words = desk("policy", "diff", old, "coalition-minimum").words
    assert "Only worded otherwise EXP-ACC-01 Both give the same results." in words
    file.write_text(file.read_text("utf-8").replace("{at_most: 24}", "{at_most: 48}"), "utf-8")
    assert "1 loosened, 1 reworded" in desk("policy", "diff", old, "coalition-minimum", code=1).words
    overlaid = desk("policy", "diff", f"{old}+finance", "coalition-minimum+finance", code=1).words
    assert "so that it counts more answers as partly met" in overlaid


def test_show_and_diff_name_contradictions_with_the_triage(desk: Cli) -> None:
    before = desk.folder.parent / "before"
    for folder in ("questionnaires", "scoring"):
        shutil.copytree(desk.folder / folder, before / folder)
    file = desk.folder / "scoring/coalition-minimum/policy.yaml"
    rule = "contradictions: [{risk.personal-data: none, access.mfa: partly}]\ncriteria:"
    file.write_text(file.read_text("utf-8").replace("criteria:", rule), "utf-8")
    said = "· risk.personal-data is “none” and access.mfa is “partly”"
    assert f"Contradictions of triage and answers {said} next" in desk("policy", "show", NORMAL).words
    words = desk("policy", "diff", before / "scoring/coalition-minimum", "coalition-minimum").words
    assert "1 contradiction added Contradictions of triage and answers, added" in words
    assert f"{said} Both give the same results." in words
    back = desk("policy", "diff", "coalition-minimum", before / "scoring/coalition-minimum", "--json").data
    assert back["contradictions_removed"] == [said.removeprefix("· ")]
    assert (back["same"], back["contradictions_added"]) == (True, [])


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("./coalition-minimum", "FOLDER/scoring/coalition-minimum"),
        ("nowhere/scoring/coalition-minimum", "holds no content"),
        ("scoring/coalition", "There is no policy 'coalition'. Known: coalition-minimum."),
    ],
)
def test_diff_says_how_to_name_a_policy(desk: Cli, name: str, said: str) -> None:
    assert said in desk("policy", "diff", "coalition-minimum", name, code=2).words


def test_all_scenarios_of_the_coalition_are_run(desk: Cli) -> None:
    assert "10 scenarios in 3 files: everything as expected." in desk("policy", "test").words
    assert desk("policy", "test", "--json").data == {"files": 3, "scenarios": 10, "faults": []}


def test_what_comes_out_otherwise_is_named_at_its_place(desk: Cli) -> None:
    file = desk.folder / FILES["health_scenarios"][0]
    file.write_text(file.read_text("utf-8").replace("{MIN-ACC-02: partly_met}", "{MIN-ACC-02: met}"), "utf-8")
    words = desk("policy", "test", file, code=1).words
    assert "health.yaml:7:26 “Two hours are too long”: MIN-ACC-02 was expected met, and is partly met." in words
    assert "3 scenarios in 1 file: 1 finding or verdict not as expected." in words
    (fault,) = desk("policy", "test", "--json", code=1).data["faults"]
    assert (fault["code"], fault["where"]) == ("deviation", f"{FILES['health_scenarios'][0]}:7:26")


def test_a_file_that_cannot_be_run_is_refused(desk: Cli) -> None:
    file = desk.folder / FILES["health_scenarios"][0]
    file.write_text(file.read_text("utf-8").replace("{access.hours: 2}", "{access.hours: two}"), "utf-8")
    words = desk("policy", "test", code=3).words
    assert "access.hours takes a number, not 'two'." in words
    assert "1 file could not be run." in words
    assert "can't be read" in desk("policy", "test", "absent.yaml", code=2).words
    assert "in the content" in desk("content", "check", code=3).words


def test_a_policy_with_faults_says_so_where_its_scenarios_are_run(desk: Cli) -> None:
    overlay = desk.folder / FILES["finance"][0]
    overlay.write_text(overlay.read_text("utf-8").replace("longest_waiver: 6", "longest_waiver: 60"), "utf-8")
    words = desk("policy", "test", desk.folder / FILES["finance_scenarios"][0], code=3).words
    assert "finance.yaml:7:17" in words
    assert "an overlay can only tighten" in words


def test_without_scenarios_there_is_nothing_to_run(desk: Cli) -> None:
    shutil.rmtree(desk.folder / "scoring/overlays")
    shutil.rmtree(desk.folder / "scoring/coalition-minimum/scenarios")
    assert "There are no scenario files" in desk("policy", "test").words


# From score to comparison.


@pytest.fixture
def acme(desk: Cli) -> Cli:
    """Return the same with a vendor whose answers meet the base, and nothing more."""
    desk("vendor", "add", "Acme Analytics", "--id", "acme")
    triage = {"risk.personal-data": "none", "risk.substitute": "yes"}
    desk("triage", "acme", "--answers", desk.answers(triage, "triage.yaml", questionnaire="triage"))
    desk("interview", "acme", "--answers", desk.answers(GOOD, **BY))
    return desk


def test_a_vendor_can_meet_the_base_and_not_the_overlay(acme: Cli) -> None:
    acme("score", "acme")
    words = acme("score", "acme", "--policy", "coalition-minimum+finance", code=1).words
    assert "DOES NOT MEET the coalition minimum with Finance" in words
    assert "MIN-ACC-02 Access is removed within four hours" in words
    data = acme("score", "acme", "--policy", OVERLAID, "--json", code=1).data
    assert (data["policy"]["id"], data["policy"]["version"]) == (NORMAL, "1.0.0+1.0.0+2.1.0")
    waive = ("waive", "acme", "MIN-ACC-02", "--policy", "coalition-minimum+finance")
    said = ("--reason", "Being mended.", "--control", "A guard.", "--approver", "Rita Boss")
    assert "allows" in acme(*waive, *said, "--until", "2027-08-01", code=2).words
    words = acme(*waive, *said, "--until", "2027-04-01").words
    assert words.endswith("next vendorrisk score acme --policy coalition-minimum+finance")


def test_a_policy_of_many_overlays_leaves_the_vendor_its_line(acme: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "64")
    lines = acme("score", "acme", "--policy", OVERLAID, code=1).out.splitlines()
    assert [line.rstrip() for line in lines[:2]] == ["Acme Analytics", f"{NORMAL} 1.0.0+1.0.0+2.1.0"]
    verdict = next(number for number, line in enumerate(lines) if "DOES NOT MEET" in line)
    assert lines[verdict].strip() == "✘ DOES NOT MEET the coalition minimum with Finance and Health"
    assert lines[verdict + 1].startswith("    2 of 4 minimums failed")


def test_an_attestation_under_overlays_names_and_keeps_them(acme: Cli, tool: Callable[[str], Path]) -> None:
    acme("interview", "acme", "--answers", acme.answers(BETTER, **BY))
    acme("keys", "new", "--name", "Ines Okafor", "--organisation", "City of Hartwell")
    assert "MEETS Attestation" in acme("attest", "acme", "-o", "overlaid.pdf", "--policy", OVERLAID).words
    acme("attest", "acme", "-o", "base.pdf")
    (certificate,) = (acme.folder / "home" / "keys").glob("*.cert.pem")
    acme("trust", "add", certificate)
    said = acme("verify", "overlaid.pdf").words
    assert f"({NORMAL} 1.0.0+1.0.0+2.1.0)" in said
    assert "rules" not in said
    (found,) = acme("verify", "overlaid.pdf", "--json").data
    assert found["statement"]["policy_title"] == "Small minimum, with Finance and Health"
    assert found["statement"]["policy"]["digest"] == pin(Content(acme.folder).policy(NORMAL)).digest
    compared = acme("compare", "overlaid.pdf", "base.pdf").words
    assert NORMAL in compared
    command = [str(tool("pdftotext")), str(acme.folder / "overlaid.pdf"), "-"]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert "Small minimum, with Finance and Health" in " ".join(text.split())


def test_a_member_learns_that_its_overlay_differs_or_is_missing(acme: Cli) -> None:
    acme("interview", "acme", "--answers", acme.answers(BETTER, **BY))
    acme("keys", "new", "--name", "Ines Okafor", "--organisation", "City of Hartwell")
    acme("attest", "acme", "-o", "overlaid.pdf", "--policy", "coalition-minimum+finance")
    (certificate,) = (acme.folder / "home" / "keys").glob("*.cert.pem")
    acme("trust", "add", certificate)
    overlay = acme.folder / FILES["finance"][0]
    overlay.write_text(overlay.read_text("utf-8").replace("{at_most: 4}", "{at_most: 3}"), "utf-8")
    assert "Not the coalition-minimum+finance 1.0.0+1.0.0 that you have" in acme("verify", "overlaid.pdf").words
    overlay.unlink()
    assert "You have no policy coalition-minimum+finance" in acme("verify", "overlaid.pdf").words


def test_the_workbook_shows_the_minimums_of_the_policy_that_is_named(acme: Cli) -> None:
    acme("template", "coalition-core", "-o", "plain.xlsx")
    acme("template", "coalition-core", "-o", "finance.xlsx", "--policy", "coalition-minimum+finance")
    texts = {}
    for name in ("plain", "finance"):
        book = load_workbook(acme.folder / f"{name}.xlsx")
        cells = (str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value)
        texts[name] = " ".join(cells)
    assert "Access is removed within four hours" in texts["finance"]
    assert "Access is removed within four hours" not in texts["plain"]
    said = acme("template", "triage", "-o", "no.xlsx", "--policy", "coalition-minimum+finance", code=2).words
    assert "does not judge answers to triage" in said
