"""From an assessment to its result: everything that commands and documents show."""

from __future__ import annotations

from collections.abc import Mapping

from vendorrisk.model.assessment import Assessment, Waiver
from vendorrisk.model.base import DEFAULT_LANGUAGE, Pin, say
from vendorrisk.model.policy import Criterion, Level
from vendorrisk.model.result import DomainScore, Finding, FindingState, MinimumCounts, Result, TierResult, TierSource
from vendorrisk.phrases.findings import Notes
from vendorrisk.rules.facts import Fact
from vendorrisk.scoring.case import Case
from vendorrisk.scoring.explain import Explainer
from vendorrisk.scoring.notes import beyond_what_was_asked, contradictions, lapsed_reviews, taken_out
from vendorrisk.scoring.scorer import Judgement, Scorer


def score_assessment(case: Case, policy_pin: Pin, language: str = DEFAULT_LANGUAGE) -> Result:
    """Return the result of an assessment under the scorer's policy, as of the scorer's date.

    The same assessment, policy, tier and date give the same result, byte for byte.
    """
    scorer, assessment, tier = case.scorer, case.assessment, case.tier
    found, judgement = case.facts, case.judgement
    explainer = Explainer(scorer, found, case.assessments, language)
    findings = tuple(
        finding_of(criterion, state, explainer, case.waivers, language)
        for criterion, state in zip(scorer.policy.criteria, judgement.states, strict=True)
    )
    return Result(
        **case.head(policy_pin),
        vendor_id=assessment.vendor.id,
        scope=assessment.scope,
        questionnaire=assessment.questionnaire,
        coalition=scorer.policy.coalition,
        verdict=judgement.verdict,
        residual_risk=scorer.policy.residual_risk.get(tier.tier, {}).get(judgement.verdict),
        minimums=_minimums(judgement),
        score=scorer.score(judgement),
        pillars={pillar: scorer.score(judgement, pillar) for pillar in scorer.pillars},
        domains=_domains(scorer, judgement, found, language),
        levels={level: scorer.score(judgement, level) for level in Level},
        support=scorer.support(found, explainer.grounds.outcome, assessment.checked),
        findings=findings,
        notes=_notes(assessment, scorer, tier, findings, language),
        contradictions=contradictions(scorer, found, explainer.grounds.outcome, language),
    )


def _minimums(judgement: Judgement) -> MinimumCounts:
    met, waived, failed, undetermined = judgement.minimums
    return MinimumCounts(
        applicable=sum(judgement.minimums), met=met, waived=waived, failed=failed, undetermined=undetermined
    )


def finding_of(
    criterion: Criterion,
    state: FindingState,
    explainer: Explainer,
    in_force: Mapping[str, Waiver],
    language: str,
) -> Finding:
    """Return what is said of one criterion; ``in_force`` has the waivers in force, by criterion."""
    cause = explainer.grounds.cause(criterion, state)
    return Finding(
        criterion=criterion.id,
        title=say(criterion.title, language),
        domain=criterion.domain,
        level=criterion.level,
        weight=criterion.weight,
        severity=criterion.severity,
        disclosure=criterion.disclosure,
        result=state,
        cause=cause,
        because=explainer.because(criterion, cause),
        needed=explainer.needed(criterion),
        do=explainer.to_do(criterion, cause) if state.is_gap else "",
        waits_for=explainer.grounds.waits_for(criterion, cause) if state.is_gap else None,
        checked=explainer.grounds.checked(criterion, cause),
        trace=explainer.trace(criterion, cause),
        waiver=in_force.get(criterion.id) if state.failed else None,
    )


def _domains(
    scorer: Scorer,
    judgement: Judgement,
    found: Mapping[str, Fact],
    language: str,
) -> tuple[DomainScore, ...]:
    """Return the domains in the order of the questionnaire, with the weight that accepted N/A reasons exclude."""
    sections = {section.section: section for section in scorer.questionnaire.sections}
    by_reason = _excluded(scorer, judgement, found)
    rows = []
    for domain, section in sections.items():
        if domain not in scorer.domains:
            continue
        excluded = applicable = 0
        for criterion, state in zip(scorer.policy.criteria, judgement.states, strict=True):
            if criterion.domain != domain:
                continue
            if state is not FindingState.NOT_APPLICABLE:
                applicable += criterion.weight
            elif criterion.id in by_reason:
                excluded += criterion.weight
        too_much = 100 * excluded > scorer.policy.not_applicable_limit * (excluded + applicable)
        rows.append(
            DomainScore(
                domain=domain,
                title=say(section.title, language),
                pillar=section.pillar,
                score=scorer.score(judgement, domain),
                excluded_weight=excluded,
                excluded_too_much=too_much,
            ),
        )
    return tuple(rows)


def _excluded(scorer: Scorer, judgement: Judgement, found: Mapping[str, Fact]) -> set[str]:
    """Return the criteria that drop out only through accepted N/A reasons.

    The reason may be that of a question that decides whether others are asked, or whether the criterion applies.
    """
    asked = {name: fact for name, fact in found.items() if not fact.removed}
    if len(asked) == len(found):
        return set()
    pairs = zip(judgement.states, scorer.judge(asked).states, strict=True)
    return {
        criterion.id
        for criterion, (now, without) in zip(scorer.policy.criteria, pairs, strict=True)
        if now is FindingState.NOT_APPLICABLE and without is not FindingState.NOT_APPLICABLE
    }


def _notes(
    assessment: Assessment,
    scorer: Scorer,
    tier: TierResult,
    findings: tuple[Finding, ...],
    language: str,
) -> tuple[str, ...]:
    notes: list[str] = []
    if tier.source is not TierSource.TRIAGE:
        notes += tier.reasons
    failed = {finding.criterion for finding in findings if finding.result.failed}
    for waiver in assessment.current_waivers.values():
        if waiver.criterion not in failed or waiver.in_force(scorer.as_of):
            continue
        ended = waiver.until < scorer.as_of
        note, date = (Notes.WAIVER_EXPIRED, waiver.until) if ended else (Notes.WAIVER_BEGINS, waiver.granted)
        notes.append(note.say(language, criterion=waiver.criterion, approver=waiver.approver, date=date))
    asked = {question.id: question for question in scorer.questionnaire.questions}
    return (
        *notes,
        *beyond_what_was_asked(findings, scorer.asked, scorer.questionnaire, language),
        *lapsed_reviews(assessment, language),
        *taken_out(findings, asked, assessment.answers, language),
    )
