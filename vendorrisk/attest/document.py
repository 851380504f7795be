"""Reads a signed PDF: first as bytes, to find what was signed; then, only once that holds, as a document."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from vendorrisk.attest.checklist import Failed
from vendorrisk.attest.container import Container, read_container
from vendorrisk.attest.pdfa import ATTACHMENT, FIELD

_RANGE = re.compile(rb"/ByteRange ?\[ ?0 (\d{1,9}) (\d{1,9}) (\d{1,9}) ?\]")
_HEX = re.compile(rb"<((?:[0-9A-F]{2})+)>")
_MAX_CONTAINER = 64 * 1024


class NotSigned(Failed):
    """There is no signature, or not exactly one."""


@dataclass(frozen=True)
class SignedBytes:
    """The one signature that a file carries, found without a PDF parser."""

    data: bytes
    """The signed revision: everything from the first byte to the last that the signature covers."""
    before: int
    """Where the signature itself begins."""
    after: int
    """Where it ends."""
    beyond: int
    """How many bytes follow the signed revision; 0 in a file as it was issued."""

    @property
    def digest(self) -> bytes:
        """SHA-256 of what the signature covers."""
        digest = sha256(self.data[: self.before])
        digest.update(self.data[self.after :])
        return digest.digest()

    def container(self) -> Container:
        """Read the signature; raise :class:`Failed` if it isn't in the one form that is accepted."""
        match = _HEX.fullmatch(self.data[self.before : self.after])
        if match is None:
            raise Failed("The signature is damaged.")
        raw = bytes.fromhex(match[1].decode())
        # A DER sequence with a two-byte length; zeros fill the rest of the room.
        size = 4 + int.from_bytes(raw[2:4])
        if raw[:2] != b"\x30\x82" or any(raw[size:]):
            raise Failed("The signature is damaged.")
        try:
            return read_container(raw[:size])
        except (ValueError, TypeError, KeyError, AttributeError):
            raise Failed("The signature is damaged.") from None


def find_signature(data: bytes) -> SignedBytes:
    """Return the one signature of a file.

    Raises :class:`NotSigned` if there is none or more than one, and :class:`Failed` if what it covers isn't the whole
    of a revision but for itself.
    """
    if not data.startswith(b"%PDF-"):
        raise NotSigned("It is not an attestation: a Word file, workbook, picture or the like, and no PDF.")
    count = data.count(b"/ByteRange")
    if count == 0 and b"%%EOF" not in data[-1024:]:
        raise NotSigned("The file is cut off: its end is missing, and the signature with it.")
    if count == 0:
        raise NotSigned("The file carries no signature: it is a print, scan or export, and not an attestation.")
    if count > 1:
        raise NotSigned(f"The file carries {count} signatures, and only the assessor's belongs there.")
    match = _RANGE.search(data)
    if match is None or not data.startswith(b"%PDF-1.7"):
        raise Failed("The signature does not say clearly which bytes it covers, as in a file that was saved again.")
    before, after, rest = (int(number) for number in match.groups())
    end = after + rest
    if end > len(data):
        missing = end - len(data)
        raise Failed(
            f"The signature covers {missing} bytes more than there are: cut off, or saved again after signing."
        )
    if not match.end() <= end or not 0 < before < after <= end:
        raise Failed("The signature does not cover itself in the way it must, as in a file that was saved again.")
    if after - before > 2 * _MAX_CONTAINER or data[before : before + 1] != b"<" or data[after - 1 : after] != b">":
        raise Failed(
            "The signature leaves bytes uncovered that are not the signature, as in a file that was saved again."
        )
    return SignedBytes(data[:end], before, after, len(data) - end)


@dataclass(frozen=True)
class SignedDocument:
    """A parsed signed revision."""

    pdf: pikepdf.Pdf
    signed: SignedBytes

    def check_certification(self) -> None:
        """Raise :class:`Failed` unless the signature certifies the document and allows no change."""
        certified = _dig(self.pdf.Root, "/Perms", "/DocMDP")
        references = _items(certified, "/Reference")
        if not self._is_the_signature(certified) or [_dig(item, "/TransformMethod") for item in references] != [
            Name.DocMDP,
        ]:
            raise Failed("The signature does not certify the document.")
        if _dig(references[0], "/TransformParams", "/P") != 1:
            raise Failed("The signature allows changes to the document.")

    def check_fields(self) -> None:
        """Raise :class:`Failed` unless the form consists of the one signature field, filled by this signature."""
        fields = _items(_dig(self.pdf.Root, "/AcroForm"), "/Fields")
        names = [str(_dig(field, "/T")) for field in fields]
        if names != [FIELD]:
            raise Failed(f"The form has the fields {', '.join(names) or 'none'}, and must have only {FIELD}.")
        kind, kids = _dig(fields[0], "/FT"), _dig(fields[0], "/Kids")
        if kind != Name.Sig or kids is not None or not self._is_the_signature(_dig(fields[0], "/V")):
            raise Failed(f"The field {FIELD} does not hold the signature.")

    def _is_the_signature(self, value: Any) -> bool:
        """Return whether a signature dictionary is the very one that was found in the bytes."""
        before, after, end = self.signed.before, self.signed.after, len(self.signed.data)
        contents = _dig(value, "/Contents")
        return (
            [int(number) for number in _items(value, "/ByteRange")] == [0, before, after, end - after]
            and contents is not None
            and bytes(contents) == bytes.fromhex(self.signed.data[before + 1 : after - 1].decode())
            and _dig(value, "/SubFilter") == Name("/ETSI.CAdES.detached")
        )

    def attachment(self) -> bytes:
        """Return the machine part; raise :class:`Failed` unless it is the one file that is attached."""
        tree = _dig(self.pdf.Root, "/Names", "/EmbeddedFiles")
        names, associated = _items(tree, "/Names"), _items(self.pdf.Root, "/AF")
        if _dig(tree, "/Kids") is not None or len(names) != 2 or len(associated) != 1:
            raise Failed(f"The file must have one attachment, {ATTACHMENT}, and has {len(names) // 2}.")
        file = associated[0]
        if str(names[0]) != ATTACHMENT or names[1].objgen != file.objgen or _dig(file, "/AFRelationship") != Name.Data:
            raise Failed(f"The attached file is not the statement {ATTACHMENT}.")
        stream = _dig(file, "/EF", "/F")
        if not isinstance(stream, Stream) or "/Filter" in stream:
            raise Failed("The attached statement is not stored as it must be.")
        return bytes(stream.read_raw_bytes())


def _dig(value: Any, *path: str) -> Any:
    """Return what lies at the end of a path of dictionary keys, or None."""
    for key in path:
        value = value.get(key) if isinstance(value, Dictionary) else None
    return value


def _items(value: Any, key: str) -> list[Any]:
    found = _dig(value, key)
    return list(found) if isinstance(found, Array) else []


def open_document(signed: SignedBytes) -> pikepdf.Pdf:
    """Parse the signed revision strictly; raise :class:`Failed` for an encrypted or damaged one."""
    try:
        pdf = pikepdf.open(BytesIO(signed.data), attempt_recovery=False, suppress_warnings=True)
    except pikepdf.PasswordError:
        raise Failed("The file is encrypted.") from None
    except pikepdf.PdfError:
        raise Failed("The file is no well-formed PDF.") from None
    if pdf.is_encrypted:
        raise Failed("The file is encrypted.")
    return pdf
