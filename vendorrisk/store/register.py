"""The register of attestations: files that the store keeps exactly as they came."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import NoReturn, TypeVar

from pydantic import JsonValue, ValidationError
from sqlalchemy import Connection, insert, select

from vendorrisk.model.attestation import Statement
from vendorrisk.model.base import Model
from vendorrisk.model.fault import UsageError
from vendorrisk.store import log
from vendorrisk.store.contract import KeptAttestation
from vendorrisk.store.documents import Documents
from vendorrisk.store.errors import StoreError
from vendorrisk.store.naming import no_such
from vendorrisk.store.tables import attestations

_M = TypeVar("_M", bound=Model)


class Register(Documents):
    """The part of :class:`.contract.Store` that holds attestations."""

    def keep_attestation(  # noqa: PLR0913
        self,
        pdf: bytes,
        statement: Statement,
        fingerprint: str,
        own: bool,  # noqa: FBT001
        *,
        by: str,
        at: dt.datetime,
    ) -> KeptAttestation:
        """Keep an attestation in the register."""
        kept = KeptAttestation(
            statement=statement,
            file_sha256=hashlib.sha256(pdf).hexdigest(),
            fingerprint=fingerprint,
            own=own,
            received_at=at.astimezone(dt.UTC),
            received_by=by,
        )
        with self._database.writing() as connection:
            earlier = self._attestation(connection, kept.id)
            if earlier and earlier.file_sha256 != kept.file_sha256:
                raise UsageError(
                    f"the register holds another file with the id {kept.id}",
                    mend="Ask its issuer which of the two counts.",
                )
            if earlier:
                return earlier
            sealed = self._sealer.seal(plain_bytes(kept), "attestations", "sealed", kept.id)
            file = self._sealer.seal(pdf, "attestations", "file", kept.id)
            connection.execute(insert(attestations).values(id=kept.id, sealed=sealed, file=file))
            detail: dict[str, JsonValue] = {"file": kept.file_sha256, "fingerprint": fingerprint, "own": own}
            log.append(connection, "attestation-kept", kept.id, detail, by=by, at=at)
        return kept

    def attestations(self) -> tuple[KeptAttestation, ...]:
        """Return the register."""
        with self._database.reading() as connection:
            return self._attestations(connection)

    def attestation(self, attestation_id: str) -> KeptAttestation:
        """Return one attestation."""
        with self._database.reading() as connection:
            kept = self._attestation(connection, attestation_id)
            return kept or _refuse_unknown_attestation(connection, attestation_id)

    def attestation_file(self, attestation_id: str) -> bytes:
        """Return the PDF of one attestation."""
        with self._database.reading() as connection:
            sealed = connection.scalar(select(attestations.c.file).where(attestations.c.id == attestation_id))
            if sealed is None:
                _refuse_unknown_attestation(connection, attestation_id)
        return self._sealer.open(sealed, "attestations", "file", attestation_id)

    def _attestations(self, connection: Connection) -> tuple[KeptAttestation, ...]:
        rows = connection.execute(select(attestations.c.id, attestations.c.sealed)).all()
        kept = [self._open(KeptAttestation, row.sealed, "attestations", row.id) for row in rows]
        return tuple(sorted(kept, key=lambda item: (item.received_at, item.id)))

    def _attestation(self, connection: Connection, attestation_id: str) -> KeptAttestation | None:
        sealed = connection.scalar(select(attestations.c.sealed).where(attestations.c.id == attestation_id))
        return self._open(KeptAttestation, sealed, "attestations", attestation_id) if sealed else None

    def _open(self, model: type[_M], sealed: bytes, table: str, *row: str) -> _M:
        plain = self._sealer.open(sealed, table, "sealed", *row)
        try:
            return model.model_validate_json(plain)
        except ValidationError as error:
            raise StoreError(
                f"{table} {'/'.join(row)} was saved by another version of vendorrisk, which this one can't read",
                mend="Update vendorrisk to the version that your coalition uses.",
            ) from error


def plain_bytes(model: Model) -> bytes:
    """Return the JSON that is sealed and stored."""
    return model.model_dump_json().encode()


def _refuse_unknown_attestation(connection: Connection, attestation_id: str) -> NoReturn:
    known = connection.scalars(select(attestations.c.id)).all()
    raise no_such("attestation", attestation_id, known, "Add it with: vendorrisk register add FILE.pdf")
