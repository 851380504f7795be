"""Which items of a framework a vendor's answers support, contradict or leave open.

What an answer says of an item follows from the criteria that test it; where none does, from the order of its options
(best first). Numbers, dates and texts that no criterion of a policy tests say nothing either way; of a questionnaire
that no policy judges they are left to the reader.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from vendorrisk.model.answer import Value
from vendorrisk.model.base import DEFAULT_LANGUAGE, say
from vendorrisk.model.condition import Condition, Leaf
from vendorrisk.model.coverage import Coverage, CoveredItem, CoveredQuestion, Framework, Reach
from vendorrisk.model.policy import Criterion
from vendorrisk.model.questionnaire import Question, Questionnaire
from vendorrisk.model.result import FindingState, Truth
from vendorrisk.rules.facts import Fact
from vendorrisk.rules.state import leaf_state
from vendorrisk.rules.truth import TRUE
from vendorrisk.rules.values import show_value
from vendorrisk.rules.visibility import visibility
from vendorrisk.scoring.scorer import Scorer


def cover(
    framework: Framework, scorer: Scorer, facts: Mapping[str, Fact], language: str = DEFAULT_LANGUAGE
) -> Coverage:
    """Return what the answers say of each item. ``facts`` are those of one assessment, with ``risk.tier``.

    Only criteria that apply, or may apply, to the vendor test its answers.
    """
    states = scorer.judge(facts).states
    applicable = (
        criterion
        for criterion, state in zip(scorer.policy.criteria, states, strict=True)
        if state is not FindingState.NOT_APPLICABLE
    )
    shown = visibility(scorer.asked, facts)
    held = {
        question: {
            (leaf_state(leaf, scorer.questions, facts, shown, scorer.as_of) == TRUE) == wanted
            for leaf, wanted in tested
        }
        for question, tested in _tests(applicable).items()
    }
    telling = [question for question in scorer.asked.questions if question.id in held or _ranks(question)]
    return _covered(framework, telling, facts, shown, held, language).model_copy(
        update={"policy": scorer.policy.policy}
    )


def cover_untested(
    framework: Framework, asked: Questionnaire, facts: Mapping[str, Fact], language: str = DEFAULT_LANGUAGE
) -> Coverage:
    """Return what the answers to a questionnaire that no policy judges say of each item, by the order of the options.

    Figures, dates and texts count too: they are for the reader to judge.
    """
    telling = [question for question in asked.questions if question.effort != "fixed"]
    return _covered(framework, telling, facts, visibility(asked, facts), {}, language)


def _covered(  # noqa: PLR0913, PLR0917  what is asked, what is known of it, and how it is said
    framework: Framework,
    telling: Iterable[Question],
    facts: Mapping[str, Fact],
    shown: Mapping[str, Truth],
    held: Mapping[str, Collection[bool]],
    language: str,
) -> Coverage:
    """Collect by item what each question says. ``held``: of those that criteria test, how the tests came out."""
    about: dict[str, list[CoveredQuestion]] = {item: [] for item in framework.items}
    for question in telling:
        ids = [item for item in question.references.get(framework.id, ()) if item in about]
        if not ids:
            continue
        fact = facts.get(question.id)
        one = CoveredQuestion(
            question=question.id,
            ask=say(question.ask, language),
            reach=_reach(question, fact, shown[question.id], held.get(question.id, ())),
            answer=show_value(question, fact.value, language) if fact and fact.value is not None else "",
            grade=fact.grade if fact else None,
        )
        for item in ids:
            about[item].append(one)
    rows = (
        CoveredItem(id=item, title=framework.items[item], reach=_together(covered), questions=tuple(covered))
        for item, covered in about.items()
    )
    return Coverage(framework=framework.id, name=framework.name, items=tuple(rows))


Tested = tuple[Leaf, bool]
"""A leaf that a criterion tests, and whether it is wanted true."""


def _tests(criteria: Iterable[Criterion]) -> Mapping[str, Sequence[Tested]]:
    found: dict[str, list[Tested]] = {}
    for criterion in criteria:
        for leaf, wanted in _leaves(criterion.met_when, wanted=True):
            found.setdefault(leaf.question, []).append((leaf, wanted))
    return found


def _leaves(condition: Condition, *, wanted: bool) -> Iterator[Tested]:
    if isinstance(condition, Leaf):
        yield condition, wanted
        return
    for member in condition.members:
        yield from _leaves(member, wanted=wanted != (condition.kind == "not"))


def _ranks(question: Question) -> bool:
    """Return whether the options run from good to bad: a mere fact about the service or the past doesn't."""
    return bool(question.options) and question.effort != "fixed"


def _reach(question: Question, fact: Fact | None, shown: Truth, held: Collection[bool]) -> Reach:
    if shown is Truth.FALSE or shown is Truth.REMOVED or (fact is not None and fact.removed):
        return Reach.NOT_ASKED
    if fact is None or fact.value is None or shown is Truth.UNKNOWN:
        return Reach.OPEN
    if set(held) == {True}:
        return Reach.SUPPORTED
    if set(held) == {True, False}:
        return Reach.PARTLY
    return _by_rank(question, fact.value, tested=bool(held))


def _by_rank(question: Question, value: Value, *, tested: bool) -> Reach:
    """Judge an answer by its place among the options; one that fails every test is never better than partly."""
    if not question.options:
        return Reach.CONTRADICTED if tested else Reach.TO_JUDGE
    if isinstance(value, tuple):
        alone = {option.id for option in question.options if option.exclusive}
        best, worst = not tested and set(value) == set(question.option_ids) - alone, set(value) <= alone
    else:
        best, worst = not tested and value == question.option_ids[0], value == question.option_ids[-1]
    return Reach.SUPPORTED if best else Reach.CONTRADICTED if worst else Reach.PARTLY


def _together(questions: Sequence[CoveredQuestion]) -> Reach:
    """Return what several answers say together: the first that any of them says, in the order of :class:`Reach`."""
    said = {question.reach for question in questions}
    return next((reach for reach in Reach if reach in said), Reach.NO_QUESTION)
