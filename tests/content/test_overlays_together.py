"""The shipped overlays read well together, can be met together, and ask vendors of low risk no more than their part."""

from __future__ import annotations

import re
from collections import Counter
from itertools import combinations

import pytest
from small_content import ROOT

from vendorrisk.content import Content
from vendorrisk.model.base import say
from vendorrisk.model.policy import Policy, Tier
from vendorrisk.rules.static import beyond, never_met

CONTENT = Content(ROOT)
BASE = CONTENT.policy("coalition-minimum")
OVERLAYS = CONTENT.overlays()
TOGETHER = ["+".join([BASE.policy, *names]) for size in (2, len(OVERLAYS)) for names in combinations(OVERLAYS, size)]


@pytest.fixture(params=TOGETHER)
def together(request: pytest.FixtureRequest) -> Policy:
    return CONTENT.policy(request.param)


def test_no_title_stands_twice_and_no_text_says_a_sentence_twice(together: Policy) -> None:
    titles = Counter(say(criterion.title) for criterion in together.criteria)
    assert [title for title, count in titles.items() if count > 1] == []
    for criterion in together.criteria:
        for text in (criterion.title, criterion.remediation.do, criterion.why):
            sentences = Counter(re.split(r"(?<=[.;]) ", say(text)))
            assert [each for each, count in sentences.items() if count > 1] == [], criterion.id


def test_every_criterion_can_be_met_failed_and_where_it_says_so_half_met(together: Policy) -> None:
    questions = CONTENT.questions_of(together)
    known = {criterion.id: criterion.conditions for criterion in BASE.criteria}
    changed = [each for each in together.criteria if known.get(each.id) != each.conditions]
    assert changed
    assert [flaw for criterion in changed for flaw in never_met(criterion, questions)] == []


def test_vendors_of_low_risk_are_asked_no_more_than_their_part(together: Policy) -> None:
    questions = CONTENT.questions_of(together)
    for name in CONTENT.parts_of(together.questionnaire):
        asked = {question.id for question in CONTENT.questionnaire(name).questions}
        assert [flaw for each in together.criteria for flaw in beyond(each, questions, asked, name)] == []


def test_terms_are_no_longer_and_risk_no_lower_than_in_the_base(together: Policy) -> None:
    for tier in Tier:
        assert together.cadence[tier] <= BASE.cadence[tier]
        for verdict, risk in BASE.residual_risk[tier].items():
            assert together.residual_risk[tier][verdict].rank >= risk.rank
    assert together.longest_waiver <= BASE.longest_waiver
    assert together.not_applicable_limit <= BASE.not_applicable_limit
    for criterion in BASE.criteria:
        assert together.criterion(criterion.id).remediation.within <= criterion.remediation.within
