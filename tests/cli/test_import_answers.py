"""import: answers as CSV, JSON and YAML, with the diagnostics of workbooks (issue 4, item 10)."""

from __future__ import annotations

import pytest
from desk import BY, GOOD, Cli

HEAD = "questionnaire,coalition-core\nid,answer,comment,evidence\n"


@pytest.fixture
def desk(cli: Cli) -> Cli:
    cli("vendor", "add", "Acme")
    return cli


def csv_file(desk: Cli, text: str, name: str = "acme.csv") -> str:
    (desk.folder / name).write_text(text, "utf-8")
    return name


def rows(desk: Cli) -> dict[str, str]:
    data = desk("assessments", "show", "acme", "--json").data
    return {each["id"]: each["value"] for each in data["answers"]}


def test_a_csv_file_is_imported(desk: Cli) -> None:
    (desk.folder / "mfa.pdf").write_bytes(b"proof")
    file = csv_file(desk, HEAD + "access.mfa,Y,,mfa.pdf [2026-06-01]\naccess.hours;24\n".replace(";", ","))
    said = desk("import", file, "--vendor", "acme").words
    assert "2 new answers" in said
    assert "acme.csv" in said
    assert "1 evidence file kept" in said
    assert rows(desk) == {"access.mfa": "yes", "access.hours": 24}
    shown = desk("assessments", "show", "acme").words
    assert "documented · acme.csv, line 3, column 1" in shown


def test_evidence_that_was_received_stays_where_the_file_is_not_sent_again(desk: Cli) -> None:
    proof = desk.folder / "mfa.pdf"
    proof.write_bytes(b"proof")
    file = csv_file(desk, HEAD + "access.mfa,yes,,mfa.pdf [2026-06-01]\n")
    desk("import", file, "--vendor", "acme")
    proof.unlink()
    said = desk("import", file, "--vendor", "acme").words
    assert "Nothing changed: every answer is already on file." in said
    assert "was not found" not in said
    file = csv_file(desk, HEAD + "access.mfa,partly,,mfa.pdf [2026-06-01]\n")
    desk("import", file, "--vendor", "acme")
    assert "partly documented" in desk("assessments", "show", "acme").words
    assert "are as before." in desk("assessments", "diff", file, "acme").words.replace("is as", "are as")


def test_a_document_of_another_date_is_another_document(desk: Cli) -> None:
    proof = desk.folder / "mfa.pdf"
    proof.write_bytes(b"proof")
    desk("import", csv_file(desk, HEAD + "access.mfa,yes,,mfa.pdf [2025-06-01]\n"), "--vendor", "acme")
    proof.unlink()
    file = csv_file(desk, HEAD + "access.mfa,yes,,mfa.pdf [2026-06-01]\n")
    assert "The file 'mfa.pdf' was" in desk("import", file, "--vendor", "acme").words
    assert "asserted" in desk("assessments", "show", "acme").words


def test_faults_name_line_and_column_and_nothing_is_saved(desk: Cli) -> None:
    file = csv_file(desk, HEAD + "access.mfa,Yess,,\naccess.hours,a day,,\n")
    said = desk("import", file, "--vendor", "acme", code=3).words
    assert "acme.csv was not imported: 2 faults, nothing was saved." in said
    assert "line 3, column 2 'Yess' is none of" in said
    assert "line 4, column 2 'a day' is no number." in said
    data = desk("import", file, "--vendor", "acme", "--json", code=3).data
    assert (data["saved"], len(data["issues"])) == (False, 2)
    assert desk("assessments", "list", "--json").data == []


def test_the_command_can_name_the_questionnaire(desk: Cli) -> None:
    file = csv_file(desk, "id,answer\naccess.mfa,yes\n")
    assert "questionnaire,ID" in desk("import", file, code=3).words
    named = ("--questionnaire", "coalition-core")
    assert "1 new answer" in desk("import", file, "--vendor", "acme", *named).words
    other = csv_file(desk, HEAD + "access.mfa,yes,,\n")
    assert "answers coalition-core, and not triage" in desk("import", other, "--questionnaire", "triage", code=2).words


def test_a_partial_file_erases_nothing(desk: Cli) -> None:
    desk("import", desk.answers(GOOD), "--vendor", "acme")
    said = desk("import", csv_file(desk, HEAD + "access.hours,48,,\n"), "--vendor", "acme").words
    assert "changed access.hours: 24 hours → 48 hours" in said
    assert "note: 4 questions" in said
    assert "--replace" in said
    assert len(rows(desk)) == 5


@pytest.mark.parametrize("suffix", ["yaml", "json"])
def test_whoever_is_named_declares_the_answers_complete(desk: Cli, suffix: str) -> None:
    said = desk("import", desk.answers(GOOD, f"answers.{suffix}", **BY), "--vendor", "acme").words
    assert "acme@1 is submitted by Jo Field, CISO." in said
    assert "MEETS" in desk("score", "acme").words


def test_an_export_of_another_meaning_is_refused(desk: Cli) -> None:
    desk("import", desk.answers(GOOD), "--vendor", "acme")
    desk("assessments", "export", "acme", "-o", "out.csv")
    file = desk.folder / "questionnaires/coalition-core/access.yaml"
    file.write_text(file.read_text("utf-8").replace("[yes, partly, no]", "[yes, mostly, no]"), "utf-8")
    assert "in another meaning than that of coalition-core" in desk("import", "out.csv", code=3).words


def test_no_formula_leaves_in_an_export(desk: Cli) -> None:
    desk("import", desk.answers({**GOOD, "access.remarks": "=HYPERLINK(1)"}), "--vendor", "acme")
    desk("assessments", "export", "acme", "-o", "out.csv")
    text = (desk.folder / "out.csv").read_text("utf-8-sig")
    assert '"\'=HYPERLINK(1)"' in text
    assert "are as before" in desk("assessments", "diff", "out.csv", "acme").words


def test_windows_text_is_read_with_a_note(desk: Cli) -> None:
    (desk.folder / "acme.csv").write_bytes((HEAD + "access.remarks,Übung,,\n").encode("cp1252"))
    assert "was read as Windows text" in desk("import", "acme.csv", "--vendor", "acme").words
    assert rows(desk) == {"access.remarks": "Übung"}
