"""The fixed sentences of documents, from ``reports/wording.yaml``.

Every text names here the facts that may be filled in, so that a wrong brace is found when content is
checked, and not when a document is printed.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from string import Formatter
from typing import Annotated, Self, TypeVar

from pydantic import AfterValidator, model_validator

from vendorrisk.model.answer import Grade
from vendorrisk.model.assessment import ReviewAction
from vendorrisk.model.base import DEFAULT_LANGUAGE, Model, Text, say
from vendorrisk.model.policy import Level, Severity, Tier, Verdict
from vendorrisk.model.questionnaire import Disclosure
from vendorrisk.model.result import FindingState, TierSource, WorkStatus

E = TypeVar("E", bound=StrEnum)


def _takes(*facts: str) -> AfterValidator:
    def check(text: Text) -> Text:
        for one in [text] if isinstance(text, str) else text.values():
            for _, name, form, conversion in Formatter().parse(one):
                if name is not None and (name not in facts or form or conversion):
                    known = ", ".join(f"{{{fact}}}" for fact in facts) or "no words in braces"
                    raise ValueError(f"{{{name}}} can't be filled in here; this text takes {known}")
        return text

    return AfterValidator(check)


Plain = Annotated[Text, _takes()]


class Words(Model):
    """Words that every document shares."""

    verdicts: dict[Verdict, Plain]
    findings: dict[FindingState, Plain]
    levels: dict[Level, Plain]
    severities: dict[Severity, Plain]
    grades: dict[Grade, Plain]
    tiers: dict[Tier, Plain]
    tier_sources: dict[TierSource, Plain]
    disclosures: dict[Disclosure, Plain]
    pillars: dict[str, Plain]
    none: Plain
    not_scored: Plain
    range: Annotated[Text, _takes("low", "high")]
    labelled: Annotated[Text, _takes("label", "what")]
    waived: Plain
    failed_as: Annotated[Text, _takes("finding")]
    waived_as: Annotated[Text, _takes("until", "finding")]
    page: Annotated[Text, _takes("page", "pages")]

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        _has_all("verdicts", self.verdicts, Verdict)
        _has_all("findings", self.findings, FindingState)
        _has_all("levels", self.levels, Level)
        _has_all("severities", self.severities, Severity)
        _has_all("grades", self.grades, Grade)
        _has_all("tiers", self.tiers, Tier)
        _has_all("disclosures", self.disclosures, Disclosure)
        _has_all("tier_sources", self.tier_sources, TierSource)
        return self


class AttestationWords(Model):
    """Texts of the attestation, the method page excepted."""

    titles: dict[Verdict, Plain]
    whole_vendor: Plain
    scope: Annotated[Text, _takes("scope")]
    verdict_says: dict[Verdict, Plain]
    minimums: Annotated[Text, _takes("applicable", "met", "waived", "failed", "undetermined")]
    score: Annotated[Text, _takes("score")]
    no_score: Plain
    support: Annotated[Text, _takes("coverage")]
    policy: Plain
    as_of: Plain
    valid_until: Plain
    tier: Plain
    questionnaire: Plain
    attestation_id: Plain
    issued: Plain
    checked: Annotated[Text, _takes("vendor", "questionnaire", "criteria", "policy")]
    by_whom: Annotated[
        Text, _takes("issuer", "as_of", "shown", "answered", "asserted", "documented", "verified", "checked")
    ]
    does_not_say: Plain
    open_minimums: Plain
    waived_by: Annotated[Text, _takes("approver")]
    more_minimums: Annotated[Text, _takes("count")]
    undisclosed_minimums: Annotated[Text, _takes("counts", "disclosure")]
    undisclosed_counts: dict[str, Annotated[Text, _takes("count")]]
    profile: Plain
    excluded: Plain
    range_note: Plain
    signed_by: Annotated[Text, _takes("issuer")]
    vouches: Annotated[Text, _takes("policy")]
    digest: Plain
    verify: Plain
    verify_why: Plain
    details: Plain
    vendor: Plain
    product: Plain
    scope_label: Plain
    assessment: Plain
    submitted_by: Plain
    meaning_digest: Plain
    full_digest: Plain
    assessment_digest: Plain
    valid_because: Plain
    tier_reasons: Plain
    disclosure: Plain
    disclosure_says: dict[Disclosure, Plain]
    supersedes: Plain
    journal: Plain
    journal_says: Annotated[Text, _takes("size", "root")]
    status: Plain
    status_says: Annotated[Text, _takes("uri", "index")]
    software: Plain
    notes: Plain
    levels_heading: Plain
    findings: Plain
    findings_intro: Annotated[Text, _takes("total", "met", "partly", "unmet", "undetermined", "not_applicable")]
    criterion_id: Plain
    criterion: Plain
    level: Plain
    result: Plain
    because: Plain
    to_do: Annotated[Text, _takes("do")]
    due: Annotated[Text, _takes("due")]
    no_findings: Plain
    withheld_findings: Annotated[Text, _takes("disclosure", "count")]
    waivers: Plain
    waivers_intro: Plain
    no_waivers: Plain
    undisclosed_waivers: Annotated[Text, _takes("count")]
    reviews: Plain
    reviews_intro: Plain
    reviewer: Plain
    review_done: dict[ReviewAction, Annotated[Text, _takes("value")]]
    reason: Plain
    control: Plain
    approver: Plain
    granted: Annotated[Text, _takes("granted", "until")]
    answers: Plain
    answers_intro: Plain
    question: Plain
    answer: Plain
    support_label: Plain
    no_answers: Plain
    withheld_answers: Annotated[Text, _takes("disclosure", "count")]

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        _has_all("titles", self.titles, Verdict)
        _has_all("verdict_says", self.verdict_says, Verdict)
        _has_all("disclosure_says", self.disclosure_says, Disclosure)
        _has_all("undisclosed_counts", self.undisclosed_counts, ("failed", "undetermined", "waived"))
        return self


class MethodPart(Model):
    """One step of the method, in plain words."""

    title: Plain
    text: Plain


class MethodWords(Model):
    """The method page: how anyone can recompute the verdict and the score."""

    title: Plain
    intro: Plain
    parts: tuple[MethodPart, ...]
    table_title: Plain
    columns: tuple[Plain, Plain, Plain, Plain, Plain]
    table: tuple[tuple[Plain, Plain, Plain, Plain, FindingState], ...]
    limits_title: Plain
    limits: tuple[Plain, ...]


class GapWords(Model):
    """Texts of the gap list."""

    title: Plain
    checked: Annotated[Text, _takes("policy", "as_of", "tier")]
    no_gaps: Plain
    why_none: Annotated[Text, _takes("applicable", "met", "not_applicable")]
    summary: Annotated[Text, _takes("count")]
    severity: Plain
    criterion: Plain
    criterion_id: Plain
    found: Plain
    needed: Plain
    do: Plain
    due: Plain
    owner: Plain
    status: Plain
    response: Plain
    statuses: dict[WorkStatus, Plain]
    target: Plain
    beyond: Annotated[Text, _takes("days")]
    overdue: Annotated[Text, _takes("due")]
    rests_on_word: Plain
    was_checked: Plain
    waived_until: Plain
    open_owner: Plain
    sheet: Plain
    how_to: Plain

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        _has_all("statuses", self.statuses, WorkStatus)
        return self


class CompareWords(Model):
    """Texts of the comparison."""

    title: Plain
    as_of: Annotated[Text, _takes("today")]
    verdict: Plain
    product: Plain
    score: Plain
    coverage: Plain
    minimums: Plain
    minimums_says: Annotated[Text, _takes("applicable", "met", "waived", "failed", "undetermined")]
    support: Plain
    support_says: Annotated[Text, _takes("asserted", "documented", "verified")]
    tier: Plain
    policy: Plain
    assessed: Plain
    validity: Plain
    expired: Plain
    issuer: Plain
    coalition: Plain
    disclosure: Plain
    statement: Plain
    statements: Plain
    warnings: Plain
    domains: Plain
    domain: Plain
    failed: Plain
    undetermined: Plain
    waived: Plain
    waived_by: Annotated[Text, _takes("until", "approver")]
    undisclosed: Annotated[Text, _takes("count")]
    decisive: Plain
    none_decisive: Plain
    differing: Plain
    applying: Plain
    criterion: Plain
    none_differ: Plain
    same: Annotated[Text, _takes("count")]
    partial: Plain
    not_disclosed: Plain
    not_in_policy: Plain
    not_shown: Plain
    no_domain: Plain
    footer: Plain
    warn_policies: Annotated[Text, _takes("policies")]
    warn_versions: Annotated[Text, _takes("policies")]
    warn_content: Annotated[Text, _takes("policies")]
    warn_questionnaires: Annotated[Text, _takes("questionnaires")]
    warn_expired: Annotated[Text, _takes("vendor", "until")]
    warn_future: Annotated[Text, _takes("vendor", "issued")]
    warn_assumed: Annotated[Text, _takes("vendor")]
    warn_tiers: Plain
    warn_disclosure: Plain
    warn_superseded: Annotated[Text, _takes("vendor", "as_of")]
    warn_twice: Annotated[Text, _takes("vendor")]


class Wording(Model):
    """All of ``reports/wording.yaml``."""

    words: Words
    attestation: AttestationWords
    method: MethodWords
    gaps: GapWords
    compare: CompareWords


def fill(text: Text, language: str = DEFAULT_LANGUAGE, **facts: object) -> str:
    """Return the text in ``language`` with the facts in place of the words in braces."""
    return say(text, language).format_map({name: str(fact) for name, fact in facts.items()})


def _has_all(name: str, found: dict[E, Text] | dict[str, Text], wanted: Iterable[str]) -> None:
    if missing := sorted(set(wanted) - set(found)):
        raise ValueError(f"'{name}' lacks {', '.join(missing)}")
