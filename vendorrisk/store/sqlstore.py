"""The store over SQLAlchemy Core, for SQLite and PostgreSQL. :mod:`.contract` says what each call means."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from pydantic import JsonValue
from sqlalchemy import Connection, LargeBinary, bindparam, insert, select, update

from vendorrisk.model.answer import Answer
from vendorrisk.model.assessment import Assessment, Ref, Vendor
from vendorrisk.model.attestation import Checkpoint
from vendorrisk.model.fault import UsageError
from vendorrisk.store import log
from vendorrisk.store.blobs import Blobs
from vendorrisk.store.cases import Cases
from vendorrisk.store.contract import Event, JournalReport
from vendorrisk.store.document import SALT_BYTES, Document, Written, commitment, witness, witness_answers, write
from vendorrisk.store.errors import StoreError
from vendorrisk.store.naming import Key, choose, no_such
from vendorrisk.store.register import plain_bytes
from vendorrisk.store.saving import check_change, merge
from vendorrisk.store.seal import Random, Sealer
from vendorrisk.store.session import Database
from vendorrisk.store.tables import assessments, bound, is_key, key_columns, vendors

_KEY_COLUMNS = key_columns(assessments)
_SELECT_ASSESSMENT = select(*_KEY_COLUMNS, assessments.c.salt, assessments.c.sealed)
_SELECT_ONE = _SELECT_ASSESSMENT.where(is_key(assessments))
_UPDATE_ONE = update(assessments).where(is_key(assessments)).values(sealed=bindparam("new", type_=LargeBinary))


class _Stored(NamedTuple):
    assessment: Assessment
    salt: bytes
    written: Written | None
    """Its JSON, where this store wrote it."""


class SqlStore(Cases):
    """Implements :class:`.contract.Store`. Made by :func:`.opening.open_store`."""

    def __init__(self, database: Database, sealer: Sealer, random: Random, blobs: Blobs | None) -> None:
        super().__init__(database, sealer, random, blobs)
        self._newest: tuple[bytes, Written] | None = None
        """The sealed document written last, and what it holds: a run of saves need not parse it again each time."""

    # Vendors

    def add_vendor(self, vendor: Vendor, *, by: str, at: dt.datetime) -> None:
        """Add a vendor."""
        with self._database.writing() as connection:
            if connection.scalar(select(vendors.c.id).where(vendors.c.id == vendor.id)) is not None:
                raise UsageError(
                    f"there is a vendor {vendor.id!r} already",
                    mend=f"See it with: vendorrisk vendor show {vendor.id}",
                )
            sealed = self._sealer.seal(plain_bytes(vendor), "vendors", "sealed", vendor.id)
            connection.execute(insert(vendors).values(id=vendor.id, sealed=sealed))
            log.append(connection, "vendor-added", vendor.id, {}, by=by, at=at)

    def vendors(self) -> tuple[Vendor, ...]:
        """Return every vendor."""
        with self._database.reading() as connection:
            rows = connection.execute(select(vendors.c.id, vendors.c.sealed)).all()
        return tuple(self._open(Vendor, row.sealed, "vendors", row.id) for row in sorted(rows))

    def vendor(self, vendor_id: str) -> Vendor:
        """Return one vendor."""
        with self._database.reading() as connection:
            return self._vendor(connection, vendor_id)

    def _vendor(self, connection: Connection, vendor_id: str) -> Vendor:
        sealed = connection.scalar(select(vendors.c.sealed).where(vendors.c.id == vendor_id))
        if sealed is None:
            known = connection.scalars(select(vendors.c.id)).all()
            raise no_such("vendor", vendor_id, known, f"Add it with: vendorrisk vendor add {vendor_id}")
        return self._open(Vendor, sealed, "vendors", vendor_id)

    # Assessments

    def find(self, ref: Ref, *questionnaire_ids: str) -> Assessment:
        """Return the assessment that a name means."""
        with self._database.reading() as connection:
            self._vendor(connection, ref.vendor)
            keys = [key for each in questionnaire_ids for key in _keys(connection, ref.vendor, each)]
            return self._existing(connection, choose(ref, questionnaire_ids, keys)).assessment

    def latest(self, vendor_id: str, product: str, questionnaire_id: str) -> Assessment | None:
        """Return the newest revision."""
        with self._database.reading() as connection:
            keys = [key for key in _keys(connection, vendor_id, questionnaire_id) if key.product == product]
            return self._existing(connection, max(keys)).assessment if keys else None

    def assessments(self, questionnaire_id: str | None = None) -> tuple[Assessment, ...]:
        """Return all assessments."""
        query = _SELECT_ASSESSMENT
        if questionnaire_id is not None:
            query = query.where(assessments.c.questionnaire_id == questionnaire_id)
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
        return tuple(self._assessment(Key(*row[:4]), row.sealed) for row in sorted(rows))

    def create(self, assessment: Assessment, *, by: str, at: dt.datetime) -> Assessment:
        """Store a new assessment."""
        key = Key.of(assessment)
        salt = self._random(SALT_BYTES)
        with self._database.writing() as connection:
            self._vendor(connection, key.vendor_id)
            if connection.execute(_SELECT_ONE, bound(key)).first():
                raise UsageError(
                    f"{key.ref} with {key.questionnaire_id} exists already", mend="A renewal takes the next revision."
                )
            written = write(assessment)
            sealed_salt = self._sealer.seal(salt, "assessments", "salt", *key.row)
            sealed = self._sealer.seal(written.plain, "assessments", "sealed", *key.row)
            connection.execute(insert(assessments).values((*key, sealed_salt, sealed)))
            detail = {"answers": witness_answers(written, assessment.answers, salt), **witness(written, salt)}
            log.append(connection, "assessment-created", key.ref, detail, by=by, at=at)
            self._newest = sealed, written
        return assessment

    def save_answers(
        self,
        assessment: Assessment,
        changed: Mapping[str, Answer],
        *,
        removed: Iterable[str] = (),
        by: str,
        at: dt.datetime,
    ) -> Assessment:
        """Merge answers into what is stored."""
        with self._database.writing() as connection:
            stored, salt, earlier = self._existing(connection, Key.of(assessment))
            merged = merge(stored, assessment, changed, removed)
            if not merged.changes_something:
                return stored
            written = write(merged.assessment, earlier)
            detail: dict[str, JsonValue] = {
                "answers": witness_answers(written, merged.saved, salt),
                "removed": list(merged.removed),
            }
            self._replace(connection, written, salt, "answers-saved", detail, by=by, at=at)
        return merged.assessment

    def change(  # noqa: PLR0913
        self,
        before: Assessment,
        after: Assessment,
        *,
        event: str,
        detail: Mapping[str, JsonValue],
        by: str,
        at: dt.datetime,
    ) -> Assessment:
        """Replace everything but the answers."""
        with self._database.writing() as connection:
            stored, salt, earlier = self._existing(connection, Key.of(before))
            check_change(stored, before, after)
            if stored != after:
                self._replace(connection, write(after, earlier), salt, event, detail, by=by, at=at)
        return after

    def _existing(self, connection: Connection, key: Key) -> _Stored:
        row = connection.execute(_SELECT_ONE, bound(key)).first()
        if row is None:
            raise UsageError(f"{key.ref} with {key.questionnaire_id} is not stored here (any more)")
        salt = self._sealer.open(row.salt, "assessments", "salt", *key.row)
        if self._newest and self._newest[0] == row.sealed:
            return _Stored(self._newest[1].copy(), salt, self._newest[1])
        return _Stored(self._assessment(key, row.sealed), salt, None)

    def _assessment(self, key: Key, sealed: bytes) -> Assessment:
        return self._open(Document, sealed, "assessments", *key.row).whole()

    def _replace(  # noqa: PLR0913
        self,
        connection: Connection,
        written: Written,
        salt: bytes,
        kind: str,
        detail: Mapping[str, JsonValue],
        *,
        by: str,
        at: dt.datetime,
    ) -> None:
        key = Key.of(written.assessment)
        sealed = self._sealer.seal(written.plain, "assessments", "sealed", *key.row)
        connection.execute(_UPDATE_ONE, bound(key) | {"new": sealed})
        log.append(connection, kind, key.ref, {**detail, **witness(written, salt)}, by=by, at=at)
        self._newest = sealed, written

    # Journal

    def events(self) -> Iterator[Event]:
        """Yield the journal."""
        after = -1
        while True:
            with self._database.reading() as connection:
                entries = log.page(connection, after)
            if not entries:
                return
            yield from map(log.read, entries)
            after = entries[-1].position

    def checkpoint(self) -> Checkpoint:
        """Return size and root of the journal."""
        with self._database.reading() as connection:
            return log.checkpoint(connection)

    def verify_journal(self, witnessed: Iterable[Checkpoint] = ()) -> JournalReport:
        """Check the journal against everything it should fit."""
        with self._database.reading() as connection:
            own = [kept.statement.journal for kept in self._attestations(connection) if kept.own]
            checkpoints = [*witnessed, *(checkpoint for checkpoint in own if checkpoint)]
            documents = {**self._documents(connection), **self._case_commitments(connection)}
            return log.audit(connection, checkpoints, documents)

    def _documents(self, connection: Connection) -> dict[log.Subject, str]:
        documents = {}
        for row in connection.execute(_SELECT_ASSESSMENT):
            key = Key(*row[:4])
            try:
                salt = self._sealer.open(row.salt, "assessments", "salt", *key.row)
                plain = self._sealer.open(row.sealed, "assessments", "sealed", *key.row)
            except StoreError:
                documents[log.Subject(key.ref, key.questionnaire_id)] = "altered"
            else:
                documents[log.Subject(key.ref, key.questionnaire_id)] = commitment(salt, plain)
        return documents


def _keys(connection: Connection, vendor_id: str, questionnaire_id: str) -> list[Key]:
    query = select(*_KEY_COLUMNS).where(
        assessments.c.vendor_id == vendor_id, assessments.c.questionnaire_id == questionnaire_id
    )
    return [Key(*row) for row in connection.execute(query)]
