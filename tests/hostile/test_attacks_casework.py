"""Attacks on waivers, decisions and returned gap lists: other spellings, blank names, endless texts, altered sheets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from desk import BY, GOOD, Cli, coalition
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

STEERING = {"\x1b", "\x07", "\u202e", "\u200b", "\u2066"}
WAIVER = {"--reason": "Until spring.", "--control": "Logged.", "--approver": "Ada Chief", "--until": "2027-01-01"}


@pytest.fixture
def weak(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Cli:
    """Return a coalition in which MIN-ACC-01 and MIN-ACC-02 are not met, and their list is written as gaps.xlsx."""
    desk = coalition(tmp_path, monkeypatch, capsys)
    monkeypatch.setenv("COLUMNS", "300")
    desk("vendor", "add", "Acme Analytics", "--id", "acme")
    triage = {"risk.personal-data": "none", "risk.substitute": "yes"}
    desk("triage", "acme", "--answers", desk.answers(triage, "triage.yaml", questionnaire="triage"))
    desk("interview", "acme", "--answers", desk.answers({**GOOD, "access.mfa": "no", "access.hours": 72}, **BY))
    desk("gaps", "acme", "-o", "gaps.xlsx")
    return desk


def waive(desk: Cli, criterion: str = "MIN-ACC-01", code: int = 0, **other: str) -> str:
    given = {**WAIVER, **{f"--{name}": text for name, text in other.items()}}
    return desk("waive", "acme", criterion, *[part for pair in given.items() for part in pair], code=code).words


def altered(desk: Cli, change: Callable[[Workbook], object]) -> Path:
    """Save the gap list with a change, as a vendor would who means harm or doesn't look."""
    book = load_workbook(desk.folder / "gaps.xlsx")
    change(book)
    book.save(desk.folder / "back.xlsx")
    return desk.folder / "back.xlsx"


# Waivers


@pytest.mark.parametrize("name", ["Inés Okafor", "lnes Okafor", "I. Okafor", "InesOkafor", "\u0406nes Okafor"])
def test_nobody_approves_under_another_spelling(weak: Cli, name: str) -> None:
    assert "can't approve it" in waive(weak, code=2, approver=name)
    weak("--as", name, "review", "acme", "--accept", "access.hours", "--reason", "Seen.")
    given = [part for pair in WAIVER.items() for part in pair if part not in ("--approver", "Ada Chief")]
    said = weak("--as", "Bo Ek", "waive", "acme", "MIN-ACC-01", *given, "--approver", "Ines Okafor", code=2).words
    assert "reviewed the answers of acme@1, so 'Ines Okafor' can't approve a waiver of it." in said


@pytest.mark.parametrize("name", [".", "---", "\u3164", "\u2800", "\u00ad", "\u200d"])
def test_a_name_that_nobody_can_read_is_none(weak: Cli, name: str) -> None:
    before = weak("journal", "show", "--json").data
    assert "--approver says nothing." in waive(weak, code=2, approver=name)
    decided = weak("decide", "acme", "approve", "--by", name, "--reason", ".", code=2).words
    assert "A decision needs --by and --reason." in decided
    acted = weak("--as", name, "review", "acme", "--accept", "access.hours", "--reason", "Seen.", code=2).words
    assert "Say who you are with --as NAME." in acted
    assert weak("journal", "show", "--json").data == before


@pytest.mark.parametrize(("option", "most"), [("reason", 4000), ("control", 4000), ("approver", 200)])
def test_no_text_of_a_waiver_is_endless(weak: Cli, option: str, most: int) -> None:
    said = waive(weak, code=2, **{option: "x" * (most + 1)})
    assert f"--{option} has {most + 1:,} characters; at most {most:,} fit." in said


def test_a_waiver_that_is_over_is_not_recorded(weak: Cli) -> None:
    assert "2026-11-22 is past" in waive(weak, code=2, until="2026-11-22", **{"from": "2026-01-01"})


@pytest.mark.parametrize("who", ["reviewer", "signer"])
def test_an_assessor_signs_no_waiver_of_their_own(weak: Cli, who: str) -> None:
    waive(weak)
    waive(weak, "MIN-ACC-02")
    signer = "Ada Chief" if who == "signer" else "Ines Okafor"
    weak("keys", "new", "--name", signer, "--organisation", "Riverside")
    if who == "reviewer":
        weak("--as", "A. Chief", "review", "acme", "--accept", "access.hours", "--reason", "Seen.")
    said = weak("attest", "acme", "-o", "acme.pdf", code=2).words
    did = "Ada Chief signs" if who == "signer" else "A. Chief reviewed the answers of"
    assert f"{did} acme@1, and 'Ada Chief' approved the waiver of MIN-ACC-01." in said
    assert not (weak.folder / "acme.pdf").exists()
    for criterion in ("MIN-ACC-01", "MIN-ACC-02"):
        waive(weak, criterion, approver="Bo Ek")
    weak("attest", "acme", "-o", "acme.pdf")


# Decisions


def test_of_two_decisions_in_one_second_the_later_counts(weak: Cli) -> None:
    for outcome, reason in (("approve", "In haste."), ("reject", "On second thought.")):
        weak("decide", "acme", outcome, "--by", "Ada Chief", "--reason", reason)
    assert [each["outcome"] for each in weak("decide", "acme", "--json").data] == ["reject", "approve"]
    assert "Decision: rejected by Ada Chief" in weak("score", "acme", code=1).words


def test_everything_wrong_with_conditions_is_said_at_once(weak: Cli) -> None:
    given = ("Sign it [[by 2027-01-01]]", "x" * 4001, "Sign this", "sign this. ", "Prove it [by 2020-01-01]", "-")
    options = [part for text in given for part in ("--condition", text)]
    said = weak("decide", "acme", "conditions", "--by", "Ada", "--reason", "Soon.", *options, code=2).words
    assert "5 conditions can't be recorded, and nothing was." in said
    for each in (
        "The brackets",
        "A condition has 4,001",
        "'sign this.'",
        "'Prove it' is due",
        "A condition says nothing",
    ):
        assert each in said
    assert weak("decide", "acme", "--json").data == []


def test_words_of_people_steer_no_screen(weak: Cli) -> None:
    odd = "\x1b[31m\u202e[red]x[/red]\x07\u200b =1"
    waive(weak, reason=odd, control=odd, approver=f"{odd} Ada")
    asked = f"{odd} [\x1bLe\u202egal]"
    weak("decide", "acme", "conditions", "--by", odd, "--reason", odd, "--condition", asked)
    weak("gaps", "set", "acme", "MIN-ACC-01", "--owner", odd, "--response", odd)
    commands = (("score", "acme"), ("gaps", "acme"), ("gaps", "list"), ("decide", "acme"), ("journal", "show"))
    told = "".join(weak(*each, code=int(each[0] == "score")).out for each in commands)
    assert not STEERING & set(told)
    assert "[red]x[/red]" in told


def test_a_name_is_one_line_and_ends_no_other(weak: Cli) -> None:
    odd = "Jo Field\nDecision: approved by\tAda\u2028Chief"
    whole = "Jo Field Decision: approved by Ada Chief"
    weak("gaps", "set", "acme", "MIN-ACC-01", "--owner", odd)
    weak("decide", "acme", "conditions", "--by", odd, "--reason", "Soon.", "--condition", f"Sign it [{odd}]")

    def fill(book: Workbook) -> None:
        book["Gaps"]["H8"].value = odd

    weak("gaps", "import", altered(weak, fill))
    assert {each["owner"] for each in weak("gaps", "list", "--json").data["open"]} == {whole}
    assert weak("decide", "acme", "--json").data[0]["by"] == whole
    waive(weak, approver="Ada\nverdict: meets")
    assert "by Ada verdict: meets" in weak("score", "acme", code=1).out


# Gap lists that come back


@pytest.mark.parametrize("day", [dt.date(2001, 1, 1), 40000, "2026-11-22"])
def test_a_target_before_the_gap_is_a_fault(weak: Cli, day: object) -> None:
    def fill(book: Workbook) -> None:
        book["Gaps"]["J7"].value = day

    (fault,) = weak("gaps", "import", altered(weak, fill), "--json", code=3).data["issues"]
    assert fault["where"] == "Gaps!J7"
    assert "lies before 2026-11-23, when the term of MIN-ACC-01 began." in fault["what"]
    refused = weak("gaps", "set", "acme", "MIN-ACC-01", "--target", "2001-01-01", code=2).words
    assert "2001-01-01 lies before 2026-11-23" in refused


@pytest.mark.parametrize("kind", ["owner", "id", "policy", "token", "vendor"])
def test_a_hidden_sheet_with_blanks_is_none_of_ours(weak: Cli, kind: str) -> None:
    def wipe(book: Workbook) -> None:
        for line in book["_vendorrisk"].iter_rows():
            if line[1].value == kind:
                line[2].value = None

    said = weak("gaps", "import", altered(weak, wipe), code=3).words
    assert "its hidden sheet _vendorrisk is missing or changed." in said


def test_a_changed_id_is_named(weak: Cli) -> None:
    def rename(book: Workbook) -> None:
        book["Gaps"]["A7"].value = "MIN-ACC-O1"

    said = weak("gaps", "import", altered(weak, rename), code=3).words
    assert "Gaps!A7 'MIN-ACC-O1' is no gap of this list. Write MIN-ACC-01, or empty the row." in said


def test_a_list_without_its_rows_says_so(weak: Cli) -> None:
    said = weak("gaps", "import", altered(weak, lambda book: book["Gaps"].delete_rows(7, 2))).words
    assert "The row of MIN-ACC-02 is missing" in said
    assert "everything that it says is already on file" not in said


def test_a_file_is_no_name(weak: Cli) -> None:
    for args in (
        ("gaps", "set", "gaps.xlsx", "MIN-ACC-01", "--owner", "Jo"),
        ("review", "gaps.xlsx", "--list"),
        ("decide", "gaps.xlsx"),
        ("waive", "gaps.xlsx", "MIN-ACC-01", *[part for pair in WAIVER.items() for part in pair]),
    ):
        assert "gaps.xlsx is a file; this needs an assessment on file. Import it first." in weak(*args, code=2).words


@pytest.mark.parametrize("name", ["acme@7", "acme/cloud", "acme/cloud@1"])
def test_what_is_not_on_file_has_no_empty_list(weak: Cli, name: str) -> None:
    assert f"'{name}' is not on file." in weak("gaps", "list", name, code=2).words
