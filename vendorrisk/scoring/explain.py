"""Findings in words: why each came out as it did, what it needs, what closes the gap."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from vendorrisk.model.answer import Grade
from vendorrisk.model.assessment import Assessment
from vendorrisk.model.base import DEFAULT_LANGUAGE, say
from vendorrisk.model.condition import Leaf
from vendorrisk.model.language import Phrase
from vendorrisk.model.policy import Criterion, EvidenceRule, Part
from vendorrisk.model.result import Cause, LeafTrace
from vendorrisk.phrases.findings import Conditions, Needed, Reasons, Reviewed, ToDo
from vendorrisk.phrases.words import Grades, term_words
from vendorrisk.rules.facts import UNDATED, Fact, support
from vendorrisk.rules.leaf import RISK_TIER
from vendorrisk.rules.sentence import leaf_sentence, listed, sentence
from vendorrisk.rules.truth import FALSE, REMOVED, UNKNOWN, name
from vendorrisk.rules.values import show_answer, show_value
from vendorrisk.scoring.grounds import Grounds
from vendorrisk.scoring.scorer import Scorer


class Explainer:
    """Explains the findings of one judged assessment."""

    def __init__(
        self,
        scorer: Scorer,
        facts: Mapping[str, Fact],
        assessments: tuple[Assessment, ...],
        language: str = DEFAULT_LANGUAGE,
    ) -> None:
        self.grounds = Grounds(scorer, facts, assessments)
        self._scorer = scorer
        self._facts = facts
        self._answers = self.grounds.answers
        self._reviews = {name: each for each in assessments for name in each.answers if each.reviews}
        self._language = language

    def trace(self, criterion: Criterion, cause: Cause) -> tuple[LeafTrace, ...]:
        """Return every leaf of the criterion with its answer, in reading order."""
        deciding = self.grounds.deciding(criterion, cause)
        return tuple(
            self.leaf(part, leaf, decides=leaf in deciding.get(part, ()))
            for part, condition in criterion.conditions.items()
            for leaf in dict.fromkeys(condition.leaves())
        )

    def leaf(self, part: Part, leaf: Leaf, *, decides: bool) -> LeafTrace:
        """Return one leaf with its answer; it may also be one that decides whether a question is asked."""
        question = self._scorer.questions[leaf.question]
        fact = self._facts.get(leaf.question)
        answer = self._answers.get(leaf.question)
        return LeafTrace(
            part=part,
            question=leaf.question,
            sentence=leaf_sentence(leaf, question, self._language),
            truth=name(self.grounds.state(leaf)),
            decisive=decides,
            answer=self.shown_answer(leaf.question),
            where=answer.source.where if answer is not None else "",
            grade=fact.grade if fact is not None and leaf.question != RISK_TIER else None,
            decided_by="" if fact is None else "review" if fact.by_review else "answer",
            review=self._review(leaf.question),
        )

    def _review(self, question_id: str) -> str:
        """Return what the newest reviews of an answer say; empty if there is none."""
        assessment = self._reviews.get(question_id)
        found = assessment.current_reviews(question_id) if assessment is not None else ()
        return "; ".join(
            self._say(Reviewed[each.action.name], reviewer=each.reviewer, date=each.at.date(), reason=each.reason)
            for each in found
        )

    def shown_answer(self, question_id: str) -> str:
        """Return what counts as the answer, as a person would write it; empty if there is none."""
        fact, question = self._facts.get(question_id), self._scorer.questions[question_id]
        if fact is not None and fact.value is not None:
            return show_value(question, fact.value, self._language)
        answer = self._answers.get(question_id)
        return "" if answer is None else show_answer(question, answer, self._language)

    def because(self, criterion: Criterion, cause: Cause) -> str:
        """Return one sentence that names what decided."""
        names = self.grounds.named(criterion, cause)
        if cause in (Cause.UNANSWERED, Cause.APPLICABILITY_UNKNOWN):
            reasons = "; ".join(self._open(name) for name in names)
            known = cause is Cause.UNANSWERED
            return f"{reasons}." if known else self._say(Reasons.APPLICABILITY_OPEN, reasons=reasons)
        if cause is Cause.REMOVED:
            return self._say(Reasons.REMOVED, questions=", ".join(names))
        said = "; ".join(self._say(Reasons.SAID, question=self._name(name), answer=self._said(name)) for name in names)
        if cause is Cause.DOES_NOT_APPLY:
            return self._say(Reasons.DOES_NOT_APPLY, reasons=said)
        if cause is Cause.EVIDENCE_WEAK:
            lacks = "; ".join(self._lacks(name, criterion.evidence) for name in names)
            return self._say(Reasons.SUPPORT_LACKS, reasons=lacks)
        if cause is Cause.EVIDENCE_UNDATED:
            return self._say(Reasons.UNDATED, questions=", ".join(names))
        return _sentence(f"{said}.") if RISK_TIER in names else f"{said}."

    def _name(self, question_id: str) -> str:
        return self._say(Conditions.RISK_TIER) if question_id == RISK_TIER else question_id

    def _said(self, question_id: str) -> str:
        hidden = self.grounds.visibility(question_id) in (FALSE, REMOVED)
        if hidden:
            return self._say(Reasons.NOT_ASKED)
        answer, fact = self._answers.get(question_id), self._facts.get(question_id)
        shown = self.shown_answer(question_id)
        said = self._say(Reasons.QUOTED, answer=shown) if shown else self._say(Reasons.NO_ANSWER)
        if answer is None or fact is None or fact.value is None or fact.value == answer.value:
            return said
        given = show_answer(self._scorer.questions[question_id], answer, self._language)
        return self._say(Reasons.BY_ASSESSOR, answer=said, given=given)

    def _open(self, question_id: str) -> str:
        answer, fact = self._answers.get(question_id), self._facts.get(question_id)
        if question_id == RISK_TIER:
            return self._say(Reasons.TIER_OPEN)
        if answer is None or fact is None:
            if self.grounds.visibility(question_id) == UNKNOWN:
                return self._say(Reasons.NOT_ANSWERED_GATED, question=question_id, gates=self._gates(question_id))
            return self._say(Reasons.NOT_ANSWERED, question=question_id)
        if self.grounds.reason_is_open(question_id):
            return self._say(Reasons.REASON_OPEN, question=question_id)
        if fact.value is None:
            return self._say(Reasons.CHALLENGED, question=question_id)
        return self._say(Reasons.GATED, question=question_id, gates=self._gates(question_id))

    def _gates(self, question_id: str) -> str:
        question = self._scorer.questions[question_id]
        leaves = question.show_when.leaves() if question.show_when is not None else ()
        return ", ".join(dict.fromkeys(leaf.question for leaf in leaves))

    def _lacks(self, question_id: str, rule: EvidenceRule | None) -> str:
        """Say why the support of an answer is not enough for a rule."""
        fact, as_of = self._facts[question_id], self._scorer.as_of
        ended = [item for item in fact.evidence if item.counts and item.expired(as_of)]
        standing = [item for item in fact.evidence if item.counts and item not in ended]
        if ended and not standing:
            last = max(ended, key=lambda item: str(item.valid_until))
            return self._say(Reasons.EXPIRED, document=last.name, question=question_id, date=last.valid_until)
        if rule is None or fact.grade.rank < rule.grade.rank:
            grade = self._grade(fact.grade)
            if rule is None or rule.grade is Grade.DOCUMENTED:
                return self._say(Reasons.DOCUMENT_LACKS, question=question_id, grade=grade)
            return self._say(Reasons.GRADE_LACKS, question=question_id, grade=grade, asked=self._grade(rule.grade))
        if support(fact, rule, as_of) == UNDATED:
            return self._say(Reasons.DATE_LACKS, question=question_id)
        newest = max((item for item in standing if item.issued), key=lambda item: str(item.issued))
        age = term_words(rule.max_age, self._language) if rule.max_age is not None else ""
        return self._say(Reasons.TOO_OLD, document=newest.name, date=newest.issued, question=question_id, age=age)

    def _grade(self, grade: Grade) -> str:
        return self._say(Grades[grade.name])

    def _say(self, phrase: Phrase, **facts: object) -> str:
        return phrase.say(self._language, **facts)

    def to_do(self, criterion: Criterion, cause: Cause) -> str:
        """Return what closes the gap: what is missing first, then the policy's remediation where it may be needed."""
        remedy = say(criterion.remediation.do, self._language)
        names = self.grounds.named(criterion, cause)
        if cause in (Cause.UNANSWERED, Cause.APPLICABILITY_UNKNOWN):
            return self._to_do_open(names, remedy)
        rule = criterion.evidence
        if cause not in (Cause.EVIDENCE_WEAK, Cause.EVIDENCE_UNDATED) or rule is None:
            return remedy
        if rule.grade is Grade.VERIFIED:
            return self._say(ToDo.SHOW, questions=", ".join(names))
        joined = listed(names, Conditions.ALL_OF_LIST, self._language)
        if rule.max_age is None:
            return self._say(ToDo.ATTACH, questions=joined)
        return self._say(ToDo.ATTACH_DATED, questions=joined, date=rule.max_age.before(self._scorer.as_of))

    def _to_do_open(self, names: Sequence[str], remedy: str) -> str:
        """Say what settles open answers: those missing, those challenged, those whose N/A reason nobody accepted."""
        missing = [question for question in names if question not in self._facts]
        waiting = list(filter(self.grounds.reason_is_open, names))
        parts = [self._say(ToDo.ANSWER, questions=", ".join(missing), remedy=remedy)] if missing else []
        parts += [
            self._say(ToDo.SETTLE, question=question, review=_sentence(self._review(question))).rstrip()
            for question in names
            if question not in missing and question not in waiting
        ]
        if waiting:
            parts.append(self._say(ToDo.WAIT, questions=", ".join(waiting)))
        return " ".join(parts)

    def needed(self, criterion: Criterion) -> str:
        """Return what would meet the criterion, in one sentence."""
        text = sentence(criterion.met_when, self._scorer.questions, self._language)
        rule = criterion.evidence
        if rule is None:
            return f"{text}."
        facts = {"condition": text, "grade": self._grade(rule.grade)}
        ageless, aged = (
            (Needed.VERIFIED, Needed.VERIFIED_AGED)
            if rule.grade is Grade.VERIFIED
            else (Needed.GRADED, Needed.GRADED_AGED)
        )
        if rule.max_age is None:
            return self._say(ageless, **facts)
        return self._say(aged, **facts, age=term_words(rule.max_age, self._language))


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
