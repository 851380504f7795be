"""In which order an assessor reviews answers, and what an act on one of them would change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from vendorrisk.model.assessment import Assessment, Review, ReviewAction
from vendorrisk.model.condition import Leaf
from vendorrisk.model.policy import Level
from vendorrisk.model.questionnaire import Questionnaire
from vendorrisk.model.result import Finding, FindingState, Result, Truth
from vendorrisk.model.reviewing import Decided, Effect, ReviewItem, ReviewState, Shift, Stage, Standing
from vendorrisk.rules.state import leaf_state
from vendorrisk.rules.truth import Bits, decisive
from vendorrisk.rules.visibility import visibility
from vendorrisk.scoring.case import Case

_URGENCY = {
    FindingState.UNMET: 0,
    FindingState.PARTLY_MET: 0,
    FindingState.UNDETERMINED: 1,
    FindingState.MET: 2,
    FindingState.NOT_APPLICABLE: 3,
}
_LAST = (9, 9, 0)


def review_order(case: Case, findings: Iterable[Finding]) -> tuple[ReviewItem, ...]:
    """Return every answer of an assessment once, in the order in which to review them.

    ``findings`` are those of the case. First what waits for the assessor, then the answers that decide minimums,
    expected and leading criteria, last those that decide nothing. Within each: not yet checked before checked, what
    failed before what is undetermined, met or taken out, the heaviest criterion first, then as they are asked.
    """
    deciding = _Deciding(case)
    decided: dict[str, list[Decided]] = {}
    for finding in findings:
        for name in deciding.answers_of(finding):
            decided.setdefault(name, []).append(_decided(finding))
    return _ordered(case.scorer.asked, case.assessment, decided)


def unjudged_order(asked: Questionnaire, assessment: Assessment) -> tuple[ReviewItem, ...]:
    """Return the same for answers that no policy judges: what waits, then the others as they are asked."""
    return _ordered(asked, assessment, {})


def _ordered(
    asked: Questionnaire, assessment: Assessment, decided: Mapping[str, Sequence[Decided]]
) -> tuple[ReviewItem, ...]:
    names = [question.id for question in asked.questions if question.id in assessment.answers]
    items = [_item(name, assessment, decided.get(name, ())) for name in names]
    return tuple(sorted(items, key=_turn))  # stable: as they are asked, where all else is equal


def _decided(finding: Finding) -> Decided:
    return Decided(
        criterion=finding.criterion,
        title=finding.title,
        level=finding.level,
        weight=finding.weight,
        result=finding.result,
        because=finding.because,
    )


def _item(name: str, assessment: Assessment, decided: Sequence[Decided]) -> ReviewItem:
    state = _state(name, assessment)
    decides = tuple(sorted(decided, key=_weight_first))
    stage = Stage(decides[0].level) if decides else Stage.NOTHING
    if state in ("not applicable", "challenged"):
        stage = Stage.WAITING
    return ReviewItem(question=name, stage=stage, state=state, decides=decides)


def _state(name: str, assessment: Assessment) -> ReviewState:
    reviews = assessment.current_reviews(name)
    if any(each.action is ReviewAction.CHALLENGE for each in reviews):
        return "challenged"
    if reviews:
        return "checked"
    return "not applicable" if assessment.answers[name].not_applicable else "not checked"


def _weight_first(decided: Decided) -> tuple[int, int, int]:
    return decided.level.rank, _URGENCY[decided.result], -decided.weight


def _turn(item: ReviewItem) -> tuple[int, bool, tuple[int, int, int]]:
    return item.stage.rank, item.checked, _weight_first(item.decides[0]) if item.decides else _LAST


class _Deciding:
    """Finds the answers that a finding rests on, through the conditions that decide what is asked."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._answers = case.assessment.answers

    @cached_property
    def _shown(self) -> dict[str, Truth]:
        return visibility(self._case.scorer.questionnaire, self._case.facts)

    def answers_of(self, finding: Finding) -> list[str]:
        """Return the questions of those answers, each once."""
        leaves = (leaf.question for leaf in finding.trace if leaf.decisive)
        return list(dict.fromkeys(name for question in leaves for name in self._behind(question)))

    def _behind(self, name: str) -> Iterator[str]:
        """Yield a question that is asked; of one that is not, or may not be, those whose answers say so."""
        condition = self._case.scorer.questions[name].show_when
        if condition is None or self._shown.get(name, Truth.TRUE) is Truth.TRUE:
            yield from [name] if name in self._answers else []
            return
        for leaf in decisive(condition, self._bits):
            yield from self._behind(leaf.question)

    def _bits(self, leaf: Leaf) -> Bits:
        case = self._case
        return leaf_state(leaf, case.scorer.questions, case.facts, self._shown, case.scorer.as_of)


def effect_of(case: Case, reviews: Sequence[Review]) -> Effect:
    """Return what these reviews, made now, would change."""
    reviewed = case.assessment.model_copy(update={"reviews": (*case.assessment.reviews, *reviews)})
    before, after = case.judgement, replace(case, assessment=reviewed).judgement
    changed = [
        (criterion, was, then)
        for criterion, was, then in zip(case.scorer.policy.criteria, before.states, after.states, strict=True)
        if was is not then
    ]
    changed.sort(key=lambda each: (each[0].level.rank, -each[0].weight))
    shifts = tuple(Shift(criterion=each.id, level=each.level, before=was, after=then) for each, was, then in changed)
    return Effect(shifts=shifts, verdict=before.verdict, then=after.verdict)


def standing(result: Result, items: Iterable[ReviewItem]) -> Standing:
    """Return how far the minimums of a result rest on what was checked; ``items`` is its review order."""
    minimums = [finding for finding in result.findings if finding.level is Level.MINIMUM]
    out = [finding for finding in minimums if finding.result is FindingState.NOT_APPLICABLE]
    still_open = [finding for finding in minimums if finding.result is FindingState.UNDETERMINED]
    decided = [finding for finding in minimums if finding not in out and finding not in still_open]
    unchecked = {each.criterion for item in items if not item.checked for each in item.decides}
    return Standing(
        verdict=result.verdict,
        minimums=len(decided) + len(still_open),
        on_word=sum(not finding.checked for finding in decided),
        undetermined=len(still_open),
        taken_out=sum(finding.criterion in unchecked for finding in out),
    )
