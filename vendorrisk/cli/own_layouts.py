"""Layout profiles of the user's own: those that a guess wrote into the data folder, and files that are named."""

from __future__ import annotations

from pathlib import Path

from vendorrisk import yamlfile
from vendorrisk.building import build
from vendorrisk.cli.files import read_file, write_file
from vendorrisk.cli.workspace import Workspace
from vendorrisk.model.fault import UsageError
from vendorrisk.model.layout import Layout

_ENDINGS = (".yaml", ".yml", ".json")


def own_layouts(workspace: Workspace) -> dict[str, Layout]:
    """Return the user's own profiles by id. Raises :class:`RefusedInput` with the place of what is wrong in one."""
    files = sorted(workspace.layouts_folder.glob("*.yaml"))
    return {path.stem: _load(path) for path in files}


def find_layout(workspace: Workspace, name: str) -> Layout:
    """Return the profile with this id, shipped or the user's own, or that of a file.

    Raises :class:`UsageError` if there is none, and :class:`RefusedInput` if it is no valid profile.
    """
    if name.lower().endswith(_ENDINGS):
        return _load(Path(name))
    if name not in workspace.content.layouts() and (own := workspace.layouts_folder / f"{name}.yaml").is_file():
        return _load(own)
    return workspace.content.layout(name)


def save_layout(workspace: Workspace, name: str, text: str) -> Path:
    """Keep a profile as the user's own, read again to prove that it is valid; return where it is.

    Raises :class:`UsageError` if it can't be written.
    """
    path = workspace.layouts_folder / f"{name}.yaml"
    build(Layout, yamlfile.load(text, path.name))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            f"The folder {path.parent} can't be made: {error.strerror}.", mend="Name another one with --home."
        ) from None
    write_file(path, text.encode())
    return path


def _load(path: Path) -> Layout:
    return build(Layout, yamlfile.load(read_file(path), str(path)))
