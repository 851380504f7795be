"""The command line: the only place that prints, configures logging or exits."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

READER_GONE = 141
"""Exit code when the reader of the output is gone, as shells report it: neither yes nor no."""


def main() -> None:
    """Run the command line and exit with a code of DESIGN section 9."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by the caller
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115  until the process ends
    try:
        code = _main(sys.argv[1:])
    except OSError as error:
        code = output_failed(error)
    sys.exit(code)


def _main(args: list[str]) -> int:
    if args == ["--version"]:
        # Answered before anything else is imported: scripts ask for it often.
        from vendorrisk import __version__  # noqa: PLC0415

        sys.stdout.write(f"vendorrisk {__version__}\n")
        sys.stdout.flush()
        return 0
    from vendorrisk.cli.app import run  # noqa: PLC0415

    for stream in (sys.stdout, sys.stderr):
        # A file or pipe gets UTF-8 unless the user chose otherwise; a terminal shows '?' for what it lacks.
        chosen = bool(os.environ.get("PYTHONIOENCODING")) or stream.isatty()
        stream.reconfigure(encoding=None if chosen else "utf-8", errors="replace")  # type: ignore[union-attr]
    return run(args)


def output_failed(error: OSError) -> int:
    """Say why the output can't be written, unless its reader is gone; return the exit code."""
    with suppress(OSError, ValueError):  # a stream without a file behind it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if isinstance(error, BrokenPipeError):
        return READER_GONE
    sys.stderr.write(f"The output can't be written: {error.strerror}.\n")
    return 4
