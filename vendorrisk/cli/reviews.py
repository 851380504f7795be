"""``review`` and ``waive``: what assessors and approvers decide stands beside the answers, never in their place."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import click
from pydantic import JsonValue, ValidationError
from rich.table import Table
from rich.text import Text

from vendorrisk.capture.text import clean
from vendorrisk.cli.options import IsoDate, json_option, policy_option
from vendorrisk.cli.plain import plain, print_json
from vendorrisk.cli.saving import change
from vendorrisk.cli.subject import find_criterion
from vendorrisk.cli.workspace import Workspace
from vendorrisk.model.answer import Grade
from vendorrisk.model.assessment import Assessment, Review, ReviewAction, Waiver
from vendorrisk.model.fault import UsageError
from vendorrisk.model.policy import Level
from vendorrisk.model.questionnaire import Question, Questionnaire
from vendorrisk.rules.values import show_answer, show_value


@click.command()
@click.argument("ref")
@click.option("--accept", multiple=True, metavar="QUESTION", help="Accept an answer or its N/A reason.")
@click.option("--challenge", multiple=True, metavar="QUESTION", help="Doubt an answer: it counts as unknown.")
@click.option("--override", multiple=True, metavar="QUESTION=VALUE", help="Let your value decide instead.")
@click.option(
    "--verified", multiple=True, metavar="QUESTION", help="You saw the evidence: raise the grade to verified."
)
@click.option("--reason", help="Why; the result and the journal show it.")
@policy_option
@json_option
@click.pass_obj
def review(
    workspace: Workspace,
    ref: str,
    accept: tuple[str, ...],
    challenge: tuple[str, ...],
    override: tuple[str, ...],
    verified: tuple[str, ...],
    reason: str | None,
    policy: str,
    *,
    as_json: bool,
) -> None:
    """Review the answers of an assessment. Without options, list what waits for a review."""
    before = workspace.assessment(ref, policy)
    questionnaire = workspace.content.questionnaire(before.questionnaire.id)
    wanted: list[tuple[str, ReviewAction, str | None]] = [
        *((name, ReviewAction.ACCEPT, None) for name in accept),
        *((name, ReviewAction.CHALLENGE, None) for name in challenge),
        *(_split(pair) for pair in override),
        *((name, ReviewAction.GRADE, None) for name in verified),
    ]
    if not wanted:
        waiting = list(_waiting(before, questionnaire))
        if as_json:
            print_json([vars(each) for each in waiting])
        else:
            _show_waiting(workspace, before, waiting)
        return
    reason = clean(reason or "")
    if not reason:
        raise UsageError("A review needs a reason.", mend="Add --reason '...': the vendor and other members read it.")
    names = [name for name, *_ in wanted]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise UsageError(f"{', '.join(twice)} is reviewed twice in one command.", mend="Name it once.")
    made = [_make(workspace, before, questionnaire, *each, reason) for each in wanted]
    done: list[JsonValue] = [{"question": each.question, "action": each.action.value} for each in made]
    change(workspace, before, "answers-reviewed", {"reviews": done}, reviews=(*before.reviews, *made))
    if as_json:
        print_json([each.model_dump(mode="json") for each in made])
        return
    for each in made:
        workspace.console.print(Text(plain(f"{each.action.past:<12}{_told(each, before, questionnaire)}")))
    workspace.console.print(f"next   vendorrisk score {ref}", soft_wrap=True)


def _told(review: Review, assessment: Assessment, questionnaire: Questionnaire) -> str:
    """Say what a review does: of an override the value before and after."""
    if review.value is None:
        return review.question
    question = questionnaire.question(review.question)
    given = show_answer(question, assessment.answers[review.question])
    return f"{review.question}: {given} → {show_value(question, review.value)} (the vendor's answer stays on file)"


def _split(pair: str) -> tuple[str, ReviewAction, str]:
    name, equals, value = pair.partition("=")
    if not equals or not value:
        raise UsageError(f"'{pair}' names no value.", mend="Write it as --override access.mfa-admin=partly.")
    return name, ReviewAction.OVERRIDE, value


def _make(
    workspace: Workspace,
    assessment: Assessment,
    questionnaire: Questionnaire,
    name: str,
    action: ReviewAction,
    value: str | None,
    reason: str,
) -> Review:
    question = _question(questionnaire, name)
    answer = assessment.answers.get(name)
    if answer is None:
        raise UsageError(f"{name} is not answered, so there is nothing to review.", mend="Ask the vendor to answer it.")
    if action is ReviewAction.GRADE and answer.not_applicable:
        raise UsageError(f"{name} is answered as not applicable; no evidence can verify that.", mend="Use --accept.")
    return Review(
        question=name,
        answer_version=answer.version,
        action=action,
        reviewer=workspace.actor,
        reason=reason,
        at=workspace.now,
        value=None if value is None else _value(question, value),
        grade=Grade.VERIFIED if action is ReviewAction.GRADE else None,
    )


def _question(questionnaire: Questionnaire, name: str) -> Question:
    import difflib  # noqa: PLC0415

    try:
        return questionnaire.question(name)
    except KeyError:
        near = difflib.get_close_matches(name, [question.id for question in questionnaire.questions], n=1)
        raise UsageError(
            f"{questionnaire.questionnaire} has no question '{name}'.",
            mend=f"Did you mean {near[0]}?" if near else "",
        ) from None


def _value(question: Question, text: str) -> str | int | float | tuple[str, ...]:
    from vendorrisk.capture.values import Unreadable, read_value  # noqa: PLC0415

    try:
        reading = read_value(question, text)
    except Unreadable as unreadable:
        raise UsageError(f"{question.id}: {unreadable.what}", mend=unreadable.mend) from None
    if reading.value is None:
        raise UsageError(f"{question.id}: '{text}' is no answer to override with.")
    return reading.value


@dataclass(frozen=True)
class Waiting:
    """An answer that waits for an assessor."""

    question: str
    state: str
    """``not applicable``: nobody accepted the reason yet; or ``challenged``."""
    said: str


def _waiting(assessment: Assessment, questionnaire: Questionnaire) -> Iterator[Waiting]:
    for question in questionnaire.questions:
        answer = assessment.answers.get(question.id)
        last = assessment.review_of(question.id, ReviewAction.ACCEPT, ReviewAction.CHALLENGE, ReviewAction.OVERRIDE)
        if answer is not None and answer.not_applicable and last is None:
            yield Waiting(question.id, "not applicable", answer.comment)
        elif last is not None and last.action is ReviewAction.CHALLENGE:
            yield Waiting(question.id, "challenged", f"{show_answer(question, answer)} ({last.reason})")


def _show_waiting(workspace: Workspace, assessment: Assessment, waiting: Sequence[Waiting]) -> None:
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column()
    for each in waiting:
        state = "N/A, to accept or challenge" if each.state == "not applicable" else each.state
        table.add_row(each.question, state, Text(plain(each.said)))
    if waiting:
        workspace.console.print(table)
        command = f"vendorrisk review {assessment.ref} --accept QUESTION --reason '...'"
        workspace.console.print(f"next   {command}", soft_wrap=True)
    else:
        workspace.console.print("Nothing waits for a review: no N/A reason is open, no answer is challenged.")


def _words(name: str) -> set[str]:
    return set(re.findall(r"\w+", name.casefold()))


@click.command()
@click.argument("ref")
@click.argument("criterion")
@click.option("--reason", required=True, help="Why the coalition accepts it for now.")
@click.option("--control", required=True, help="The compensating control.")
@click.option("--approver", required=True, help="Who approved it; not the one who records it.")
@click.option("--until", required=True, type=IsoDate(), help="Last day on which it is in force.")
@click.option("--from", "granted", type=IsoDate(), help="First day; today by default.")
@policy_option
@click.pass_obj
def waive(
    workspace: Workspace,
    ref: str,
    criterion: str,
    reason: str,
    control: str,
    approver: str,
    until: dt.date,
    granted: dt.date | None,
    policy: str,
) -> None:
    """Record a waiver: a criterion that is not met is accepted until a date, with a compensating control."""
    reason, control, approver = map(clean, (reason, control, approver))
    for option, text in (("--reason", reason), ("--control", control), ("--approver", approver)):
        if not text:
            raise UsageError(f"{option} is empty.", mend="The attestation shows it, so it must say something.")
    if _words(workspace.actor) <= _words(approver):
        raise UsageError(
            f"{workspace.actor} records this waiver, so '{approver}' can't approve it.",
            mend="Name another approver; say who you are with --as.",
        )
    rules = workspace.content.policy(policy)
    before = workspace.assessment(ref, policy)
    assessors = {review.reviewer for review in before.reviews}
    if judges := sorted(name for name in assessors if _words(name) <= _words(approver)):
        raise UsageError(
            f"{judges[0]} reviewed the answers of {before.ref}, so '{approver}' can't approve a waiver of it.",
            mend="Name an approver who is not its assessor.",
        )
    begins = granted or workspace.today
    if until > rules.longest_waiver.after(begins):
        raise UsageError(
            f"A waiver until {until} is longer than the {rules.longest_waiver} that {policy} allows.",
            mend=f"End it by {rules.longest_waiver.after(begins)}; renew it then if the gap is still open.",
        )
    finding = find_criterion(workspace.score(before, policy, as_of=granted, tier=None), criterion)
    if not finding.result.failed:
        raise UsageError(
            f"{finding.criterion} is {finding.result.words}: there is nothing to waive.",
            mend="A waiver covers a criterion that is unmet or partly met." if finding.result.is_gap else "",
        )
    try:
        waiver = Waiver(
            criterion=finding.criterion,
            reason=reason,
            control=control,
            approver=approver,
            granted=begins,
            until=until,
        )
    except ValidationError as error:
        raise UsageError(f"{str(error.errors()[0]['msg']).removeprefix('Value error, ')}.") from None
    detail = {"criterion": waiver.criterion, "approver": approver, "until": until.isoformat()}
    change(workspace, before, "criterion-waived", detail, waivers=(*before.waivers, waiver))
    is_waived = "is waived" if begins <= workspace.today else f"will be waived from {begins}"
    workspace.console.print(plain(f"{waiver.criterion} {is_waived} until {until}, approved by {approver}."))
    earlier = before.current_waivers.get(waiver.criterion)
    if earlier is not None:
        workspace.console.print(plain(f"It replaces the waiver until {earlier.until} by {earlier.approver}."))
    if finding.level is not Level.MINIMUM:
        workspace.console.print(f"{waiver.criterion} is {finding.level}, so this changes no verdict.")
    workspace.console.print(f"next   vendorrisk score {ref}", soft_wrap=True)
