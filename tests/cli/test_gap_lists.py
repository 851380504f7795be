"""gaps: recorded when the list is written, sent, read back, tracked over all assessments and into the renewal."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from desk import BY, GOOD, Cli

OWNER, STATUS, TARGET, RESPONSE = "H", "I", "J", "K"
BAD = {"access.mfa": "no", "access.hours": 72}


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give every column the room that it needs, so that each sentence stands on one line."""
    monkeypatch.setenv("COLUMNS", "300")


@pytest.fixture
def weak(acme: Cli) -> Cli:
    """Return a desk where MIN-ACC-01 (due in 30 days) and MIN-ACC-02 (in 60) are not met."""
    acme("interview", "acme", "--answers", acme.answers(BAD, **BY))
    return acme


@pytest.fixture
def sent(weak: Cli) -> Cli:
    """Return the same with the gap list written as gaps.xlsx."""
    weak("gaps", "acme", "-o", "gaps.xlsx")
    return weak


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Return a function that sets the day."""
    return lambda day: monkeypatch.setenv("VENDORRISK_NOW", f"{day}T09:00:00+00:00")


def fill(desk: Cli, cells: Mapping[str, object], name: str = "back.xlsx", source: str = "gaps.xlsx") -> Path:
    """Write values into cells of the list as a vendor would, and save it under another name."""
    book = openpyxl.load_workbook(desk.folder / source)
    for place, value in cells.items():
        book["Gaps"][place].value = value
    book.save(desk.folder / name)
    return desk.folder / name


def listed(desk: Cli, *args: str) -> dict[str, Any]:
    return {each["id"]: each for each in desk("gaps", "list", *args, "--json").data["open"]}


# Recording


def test_writing_the_list_records_the_gaps_and_reading_does_not(weak: Cli) -> None:
    assert "MIN-ACC-01" in weak("gaps", "acme").words
    assert weak("gaps", "list", "--json").data == {
        "as_of": "2026-11-23",
        "open": [],
        "notes": ["Not recorded yet: the gaps of acme@1. Write their lists: vendorrisk gaps REF -o FILE"],
    }
    said = weak("gaps", "acme", "-o", "gaps.pdf").words
    assert "2 gaps written to gaps.pdf Recorded for acme@1: 2 new. Their due dates stay from now on." in said
    assert {name: row["due"] for name, row in listed(weak).items()} == {
        "MIN-ACC-01": "2026-12-23",
        "MIN-ACC-02": "2027-01-22",
    }
    event = weak("journal", "show", "--json").data[-1]
    assert (event["kind"], event["by"], event["subject"]) == ("gaps-recorded", "Ines Okafor", "acme@1")


def test_a_due_date_stays_when_the_list_is_written_again(sent: Cli, on: Callable[[str], None]) -> None:
    on("2026-12-20")
    assert "due 2026-12-23" in sent("gaps", "acme").words
    said = sent("gaps", "acme", "-o", "again.xlsx").words
    assert "Recorded" not in said
    sheet = openpyxl.load_workbook(sent.folder / "again.xlsx")["Gaps"]
    assert sheet["G7"].value.date() == dt.date(2026, 12, 23)
    assert listed(sent)["MIN-ACC-01"]["days_left"] == 3


@pytest.mark.parametrize(
    ("args", "why"),
    [
        (["--as-of", "2026-11-20"], "Not recorded, because --as-of asks what would be"),
        (["--tier", "high"], "Not recorded, because --tier asks what would be"),
    ],
)
def test_what_would_be_is_written_and_not_recorded(weak: Cli, args: list[str], why: str) -> None:
    assert why in weak("gaps", "acme", "-o", "gaps.xlsx", *args).words
    assert listed(weak) == {}
    said = weak("gaps", "import", "gaps.xlsx", code=3).words
    assert "gaps.xlsx is no gap list that can come back" in said
    assert "those written with --as-of or --tier, are for reading only" in said


def test_a_draft_fixes_no_due_date(cli: Cli) -> None:
    cli("vendor", "add", "Acme")
    cli("interview", "acme", "--answers", cli.answers({**GOOD, **BAD}))
    assert "Not recorded, because acme@1 is a draft" in cli("gaps", "acme", "-o", "gaps.xlsx").words
    assert cli("gaps", "list", "--json").data["notes"] == []


def test_the_list_of_a_filled_workbook_touches_no_database(cli: Cli) -> None:
    said = cli("gaps", cli.workbook({**GOOD, "access.mfa": "no"}), "--tier", "low", "-o", "gaps.xlsx")
    assert said.out == "1 gap written to gaps.xlsx\n"
    assert not (cli.folder / "home").exists()


def test_a_list_that_can_not_be_written_records_nothing(weak: Cli) -> None:
    before = weak("journal", "show", "--json").data
    weak("gaps", "acme", "-o", "no/where/gaps.xlsx", code=2)
    weak("gaps", "acme", "-o", "gaps.docx", code=2)
    assert weak("journal", "show", "--json").data == before


def test_the_file_that_a_failed_save_would_have_left_is_not_there(weak: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    from vendorrisk.model.fault import UsageError  # noqa: PLC0415
    from vendorrisk.store.sqlstore import SqlStore  # noqa: PLC0415

    def fail(*_: object, **__: object) -> None:
        raise UsageError("someone was first")

    monkeypatch.setattr(SqlStore, "save_casework", fail)
    assert "someone was first" in weak("gaps", "acme", "-o", "gaps.xlsx", code=2).words
    assert not (weak.folder / "gaps.xlsx").exists()


def test_an_attested_assessment_goes_on_with_the_terms_that_its_attestation_states(
    weak: Cli, on: Callable[[str], None]
) -> None:
    weak("review", "acme")
    weak("keys", "new", "--name", "Ines", "--organisation", "Hartwell")
    weak("attest", "acme", "-o", "acme.pdf")
    on("2026-12-10")
    weak("gaps", "acme", "-o", "gaps.xlsx")
    assert {name: (row["recorded"], row["due"]) for name, row in listed(weak).items()} == {
        "MIN-ACC-01": ("2026-11-23", "2026-12-23"),
        "MIN-ACC-02": ("2026-11-23", "2027-01-22"),
    }
    weak("gaps", "import", fill(weak, {f"{OWNER}7": "Jo"}))
    assert listed(weak)["MIN-ACC-01"]["owner"] == "Jo"
    assert "The journal is whole" in weak("journal", "check").words


def test_a_term_that_is_recorded_stands_in_a_later_attestation(sent: Cli, on: Callable[[str], None]) -> None:
    on("2026-12-01")
    sent("keys", "new", "--name", "Ines", "--organisation", "Hartwell")
    sent("attest", "acme", "-o", "acme.pdf")
    sent("trust", "add", next((sent.folder / "home" / "keys").glob("*.cert.pem")))
    statement = sent("verify", "acme.pdf", "--json").data
    found = statement["files"][0] if "files" in statement else statement[0]
    due = {each["criterion"]: each["due"] for each in found["statement"]["findings"]}
    assert due["MIN-ACC-01"] == "2026-12-23"


# The list that goes out


def test_only_what_the_vendor_fills_is_unlocked(sent: Cli) -> None:
    book = openpyxl.load_workbook(sent.folder / "gaps.xlsx")
    sheet, hidden = book["Gaps"], book["_vendorrisk"]
    assert sheet.protection.sheet
    assert hidden.sheet_state == "hidden"
    assert hidden.protection.sheet
    unlocked = {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
    assert unlocked == {f"{column}{row}" for column in "HIJK" for row in (7, 8)}
    assert not any(cell.protection.locked is False for row in hidden.iter_rows() for cell in row)


def test_what_is_on_file_stands_in_the_next_list(sent: Cli) -> None:
    sent("gaps", "import", fill(sent, {f"{OWNER}7": "Jo", f"{STATUS}7": "in progress"}))
    sent("gaps", "set", "acme", "MIN-ACC-01", "--response", "=On it")
    sent("gaps", "acme", "-o", "next.xlsx")
    sheet = openpyxl.load_workbook(sent.folder / "next.xlsx")["Gaps"]
    assert [sheet[f"{column}7"].value for column in "AHIJK"] == ["MIN-ACC-01", "Jo", "in progress", None, "=On it"]
    assert sheet["K7"].data_type == "s"
    shown = sent("gaps", "acme").words
    assert "in progress · Jo" in shown
    assert "“=On it”" in shown
    data = sent("gaps", "acme", "--json").data
    assert (data["gaps"][0]["owner"], data["gaps"][0]["status"]) == ("Jo", "in_progress")


# Coming back


def test_a_filled_list_is_read_whole(sent: Cli) -> None:
    cells = {f"{OWNER}7": "Jo Field", f"{STATUS}7": "In Progress", f"{TARGET}7": dt.date(2026, 12, 15)}
    said = sent("gaps", "import", fill(sent, {**cells, f"{RESPONSE}7": "Keys are ordered.", f"{STATUS}8": "done"}))
    assert "back.xlsx: 2 of 2 gaps changed in the case file of acme@1." in said.words
    assert "changed MIN-ACC-01 owner: Jo Field; status: open → in progress; target date: 2026-12-15;" in said.words
    assert "What is done closes once new answers or a review show it" in said.words
    found = listed(sent)
    assert (found["MIN-ACC-01"]["owner"], found["MIN-ACC-01"]["target"]) == ("Jo Field", "2026-12-15")
    assert found["MIN-ACC-02"]["status"] == "done"
    event = sent("journal", "show", "--json").data[-1]
    assert event["kind"] == "gaps-imported"
    assert set(event["detail"]["items"]) == {"coalition-minimum:MIN-ACC-01", "coalition-minimum:MIN-ACC-02"}
    assert "Keys" not in str(event)


def test_the_same_file_again_changes_nothing(sent: Cli) -> None:
    file = fill(sent, {f"{OWNER}7": "Jo"})
    sent("gaps", "import", file)
    before = sent("journal", "show", "--json").data
    assert "Nothing changed: everything that it says is already on file." in sent("gaps", "import", file).words
    assert sent("journal", "show", "--json").data == before


def test_all_faults_are_told_at_once_and_nothing_is_saved(sent: Cli) -> None:
    sent("gaps", "set", "acme", "MIN-ACC-02", "--owner", "Kim")
    cells = {f"{OWNER}7": "Jo", f"{STATUS}7": "finished", f"{TARGET}7": "soon", f"{OWNER}8": "Jo"}
    file = fill(sent, {**cells, f"{RESPONSE}8": '=HYPERLINK("x")'})
    assert "back.xlsx was not imported: 4 faults, nothing was saved." in sent("gaps", "import", file, code=3).words
    data = sent("gaps", "import", file, "--json", code=3).data
    assert data["saved"] is False
    assert [(each["where"], each["code"]) for each in data["issues"]] == [
        ("Gaps!I7", "unknown-status"),
        ("Gaps!J7", "not-a-date"),
        ("Gaps!K8", "formula"),
        ("Gaps!H8", "item-changed"),
    ]
    assert data["issues"][0]["what"] == "'finished' is none of 'open', 'in progress', 'done', 'disputed'."
    assert listed(sent)["MIN-ACC-01"]["owner"] == ""


def test_a_conflict_names_the_cell_and_both_values(sent: Cli) -> None:
    sent("gaps", "set", "acme", "MIN-ACC-01", "--owner", "Kim")
    file = fill(sent, {f"{OWNER}7": "Jo", f"{OWNER}8": "Jo"})
    (issue,) = sent("gaps", "import", file, "--json", code=3).data["issues"]
    assert issue["where"] == "Gaps!H7"
    assert issue["what"] == "Ines Okafor saved the owner of MIN-ACC-01 as Kim on 2026-11-23; the list says Jo."
    assert "Settle which one counts" in sent("gaps", "import", file, code=3).words
    assert listed(sent)["MIN-ACC-02"]["owner"] == ""


def test_blank_cells_erase_nothing_and_are_named(sent: Cli) -> None:
    sent("gaps", "import", fill(sent, {f"{OWNER}7": "Jo", f"{RESPONSE}7": "Soon."}))
    sent("gaps", "acme", "-o", "next.xlsx")
    said = sent("gaps", "import", fill(sent, {f"{OWNER}7": None, f"{RESPONSE}7": " "}, source="next.xlsx")).words
    assert "note: Blank cells erase nothing: H7, K7." in said
    assert (listed(sent)["MIN-ACC-01"]["owner"], listed(sent)["MIN-ACC-01"]["response"]) == ("Jo", "Soon.")


def test_a_wish_for_more_time_is_shown_and_not_granted(sent: Cli) -> None:
    said = sent("gaps", "import", fill(sent, {f"{TARGET}7": "2027-03-01"})).words
    assert "the target date 2027-03-01 lies 68 days after the term 2026-12-23" in said
    assert listed(sent)["MIN-ACC-01"]["due"] == "2026-12-23"
    assert "target 2027-03-01, 68 days after the term" in sent("gaps", "list").words
    said = sent("gaps", "set", "acme", "min-acc-01", "--due", "2027-03-01", code=2).words
    assert "Moving a term needs a reason" in said
    sent("gaps", "set", "acme", "min-acc-01", "--due", "2027-03-01", "--reason", "The keys come from abroad.")
    assert listed(sent)["MIN-ACC-01"]["due"] == "2027-03-01"


def test_a_list_of_another_vendor_or_database_is_refused(sent: Cli) -> None:
    book = openpyxl.load_workbook(sent.folder / "gaps.xlsx")
    rows = {row[1].value: row[2] for row in book["_vendorrisk"].iter_rows(max_row=8)}
    sent("vendor", "add", "Beta")
    sent("interview", "beta", "--answers", sent.answers({**GOOD, **BAD}, **BY))
    sent("gaps", "beta", "-o", "beta.xlsx")
    rows["vendor"].value = "beta"
    book.save(sent.folder / "back.xlsx")
    before = sent("journal", "show", "--json").data
    said = sent("gaps", "import", "back.xlsx", code=3).words
    assert "back.xlsx is no gap list that was written here: it names beta@1" in said
    rows["vendor"].value = "gamma"
    book.save(sent.folder / "back.xlsx")
    assert "it names gamma@1" in sent("gaps", "import", "back.xlsx", code=3).words
    assert sent("journal", "show", "--json").data == before


def test_a_list_under_another_policy_is_refused(sent: Cli) -> None:
    book = openpyxl.load_workbook(sent.folder / "gaps.xlsx")
    rows = {row[1].value: row[2] for row in book["_vendorrisk"].iter_rows(max_row=8)}
    rows["policy"].value = "coalition-maximum"
    book["Gaps"][f"{OWNER}7"].value = "Jo"
    book.save(sent.folder / "back.xlsx")
    said = sent("gaps", "import", "back.xlsx", code=3).words
    assert "back.xlsx is no gap list that was written here: it names acme@1 under coalition-maximum" in said
    assert listed(sent)["MIN-ACC-01"]["owner"] == ""


def test_a_questionnaire_is_no_gap_list_and_the_other_way_round(sent: Cli) -> None:
    said = sent("gaps", "import", sent.workbook(GOOD), code=3).words
    assert "acme.xlsx is no gap list that can come back" in said
    said = sent("import", "gaps.xlsx", "--vendor", "acme", code=3).words
    assert "gaps.xlsx is no workbook of this program" in said


# What is open


def test_overdue_gaps_are_counted_and_can_be_listed_alone(sent: Cli, on: Callable[[str], None]) -> None:
    on("2026-12-25")
    said = sent("gaps", "list").words
    assert "2 open in acme@1, 1 overdue, as of 2026-12-25" in said
    assert "2 days overdue" in said
    assert "28 days left" in said
    assert set(listed(sent, "--overdue")) == {"MIN-ACC-01"}
    assert "1 overdue in acme@1, as of 2026-12-25" in sent("gaps", "list", "--overdue").words
    assert "2 days overdue" in sent("gaps", "acme").words
    assert (
        "Nothing recorded is overdue as of 2026-12-01."
        in sent("gaps", "list", "--overdue", "--as-of", "2026-12-01").words
    )


def test_what_is_met_by_now_is_left_out_and_closed_when_it_is_recorded(sent: Cli) -> None:
    sent("interview", "acme", "--answers", sent.answers({"access.mfa": "yes"}, **BY))
    assert set(listed(sent)) == {"MIN-ACC-02"}
    said = sent("gaps", "acme", "-o", "gaps2.xlsx").words
    assert "Recorded for acme@1: 1 closed." in said
    said = sent("gaps", "set", "acme", "MIN-ACC-01", "--owner", "Jo", code=2).words
    assert "MIN-ACC-01 is closed (It is met as of 2026-11-23)." in said
    said = sent("gaps", "import", fill(sent, {f"{OWNER}7": "Jo"})).words
    assert "MIN-ACC-01 is closed by now, so its row changes nothing." in said


def test_a_waiver_puts_the_end_off(sent: Cli, on: Callable[[str], None]) -> None:
    words = ("--reason", "Budget.", "--control", "Watch it.", "--approver", "Helena Brandt", "--until", "2027-01-31")
    sent("waive", "acme", "MIN-ACC-01", *words)
    on("2027-01-30")
    row = listed(sent)["MIN-ACC-01"]
    assert (row["due"], row["waived_until"], row["days_left"], row["overdue"]) == ("2026-12-23", "2027-01-31", 1, False)
    assert "waived to 2027-01-31" in sent("gaps", "list").words
    on("2027-02-01")
    assert listed(sent)["MIN-ACC-01"]["overdue"] is True


def test_the_list_covers_all_assessments_what_ends_first_at_the_top(sent: Cli, on: Callable[[str], None]) -> None:
    on("2026-12-01")
    sent("vendor", "add", "Beta")
    sent("interview", "beta", "--product", "Chat", "--answers", sent.answers({**GOOD, **BAD}, **BY))
    assert "Not recorded yet: the gaps of beta/chat@1." in sent("gaps", "list").words
    sent("gaps", "beta", "-o", "beta.xlsx")
    data = sent("gaps", "list", "--json").data
    assert [(row["ref"], row["id"]) for row in data["open"]] == [
        ("acme@1", "MIN-ACC-01"),
        ("beta/chat@1", "MIN-ACC-01"),
        ("acme@1", "MIN-ACC-02"),
        ("beta/chat@1", "MIN-ACC-02"),
    ]
    assert "4 open in 2 assessments, 0 overdue" in sent("gaps", "list").words
    assert {row["ref"] for row in sent("gaps", "list", "beta", "--json").data["open"]} == {"beta/chat@1"}
    assert "There is no vendor 'gamma'." in sent("gaps", "list", "gamma", code=2).words


def test_what_the_content_can_not_score_is_shown_as_recorded(sent: Cli) -> None:
    file = sent.folder / "questionnaires/coalition-core/access.yaml"
    file.write_text(file.read_text("utf-8").replace("unit: hours", "unit: days"), "utf-8")
    data = sent("gaps", "list", "--json").data
    assert {row["id"] for row in data["open"]} == {"MIN-ACC-01", "MIN-ACC-02"}
    assert data["notes"] == ["acme@1 can't be scored under coalition-minimum with this content: shown as recorded."]


def test_gaps_that_came_up_since_are_named(sent: Cli) -> None:
    sent("interview", "acme", "--answers", sent.answers({"access.reset": "nobody"}, **BY))
    assert "Not recorded yet of acme@1: LED-ACC-01." in sent("gaps", "list").words


def test_the_same_criterion_under_two_policies_is_two_gaps(sent: Cli) -> None:
    folder = sent.folder / "scoring"
    shutil.copytree(folder / "coalition-minimum", folder / "stricter")
    file = folder / "stricter" / "policy.yaml"
    file.write_text(file.read_text("utf-8").replace("policy: coalition-minimum", "policy: stricter"), "utf-8")
    sent("gaps", "acme", "--policy", "stricter", "-o", "stricter.xlsx")
    sent("gaps", "import", fill(sent, {f"{OWNER}7": "Jo"}, source="stricter.xlsx"))
    rows = sent("gaps", "list", "--json").data["open"]
    assert [(row["policy"], row["id"], row["owner"]) for row in rows] == [
        ("coalition-minimum", "MIN-ACC-01", ""),
        ("stricter", "MIN-ACC-01", "Jo"),
        ("coalition-minimum", "MIN-ACC-02", ""),
        ("stricter", "MIN-ACC-02", ""),
    ]
    only = sent("gaps", "list", "--policy", "stricter")
    assert "2 open in acme@1" in only.words
    assert "coalition-minimum" not in only.words
    out = sent("gaps", "list").out
    assert (out.count("coalition-minimum"), out.count("stricter")) == (2, 2)
    assert "There is no policy 'absent'." in sent("gaps", "list", "--policy", "absent", code=2).words


# By hand


@pytest.mark.parametrize(
    ("args", "what"),
    [
        (["MIN-ACC-09", "--owner", "Jo"], "'MIN-ACC-09' is not recorded for acme@1. Did you mean MIN-ACC-0"),
        (["MIN-ACC-01"], "Nothing is to be changed."),
        (["MIN-ACC-01", "--status", "closed", "--reason", "x"], "closes once a scoring finds it met, not by hand"),
        (["MIN-ACC-01", "--due", "2026-11-01", "--reason", "x"], "2026-11-01 lies before 2026-11-23"),
        (["MIN-ACC-01", "--due", "2027-11-01", "--reason", " "], "Moving a term needs a reason"),
        (["MIN-ACC-01", "--owner", "x" * 300], "--owner has 300 characters; at most 200 fit."),
    ],
)
def test_mistakes_change_nothing(sent: Cli, args: list[str], what: str) -> None:
    before = sent("journal", "show", "--json").data
    assert what in sent("gaps", "set", "acme", *args, code=2).words
    assert sent("journal", "show", "--json").data == before


def test_nothing_can_be_set_before_it_is_recorded(weak: Cli) -> None:
    said = weak("gaps", "set", "acme", "MIN-ACC-01", "--owner", "Jo", code=2).words
    assert "Record its gaps first: vendorrisk gaps acme@1 -o FILE.xlsx" in said


def test_a_field_is_set_and_emptied_again(sent: Cli) -> None:
    said = sent("gaps", "set", "acme", "MIN-ACC-01", "--owner", "Jo", "--status", "disputed", "--response", "No.").words
    assert "MIN-ACC-01 owner: none → Jo" in said
    assert "MIN-ACC-01 status: open → disputed" in said
    (item,) = [sent("gaps", "set", "acme", "MIN-ACC-01", "--owner", "", "--json").data]
    assert (item["owner"], item["version"], item["by"]) == ("", 3, "Ines Okafor")
    assert "says that already" in sent("gaps", "set", "acme", "MIN-ACC-01", "--owner", "").words


# The renewal


def test_a_renewal_takes_over_what_is_open(sent: Cli, on: Callable[[str], None]) -> None:
    sent("gaps", "set", "acme", "MIN-ACC-01", "--owner", "Jo")
    sent("keys", "new", "--name", "Ines", "--organisation", "Hartwell")
    sent("attest", "acme", "-o", "acme.pdf")
    on("2026-12-10")
    sent("interview", "acme", "--answers", sent.answers({**GOOD, "access.mfa": "partly"}, **BY))
    assert {row["ref"] for row in listed(sent).values()} == {"acme@1"}
    said = sent("gaps", "acme", "-o", "renewed.xlsx").words
    assert "Recorded for acme@2: 1 carried over, 1 closed." in said
    (row,) = listed(sent).values()
    assert (row["ref"], row["id"], row["owner"]) == ("acme@2", "MIN-ACC-01", "Jo")
    assert (row["due"], row["carried_from"]) == ("2026-12-23", "acme@1")
    old = fill(sent, {f"{OWNER}7": "Kim"})
    for args in (["gaps", "import", old], ["gaps", "set", "acme@1", "MIN-ACC-01", "--owner", "Kim"]):
        assert "The open gaps of acme@1 went over to acme@2." in sent(*args, code=2).words
    assert "Not recorded, because the open gaps of acme@1 went over" in sent("gaps", "acme@1", "-o", "x.xlsx").words


# The command itself


def test_the_default_command_needs_no_name_of_its_own(sent: Cli) -> None:
    assert "MIN-ACC-01" in sent("gaps", "--tier", "low", "acme").words
    assert "MIN-ACC-01" in sent("gaps", "acme", "--tier", "low").words
    said = sent("gaps", code=2).words
    assert "Usage: vendorrisk gaps [OPTIONS] REF" in said
    assert "Missing argument 'REF'." in said
    helped = sent("gaps", "--help").words
    for word in ("--output", "--tier", "import", "list", "set", "[OPTIONS] REF"):
        assert word in helped
    assert "There is no vendor 'show'." in sent("gaps", "show", code=2).words
