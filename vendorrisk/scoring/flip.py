"""The smallest change that would give a criterion another result."""

from __future__ import annotations

from vendorrisk.model.base import DEFAULT_LANGUAGE
from vendorrisk.model.plan import Flip
from vendorrisk.model.policy import Criterion
from vendorrisk.model.result import FindingState
from vendorrisk.rules.facts import Fact
from vendorrisk.scoring.case import Case
from vendorrisk.scoring.changes import change
from vendorrisk.scoring.grid import grid
from vendorrisk.scoring.moves import Moves
from vendorrisk.scoring.optimise import TooEntangled, solve, table


def flip(case: Case, criterion: Criterion, language: str = DEFAULT_LANGUAGE) -> Flip | None:
    """Return the smallest change to another result; None if there is none, or it can't be told in reasonable time.

    For a criterion that is failed or open: the cheapest work, evidence or review that meets it. For one that is met, or
    does not apply: the fewest other answers with which it would not be met, or would apply; that is only a what-if.
    """
    index = case.scorer.policy.criteria.index(criterion)
    now = case.judgement.states[index]
    moves = Moves(case, [criterion])
    try:
        choices = moves.possible() if now.is_gap else moves.thinkable()
        axes, states = grid(
            criterion, case.scorer, case.facts, {name: [move.fact for move in found] for name, found in choices.items()}
        )
        wanted = [_wanted(now, state) for state in states]
        weigh = len(choices) + 1
        costs = {
            name: [move.effort * weigh + (move.act is not None) for move in found] for name, found in choices.items()
        }
        picked = solve(costs, [table(axes, ((0, 0 if good else -1) for good in wanted))])
    except TooEntangled:
        return None
    if picked is None:
        return None
    made = {name: choices[name][place] for name, place in picked.items() if choices[name][place].act is not None}
    after = {**case.facts, **{name: move.fact for name, move in made.items() if move.fact is not None}}

    def result(name: str, fact: Fact) -> FindingState:
        return case.scorer.judge({**after, name: fact}).states[index]

    changes = tuple(
        change(
            case,
            moves,
            name,
            made[name],
            lambda fact, name=name: _wanted(now, result(name, fact)),  # type: ignore[misc]
            language=language,
        )
        for name in moves.questions
        if name in made
    )
    return Flip(
        result=case.scorer.judge(after).states[index],
        changes=changes,
        effort=sum(each.effort for each in changes) if now.is_gap else None,
    )


def _wanted(now: FindingState, then: FindingState) -> bool:
    if now.is_gap:
        return then is FindingState.MET
    return then.is_gap if now is FindingState.MET else then is not FindingState.NOT_APPLICABLE
