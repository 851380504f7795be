"""What the documents say about the program is true: commands, variables, messages, tests, links, pictures."""

from __future__ import annotations

import ast
import re
import shlex
from functools import cache
from pathlib import Path

import click
import pytest

from vendorrisk.cli.app import app
from vendorrisk.content import Content
from vendorrisk.model.policy import Level

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = sorted(
    path.relative_to(ROOT).as_posix()
    for pattern in ("*.md", "docs/**/*.md", "questionnaires/*.md", "scoring/*.md", "reports/**/*.md", "samples/*.md")
    for path in ROOT.glob(pattern)
)
GUIDES = [name for name in DOCUMENTS if name.startswith("docs/guide-")]
THREATS = "docs/threat-model.md"
LARGEST_PICTURE = 200 * 1024
OVERLAYS = ("finance", "health", "public-sector", "high-risk-ai")


def text_of(document: str) -> str:
    return (ROOT / document).read_text(encoding="utf-8")


def section(text: str, heading: str) -> str:
    """Return what stands under a heading, up to the next one."""
    return text.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]


def first_cells(text: str) -> list[str]:
    """Return the first cell of each row of a text's tables, heads and rules left out."""
    rows = [line.strip("|").split("|")[0].strip() for line in text.splitlines() if line.startswith("|")]
    rules = [number for number, cell in enumerate(rows) if cell.startswith("---")]
    return [cell for number, cell in enumerate(rows) if number not in rules and number + 1 not in rules]


def test_the_table_of_commands_has_every_command_in_the_order_of_the_help() -> None:
    cells = [cell for cell in first_cells(section(README, "Commands")) if cell.startswith("`")]
    shown = [re.findall(r"`([^`]+)`", cell) for cell in cells]
    context = click.Context(app)
    expected = []
    for name in app.list_commands(context):
        command = app.get_command(context, name)
        assert command is not None
        subcommands = sorted(command.commands) if isinstance(command, click.Group) else []
        expected.append((name, subcommands))
    found = [(first.split()[0], sorted([*first.split()[1:], *others])) for first, *others in shown]
    assert found == expected


@pytest.mark.parametrize("document", DOCUMENTS)
def test_commands_in_sentences_exist_with_their_options(document: str) -> None:
    for line in re.findall(r"`(vendorrisk [a-z][^`]*)`", text_of(document)):
        words = shlex.split(line)[1:]
        command: click.Command = app
        while isinstance(command, click.Group) and words:
            found = command.get_command(click.Context(command), words.pop(0))
            assert found is not None, f"{document}: {line}"
            command = found
        known = {"--help", *(name for option in command.params for name in option.opts)}
        assert {word for word in words if word.startswith("-")} <= known, f"{document}: {line}"


def test_the_table_of_exit_codes_is_that_of_the_help() -> None:
    assert app.epilog is not None
    promised = dict(re.findall(r"(\d+) ([a-z ]+)", app.epilog))
    table = dict(re.findall(r"^\| (\d+) \| (.+) \|$", section(README, "Commands"), re.MULTILINE))
    assert {"130"} == table.keys() - promised.keys()
    for code, meaning in promised.items():
        assert table[code].startswith(meaning), f"{code}: {meaning}"


def test_what_ships_is_counted_as_it_is() -> None:
    content, said = Content(ROOT), section(README, "What it asks and requires")
    for name in ("triage", "coalition-core", "coalition-lite"):
        (row,) = [line for line in said.splitlines() if line.startswith(f"| `{name}` |")]
        assert re.findall(r" (\d+) ", row) == [str(len(content.questionnaire(name).questions))]
    criteria = content.policy("coalition-minimum").criteria
    minimums = sum(criterion.level is Level.MINIMUM for criterion in criteria)
    assert f"has {len(criteria)} criteria: {minimums} minimums" in said
    assert re.findall(r"`([a-z-]+)`", said.split("tighten it:")[1].split("alone")[0]) == [*OVERLAYS]
    assert set(OVERLAYS) == set(content.overlays())


def test_every_variable_is_explained_and_none_is_invented() -> None:
    name = re.compile(r"\bVENDORRISK_[A-Z_]+")
    used = {found for path in (ROOT / "vendorrisk").rglob("*.py") for found in name.findall(path.read_text("utf-8"))}
    assert {
        cell.strip("`") for cell in first_cells(section(README, "Where your data lives")) if "VENDOR" in cell
    } == used
    for document in DOCUMENTS:
        assert set(name.findall(text_of(document))) <= used, document


@cache
def constants() -> tuple[str, ...]:
    """Return every text in the program; an f-string gives the texts between its braces."""
    return tuple(
        node.value
        for path in (ROOT / "vendorrisk").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


@pytest.mark.parametrize("guide", GUIDES)
def test_messages_that_a_guide_explains_are_messages_of_the_program(guide: str) -> None:
    tables = re.findall(r"^\| (?:message|fault|failure) \|.*\n\|.*\n((?:\|.*\n)+)", text_of(guide), re.MULTILINE)
    assert tables, f"{guide} explains no message"
    for row in "".join(tables).splitlines():
        messages = re.findall(r"`([^`]+)`", row.split("|")[1])
        assert messages, row
        for part in (part.strip(" '") for message in messages for part in message.split("...")):
            said = (text.lower() for text in constants())  # the terminal writes the first letter of a message large
            assert any(part.lower() in text for text in said), f"{guide}: {part}"


def test_tests_that_the_threat_model_names_exist() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", text_of(THREATS))
    assert named
    for file, test in named:
        assert (ROOT / file).is_file(), file
        assert not test or f"def {test}(" in text_of(file), f"{file}::{test}"


def anchor(heading: str) -> str:
    """Return a heading's anchor as GitHub makes it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_lead_somewhere(document: str) -> None:
    text = re.sub(r"^```.*?^```", "", text_of(document), flags=re.MULTILINE | re.DOTALL)
    for link in re.findall(r"\]\(([^)\s]+)\)|src=\"([^\"]+)\"", text):
        target, _, fragment = "".join(link).partition("#")
        if target.startswith("https://"):
            continue
        path = (ROOT / document).parent / target if target else ROOT / document
        assert path.exists(), f"{document}: {target}"
        if fragment:
            headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
            assert fragment in map(anchor, headings), f"{document}: {target}#{fragment}"


@pytest.mark.parametrize("document", DOCUMENTS)
def test_no_path_of_a_machine_stands_in_a_document(document: str) -> None:
    text = text_of(document)
    assert str(ROOT) not in text
    assert not re.search(r"(?<![\w-])/(?:home|root|Users|tmp)/\w", text)


def test_pictures_are_small() -> None:
    pictures = sorted((ROOT / "docs" / "images").iterdir())
    assert pictures
    for picture in pictures:
        assert picture.name in README
        assert picture.stat().st_size < LARGEST_PICTURE, picture.name


def test_the_index_of_decisions_is_complete() -> None:
    folder = ROOT / "docs" / "adr"
    listed = re.findall(r"\]\((\d{4}-[\w-]+\.md)\)", text_of("docs/adr/README.md"))
    assert listed == sorted(path.name for path in folder.glob("[0-9]*.md"))
