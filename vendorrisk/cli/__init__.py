"""The command line: the only place that prints, configures logging or exits."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run the command line and exit with a code of DESIGN section 9."""
    if sys.argv[1:] == ["--version"]:
        # Answered before anything else is imported: scripts ask for it often.
        from vendorrisk import __version__  # noqa: PLC0415

        sys.stdout.write(f"vendorrisk {__version__}\n")
        return
    from vendorrisk.cli.app import run  # noqa: PLC0415

    for stream in (sys.stdout, sys.stderr):
        # A file or pipe gets UTF-8 unless the user chose otherwise; a terminal shows '?' for what it lacks.
        chosen = bool(os.environ.get("PYTHONIOENCODING")) or stream.isatty()
        stream.reconfigure(encoding=None if chosen else "utf-8", errors="replace")  # type: ignore[union-attr]
    sys.exit(run(sys.argv[1:]))
