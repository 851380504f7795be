"""What surrounds a command: broken homes and databases, odd terminals, closed pipes. Never a traceback."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from desk import GOOD, Cli

LINUX = pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="/proc is a folder that nobody can write to")


def test_a_home_that_is_a_file(cli: Cli) -> None:
    (cli.folder / "home").write_text("", "utf-8")
    said = cli("vendor", "list", code=2).words
    assert "can't be made: File exists. Name another one with --home." in said


@LINUX
@pytest.mark.parametrize("home", ["/proc/none", "/proc/self"])
@pytest.mark.parametrize("args", [["vendor", "list"], ["vendor", "add", "Acme"], ["journal", "check"]], ids=" ".join)
def test_a_home_that_cannot_be_written(cli: Cli, monkeypatch: pytest.MonkeyPatch, home: str, args: list[str]) -> None:
    monkeypatch.setenv("VENDORRISK_HOME", home)
    said = cli(*args, code=2 if home == "/proc/none" else 4).words
    assert home in said
    assert "can't be" in said


@LINUX
def test_a_home_that_cannot_be_written_makes_no_key(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VENDORRISK_HOME", "/proc/none")
    cli("keys", "new", "--name", "Ines", "--organisation", "Hartwell", code=2)


@pytest.mark.parametrize(
    ("damage", "code", "what"),
    [
        (lambda path: path.write_bytes(b"no database at all, but long enough to be read as one" * 40), 4, "is damaged"),
        (lambda path: path.write_bytes(path.read_bytes()[:5000]), 4, "damaged"),
        (lambda path: path.unlink(), 0, "No vendors yet"),
        (lambda path: (path.unlink(), path.mkdir()), 4, "can't be"),
    ],
    ids=["garbage", "cut", "gone", "folder"],
)
def test_a_database_that_is_broken(acme: Cli, damage: object, code: int, what: str) -> None:
    for name in ("vendorrisk.sqlite-wal", "vendorrisk.sqlite-shm"):
        (acme.folder / "home" / name).unlink(missing_ok=True)
    assert callable(damage)
    damage(acme.folder / "home" / "vendorrisk.sqlite")
    assert what in acme("vendor", "list", code=code).words


@pytest.mark.parametrize(
    ("url", "what"),
    [
        ("nonsense", "is neither SQLite nor PostgreSQL"),
        ("mysql://u@h/d", "is neither SQLite nor PostgreSQL"),
        ("sqlite://", "is neither SQLite nor PostgreSQL"),
        ("postgresql://localhost/d", "or names no database or no user"),
    ],
)
def test_a_database_address_that_is_none(cli: Cli, monkeypatch: pytest.MonkeyPatch, url: str, what: str) -> None:
    monkeypatch.setenv("VENDORRISK_DATABASE_URL", url)
    assert what in cli("vendor", "list", code=2).words


def test_a_database_server_that_does_not_answer(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VENDORRISK_DATABASE_URL", "postgresql://u:secret@localhost:9/d")
    said = cli("vendor", "list", code=4).words
    assert "can't be reached" in said
    assert "secret" not in said


def test_a_key_that_is_gone_or_another_does_not_open_the_database(acme: Cli) -> None:
    key = acme.folder / "home" / "store.key"
    kept = key.read_text("ascii")
    key.write_text("00" * 32, "ascii")
    assert "was sealed with another one" in acme("vendor", "list", code=2).words
    key.write_text("no key", "ascii")
    assert "holds no key of vendorrisk" in acme("vendor", "list", code=2).words
    key.unlink()
    assert "is missing, and the database was sealed with one" in acme("vendor", "list", code=2).words
    key.write_text(kept, "ascii")
    acme("vendor", "list")


@pytest.mark.parametrize("text", ["tomorrow", "2026-13-01", "0001-01-01T00:00:00+14:00"])
def test_a_clock_that_is_none(cli: Cli, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("VENDORRISK_NOW", text)
    assert f"VENDORRISK_NOW is '{text}', which is no usable date" in cli("vendor", "add", "Acme", code=2).words


def test_a_user_without_a_name(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def nameless() -> str:
        raise KeyError("getpwuid(): uid not found: 1234")

    monkeypatch.delenv("VENDORRISK_ACTOR")
    monkeypatch.setattr("getpass.getuser", nameless)
    assert "Say who you are with --as NAME." in cli("vendor", "add", "Acme", code=2).words
    cli("--as", "Ines", "vendor", "add", "Acme")


@pytest.mark.parametrize(
    ("args", "what"),
    [
        (["--content", "nowhere", "content", "list"], "nowhere holds no content. Name a folder with questionnaires/"),
        (["--content", "scoring", "score", "acme"], "scoring holds no content."),
        (["--content", "vendorrisk.toml", "content", "check"], "vendorrisk.toml holds no content."),
    ],
)
def test_content_that_is_none(cli: Cli, args: list[str], what: str) -> None:
    assert what in cli(*args, code=2).words


def test_a_workspace_without_content_says_so(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    empty = cli.folder / "empty"
    empty.mkdir()
    (empty / "vendorrisk.toml").write_text("", "utf-8")
    monkeypatch.chdir(empty)
    assert "No questionnaires and no policies in" in cli("content", "list").words
    assert "There is no policy 'coalition-minimum'. Known: none." in cli("score", "acme", code=2).words


def test_bad_content_stops_every_command_with_its_faults(cli: Cli) -> None:
    file = cli.folder / "questionnaires/coalition-core/access.yaml"
    file.write_text(file.read_text("utf-8").replace("type: date", "type: datum"), "utf-8")
    where = "questionnaires/coalition-core/access.yaml:22:11"
    for args in (["content", "check"], ["content", "list"], ["score", "acme"]):
        assert where in cli(*args, code=3).words
    assert cli("content", "check", "--json", code=3).data[0]["where"] == where


def test_content_is_listed_with_its_meaning_digest(cli: Cli) -> None:
    rows = cli("content", "list", "--json").data
    assert [(row["kind"], row["id"], row["items"]) for row in rows] == [
        ("questionnaire", "coalition-core", 7),
        ("questionnaire", "triage", 2),
        ("policy", "coalition-minimum", 4),
    ]
    assert all(row["digest"][:16] in cli("content", "list").words for row in rows)


# The terminal. Commands here run in a process of their own, because streams are what they are about.


def process(desk: Cli, *args: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-c", "from vendorrisk.cli import main; main()", *args]
    return subprocess.run(command, cwd=desk.folder, env={**os.environ, **environment}, capture_output=True, check=False)


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_terminals_that_lack_characters_get_question_marks(acme: Cli, encoding: str) -> None:
    for args in (["explain", "acme", "MIN-ACC-01"], ["journal", "check"], ["-h"]):
        done = process(acme, *args, PYTHONIOENCODING=encoding)
        assert (done.returncode, done.stderr) == (0, b"")
        assert done.stdout.decode(encoding)
    assert b"MEETS" in process(acme, "score", "acme", PYTHONIOENCODING=encoding).stdout


def test_json_keeps_every_character_on_every_terminal(acme: Cli) -> None:
    acme("vendor", "add", "Čapek ★", "--id", "capek")
    for encoding in ("ascii", "utf-8"):
        done = process(acme, "vendor", "show", "capek", "--json", PYTHONIOENCODING=encoding)
        assert json.loads(done.stdout.decode(encoding))["name"] == "Čapek ★"


@pytest.mark.parametrize(
    "args",
    [["score", "acme"], ["score", "acme", "--json"], ["journal", "show"], ["content", "list"], ["-h"], ["--version"]],
    ids=" ".join,
)
@pytest.mark.skipif(os.name == "nt", reason="pipes end otherwise on Windows")
def test_a_reader_that_is_gone_ends_the_command_quietly_and_is_no_answer(acme: Cli, args: list[str]) -> None:
    command = [sys.executable, "-c", "from vendorrisk.cli import main; main()", *args]
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(command, cwd=acme.folder, stdout=writer, stderr=subprocess.PIPE, check=False)
    os.close(writer)
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full")
@pytest.mark.parametrize("args", [["score", "acme"], ["score", "acme", "--json"], ["--version"]], ids=" ".join)
def test_a_full_disk_is_said(acme: Cli, args: list[str]) -> None:
    command = [sys.executable, "-c", "from vendorrisk.cli import main; main()", *args]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, cwd=acme.folder, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 4
    assert done.stderr.decode() == "The output can't be written: No space left on device.\n"


@pytest.mark.skipif(os.name == "nt", reason="a shell that closes streams")
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-", "<&-"])
def test_closed_streams_are_no_fault(acme: Cli, closed: str) -> None:
    command = f"{sys.executable} -c 'from vendorrisk.cli import main; main()' score acme {closed}"
    done = subprocess.run(["sh", "-c", command], cwd=acme.folder, capture_output=True, check=False)
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr


ANSI = re.compile(r"\x1b\[[0-9;]*m")


@pytest.mark.parametrize("columns", ["20", "40", "80", "300"])
def test_narrow_and_wide_terminals(acme: Cli, monkeypatch: pytest.MonkeyPatch, columns: str) -> None:
    acme("interview", "acme", "--answers", acme.answers({"access.mfa": "partly"}, respondent="Jo Field"))
    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.setenv("FORCE_COLOR", "1")
    out = acme("score", "acme", code=1).out
    assert "\x1b[" in out
    shown = [line for line in ANSI.sub("", out).splitlines() if "vendorrisk " not in line]
    assert max(map(len, shown)) <= min(int(columns), 110)
    for args in (["explain", "acme", "MIN-ACC-01"], ["gaps", "acme"], ["vendor", "list"], ["journal", "show"]):
        acme(*args)


def test_no_colour_where_it_is_not_wanted(acme: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("NO_COLOR", "1")
    colours = re.findall(r"\x1b\[[0-9;]*(?:3[0-8]|9[0-7]|4[0-8])[0-9;]*m", acme("score", "acme").out)
    assert colours == []
    monkeypatch.delenv("FORCE_COLOR")
    assert "\x1b" not in acme("score", "acme").out


def test_the_same_inputs_give_the_same_bytes_in_every_process(cli: Cli) -> None:
    cli.workbook({**GOOD, "access.mfa": "partly", "access.tested": None})
    found = [process(cli, "score", "acme.xlsx", "--json", PYTHONHASHSEED=seed) for seed in ("1", "2", "3")]
    assert {done.returncode for done in found} == {1}
    assert len({done.stdout for done in found}) == 1
