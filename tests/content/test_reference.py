"""docs/content.md is complete: it names every field, type, kind and operator that the models know."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from vendorrisk import yamlfile
from vendorrisk.content import Content
from vendorrisk.model.base import Model
from vendorrisk.model.condition import Leaf, Operator, parse_condition
from vendorrisk.model.crosswalk import Crosswalk, Link, Origin
from vendorrisk.model.glossary import Entry, Glossary
from vendorrisk.model.layout import AnswerKind, Column, ControlRule, IdRule, Layout, Prefix, SectionRule, Skip, Spot
from vendorrisk.model.overlay import Overlay, StricterEvidence, Tightening
from vendorrisk.model.policy import Criterion, EvidenceRule, Policy, Remediation, RiskTiers, TierRule
from vendorrisk.model.questionnaire import EvidenceKind, Option, Question, Questionnaire, QuestionType, Section
from vendorrisk.model.scenario import Scenario, ScenarioAnswer, Scenarios
from vendorrisk.rules.leaf import problem

ROOT = Path(__file__).parents[2]
REFERENCE = (ROOT / "docs" / "content.md").read_text("utf-8")
MODELS = (
    *(Questionnaire, Section, Question, Option, Glossary, Entry),
    *(Policy, Criterion, EvidenceRule, Remediation, RiskTiers, TierRule),
    *(Layout, Column, IdRule, Prefix, SectionRule, AnswerKind, Skip, Spot, ControlRule),
    *(Crosswalk, Origin, Link),
    *(Overlay, Tightening, StricterEvidence, Scenarios, Scenario, ScenarioAnswer),
)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_field_is_named(model: type[Model]) -> None:
    names = [field.alias or name for name, field in model.model_fields.items()]
    missing = [name for name in names if not re.search(rf"[`{{ ]{name}[:`]", REFERENCE)]
    assert not missing


@pytest.mark.parametrize("words", [Operator, QuestionType, EvidenceKind], ids=lambda words: words.__name__)
def test_every_word_is_named(words: type[Operator | QuestionType | EvidenceKind]) -> None:
    assert not [word for word in words if f"`{word}`" not in REFERENCE and f"`{word}:" not in REFERENCE]


def operator_examples() -> list[str]:
    table = REFERENCE.split("## Operators")[1].split("## The four states")[0]
    return [row.rsplit("`", 2)[1] for row in table.splitlines() if row.endswith("` |")]


@pytest.mark.parametrize("example", operator_examples())
def test_examples_of_operators_fit_the_shipped_questions(example: str) -> None:
    questions = {q.id: q for q in Content(ROOT).questionnaire("coalition-core").questions}
    condition = parse_condition(yamlfile.load(example, "example").data)
    assert isinstance(condition, Leaf)
    assert condition.question in questions
    assert not problem(condition, questions[condition.question])
