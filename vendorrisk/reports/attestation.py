"""The pages of an attestation: what a person reads; the signed statement attached to it is what counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from vendorrisk.model.assessment import Waiver
from vendorrisk.model.attestation import Statement, StatementAnswer, StatementFinding
from vendorrisk.model.base import Pin, Text
from vendorrisk.model.policy import Level
from vendorrisk.model.result import FindingState
from vendorrisk.reports.firstpage import first_page, subject
from vendorrisk.reports.house import HouseStyle
from vendorrisk.reports.layout import Item
from vendorrisk.reports.method import method_page
from vendorrisk.reports.page import Column, Furniture, Paper, Press, Spans, print_pages


def attestation_pages(statement: Statement, digest: str, style: HouseStyle, paper: Paper = Paper.A4) -> bytes:
    """Return the PDF of a statement, unsigned, with all fonts embedded; the same input gives the same bytes.

    ``digest`` is the SHA-256 of the signed statement, in hexadecimal, as the first page shows it.
    """
    press = Press(style, paper, statement.language)
    first, chart = first_page(press, statement, digest)
    items = (
        first,
        *chart,
        *_particulars(press, statement),
        *_findings(press, statement),
        *_waivers(press, statement),
        *_answers(press, statement),
        *_reviews(press, statement),
        *method_page(press),
    )
    name = f"{statement.vendor_name} · {subject(press, statement)}"
    furniture = Furniture(
        title=f"{press.words(press.wording.attestation.titles[statement.verdict])}: {name}",
        author=statement.coalition,
        creator=statement.software,
        head_left=statement.coalition,
        head_right=name,
        foot_left=statement.attestation_id,
        first_page_has_head=False,
    )
    return print_pages(press, items, furniture)


def _particulars(press: Press, statement: Statement) -> Iterator[Item]:
    words = press.wording.attestation
    yield press.heading(press.words(words.details))
    columns = (Column("", 40), Column("", 124))
    for label, value in _facts(press, statement):
        if value:
            cell = ((value, press.ink()),) if isinstance(value, str) else value
            yield press.table_row(columns, (((press.words(label), press.quiet),), cell))


def _facts(press: Press, statement: Statement) -> Iterator[tuple[Text, str | Spans]]:
    """Yield label and value of everything that identifies the statement; an empty value is left out."""
    words = press.wording.attestation
    yield words.vendor, f"{statement.vendor_name} ({statement.vendor_id})"
    yield words.product, subject(press, statement)
    yield words.scope_label, statement.scope
    yield words.assessment, statement.ref
    yield words.submitted_by, statement.submitted_by
    yield words.policy, _pin(press, statement.policy, statement.policy_title)
    yield words.questionnaire, _pin(press, statement.questionnaire, "")
    yield words.assessment_digest, ((statement.assessment_digest, press.code),)
    yield words.tier_reasons, "\n".join(statement.tier.reasons)
    yield words.valid_because, statement.valid_because
    yield words.levels_heading, "  ·  ".join(_level(press, statement, level) for level in Level)
    yield words.disclosure, press.words(words.disclosure_says[statement.disclosure])
    yield words.supersedes, statement.supersedes or ""
    if journal := statement.journal:
        yield words.journal, press.words(words.journal_says, size=journal.size, root=journal.root)
    if status := statement.status:
        yield words.status, press.words(words.status_says, uri=status.uri, index=status.index)
    yield words.software, statement.software
    yield words.notes, "\n".join(note for note in statement.notes if note not in statement.tier.reasons)


def _level(press: Press, statement: Statement, level: Level) -> str:
    words = press.wording.words
    return press.words(
        words.labelled, label=press.words(words.levels[level]), what=press.score(statement.levels.get(level))
    )


def _pin(press: Press, pin: Pin, title: str) -> Spans:
    words = press.wording.attestation
    name = f"{title}, {pin}" if title else str(pin)
    return (
        (f"{name}\n", press.ink()),
        (f"{press.words(words.meaning_digest)} ", press.quiet),
        (f"{pin.digest}\n", press.code),
        (f"{press.words(words.full_digest)} ", press.quiet),
        (pin.full_digest, press.code),
    )


def _findings(press: Press, statement: Statement) -> Iterator[Item]:
    words, counts = press.wording.attestation, statement.counts
    yield press.heading(press.words(words.findings))
    yield press.paragraph(
        press.words(
            words.findings_intro,
            total=sum(counts.values()),
            met=counts.get(FindingState.MET, 0),
            partly=counts.get(FindingState.PARTLY_MET, 0),
            unmet=counts.get(FindingState.UNMET, 0),
            undetermined=counts.get(FindingState.UNDETERMINED, 0),
            not_applicable=counts.get(FindingState.NOT_APPLICABLE, 0),
        ),
        keep=True,
    )
    if statement.withheld.findings:
        yield _withheld(press, statement, words.withheld_findings, statement.withheld.findings)
    if not statement.findings:
        yield press.paragraph(press.words(words.no_findings))
        return
    columns = tuple(
        Column(press.words(title), share)
        for title, share in (
            (words.criterion_id, 24),
            (words.criterion, 50),
            (words.level, 18),
            (words.result, 25),
            (words.because, 53),
        )
    )
    head = press.table_head(columns)
    yield head
    scores = {domain.domain: press.score(domain.score) for domain in statement.domains}
    waivers = {waiver.criterion: waiver for waiver in statement.waivers}
    for domain, group in groupby(statement.findings, key=lambda finding: finding.domain):
        yield _band(press, head, _section_title(press, statement, domain), scores.get(domain, ""))
        for finding in group:
            cells = _finding_cells(press, finding, waivers.get(finding.criterion))
            yield replace(press.table_row(columns, cells), header=head)


def _finding_cells(press: Press, finding: StatementFinding, waiver: Waiver | None) -> Sequence[str | Spans]:
    words = press.wording.attestation
    because: Spans = ((finding.because, press.ink()),)
    if finding.do:
        because = (*because, (f"\n{press.words(words.to_do, do=finding.do)}", press.quiet))
    if finding.due:
        because = (*because, (f" {press.words(words.due, due=finding.due)}", press.quiet))
    level = press.words(press.wording.words.levels[finding.level])
    result = press.finding(finding, waiver)
    return ((finding.criterion, press.code),), finding.title, level, result, because


def _waivers(press: Press, statement: Statement) -> Iterator[Item]:
    words = press.wording.attestation
    yield press.heading(press.words(words.waivers))
    minimums = {finding.criterion for finding in statement.findings if finding.level is Level.MINIMUM}
    hidden = statement.minimums.waived - sum(waiver.criterion in minimums for waiver in statement.waivers)
    if hidden > 0:
        yield press.paragraph(press.words(words.undisclosed_waivers, count=hidden), keep=bool(statement.waivers))
    elif not statement.waivers:
        yield press.paragraph(press.words(words.no_waivers))
    if not statement.waivers:
        return
    yield press.paragraph(press.words(words.waivers_intro), keep=True)
    columns = tuple(
        Column(press.words(title), share)
        for title, share in ((words.criterion_id, 24), (words.reason, 53), (words.control, 53), (words.approver, 40))
    )
    head = press.table_head(columns)
    yield head
    for waiver in statement.waivers:
        term = press.words(words.granted, granted=waiver.granted, until=waiver.until)
        approved = ((f"{waiver.approver}\n", press.ink()), (term, press.quiet))
        cells = (((waiver.criterion, press.code),), waiver.reason, waiver.control, approved)
        yield replace(press.table_row(columns, cells), header=head)


def _answers(press: Press, statement: Statement) -> Iterator[Item]:
    words = press.wording.attestation
    yield press.heading(press.words(words.answers))
    if statement.withheld.answers:
        yield _withheld(press, statement, words.withheld_answers, statement.withheld.answers)
    if not statement.answers:
        yield press.paragraph(press.words(words.no_answers))
        return
    yield press.paragraph(press.words(words.answers_intro), keep=True)
    columns = tuple(
        Column(press.words(title), share)
        for title, share in ((words.question, 66), (words.answer, 58), (words.support_label, 46))
    )
    head = press.table_head(columns)
    yield head
    for section, group in groupby(statement.answers, key=lambda answer: answer.section):
        yield _band(press, head, _section_title(press, statement, section), "")
        for answer in group:
            yield replace(press.table_row(columns, _answer_cells(press, answer)), header=head)


def _reviews(press: Press, statement: Statement) -> Iterator[Item]:
    words = press.wording.attestation
    if not statement.reviews:
        return
    yield press.heading(press.words(words.reviews))
    yield press.paragraph(press.words(words.reviews_intro), keep=True)
    columns = tuple(
        Column(press.words(title), share)
        for title, share in ((words.question, 46), (words.result, 40), (words.reason, 48), (words.reviewer, 36))
    )
    head = press.table_head(columns)
    yield head
    for review in statement.reviews:
        done = press.words(words.review_done[review.action], value=review.value)
        who = ((f"{review.reviewer}\n", press.ink()), (review.on.isoformat(), press.quiet))
        cells = (((review.question, press.code),), done, review.reason, who)
        yield replace(press.table_row(columns, cells), header=head)


def _answer_cells(press: Press, answer: StatementAnswer) -> Sequence[str | Spans]:
    question = ((f"{answer.ask}\n", press.ink()), (answer.question, press.ink("small", press.theme.quiet, "mono")))
    grade = press.words(press.wording.words.grades[answer.grade]) if answer.grade else ""
    support: Spans = ((grade, press.ink()), *((f"\n{name}", press.quiet) for name in answer.evidence))
    return question, answer.answer, support


def _withheld(press: Press, statement: Statement, text: Text, count: int) -> Item:
    tier = press.words(press.wording.words.disclosures[statement.disclosure])
    return press.paragraph(press.words(text, disclosure=tier, count=count), keep=True)


def _section_title(press: Press, statement: Statement, section: str) -> str:
    """Return a section's title; one that holds facts alone, and so has no criteria, goes by its pillar."""
    titles = {domain.domain: domain.title for domain in statement.domains}
    pillar = press.wording.words.pillars.get(section)
    return titles.get(section) or (press.words(pillar) if pillar else section.replace("-", " ").capitalize())


def _band(press: Press, head: Item, title: str, score: str) -> Item:
    bold = press.ink("small", "", "bold")
    return press.band(head, ((title, bold),), ((score, bold),))
