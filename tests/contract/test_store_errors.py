"""What goes wrong with databases and key files is said in words, with a way out."""

from __future__ import annotations

import os
import sqlite3
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from factories_store import ACME, AT, SECRET, make_assessment
from sqlalchemy import event, make_url
from sqlalchemy.engine import Engine

from vendorrisk.model.fault import UsageError, VendorRiskError
from vendorrisk.store import load_key, open_store
from vendorrisk.store.errors import StoreError

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes")


def refused(url: str) -> VendorRiskError:
    with pytest.raises(VendorRiskError) as caught:
        open_store(url, secret=SECRET)
    assert caught.value.mend
    return caught.value


@pytest.mark.parametrize("url", ["", "nonsense", "mysql://host/db", "sqlite://", "postgresql://host", "C:\\data\\x.db"])
def test_an_address_that_is_none_shows_the_form(url: str) -> None:
    error = refused(url)
    assert isinstance(error, UsageError)
    assert "sqlite:///" in error.mend


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_bytes(b"This is a text, and no database at all. " * 100)
    error = refused(f"sqlite:///{tmp_path / 'x.db'}")
    assert "is damaged, or is no database of vendorrisk" in error.what
    assert str(tmp_path / "x.db") in error.what


def test_a_damaged_database(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with open_store(f"sqlite:///{path}", secret=SECRET) as store:
        store.add_vendor(ACME, by="Ana", at=AT)
    data = bytearray(path.read_bytes())
    for page in range(4096, len(data), 4096):
        data[page : page + 200] = b"\xff" * 200
    path.write_bytes(data)
    assert "is damaged" in refused(f"sqlite:///{path}").what


def test_a_folder_in_place_of_the_file(tmp_path: Path) -> None:
    assert "can't be reached" in refused(f"sqlite:///{tmp_path}").what


def test_a_path_through_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    assert "can't be made" in refused(f"sqlite:///{tmp_path / 'file' / 'x.db'}").what


def test_a_locked_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vendorrisk.store.session.BUSY_SECONDS", 0.05)
    url = f"sqlite:///{tmp_path / 'x.db'}"
    with open_store(url, secret=SECRET) as store:
        other = sqlite3.connect(tmp_path / "x.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="is in use by another program") as caught:
            store.add_vendor(ACME, by="Ana", at=AT)
        assert "run the command again" in caught.value.mend
        assert store.vendors() == ()  # readers don't wait
        other.close()
        store.add_vendor(ACME, by="Ana", at=AT)


def test_a_full_disk_saves_nothing_by_halves(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'x.db'}"
    open_store(url, secret=SECRET).close()

    def limit(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA max_page_count=20").close()

    event.listen(Engine, "connect", limit)
    try:
        with open_store(url, secret=SECRET) as store:
            store.add_vendor(ACME, by="Ana", at=AT)
            big = make_assessment().model_copy(update={"scope": "x" * 100_000})
            with pytest.raises(StoreError, match="the disk is full"):
                store.create(big, by="Ana", at=AT)
            assert store.assessments() == ()
            assert store.checkpoint().size == 1
            assert not store.verify_journal().damage
    finally:
        event.remove(Engine, "connect", limit)


def test_a_database_that_may_only_be_read(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'x.db'}"
    open_store(url, secret=SECRET).close()

    def forbid(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA query_only=ON").close()

    event.listen(Engine, "connect", forbid)
    try:
        with open_store(url, secret=SECRET) as store:
            with pytest.raises(StoreError, match="may not be used or written by you"):
                store.add_vendor(ACME, by="Ana", at=AT)
            assert store.vendors() == ()
    finally:
        event.remove(Engine, "connect", forbid)


@posix
def test_a_new_database_is_its_owners_only(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        with open_store(f"sqlite:///{tmp_path / 'home' / 'x.db'}", secret=SECRET):
            names = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "home").iterdir()}
            assert names == {"x.db": 0o600, "x.db-wal": 0o600, "x.db-shm": 0o600}
            assert stat.S_IMODE((tmp_path / "home").stat().st_mode) == 0o700
    finally:
        os.umask(before)


def test_a_server_that_is_not_there() -> None:
    error = refused("postgresql://ana:hunter2@127.0.0.1:1/vendorrisk")
    assert "can't be reached" in error.what
    assert "127.0.0.1" in error.what
    assert "hunter2" not in error.what


def test_a_database_that_is_not_on_the_server(postgres: Callable[[], str]) -> None:
    url = make_url(postgres()).set(database="nowhere").render_as_string(hide_password=False)
    assert "does not exist on the server" in refused(url).what


def test_a_server_that_refuses_the_user(postgres: Callable[[], str]) -> None:
    url = make_url(postgres()).set(username="nobody").render_as_string(hide_password=False)
    assert "may not be used" in refused(url).what


# The key file


def test_a_key_file_is_made_once(tmp_path: Path) -> None:
    path = tmp_path / "home" / "store.key"
    key = load_key(path, lambda count: b"\x07" * count)
    assert key == b"\x07" * 32
    assert load_key(path, lambda _: pytest.fail("made twice")) == key
    assert [item.name for item in path.parent.iterdir()] == ["store.key"]


@posix
def test_a_key_file_is_its_owners_only(tmp_path: Path) -> None:
    load_key(tmp_path / "store.key")
    assert stat.S_IMODE((tmp_path / "store.key").stat().st_mode) == 0o600


def test_two_first_uses_agree_on_one_key(tmp_path: Path) -> None:
    path = tmp_path / "store.key"

    def random(count: int) -> bytes:
        load_key(path, lambda count: b"\x01" * count)  # another process is faster
        return b"\x02" * count

    assert load_key(path, random) == b"\x01" * 32
    assert [item.name for item in tmp_path.iterdir()] == ["store.key"]


@pytest.mark.parametrize("content", ["", "ab" * 31, "ab" * 33, "x" * 64, "é" * 64])
def test_a_file_without_key_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "store.key").write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match="holds no key of vendorrisk"):
        load_key(tmp_path / "store.key")


def test_a_key_file_that_can_not_be_read(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="can't be used"):
        load_key(tmp_path)
