"""The shipped overlays together, in every combination: they never accept what the coalition's minimum refuses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cache
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st
from small_content import ROOT
from tiny import document

from vendorrisk.content import Content
from vendorrisk.model.answer import Grade, Value
from vendorrisk.model.condition import Leaf
from vendorrisk.model.policy import Tier, Verdict
from vendorrisk.model.questionnaire import Question
from vendorrisk.model.result import FindingState
from vendorrisk.rules.facts import Fact, Taken
from vendorrisk.rules.leaf import RISK_TIER, make_test
from vendorrisk.rules.static import representatives
from vendorrisk.scoring.scorer import Scorer

CONTENT = Content(ROOT)
AS_OF = dt.date(2026, 11, 23)
BASE = "coalition-minimum"
COMBINED = tuple(
    "+".join([BASE, *names])
    for size in range(1, len(CONTENT.overlays()) + 1)
    for names in combinations(CONTENT.overlays(), size)
)
STRICTEST = CONTENT.policy(COMBINED[-1])
ASKED = CONTENT.questionnaire(STRICTEST.questionnaire)
SHOWN = [leaf for each in ASKED.questions if each.show_when is not None for leaf in each.show_when.leaves()]
CONDITIONS = [*SHOWN, *(leaf for criterion in STRICTEST.criteria for leaf in criterion.met_when.leaves())]
LEAVES = [
    *SHOWN,
    *(leaf for each in STRICTEST.criteria for condition in each.conditions.values() for leaf in condition.leaves()),
]
NAMED = {leaf.question for leaf in LEAVES}
QUESTIONS = tuple(question for question in ASKED.questions if question.id in NAMED)
EVIDENCE = (document(dt.date(2026, 10, 1)),)


@cache
def scorer(name: str) -> Scorer:
    return Scorer(ASKED, CONTENT.policy(name), AS_OF, CONTENT.triage)


def fact(value: Value, grade: Grade = Grade.VERIFIED) -> Fact:
    return Taken(value, removed=False, grade=grade, evidence=EVIDENCE if grade is not Grade.ASSERTED else ())


def values(question: Question) -> tuple[Value, ...]:
    """Return answers that the criteria can tell apart, the one that most conditions want first."""
    mine = [leaf for leaf in LEAVES if leaf.question == question.id]
    wanted: list[Leaf] = [leaf for leaf in CONDITIONS if leaf.question == question.id]
    tests = [make_test(leaf, question, AS_OF) for leaf in wanted]
    found = representatives(question, mine, AS_OF)
    return tuple(sorted(found, key=lambda value: -sum(test(value) for test in tests)))


VALUES = {question.id: values(question) for question in QUESTIONS}


SERVICE = {"service.uses-ai": "yes", "service.hosting": "cloud", "service.ai-decides": "supports"}
PERFECT = {name: fact(SERVICE.get(name, values[0])) for name, values in VALUES.items()}


def test_a_vendor_can_meet_all_of_them_at_every_risk() -> None:
    for tier in Tier:
        judged = scorer(COMBINED[-1]).judge(vendor({RISK_TIER: fact(tier.value)}))
        zipped = zip(STRICTEST.criteria, judged.states, strict=True)
        assert [criterion.id for criterion, state in zipped if state.is_gap] == []
        assert judged.verdict is Verdict.MEETS


@st.composite
def changes(draw: st.DrawFn) -> dict[str, Fact | None]:
    """Draw the answers by which a vendor differs from one that meets all; None leaves a question open."""
    found: dict[str, Fact | None] = {RISK_TIER: fact(draw(st.sampled_from(list(Tier))).value)}
    for name in draw(st.lists(st.sampled_from(list(VALUES)), max_size=8, unique=True)):
        kind = draw(st.sampled_from(["value", "value", "value", "asserted", "open", "dropped"]))
        value = draw(st.sampled_from(VALUES[name]))
        if kind == "open":
            found[name] = None
        elif kind == "dropped":
            found[name] = Taken(None, removed=True, grade=Grade.ASSERTED)
        else:
            found[name] = fact(value, Grade.ASSERTED if kind == "asserted" else Grade.VERIFIED)
    return found


def vendor(changed: Mapping[str, Fact | None]) -> dict[str, Fact]:
    return {name: fact for name, fact in {**PERFECT, **changed}.items() if fact is not None}


WITHOUT = {
    FindingState.MET: {FindingState.MET, FindingState.NOT_APPLICABLE},
    FindingState.PARTLY_MET: set(FindingState) - {FindingState.UNMET},
    FindingState.NOT_APPLICABLE: {FindingState.NOT_APPLICABLE},
}
"""What a criterion's finding must be in the base where it is this with overlays."""


@given(name=st.sampled_from(COMBINED), changed=changes())
@settings(deadline=None, max_examples=300)
def test_no_combination_accepts_what_the_base_refuses(name: str, changed: dict[str, Fact | None]) -> None:
    facts = vendor(changed)
    before, after = scorer(BASE).judge(facts), scorer(name).judge(facts)
    if after.verdict is Verdict.MEETS:
        assert before.verdict is Verdict.MEETS
    if after.verdict is Verdict.INCOMPLETE:
        assert before.verdict is not Verdict.DOES_NOT_MEET
    pairs = zip(CONTENT.policy(BASE).criteria, before.states, after.states, strict=False)
    worse = [criterion.id for criterion, one, other in pairs if other in WITHOUT and one not in WITHOUT[other]]
    assert worse == []


@given(changed=changes(), data=st.data())
@settings(deadline=None, max_examples=100)
def test_each_further_overlay_asks_more(changed: dict[str, Fact | None], data: st.DataObject) -> None:
    facts = vendor(changed)
    name = data.draw(st.sampled_from([each for each in COMBINED if each.count("+") > 1]))
    fewer = "+".join([BASE, *name.split("+")[2:]])
    before, after = scorer(fewer).judge(facts), scorer(name).judge(facts)
    if after.verdict is Verdict.MEETS:
        assert before.verdict is Verdict.MEETS
    ids = [criterion.id for criterion in CONTENT.policy(fewer).criteria]
    states = dict(zip((each.id for each in CONTENT.policy(name).criteria), after.states, strict=True))
    for criterion, one in zip(ids, before.states, strict=True):
        other = states[criterion]
        assert other not in WITHOUT or one in WITHOUT[other], criterion
