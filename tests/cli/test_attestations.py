"""keys, trust, attest, verify, register and compare, and their typical mistakes."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk import BY, GOOD, Cli

KEY = ("keys", "new", "--name", "Ines Okafor", "--organisation", "City of Hartwell")


@pytest.fixture
def signed(acme: Cli) -> Cli:
    """Return a desk with ``acme.pdf``, attested and its signer trusted."""
    said = acme(*KEY).words
    acme("attest", "acme", "-o", "acme.pdf")
    acme("trust", "add", certificate(acme))
    assert f"next vendorrisk trust add {certificate(acme)}" in said
    return acme


def certificate(desk: Cli) -> Path:
    (path,) = (desk.folder / "home" / "keys").glob("*.cert.pem")
    return path


def test_an_attestation_is_issued_verified_registered_and_compared(signed: Cli) -> None:
    assert "valid acme.pdf" in signed("verify", "acme.pdf").words
    (found,) = signed("verify", "acme.pdf", "--json").data
    assert found["valid"] is True
    assert found["statement"]["verdict"] == "meets"
    signed("register", "add", "acme.pdf")
    (kept,) = signed("register", "list", "--json").data
    assert kept["statement"]["vendor_id"] == "acme"
    assert "Acme Analytics" in signed("register", "list").words
    for said in (signed("verify", "acme.pdf").words, signed("register", "list").words):
        assert f"inherent risk {found['statement']['tier']['tier']}" in said
    assert signed("keys", "list", "--json").data[0]["name"] == "Ines Okafor"
    assert signed("trust", "list", "--json").data[0]["organisation"] == "City of Hartwell"


def test_the_same_file_is_kept_once(signed: Cli) -> None:
    signed("register", "add", "acme.pdf")
    before = signed("journal", "show", "--json").data
    signed("register", "add", "acme.pdf", "acme.pdf")
    assert len(signed("register", "list", "--json").data) == 1
    assert signed("journal", "show", "--json").data == before


def test_a_changed_file_is_refused_with_exit_1(signed: Cli) -> None:
    data = (signed.folder / "acme.pdf").read_bytes()
    (signed.folder / "altered.pdf").write_bytes(data[:2000] + bytes([data[2000] ^ 1]) + data[2001:])
    assert "NOT VALID altered.pdf" in signed("verify", "altered.pdf", code=1).words
    assert "1 of 2 files" in signed("verify", "acme.pdf", "altered.pdf", code=1).words
    signed("register", "add", "altered.pdf", code=1)
    signed("compare", "acme.pdf", "altered.pdf", code=1)
    signed("register", "add", "absent.pdf", code=1)


def test_an_unpinned_signer_is_refused_until_trusted_and_after(signed: Cli) -> None:
    (entry,) = signed("trust", "list", "--json").data
    signed("trust", "remove", entry["entry"])
    said = signed("verify", "acme.pdf", code=1).words
    assert "not on your trust list" in said
    signed("trust", "add", certificate(signed))
    signed("verify", "acme.pdf")


def test_an_expired_attestation_is_no_longer_valid(signed: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    until = signed("register", "list", "--json").data[0]["statement"]["valid_until"]
    monkeypatch.setenv("VENDORRISK_NOW", f"{until}T23:59:59+00:00")
    signed("verify", "acme.pdf")
    monkeypatch.setenv("VENDORRISK_NOW", "2029-01-01T00:00:00+00:00")
    signed("verify", "acme.pdf", code=1)
    assert "expired" in signed("register", "list").words


def test_below_meets_it_is_called_an_assessment_result(acme: Cli) -> None:
    acme("interview", "acme", "--answers", acme.answers({"access.mfa": "no"}, **BY))
    acme(*KEY)
    assert "Assessment result" in acme("attest", "acme", "-o", "acme.pdf").words


@pytest.mark.parametrize(
    ("args", "what"),
    [
        (["attest", "acme", "-o", "acme.pdf"], "There is no signing key in"),
        (["attest", "nobody", "-o", "acme.pdf"], "There is no vendor 'nobody'."),
        (["attest", "acme"], "Missing option '-o'"),
        (["keys", "new", "--name", "Ines Okafor"], "Missing option '--organisation'."),
        (["trust", "remove", "nobody"], "Nothing is trusted under the name 'nobody'."),
        (["trust", "add", "absent.pem"], "The file absent.pem can't be read: No such file or directory."),
        (["verify"], "Missing argument 'FILES...'."),
        (["verify", "absent.pdf"], "absent.pdf"),
        (["verify", "scoring"], "scoring"),
        (["compare", "acme.pdf"], "at least two"),
    ],
)
def test_mistakes_are_said_with_what_to_do(acme: Cli, args: list[str], what: str) -> None:
    assert what in acme(*args, code=2).words


@pytest.mark.parametrize(
    ("args", "what"),
    [
        (["--as-of", "2026-11-24"], "can't judge as of 2026-11-24"),
        (["--as-of", "2026-13-01"], "'2026-13-01' is no date"),
        (["--key", "other"], "other"),
        (["--disclosure", "secret"], "is not one of 'public', 'partner', 'full'"),
        (["-o", "no/where/acme.pdf"], "can't be written: No such file or directory."),
        (["-o", ""], "Name a file that ends with .pdf."),
        (["-o", "scoring"], "is a directory"),
    ],
)
def test_an_attestation_that_cannot_be_issued_freezes_and_keeps_nothing(acme: Cli, args: list[str], what: str) -> None:
    acme(*KEY)
    before = acme("journal", "show", "--json").data
    assert what in acme("attest", "acme", "-o", "acme.pdf", *args, code=2).words
    assert acme("journal", "show", "--json").data == before
    assert acme("register", "list", "--json").data == []
    assert not (acme.folder / "acme.pdf").exists()


def test_a_draft_is_not_attested(cli: Cli) -> None:
    cli("vendor", "add", "Acme")
    cli("interview", "acme", "--answers", cli.answers(GOOD))
    cli(*KEY)
    said = cli("attest", "acme", "-o", "acme.pdf", code=2).words
    assert "acme@1 is a draft" in said
    assert "vendorrisk submit acme --by" in said


def test_what_is_no_certificate_is_not_trusted(acme: Cli) -> None:
    assert "no certificate" in acme("trust", "add", "vendorrisk.toml", code=3).words


def test_what_is_no_attestation_does_not_verify(acme: Cli) -> None:
    acme("gaps", "acme", "-o", "gaps.pdf")
    for name in ("gaps.pdf", "vendorrisk.toml"):
        assert "NOT VALID" in acme("verify", name, code=1).words


def test_keys_with_a_passphrase_need_it(acme: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VENDORRISK_KEY_PASSPHRASE", "correct horse")
    acme(*KEY)
    monkeypatch.setenv("VENDORRISK_KEY_PASSPHRASE", "wrong horse")
    assert "the passphrase is wrong" in acme("attest", "acme", "-o", "acme.pdf", code=3).words
    monkeypatch.setenv("VENDORRISK_KEY_PASSPHRASE", "correct horse")
    acme("attest", "acme", "-o", "acme.pdf")


def test_a_tier_given_by_hand_is_not_signed_over_a_triage(cli: Cli) -> None:
    cli("vendor", "add", "Acme")
    cli("triage", "acme", "--answers", cli.answers({"risk.personal-data": "much"}, questionnaire="triage"))
    cli("interview", "acme", "--answers", cli.answers(GOOD, **BY))
    cli(*KEY)
    said = cli("attest", "acme", "-o", "acme.pdf", "--tier", "low", code=2).words
    assert "A triage of acme is on file, so --tier can't say what is signed." in said
    assert "vendorrisk triage acme --override low --reason '...' --by 'Name, role'" in said
    assert not (cli.folder / "acme.pdf").exists()


def test_vendors_are_compared_by_file_and_by_name(signed: Cli) -> None:
    signed("vendor", "add", "Other")
    answers = signed.answers({**GOOD, "access.mfa": "partly"}, **BY)
    signed("interview", "other", "--answers", answers)
    signed("attest", "other", "-o", "other.pdf", "--tier", "low")
    for items in (("acme.pdf", "other.pdf"), ("acme", "other"), ("acme.pdf", "other")):
        said = signed("compare", *items).words
        assert "MIN-ACC-01" in said
    assert signed("compare", "acme", "other", "--json").data
    signed("compare", "acme", "other", "-o", "compare.html")
    assert "MIN-ACC-01" in (signed.folder / "compare.html").read_text("utf-8")
    assert "'nobody' is neither a file nor in the register." in signed("compare", "acme", "nobody", code=1).words
