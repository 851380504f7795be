"""The machine part: the statement as an SD-JWT (RFC 9901), ES256, with no disclosures in this version.

What was signed is checked as bytes before anything in it is read.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey
from pydantic import ValidationError

from vendorrisk.attest import certificates
from vendorrisk.attest.keys import SigningKey
from vendorrisk.model.attestation import SCHEMA, Statement
from vendorrisk.model.canonical import canonical, read_json_object

TYPE = "vendorrisk-attestation+sd-jwt"
ALGORITHM = "ES256"
MAX_BYTES = 4 * 1024 * 1024
_SELECTIVE = {"_sd", "_sd_alg", "..."}


class _Registry(jws.JWSRegistry):
    """Room for a certificate chain in the header and for hundreds of answers in the payload."""

    max_header_length = 32 * 1024
    max_payload_length = MAX_BYTES


class RefusedToken(Exception):  # noqa: N818  says what happened
    """The token is not one of ours; the message says why, as the end of a sentence."""


@dataclass(frozen=True)
class Opened:
    """A token whose signature holds: who signed, and the exact bytes that were signed."""

    chain: tuple[x509.Certificate, ...]
    payload: bytes


def sign_statement(statement: Statement, key: SigningKey) -> bytes:
    """Return the statement as a compact SD-JWT; it ends in ``~`` because nothing follows to disclose."""
    header = {
        "alg": ALGORITHM,
        "typ": TYPE,
        "x5c": [base64.b64encode(certificates.der(item)).decode() for item in key.chain],
    }
    payload = {**statement.model_dump(mode="json"), **_claims(statement)}
    signing_input = _encode(canonical(header)) + b"." + _encode(canonical(payload))
    r, s = key.sign(signing_input)
    return signing_input + b"." + _encode(r.to_bytes(32) + s.to_bytes(32)) + b"~"


def open_token(token: bytes) -> Opened:
    """Check form, header and signature; raise :class:`RefusedToken` for the first thing wrong.

    The signature is checked against the certificate in the header: who that is, and whether to trust it, is for the
    caller to decide.
    """
    if len(token) > MAX_BYTES:
        raise RefusedToken(f"it is larger than {MAX_BYTES // 1024 // 1024} MiB")
    if not token.endswith(b"~"):
        raise RefusedToken("it does not end where an SD-JWT without disclosures ends")
    if token.count(b"~") > 1:
        raise RefusedToken("it carries disclosures, which this version does not have")
    parts = token[:-1].split(b".")
    if len(parts) != 3:
        raise RefusedToken("it does not have the three parts of a signed token")
    header_bytes, payload, _ = (_decode(part) for part in parts)
    chain = _chain(header_bytes)
    key = ECKey.import_key({"kty": "EC", "crv": "P-256", **_coordinates(chain[0])})
    try:
        jws.deserialize_compact(token[:-1], key, registry=_Registry(algorithms=[ALGORITHM]))
    except (JoseError, ValueError):
        raise RefusedToken("its signature does not fit its content") from None
    return Opened(chain, payload)


def read_statement(payload: bytes) -> Statement:
    """Return the statement that a signed payload holds; raise :class:`RefusedToken` if it is none of this schema."""
    try:
        data = read_json_object(payload)
    except ValueError as error:
        raise RefusedToken(f"its payload can't be read: {error}") from None
    if _has_selective_claims(data):
        raise RefusedToken("it hides claims, which this version does not do")
    claims = {name: data.pop(name, None) for name in ("iss", "iat", "exp", "jti", "vct")}
    if claims["vct"] != SCHEMA:
        raise RefusedToken(f"it is of the type {claims['vct']!r}, and this version reads {SCHEMA!r}")
    try:
        statement = Statement.model_validate_json(json.dumps(data), strict=True)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise RefusedToken(f"it does not follow its schema at {place}: {first['msg']}") from None
    if claims != _claims(statement):
        raise RefusedToken("its claims iss, iat, exp, jti don't repeat what the statement says")
    return statement


def _claims(statement: Statement) -> dict[str, Any]:
    end = dt.datetime.combine(statement.valid_until, dt.time(), dt.UTC) + dt.timedelta(days=1)
    return {
        "iss": statement.issuer,
        "iat": int(statement.issued_at.timestamp()),
        "exp": int(end.timestamp()),
        "jti": statement.attestation_id,
        "vct": SCHEMA,
    }


def _chain(header_bytes: bytes) -> tuple[x509.Certificate, ...]:
    try:
        header = read_json_object(header_bytes)
    except ValueError as error:
        raise RefusedToken(f"its header can't be read: {error}") from None
    if header.get("alg") != ALGORITHM:
        raise RefusedToken(f"it is signed with the algorithm {header.get('alg')!r}, and only {ALGORITHM} is accepted")
    if header.get("typ") != TYPE:
        raise RefusedToken(f"it is of the type {header.get('typ')!r}, and only {TYPE} is accepted")
    if extra := sorted(header.keys() - {"alg", "typ", "x5c"}):
        raise RefusedToken(f"its header has fields that are not allowed: {', '.join(extra)}")
    entries = header.get("x5c")
    if not isinstance(entries, list) or not entries or not all(isinstance(item, str) for item in entries):
        raise RefusedToken("its header names no certificate")
    try:
        chain = tuple(x509.load_der_x509_certificate(base64.b64decode(item, validate=True)) for item in entries)
    except ValueError:
        raise RefusedToken("a certificate in its header is damaged") from None
    if not certificates.is_p256(chain[0]):
        raise RefusedToken("its certificate has no P-256 key")
    return chain


def _coordinates(certificate: x509.Certificate) -> dict[str, str]:
    # The uncompressed point: 04, x, y.
    point = certificate.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return {"x": _encode(point[1:33]).decode(), "y": _encode(point[33:]).decode()}


def _has_selective_claims(data: Any) -> bool:
    if isinstance(data, dict):
        return not _SELECTIVE.isdisjoint(data) or any(map(_has_selective_claims, data.values()))
    return isinstance(data, list) and any(map(_has_selective_claims, data))


def _encode(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def _decode(part: bytes) -> bytes:
    try:
        data = base64.b64decode(part + b"=" * (-len(part) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise RefusedToken("it is not written in base64url") from None
    # Spare bits at the end would let one content have several spellings.
    if _encode(data) != part:
        raise RefusedToken("it is not written in base64url")
    return data
