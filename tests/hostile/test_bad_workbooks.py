"""Every bad workbook is refused or reported in words, and nothing of it is half read; honest ones come through."""

from __future__ import annotations

import re
import time
import tracemalloc
from pathlib import Path

import pytest
from desk import coalition
from hostile.bad_answers import REPORTED
from hostile.bad_workbooks import REFUSED, UNSAFE
from hostile.limits import LIMITS
from hostile.odd_workbooks import ODD
from workbooks import ANSWERS, VALUES, filled, read, template, values_of

from vendorrisk.capture.guard import Unsafe
from vendorrisk.capture.parser import parse_workbook
from vendorrisk.capture.worker import open_book
from vendorrisk.model.fault import RefusedInput

JARGON = re.compile(r"Traceback|Error\b|Exception|None\b|zipfile|expat|(?<!Strict Open )XML|OOXML|CRC|0x")
QUOTED = re.compile(r"'[^']*'")
"""Words of the file, which may be any."""
SECONDS = 10


def test_the_set_is_large_enough() -> None:
    assert len(UNSAFE) >= 150
    assert len(REPORTED) >= 50
    assert len(ODD) >= 50


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name: str) -> None:
    build, words = REFUSED[name]
    data = build()
    began = time.perf_counter()
    with pytest.raises(RefusedInput) as caught:
        read(data)
    assert time.perf_counter() - began < SECONDS
    refusal = caught.value
    assert words in refusal.what
    assert refusal.what.startswith("acme.xlsx ")
    assert refusal.what.endswith(".")
    assert refusal.mend.endswith(".")
    assert not JARGON.search(QUOTED.sub("", refusal.what + refusal.mend))
    assert refusal.__suppress_context__ or refusal.__context__ is None


def test_import_refuses_each_and_saves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    cli = coalition(tmp_path, monkeypatch, capsys)
    cli("vendor", "add", "Acme Analytics", "--id", "acme")
    before = cli("journal", "show", "--json").out, sorted(tmp_path.rglob("*"))
    file = tmp_path / "acme.xlsx"
    for build, words in UNSAFE.values():
        file.write_bytes(build())
        said = cli("import", file, "--vendor", "acme", code=3)
        assert words in said.words
        assert not said.out
        assert not JARGON.search(QUOTED.sub("", said.words))
        file.unlink()
    assert (cli("journal", "show", "--json").out, sorted(tmp_path.rglob("*"))) == before


@pytest.mark.parametrize("name", ["merge without end", "great depth", "one text in every cell"])
def test_refusing_takes_little_memory(name: str) -> None:
    data = UNSAFE[name][0]()
    tracemalloc.start()
    try:
        with pytest.raises(Unsafe):
            parse_workbook(data)
        assert tracemalloc.get_traced_memory()[1] < 64 * 1024 * 1024
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("name", LIMITS)
def test_a_limit_holds_from_both_sides(name: str) -> None:
    limit = LIMITS[name]
    assert open_book(limit.build(limit.most), "acme.xlsx").sheets
    with pytest.raises(RefusedInput, match=re.escape(limit.words)):
        open_book(limit.build(limit.most + 1), "acme.xlsx")


@pytest.mark.parametrize("name", ODD)
def test_what_only_looks_suspicious_is_read(name: str) -> None:
    reading = read(ODD[name]())
    assert values_of(reading.answers) == VALUES
    assert not reading.faults


@pytest.mark.parametrize("name", REPORTED)
def test_reported(name: str, tmp_path: Path) -> None:
    build, codes = REPORTED[name]
    reading = read(build(), folder=tmp_path)
    assert {fault.code for fault in reading.faults} == codes
    for fault in reading.faults:
        assert fault.where
        assert fault.what.endswith(".")
        assert fault.mend.endswith((".", "?"))
        assert not JARGON.search(QUOTED.sub("", fault.what + fault.mend))
        assert fault.question not in reading.answers


def test_a_link_out_of_the_folder_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    folder = tmp_path / "sent"
    folder.mkdir()
    (folder / "report.pdf").symlink_to(tmp_path / "secret.txt")
    (folder / "big.pdf").write_bytes(b"")
    with (folder / "big.pdf").open("r+b") as file:
        file.truncate(21 * 1024 * 1024)
    reading = read(filled(ANSWERS, evidence={"access.mfa": "report.pdf\nbig.pdf"}), folder=folder)
    assert [fault.code for fault in reading.faults] == ["bad-evidence", "evidence-too-large"]
    assert reading.evidence == {}


def test_every_cut_of_a_workbook_is_refused() -> None:
    data = template()
    for size in range(0, len(data), 97):
        with pytest.raises(Unsafe):
            parse_workbook(data[:size])
