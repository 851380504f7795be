"""The minimums that decide a verdict other than "meets": which they are, and how their state reads."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from vendorrisk.model.assessment import Waiver
from vendorrisk.model.attestation import Statement, StatementFinding
from vendorrisk.model.base import DEFAULT_LANGUAGE
from vendorrisk.model.policy import Level, Verdict
from vendorrisk.model.result import FindingState
from vendorrisk.reports.theme import Mark, Theme
from vendorrisk.reports.wording import Wording, fill


class OpenMinimum(NamedTuple):
    """A minimum that is failed, waived or undetermined, and the waiver that covers it."""

    finding: StatementFinding
    waiver: Waiver | None


class OpenMinimums(NamedTuple):
    """The open minimums of one statement, as far as it discloses them."""

    failed: tuple[OpenMinimum, ...]
    undetermined: tuple[OpenMinimum, ...]
    waived: tuple[OpenMinimum, ...]
    undisclosed: dict[str, int]
    """How many more there are of each: ``failed``, ``undetermined``, ``waived``."""


def open_minimums(statement: Statement) -> OpenMinimums:
    """Return the minimums that are not simply met, in the order of the policy."""
    waivers = {waiver.criterion: waiver for waiver in statement.waivers}
    found = [
        OpenMinimum(finding, waivers.get(finding.criterion))
        for finding in statement.findings
        if finding.level is Level.MINIMUM and finding.result.is_gap
    ]
    waived = tuple(one for one in found if one.waiver)
    undetermined = tuple(one for one in found if one.finding.result is FindingState.UNDETERMINED and one not in waived)
    failed = tuple(one for one in found if one not in waived and one not in undetermined)
    counts = statement.minimums
    undisclosed = {
        "failed": counts.failed - len(failed),
        "undetermined": counts.undetermined - len(undetermined),
        "waived": counts.waived - len(waived),
    }
    return OpenMinimums(failed, undetermined, waived, {kind: count for kind, count in undisclosed.items() if count > 0})


class Look(NamedTuple):
    """A mark and the words beside it."""

    mark: Mark
    words: str


def look(  # noqa: PLR0913
    result: FindingState,
    theme: Theme,
    wording: Wording,
    language: str = DEFAULT_LANGUAGE,
    *,
    minimum: bool,
    waived_until: dt.date | None = None,
) -> Look:
    """Return how a finding reads. A minimum that is only partly met is failed, and looks so."""
    words = wording.words
    finding = fill(words.findings[result], language)
    if waived_until is not None:
        said = fill(words.waived_as, language, until=waived_until, finding=finding)
        return Look(theme.verdicts[Verdict.CONDITIONAL], said)
    if minimum and result.failed:
        return Look(theme.findings[FindingState.UNMET], fill(words.failed_as, language, finding=finding))
    return Look(theme.findings[result], finding)
