"""Errors and faults on the terminal: what, where, why, how to mend."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.padding import Padding
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
    if not _says_all(error):
        show_faults(error.faults, console)
    if error.mend:
        console.print(Text(plain(error.mend)), soft_wrap="vendorrisk " in error.mend)  # a command stays whole


def _says_all(error: VendorRiskError) -> bool:
    """Return whether the error's own words tell its only fault."""
    if len(error.faults) != 1:
        return False
    (fault,) = error.faults
    return fault.where in error.what and fault.what in error.what and fault.mend in error.what + error.mend


def show_faults(faults: Iterable[Fault], console: Console) -> None:
    """Write one row per fault: where, what and how to mend it; faults before warnings.

    Where the places are too long for a column, the rest stands below each.
    """
    ordered = sorted(faults, key=lambda fault: fault.severity is FaultSeverity.WARNING)
    if 2 * max((len(fault.where) for fault in ordered), default=0) > console.width:
        for fault in ordered:
            console.print(Text(plain(fault.where), style="bold"), soft_wrap=True)
            console.print(Padding(Text(f"{_note(fault)}{plain(fault.what)}  {plain(fault.mend)}"), (0, 0, 0, 4)))
        return
    table = Table.grid(padding=(0, 2), pad_edge=True)
    table.add_column(no_wrap=True, style="bold")
    table.add_column(ratio=3)
    table.add_column(ratio=2)
    for fault in ordered:
        table.add_row(Text(plain(fault.where)), Text(_note(fault) + plain(fault.what)), Text(plain(fault.mend)))
    if ordered:
        console.print(table)


def _note(fault: Fault) -> str:
    return "note: " if fault.severity is FaultSeverity.WARNING else ""
