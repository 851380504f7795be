"""The comparison as one HTML page: no script, no outside file, every text escaped."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from vendorrisk.model.base import DEFAULT_LANGUAGE, Text
from vendorrisk.model.result import ScoreRange, Verdict
from vendorrisk.reports.compare import (
    Cell,
    Column,
    Comparison,
    ComparisonWarning,
    CriterionRow,
    DomainRow,
    Presence,
    WarningKind,
)
from vendorrisk.reports.theme import Mark, Theme
from vendorrisk.reports.visible import visible
from vendorrisk.reports.wording import Wording, fill

_TEXT_GLYPH = "\N{VARIATION SELECTOR-15}"
"""Asks for a glyph as text, so that no browser paints it as a coloured picture."""

Facts = Iterator[tuple[Text, Callable[[Column], str]]]
"""Labels, each with the function that shows its fact for one statement."""


def compare_html(comparison: Comparison, theme: Theme, wording: Wording, language: str = DEFAULT_LANGUAGE) -> str:
    """Return the page: what to be careful about, verdicts, criteria that differ, domains, and who signed what."""
    return "".join(_Page(comparison, theme, wording, language).parts())


def warning_text(warning: ComparisonWarning, wording: Wording, language: str = DEFAULT_LANGUAGE) -> str:
    """Return a warning as its sentence."""
    words = wording.compare
    sentences = {
        WarningKind.POLICIES: words.warn_policies,
        WarningKind.CONTENT: words.warn_content,
        WarningKind.VERSIONS: words.warn_versions,
        WarningKind.QUESTIONNAIRES: words.warn_questionnaires,
        WarningKind.EXPIRED: words.warn_expired,
        WarningKind.FUTURE: words.warn_future,
        WarningKind.ASSUMED: words.warn_assumed,
        WarningKind.TIERS: words.warn_tiers,
        WarningKind.DISCLOSURE: words.warn_disclosure,
        WarningKind.SUPERSEDED: words.warn_superseded,
        WarningKind.TWICE: words.warn_twice,
    }
    return fill(sentences[warning.kind], language, **warning.facts)


@dataclass(frozen=True)
class _Page:
    comparison: Comparison
    theme: Theme
    wording: Wording
    language: str

    def say(self, text: Text, **facts: object) -> str:
        return escape(visible(fill(text, self.language, **facts)))

    def parts(self) -> Iterator[str]:
        words, found = self.wording.compare, self.comparison
        title = self.say(words.title)
        yield f'<!doctype html>\n<html lang="{escape(self.language)}">\n<head>\n<meta charset="utf-8">\n'
        yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        yield f"<title>{title}</title>\n<style>{_css(self.theme)}</style>\n</head>\n<body>\n<main>\n"
        yield f"<h1>{title}</h1>\n<p class=quiet>{self.say(words.as_of, today=found.today)}</p>\n"
        if found.warnings:
            items = "".join(
                f"<li>{escape(visible(warning_text(one, self.wording, self.language)))}</li>\n"
                for one in found.warnings
            )
            yield f"<section class=warn><h2>{self.say(words.warnings)}</h2>\n<ul>\n{items}</ul></section>\n"
        yield from self.facts(self.overview())
        yield from self.criteria(words.differing, found.differing, words.none_differ)
        yield f"<p class=quiet>{self.say(words.same, count=found.same)}</p>\n"
        yield from self.domains()
        if found.partial:
            yield from self.criteria(words.partial, found.partial, "")
        yield f"<h2>{self.say(words.statements)}</h2>\n"
        yield from self.facts(self.particulars())
        yield f"<footer>{self.say(words.footer)}</footer>\n</main>\n</body>\n</html>\n"

    def overview(self) -> Facts:
        words = self.wording.compare
        yield words.verdict, self.verdict
        yield words.minimums, self.minimums
        yield words.score, lambda one: self.score(one.statement.score)
        yield words.coverage, lambda one: f"{one.statement.support.coverage:.1f} %"
        yield words.support, self.support
        yield words.validity, self.validity
        yield words.tier, self.tier
        yield words.policy, self.policy

    def particulars(self) -> Facts:
        words = self.wording.compare
        yield words.assessed, lambda one: one.statement.as_of.isoformat()
        yield words.disclosure, lambda one: self.say(self.wording.words.disclosures[one.statement.disclosure])
        yield words.coalition, lambda one: self.say(one.statement.coalition)
        yield words.issuer, lambda one: self.say(one.statement.issuer)
        yield words.statement, lambda one: f"<code>{self.say(one.statement.attestation_id)}</code>"

    def facts(self, rows: Facts) -> Iterator[str]:
        """Yield a table with one labelled row per fact and one column per statement."""
        yield f"<div class=wide><table>\n<thead><tr><td></td>{self.vendors()}</tr></thead>\n<tbody>\n"
        for label, show in rows:
            cells = "".join(f"<td>{show(column)}</td>" for column in self.comparison.columns)
            yield f"<tr><th scope=row>{self.say(label)}</th>{cells}</tr>\n"
        yield "</tbody></table></div>\n"

    def vendors(self) -> str:
        return "".join(
            f"<th scope=col><bdi>{self.say(one.statement.vendor_name)}</bdi>"
            f"<br><span class=quiet>{self.say(one.statement.product)}</span></th>"
            for one in self.comparison.columns
        )

    def verdict(self, column: Column) -> str:
        verdict = column.statement.verdict
        return self.mark(self.theme.verdicts[verdict], self.wording.words.verdicts[verdict], "verdict")

    def minimums(self, column: Column) -> str:
        return self.say(self.wording.compare.minimums_says, **column.statement.minimums.model_dump())

    def support(self, column: Column) -> str:
        support = column.statement.support.model_dump(include={"asserted", "documented", "verified"})
        return self.say(self.wording.compare.support_says, **support)

    def validity(self, column: Column) -> str:
        until = column.statement.valid_until.isoformat()
        if not column.expired:
            return until
        colour = self.theme.verdicts[Verdict.DOES_NOT_MEET].colour
        return (
            f'{until} <strong style="color:{colour}">✘{_TEXT_GLYPH} {self.say(self.wording.compare.expired)}</strong>'
        )

    def tier(self, column: Column) -> str:
        tier, words = column.statement.tier, self.wording.words
        return (
            f"{self.say(words.tiers[tier.tier])} <span class=quiet>({self.say(words.tier_sources[tier.source])})</span>"
        )

    def policy(self, column: Column) -> str:
        pin = column.statement.policy
        return f"{self.say(str(pin))} <code>{pin.digest[:8]}</code>"

    def criteria(self, title: Text, rows: Sequence[CriterionRow], empty: Text) -> Iterator[str]:
        yield f"<h2>{self.say(title)}</h2>\n"
        if not rows:
            yield f"<p>{self.say(empty)}</p>\n"
            return
        head = f"<th scope=col>{self.say(self.wording.compare.criterion)}</th>{self.vendors()}"
        yield f"<div class=wide><table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n"
        for row in rows:
            level = self.say(self.wording.words.levels[row.level])
            name = f"{self.say(row.title)}<br><code>{self.say(row.criterion)}</code> <span class=quiet>{level}</span>"
            cells = "".join(f"<td>{self.cell(cell)}</td>" for cell in row.cells)
            yield f"<tr><th scope=row>{name}</th>{cells}</tr>\n"
        yield "</tbody></table></div>\n"

    def cell(self, cell: Cell) -> str:
        words = self.wording.compare
        if cell.result is None:
            texts = {
                Presence.NOT_DISCLOSED: words.not_disclosed,
                Presence.NOT_IN_POLICY: words.not_in_policy,
                Presence.NOT_SHOWN: words.not_shown,
            }
            return f"<span class=quiet>{self.say(texts[cell.presence])}</span>"
        shown = self.mark(self.theme.findings[cell.result], self.wording.words.findings[cell.result])
        if cell.waived_until:
            until = self.say(self.wording.attestation.waived_until, until=cell.waived_until)
            shown += f"<br><span class=quiet>{until}</span>"
        return shown

    def domains(self) -> Iterator[str]:
        words = self.wording.compare
        yield f"<h2>{self.say(words.domains)}</h2>\n<div class=wide><table class=domains>\n"
        yield f"<thead><tr><th scope=col>{self.say(words.domain)}</th>{self.vendors()}</tr></thead>\n"
        for pillar in dict.fromkeys(row.pillar for row in self.comparison.domains):
            name = self.say(self.wording.words.pillars.get(pillar, pillar))
            span = len(self.comparison.columns) + 1
            yield f"<tbody><tr class=pillar><th scope=rowgroup colspan={span}>{name}</th></tr>\n"
            for row in self.comparison.domains:
                if row.pillar == pillar:
                    yield f"<tr><th scope=row>{self.say(row.title)}</th>{''.join(self.domain_cells(row))}</tr>\n"
            yield "</tbody>\n"
        yield "</table></div>\n"

    def domain_cells(self, row: DomainRow) -> Iterable[str]:
        for score, exists in zip(row.scores, row.exists, strict=True):
            if score is None:
                text = self.wording.words.not_scored if exists else self.wording.compare.no_domain
                yield f"<td><span class=quiet>{self.say(text)}</span></td>"
            else:
                yield f"<td><div class=score><span>{self.score(score)}</span>{_bar(score, self.theme)}</div></td>"

    def score(self, score: ScoreRange | None) -> str:
        if score is None:
            return self.say(self.wording.words.not_scored)
        if score.low == score.high:
            return f"{score.low:.1f}"
        return self.say(self.wording.words.range, low=f"{score.low:.1f}", high=f"{score.high:.1f}")

    def mark(self, mark: Mark, word: Text, kind: str = "mark") -> str:
        glyph = escape(mark.glyph) + _TEXT_GLYPH
        return f'<span class={kind} style="color:{mark.colour}">{glyph}&nbsp;{self.say(word)}</span>'


def _bar(score: ScoreRange, theme: Theme) -> str:
    """Return a bar that a printer in grey shows too: dark up to the low end, outlined up to the high end."""
    low, high = (
        f'<rect width="{end:.1f}" height="6" fill="{fill_}" stroke="{theme.accent}" stroke-width=".6"/>'
        for end, fill_ in ((score.low, theme.accent), (score.high, theme.paper))
    )
    return f'<svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">{high}{low}</svg>'


def _css(theme: Theme) -> str:
    return f"""
:root {{ color-scheme: light; }}
body {{ margin: 0; background: {theme.paper}; color: {theme.ink};
  font: 14px/{theme.line_height} "IBM Plex Sans", system-ui, "Segoe UI", Helvetica, Arial, sans-serif;
  font-variant-numeric: tabular-nums; }}
main {{ max-width: 1080px; margin: 0 auto; padding: 32px 24px; }}
h1 {{ font-size: 26px; margin: 0 0 4px; }}
h2 {{ font-size: 17px; color: {theme.accent}; margin: 28px 0 8px; }}
p {{ margin: 4px 0 12px; }}
table {{ border-collapse: collapse; width: 100%; table-layout: fixed; }}
th, td {{ text-align: left; vertical-align: baseline; padding: 6px 12px 6px 0; border-top: 1px solid {theme.hairline};
  overflow-wrap: anywhere; }}
thead th, thead td {{ border-top: 0; border-bottom: 1.5px solid {theme.ink}; vertical-align: bottom; }}
tbody th {{ font-weight: 400; }}
th:first-child, td:first-child {{ width: 28%; }}
thead th {{ font-weight: 600; }}
thead + tbody > tr:first-child > * {{ border-top: 0; }}
th .quiet {{ font-weight: 400; }}
tr.pillar th {{ font-weight: 600; padding-top: 12px; }}
.quiet, footer {{ color: {theme.quiet}; }}
.verdict {{ font-size: 18px; font-weight: 600; }}
.mark {{ font-weight: 600; }}
.warn {{ border-left: 4px solid {theme.verdicts[Verdict.CONDITIONAL].colour}; padding-left: 16px; margin: 24px 0; }}
.warn h2 {{ margin-top: 0; color: {theme.verdicts[Verdict.CONDITIONAL].colour}; }}
.warn ul {{ margin: 0; padding-left: 18px; }}
code {{ font: 12px "IBM Plex Mono", ui-monospace, Consolas, monospace; }}
.score {{ display: flex; align-items: center; gap: 10px; }}
.score span {{ flex: 0 0 7em; }}
.domains th, .domains td {{ padding-top: 3px; padding-bottom: 3px; }}
svg {{ flex: 1 1 40px; min-width: 0; max-width: 160px; height: 6px; }}
footer {{ margin-top: 28px; padding-top: 8px; border-top: 1px solid {theme.hairline}; }}
.wide {{ overflow-x: auto; }}
@page {{ margin: 14mm; }}
@media print {{
  main {{ max-width: none; padding: 0; }}
  body {{ font-size: 8.5pt; }}
  th, td {{ padding-top: 2px; padding-bottom: 2px; }}
  h1 {{ font-size: 16pt; }}
  h2 {{ font-size: 11pt; margin: 10px 0 2px; }}
  tr, .warn {{ break-inside: avoid; }}
  h2, .pillar {{ break-after: avoid; }}
  .wide {{ overflow: visible; }}
  * {{ print-color-adjust: exact; -webkit-print-color-adjust: exact; }}
}}
"""
