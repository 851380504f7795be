"""What a reader of a verdict must know beside it: what a vendor's own answers took out, and what no longer counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from vendorrisk.model.assessment import Assessment, ReviewAction
from vendorrisk.model.policy import Level
from vendorrisk.model.questionnaire import Question, Questionnaire
from vendorrisk.model.result import Finding, FindingState, Truth

_NAMED = 5
_WORDS = {ReviewAction.CHALLENGE: "challenge", ReviewAction.OVERRIDE: "override"}


def taken_out(findings: Iterable[Finding], questions: Mapping[str, Question]) -> tuple[str, ...]:
    """Return a note if the vendor's own answers keep minimum criteria from applying.

    ``questions`` are those that the vendor answers; what the triage takes out is procurement's own word.
    """
    minimums = [finding for finding in findings if finding.level is Level.MINIMUM]
    decided: set[str] = set()
    count = 0
    for finding in minimums:
        if finding.result is FindingState.NOT_APPLICABLE:
            leaves = [leaf for leaf in finding.trace if leaf.decisive and leaf.question in questions]
            decided.update(*(_asked_first(leaf.question, leaf.truth, questions) for leaf in leaves))
            count += bool(leaves)
    if not count:
        return ()
    names = [name for name in questions if name in decided]
    listed = ", ".join(names[:_NAMED]) + (" and others" if len(names) > _NAMED else "")
    verb = "does" if count == 1 else "do"
    return (f"{count} of {len(minimums)} minimum criteria {verb} not apply because of what is answered to {listed}.",)


def _asked_first(name: str, truth: Truth, questions: Mapping[str, Question]) -> set[str]:
    """Return the question itself, or if it was not asked, those whose answers hid it."""
    condition = questions[name].show_when
    if truth is not Truth.REMOVED or condition is None:
        return {name}
    return set().union(*(_asked_first(leaf.question, truth, questions) for leaf in condition.leaves()))


def beyond_what_was_asked(findings: Iterable[Finding], asked: Questionnaire, whole: Questionnaire) -> tuple[str, ...]:
    """Return a note if criteria stay open because the vendor answered only a part of the questionnaire."""
    if asked is whole:
        return ()
    left_out = {question.id for question in whole.questions} - {question.id for question in asked.questions}
    count = sum(
        finding.result is FindingState.UNDETERMINED
        and any(leaf.decisive and leaf.question in left_out for leaf in finding.trace)
        for finding in findings
    )
    if not count:
        return ()
    subject = "1 criterion needs" if count == 1 else f"{count} criteria need"
    return (f"{subject} answers to {whole.questionnaire}; the vendor answered a part of it, {asked.questionnaire}.",)


def lapsed_reviews(assessment: Assessment) -> tuple[str, ...]:
    """Return a note for every challenge and override that ended because the vendor answered anew."""
    notes = []
    for name in assessment.answers:
        if assessment.review_of(name, ReviewAction.ACCEPT, ReviewAction.CHALLENGE, ReviewAction.OVERRIDE) is not None:
            continue
        of_it = [each for each in assessment.reviews if each.question == name and each.action is not ReviewAction.GRADE]
        if of_it and of_it[-1].action in _WORDS:
            what, who = _WORDS[of_it[-1].action], of_it[-1].reviewer
            notes.append(f"The {what} of {name} by {who} was of an earlier answer and no longer counts.")
    return tuple(notes)
