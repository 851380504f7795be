"""The comparison as one HTML page: no script, no outside file, every text escaped."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from html import escape

from vendorrisk.model.base import DEFAULT_LANGUAGE, Text
from vendorrisk.model.policy import Verdict
from vendorrisk.model.result import ScoreRange
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
from vendorrisk.reports.compare_css import compare_css
from vendorrisk.reports.minimums import look, open_minimums
from vendorrisk.reports.theme import Mark, Theme
from vendorrisk.reports.visible import visible
from vendorrisk.reports.wording import Wording, fill

_TEXT_GLYPH = "\N{VARIATION SELECTOR-15}"
"""Asks for a glyph as text, so that no browser paints it as a coloured picture."""

_ISO_DATE = re.compile(r"\b\d{4}-\d\d-\d\d\b")

Facts = Iterator[tuple[Text, Callable[[Column], str]]]
"""Labels, each with the function that shows its fact for one statement."""


def compare_html(
    comparison: Comparison,
    theme: Theme,
    wording: Wording,
    language: str = DEFAULT_LANGUAGE,
    *,
    notes: Sequence[str] = (),
) -> str:
    """Return the page: what to be careful about, verdicts, criteria that differ, domains, and who signed what.

    ``notes`` are what else to be careful about, such as what was left out.
    """
    return "".join(_Page(comparison, theme, wording, language, notes).parts())


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
    notes: Sequence[str]

    def say(self, text: Text, **facts: object) -> str:
        return escape(visible(fill(text, self.language, **facts)))

    def parts(self) -> Iterator[str]:
        words, found = self.wording.compare, self.comparison
        title = self.say(words.title)
        yield f'<!doctype html>\n<html lang="{escape(self.language)}">\n<head>\n<meta charset="utf-8">\n'
        yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        style = compare_css(self.theme, len(found.columns))
        yield f"<title>{title}</title>\n<style>{style}</style>\n</head>\n<body>\n<main>\n"
        yield f"<h1>{title}</h1>\n<p class=quiet>{self.say(words.as_of, today=found.today)}</p>\n"
        warnings = [*self.notes, *(warning_text(one, self.wording, self.language) for one in found.warnings)]
        if warnings:
            items = "".join(f"<li>{escape(visible(one))}</li>\n" for one in warnings)
            yield f"<section class=warn><h2>{self.say(words.warnings)}</h2>\n<ul>\n{items}</ul></section>\n"
        yield from self.facts(self.overview(), self.vendors())
        yield "<div class=details>\n"
        yield from self.legend()
        yield from self.criteria(words.decisive, found.decisive, words.none_decisive)
        yield from self.criteria(words.differing, found.differing, words.none_differ)
        yield f"<p class=quiet>{self.say(words.same, count=found.same)}</p>\n"
        yield from self.domains()
        for heading, rows in ((words.applying, found.applying), (words.partial, found.partial)):
            if rows:
                yield from self.criteria(heading, rows, "")
        yield f"<h2>{self.say(words.statements)}</h2>\n"
        yield from self.facts(self.particulars(), self.heads())
        yield f"<footer>{self.say(words.footer)}</footer>\n</div>\n</main>\n</body>\n</html>\n"

    def overview(self) -> Facts:
        """Yield what an executive needs: the first page."""
        words = self.wording.compare
        yield words.verdict, self.verdict
        titles = {"failed": words.failed, "undetermined": words.undetermined, "waived": words.waived}
        for kind, title in titles.items():
            if any(getattr(one.statement.minimums, kind) for one in self.comparison.columns):
                yield title, partial(self.open_minimums, kind)
        yield words.issuer, lambda one: self.say(one.statement.issuer)
        yield words.validity, self.validity
        yield words.disclosure, lambda one: self.say(self.wording.words.disclosures[one.statement.disclosure])
        yield words.score, lambda one: self.score(one.statement.score)
        yield words.tier, self.tier
        yield words.policy, self.policy

    def particulars(self) -> Facts:
        words = self.wording.compare
        yield words.minimums, self.minimums
        yield words.coverage, lambda one: f"{one.statement.support.coverage:.1f} %"
        yield words.support, self.support
        yield words.assessed, lambda one: one.statement.as_of.isoformat()
        yield words.coalition, lambda one: self.say(one.statement.coalition)
        yield words.statement, lambda one: f"<code>{_breakable(self.say(one.statement.attestation_id))}</code>"

    def facts(self, rows: Facts, heads: str) -> Iterator[str]:
        """Yield a table with one labelled row per fact and one column per statement."""
        yield f"<div class=wide><table>\n<thead><tr><td></td>{heads}</tr></thead>\n<tbody>\n"
        for label, show in rows:
            cells = "".join(f"<td>{show(column)}</td>" for column in self.comparison.columns)
            yield f"<tr><th scope=row>{self.say(label)}</th>{cells}</tr>\n"
        yield "</tbody></table></div>\n"

    def vendors(self) -> str:
        """Return column heads that name the vendors."""
        labels = self.comparison.labels or ("",) * len(self.comparison.columns)
        return "".join(
            f"<th scope=col>{f'{label}<br>' if label else ''}<bdi>{self.say(one.statement.vendor_name)}</bdi>"
            f"<br><span class=quiet>{self.say(one.statement.product)}</span></th>"
            for label, one in zip(labels, self.comparison.columns, strict=True)
        )

    def heads(self) -> str:
        """Return column heads: the labels if there are any, else the names."""
        return "".join(f"<th scope=col>{label}</th>" for label in self.comparison.labels) or self.vendors()

    def legend(self) -> Iterator[str]:
        """Yield whose column each label is."""
        for label, one in zip(self.comparison.labels, self.comparison.columns, strict=False):
            names = " · ".join(part for part in (one.statement.vendor_name, one.statement.product) if part)
            issuer = self.say(one.statement.issuer)
            yield f"<p class=legend><b>{label}</b> <bdi>{self.say(names)}</bdi> <span class=quiet>{issuer}</span></p>\n"

    def open_minimums(self, kind: str, column: Column) -> str:
        """Return the titles of the failed, undetermined or waived minimums, and how many more are not disclosed."""
        words, found = self.wording.compare, open_minimums(column.statement)
        items = []
        for one in getattr(found, kind):
            item = self.say(one.finding.title)
            if one.waiver is not None:
                said = self.say(words.waived_by, until=one.waiver.until, approver=one.waiver.approver)
                whole = _ISO_DATE.sub(r"<span class=date>\g<0></span>", said)
                item += f" <span class=quiet>{whole}</span>"
            items.append(item)
        if hidden := found.undisclosed.get(kind):
            items.append(f"<span class=quiet>{self.say(words.undisclosed, count=hidden)}</span>")
        if not items:
            return f"<span class=quiet>{self.say(self.wording.words.none)}</span>"
        return "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"

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
        return f"{_breakable(self.say(str(pin)))} <code>{pin.digest[:8]}</code>"

    def criteria(self, title: Text, rows: Sequence[CriterionRow], empty: Text) -> Iterator[str]:
        yield f"<h2>{self.say(title)}</h2>\n"
        if not rows:
            yield f"<p>{self.say(empty)}</p>\n"
            return
        head = f"<th scope=col>{self.say(self.wording.compare.criterion)}</th>{self.heads()}"
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
        until, style = cell.waived_until, (self.theme, self.wording, self.language)
        return self.mark(*look(cell.result, *style, minimum=cell.minimum, waived_until=until))

    def domains(self) -> Iterator[str]:
        words = self.wording.compare
        yield f"<h2>{self.say(words.domains)}</h2>\n<div class=wide><table class=domains>\n"
        yield f"<thead><tr><th scope=col>{self.say(words.domain)}</th>{self.heads()}</tr></thead>\n"
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


def _breakable(text: str) -> str:
    """Return an escaped id that may be broken after its hyphens and colons, as browsers otherwise do anywhere."""
    return text.replace(":", ":<wbr>").replace("-", "-<wbr>")


def _bar(score: ScoreRange, theme: Theme) -> str:
    """Return a bar that a printer in grey shows too: dark up to the low end, outlined up to the high end."""
    low, high = (
        f'<rect width="{end:.1f}" height="6" fill="{fill_}" stroke="{theme.accent}" stroke-width=".6"/>'
        for end, fill_ in ((score.low, theme.accent), (score.high, theme.paper))
    )
    return f'<svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">{high}{low}</svg>'
