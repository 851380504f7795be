"""The Merkle tree against published vectors of RFC 6962 implementations, and the laws of its proofs."""

from __future__ import annotations

import datetime as dt
import hashlib

import pytest
from factories_store import AT
from hypothesis import given
from hypothesis import strategies as st

from vendorrisk.store.journal import (
    Tree,
    consistency_proof,
    extends,
    includes,
    inclusion_proof,
    leaf_hash,
    read_entry,
    tree_hash,
    write_entry,
)

# Inputs and results as in the test data of Certificate Transparency (merkletree tests).
ENTRIES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
LEAVES = [leaf_hash(entry) for entry in ENTRIES]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
INCLUSION = {
    (0, 1): [],
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (1, 5): [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
CONSISTENCY = {
    (1, 1): [],
    (1, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}


@pytest.mark.parametrize("size", range(9))
def test_roots(size: int) -> None:
    assert tree_hash(LEAVES[:size]).hex() == ROOTS[size]


@pytest.mark.parametrize(("index", "size"), INCLUSION)
def test_inclusion_proofs(index: int, size: int) -> None:
    assert [item.hex() for item in inclusion_proof(LEAVES[:size], index)] == INCLUSION[index, size]


@pytest.mark.parametrize(("old", "new"), CONSISTENCY)
def test_consistency_proofs(old: int, new: int) -> None:
    assert [item.hex() for item in consistency_proof(LEAVES[:new], old)] == CONSISTENCY[old, new]


def recursive_root(leaves: list[bytes]) -> bytes:
    """Return the root by the definition in RFC 6962, section 2.1."""
    if len(leaves) < 2:
        return leaves[0] if leaves else hashlib.sha256().digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return hashlib.sha256(b"\x01" + recursive_root(leaves[:split]) + recursive_root(leaves[split:])).digest()


def leaves_of(size: int) -> list[bytes]:
    return [leaf_hash(str(number).encode()) for number in range(size)]


@given(st.integers(0, 300))
def test_the_growing_tree_has_the_root_of_the_definition(size: int) -> None:
    tree = Tree()
    for leaf in leaves_of(size):
        tree.add(leaf)
    assert (tree.size, tree.root()) == (size, recursive_root(leaves_of(size)))


@given(st.data(), st.integers(1, 130))
def test_a_proof_shows_its_leaf_and_no_other(data: st.DataObject, size: int) -> None:
    leaves = leaves_of(size)
    index = data.draw(st.integers(0, size - 1))
    root, proof = tree_hash(leaves), inclusion_proof(leaves, index)
    assert includes(root, size, index, leaves[index], proof)
    assert not includes(root, size, index, leaf_hash(b"other"), proof)
    assert not includes(leaf_hash(b"other"), size, index, leaves[index], proof)
    assert not includes(root, size, index, leaves[index], [*proof, leaves[0]])
    assert not includes(root, size, index + size, leaves[index], proof)
    other = data.draw(st.integers(0, size - 1))
    assert includes(root, size, other, leaves[index], proof) == (other == index)
    if proof:
        assert not includes(root, size, index, leaves[index], proof[:-1])


@given(st.data(), st.integers(1, 130))
def test_a_proof_shows_that_a_log_only_grew(data: st.DataObject, size: int) -> None:
    leaves = leaves_of(size)
    old = data.draw(st.integers(1, size))
    old_root, root = tree_hash(leaves[:old]), tree_hash(leaves)
    proof = consistency_proof(leaves, old)
    assert extends(old_root, old, root, size, proof)
    rewritten = tree_hash([leaf_hash(b"other"), *leaves[1:old]])
    assert not extends(rewritten, old, root, size, proof)
    assert not extends(old_root, old, leaf_hash(b"other"), size, proof)
    assert not extends(old_root, old, root, size, [*proof, root])
    if proof:
        assert not extends(old_root, old, root, size, proof[:-1])
        assert not extends(old_root, old, root, size, [])


def test_an_entry_reads_as_it_was_written() -> None:
    at = AT.astimezone(dt.timezone(dt.timedelta(hours=-3)))
    payload = write_entry("waived", "acme@1", {"criterion": "MIN-ACC-01", "n": 1}, by="Ana", at=at)
    assert payload == (
        b'{"at":"2026-11-23T09:30:00Z","by":"Ana","detail":{"criterion":"MIN-ACC-01","n":1},'
        b'"kind":"waived","subject":"acme@1","v":1}'
    )
    event = read_entry(7, payload)
    assert (event.position, event.kind, event.subject, event.by, event.at) == (7, "waived", "acme@1", "Ana", AT)
    assert event.detail == {"criterion": "MIN-ACC-01", "n": 1}
    assert event.leaf == leaf_hash(payload).hex()


@pytest.mark.parametrize("payload", [b"", b"[]", b"{}", b'{"v":2}', b'{"v":1}', b'{"v":1,"position":3,"x":1}', b"\xff"])
def test_what_is_no_entry_is_refused(payload: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  which one depends on the damage; callers catch this type
        read_entry(0, payload)
