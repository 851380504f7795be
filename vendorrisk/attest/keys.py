"""Signing keys: P-256 with a certificate, kept as two PEM files in a folder.

Signatures are deterministic (RFC 6979) and have the lower of the two possible ``s`` values, so that the same
input gives the same file, and no one can turn a valid signature into another valid one.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from vendorrisk.attest import certificates
from vendorrisk.model.base import slug
from vendorrisk.model.fault import RefusedInput, UsageError
from vendorrisk.model.term import Term

ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Order of the group of P-256."""

MAX_YEARS = 10
_KEY, _CERTIFICATE = ".key.pem", ".cert.pem"


@dataclass(frozen=True)
class SigningKey:
    """A private key with its certificate, followed by the certificates that lead to a root, if any."""

    chain: tuple[x509.Certificate, ...]
    private: ec.EllipticCurvePrivateKey = field(repr=False)

    @property
    def certificate(self) -> x509.Certificate:
        """The signer's own certificate."""
        return self.chain[0]

    @property
    def issuer(self) -> str:
        """Who signs, as statements name it: ``name, organisation``."""
        return certificates.issuer_text(self.certificate)

    def sign(self, data: bytes) -> tuple[int, int]:
        """Return the ECDSA signature (r, s) of SHA-256 of ``data``."""
        r, s = decode_dss_signature(self.private.sign(data, ec.ECDSA(hashes.SHA256(), deterministic_signing=True)))
        return r, min(s, ORDER - s)

    def sign_der(self, data: bytes) -> bytes:
        """Return the signature as CMS carries it."""
        return encode_dss_signature(*self.sign(data))


def new_key(  # noqa: PLR0913  each says one thing of the certificate
    folder: Path,
    name: str,
    organisation: str,
    *,
    valid_from: dt.datetime,
    years: int,
    random: Callable[[int], bytes],
    passphrase: str = "",
) -> SigningKey:
    """Make a key with a self-signed certificate and write both to ``folder``.

    ``random`` gives that many secret random bytes. Raises :class:`UsageError` for a name or term that a certificate
    can't have, and if a key of this name exists: keys are never overwritten.
    """
    for what, text in (("name", name), ("organisation", organisation)):
        if not 0 < len(text.strip()) <= certificates.MAX_NAME or not text.isprintable():
            mend = f"It takes 1 to {certificates.MAX_NAME} letters, digits, spaces and signs on one line."
            raise UsageError(f"The {what} {text!r} can't stand in a certificate.", mend=mend)
    if not 0 < years <= MAX_YEARS:
        raise UsageError(f"A key can't be valid for {years} years.", mend=f"Choose 1 to {MAX_YEARS} years.")
    # 64 bits more than needed make the bias of the remainder negligible (FIPS 186-5, A.2.1).
    private = ec.derive_private_key(int.from_bytes(random(40)) % (ORDER - 1) + 1, ec.SECP256R1())
    certificate = _self_signed(private, name.strip(), organisation.strip(), valid_from, years, random)
    stem = _stem(name)
    encryption = BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
    files = {
        stem + _KEY: (private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption), 0o600),
        stem + _CERTIFICATE: (certificate.public_bytes(Encoding.PEM), 0o644),
    }
    if taken := [file for file in files if (folder / file).exists()]:
        raise UsageError(
            f"{folder / taken[0]} exists, and keys are never overwritten.",
            mend="Choose another name, or move the old key away first.",
        )
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for file, (data, mode) in files.items():
        _write_new(folder / file, data, mode)
    return SigningKey((certificate,), private)


def _self_signed(  # noqa: PLR0913, PLR0917
    private: ec.EllipticCurvePrivateKey,
    name: str,
    organisation: str,
    valid_from: dt.datetime,
    years: int,
    random: Callable[[int], bytes],
) -> x509.Certificate:
    subject = x509.Name(
        [x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation), x509.NameAttribute(NameOID.COMMON_NAME, name)],
    )
    start = valid_from.astimezone(dt.UTC).replace(microsecond=0)
    end = dt.datetime.combine(Term(months=12 * years, days=0).after(start.date()), start.timetz())
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    # Without emailProtection, pdfsig calls the certificate an unknown issue.
    purposes = x509.ExtendedKeyUsage([certificates.DOCUMENT_SIGNING, ExtendedKeyUsageOID.EMAIL_PROTECTION])
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(private.public_key())
        .serial_number(int.from_bytes(random(16)) >> 1 | 1)
        .not_valid_before(start)
        .not_valid_after(end)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(purposes, critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(private.public_key()), critical=False)
        .sign(private, hashes.SHA256(), ecdsa_deterministic=True)
    )


def _write_new(path: Path, data: bytes, mode: int) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(data)


def key_names(folder: Path) -> tuple[str, ...]:
    """Return the names of the keys in a folder."""
    return tuple(sorted(path.name.removesuffix(_KEY) for path in folder.glob(f"*{_KEY}")))


def certificate_path(folder: Path, name: str) -> Path:
    """Return where the certificate of a key lies: the file to give to others."""
    return folder / (_stem(name) + _CERTIFICATE)


def _stem(name: str) -> str:
    """Return the file name for a key's name; one without Latin letters or digits gets a digest."""
    return slug(name) or sha256(name.encode()).hexdigest()[:12]


def load_signer(folder: Path, name: str = "", *, passphrase: str = "") -> SigningKey:
    """Return the key of that name, or the only one.

    Raises :class:`UsageError` if there is no such key or several to choose from, and :class:`RefusedInput` if its
    files can't be read, its passphrase is wrong, or key and certificate don't belong together.
    """
    names = key_names(folder)
    stem = _stem(name) if name else names[0] if len(names) == 1 else ""
    if stem not in names:
        what = f"There is no key named {name!r}." if name else f"{len(names)} keys are in {folder}; one must be named."
        mend = f"Known: {', '.join(names)}." if names else "Make one with: vendorrisk keys new"
        raise UsageError(what if names else f"There is no signing key in {folder}.", mend=mend)
    key_path, certificate_file = folder / (stem + _KEY), folder / (stem + _CERTIFICATE)
    try:
        pem, certificate_pem = key_path.read_bytes(), certificate_file.read_bytes()
    except OSError as error:
        raise RefusedInput(f"The key {stem} can't be read: {error.strerror} ({error.filename}).") from None
    chain = certificates.read_pem(certificate_pem, str(certificate_file))
    private = _open(pem, passphrase, key_path)
    if not isinstance(private, ec.EllipticCurvePrivateKey) or private.public_key() != chain[0].public_key():
        raise RefusedInput(
            f"{key_path.name} and {certificate_file.name} don't belong together.",
            mend="Put back the two files that were made together.",
        )
    if not certificates.may_sign(chain[0]):
        raise RefusedInput(
            f"{certificate_file.name} is no certificate for signing attestations.",
            mend="It needs a P-256 key, the key usage digitalSignature, and must be no authority's.",
        )
    return SigningKey(chain, private)


def _open(pem: bytes, passphrase: str, path: Path) -> object:
    try:
        return load_pem_private_key(pem, passphrase.encode() if passphrase else None)
    except TypeError:
        locked = "needs a passphrase" if not passphrase else "has no passphrase"
        mend = "Give its passphrase." if not passphrase else "Leave the passphrase out."
        raise RefusedInput(f"{path} {locked}.", mend=mend) from None
    except ValueError:
        what = f"{path} can't be opened: the passphrase is wrong, or the file is damaged."
        raise RefusedInput(what if passphrase else f"{path} is no private key in PEM form.") from None
