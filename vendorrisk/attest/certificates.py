"""What the room needs to know of X.509 certificates: whose, which key, which purpose."""

from __future__ import annotations

import datetime as dt

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtensionOID, NameOID

from vendorrisk.model.attestation import Signer
from vendorrisk.model.fault import RefusedInput

MAX_NAME = 64
"""Longest name that a certificate may carry (X.520), in characters."""

DOCUMENT_SIGNING = x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36")
"""The purpose of a certificate that signs documents (RFC 9336)."""

_UNDERSTOOD = {
    ExtensionOID.BASIC_CONSTRAINTS,
    ExtensionOID.KEY_USAGE,
    ExtensionOID.EXTENDED_KEY_USAGE,
    ExtensionOID.SUBJECT_KEY_IDENTIFIER,
    ExtensionOID.AUTHORITY_KEY_IDENTIFIER,
}


def fingerprint(certificate: x509.Certificate) -> str:
    """Return the SHA-256 of the certificate in DER, in hexadecimal."""
    return certificate.fingerprint(hashes.SHA256()).hex()


def der(certificate: x509.Certificate) -> bytes:
    """Return the certificate's own bytes."""
    return certificate.public_bytes(Encoding.DER)


def signer_of(certificate: x509.Certificate) -> Signer:
    """Return whose certificate it is; names it lacks are empty."""
    return Signer(
        name=_subject(certificate, NameOID.COMMON_NAME),
        organisation=_subject(certificate, NameOID.ORGANIZATION_NAME),
        fingerprint=fingerprint(certificate),
        not_after=certificate.not_valid_after_utc,
    )


def issuer_text(certificate: x509.Certificate) -> str:
    """Return the subject as statements name their issuer: ``name, organisation``."""
    signer = signer_of(certificate)
    return ", ".join(part for part in (signer.name, signer.organisation) if part)


def _subject(certificate: x509.Certificate, field: x509.ObjectIdentifier) -> str:
    text = next((str(item.value) for item in certificate.subject.get_attributes_for_oid(field)), "")
    # Anyone can put anything there, and it is shown before the certificate is trusted.
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in text[:MAX_NAME])


def is_p256(certificate: x509.Certificate) -> bool:
    """Return whether the key is of the one kind that attestations are signed with."""
    try:
        key = certificate.public_key()
    except (UnsupportedAlgorithm, ValueError):
        return False
    return isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP256R1)


def is_authority(certificate: x509.Certificate) -> bool:
    """Return whether it may issue the certificates of signers, with no constraint unknown to us."""
    try:
        basic = certificate.extensions.get_extension_for_class(x509.BasicConstraints).value
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return False
    return basic.ca and usage.key_cert_sign and _is_understood(certificate)


def _is_understood(certificate: x509.Certificate) -> bool:
    return all(item.oid in _UNDERSTOOD for item in certificate.extensions if item.critical)


def is_for_documents(certificate: x509.Certificate) -> bool:
    """Return whether its issuer says that it signs documents; a web server's certificate, for one, does not."""
    try:
        return DOCUMENT_SIGNING in certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        return False


def may_sign(certificate: x509.Certificate) -> bool:
    """Return whether it is an end certificate for signatures, with a P-256 key and no constraint unknown to us."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return False
    fit = usage.digital_signature and _is_understood(certificate) and is_p256(certificate)
    return fit and not is_authority(certificate)


def issued_by(certificate: x509.Certificate, authority: x509.Certificate) -> bool:
    """Return whether ``authority`` may issue certificates and signed this one with SHA-2."""
    if not is_authority(authority) or not isinstance(
        certificate.signature_hash_algorithm,
        hashes.SHA256 | hashes.SHA384 | hashes.SHA512,
    ):
        return False
    try:
        certificate.verify_directly_issued_by(authority)
    except (InvalidSignature, UnsupportedAlgorithm, ValueError, TypeError):
        return False
    return True


def valid_at(certificate: x509.Certificate, moment: dt.datetime) -> bool:
    """Return whether ``moment`` lies in the certificate's term."""
    return certificate.not_valid_before_utc <= moment <= certificate.not_valid_after_utc


def read_pem(data: bytes, where: str) -> tuple[x509.Certificate, ...]:
    """Return the certificates of a PEM file; raise :class:`RefusedInput` if it holds none, or a private key."""
    if b"PRIVATE KEY" in data:
        raise RefusedInput(
            f"{where} holds a private key.",
            mend="Give only the certificate to others (the file that ends in .cert.pem), and never the key.",
        )
    try:
        certificates = tuple(x509.load_pem_x509_certificates(data))
        for certificate in certificates:
            # Extensions are read lazily: whatever is malformed in them must show here, not later.
            may_sign(certificate)
            issuer_text(certificate)
    except ValueError:
        raise RefusedInput(
            f"{where} is no certificate in PEM form.",
            mend="It must contain a block that begins with -----BEGIN CERTIFICATE-----.",
        ) from None
    return certificates
