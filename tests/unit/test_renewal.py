"""Which earlier answers can stand in a new workbook, and which are asked again, with the reasons."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from workbooks import AT, PIN, QUESTIONNAIRE

from vendorrisk.model.answer import Answer, Evidence, Source
from vendorrisk.model.assessment import Assessment, Review, ReviewAction, Vendor
from vendorrisk.model.policy import Criterion, Policy, Tier
from vendorrisk.model.proposal import Precedent, Proposal
from vendorrisk.model.questionnaire import Questionnaire
from vendorrisk.model.term import Term
from vendorrisk.phrases.renewal import Again
from vendorrisk.rules.renewal import Changes, Renewal, Terms, compare, renew

SOURCE = Source(channel="workbook", recorder="pat", at=AT)
DUE = dt.date(2027, 3, 1)
PLAIN = Terms(DUE)


def answer(value: Any = None, **more: Any) -> Answer:
    return Answer(value=value, not_applicable=value is None, source=SOURCE, **more)


def assessment(answers: dict[str, Answer], **more: Any) -> Assessment:
    return Assessment(vendor=Vendor(id="acme", name="Acme"), questionnaire=PIN, answers=answers, **more)


def renewed(answers: dict[str, Answer], terms: Terms = PLAIN, changes: Changes | None = None, **more: Any) -> Renewal:
    return renew(assessment(answers, **more), QUESTIONNAIRE, changes or Changes(), terms)


def reasons(renewal: Renewal, name: str) -> list[Any]:
    return [said.phrase for said in renewal.again[name].why]


def reworded(**updates: Any) -> Questionnaire:
    """Return the questionnaire with another ``access.mfa``."""
    access = QUESTIONNAIRE.sections[1]
    questions = tuple(
        question.model_copy(update=updates) if question.id == "access.mfa" else question
        for question in access.questions
    )
    sections = (QUESTIONNAIRE.sections[0], access.model_copy(update={"questions": questions}))
    return QUESTIONNAIRE.model_copy(update={"sections": sections})


def test_an_answer_that_nothing_speaks_against_stands() -> None:
    found = renewed({"access.mfa": answer("partly")})
    assert dict(found.stands) == {"access.mfa": answer("partly")}
    assert not found.again


def test_a_question_in_other_words_is_asked_again() -> None:
    now = reworded(ask="Is it so for everybody?")
    changes = compare(QUESTIONNAIRE, now, ["access.mfa"], "en")
    assert changes.changed == ("access.mfa",)
    assert changes.before == {"access.mfa": "What is so about access.mfa?"}
    found = renew(assessment({"access.mfa": answer("partly")}), now, changes, PLAIN)
    assert not found.stands
    assert found.again["access.mfa"].confirmable
    assert reasons(found, "access.mfa") == [Again.QUESTION_CHANGED]


def test_an_option_that_went_cant_be_confirmed() -> None:
    options = tuple(option for option in QUESTIONNAIRE.question("access.mfa").options if option.id != "partly")
    now = reworded(options=options)
    changes = compare(QUESTIONNAIRE, now, ["access.mfa"], "en")
    found = renew(assessment({"access.mfa": answer("partly")}), now, changes, PLAIN)
    assert reasons(found, "access.mfa") == [Again.QUESTION_CHANGED, Again.NO_ANSWER_NOW]
    assert not found.again["access.mfa"].confirmable


def test_without_the_old_questionnaire_every_answer_is_asked_again() -> None:
    changes = compare(None, QUESTIONNAIRE, ["access.mfa", "access.gone"], "en")
    assert changes.not_compared == ("access.mfa",)
    assert changes.removed == ("access.gone",)
    found = renewed({"access.mfa": answer("partly")}, changes=changes)
    assert reasons(found, "access.mfa") == [Again.NOT_COMPARED]


def test_new_and_removed_questions_are_named() -> None:
    without = QUESTIONNAIRE.model_copy(update={"sections": QUESTIONNAIRE.sections[:1]})
    assert compare(without, QUESTIONNAIRE, [], "en").added[0] == "access.mfa"
    gone = compare(QUESTIONNAIRE, without, [], "en")
    assert gone.removed[0] == "access.mfa"
    assert gone.before["access.mfa"] == "What is so about access.mfa?"
    assert not compare(QUESTIONNAIRE, QUESTIONNAIRE, [], "en")


def dated(*days: str | None) -> Answer:
    documents = (
        Evidence(name=f"{day}.pdf", kind="file", sha256="0" * 64, issued=dt.date.fromisoformat(day) if day else None)
        for day in days
    )
    return answer("yes", evidence=tuple(documents))


@pytest.mark.parametrize(
    ("given", "stands"),
    [
        (dated("2026-03-01"), True),
        (dated("2026-02-28"), False),
        (dated("2025-01-01", "2026-06-01"), True),
        (dated(None), True),
        (answer("yes"), True),
    ],
)
def test_evidence_must_be_young_enough_on_the_day_it_is_due(given: Answer, *, stands: bool) -> None:
    terms = Terms(DUE, ages={"access.mfa": Term.parse("12 months")})
    found = renewed({"access.mfa": given}, terms)
    assert ("access.mfa" in found.stands) is stands
    if not stands:
        assert reasons(found, "access.mfa") == [Again.OLD_EVIDENCE]


@pytest.mark.parametrize(("until", "stands"), [("2027-03-01", True), ("2027-02-28", False), (None, True)])
def test_a_document_must_hold_on_the_day_it_is_due(until: str | None, *, stands: bool) -> None:
    end = dt.date.fromisoformat(until) if until else None
    document = Evidence(name="soc2.pdf", kind="file", sha256="0" * 64, issued=dt.date(2026, 6, 1), valid_until=end)
    found = renewed({"access.mfa": answer("yes", evidence=(document,))})
    assert ("access.mfa" in found.stands) is stands
    if not stands:
        assert reasons(found, "access.mfa") == [Again.EXPIRING]


def review(action: ReviewAction, **more: Any) -> Review:
    return Review(question="access.mfa", answer_version=1, action=action, reviewer="Ines", reason="Why?", at=AT, **more)


def test_doubted_and_overridden_answers_are_asked_again_and_accepted_ones_stand() -> None:
    given = {"access.mfa": answer("yes")}
    found = renewed(given, reviews=(review(ReviewAction.CHALLENGE),))
    assert reasons(found, "access.mfa") == [Again.CHALLENGED]
    found = renewed(given, reviews=(review(ReviewAction.OVERRIDE, value="no"),))
    assert reasons(found, "access.mfa") == [Again.OVERRIDDEN]
    settled = (review(ReviewAction.CHALLENGE), review(ReviewAction.ACCEPT))
    assert "access.mfa" in renewed(given, reviews=settled).stands


def test_the_cadence_of_the_tier_asks_again() -> None:
    given = {"access.mfa": answer("yes")}
    assert "access.mfa" in renewed(given, Terms(DUE, cadence=Term.parse("12 months"))).stands
    found = renewed(given, Terms(DUE, cadence=Term.parse("3 months")))
    assert reasons(found, "access.mfa") == [Again.CADENCE]


def test_terms_take_the_shortest_age_that_a_policy_sets() -> None:
    def criterion(number: int, age: str) -> Criterion:
        return Criterion.model_validate(
            {
                "id": f"MIN-ACC-0{number}",
                "domain": "access",
                "title": "So it is",
                "level": "minimum",
                "weight": 5,
                "met_when": {"access.mfa": "yes"},
                "evidence": {"grade": "documented", "max_age": age},
                "remediation": {"do": "Do it.", "within": "30 days"},
                "why": "It matters.",
            }
        )

    policy = Policy.model_validate(
        {
            "policy": "some",
            "version": "1.0.0",
            "coalition": "Some",
            "title": "Some",
            "description": "For tests.",
            "questionnaire": "every-kind",
            "cadence": dict.fromkeys(Tier, "24 months") | {Tier.HIGH: "6 months"},
            "criteria": [criterion(1, "24 months"), criterion(2, "12 months")],
        }
    )
    terms = Terms.of(policy, Tier.HIGH, DUE)
    assert terms.ages == {"access.mfa": Term.parse("12 months")}
    assert terms.cadence == Term.parse("6 months")
    assert Terms.of(None, Tier.HIGH, DUE) == Terms(DUE)


def proposal(value: Any, *precedents: str, not_applicable: bool = False) -> Proposal:
    found = tuple(
        Precedent(
            questionnaire="csa-caiq-4.0.3 4.0.3",
            question="IAM-14.1",
            shown=shown,
            where="caiq.xlsx, B!E9",
            suggests={"Yes": "yes", "No": "no"}.get(shown),
        )
        for shown in precedents
    )
    return Proposal(question="access.mfa", value=value, not_applicable=not_applicable, precedents=found, at=AT)


def test_a_proposal_is_asked_with_its_precedents_and_never_stands() -> None:
    found = renewed({}, proposals=(proposal("yes", "Yes"),))
    asked = found.again["access.mfa"]
    assert asked.confirmable
    assert asked.value == "yes"
    assert [said.say("en") for said in asked.why] == ["From csa-caiq-4.0.3, IAM-14.1: Yes"]
    assert "access.mfa" in renewed({"access.mfa": answer("no")}, proposals=(proposal("yes", "Yes"),)).stands


def test_precedents_that_contradict_each_other_propose_nothing() -> None:
    asked = renewed({}, proposals=(proposal(None, "Yes", "No"),)).again["access.mfa"]
    assert not asked.confirmable
    assert asked.why[0].phrase is Again.CONTRADICTORY
    assert len(asked.why) == 3


def test_a_proposal_that_does_not_fit_the_question_cant_be_confirmed() -> None:
    assert not renewed({}, proposals=(proposal("maybe", "Perhaps"),)).again["access.mfa"].confirmable
    never = renewed({}, proposals=(proposal(None, "n/a", not_applicable=True),)).again["access.mfa"]
    assert not never.confirmable


def test_precedents_that_decide_nothing_stand_beside_the_question() -> None:
    asked = renewed({}, proposals=(proposal(None, "Skipped"),)).again["access.mfa"]
    assert not asked.confirmable
    assert [said.phrase for said in asked.why] == [Again.UNDECIDED, Again.FROM_PRECEDENT]
