"""No byte of a signed file can be changed, removed or added without being noticed."""

from __future__ import annotations

import random

import pytest
from attestations import NOW, signed_file, signing_key, trusting
from hostile.altered_pdfs import flip, gap

from vendorrisk.attest.trust import TrustList
from vendorrisk.attest.verify import verify


@pytest.fixture(scope="module")
def trust(tmp_path_factory: pytest.TempPathFactory) -> TrustList:
    return trusting(tmp_path_factory.mktemp("member"), signing_key())


def valid(data: bytes, trust: TrustList) -> bool:
    return verify(data, trust, now=NOW).valid


def test_random_flips_anywhere(trust: TrustList) -> None:
    dice = random.Random(20261123)  # noqa: S311
    data = signed_file()
    assert valid(data, trust)
    for _ in range(400):
        at, mask = dice.randrange(len(data)), 1 << dice.randrange(8)
        assert not valid(flip(data, at, mask), trust), (at, mask)


def test_every_digit_of_the_signature(trust: TrustList) -> None:
    """The one part that the signature does not cover: here the form alone must hold every byte."""
    data = signed_file()
    start, end = gap(data)
    for at in range(start - 1, end + 1):
        assert not valid(flip(data, at, 1 << (at % 8)), trust), at


def test_random_cuts_and_insertions(trust: TrustList) -> None:
    dice = random.Random(23112026)  # noqa: S311
    data = signed_file()
    for _ in range(100):
        at, size = dice.randrange(len(data)), dice.randrange(1, 40)
        assert not valid(data[:at] + data[at + size :], trust), (at, size)
        assert not valid(data[:at] + dice.randbytes(size) + data[at:], trust), (at, size)


def test_any_digit_of_the_signature_swapped_for_another(trust: TrustList) -> None:
    dice = random.Random(1)  # noqa: S311
    data = signed_file()
    start, end = gap(data)
    for _ in range(300):
        at = dice.randrange(start, end)
        digit = dice.choice([d for d in b"0123456789ABCDEFabcdef" if d != data[at]])
        assert not valid(data[:at] + bytes([digit]) + data[at + 1 :], trust), at
