"""The comparison on the terminal."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from vendorrisk.cli.plain import plain
from vendorrisk.cli.verdicts import range_words
from vendorrisk.model.result import ScoreRange
from vendorrisk.reports.compare import Cell, Comparison, CriterionRow, Presence
from vendorrisk.reports.compare_html import warning_text
from vendorrisk.reports.theme import Theme
from vendorrisk.reports.wording import Wording


def show_comparison(comparison: Comparison, theme: Theme, wording: Wording, console: Console) -> None:
    """Write attestations side by side: what must be known first, verdicts, domains, criteria that differ."""
    for warning in comparison.warnings:
        console.print(Text(f"! {plain(warning_text(warning, wording))}", style="bold"))
    if comparison.warnings:
        console.print()
    console.print(_overview(comparison, theme))
    console.print()
    console.print(_domains(comparison, theme))
    if comparison.differing:
        console.print(Text("\nCriteria that differ", style="bold"))
        console.print(_criteria(comparison.differing, theme))
    shared = f"{comparison.same} criteria came out the same everywhere"
    partial = f"; {len(comparison.partial)} are not shown by all" if comparison.partial else ""
    console.print(f"\n{shared}{partial}.")


def _overview(comparison: Comparison, theme: Theme) -> Table:
    table = _table(len(comparison.columns), theme)
    columns = comparison.columns
    statements = [column.statement for column in columns]
    table.add_row("vendor", *(Text(plain(one.vendor_name), style="bold") for one in statements))
    table.add_row("product", *(Text(plain(one.product)) for one in statements))
    marks = [theme.verdicts[one.verdict] for one in statements]
    table.add_row(
        "verdict",
        *(
            Text(f"{mark.glyph} {one.verdict.words}", style=f"bold {mark.colour}")
            for one, mark in zip(statements, marks, strict=True)
        ),
    )
    table.add_row("failed minimums", *(f"{one.minimums.failed} of {one.minimums.applicable}" for one in statements))
    table.add_row("score", *(range_words(one.score) for one in statements))
    table.add_row("inherent risk", *(f"{one.tier.tier} ({one.tier.source})" for one in statements))
    table.add_row("policy", *(str(one.policy) for one in statements))
    table.add_row("as of", *(one.as_of.isoformat() for one in statements))
    table.add_row(
        "valid until",
        *(
            Text(f"{column.statement.valid_until} (expired)" if column.expired else f"{column.statement.valid_until}")
            for column in columns
        ),
    )
    table.add_row("signed by", *(Text(plain(one.issuer)) for one in statements))
    return table


def _domains(comparison: Comparison, theme: Theme) -> Table:
    table = _table(len(comparison.columns), theme)
    for row in comparison.domains:
        cells = zip(row.scores, row.exists, strict=True)
        table.add_row(plain(row.title), *(_score(score, exists=exists) for score, exists in cells))
    return table


def _score(score: ScoreRange | None, *, exists: bool) -> str:
    if not exists:
        return "not in its policy"
    if score is None:
        return "nothing applies"
    low, high = int(score.low), int(score.high)
    return f"{low}" if low == high else f"{low} to {high}"


def _criteria(rows: tuple[CriterionRow, ...], theme: Theme) -> Table:
    table = _table(len(rows[0].cells), theme)
    for row in rows:
        head = Text(row.criterion, style="bold")
        head.append(f"  {plain(row.title)}", style="not bold")
        table.add_row(head, *(_cell(cell, theme) for cell in row.cells))
    return table


def _cell(cell: Cell, theme: Theme) -> Text:
    if cell.presence is not Presence.SHOWN or cell.result is None:
        return Text(cell.presence.value.replace("_", " "), style=theme.quiet)
    mark = theme.findings[cell.result]
    text = Text(f"{mark.glyph} {cell.result.words}", style=mark.colour)
    if cell.waived_until:
        text.append(f", waived to {cell.waived_until}", style=theme.quiet)
    return text


def _table(columns: int, theme: Theme) -> Table:
    table = Table.grid(padding=(0, 2), expand=True)
    table.add_column(style=theme.quiet, ratio=3)
    for _ in range(columns):
        table.add_column(ratio=2)
    return table
