"""The sheet of minimum criteria in plain words: nothing that decides a vendor's result is kept from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from openpyxl.worksheet.worksheet import Worksheet

from vendorrisk.capture.workbook_layout import put
from vendorrisk.capture.workbook_sheets import Draft
from vendorrisk.capture.workbook_style import cell, protect, set_height
from vendorrisk.capture.workbook_table import FIRST_ROW, begin_table, end_table
from vendorrisk.model.answer import Grade
from vendorrisk.model.base import say
from vendorrisk.model.condition import Condition
from vendorrisk.model.policy import Criterion, EvidenceRule
from vendorrisk.model.questionnaire import Question, QuestionType
from vendorrisk.phrases.findings import Conditions
from vendorrisk.phrases.words import term_words
from vendorrisk.phrases.workbook import Criteria as Words
from vendorrisk.rules.leaf import RISK_TIER_QUESTION
from vendorrisk.rules.sentence import sentence

_COLUMNS: Final = {
    Words.ID: 14,
    Words.CRITERION: 34,
    Words.MET_WHEN: 50,
    Words.RESTS_ON: 50,
    Words.APPLIES_WHEN: 30,
    Words.EVIDENCE: 24,
    Words.WHY: 40,
}
_FIRST_QUIET: Final = 4
_EVIDENCE: Final = {
    Grade.DOCUMENTED: (Words.DOCUMENT, Words.DOCUMENT_AGED),
    Grade.VERIFIED: (Words.REPORT, Words.REPORT_AGED),
}
_ASKED: Final = {
    Grade.DOCUMENTED: (Words.ASKS_DOCUMENT, Words.ASKS_DOCUMENT_AGED),
    Grade.VERIFIED: (Words.ASKS_REPORT, Words.ASKS_REPORT_AGED),
}


def write_criteria(sheet: Worksheet, draft: Draft, criteria: Sequence[Criterion]) -> None:
    """Write one row per criterion: what meets it, by which questions, and when it applies."""
    look, language = draft.look, draft.language
    questions = _questions(draft, criteria)
    begin_table(sheet, Words.TITLE.say(language), _COLUMNS, look, language)
    for row, criterion in enumerate(criteria, FIRST_ROW):
        texts = _texts(criterion, questions, language)
        for column, text in enumerate(texts, 1):
            shown = cell(sheet, row, column)
            put(shown, text)
            look.text(shown, quiet=column >= _FIRST_QUIET)
            look.underline(shown)
        look.id(cell(sheet, row, 1))
        set_height(sheet, row, dict(enumerate(texts, 1)))
    end_table(sheet, _COLUMNS, len(criteria), language)
    protect(sheet)


def _questions(draft: Draft, criteria: Iterable[Criterion]) -> Mapping[str, Question]:
    """Return every question that the criteria name; what is asked elsewhere, as by the triage, is named by its id."""
    asked = {
        leaf.question for criterion in criteria for condition in _conditions(criterion) for leaf in condition.leaves()
    }
    questions = {name: Question(id=name, ask=name, type=QuestionType.TEXT, help=name, why=name) for name in asked}
    return questions | {question.id: question for question in (*draft.questionnaire.questions, RISK_TIER_QUESTION)}


def _conditions(criterion: Criterion) -> list[Condition]:
    return [condition for condition in (criterion.applies_when, criterion.met_when) if condition is not None]


def _texts(criterion: Criterion, questions: Mapping[str, Question], language: str) -> tuple[str, ...]:
    applies = criterion.applies_when
    rests_on = dict.fromkeys(leaf.question for leaf in criterion.met_when.leaves())
    return (
        criterion.id,
        say(criterion.title, language),
        _plain(criterion.met_when, questions, language),
        "\n".join(f"{name}: {say(questions[name].ask, language)}" for name in rests_on),
        Words.ALWAYS.say(language) if applies is None else _plain(applies, questions, language),
        _asked_for(criterion.evidence, _EVIDENCE, language) or Words.WORD.say(language),
        say(criterion.why, language),
    )


def _plain(condition: Condition, questions: Mapping[str, Question], language: str) -> str:
    words = sentence(condition, questions, language)
    tier = Conditions.RISK_TIER.say(language)
    return f"{tier[0].upper()}{words[1:]}." if words.startswith(tier) else f"{words}."


def _asked_for(rule: EvidenceRule | None, phrases: Mapping[Grade, tuple[Words, Words]], language: str) -> str:
    """Return what a rule asks for, as a sentence; empty if the vendor's word is enough."""
    if rule is None or rule.grade not in phrases:
        return ""
    ageless, aged = phrases[rule.grade]
    if rule.max_age is None:
        return ageless.say(language)
    return aged.say(language, age=term_words(rule.max_age, language))


def asked_evidence(criteria: Iterable[Criterion], language: str) -> dict[str, str]:
    """Return for each question what the minimum criteria ask for as evidence of its answer, in sentences."""
    found: dict[str, dict[str, None]] = {}
    for criterion in criteria:
        if words := _asked_for(criterion.evidence, _ASKED, language):
            for leaf in criterion.met_when.leaves():
                found.setdefault(leaf.question, {})[words] = None
    return {name: "\n".join(words) for name, words in found.items()}
