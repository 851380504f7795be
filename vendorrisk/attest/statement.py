"""From a result to the statement that is signed: what is shown at a disclosure tier, and how long it holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from vendorrisk.attest.validity import Limit, validity
from vendorrisk.model.answer import Answer, Evidence
from vendorrisk.model.assessment import Assessment, Review
from vendorrisk.model.attestation import (
    Checkpoint,
    Statement,
    StatementAnswer,
    StatementFinding,
    StatementReview,
    Withheld,
)
from vendorrisk.model.base import DEFAULT_LANGUAGE, say
from vendorrisk.model.canonical import model_digest
from vendorrisk.model.fault import UsageError
from vendorrisk.model.policy import Policy
from vendorrisk.model.questionnaire import Disclosure, Question, Questionnaire
from vendorrisk.model.result import Finding, FindingState, Result, TierSource, Truth
from vendorrisk.phrases.findings import Attested
from vendorrisk.rules.facts import Fact, facts
from vendorrisk.rules.leaf import RISK_TIER
from vendorrisk.rules.values import show_answer, show_value
from vendorrisk.rules.visibility import visibility

_TAKEN = (
    *("coalition", "vendor_id", "vendor_name", "product", "scope", "ref", "questionnaire", "policy", "tier", "as_of"),
    *("verdict", "minimums", "score", "pillars", "domains", "levels", "support"),
)
"""What a statement repeats of its result as it stands, at every disclosure tier."""


def build_statement(  # noqa: PLR0913  each is stated, and named so that none is implied
    assessment: Assessment,
    result: Result,
    questionnaire: Questionnaire,
    policy: Policy,
    *,
    disclosure: Disclosure,
    issuer: str,
    attestation_id: str,
    issued_at: dt.datetime,
    software: str,
    checkpoint: Checkpoint | None = None,
    supersedes: str | None = None,
    language: str = DEFAULT_LANGUAGE,
    due: Mapping[str, dt.date] | None = None,
) -> Statement:
    """Return the statement of a result. What lies above ``disclosure`` is left out and counted.

    ``due`` holds the ends of terms that are fixed already, by criterion; any other runs from the result's ``as_of``.
    ``issued_at`` carries its time zone. Raises :class:`UsageError` if the statement would have ended before it is
    issued, or if the result is of a later day.
    """
    issued_at = issued_at.astimezone(dt.UTC).replace(microsecond=0)
    limit = validity(assessment, result, questionnaire, policy, disclosure, language)
    _insist_on_days(result.as_of, issued_at.date(), limit)
    result = _naming_nobody(result, disclosure, language)
    seen = [finding for finding in result.findings if finding.disclosure.rank <= disclosure.rank]
    hidden = {finding.criterion for finding in result.findings} - {finding.criterion for finding in seen}
    answers = _answers(assessment, questionnaire, result.as_of, language)
    shown = tuple(answer for answer in answers if answer.disclosure.rank <= disclosure.rank)
    withheld = hidden | {each.id for each in questionnaire.questions if each.disclosure.rank > disclosure.rank}
    return Statement(
        **{name: getattr(result, name) for name in _TAKEN},
        attestation_id=attestation_id,
        issued_at=issued_at,
        issuer=issuer,
        assessment_digest=model_digest(assessment),
        policy_title=say(policy.title, language),
        valid_until=limit.until,
        valid_because=limit.because,
        counts={state: len(result.of_state(state)) for state in FindingState},
        disclosure=disclosure,
        findings=tuple(
            _finding(
                finding, policy, questionnaire, disclosure, language, _due(finding, policy, result.as_of, due or {})
            )
            for finding in seen
        ),
        waivers=tuple(finding.waiver for finding in seen if finding.waiver is not None),
        answers=shown,
        reviews=_reviews(assessment, shown, questionnaire, language),
        withheld=Withheld(findings=len(hidden), answers=len(answers) - len(shown)),
        notes=tuple(note for note in result.notes if not any(name in note for name in withheld)),
        submitted_by=assessment.submitted_by,
        language=str(language),
        software=software,
        journal=checkpoint,
        supersedes=supersedes,
    )


def _naming_nobody(result: Result, disclosure: Disclosure, language: str) -> Result:
    """Return the result; for public eyes without who set the tier by hand, and why: that may tell of the member."""
    if disclosure is not Disclosure.PUBLIC or result.tier.source is not TierSource.OVERRIDDEN:
        return result
    said, *rules = result.tier.reasons
    instead = Attested.TIER_SET.say(language)
    tier = result.tier.model_copy(update={"reasons": (instead, *rules)})
    notes = tuple(instead if note == said else note for note in result.notes)
    return result.model_copy(update={"tier": tier, "notes": notes})


def _insist_on_days(as_of: dt.date, issued: dt.date, limit: Limit) -> None:
    if as_of > issued:
        raise UsageError(
            f"An attestation that is issued on {issued} can't judge as of {as_of}.",
            mend="Leave out --as-of, or name a day that has been.",
        )
    if limit.until < issued:
        raise UsageError(
            f"An attestation of this result would have ended on {limit.until} already ({limit.because}).",
            mend="Renew what is too old, or score again as of today.",
        )


def _finding(  # noqa: PLR0913, PLR0917
    finding: Finding,
    policy: Policy,
    questionnaire: Questionnaire,
    disclosure: Disclosure,
    language: str,
    due: dt.date | None,
) -> StatementFinding:
    remediation = policy.criterion(finding.criterion).remediation
    # The reason quotes answers, and these may be more confidential than the criterion.
    told = all(_tier(leaf.question, questionnaire).rank <= disclosure.rank for leaf in finding.trace if leaf.decisive)
    return StatementFinding(
        criterion=finding.criterion,
        title=finding.title,
        domain=finding.domain,
        level=finding.level,
        severity=finding.severity,
        disclosure=finding.disclosure,
        result=finding.result,
        because=finding.because if told else Attested.WITHHELD.say(language),
        checked=finding.checked,
        do=finding.do if told or not finding.do else say(remediation.do, language),
        due=due,
    )


def _due(finding: Finding, policy: Policy, as_of: dt.date, fixed: Mapping[str, dt.date]) -> dt.date | None:
    if not finding.result.is_gap:
        return None
    return fixed.get(finding.criterion) or policy.criterion(finding.criterion).remediation.within.after(as_of)


def _tier(question_id: str, questionnaire: Questionnaire) -> Disclosure:
    """Return who may see an answer. The triage's are the assessing member's own; the risk tier is always stated."""
    if question_id == RISK_TIER:
        return Disclosure.PUBLIC
    try:
        return questionnaire.question(question_id).disclosure
    except KeyError:
        return Disclosure.FULL


def _answers(
    assessment: Assessment, questionnaire: Questionnaire, as_of: dt.date, language: str
) -> tuple[StatementAnswer, ...]:
    """Return every question that was asked, in order, with its answer."""
    found = facts(assessment.answers, assessment.reviews, as_of)
    visible = visibility(questionnaire, found)
    return tuple(
        _answer(question, section.section, assessment.answers.get(question.id), found.get(question.id), language)
        for section in questionnaire.sections
        for question in section.questions
        if visible[question.id] is not Truth.FALSE
    )


def _answer(
    question: Question,
    section: str,
    answer: Answer | None,
    fact: Fact | None,
    language: str,
) -> StatementAnswer:
    return StatementAnswer(
        question=question.id,
        section=section,
        ask=say(question.ask, language),
        answer=_answer_text(question, answer, fact, language),
        disclosure=question.disclosure,
        grade=fact.grade if fact is not None else None,
        evidence=tuple(map(_evidence, answer.evidence)) if answer is not None else (),
    )


def _reviews(
    assessment: Assessment, shown: Sequence[StatementAnswer], questionnaire: Questionnaire, language: str
) -> tuple[StatementReview, ...]:
    return tuple(
        _review(review, questionnaire.question(answer.question), language)
        for answer in shown
        for review in assessment.current_reviews(answer.question)
    )


def _review(review: Review, question: Question, language: str) -> StatementReview:
    return StatementReview(
        question=question.id,
        action=review.action,
        value=show_value(question, review.value, language) if review.value is not None else "",
        reviewer=review.reviewer,
        reason=review.reason,
        on=review.at.date(),
    )


def _answer_text(question: Question, answer: Answer | None, fact: Fact | None, language: str) -> str:
    """Return the answer in words, and what a review says of it."""
    given = show_answer(question, answer, language)
    if answer is None or fact is None:
        return given
    if fact.by_review and fact.value is not None and fact.value != answer.value:
        found = show_value(question, fact.value, language)
        return Attested.BY_ASSESSOR.say(language, answer=found, given=given)
    if fact.by_review and fact.value is None and not fact.removed:
        return Attested.CHALLENGED.say(language, answer=given)
    if answer.not_applicable and not fact.by_review:
        return Attested.NOT_ACCEPTED.say(language, answer=given)
    return given


def _evidence(item: Evidence) -> str:
    digest = f" sha256:{item.sha256[:16]}" if item.sha256 is not None else ""
    return f"{item.written}{digest}"
