"""Statements, results and gaps as real assessments give them, for tests of reports and attestations."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from vendorrisk.building import build
from vendorrisk.content import Content
from vendorrisk.model.answer import Grade
from vendorrisk.model.assessment import ReviewAction, Waiver
from vendorrisk.model.attestation import Statement, StatementAnswer, StatementFinding, StatementReview, Withheld
from vendorrisk.model.base import Pin
from vendorrisk.model.policy import Level, Severity, Tier, Verdict
from vendorrisk.model.questionnaire import Disclosure
from vendorrisk.model.result import (
    Cause,
    DomainScore,
    Finding,
    FindingState,
    Gap,
    MinimumCounts,
    Result,
    ScoreRange,
    Support,
    TierResult,
    WaitsFor,
)
from vendorrisk.reports.house import HouseStyle
from vendorrisk.reports.theme import Theme
from vendorrisk.reports.wording import Wording

AS_OF = dt.date(2026, 11, 23)
POLICY = Pin(id="coalition-minimum", version="1.0.0", digest="ab" * 32, full_digest="ac" * 32)
QUESTIONNAIRE = Pin(id="coalition-core", version="1.0.0", digest="bb" * 32, full_digest="bc" * 32)
TIER = TierResult(
    tier=Tier.HIGH,
    source="triage",
    reasons=("The service handles personal data of customers.", "Its outages stop a critical process."),
    triage_digest="cc" * 32,
)

DOMAINS = (
    ("governance", "GOV", "Governance and risk", "security"),
    ("access", "ACC", "Access control", "security"),
    ("data", "DAT", "Data protection and privacy", "security"),
    ("development", "DEV", "Secure development", "security"),
    ("vulnerabilities", "VUL", "Vulnerability management", "security"),
    ("operations", "OPS", "Infrastructure and operations", "security"),
    ("logging", "LOG", "Logging and detection", "security"),
    ("incidents", "INC", "Incident response", "security"),
    ("continuity", "CON", "Continuity", "security"),
    ("suppliers", "SUP", "Supply chain", "security"),
    ("accountability", "ACB", "AI accountability", "ethics"),
    ("provenance", "PRO", "Data provenance and labelling", "ethics"),
    ("safety", "SAF", "Safety by design", "ethics"),
    ("fairness", "FAI", "Fairness", "ethics"),
    ("transparency", "TRA", "Transparency and explainability", "ethics"),
    ("oversight", "OVE", "Human oversight and user autonomy", "ethics"),
    ("testing", "TES", "Testing and red-teaming", "ethics"),
    ("monitoring", "MON", "Monitoring and drift", "ethics"),
    ("learning", "LRN", "Incident learning", "ethics"),
    ("people", "PEO", "People: labelling labour, whistleblowers, redress", "ethics"),
)

_CRITERIA = {
    "access": (
        "Every administrative account is protected by multi-factor authentication",
        "Is multi-factor authentication required for every administrative account?",
        "Yes",
        "Require a second factor for every administrator.",
    ),
    "fairness": (
        "Bias is measured for the groups that the system affects",
        "For which groups do you measure error rates, and with which metric?",
        "Equalised odds by age band, sex and postcode area; last measured 2026-08-14",
        "Measure error rates for each affected group, and publish the metric and the date.",
    ),
    "incidents": (
        "Incidents are reported to customers within 72 hours",
        "Within how many hours are customers told of an incident that affects their data?",
        "48 hours",
        "Put a 72-hour notice term into the customer contract and the incident plan.",
    ),
}


def criterion_text(domain: str, title: str) -> tuple[str, str, str, str]:
    """Return title, question, answer and remediation of a domain's first criterion."""
    return _CRITERIA.get(
        domain,
        (
            f"{title}: a named person answers for it and reviews it every year",
            f"Who answers for {title.lower()}, and when was it last reviewed?",
            "Chief Information Security Officer; reviewed 2026-05-02 by the board's risk committee",
            f"Name a person who answers for {title.lower()}, and record a yearly review.",
        ),
    )


def make_findings(states: dict[str, FindingState] | None = None, each: int = 2) -> tuple[StatementFinding, ...]:
    """Return ``each`` findings per domain, the first a minimum, met unless ``states`` says otherwise by id."""
    states = states or {}
    because = {
        FindingState.MET: "Answered as needed, with evidence that is recent enough.",
        FindingState.PARTLY_MET: "The evidence is dated 2024-02-01, and may not be older than 12 months.",
        FindingState.UNMET: "access.mfa-admin is partly; yes is needed.",
        FindingState.UNDETERMINED: "incidents.notice-hours is not answered.",
        FindingState.NOT_APPLICABLE: "It applies only if the service uses AI to decide about people.",
    }
    found = []
    for domain, code, title, _ in DOMAINS:
        text, _, _, do = criterion_text(domain, title)
        for number in range(1, each + 1):
            level, severity = ((Level.MINIMUM, Severity.CRITICAL), (Level.EXPECTED, Severity.MEDIUM))[number > 1]
            criterion = f"{'MIN' if level is Level.MINIMUM else 'EXP'}-{code}-{number:02d}"
            state = states.get(criterion, FindingState.MET)
            is_open = state in (FindingState.PARTLY_MET, FindingState.UNMET, FindingState.UNDETERMINED)
            found.append(
                StatementFinding(
                    criterion=criterion,
                    title=text if number == 1 else f"{title}: measured against its own goals, and improved each year",
                    domain=domain,
                    level=level,
                    severity=severity,
                    disclosure=Disclosure.PARTNER,
                    result=state,
                    because=because[state],
                    do=do if is_open else "",
                    due=AS_OF + dt.timedelta(days=30) if is_open else None,
                ),
            )
    return tuple(found)


def make_answers(count: int = 60) -> tuple[StatementAnswer, ...]:
    """Return so many answers, spread over the domains in order."""
    answers = []
    grades = (Grade.DOCUMENTED, Grade.ASSERTED, Grade.ASSERTED, Grade.VERIFIED)
    for index in range(count):
        domain, _, title, _ = DOMAINS[index * len(DOMAINS) // count]
        _, ask, answer, _ = criterion_text(domain, title)
        grade = grades[index % 4]
        name = f"{domain}-policy-{index}.pdf [2026-03-01] sha256:0123456789abcdef"
        answers.append(
            StatementAnswer(
                question=f"{domain}.question-{index}",
                section=domain,
                ask=ask,
                answer="Not answered" if index % 17 == 16 else answer,
                disclosure=Disclosure.PARTNER,
                grade=None if index % 17 == 16 else grade,
                evidence=() if grade is Grade.ASSERTED or index % 17 == 16 else (name,),
            ),
        )
    return tuple(answers)


def make_domains(low: float = 60.0) -> tuple[DomainScore, ...]:
    """Return a score for every domain; the fairness score is a range, one domain has none."""
    scores = []
    for index, (domain, _, title, pillar) in enumerate(DOMAINS):
        start = min(100.0, low + (index * 7) % 41)
        wide = 18.5 if domain == "fairness" else 0.0
        score = None if domain == "learning" else ScoreRange(low=start, high=min(100.0, start + wide))
        scores.append(DomainScore(domain=domain, title=title, pillar=pillar, score=score))
    return tuple(scores)


def make_waiver(criterion: str = "MIN-FAI-01") -> Waiver:
    """Return a waiver in force on :data:`AS_OF`."""
    return Waiver(
        criterion=criterion,
        reason="The measurement for small groups needs data that the vendor may first collect in January.",
        control="A member's analyst reviews every automated rejection by hand until then.",
        approver="Ines Okafor, Chief Risk Officer",
        granted=dt.date(2026, 11, 2),
        until=dt.date(2027, 2, 28),
    )


def make_statement(verdict: Verdict = Verdict.MEETS, **changes: Any) -> Statement:
    """Return a statement with this verdict; ``changes`` replace fields."""
    unmet, unknown, partly = FindingState.UNMET, FindingState.UNDETERMINED, FindingState.PARTLY_MET
    states: dict[str, FindingState] = {"EXP-SUP-02": unmet, "EXP-MON-02": FindingState.NOT_APPLICABLE}
    waivers: tuple[Waiver, ...] = ()
    if verdict in (Verdict.CONDITIONAL, Verdict.DOES_NOT_MEET):
        states["MIN-FAI-01"] = unmet
        waivers = (make_waiver(),)
    if verdict is Verdict.DOES_NOT_MEET:
        states |= {"MIN-ACC-01": unmet, "MIN-VUL-01": partly}
    if verdict in (Verdict.INCOMPLETE, Verdict.DOES_NOT_MEET):
        states["MIN-INC-01"] = unknown
    findings = make_findings(states)
    minimums = [finding for finding in findings if finding.level is Level.MINIMUM]
    open_ids = [finding.criterion for finding in minimums if finding.result in (unmet, partly)]
    waived = sum(waiver.criterion in open_ids for waiver in waivers)
    statement = Statement(
        attestation_id="urn:uuid:6f1c2a4e-9d3b-4a57-8a35-2f6f0e1d7c90",
        issued_at=dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.UTC),
        issuer="Maria Lindqvist, Northbank Procurement",
        coalition="Nordic Buyers Coalition",
        vendor_id="acme",
        vendor_name="Acme Analytics",
        product="risk-insights-api",
        scope="The hosted Risk Insights API, its administration console, and the staff who operate both.",
        ref="acme/risk-insights-api@1",
        assessment_digest="dd" * 32,
        questionnaire=QUESTIONNAIRE,
        policy=POLICY,
        policy_title="Minimum security and ethics criteria",
        tier=TIER,
        as_of=AS_OF,
        valid_until=dt.date(2027, 2, 28) if waivers else dt.date(2027, 5, 23),
        valid_because="the waiver of MIN-FAI-01" if waivers else "reassessment every 6 months at high risk",
        verdict=verdict,
        minimums=MinimumCounts(
            applicable=len(minimums),
            met=sum(finding.result is FindingState.MET for finding in minimums),
            waived=waived,
            failed=len(open_ids) - waived,
            undetermined=sum(finding.result is unknown for finding in minimums),
        ),
        score=ScoreRange(low=71.3, high=74.0)
        if FindingState.UNDETERMINED in states.values()
        else ScoreRange(low=86.4, high=86.4),
        pillars={"security": ScoreRange(low=78.2, high=80.0), "ethics": ScoreRange(low=61.0, high=64.5)},
        domains=make_domains(),
        levels={
            Level.MINIMUM: ScoreRange(low=88.0, high=92.5),
            Level.EXPECTED: ScoreRange(low=61.0, high=61.0),
            Level.LEADING: None,
        },
        support=Support(shown=60, answered=57, asserted=28, documented=15, verified=14, checked=20),
        counts={state: sum(finding.result is state for finding in findings) for state in FindingState},
        disclosure=Disclosure.PARTNER,
        findings=findings,
        waivers=waivers,
        answers=make_answers(),
        reviews=(
            StatementReview(
                question="access.mfa-admin",
                action=ReviewAction.OVERRIDE,
                value="For some accounts only",
                reviewer="Maria Lindqvist",
                reason="The export shows two accounts without a second factor.",
                on=AS_OF,
            ),
        ),
        withheld=Withheld(findings=0, answers=3),
        submitted_by="Jonas Weber, Head of Security, Acme Analytics",
        software="vendorrisk 0.1.0",
    )
    return Statement.model_validate({**dict(statement), **changes})


def make_result(verdict: Verdict = Verdict.DOES_NOT_MEET, **changes: Any) -> Result:
    """Return the result that :func:`make_statement` attests."""
    statement = make_statement(verdict)
    waivers = {waiver.criterion: waiver for waiver in statement.waivers}
    findings = tuple(
        Finding(
            criterion=item.criterion,
            title=item.title,
            domain=item.domain,
            level=item.level,
            weight=8,
            severity=item.severity,
            disclosure=item.disclosure,
            result=item.result,
            cause=Cause.MET,
            because=item.because,
            needed="access.mfa-admin is yes",
            waiver=waivers.get(item.criterion),
        )
        for item in statement.findings
    )
    shared = {name: getattr(statement, name) for name in Result.model_fields if name in Statement.model_fields}
    return Result.model_validate({**shared, "findings": findings, **changes})


def make_gaps(verdict: Verdict = Verdict.DOES_NOT_MEET) -> tuple[Gap, ...]:
    """Return the gaps of :func:`make_result`, the gravest first."""
    statement = make_statement(verdict)
    waivers = {waiver.criterion: waiver for waiver in statement.waivers}
    gaps = tuple(
        Gap(
            criterion=item.criterion,
            title=item.title,
            domain=item.domain,
            level=item.level,
            severity=item.severity,
            result=item.result,
            because=item.because,
            needed="access.mfa-admin is yes, with evidence not older than 12 months.",
            do=item.do,
            waits_for=WaitsFor.VENDOR,
            due=item.due,
            waived_until=waivers[item.criterion].until if item.criterion in waivers else None,
        )
        for item in statement.findings
        if item.due is not None
    )
    return tuple(sorted(gaps, key=lambda gap: (list(Severity).index(gap.severity), gap.due, gap.criterion)))


def house_style() -> HouseStyle:
    """Return the style that the repository ships."""
    content = Content(Path(__file__).parents[1])
    theme = build(Theme, content.locate("reports/theme.yaml"))
    wording = build(Wording, content.locate("reports/wording.yaml"))
    return HouseStyle(theme, wording, content.folder("reports") / "fonts")
