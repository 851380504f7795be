"""The four sample vendors: verdicts, failed minimums and scores, from answers files and from workbooks."""

from __future__ import annotations

import datetime as dt
import importlib.util
import io
import sys
import zipfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

from vendorrisk.capture.answers_file import read_answers
from vendorrisk.capture.workbook_in import WorkbookReading, read_workbook
from vendorrisk.content import Content, pin
from vendorrisk.model.answer import Answer
from vendorrisk.model.assessment import Assessment, Vendor, Waiver
from vendorrisk.model.policy import Level, Tier, Verdict
from vendorrisk.model.result import Finding, FindingState, Result, ScoreRange, Truth
from vendorrisk.rules.facts import facts
from vendorrisk.rules.visibility import visibility
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
    """What a sample is for."""

    tier: Tier
    verdict: Verdict
    score: tuple[float, float]
    failed: tuple[str, ...] = ()
    undetermined: tuple[str, ...] = ()
    open_questions: tuple[str, ...] = ()


EXPECTED = {
    "northwind-hr": Expected(Tier.HIGH, Verdict.DOES_NOT_MEET, (96.0, 97.1), failed=("MIN-VUL-03",)),
    "lumen-docs": Expected(Tier.MEDIUM, Verdict.MEETS, (95.9, 97.1)),
    "brightline-pay": Expected(
        Tier.CRITICAL,
        Verdict.DOES_NOT_MEET,
        (78.9, 82.8),
        failed=("MIN-ACC-01", "MIN-INC-01", "MIN-FAI-01"),
        undetermined=("MIN-PEO-03",),
    ),
    "harbor-forms": Expected(
        Tier.MEDIUM,
        Verdict.INCOMPLETE,
        (79.2, 88.5),
        undetermined=("MIN-ACC-02", "MIN-CON-02"),
        open_questions=("access.leavers", "continuity.restore-test", "continuity.restore-date"),
    ),
}
VENDORS = tuple(EXPECTED)


@cache
def answers(vendor: str, file: str, questionnaire: str) -> dict[str, Answer]:
    """Read an answers file of a sample; it must have neither faults nor warnings."""
    path = SAMPLES / vendor / file
    reading = read_answers(
        path.read_bytes(),
        path.name,
        questionnaire=CONTENT.questionnaire(questionnaire),
        recorder="test",
        at=AT,
        evidence_folder=path.parent,
    )
    assert [str(fault) for fault in reading.faults] == []
    return dict(reading.answers)


def assessed(vendor: str, found: dict[str, Answer], questionnaire: str, *waivers: Waiver) -> Assessment:
    return Assessment(
        vendor=Vendor(id=vendor, name=vendor),
        questionnaire=pin(CONTENT.questionnaire(questionnaire)),
        answers=found,
        waivers=waivers,
    )


def scored(vendor: str, found: dict[str, Answer], *waivers: Waiver) -> Result:
    policy = CONTENT.policy("coalition-minimum")
    triage = assessed(vendor, answers(vendor, "triage.yaml", "triage"), "triage")
    scorer = Scorer(CONTENT.questionnaire("coalition-core"), policy, AS_OF, CONTENT.triage)
    return score_assessment(
        assessed(vendor, found, "coalition-core", *waivers),
        scorer,
        policy_pin=pin(policy),
        tier=triage_tier(triage, CONTENT.triage, CONTENT.risk_tiers),
        triage=triage,
    )


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


@pytest.mark.parametrize("vendor", VENDORS)
def test_the_answers_file_gives_the_outcome_that_the_sample_is_for(vendor: str) -> None:
    assert_as_expected(vendor, scored(vendor, answers(vendor, "answers.yaml", "coalition-core")))


def test_a_waiver_makes_northwind_conditional_and_raises_no_score() -> None:
    found = answers("northwind-hr", "answers.yaml", "coalition-core")
    without, waived = scored("northwind-hr", found), scored("northwind-hr", found, WAIVER)
    assert waived.verdict is Verdict.CONDITIONAL
    assert waived.minimums.waived == 1
    assert waived.score == without.score


@pytest.mark.parametrize("vendor", VENDORS)
@pytest.mark.parametrize(("file", "name"), [("answers.yaml", "coalition-core"), ("triage.yaml", "triage")])
def test_every_question_that_is_asked_is_answered_and_no_other(vendor: str, file: str, name: str) -> None:
    found = answers(vendor, file, name)
    seen = visibility(CONTENT.questionnaire(name), facts(found))
    still_open = {question for question, state in seen.items() if state is not Truth.FALSE and question not in found}
    assert still_open == (set(EXPECTED[vendor].open_questions) if file == "answers.yaml" else set())
    assert not [question for question in found if seen[question] is Truth.FALSE]


@pytest.mark.parametrize("vendor", VENDORS)
def test_every_evidence_file_bears_the_date_that_is_claimed(vendor: str) -> None:
    for answer in answers(vendor, "answers.yaml", "coalition-core").values():
        for evidence in answer.evidence:
            assert evidence.issued is not None
            if evidence.kind == "file":
                assert str(evidence.issued) in (SAMPLES / vendor / evidence.name).read_text("utf-8")


@cache
def workbook(vendor: str, file: str) -> WorkbookReading:
    path = SAMPLES / vendor / file
    questionnaire = CONTENT.questionnaire("coalition-core")
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
    wanted = answers(vendor, "answers.yaml", "coalition-core")
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
