"""The state of one leaf, told directly: for triage, explanations, and to hold the compiled engine to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from vendorrisk.model.condition import Leaf
from vendorrisk.model.questionnaire import Question
from vendorrisk.model.result import Truth
from vendorrisk.rules.facts import Fact
from vendorrisk.rules.leaf import make_test
from vendorrisk.rules.truth import FALSE, REMOVED, TRUE, UNKNOWN, Bits


def leaf_state(
    leaf: Leaf,
    questions: Mapping[str, Question],
    facts: Mapping[str, Fact],
    shown: Mapping[str, Truth],
    as_of: dt.date,
) -> Bits:
    """Return a leaf's state: hidden is removed, unanswered or not yet clear is unknown, else the test decides."""
    visible = shown.get(leaf.question, Truth.TRUE)
    if visible is Truth.FALSE or visible is Truth.REMOVED:
        return REMOVED
    fact = facts.get(leaf.question)
    if visible is Truth.UNKNOWN or fact is None:
        return UNKNOWN
    if fact.removed:
        return REMOVED
    if fact.value is None:
        return UNKNOWN
    return TRUE if make_test(leaf, questions[leaf.question], as_of)(fact.value) else FALSE
