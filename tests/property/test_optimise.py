"""The optimiser finds what trying every choice finds, whether it eliminates variables or searches over them."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vendorrisk.scoring import optimise
from vendorrisk.scoring.optimise import TooEntangled, solve, table

Rows = list[tuple[int, int]]
Problem = tuple[dict[str, list[int]], list[tuple[tuple[str, ...], Rows]]]


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    names = [f"v{number}" for number in range(draw(st.integers(1, 5)))]
    effort = st.sampled_from([0, 1, 3, 10, 30])
    costs = {name: draw(st.lists(effort, min_size=1, max_size=3)) for name in names}
    tables = []
    for _ in range(draw(st.integers(1, 5))):
        scope = tuple(draw(st.lists(st.sampled_from(names), max_size=3, unique=True)))
        size = math.prod(len(costs[name]) for name in scope)
        row = st.tuples(st.sampled_from([0, 0, 5]), st.integers(-6, 5))
        tables.append((scope, draw(st.lists(row, min_size=size, max_size=size))))
    return costs, tables


def total(problem: Problem, choice: Mapping[str, int]) -> tuple[int, int]:
    costs, tables = problem
    cost, value = sum(costs[name][place] for name, place in choice.items()), 0
    for scope, rows in tables:
        index = 0
        for name in scope:
            index = index * len(costs[name]) + choice[name]
        cost, value = cost + rows[index][0], value + rows[index][1]
    return cost, value


def cheapest(problem: Problem) -> int | None:
    names = list(problem[0])
    every = itertools.product(*(range(len(problem[0][name])) for name in names))
    totals = (total(problem, dict(zip(names, places, strict=True))) for places in every)
    return min((cost for cost, value in totals if value >= 0), default=None)


def solved(problem: Problem) -> dict[str, int] | None:
    return solve(problem[0], [table(scope, rows) for scope, rows in problem[1]])


@pytest.mark.parametrize("work", [0, 20, optimise.MAX_WORK], ids=["search", "both", "eliminate"])
@settings(max_examples=300, deadline=None)
@given(problem=problems())
def test_nothing_cheaper_reaches_the_goal(problem: Problem, work: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(optimise, "MAX_WORK", work)
        choice = solved(problem)
    least = cheapest(problem)
    if choice is None:
        assert least is None
        return
    assert choice.keys() == problem[0].keys()
    cost, value = total(problem, choice)
    assert value >= 0
    assert cost == least


@st.composite
def knapsacks(draw: st.DrawFn) -> Problem:
    costs, tables = {}, []
    for number in range(draw(st.integers(2, 6))):
        name, options = f"v{number}", draw(st.integers(2, 3))
        costs[name] = sorted(draw(st.lists(st.integers(0, 30), min_size=options, max_size=options)))
        worth = sorted(draw(st.lists(st.integers(0, 30), min_size=options, max_size=options)))
        tables.append(((name,), [(0, value) for value in worth]))
    most = sum(rows[-1][1] for _, rows in tables)
    return costs, [*tables, ((), [(0, -draw(st.integers(0, most)))])]


@settings(max_examples=300, deadline=None)
@given(knapsacks())
def test_no_other_filling_of_a_knapsack_is_cheaper(problem: Problem) -> None:
    choice = solved(problem)
    assert choice is not None
    cost, value = total(problem, choice)
    assert value >= 0
    assert cost == cheapest(problem)


def rows_of(values: Sequence[int]) -> Any:
    return table((), [(0, value) for value in values])


def test_a_knapsack_whose_relaxation_misleads() -> None:
    """The best value for its price does not fit: three small ones are cheaper than the large one with a rest."""
    costs = {"large": [0, 10], "a": [0, 3], "b": [0, 3], "c": [0, 3]}
    worth = {"large": [0, 11], "a": [0, 3], "b": [0, 3], "c": [0, 3]}
    tables = [table((name,), [(0, value) for value in values]) for name, values in worth.items()]
    assert solve(costs, [*tables, rows_of([-9])]) == {"large": 0, "a": 1, "b": 1, "c": 1}
    assert solve(costs, [*tables, rows_of([-10])]) == {"large": 1, "a": 0, "b": 0, "c": 0}
    assert solve(costs, [*tables, rows_of([-21])]) is None


def test_what_is_too_entangled_is_said_and_not_guessed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(optimise, "MAX_WORK", 0)
    monkeypatch.setattr(optimise, "MAX_NODES", 3)
    problem: Problem = (
        {"a": [1, 0], "b": [0, 1], "c": [1, 0]},
        [(("a", "b", "c"), [(0, value) for value in (-1, -1, -1, -1, -1, -1, 0, -1)])],
    )
    with pytest.raises(TooEntangled):
        solved(problem)
