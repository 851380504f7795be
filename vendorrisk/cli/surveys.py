"""What is open over many case files, scored anew."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from vendorrisk.capture.text import first_of
from vendorrisk.cli.casefiles import related
from vendorrisk.cli.workspace import DEFAULT_POLICY, Workspace
from vendorrisk.model.assessment import Assessment, State
from vendorrisk.model.casework import Casework, Item
from vendorrisk.model.fault import RefusedInput, UsageError
from vendorrisk.scoring.casework import successor
from vendorrisk.scoring.gaps import OpenGap, open_gaps

_NAMED = 6


@dataclass(frozen=True)
class Work:
    """One open item as it stands on a day."""

    assessment: Assessment
    item: Item
    gap: OpenGap | None
    """As it is scored on that day; None for a condition, or where the content at hand can't score it."""
    on: dt.date

    @property
    def days_left(self) -> int:
        """Return the days left, below 0 if it is overdue; a waiver in force puts the end off."""
        waived = self.gap.waived_until if self.gap else None
        return (max(self.item.due, waived or self.item.due) - self.on).days


@dataclass(frozen=True)
class Survey:
    """What is open over many case files, and what a reader must know beside it."""

    work: tuple[Work, ...]
    """What ends first stands first."""
    notes: tuple[str, ...]


def survey(workspace: Workspace, chosen: Iterable[Assessment], as_of: dt.date | None) -> Survey:
    """Return the open items of the chosen assessments as they are scored on this day (today by default).

    What is met by now is left out, and case files whose items another one took over.
    """
    chosen = tuple(chosen)
    every = workspace.store.caseworks()
    files = {(each.name, each.questionnaire, each.revision): each for each in every}
    work: list[Work] = []
    notes: list[str] = []
    bare: list[Assessment] = []
    for assessment in chosen:
        key = assessment.name, assessment.questionnaire.id, assessment.revision
        casework = files.get(key, Casework.of(assessment))
        if successor(casework, related(workspace, casework, every)) is not None:
            continue
        if casework.opened is None:
            bare.append(assessment)
            continue
        found, said = _open_work(workspace, assessment, casework, as_of)
        work += found
        notes += said
    if untracked := [each.ref for each in _newest(bare) if _has_gaps(workspace, each, as_of)]:
        listed = ", ".join(untracked)
        notes.append(f"Not recorded yet: the gaps of {listed}. Write their lists: vendorrisk gaps REF -o FILE")
    return Survey(tuple(sorted(work, key=_first_to_end)), tuple(notes))


def _first_to_end(work: Work) -> tuple[int, int, str, str]:
    severity = work.item.severity
    return work.days_left, -1 if severity is None else severity.rank, work.assessment.ref, work.item.id


def _newest(assessments: Iterable[Assessment]) -> list[Assessment]:
    """Return the newest of each name and questionnaire whose answers were declared complete."""
    told = [each for each in assessments if each.state in (State.SUBMITTED, State.ATTESTED)]
    ordered = sorted(told, key=lambda each: each.revision)
    return list({(each.name, each.questionnaire.id): each for each in ordered}.values())


def _open_work(
    workspace: Workspace, assessment: Assessment, casework: Casework, as_of: dt.date | None
) -> tuple[list[Work], list[str]]:
    on = as_of or workspace.today
    items = [item for item in casework.current.values() if item.is_open]
    found = [Work(assessment, item, None, on) for item in items if item.kind == "condition"]
    notes: list[str] = []
    for policy in dict.fromkeys(item.policy for item in items if item.kind == "gap"):
        own = {item.id: item for item in items if item.kind == "gap" and item.policy == policy}
        present = _scored(workspace, assessment, policy, as_of)
        if present is None:
            notes.append(f"{assessment.ref} can't be scored under {policy} with this content: shown as recorded.")
            found += [Work(assessment, item, None, on) for item in own.values()]
            continue
        found += [Work(assessment, item, present[name], on) for name, item in own.items() if name in present]
        if new := [name for name in present if name not in own]:
            notes.append(f"Not recorded yet of {assessment.ref}: {first_of(new, _NAMED)}.")
    return found, notes


def _scored(
    workspace: Workspace, assessment: Assessment, policy: str, as_of: dt.date | None
) -> Mapping[str, OpenGap] | None:
    """Return the gaps under a policy, by criterion; None if the content at hand can't tell."""
    try:
        return open_gaps(workspace.case(assessment, policy, as_of=as_of, tier=None))
    except (UsageError, RefusedInput):
        return None


def _has_gaps(workspace: Workspace, assessment: Assessment, as_of: dt.date | None) -> bool:
    if assessment.questionnaire.id not in workspace.judged_by(DEFAULT_POLICY):
        return False
    return bool(_scored(workspace, assessment, DEFAULT_POLICY, as_of))
