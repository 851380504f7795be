"""The trust list: certificates that a member has pinned, one PEM file each. Nothing else is trusted."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from vendorrisk.attest import certificates
from vendorrisk.model.attestation import Signer
from vendorrisk.model.base import slug
from vendorrisk.model.fault import RefusedInput, UsageError

_SUFFIX = ".pem"


@dataclass(frozen=True)
class Trusted:
    """One pinned certificate under its name."""

    name: str
    certificate: x509.Certificate

    @property
    def who(self) -> Signer:
        """Whose it is."""
        return certificates.signer_of(self.certificate)

    @property
    def is_root(self) -> bool:
        """Whether it stands for every signer that it issued, and not for itself."""
        return certificates.is_authority(self.certificate)


class TrustList:
    """A folder of pinned certificates. A missing folder is an empty list."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def entries(self) -> tuple[Trusted, ...]:
        """Return what is pinned, by name; raise :class:`RefusedInput` for a file that is no certificate."""
        return tuple(
            Trusted(path.name.removesuffix(_SUFFIX), _one(_bytes(path), str(path)))
            for path in sorted(self.folder.glob(f"*{_SUFFIX}"))
        )

    def add(self, pem: bytes, name: str = "", *, where: str = "The file") -> Trusted:
        """Pin a certificate, a signer's or a root's, under ``name`` or its own. Pinning it again changes nothing.

        Raises :class:`RefusedInput` if ``pem`` isn't one certificate that signs or issues, and :class:`UsageError`
        if the name is taken, if the certificate stands under another one, or if no ``name`` is given and another
        certificate in the same person's name is trusted already.
        """
        certificate = _one(pem, where)
        stem = slug(name or certificates.issuer_text(certificate))
        stem = stem or certificates.fingerprint(certificate)[:12]
        for entry in self.entries():
            same = entry.certificate == certificate
            if same and (entry.name == stem or not name):
                return entry
            if same:
                raise UsageError(f"This certificate is already trusted as {entry.name}.")
            if entry.name == stem:
                raise _taken(stem, entry, certificate, named=bool(name))
            if not name and reads_alike(entry.who, certificates.signer_of(certificate)):
                raise _taken(stem, entry, certificate, named=False)
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / (stem + _SUFFIX)).write_bytes(certificate.public_bytes(Encoding.PEM))
        return Trusted(stem, certificate)

    def remove(self, name: str) -> Trusted:
        """Stop trusting what is pinned under ``name``; raise :class:`UsageError` if nothing is."""
        for entry in self.entries():
            if entry.name == name:
                (self.folder / (name + _SUFFIX)).unlink()
                return entry
        known = ", ".join(entry.name for entry in self.entries()) or "none"
        raise UsageError(f"Nothing is trusted under the name {name!r}.", mend=f"Known: {known}.")

    def anchor(self, signer: x509.Certificate) -> Trusted | None:
        """Return what makes a signer trusted: its own pinned certificate, or the pinned root that issued it.

        A root may have issued certificates for many ends; only those for signing documents count.
        """
        if not certificates.may_sign(signer):
            return None
        entries = self.entries()
        pinned = (entry for entry in entries if entry.certificate == signer)
        if not certificates.is_for_documents(signer):
            return next(pinned, None)
        roots = (entry for entry in entries if certificates.issued_by(signer, entry.certificate))
        return next(pinned, None) or next(roots, None)


def reads_alike(one: Signer, other: Signer) -> bool:
    """Return whether two certificates name the same person, whatever the organisation."""
    names = [slug(who.name) or who.name.casefold() for who in (one, other)]
    return names[0] == names[1] != ""


def _taken(stem: str, entry: Trusted, certificate: x509.Certificate, *, named: bool) -> UsageError:
    if named:
        return UsageError(
            f"Another certificate is already trusted as {stem}.",
            mend="Choose another name, or remove that one first.",
        )
    held = entry.who
    return UsageError(
        f"You already trust another certificate of {held.name} ({held.fingerprint[:16]}, until "
        f"{held.not_after:%Y-%m-%d}). This one is {certificates.fingerprint(certificate)[:16]}.",
        mend="A new key is possible, so is an impostor: call them on a number that you knew before. "
        f"Only then add it with a name of its own: --name {stem}-2",
    )


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise RefusedInput(
            f"{path} in your trust list can't be read: {error.strerror}.",
            mend="Put the certificate back, or remove the file.",
        ) from None


def _one(pem: bytes, where: str) -> x509.Certificate:
    found = certificates.read_pem(pem, where)
    if len(found) != 1:
        raise RefusedInput(f"{where} holds {len(found)} certificates.", mend="Pin them one by one, each in its file.")
    if not (certificates.may_sign(found[0]) or certificates.is_authority(found[0])):
        raise RefusedInput(
            f"{where} is the certificate of neither a signer of attestations nor a root.",
            mend="A signer needs a P-256 key and the key usage digitalSignature; a root must be an authority.",
        )
    return found[0]
