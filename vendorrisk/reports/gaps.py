"""The gap list as PDF and as data: what is not met, what closes it, and by when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from vendorrisk.model.base import DEFAULT_LANGUAGE
from vendorrisk.model.casework import Item as Condition
from vendorrisk.model.result import FindingState, Gap, Result
from vendorrisk.reports.wording import Wording, fill

if TYPE_CHECKING:
    from vendorrisk.reports.house import HouseStyle
    from vendorrisk.reports.layout import Item
    from vendorrisk.reports.page import Paper, Press, Spans

SCHEMA: Final = "vendorrisk.gaps/1"


def gap_json(gaps: Sequence[Gap], result: Result, conditions: Sequence[Condition] = ()) -> dict[str, Any]:
    """Return the gaps, and the open conditions of decisions, as plain JSON data, with what they were found against."""
    return {
        "schema": SCHEMA,
        "vendor": {"id": result.vendor_id, "name": result.vendor_name},
        "product": result.product,
        "ref": result.ref,
        "policy": result.policy.model_dump(mode="json"),
        "questionnaire": result.questionnaire.model_dump(mode="json"),
        "as_of": result.as_of.isoformat(),
        "risk_tier": result.tier.model_dump(mode="json"),
        "verdict": result.verdict.value,
        "gaps": [gap.model_dump(mode="json") for gap in gaps],
        "conditions": [item.model_dump(mode="json") for item in conditions],
        "notes": list(result.notes),
    }


def gap_head(result: Result, wording: Wording, language: str) -> str:
    """Return one line that says what the gaps were found against."""
    tier = fill(wording.words.tiers[result.tier.tier], language)
    source = fill(wording.words.tier_sources[result.tier.source], language)
    return fill(wording.gaps.checked, language, policy=result.policy, as_of=result.as_of, tier=f"{tier} ({source})")


def gap_summary(gaps: Sequence[Gap], result: Result, wording: Wording, language: str) -> str:
    """Return how many gaps there are, or that there are none and why."""
    if gaps:
        return fill(wording.gaps.summary, language, count=len(gaps))
    outside = len(result.of_state(FindingState.NOT_APPLICABLE))
    applicable = len(result.findings) - outside
    met = len(result.of_state(FindingState.MET))
    why = fill(wording.gaps.why_none, language, applicable=applicable, met=met, not_applicable=outside)
    return f"{fill(wording.gaps.no_gaps, language)} {why}"


def rests_on(gap: Gap, wording: Wording, language: str) -> str:
    """Return whether a gap rests on the vendor's word or was checked; empty where nothing is answered yet."""
    if not gap.result.failed:
        return ""
    return fill(wording.gaps.was_checked if gap.checked else wording.gaps.rests_on_word, language)


def gap_pages(
    gaps: Sequence[Gap],
    result: Result,
    style: HouseStyle,
    paper: Paper | None = None,
    language: str = DEFAULT_LANGUAGE,
) -> bytes:
    """Return the gap list as PDF (A4 unless ``paper`` says otherwise), in the order given.

    The same input gives the same bytes.
    """
    # Imported here, because reportlab takes longer to load than the whole of gap_json takes.
    from vendorrisk.reports.page import Furniture, Paper, Press, print_pages  # noqa: PLC0415

    press = Press(style, paper or Paper.A4, language)
    title = press.words(press.wording.gaps.title)
    name = " · ".join(part for part in (result.vendor_name, result.product) if part)
    furniture = Furniture(
        title=f"{title}: {name}",
        author=result.coalition,
        creator="vendorrisk",
        head_left=result.coalition,
        head_right=name,
        foot_left=result.ref,
        first_page_has_head=False,
    )
    return print_pages(press, (*_opening(press, gaps, result, name), *_table(press, gaps, result.as_of)), furniture)


def _opening(press: Press, gaps: Sequence[Gap], result: Result, name: str) -> Iterator[Item]:
    mark = press.theme.verdicts[result.verdict]
    verdict = press.words(press.wording.words.verdicts[result.verdict]).upper()
    yield replace(press.paragraph(result.coalition, press.ink("body", press.theme.accent, "bold")), below=0)
    yield press.paragraph(press.words(press.wording.gaps.title), press.ink("title", "", "bold"))
    subject = press.paragraph(name, press.ink("head", "", "bold"))
    yield replace(subject, above=subject.height / 2, below=0, rule=press.theme.hairline)
    yield press.paragraph(gap_head(result, press.wording, press.language), press.quiet)
    word = press.paragraph(f"{mark.glyph}\N{NO-BREAK SPACE}{verdict}", press.ink("head", mark.colour, "bold"))
    yield replace(word, above=word.height / 2)
    yield press.paragraph(gap_summary(gaps, result, press.wording, press.language))
    for note in result.notes:
        yield press.paragraph(note, press.quiet)


def _table(press: Press, gaps: Sequence[Gap], as_of: dt.date) -> Iterator[Item]:
    from vendorrisk.reports.page import Column  # noqa: PLC0415

    words = press.wording.gaps
    titles = (
        (press.words(words.severity), 30),
        (f"{press.words(words.criterion)}\n{press.words(words.found)}", 55),
        (f"{press.words(words.needed)}\n{press.words(words.do)}", 53),
        (f"{press.words(words.due)}\n{press.words(words.owner)}", 26),
    )
    columns = tuple(Column(title, share) for title, share in titles)
    head = press.table_head(columns)
    if gaps:
        yield head
    for gap in gaps:
        yield replace(press.table_row(columns, _cells(press, gap, as_of)), header=head)


def _asks(press: Press, gap: Gap) -> Spans:
    return tuple(span for name, ask in gap.asks.items() for span in ((f"\n{name} ", press.code), (ask, press.quiet)))


def _cells(press: Press, gap: Gap, as_of: dt.date) -> tuple[Spans, ...]:
    words, bold = press.wording, press.ink("small", "", "bold")
    severity = press.words(words.words.severities[gap.severity])
    level = press.words(words.words.levels[gap.level])
    rests = f" {said}" if (said := rests_on(gap, words, press.language)) else ""
    responded = press.words(words.words.labelled, label=press.words(words.gaps.response), what=gap.response)
    response = f"\n{responded}" if gap.response else ""
    state = tuple((text, ink) for text, ink in press.mark(gap.result))
    return (
        ((f"{severity}\n", bold), (f"{gap.criterion}\n", press.code), (f"{level}\n", press.quiet), *state),
        ((f"{gap.title}\n", bold), (f"{gap.because}{rests}", press.ink()), *_asks(press, gap)),
        ((f"{gap.needed}\n", press.ink()), (f"→ {gap.do}", bold), (response, press.ink())),
        _work(press, gap, as_of),
    )


def _work(press: Press, gap: Gap, as_of: dt.date) -> Spans:
    """Say by when, who, and how far it is."""
    words, quiet = press.wording.gaps, press.quiet
    due = press.words(words.overdue, due=gap.due) if gap.days_left(as_of) < 0 else gap.due.isoformat()
    lines = [
        (due, press.ink("small", "", "bold")),
        (gap.owner, press.ink()) if gap.owner else (press.words(words.open_owner), quiet),
    ]
    if gap.recorded:
        lines.append((press.words(words.statuses[gap.status]), press.ink()))
    if gap.target:
        lines.append((f"{press.words(words.target)} {gap.target}", quiet))
        if gap.target > gap.due:
            lines.append((press.words(words.beyond, days=(gap.target - gap.due).days), press.ink()))
    if gap.waived_until:
        lines.append((f"{press.words(words.waived_until)} {gap.waived_until}", quiet))
    last = len(lines) - 1
    return tuple((text if number == last else f"{text}\n", ink) for number, (text, ink) in enumerate(lines))
