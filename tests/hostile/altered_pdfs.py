"""Altered attestations, each made from a properly signed one as an attacker, or a careless tool, would make it."""

from __future__ import annotations

import asyncio
import base64
import json
import re
from collections.abc import Callable
from io import BytesIO
from typing import Any, NamedTuple

import pikepdf
from asn1crypto import cms
from asn1crypto import x509 as asn1_x509
from attestations import ISSUED, pages, signed_file, signing_key, statement
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from pikepdf import Array, Dictionary, Name, String
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, fields
from pyhanko.sign.signers import PdfSigner
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import SignatureObject

from vendorrisk.attest import certificates
from vendorrisk.attest.keys import ORDER, SigningKey
from vendorrisk.attest.pdf import _cms_signer, attest_pdf, sign_pdf
from vendorrisk.attest.pdfa import archival_pdf
from vendorrisk.attest.sdjwt import TYPE, sign_statement


class Altered(NamedTuple):
    """How a file is altered, the check that must fail on it, and words its reader must see."""

    make: Callable[[], bytes]
    check: str
    says: str


STRANGER = 666


def stranger() -> SigningKey:
    """Another key, under the very same names."""
    return signing_key(STRANGER)


def flip(data: bytes, at: int, mask: int = 1) -> bytes:
    return data[:at] + bytes([data[at] ^ mask]) + data[at + 1 :]


def gap(data: bytes) -> tuple[int, int]:
    """Return where the signature's hexadecimal digits begin and end."""
    found = re.search(rb"/ByteRange \[0 (\d+) (\d+)", data)
    assert found is not None
    return int(found[1]) + 1, int(found[2]) - 1


def with_container(change: Callable[[cms.ContentInfo], object]) -> bytes:
    """Return the file with its signature container changed in what the signature does not protect."""
    data = signed_file()
    start, end = gap(data)
    info = cms.ContentInfo.load(bytes.fromhex(data[start:end].decode()))
    change(info["content"])
    changed: bytes = info.dump(force=True).hex().upper().encode()
    return data[:start] + changed.ljust(end - start, b"0") + data[end:]


def high_s(signed: cms.SignedData) -> None:
    signer = signed["signer_infos"][0]
    r, s = decode_dss_signature(signer["signature"].native)
    signer["signature"] = encode_dss_signature(r, ORDER - s)


def extra_certificate(signed: cms.SignedData) -> None:
    other = asn1_x509.Certificate.load(certificates.der(stranger().certificate))
    signed["certificates"].append(cms.CertificateChoices("certificate", other))


def unsigned_attribute(signed: cms.SignedData) -> None:
    attribute = cms.CMSAttribute({"type": "signing_time", "values": [cms.Time("utc_time", ISSUED)]})
    signed["signer_infos"][0]["unsigned_attrs"] = cms.CMSAttributes([attribute])


def updated(change: Callable[[IncrementalPdfFileWriter], object]) -> bytes:
    """Return the file with an incremental update, which leaves every signed byte in place."""
    writer = IncrementalPdfFileWriter(BytesIO(signed_file()))
    change(writer)
    out = BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]
    return out.getvalue()


def add_text(writer: IncrementalPdfFileWriter) -> None:
    stream = generic.StreamObject(stream_data=b"BT /F1+0 40 Tf 60 500 Td (MEETS) Tj ET")
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Contents"] = generic.ArrayObject([page.raw_get("/Contents"), writer.add_object(stream)])
    writer.update_container(page)


def add_annotation(writer: IncrementalPdfFileWriter) -> None:
    note = generic.DictionaryObject(  # type: ignore[no-untyped-call]
        {
            generic.pdf_name("/Type"): generic.pdf_name("/Annot"),
            generic.pdf_name("/Subtype"): generic.pdf_name("/FreeText"),
            generic.pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (50, 50, 300, 90))),
            generic.pdf_name("/Contents"): generic.pdf_string("The verdict is: meets"),
        },
    )
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Annots"].append(writer.add_object(note))
    writer.update_container(page)


def replace_attachment(writer: IncrementalPdfFileWriter) -> None:
    better = sign_statement(statement(verdict="meets"), stranger())
    file = writer.root["/AF"][0]
    file["/EF"]["/F"] = writer.add_object(generic.StreamObject(stream_data=better))
    writer.update_container(file)


def add_attachment(writer: IncrementalPdfFileWriter) -> None:
    root = writer.root
    root["/Names"]["/EmbeddedFiles"]["/Names"].extend(
        [generic.pdf_string("other.sdjwt"), root["/AF"].raw_get(0)],
    )
    writer.update_root()  # type: ignore[no-untyped-call]


def resaved(change: Callable[[pikepdf.Pdf], object] = lambda _: None, **options: Any) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(signed_file())) as pdf:
        change(pdf)
        pdf.save(out, **options)
    return out.getvalue()


def strip_signature(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.AcroForm
    del pdf.Root.Perms
    del pdf.pages[0].Annots


def second_signature() -> bytes:
    """Add a stranger's signature by an update, as no honest tool would: the certification forbids it."""
    steps = PdfCMSEmbedder().write_cms("Stranger", IncrementalPdfFileWriter(BytesIO(signed_file())))
    next(steps)
    steps.send(SigObjSetup(SignatureObject(subfilter=fields.SigSeedSubFilter.PADES, bytes_reserved=8192)))
    prepared, out = steps.send(SigIOSetup(md_algorithm="sha256"))
    steps.send(asyncio.run(_cms_signer(stranger()).async_sign(prepared.document_digest, "sha256", use_pades=True)))
    return bytes(out.getvalue())


def signed_otherwise(
    *,
    certify: bool = True,
    permissions: fields.MDPPerm = fields.MDPPerm.NO_CHANGES,
    field: str = "Assessor",
) -> bytes:
    """Return a file that the trusted key signed in another way than an attestation is signed."""
    token = sign_statement(statement(), signing_key())
    metadata = PdfSignatureMetadata(
        field_name=field,
        md_algorithm="sha256",
        certify=certify,
        docmdp_permissions=permissions,
        subfilter=fields.SigSeedSubFilter.PADES,
    )
    out = BytesIO()
    writer = IncrementalPdfFileWriter(BytesIO(archival_pdf(pages(), token, statement())))
    PdfSigner(metadata, signer=_cms_signer(signing_key())).sign_pdf(writer, output=out)
    return out.getvalue()


def carrying(token: bytes, change: Callable[[pikepdf.Pdf], object] = lambda _: None) -> bytes:
    """Return a file that the trusted key certified, with another machine part or structure inside."""
    out = BytesIO()
    with pikepdf.open(BytesIO(archival_pdf(pages(), token, statement()))) as pdf:
        change(pdf)
        pdf.save(out, stream_decode_level=pikepdf.StreamDecodeLevel.none, compress_streams=False)
    return sign_pdf(out.getvalue(), signing_key(), ISSUED)


def token_with(header: dict[str, Any], *, signature: bytes | None = None) -> bytes:
    """Return the machine part with header fields changed; signed again unless a signature is given."""
    original = sign_statement(statement(verdict="meets"), signing_key())
    head, payload, _ = original[:-1].split(b".")
    fields_ = {**json.loads(base64.urlsafe_b64decode(head + b"==")), **header}
    signing_input = base64.urlsafe_b64encode(json.dumps(fields_).encode()).rstrip(b"=") + b"." + payload
    if signature is None:
        r, s = signing_key().sign(signing_input)
        signature = r.to_bytes(32) + s.to_bytes(32)
    return signing_input + b"." + base64.urlsafe_b64encode(signature).rstrip(b"=") + b"~"


def second_file(pdf: pikepdf.Pdf) -> None:
    other = pdf.make_indirect(Dictionary(Type=Name.Filespec, F=String("terms.txt"), UF=String("terms.txt")))
    pdf.Root.Names.EmbeddedFiles.Names.extend([String("terms.txt"), other])


def second_field(pdf: pikepdf.Pdf) -> None:
    field = Dictionary(FT=Name.Sig, T=String("Approver"), Type=Name.Annot, Subtype=Name.Widget, Rect=[0, 0, 0, 0])
    pdf.Root.AcroForm = Dictionary(Fields=Array([pdf.make_indirect(field)]), SigFlags=3)


def compress_attachment(pdf: pikepdf.Pdf) -> None:
    import zlib  # noqa: PLC0415

    bomb = zlib.compress(bytes(50_000_000))
    pdf.Root.AF[0].EF.F.write(bomb, filter=Name.FlateDecode)


def range_replaced(*numbers: int) -> bytes:
    """Return the file with another claim of what the signature covers."""
    data = signed_file()
    found = re.search(rb"/ByteRange \[[^\]]*\] *", data)
    assert found is not None
    claim = b"/ByteRange [" + " ".join(map(str, numbers)).encode() + b"]"
    return data.replace(found[0], claim.ljust(len(found[0])))


def widened_gap() -> bytes:
    """Leave room for other bytes beside the signature, as signature wrapping does."""
    start, end = gap(signed_file())
    return range_replaced(0, start - 101, end + 1, len(signed_file()) - end - 1)


def other_issue() -> bytes:
    return attest_pdf(pages("Attestation: meets"), statement(verdict="meets"), signing_key())


def moved_signature() -> bytes:
    """Put the genuine signature of one document into another of the same issuer."""
    source, target = signed_file(), other_issue()
    (a, b), (c, d) = gap(source), gap(target)
    return target[:c] + source[a:b][: d - c] + target[d:]


def _in_page() -> int:
    """Return a place amid the first page's content."""
    with pikepdf.open(BytesIO(signed_file())) as pdf:
        content = pdf.pages[0].Contents
        assert isinstance(content, pikepdf.Stream)
        return signed_file().index(content.read_raw_bytes()) + 20


def _in_signature(offset: int) -> int:
    return gap(signed_file())[0] + offset


def _token() -> bytes:
    return sign_statement(statement(), signing_key())


ALTERED: dict[str, Altered] = {
    "a byte of the page": Altered(lambda: flip(signed_file(), _in_page()), "integrity", "changed"),
    "a byte of the attachment": Altered(
        lambda: flip(signed_file(), signed_file().index(_token()) + 900), "integrity", "changed"
    ),
    "a byte of the signature": Altered(lambda: flip(signed_file(), _in_signature(700)), "integrity", ""),
    "a digit of the signature in lower case": Altered(
        lambda: flip(signed_file(), signed_file().index(b"2A864886F70D", _in_signature(0)) + 1, 0x20),
        "integrity",
        "damaged",
    ),
    "a byte after the signature": Altered(
        lambda: flip(signed_file(), gap(signed_file())[1] - 3), "integrity", "damaged"
    ),
    "the other solution of the curve": Altered(lambda: with_container(high_s), "integrity", "canonical"),
    "a certificate slipped in": Altered(lambda: with_container(extra_certificate), "same_signer", "other certificates"),
    "an unsigned attribute slipped in": Altered(lambda: with_container(unsigned_attribute), "integrity", "one form"),
    "text added by an update": Altered(lambda: updated(add_text), "modifications", "changed after signing"),
    "an annotation added by an update": Altered(lambda: updated(add_annotation), "modifications", "changed after"),
    "the attachment replaced by an update": Altered(lambda: updated(replace_attachment), "coverage", "does not cover"),
    "an attachment added by an update": Altered(lambda: updated(add_attachment), "coverage", "does not cover"),
    "trailing bytes": Altered(lambda: signed_file() + b"\n%%EOF\n", "coverage", "does not cover"),
    "one trailing byte": Altered(lambda: signed_file() + b"\n", "modifications", "appended"),
    "prefix bytes": Altered(lambda: b"MZ" + signed_file(), "signature_fields", "not an attestation"),
    "truncated": Altered(lambda: signed_file()[:-1], "coverage", "1 bytes more"),
    "truncated in the middle": Altered(lambda: signed_file()[:9000], "signature_fields", "cut off"),
    "the revision before signing": Altered(
        lambda: signed_file()[: signed_file().index(b"%%EOF") + 6], "signature_fields", "no signature"
    ),
    "signature stripped": Altered(lambda: resaved(strip_signature), "signature_fields", "no signature"),
    "saved again by another tool": Altered(resaved, "coverage", ""),
    "saved again with compressed objects": Altered(
        lambda: resaved(object_stream_mode=pikepdf.ObjectStreamMode.generate), "coverage", "saved again"
    ),
    "encrypted": Altered(
        lambda: resaved(encryption=pikepdf.Encryption(owner="o", user="u")), "coverage", "saved again"
    ),
    "a stranger's signature added": Altered(second_signature, "signature_fields", "2 signatures"),
    "signature moved onto another document": Altered(moved_signature, "integrity", "changed"),
    "coverage with a hole": Altered(widened_gap, "coverage", "not the signature"),
    "coverage that starts late": Altered(lambda: range_replaced(9, 100, 200, 300), "coverage", "clearly"),
    "coverage of three parts": Altered(lambda: range_replaced(0, 10, 20, 30, 40, 50), "coverage", "clearly"),
    "coverage that ends early": Altered(
        lambda: range_replaced(0, gap(signed_file())[0] - 1, gap(signed_file())[1] + 1, 20),
        "coverage",
        "",
    ),
    "coverage backwards": Altered(lambda: range_replaced(0, 500, 100, 300), "coverage", "itself"),
    "an impostor with the same names": Altered(
        lambda: attest_pdf(pages(), statement(verdict="meets"), stranger()), "signer_trusted", "not on your trust list"
    ),
    "expired": Altered(
        lambda: attest_pdf(pages(), statement(valid_until=ISSUED.date()), signing_key()), "validity", "expired"
    ),
    "issued in the future": Altered(
        lambda: attest_pdf(pages(), statement(issued_at=ISSUED.replace(year=2027)), signing_key()),
        "validity",
        "future",
    ),
    "issued before the certificate": Altered(
        lambda: carrying(sign_statement(statement(issued_at=ISSUED.replace(year=2025)), signing_key())),
        "validity",
        "was not valid on 2025-11-23",
    ),
    "not certified": Altered(lambda: signed_otherwise(certify=False), "certification", "does not certify"),
    "certified with changes allowed": Altered(
        lambda: signed_otherwise(permissions=fields.MDPPerm.ANNOTATE), "certification", "allows changes"
    ),
    "signed in another field": Altered(lambda: signed_otherwise(field="Boss"), "signature_fields", "Boss"),
    "a second, empty field": Altered(lambda: carrying(_token(), second_field), "signature_fields", "Approver"),
    "a second attachment": Altered(
        lambda: carrying(_token(), second_file), "payload_from_signed_revision", "one attachment"
    ),
    "a compressed bomb as attachment": Altered(
        lambda: carrying(_token(), compress_attachment), "payload_from_signed_revision", "not stored"
    ),
    "statement signed by another key": Altered(
        lambda: carrying(sign_statement(statement(verdict="meets"), stranger())), "same_signer", "another certificate"
    ),
    "statement of another issuer": Altered(
        lambda: carrying(sign_statement(statement(issuer="The Regulator"), signing_key())),
        "same_signer",
        "The Regulator",
    ),
    "statement with alg none": Altered(
        lambda: carrying(token_with({"alg": "none"}, signature=b"")), "payload_signature", "'none'"
    ),
    "statement with alg HS256": Altered(lambda: carrying(token_with({"alg": "HS256"})), "payload_signature", "'HS256'"),
    "statement of another type": Altered(lambda: carrying(token_with({"typ": "JWT"})), "payload_signature", TYPE),
    "statement with a critical header": Altered(
        lambda: carrying(token_with({"crit": ["b64"], "b64": False})), "payload_signature", "not allowed: b64, crit"
    ),
    "statement with a disclosure": Altered(
        lambda: carrying(_token() + b"WyJhIiwgImIiLCAiYyJd~"), "payload_signature", "disclosures"
    ),
    "statement with its payload altered": Altered(
        lambda: carrying(_token().replace(b".", b".e", 1)), "payload_signature", "refused"
    ),
    "no PDF at all": Altered(lambda: b"PK\x03\x04" + bytes(2000), "signature_fields", "not an attestation"),
    "an empty file": Altered(lambda: b"", "integrity", "empty"),
    "a huge file": Altered(lambda: signed_file() + bytes(20 * 1024 * 1024), "integrity", "20 MiB"),
    "thousands of signatures": Altered(
        lambda: b"%PDF-1.7\n" + b"/ByteRange [0 1 2 3]" * 500_000, "signature_fields", ""
    ),
    "nothing but a claim": Altered(lambda: b"%PDF-1.7\n/ByteRange [0 9 11 20]" + b"<" * 60, "coverage", ""),
    "a container that nests": Altered(
        lambda: b"%PDF-1.7\n/ByteRange [0 40 20042 0]".ljust(40) + b"<" + b"3082" * 5000 + b">", "integrity", "damaged"
    ),
}
