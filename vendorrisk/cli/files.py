"""Files that a command reads and writes, with errors that say what to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from vendorrisk.model.fault import UsageError


def read_file(path: Path, *, most: int | None = None) -> bytes:
    """Return a file's bytes; raise :class:`UsageError` if it can't be read or is larger than ``most`` bytes."""
    try:
        if most is not None and path.stat().st_size > most:
            raise UsageError(f"{path} is larger than {most >> 20} MiB.", mend="Send a smaller file.")
        return path.read_bytes()
    except OSError as error:
        raise UsageError(
            f"The file {path} can't be read: {error.strerror}.", mend="Check the name and your rights."
        ) from None


def spare(output: Path | None, *inputs: Path) -> None:
    """Raise :class:`UsageError` if ``output`` would take the place of a file that the command reads."""
    for path in inputs:
        if output is not None and output.exists() and path.exists() and output.samefile(path):
            raise UsageError(f"{output} is what this command reads; it would be lost.", mend="Name another file.")


def write_file(path: Path, data: bytes) -> None:
    """Write a file whole or not at all; raise :class:`UsageError` if it can't be written."""
    with file_in_waiting(path, data):
        pass


@contextmanager
def file_in_waiting(path: Path, data: bytes) -> Iterator[None]:
    """Write a file beside its place, and put it there only if the block succeeds."""
    if not path.name:
        raise UsageError("The file to write has no name.", mend="Name it with -o.")
    partial = path.with_name(path.name + ".part")
    try:
        partial.write_bytes(data)
        try:
            yield
        except BaseException:
            partial.unlink()
            raise
        partial.replace(path)
    except OSError as error:
        raise UsageError(f"The file {path} can't be written: {error.strerror}.", mend="Name another place.") from None
