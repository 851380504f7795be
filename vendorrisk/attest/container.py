"""The CMS container of the PDF signature: one fixed form, rebuilt on verification and compared byte for byte.

What a signature does not protect (certificates, versions, unsigned attributes, another encoding of the same) has thus
only one accepted form, so that no byte of a signed file can be changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from asn1crypto import cms, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

from vendorrisk.attest import certificates
from vendorrisk.attest.checklist import Failed
from vendorrisk.attest.keys import ORDER

_SEQUENCE, _SET, _OCTETS, _FIELD_0 = 0x30, 0x31, 0x04, 0xA0
_VERSION_1 = bytes.fromhex("020101")
_DATA = bytes.fromhex("06092a864886f70d010701")
_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
_SHA256 = bytes.fromhex("300d06096086480165030402010500")
_ECDSA_SHA256 = bytes.fromhex("300a06082a8648ce3d040302")

_ATTRIBUTES = {"content_type", "message_digest", "signing_certificate_v2"}


@dataclass(frozen=True)
class Container:
    """A container of our form: who claims to have signed, and what."""

    chain: tuple[x509.Certificate, ...]
    """The signer's certificate first."""
    digest: bytes
    """SHA-256 of the signed bytes, as the signer stated it."""
    attributes: bytes
    signature: bytes

    def verify(self, digest: bytes) -> None:
        """Raise :class:`Failed` unless the signer signed exactly the bytes of this SHA-256."""
        if self.digest != digest:
            raise Failed("The content was changed after it was signed.")
        key = self.chain[0].public_key()
        if not certificates.is_p256(self.chain[0]) or not isinstance(key, ec.EllipticCurvePublicKey):
            raise Failed("The signer's key is not of the kind P-256.")
        try:
            r, s = decode_dss_signature(self.signature)
        except ValueError:
            raise Failed("The signature is damaged.") from None
        if s > ORDER // 2 or encode_dss_signature(r, s) != self.signature:
            raise Failed("The signature is not written in its one canonical form.")
        try:
            key.verify(self.signature, self.attributes, ec.ECDSA(hashes.SHA256()))
        except InvalidSignature:
            raise Failed("The signature does not fit the signer's certificate.") from None


def read_container(data: bytes) -> Container:
    """Read a CMS container; raise :class:`Failed`, or ``ValueError`` and its like, if it deviates from our form."""
    signed = cms.ContentInfo.load(data, strict=True)["content"]
    if not isinstance(signed, cms.SignedData) or len(signed["signer_infos"]) != 1:
        raise Failed("The signature container does not hold exactly one signature.")
    info = signed["signer_infos"][0]
    chain = _chain([choice.chosen for choice in signed["certificates"]], info["sid"].chosen)
    attributes = info["signed_attrs"]
    values = {item["type"].native: item["values"] for item in attributes}
    if values.keys() != _ATTRIBUTES or len(attributes) != len(values) or any(len(v) != 1 for v in values.values()):
        raise Failed("The signature does not state exactly what a signature of this kind states.")
    signature = info["signature"].native
    if _container(chain, attributes.contents, signature) != data:
        raise Failed("The signature container is not in the one form that is accepted.")
    _must_name(values["signing_certificate_v2"][0], chain[0])
    if values["content_type"][0].native != "data":
        raise Failed("The signature is not one of plain data.")
    return Container(
        chain=tuple(x509.load_der_x509_certificate(item.dump()) for item in chain),
        digest=values["message_digest"][0].native,
        attributes=_der(_SET, attributes.contents),
        signature=signature,
    )


def _chain(
    found: list[asn1_x509.Certificate],
    sid: cms.IssuerAndSerialNumber,
) -> list[asn1_x509.Certificate]:
    if not isinstance(sid, cms.IssuerAndSerialNumber):
        raise Failed("The signature does not name its certificate.")
    named = (sid["issuer"].dump(), sid["serial_number"].native)
    signer = [item for item in found if (item.issuer.dump(), item.serial_number) == named]
    if len(signer) != 1:
        raise Failed("The signer's certificate is missing from the signature.")
    return signer + [item for item in found if item is not signer[0]]


def _must_name(attribute: tsp.SigningCertificateV2, signer: asn1_x509.Certificate) -> None:
    named = attribute["certs"]
    if (
        len(named) != 1
        or named[0]["hash_algorithm"]["algorithm"].native != "sha256"
        or named[0]["cert_hash"].native != sha256(signer.dump()).digest()
    ):
        raise Failed("The signature was made for another certificate than the one beside it.")


def _container(chain: list[asn1_x509.Certificate], attributes: bytes, signature: bytes) -> bytes:
    """Return the bytes of the one form that a container with this content has (RFC 5652, in DER)."""
    signer = chain[0]
    info = _der(
        _SEQUENCE,
        _VERSION_1,
        _der(_SEQUENCE, signer.issuer.dump(), signer["tbs_certificate"]["serial_number"].dump()),
        _SHA256,
        _der(_FIELD_0, attributes),
        _ECDSA_SHA256,
        _der(_OCTETS, signature),
    )
    certificate_set = sorted(item.dump() for item in chain)
    signed = _der(
        _SEQUENCE,
        _VERSION_1,
        _der(_SET, _SHA256),
        _der(_SEQUENCE, _DATA),
        _der(_FIELD_0, *certificate_set),
        _der(_SET, info),
    )
    return _der(_SEQUENCE, _SIGNED_DATA, _der(_FIELD_0, signed))


def _der(tag: int, *parts: bytes) -> bytes:
    content = b"".join(parts)
    size = len(content)
    if size < 0x80:
        return bytes((tag, size)) + content
    octets = size.to_bytes((size.bit_length() + 7) // 8)
    return bytes((tag, 0x80 | len(octets))) + octets + content
