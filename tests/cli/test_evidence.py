"""``evidence list|check|add|save``: what supports the answers, whether it is here, whole and valid, byte for byte."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from desk import BY, GOOD, Cli
from openpyxl import Workbook
from workbooks import edited, put_answers, template

from vendorrisk.content import Content

FIRST = "access.mfa"


def given(cli: Cli, *evidence: str, **top: str) -> None:
    """Record answers, the first of which names evidence that lies in the folder."""
    (cli.folder / "policy.txt").write_text("No exceptions.")
    (cli.folder / "iso.txt").write_text("Certified.")
    cli("vendor", "add", "Acme")
    answered = {**GOOD, FIRST: {"value": GOOD[FIRST], "evidence": list(evidence)}}
    cli("interview", "acme", "--answers", cli.answers(answered, **top))


def with_evidence(cli: Cli, evidence: str) -> Path:
    """Write a filled workbook whose first answer names evidence."""

    def fill(book: Workbook) -> None:
        put_answers(book["Questions"], GOOD)
        put_answers(book["Questions"], {FIRST: evidence}, 7)

    path = cli.folder / "acme.xlsx"
    path.write_bytes(edited(fill, template(Content(cli.folder).questionnaire("coalition-core"))))
    return path


def kept_file(cli: Cli, text: str) -> Path:
    return cli.folder / "home" / "vendorrisk.evidence" / hashlib.sha256(text.encode()).hexdigest()


def troubles(cli: Cli, *args: str, code: int = 1) -> list[tuple[str, str]]:
    data = cli("evidence", "check", *args, "--json", code=code).data
    assert data["wrong"] is (code == 1)
    return [(each["name"], each["trouble"]) for each in data["found"]]


def test_kept_documents_come_out_as_they_came_in(cli: Cli, tmp_path: Path) -> None:
    given(cli, "policy.txt [2026-06-01]", "gone.txt [2026-06-02]", **BY)
    said = cli("evidence", "list", "acme").words
    assert "policy.txt of 2026-06-01" in said
    assert "gone.txt of 2026-06-02, not received" in said
    assert [item["name"] for item in cli("evidence", "list", "acme", "--json").data[FIRST]] == [
        "policy.txt",
        "gone.txt",
    ]
    folder = tmp_path / "documents"
    cli("evidence", "save", "acme", "-o", folder)
    assert {path.name: path.read_text() for path in folder.iterdir()} == {"policy.txt": "No exceptions."}
    assert "is no empty folder" in cli("evidence", "save", "acme", "-o", folder, code=2).words


def test_the_list_says_grade_size_and_validity(cli: Cli) -> None:
    given(cli, "policy.txt [2026-06-01]", "iso.txt [2025-09-01 to 2026-12-01]")
    said = cli("evidence", "list", "acme").words
    assert f"{FIRST} yes documented policy.txt of 2026-06-01, 14 bytes" in said
    assert "iso.txt of 2025-09-01, valid until 2026-12-01, 10 bytes" in said
    later = cli("evidence", "list", "acme", "--as-of", "2026-12-02")
    assert "iso.txt of 2025-09-01, expired on 2026-12-01" in later.words
    policy, iso = cli("evidence", "list", "acme", "--as-of", "2026-12-02", "--json").data[FIRST]
    assert (policy["valid_until"], policy["expired"], policy["size"]) == (None, False, 14)
    assert (iso["valid_until"], iso["expired"]) == ("2026-12-01", True)


def test_what_is_in_order_is_said_in_one_line(cli: Cli) -> None:
    given(cli, "policy.txt [2026-06-01]", "iso.txt [2026-01-01 to 2027-06-01]")
    assert cli("evidence", "check").out == "2 documents on 2026-11-23: all received, whole and valid\n"
    assert cli("evidence", "check", "acme").out == "2 documents on 2026-11-23: all received, whole and valid\n"


@pytest.mark.parametrize(
    ("written", "trouble", "code"),
    [
        ("gone.txt [2026-06-01]", "missing", 1),
        ("policy.txt", "undated", 1),
        ("https://trust.example/soc2", "undated", 1),
        ("policy.txt [2026-01-01 to 2026-11-22]", "expired", 1),
        ("policy.txt [2026-01-01 to 2026-11-23]", "expiring", 0),
        ("policy.txt [2026-01-01 to 2026-12-22]", "expiring", 0),
    ],
)
def test_each_trouble_is_found(cli: Cli, written: str, trouble: str, code: int) -> None:
    given(cli, written)
    assert [each for _, each in troubles(cli, "acme", code=code)] == [trouble]
    said = cli("evidence", "check", code=code).words
    assert FIRST in said
    assert f"next vendorrisk evidence add acme@1 {FIRST}" in said


def test_documents_of_what_is_submitted_are_asked_of_the_vendor(cli: Cli) -> None:
    given(cli, "gone.txt [2026-06-01]", "https://trust.example/soc2", **BY)
    said = cli("evidence", "check", "acme", code=1).words
    assert said.endswith("next vendorrisk template coalition-core --prefill acme@1 -o FILE.xlsx")


def test_what_ends_in_more_than_30_days_is_no_trouble(cli: Cli) -> None:
    given(cli, "policy.txt [2026-01-01 to 2026-12-23]")
    assert troubles(cli, code=0) == []
    assert troubles(cli, "--as-of", "2026-12-24") == [("policy.txt", "expired")]


@pytest.mark.parametrize("what", ["gone", "altered"])
def test_a_document_lost_from_the_store_is_found_and_mended_by_giving_it_again(
    cli: Cli, what: str, tmp_path: Path
) -> None:
    given(cli, "policy.txt [2026-06-01]", "iso.txt [2026-06-01]", **BY)
    path = kept_file(cli, "No exceptions.")
    if what == "gone":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:-1] + b"x")
    assert troubles(cli) == troubles(cli, "acme") == [("policy.txt", what)]
    assert "Put back the last good backup" in cli("evidence", "check", code=1).words
    said = cli("evidence", "save", "acme", "-o", tmp_path / "documents", code=1).words
    assert "1 document written" in said
    assert "Not written, because gone or altered: policy.txt" in said
    before = cli("journal", "show", "--json").data
    cli("evidence", "add", "acme", FIRST, cli.folder / "policy.txt")
    assert troubles(cli, code=0) == []
    assert cli("journal", "show", "--json").data == before


def test_kept_documents_that_no_answer_names_are_told_and_are_no_fault(cli: Cli) -> None:
    given(cli, "policy.txt [2026-06-01]")
    cli("interview", "acme", "--answers", cli.answers({FIRST: {"value": "yes", "evidence": "iso.txt [2026-06-01]"}}))
    digest = kept_file(cli, "No exceptions.").name
    assert cli("evidence", "check", "--json").data["orphaned"] == [digest]
    assert f"1 kept document and no answer names it: {digest[:12]}" in cli("evidence", "check").words
    assert cli("evidence", "check", "acme", "--json").data["orphaned"] == []


def test_a_filled_workbook_is_checked_without_a_database(cli: Cli) -> None:
    (cli.folder / "policy.txt").write_text("x")
    cli.workbook(GOOD)
    assert cli("evidence", "check", "acme.xlsx").out.startswith("0 documents on 2026-11-23")
    assert not (cli.folder / "home" / "vendorrisk.sqlite").exists()


@pytest.mark.parametrize("kind", ["workbook", "answers"])
def test_evidence_is_taken_from_the_folder_that_is_named_and_no_other(cli: Cli, kind: str) -> None:
    cli("vendor", "add", "Acme")
    named = {**GOOD, FIRST: {"value": "yes", "evidence": ["policy.txt [2026-06-01]"]}}
    file = with_evidence(cli, "policy.txt [2026-06-01]") if kind == "workbook" else cli.answers(named)
    for place in ("papers", "papers/below"):
        (cli.folder / place).mkdir()
    (cli.folder / "policy.txt").write_text("beside")
    (cli.folder / "papers" / "below" / "policy.txt").write_text("below")
    first = cli("import", file, "--vendor", "acme", "--evidence", "papers", "--json").data
    assert [issue["code"] for issue in first["issues"]] == ["evidence-missing"]
    (cli.folder / "papers" / "policy.txt").write_text("named")
    cli("import", file, "--vendor", "acme", "--evidence", "papers")
    assert kept_file(cli, "named").exists()
    assert not kept_file(cli, "beside").exists()
    assert "does not exist" in cli("import", file, "--vendor", "acme", "--evidence", "absent", code=2).words


# Documents that arrive later


def test_a_document_that_arrives_later_supports_its_answer(cli: Cli) -> None:
    given(cli, "later.txt [2026-06-01]")
    assert troubles(cli) == [("later.txt", "missing")]
    (cli.folder / "later.txt").write_text("Here it is.")
    said = cli("evidence", "add", "acme", FIRST, "later.txt").words
    assert f"later.txt [2026-06-01] is kept with {FIRST} of acme@1. The answer is documented." in said
    assert troubles(cli, code=0) == []
    (item,) = cli("evidence", "list", "acme", "--json").data[FIRST]
    assert item["sha256"] == hashlib.sha256(b"Here it is.").hexdigest()


def test_dates_are_those_that_are_given(cli: Cli) -> None:
    given(cli, "policy.txt [2025-06-01]")
    cli("evidence", "add", "acme", FIRST, "iso.txt", "--issued", "2026-03-01", "--valid-until", "2027-02-28")
    cli("evidence", "add", "acme", FIRST, "https://trust.example/soc2", "--issued", "2026-06-30")
    cli("evidence", "add", "acme", FIRST, "policy.txt", "--issued", "2026-06-01")
    found = cli("evidence", "list", "acme", "--json").data[FIRST]
    assert [(item["name"], item["issued"], item["valid_until"]) for item in found] == [
        ("policy.txt", "2026-06-01", None),
        ("iso.txt", "2026-03-01", "2027-02-28"),
        ("https://trust.example/soc2", "2026-06-30", None),
    ]


def test_an_undated_document_is_taken_with_a_note(cli: Cli) -> None:
    given(cli)
    said = cli("evidence", "add", "acme", FIRST, "policy.txt").words
    assert "note: The file 'policy.txt' bears no date" in said
    assert "Give its date with --issued." in said


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["access.mfaa", "policy.txt"], "has no answer to access.mfaa. Did you mean access.mfa?"),
        ([FIRST, "absent.txt"], "The file 'absent.txt' was not found. Check its path."),
        ([FIRST, "nowhere/absent.txt"], "The file 'absent.txt' was not found."),
        ([FIRST, "http://trust.example/x"], "does not begin with https://"),
        ([FIRST, "policy.txt", "--issued", "2026-11-24"], "is in the future"),
        ([FIRST, "policy.txt", "--issued", "2026-06-01", "--valid-until", "2026-05-31"], "before its date 2026-06-01"),
        ([FIRST, *(f"https://a.example/{n}" for n in range(51)), "--issued", "2026-01-01"], "names at most 50"),
    ],
)
def test_what_can_not_be_added_is_said_and_nothing_is_saved(cli: Cli, args: list[str], words: str) -> None:
    given(cli)
    before = cli("journal", "show", "--json").data
    assert words in cli("evidence", "add", "acme", *args, code=2).words
    assert cli("journal", "show", "--json").data == before


def test_an_empty_file_is_no_document(cli: Cli) -> None:
    given(cli)
    (cli.folder / "empty.txt").write_bytes(b"")
    assert "is empty, so it documents nothing" in cli("evidence", "add", "acme", FIRST, "empty.txt", code=2).words


def test_a_submitted_answer_takes_no_new_document(cli: Cli) -> None:
    given(cli, "policy.txt [2026-06-01]", **BY)
    said = cli("evidence", "add", "acme", FIRST, "iso.txt", code=2).words
    assert "acme@1 is submitted" in said
    assert f"vendorrisk review acme@1 --verified {FIRST}" in said
    assert not kept_file(cli, "Certified.").exists()


# What an expired document does to a verdict is in tests/unit/test_evidence_validity.py.


def test_the_place_of_documents_can_be_named(cli: Cli, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("VENDORRISK_EVIDENCE_URL", (tmp_path / "elsewhere").as_uri())
    given(cli, "policy.txt [2026-06-01]")
    assert [path.name for path in (tmp_path / "elsewhere").iterdir()] == [kept_file(cli, "No exceptions.").name]
    monkeypatch.setenv("VENDORRISK_EVIDENCE_URL", "s3://bucket/evidence")
    assert "pip install s3fs" in cli("evidence", "check", code=2).words
