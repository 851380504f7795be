"""``review``: what assessors decide stands beside the answers, never in their place."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Sequence

import click
from rich.table import Table
from rich.text import Text

from vendorrisk.cli.options import (
    as_of_option,
    json_option,
    policy_option,
    questionnaire_option,
    tier_option,
)
from vendorrisk.cli.plain import plain, print_json
from vendorrisk.cli.reviewing import Judged, hold_review, make_review, save_reviews
from vendorrisk.cli.subject import next_look, on_file, same_options
from vendorrisk.cli.words import said
from vendorrisk.cli.workspace import Workspace
from vendorrisk.model.assessment import Assessment, Review, ReviewAction
from vendorrisk.model.fault import UsageError
from vendorrisk.model.questionnaire import Question, Questionnaire
from vendorrisk.model.reviewing import ReviewItem, Stage
from vendorrisk.rules.threads import threads
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
@click.option("--list", "listing", is_flag=True, help="List what waits for you, also in a terminal.")
@click.option("--all", "everything", is_flag=True, help="Offer the answers that decide nothing, too.")
@questionnaire_option
@policy_option
@as_of_option
@tier_option
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
    *,
    listing: bool,
    everything: bool,
    questionnaire: str,
    policy: str,
    as_of: dt.date | None,
    tier: str | None,
    as_json: bool,
) -> None:
    """Review the answers of an assessment: those that decide minimums first.

    In a terminal you are shown one answer after the other. Elsewhere, or with --list, what waits for a review is
    listed. With --accept and the like the answers that they name are reviewed, and nothing is asked. Answers that the
    policy does not judge are offered as they were asked, all of them.
    """
    before = on_file(workspace, ref, policy, questionnaire)
    wanted: list[tuple[str, ReviewAction, str | None]] = [
        *((name, ReviewAction.ACCEPT, None) for name in accept),
        *((name, ReviewAction.CHALLENGE, None) for name in challenge),
        *(_split(pair) for pair in override),
        *((name, ReviewAction.GRADE, None) for name in verified),
    ]
    if wanted and (listing or everything):
        raise UsageError("--list and --all are for looking, not for reviewing.", mend="Leave them out.")
    if wanted:
        _review_named(workspace, before, wanted, said("--reason", reason), policy=policy, ref=ref, as_json=as_json)
        return
    judged = Judged(workspace, before, policy, as_of, tier)
    named = f" --questionnaire {questionnaire}" if questionnaire else ""
    again = f"vendorrisk review {ref}{named}{same_options(policy, as_of, tier)}"
    if as_json or listing or not (sys.stdin.isatty() and sys.stdout.isatty()):
        _list(workspace, judged, again, everything=everything, as_json=as_json)
    else:
        _walk(workspace, judged, ref, again, everything=everything)


def _review_named(
    workspace: Workspace,
    before: Assessment,
    wanted: Sequence[tuple[str, ReviewAction, str | None]],
    reason: str,
    *,
    policy: str,
    ref: str,
    as_json: bool,
) -> None:
    """Review the answers that options name, all or none of them."""
    questionnaire = workspace.asked(before)
    if not reason:
        raise UsageError("A review needs a reason.", mend="Add --reason '...': the vendor and other members read it.")
    names = [name for name, *_ in wanted]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise UsageError(f"{', '.join(twice)} is reviewed twice in one command.", mend="Name it once.")
    made = []
    for name, action, text in wanted:
        question = _question(questionnaire, name)
        value = None if text is None else _value(question, text)
        made.append(make_review(workspace, before, name, action, reason, value))
    save_reviews(workspace, before, made)
    if as_json:
        print_json([each.model_dump(mode="json") for each in made])
        return
    for each in made:
        workspace.console.print(Text(plain(f"{each.action.past:<12}{_told(each, before, questionnaire)}")))
    judged = before.questionnaire.id in workspace.judged_by(policy)
    step = f"vendorrisk score {ref}" if judged else next_look(workspace, before)
    if step:
        workspace.console.print(f"next   {step}", soft_wrap=True)


def _list(workspace: Workspace, judged: Judged, command: str, *, everything: bool, as_json: bool) -> None:
    """Write what waits for a review; as JSON the answers in the order in which to review them."""
    questionnaire = workspace.asked(judged.assessment)
    said = {item.question: _said(item, judged.assessment, questionnaire) for item in judged.order}
    if as_json:
        every = everything or not judged.is_judged
        items = [item for item in judged.order if every or item.stage is not Stage.NOTHING]
        print_json([{**item.model_dump(mode="json"), "said": said[item.question]} for item in items])
        return
    waiting = [item for item in judged.order if item.stage is Stage.WAITING]
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column()
    for item in waiting:
        state = "N/A, to accept or challenge" if item.state == "not applicable" else item.state
        table.add_row(item.question, state, Text(plain(said[item.question])))
    console = workspace.console
    if waiting:
        console.print(table)
    else:
        console.print("Nothing waits for a review: no N/A reason is open, no answer is challenged.")
    words = f"The policy does not judge {questionnaire.questionnaire}: no verdict rests on these answers"
    if judged.standing is not None:
        words = f"{judged.standing.words[:1].upper()}{judged.standing.words[1:]}"
    console.print(Text(f"{words}.", style=workspace.theme.quiet))
    if waiting:
        console.print(f"next   {command} --accept QUESTION --reason '...'", soft_wrap=True)


def _said(item: ReviewItem, assessment: Assessment, questionnaire: Questionnaire) -> str:
    """Return what was answered: of an open reason the reason, of a challenged answer the doubt, too."""
    answer, question = assessment.answers[item.question], questionnaire.question(item.question)
    if item.state == "not applicable":
        return answer.comment
    shown = show_answer(question, answer)
    last = assessment.current_reviews(item.question)
    if item.state != "challenged" or not last:
        return shown
    replies = "".join(f"; {each.shown}" for each in threads(assessment)[item.question] if each.role == "vendor")
    return f"{shown} ({last[0].reason}{replies})"


def _walk(workspace: Workspace, judged: Judged, ref: str, command: str, *, everything: bool) -> None:
    """Walk the assessor through the answers, and say how to go on."""
    assessment = judged.assessment
    if assessment.state.frozen:
        raise UsageError(
            f"{assessment.ref} is {assessment.state} and therefore frozen: its reviews stay as they are.",
            mend=f"See what waits with 'vendorrisk review {assessment.ref} --list'. A renewal is a new revision.",
        )
    if not assessment.answers:
        raise UsageError(f"{assessment.ref} has no answers yet.", mend="Import a workbook or hold the interview first.")
    session = hold_review(workspace, judged, ref, everything=everything or not judged.is_judged)
    states = {item.state for item in session.offered}
    steps = [f"{command}{' --all' if everything else ''}   (to go on)"] if states - {"checked"} else []
    if judged.is_judged:
        score, gaps = (command.replace(" review ", f" {name} ", 1) for name in ("score", "gaps"))
        steps += [f"{gaps} -o gaps.xlsx   (with what you ask the vendor)"] if "challenged" in states else []
        steps.append(score)
    elif look := next_look(workspace, assessment):
        steps.append(look)
    workspace.console.print()
    for label, step in zip(["next", "", ""], steps, strict=False):
        workspace.console.print(f"{label:<6} {step}", soft_wrap=True)


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
