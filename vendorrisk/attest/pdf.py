"""Makes the signed PDF: pages, machine part, and one certification signature over all of it (PAdES B-B)."""

from __future__ import annotations

import asyncio
import datetime as dt
from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING, Any

from vendorrisk.attest import certificates
from vendorrisk.attest.pdfa import FIELD, archival_pdf
from vendorrisk.attest.sdjwt import sign_statement
from vendorrisk.model.attestation import Statement
from vendorrisk.model.fault import UsageError

if TYPE_CHECKING:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    from vendorrisk.attest.keys import SigningKey


def attest_pdf(pages_pdf: bytes, statement: Statement, signer: SigningKey) -> bytes:
    """Return the signed document of a statement: its pages, its machine part attached, certified without changes.

    The signing time is the statement's ``issued_at``; the same input gives the same bytes. Raises
    :class:`UsageError` if the key isn't the statement's issuer's, or wasn't valid at that time.
    """
    certificate = signer.certificate
    if signer.issuer != statement.issuer:
        raise UsageError(f"The statement is issued by {statement.issuer}, and this key is of {signer.issuer}.")
    if not certificates.valid_at(certificate, statement.issued_at):
        start, end = certificate.not_valid_before_utc.date(), certificate.not_valid_after_utc.date()
        raise UsageError(
            f"The signing key of {signer.issuer} is valid from {start} to {end}, not on {statement.issued_at.date()}.",
            mend="Make a new key with: vendorrisk keys new",
        )
    unsigned = archival_pdf(pages_pdf, sign_statement(statement, signer), statement)
    if b"/ByteRange" in unsigned:
        # Verification finds the signature by this word, and refuses a file that has it twice.
        raise UsageError("A name in this attestation contains the word /ByteRange, which only a signature may contain.")
    return sign_pdf(unsigned, signer, statement.issued_at)


def sign_pdf(pdf: bytes, signer: SigningKey, at: dt.datetime) -> bytes:
    """Return the PDF with an invisible certification signature in the field :data:`FIELD` that allows no changes."""
    from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter  # noqa: PLC0415  0.7 s to import
    from pyhanko.sign.signers import cms_embedder  # noqa: PLC0415
    from pyhanko.sign.signers.pdf_byterange import SignatureObject  # noqa: PLC0415

    cms_signer = _cms_signer(signer)
    # Two hexadecimal digits a byte; what is not a certificate takes well under 1 KiB.
    reserved = 2 * (1024 + sum(len(certificates.der(item)) for item in signer.chain))
    steps = cms_embedder.PdfCMSEmbedder(SigFieldSpec(FIELD)).write_cms(FIELD, _writer(pdf))
    next(steps)
    steps.send(
        cms_embedder.SigObjSetup(
            sig_placeholder=SignatureObject(
                timestamp=at,
                name=signer.issuer,
                subfilter=SigSeedSubFilter.PADES,
                bytes_reserved=reserved,
            ),
            mdp_setup=cms_embedder.SigMDPSetup(md_algorithm="sha256", certify=True, docmdp_perms=MDPPerm.NO_CHANGES),
        ),
    )
    prepared, output = steps.send(cms_embedder.SigIOSetup(md_algorithm="sha256"))
    container = asyncio.run(cms_signer.async_sign(prepared.document_digest, "sha256", use_pades=True))
    steps.send(container)
    return bytes(output.getvalue())


def _writer(pdf: bytes) -> IncrementalPdfFileWriter:
    from pyhanko.pdf_utils import generic  # noqa: PLC0415
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: PLC0415

    class Writer(IncrementalPdfFileWriter):
        """Adds the signature and nothing else: no new metadata with the clock's time, no random file id.

        It also never asks for PDF 2.0, as pyHanko does for P-256: PDF/A-3 is PDF 1.7.
        """

        @classmethod
        def _handle_id(cls, prev: Any) -> Any:
            first, _ = super()._handle_id(prev)  # type: ignore[no-untyped-call]
            return generic.ArrayObject([first, generic.ByteStringObject(sha256(pdf).digest()[:16])])

        def _update_meta(self) -> None:
            pass

    return Writer(BytesIO(pdf))


def _cms_signer(signer: SigningKey) -> Any:
    from asn1crypto import x509 as asn1_x509  # noqa: PLC0415
    from pyhanko.sign.signers.pdf_cms import Signer  # noqa: PLC0415
    from pyhanko_certvalidator.registry import SimpleCertificateStore  # noqa: PLC0415

    class KeySigner(Signer):
        """Signs with a key that is already loaded; pyHanko's own signer parses it again on each call."""

        async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:  # noqa: FBT001, FBT002, ARG002
            return signer.sign_der(data)

    chain = [asn1_x509.Certificate.load(certificates.der(item)) for item in signer.chain]
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register_multiple(chain[1:])
    return KeySigner(signing_cert=chain[0], cert_registry=store)
