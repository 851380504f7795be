"""Attacks through the command line: names that steer screens, outputs over inputs, dates beyond sense, blank words."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from attestations import pem, signed_file, signing_key

from vendorrisk.cli import registers
from vendorrisk.cli.app import run

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "samples"
NAME = "northwind-hr"
REF = "northwind-hr/candidate-ranking"

Command = Callable[..., tuple[int, str]]


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Command:
    """Return a function that runs one command line in a home folder of its own; it returns exit code and output."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("VENDORRISK_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("VENDORRISK_NOW", "2026-11-23T09:00:00+00:00")
    monkeypatch.setenv("VENDORRISK_ACTOR", "Ines Okafor")
    monkeypatch.delenv("VENDORRISK_DATABASE_URL", raising=False)

    def call(*args: str | Path) -> tuple[int, str]:
        code = run(list(map(str, args)))
        captured = capfd.readouterr()
        return code, captured.out + captured.err

    return call


@pytest.fixture
def imported(command: Command) -> Command:
    """Return the same, with one sample vendor's workbook imported."""
    assert command("vendor", "add", "Northwind HR", "--id", NAME)[0] == 0
    workbook = SAMPLES / NAME / f"{NAME}.xlsx"
    assert command("import", workbook, "--vendor", NAME, "--product", "Candidate Ranking")[0] == 0
    return command


def test_a_file_name_steers_no_screen(imported: Command, tmp_path: Path) -> None:
    file = tmp_path / "\x1b[31mred\u202e.xlsx"
    shutil.copy(SAMPLES / NAME / f"{NAME}.xlsx", file)
    code, said = imported("import", file, "--vendor", NAME, "--product", "Candidate Ranking", "--dry-run")
    assert code == 0
    code, more = imported("template", "coalition-core", "-o", tmp_path / "\x1b]0;title\x07.xlsx")
    assert code == 0
    _, listed = imported("vendor", "add", "Evil\x1b[2J\u202e", "--id", "evil")
    assert not {"\x1b", "\x07", "\u202e"} & {*said, *more, *listed}


@pytest.mark.skipif(os.name == "nt", reason="file names are text there")
def test_a_file_name_that_is_no_text_crashes_nothing(imported: Command, tmp_path: Path) -> None:
    odd = os.fsdecode(os.fsencode(tmp_path) + b"/odd\xff.xlsx")
    shutil.copy(SAMPLES / NAME / f"{NAME}.xlsx", odd)
    assert imported("vendor", "add", "Northwind HR", "--id", "other")[0] == 0
    assert imported("import", odd, "--vendor", "other")[0] == 0
    assert imported("score", odd)[0] in (0, 1)


def test_no_output_takes_the_place_of_an_input(imported: Command, tmp_path: Path) -> None:
    file = tmp_path / "acme.xlsx"
    shutil.copy(SAMPLES / NAME / f"{NAME}.xlsx", file)
    before = file.read_bytes()
    (tmp_path / "link.xlsx").symlink_to(file)
    for args in (("gaps", file, "-o", file), ("import", file, "--vendor", NAME, "--issues", tmp_path / "link.xlsx")):
        code, said = imported(*args)
        assert (code, "it would be lost" in said) == (2, True), said
    assert file.read_bytes() == before


@pytest.mark.parametrize("date", ["0001-01-01", "9999-12-31", "1899-12-31"])
def test_dates_beyond_sense_are_refused(date: str, imported: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    assert imported("score", REF, "--as-of", date)[0] == 2
    for time in ("", "T00:00:00+14:00", "T23:59:59-12:00"):
        monkeypatch.setenv("VENDORRISK_NOW", date + time)
        code, said = imported("score", REF)
        assert code == 2
        assert "VENDORRISK_NOW" in said


def test_a_later_day_makes_no_attestation_last_longer(imported: Command, tmp_path: Path) -> None:
    assert imported("keys", "new", "--name", "Ines Okafor", "--organisation", "Riverside")[0] == 0
    accepted = ("--accept", "people.labelling-safeguards", "--accept", "provenance.refusals")
    assert imported("review", REF, *accepted, "--reason", "It fits.")[0] == 0
    code, said = imported("attest", REF, "-o", tmp_path / "a.pdf", "--as-of", "2027-11-01")
    assert code == 2
    assert "can't judge as of 2027-11-01" in said
    assert not list(tmp_path.glob("a.pdf*"))


@pytest.mark.parametrize("blank", ["  ", "\u200b", "\n\t"])
def test_blank_words_approve_nothing(blank: str, imported: Command) -> None:
    assert imported("review", REF, "--challenge", "access.mfa-admin", "--reason", blank)[0] == 2
    words = {"--reason": "r", "--control": "c", "--approver": "A. Chief"}
    for option in words:
        given = [part for pair in {**words, option: blank}.items() for part in pair]
        code, said = imported("waive", REF, "MIN-VUL-03", *given, "--until", "2027-01-01")
        assert code == 2
        assert option in said
    same = ["--reason", "r", "--control", "c", "--approver", "\u200b ines  okafor."]
    code, said = imported("waive", REF, "MIN-VUL-03", *same, "--until", "2027-01-01")
    assert code == 2
    assert "Name another approver" in said


def test_the_database_lies_in_the_home_folder_whatever_it_is_called(command: Command, tmp_path: Path) -> None:
    home = tmp_path / "hömé 100%20 #x ?y=1"
    assert command("--home", home, "vendor", "add", "Acme", "--id", "acme")[0] == 0
    assert (home / "vendorrisk.sqlite").is_file()
    assert [path.name for path in tmp_path.iterdir()] == [home.name]


def test_a_file_that_changes_while_it_is_verified_is_not_kept(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed, certificate = tmp_path / "a.pdf", tmp_path / "jane.pem"
    signed.write_bytes(signed_file())
    certificate.write_bytes(pem(signing_key()))
    assert command("trust", "add", certificate)[0] == 0
    monkeypatch.setattr(registers, "read_file", lambda _: b"another file")
    monkeypatch.setenv("VENDORRISK_NOW", "2026-12-01T09:00:00+00:00")
    code, said = command("register", "add", signed)
    assert code == 2
    assert "changed while it was verified" in " ".join(said.split())
    assert "empty" in command("register", "list")[1]
