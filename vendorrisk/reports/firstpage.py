"""The first page of an attestation: verdict first, then the reason, then the numbers, then who signs."""

from __future__ import annotations

from vendorrisk.model.attestation import Statement
from vendorrisk.reports.layout import Item, Row
from vendorrisk.reports.minimums import OpenMinimum, open_minimums
from vendorrisk.reports.page import GUTTER, MM, Column, Press, Spans
from vendorrisk.reports.parts import QR_SIDE, Bars, FirstPage, Seal, Stack, qr_code


def first_page(press: Press, statement: Statement, digest: str) -> tuple[FirstPage, tuple[Item, ...]]:
    """Return the first page, and the profile chart if the page has no room left for it."""
    head = (
        *_title(press, statement),
        _verdict(press, statement),
        *_facts(press, statement),
        *_sentences(press, statement),
    )
    lower = Stack((_seal(press, statement, digest),))
    room = press.height - Stack(head).height - lower.height
    chart = _profile(press, statement)
    beside, shown = _open_minimums(press, statement, room - Stack(chart).height)
    alone, most = _open_minimums(press, statement, room)
    if shown < min(_LEAST_SHOWN, most):
        return FirstPage(Stack((*head, *alone)), lower, press.height), chart
    return FirstPage(Stack((*head, *beside, *chart)), lower, press.height), ()


_LEAST_SHOWN = 3
"""With fewer minimums than these beside it, the chart moves to the next page if that makes room for more."""


def subject(press: Press, statement: Statement) -> str:
    """Return the product, or words for the vendor as a whole."""
    return statement.product or press.words(press.wording.attestation.whole_vendor)


def _title(press: Press, statement: Statement) -> tuple[Item, ...]:
    words, width = press.wording.attestation, press.width
    bold = press.ink("head", "", "bold")
    dot = ("  ·  ", press.ink("head", press.theme.quiet))
    names = press.set(((statement.vendor_name, bold), dot, (subject(press, statement), bold)), width)
    title = press.set(press.words(words.titles[statement.verdict]), width, press.ink("title", "", "bold"))
    coalition = press.set(statement.coalition, width, press.ink("body", press.theme.accent, "bold"))
    scope = press.set(press.words(words.scope, scope=statement.scope), width, press.quiet)
    return (
        Row(((0, coalition.cut(1)),), width),
        Row(((0, title),), width, below=4 * MM),
        Row(((0, names.cut(3)),), width, above=3 * MM, rule=press.theme.hairline, below=0.5 * MM),
        Row(((0, scope.cut(2)),) if statement.scope else (), width, below=4 * MM),
    )


def _verdict(press: Press, statement: Statement) -> Item:
    words, mark = press.wording.attestation, press.theme.verdicts[statement.verdict]
    room = press.width - 5 * MM
    word = press.words(press.wording.words.verdicts[statement.verdict]).upper()
    score = words.no_score if statement.score is None else words.score
    scored = press.words(score, score=press.score(statement.score))
    answered = press.words(words.support, coverage=f"{statement.support.coverage:.1f}")
    spans = (
        (((f"{mark.glyph}\N{NO-BREAK SPACE}{word}", press.ink("title", mark.colour, "bold")),), 0.5),
        (((press.words(words.verdict_says[statement.verdict]), press.ink("body", "", "bold")),), 0.5),
        (((press.words(words.minimums, **statement.minimums.model_dump()), press.ink("body")),), 0.5),
        (((f"{scored}  ·  {answered}", press.ink("body", press.theme.quiet)),), 0),
    )
    rows = tuple(Row(((0, press.set(span, room)),), room, below=below * MM) for span, below in spans)
    return Stack(rows, bar=mark.colour)


def _facts(press: Press, statement: Statement) -> tuple[Item, ...]:
    words, tier = press.wording.attestation, statement.tier
    tier_word = press.words(press.wording.words.tiers[tier.tier])
    tier_source = press.words(press.wording.words.tier_sources[tier.source])
    bold, plain = press.ink("small", "", "bold"), press.ink()
    quarter = (press.width - 3 * GUTTER) / 4
    upper = (
        (words.policy, ((f"{statement.policy_title}\n", bold), (str(statement.policy), plain))),
        (words.as_of, ((statement.as_of.isoformat(), bold),)),
        (words.valid_until, ((statement.valid_until.isoformat(), bold),)),
        (words.tier, ((f"{tier_word}\n", bold), (tier_source, plain))),
    )
    lower = (
        (words.disclosure, ((press.words(press.wording.words.disclosures[statement.disclosure]), bold),)),
        (words.issued, ((f"{statement.issued_at:%Y-%m-%d %H:%M} UTC", plain),)),
        (words.attestation_id, ((statement.attestation_id, press.code),)),
    )
    rows = []
    for facts, above in ((upper, 5 * MM), (lower, 1.5 * MM)):
        cells = []
        for place, (label, value) in enumerate(facts):
            left = place * (quarter + GUTTER)
            room = quarter if len(facts) > place + 1 else press.width - left
            lines = 8 if label is words.policy else 4  # a policy names its overlays twice, by title and by id
            cells.append((left, press.set(((f"{press.words(label)}\n", press.quiet), *value), room).cut(lines)))
        rows.append(Row(tuple(cells), press.width, above=above))
    return tuple(rows)


def _sentences(press: Press, statement: Statement) -> tuple[Item, ...]:
    words, support = press.wording.attestation, statement.support
    checked = press.words(
        words.checked,
        vendor=statement.vendor_name,
        questionnaire=statement.questionnaire,
        criteria=sum(statement.counts.values()),
        policy=statement.policy,
    )
    by_whom = press.words(
        words.by_whom,
        issuer=statement.issuer,
        as_of=statement.as_of,
        **support.model_dump(),
    )
    text = f"{checked} {by_whom} {press.words(words.does_not_say)}"
    notes = press.set("\n".join(statement.notes), press.width, press.quiet).cut(3)
    return (
        Row(((0, press.set(text, press.width, press.ink("body")).cut(8)),), press.width, above=4 * MM),
        Row(((0, notes),), press.width, above=1 * MM),
    )


def _open_minimums(press: Press, statement: Statement, room: float) -> tuple[tuple[Item, ...], int]:
    """Return the minimums that are failed, waived or undetermined, as many as ``room`` holds, and their number."""
    words = press.wording.attestation
    found = open_minimums(statement)
    rows: list[Item] = [_minimum(press, one) for one in (*found.failed, *found.undetermined, *found.waived)]
    hidden = ", ".join(press.words(words.undisclosed_counts[kind], count=n) for kind, n in found.undisclosed.items())
    tier = press.words(press.wording.words.disclosures[statement.disclosure])
    tail = [_line(press, press.words(words.undisclosed_minimums, counts=hidden, disclosure=tier))] if hidden else []
    heading = _label(press, press.words(words.open_minimums))
    if not rows and not tail:
        return (heading, _line(press, press.words(press.wording.words.none))), 0
    kept = len(rows)
    while kept and Stack((heading, *rows[:kept], *tail)).height > room:
        kept -= 1
        more = _line(press, press.words(words.more_minimums, count=len(rows) - kept))
        tail = [more, *tail[-1:]] if hidden else [more]
    return (heading, *rows[:kept], *tail), kept


def _minimum(press: Press, one: OpenMinimum) -> Row:
    columns = (Column("", 36), Column("", 22), Column("", 106))
    title: Spans = ((one.finding.title, press.ink()),)
    if one.waiver is not None:
        by = press.words(press.wording.attestation.waived_by, approver=one.waiver.approver)
        title = (*title, (f"  ·  {by}", press.quiet))
    return press.table_row(
        columns, (press.finding(one.finding, one.waiver), ((one.finding.criterion, press.code),), title)
    )


def _profile(press: Press, statement: Statement) -> tuple[Item, ...]:
    """Return the chart of domain scores, the security pillar at the left and all others at the right."""
    words = press.wording
    security = tuple(domain for domain in statement.domains if domain.pillar == "security")
    others = tuple(domain for domain in statement.domains if domain.pillar != "security")
    columns = tuple(
        (press.words(words.words.pillars.get(scores[0].pillar, scores[0].pillar)), scores)
        for scores in (security, others)
        if scores
    )
    if not columns:
        return ()
    notes = []
    if any(domain.score and domain.score.low < domain.score.high for domain in statement.domains):
        notes.append(press.words(words.attestation.range_note))
    if any(domain.excluded_too_much for domain in statement.domains):
        notes.append(press.words(words.attestation.excluded))
    lines = (_line(press, note) for note in notes)
    return _label(press, press.words(words.attestation.profile)), Bars(press, columns), *lines


def _seal(press: Press, statement: Statement, digest: str) -> Seal:
    words = press.wording.attestation
    room = press.width - QR_SIDE - 2 * GUTTER
    signed = press.words(words.signed_by, issuer=statement.issuer)
    vouches = press.words(words.vouches, policy=statement.policy)
    blocks = (
        press.set(((f"{signed},\n", press.ink("body", "", "bold")), (vouches, press.ink())), room).cut(6),
        press.set(((f"{press.words(words.digest)}\n", press.quiet), (digest, press.code)), room),
        press.set(
            (
                (f"{press.words(words.verify)} ", press.quiet),
                ("vendorrisk verify", press.code),
                (f"  ·  {press.words(words.verify_why)}", press.quiet),
            ),
            room,
        ),
    )
    left = Stack(tuple(Row(((0, block),), room, below=1.2 * MM) for block in blocks))
    code = qr_code(f"{statement.attestation_id} sha256:{digest}")
    return Seal(left, code, press.width, press.theme.ink, press.theme.hairline)


def _label(press: Press, text: str) -> Row:
    block = press.set(text, press.width, press.ink("body", press.theme.accent, "bold"))
    return Row(((0, block),), press.width, above=4 * MM, below=1 * MM, keep=True)


def _line(press: Press, text: str) -> Row:
    return Row(((0, press.set(text, press.width, press.quiet)),), press.width, below=0.5 * MM)
