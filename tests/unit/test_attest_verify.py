"""What verification says around the edges: times, files that can't be opened, and files that are no file."""

from __future__ import annotations

import datetime as dt
import hashlib
import socket
from pathlib import Path

import pytest
from attestations import ISSUED, check_of, pages, signed_file, signing_key, statement, trusting, verified

import vendorrisk.attest.verify as module
from vendorrisk.attest.pdf import attest_pdf
from vendorrisk.attest.verify import verify
from vendorrisk.model.fault import UsageError

LAST = dt.datetime(2027, 5, 23, 23, 59, 59, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("now", "says"),
    [
        (ISSUED - dt.timedelta(minutes=6), "in the future"),
        (ISSUED - dt.timedelta(minutes=5), ""),
        (ISSUED, ""),
        (LAST, ""),
        (LAST + dt.timedelta(seconds=1), "expired: it was valid until 2027-05-23"),
        (LAST.replace(hour=1, day=24, tzinfo=dt.timezone(dt.timedelta(hours=2))), ""),
    ],
)
def test_it_is_valid_from_issue_to_the_end_of_its_last_day(tmp_path: Path, now: dt.datetime, says: str) -> None:
    found = verify(signed_file(), trusting(tmp_path, signing_key()), now=now)
    assert found.valid == (not says)
    assert says in check_of(found, "validity")
    assert found.statement == statement()


def test_nobody_is_trusted_by_default(tmp_path: Path) -> None:
    found = verified(signed_file(), trusting(tmp_path))
    assert not found.valid
    assert [check.name for check in found.failures] == ["signer_trusted"]
    assert check_of(found, "validity").startswith("skipped")


def test_a_second_trusted_signer_can_not_speak_for_the_first(tmp_path: Path) -> None:
    """Both are trusted, and yet each signs in its own name only."""
    other = signing_key(3, "John Doe", "Elsewhere")
    data = attest_pdf(pages(), statement(issuer="John Doe, Elsewhere"), other)
    found = verified(data, trusting(tmp_path, signing_key(), other))
    assert found.valid
    assert found.signer is not None
    assert found.signer.name == "John Doe"


def test_the_digest_is_of_the_file_as_received(tmp_path: Path) -> None:
    found = verified(signed_file() + b" ", trusting(tmp_path))
    assert found.sha256 == hashlib.sha256(signed_file() + b" ").hexdigest()


def test_a_missing_file_or_a_folder_is_said(tmp_path: Path) -> None:
    for path, said in ((tmp_path / "none.pdf", "There is no file"), (tmp_path, "is a folder")):
        with pytest.raises(UsageError, match=said):
            verify(path, trusting(tmp_path), now=ISSUED)


def test_a_huge_file_is_not_read_into_memory(tmp_path: Path) -> None:
    path = tmp_path / "huge.pdf"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    found = verify(path, trusting(tmp_path, signing_key()), now=ISSUED)
    assert "larger than 20 MiB" in check_of(found, "integrity")
    assert [check.name for check in found.failures] == ["integrity"]


def test_whatever_a_parser_raises_is_a_failed_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def explode(_: object) -> None:
        raise RecursionError("maximum recursion depth exceeded")

    monkeypatch.setattr(module, "open_document", explode)
    found = verified(signed_file(), trusting(tmp_path, signing_key()))
    assert check_of(found, "integrity") == "failed: The file is damaged, or made to confuse: it can't be read."
    assert found.statement is None


def test_no_stranger_reaches_the_pdf_parser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(_: object) -> None:
        pytest.fail("parsed")

    monkeypatch.setattr(module, "open_document", never)
    monkeypatch.setattr(module, "open_token", never)
    assert not verified(signed_file(), trusting(tmp_path, signing_key(2))).valid
    altered = signed_file().replace(b"/Lang (en)", b"/Lang (de)")
    assert not verified(altered, trusting(tmp_path / "b", signing_key())).valid


def test_no_network_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object, **__: object) -> None:
        pytest.fail("opened a socket")

    monkeypatch.setattr(socket, "socket", never)
    monkeypatch.setattr(socket, "create_connection", never)
    monkeypatch.setattr(socket, "getaddrinfo", never)
    assert verified(signed_file(), trusting(tmp_path, signing_key())).valid
