"""Labels that look alike: what a person can't tell apart is one label, in content, translations and workbooks."""

from __future__ import annotations

import pytest

from vendorrisk.rules.labels import likeness, named_alike


@pytest.mark.parametrize(
    "text",
    [
        "yes",
        " YES. ",
        "\u201cYes\u201d",
        "\u0423\u0435\u0455",  # Cyrillic capital U, small ie, small dze
        "\u03a5es",  # Greek capital upsilon
        "Y\u00ades",
        "Ye\u200ds",
        "\u200bYes\ufe0f",
        "\uff39\uff45\uff53",  # full width
        "'Yes",
    ],
)
def test_what_looks_like_yes(text: str) -> None:
    assert likeness(text) == likeness("Yes") == "yes"


@pytest.mark.parametrize("text", ["yess", "ye", "y es", "\u0434\u0430", "\u044f\u0435s", "no", ""])
def test_what_does_not(text: str) -> None:
    assert likeness(text) != "yes"


def test_capital_and_small_letters_of_other_alphabets_stay_one_letter() -> None:
    assert likeness("\u041d\u0435\u0442") == likeness("\u043d\u0435\u0442")
    assert likeness("\u039d\u03b1\u03b9") == likeness("\u03bd\u03b1\u03b9")


def test_the_first_that_has_such_a_name_is_named() -> None:
    names = {"a": ("Alpha", "A"), "b": ("Beta", "\u0410lpha")}
    assert named_alike("\u0430lpha", names) == "a"
    assert named_alike("beta.", names) == "b"
    assert named_alike("gamma", names) == ""
