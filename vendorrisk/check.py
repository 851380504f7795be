"""``content check``: everything wrong with the content, at once, each fault at its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain

from vendorrisk.building import build, faults_of
from vendorrisk.content import Content
from vendorrisk.model.fault import Fault, RefusedInput
from vendorrisk.model.policy import Policy
from vendorrisk.model.questionnaire import Questionnaire
from vendorrisk.rules.static import Flaw, check_criterion, check_show_when, never_met, never_shown, never_true
from vendorrisk.yamlfile import Located


def check(content: Content) -> tuple[Fault, ...]:
    """Return all faults of all questionnaires, policies and the rules of the risk tier; empty if there are none."""
    faults: list[Fault] = []
    steps: list[Callable[[], tuple[Fault, ...]]] = [
        *(partial(_check_questionnaire, content, name) for name in content.questionnaires()),
        partial(_check_risk_tiers, content),
        *(partial(_check_policy, content, name) for name in content.policies()),
    ]
    for step in steps:
        try:
            faults += step()
        except RefusedInput as refused:
            faults += refused.faults
    return tuple(dict.fromkeys(faults))


def must_be_sound(content: Content, policy_id: str) -> None:
    """Raise :class:`RefusedInput` with all faults of a policy and of what it rests on."""
    questionnaire = content.policy(policy_id).questionnaire
    faults = (
        *_check_questionnaire(content, questionnaire),
        *_check_risk_tiers(content),
        *_check_policy(content, policy_id),
    )
    if faults:
        raise RefusedInput(
            f"{policy_id} has faults, so nothing is signed under it.",
            mend="Mend them, then look again: vendorrisk content check",
            faults=faults,
        )


def _check_risk_tiers(content: Content) -> tuple[Fault, ...]:
    questions = {question.id: question for question in content.triage.questions}
    rules = enumerate(content.risk_tiers.rules)
    flaws = (never_true(str(n), "when", rule.when, questions, "the rule never holds") for n, rule in rules)
    return faults_of(content.locate_risk_tiers(), chain.from_iterable(flaws))


def _check_questionnaire(content: Content, name: str) -> tuple[Fault, ...]:
    located = content.locate_questionnaire(name)
    questionnaire = build(Questionnaire, located)
    questions = {question.id: question for question in questionnaire.questions}
    flaws = list(check_show_when(questions)) or list(never_shown(questions))
    for question in questionnaire.questions:
        flaws += _references(content, question.id, question.references)
    for section in questionnaire.sections:
        prefix = section.section if questionnaire.respondent == "vendor" else "risk"
        flaws += [
            Flaw(question.id, "id", question.id, f"An id in this section begins with '{prefix}.'.")
            for question in section.questions
            if not question.id.startswith(prefix + ".")
        ]
    return *_misnamed(located, "questionnaire", name), *faults_of(located, flaws)


def _check_policy(content: Content, name: str) -> tuple[Fault, ...]:
    located = content.locate_policy(name)
    policy = build(Policy, located)
    content.must_ask(located, policy.questionnaire)
    questions = content.questions_of(policy)
    domains = {section.section for section in content.questionnaire(policy.questionnaire).sections}
    flaws: list[Flaw] = []
    for criterion in policy.criteria:
        flaws += list(check_criterion(criterion, questions)) or never_met(criterion, questions)
        flaws += _references(content, criterion.id, criterion.references)
        if criterion.domain not in domains:
            flaws.append(Flaw(criterion.id, "domain", "domain", f"There is no section '{criterion.domain}'."))
        if not criterion.id.startswith(_PREFIX[criterion.level]):
            what = f"The id of a criterion of level {criterion.level} begins with {_PREFIX[criterion.level]}."
            flaws.append(Flaw(criterion.id, "id", "id", what))
    return *_misnamed(located, "policy", name), *faults_of(located, flaws)


def _misnamed(located: Located, noun: str, folder: str) -> tuple[Fault, ...]:
    """Say if the content names itself otherwise than its folder does, by which everything finds it."""
    if located.data[noun] == folder:
        return ()
    what = f"This {noun} stands in the folder '{folder}'; folder and id must be the same."
    return (Fault(code="content", where=located.where((noun,)), what=what),)


_PREFIX = {"minimum": "MIN-", "expected": "EXP-", "leading": "LED-"}


def _references(content: Content, owner: str, references: dict[str, tuple[str, ...]]) -> Iterator[Flaw]:
    for framework, ids in references.items():
        catalogue = content.catalogue(framework)
        if catalogue is None:
            continue
        for name in ids:
            if name not in catalogue:
                yield Flaw(owner, "references", name, f"{framework} has no item '{name}'.")
