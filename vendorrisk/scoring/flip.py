"""The smallest change that would give a criterion another result."""

from __future__ import annotations

from vendorrisk.model.base import DEFAULT_LANGUAGE
from vendorrisk.model.plan import Flip
from vendorrisk.model.policy import Criterion
from vendorrisk.model.result import FindingState
from vendorrisk.scoring.case import Case
from vendorrisk.scoring.changes import Leeway
from vendorrisk.scoring.grid import Grid
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
    grid = Grid(criterion, case.scorer, case.facts)

    def loss(_: Criterion, then: FindingState) -> int:
        return 0 if _wanted(now, then) else 1

    try:
        choices = moves.possible() if now.is_gap else moves.thinkable()
        facts = {name: [move.fact for move in found] for name, found in choices.items()}
        weigh = len(choices) + 1
        costs = {
            name: [move.effort * weigh + (move.act is not None) for move in found] for name, found in choices.items()
        }
        rows = ((0, -loss(criterion, state)) for state in grid.states(facts))
        picked = solve(costs, [table(grid.axes(facts), rows)])
    except TooEntangled:
        return None
    if picked is None:
        return None
    made = {name: choices[name][place] for name, place in picked.items() if choices[name][place].act is not None}
    leeway = Leeway(case, moves, {criterion.id: grid}, made, loss=loss, most=0)
    changes = tuple(leeway.change(name, language) for name in moves.questions if name in made)
    return Flip(
        result=grid.states({name: [move.fact] for name, move in made.items()})[0],
        changes=changes,
        effort=sum(each.effort for each in changes) if now.is_gap else None,
    )


def _wanted(now: FindingState, then: FindingState) -> bool:
    if now.is_gap:
        return then is FindingState.MET
    return then.is_gap if now is FindingState.MET else then is not FindingState.NOT_APPLICABLE
