"""Evidence: documents that the store keeps exactly as they came, apart from the answers that name them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from types import TracebackType
from typing import Self

from sqlalchemy import delete, insert, select

from vendorrisk.model.fault import UsageError, VendorRiskError
from vendorrisk.store.blobs import Blobs
from vendorrisk.store.contract import Keeping
from vendorrisk.store.errors import StoreError
from vendorrisk.store.seal import Sealer
from vendorrisk.store.session import Database
from vendorrisk.store.tables import evidence


class Documents:
    """The part of :class:`.contract.Store` that holds evidence.

    A document lies sealed among the ``blobs``, or in the database: that is where every one lay once, and where each
    goes without blobs. The seal is the same in both, so that none need be moved.
    """

    def __init__(self, database: Database, sealer: Sealer, blobs: Blobs | None) -> None:
        self._database = database
        self._sealer = sealer
        self._blobs = blobs

    def close(self) -> None:
        """Release the database."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def keep_evidence(self, data: bytes) -> str:
        """Keep a document."""
        sha256 = hashlib.sha256(data).hexdigest()
        if self._look(sha256)[1] is Keeping.KEPT:
            return sha256
        sealed = self._sealer.seal(data, "evidence", "sealed", sha256)
        if self._blobs is not None:
            self._blobs.write(sha256, sealed)
            return sha256
        with self._database.writing() as connection:
            connection.execute(delete(evidence).where(evidence.c.sha256 == sha256))
            connection.execute(insert(evidence).values(sha256=sha256, sealed=sealed))
        return sha256

    def evidence(self, sha256: str) -> bytes:
        """Return a document."""
        data, found = self._look(sha256)
        if found is Keeping.GONE:
            raise UsageError(f"no evidence with the digest {sha256} is kept here", mend="Import it with its workbook.")
        if data is None:
            raise StoreError(
                f"evidence {sha256} was altered outside vendorrisk, or is damaged",
                mend="Put back the last good backup, or import the document again.",
            )
        return data

    def check_evidence(self, sha256: str) -> Keeping:
        """Return whether a document is here and whole."""
        return self._look(sha256)[1]

    def evidence_digests(self) -> frozenset[str]:
        """Return the digests of all documents."""
        with self._database.reading() as connection:
            found = frozenset(connection.scalars(select(evidence.c.sha256)))
        return found if self._blobs is None else found | self._blobs.names()

    def _look(self, sha256: str) -> tuple[bytes | None, Keeping]:
        """Return a document, and whether it is whole: one sound copy is enough."""
        found = Keeping.GONE
        for sealed in self._copies(sha256):
            try:
                data = self._sealer.open(sealed, "evidence", "sealed", sha256)
            except VendorRiskError:  # altered; or with another key, which a document put here from elsewhere has
                data = b""
            if hashlib.sha256(data).hexdigest() == sha256:
                return data, Keeping.KEPT
            found = Keeping.ALTERED
        return None, found

    def _copies(self, sha256: str) -> Iterator[bytes]:
        if self._blobs is not None and (blob := self._blobs.read(sha256)) is not None:
            yield blob
        with self._database.reading() as connection:
            row = connection.scalar(select(evidence.c.sealed).where(evidence.c.sha256 == sha256))
        if row is not None:
            yield row
