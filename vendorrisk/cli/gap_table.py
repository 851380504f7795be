"""The gap list on the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from vendorrisk.cli.plain import counted, plain
from vendorrisk.model.result import Gap, Result
from vendorrisk.reports.theme import Theme


def show_gaps(gaps: Sequence[Gap], result: Result, theme: Theme, console: Console) -> None:
    """Write one row per gap: what, how grave, why, what to do and by when."""
    subject = plain(result.vendor_name) + (f" · {plain(result.product)}" if result.product else "")
    count = counted(len(gaps), "gap")
    console.print(Text(f"{subject}: {count} under {result.policy}, as of {result.as_of}", style="bold"))
    if not gaps:
        console.print("No gaps: every criterion that applies is met.")
        return
    console.print()
    table = Table.grid(padding=(0, 2, 1, 0))
    table.add_column(no_wrap=True)
    table.add_column(ratio=1)
    table.add_column(no_wrap=True)
    for gap in gaps:
        mark = theme.findings[gap.result]
        head = Text(f"{mark.glyph} ", style=f"bold {mark.colour}")
        head.append(gap.criterion, style="bold").append(f"\n  {gap.severity}", style=theme.quiet)
        body = Text(plain(gap.title), style="bold")
        body.append(f"\n{plain(gap.because)}", style="not bold")
        if gap.result.failed:
            rests = "Checked by the coalition." if gap.checked else "Rests on the vendor's word."
            body.append(f"\n{rests}", style=f"not bold {theme.quiet}")
        for name, ask in gap.asks.items():
            body.append(f"\n{name}: {ask}", style=f"not bold {theme.quiet}")
        body.append(f"\n→ {plain(gap.do)}", style="not bold")
        due = Text(f"due {gap.due}")
        if gap.waived_until:
            due.append(f"\nwaived to {gap.waived_until}", style=theme.quiet)
        table.add_row(head, body, due)
    console.print(table)
