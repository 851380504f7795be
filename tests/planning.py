"""Small cases for plans and explanations: answers in every standing, what each may become, and changes carried out."""

from __future__ import annotations

import datetime as dt
import itertools
import math
import re
from collections.abc import Iterator, Sequence
from typing import Any

from generated import AS_OF, KINDS, TRIAGE, conditions, criteria, policy_of, question, questionnaire_of, values
from hypothesis import strategies as st
from tiny import answer, assessment, document, not_applicable, review

from vendorrisk.model.answer import Answer, Evidence, Grade
from vendorrisk.model.assessment import Assessment, Review
from vendorrisk.model.plan import Act, Change
from vendorrisk.model.policy import Level, Policy, Tier
from vendorrisk.model.questionnaire import Question, Questionnaire, QuestionType
from vendorrisk.model.result import FindingState
from vendorrisk.rules.facts import Fact, Taken
from vendorrisk.scoring.case import Case
from vendorrisk.scoring.scorer import Scorer
from vendorrisk.scoring.triage import given_tier

FINE = (FindingState.MET, FindingState.NOT_APPLICABLE)
EARNED = {FindingState.MET: 2, FindingState.PARTLY_MET: 1}
STANDINGS = ["none", "value", "value", "value", "verified", "challenged", "open n/a", "accepted n/a", "challenged n/a"]


def case_of(asked: Questionnaire, rules: Policy, made: Assessment, tier: str = "high") -> Case:
    return Case(Scorer(asked, rules, AS_OF, TRIAGE), made, given_tier(Tier(tier)))


def again(case: Case, made: Assessment) -> Case:
    """Return the case with other answers."""
    return Case(case.scorer, made, case.tier)


@st.composite
def cases(draw: st.DrawFn, *, questions: int = 3, rules: int = 3) -> Case:
    """Draw a policy on a few questions, and an assessment whose answers stand in every possible way."""
    found: list[Question] = []
    for number in range(draw(st.integers(1, questions))):
        show_when = draw(st.none() | conditions(found)) if found else None
        made = question(f"s.q{number}", draw(st.sampled_from(KINDS)), show_when)
        work = draw(st.sampled_from([1, 3, 10, "fixed"]))
        found.append(
            made.model_copy(update={"effort": work, "not_applicable": draw(st.sampled_from(["justify", "never"]))})
        )
    asked = questionnaire_of(found)
    policy = policy_of([draw(criteria(found, number)) for number in range(draw(st.integers(1, rules)))])
    answers: dict[str, Answer] = {}
    reviews: list[Review] = []
    for each in found:
        made_answer, made_reviews = draw(standings(each))
        answers |= {} if made_answer is None else {each.id: made_answer}
        reviews += made_reviews
    return case_of(asked, policy, assessment(asked, answers, reviews))


@st.composite
def standings(draw: st.DrawFn, asked: Question) -> tuple[Answer | None, list[Review]]:
    standing = draw(st.sampled_from(STANDINGS))
    if standing == "none":
        return None, []
    if standing.endswith("n/a"):
        act = {"accepted n/a": "accept", "challenged n/a": "challenge"}.get(standing)
        return not_applicable(), [] if act is None else [review(asked.id, act)]
    dates = [None, dt.date(2024, 1, 1), dt.date(2026, 6, 1)]
    proofs = draw(st.lists(st.sampled_from(dates), max_size=1))
    given = answer(draw(values(asked)), *(document(date) for date in proofs))
    acts = {"verified": [review(asked.id, "grade", grade="verified")], "challenged": [review(asked.id, "challenge")]}
    return given, acts.get(standing, [])


def every_value(asked: Question) -> list[Any]:
    """Return answers on every side of every bound that generated conditions name."""
    if asked.type in (QuestionType.YES_NO, QuestionType.CHOICE):
        return list(asked.option_ids)
    if asked.type is QuestionType.MULTI:
        sizes = range(len(asked.option_ids) + 1)
        return [chosen for size in sizes for chosen in itertools.combinations(asked.option_ids, size)]
    if asked.type is QuestionType.DATE:
        return ["2025-06-01", "2026-01-01", "2026-03-01", "2026-06-15", "2026-07-01"]
    return [0, 0.5, 1, 1.5, 2, 2.5, 3, 4] + ([-1] if asked.type is QuestionType.NUMBER else [])


def full(value: Any) -> Fact:
    proof = Evidence(name="e.pdf", kind="file", issued=AS_OF, sha256="0" * 64)
    return Taken(value, removed=False, grade=Grade.VERIFIED, evidence=(proof,))


def ways(case: Case, asked: Question) -> list[tuple[Fact | None, int]]:
    """Return everything that can become of an answer, with what it costs, as the guide says it."""
    given, fact = case.assessment.answers.get(asked.id), case.facts.get(asked.id)
    fixed = asked.effort == "fixed"
    work = 0 if fixed else int(asked.effort)
    first = [(full(value), 1 if fixed else work) for value in every_value(asked)]
    other = [] if fixed else [(full(value), work) for value in every_value(asked)]
    if given is None or fact is None:
        return [(None, 0), *first]
    if fact.removed:
        return [(fact, 0)]
    if given.not_applicable:
        accepted = Taken(None, removed=True, grade=Grade.ASSERTED)
        return [(fact, 0), *([(accepted, 1), *other] if asked.not_applicable == "justify" else first)]
    if fact.value is None:
        upheld = Taken(given.value, removed=False, grade=given.grade, evidence=given.evidence)
        return [(fact, 0), (upheld, 1), (full(given.value), 2), *other]
    return [(fact, 0), (full(fact.value), 1), *other]


def outcomes(case: Case) -> Iterator[tuple[int, tuple[FindingState, ...]]]:
    """Yield effort and findings of every combination of everything that can become of the answers."""
    asked = case.scorer.questionnaire.questions
    for combination in itertools.product(*(ways(case, each) for each in asked)):
        found = {each.id: fact for each, (fact, _) in zip(asked, combination, strict=True) if fact is not None}
        risk = {name: fact for name, fact in case.facts.items() if name.startswith("risk.")}
        yield sum(cost for _, cost in combination), case.scorer.judge({**found, **risk}).states


def size(case: Case) -> int:
    return math.prod(len(ways(case, each)) for each in case.scorer.questionnaire.questions)


def unmet_minimums(case: Case, states: Sequence[FindingState]) -> int:
    pairs = zip(case.scorer.policy.criteria, states, strict=True)
    return sum(each.level is Level.MINIMUM and state not in FINE for each, state in pairs)


def earned(case: Case, states: Sequence[FindingState]) -> tuple[int, int]:
    """Return the half weights that are earned for sure, and of how many."""
    pairs = list(zip(case.scorer.policy.criteria, states, strict=True))
    whole = sum(2 * each.weight for each, state in pairs if state is not FindingState.NOT_APPLICABLE)
    return sum(each.weight * EARNED.get(state, 0) for each, state in pairs), whole


def carried_out(case: Case, changes: Sequence[Change]) -> Assessment:
    """Return the assessment after changes: answers, evidence and reviews exactly as their words ask for."""
    answers, reviews = dict(case.assessment.answers), list(case.assessment.reviews)
    for each in changes:
        before = answers.get(each.question)
        version = 1 if before is None else before.version
        if each.act is Act.ACCEPT or (each.act is Act.SETTLE and not each.evidence):
            reviews.append(review(each.question, "accept", version=version))
            continue
        assert each.value is not None
        proof = _proof(each.evidence)
        answers[each.question] = answer(each.value, *proof, version=version + 1)
        if "assessor verified" in each.evidence:
            reviews.append(review(each.question, "grade", version=version + 1, grade="verified"))
    return case.assessment.model_copy(update={"answers": answers, "reviews": tuple(reviews)})


def _proof(words: str) -> tuple[Evidence, ...]:
    if not words:
        return ()
    dated = re.search(r"\d{4}-\d\d-\d\d", words)
    return (document(dt.date.fromisoformat(dated[0]) if dated else None),)
