"""score, explain and gaps: exit codes, JSON, files, and what they need."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from desk import BY, GOOD, Cli

NA = {"not_applicable": "There are no passwords."}


@pytest.mark.parametrize(
    ("change", "verdict", "code"),
    [
        ({}, "meets", 0),
        ({"access.mfa": "partly"}, "does_not_meet", 1),
        ({"access.hours": None}, "incomplete", 1),
        ({"access.hours": None, "access.mfa": "no"}, "does_not_meet", 1),
        ({"access.reset": "nobody"}, "meets", 0),
        ({"access.reset": NA}, "meets", 0),
    ],
)
def test_the_exit_code_says_the_verdict(acme: Cli, change: dict[str, Any], verdict: str, code: int) -> None:
    acme("vendor", "add", "Other")
    acme("interview", "other", "--answers", acme.answers({**GOOD, **change}))
    result = acme("score", "other", "--tier", "low", "--json", code=code).data
    assert result["verdict"] == verdict
    said = acme("score", "other", "--tier", "low", code=code).words
    assert verdict.replace("_", " ").upper() in said


def test_the_verdict_comes_first_then_why_then_the_score(acme: Cli) -> None:
    acme("interview", "acme", "--answers", acme.answers({"access.mfa": "partly"}, **BY))
    out = acme("score", "acme", code=1).out
    order = ["DOES NOT MEET", "MIN-ACC-01", "answered", "needed", "to do", "Score 70 of 100"]
    places = [out.index(word) for word in order]
    assert places == sorted(places)
    assert "access.mfa: partly" in out
    assert "Require it, within 30 days." in out


@pytest.mark.parametrize(
    ("args", "origin"),
    [(["acme"], "inherent risk low"), (["acme", "--tier", "high"], "inherent risk high (given by hand)")],
)
def test_the_tier_says_where_it_comes_from(acme: Cli, args: list[str], origin: str) -> None:
    assert origin in acme("score", *args).words


def test_without_a_triage_the_tier_is_critical_and_every_output_says_so(cli: Cli) -> None:
    cli("vendor", "add", "Acme")
    cli("interview", "acme", "--answers", cli.answers(GOOD))
    assert "inherent risk critical (assumed: no triage)" in cli("score", "acme").words
    result = cli("score", "acme", "--json").data
    assert result["tier"]["source"] == "assumed"
    assert result["notes"] == ["No triage is on file, so the tier is taken as critical."]


def test_as_of_decides_what_has_aged(acme: Cli) -> None:
    def high_tier(*args: str) -> str:
        return str(acme("explain", "acme", "EXP-ACC-01", "--tier", "high", "--json", *args).data["finding"]["result"])

    assert high_tier() == "met"
    assert high_tier("--as-of", "2027-06-01") == "met"
    assert high_tier("--as-of", "2027-06-02") == "unmet"
    assert high_tier("--as-of", "2026-05-31") == "unmet"


def test_a_filled_workbook_needs_no_database_and_makes_none(cli: Cli) -> None:
    book = cli.workbook(GOOD)
    assert "MEETS" in cli("score", book).words
    trace = cli("explain", book, "MIN-ACC-01", "--json").data["finding"]["trace"]
    assert trace[0]["where"] == "acme.xlsx, Questions!E9"
    cli("gaps", book, "-o", "gaps.json")
    assert not (cli.folder / "home").exists()


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="a folder that nobody can write to")
def test_a_filled_workbook_needs_no_home_at_all(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VENDORRISK_HOME", "/proc/no-home")
    assert "MEETS" in cli("score", cli.workbook(GOOD)).words


def test_a_workbook_with_faults_gives_no_verdict(cli: Cli) -> None:
    said = cli("score", cli.workbook({**GOOD, "access.mfa": "Yess"}), code=3).words
    assert "'Yess' is none of 'yes', 'partly', 'no'" in said
    assert "MEETS" not in said


@pytest.mark.parametrize(
    ("args", "what"),
    [
        (["score", "nobody"], "There is no vendor 'nobody'."),
        (["score", "acme@7"], "acme has no revision 7 with coalition-core. It has 1."),
        (["score", "acme/app"], "acme/app has no assessment with coalition-core yet."),
        (["score", "Acme!"], "'Acme!' is no name of an assessment; write it as vendor, vendor/product or vendor@2."),
        (["score", "acme", "--policy", "strict"], "There is no policy 'strict'. Known: coalition-minimum."),
        (["score", "acme", "--as-of", "23.11.2026"], "'23.11.2026' is no date; write it as 2026-11-23."),
        (["score", "acme", "--tier", "none"], "is not one of 'low', 'medium', 'high', 'critical'"),
        (["score", "absent.xlsx"], "The file absent.xlsx can't be read: No such file or directory."),
        (["score"], "Missing argument 'REF'."),
        (["scoer", "acme"], "There is no command 'scoer'. Did you mean 'score'?"),
        (["explain", "acme", "MIN-ACC-99"], "has no criterion 'MIN-ACC-99'. Did you mean MIN-ACC-0"),
        (["gaps", "acme", "-o", "gaps.docx"], "A gap list can't be written as '.docx'. Name a file that ends with"),
        (["gaps", "acme", "-o", "no/where/gaps.pdf"], "can't be written: No such file or directory."),
        (["gaps", "acme", "-o", "home"], "is a directory"),
    ],
)
def test_mistakes_are_said_with_what_to_do(acme: Cli, args: list[str], what: str) -> None:
    assert what in acme(*args, code=2).words


def test_a_file_that_is_no_workbook_is_not_taken_for_a_name(acme: Cli) -> None:
    (acme.folder / "acme.txt").write_text("My answers.", "utf-8")
    said = acme("score", "acme.txt", code=3).words
    assert "it is not an Excel workbook (.xlsx)" in said
    assert "MEETS" in acme("score", acme.answers(GOOD)).words


def test_an_assessment_is_not_scored_under_another_meaning_of_its_questions(acme: Cli) -> None:
    file = acme.folder / "questionnaires/coalition-core/access.yaml"
    text = file.read_text("utf-8")
    file.write_text(text.replace("ask: Is a second factor required?", "ask: Is it required?"), "utf-8")
    assert "MEETS" in acme("score", "acme").words
    file.write_text(text.replace("unit: hours", "unit: days"), "utf-8")
    for args in (["score", "acme"], ["explain", "acme", "MIN-ACC-01"], ["gaps", "acme"]):
        said = acme(*args, code=2).words
        assert "acme@1 answers coalition-core 1.0.0, whose meaning differs" in said
        assert "--content FOLDER" in said


def test_gaps_are_written_as_pdf_xlsx_and_json(acme: Cli) -> None:
    acme("interview", "acme", "--answers", acme.answers({"access.mfa": "no"}, **BY))
    shown = acme("gaps", "acme").words
    assert "MIN-ACC-01" in shown
    assert "due 2026-12-23" in shown
    for name, begin in (("gaps.pdf", b"%PDF-"), ("gaps.xlsx", b"PK"), ("gaps.json", b"{")):
        assert f"written to {name}" in acme("gaps", "acme", "-o", name).words
        assert (acme.folder / name).read_bytes().startswith(begin)
    assert json.loads((acme.folder / "gaps.json").read_text("utf-8")) == acme("gaps", "acme", "--json").data


def test_no_gap_is_said_too(acme: Cli) -> None:
    assert "No gaps: every criterion that applies is met." in acme("gaps", "acme").words


@pytest.mark.parametrize("criterion", ["MIN-ACC-01", "min-acc-01"])
def test_explain_shows_every_condition_with_its_answer(acme: Cli, criterion: str) -> None:
    said = acme("explain", "acme", criterion).words
    assert "access.mfa is “yes”" in said
    assert "➤" in said


READS = [
    ["vendor", "list"],
    ["vendor", "show", "acme"],
    ["score", "acme"],
    ["explain", "acme", "MIN-ACC-01"],
    ["gaps", "acme"],
    ["gaps", "list"],
    ["decide", "acme"],
    ["keys", "list"],
    ["trust", "list"],
    ["register", "list"],
    ["content", "list"],
    ["content", "check"],
    ["journal", "show"],
    ["journal", "check"],
    ["review", "acme"],
]


@pytest.mark.parametrize("args", READS, ids=" ".join)
def test_every_command_that_reads_writes_json_alone(acme: Cli, args: list[str]) -> None:
    said = acme(*args, "--json")
    assert isinstance(said.data, dict | list)
    assert said.err == ""
