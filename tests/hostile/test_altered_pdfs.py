"""Every altered attestation is refused, by the right check, in words that a reader understands, and quickly."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from attestations import NOW, check_of, signed_file, signing_key, trusting
from hostile.altered_pdfs import ALTERED

from vendorrisk.attest.trust import TrustList
from vendorrisk.attest.verify import verify

LIBRARY_WORDS = re.compile(r"Traceback|Error|Exception|pikepdf|asn1|joserfc|pydantic|\b0x|object at")


@pytest.fixture(scope="module")
def trust(tmp_path_factory: pytest.TempPathFactory) -> TrustList:
    return trusting(tmp_path_factory.mktemp("member"), signing_key())


def test_the_unaltered_file_is_valid(trust: TrustList) -> None:
    """Else every refusal below would prove nothing."""
    assert verify(signed_file(), trust, now=NOW).valid


@pytest.mark.parametrize("kind", ALTERED)
def test_altered_file_is_refused(kind: str, trust: TrustList, tmp_path: Path) -> None:
    altered = ALTERED[kind]
    path = tmp_path / "received.pdf"
    path.write_bytes(altered.make())
    begin = time.perf_counter()
    found = verify(path, trust, now=NOW)
    seconds = time.perf_counter() - begin

    assert not found.valid
    assert check_of(found, altered.check).startswith("failed: "), [check.detail for check in found.failures]
    assert altered.says in check_of(found, altered.check)
    for check in found.checks:
        assert re.fullmatch(r"[A-Z].*\.", check.detail), check.detail
        assert not LIBRARY_WORDS.search(check.detail), check.detail
    assert seconds < 2


def test_what_an_untrusted_signer_states_is_not_passed_on(trust: TrustList) -> None:
    found = verify(ALTERED["an impostor with the same names"].make(), trust, now=NOW)
    assert found.statement is None
    assert found.signer is not None
    assert found.signer.fingerprint[:16] in check_of(found, "signer_trusted")


def test_a_later_update_does_not_change_what_is_read(trust: TrustList) -> None:
    """The statement comes from the signed revision, whatever a later one puts in its place."""
    found = verify(ALTERED["the attachment replaced by an update"].make(), trust, now=NOW)
    assert found.statement is not None
    assert found.statement.verdict == "conditional"
    assert not found.valid
