"""The Merkle tree of RFC 6962 (SHA-256) over the journal's entries, and its two kinds of proof. Pure functions.

A leaf is the hash of one entry. A root commits to a list of leaves. An inclusion proof shows that a leaf is under a
root; a consistency proof shows that a longer list begins with a shorter one.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import rfc8785
from pydantic import JsonValue

from vendorrisk.store.contract import Event

EMPTY_ROOT = hashlib.sha256().digest()


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash of one entry."""
    return hashlib.sha256(b"\x00" + entry).digest()


def _node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


class Tree:
    """A tree that grows leaf by leaf and keeps only the roots of its full subtrees."""

    def __init__(self) -> None:
        self.size = 0
        self._peaks: list[bytes] = []

    def add(self, leaf: bytes) -> None:
        """Append one leaf hash."""
        size = self.size
        while size & 1:
            leaf = _node_hash(self._peaks.pop(), leaf)
            size >>= 1
        self._peaks.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        """Return the root of the leaves added so far."""
        if not self._peaks:
            return EMPTY_ROOT
        root = self._peaks[-1]
        for peak in reversed(self._peaks[:-1]):
            root = _node_hash(peak, root)
        return root


def tree_hash(leaves: Iterable[bytes]) -> bytes:
    """Return the root over these leaf hashes."""
    tree = Tree()
    for leaf in leaves:
        tree.add(leaf)
    return tree.root()


def _split(size: int) -> int:
    """Return the largest power of two below ``size``."""
    return 1 << ((size - 1).bit_length() - 1)


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """Return the hashes that lead from the leaf at ``index`` to the root, lowest first."""
    if len(leaves) == 1:
        return []
    split = _split(len(leaves))
    if index < split:
        return [*inclusion_proof(leaves[:split], index), tree_hash(leaves[split:])]
    return [*inclusion_proof(leaves[split:], index - split), tree_hash(leaves[:split])]


def includes(root: bytes, size: int, index: int, leaf: bytes, proof: Sequence[bytes]) -> bool:
    """Return whether ``proof`` shows that ``leaf`` is the one at ``index`` under ``root``."""
    if not 0 <= index < size:
        return False
    last = size - 1
    for sibling in proof:
        if last == 0:
            return False
        if index & 1 or index == last:
            leaf = _node_hash(sibling, leaf)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            leaf = _node_hash(leaf, sibling)
        index, last = index >> 1, last >> 1
    return last == 0 and leaf == root


def consistency_proof(leaves: Sequence[bytes], old_size: int) -> list[bytes]:
    """Return the hashes that show that these leaves begin with the first ``old_size`` of them (at least 1)."""
    return _subproof(leaves, old_size, whole=True)


def _subproof(leaves: Sequence[bytes], old_size: int, *, whole: bool) -> list[bytes]:
    if old_size == len(leaves):
        return [] if whole else [tree_hash(leaves)]
    split = _split(len(leaves))
    if old_size <= split:
        return [*_subproof(leaves[:split], old_size, whole=whole), tree_hash(leaves[split:])]
    return [*_subproof(leaves[split:], old_size - split, whole=False), tree_hash(leaves[:split])]


def extends(old_root: bytes, old_size: int, root: bytes, size: int, proof: Sequence[bytes]) -> bool:
    """Return whether ``proof`` shows that the list under ``root`` begins with the list under ``old_root``."""
    if old_size == size:
        return old_root == root and not proof
    if not 0 < old_size < size:
        return False
    path = [old_root, *proof] if old_size & (old_size - 1) == 0 else list(proof)
    index, last = old_size - 1, size - 1
    while index & 1:
        index, last = index >> 1, last >> 1
    if not path:
        return False
    old = new = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if index & 1 or index == last:
            old, new = _node_hash(sibling, old), _node_hash(sibling, new)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            new = _node_hash(new, sibling)
        index, last = index >> 1, last >> 1
    return last == 0 and old == old_root and new == root


def write_entry(kind: str, subject: str, detail: Mapping[str, JsonValue], *, by: str, at: dt.datetime) -> bytes:
    """Return an event as canonical JSON (RFC 8785); raise ``ValueError`` if ``at`` has no time zone."""
    fields: dict[str, Any] = {
        "at": _utc_text(at),
        "by": by,
        "detail": dict(detail),
        "kind": kind,
        "subject": subject,
        "v": 1,
    }
    return rfc8785.dumps(fields)


def read_entry(position: int, payload: bytes) -> Event:
    """Return the event that :func:`write_entry` wrote; raise ``ValueError`` if it is none."""
    fields = json.loads(payload)
    if not isinstance(fields, dict) or fields.pop("v", None) != 1:
        raise ValueError("no entry of a known form")
    return Event.model_validate({**fields, "position": position, "leaf": leaf_hash(payload).hex()})


def _utc_text(at: dt.datetime) -> str:
    """Return the moment in UTC as ISO text ending in ``Z``; raise ``ValueError`` if it has no time zone."""
    if at.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return at.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")
