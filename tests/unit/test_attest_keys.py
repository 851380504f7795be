"""Keys are made once, kept private, and refused in words when something about them is wrong."""

from __future__ import annotations

import datetime as dt
import os
import stat
from pathlib import Path
from typing import Any

import pytest
from attestations import KEY_START, pem, signing_key
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from vendorrisk.attest.certificates import issuer_text, may_sign
from vendorrisk.attest.keys import ORDER, SigningKey, certificate_path, key_names, load_signer, new_key
from vendorrisk.model.fault import RefusedInput, UsageError

PHRASE = "correct horse"


def make(folder: Path, name: str = "Jane Roe", **changes: Any) -> SigningKey:
    values: dict[str, Any] = {"valid_from": KEY_START, "years": 3, "random": os.urandom} | changes
    return new_key(folder, name, "Northwind Coalition", **values)


def test_a_new_key_is_loaded_again(tmp_path: Path) -> None:
    made = make(tmp_path)
    assert load_signer(tmp_path).chain == made.chain
    assert load_signer(tmp_path, "Jane Roe").private.private_numbers() == made.private.private_numbers()
    assert made.issuer == "Jane Roe, Northwind Coalition"
    assert key_names(tmp_path) == ("jane-roe",)
    assert certificate_path(tmp_path, "Jane Roe").read_bytes() == pem(made)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_the_private_key_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    make(tmp_path / "keys")
    assert stat.S_IMODE((tmp_path / "keys" / "jane-roe.key.pem").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700


def test_the_certificate_says_what_it_is_for(tmp_path: Path) -> None:
    certificate = make(tmp_path).certificate
    usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    purposes = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert (usage.digital_signature, usage.content_commitment, usage.key_cert_sign) == (True, True, False)
    assert not certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    assert [item.dotted_string for item in purposes] == ["1.3.6.1.5.5.7.3.36", "1.3.6.1.5.5.7.3.4"]
    assert certificate.not_valid_before_utc == KEY_START
    assert certificate.not_valid_after_utc == KEY_START.replace(year=2029)
    assert may_sign(certificate)
    certificate.verify_directly_issued_by(certificate)


def test_a_term_from_a_leap_day_ends_on_a_day_that_exists(tmp_path: Path) -> None:
    certificate = make(tmp_path, valid_from=dt.datetime(2028, 2, 29, tzinfo=dt.UTC), years=1).certificate
    assert certificate.not_valid_after_utc.date() == dt.date(2029, 2, 28)


def test_a_passphrase_is_needed_and_checked(tmp_path: Path) -> None:
    make(tmp_path, passphrase=PHRASE)
    assert load_signer(tmp_path, passphrase=PHRASE).issuer.startswith("Jane Roe")
    with pytest.raises(RefusedInput, match="needs a passphrase"):
        load_signer(tmp_path)
    with pytest.raises(RefusedInput, match="the passphrase is wrong"):
        load_signer(tmp_path, passphrase=PHRASE[1:])
    assert PHRASE.encode() not in (tmp_path / "jane-roe.key.pem").read_bytes()


def test_a_passphrase_for_a_key_without_one_is_said(tmp_path: Path) -> None:
    make(tmp_path)
    with pytest.raises(RefusedInput, match="has no passphrase"):
        load_signer(tmp_path, passphrase=PHRASE)


def test_a_key_is_never_overwritten(tmp_path: Path) -> None:
    first = make(tmp_path)
    with pytest.raises(UsageError, match="never overwritten"):
        make(tmp_path)
    assert load_signer(tmp_path).chain == first.chain


@pytest.mark.parametrize("leftover", ["jane-roe.cert.pem", "jane-roe.key.pem"])
def test_nothing_is_written_beside_a_leftover(tmp_path: Path, leftover: str) -> None:
    (tmp_path / leftover).write_bytes(b"old")
    with pytest.raises(UsageError, match="never overwritten"):
        make(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [leftover]


def test_a_name_without_latin_letters_gets_a_file(tmp_path: Path) -> None:
    made = make(tmp_path, "山田 太郎")
    assert issuer_text(made.certificate) == "山田 太郎, Northwind Coalition"
    assert load_signer(tmp_path, "山田 太郎").chain == made.chain
    assert load_signer(tmp_path).chain == made.chain
    assert certificate_path(tmp_path, "山田 太郎").read_bytes() == pem(made)


@pytest.mark.parametrize("name", ["", "  ", "x" * 65, "Jane\nRoe", "Jane\x1b[2J"])
def test_a_name_that_no_certificate_can_have_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="can't stand in a certificate"):
        make(tmp_path, name)


@pytest.mark.parametrize("years", [0, 11])
def test_a_term_out_of_bounds_is_refused(tmp_path: Path, years: int) -> None:
    with pytest.raises(UsageError, match="years"):
        make(tmp_path, years=years)


def test_a_missing_or_ambiguous_key_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no signing key"):
        load_signer(tmp_path)
    make(tmp_path)
    make(tmp_path, "John Doe")
    with pytest.raises(UsageError, match="2 keys") as error:
        load_signer(tmp_path)
    assert error.value.mend == "Known: jane-roe, john-doe."
    with pytest.raises(UsageError, match="no key named 'Max'"):
        load_signer(tmp_path, "Max")


def test_key_and_certificate_must_belong_together(tmp_path: Path) -> None:
    make(tmp_path)
    (tmp_path / "jane-roe.cert.pem").write_bytes(pem(signing_key(2)))
    with pytest.raises(RefusedInput, match="don't belong together"):
        load_signer(tmp_path)


@pytest.mark.parametrize("file", ["jane-roe.cert.pem", "jane-roe.key.pem"])
def test_a_damaged_file_is_refused(tmp_path: Path, file: str) -> None:
    make(tmp_path)
    (tmp_path / file).write_bytes(b"junk")
    with pytest.raises(RefusedInput, match="in PEM form"):
        load_signer(tmp_path)


def test_signatures_repeat_and_take_the_lower_half() -> None:
    key = signing_key()
    for number in range(20):
        data = bytes([number])
        r, s = key.sign(data)
        assert (r, s) == key.sign(data)
        assert s <= ORDER // 2
        key.private.public_key().verify(encode_dss_signature(r, s), data, ec.ECDSA(hashes.SHA256()))


def test_printing_a_key_does_not_show_it() -> None:
    assert "private" not in repr(signing_key())
