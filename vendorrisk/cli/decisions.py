"""``decide``: a person's decision about a vendor, with everything that it rests on. The program never decides."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import click

from vendorrisk.capture.text import fold
from vendorrisk.cli.casefiles import OnFile, case_of, decisions_on_file, relatives, taking_over
from vendorrisk.cli.decision_view import decision_data, show_decision, show_decisions
from vendorrisk.cli.options import IsoDate, as_of_option, json_option, policy_option, tier_option
from vendorrisk.cli.plain import print_json
from vendorrisk.cli.words import name_said, said, says_something
from vendorrisk.cli.workspace import Workspace
from vendorrisk.model.assessment import Assessment, State
from vendorrisk.model.canonical import model_digest
from vendorrisk.model.casework import Casework, Decision, Item, Outcome
from vendorrisk.model.fault import Fault, UsageError
from vendorrisk.model.policy import Policy
from vendorrisk.model.result import Result
from vendorrisk.scoring.casework import successor


@click.command()
@click.argument("ref")
@click.argument("outcome", type=click.Choice([outcome.value for outcome in Outcome]), required=False)
@click.option("--by", help="Who decides: name and role. The journal records who typed.")
@click.option("--reason", help="Why.")
@click.option("--until", type=IsoDate(), help="By when it must be looked at again; the cadence of the tier by default.")
@click.option(
    "--condition",
    "conditions",
    multiple=True,
    metavar="TEXT",
    help="What must be done, and optionally who and by when: 'Sign the contract [Legal] [by 2027-01-31]'.",
)
@policy_option
@as_of_option
@tier_option
@json_option
@click.pass_obj
def decide(
    workspace: Workspace,
    ref: str,
    outcome: str | None,
    by: str | None,
    reason: str | None,
    until: dt.date | None,
    conditions: tuple[str, ...],
    policy: str,
    as_of: dt.date | None,
    tier: str | None,
    *,
    as_json: bool,
) -> None:
    """Record a person's decision about a vendor, or show the decisions on file, the newest first.

    The decision is kept with the verdict, the risk and the answers that it rests on. Conditions are tracked by
    'gaps list'.
    """
    assessment = workspace.assessment(ref, policy)
    if outcome is None:
        if by or reason or until or conditions:
            raise UsageError(
                "It is not said what was decided.", mend="Say approve, conditions or reject after the name."
            )
        _show_on_file(workspace, assessment, policy, as_of, tier, as_json=as_json)
        return
    casework = case_of(workspace, assessment)
    _must_count(workspace, assessment, casework)
    result = workspace.score(assessment, policy, as_of=as_of, tier=tier)
    given = _Given(Outcome(outcome), name_said("--by", by), said("--reason", reason), until, conditions)
    made = _made(workspace, assessment, result, given)
    saved = workspace.store.save_casework(
        casework,
        (*taking_over(workspace, casework), *made.items),
        made.decision,
        event="decision-recorded",
        detail={"decision": outcome, "by": made.decision.by, "until": made.decision.until.isoformat()},
        by=workspace.actor,
        at=workspace.now,
    )
    conditions_made = tuple(saved.current[item.key] for item in made.items)
    recorded = OnFile(made.decision, saved.questionnaire, conditions_made, is_newest=True)
    if as_json:
        print_json(decision_data(recorded, workspace.today))
    else:
        show_decision(workspace, assessment, recorded, result)


def _show_on_file(
    workspace: Workspace,
    assessment: Assessment,
    policy: str,
    as_of: dt.date | None,
    tier: str | None,
    *,
    as_json: bool,
) -> None:
    found = decisions_on_file(workspace, assessment)
    if as_json:
        print_json([decision_data(each, workspace.today) for each in found])
        return
    try:
        verdict = workspace.score(assessment, policy, as_of=as_of, tier=tier).verdict if found else None
    except UsageError:  # of answers to questions that have changed since: what was decided is shown all the same
        verdict = None
    show_decisions(workspace, assessment, found, verdict)


def _must_count(workspace: Workspace, assessment: Assessment, casework: Casework) -> None:
    after = successor(casework, relatives(workspace, casework))
    if after is not None or assessment.state is State.SUPERSEDED:
        raise UsageError(
            f"{assessment.ref} is no longer the assessment that counts.",
            mend=f"Decide on {after.ref if after else assessment.name}.",
        )
    of_same = workspace.store.assessments(assessment.questionnaire.id)
    told = [
        each for each in of_same if each.name == assessment.name and each.state in (State.SUBMITTED, State.ATTESTED)
    ]
    if assessment.state is State.DRAFT and told:
        raise UsageError(
            f"{assessment.ref} is a draft, and {told[-1].ref} counts until its answers are declared complete.",
            mend=f"Decide on {told[-1].ref}.",
        )


class _Given(NamedTuple):
    outcome: Outcome
    by: str
    reason: str
    until: dt.date | None
    conditions: tuple[str, ...]


class _Made(NamedTuple):
    decision: Decision
    items: tuple[Item, ...]


def _made(workspace: Workspace, assessment: Assessment, result: Result, given: _Given) -> _Made:
    _must_be_said(given)
    if result.as_of > workspace.today:
        raise UsageError(f"{result.as_of} lies ahead, and a decision can't rest on it.", mend="Leave out --as-of.")
    until = _until(workspace, result, given.until)
    every = (item for each in relatives(workspace, Casework.of(assessment)) for item in each.current.values())
    first = 1 + len({item.id for item in every if item.kind == "condition"})
    items = _conditions(workspace, given.conditions, first, result, until)
    decision = Decision(
        outcome=given.outcome,
        by=given.by,
        reason=given.reason,
        on=workspace.today,
        until=until,
        conditions=tuple(item.id for item in items),
        ref=assessment.ref,
        assessment_digest=model_digest(assessment),
        policy=result.policy,
        as_of=result.as_of,
        tier=result.tier.tier,
        tier_source=result.tier.source,
        verdict=result.verdict,
        residual_risk=result.residual_risk,
        recorder=workspace.actor,
        at=workspace.now,
    )
    return _Made(decision, items)


def _must_be_said(given: _Given) -> None:
    if missing := [option for option, text in (("--by", given.by), ("--reason", given.reason)) if not text]:
        raise UsageError(
            f"A decision needs {' and '.join(missing)}.", mend="Name who decides, and why: the case file keeps both."
        )
    if given.outcome is Outcome.CONDITIONS and not given.conditions:
        raise UsageError(
            "An approval with conditions needs a condition.",
            mend="Add --condition 'Sign the contract [Legal] [by 2027-01-31]', once for each.",
        )
    if given.outcome is not Outcome.CONDITIONS and given.conditions:
        raise UsageError(f"'{given.outcome}' takes no condition.", mend="To approve with conditions, say 'conditions'.")


def _until(workspace: Workspace, result: Result, given: dt.date | None) -> dt.date:
    rules: Policy = workspace.content.policy(result.policy.id)
    cadence = rules.cadence[result.tier.tier]
    latest = cadence.after(workspace.today)
    if given is not None and given > latest:
        raise UsageError(
            f"A decision until {given} is longer than the {cadence} that {rules.policy} allows at {result.tier.tier} "
            "risk.",
            mend=f"End it by {latest}, and decide again then.",
        )
    if given is not None and given < workspace.today:
        raise UsageError(f"{given} is past, so the decision would be expired already.", mend="Name a later --until.")
    return given or latest


_BRACKET = re.compile(r"\s*\[(?P<inside>[^\[\]]*)\]$")
_BY = re.compile(r"(?:^|\s)by (?P<date>\d{4}-\d{2}-\d{2})$")
_FORM = "Write it as 'Sign the contract [Legal] [by 2027-01-31]'; owner and date may be left out."


def _conditions(
    workspace: Workspace, texts: Sequence[str], first: int, result: Result, until: dt.date
) -> tuple[Item, ...]:
    """Return the items that conditions make; raise :class:`UsageError` with everything that is wrong with them."""
    items: dict[str, Item] = {}
    wrong: list[UsageError] = []
    for number, text in enumerate(texts, first):
        try:
            item = _condition(workspace, text, f"COND-{number:02}", result, until)
            if items.setdefault(fold(item.title), item) is not item:
                wrong.append(UsageError(f"The condition '{item.title}' is given twice.", mend="Give it once."))
        except UsageError as error:
            wrong.append(error)
    if len(wrong) > 1:
        faults = tuple(Fault(code="condition", where="--condition", what=each.what, mend=each.mend) for each in wrong)
        raise UsageError(f"{len(wrong)} conditions can't be recorded, and nothing was.", faults=faults)
    if wrong:
        raise wrong[0]
    return tuple(items.values())


def _condition(workspace: Workspace, text: str, name: str, result: Result, until: dt.date) -> Item:
    what, owner, due = _read_condition(said("A condition", text))
    if due is not None and not workspace.today <= due <= until:
        raise UsageError(
            f"The condition '{what}' is due on {due}, and the decision counts from {workspace.today} to {until}.",
            mend="Name a day between them.",
        )
    return Item(
        id=name,
        kind="condition",
        policy=result.policy.id,
        title=what,
        recorded=workspace.today,
        due=due or until,
        owner=name_said("The owner of a condition", owner),
        by=workspace.actor,
        at=workspace.now,
    )


def _read_condition(text: str) -> tuple[str, str, dt.date | None]:
    """Return what a condition asks, of whom and by when; the last two are optional."""
    owner, due = "", None
    for inside in _brackets(text):
        text = text[: text.rindex("[")].rstrip()
        date = re.fullmatch(r"(?:by )?(\d{4}-\d{2}-\d{2})", inside)
        if date and due is None:
            due = _date(date[1])
        elif not date and not owner and not inside.startswith("by "):
            owner = inside
        else:
            raise UsageError(f"'[{inside}]' is neither who nor by when.", mend=_FORM)
    if due is None and (found := _BY.search(text)):
        text, due = text[: found.start()].rstrip(), _date(found["date"])
    if text.endswith("]"):
        raise UsageError(f"The brackets at the end of '{text}' can't be read.", mend=_FORM)
    if not says_something(text):
        raise UsageError("A condition says nothing.", mend=_FORM)
    return text, owner, due


def _brackets(text: str) -> Iterator[str]:
    for _ in range(2):
        found = _BRACKET.search(text)
        if not found:
            return
        yield found["inside"].strip()
        text = text[: found.start()]


def _date(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"'{text}' is no day of the calendar.", mend=_FORM) from None
