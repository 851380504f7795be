"""Case files beside what the store and the content say now: which one counts, what to record, what is still open."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from vendorrisk.cli.workspace import DEFAULT_POLICY, Workspace
from vendorrisk.model.assessment import Assessment, State
from vendorrisk.model.casework import Casework, Decision, Item
from vendorrisk.model.fault import RefusedInput, UsageError
from vendorrisk.model.result import Gap, Result
from vendorrisk.scoring.casework import Stated, carried, opened, predecessor, successor, to_record, with_work
from vendorrisk.scoring.gaps import gaps as gaps_of

_TOKEN_BYTES = 16


def case_of(workspace: Workspace, assessment: Assessment) -> Casework:
    """Return the case file of an assessment on file, or a new one that is not saved yet."""
    casework = workspace.store.casework(assessment)
    return casework if casework.opened else casework.model_copy(update={"token": secrets.token_hex(_TOKEN_BYTES)})


def relatives(workspace: Workspace, casework: Casework) -> tuple[Casework, ...]:
    """Return every case file of the same vendor and product whose questionnaire shares its questions."""
    return _related(workspace, casework, workspace.store.caseworks())


def _related(workspace: Workspace, casework: Casework, every: Iterable[Casework]) -> tuple[Casework, ...]:
    whole = _whole(workspace, casework.questionnaire)
    same = (each for each in every if each.name == casework.name)
    return tuple(each for each in same if _whole(workspace, each.questionnaire) == whole)


def _whole(workspace: Workspace, questionnaire: str) -> str:
    try:
        return workspace.questionnaire(questionnaire)[0].part_of or questionnaire
    except (UsageError, RefusedInput):  # of content that is no longer here
        return questionnaire


def why_not_recorded(workspace: Workspace, assessment: Assessment, as_of: dt.date | None, tier: str | None) -> str:
    """Return why the gaps of an assessment on file can't be recorded now; empty if they can."""
    if as_of is not None or tier is not None:
        return f"{'--as-of' if as_of is not None else '--tier'} asks what would be"
    if assessment.state in (State.DRAFT, State.SUPERSEDED):
        return f"{assessment.ref} is {'a draft' if assessment.state is State.DRAFT else 'superseded'}"
    casework = workspace.store.casework(assessment)
    after = successor(casework, relatives(workspace, casework))
    return f"the open gaps of {assessment.ref} went over to {after.ref}" if after else ""


def recording(workspace: Workspace, casework: Casework, gaps: Sequence[Gap], result: Result) -> tuple[Item, ...]:
    """Return what to save so that a case file holds the gaps of a result."""
    return to_record(
        casework,
        gaps,
        result,
        earlier=predecessor(casework, relatives(workspace, casework)),
        stated=_stated(workspace, result),
        by=workspace.actor,
        at=workspace.now,
    )


def taking_over(workspace: Workspace, casework: Casework) -> tuple[Item, ...]:
    """Return the open items that a case file takes over when it is opened."""
    earlier = predecessor(casework, relatives(workspace, casework))
    return tuple(carried(casework, earlier, by=workspace.actor, at=workspace.now).values())


def fixed_terms(workspace: Workspace, assessment: Assessment, policy: str) -> dict[str, dt.date]:
    """Return the ends of the terms of open gaps that are recorded, also before the renewal, by criterion."""
    casework = workspace.store.casework(assessment)
    items = (*casework.current.values(), *taking_over(workspace, casework))
    return {item.id: item.due for item in items if item.kind == "gap" and item.policy == policy and item.is_open}


def _stated(workspace: Workspace, result: Result) -> dict[str, Stated]:
    """Return the terms that the first own attestation of this assessment and policy states, by criterion."""
    own = [
        each.statement
        for each in workspace.store.attestations()
        if each.own and (each.statement.ref, each.statement.policy.id) == (result.ref, result.policy.id)
    ]
    return {
        finding.criterion: Stated(statement.as_of, finding.due)
        for statement in sorted(own, key=lambda statement: statement.as_of, reverse=True)
        for finding in statement.findings
        if finding.due is not None
    }


def with_items(casework: Casework, items: Iterable[Item]) -> Casework:
    """Return the case file as it would be with these versions saved."""
    versions = {**casework.items, **{item.key: (*casework.items.get(item.key, ()), item) for item in items}}
    return casework.model_copy(update={"items": versions})


@dataclass(frozen=True)
class OnFile:
    """A decision with the items that it made, as they stand now."""

    decision: Decision
    conditions: tuple[Item, ...]
    is_newest: bool
    """Whether it is the one that counts, unless it is expired."""


def decisions_on_file(workspace: Workspace, assessment: Assessment) -> tuple[OnFile, ...]:
    """Return the decisions about a vendor's product, on every revision, the newest first."""
    files = sorted(relatives(workspace, Casework.of(assessment)), key=opened)
    items = {item.id: item for each in files for item in each.current.values() if item.kind == "condition"}
    every = sorted((each for file in files for each in file.decisions), key=_decided, reverse=True)
    return tuple(
        OnFile(decision, tuple(items[name] for name in decision.conditions), is_newest=number == 0)
        for number, decision in enumerate(every)
    )


def _decided(decision: Decision) -> dt.datetime:
    return decision.at


@dataclass(frozen=True)
class Work:
    """One open item as it stands on a day."""

    assessment: Assessment
    item: Item
    gap: Gap | None
    """As it is scored on that day; None for a condition, or where the content at hand can't score it."""
    days_left: int
    """Below 0 if it is overdue; a waiver in force puts the end off."""


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
    told = [each for each in chosen if each.state in (State.SUBMITTED, State.ATTESTED)]
    newest = {(each.name, each.questionnaire.id): each.revision for each in sorted(told, key=_revision)}
    every = workspace.store.caseworks()
    files = {(each.name, each.questionnaire, each.revision): each for each in every}
    work: list[Work] = []
    notes: list[str] = []
    untracked: list[str] = []
    for assessment in chosen:
        key = assessment.name, assessment.questionnaire.id, assessment.revision
        casework = files.get(key, Casework.of(assessment))
        related = _related(workspace, casework, every)
        if successor(casework, related) is not None:
            continue
        if casework.opened is None:
            is_newest = newest.get((assessment.name, assessment.questionnaire.id)) == assessment.revision
            if is_newest and _has_gaps(workspace, assessment, as_of):
                untracked.append(assessment.ref)
            continue
        found, said = _open_work(workspace, assessment, casework, as_of)
        work += found
        notes += said
    if untracked:
        notes.append(
            f"Not recorded yet: the gaps of {', '.join(untracked)}. Write their lists: vendorrisk gaps REF -o FILE"
        )
    return Survey(tuple(sorted(work, key=_first_to_end)), tuple(notes))


def _first_to_end(work: Work) -> tuple[int, int, str, str]:
    severity = work.item.severity
    return work.days_left, -1 if severity is None else severity.rank, work.assessment.ref, work.item.id


def _revision(assessment: Assessment) -> int:
    return assessment.revision


def _open_work(
    workspace: Workspace, assessment: Assessment, casework: Casework, as_of: dt.date | None
) -> tuple[list[Work], list[str]]:
    on = as_of or workspace.today
    items = [item for item in casework.current.values() if item.is_open]
    found: list[Work] = []
    notes: list[str] = []
    for policy in dict.fromkeys(item.policy for item in items if item.kind == "gap"):
        own = [item for item in items if item.kind == "gap" and item.policy == policy]
        gaps = _gaps(workspace, assessment, policy, as_of)
        if gaps is None:
            notes.append(f"{assessment.ref} can't be scored under {policy} with this content: shown as recorded.")
            found += [Work(assessment, item, None, (item.due - on).days) for item in own]
            continue
        present = {gap.criterion: gap for gap in with_work(gaps, casework, policy)}
        open_now = [item for item in own if item.id in present]
        found += [Work(assessment, item, present[item.id], present[item.id].days_left(on)) for item in open_now]
        new = [gap.criterion for gap in present.values() if gap.recorded is None]
        if new:
            notes.append(
                f"Not recorded yet of {assessment.ref}: {', '.join(new[:_NAMED])}{'…' if len(new) > _NAMED else ''}."
            )
    conditions = (item for item in items if item.kind == "condition")
    found += [Work(assessment, item, None, (item.due - on).days) for item in conditions]
    return found, notes


_NAMED = 6


def _gaps(workspace: Workspace, assessment: Assessment, policy: str, as_of: dt.date | None) -> tuple[Gap, ...] | None:
    """Return the gaps under a policy; None if the content at hand can't tell."""
    try:
        result = workspace.score(assessment, policy, as_of=as_of, tier=None)
        return gaps_of(result, workspace.content.policy(policy))
    except (UsageError, RefusedInput):
        return None


def _has_gaps(workspace: Workspace, assessment: Assessment, as_of: dt.date | None) -> bool:
    if assessment.questionnaire.id not in workspace.judged_by(DEFAULT_POLICY):
        return False
    return bool(_gaps(workspace, assessment, DEFAULT_POLICY, as_of))
