"""What findings rest on: the line of the finding table that decided, and the leaves that bear it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from vendorrisk.model.assessment import Assessment
from vendorrisk.model.condition import Condition, Group, Leaf
from vendorrisk.model.policy import Criterion, Part
from vendorrisk.model.result import Cause, FindingState, WaitsFor
from vendorrisk.rules.facts import ENOUGH, TOO_WEAK, UNDATED, Fact, support
from vendorrisk.rules.leaf import RISK_PREFIX
from vendorrisk.rules.truth import FALSE, REMOVED, TRUE, UNKNOWN, Bits, decisive, evaluate
from vendorrisk.scoring.scorer import Scorer


class Grounds:
    """What the findings of one judged assessment rest on."""

    def __init__(self, scorer: Scorer, facts: Mapping[str, Fact], assessments: tuple[Assessment, ...]) -> None:
        self._scorer = scorer
        self._facts = facts
        self.answers = {name: answer for each in assessments for name, answer in each.answers.items()}
        self._checked = frozenset().union(*(each.checked for each in assessments))
        self.outcome = scorer.outcome(facts)
        bits = zip(self.outcome.true, self.outcome.false, strict=True)
        self._bits = dict(zip(scorer.program.leaves, bits, strict=True))

    def state(self, condition: Condition) -> Bits:
        """Return the state of a condition of the policy, or of one under which a question is asked."""
        return evaluate(condition, self._bits.__getitem__)

    def visibility(self, question_id: str) -> Bits:
        """Return whether a question is asked."""
        condition = self._scorer.questions[question_id].show_when
        return TRUE if condition is None else self.state(condition)

    def cause(self, criterion: Criterion, result: FindingState) -> Cause:
        """Return the line of the finding table that decided."""
        applies = TRUE if criterion.applies_when is None else self.state(criterion.applies_when)
        if applies == UNKNOWN:
            return Cause.APPLICABILITY_UNKNOWN
        if applies in (FALSE, REMOVED):
            return Cause.DOES_NOT_APPLY
        met = self.state(criterion.met_when)
        if met == REMOVED:
            return Cause.REMOVED
        if met == TRUE:
            return {
                FindingState.MET: Cause.MET,
                FindingState.PARTLY_MET: Cause.EVIDENCE_WEAK,
            }.get(result, Cause.EVIDENCE_UNDATED)
        if met == FALSE and result is FindingState.PARTLY_MET:
            return Cause.PARTLY
        return Cause.FALSE if result is FindingState.UNMET else Cause.UNANSWERED

    def deciding(self, criterion: Criterion, cause: Cause) -> dict[Part, frozenset[Leaf]]:
        """Return the leaves that the finding rests on, by the part of the criterion that they stand in.

        At fixed applicability and with the same questions asked, three things hold. A finding that is met, partly met,
        unmet or not applicable stays whatever becomes of the answers that are not named. One whose evidence falls short
        is met as soon as the named answers are supported. One that is open for want of answers has conditions that are
        decided as soon as they are given; its evidence may then still bear no date.
        """
        if cause in (Cause.DOES_NOT_APPLY, Cause.APPLICABILITY_UNKNOWN):
            return self._decisive(criterion, "applies_when")
        if cause is Cause.MET:
            return {"met_when": decisive(criterion.met_when, self._supported_bits(criterion))}
        if cause in (Cause.EVIDENCE_WEAK, Cause.EVIDENCE_UNDATED):
            true = self._decisive(criterion, "met_when")["met_when"]
            lacking = {UNDATED} if cause is Cause.EVIDENCE_UNDATED else {UNDATED, TOO_WEAK}
            return {"met_when": frozenset(leaf for leaf in true if self._support(criterion, leaf) in lacking)}
        if cause is Cause.UNANSWERED and self.state(criterion.met_when) == FALSE:
            return self._decisive(criterion, "partly_met_when")
        # What fails met_when decides together with what makes partly_met_when hold, fail, or stay open as well.
        also = {Cause.PARTLY: TRUE, Cause.FALSE: FALSE, Cause.UNANSWERED: UNKNOWN}.get(cause)
        if criterion.partly_met_when is None or also is None or self.state(criterion.partly_met_when) != also:
            return self._decisive(criterion, "met_when")
        found = self._decisive(criterion, "met_when", "partly_met_when")
        if cause is not Cause.UNANSWERED:
            named = {leaf.question for leaf in decisive(_failing(criterion, partly=also), self._bits.__getitem__)}
            found = {part: frozenset(leaf for leaf in bear if leaf.question in named) for part, bear in found.items()}
        return found

    def named(self, criterion: Criterion, cause: Cause) -> list[str]:
        """Return the questions to name in a sentence: what is missing says more than what is there."""
        deciding = self.deciding(criterion, cause)
        if "met_when" in deciding:
            deciding.pop("partly_met_when", None)
        return self._questions_of(deciding)

    def _supported_bits(self, criterion: Criterion) -> Callable[[Leaf], Bits]:
        """Return the states of leaves as the engine takes them for met: without enough support an answer is unknown."""

        def bits(leaf: Leaf) -> Bits:
            found = self._bits[leaf]
            return found if found == REMOVED or self._support(criterion, leaf) == ENOUGH else UNKNOWN

        return bits

    def _decisive(self, criterion: Criterion, *parts: Part) -> dict[Part, frozenset[Leaf]]:
        return {part: decisive(criterion.conditions[part], self._bits.__getitem__) for part in parts}

    def _support(self, criterion: Criterion, leaf: Leaf) -> int:
        fact = self._facts.get(leaf.question)
        if fact is None or criterion.evidence is None:
            return ENOUGH
        return support(fact, criterion.evidence, self._scorer.as_of)

    def waits_for(self, criterion: Criterion, cause: Cause) -> WaitsFor:
        """Return whose turn it is: the assessor's if nothing else than open N/A reasons keeps it open."""
        if cause not in (Cause.UNANSWERED, Cause.APPLICABILITY_UNKNOWN):
            return WaitsFor.VENDOR
        names = self.named(criterion, cause)
        return WaitsFor.ASSESSOR if all(map(self.reason_is_open, names)) else WaitsFor.VENDOR

    def checked(self, criterion: Criterion, cause: Cause) -> bool:
        """Return whether an assessor checked every answer of the vendor that decided, and there is one."""
        names = self._questions_of(self.deciding(criterion, cause))
        of_vendor = [name for name in names if name in self.answers and not name.startswith(RISK_PREFIX)]
        return bool(of_vendor) and all(name in self._checked for name in of_vendor)

    def _questions_of(self, deciding: Mapping[Part, frozenset[Leaf]]) -> list[str]:
        """Return the questions of deciding leaves, in the order in which they are asked."""
        found = {leaf.question for leaves in deciding.values() for leaf in leaves}
        return [name for name in self._scorer.questions if name in found]

    def reason_is_open(self, question_id: str) -> bool:
        """Return whether an answer is N/A with a reason that no assessor has accepted."""
        answer, fact = self.answers.get(question_id), self._facts.get(question_id)
        return answer is not None and fact is not None and answer.not_applicable and not fact.by_review


def _failing(criterion: Criterion, partly: Bits) -> Condition:
    """Return the condition that met_when is false, and partly_met_when as ``partly`` says."""
    met: Condition = Group(kind="not", members=(criterion.met_when,))
    if criterion.partly_met_when is None:
        return met
    other = criterion.partly_met_when
    return Group(kind="all", members=(met, other if partly == TRUE else Group(kind="not", members=(other,))))
