"""Our own strict verification: offline, and its outcome is data.

The file is first taken as bytes. Only when they are exactly what a trusted signer signed is anything in them parsed, so
that no stranger's file ever reaches a PDF, JSON or schema parser.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509

from vendorrisk.attest import certificates
from vendorrisk.attest.checklist import Checklist, Failed, Step, Stop
from vendorrisk.attest.document import NotSigned, SignedBytes, SignedDocument, find_signature, open_document
from vendorrisk.attest.sdjwt import RefusedToken, open_token, read_statement
from vendorrisk.attest.trust import Trusted, TrustList
from vendorrisk.model.attestation import Signer, Statement, Verification
from vendorrisk.model.fault import RefusedInput, UsageError

MAX_FILE_BYTES = 20 * 1024 * 1024
CLOCK_TOLERANCE = dt.timedelta(minutes=5)
"""How far an issuer's clock may run ahead of ours."""


def verify(source: Path | bytes, trust: TrustList, *, now: dt.datetime) -> Verification:
    """Return everything that verifying one file finds. No network is used.

    ``now`` carries its time zone. Raises :class:`UsageError` only if the file can't be opened at all,
    and :class:`RefusedInput` if the trust list is broken.
    """
    now = now.astimezone(dt.UTC)
    name, digest, data = _read(source)
    found = _Findings(trust, now)
    try:
        found.examine(data)
    except Stop:
        pass
    except RefusedInput:
        raise  # of the trust list: no word on the file
    except Exception:  # noqa: BLE001  whatever a parser does with a crafted file, the answer is "not valid"
        found.list.failed(Step.INTEGRITY, "The file is damaged, or made to confuse: it can't be read.")
    return Verification(
        file=name,
        sha256=digest,
        checks=found.list.checks(),
        signer=found.signer,
        statement=found.statement,
    )


def signer_is_trusted(data: bytes, trust: TrustList) -> bool:
    """Return whether the signer of a file that was valid once is trusted now. Nothing else is checked."""
    return trust.anchor(find_signature(data).container().chain[0]) is not None


def _bytes(count: int) -> str:
    return "1 byte" if count == 1 else f"{count} bytes"


def _read(source: Path | bytes) -> tuple[str, str, bytes | None]:
    """Return name, SHA-256 and content; no content if it is too large."""
    if isinstance(source, bytes):
        return "", hashlib.sha256(source).hexdigest(), source if len(source) <= MAX_FILE_BYTES else None
    if not source.is_file():
        if source.is_dir():
            raise UsageError(f"{source} is a folder.", mend=f"Name its files: vendorrisk verify {source / '*.pdf'}")
        raise UsageError(f"There is no file {source}.", mend="Check the name.")
    try:
        with source.open("rb") as file:
            if source.stat().st_size > MAX_FILE_BYTES:
                return str(source), hashlib.file_digest(file, "sha256").hexdigest(), None
            data = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise UsageError(f"{source} can't be read: {error.strerror}.") from None
    return str(source), hashlib.sha256(data).hexdigest(), data


@dataclass
class _Findings:
    """One verification under way."""

    trust: TrustList
    now: dt.datetime
    list: Checklist = field(default_factory=Checklist)
    signer: Signer | None = None
    statement: Statement | None = None

    def examine(self, data: bytes | None) -> None:
        signed = self._find(data)
        chain = self._check_bytes(signed)
        anchor = self._check_trust(chain[0])
        with self.list.step(Step.INTEGRITY):
            pdf = open_document(signed)
        with pdf:
            document = SignedDocument(pdf, signed)
            token = self._check_document(document)
        statement = self._check_payload(token, chain)
        with self.list.step(Step.VALIDITY):
            self._check_validity(statement, chain[0], anchor)

    def _find(self, data: bytes | None) -> SignedBytes:
        with self.list.step(Step.INTEGRITY):
            if data is None:
                raise Failed(f"The file is larger than {MAX_FILE_BYTES // 1024 // 1024} MiB, which no attestation is.")
            if not data:
                raise Failed("The file is empty.")
        try:
            signed = find_signature(data or b"")
        except NotSigned as failure:
            self.list.failed(Step.SIGNATURE_FIELDS, str(failure))
            raise Stop from None
        except Failed as failure:
            self.list.failed(Step.COVERAGE, str(failure))
            raise Stop from None
        self._check_coverage(signed, data or b"")
        return signed

    def _check_coverage(self, signed: SignedBytes, data: bytes) -> None:
        if not signed.beyond:
            self.list.passed(Step.COVERAGE, "The signature covers the whole file.")
            self.list.passed(Step.MODIFICATIONS, "Nothing was added after signing.")
            return
        self.list.failed(
            Step.COVERAGE, f"The file goes on for {_bytes(signed.beyond)} that the signature does not cover."
        )
        revision = b"startxref" in data[-signed.beyond :]
        what = "The document was changed after signing" if revision else "Bytes were appended after signing"
        self.list.failed(
            Step.MODIFICATIONS, f"{what}: the file is {_bytes(signed.beyond)} longer than what was signed."
        )

    def _check_bytes(self, signed: SignedBytes) -> tuple[x509.Certificate, ...]:
        with self.list.step(Step.INTEGRITY):
            container = signed.container()
            container.verify(signed.digest)
        self.signer = certificates.signer_of(container.chain[0])
        self.list.passed(Step.INTEGRITY, "The content is exactly what was signed.")
        return container.chain

    def _check_trust(self, certificate: x509.Certificate) -> Trusted:
        who = certificates.issuer_text(certificate) or "Someone without a name"
        with self.list.step(Step.SIGNER_TRUSTED):
            anchor = self.trust.anchor(certificate)
            if anchor is None:
                raise Failed(
                    f"{who} (certificate {certificates.fingerprint(certificate)[:16]}) is not on your trust list, and "
                    "anyone can make a certificate with any name.",
                )
        self.list.passed(Step.SIGNER_TRUSTED, f"{who} is trusted through {anchor.name}.")
        return anchor

    def _check_document(self, document: SignedDocument) -> bytes:
        with self.list.step(Step.CERTIFICATION, otherwise_stop=False):
            document.check_certification()
            self.list.passed(Step.CERTIFICATION, "The signature certifies the document and allows no change.")
        with self.list.step(Step.SIGNATURE_FIELDS, otherwise_stop=False):
            document.check_fields()
            self.list.passed(Step.SIGNATURE_FIELDS, "There is one signature, the assessor's.")
        with self.list.step(Step.PAYLOAD_FROM_SIGNED_REVISION):
            token = document.attachment()
        self.list.passed(Step.PAYLOAD_FROM_SIGNED_REVISION, "The statement was read from the signed revision.")
        return token

    def _check_payload(self, token: bytes, chain: tuple[x509.Certificate, ...]) -> Statement:
        with self.list.step(Step.PAYLOAD_SIGNATURE):
            try:
                opened = open_token(token)
            except RefusedToken as refused:
                raise Failed(f"The attached statement is refused: {refused}.") from None
        self.list.passed(Step.PAYLOAD_SIGNATURE, "The attached statement is signed.")
        with self.list.step(Step.SAME_SIGNER):
            # The first is the signer's; the order of the others says nothing.
            if opened.chain[0] != chain[0]:
                raise Failed("The attached statement was signed with another certificate than the document.")
            if {*opened.chain} != {*chain}:
                raise Failed("The document carries other certificates beside the signer's than the statement.")
        with self.list.step(Step.PAYLOAD_SCHEMA):
            try:
                statement = read_statement(opened.payload)
            except RefusedToken as refused:
                raise Failed(f"The attached statement can't be used: {refused}.") from None
        self.list.passed(Step.PAYLOAD_SCHEMA, f"The statement follows {statement.schema_id}.")
        with self.list.step(Step.SAME_SIGNER):
            if statement.issuer != certificates.issuer_text(chain[0]):
                raise Failed(f"The statement names {statement.issuer} as its issuer, who did not sign it.")
        self.list.passed(Step.SAME_SIGNER, "Document and statement are signed by the issuer that the statement names.")
        self.statement = statement
        return statement

    def _check_validity(self, statement: Statement, signer: x509.Certificate, anchor: Trusted) -> None:
        issued, until = statement.issued_at, statement.valid_until
        if issued > self.now + CLOCK_TOLERANCE:
            raise Failed(f"It says it was issued on {issued:%Y-%m-%d %H:%M} UTC, which is in the future.")
        if until < self.now.date():
            raise Failed(f"It expired: it was valid until {until}.")
        for certificate in {signer, anchor.certificate}:
            if not certificates.valid_at(certificate, issued):
                whose = certificates.issuer_text(certificate)
                raise Failed(f"The certificate of {whose} was not valid on {issued.date()}, when this was issued.")
        if statement.as_of > issued.date():
            raise Failed(f"It judges the vendor as of {statement.as_of}, a day after the one on which it was issued.")
        self.list.passed(Step.VALIDITY, f"Issued on {issued.date()}, valid until {until}.")
