"""What is changed behind the store's back: refused by triggers, or found afterwards."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from factories_statement import make_statement
from factories_store import ACME, AT, SECRET, make_answer, make_assessment
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import DBAPIError

from vendorrisk.model.assessment import Ref
from vendorrisk.model.attestation import Checkpoint
from vendorrisk.store import JournalReport, Store, open_store
from vendorrisk.store.errors import StoreError
from vendorrisk.store.journal import leaf_hash

CORE = "coalition-core"

Tamper = Callable[..., None]


@pytest.fixture
def filled(store: Store) -> Store:
    """Return a store with two assessments and six events."""
    store.add_vendor(ACME, by="Ana", at=AT)
    for revision in (1, 2):
        made = store.create(make_assessment(revision=revision), by="Ana", at=AT)
        store.save_answers(made, {"a.b": make_answer("yes")}, by="Ana", at=AT)
    read = store.find(Ref.parse("acme@2"), CORE)
    store.save_answers(read, {"a.b": make_answer("no", 2)}, by="Ana", at=AT)
    assert store.verify_journal().entries == 6
    assert not store.verify_journal().damage
    return store


@pytest.fixture
def tamper(url: str) -> Tamper:
    """Return a function that runs SQL on the database, with the triggers out of the way if asked for."""

    def run(*statements: str, triggers: bool = True, **values: Any) -> None:
        with disposed(url) as engine, engine.begin() as connection:
            if not triggers:
                _drop_triggers(engine, connection.exec_driver_sql)
            for statement in statements:
                connection.execute(text(statement), values)

    return run


@contextmanager
def disposed(url: str) -> Iterator[Engine]:
    engine = create_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()


def _drop_triggers(engine: Engine, execute: Callable[[str], object]) -> None:
    if engine.dialect.name == "postgresql":
        execute("ALTER TABLE journal DISABLE TRIGGER ALL")
        return
    for name in ("journal_refuses_update", "journal_refuses_delete", "journal_takes_the_next"):
        execute(f"DROP TRIGGER {name}")


def forged(store: Store) -> dict[str, bytes]:
    """Return the first event with another author, and its right hash."""
    entry = b'{"at":"2026-11-23T09:30:00Z","by":"Eve","detail":{},"kind":"vendor-added","subject":"acme","v":1}'
    assert next(store.events()).by == "Ana"
    return {"entry": entry, "leaf": leaf_hash(entry)}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET entry = leaf WHERE position = 1",
        "UPDATE journal SET position = 60 WHERE position = 5",
        "DELETE FROM journal WHERE position = 5",
        "DELETE FROM journal",
        "INSERT INTO journal SELECT 7, leaf, entry FROM journal WHERE position = 5",
        "INSERT INTO journal SELECT -1, leaf, entry FROM journal WHERE position = 5",
        "INSERT INTO journal SELECT 5, leaf, entry FROM journal WHERE position = 4",
    ],
)
def test_the_database_refuses_to_change_the_journal(filled: Store, tamper: Tamper, statement: str) -> None:
    with pytest.raises(DBAPIError, match=r"append-only|next position"):
        tamper(statement)
    assert filled.verify_journal().entries == 6


def test_replacing_and_truncating_are_refused_too(filled: Store, tamper: Tamper, url: str) -> None:
    statement = "TRUNCATE journal"
    if url.startswith("sqlite"):
        statement = "INSERT OR REPLACE INTO journal SELECT 5, leaf, entry FROM journal WHERE position = 4"
    with pytest.raises(DBAPIError, match=r"append-only|next position"):
        tamper(statement)
    assert not filled.verify_journal().damage


def found(store: Store, *witnessed: Checkpoint) -> tuple[int | None, str]:
    report: JournalReport = store.verify_journal(witnessed)
    return report.position, report.damage


def test_an_altered_entry_is_found(filled: Store, tamper: Tamper) -> None:
    tamper("UPDATE journal SET entry = :entry WHERE position = 0", triggers=False, **forged(filled))
    assert found(filled) == (0, "entry 0 was altered: it does not fit its hash")


def test_an_entry_altered_with_its_hash_is_found_by_a_checkpoint(filled: Store, tamper: Tamper) -> None:
    checkpoint = filled.checkpoint()
    tamper("UPDATE journal SET entry = :entry, leaf = :leaf WHERE position = 0", triggers=False, **forged(filled))
    assert found(filled) == (None, "")  # consistent in itself: only a witness can tell
    assert found(filled, checkpoint) == (None, "the first 6 entries are not those that a checkpoint witnessed")


def test_own_attestations_are_witnesses(filled: Store, tamper: Tamper) -> None:
    statement = make_statement(journal=filled.checkpoint())
    filled.keep_attestation(b"%PDF", statement, "ab" * 32, True, by="Ana", at=AT)
    assert found(filled) == (None, "")
    tamper("UPDATE journal SET entry = :entry, leaf = :leaf WHERE position = 0", triggers=False, **forged(filled))
    assert found(filled) == (None, "the first 6 entries are not those that a checkpoint witnessed")


def test_attestations_of_others_witness_other_journals(filled: Store) -> None:
    statement = make_statement(journal=Checkpoint(size=3, root="ab" * 32))
    filled.keep_attestation(b"%PDF", statement, "ab" * 32, False, by="Ana", at=AT)
    assert found(filled) == (None, "")


def test_a_removed_entry_is_found(filled: Store, tamper: Tamper) -> None:
    tamper("DELETE FROM journal WHERE position = 2", triggers=False)
    assert found(filled) == (2, "entry 2 is missing")


def test_an_entry_that_is_no_event_is_found(filled: Store, tamper: Tamper) -> None:
    tamper(
        "UPDATE journal SET entry = :entry, leaf = :leaf WHERE position = 3",
        triggers=False,
        entry=b"[]",
        leaf=leaf_hash(b"[]"),
    )
    assert found(filled) == (3, "entry 3 is no event")
    with pytest.raises(StoreError, match="entry 3 of the journal is damaged"):
        list(filled.events())


def test_a_cut_tail_is_found_by_a_checkpoint_or_the_documents(filled: Store, tamper: Tamper) -> None:
    checkpoint = filled.checkpoint()
    tamper("DELETE FROM journal WHERE position = 5", triggers=False)
    assert found(filled, checkpoint) == (None, "the journal ends after 5 entries, but a checkpoint witnessed 6")
    assert found(filled) == (
        None,
        "acme@2 (coalition-core) is not what its last event left: it was altered outside vendorrisk",
    )


def test_an_older_document_put_back_is_found(filled: Store, tamper: Tamper, url: str) -> None:
    with disposed(url) as engine, engine.connect() as connection:
        old = connection.scalar(text("SELECT sealed FROM assessments WHERE revision = 2"))
    read = filled.find(Ref.parse("acme@2"), CORE)
    filled.save_answers(read, {"a.b": make_answer("yes", 3)}, by="Ana", at=AT)
    tamper("UPDATE assessments SET sealed = :old WHERE revision = 2", old=old)
    assert filled.find(Ref.parse("acme@2"), CORE) == read  # sealed rightly, but out of date
    assert "acme@2 (coalition-core) is not what its last event left" in found(filled)[1]


def test_a_deleted_assessment_is_found(filled: Store, tamper: Tamper) -> None:
    tamper("DELETE FROM assessments WHERE revision = 1")
    assert found(filled) == (None, "acme@1 (coalition-core) stands in the journal, but is no longer stored")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE assessments SET sealed = (SELECT a.sealed FROM assessments a WHERE a.revision = 1)",
        "UPDATE assessments SET sealed = salt",
        "UPDATE assessments SET sealed = (SELECT v.sealed FROM vendors v)",
    ],
)
def test_sealed_values_open_only_in_their_own_place(filled: Store, tamper: Tamper, url: str, statement: str) -> None:
    tamper(statement)
    with (
        open_store(url, secret=SECRET) as fresh,
        pytest.raises(StoreError, match=r"acme//coalition-core/2 was altered"),
    ):
        fresh.find(Ref.parse("acme@2"), CORE)
    assert "was altered outside vendorrisk" in found(filled)[1]


def test_a_document_of_a_newer_program_gives_a_clear_error(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vendorrisk.store.sqlstore.plain_bytes", lambda _: b'{"id":"acme","name":"Acme","logo":"x"}')
    store.add_vendor(ACME, by="Ana", at=AT)
    with pytest.raises(StoreError, match="another version of vendorrisk"):
        store.vendor("acme")


def test_bytes_changed_in_the_file_are_found(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    with open_store(f"sqlite:///{path}", secret=SECRET) as store:
        store.add_vendor(ACME, by="Ana", at=AT)
    data = path.read_bytes()
    assert data.count(b'"by":"Ana"') == 1
    path.write_bytes(data.replace(b'"by":"Ana"', b'"by":"Eve"'))
    with open_store(f"sqlite:///{path}", secret=SECRET) as store:
        assert found(store) == (0, "entry 0 was altered: it does not fit its hash")


def test_nothing_confidential_stands_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    with open_store(f"sqlite:///{path}", secret=SECRET) as store:
        store.add_vendor(ACME, by="Ana", at=AT)
        answers = {"a.b": make_answer("our-cipher", comment="hidden-comment")}
        store.create(make_assessment(answers=answers), by="Ana", at=AT)
        sha256 = store.keep_evidence(b"confidential-policy")
        store.keep_attestation(b"%PDF-attested", make_statement(), "ab" * 32, True, by="Ana", at=AT)
        wal = path.with_name("store.db-wal").read_bytes()
    assert b"confidential" not in (tmp_path / "store.evidence" / sha256).read_bytes()
    for data in (wal, path.read_bytes()):
        assert b"answers" in data
        for word in (b"our-cipher", b"hidden-comment", b"Jonas", b"confidential-policy", b"%PDF", b"verdict"):
            assert word not in data
        assert hashlib.sha256(b"x").hexdigest().encode() not in data
