"""Attestations made by an earlier build stay valid, and today's build still makes the same.

A change of the schema changes the golden files, on purpose: ``python tests/attestations.py`` renews them.
"""

from __future__ import annotations

from pathlib import Path

from attestations import GOLDEN, check_of, signing_key, statement, trusting, verified

from vendorrisk.attest.sdjwt import sign_statement


def test_the_machine_part_is_made_as_before() -> None:
    assert sign_statement(statement(), signing_key()) == (GOLDEN / "attestation.sdjwt").read_bytes()


def test_an_issued_file_stays_valid(tmp_path: Path) -> None:
    found = verified((GOLDEN / "attestation.pdf").read_bytes(), trusting(tmp_path, signing_key()))
    assert found.valid, found.failures
    assert found.statement == statement()
    assert check_of(found, "validity") == "passed: Issued on 2026-11-23, valid until 2027-05-23."
