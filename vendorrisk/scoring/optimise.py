"""The cheapest choice of one option per variable, exactly, where costs and values add up over small tables.

Variables are eliminated one by one (bucket elimination, Dechter 1999): the tables that share a variable are joined, and
for each combination of their other variables only the points that no other beats in both cost and value are kept. A
variable that joins too much, such as a fact on which half of a questionnaire depends, stays; branch and bound runs over
those, with the linear relaxation of the knapsack that remains as its bound.
"""

from __future__ import annotations

import itertools
import math
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

MAX_WORK = 60_000
"""Combinations that the elimination of one variable may cost; one that costs more stays for the search."""
MAX_NODES = 4_000
MAX_STATES = 100_000

Point = tuple[int, int, Any]
"""Cost, value, and the trail of choices that lead to it."""
Frontier = list[Point]
"""Points of rising cost and rising value: none beats another in both."""


class TooEntangled(Exception):  # noqa: N818  says what is wrong
    """The problem is beyond what is solved exactly in reasonable time."""


@dataclass(frozen=True)
class Table:
    """A frontier for each combination of its variables' options; the last variable changes fastest."""

    scope: tuple[str, ...]
    rows: Sequence[Frontier]

    @cached_property
    def widest(self) -> int:
        """The length of the longest frontier."""
        return max(map(len, self.rows))

    @cached_property
    def relaxed(self) -> Frontier:
        """The frontier of all rows together: what it can bring at best, whatever is chosen."""
        return self.rows[0] if len(self.rows) == 1 else _pareto([point for row in self.rows for point in row])


def table(scope: Sequence[str], rows: Iterable[tuple[int, int]]) -> Table:
    """Return a table of single points: cost and value of each combination."""
    return Table(tuple(scope), [[(cost, value, None)] for cost, value in rows])


def solve(costs: Mapping[str, Sequence[int]], tables: Iterable[Table]) -> dict[str, int] | None:
    """Return the option per variable that costs least, of all choices whose values sum up to 0 or more.

    ``costs`` has the cost of each option of each variable; tables add costs and values for combinations. None if no
    choice reaches 0. Equal problems have equal solutions. Raises :class:`TooEntangled`.
    """
    sizes = {name: len(options) for name, options in costs.items()}
    unary = [
        Table((name,), [[(cost, 0, (name, index))] for index, cost in enumerate(options)])
        for name, options in costs.items()
    ]
    left: list[Table] = []
    for group in _components([*unary, *tables]):
        left += _eliminated(group, sizes)
    search = _Search(sizes)
    search.run(left)
    return None if search.best is None else dict(_choices(search.best[2]))


def _components(tables: Sequence[Table]) -> list[list[Table]]:
    """Return the tables in groups that share no variable."""
    with_name: dict[str, list[int]] = {}
    for number, each in enumerate(tables):
        for name in each.scope:
            with_name.setdefault(name, []).append(number)
    groups: list[list[Table]] = []
    seen: set[int] = set()
    for number in range(len(tables)):
        waiting, group = [number], []
        while waiting:
            one = waiting.pop()
            if one not in seen:
                seen.add(one)
                group.append(tables[one])
                waiting += [other for name in tables[one].scope for other in with_name.pop(name, ())]
        groups += [group] if group else []
    return groups


def _eliminated(tables: list[Table], sizes: Mapping[str, int]) -> list[Table]:
    """Return the tables that are left when every variable that can be is eliminated, the cheapest first."""
    while names := sorted({name for each in tables for name in each.scope}):
        work, name = min((_work([each for each in tables if n in each.scope], sizes), n) for n in names)
        if work > MAX_WORK:
            break
        bucket = [each for each in tables if name in each.scope]
        tables = [each for each in tables if name not in each.scope]
        tables.append(_without(name, bucket, sizes))
    return tables


def _work(bucket: Sequence[Table], sizes: Mapping[str, int]) -> int:
    scope = {name for each in bucket for name in each.scope}
    return math.prod(sizes[name] for name in scope) * math.prod(each.widest for each in bucket)


def _without(name: str, bucket: Sequence[Table], sizes: Mapping[str, int]) -> Table:
    """Join the tables, and for each combination of the other variables keep what the best options of this one bring."""
    scope = tuple(dict.fromkeys(other for each in bucket for other in each.scope if other != name))
    steps = [_strides(each, (name, *scope), sizes) for each in bucket]
    rows = []
    for combination in itertools.product(*(range(sizes[other]) for other in scope)):
        points: Frontier = []
        for option in range(sizes[name]):
            frontier: Frontier = [(0, 0, None)]
            for each, stride in zip(bucket, steps, strict=True):
                index = sum(map(int.__mul__, stride, (option, *combination)))
                frontier = _sum(frontier, each.rows[index])
            points += frontier
        rows.append(_pareto(points))
    return Table(scope, rows)


def _strides(each: Table, names: Sequence[str], sizes: Mapping[str, int]) -> tuple[int, ...]:
    """Return how far one option of each variable moves in the rows of a table."""
    stride, found = 1, {}
    for name in reversed(each.scope):
        found[name] = stride
        stride *= sizes[name]
    return tuple(found.get(name, 0) for name in names)


def _sum(a: Frontier, b: Frontier) -> Frontier:
    points = [(c1 + c2, v1 + v2, (t1, t2) if t1 and t2 else t1 or t2) for c1, v1, t1 in a for c2, v2, t2 in b]
    return points if len(points) == 1 else _pareto(points)


def _pareto(points: Frontier) -> Frontier:
    """Return the points that no other beats; of equal ones the first."""
    kept: Frontier = []
    for point in sorted(points, key=_by_cost):
        if not kept or point[1] > kept[-1][1]:
            kept.append(point)
    return kept


def _by_cost(point: Point) -> tuple[int, int]:
    return point[0], -point[1]


def _choices(trail: Any) -> Iterable[tuple[str, int]]:
    waiting = [trail] if trail else []
    while waiting:
        one, other = waiting.pop()
        if isinstance(one, str):
            yield one, other
        else:
            waiting += [one, other]


class _Relaxation:
    """The knapsack of several frontiers with fractions allowed: a bound below what any choice costs."""

    def __init__(self, frontiers: Iterable[Frontier]) -> None:
        self.cost = self.value = 0
        steps: list[tuple[int, int]] = []
        for frontier in frontiers:
            self.cost += frontier[0][0]
            self.value += frontier[0][1]
            steps += _hull(frontier)
        steps.sort(key=_by_price)
        self._steps = steps
        self._costs = [0, *itertools.accumulate(cost for cost, _ in steps)]
        self._values = [0, *itertools.accumulate(value for _, value in steps)]

    def least(self, value: int = 0) -> int | None:
        """Return a cost that no choice which adds up to 0 with ``value`` undercuts; None if there is no such choice."""
        need = -(self.value + value)
        if need <= 0:
            return self.cost
        if need > self._values[-1]:
            return None
        index = bisect_left(self._values, need)
        cost, worth = self._steps[index - 1]
        rest = need - self._values[index - 1]
        return self.cost + self._costs[index - 1] + -(-rest * cost // worth)

    def greedy(self, value: int = 0) -> int:
        """Return the cost of a choice that does reach it; there must be one."""
        return self.cost + self._costs[bisect_left(self._values, max(0, -(self.value + value)))]


def _hull(frontier: Frontier) -> list[tuple[int, int]]:
    """Return the steps of cost and value along the upper hull of a frontier, the cheapest value first."""
    hull: list[Point] = []
    for point in frontier:
        while len(hull) > 1 and _bends(hull[-2], hull[-1], point):
            hull.pop()
        hull.append(point)
    return [(b[0] - a[0], b[1] - a[1]) for a, b in itertools.pairwise(hull)]


def _bends(a: Point, b: Point, c: Point) -> bool:
    return (b[1] - a[1]) * (c[0] - b[0]) <= (c[1] - b[1]) * (b[0] - a[0])


def _by_price(step: tuple[int, int]) -> int:
    return (step[0] << 64) // step[1]  # as exact as a fraction, for values below 2**32, and faster


class _Search:
    """Branch and bound over the variables that are left; each leaf of the search is a knapsack."""

    def __init__(self, sizes: Mapping[str, int]) -> None:
        self._sizes = sizes
        self._nodes = 0
        self.best: Point | None = None

    def run(self, tables: Sequence[Table]) -> None:
        """Find the best choice in ``tables`` that beats the best so far."""
        self._nodes += 1
        if self._nodes > MAX_NODES:
            raise TooEntangled
        if not self._promises(_Relaxation(each.relaxed for each in tables).least()):
            return
        shared = [name for each in tables for name in each.scope]
        if not shared:
            found = _knapsack([each.rows[0] for each in tables], None if self.best is None else self.best[0])
            self.best = found or self.best
            return
        name = max(sorted(set(shared)), key=shared.count)
        branches = [[_fixed(each, name, option, self._sizes) for each in tables] for option in range(self._sizes[name])]
        bounds = [_Relaxation(each.relaxed for each in branch).least() for branch in branches]
        for bound, branch in sorted(zip(bounds, branches, strict=True), key=_hopeful):
            if self._promises(bound):
                self.run(branch)

    def _promises(self, bound: int | None) -> bool:
        return bound is not None and (self.best is None or bound < self.best[0])


def _hopeful(branch: tuple[int | None, Any]) -> float:
    return math.inf if branch[0] is None else branch[0]


def _fixed(each: Table, name: str, option: int, sizes: Mapping[str, int]) -> Table:
    """Return the rows of a table in which a variable has this option."""
    if name not in each.scope:
        return each
    place = each.scope.index(name)
    stride = math.prod(sizes[other] for other in each.scope[place + 1 :])
    period = stride * sizes[name]
    starts = range(option * stride, len(each.rows), period)
    rows = [row for start in starts for row in each.rows[start : start + stride]]
    return Table(each.scope[:place] + each.scope[place + 1 :], rows)


def _knapsack(frontiers: Sequence[Frontier], ceiling: int | None) -> Point | None:
    """Return the cheapest sum of one point per frontier whose value is 0 or more, if it costs less than ``ceiling``."""
    several = sorted((each for each in frontiers if len(each) > 1), key=len, reverse=True)
    states: Frontier = [(0, 0, None)]
    for single in frontiers:
        if len(single) == 1:
            states = _sum(states, single)
    rest = [_Relaxation(several[k:]) for k in range(len(several) + 1)]
    cost, value, _ = states[0]
    if rest[0].least(value) is None:
        return None
    least = cost + rest[0].greedy(value) + 1
    ceiling = least if ceiling is None else min(least, ceiling)
    for frontier, after in zip(several, rest[1:], strict=True):
        following: Frontier = []
        for c1, v1, t1 in states:
            for c2, v2, t2 in frontier:
                bound = after.least(v1 + v2)
                if bound is None or c1 + c2 + bound >= ceiling:
                    continue
                if v1 + v2 + after.value >= 0:
                    ceiling = min(ceiling, c1 + c2 + bound + 1)
                following.append((c1 + c2, v1 + v2, (t1, t2) if t1 and t2 else t1 or t2))
        states = _pareto(following)
        if len(states) > MAX_STATES:
            raise TooEntangled
    reached = [state for state in states if state[1] >= 0 and state[0] < ceiling]
    return min(reached, key=_by_cost, default=None)
