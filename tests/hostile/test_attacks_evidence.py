"""Evidence cells made to hang the import, to fill the memory, or to pass nothing off as a document."""

from __future__ import annotations

import datetime as dt
import os
import time
from pathlib import Path

import pytest

from vendorrisk.capture import evidence
from vendorrisk.capture.evidence import EvidenceFolder
from vendorrisk.model.answer import Answer, Grade, Source

TODAY = dt.date(2026, 11, 23)
SOURCE = Source(channel="workbook", recorder="pat", at=dt.datetime(2026, 11, 23, tzinfo=dt.UTC))


def test_an_empty_file_documents_nothing(tmp_path: Path) -> None:
    (tmp_path / "report.pdf").write_bytes(b"")
    reading = EvidenceFolder(tmp_path).read("report.pdf [2026-03-01]", TODAY)
    assert [code for code, *_ in reading.warnings] == ["evidence-empty"]
    answer = Answer(value="yes", evidence=tuple(reading.items), source=SOURCE)
    assert answer.grade is Grade.ASSERTED


@pytest.mark.parametrize("line", ["a" + " " * 3900 + "b.pdf", "[" * 3900, "[]" * 1900, "a [" * 1300])
def test_no_line_takes_long(line: str) -> None:
    began = time.perf_counter()
    EvidenceFolder(None).read(line, TODAY)
    assert time.perf_counter() - began < 0.5


def test_thousands_of_missing_files_in_a_full_folder_take_no_long(tmp_path: Path) -> None:
    for number in range(2000):
        (tmp_path / f"invoice-{number:05}-report.pdf").write_bytes(b"x")
    folder = EvidenceFolder(tmp_path)
    began = time.perf_counter()
    for cell in range(40):
        names = "\n".join(f"invoice-{cell:02}{number:04}-raport.pdf" for number in range(50))
        assert len(folder.read(names, TODAY).warnings) == 50
    assert time.perf_counter() - began < 5


def test_all_files_together_have_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence, "MAX_TOTAL", 25)
    for name in "abc":
        (tmp_path / name).write_bytes(name.encode() * 10)
    folder = EvidenceFolder(tmp_path)
    reading = folder.read("a\nb\na\nc", TODAY)
    assert [code for code, *_ in reading.faults] == ["evidence-too-large"]
    assert sum(map(len, folder.contents.values())) == 20


def test_a_file_that_grows_while_it_is_read_is_not_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.pdf").write_bytes(b"x" * 100)
    monkeypatch.setattr(evidence, "MAX_FILE", 99)
    reading = EvidenceFolder(tmp_path).read("a.pdf", TODAY)
    assert [code for code, *_ in reading.faults] == ["evidence-too-large"]


def test_a_file_that_cannot_be_read_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.pdf").write_bytes(b"x")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    reading = EvidenceFolder(tmp_path).read("a.pdf", TODAY)
    assert [what for _, what, _ in reading.faults] == ["The file 'a.pdf' can't be read: Permission denied."]


@pytest.mark.parametrize("kind", ["fifo", "folder", "device"])
def test_what_is_no_plain_file_is_not_opened(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    if kind == "fifo":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to("/dev/zero")
    reading = EvidenceFolder(tmp_path).read("a.pdf", TODAY)
    assert [code for code, *_ in (*reading.warnings, *reading.faults)] in (["evidence-missing"], ["bad-evidence"])
