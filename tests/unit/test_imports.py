"""Imports point one way (DESIGN section 2), and nouns stay free of I/O."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import vendorrisk

PACKAGE = Path(vendorrisk.__file__).parent

BASE = {"model"}
MAY_IMPORT = {
    "model": set(),
    "rules": BASE,
    "yamlfile": BASE,
    "content": {*BASE, "rules", "yamlfile"},
    "check": {*BASE, "rules", "yamlfile", "content"},
    "capture": {*BASE, "rules", "yamlfile"},
    "scoring": {*BASE, "rules"},
    "attest": {*BASE, "rules"},
    "reports": {*BASE, "rules"},
    "store": BASE,
}
"""Rooms of the package, and the rooms that each may import besides itself."""

NOT_IN_MODEL = {"openpyxl", "sqlalchemy", "click", "questionary", "rich", "reportlab", "pyhanko", "os", "pathlib"}
PRINTERS = {"cli"}


def modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if "_content" not in path.parts)


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_one_way(path: Path) -> None:
    here = room(path)
    if here in ("cli", "__init__"):
        return
    found = {name.split(".")[1] for name in imported(path) if name.startswith("vendorrisk.")}
    assert found - {here, "__version__"} <= MAY_IMPORT[here], f"{here} must not import these"


@pytest.mark.parametrize("path", [p for p in modules() if room(p) == "model"], ids=lambda path: path.name)
def test_nouns_import_no_io(path: Path) -> None:
    assert not {name.split(".")[0] for name in imported(path)} & NOT_IN_MODEL


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_only_the_command_line_prints_or_exits(path: Path) -> None:
    if room(path) in PRINTERS:
        return
    calls = [node.func for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
    names = {call.id for call in calls if isinstance(call, ast.Name)}
    assert not names & {"print", "exit", "quit"}
