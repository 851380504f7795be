"""review and waive: what assessors decide stands beside the answers, with a reason, until the answer changes."""

from __future__ import annotations

from typing import Any

import pytest
from desk import BY, GOOD, Cli
from health import write_health

BECAUSE = ("--reason", "We looked into it.")
WAIVER = ("--reason", "Budget.", "--control", "Watch it.", "--approver", "Helena Brandt", "--until", "2027-01-31")


@pytest.fixture
def weak(acme: Cli) -> Cli:
    """Return a desk where MIN-ACC-01 is partly met and one N/A waits."""
    answers = {"access.mfa": "partly", "access.reset": {"not_applicable": "There are no passwords."}}
    acme("interview", "acme", "--answers", acme.answers(answers, **BY))
    return acme


def verdict(desk: Cli, *args: str) -> str:
    return str(desk("score", "acme", "--json", *args, code=1).data["verdict"])


def test_what_waits_for_a_review_is_listed_until_it_is_done(weak: Cli) -> None:
    said = weak("review", "acme").words
    assert "access.reset N/A, to accept or challenge There are no passwords." in said
    assert "2 of 2 minimums rest on the vendor's word." in said
    assert [(each["question"], each["state"]) for each in weak("review", "acme", "--json").data] == [
        ("access.reset", "not applicable"),
        ("access.mfa", "not checked"),
        ("access.hours", "not checked"),
    ]
    (made,) = weak("review", "acme", "--accept", "access.reset", *BECAUSE, "--json").data
    assert (made["question"], made["action"], made["reviewer"]) == ("access.reset", "accept", "Ines Okafor")
    assert "Nothing waits for a review" in weak("review", "acme").words


def test_the_order_says_which_criteria_rest_on_each_answer(weak: Cli) -> None:
    weak("review", "acme", "--challenge", "access.hours", *BECAUSE)
    challenged, waiting, failed = weak("review", "acme", "--list", "--json").data
    assert (challenged["question"], challenged["stage"], challenged["state"]) == (
        "access.hours",
        "waiting",
        "challenged",
    )
    assert challenged["decides"][0]["result"] == "undetermined"
    assert waiting["said"] == "There are no passwords."
    assert [each["criterion"] for each in waiting["decides"]] == ["LED-ACC-01"]
    assert (failed["question"], failed["stage"], failed["said"]) == ("access.mfa", "minimum", "partly")
    assert failed["decides"] == [
        {
            "criterion": "MIN-ACC-01",
            "title": "Administrators use a second factor",
            "level": "minimum",
            "weight": 10,
            "result": "partly_met",
            "because": "access.mfa is “partly”.",
        }
    ]
    others = [each["question"] for each in weak("review", "acme", "--json", "--all").data[3:]]
    assert others == ["service.uses-ai", "access.tested"]


def test_reviews_change_the_result_and_not_the_answer(weak: Cli) -> None:
    weak("review", "acme", "--override", "access.mfa=yes", *BECAUSE)
    assert "MEETS" in weak("score", "acme").words
    trace = weak("explain", "acme", "MIN-ACC-01", "--json").data["finding"]["trace"]
    assert (trace[0]["answer"], trace[0]["decided_by"]) == ("yes", "review")
    weak("review", "acme", "--challenge", "access.mfa", *BECAUSE)
    assert verdict(weak) == "incomplete"
    assert "challenged" in weak("review", "acme").words
    weak("review", "acme", "--accept", "access.mfa", *BECAUSE)
    assert verdict(weak) == "does_not_meet"


def test_a_review_is_void_once_the_answer_changes(weak: Cli) -> None:
    weak("review", "acme", "--override", "access.mfa=yes", *BECAUSE)
    weak("score", "acme")
    weak("interview", "acme", "--answers", weak.answers({"access.mfa": "no"}, **BY))
    assert verdict(weak) == "does_not_meet"


def test_verified_raises_the_grade(weak: Cli) -> None:
    weak("review", "acme", "--verified", "access.mfa", *BECAUSE)
    assert weak("explain", "acme", "MIN-ACC-01", "--json").data["finding"]["trace"][0]["grade"] == "verified"


@pytest.mark.parametrize(
    ("args", "what"),
    [
        (["--accept", "access.reset"], "A review needs a reason."),
        (["--accept", "access.reset", "--reason", " "], "A review needs a reason."),
        (["--accept", "access.reset", "--reason", "."], "A review needs a reason."),
        (["--accept", "access.reset", "--reason", "x" * 100_000], "--reason has 100,000 characters; at most"),
        (["--accept", "access.rest", *BECAUSE], "has no question 'access.rest'. Did you mean access.reset?"),
        (["--accept", "access.remarks", *BECAUSE], "access.remarks is not answered, so there is nothing to review."),
        (["--override", "access.mfa", *BECAUSE], "'access.mfa' names no value. Write it as --override"),
        (["--override", "access.mfa=", *BECAUSE], "'access.mfa=' names no value."),
        (["--override", "access.mfa=surely", *BECAUSE], "'surely' is none of"),
        (["--override", "access.hours=soon", *BECAUSE], "access.hours"),
        (["--verified", "access.reset", *BECAUSE], "access.reset is answered as not applicable"),
        (["--accept", "access.mfa", "--challenge", "access.mfa", *BECAUSE], "access.mfa is reviewed twice"),
        (["--accept", "access.mfa", "--list", *BECAUSE], "--list and --all are for looking"),
    ],
)
def test_mistakes_with_reviews_change_nothing(weak: Cli, args: list[str], what: str) -> None:
    before = weak("journal", "show", "--json").data
    assert what in weak("review", "acme", *args, code=2).words
    assert weak("journal", "show", "--json").data == before


def test_a_waiver_makes_the_verdict_conditional_from_its_first_to_its_last_day(weak: Cli) -> None:
    said = weak("waive", "acme", "MIN-ACC-01", *WAIVER).words
    assert "MIN-ACC-01 is waived until 2027-01-31, approved by Helena Brandt." in said
    score = weak("score", "acme", "--json").data
    assert score["verdict"] == "conditional"
    assert "CONDITIONAL" in weak("score", "acme").words
    assert weak("score", "acme", "--as-of", "2027-01-31", "--json").data["verdict"] == "conditional"
    assert verdict(weak, "--as-of", "2027-02-01") == "does_not_meet"
    assert verdict(weak, "--as-of", "2026-11-22") == "does_not_meet"
    assert "waived to 2027-01-31" in weak("gaps", "acme").words


def test_a_waiver_that_is_over_is_said(weak: Cli) -> None:
    weak("waive", "acme", "MIN-ACC-01", *WAIVER)
    notes = weak("score", "acme", "--as-of", "2027-02-01", "--json", code=1).data["notes"]
    assert any("MIN-ACC-01" in note and "2027-01-31" in note for note in notes)


def waiving(**changes: str) -> list[str]:
    given = {"--reason": "Budget.", "--control": "Watch it.", "--approver": "Helena Brandt", "--until": "2027-01-31"}
    given |= {f"--{name}": value for name, value in changes.items()}
    return [part for pair in given.items() for part in pair]


@pytest.mark.parametrize(
    ("criterion", "changes", "what"),
    [
        ("MIN-ACC-02", {}, "MIN-ACC-02 is met: there is nothing to waive."),
        ("EXP-ACC-01", {}, "EXP-ACC-01 is not applicable: there is nothing to waive."),
        ("MIN-ACC-09", {}, "has no criterion 'MIN-ACC-09'. Did you mean MIN-ACC-0"),
        ("MIN-ACC-01", {"approver": "ines okafor"}, "approve"),
        ("MIN-ACC-01", {"approver": " "}, "--approver says nothing."),
        ("MIN-ACC-01", {"reason": ""}, "--reason says nothing."),
        ("MIN-ACC-01", {"control": ""}, "--control says nothing."),
        ("MIN-ACC-01", {"until": "2026-11-22"}, "2026-11-22"),
        ("MIN-ACC-01", {"until": "next year"}, "'next year' is no date; write it as 2026-11-23."),
        ("MIN-ACC-01", {"from": "2027-02-01"}, "2027-01-31"),
    ],
)
def test_mistakes_with_waivers_change_nothing(weak: Cli, criterion: str, changes: dict[str, str], what: str) -> None:
    before = weak("journal", "show", "--json").data
    assert what in weak("waive", "acme", criterion, *waiving(**changes), code=2).words
    assert weak("journal", "show", "--json").data == before


@pytest.mark.parametrize(
    "args",
    [
        ["review", "acme", "--accept", "access.reset", *BECAUSE],
        ["waive", "acme", "LED-ACC-01", *WAIVER],
        ["submit", "acme", "--by", "Jo"],
    ],
    ids=lambda args: args[0],
)
def test_an_attested_assessment_is_frozen(acme: Cli, args: list[Any]) -> None:
    acme("interview", "acme", "--answers", acme.answers({"access.reset": "nobody"}, **BY))
    acme("keys", "new", "--name", "Ines Okafor", "--organisation", "City of Hartwell")
    acme("attest", "acme", "-o", "acme.pdf")
    assert "frozen" in acme(*args, code=2).words


def test_answers_of_a_submitted_assessment_are_the_vendors(cli: Cli) -> None:
    cli("vendor", "add", "Acme")
    cli("interview", "acme", "--answers", cli.answers(GOOD, **BY))
    said = cli("interview", "acme", "--answers", cli.answers({"access.mfa": "no"}), code=2).words
    assert "acme@1 is submitted" in said
    assert "MEETS" in cli("score", "acme").words


# Answers that no policy judges.


@pytest.fixture
def unjudged(acme: Cli) -> Cli:
    """Return the desk with answers to a questionnaire of their own beside the others; one N/A waits."""
    write_health(acme.folder)
    given = {"care.records": "few", "care.days": {"not_applicable": "None are kept."}}
    acme("interview", "acme", "health", "--answers", acme.answers(given, questionnaire="health", **BY))
    return acme


HEALTH = ("review", "acme", "--questionnaire", "health")


def test_answers_that_no_policy_judges_are_reviewed_by_the_name_of_their_questionnaire(unjudged: Cli) -> None:
    said = unjudged(*HEALTH).words
    assert "care.days N/A, to accept or challenge None are kept." in said
    assert "The policy does not judge health: no verdict rests on these answers." in said
    assert f"next vendorrisk {' '.join(HEALTH)} --accept QUESTION --reason '...'" in said
    assert [(each["question"], each["stage"]) for each in unjudged(*HEALTH, "--json").data] == [
        ("care.days", "waiting"),
        ("care.records", "nothing"),
    ]
    done = unjudged(*HEALTH, "--accept", "care.days", "--override", "care.records=many", *BECAUSE).words
    assert "next vendorrisk coverage acme --questionnaire health --framework made-up-1.0" in done
    assert [each["state"] for each in unjudged(*HEALTH, "--json").data] == ["checked", "checked"]
    covered = unjudged("coverage", "acme", "--questionnaire", "health", "--framework", "made-up-1.0").words
    assert "care.records: “many”" in covered


def test_reviews_of_one_questionnaire_leave_the_other_alone(unjudged: Cli) -> None:
    before = unjudged("review", "acme", "--json").data
    unjudged(*HEALTH, "--challenge", "care.records", *BECAUSE)
    assert unjudged("review", "acme", "--json").data == before
    assert "health has no question 'access.mfa'" in unjudged(*HEALTH, "--accept", "access.mfa", *BECAUSE, code=2).words


def test_without_its_name_the_only_answers_there_are_are_meant(unjudged: Cli) -> None:
    unjudged("vendor", "add", "Other")
    given = unjudged.answers({"care.records": "few"}, questionnaire="health", **BY)
    unjudged("interview", "other", "health", "--answers", given)
    assert [each["question"] for each in unjudged("review", "other", "--json").data] == ["care.records"]
    assert "There is no questionnaire 'care'" in unjudged("review", "other", "--questionnaire", "care", code=2).words


def test_documents_behind_them_are_listed_too(unjudged: Cli) -> None:
    assert "0 of 2 answers with evidence." in unjudged("evidence", "list", "acme", "--questionnaire", "health").words
