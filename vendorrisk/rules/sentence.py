"""Conditions as plain sentences, for help, findings and documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from typing import Final

from vendorrisk.model.base import DEFAULT_LANGUAGE
from vendorrisk.model.condition import Condition, Leaf, Operator
from vendorrisk.model.questionnaire import Question, QuestionType
from vendorrisk.model.term import Term
from vendorrisk.phrases.findings import Conditions
from vendorrisk.phrases.words import term_words
from vendorrisk.rules.leaf import RISK_TIER
from vendorrisk.rules.values import label, show_value


def sentence(condition: Condition, questions: Mapping[str, Question], language: str = DEFAULT_LANGUAGE) -> str:
    """Return a condition as a clause without a full stop, such as ``access.mfa-admin is “Yes”``."""
    return _clause(condition, questions, language, nested=False)


def _clause(condition: Condition, questions: Mapping[str, Question], language: str, *, nested: bool) -> str:
    if isinstance(condition, Leaf):
        return leaf_sentence(condition, questions[condition.question], language)
    parts = [_clause(member, questions, language, nested=True) for member in condition.members]
    if condition.kind == "not":
        joined = Conditions.NOT.say(language, condition=parts[0])
    elif len(parts) == 1:
        return parts[0]
    else:
        word = Conditions.AND if condition.kind == "all" else Conditions.OR
        joined = reduce(lambda first, second: word.say(language, first=first, second=second), parts)
    return f"({joined})" if nested else joined


def leaf_sentence(leaf: Leaf, question: Question, language: str = DEFAULT_LANGUAGE) -> str:
    """Return one leaf as a clause that names the question by its id."""
    subject = Conditions.RISK_TIER.say(language) if leaf.question == RISK_TIER else leaf.question
    operand = str(leaf.operand)
    if isinstance(leaf.operand, tuple):
        labels = {option.id: label(option, language) for option in question.options}
        names = [Conditions.OPTION.say(language, label=labels.get(item, item)) for item in leaf.operand]
        phrase = _ONE.get(leaf.operator) if len(names) == 1 else None
        phrase = phrase or (Conditions.IS if leaf.operator is Operator.ONE_OF else Conditions[leaf.operator.name])
        last = Conditions.ALL_OF_LIST if leaf.operator is Operator.INCLUDES_ALL else Conditions.ONE_OF_LIST
        return phrase.say(language, question=subject, options=listed(names, last, language))
    if leaf.operator is Operator.NOT_BEFORE and operand.endswith(_BEFORE):
        age = term_words(Term.parse(operand.removesuffix(_BEFORE)), language)
        return Conditions.NOT_OLDER.say(language, question=subject, age=age)
    if leaf.operator is Operator.NOT_AFTER and operand == _AS_OF:
        return Conditions.NOT_IN_FUTURE.say(language, question=subject)
    phrase = Conditions[leaf.operator.name]
    return phrase.say(language, question=subject, value=_operand(leaf, question, language))


_ONE: Final = {
    Operator.INCLUDES_ANY: Conditions.INCLUDES_ONE,
    Operator.INCLUDES_ALL: Conditions.INCLUDES_ONE,
    Operator.INCLUDES_NONE: Conditions.INCLUDES_NOT,
}
"""How a set operator is said of a single option."""
_AS_OF: Final = "as_of"
_BEFORE: Final = " before as_of"
_AFTER: Final = " after as_of"


def listed(names: Sequence[str], last: Conditions, language: str) -> str:
    """Return names as a list; ``last`` is the phrase that joins the last one to the others."""
    if len(names) == 1:
        return names[0]
    return last.say(language, options=", ".join(names[:-1]), last=names[-1])


def _operand(leaf: Leaf, question: Question, language: str) -> str:
    if isinstance(leaf.operand, str):
        for option in question.options:
            if option.id == leaf.operand:
                return Conditions.OPTION.say(language, label=label(option, language))
        return _date(leaf.operand, language)
    if not isinstance(leaf.operand, int | float):
        return str(leaf.operand)
    if question.type in (QuestionType.LIST, QuestionType.MULTI):
        one = leaf.operand == 1
        return Conditions.ITEM.say(language) if one else Conditions.ITEMS.say(language, count=leaf.operand)
    return show_value(question, leaf.operand, language)


def _date(operand: str, language: str) -> str:
    for ending, phrase in ((_BEFORE, Conditions.BEFORE_AS_OF), (_AFTER, Conditions.AFTER_AS_OF)):
        if operand.endswith(ending):
            return phrase.say(language, age=term_words(Term.parse(operand.removesuffix(ending)), language))
    return Conditions.AS_OF.say(language) if operand == _AS_OF else operand
