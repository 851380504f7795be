"""What answers given elsewhere say about our questions. They propose; only a person answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from vendorrisk.model.answer import MAX_ANSWER_CHARACTERS, NOT_APPLICABLE, Answer, Value
from vendorrisk.model.assessment import Assessment, ReviewAction
from vendorrisk.model.crosswalk import Crosswalk, Link
from vendorrisk.model.proposal import Precedent, Proposal
from vendorrisk.model.questionnaire import Question, Questionnaire, QuestionType
from vendorrisk.rules.fit import misfit
from vendorrisk.rules.values import show_answer, show_value


def precedents_of(
    crosswalk: Crosswalk, given: Assessment, asked: Questionnaire, target: Questionnaire
) -> dict[str, tuple[Precedent, ...]]:
    """Return what the answers of ``given`` say about the questions of ``target``, by question, in its order.

    ``asked`` is the questionnaire that was answered. An answer that an assessor doubts or overrode decides nothing.
    """
    there = {question.id: question for question in asked.questions}
    found: dict[str, tuple[Precedent, ...]] = {}
    for question in target.questions:
        said: list[Precedent] = []
        for link in crosswalk.questions.get(question.id, ()):
            value = _suggested(link, given, question)
            answered = [name for name in link.question if name in given.answers and name in there]
            said += (_precedent(given, there[name], link, value) for name in answered)
        if said:
            found[question.id] = tuple(said)
    return found


def propose(question: str, precedents: Iterable[Precedent], at: dt.datetime) -> Proposal:
    """Return what precedents, at least one, propose together: a value only where all that decide agree."""
    said = sorted(precedents, key=lambda each: each.suggests is None)
    deciding = [each for each in said if each.suggests is not None]
    agreed = len({each.suggests for each in deciding}) == 1
    comments = (f"{each.question}: {each.comment}" for each in deciding if each.comment)
    return Proposal(
        question=question,
        value=deciding[0].suggests if agreed else None,
        comment="\n".join(comments)[:MAX_ANSWER_CHARACTERS] if agreed else "",
        precedents=tuple(said),
        at=at,
    )


def renewed(
    earlier: Iterable[Proposal], found: Mapping[str, tuple[Precedent, ...]], source: str, at: dt.datetime
) -> dict[str, Proposal]:
    """Return all proposals, by question, once the precedents from the questionnaire ``source`` are those ``found``.

    Precedents from other questionnaires stay, so that two sources that contradict each other are seen. A proposal that
    says what it said before keeps its time.
    """
    before = {proposal.question: proposal for proposal in earlier}
    proposals: dict[str, Proposal] = {}
    for name in (*before, *(name for name in found if name not in before)):
        old = before.get(name)
        kept = [each for each in old.precedents if each.questionnaire.split(" ")[0] != source] if old else []
        if said := (*kept, *found.get(name, ())):
            new = propose(name, said, at)
            same = old is not None and new == old.model_copy(update={"at": at})
            proposals[name] = old if same and old is not None else new
    return proposals


def _suggested(link: Link, given: Assessment, question: Question) -> Value | None:
    """Return the answer that a link's questions support together; None if they decide nothing."""
    answers = [given.answers[name] for name in link.question if name in given.answers and not _doubted(given, name)]
    said = {_key(answer) for answer in answers}
    if len(answers) < len(link.question) or len(said) != 1:
        return None
    option = link.when.get(said.pop())
    value = (option,) if option is not None and question.type is QuestionType.MULTI else option
    return None if value is None or misfit(value, question) else value


def _key(answer: Answer) -> str:
    """Return how a crosswalk names an answer."""
    return NOT_APPLICABLE if answer.not_applicable else str(answer.value)


def _doubted(given: Assessment, name: str) -> bool:
    review = given.deciding_review(name)
    return review is not None and review.action is not ReviewAction.ACCEPT


def _precedent(given: Assessment, question: Question, link: Link, value: Value | None) -> Precedent:
    answer = given.answers[question.id]
    shown = show_answer(question, answer.model_copy(update={"comment": ""})) if answer.not_applicable else ""
    return Precedent(
        questionnaire=str(given.questionnaire),
        question=question.id,
        shown=shown or (show_value(question, answer.value) if answer.value is not None else ""),
        comment=answer.comment,
        where=answer.source.where,
        relation=link.relation,
        suggests=value,
    )


def otherwise(proposal: Proposal, answer: Answer, question: Question) -> bool:
    """Return whether an answer can't stand beside what one of the precedents supports.

    A broader question shows that ours is answered so or better, a narrower one that it is answered so or worse.
    """
    return any(_otherwise(each, answer, question) for each in proposal.precedents if each.suggests is not None)


def _otherwise(precedent: Precedent, answer: Answer, question: Question) -> bool:
    order = question.option_ids
    if answer.value not in order or precedent.suggests not in order:
        return answer.value != precedent.suggests
    worse = order.index(str(answer.value)) - order.index(str(precedent.suggests))
    if precedent.relation == "broader":
        return worse > 0
    return worse < 0 if precedent.relation == "narrower" else worse != 0
