"""The command line: the only place that prints, configures logging or exits."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and exit with a code of DESIGN section 9."""
    if sys.argv[1:] == ["--version"]:
        # Answered before anything else is imported: scripts ask for it often.
        from vendorrisk import __version__  # noqa: PLC0415

        sys.stdout.write(f"vendorrisk {__version__}\n")
        return
    from vendorrisk.cli.app import run  # noqa: PLC0415

    sys.exit(run(sys.argv[1:]))
