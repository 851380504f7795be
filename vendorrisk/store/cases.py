"""Case files in the database: apart from the assessments, which are frozen once attested."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from pydantic import JsonValue
from sqlalchemy import Connection, LargeBinary, bindparam, insert, select, update

from vendorrisk.model.assessment import Assessment
from vendorrisk.model.casework import Casework, Decision, Item
from vendorrisk.model.fault import UsageError
from vendorrisk.store import log
from vendorrisk.store.blobs import Blobs
from vendorrisk.store.document import SALT_BYTES, commitment
from vendorrisk.store.errors import StoreError
from vendorrisk.store.naming import Key
from vendorrisk.store.questionnaires import Questionnaires
from vendorrisk.store.register import plain_bytes
from vendorrisk.store.saving import add_to_case
from vendorrisk.store.seal import Random, Sealer
from vendorrisk.store.session import Database
from vendorrisk.store.tables import assessments, bound, casework, is_key, key_columns

_SELECT_ALL = select(*key_columns(casework), casework.c.salt, casework.c.sealed)
_SELECT_ONE = _SELECT_ALL.where(is_key(casework))
_UPDATE_ONE = update(casework).where(is_key(casework)).values(sealed=bindparam("new", type_=LargeBinary))
_ITS_ASSESSMENT = select(assessments.c.vendor_id).where(is_key(assessments))


class _Stored(NamedTuple):
    case: Casework
    salt: bytes


class Cases(Questionnaires):
    """The part of :class:`.contract.Store` that holds case files."""

    def __init__(self, database: Database, sealer: Sealer, random: Random, blobs: Blobs | None) -> None:
        super().__init__(database, sealer, blobs)
        self._random = random

    def casework(self, assessment: Assessment) -> Casework:
        """Return the case file of an assessment."""
        with self._database.reading() as connection:
            stored = self._stored_case(connection, Key.of(assessment))
        return stored.case if stored else Casework.of(assessment)

    def caseworks(self) -> tuple[Casework, ...]:
        """Return every case file."""
        with self._database.reading() as connection:
            rows = connection.execute(_SELECT_ALL).all()
        return tuple(self._open(Casework, row.sealed, "casework", *Key(*row[:4]).row) for row in sorted(rows))

    def save_casework(  # noqa: PLR0913  what, why, who and when
        self,
        read: Casework,
        items: Iterable[Item] = (),
        decision: Decision | None = None,
        *,
        event: str,
        detail: Mapping[str, JsonValue],
        by: str,
        at: dt.datetime,
    ) -> Casework:
        """Add versions of items, and a decision, to a case file."""
        key = Key(read.vendor_id, read.product, read.questionnaire, read.revision)
        with self._database.writing() as connection:
            stored = self._stored_case(connection, key)
            before = stored.case if stored else self._begun(connection, key, read, at)
            salt = stored.salt if stored else self._random(SALT_BYTES)
            addition = add_to_case(before, read, items, decision)
            if not addition.changes_something:
                return stored.case if stored else read
            plain = plain_bytes(addition.case)
            sealed = self._sealer.seal(plain, "casework", "sealed", *key.row)
            if stored:
                connection.execute(_UPDATE_ONE, bound(key) | {"new": sealed})
            else:
                sealed_salt = self._sealer.seal(salt, "casework", "salt", *key.row)
                connection.execute(insert(casework).values((*key, sealed_salt, sealed)))
            witnessed: dict[str, JsonValue] = {
                "items": {item.key: f"{item.version}:{commitment(salt, plain_bytes(item))}" for item in addition.items},
                "questionnaire": key.questionnaire_id,
                "casework": commitment(salt, plain),
            }
            log.append(connection, event, key.ref, {**detail, **witnessed}, by=by, at=at)
        return addition.case

    def _begun(self, connection: Connection, key: Key, read: Casework, at: dt.datetime) -> Casework:
        if connection.execute(_ITS_ASSESSMENT, bound(key)).first() is None:
            raise UsageError(f"{key.ref} with {key.questionnaire_id} is not stored here (any more)")
        return read.model_copy(update={"opened": at.astimezone(dt.UTC)})

    def _stored_case(self, connection: Connection, key: Key) -> _Stored | None:
        row = connection.execute(_SELECT_ONE, bound(key)).first()
        if row is None:
            return None
        salt = self._sealer.open(row.salt, "casework", "salt", *key.row)
        return _Stored(self._open(Casework, row.sealed, "casework", *key.row), salt)

    def _case_commitments(self, connection: Connection) -> dict[log.Subject, str]:
        """Return a commitment to each case file as it is stored now."""
        found = {}
        for row in connection.execute(_SELECT_ALL):
            key = Key(*row[:4])
            subject = log.Subject(key.ref, key.questionnaire_id, is_case_file=True)
            try:
                salt = self._sealer.open(row.salt, "casework", "salt", *key.row)
                found[subject] = commitment(salt, self._sealer.open(row.sealed, "casework", "sealed", *key.row))
            except StoreError:
                found[subject] = "altered"
        return found
