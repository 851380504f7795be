"""Only what a member pinned is trusted: a signer itself, or a root that really issued the signer."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from attestations import KEY_START, NOW, check_of, pages, pem, signing_key, statement
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from vendorrisk.attest.certificates import DOCUMENT_SIGNING, fingerprint
from vendorrisk.attest.keys import SigningKey
from vendorrisk.attest.pdf import attest_pdf
from vendorrisk.attest.trust import TrustList
from vendorrisk.attest.verify import verify
from vendorrisk.model.fault import RefusedInput, UsageError

ROOT_KEY = ec.derive_private_key(77, ec.SECP256R1())


def certificate(  # noqa: PLR0913  the fields of a certificate
    key: ec.EllipticCurvePrivateKey,
    *,
    ca: bool,
    name: str,
    by: x509.Certificate | None = None,
    start: dt.datetime = KEY_START,
    purposes: tuple[x509.ObjectIdentifier, ...] = (DOCUMENT_SIGNING,),
) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    usage = x509.KeyUsage(not ca, not ca, False, False, False, ca, ca, False, False)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.subject if by else subject)
        .public_key(key.public_key())
        .serial_number(6 if by else 5)
        .not_valid_before(start)
        .not_valid_after(start.replace(year=start.year + 3))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(usage, critical=True)
    )
    if purposes and not ca:
        builder = builder.add_extension(x509.ExtendedKeyUsage(purposes), critical=False)
    return builder.sign(ROOT_KEY, hashes.SHA256())


def root(start: dt.datetime = KEY_START) -> x509.Certificate:
    return certificate(ROOT_KEY, ca=True, name="Coalition Root", start=start)


def issued_key(by: x509.Certificate, purposes: tuple[x509.ObjectIdentifier, ...] = (DOCUMENT_SIGNING,)) -> SigningKey:
    private = ec.derive_private_key(78, ec.SECP256R1())
    made = certificate(private, ca=False, name="Issued Assessor", by=by, purposes=purposes)
    return SigningKey((made, by), private)


def to_pem(item: x509.Certificate) -> bytes:
    return item.public_bytes(Encoding.PEM)


def test_a_pinned_signer_is_listed_found_and_removed(tmp_path: Path) -> None:
    trust = TrustList(tmp_path / "trust")
    assert trust.entries() == ()
    added = trust.add(pem(signing_key()))
    assert added.name == "jane-roe-northwind-coalition"
    assert (added.who.name, added.who.organisation, added.is_root) == ("Jane Roe", "Northwind Coalition", False)
    assert trust.entries() == (added,)
    assert trust.anchor(signing_key().certificate) == added
    assert trust.remove(added.name) == added
    assert trust.anchor(signing_key().certificate) is None
    assert trust.entries() == ()


def test_a_stranger_with_the_same_names_is_not_trusted(tmp_path: Path) -> None:
    trust = TrustList(tmp_path)
    trust.add(pem(signing_key()))
    assert trust.anchor(signing_key(2).certificate) is None


def test_pinning_again_changes_nothing(tmp_path: Path) -> None:
    trust = TrustList(tmp_path)
    first = trust.add(pem(signing_key()), "jane")
    assert trust.add(pem(signing_key())) == first
    assert trust.add(pem(signing_key()), "Jane") == first
    with pytest.raises(UsageError, match="already trusted as jane"):
        trust.add(pem(signing_key()), "other")
    with pytest.raises(UsageError, match="Another certificate is already trusted as jane"):
        trust.add(pem(signing_key(2)), "jane")


@pytest.mark.parametrize("held_as", ["", "our-assessor"])
def test_another_certificate_in_the_same_name_is_an_alarm(held_as: str, tmp_path: Path) -> None:
    """Under whatever name the first one is held."""
    trust = TrustList(tmp_path)
    first = trust.add(pem(signing_key()), held_as)
    other = fingerprint(signing_key(2).certificate)
    with pytest.raises(UsageError, match="You already trust another certificate of Jane Roe") as alarm:
        trust.add(pem(signing_key(2)))
    assert first.who.fingerprint[:16] in alarm.value.what
    assert other[:16] in alarm.value.what
    assert "impostor" in alarm.value.mend
    assert trust.entries() == (first,)
    added = trust.add(pem(signing_key(2)), "jane-new")
    assert trust.entries() == tuple(sorted((first, added), key=lambda entry: entry.name))


def test_a_name_can_not_leave_the_folder(tmp_path: Path) -> None:
    trust = TrustList(tmp_path / "trust")
    trust.add(pem(signing_key()), "../../evil")
    assert [path.name for path in trust.folder.iterdir()] == ["evil.pem"]
    with pytest.raises(UsageError, match=r"Nothing is trusted under the name '\.\./trust/evil'"):
        trust.remove("../trust/evil")


def test_a_private_key_is_never_pinned(tmp_path: Path) -> None:
    private = signing_key().private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with pytest.raises(RefusedInput, match="holds a private key"):
        TrustList(tmp_path).add(private + pem(signing_key()), where="jane.pem")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no certificate in PEM form"),
        (b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "no certificate in PEM form"),
        (pem(signing_key()) + pem(signing_key(2)), "holds 2 certificates"),
    ],
)
def test_what_is_not_one_certificate_is_refused(tmp_path: Path, data: bytes, words: str) -> None:
    with pytest.raises(RefusedInput, match=words):
        TrustList(tmp_path).add(data)
    assert not list(tmp_path.iterdir())


def test_a_broken_file_in_the_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "old.pem").write_bytes(b"junk")
    with pytest.raises(RefusedInput, match=r"old\.pem"):
        TrustList(tmp_path).entries()


def test_a_pinned_root_stands_for_the_signers_it_issued(tmp_path: Path) -> None:
    trust, key = TrustList(tmp_path), issued_key(root())
    trust.add(to_pem(root()), "root")
    data = attest_pdf(pages(), statement(issuer=key.issuer), key)
    found = verify(data, trust, now=NOW)
    assert found.valid, found.failures
    assert "trusted through root" in check_of(found, "signer_trusted")


def test_a_signer_can_not_issue_signers(tmp_path: Path) -> None:
    """An end certificate is trusted for itself, even where it signed another certificate."""
    signer = certificate(ROOT_KEY, ca=False, name="Coalition Root")
    trust = TrustList(tmp_path)
    trust.add(to_pem(signer), "signer")
    assert trust.anchor(issued_key(signer).certificate) is None
    assert trust.anchor(signer) is not None


def test_a_root_does_not_sign_attestations(tmp_path: Path) -> None:
    trust = TrustList(tmp_path)
    trust.add(to_pem(root()), "root")
    assert trust.anchor(root()) is None


def test_a_root_of_the_same_name_with_another_key_did_not_issue(tmp_path: Path) -> None:
    private = ec.derive_private_key(99, ec.SECP256R1())
    impostor = SigningKey((certificate(private, ca=True, name="Coalition Root"),), private)
    trust = TrustList(tmp_path)
    trust.add(to_pem(impostor.certificate), "root")
    assert trust.anchor(issued_key(root()).certificate) is None


def test_a_root_that_came_later_makes_nothing_valid(tmp_path: Path) -> None:
    late = root(KEY_START.replace(month=12))
    trust, key = TrustList(tmp_path), issued_key(late)
    trust.add(to_pem(late), "root")
    found = verify(attest_pdf(pages(), statement(issuer=key.issuer), key), trust, now=NOW.replace(year=2027, month=1))
    assert "certificate of Coalition Root was not valid on 2026-11-23" in check_of(found, "validity")


def test_a_strangers_name_can_not_draw_on_the_terminal(tmp_path: Path) -> None:
    private = ec.derive_private_key(5, ec.SECP256R1())
    key = SigningKey((certificate(private, ca=False, name="Evil\n\x1b[2J\u202eValid", by=root()),), private)
    found = verify(attest_pdf(pages(), statement(issuer=key.issuer), key), TrustList(tmp_path), now=NOW)
    assert found.signer is not None
    assert found.signer.name == "Evil\ufffd\ufffd[2J\ufffdValid"
    assert check_of(found, "signer_trusted").isprintable()


@pytest.mark.parametrize("purposes", [(), (ExtendedKeyUsageOID.SERVER_AUTH,), (ExtendedKeyUsageOID.EMAIL_PROTECTION,)])
def test_a_root_vouches_for_no_certificate_of_another_purpose(
    purposes: tuple[x509.ObjectIdentifier, ...], tmp_path: Path
) -> None:
    """Whoever holds the key of the root's web server must not issue attestations in any name."""
    trust = TrustList(tmp_path)
    trust.add(to_pem(root()))
    key = issued_key(root(), purposes)
    found = verify(attest_pdf(pages(), statement(issuer="Issued Assessor"), key), trust, now=NOW)
    assert not found.valid
    assert "not on your trust list" in check_of(found, "signer_trusted")
    assert found.statement is None
    trust.add(to_pem(key.certificate))
    assert trust.anchor(key.certificate) is not None


def test_a_root_with_a_constraint_that_is_not_understood_is_not_pinned(tmp_path: Path) -> None:
    names = x509.NameConstraints([x509.DNSName("example.com")], None)
    made = (
        x509.CertificateBuilder(
            root().issuer, root().subject, ROOT_KEY.public_key(), 5, KEY_START, KEY_START.replace(year=2029)
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.KeyUsage(False, False, False, False, False, True, True, False, False), critical=True)
        .add_extension(names, critical=True)
        .sign(ROOT_KEY, hashes.SHA256())
    )
    with pytest.raises(RefusedInput, match="neither a signer of attestations nor a root"):
        TrustList(tmp_path).add(to_pem(made))
