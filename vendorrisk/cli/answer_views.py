"""Answers, and changes of answers, on the terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from rich.padding import Padding
from rich.text import Text

from vendorrisk.cli.plain import counted, plain
from vendorrisk.cli.records import DEPENDS, HIDDEN, OPEN, summary_of
from vendorrisk.cli.workspace import Workspace
from vendorrisk.model.answer import Answer, Grade
from vendorrisk.model.assessment import Assessment
from vendorrisk.model.base import say
from vendorrisk.model.language import Language
from vendorrisk.model.questionnaire import Question, Questionnaire
from vendorrisk.rules.answer_changes import AnswerChange, ChangeKind
from vendorrisk.rules.values import show_answer

_HEADINGS = {
    ChangeKind.CHANGED: "Answered otherwise",
    ChangeKind.SUPPORT: "The same answer, otherwise supported or explained",
    ChangeKind.ADDED: "Answered now",
    ChangeKind.REMOVED: "No longer answered",
}


def show_answers(
    workspace: Workspace, assessment: Assessment, asked: Questionnaire, language: Language, *, named: str
) -> None:
    """Write an assessment's answers by section, with value, support and source."""
    console, quiet = workspace.console, workspace.theme.quiet
    product = assessment.product_name or assessment.product
    subject = " · ".join(filter(None, (assessment.vendor.name, product)))
    console.print(Text(plain(subject), style="bold"))
    console.print(Text(plain(f"{named} · {assessment.questionnaire} · {_state(assessment)}"), style=quiet))
    console.print(Text(_counts(asked, assessment), style=quiet))
    for section in asked.sections:
        answered = [question for question in section.questions if question.id in assessment.answers]
        if not answered:
            continue
        console.print()
        console.print(Text(plain(say(section.title, language)), style="bold"))
        for question in answered:
            answer = assessment.answers[question.id]
            console.print(Padding(Text(plain(f"{question.id}  {say(question.ask, language)}")), (0, 0, 0, 2)))
            console.print(Padding(Text(plain(show_answer(question, answer, language)), style="bold"), (0, 0, 0, 6)))
            for line in _beside(assessment, question, answer):
                console.print(Padding(Text(plain(line), style=quiet), (0, 0, 0, 6)))
    if assessment.proposals:
        proposed = counted(len(assessment.proposals), "proposed answer")
        console.print()
        console.print(f"{proposed} to confirm or to answer otherwise, in the interview or in a prefilled workbook.")


def _counts(asked: Questionnaire, assessment: Assessment) -> str:
    """Say how much is answered, what is left, and how well the answers are supported."""
    counts = summary_of(asked, assessment.answers)
    answers = assessment.answers.values()
    left = [(counts.get(name, 0), name) for name in (OPEN, DEPENDS, HIDDEN)]
    answered = f"{sum(not each.not_applicable for each in answers)} answered"
    said = [answered, *(f"{count} {_LEFT[name]}" for count, name in left if count or name == OPEN)]
    if not_applicable := sum(each.not_applicable for each in answers):
        said.insert(1, f"{not_applicable} not applicable")
    grades = Counter(each.grade for each in answers)
    return f"{', '.join(said)} · {', '.join(f'{grades[each]} {each}' for each in Grade if grades[each]) or 'no answer'}"


_LEFT = {OPEN: "open", DEPENDS: "that depend on other answers", HIDDEN: "not asked"}


def _state(assessment: Assessment) -> str:
    if assessment.submitted_at is None:
        return assessment.state.value
    return f"{assessment.state}, completed by {assessment.submitted_by} on {assessment.submitted_at.date()}"


def _beside(assessment: Assessment, question: Question, answer: Answer) -> Iterator[str]:
    """Yield what stands beside an answer: support and source, comment, evidence, reviews and the thread."""
    who = answer.source.respondent or answer.source.recorder
    yield f"{answer.grade.value} · {answer.source.where} · {who}, {answer.source.at.date()}"
    if answer.comment and not answer.not_applicable:
        yield answer.comment
    if answer.evidence:
        yield f"evidence: {'; '.join(item.written for item in answer.evidence)}"
    for review in assessment.current_reviews(question.id):
        yield f"{review.action.past} by {review.reviewer}, {review.at.date()}: {review.reason}"
    for message in assessment.messages:
        if message.question == question.id:
            verb = "asked" if message.role == "assessor" else "replied"
            yield f"{message.by} {verb}, {message.at.date()}: {message.text}"


def show_differences(
    workspace: Workspace, changes: Sequence[AnswerChange], names: Sequence[str], *, same: int, language: Language
) -> None:
    """Write what changed, by kind of change; ``names`` are those of the newer and of the older answers."""
    console, quiet = workspace.console, workspace.theme.quiet
    new, old = map(plain, names)
    console.print(Text(f"{new} against {old}", style="bold"))
    for kind, heading in _HEADINGS.items():
        of_kind = [each for each in changes if each.kind is kind]
        if not of_kind:
            continue
        console.print()
        console.print(Text(f"{heading} ({len(of_kind)})", style="bold"))
        for each in of_kind:
            ask = say(each.question.ask, language)
            line = Text(plain(f"{each.question.id}  {ask} "))
            line.append(plain(_said(each, language)), style="bold")
            console.print(Padding(line, (0, 0, 0, 2)))
            for detail in each.details:
                console.print(Padding(Text(plain(detail), style=quiet), (0, 0, 0, 6)))
    if changes:
        console.print()
    console.print(f"{counted(same, 'answer')} {'is' if same == 1 else 'are'} as before.")


def _said(change: AnswerChange, language: Language) -> str:
    before, after = (show_answer(change.question, each, language) for each in (change.before, change.after))
    if change.kind is ChangeKind.CHANGED:
        return f"{before} → {after}"
    return before if change.kind is ChangeKind.REMOVED else after
