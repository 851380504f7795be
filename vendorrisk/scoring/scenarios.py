"""Runs scenarios: what a policy really makes of their answers, beside what they expect."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from vendorrisk.model.answer import Evidence
from vendorrisk.model.policy import Tier
from vendorrisk.model.scenario import Scenario, ScenarioAnswer, Scenarios
from vendorrisk.rules.facts import Fact, Taken
from vendorrisk.rules.leaf import RISK_TIER
from vendorrisk.scoring.scorer import Scorer


class Deviation(NamedTuple):
    """Something that came out otherwise than a scenario expects."""

    scenario: int
    """Its place in the file, counted from 0."""
    subject: str
    """A criterion, or ``verdict``."""
    expected: str
    found: str


def run(scenarios: Scenarios, scorer: Scorer) -> Iterator[Deviation]:
    """Yield what comes out otherwise than expected. The scorer must be that of the file's policy and ``as_of``.

    Raises ``KeyError`` for a criterion that the policy lacks.
    """
    index = {criterion.id: number for number, criterion in enumerate(scorer.policy.criteria)}
    for place, scenario in enumerate(scenarios.scenarios):
        judgement = scorer.judge(facts_of(scenario, scenarios))
        for criterion, expected in scenario.expect.items():
            found = judgement.states[index[criterion]]
            if found is not expected:
                yield Deviation(place, criterion, expected.value, found.value)
        if scenario.verdict not in (None, judgement.verdict):
            yield Deviation(place, "verdict", str(scenario.verdict), judgement.verdict.value)


def answers_of(scenario: Scenario, scenarios: Scenarios) -> dict[str, ScenarioAnswer]:
    """Return all answers of a scenario: those of its file, less those it leaves open, and its own."""
    given = {name: answer for name, answer in scenarios.given.items() if name not in scenario.without}
    return {**given, **scenario.answers}


def facts_of(scenario: Scenario, scenarios: Scenarios) -> Mapping[str, Fact]:
    """Return what a scenario says of each question, the inherent risk tier included."""
    tier: Tier = scenario.tier or scenarios.tier
    found = {name: _fact(answer) for name, answer in answers_of(scenario, scenarios).items()}
    return {**found, RISK_TIER: _fact(ScenarioAnswer(value=tier.value))}


def _fact(answer: ScenarioAnswer) -> Fact:
    evidence = () if answer.dated is None else (Evidence(name="document", kind="url", issued=answer.dated),)
    return Taken(answer.value, removed=answer.not_applicable, grade=answer.grade, evidence=evidence)
