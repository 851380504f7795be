"""Names and reasons as people type them."""

from __future__ import annotations

import pytest

from vendorrisk.cli.words import may_be_one_person, said, says_something
from vendorrisk.model.fault import UsageError


@pytest.mark.parametrize(
    "other",
    [
        "INES OKAFOR",
        "Okafor, Ines",
        "Ines Okafor, CISO",
        "ines.okafor@riverside.example",
        "Ines",
        "I. Okafor",
        "InesOkafor",
        "Inés Ókafor",
        "Ines_Okafor",
        "Ines\u00a0Okafor",
        "Ines Oka\u00adfor",
        "\u202eInes Okafor",
        "lnes Okafor",
        "\u0406nes \u041ek\u0430for",
        "\uff29\uff4e\uff45\uff53 Okafor",
    ],
)
def test_another_spelling_makes_no_other_person(other: str) -> None:
    assert may_be_one_person("Ines Okafor", other)
    assert may_be_one_person(other, "Ines Okafor")


@pytest.mark.parametrize("other", ["Ada Okafor", "Ines Adams", "Ada Chief", "J. Okafor", "Rob Okaforsen", "", "-"])
def test_other_names_are_other_people(other: str) -> None:
    assert not may_be_one_person("Ines Okafor", other)
    assert not may_be_one_person(other, "Ines Okafor")


@pytest.mark.parametrize("text", ["", " ", ".", "---", "\u200d", "\u3164", "\u2800", "\u00ad", "\U0001f642"])
def test_what_holds_no_letter_says_nothing(text: str) -> None:
    assert not says_something(text)
    assert said("--by", text) == ""


def test_what_is_said_is_cleaned_and_not_endless() -> None:
    assert said("--by", " \u202e名\x1b[31m ") == "名[31m"
    with pytest.raises(UsageError, match="--by has 6 characters; at most 5 fit"):
        said("--by", "x" * 6, most=5)
