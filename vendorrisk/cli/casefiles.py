"""Case files beside what the store and the content say now: which one counts, what to record, what is still open."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from vendorrisk.cli.workspace import Workspace
from vendorrisk.model.assessment import Assessment, State
from vendorrisk.model.attestation import Statement
from vendorrisk.model.casework import Casework, Decision, Item
from vendorrisk.model.fault import RefusedInput, UsageError
from vendorrisk.model.result import Gap, Result
from vendorrisk.scoring.casework import Stated, carried, opened, predecessor, successor, to_record

_TOKEN_BYTES = 16


def case_of(workspace: Workspace, assessment: Assessment) -> Casework:
    """Return the case file of an assessment on file, or a new one that is not saved yet."""
    casework = workspace.store.casework(assessment)
    return casework if casework.opened else casework.model_copy(update={"token": secrets.token_hex(_TOKEN_BYTES)})


def relatives(workspace: Workspace, casework: Casework) -> tuple[Casework, ...]:
    """Return every case file of the same vendor and product whose questionnaire shares its questions."""
    return related(workspace, casework, workspace.store.caseworks())


def related(workspace: Workspace, casework: Casework, every: Iterable[Casework]) -> tuple[Casework, ...]:
    """Return those of ``every`` case file that are of the same vendor and product, and share their questions."""
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
    return gone_over(casework, after) if after else ""


def gone_over(casework: Casework, after: Casework) -> str:
    """Return in words which case file took over the open items of this one; one name can stand for two of them."""
    one, other = casework.ref, after.ref
    if one == other:
        one, other = f"{one} with {casework.questionnaire}", f"{other} with {after.questionnaire}"
    return f"the open gaps of {one} went over to {other}"


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
        if each.own and _about(each.statement) == (result.ref, result.questionnaire.id, result.policy.id)
    ]
    return {
        finding.criterion: Stated(statement.as_of, finding.due)
        for statement in sorted(own, key=lambda statement: statement.as_of, reverse=True)
        for finding in statement.findings
        if finding.due is not None
    }


def _about(statement: Statement) -> tuple[str, str, str]:
    return statement.ref, statement.questionnaire.id, statement.policy.id


def with_items(casework: Casework, items: Iterable[Item]) -> Casework:
    """Return the case file as it would be with these versions saved."""
    versions = {**casework.items, **{item.key: (*casework.items.get(item.key, ()), item) for item in items}}
    return casework.model_copy(update={"items": versions})


@dataclass(frozen=True)
class OnFile:
    """A decision with the items that it made, as they stand now."""

    decision: Decision
    questionnaire: str
    """Id of the one whose answers it is about."""
    conditions: tuple[Item, ...]
    is_newest: bool
    """Whether it is the one that counts, unless it is expired."""


def decisions_on_file(workspace: Workspace, assessment: Assessment) -> tuple[OnFile, ...]:
    """Return the decisions about a vendor's product, on every revision, the newest first."""
    files = sorted(relatives(workspace, Casework.of(assessment)), key=opened)
    items = {item.id: item for each in files for item in each.current.values() if item.kind == "condition"}
    every = sorted(((each, file) for file in files for each in file.decisions), key=_decided)
    every.reverse()  # as a whole, so that of two in the same second the one recorded later counts
    return tuple(
        OnFile(
            decision,
            file.questionnaire,
            tuple(items[name] for name in decision.conditions),
            is_newest=number == 0,
        )
        for number, (decision, file) in enumerate(every)
    )


def _decided(found: tuple[Decision, Casework]) -> dt.datetime:
    return found[0].at
