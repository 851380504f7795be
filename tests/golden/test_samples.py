"""The four sample vendors: verdicts, failed minimums and scores, from answers files and from workbooks."""

from __future__ import annotations

import datetime as dt
import importlib.util
import io
import sys
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from vendorrisk.capture.answers_file import read_answers
from vendorrisk.capture.workbook_in import WorkbookReading, read_workbook
from vendorrisk.content import Content, pin
from vendorrisk.model.answer import Answer
from vendorrisk.model.assessment import Assessment, Review, ReviewAction, Vendor, Waiver
from vendorrisk.model.policy import Level, Tier, Verdict
from vendorrisk.model.result import Finding, FindingState, Result, ScoreRange, Truth
from vendorrisk.rules.facts import facts
from vendorrisk.rules.visibility import visibility
from vendorrisk.scoring.case import Case
from vendorrisk.scoring.result import score_assessment
from vendorrisk.scoring.scorer import Scorer
from vendorrisk.scoring.triage import triage_tier

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "samples"
CONTENT = Content.find(explicit=ROOT)
AS_OF = dt.date(2026, 11, 23)
AT = dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC)

WAIVER = Waiver(
    criterion="MIN-VUL-03",
    reason="The yearly penetration test is booked for 11 to 22 January 2027.",
    control="Bug bounty programme, and a monthly scan by an outside firm until then.",
    approver="Helena Brandt, Chief Information Security Officer",
    granted=dt.date(2026, 11, 20),
    until=dt.date(2027, 2, 28),
)


@dataclass(frozen=True)
class Expected:
    """What a sample is for, its N/A reasons not yet accepted."""

    tier: Tier
    verdict: Verdict
    score: tuple[float, float]
    gaps: int
    """Criteria that are partly met or unmet."""
    questionnaire: str = "coalition-core"
    failed: tuple[str, ...] = ()
    undetermined: tuple[str, ...] = ()
    open_questions: tuple[str, ...] = ()


EXPECTED = {
    "northwind-hr": Expected(Tier.HIGH, Verdict.DOES_NOT_MEET, (91.4, 92.5), 29, failed=("MIN-VUL-03",)),
    "lumen-docs": Expected(Tier.MEDIUM, Verdict.MEETS, (94.6, 95.3), 12),
    "brightline-pay": Expected(
        Tier.CRITICAL,
        Verdict.DOES_NOT_MEET,
        (75.8, 79.0),
        57,
        failed=("MIN-ACC-01", "MIN-INC-01", "MIN-FAI-01"),
        undetermined=("MIN-PEO-03",),
    ),
    "harbor-forms": Expected(
        Tier.LOW,
        Verdict.INCOMPLETE,
        (79.8, 96.4),
        2,
        questionnaire="coalition-lite",
        undetermined=("MIN-ACC-02", "MIN-VUL-01"),
        open_questions=("access.leavers", "vulnerabilities.fix-limit"),
    ),
}
VENDORS = tuple(EXPECTED)


def asked_by(vendor: str, file: str = "answers.yaml") -> str:
    return "triage" if file == "triage.yaml" else EXPECTED[vendor].questionnaire


@cache
def answers(vendor: str, file: str = "answers.yaml") -> dict[str, Answer]:
    """Read an answers file of a sample; it must have neither faults nor warnings."""
    path = SAMPLES / vendor / file
    reading = read_answers(
        path.read_bytes(),
        path.name,
        questionnaire=CONTENT.questionnaire(asked_by(vendor, file)),
        recorder="test",
        at=AT,
        evidence_folder=path.parent,
    )
    assert [str(fault) for fault in reading.faults] == []
    return dict(reading.answers)


def assessed(vendor: str, found: dict[str, Answer], questionnaire: str, **more: Any) -> Assessment:
    return Assessment(
        vendor=Vendor(id=vendor, name=vendor),
        questionnaire=pin(CONTENT.questionnaire(questionnaire)),
        answers=found,
        **more,
    )


def scored(vendor: str, found: dict[str, Answer], *waivers: Waiver, reviews: Iterable[Review] = ()) -> Result:
    policy = CONTENT.policy("coalition-minimum")
    triage = assessed(vendor, answers(vendor, "triage.yaml"), "triage")
    scorer = Scorer(CONTENT.questionnaire("coalition-core"), policy, AS_OF, CONTENT.triage)
    assessment = assessed(vendor, found, asked_by(vendor), waivers=waivers, reviews=tuple(reviews))
    tier = triage_tier(triage, CONTENT.triage, CONTENT.risk_tiers)
    return score_assessment(Case(scorer, assessment, tier, triage), pin(policy))


def minimums(result: Result, *states: FindingState) -> tuple[str, ...]:
    def decides(finding: Finding) -> bool:
        return finding.level is Level.MINIMUM

    return tuple(finding.criterion for finding in filter(decides, result.of_state(*states)))


def assert_as_expected(vendor: str, result: Result) -> None:
    expected = EXPECTED[vendor]
    assert result.verdict is expected.verdict
    assert result.tier.tier is expected.tier
    assert minimums(result, FindingState.UNMET, FindingState.PARTLY_MET) == expected.failed
    assert minimums(result, FindingState.UNDETERMINED) == expected.undetermined
    assert result.score == ScoreRange(low=expected.score[0], high=expected.score[1])
    assert len(result.of_state(FindingState.UNMET, FindingState.PARTLY_MET)) == expected.gaps


@pytest.mark.parametrize("vendor", VENDORS)
def test_the_answers_file_gives_the_outcome_that_the_sample_is_for(vendor: str) -> None:
    assert_as_expected(vendor, scored(vendor, answers(vendor)))


def test_a_waiver_makes_northwind_conditional_and_raises_no_score() -> None:
    found = answers("northwind-hr")
    without, waived = scored("northwind-hr", found), scored("northwind-hr", found, WAIVER)
    assert waived.verdict is Verdict.CONDITIONAL
    assert waived.minimums.waived == 1
    assert waived.score == without.score


def test_accepted_reasons_settle_what_they_left_open_and_where_they_carry_much_of_a_domain_it_is_flagged() -> None:
    found = answers("brightline-pay")
    reasons = [
        Review(
            question=name,
            answer_version=answer.version,
            action=ReviewAction.ACCEPT,
            reviewer="Ines Okafor",
            reason="It fits.",
            at=AT,
        )
        for name, answer in found.items()
        if answer.not_applicable
    ]
    result = scored("brightline-pay", found, reviews=reasons)
    assert len(reasons) == 5
    assert result.score == ScoreRange(low=78.3, high=78.3)
    assert minimums(result, FindingState.UNMET, FindingState.PARTLY_MET) == EXPECTED["brightline-pay"].failed
    assert not result.of_state(FindingState.UNDETERMINED)
    assert [domain.domain for domain in result.domains if domain.excluded_too_much] == ["people"]


@pytest.mark.parametrize("vendor", VENDORS)
@pytest.mark.parametrize("file", ["answers.yaml", "triage.yaml"])
def test_every_question_that_is_asked_is_answered_and_no_other(vendor: str, file: str) -> None:
    found = answers(vendor, file)
    seen = visibility(CONTENT.questionnaire(asked_by(vendor, file)), facts(found))
    still_open = {question for question, state in seen.items() if state is not Truth.FALSE and question not in found}
    assert still_open == (set(EXPECTED[vendor].open_questions) if file == "answers.yaml" else set())
    assert not [question for question in found if seen[question] is Truth.FALSE]


@pytest.mark.parametrize("vendor", VENDORS)
def test_every_evidence_file_bears_the_date_that_is_claimed(vendor: str) -> None:
    for answer in answers(vendor).values():
        for evidence in answer.evidence:
            assert evidence.issued is not None
            if evidence.kind == "file":
                assert str(evidence.issued) in (SAMPLES / vendor / evidence.name).read_text("utf-8")


@cache
def workbook(vendor: str, file: str) -> WorkbookReading:
    path = SAMPLES / vendor / file
    questionnaire = CONTENT.questionnaire(asked_by(vendor))
    return read_workbook(
        path.read_bytes(),
        path.name,
        questionnaire=questionnaire,
        pin=pin(questionnaire),
        recorder="test",
        at=AT,
        evidence_folder=path.parent,
    )


@pytest.mark.parametrize("vendor", VENDORS)
def test_the_workbook_says_what_the_answers_file_says(vendor: str) -> None:
    reading = workbook(vendor, f"{vendor}.xlsx")
    assert [str(fault) for fault in (*reading.faults, *reading.warnings)] == []
    wanted = answers(vendor)
    assert {name: answer.value for name, answer in reading.answers.items()} == {
        name: answer.value for name, answer in wanted.items()
    }
    assert all(answer.says_the_same(wanted[name]) for name, answer in reading.answers.items())
    assert any(answer.source.note for answer in reading.answers.values()), "the vendor has no habit that needs leniency"
    assert_as_expected(vendor, scored(vendor, reading.answers))


def test_the_first_file_of_brightline_has_five_slips_and_each_is_reported_with_its_remedy() -> None:
    reading = workbook("brightline-pay", "brightline-pay-first.xlsx")
    assert {fault.question: fault.found for fault in reading.faults} == {
        "service.personal-data": "Yess",
        "governance.risk-review-date": "13/2026",
        "development.review": "Mostly",
        "suppliers.assessed": "=30+45",
        "monitoring.trace-months": "forty-eight",
    }
    assert all(fault.where.startswith("Questions!E") and fault.mend for fault in reading.faults)
    assert not {fault.question for fault in reading.faults} & set(reading.answers)


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_samples", SAMPLES / "make_samples.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["make_samples"] = module
    spec.loader.exec_module(module)
    return module


def parts(workbook: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_workbooks_are_up_to_date(script: ModuleType) -> None:
    made: dict[str, bytes] = script.make(CONTENT)
    on_disk = {f"{path.parent.name}/{path.name}" for path in SAMPLES.glob("*/*.xlsx")}
    assert on_disk == set(made)
    stale = [name for name, data in made.items() if parts((SAMPLES / name).read_bytes()) != parts(data)]
    assert not stale, "run: python samples/make_samples.py"
