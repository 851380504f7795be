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


@pytest.mark.parametrize(
    "name",
    [
        *("../a.pdf", "sub/a.pdf", "..\\a.pdf", "/etc/passwd", "~/a.pdf", "..", ".", "...", "a/../../b.pdf"),
        *(
            "C:a.pdf",
            "C:\\a.pdf",
            "\\\\server\\share\\a.pdf",
            "//server/share/a.pdf",
            "\\\\?\\C:\\a.pdf",
            "file:///etc/passwd",
        ),
        *(
            "a.pdf:stream",
            "a.pdf::$DATA",
            "a.pdf.",
            "a.pdf..",
            "NUL",
            "nul.txt",
            "nul .txt",
            "Com1",
            "lpt\u00b9.pdf",
            "CONIN$",
            "aux.a.b",
        ),
        *("a|b", "a<b", "a>b", "a*b", "a?b", 'a"b'),
    ],
)
def test_names_that_mean_another_file_somewhere_are_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"x")
    (tmp_path / "in").mkdir()
    reading = EvidenceFolder(tmp_path / "in").read(name, TODAY)
    assert [code for code, *_ in reading.faults] == ["bad-evidence"]
    assert reading.items == []


@pytest.mark.parametrize("way", ["out", "dangling", "through a link", "loop"])
def test_links_that_lead_out_are_faults_and_none_blocks(way: str, tmp_path: Path) -> None:
    inside, secret = tmp_path / "in", tmp_path / "secret.pdf"
    inside.mkdir()
    secret.write_bytes(b"secret")
    if way == "through a link":
        (inside / "link.pdf").symlink_to(secret)
    targets = {
        "out": secret,
        "dangling": tmp_path / "absent",
        "through a link": Path("link.pdf"),
        "loop": Path("a.pdf"),
    }
    (inside / "a.pdf").symlink_to(targets[way])
    folder = EvidenceFolder(inside)
    reading = folder.read("a.pdf", TODAY)
    assert folder.contents == {}
    assert [code for code, *_ in (*reading.faults, *reading.warnings)] in (["bad-evidence"], ["evidence-missing"])


def test_two_spellings_that_one_system_takes_for_one_file_are_told_apart_by_content(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"one")
    (tmp_path / "A.PDF").write_bytes(b"other")  # the same file where case makes no difference
    reading = EvidenceFolder(tmp_path).read("a.pdf [2026-01-01]\nA.PDF [2026-01-01]", TODAY)
    distinct = len({path.read_bytes() for path in tmp_path.iterdir()})
    assert len({item.sha256 for item in reading.items}) == distinct
