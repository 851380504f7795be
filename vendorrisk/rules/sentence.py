"""Conditions as plain sentences, for help, findings and documents."""

from __future__ import annotations

from collections.abc import Mapping

from vendorrisk.model.base import DEFAULT_LANGUAGE
from vendorrisk.model.condition import Condition, Leaf, Operator
from vendorrisk.model.questionnaire import Question, QuestionType
from vendorrisk.rules.leaf import RISK_TIER
from vendorrisk.rules.values import label, show_value

_COMPARED = {
    Operator.AT_LEAST: "at least",
    Operator.AT_MOST: "at most",
    Operator.MORE_THAN: "more than",
    Operator.LESS_THAN: "less than",
    Operator.BEFORE: "before",
    Operator.AFTER: "after",
    Operator.NOT_BEFORE: "on or after",
    Operator.NOT_AFTER: "on or before",
}
_INCLUDES = {
    Operator.INCLUDES_ANY: "includes at least one of",
    Operator.INCLUDES_ALL: "includes all of",
    Operator.INCLUDES_NONE: "includes none of",
}


def sentence(condition: Condition, questions: Mapping[str, Question], language: str = DEFAULT_LANGUAGE) -> str:
    """Return a condition as a clause without a full stop, such as ``access.mfa-admin is “Yes”``."""
    return _clause(condition, questions, language, nested=False)


def _clause(condition: Condition, questions: Mapping[str, Question], language: str, *, nested: bool) -> str:
    if isinstance(condition, Leaf):
        return leaf_sentence(condition, questions[condition.question], language)
    parts = [_clause(member, questions, language, nested=True) for member in condition.members]
    if condition.kind == "not":
        joined = f"it is not so that {parts[0]}"
    elif len(parts) == 1:
        return parts[0]
    else:
        joined = (" and " if condition.kind == "all" else " or ").join(parts)
    return f"({joined})" if nested else joined


def leaf_sentence(leaf: Leaf, question: Question, language: str = DEFAULT_LANGUAGE) -> str:
    """Return one leaf as a clause that names the question by its id."""
    subject = "the inherent risk tier" if leaf.question == RISK_TIER else leaf.question
    return f"{subject} {_predicate(leaf, question, language)}"


def _predicate(leaf: Leaf, question: Question, language: str) -> str:
    if leaf.operator is Operator.ANSWERED:
        return "is answered"
    if isinstance(leaf.operand, tuple):
        labels = {option.id: label(option, language) for option in question.options}
        names = [f"“{labels.get(item, item)}”" for item in leaf.operand]
        if leaf.operator is Operator.ONE_OF:
            return f"is {_listed(names)}"
        return f"{_INCLUDES[leaf.operator]} {_listed(names, 'and' if leaf.operator is Operator.INCLUDES_ALL else 'or')}"
    if plain := _age(leaf):
        return plain
    return f"is {_COMPARED[leaf.operator]} {_operand(leaf, question, language)}" + _counted(leaf, question)


def _age(leaf: Leaf) -> str:
    """Return the way people say the commonest bounds on dates; empty for others."""
    operand = str(leaf.operand)
    if leaf.operator is Operator.NOT_BEFORE and operand.endswith(" before as_of"):
        return f"is not older than {operand.removesuffix(' before as_of')}"
    if leaf.operator is Operator.NOT_AFTER and operand == "as_of":
        return "is not in the future"
    return ""


def _listed(names: list[str], word: str = "or") -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {word} {names[-1]}"


def _operand(leaf: Leaf, question: Question, language: str) -> str:
    if isinstance(leaf.operand, str):
        for option in question.options:
            if option.id == leaf.operand:
                return f"“{label(option, language)}”"
        return leaf.operand.replace("as_of", "the assessment date")
    if question.type in (QuestionType.NUMBER, QuestionType.PERCENT) and isinstance(leaf.operand, int | float):
        return show_value(question, leaf.operand, language)
    return str(leaf.operand)


def _counted(leaf: Leaf, question: Question) -> str:
    if question.type not in (QuestionType.LIST, QuestionType.MULTI):
        return ""
    return " item" if leaf.operand == 1 else " items"
