"""The style sheet of the comparison. On paper its first page is the one for an executive."""

from __future__ import annotations

from vendorrisk.model.policy import Verdict
from vendorrisk.reports.theme import Theme

_MOST_UPRIGHT = 3
"""How many columns fit a printed page upright."""


def compare_css(theme: Theme, columns: int) -> str:
    """Return the rules of a page that compares so many statements, on screen and on paper."""
    first = 28 if columns <= _MOST_UPRIGHT else 20
    return f"""
:root {{ color-scheme: light; }}
body {{ margin: 0; background: {theme.paper}; color: {theme.ink};
  font: 14px/{theme.line_height} "IBM Plex Sans", system-ui, "Segoe UI", Helvetica, Arial, sans-serif;
  font-variant-numeric: tabular-nums; }}
main {{ max-width: 1180px; margin: 0 auto; padding: 32px 24px; }}
h1 {{ font-size: 26px; margin: 0 0 4px; }}
h2 {{ font-size: 17px; color: {theme.accent}; margin: 28px 0 8px; }}
p {{ margin: 4px 0 12px; }}
table {{ border-collapse: collapse; width: 100%; table-layout: fixed; }}
th, td {{ text-align: left; vertical-align: baseline; padding: 6px 12px 6px 0; border-top: 1px solid {theme.hairline};
  overflow-wrap: break-word; hyphens: auto; }}
thead th, thead td {{ border-top: 0; border-bottom: 1.5px solid {theme.ink}; vertical-align: bottom; }}
tbody th {{ font-weight: 400; }}
th:first-child, td:first-child {{ width: {first}%; }}
td ul {{ margin: 0; padding-left: 14px; }}
.legend {{ margin: 0; }}
.date {{ white-space: nowrap; }}
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
@page {{ margin: 12mm; {"size: landscape; " if columns > _MOST_UPRIGHT else ""}}}
@media print {{
  main {{ max-width: none; padding: 0; }}
  body {{ font-size: {8.5 if columns <= _MOST_UPRIGHT else 8}pt; }}
  th, td {{ padding-top: 2px; padding-bottom: 2px; }}
  h1 {{ font-size: 16pt; }}
  h2 {{ font-size: 11pt; margin: 10px 0 2px; }}
  tr, .warn {{ break-inside: avoid; }}
  h2, .pillar {{ break-after: avoid; }}
  .wide {{ overflow: visible; }}
  .details {{ break-before: page; }}
  .verdict {{ font-size: 11pt; }}
  .warn {{ margin: 8px 0; }}
  * {{ print-color-adjust: exact; -webkit-print-color-adjust: exact; }}
}}
"""
