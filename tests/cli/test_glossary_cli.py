"""glossary: words with their meaning, in the terminal."""

from __future__ import annotations

import pytest
from desk import Cli

WORDS = """\
glossary: words
version: 1.2.0
entries:
  - id: second-factor
    term: second factor (2FA)
    field: security
    meaning: A proof of another kind than the password.
    see: [leaver]
    references: {made-up-1.0: [A.1, A.2]}
  - id: leaver
    term: {en: leaver, de: Abgänger}
    field: risk
    meaning: A person who leaves.
"""
FIRST = "    ask: Is a second factor required?\n"


@pytest.fixture
def words(cli: Cli) -> Cli:
    """Return the desk with a glossary of two entries, one of which a question names."""
    (cli.folder / "questionnaires" / "glossary.yaml").write_text(WORDS, "utf-8")
    section = cli.folder / "questionnaires" / "coalition-core" / "access.yaml"
    text = section.read_text("utf-8")
    assert FIRST in text
    section.write_text(text.replace(FIRST, FIRST + "    terms: [second-factor]\n"), "utf-8")
    return cli


def test_without_a_term_all_entries_are_listed_by_field_one_line_each(words: Cli) -> None:
    said = words("glossary")
    assert "Glossary 1.2.0: 2 entries" in said.words
    assert "Risk and results leaver A person who leaves." in said.words
    assert "Security second factor (2FA) A proof of another kind than the password." in said.words
    assert said.words.index("Risk and results") < said.words.index("Security")


@pytest.mark.parametrize("name", ["second-factor", "Second Factor", "2fa", "SECOND FACTOR (2FA)"])
def test_a_term_is_found_by_id_words_or_abbreviation(words: Cli, name: str) -> None:
    said = words("glossary", name).words
    assert said.startswith("second factor (2FA) Security · second-factor A proof of another kind than the password.")
    assert "see also leaver" in said
    assert "references made-up-1.0 A.1, A.2" in said
    assert "used in access.mfa Is a second factor required?" in said


def test_a_term_of_several_words_needs_no_quotes(words: Cli) -> None:
    assert words("glossary", "second", "factor").words.startswith("second factor (2FA)")


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("secnd-factor", "Did you mean 'second factor (2FA)'?"),
        ("factor", "Did you mean 'second factor (2FA)'?"),
        ("leavers", "Did you mean 'leaver'?"),
        ("blockchain", "List all: vendorrisk glossary"),
        ("?", "List all: vendorrisk glossary"),
    ],
)
def test_near_misses_are_suggested(words: Cli, name: str, hint: str) -> None:
    said = words("glossary", name, code=2).words
    assert f"The glossary has no entry '{name}'." in said
    assert hint in said


def test_json_gives_the_same(words: Cli) -> None:
    entry = words("glossary", "2FA", "--json").data
    assert entry == {
        "id": "second-factor",
        "term": "second factor (2FA)",
        "field": "security",
        "meaning": "A proof of another kind than the password.",
        "see": ["leaver"],
        "references": {"made-up-1.0": ["A.1", "A.2"]},
        "questions": ["access.mfa"],
    }
    assert [each["id"] for each in words("glossary", "--json").data] == ["second-factor", "leaver"]


def test_a_language_changes_the_texts_and_the_words_that_are_found(words: Cli) -> None:
    assert "There is no translation into 'it'." in words("glossary", "--language", "it", code=2).words
    folder = words.folder / "questionnaires" / "translations" / "de"
    folder.mkdir(parents=True)
    (folder / "glossary.yaml").write_text("", "utf-8")
    assert words("glossary", "abgänger", "--language", "de").words.startswith("Abgänger")
    assert words("glossary", "Leaver", "--language", "de").words.startswith("Abgänger")
    assert words("glossary", "leaver", "--json", "--language", "de").data["term"] == "Abgänger"


def test_content_without_a_glossary_says_so(cli: Cli) -> None:
    said = cli("glossary", code=2).words
    assert "There is no glossary in" in said
    assert "questionnaires/glossary.yaml" in said
