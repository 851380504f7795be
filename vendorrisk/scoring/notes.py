"""What a reader of a verdict must know beside it: what a vendor's own answers took out, and what no longer counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from vendorrisk.model.answer import Answer
from vendorrisk.model.assessment import Assessment, ReviewAction
from vendorrisk.model.condition import Condition, Leaf
from vendorrisk.model.policy import Level
from vendorrisk.model.questionnaire import Question, Questionnaire
from vendorrisk.model.result import Finding, FindingState, Truth
from vendorrisk.phrases.findings import Conditions, Notes, Reasons, Reviewed
from vendorrisk.rules.engine import Outcome
from vendorrisk.rules.facts import Fact
from vendorrisk.rules.leaf import RISK_PREFIX
from vendorrisk.rules.sentence import listed
from vendorrisk.rules.state import leaf_state
from vendorrisk.rules.truth import TRUE, Bits, decisive, evaluate
from vendorrisk.rules.values import show_value
from vendorrisk.rules.visibility import shown
from vendorrisk.scoring.scorer import Scorer

_NAMED = 5
_LAPSED = {ReviewAction.CHALLENGE: Reviewed.CHALLENGE_LAPSED, ReviewAction.OVERRIDE: Reviewed.OVERRIDE_LAPSED}


def taken_out(
    findings: Iterable[Finding], questions: Mapping[str, Question], answers: Mapping[str, Answer], language: str
) -> tuple[str, ...]:
    """Return a note if the vendor's own answers keep minimum criteria from applying.

    ``questions`` are those that the vendor answers; what the triage takes out is procurement's own word.
    """
    excused = {name for name, answer in answers.items() if answer.not_applicable}
    minimums = [finding for finding in findings if finding.level is Level.MINIMUM]
    decided: set[str] = set()
    count = 0
    for finding in minimums:
        if finding.result is FindingState.NOT_APPLICABLE:
            leaves = [leaf for leaf in finding.trace if leaf.decisive and leaf.question in questions]
            for leaf in leaves:
                hidden = leaf.truth is Truth.REMOVED and leaf.question not in excused
                decided |= _asked_first(leaf.question, questions) if hidden else {leaf.question}
            count += bool(leaves)
    if not count:
        return ()
    names = [name for name in questions if name in decided]
    listed = ", ".join(names[:_NAMED])
    if len(names) > _NAMED:
        listed = Notes.AND_OTHERS.say(language, questions=listed)
    note = Notes.TAKEN_OUT_ONE if count == 1 else Notes.TAKEN_OUT
    return (note.say(language, count=count, total=len(minimums), questions=listed),)


def _asked_first(name: str, questions: Mapping[str, Question]) -> set[str]:
    """Return the questions whose answers hid this one."""
    condition = questions[name].show_when
    if condition is None:
        return {name}
    return set().union(*(_asked_first(leaf.question, questions) for leaf in condition.leaves()))


def beyond_what_was_asked(
    findings: Iterable[Finding], asked: Questionnaire, whole: Questionnaire, language: str
) -> tuple[str, ...]:
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
    note = Notes.PART_ONE if count == 1 else Notes.PART
    return (note.say(language, count=count, whole=whole.questionnaire, part=asked.questionnaire),)


def lapsed_reviews(assessment: Assessment, language: str) -> tuple[str, ...]:
    """Return a note for every challenge and override that ended because the vendor answered anew."""
    notes = []
    for name in assessment.answers:
        if assessment.deciding_review(name) is not None:
            continue
        of_it = [each for each in assessment.reviews if each.question == name and each.action is not ReviewAction.GRADE]
        if of_it and of_it[-1].action in _LAPSED:
            said = _LAPSED[of_it[-1].action].say(language, question=name, reviewer=of_it[-1].reviewer)
            notes.append(said)
    return tuple(notes)


def contradictions(scorer: Scorer, facts: Mapping[str, Fact], outcome: Outcome, language: str) -> tuple[str, ...]:
    """Return a note for each contradiction of the policy: what the triage says, what the vendor says, what to do.

    ``outcome`` is what the scorer's engine says of these facts.
    """
    states = shown(scorer.program, outcome)

    def state_of(leaf: Leaf) -> Bits:
        return leaf_state(leaf, scorer.questions, facts, states, scorer.as_of)

    def said(condition: Condition, *, of_triage: bool) -> str:
        bearing = decisive(condition, state_of)
        names = dict.fromkeys(leaf.question for leaf in condition.leaves() if leaf in bearing)
        found = []
        for name in names:
            value = facts[name].value if name in facts else None
            if name.startswith(RISK_PREFIX) == of_triage and value is not None:
                quoted = Reasons.QUOTED.say(language, answer=show_value(scorer.questions[name], value, language))
                found.append(Reasons.SAID.say(language, question=name, answer=quoted))
        return listed(found, Conditions.ALL_OF_LIST, language) if found else ""

    notes = []
    for condition in scorer.policy.contradictions:
        # A question that is not asked drops out: then only one of the two says anything, and nothing contradicts it.
        if evaluate(condition, state_of) == TRUE:
            triage, vendor = (said(condition, of_triage=side) for side in (True, False))
            if triage and vendor:
                notes.append(Notes.CONTRADICTION.say(language, triage=triage, vendor=vendor))
    return tuple(notes)
