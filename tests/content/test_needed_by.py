"""What the interview says a question is needed by."""

from __future__ import annotations

from vendorrisk.cli.interviewing import needs_by_question
from vendorrisk.content import Content
from vendorrisk.model.language import ENGLISH


def test_a_part_names_no_criterion_that_needs_more_than_it_asks() -> None:
    content = Content.find()
    whole, part = content.questionnaire("coalition-core"), content.questionnaire("coalition-lite")
    asked = {question.id for question in part.questions}
    beyond = {
        criterion.id
        for criterion in content.policy("coalition-minimum").criteria
        for condition in criterion.conditions.values()
        for leaf in condition.leaves()
        if leaf.question not in asked and not leaf.question.startswith("risk.")
    }
    named = {need.criterion for needs in needs_by_question(content, part, ENGLISH).values() for need in needs}
    assert named
    assert not named & beyond
    of_whole = needs_by_question(content, whole, ENGLISH)
    assert {need.criterion for question in asked for need in of_whole.get(question, ())} & beyond
