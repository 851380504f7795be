"""Which single answers move the verdict or the score most: every other answer is tried, one at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from vendorrisk.model.answer import Grade
from vendorrisk.model.base import DEFAULT_LANGUAGE, Pin, say
from vendorrisk.model.fault import UsageError
from vendorrisk.model.plan import Sensitivity, Swing
from vendorrisk.model.policy import Verdict
from vendorrisk.model.questionnaire import Question, QuestionType
from vendorrisk.model.result import ScoreRange
from vendorrisk.rules.facts import Fact, Taken
from vendorrisk.rules.values import show_value
from vendorrisk.scoring.case import Case
from vendorrisk.scoring.moves import Moves, ValueClass, supported
from vendorrisk.scoring.optimise import TooEntangled

_ORDER = (Verdict.DOES_NOT_MEET, Verdict.INCOMPLETE, Verdict.CONDITIONAL, Verdict.MEETS)


class _Variant(NamedTuple):
    what: Literal["answer", "unanswered", "evidence added", "evidence lost"]
    after: str
    fact: Fact | None


def sensitivity(case: Case, policy_pin: Pin, language: str = DEFAULT_LANGUAGE) -> Sensitivity:
    """Return what each other answer, or other support of it, would move: verdicts first, then the score.

    An answer that would be another one is taken to come with the evidence that the criteria ask for. What moves nothing
    is left out. Raises :class:`UsageError` if a question has too many answers that its criteria tell apart.
    """
    try:
        moves = Moves(case, case.scorer.policy.criteria)
        own = [each for each in case.scorer.questionnaire.questions if each.id in moves.questions]
        swings = [
            swing
            for question in own
            for variant in _variants(case, moves, question, language)
            if (swing := _swing(case, question, variant, language)) is not None
        ]
    except TooEntangled:
        raise UsageError("The criteria tell too many answers to one question apart to try them all.") from None
    swings.sort(key=lambda swing: (-abs(_steps(case, swing.verdict, swing.what)), -abs(swing.gain)))
    return Sensitivity(
        **case.head(policy_pin),
        verdict=case.judgement.verdict,
        score=case.scorer.score(case.judgement),
        swings=tuple(swings),
    )


def _variants(case: Case, moves: Moves, question: Question, language: str) -> Iterator[_Variant]:
    """Yield everything else that the answer might be."""
    fact, as_of = case.facts.get(question.id), case.scorer.as_of
    value = None if fact is None else fact.value
    for each in moves.classes(question.id):
        if value is None or moves.truths(question.id, value) != each.truths:
            yield _Variant("answer", _said(question, each, language), supported(each.values[0], as_of))
    if fact is not None and (value is not None or fact.removed):
        yield _Variant("unanswered", "no answer", None)
    if fact is not None and value is not None and moves.rules[question.id]:
        yield _Variant("evidence lost", "without evidence", Taken.of(fact)._replace(grade=Grade.ASSERTED, evidence=()))
        yield _Variant("evidence added", "with the evidence asked for", supported(value, as_of))


def _said(question: Question, each: ValueClass, language: str) -> str:
    """Return a class of answers as a person would write one of them, or each where they are options."""
    first = each.values[0]
    if question.type in (QuestionType.YES_NO, QuestionType.CHOICE):
        kept = [option for option in question.option_ids if option in each.values]
        return " or ".join(f"“{show_value(question, option, language)}”" for option in kept)
    if isinstance(first, tuple) and not question.options:
        return "1 item" if len(first) == 1 else f"{len(first)} items"
    if question.type in (QuestionType.TEXT, QuestionType.URL):
        return "any answer"
    shown = show_value(question, first, language)
    return f"“{shown}”" if shown else "none of the options"


def _swing(case: Case, question: Question, variant: _Variant, language: str) -> Swing | None:
    scorer, before = case.scorer, case.judgement
    found = {name: fact for name, fact in case.facts.items() if name != question.id}
    made = {} if variant.fact is None else {question.id: variant.fact}
    after = scorer.judge({**found, **made}, case.waivers.keys())
    old, new = scorer.score(before), scorer.score(after)
    low, high = (round(_end(new, end) - _end(old, end), 1) for end in ("low", "high"))
    steps = _steps(case, after.verdict, variant.what)
    if not (steps or low or high):
        return None
    present = case.present(question.id)
    return Swing(
        question=question.id,
        ask=say(question.ask, language),
        before="" if present is None else show_value(question, present, language),
        after=variant.after,
        what=variant.what,
        fixed=question.effort == "fixed",
        verdict=after.verdict,
        score=new,
        direction="improve" if (steps, low, high) > (0, 0, 0) else "harm",
        gain=low,
    )


def _steps(case: Case, then: Verdict, what: str) -> int:
    """Return how far the verdict moves. No answer where there was one is no improvement, even of a failed verdict."""
    steps = _ORDER.index(then) - _ORDER.index(case.judgement.verdict)
    return min(steps, 0) if what == "unanswered" else steps


def _end(score: ScoreRange | None, end: Literal["low", "high"]) -> float:
    return 0.0 if score is None else score.low if end == "low" else score.high
