"""What a store does, whatever holds it. One suite (tests/contract) runs against every database.

``by`` is the person or program that acts, ``at`` the moment (with its time zone; kept in UTC). Every call that changes
something is one transaction, which holds the change and exactly one journal event; a call that changes nothing writes
no event. Evidence is the exception: see :meth:`Store.keep_evidence`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from types import TracebackType
from typing import Protocol, Self

from pydantic import JsonValue

from vendorrisk.model.answer import Answer
from vendorrisk.model.assessment import Assessment, Ref, Vendor
from vendorrisk.model.attestation import Checkpoint, Statement
from vendorrisk.model.base import Digest, Model, Pin
from vendorrisk.model.casework import Casework, Decision, Item
from vendorrisk.model.questionnaire import Questionnaire


class Event(Model):
    """One entry of the journal: who did what to which subject, and when. Never the content of an answer."""

    position: int
    """Counts from 0, without gaps."""
    kind: str
    """``vendor-added``, ``assessment-created``, ``answers-saved``, ``attestation-kept``, ``questionnaire-kept``, or a
    change's own name."""
    subject: str
    """A vendor's id, an assessment's ref, an attestation's id or a questionnaire's id."""
    by: str
    at: dt.datetime
    detail: dict[str, JsonValue]
    """Of an assessment: ``questionnaire``, ``state`` and ``document``, the salted commitment to its document after
    the change; of saved answers, by question: ``version:commitment``. Of a case file: ``questionnaire``, ``casework``,
    the commitment to it, and ``items``, by key: ``version:commitment``."""
    leaf: Digest
    """The entry's leaf hash in the Merkle tree (RFC 6962)."""


class JournalReport(Model):
    """What checking the journal found. ``damage`` is empty if everything fits."""

    entries: int
    """How many entries fit their own hashes, from the first on."""
    root: Digest
    """The root over these."""
    position: int | None = None
    """The first damaged entry, where one can be named."""
    damage: str = ""
    """One plain sentence: the first thing that does not fit."""


class KeptAttestation(Model):
    """An attestation in the register: what was received, from whom, and when. Never changed afterwards."""

    statement: Statement
    file_sha256: Digest
    """Digest of the PDF as it was received."""
    fingerprint: Digest
    """SHA-256 of the signer's certificate."""
    own: bool
    """Whether this member issued it."""
    received_at: dt.datetime
    received_by: str

    @property
    def id(self) -> str:
        """Return the id that the statement carries."""
        return self.statement.attestation_id


class Keeping(StrEnum):
    """What became of a document that an answer names by its digest."""

    KEPT = "kept"
    GONE = "gone"
    ALTERED = "altered"
    """What lies there is not what was received, or can't be opened."""


class Store(Protocol):
    """Vendors, assessments, evidence, the register and the journal."""

    def close(self) -> None:
        """Release the database."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...

    def add_vendor(self, vendor: Vendor, *, by: str, at: dt.datetime) -> None:
        """Add a vendor; raise ``UsageError`` if its id is taken."""

    def vendors(self) -> tuple[Vendor, ...]:
        """Return every vendor, by id."""

    def vendor(self, vendor_id: str) -> Vendor:
        """Return the vendor; raise ``UsageError`` with similar ids if there is none."""

    def find(self, ref: Ref, *questionnaire_ids: str) -> Assessment:
        """Return the assessment that ``ref`` names, its newest revision by default.

        Of several questionnaires the first counts that the product is assessed with. Without a product, ``ref`` names
        the assessment of the vendor as a whole, else that of its only product.
        Raise ``UsageError`` if there is none (naming the command that creates one) or several products fit
        (listing them).
        """

    def latest(self, vendor_id: str, product: str, questionnaire_id: str) -> Assessment | None:
        """Return the newest revision of exactly this vendor, product and questionnaire, or None."""

    def assessments(self, questionnaire_id: str | None = None) -> tuple[Assessment, ...]:
        """Return all assessments, every revision, by vendor, product, questionnaire and revision."""

    def create(self, assessment: Assessment, *, by: str, at: dt.datetime) -> Assessment:
        """Store a new assessment of a known vendor; raise ``UsageError`` if its revision exists."""

    def save_answers(
        self,
        assessment: Assessment,
        changed: Mapping[str, Answer],
        *,
        removed: Iterable[str] = (),
        by: str,
        at: dt.datetime,
    ) -> Assessment:
        """Merge answers into what is stored, and return the whole as stored now.

        ``assessment`` is as the caller read it. A changed answer's ``version`` is one more than that of the answer
        it replaces, or 1 for a question without one; a question in ``removed`` must still have the answer that was
        read. An answer that says the same as the stored one is left as it is; if it has that one's version, too, it is
        stated again, and takes its place with the new source. The first answer after a removal is stored with a version
        above all reviews of the earlier one, so that none of them speaks for it.

        Raise ``AnswerConflict`` if any of them rests on an answer that is no longer the stored one, and ``UsageError``
        if the assessment is frozen (attested or superseded); then nothing is saved.
        """

    def change(  # noqa: PLR0913  what, why, who and when
        self,
        before: Assessment,
        after: Assessment,
        *,
        event: str,
        detail: Mapping[str, JsonValue],
        by: str,
        at: dt.datetime,
    ) -> Assessment:
        """Replace everything but the answers: reviews, waivers, scope, submission, state.

        ``detail`` goes into the journal for good, so it must hold no content of confidential answers. A frozen
        assessment can only become superseded. Raise ``UsageError`` if ``before`` is not what is stored, or is frozen;
        ``ValueError`` if answers or the assessment's name differ.
        """

    def casework(self, assessment: Assessment) -> Casework:
        """Return the case file of an assessment; an empty one (``opened`` is None) if nothing is saved of it."""

    def caseworks(self) -> tuple[Casework, ...]:
        """Return every case file, by vendor, product, questionnaire and revision."""

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
        """Add versions of items, and a decision, to a case file, and return it as stored now.

        ``read`` is as the caller read it; the first save opens it, with the token that it has. An item's ``version`` is
        one more than that of the one it replaces, or 1; an item that says the same as the stored one is left as it is.
        ``detail`` goes into the journal for good, so it must hold nothing confidential. The assessment may be frozen.

        Raise ``CaseworkConflict`` if an item rests on a version that is no longer the newest, and ``UsageError`` if
        the assessment is not stored, or if a decision was recorded since ``read``; then nothing is saved.
        """

    def keep_questionnaire(self, questionnaire: Questionnaire, pin: Pin, *, by: str, at: dt.datetime) -> None:
        """Keep a questionnaire that is no content of the coalition; the same meaning digest again changes nothing.

        Raise ``ValueError`` if the pin is one of another questionnaire.
        """

    def questionnaire(self, questionnaire_id: str, digest: str) -> Questionnaire | None:
        """Return the kept questionnaire with this meaning digest, or None."""

    def questionnaires(self) -> tuple[Pin, ...]:
        """Return the pins of all kept questionnaires, by id and version."""

    def keep_evidence(self, data: bytes) -> str:
        """Keep a document and return its SHA-256 digest; the same bytes are kept once, and altered ones mended.

        No event of its own: a document means nothing until an answer names its digest, and that answer's event
        commits to it.
        """

    def evidence(self, sha256: str) -> bytes:
        """Return the document; raise ``UsageError`` if it is not kept here, ``StoreError`` if it is not whole."""

    def check_evidence(self, sha256: str) -> Keeping:
        """Return whether the document is kept here, read in full and compared with its digest."""

    def evidence_digests(self) -> frozenset[str]:
        """Return the digests under which documents are kept, whole or not."""

    def keep_attestation(  # noqa: PLR0913  the whole record
        self,
        pdf: bytes,
        statement: Statement,
        fingerprint: str,
        own: bool,  # noqa: FBT001
        *,
        by: str,
        at: dt.datetime,
    ) -> KeptAttestation:
        """Keep a verified attestation in the register; the caller has verified it.

        The same file again changes nothing. Raise ``UsageError`` if another file with the same id is kept.
        """

    def attestations(self) -> tuple[KeptAttestation, ...]:
        """Return the register, oldest first."""

    def attestation(self, attestation_id: str) -> KeptAttestation:
        """Return the attestation with this id; raise ``UsageError`` if there is none."""

    def attestation_file(self, attestation_id: str) -> bytes:
        """Return the PDF exactly as it was received; raise ``UsageError`` if there is none."""

    def events(self) -> Iterator[Event]:
        """Yield the journal, oldest first."""

    def checkpoint(self) -> Checkpoint:
        """Return size and root of the journal now."""

    def verify_journal(self, witnessed: Iterable[Checkpoint] = ()) -> JournalReport:
        """Recompute the journal and compare it with what it should fit.

        That is: each entry with its own hash; the tree with the checkpoints in own attestations and in ``witnessed``
        (such as from attestations that peers hold); every assessment and case file with its last event. What it can't
        see: entries cut off after the last checkpoint, and the loss of the whole database.
        """
