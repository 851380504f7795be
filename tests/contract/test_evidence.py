"""Evidence comes back byte for byte from every kind of place, or it is said what became of it."""

from __future__ import annotations

import hashlib
import os
import re
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import fsspec
import pytest
from factories_store import SECRET
from sqlalchemy import create_engine, text

from vendorrisk.model.fault import UsageError, VendorRiskError
from vendorrisk.store import Keeping, Store, open_store
from vendorrisk.store.errors import StoreError

POLICY = b"All access is reviewed each quarter.\n" * 99
SHA256 = hashlib.sha256(POLICY).hexdigest()
TESTS = Path(__file__).parent.parent

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX")


@pytest.fixture(params=["beside", "file", "memory"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str | None]:
    """Return the address of an empty place for documents; None is what the database has by itself."""
    if request.param == "beside":
        yield None
        return
    where = tmp_path.as_posix() if request.param == "file" else f"/{tmp_path.name}"
    yield f"{request.param}://{where}/kept/evidence"
    fsspec.filesystem("memory").store.clear()


@pytest.fixture
def kept(url: str, place: str | None) -> Iterator[Store]:
    """Return an empty store with this place for documents."""
    with open_store(url, secret=SECRET, evidence_url=place) as opened:
        yield opened


@pytest.fixture
def alter(url: str, place: str | None, tmp_path: Path) -> Callable[[Callable[[bytes], bytes]], None]:
    """Return a function that changes the only document behind the store's back."""

    def run(change: Callable[[bytes], bytes]) -> None:
        if place is None and url.startswith("postgresql"):
            engine = create_engine(url)
            with engine.begin() as connection:
                sealed = connection.scalar(text("SELECT sealed FROM evidence")) or b""
                connection.execute(text("UPDATE evidence SET sealed = :new"), {"new": change(sealed)})
            engine.dispose()
            return
        system, root = fsspec.url_to_fs(place or str(tmp_path / "store.evidence"))
        (path,) = system.ls(root, detail=False)
        system.pipe_file(path, change(system.cat_file(path)))

    return run


def test_a_document_is_kept_once_by_its_digest(kept: Store, url: str, place: str | None) -> None:
    assert kept.check_evidence(SHA256) is Keeping.GONE
    assert kept.evidence_digests() == frozenset()
    assert kept.keep_evidence(POLICY) == kept.keep_evidence(POLICY) == SHA256
    assert kept.evidence(SHA256) == POLICY
    assert kept.check_evidence(SHA256) is Keeping.KEPT
    assert kept.evidence_digests() == {SHA256}
    assert kept.checkpoint().size == 0
    with open_store(url, secret=SECRET, evidence_url=place) as other:
        assert other.evidence(SHA256) == POLICY


@pytest.mark.parametrize("data", [b"", b"\x00", os.urandom(300_000)], ids=["empty", "short", "long"])
def test_every_byte_comes_back(kept: Store, data: bytes) -> None:
    assert kept.evidence(kept.keep_evidence(data)) == data


def test_an_unknown_document_is_gone(kept: Store) -> None:
    kept.keep_evidence(POLICY)
    with pytest.raises(UsageError, match="no evidence with the digest"):
        kept.evidence("0" * 64)


@pytest.mark.parametrize(
    "change",
    [
        lambda sealed: sealed[:-1] + bytes([sealed[-1] ^ 1]),
        lambda sealed: b"x" + sealed[1:],
        lambda sealed: sealed[:15],
        lambda sealed: sealed[:8],
        lambda _: b"",
        lambda _: POLICY,
    ],
    ids=["a bit", "the key's id", "cut", "no content", "nothing", "unsealed"],
)
def test_an_altered_document_is_found_and_mended_by_keeping_it_again(
    kept: Store,
    alter: Callable[[Callable[[bytes], bytes]], None],
    change: Callable[[bytes], bytes],
) -> None:
    kept.keep_evidence(POLICY)
    alter(change)
    assert kept.check_evidence(SHA256) is Keeping.ALTERED
    with pytest.raises(StoreError, match=f"evidence {SHA256} was altered") as caught:
        kept.evidence(SHA256)
    assert "import the document again" in caught.value.mend
    assert kept.evidence_digests() == {SHA256}
    kept.keep_evidence(POLICY)
    assert kept.evidence(SHA256) == POLICY


def test_one_document_in_place_of_another_is_found(tmp_path: Path) -> None:
    with open_store(f"sqlite:///{tmp_path / 'store.db'}", secret=SECRET) as store:
        other = store.keep_evidence(b"another")
        store.keep_evidence(POLICY)
        folder = tmp_path / "store.evidence"
        (folder / SHA256).write_bytes((folder / other).read_bytes())
        assert store.check_evidence(SHA256) is Keeping.ALTERED
        assert store.check_evidence(other) is Keeping.KEPT


def test_documents_of_an_earlier_version_are_read_from_the_database(url: str, tmp_path: Path) -> None:
    with open_store(url, secret=SECRET) as store:
        store.keep_evidence(POLICY)
        if url.startswith("sqlite"):  # as versions before the folder left it
            path = tmp_path / "store.evidence" / SHA256
            engine = create_engine(url)
            with engine.begin() as connection:
                values = {"sha256": SHA256, "sealed": path.read_bytes()}
                connection.execute(text("INSERT INTO evidence VALUES (:sha256, :sealed)"), values)
            engine.dispose()
            path.unlink()
    with open_store(url, secret=SECRET, evidence_url=(tmp_path / "elsewhere").as_uri()) as store:
        assert store.evidence(SHA256) == POLICY
        assert store.evidence_digests() == {SHA256}
        assert store.keep_evidence(POLICY) == SHA256
        assert not (tmp_path / "elsewhere").exists()


def test_two_databases_side_by_side_share_no_documents(tmp_path: Path) -> None:
    with (
        open_store(f"sqlite:///{tmp_path / 'a.db'}", secret=SECRET) as one,
        open_store(f"sqlite:///{tmp_path / 'b.db'}", secret=bytes(32)) as other,
    ):
        assert one.keep_evidence(POLICY) == other.keep_evidence(POLICY)
        assert one.evidence(SHA256) == other.evidence(SHA256) == POLICY


@posix
def test_the_folder_is_its_owners_only(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        with open_store(f"sqlite:///{tmp_path / 'home' / 'store.db'}", secret=SECRET) as store:
            store.keep_evidence(POLICY)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "home" / "store.evidence").stat().st_mode) == 0o700


def test_opening_a_store_looks_at_no_documents(tmp_path: Path) -> None:
    program = (
        "import sys; from vendorrisk.store import open_store\n"
        f"open_store({f'sqlite:///{tmp_path}/x.db'!r}, secret={SECRET!r}, evidence_url='s3://bucket/x').close()\n"
        "sys.exit('fsspec' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


# Several at once, and a killed one

KEEPER = """
import sys
sys.path.insert(0, sys.argv[3])
from factories_store import SECRET
from vendorrisk.store import open_store

with open_store(sys.argv[1], secret=SECRET, evidence_url=sys.argv[2]) as store:
    for number in range(int(sys.argv[4])):
        print(store.keep_evidence(bytes([number % 250]) * 2_000_000), flush=True)
"""


def keeper(url: str, place: str, documents: int) -> subprocess.Popen[str]:
    arguments = [sys.executable, "-c", KEEPER, url, place, str(TESTS), str(documents)]
    return subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True)


def test_several_may_keep_the_same_documents_at_once(url: str, tmp_path: Path) -> None:
    place = (tmp_path / "shared").as_uri()
    with open_store(url, secret=SECRET):
        writers = [keeper(url, place, 12) for _ in range(3)]
    said = [writer.communicate(timeout=60)[0].split() for writer in writers]
    assert [writer.returncode for writer in writers] == [0, 0, 0]
    assert said[0] == said[1] == said[2]
    assert {path.name for path in (tmp_path / "shared").iterdir()} == set(said[0])
    with open_store(url, secret=SECRET, evidence_url=place) as store:
        assert {store.check_evidence(sha256) for sha256 in said[0]} == {Keeping.KEPT}


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
@pytest.mark.parametrize("after", [1, 3, 6])
def test_a_killed_writer_leaves_whole_documents_only(tmp_path: Path, after: int) -> None:
    url, place = f"sqlite:///{tmp_path / 'store.db'}", (tmp_path / "kept").as_uri()
    writer = keeper(url, place, 240)
    assert writer.stdout is not None
    with writer.stdout as lines:
        confirmed = [lines.readline().strip() for _ in range(after)]
        time.sleep(after / 700)  # somewhere inside a later document
        writer.kill()
        confirmed += lines.read().split()
    writer.wait()
    with open_store(url, secret=SECRET, evidence_url=place) as store:
        found = store.evidence_digests()
        assert set(confirmed) <= found
        assert {store.check_evidence(sha256) for sha256 in found} == {Keeping.KEPT}


def test_a_write_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with open_store(f"sqlite:///{tmp_path / 'store.db'}", secret=SECRET) as store:
        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(StoreError, match="No space left on device"):
            store.keep_evidence(POLICY)
        monkeypatch.undo()
        assert list((tmp_path / "store.evidence").iterdir()) == []
        assert store.check_evidence(SHA256) is Keeping.GONE


# Places that are none


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("evidence", "is another folder in every place where a command runs"),
        ("file://evidence", "is another folder in every place where a command runs"),
        ("nowhere://bucket", "is no address for documents: Protocol not known: nowhere"),
        ("s3://bucket/evidence", "what reaches them is not installed"),
    ],
)
def test_an_address_that_can_not_be_used_says_why(tmp_path: Path, address: str, words: str) -> None:
    with (
        open_store(f"sqlite:///{tmp_path / 'store.db'}", secret=SECRET, evidence_url=address) as store,
        pytest.raises(UsageError, match=re.escape(words)) as caught,
    ):
        store.keep_evidence(POLICY)
    assert caught.value.mend


def test_a_place_that_fails_is_named_without_its_password(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable(*_: object, **__: object) -> bytes:
        raise RuntimeError("the endpoint did not answer")

    monkeypatch.setattr("fsspec.implementations.memory.MemoryFileSystem.cat_file", unreachable)
    address = "memory://ana:hunter2@host/evidence"
    with (
        open_store(f"sqlite:///{tmp_path / 'store.db'}", secret=SECRET, evidence_url=address) as store,
        pytest.raises(VendorRiskError, match=r"memory://host/evidence can't be reached: the endpoint") as caught,
    ):
        store.evidence(SHA256)
    assert "hunter2" not in caught.value.what + caught.value.mend


def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "store.evidence").write_text("x", encoding="utf-8")
    with (
        open_store(f"sqlite:///{tmp_path / 'store.db'}", secret=SECRET) as store,
        pytest.raises(StoreError, match="can't be reached"),
    ):
        store.keep_evidence(POLICY)
