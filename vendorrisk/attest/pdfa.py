"""Makes reportlab's pages a PDF/A-3b that carries the machine part as its associated file."""

from __future__ import annotations

import datetime as dt
import hashlib
from io import BytesIO
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

from vendorrisk.model.attestation import Statement
from vendorrisk.model.base import DEFAULT_LANGUAGE

ATTACHMENT = "attestation.sdjwt"
MEDIA_TYPE = "application/sd-jwt"
FIELD = "Assessor"
"""Name of the one signature field."""

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>{software}</xmp:CreatorTool>
<xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate>
<pdf:Producer>{software}</pdf:Producer>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


def archival_pdf(pages: bytes, token: bytes, statement: Statement) -> bytes:
    """Return the pages as PDF/A-3b, version 1.7, with ``token`` attached as :data:`ATTACHMENT`.

    The same input gives the same bytes. The pages must have their fonts embedded and no transparency groups of
    device colours; nothing here can add a missing font.
    """
    with pikepdf.open(BytesIO(pages)) as pdf:
        for page in pdf.pages:
            # reportlab writes an empty transition, which PDF/A forbids.
            if "/Trans" in page and not page.Trans.keys():
                del page["/Trans"]
        _describe(pdf, statement)
        _set_colours(pdf)
        _attach(pdf, token, statement)
        out = BytesIO()
        pdf.save(
            out,
            force_version="1.7",
            deterministic_id=True,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
    return out.getvalue()


def _describe(pdf: Pdf, statement: Statement) -> None:
    title = _title(pdf, statement)
    values = {
        "title": title,
        "author": statement.issuer,
        "language": statement.language,
        "software": statement.software,
        "date": statement.issued_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    xmp = _XMP.format_map({name: escape(value) for name, value in values.items()})
    pdf.Root.Metadata = pdf.make_stream(xmp.encode(), Type=Name.Metadata, Subtype=Name.XML)
    date = String(_pdf_date(statement.issued_at))
    pdf.trailer.Info = pdf.make_indirect(
        Dictionary(
            Title=String(title),
            Author=String(statement.issuer),
            Creator=String(statement.software),
            Producer=String(statement.software),
            CreationDate=date,
            ModDate=date,
        ),
    )
    pdf.Root.Lang = String(statement.language)
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    # Says that the PAdES structures of the signature go beyond PDF 1.7.
    pdf.Root.Extensions = Dictionary(ESIC=Dictionary(BaseVersion=Name("/1.7"), ExtensionLevel=1))


def _title(pdf: Pdf, statement: Statement) -> str:
    """Return the title; in another language than English the one that the pages bear."""
    if statement.language != DEFAULT_LANGUAGE:
        return str(pdf.docinfo["/Title"])
    subject = " ".join(part for part in (statement.vendor_name, statement.product) if part)
    return f"{statement.title}: {subject}"


def _pdf_date(moment: dt.datetime) -> str:
    return moment.strftime("D:%Y%m%d%H%M%SZ")


def _set_colours(pdf: Pdf) -> None:
    profile = pdf.make_stream(_srgb_profile(), N=3, Alternate=Name.DeviceRGB)
    pdf.Root.OutputIntents = Array(
        [
            Dictionary(
                Type=Name.OutputIntent,
                S=Name.GTS_PDFA1,
                OutputConditionIdentifier=String("sRGB"),
                Info=String("sRGB"),
                DestOutputProfile=profile,
            ),
        ],
    )


def _srgb_profile() -> bytes:
    """Return Little CMS's own sRGB profile (free to use), its date of making set to a fixed one."""
    from PIL import ImageCms  # noqa: PLC0415  only signing needs it

    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[24:36] = b"".join(number.to_bytes(2) for number in (2026, 1, 1, 0, 0, 0))
    return bytes(profile)


def _attach(pdf: Pdf, token: bytes, statement: Statement) -> None:
    # Unfiltered, so that a verifier reads it without inflating anything.
    content = pdf.make_stream(
        token,
        Type=Name.EmbeddedFile,
        Subtype=Name("/" + MEDIA_TYPE),
        Params=Dictionary(
            Size=len(token),
            ModDate=String(_pdf_date(statement.issued_at)),
            CheckSum=String(hashlib.md5(token, usedforsecurity=False).digest()),  # PDF names no other
        ),
    )
    file = pdf.make_indirect(
        Dictionary(
            Type=Name.Filespec,
            F=String(ATTACHMENT),
            UF=String(ATTACHMENT),
            Desc=String("The signed statement, for machines (SD-JWT)"),
            AFRelationship=Name.Data,
            EF=Dictionary(F=content, UF=content),
        ),
    )
    pdf.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=Array([String(ATTACHMENT), file])))
    pdf.Root.AF = Array([file])
