"""Which criteria no scenario shows: each needs one that meets it and one that fails it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from vendorrisk.building import faults_of
from vendorrisk.content import Content
from vendorrisk.model.fault import Fault, RefusedInput
from vendorrisk.model.overlay import Tightening
from vendorrisk.model.policy import Level, Verdict
from vendorrisk.model.result import FindingState
from vendorrisk.rules.static import Flaw
from vendorrisk.scenarios import Trials, Tried

Expected = Mapping[str, set[FindingState]]


def scenario_gaps(content: Content, trials: Trials, tried: Sequence[Tried]) -> Iterator[Fault]:
    """Yield every criterion that lacks a scenario, at its place. What is refused for other faults is left out."""
    for name in content.policies():
        try:
            policy = content.policy(name)
        except RefusedInput:
            continue
        expected = _expected([each for each in tried if each.policy == name])
        folder = f"scoring/{name}/scenarios"
        lacking = [flaw for each in policy.criteria for flaw in _unshown(each.id, expected, folder)]
        yield from faults_of(content.locate_policy(name), lacking)
    for name in content.overlays():
        try:
            overlay = content.overlay(name)
        except RefusedInput:
            continue
        mine = [each for each in tried if name in each.policy.split("+")[1:]]
        expected = _expected(mine)
        flaws = [flaw for each in overlay.add for flaw in _unshown(each.id, expected, "scoring/overlays/scenarios")]
        for asked in overlay.tighten:
            flaws += _undistinguished(name, overlay.base, asked, mine, trials)
        yield from faults_of(content.locate_overlay(name), flaws)


def _expected(tried: Sequence[Tried]) -> Expected:
    found: dict[str, set[FindingState]] = defaultdict(set)
    for each in tried:
        for scenario in each.scenarios.scenarios if each.scenarios else ():
            for criterion, state in scenario.expect.items():
                found[criterion].add(state)
    return found


def _unshown(criterion: str, expected: Expected, folder: str) -> Iterator[Flaw]:
    found = expected.get(criterion, set())
    if FindingState.MET not in found:
        yield Flaw(criterion, "id", "id", f"No scenario meets it: expect 'met' in a file in {folder}.")
    if not any(state.failed for state in found):
        yield Flaw(
            criterion, "id", "id", f"No scenario fails it: expect 'unmet' or 'partly_met' in a file in {folder}."
        )


def _undistinguished(
    overlay: str, base: str, asked: Tightening, tried: Sequence[Tried], trials: Trials
) -> Iterator[Flaw]:
    """Yield the tightening if no scenario has another result with it than without.

    Stricter evidence and conditions move the finding; a level raised to minimum moves the verdict. Other tightenings
    move neither.
    """
    moved = list(_moves(overlay, asked.criterion, tried, trials))
    name = f"{base}+{overlay}"
    if (asked.also is not None or asked.evidence is not None) and not any(finding for finding, _ in moved):
        what = f"No scenario shows this: give answers that {base} meets, and expect the stricter finding under {name}."
        yield Flaw(asked.criterion, "criterion", "criterion", what)
    if asked.level is Level.MINIMUM and not any(verdict for _, verdict in moved):
        what = (
            f"No scenario shows that this decides now: expect it 'unmet' and the verdict 'does_not_meet' under {name}, "
            f"where {base} has another verdict."
        )
        yield Flaw(asked.criterion, "level", "level", what)


def _moves(overlay: str, criterion: str, tried: Sequence[Tried], trials: Trials) -> Iterator[tuple[bool, bool]]:
    """Yield for each scenario of a criterion whether finding and verdict are stricter than without the overlay."""
    for each in tried:
        if each.scenarios is None or not each.ran:
            continue
        without = "+".join(part for part in each.policy.split("+") if part != overlay)
        for scenario in each.scenarios.scenarios:
            expected = scenario.expect.get(criterion)
            if expected is None or not expected.is_gap:
                continue
            before = trials.judge(without, scenario, each.scenarios)
            fails = expected.failed and scenario.verdict is Verdict.DOES_NOT_MEET
            met = trials.finding(without, criterion, before) is FindingState.MET
            yield met, fails and before.verdict is not Verdict.DOES_NOT_MEET
