"""Gap lists on the terminal: of one assessment, and what is open over all of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from vendorrisk.cli.plain import counted, plain
from vendorrisk.cli.surveys import Survey, Work
from vendorrisk.model.casework import Item
from vendorrisk.model.result import Gap, Result, WaitsFor, WorkStatus
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
    table = _table()
    for gap in gaps:
        mark = theme.findings[gap.result]
        head = Text(f"{mark.glyph} ", style=f"bold {mark.colour}")
        head.append(gap.criterion, style="bold").append(f"\n  {gap.severity}\n  {gap.level}", style=theme.quiet)
        body = Text(plain(gap.title), style="bold")
        body.append(f"\n{plain(gap.because)}", style="not bold")
        if gap.result.failed:
            rests = "Checked by the coalition." if gap.checked else "Not checked by the coalition."
            body.append(f"\n{rests}", style=f"not bold {theme.quiet}")
        for name, ask in gap.asks.items():
            body.append(f"\n{name}: {ask}", style=f"not bold {theme.quiet}")
        body.append(f"\n→ {plain(gap.do)}", style="not bold")
        if gap.recorded:
            body.append(f"\n{_progress(gap)}", style=f"not bold {theme.accent}")
        if gap.response:
            body.append(f"\n“{plain(gap.response)}”", style="not bold")
        due = Text(f"due {gap.due}")
        if gap.days_left(result.as_of) < 0:
            due.append(f"\n{counted(-gap.days_left(result.as_of), 'day')} overdue", style="bold")
        if gap.waived_until:
            due.append(f"\nwaived to {gap.waived_until}", style=theme.quiet)
        table.add_row(head, body, due)
    console.print(table)


def _progress(work: Gap | Item) -> str:
    """Say who works on it and how far it is."""
    status = "said to be done" if work.status is WorkStatus.DONE else work.status.words
    parts = [status, plain(work.owner) or "no owner yet"]
    if work.target:
        late = (work.target - work.due).days
        beyond = f", {counted(late, 'day')} after the term" if late > 0 else ""
        parts.append(f"target {work.target}{beyond}")
    return " · ".join(parts)


def show_conditions(conditions: Sequence[Item], on: dt.date, theme: Theme, console: Console) -> None:
    """Write the open conditions of decisions."""
    if not conditions:
        return
    console.print(Text("Conditions of the decision", style="bold"))
    table = _table()
    for item in sorted(conditions, key=lambda item: (item.due, item.id)):
        left = (item.due - on).days
        table.add_row(Text(item.id, style="bold"), _body(item, theme), _due(item, left, "", theme))
    console.print(table)


def _table() -> Table:
    table = Table.grid(padding=(0, 2, 1, 0))
    table.add_column(no_wrap=True)
    table.add_column(ratio=1)
    table.add_column(no_wrap=True)
    return table


def _body(item: Item, theme: Theme) -> Text:
    body = Text(plain(item.title), style="bold")
    body.append(f"\n{_progress(item)}", style=f"not bold {theme.accent}")
    if item.response:
        body.append(f"\n“{plain(item.response)}”", style="not bold")
    return body


def _due(item: Item, left: int, waived: str, theme: Theme) -> Text:
    due = Text(f"due {item.due}")
    if waived:
        due.append(f"\nwaived to {waived}", style=theme.quiet)
    said = f"{counted(-left, 'day')} overdue" if left < 0 else f"{counted(left, 'day')} left"
    due.append(f"\n{said}", style="bold" if left < 0 else theme.quiet)
    return due


def show_work(
    work: Sequence[Work], found: Survey, on: dt.date, theme: Theme, console: Console, *, overdue: bool
) -> None:
    """Write one row per open item, what ends first at the top."""
    late = sum(each.days_left < 0 for each in work)
    files = {each.assessment.ref for each in work}
    kind = "overdue" if overdue else "open"
    if work:
        more = "" if overdue else f", {late} overdue"
        where = next(iter(files)) if len(files) == 1 else counted(len(files), "assessment")
        console.print(Text(f"{len(work)} {kind} in {where}{more}, as of {on}", style="bold"))
        console.print()
        policies = {each.item.policy for each in work}
        console.print(_work_table(work, theme, name_each=len(files) > 1, name_policy=len(policies) > 1))
    else:
        console.print(f"Nothing recorded is {kind} as of {on}.")
    for note in found.notes:
        console.print(Text(plain(note), style=theme.quiet))


def _work_table(work: Sequence[Work], theme: Theme, *, name_each: bool, name_policy: bool) -> Table:
    table = _table()
    for each in work:
        head = Text(each.item.id, style="bold")
        head.append(f"\n{each.item.severity or 'condition'}", style=f"not bold {theme.quiet}")
        body = Text()
        if where := [each.assessment.ref] * name_each + [each.item.policy] * name_policy:
            body.append(f"{', '.join(where)}\n", style=theme.quiet)
        body.append(_body(each.item, theme))
        if each.gap and each.gap.waits_for is WaitsFor.ASSESSOR:
            body.append("\nwaits for your review", style=theme.quiet)
        until = str(each.gap.waived_until) if each.gap and each.gap.waived_until else ""
        table.add_row(head, body, _due(each.item, each.days_left, until, theme))
    return table
