"""Attestations side by side. Nothing is averaged, and what can't be compared is said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from string import ascii_uppercase

from pydantic import Field

from vendorrisk.model.attestation import Statement, StatementFinding
from vendorrisk.model.base import Model, Pin
from vendorrisk.model.fault import UsageError
from vendorrisk.model.policy import Level
from vendorrisk.model.result import FindingState, ScoreRange, TierSource


class Column(Model):
    """One statement, with what reading it today adds."""

    statement: Statement
    expired: bool
    """Whether its last day of validity is before the day of reading."""


class Presence(StrEnum):
    """Whether a statement shows a criterion, and if not, why as far as one can tell."""

    SHOWN = "shown"
    NOT_DISCLOSED = "not_disclosed"
    """Its policy has the criterion; the finding is withheld."""
    NOT_IN_POLICY = "not_in_policy"
    """It withholds nothing, so its policy does not have the criterion."""
    NOT_SHOWN = "not_shown"
    """Another policy, and something is withheld: it could be either."""


class Cell(Model):
    """What one statement says of a criterion. ``result`` is set only where it is shown."""

    presence: Presence
    result: FindingState | None = None
    minimum: bool = False
    """Whether it is a minimum there, so that it decides the verdict."""
    waived_until: dt.date | None = None

    @property
    def open_minimum(self) -> bool:
        """Return whether it is a minimum that is failed, waived or undetermined."""
        return self.minimum and self.result is not None and self.result.is_gap


class CriterionRow(Model):
    """One criterion over all statements, in the order of the columns."""

    criterion: str
    title: str
    domain: str
    level: Level
    cells: tuple[Cell, ...]


class DomainRow(Model):
    """One domain over all statements. A score is None where no criterion applies or the domain does not exist."""

    domain: str
    title: str
    pillar: str
    scores: tuple[ScoreRange | None, ...]
    exists: tuple[bool, ...]


class WarningKind(StrEnum):
    """What a reader must know before comparing; each has its sentence in ``reports/wording.yaml``."""

    POLICIES = "policies"
    CONTENT = "content"
    VERSIONS = "versions"
    QUESTIONNAIRES = "questionnaires"
    EXPIRED = "expired"
    FUTURE = "future"
    ASSUMED = "assumed"
    TIERS = "tiers"
    DISCLOSURE = "disclosure"
    SUPERSEDED = "superseded"
    TWICE = "twice"


class ComparisonWarning(Model):
    """One warning with the facts that its sentence takes."""

    kind: WarningKind
    facts: dict[str, str] = Field(default_factory=dict)


class Comparison(Model):
    """Statements side by side, as read on one day."""

    today: dt.date
    columns: tuple[Column, ...]
    warnings: tuple[ComparisonWarning, ...]
    domains: tuple[DomainRow, ...]
    decisive: tuple[CriterionRow, ...]
    """Minimums that are failed, waived or undetermined in any statement: why a verdict is not "meets"."""
    differing: tuple[CriterionRow, ...]
    """Other criteria of which at least two statements say different things; minimums first."""
    applying: tuple[CriterionRow, ...]
    """Other criteria that apply to only some, and do not differ among those."""
    partial: tuple[CriterionRow, ...]
    """Criteria that not every statement shows, and that do not differ among those which do."""
    same: int
    """How many other criteria every statement shows with the same result."""

    @property
    def labels(self) -> tuple[str, ...]:
        """Return a short label per column, where names would not do: there are many, or two are the same."""
        names = {(column.statement.vendor_name, column.statement.product) for column in self.columns}
        count = len(self.columns)
        if len(names) == count <= _MOST_NAMED:
            return ()
        return tuple(ascii_uppercase[:count]) if count <= len(ascii_uppercase) else tuple(map(str, range(1, count + 1)))


_MOST_NAMED = 3
"""How many columns can carry the vendors' names."""


def compare(statements: Sequence[Statement], today: dt.date) -> Comparison:
    """Put statements side by side, in the order given, read on the day ``today``.

    Criteria are matched by id. Raise :class:`UsageError` for fewer than two statements.
    """
    if len(statements) < 2:
        raise UsageError("A comparison needs at least two attestations.", mend="Name two or more.")
    rows = sorted(_rows(statements), key=lambda row: row.level.rank)
    decisive = tuple(sorted((row for row in rows if _is_decisive(row)), key=_gravity))
    rows = [row for row in rows if not _is_decisive(row)]
    differing = tuple(row for row in rows if _differs(row))
    applying = tuple(row for row in rows if not _differs(row) and _applies_to_some(row))
    alike = [row for row in rows if row not in differing and row not in applying]
    partial = tuple(row for row in alike if any(cell.presence is not Presence.SHOWN for cell in row.cells))
    return Comparison(
        today=today,
        columns=tuple(Column(statement=one, expired=one.valid_until < today) for one in statements),
        warnings=tuple(_warnings(statements, today)),
        domains=tuple(_domains(statements)),
        decisive=decisive,
        differing=differing,
        applying=applying,
        partial=partial,
        same=len(alike) - len(partial),
    )


def _rows(statements: Sequence[Statement]) -> Iterator[CriterionRow]:
    """Yield every criterion that any statement shows, in the order of first appearance."""
    shown = [{finding.criterion: finding for finding in statement.findings} for statement in statements]
    first: dict[str, StatementFinding] = {}
    for findings in shown:
        first = {**findings, **first}
    order = dict.fromkeys(criterion for findings in shown for criterion in findings)
    for criterion in order:
        having = {one.policy.digest for one, findings in zip(statements, shown, strict=True) if criterion in findings}
        finding = first[criterion]
        yield CriterionRow(
            criterion=criterion,
            title=finding.title,
            domain=finding.domain,
            level=finding.level,
            cells=tuple(
                _cell(statement, findings.get(criterion), in_policy=statement.policy.digest in having)
                for statement, findings in zip(statements, shown, strict=True)
            ),
        )


def _cell(statement: Statement, finding: StatementFinding | None, *, in_policy: bool) -> Cell:
    if finding is None:
        withholds = statement.withheld.findings > 0
        if withholds == in_policy:
            return Cell(presence=Presence.NOT_DISCLOSED if withholds else Presence.NOT_IN_POLICY)
        return Cell(presence=Presence.NOT_SHOWN)
    until = [waiver.until for waiver in statement.waivers if waiver.criterion == finding.criterion]
    return Cell(
        presence=Presence.SHOWN,
        result=finding.result,
        minimum=finding.level is Level.MINIMUM,
        waived_until=max(until, default=None),
    )


def _is_decisive(row: CriterionRow) -> bool:
    return any(cell.open_minimum for cell in row.cells)


def _gravity(row: CriterionRow) -> int:
    """Return 0 for a row in which a minimum is failed, 1 for undetermined, 2 if it is at most waived."""
    unwaived = [cell.result for cell in row.cells if cell.open_minimum and cell.waived_until is None]
    if any(result is not FindingState.UNDETERMINED for result in unwaived):
        return 0
    return 1 if unwaived else 2


def _differs(row: CriterionRow) -> bool:
    """Return whether two statements to which it applies say different things; a waiver is a difference."""
    seen = {(cell.result, cell.waived_until is None) for cell in row.cells if cell.presence is Presence.SHOWN}
    return len({each for each in seen if each[0] is not FindingState.NOT_APPLICABLE}) > 1


def _applies_to_some(row: CriterionRow) -> bool:
    return len({cell.result is FindingState.NOT_APPLICABLE for cell in row.cells if cell.result is not None}) > 1


def _domains(statements: Sequence[Statement]) -> Iterator[DomainRow]:
    by_id = [{score.domain: score for score in statement.domains} for statement in statements]
    for domain in dict.fromkeys(domain for scores in by_id for domain in scores):
        first = next(scores[domain] for scores in by_id if domain in scores)
        yield DomainRow(
            domain=domain,
            title=first.title,
            pillar=first.pillar,
            scores=tuple(scores[domain].score if domain in scores else None for scores in by_id),
            exists=tuple(domain in scores for scores in by_id),
        )


def _warnings(statements: Sequence[Statement], today: dt.date) -> Iterator[ComparisonWarning]:
    yield from _policy_warnings(statements)
    if len({one.questionnaire.digest for one in statements}) > 1:
        facts = {"questionnaires": _listed(one.questionnaire for one in statements)}
        yield ComparisonWarning(kind=WarningKind.QUESTIONNAIRES, facts=facts)
    yield from _statement_warnings(statements, today)
    if len({one.tier.tier for one in statements}) > 1:
        yield ComparisonWarning(kind=WarningKind.TIERS)
    if len({one.disclosure for one in statements}) > 1:
        yield ComparisonWarning(kind=WarningKind.DISCLOSURE)


def _policy_warnings(statements: Sequence[Statement]) -> Iterator[ComparisonWarning]:
    names = {str(one.policy) for one in statements}
    digests = {one.policy.digest for one in statements}
    if len(digests) == 1 and len(names) == 1:
        return
    if len(digests) == 1 and len({one.policy.id for one in statements}) == 1:
        kind = WarningKind.VERSIONS
    elif len(names) == 1:
        kind = WarningKind.CONTENT
    else:
        kind = WarningKind.POLICIES
    yield ComparisonWarning(kind=kind, facts={"policies": _listed(one.policy for one in statements)})


def _statement_warnings(statements: Sequence[Statement], today: dt.date) -> Iterator[ComparisonWarning]:
    replaced = {one.supersedes for one in statements if one.supersedes}
    seen: set[str] = set()
    for one in statements:
        vendor = {"vendor": one.vendor_name}
        if one.attestation_id in seen:
            yield ComparisonWarning(kind=WarningKind.TWICE, facts=vendor)
            continue
        seen.add(one.attestation_id)
        if one.valid_until < today:
            yield ComparisonWarning(kind=WarningKind.EXPIRED, facts={**vendor, "until": str(one.valid_until)})
        if one.issued_at.date() > today:
            yield ComparisonWarning(kind=WarningKind.FUTURE, facts={**vendor, "issued": str(one.issued_at.date())})
        if one.attestation_id in replaced:
            yield ComparisonWarning(kind=WarningKind.SUPERSEDED, facts={**vendor, "as_of": str(one.as_of)})
        if one.tier.source is TierSource.ASSUMED:
            yield ComparisonWarning(kind=WarningKind.ASSUMED, facts=vendor)


def _listed(pins: Iterable[Pin]) -> str:
    """Return each pin once, with the first digits of its digest, so that equal names with other content are seen."""
    return "; ".join(dict.fromkeys(f"{pin} ({pin.digest[:8]})" for pin in pins))
