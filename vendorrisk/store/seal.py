"""Confidential columns: AES-256-GCM, each value bound to its table, column, row and key, and the file with the key."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from vendorrisk.model.fault import UsageError
from vendorrisk.store.errors import StoreError

Random = Callable[[int], bytes]
"""Returns this many random bytes, such as ``os.urandom``."""

KEY_BYTES = 32
_KEY_ID_BYTES = 8
_NONCE_BYTES = 12


class Sealer:
    """Seals and opens with one key. A sealed value is key id, nonce, ciphertext with tag."""

    def __init__(self, key: bytes, random: Random) -> None:
        if len(key) != KEY_BYTES:
            raise UsageError(f"the store's key has {len(key)} bytes; it must have {KEY_BYTES}")
        self._cipher = AESGCM(key)
        self._key_id = hashlib.sha256(b"vendorrisk key id" + key).digest()[:_KEY_ID_BYTES]
        self._random = random

    def seal(self, plain: bytes, table: str, column: str, *row: str) -> bytes:
        """Return ``plain`` sealed for this one place in the database."""
        nonce = self._random(_NONCE_BYTES)
        return self._key_id + nonce + self._cipher.encrypt(nonce, plain, self._place(table, column, row))

    def open(self, sealed: bytes, table: str, column: str, *row: str) -> bytes:
        """Return the plain value; raise if another key sealed it, it was altered, or it belongs elsewhere."""
        start = _KEY_ID_BYTES + _NONCE_BYTES
        if sealed[:_KEY_ID_BYTES] != self._key_id:
            raise wrong_key()
        try:
            place = self._place(table, column, row)
            return self._cipher.decrypt(sealed[_KEY_ID_BYTES:start], sealed[start:], place)
        except (InvalidTag, ValueError) as error:
            raise StoreError(
                f"{table} {'/'.join(row)} was altered outside vendorrisk, or is damaged",
                mend="Put back the last good backup of the database.",
            ) from error

    def _place(self, table: str, column: str, row: tuple[str, ...]) -> bytes:
        return json.dumps([table, column, *row, self._key_id.hex()]).encode()


def wrong_key() -> UsageError:
    """Return the error that says that the key does not fit the database."""
    return UsageError(
        "the key does not fit this database: it was sealed with another one",
        mend="Put back the key file that belongs to it, or name it in VENDORRISK_KEY_FILE; nothing else opens it.",
    )


def load_key(path: Path, random: Random = os.urandom) -> bytes:
    """Return the key in this file; on first use create the file, readable by its owner only.

    Raise ``UsageError`` if the file holds no key, ``StoreError`` if it can't be read or made.
    """
    try:
        if not path.exists():
            _create_key(path, random)
        text = path.read_text(encoding="ascii", errors="replace").strip()
    except OSError as error:
        raise StoreError(
            f"the key file {path} can't be used: {error.strerror}",
            mend="Check that the file and its folder are yours, or name another in VENDORRISK_KEY_FILE.",
        ) from error
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise UsageError(
            f"{path} holds no key of vendorrisk: {2 * KEY_BYTES} hexadecimal digits are expected",
            mend="Put back the right key file. Don't make a new one for an existing database: it would fit nothing.",
        )
    return key


def _create_key(path: Path, random: Random) -> None:
    """Write the whole key under another name first, so that nobody ever reads half of it."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor, name = tempfile.mkstemp(dir=path.parent)  # mode 0600
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(random(KEY_BYTES).hex() + "\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(name, path)
        except FileExistsError:
            return  # another process was first: its key counts
    finally:
        Path(name).unlink()
