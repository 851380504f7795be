"""Documents in a folder or an object store, sealed, each under the SHA-256 of what it holds, through fsspec."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from vendorrisk.model.fault import UsageError, VendorRiskError
from vendorrisk.store.errors import StoreError
from vendorrisk.store.seal import Random

_NAME = re.compile(r"[0-9a-f]{64}")
_NAME_BYTES = 16


class Blobs:
    """Sealed documents in one place: a folder of this machine, or an address such as ``s3://bucket/evidence``.

    The place is looked at when a document is first asked for. A document appears under its name only when all of it
    is there; whoever reads it checks it against its name. What a killed process leaves is named ``*.part``.
    """

    def __init__(self, place: str | Path, random: Random) -> None:
        self._place = place
        self._random = random
        self._opened: tuple[Any, str] | None = None

    @property
    def place(self) -> str:
        """Return the place as it may be shown: without a password."""
        return re.sub(r"//[^/@]*@", "//", str(self._place))

    def write(self, name: str, sealed: bytes) -> None:
        """Write a document, in place of any that stands there; all or nothing."""
        with self._system() as (system, root):
            _make_folder(system, root)
            temporary = f"{root}/{self._random(_NAME_BYTES).hex()}.part"
            try:
                with system.open(temporary, "wb") as file:
                    file.write(sealed)
                    _to_disk(file)
                system.mv(temporary, f"{root}/{name}")
            except BaseException:
                with suppress(Exception):
                    system.rm_file(temporary)
                raise

    def read(self, name: str) -> bytes | None:
        """Return a document as it was written; None if there is none."""
        with self._system() as (system, root):
            try:
                found: bytes = system.cat_file(f"{root}/{name}")
            except FileNotFoundError:
                return None
            return found

    def names(self) -> frozenset[str]:
        """Return the names of all documents."""
        with self._system() as (system, root):
            try:
                paths = system.ls(root, detail=False)
            except FileNotFoundError:
                return frozenset()
        found = (str(path).rpartition("/")[2] for path in paths)
        return frozenset(name for name in found if _NAME.fullmatch(name))

    @contextmanager
    def _system(self) -> Iterator[tuple[Any, str]]:
        """Give the file system and the folder there; raise ``StoreError`` if it fails, whatever kind it is."""
        try:
            if self._opened is None:
                self._opened = _open(self._place, self.place)
            yield self._opened
        except VendorRiskError:
            raise
        except Exception as error:  # each kind of storage has errors of its own
            said = getattr(error, "strerror", None) or str(error) or type(error).__name__
            raise StoreError(
                f"the documents at {self.place} can't be reached: {said.splitlines()[0]}",
                mend="Check that the place is there and yours, or name another in VENDORRISK_EVIDENCE_URL.",
            ) from error


def _open(place: str | Path, shown: str) -> tuple[Any, str]:
    import fsspec  # noqa: PLC0415  takes longer to import than the rest of the store

    if isinstance(place, Path):
        return fsspec.filesystem("file"), place.absolute().as_posix()
    try:
        system, root = fsspec.url_to_fs(place)
    except ImportError as error:
        raise UsageError(
            f"the documents are at {shown}, and what reaches them is not installed: {error}",
            mend="Install it into the environment of vendorrisk; for s3:// that is: pip install s3fs",
        ) from error
    except ValueError as error:
        raise UsageError(
            f"{shown} is no address for documents: {error}",
            mend="Write it as file:///full/path or s3://bucket/folder, in VENDORRISK_EVIDENCE_URL.",
        ) from error
    if _is_local(system) and not Path(re.sub(r"^(file|local)://", "", place)).is_absolute():
        raise UsageError(
            f"{shown} is another folder in every place where a command runs",
            mend="Write the full path in VENDORRISK_EVIDENCE_URL, such as file:///srv/evidence.",
        )
    return system, str(root).rstrip("/")


def _is_local(system: Any) -> bool:
    return "file" in ([system.protocol] if isinstance(system.protocol, str) else system.protocol)


def _make_folder(system: Any, root: str) -> None:
    """Make the folder, for its owner only where it is one of this machine."""
    if _is_local(system):
        Path(root).mkdir(parents=True, exist_ok=True, mode=0o700)
    else:
        system.makedirs(root, exist_ok=True)


def _to_disk(file: Any) -> None:
    """Wait until a file of this machine is on the disk: an answer that names it must not outlive it."""
    file.flush()
    try:
        descriptor = file.fileno()
    except (AttributeError, io.UnsupportedOperation):
        return
    os.fsync(descriptor)
