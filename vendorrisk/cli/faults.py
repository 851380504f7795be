"""Errors and faults on the terminal: what, where, why, how to mend."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.table import Table
from rich.text import Text

from vendorrisk.cli.plain import plain, stream_console
from vendorrisk.model.fault import Fault, FaultSeverity, VendorRiskError

_OPENINGS = {"the", "there", "this", "no"}
"""First words that become upper case; any other may be a name, and names stay as they are."""


def show_error(error: VendorRiskError) -> None:
    """Write an error to standard error."""
    console = stream_console(stderr=True)
    first = error.what.split(" ", 1)[0]
    what = error.what[:1].upper() + error.what[1:] if first in _OPENINGS else error.what
    console.print(Text(plain(what if what.endswith((".", ":", "!", "?")) else what + "."), style="bold"))
    if error.faults and not (len(error.faults) == 1 and str(error.faults[0]).startswith(error.what)):
        show_faults(error.faults, console)
    if error.mend:
        console.print(Text(plain(error.mend)))


def show_faults(faults: Iterable[Fault], console: Console) -> None:
    """Write one row per fault: where, what and how to mend it; faults before warnings."""
    table = Table.grid(padding=(0, 2), pad_edge=True)
    table.add_column(no_wrap=True, style="bold")
    table.add_column(ratio=3)
    table.add_column(ratio=2)
    ordered = sorted(faults, key=lambda fault: fault.severity is FaultSeverity.WARNING)
    for fault in ordered:
        note = "note: " if fault.severity is FaultSeverity.WARNING else ""
        table.add_row(Text(plain(fault.where)), Text(note + plain(fault.what)), Text(plain(fault.mend)))
    if ordered:
        console.print(table)
