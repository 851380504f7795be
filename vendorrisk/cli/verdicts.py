"""The verdict on the terminal: the verdict first, the reasons second, the number last."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from vendorrisk.cli.faults import show_faults
from vendorrisk.cli.heading import show_heading, show_next
from vendorrisk.cli.plain import plain
from vendorrisk.model.base import say
from vendorrisk.model.fault import Fault
from vendorrisk.model.policy import Level, Policy
from vendorrisk.model.result import Cause, Finding, FindingState, LeafTrace, Result, ScoreRange, Truth
from vendorrisk.reports.house import HouseStyle
from vendorrisk.reports.minimums import look
from vendorrisk.reports.theme import Theme

_BAR_WIDTH = 20
_EIGHTHS = " ▏▎▍▌▋▊▉"


def show_result(
    result: Result,
    policy: Policy,
    style: HouseStyle,
    console: Console,
    *,
    notes: Sequence[Fault] = (),
    decision: str = "",
    next_steps: Sequence[str] = (),
) -> None:
    """Write a result: header, verdict, failed and open minimums, then the score.

    ``notes`` is what had to be said of the workbook that was read; ``decision`` what a person decided, in one line.
    """
    theme = style.theme
    show_heading(result, console, theme)
    _verdict(result, policy, theme, console)
    minimums = [finding for finding in result.findings if finding.level is Level.MINIMUM]
    for finding in minimums:
        if finding.result.failed:
            _failed(finding, policy, style, console)
    for finding in minimums:
        if finding.result is FindingState.UNDETERMINED:
            _open(finding, theme, console)
    _others(result, console)
    _numbers(result, console, theme)
    _risk(result, decision, console, theme)
    for note in (*result.notes, *result.contradictions):
        console.print(Padding(Text(f"note   {plain(note)}", style="italic"), (0, 0, 0, 2)))
    if notes:
        console.print()
        show_faults(notes, console)
    if result.findings:
        console.print(_legend(theme))
    show_next(tuple(next_steps), console)


def _legend(theme: Theme) -> Padding:
    """Say once what the signs and the grades mean."""
    glyphs = theme.findings
    words = (
        f"{glyphs[FindingState.UNMET].glyph} failed, {glyphs[FindingState.PARTLY_MET].glyph} waived, "
        f"{glyphs[FindingState.UNDETERMINED].glyph} can't be decided yet. Asserted: the vendor's word; "
        "documented: with a document; verified: seen by an assessor."
    )
    return Padding(Text(words, style=theme.quiet), (1, 0, 0, 2))


def _verdict(result: Result, policy: Policy, theme: Theme, console: Console) -> None:
    mark, counts = theme.verdicts[result.verdict], result.minimums
    parts = [
        f"{counts.failed} of {counts.applicable} minimums failed" if counts.failed else "",
        f"{counts.undetermined} undetermined" if counts.undetermined else "",
        f"{counts.waived} waived" if counts.waived else "",
    ]
    said = ", ".join(part for part in parts if part) or f"all {counts.applicable} minimums met"
    line = Text()
    line.append(f"{mark.glyph} {result.verdict.words.upper()}", style=f"bold {mark.colour}")
    ending = {
        "meets": "the coalition minimum",
        "conditional": "on the coalition minimum",
        "does_not_meet": "the coalition minimum",
        "incomplete": "for the coalition minimum",
    }[result.verdict]
    *others, last = [say(each.title) for each in policy.overlays] or [""]
    overlays = f"{', '.join(others)} and {last}" if others else last
    line.append(f" {ending} with {overlays}" if overlays else f" {ending}", style="bold")
    if line.cell_len + len(said) + 5 > console.width:
        console.print(Padding(line, (0, 0, 0, 2), expand=False))
        console.print(Text(f"    {said}"))
    else:
        console.print(Text.assemble("  ", line, f"     {said}"))
    console.print()


def _failed(finding: Finding, policy: Policy, style: HouseStyle, console: Console) -> None:
    theme, until = style.theme, finding.waiver.until if finding.waiver else None
    shown = look(finding.result, theme, style.wording, minimum=True, waived_until=until)
    partly = " (partly met)" if finding.result is FindingState.PARTLY_MET else ""
    _title(finding, shown.mark.glyph, shown.mark.colour, console, partly)
    rows = Table.grid(padding=(0, 2))
    rows.add_column(no_wrap=True, style=theme.quiet, min_width=12)
    rows.add_column()
    rows.add_column(style=theme.quiet)
    for leaf in _deciding(finding):
        rows.add_row("answered", Text(plain(f"{leaf.question}: {leaf.answer or 'not answered'}")), _source(leaf))
    console.print(Padding(rows, (0, 0, 0, 6)))
    within = policy.criterion(finding.criterion).remediation.within
    lines = [("found", plain(finding.because))] if finding.cause is Cause.EVIDENCE_WEAK else []
    lines += [("needed", finding.needed), ("to do", f"{plain(finding.do).rstrip('.')}, within {within}.")]
    if finding.waiver:
        until, who = finding.waiver.until, plain(finding.waiver.approver)
        lines.append(("waived", f"until {until} by {who}: {plain(finding.waiver.control)}"))
    below = Table.grid(padding=(0, 2))
    below.add_column(no_wrap=True, style=theme.quiet, min_width=12)
    below.add_column()
    for label, text in lines:
        below.add_row(label, Text(text))
    console.print(Padding(below, (0, 0, 1, 6)))


def _open(finding: Finding, theme: Theme, console: Console) -> None:
    mark = theme.findings[finding.result]
    _title(finding, mark.glyph, mark.colour, console)
    evidence = f" {plain(finding.do)}" if finding.cause is Cause.EVIDENCE_UNDATED else ""
    console.print(Padding(Text(plain(finding.because) + evidence), (0, 0, 1, 6)))


def _title(finding: Finding, glyph: str, colour: str, console: Console, after: str = "") -> None:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column()
    head = Text(f"  {glyph} ", style=f"bold {colour}")
    head.append(finding.criterion, style="bold")
    grid.add_row(head, Text(finding.title + after))
    console.print(grid)


def _deciding(finding: Finding) -> list[LeafTrace]:
    seen: dict[str, LeafTrace] = {}
    for leaf in finding.trace:
        if leaf.decisive and leaf.truth is not Truth.REMOVED and leaf.part != "partly_met_when":
            seen.setdefault(leaf.question, leaf)
    return list(seen.values())


def _source(leaf: LeafTrace) -> Text:
    reviewed = "challenged" if leaf.truth is Truth.UNKNOWN else "set by review"
    parts = [plain(leaf.where), str(leaf.grade or ""), reviewed if leaf.decided_by == "review" else ""]
    return Text(", ".join(part for part in parts if part))


def _others(result: Result, console: Console) -> None:
    """Say in one line what else is not met; the gap list has the rest."""
    applied = [finding for finding in result.findings if finding.result is not FindingState.NOT_APPLICABLE]
    others = [finding for finding in applied if finding.level is not Level.MINIMUM]
    failed = sum(finding.result.failed for finding in others)
    undetermined = sum(finding.result is FindingState.UNDETERMINED for finding in others)
    if failed or undetermined:
        said = f"{failed} not met, {undetermined} undetermined, of {len(others)} that apply"
        console.print(f"  Beyond the minimum: {said}.")
        console.print()


def _numbers(result: Result, console: Console, theme: Theme) -> None:
    support = result.support
    shares = {
        name: round(100 * count / support.answered) if support.answered else 0
        for name, count in (
            ("asserted", support.asserted),
            ("documented", support.documented),
            ("verified", support.verified),
        )
    }
    grades = ", ".join(f"{name} {share} %" for name, share in shares.items())
    line = Text()
    line.append(f"  Score {range_words(result.score)}", style="bold")
    line.append(f"     answered {int(support.coverage)} %     {grades}", style=theme.quiet)
    console.print(line)
    word = round(100 * (support.answered - support.checked) / support.answered) if support.answered else 0
    shares_checked = f"  Checked by the coalition {100 - word} % of the answers, the vendor's word {word} %"
    console.print(Text(shares_checked if support.answered else "  No answer yet", style=theme.quiet))
    for pillar, score in result.pillars.items():
        bar = Text(f"  {pillar.capitalize():<9} ")
        bar.append(_bar(score.low if score else 0), style=theme.accent)
        bar.append(f" {range_words(score)}")
        console.print(bar)


def _risk(result: Result, decision: str, console: Console, theme: Theme) -> None:
    """Say which risk remains, and what a person decided about it."""
    if result.residual_risk is not None:
        line = Text(f"  Residual risk {result.residual_risk}", style="bold")
        because = f"     by the policy's table for inherent risk {result.tier.tier}, {result.verdict.words}"
        console.print(line.append(because, style=f"not bold {theme.quiet}"))
    if decision:
        console.print(Padding(Text(f"Decision: {decision}."), (0, 0, 0, 2)))


def range_words(score: ScoreRange | None) -> str:
    """Return a score range in whole points, rounded down: ``71 to 74 of 100``."""
    if score is None:
        return "none: nothing applies"
    low, high = int(score.low), int(score.high)
    return f"{low} of 100" if low == high else f"{low} to {high} of 100"


def _bar(score: float) -> str:
    eighths = int(score * _BAR_WIDTH * 8 / 100)
    full, rest = divmod(eighths, 8)
    return ("█" * full + (_EIGHTHS[rest] if rest else "")).ljust(_BAR_WIDTH)
