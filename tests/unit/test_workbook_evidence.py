"""Evidence cells, and the folder beside the workbook."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from vendorrisk.capture.evidence import EvidenceFolder, EvidenceReading

TODAY = dt.date(2026, 11, 23)


def read(text: str, folder: Path | None = None) -> EvidenceReading:
    return EvidenceFolder(folder).read(text, TODAY)


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("", []),
        ("policy.pdf", [("policy.pdf", "file", None)]),
        ("policy.pdf [2026-03-01]", [("policy.pdf", "file", "2026-03-01")]),
        ("a.pdf[2026-03-01]; b.pdf ;", [("a.pdf", "file", "2026-03-01"), ("b.pdf", "file", None)]),
        ("Policy (final) v2.1.pdf []", [("Policy (final) v2.1.pdf", "file", None)]),
        ("\u00a0a.pdf\r\n\n\u200bb.pdf", [("a.pdf", "file", None), ("b.pdf", "file", None)]),
        ("https://example.com/a;b?c [2026-03-01]", [("https://example.com/a;b?c", "url", "2026-03-01")]),
        ("HTTPS://example.com/ [2026-03-01]", [("HTTPS://example.com/", "url", "2026-03-01")]),
    ],
)
def test_read(text: str, items: list[tuple[str, str, str | None]]) -> None:
    reading = read(text)
    assert reading.faults == reading.warnings == []
    found = [(item.name, item.kind, item.issued.isoformat() if item.issued else None) for item in reading.items]
    assert found == items


def test_what_bears_no_date_is_said(tmp_path: Path) -> None:
    (tmp_path / "policy.pdf").write_bytes(b"policy")
    folder = EvidenceFolder(tmp_path)
    reading = folder.read("https://example.com/a\npolicy.pdf\npolicy.pdf [2026-03-01]", TODAY)
    assert len(reading.items) == 3
    assert [code for code, _, _ in reading.warnings] == ["evidence-undated", "evidence-undated"]
    assert "as your word only" in reading.warnings[0][2]
    assert "Where an age is asked, it won't count" in reading.warnings[1][2]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("../policy.pdf", "is a path"),
        ("sub/policy.pdf", "is a path"),
        ("C:policy.pdf", "is a path"),
        ("~root", "is a path"),
        ("..", "is a path"),
        ("NUL.txt", "is no name that every computer can store"),
        ("what?.pdf", "is no name that every computer can store"),
        ("x" * 201, "has more than 200 characters"),
        ("[2026-03-01]", "has no name"),
        ("http://example.com/x", "does not begin with https://"),
        ("www.example.com/x", "does not begin with https://"),
        ("https://a@b.example/", "hides its host"),
        ("a.pdf [March 2026]", "can't be read"),
        ("a.pdf [2026-11-24]", "is in the future"),
        ("\n".join(f"{n}.pdf" for n in range(51)), "51 documents are named"),
    ],
)
def test_refused(text: str, words: str) -> None:
    reading = read(text)
    assert len(reading.faults) == 1
    assert words in reading.faults[0][1]


def test_a_file_is_hashed_once_and_keeps_the_date_of_each_mention(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"one")
    folder = EvidenceFolder(tmp_path)
    first = folder.read("a.pdf [2026-01-01]", TODAY).items[0]
    (tmp_path / "a.pdf").write_bytes(b"two")
    second = folder.read("a.pdf [2026-02-01]", TODAY).items[0]
    assert first.sha256 == second.sha256
    assert (first.issued, second.issued) == (dt.date(2026, 1, 1), dt.date(2026, 2, 1))
    assert list(folder.contents.values()) == [b"one"]


def test_a_missing_file_is_named_with_the_one_that_was_meant(tmp_path: Path) -> None:
    (tmp_path / "Policy-2026.pdf").write_bytes(b"x")
    reading = read("policy_2026.pdf", tmp_path)
    assert "Did you mean 'Policy-2026.pdf'?" in reading.warnings[0][2]
    assert reading.items[0].sha256 is None
    assert not reading.items[0].counts


def test_a_folder_is_no_file_and_a_link_within_the_folder_is(tmp_path: Path) -> None:
    (tmp_path / "real.pdf").write_bytes(b"x")
    (tmp_path / "link.pdf").symlink_to(tmp_path / "real.pdf")
    (tmp_path / "folder.pdf").mkdir()
    reading = read("link.pdf\nfolder.pdf", tmp_path)
    assert reading.faults == []
    assert [item.sha256 is not None for item in reading.items] == [True, False]
