"""Runs the command line: ``python -m vendorrisk``."""

from vendorrisk.cli import main

main()
