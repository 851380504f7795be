"""Scenario files: found, read, run against the policy that they name, and held to covering every criterion."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

from vendorrisk.building import build
from vendorrisk.content import Content
from vendorrisk.model.fault import Fault, RefusedInput, UsageError
from vendorrisk.model.policy import Policy, Verdict
from vendorrisk.model.result import FindingState
from vendorrisk.model.scenario import Scenario, ScenarioAnswer, Scenarios
from vendorrisk.rules.fit import misfit
from vendorrisk.rules.leaf import RISK_TIER
from vendorrisk.scoring.scenarios import facts_of, run
from vendorrisk.scoring.scorer import Judgement, Scorer
from vendorrisk.yamlfile import Located, Path, load

DEVIATION: Final = "deviation"
"""The code of a fault that says that something came out otherwise than expected."""


class Tried(NamedTuple):
    """A scenario file that was run."""

    located: Located
    policy: str
    """Its name in normal form; empty if the file names none that can be used."""
    scenarios: Scenarios | None
    """None if it could not be read."""
    faults: tuple[Fault, ...]
    """What keeps it from being run, or else its deviations."""

    @property
    def size(self) -> int:
        """Return how many scenarios it holds."""
        return len(self.scenarios.scenarios) if self.scenarios else 0

    @property
    def ran(self) -> bool:
        """Return whether it was run; if not, its faults say why, or those of its policy do."""
        return bool(self.policy) and all(fault.code == DEVIATION for fault in self.faults)


def scenario_files(content: Content) -> tuple[str, ...]:
    """Return the scenario files of all policies and overlays, as names within the content."""
    found = content.root.glob("scoring/*/scenarios/*.yaml")
    return tuple(sorted(path.relative_to(content.root).as_posix() for path in found))


class Trials:
    """Runs scenario files against one coalition's content."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self._scorer = cache(self._make_scorer)

    def read(self, data: bytes, name: str) -> Tried:
        """Run the file with this content; what is no YAML is refused like what can't be run."""
        try:
            located = load(data, name)
        except RefusedInput as refused:
            return Tried(Located(None, name, {}), "", None, refused.faults)
        return self.run(located)

    def run(self, located: Located) -> Tried:
        """Run one file. A policy that is refused for its own faults lends them to the file."""
        try:
            scenarios = build(Scenarios, located)
        except RefusedInput as refused:
            return Tried(located, "", None, refused.faults)
        try:
            name = self._content.policy_name(scenarios.policy)
            policy = self._content.policy(name)
        except UsageError as error:
            fault = _fault(located, ("policy",), f"{error.what} {error.mend}".strip())
            return Tried(located, "", scenarios, (fault,))
        except RefusedInput as refused:
            return Tried(located, "", scenarios, refused.faults)
        faults = tuple(self._misfits(located, scenarios, policy))
        return Tried(located, name, scenarios, faults or tuple(self._deviations(located, scenarios, name)))

    def judge(self, name: str, scenario: Scenario, file: Scenarios) -> Judgement:
        """Judge a scenario by a policy, which may be another one than that of its file."""
        return self._scorer(name, file.as_of).judge(facts_of(scenario, file))

    def finding(self, name: str, criterion: str, judgement: Judgement) -> FindingState:
        """Return what a policy says of one of its criteria in a judgement."""
        ids = [each.id for each in self._content.policy(name).criteria]
        return judgement.states[ids.index(criterion)]

    def _make_scorer(self, name: str, as_of: dt.date) -> Scorer:
        policy = self._content.policy(name)
        return Scorer(self._content.questionnaire(policy.questionnaire), policy, as_of, self._content.triage)

    def _misfits(self, located: Located, file: Scenarios, policy: Policy) -> Iterator[Fault]:
        """Yield answers and criteria that don't exist, and values that no answer can have."""
        yield from self._answers(located, ("given",), file.given, policy)
        known = {criterion.id for criterion in policy.criteria}
        for number, scenario in enumerate(file.scenarios):
            here: Path = ("scenarios", number)
            yield from self._answers(located, (*here, "answers"), scenario.answers, policy)
            for nth, name in enumerate(scenario.without):
                if name not in file.given:
                    yield _fault(located, (*here, "without", nth), f"'given' holds no answer to '{name}'.")
            for criterion in scenario.expect:
                if criterion not in known:
                    what = f"{policy.policy} has no criterion '{criterion}'."
                    yield _fault(located, (*here, "expect", criterion), what)

    def _answers(
        self, located: Located, at: Path, answers: dict[str, ScenarioAnswer], policy: Policy
    ) -> Iterator[Fault]:
        questions = self._content.questions_of(policy)
        for name, answer in answers.items():
            question = questions.get(name)
            if name == RISK_TIER:
                what = "The tier is no answer; write it as 'tier:', beside 'answers:'."
            elif question is None:
                what = f"There is no question '{name}'."
            elif answer.value is None:
                allowed = question.not_applicable == "justify"
                what = "" if allowed else f"{name} can't be answered as not applicable."
            else:
                what = misfit(answer.value, question)
            if what:
                yield _fault(located, (*at, name), what)

    def _deviations(self, located: Located, file: Scenarios, name: str) -> Iterator[Fault]:
        for each in run(file, self._scorer(name, file.as_of)):
            is_verdict = each.subject == "verdict"
            at = ("verdict",) if is_verdict else ("expect", each.subject)
            kind = Verdict if is_verdict else FindingState
            what = (
                f"“{file.scenarios[each.scenario].name}”: {each.subject} was expected {kind(each.expected).words}, "
                f"and is {kind(each.found).words}."
            )
            yield _fault(located, ("scenarios", each.scenario, *at), what, code=DEVIATION)


def _fault(located: Located, at: Path, what: str, *, code: str = "content") -> Fault:
    return Fault(code=code, where=located.where(at), what=what)
