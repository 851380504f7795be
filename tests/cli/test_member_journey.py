"""A member receives files from several others: which to trust, and how the vendors differ."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import uuid
from pathlib import Path
from typing import Any

import pytest
from attestations import pages, pem, signing_key
from factories_statement import make_statement

from vendorrisk.attest.pdf import attest_pdf
from vendorrisk.cli.app import run
from vendorrisk.content import Content, pin
from vendorrisk.model.attestation import Statement
from vendorrisk.model.policy import Verdict

ROOT = Path(__file__).parents[2]
POLICY = pin(Content(ROOT).policy("coalition-minimum"))
PEOPLE = {1: ("Ines Okafor", "Riverside Health Trust"), 2: ("Jon Berg", "City of Lindholm")}


def key(seed: int) -> Any:
    return signing_key(seed, *PEOPLE[seed])


class Member:
    """One member's folder of received files, and what commands write there."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys

    def receive(self, name: str, verdict: Verdict = Verdict.MEETS, *, by: int = 1, **changes: Any) -> Statement:
        """Write an attestation of the vendor that the file is named for."""
        vendor = name.split("-", maxsplit=1)[0]
        told = {"vendor_name": vendor.capitalize(), "vendor_id": vendor, "ref": f"{vendor}/api@1", "product": "API"}
        identity = {"attestation_id": uuid.uuid5(uuid.NAMESPACE_URL, name).urn, "issuer": key(by).issuer}
        made = make_statement(verdict, **{**told, **identity, "policy": POLICY, **changes})
        (self.folder / f"{name}.pdf").write_bytes(attest_pdf(pages(), made, key(by)))
        return made

    def trust(self, *seeds: int) -> None:
        """Trust these people."""
        for seed in seeds:
            (self.folder / f"{seed}.pem").write_bytes(pem(key(seed)))
            assert self.do("trust", "add", f"{seed}.pem", "--name", f"person-{seed}")[0] == 0

    def do(self, *words: str) -> tuple[int, str]:
        """Run a command; return its exit code, and all that it writes on one line."""
        code = run(list(words))
        return code, " ".join("".join(self._capsys.readouterr()).split())

    def json(self, *words: str) -> Any:
        """Run a command that writes JSON; return the data."""
        run([*words, "--json"])
        return json.loads(self._capsys.readouterr().out)


@pytest.fixture
def member(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Member:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VENDORRISK_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("VENDORRISK_NOW", "2026-11-24T09:00:00+00:00")
    monkeypatch.delenv("VENDORRISK_DATABASE_URL", raising=False)
    return Member(tmp_path, capsys)


def test_every_file_gets_its_own_row_even_if_one_can_not_be_read(member: Member) -> None:
    member.trust(1)
    member.receive("acme")
    member.receive("birch", by=2)
    (member.folder / "note.docx").write_bytes(b"PK\x03\x04" + bytes(100))
    code, told = member.do("verify", "acme.pdf", "none.pdf", "home", "birch.pdf", "note.docx")
    assert code == 1
    for shown in (
        "✔ valid acme.pdf",
        "There is no file none.pdf.",
        "Name its files: vendorrisk verify home/*.pdf",
        "Jon Berg, City of Lindholm (certificate",
        "a Word file",
        "1 of 5 files are valid.",
    ):
        assert shown in told
    assert told.count("Ask the issuer for the certificate") == 1
    data = member.json("verify", "acme.pdf", "none.pdf")
    assert [one["valid"] for one in data] == [True, False]
    assert data[1]["details"] == ["There is no file none.pdf."]
    assert member.do("verify", "none.pdf")[0] == 2


def test_a_verdict_by_other_rules_than_ours_is_marked_everywhere(member: Member) -> None:
    member.trust(1)
    member.receive("acme", policy=POLICY.model_copy(update={"digest": "86a26ccd" * 8}))
    member.receive("birch")
    said = f"Not the coalition-minimum 1.0.0 that you have (theirs 86a26ccd, yours {POLICY.digest[:8]})"
    assert said in member.do("verify", "acme.pdf")[1]
    assert [note["kind"] for note in member.json("verify", "acme.pdf")[0]["notes"]] == ["rules"]
    member.do("register", "add", "acme.pdf", "birch.pdf")
    assert member.do("register", "list")[1].count(said) == 1
    assert said in member.do("compare", "acme", "birch.pdf")[1]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"id": "our-own"}, "You have no policy our-own"),
        ({"version": "2.0.0", "digest": "12" * 32}, "It rests on coalition-minimum 2.0.0, and you have 1.0.0"),
    ],
)
def test_another_policy_or_version_is_said(member: Member, change: dict[str, str], said: str) -> None:
    member.trust(1)
    member.receive("acme", policy=POLICY.model_copy(update=change))
    assert said in member.do("verify", "acme.pdf")[1]


def test_what_an_untrusted_signer_signed_is_marked_and_not_compared(member: Member) -> None:
    member.trust(1, 2)
    member.receive("acme", by=2)
    member.receive("birch")
    member.receive("cedar")
    member.do("register", "add", "acme.pdf", "birch.pdf", "cedar.pdf")
    assert "no longer trusted" not in member.do("register", "list")[1]
    member.do("trust", "remove", "person-2")
    assert member.do("register", "list")[1].count("Its signer is no longer trusted.") == 1
    code, told = member.do("compare", "acme", "birch", "cedar")
    assert code == 1
    assert "Left out: acme (signer no longer trusted)." in told
    assert "Birch" in told


def test_files_that_are_not_valid_are_left_out_and_named(member: Member) -> None:
    member.trust(1)
    member.receive("acme")
    member.receive("birch")
    member.receive("cedar", valid_until=dt.date(2026, 11, 23))
    (member.folder / "dune.pdf").write_bytes((member.folder / "acme.pdf").read_bytes() + b"\n")
    code, told = member.do("compare", "acme.pdf", "cedar.pdf", "birch.pdf", "dune.pdf", "-o", "out.html")
    assert code == 1
    left_out = "Left out: cedar.pdf (expired 2026-11-23), dune.pdf (changed after signing)."
    assert left_out in told
    assert left_out in (member.folder / "out.html").read_text(encoding="utf-8")
    code, told = member.do("compare", "acme.pdf", "cedar.pdf")
    assert code == 1
    assert "Nothing was compared: fewer than two are valid." in told
    assert member.do("compare", "acme.pdf", "birch.pdf", "-o", "out.pdf")[0] == 2


def test_of_several_in_the_register_none_is_chosen_silently(member: Member) -> None:
    member.trust(1, 2)
    member.receive("acme", issued_at=dt.datetime(2026, 11, 22, tzinfo=dt.UTC), as_of=dt.date(2026, 11, 22))
    expired = member.receive("acme-expired", Verdict.DOES_NOT_MEET, valid_until=dt.date(2026, 11, 24))
    member.receive("birch")
    member.do("register", "add", "acme.pdf", "acme-expired.pdf", "birch.pdf")
    code, told = member.do("compare", "acme", "birch")
    assert code == 2
    assert "2 attestations of acme that differ" in told
    assert expired.attestation_id[-12:] in told
    assert "The attestations disagree: does not meet, meets." in member.do("register", "list")[1]
    assert member.do("compare", expired.attestation_id[-12:], "birch")[0] == 0
    with pytest.MonkeyPatch.context() as later:
        later.setenv("VENDORRISK_NOW", "2026-11-25T09:00:00+00:00")
        code, told = member.do("compare", "acme", "birch")
        assert code == 0
        assert f"Not shown: {expired.attestation_id[-12:]} does not meet" in told
        assert "✘ does not meet" not in told
        assert "disagree" not in member.do("register", "list")[1]


def test_a_replaced_attestation_is_said_to_be(member: Member) -> None:
    member.trust(1)
    old = member.receive("acme")
    new = member.receive("acme-new", supersedes=old.attestation_id)
    said = f"Replaced by {new.attestation_id}"
    assert said not in member.do("verify", "acme.pdf")[1]
    assert said in member.do("verify", "acme.pdf", "acme-new.pdf")[1]
    member.do("register", "add", "acme-new.pdf")
    assert said in member.do("verify", "acme.pdf")[1]
    member.do("trust", "add", "1.pem")
    assert "1 already kept, 0 refused" in member.do("register", "add", "acme-new.pdf")[1]


def test_a_stranger_replaces_nothing(member: Member) -> None:
    member.trust(1, 2)
    old = member.receive("acme")
    member.receive("acme-new", by=2, supersedes=old.attestation_id)
    member.do("register", "add", "acme.pdf", "acme-new.pdf")
    assert "Replaced by" in member.do("register", "list")[1]
    member.do("trust", "remove", "person-2")
    assert "Replaced by" not in member.do("register", "list")[1]
    assert "Replaced by" not in member.do("verify", "acme.pdf", "acme-new.pdf")[1]


def test_verify_names_what_failed_and_what_is_waived(member: Member) -> None:
    member.trust(1)
    member.receive("acme", Verdict.DOES_NOT_MEET)
    told = member.do("verify", "acme.pdf")[1]
    assert "✘ does not meet (coalition-minimum 1.0.0)" in told
    assert "failed MIN-ACC-01, MIN-VUL-01" in told
    assert "undetermined MIN-INC-01" in told
    assert "waived MIN-FAI-01 (until 2027-02-28, by" in told
    assert "for partner eyes" in told


def test_both_fingerprints_are_repeated_when_a_second_key_of_a_person_is_trusted(member: Member) -> None:
    member.trust(1)
    (member.folder / "other.pem").write_bytes(pem(signing_key(9, *PEOPLE[1])))
    code, told = member.do("trust", "add", "other.pem")
    assert code == 2
    assert "You already trust another certificate of Ines Okafor" in told
    code, told = member.do("trust", "add", "other.pem", "--name", "ines-2")
    assert code == 0
    assert "You trust another certificate of Ines Okafor too:" in told
    held = {one["entry"]: one["fingerprint"] for one in member.json("trust", "list")}
    assert held["person-1"] in told
    assert held["ines-2"] in told


def test_nothing_is_signed_under_a_policy_with_faults(member: Member) -> None:
    content = member.folder / "content"
    for name in ("questionnaires", "scoring", "reports"):
        shutil.copytree(ROOT / name, content / name)
    path = content / "scoring" / "coalition-minimum" / "access.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("id: MIN-ACC-01", "id: EXP-ACC-99", 1), encoding="utf-8")
    code, told = member.do("--content", str(content), "attest", "acme", "-o", "acme.pdf")
    assert code == 3
    assert "coalition-minimum has faults, so nothing is signed under it." in told
    assert "access.yaml" in told
    assert not (member.folder / "acme.pdf").exists()


def test_piped_output_has_the_width_asked_for_and_no_trailing_spaces(
    member: Member, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    member.trust(1)
    member.receive("acme")
    monkeypatch.setenv("COLUMNS", "60")
    run(["verify", "acme.pdf", "acme.pdf"])
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 60
    assert all(line == line.rstrip() for line in lines)
