"""For every cause, the sentence and the trace name exactly the answers that decided."""
# ruff: noqa: E501, PLR0913, PLR0917  a table is read line by line

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pytest
from tiny import answer, criterion, document, finding, not_applicable, policy, question, questionnaire, review, score

from vendorrisk.model.result import Cause, Finding, FindingState, Truth

ASKED = questionnaire(
    question("s.gate", "yes-no"),
    question("s.a"),
    question("s.b"),
    question("s.c"),
    question("s.behind", show_when={"s.gate": "yes"}),
    question("s.deeper", show_when={"s.behind": "best"}),
)
NEW, OLD = document(dt.date(2026, 6, 1)), document(dt.date(2024, 6, 1))
AND = {"all": [{"s.a": "best"}, {"s.b": "best"}]}
OR = {"any": [{"s.a": "best"}, {"s.b": "best"}]}
FRESH = {"grade": "documented", "max_age": "12 months"}
S, C = FindingState, Cause


def case(
    rule: Mapping[str, Any], answers: Mapping[str, Any], state: FindingState, cause: Cause, because: str, decisive: str
) -> Any:
    return pytest.param(rule, answers, (), state, cause, because, decisive, id=f"{cause}: {because}")


def reviewed(
    rule: Mapping[str, Any], answers: Mapping[str, Any], act: tuple[str, str], because: str, decisive: str
) -> Any:
    reviews = (review(*act),)
    return pytest.param(rule, answers, reviews, S.UNDETERMINED, C.UNANSWERED, because, decisive, id=because)


CASES = [
    case({"met_when": AND}, {"s.a": "best", "s.b": "best"}, S.MET, C.MET, "s.a is “best”; s.b is “best”.", "s.a s.b"),
    case({"met_when": OR}, {"s.a": "best", "s.b": "worst"}, S.MET, C.MET, "s.a is “best”.", "s.a"),
    case({"met_when": OR}, {"s.a": "best"}, S.MET, C.MET, "s.a is “best”.", "s.a"),
    case({"met_when": {"not": {"s.a": "worst"}}}, {"s.a": "best"}, S.MET, C.MET, "s.a is “best”.", "s.a"),
    case({"met_when": AND}, {"s.a": "best", "s.b": "worst"}, S.UNMET, C.FALSE, "s.b is “worst”.", "s.b"),
    case({"met_when": AND}, {"s.b": "worst"}, S.UNMET, C.FALSE, "s.b is “worst”.", "s.b"),
    case({"met_when": OR}, {"s.a": "middle", "s.b": "worst"}, S.UNMET, C.FALSE, "s.a is “middle”; s.b is “worst”.", "s.a s.b"),
    case({"met_when": OR}, {"s.a": not_applicable(), "s.b": "worst"}, S.UNDETERMINED, C.UNANSWERED,
         "s.a is answered as not applicable, and the reason is not yet accepted.", "s.a"),
    case({"met_when": AND}, {"s.a": "best"}, S.UNDETERMINED, C.UNANSWERED, "s.b is not answered.", "s.b"),
    case({"met_when": AND}, {}, S.UNDETERMINED, C.UNANSWERED, "s.a is not answered; s.b is not answered.", "s.a s.b"),
    case({"met_when": OR}, {"s.b": "worst"}, S.UNDETERMINED, C.UNANSWERED, "s.a is not answered.", "s.a"),
    case({"met_when": {"s.behind": "best"}}, {}, S.UNDETERMINED, C.UNANSWERED,
         "s.behind is not answered, and whether it is asked depends on s.gate.", "s.behind"),
    case({"met_when": {"s.behind": "best"}}, {"s.behind": "best"}, S.UNDETERMINED, C.UNANSWERED,
         "s.behind is answered, but whether it is asked depends on s.gate, which is not clear yet.", "s.behind"),
    case({"met_when": {"s.behind": "best"}}, {"s.gate": "no", "s.behind": "worst"}, S.NOT_APPLICABLE, C.REMOVED,
         "Every answer it rests on is not applicable or not asked: s.behind.", "s.behind"),
    case({"met_when": {"s.deeper": "best"}}, {"s.gate": "no"}, S.NOT_APPLICABLE, C.REMOVED,
         "Every answer it rests on is not applicable or not asked: s.deeper.", "s.deeper"),
    case({"met_when": {"all": [{"s.a": "best"}, {"s.behind": "best"}]}}, {"s.a": "worst", "s.gate": "no"}, S.UNMET, C.FALSE,
         "s.a is “worst”.", "s.a"),
    case({"met_when": AND, "partly_met_when": {"s.a": "best"}}, {"s.a": "best", "s.b": "worst"}, S.PARTLY_MET, C.PARTLY,
         "s.b is “worst”.", "s.a s.b"),
    case({"met_when": {"s.a": "best"}, "partly_met_when": {"s.b": "best"}}, {"s.a": "worst"}, S.UNDETERMINED, C.UNANSWERED,
         "s.b is not answered.", "s.b"),
    case({"met_when": {"s.a": "best"}, "partly_met_when": {"s.b": "best"}}, {"s.a": "worst", "s.b": "worst"}, S.UNMET,
         C.FALSE, "s.a is “worst”.", "s.a s.b"),
    case({"met_when": AND, "evidence": FRESH}, {"s.a": "best", "s.b": answer("best", NEW)}, S.PARTLY_MET, C.EVIDENCE_WEAK,
         "The answer would do, but its support does not: s.a is asserted, and a document is asked for.", "s.a"),
    case({"met_when": AND, "evidence": FRESH}, {"s.a": answer("best", OLD), "s.b": answer("best", NEW)}, S.PARTLY_MET,
         C.EVIDENCE_WEAK,
         "The answer would do, but its support does not: report.pdf of 2024-06-01, for s.a, is older than 12 months.", "s.a"),
    case({"met_when": OR, "partly_met_when": {"all": [{"s.b": "middle"}, {"s.c": "middle"}]}},
         {"s.a": "worst", "s.b": "worst", "s.c": "worst"}, S.UNMET, C.FALSE, "s.a is “worst”; s.b is “worst”.", "s.a s.b"),
    case({"met_when": AND, "evidence": FRESH}, {"s.a": "best", "s.b": answer("best", document(None))}, S.PARTLY_MET, C.EVIDENCE_WEAK,
         "The answer would do, but its support does not: s.a is asserted, and a document is asked for; "
         "s.b has evidence without a usable date.", "s.a s.b"),
    case({"met_when": AND, "evidence": FRESH}, {"s.a": "best", "s.b": answer("best", document(dt.date(2027, 6, 1)))},
         S.PARTLY_MET, C.EVIDENCE_WEAK,
         "The answer would do, but its support does not: s.a is asserted, and a document is asked for; "
         "s.b has evidence without a usable date.", "s.a s.b"),
    case({"met_when": AND, "evidence": FRESH}, {"s.a": answer("best", document()), "s.b": answer("best", NEW)},
         S.UNDETERMINED, C.EVIDENCE_UNDATED, "The answer would do, but its evidence bears no usable date: s.a.", "s.a"),
    case({"met_when": OR, "evidence": FRESH}, {"s.a": "best", "s.b": answer("best", document())}, S.UNDETERMINED,
         C.EVIDENCE_UNDATED, "The answer would do, but its evidence bears no usable date: s.b.", "s.b"),
    case({"met_when": OR, "evidence": FRESH}, {"s.a": "best", "s.b": answer("best", NEW)}, S.MET, C.MET,
         "s.b is “best”.", "s.b"),
    case({"met_when": {"any": [AND, {"s.b": "best"}]}}, {"s.a": "best", "s.b": "best"}, S.MET, C.MET, "s.b is “best”.", "s.b"),
    case({"met_when": {"s.a": "best"}, "partly_met_when": {"s.b": "best"}}, {}, S.UNDETERMINED, C.UNANSWERED,
         "s.a is not answered.", "s.a s.b"),
    case({"met_when": AND, "applies_when": {"s.c": "best"}}, {"s.c": "worst"}, S.NOT_APPLICABLE, C.DOES_NOT_APPLY,
         "It does not apply: s.c is “worst”.", "s.c"),
    case({"met_when": AND, "applies_when": {"risk.tier": {"at_least": "high"}}}, {}, S.NOT_APPLICABLE, C.DOES_NOT_APPLY,
         "It does not apply: the inherent risk tier is “low”.", "risk.tier"),
    case({"met_when": AND, "applies_when": {"s.behind": "best"}}, {"s.gate": "no", "s.behind": "best"}, S.NOT_APPLICABLE,
         C.DOES_NOT_APPLY, "It does not apply: s.behind is not asked.", "s.behind"),
    case({"met_when": AND, "applies_when": {"s.c": "best"}}, {"s.a": "best", "s.b": "best"}, S.UNDETERMINED,
         C.APPLICABILITY_UNKNOWN, "Whether it applies is not known: s.c is not answered.", "s.c"),
    case({"met_when": AND, "applies_when": {"risk.access": "yes"}}, {"s.a": "worst"}, S.UNDETERMINED,
         C.APPLICABILITY_UNKNOWN, "Whether it applies is not known: risk.access is not answered.", "risk.access"),
    reviewed({"met_when": OR}, {"s.a": "best"}, ("s.a", "challenge"),
             "s.a is answered, but the answer is challenged; s.b is not answered.", "s.a s.b"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "answers", "reviews", "state", "cause", "because", "decisive"), CASES)
def test_the_sentence_and_the_trace_name_what_decided(
    rule: dict[str, Any],
    answers: dict[str, Any],
    reviews: tuple[Any, ...],
    state: FindingState,
    cause: Cause,
    because: str,
    decisive: str,
) -> None:
    found = finding(ASKED, criterion(1, **rule), answers, *reviews)
    assert (found.result, found.cause, found.because) == (state, cause, because)
    assert {leaf.question for leaf in found.trace if leaf.decisive} == set(decisive.split())


def test_every_cause_is_shown_by_a_case() -> None:
    assert {each.values[4] for each in CASES} == set(Cause)


def test_accepted_reasons_are_quoted_where_a_criterion_does_not_apply() -> None:
    rule = criterion(1, AND, applies_when={"s.c": "best"})
    found = finding(ASKED, rule, {"s.c": not_applicable("We have no C.")}, review("s.c", "accept"))
    assert found.because == "It does not apply: s.c is “Not applicable: We have no C.”."


def traced(found: Finding, name: str, part: str = "met_when") -> tuple[Any, ...]:
    (leaf,) = (leaf for leaf in found.trace if leaf.question == name and leaf.part == part)
    return leaf.sentence, leaf.truth, leaf.answer, leaf.where, leaf.grade, leaf.decided_by


def test_the_trace_holds_every_leaf_with_answer_source_and_grade() -> None:
    rule = criterion(1, OR, applies_when={"risk.tier": "low"}, partly_met_when={"s.a": "middle"})
    answers = {"s.a": answer("worst", OLD), "s.b": "best"}
    found = finding(ASKED, rule, answers, review("s.b", "override", value="middle"))
    assert traced(found, "risk.tier", "applies_when")[1:3] == (Truth.TRUE, "low")
    where = "acme.xlsx, Questions!E2"
    assert traced(found, "s.a") == ("s.a is “best”", Truth.FALSE, "worst", where, "documented", "answer")
    assert traced(found, "s.b") == ("s.b is “best”", Truth.FALSE, "middle", where, "asserted", "review")
    assert traced(found, "s.a", "partly_met_when")[:2] == ("s.a is “middle”", Truth.FALSE)
    assert [leaf.part for leaf in found.trace] == ["applies_when", "met_when", "met_when", "partly_met_when"]
    unanswered = finding(ASKED, criterion(1, AND), {})
    assert traced(unanswered, "s.a") == ("s.a is “best”", Truth.UNKNOWN, "", "", None, "")


@pytest.mark.parametrize(
    ("evidence", "needed"),
    [
        (None, "s.a is “best” and s.b is “best”."),
        ({"grade": "documented"}, "s.a is “best” and s.b is “best”, at least documented, with evidence."),
        (FRESH, "s.a is “best” and s.b is “best”, at least documented, with evidence not older than 12 months."),
        ({"grade": "verified"}, "s.a is “best” and s.b is “best”, verified, with evidence."),
    ],
)
def test_what_is_needed_is_said_with_its_evidence(evidence: dict[str, Any] | None, needed: str) -> None:
    assert finding(ASKED, criterion(1, AND, evidence=evidence), {}).needed == needed


# What accepted N/A reasons exclude from a domain.

GATED = policy(
    criterion(1, {"s.behind": "best"}, weight=3),
    criterion(2, {"s.a": "best"}, applies_when={"s.c": "best"}, weight=4),
    criterion(3, {"s.b": "best"}, weight=10),
)


@pytest.mark.parametrize(
    ("answers", "accepted", "excluded", "too_much"),
    [
        ({"s.gate": "yes", "s.behind": not_applicable(), "s.c": "worst"}, ["s.behind"], 3, False),
        ({"s.gate": not_applicable(), "s.c": "worst"}, ["s.gate"], 3, False),
        ({"s.gate": "yes", "s.behind": "best", "s.c": not_applicable()}, ["s.c"], 4, False),
        ({"s.gate": not_applicable(), "s.c": not_applicable()}, ["s.gate", "s.c"], 7, True),
        ({"s.gate": "no", "s.c": "worst", "s.a": not_applicable()}, ["s.a"], 0, False),
        ({"s.gate": not_applicable(), "s.c": not_applicable()}, [], 0, False),
        ({"s.gate": "yes", "s.behind": "best", "s.c": "worst", "s.b": not_applicable()}, ["s.b"], 10, True),
    ],
)
def test_weight_is_excluded_by_reasons_wherever_they_act_and_by_conditions_nowhere(
    answers: dict[str, Any], accepted: list[str], excluded: int, *, too_much: bool
) -> None:
    given = {"s.b": "best", **answers}
    (domain,) = score(ASKED, GATED, given, [review(name, "accept") for name in accepted]).domains
    assert (domain.excluded_weight, domain.excluded_too_much) == (excluded, too_much)


def test_the_limit_itself_is_allowed() -> None:
    rules = policy(criterion(1, {"s.a": "best"}, weight=1), criterion(2, {"s.b": "best"}, weight=3))
    (domain,) = score(ASKED, rules, {"s.a": not_applicable(), "s.b": "best"}, [review("s.a", "accept")]).domains
    assert (domain.excluded_weight, domain.excluded_too_much) == (1, False)
