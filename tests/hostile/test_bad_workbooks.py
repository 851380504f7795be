"""Every bad workbook is refused or reported in words, and nothing of it is half read."""

from __future__ import annotations

import re
import time
import tracemalloc
from pathlib import Path

import pytest
from hostile.bad_workbooks import REFUSED, REPORTED
from workbooks import ANSWERS, filled, read, template

from vendorrisk.capture.guard import Unsafe, guard_workbook
from vendorrisk.capture.workbook_in import identify_workbook
from vendorrisk.model.fault import RefusedInput

JARGON = re.compile(r"Traceback|Error\b|Exception|None|KeyError|zipfile|expat|XML|OOXML|CRC|0x")


def test_the_set_is_large_enough() -> None:
    assert len(REFUSED) + len(REPORTED) >= 80


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name: str) -> None:
    build, words = REFUSED[name]
    data = build()
    began = time.perf_counter()
    with pytest.raises(RefusedInput) as caught:
        read(data)
    assert time.perf_counter() - began < 5
    refusal = caught.value
    assert words in refusal.what
    assert refusal.what.startswith("acme.xlsx ")
    assert refusal.what.endswith(".")
    assert refusal.mend.endswith(".")
    assert not JARGON.search(refusal.what + refusal.mend)
    assert refusal.__suppress_context__ or refusal.__context__ is None
    with pytest.raises(RefusedInput):
        identify_workbook(data, "acme.xlsx")


@pytest.mark.parametrize("name", ["zip bomb", "huge part", "one huge merge", "formatted cells", "cells"])
def test_refusing_takes_little_memory(name: str) -> None:
    data = REFUSED[name][0]()
    tracemalloc.start()
    try:
        with pytest.raises(RefusedInput):
            read(data)
        with pytest.raises(Unsafe):  # what the process that reads it does
            guard_workbook(data)
        assert tracemalloc.get_traced_memory()[1] < 64 * 1024 * 1024
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("name", REPORTED)
def test_reported(name: str, tmp_path: Path) -> None:
    build, codes = REPORTED[name]
    reading = read(build(), folder=tmp_path)
    assert {fault.code for fault in reading.faults} == codes
    for fault in reading.faults:
        assert fault.where
        assert fault.what.endswith(".")
        assert fault.mend.endswith((".", "?"))
        assert not JARGON.search(fault.what + fault.mend)
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
    for size in range(0, len(data), 997):
        with pytest.raises(RefusedInput):
            read(data[:size])
