"""The cheapest changes that bring an assessment to a goal, exactly: to the verdict ``meets``, or to a score.

Every criterion becomes a table: what its finding costs or is worth for each combination of what its answers may become.
The cheapest combination of all answers is then a matter of adding up tables (see :mod:`.optimise`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property

from vendorrisk.model.base import DEFAULT_LANGUAGE, Pin, say
from vendorrisk.model.fault import UsageError
from vendorrisk.model.plan import Act, Change, OutOfReach, Plan, Step
from vendorrisk.model.policy import Criterion, Level, Verdict
from vendorrisk.model.result import FindingState
from vendorrisk.rules.facts import Fact
from vendorrisk.scoring.case import Case
from vendorrisk.scoring.changes import Leeway, Loss
from vendorrisk.scoring.explain import Explainer
from vendorrisk.scoring.grid import Grid
from vendorrisk.scoring.moves import Move, Moves
from vendorrisk.scoring.optimise import Table, TooEntangled, solve, table
from vendorrisk.scoring.scorer import Judgement

Worth = Callable[[Criterion, FindingState], tuple[int, int]]
"""What a finding costs, and what it is worth; see :func:`.optimise.solve`."""

_FINE = (FindingState.MET, FindingState.NOT_APPLICABLE)
_EARNED = {FindingState.MET: 2, FindingState.PARTLY_MET: 1}
_TENTHS = 1000
"""The score is counted in tenths of a point: 1000 is all."""


def plan_to_meet(case: Case, policy_pin: Pin, language: str = DEFAULT_LANGUAGE) -> Plan:
    """Return the cheapest changes after which every minimum criterion that applies is met, waivers aside.

    Where that is out of reach, they meet as many as can be met, and the plan names the others. Raises
    :class:`UsageError` if the open answers are too entangled to be planned exactly.
    """
    minimums = [each for each in case.scorer.policy.criteria if each.level is Level.MINIMUM]
    return _Planner(case, minimums, policy_pin, language).to_meet()


def plan_to_score(case: Case, score: int, policy_pin: Pin, language: str = DEFAULT_LANGUAGE) -> Plan:
    """Return the cheapest changes after which the low end of the score range is at least ``score``.

    Where that is out of reach, there are no steps, and the plan says how high the score can get. Raises
    :class:`UsageError` as :func:`plan_to_meet` does.
    """
    return _Planner(case, list(case.scorer.policy.criteria), policy_pin, language).to_score(score)


class _Planner:
    def __init__(self, case: Case, criteria: list[Criterion], policy_pin: Pin, language: str) -> None:
        self._case = case
        self._criteria = criteria
        self._language = language
        self._head = {
            **case.head(policy_pin),
            "verdict": case.judgement.verdict,
            "score": case.scorer.score(case.judgement),
        }
        self._moves = Moves(case, criteria)

    @cached_property
    def _possible(self) -> dict[str, tuple[Move, ...]]:
        return self._moves.possible()

    @cached_property
    def _grids(self) -> dict[str, Grid]:
        return {each.id: Grid(each, self._case.scorer, self._case.facts) for each in self._criteria}

    @cached_property
    def _states(self) -> dict[str, tuple[tuple[str, ...], tuple[FindingState, ...]]]:
        """What can become of each criterion, by what can become of the answers it rests on."""
        choices = {name: [move.fact for move in moves] for name, moves in self._possible.items()}
        return {name: (each.axes(choices), each.states(choices)) for name, each in self._grids.items()}

    def to_meet(self) -> Plan:
        weigh = self._weigh
        most = 1 + sum(max(move.effort * weigh + 1 for move in moves) for moves in self._possible.values())

        def worth(_: Criterion, state: FindingState) -> tuple[int, int]:
            return (0 if state in _FINE else most), 0

        chosen = self._chosen(worth) or {}
        after = self._judged(chosen)
        found = self._found(after)
        missed = [each for each in self._criteria if found[each.id] not in _FINE]

        return Plan(
            **self._head,
            goal="meets",
            reached=after.verdict is Verdict.MEETS,
            steps=self._steps(chosen, worth, most * len(missed)),
            effort=sum(move.effort for move in chosen.values()),
            out_of_reach=tuple(self._out_of_reach(each, chosen, found) for each in missed),
        )

    def to_score(self, score: int) -> Plan:
        tenths = score * _TENTHS // 100

        def worth(criterion: Criterion, state: FindingState) -> tuple[int, int]:
            return 0, self._above(criterion, state, tenths, _TENTHS)

        chosen = self._chosen(worth)
        goal = {**self._head, "goal": "score", "to_score": score, "reached": chosen is not None}
        if chosen is None:
            return Plan(**goal, highest=self._highest())
        steps = self._steps(chosen, worth, 0)
        return Plan(**goal, steps=steps, effort=sum(move.effort for move in chosen.values()))

    def _highest(self) -> float:
        """Return the highest score in reach: raise the share until nothing exceeds it (Dinkelbach 1967)."""
        share, whole = 0, 1
        while True:

            def worth(criterion: Criterion, state: FindingState) -> tuple[int, int]:
                return -self._above(criterion, state, share, whole), 0  # noqa: B023  called within the same turn

            found = self._found(self._judged(self._chosen(worth, free=True) or {}))
            states = [(each, found[each.id]) for each in self._criteria]
            if sum(worth(*each)[0] for each in states) >= 0:
                return share * _TENTHS // whole * 100 / _TENTHS
            share = sum(each.weight * _EARNED.get(state, 0) for each, state in states)
            whole = sum(each.weight * 2 for each, state in states if state is not FindingState.NOT_APPLICABLE)

    @staticmethod
    def _above(criterion: Criterion, state: FindingState, share: int, whole: int) -> int:
        """Return what a finding adds to the score beyond ``share`` of ``whole``, times ``whole``."""
        if state is FindingState.NOT_APPLICABLE:
            return 0
        return criterion.weight * (_EARNED.get(state, 0) * whole - 2 * share)

    @property
    def _weigh(self) -> int:
        """How much a person-day outweighs one change more: of plans of equal effort the one with fewer changes wins."""
        return len(self._possible) + 1

    def _chosen(self, worth: Worth, *, free: bool = False) -> dict[str, Move] | None:
        """Return the best changes; None if nothing reaches the goal. ``free``: effort does not count."""
        weigh = 0 if free else self._weigh
        try:
            tables: list[Table] = []
            for each in self._criteria:
                axes, states = self._states[each.id]
                known = {state: worth(each, state) for state in FindingState}
                tables.append(table(axes, (known[state] for state in states)))
            costs = {
                name: [move.effort * weigh + (move.act is not None and not free) for move in moves]
                for name, moves in self._possible.items()
            }
            choice = solve(costs, tables)
        except TooEntangled:
            raise UsageError(
                "Too many open answers depend on each other here to find the cheapest plan, and a guess is no plan.",
                mend="Answer the facts about the service first, then plan again.",
            ) from None
        if choice is None:
            return None
        picked = {name: self._possible[name][place] for name, place in choice.items()}
        return {name: picked[name] for name in self._possible if picked[name].act is not None}

    def _judged(self, chosen: Mapping[str, Move]) -> Judgement:
        return self._case.scorer.judge(self._after(chosen), self._case.waivers.keys())

    def _after(self, chosen: Mapping[str, Move]) -> dict[str, Fact]:
        made = {name: move.fact for name, move in chosen.items() if move.fact is not None}
        return {**self._case.facts, **made}

    def _found(self, judged: Judgement) -> dict[str, FindingState]:
        return dict(zip((each.id for each in self._case.scorer.policy.criteria), judged.states, strict=True))

    def _steps(self, chosen: Mapping[str, Move], worth: Worth, most: int) -> tuple[Step, ...]:
        """Return the changes in the order in which to make them, each judged with all before it.

        ``most`` is what the goal allows the findings to cost beyond what they are worth.
        """

        def loss(criterion: Criterion, state: FindingState) -> int:
            cost, value = worth(criterion, state)
            return cost - value

        final = self._found(self._judged(chosen))
        serves = {name: self._served(name, chosen, final, loss) for name in chosen}
        leeway = Leeway(self._case, self._moves, self._grids, chosen, loss=loss, most=most)
        done: dict[str, Move] = {}
        before = self._case.judgement
        steps = []
        for name in sorted(chosen, key=lambda name: self._urgency(chosen[name], serves[name])):
            done[name] = chosen[name]
            after = self._judged(done)
            steps.append(self._step(leeway.change(name, self._language), serves[name], before, after))
            before = after
        return tuple(steps)

    def _served(
        self, name: str, chosen: Mapping[str, Move], after: Mapping[str, FindingState], loss: Loss
    ) -> list[Criterion]:
        """Return the criteria that would fall back without one of the changes."""
        without = self._found(self._judged({other: move for other, move in chosen.items() if other != name}))
        return [each for each in self._criteria if loss(each, without[each.id]) > loss(each, after[each.id])]

    def _urgency(self, move: Move, served: list[Criterion]) -> tuple[bool, int, int, str]:
        """Return what steps are ordered by: facts to find out first, then by term, severity and criterion."""
        days = min(((each.remediation.within.after(self._case.scorer.as_of)).toordinal() for each in served), default=0)
        gravest = min((each.severity.rank for each in served), default=0)
        return move.act is not Act.FIND_OUT, days, gravest, min((each.id for each in served), default="")

    def _step(self, change: Change, served: list[Criterion], before: Judgement, after: Judgement) -> Step:
        scorer = self._case.scorer
        soonest = min(
            (each.remediation.within for each in served), key=lambda term: term.after(scorer.as_of), default=None
        )
        was, now = self._found(before), self._found(after)
        closed = [each.id for each in self._criteria if now[each.id] in _FINE and was[each.id] not in _FINE]
        return Step(
            change=change,
            serves=tuple(each.id for each in served),
            closes=tuple(closed),
            within="" if soonest is None else str(soonest),
            due=None if soonest is None else soonest.after(scorer.as_of),
            severity=min((each.severity for each in served), key=lambda severity: severity.rank, default=None),
            verdict=after.verdict,
            score=scorer.score(after),
        )

    def _out_of_reach(
        self, criterion: Criterion, chosen: Mapping[str, Move], found: Mapping[str, FindingState]
    ) -> OutOfReach:
        case = self._case
        explainer = Explainer(case.scorer, self._after(chosen), case.assessments, self._language)
        cause = explainer.grounds.cause(criterion, found[criterion.id])
        return OutOfReach(
            criterion=criterion.id,
            title=say(criterion.title, self._language),
            because=explainer.because(criterion, cause),
            together=any(state in _FINE for state in self._states[criterion.id][1]),
        )
