"""The machine part is opened only in its one form, and only what its signature covers is read."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest
from attestations import signing_key, statement

from vendorrisk.attest.sdjwt import TYPE, RefusedToken, open_token, read_statement, sign_statement
from vendorrisk.model.canonical import canonical
from vendorrisk.model.fault import RefusedInput


def b64(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def parts(token: bytes) -> tuple[bytes, bytes, bytes]:
    head, payload, signature = token.rstrip(b"~").split(b".")
    return head, payload, signature


def header_of(token: bytes) -> dict[str, Any]:
    return dict(json.loads(base64.urlsafe_b64decode(parts(token)[0] + b"==")))


def payload_of(token: bytes) -> dict[str, Any]:
    return dict(json.loads(base64.urlsafe_b64decode(parts(token)[1] + b"==")))


def signed(header: bytes, payload: bytes) -> bytes:
    """Sign any header and payload with the genuine key."""
    signing_input = b64(header) + b"." + b64(payload)
    r, s = signing_key().sign(signing_input)
    return signing_input + b"." + b64(r.to_bytes(32) + s.to_bytes(32)) + b"~"


TOKEN = sign_statement(statement(), signing_key())


def test_signing_and_opening_keep_the_statement() -> None:
    opened = open_token(TOKEN)
    assert opened.chain == signing_key().chain
    assert read_statement(opened.payload) == statement()


def test_the_payload_is_canonical_and_carries_the_registered_claims() -> None:
    opened = open_token(TOKEN)
    claims = payload_of(TOKEN)
    assert opened.payload == canonical(claims)
    assert header_of(TOKEN)["typ"] == TYPE
    assert header_of(TOKEN)["alg"] == "ES256"
    assert {name: claims[name] for name in ("iss", "iat", "exp", "jti", "vct")} == {
        "iss": "Jane Roe, Northwind Coalition",
        "iat": 1795429800,
        "exp": 1811116800,  # the midnight (UTC) that ends 2027-05-23
        "jti": statement().attestation_id,
        "vct": "vendorrisk.attestation/1",
    }


HEADER, PAYLOAD, SIGNATURE = parts(TOKEN)

MALFORMED: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "does not end"),
    "no tilde": (TOKEN[:-1], "does not end"),
    "key binding appended": (TOKEN + b"a.b.c", "does not end"),
    "disclosure": (TOKEN + b64(b'["salt","verdict","meets"]') + b"~", "disclosures"),
    "empty disclosure": (TOKEN + b"~", "disclosures"),
    "two parts": (HEADER + b"." + PAYLOAD + b"~", "three parts"),
    "four parts": (TOKEN[:-1] + b".x~", "three parts"),
    "trailing newline": (TOKEN[:-1] + b"\n~", "base64url"),
    "padding": (TOKEN[:-1] + b"=~", "base64url"),
    "ordinary base64": (HEADER + b"." + PAYLOAD[:40] + b"+/" + PAYLOAD[42:] + b"." + SIGNATURE + b"~", "base64url"),
    "space within": (b" " + TOKEN, "base64url"),
    "spare bits set": (TOKEN[:-2] + bytes([TOKEN[-2] + 1]) + b"~", "base64url"),
    "signature of another payload": (
        HEADER + b"." + PAYLOAD + b"." + parts(sign_statement(statement(product="x"), signing_key()))[2] + b"~",
        "does not fit",
    ),
    "short signature": (HEADER + b"." + PAYLOAD + b"." + SIGNATURE[:40] + b"~", "does not fit"),
    "zero signature": (HEADER + b"." + PAYLOAD + b"." + b64(bytes(64)) + b"~", "does not fit"),
    "not UTF-8": (TOKEN.replace(b".", b".\xff", 1), "base64url"),
    "five megabytes": (b"a" * 5_000_000 + TOKEN, "larger"),
}


@pytest.mark.parametrize("kind", MALFORMED)
def test_a_malformed_token_is_refused(kind: str) -> None:
    token, words = MALFORMED[kind]
    with pytest.raises(RefusedToken, match=words):
        open_token(token)


def test_any_changed_character_is_refused() -> None:
    for at in range(0, len(TOKEN), 7):
        other = b"B" if TOKEN[at : at + 1] == b"A" else b"A"
        with pytest.raises(RefusedToken):
            open_token(TOKEN[:at] + other + TOKEN[at + 1 :])


HEADERS: dict[str, tuple[dict[str, Any], str]] = {
    "none": ({"alg": "none"}, "'none'"),
    "HS256": ({"alg": "HS256"}, "'HS256'"),
    "ES384": ({"alg": "ES384"}, "'ES384'"),
    "es256 in lower case": ({"alg": "es256"}, "'es256'"),
    "alg is a list": ({"alg": ["ES256"]}, "ES256 is accepted"),
    "other typ": ({"typ": "JWT"}, "'JWT'"),
    "crit": ({"crit": ["exp"]}, "not allowed: crit"),
    "own key": ({"jwk": {"kty": "EC"}, "jku": "https://evil.example/keys"}, "not allowed: jku, jwk"),
    "kid": ({"kid": "1"}, "not allowed: kid"),
    "no certificate": ({"x5c": []}, "names no certificate"),
    "x5c no list": ({"x5c": "AAAA"}, "names no certificate"),
    "x5c numbers": ({"x5c": [1]}, "names no certificate"),
    "x5c junk": ({"x5c": ["AAAA"]}, "damaged"),
    "x5c no base64": ({"x5c": ["@@@@"]}, "damaged"),
}


@pytest.mark.parametrize("kind", HEADERS)
def test_only_the_one_header_is_accepted(kind: str) -> None:
    """Also where the genuine key signed the deviating header."""
    change, words = HEADERS[kind]
    header = json.dumps(header_of(TOKEN) | change).encode()
    with pytest.raises(RefusedToken, match=words):
        open_token(signed(header, open_token(TOKEN).payload))


@pytest.mark.parametrize(
    "header",
    [
        b"[]",
        b"null",
        b"{",
        b"\xff\xfe",
        b"[" * 20_000,
        json.dumps(header_of(TOKEN)).encode()[:-1] + b', "alg": "ES256"}',
        b'{"alg": "ES256", "typ": NaN}',
    ],
    ids=["list", "null", "open", "not utf-8", "deep", "duplicate", "nan"],
)
def test_a_header_that_is_no_plain_object_is_refused(header: bytes) -> None:
    with pytest.raises(RefusedToken, match="header can't be read"):
        open_token(signed(header, b"{}"))


def changed(change: Callable[[dict[str, Any]], object]) -> bytes:
    data = payload_of(TOKEN)
    change(data)
    return json.dumps(data).encode()


PAYLOADS: dict[str, tuple[bytes, str]] = {
    "empty object": (b"{}", "type None"),
    "not JSON": (b"hello", "no JSON"),
    "list": (b"[]", "no JSON object"),
    "duplicate key": (open_token(TOKEN).payload[:-1] + b',"verdict":"meets"}', "stands twice"),
    "duplicate key deep inside": (
        open_token(TOKEN).payload.replace(b'{"applicable":3', b'{"failed":9,"applicable":3'),
        "stands twice",
    ),
    "infinity": (open_token(TOKEN).payload.replace(b'"high":74.5', b'"high":Infinity'), "Infinity"),
    "hidden claims": (changed(lambda data: data.update(_sd=["abc"])), "hides claims"),
    "hidden claims deep inside": (changed(lambda data: data["findings"][0].update({"_sd": []})), "hides claims"),
    "hidden list item": (changed(lambda data: data["notes"].append({"...": "abc"})), "hides claims"),
    "hash algorithm of hidden claims": (changed(lambda data: data.update(_sd_alg="sha-256")), "hides claims"),
    "other type": (changed(lambda data: data.update(vct="other/1")), "'other/1'"),
    "newer schema": (changed(lambda data: data.update(schema_id="vendorrisk.attestation/2")), "schema at schema_id"),
    "unknown field": (changed(lambda data: data.update(extra=1)), "schema at extra"),
    "missing field": (changed(lambda data: data.pop("verdict")), "schema at verdict"),
    "unknown verdict": (changed(lambda data: data.update(verdict="excellent")), "schema at verdict"),
    "number as text": (changed(lambda data: data["minimums"].update(failed="0")), r"schema at minimums\.failed"),
    "exp pushed back": (changed(lambda data: data.update(exp=data["exp"] + 86400)), "don't repeat"),
    "no exp": (changed(lambda data: data.pop("exp")), "don't repeat"),
    "other iss": (changed(lambda data: data.update(iss="Someone")), "don't repeat"),
    "other jti": (changed(lambda data: data.update(jti="urn:uuid:other")), "don't repeat"),
}


@pytest.mark.parametrize("kind", PAYLOADS)
def test_a_deviating_payload_is_refused_even_if_signed(kind: str) -> None:
    payload, words = PAYLOADS[kind]
    opened = open_token(signed(json.dumps(header_of(TOKEN)).encode(), payload))
    assert opened.payload == payload
    with pytest.raises(RefusedToken, match=words):
        read_statement(opened.payload)


def test_numbers_that_json_can_not_carry_are_said() -> None:
    with pytest.raises(RefusedInput, match="exact JSON"):
        canonical({"size": 2**60})
