"""Imports point one way (DESIGN section 2), each library stays in its room, only the command line prints or exits."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import vendorrisk

PACKAGE = Path(vendorrisk.__file__).parent

BASE = {"model"}
MAY_IMPORT = {
    "model": set(),
    "rules": {*BASE, "phrases"},
    "yamlfile": BASE,
    "building": {*BASE, "rules", "yamlfile"},
    "including": {*BASE, "yamlfile"},
    "phrases": BASE,
    "translations": {*BASE, "yamlfile"},
    "translating": {*BASE, "rules", "yamlfile", "content", "sources", "phrases", "translations"},
    "overlays": {*BASE, "rules"},
    "sources": {*BASE, "rules", "yamlfile", "building", "including", "phrases", "translations"},
    "content": {*BASE, "rules", "yamlfile", "building", "overlays", "sources"},
    "scenarios": {*BASE, "rules", "yamlfile", "building", "content", "scoring"},
    "scenario_gaps": {*BASE, "rules", "building", "content", "scenarios"},
    "check_layouts": {*BASE, "rules", "building", "content"},
    "check_crosswalks": {*BASE, "yamlfile", "building", "content"},
    "check": {
        *BASE,
        "rules",
        "yamlfile",
        "building",
        "check_crosswalks",
        "check_layouts",
        "content",
        "scenarios",
        "scenario_gaps",
    },
    "capture": {*BASE, "rules", "yamlfile", "phrases"},
    "scoring": {*BASE, "rules", "phrases"},
    "attest": {*BASE, "rules", "phrases"},
    "reports": {*BASE, "rules", "phrases"},
    "store": BASE,
}
"""Rooms of the package, and the rooms that each may import besides itself."""

LIBRARIES = {
    "alembic": {"store"},
    "asn1crypto": {"attest"},
    "click": {"cli"},
    "cryptography": {"attest", "store"},
    "defusedxml": {"capture"},
    "fsspec": {"store"},
    "joserfc": {"attest"},
    "openpyxl": {"capture", "reports"},
    "pikepdf": {"attest"},
    "PIL": {"attest"},
    "platformdirs": {"cli"},
    "prompt_toolkit": {"capture"},
    "pydantic": {"model", "yamlfile", "building", "translations", "attest", "reports", "store", "cli"},
    "pyhanko": {"attest"},
    "pyhanko_certvalidator": {"attest"},
    "questionary": {"capture"},
    "reportlab": {"reports"},
    "rfc8785": {"model", "store"},
    "rich": {"cli"},
    "sqlalchemy": {"store"},
    "yaml": {"yamlfile"},
}
"""Every library that the package imports, and the rooms that may."""

PROCESS = {"builtins", "logging", "sys"}
"""What prints, logs or exits."""

STARTS_PYTHON = {"worker.py": {"sys"}}
"""What starts another interpreter must know where this one is, and where it looks for modules."""

INPUT_AND_OUTPUT = {*PROCESS, "io", "os", "pathlib", "shutil", "socket", "sqlite3", "subprocess", "tempfile", "zipfile"}


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


def packages(path: Path) -> set[str]:
    return {name.split(".")[0] for name in imported(path)}


every_module = pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))


@every_module
def test_imports_point_one_way(path: Path) -> None:
    here = room(path)
    if here in ("cli", "__init__", "__main__"):
        return
    found = {name.split(".")[1] for name in imported(path) if name.startswith("vendorrisk.")}
    assert found - {here, "__version__"} <= MAY_IMPORT[here], f"{here} must not import these"


@every_module
def test_libraries_stay_in_their_rooms(path: Path) -> None:
    foreign = packages(path) - sys.stdlib_module_names - {"vendorrisk"}
    assert foreign <= LIBRARIES.keys(), "say in LIBRARIES which room may import these"
    assert not {name for name in foreign if room(path) not in LIBRARIES[name]}, f"{room(path)} must not import these"


@pytest.mark.parametrize("path", [p for p in modules() if room(p) == "model"], ids=lambda path: path.name)
def test_nouns_import_no_io(path: Path) -> None:
    assert not packages(path) & INPUT_AND_OUTPUT


@every_module
def test_only_the_command_line_prints_or_exits(path: Path) -> None:
    if room(path) == "cli":
        return
    calls = [node.func for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
    names = {call.id for call in calls if isinstance(call, ast.Name)}
    assert not names & {"print", "exit", "quit"}
    assert not packages(path) & (PROCESS - STARTS_PYTHON.get(path.name, set()))
