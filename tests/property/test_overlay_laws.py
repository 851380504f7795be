"""Laws of overlays on generated policies: they only tighten, their order is irrelevant, and comparisons agree."""

from __future__ import annotations

from typing import Any

from generated import (
    AS_OF,
    TRIAGE,
    cases,
    conditions,
    criteria,
    facts_for,
    policy_of,
    questionnaire_of,
    questionnaires,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from vendorrisk.content import pin
from vendorrisk.model.overlay import Overlay
from vendorrisk.model.policy import Policy, Tier, Verdict
from vendorrisk.model.questionnaire import Question, Questionnaire
from vendorrisk.model.result import FindingState
from vendorrisk.model.term import Term
from vendorrisk.overlays import clashes, combine, loosenings
from vendorrisk.rules.contrast import Shift, Side, contrast
from vendorrisk.rules.facts import Fact
from vendorrisk.scoring.policy_diff import Version, policy_diff
from vendorrisk.scoring.scorer import Scorer

NAMES = ("finance", "health", "public-sector")


@st.composite
def tightenings(draw: st.DrawFn, policy: Policy, questions: list[Question]) -> list[dict[str, Any]]:
    """Draw what is stricter of some criteria; each drawn field really is."""
    found = []
    for criterion in policy.criteria:
        asked: dict[str, Any] = {}
        if criterion.level.rank and draw(st.booleans()):
            asked["level"] = "minimum"
        if criterion.weight < 10 and draw(st.booleans()):
            asked["weight"] = draw(st.integers(criterion.weight + 1, 10))
        if draw(st.booleans()):
            asked["within"] = draw(st.sampled_from(["1 day", "29 days"]))
        if draw(st.booleans()):
            asked |= {"also": draw(conditions(questions)), "title": "More is so", "do": "Do more."}
        if draw(st.booleans()) and (criterion.evidence is None or criterion.evidence.grade != "verified"):
            asked["evidence"] = {"grade": "verified", "max_age": draw(st.sampled_from([None, "3 months", "6 months"]))}
        if asked:
            found.append({"criterion": criterion.id, "why": "It matters.", **asked})
    return found


@st.composite
def overlay_of(draw: st.DrawFn, policy: Policy, questions: list[Question], name: str) -> Overlay | None:
    number = NAMES.index(name)
    added = [draw(criteria(questions, 10 * number + each + 10)) for each in range(draw(st.integers(0, 2)))]
    fields: dict[str, Any] = {
        "tighten": draw(tightenings(policy, questions)),
        "add": [each.model_dump() for each in added],
        "cadence": {Tier.LOW: draw(st.sampled_from(["3 months", "6 months"]))} if draw(st.booleans()) else {},
    }
    if not any(fields.values()):
        return None
    names = {"overlay": name, "version": "1.0.0", "title": name.title(), "description": "More.", "base": policy.policy}
    return Overlay.model_validate({**names, **fields})


@st.composite
def overlaid(draw: st.DrawFn) -> tuple[Questionnaire, Policy, list[Overlay], list[dict[str, Fact]]]:
    asked, policy, several = draw(cases())
    drawn = [draw(overlay_of(policy, list(asked.questions), name)) for name in NAMES]
    return asked, policy, [each for each in drawn if each is not None], several


ACCEPTED = {Verdict.MEETS, Verdict.CONDITIONAL}

WITHOUT = {
    FindingState.MET: {FindingState.MET, FindingState.NOT_APPLICABLE},
    FindingState.NOT_APPLICABLE: {FindingState.NOT_APPLICABLE},
}
"""What a criterion's finding must be without the overlay where it is this with it."""


@given(case=overlaid(), data=st.data())
@settings(deadline=None)
def test_an_overlay_never_accepts_what_its_base_refuses(
    case: tuple[Questionnaire, Policy, list[Overlay], list[dict[str, Fact]]], data: st.DataObject
) -> None:
    asked, base, overlays, several = case
    assert not [flaw for each in overlays for flaw in loosenings(base, each)]
    assert not list(clashes(overlays))
    whole = combine(base, overlays)
    before, after = (Scorer(asked, policy, AS_OF, TRIAGE) for policy in (base, whole))
    waived = data.draw(st.sets(st.sampled_from([each.id for each in base.criteria])))
    for found in several:
        judged, stricter = before.judge(found), after.judge(found)
        if stricter.verdict is Verdict.MEETS:
            assert judged.verdict is Verdict.MEETS
        for one, other in zip(judged.states, stricter.states[: len(base.criteria)], strict=True):
            assert other not in WITHOUT or one in WITHOUT[other]
        if after.judge(found, waived).verdict in ACCEPTED:
            judged = before.judge(found, waived)
            # A waiver of the stricter criterion can stand where the base is still open: a person accepted its failure.
            opened = {
                criterion.id
                for criterion, state in zip(base.criteria, judged.states, strict=True)
                if state is FindingState.UNDETERMINED and criterion.level == "minimum"
            }
            assert judged.verdict is not Verdict.DOES_NOT_MEET
            assert opened <= waived


BENEATH = {
    FindingState.MET: {FindingState.MET, FindingState.PARTLY_MET, FindingState.UNDETERMINED},
    FindingState.PARTLY_MET: {FindingState.PARTLY_MET, FindingState.UNDETERMINED},
    FindingState.UNMET: {FindingState.UNMET},
    FindingState.UNDETERMINED: {FindingState.UNDETERMINED, FindingState.PARTLY_MET, FindingState.UNMET},
    FindingState.NOT_APPLICABLE: {FindingState.NOT_APPLICABLE},
}
"""What a criterion's finding can be with the overlay where it is this without, as long as no answer drops out.

Who met the base keeps half.
"""


@given(case=overlaid())
@settings(deadline=None)
def test_a_stricter_finding_falls_one_step_and_only_where_something_is_asked(
    case: tuple[Questionnaire, Policy, list[Overlay], list[dict[str, Fact]]],
) -> None:
    asked, base, overlays, several = case
    always = [each.model_copy(update={"show_when": None}) for each in asked.questions]
    whole = questionnaire_of(always)
    before, after = (Scorer(whole, policy, AS_OF, TRIAGE) for policy in (base, combine(base, overlays)))
    for facts in several:
        found = {name: fact for name, fact in facts.items() if not fact.removed}
        states = zip(base.criteria, before.judge(found).states, after.judge(found).states, strict=False)
        for criterion, one, other in states:
            asks = [tightening for each in overlays if (tightening := each.tightening(criterion.id))]
            if not any(each.also or each.evidence for each in asks):
                assert one is other
            else:
                assert other in BENEATH[one]


@given(case=overlaid(), data=st.data())
@settings(deadline=None)
def test_the_order_of_overlays_is_irrelevant(
    case: tuple[Questionnaire, Policy, list[Overlay], list[dict[str, Fact]]], data: st.DataObject
) -> None:
    _, base, overlays, _ = case
    whole = combine(base, overlays)
    other = combine(base, data.draw(st.permutations(overlays)))
    assert (other, pin(other)) == (whole, pin(whole))


@given(case=overlaid())
@settings(deadline=None, max_examples=40)
def test_a_comparison_finds_nothing_loosened_by_an_overlay(
    case: tuple[Questionnaire, Policy, list[Overlay], list[dict[str, Fact]]],
) -> None:
    asked, base, overlays, _ = case
    questions = {each.id: each for each in (*asked.questions, *TRIAGE.questions)}
    whole = combine(base, overlays)
    found = policy_diff(*(Version(policy, pin(policy), questions) for policy in (base, whole)))
    added = [criterion.id for overlay in overlays for criterion in overlay.add]
    assert sorted(each.criterion for each in found.added) == sorted(added)
    assert not found.removed
    assert {each.direction for each in found.terms} <= {"tightened"}
    for each in found.changed:
        told = each.direction == "tightened" or any("can't be told" in effect for effect in each.effects)
        # What moves only between met and not applicable is neither; an overlay can bring that about.
        assert told or set(each.effects) <= {Shift.APPLIES_TO_MORE, Shift.APPLIES_TO_FEWER}


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Questionnaire, Policy, list[dict[str, Fact]]]:
    asked = draw(questionnaires(most=4))
    found = [draw(criteria(list(asked.questions), number)) for number in range(2)]
    bare = [each.model_copy(update={"evidence": None}) for each in found]
    return asked, policy_of(bare), draw(st.lists(facts_for(asked), min_size=1, max_size=8))


WORSE = [FindingState.MET, FindingState.UNDETERMINED, FindingState.PARTLY_MET, FindingState.UNMET]


def badness(state: FindingState) -> int:
    return 0 if state is FindingState.NOT_APPLICABLE else WORSE.index(state)


@given(case=pairs())
@settings(deadline=None)
def test_a_contrast_knows_every_whole_answer(case: tuple[Questionnaire, Policy, list[dict[str, Fact]]]) -> None:
    asked, policy, several = case
    questions = {each.id: each for each in asked.questions}
    found = contrast(*(Side(criterion, questions) for criterion in policy.criteria))
    assert found is not None
    scorer = Scorer(asked, policy, AS_OF, TRIAGE)
    for facts in several:
        whole = len(facts) == len(questions) and all(fact.value is not None for fact in facts.values())
        old, new = (badness(state) for state in scorer.judge(facts).states)
        if not found.shifts:
            assert old == new
        if whole:
            assert found.stricter or new <= old
            assert found.looser or new >= old


def test_terms_are_compared_only_in_one_unit() -> None:
    days, months = Term.parse("30 days"), Term.parse("1 month")
    assert not days.comparable(months)
    assert days.comparable(Term.parse("0 days"))
    assert months.comparable(Term.parse("1 year"))
