"""The first lines of whatever judges: whom, by which policy, as of when, and at what inherent risk."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from vendorrisk.cli.plain import plain
from vendorrisk.model.plan import Judged
from vendorrisk.model.result import Result, TierSource
from vendorrisk.reports.theme import Theme

TIER_ORIGIN = {
    TierSource.TRIAGE: "",
    TierSource.GIVEN: " (given by hand)",
    TierSource.OVERRIDDEN: " (set by a person)",
    TierSource.ASSUMED: " (assumed: no triage)",
}
"""Where a tier comes from, to stand behind it; of a triage it goes without saying."""


def show_heading(judged: Result | Judged, console: Console, theme: Theme) -> None:
    """Write vendor, product and policy, then date and inherent risk."""
    name = plain(judged.vendor_name) + (f" · {plain(judged.product)}" if judged.product else "")
    subject, policy = Text(name, style="bold"), Text(str(judged.policy), style=theme.quiet)
    origin = TIER_ORIGIN[judged.tier.source]
    if subject.cell_len + policy.cell_len < console.width:
        grid = Table.grid(expand=True)
        grid.add_column(ratio=1)
        grid.add_column(justify="right", no_wrap=True)
        grid.add_row(subject, policy)
        console.print(grid)
    else:
        console.print(subject)
        console.print(policy)
    console.print(Text(f"as of {judged.as_of} · inherent risk {judged.tier.tier}{origin}", style=theme.quiet))
    console.print()


def show_next(steps: tuple[str, ...], console: Console) -> None:
    """Write the commands that naturally follow."""
    if steps:
        console.print()
    for label, step in zip(["next", *[""] * len(steps)], steps, strict=False):
        console.print(f"  {label:<6} {step}", soft_wrap=True)
