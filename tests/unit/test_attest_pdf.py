"""The signed PDF is one that others' tools accept too: poppler, pyHanko, qpdf."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from asn1crypto import x509 as asn1_x509
from attestations import ISSUED, NOW, pages, signed_file, signing_key, statement, trusting
from pikepdf import Name
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from vendorrisk.attest import certificates
from vendorrisk.attest.pdf import attest_pdf
from vendorrisk.attest.pdfa import ATTACHMENT
from vendorrisk.attest.sdjwt import sign_statement
from vendorrisk.attest.verify import verify
from vendorrisk.model.attestation import CheckState
from vendorrisk.model.fault import UsageError


def test_it_verifies_with_every_check_made(tmp_path: Path) -> None:
    path = tmp_path / "acme.pdf"
    path.write_bytes(signed_file())
    found = verify(path, trusting(tmp_path, signing_key()), now=NOW)
    assert {check.state for check in found.checks} == {CheckState.PASSED}
    assert found.valid
    assert [check.name for check in found.checks] == [
        "integrity",
        "coverage",
        "modifications",
        "signer_trusted",
        "certification",
        "signature_fields",
        "payload_from_signed_revision",
        "payload_signature",
        "same_signer",
        "payload_schema",
        "validity",
    ]
    assert found.statement == statement()
    assert found.signer is not None
    assert (found.signer.name, found.signer.organisation) == ("Jane Roe", "Northwind Coalition")
    assert found.file == str(path)


def pdfsig(program: Path, data: bytes, folder: Path) -> str:
    """Return what poppler says of a file, with no certificate store of this machine in reach."""
    (folder / "acme.pdf").write_bytes(data)
    home = {"HOME": str(folder), "PATH": os.environ.get("PATH", "")}
    command = [str(program), str(folder / "acme.pdf")]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=home).stdout


def test_poppler_calls_the_signature_valid(tmp_path: Path, tool: Callable[[str], Path]) -> None:
    said = pdfsig(tool("pdfsig"), signed_file(), tmp_path)
    for line in (
        "Signature Field Name: Assessor",
        "Signer Certificate Common Name: Jane Roe",
        "Signing Hash Algorithm: SHA-256",
        "Signature Type: ETSI.CAdES.detached",
        "Total document signed",
        "Signature Validation: Signature is Valid.",
    ):
        assert line in said
    assert "Signature #2" not in said


def test_poppler_sees_an_altered_file(tmp_path: Path, tool: Callable[[str], Path]) -> None:
    """Else its "valid" above would prove nothing."""
    said = pdfsig(tool("pdfsig"), signed_file().replace(b"/Lang (en)", b"/Lang (de)"), tmp_path)
    assert "Signature is Valid." not in said
    assert "Signature #1" in said


def test_pyhanko_finds_a_certification_of_the_whole_file() -> None:
    root = asn1_x509.Certificate.load(certificates.der(signing_key().certificate))
    signature = PdfFileReader(BytesIO(signed_file())).embedded_signatures[0]
    context = ValidationContext(trust_roots=[root], moment=NOW, allow_fetching=False)
    status = validate_pdf_signature(signature, signer_validation_context=context)
    assert (status.intact, status.valid, status.trusted) == (True, True, True)
    assert status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    assert signature.docmdp_level is not None
    assert signature.docmdp_level.name == "NO_CHANGES"
    assert signature.self_reported_timestamp == ISSUED


def test_it_has_what_pdfa_3b_asks_for() -> None:
    with pikepdf.open(BytesIO(signed_file())) as pdf:
        assert not pdf.check_pdf_syntax()
        assert pdf.pdf_version == "1.7"
        assert "/Version" not in pdf.Root
        metadata = pdf.open_metadata(update_docinfo=False)
        assert metadata.pdfa_status == "3B"
        assert metadata["dc:title"] == "Attestation: Acme <Söhne> & Co risk-api"
        assert metadata["xmp:CreateDate"] == "2026-11-23T10:30:00Z"
        assert str(pdf.docinfo["/Title"]) == "Attestation: Acme <Söhne> & Co risk-api"
        assert str(pdf.docinfo["/ModDate"]) == "D:20261123103000Z"
        intent = pdf.Root.OutputIntents[0]
        assert intent.S == Name.GTS_PDFA1
        assert intent.DestOutputProfile.read_bytes()[36:40] == b"acsp"
        file = pdf.Root.AF[0]
        assert file.AFRelationship == Name.Data
        assert file.EF.F.Subtype == Name("/application/sd-jwt")
        assert pdf.attachments[ATTACHMENT].get_file().read_bytes() == sign_statement(statement(), signing_key())
        widget = pdf.pages[0].Annots[0]
        assert int(widget.F) & 0b100_111 == 0b100  # printed; neither hidden nor invisible
        for page in pdf.pages:
            assert "/Trans" not in page


def test_a_result_below_conditional_is_not_titled_attestation() -> None:
    data = attest_pdf(pages(), statement(verdict="does_not_meet"), signing_key())
    with pikepdf.open(BytesIO(data)) as pdf:
        assert str(pdf.docinfo["/Title"]).startswith("Assessment result: ")


def test_the_same_input_gives_the_same_bytes() -> None:
    assert attest_pdf(pages(), statement(), signing_key()) == signed_file()


def test_another_statement_gives_another_file() -> None:
    assert attest_pdf(pages(), statement(scope="Other."), signing_key()) != signed_file()


def test_a_large_statement_fits() -> None:
    answers = statement().answers * 3000
    data = attest_pdf(pages(count=30), statement(answers=answers), signing_key())
    assert len(data) > 600_000


def test_a_key_signs_only_as_its_owner() -> None:
    with pytest.raises(UsageError, match="issued by Somebody Else"):
        attest_pdf(pages(), statement(issuer="Somebody Else"), signing_key())


def test_a_key_signs_only_in_its_term() -> None:
    with pytest.raises(UsageError, match="valid from 2026-01-01 to 2029-01-01, not on 2030-01-01"):
        attest_pdf(pages(), statement(issued_at=ISSUED.replace(year=2030, month=1, day=1)), signing_key())


def test_a_name_that_would_make_it_unverifiable_is_said() -> None:
    with pytest.raises(UsageError, match="/ByteRange"):
        attest_pdf(pages(), statement(vendor_name="Acme /ByteRange [0 1 2 3]"), signing_key())
