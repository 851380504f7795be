"""``evidence list|save``: an assessor reads what the vendor sent, byte for byte."""

from __future__ import annotations

from pathlib import Path

from desk import GOOD, Cli


def test_kept_documents_come_out_as_they_came_in(cli: Cli, tmp_path: Path) -> None:
    first = next(iter(GOOD))
    (cli.folder / "policy.txt").write_text("No exceptions.")
    answered = {**GOOD, first: {"value": GOOD[first], "evidence": ["policy.txt [2026-06-01]", "gone.txt [2026-06-02]"]}}
    cli("vendor", "add", "Acme")
    cli("interview", "acme", "--answers", cli.answers(answered, respondent="Jo Field, CISO"))
    said = cli("evidence", "list", "acme").words
    assert "policy.txt of 2026-06-01" in said
    assert "gone.txt of 2026-06-02, not received" in said
    assert [item["name"] for item in cli("evidence", "list", "acme", "--json").data[first]] == [
        "policy.txt",
        "gone.txt",
    ]
    folder = tmp_path / "documents"
    cli("evidence", "save", "acme", "-o", folder)
    assert {path.name: path.read_text() for path in folder.iterdir()} == {"policy.txt": "No exceptions."}
    assert "is no empty folder" in cli("evidence", "save", "acme", "-o", folder, code=2).words
