"""The comparison on the terminal."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from vendorrisk.cli.plain import plain
from vendorrisk.cli.verdicts import range_words
from vendorrisk.cli.verifying import verdict_text
from vendorrisk.model.attestation import Statement
from vendorrisk.model.result import ScoreRange
from vendorrisk.reports.compare import Cell, Column, Comparison, CriterionRow, Presence
from vendorrisk.reports.compare_html import warning_text
from vendorrisk.reports.minimums import look
from vendorrisk.reports.theme import Theme
from vendorrisk.reports.wording import Wording, fill


def show_comparison(
    comparison: Comparison, theme: Theme, wording: Wording, console: Console, notes: Sequence[str] = ()
) -> None:
    """Write attestations side by side: what must be known first, verdicts, what decided them, domains, the rest."""
    warnings = [*notes, *(warning_text(warning, wording) for warning in comparison.warnings)]
    for warning in warnings:
        console.print(Text(f"! {plain(warning)}", style="bold"))
    if warnings:
        console.print()
    _Side(comparison, theme, wording, console).show()


_SHORT = 10
"""Rows of a table that decides nothing; two risk tiers can differ by a hundred criteria."""


class _Side:
    """Statements side by side: tables of one width, with letters for heads where names have no room."""

    def __init__(self, comparison: Comparison, theme: Theme, wording: Wording, console: Console) -> None:
        self.comparison = comparison
        self.theme = theme
        self.wording = wording
        self.console = console

    def show(self) -> None:
        """Write all tables."""
        found, words = self.comparison, self.wording.compare
        self._overview()
        self._criteria(words.decisive, found.decisive)
        self._domains()
        self._criteria(words.differing, found.differing)
        self._criteria(words.applying, found.applying, most=_SHORT)
        shared = fill(words.same, count=found.same)
        partial = f" Not shown by all: {len(found.partial)}." if found.partial else ""
        self.console.print(f"\n{shared}{partial}")

    def _overview(self) -> None:
        columns = self.comparison.columns
        table = self._table()
        if self.comparison.labels:
            for label, column in zip(self.comparison.labels, columns, strict=True):
                self.console.print(_legend(label, column.statement), soft_wrap=True)
            self.console.print()
            table.add_row("", *(Text(label, style="bold") for label in self.comparison.labels))
        else:
            table.add_row("vendor", *(Text(plain(one.statement.vendor_name), style="bold") for one in columns))
            table.add_row("product", *(Text(plain(one.statement.product)) for one in columns))
        rows: list[tuple[str, Callable[[Column], str | Text]]] = [
            ("verdict", lambda one: verdict_text(one.statement, self.theme)),
            ("failed minimums", lambda one: f"{one.statement.minimums.failed} of {one.statement.minimums.applicable}"),
            ("waived minimums", lambda one: str(one.statement.minimums.waived)),
            ("score", lambda one: range_words(one.statement.score)),
            ("inherent risk", lambda one: f"{one.statement.tier.tier} ({one.statement.tier.source})"),
            ("policy", lambda one: str(one.statement.policy)),
            ("as of", lambda one: one.statement.as_of.isoformat()),
            ("valid until", lambda one: f"{one.statement.valid_until}{' (expired)' if one.expired else ''}"),
            ("disclosure", lambda one: one.statement.disclosure.value),
        ]
        if not self.comparison.labels:
            rows.append(("signed by", lambda one: Text(plain(one.statement.issuer))))
        same = []
        for label, show in rows:
            cells = [show(column) for column in columns]
            if label in ("policy", "signed by") and len(set(map(str, cells))) == 1:
                same.append(f"{label} {cells[0]}")
            else:
                table.add_row(label, *cells)
        self.console.print(table)
        if same:
            self.console.print(Text(f"all: {'; '.join(same)}", style=self.theme.quiet))

    def _domains(self) -> None:
        table = self._headed()
        for row in self.comparison.domains:
            cells = zip(row.scores, row.exists, strict=True)
            table.add_row(plain(row.title), *(_score(score, exists=exists) for score, exists in cells))
        self.console.print(Text("\nScore by domain", style="bold"))
        self.console.print(table)

    def _criteria(self, title: str | dict[str, str], rows: Sequence[CriterionRow], most: int | None = None) -> None:
        if not rows:
            return
        table = self._headed()
        for row in rows[:most]:
            head = Text(row.criterion, style="bold")
            head.append(f"  {plain(row.title)}", style="not bold")
            table.add_row(head, *map(self._cell, row.cells))
        self.console.print(Text(f"\n{fill(title)}", style="bold"))
        self.console.print(table)
        if rows[len(table.rows) :]:
            self.console.print(f"and {len(rows) - len(table.rows)} more: write all with -o FILE.html")

    def _cell(self, cell: Cell) -> Text:
        if cell.presence is not Presence.SHOWN or cell.result is None:
            return Text(cell.presence.value.replace("_", " "), style=self.theme.quiet)
        until = cell.waived_until
        mark, words = look(cell.result, self.theme, self.wording, minimum=cell.minimum, waived_until=until)
        return Text(f"{mark.glyph} {words}", style=mark.colour)

    def _headed(self) -> Table:
        table = self._table()
        if self.comparison.labels:
            table.add_row("", *(Text(label, style="bold") for label in self.comparison.labels))
        return table

    def _table(self) -> Table:
        table = Table.grid(padding=(0, 2), expand=True)
        table.add_column(style=self.theme.quiet, ratio=3)
        for _ in self.comparison.columns:
            table.add_column(ratio=2)
        return table


def _legend(label: str, statement: Statement) -> Text:
    names = " · ".join(part for part in (statement.vendor_name, statement.product) if part)
    return Text(f"{label}  ", style="bold").append(plain(f"{names}, signed by {statement.issuer}"), style="not bold")


def _score(score: ScoreRange | None, *, exists: bool) -> str:
    if not exists:
        return "not in its policy"
    if score is None:
        return "nothing applies"
    low, high = int(score.low), int(score.high)
    return f"{low}" if low == high else f"{low} to {high}"
