"""Attestations and trust lists that try to be believed, or to have the wrong one blamed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from attestations import ISSUED, NOW, check_of, pages, signed_file, signing_key, statement, trusting
from hostile.altered_pdfs import carrying, token_with

from vendorrisk.attest.pdf import attest_pdf
from vendorrisk.attest.sdjwt import sign_statement
from vendorrisk.attest.verify import verify
from vendorrisk.model.fault import RefusedInput


def _directory(path: Path) -> None:
    path.mkdir()


def _dangling(path: Path) -> None:
    path.symlink_to(path.with_name("nowhere"))


def _garbage(path: Path) -> None:
    path.write_bytes(b"\x00\x05\x16\x07")


@pytest.mark.parametrize("make", [_directory, _dangling, _garbage])
def test_a_broken_trust_list_is_not_blamed_on_the_file(make: object, tmp_path: Path) -> None:
    trust = trusting(tmp_path, signing_key())
    make(trust.folder / "broken.pem")  # type: ignore[operator]
    with pytest.raises(RefusedInput, match=r"broken\.pem"):
        verify(signed_file(), trust, now=NOW)


def test_a_verdict_of_tomorrow_is_refused(tmp_path: Path) -> None:
    """Else a later date would make the attestation last longer than the policy's cadence."""
    trust = trusting(tmp_path, signing_key())
    tomorrow = statement(as_of=ISSUED.date() + dt.timedelta(days=1))
    found = verify(attest_pdf(pages(), tomorrow, signing_key()), trust, now=NOW)
    assert "a day after the one on which it was issued" in check_of(found, "validity")


@pytest.mark.parametrize(
    ("now", "valid"),
    [
        (dt.datetime(2027, 5, 23, 23, 59, 59, tzinfo=dt.UTC), True),
        (dt.datetime(2027, 5, 24, 0, 0, 0, tzinfo=dt.UTC), False),
        (dt.datetime(2027, 5, 24, 1, 0, tzinfo=dt.timezone(dt.timedelta(hours=2))), True),
        (dt.datetime(2027, 5, 23, 20, 0, tzinfo=dt.timezone(-dt.timedelta(hours=5))), False),
        (ISSUED - dt.timedelta(minutes=6), False),
    ],
)
def test_validity_ends_with_its_last_day_in_utc(now: dt.datetime, valid: bool, tmp_path: Path) -> None:  # noqa: FBT001
    trust = trusting(tmp_path, signing_key())
    assert verify(signed_file(), trust, now=now).valid is valid


@pytest.mark.parametrize(
    "field",
    [
        {"jwk": {"kty": "EC"}},
        {"kid": "1"},
        {"x5u": "https://evil.example/cert"},
        {"jku": "https://evil.example/keys"},
        {"crit": []},
        {"b64": False},
        {"x5t#S256": "AA"},
    ],
)
def test_a_header_that_names_another_key_is_refused(field: dict[str, object], tmp_path: Path) -> None:
    found = verify(carrying(token_with(field)), trusting(tmp_path, signing_key()), now=NOW)
    assert "not allowed" in check_of(found, "payload_signature")
    assert found.statement is None


def test_a_token_of_another_attestation_of_the_same_signer_is_what_is_read(tmp_path: Path) -> None:
    """The pages are a rendering: what counts is the statement, and verify shows that one."""
    other = statement(vendor_name="Another vendor", verdict="does_not_meet")
    found = verify(carrying(sign_statement(other, signing_key())), trusting(tmp_path, signing_key()), now=NOW)
    assert found.statement is not None
    assert found.statement.vendor_name == "Another vendor"
