"""One criterion, judged at once for every combination of some facts: the engine's integers hold one bit for each."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from vendorrisk.model.policy import Criterion
from vendorrisk.model.result import FindingState
from vendorrisk.rules.bind import Bound
from vendorrisk.rules.engine import compile_program
from vendorrisk.rules.facts import Fact
from vendorrisk.rules.static import closure
from vendorrisk.scoring.optimise import TooEntangled
from vendorrisk.scoring.scorer import Scorer

MAX_COMBINATIONS = 200_000

_STATES = {
    "1000": FindingState.MET,
    "0100": FindingState.PARTLY_MET,
    "0010": FindingState.UNMET,
    "0001": FindingState.UNDETERMINED,
    "0000": FindingState.NOT_APPLICABLE,
}


class Grid:
    """A criterion, compiled by itself, for facts that stay and facts that vary."""

    def __init__(self, criterion: Criterion, scorer: Scorer, facts: Mapping[str, Fact]) -> None:
        self.questions = closure(criterion.conditions.values(), scorer.questions)
        self._bound = Bound(compile_program(self.questions, [criterion]), self.questions, scorer.as_of)
        self._facts = {name: fact for name, fact in facts.items() if name in self.questions}

    def axes(self, choices: Mapping[str, Sequence[Fact | None]]) -> tuple[str, ...]:
        """Return the questions among ``choices`` that the criterion depends on."""
        return tuple(name for name in choices if name in self.questions)

    def states(self, choices: Mapping[str, Sequence[Fact | None]]) -> tuple[FindingState, ...]:
        """Return the finding for every combination of what :meth:`axes` may become; the last one changes fastest.

        None is no answer. Raises :class:`TooEntangled` if there are too many combinations.
        """
        axes = self.axes(choices)
        size = math.prod(len(choices[name]) for name in axes)
        if size > MAX_COMBINATIONS:
            raise TooEntangled
        ones = (1 << size) - 1
        still = {name: fact for name, fact in self._facts.items() if name not in axes}
        inputs = [[bit * ones for bit in bits] for bits in self._bound.bits(still)]
        stride = size
        for name in axes:
            period, stride = stride, stride // len(choices[name])
            repeat = ones // ((1 << period) - 1)
            for place, fact in enumerate(choices[name]):
                mask = (((1 << stride) - 1) << place * stride) * repeat
                for total, bits in zip(inputs, self._bound.bits({} if fact is None else {name: fact}), strict=True):
                    for index, bit in enumerate(bits):
                        if bit:
                            total[index] |= mask
        true, false, enough, undated = inputs
        (found,) = self._bound.program.run(true, false, enough, undated, ones).criteria
        digits = (format(each, f"0{size}b")[::-1] for each in found)
        return tuple(_STATES["".join(row)] for row in zip(*digits, strict=True))
