"""``content check``: everything wrong with the content, at once, each fault at its place."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches
from functools import partial
from itertools import chain

from vendorrisk.building import build, faults_of
from vendorrisk.check_crosswalks import check_crosswalk
from vendorrisk.check_layouts import check_layout
from vendorrisk.content import Content
from vendorrisk.model.fault import Fault, RefusedInput
from vendorrisk.model.glossary import Glossary
from vendorrisk.model.overlay import Overlay
from vendorrisk.model.policy import Criterion, Policy
from vendorrisk.model.questionnaire import Question, Questionnaire, QuestionType
from vendorrisk.rules.contrast import Side, contrast
from vendorrisk.rules.labels import NOT_APPLICABLE_IN_ENGLISH, named_alike
from vendorrisk.rules.leaf import RISK_PREFIX
from vendorrisk.rules.static import (
    Flaw,
    beyond,
    check_contradictions,
    check_criterion,
    check_ids,
    check_show_when,
    never_met,
    never_shown,
    never_true,
)
from vendorrisk.scenario_gaps import scenario_gaps
from vendorrisk.scenarios import Trials, scenario_files
from vendorrisk.yamlfile import Located


def check(content: Content) -> tuple[Fault, ...]:
    """Return all faults of questionnaires, layouts, crosswalks, tiers, policies, overlays, scenarios; empty if none."""
    faults: list[Fault] = []
    steps: list[Callable[[], tuple[Fault, ...]]] = [
        *(partial(_check_questionnaire, content, name) for name in content.questionnaires()),
        partial(_check_glossary, content),
        partial(_check_risk_tiers, content),
        *(partial(check_layout, content, name) for name in content.layouts()),
        *(partial(check_crosswalk, content, name) for name in content.crosswalks()),
        *(partial(_check_policy, content, name) for name in content.policies()),
        *(partial(_check_overlay, content, name) for name in content.overlays()),
        *(partial(_check_together, content, name) for name in content.policies()),
        partial(_check_scenarios, content),
    ]
    for step in steps:
        try:
            faults += step()
        except RefusedInput as refused:
            faults += refused.faults
    return tuple(dict.fromkeys(faults))


def must_be_sound(content: Content, policy_id: str) -> None:
    """Raise :class:`RefusedInput` with all faults of a policy and of what it rests on; scenarios apart."""
    questionnaire = content.policy(policy_id).questionnaire
    base, *overlays = content.policy_name(policy_id).split("+")
    faults = (
        *_check_questionnaire(content, questionnaire),
        *_check_risk_tiers(content),
        *_check_policy(content, base),
        *chain.from_iterable(_check_overlay(content, each) for each in overlays),
        *(_unmeetable_together(content, base, overlays) if overlays else ()),
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
    flaws = [*check_ids(questions.values()), *(list(check_show_when(questions)) or never_shown(questions))]
    terms = _glossary_ids(content)
    for question in questionnaire.questions:
        flaws += _references(content, question.id, question.references)
        flaws += _misread_labels(question)
        if terms is not None:
            flaws += _unknown(question.id, "terms", question.terms, terms)
    for section in questionnaire.sections:
        prefix = section.section if questionnaire.respondent == "vendor" else "risk"
        flaws += [
            Flaw(question.id, "id", question.id, f"An id in this section begins with '{prefix}.'.")
            for question in section.questions
            if not question.id.startswith(prefix + ".")
        ]
    return *_misnamed(located, "questionnaire", name), *faults_of(located, flaws)


def _misread_labels(question: Question) -> Iterator[Flaw]:
    """Yield the labels of options that workbooks would read as another option, as N/A, or as several."""
    read: dict[str, list[str]] = {}
    if question.not_applicable == "justify":
        read["not applicable"] = [*NOT_APPLICABLE_IN_ENGLISH]
    for option in question.options:
        labels = option.label.values() if isinstance(option.label, dict) else (option.label,)
        for text in dict.fromkeys((option.id, *labels)):
            first = named_alike(text, read)
            if first not in ("", option.id):
                yield Flaw(question.id, "options", option.id, f"'{text}' stands for {first} and for {option.id}.")
            read.setdefault(option.id, []).append(text)
            if question.type is QuestionType.MULTI and (";" in text or "\n" in text):
                yield Flaw(question.id, "options", option.id, "A label stands on one line and holds no semicolon.")


def _check_glossary(content: Content) -> tuple[Fault, ...]:
    located = content.locate_glossary()
    if located is None:
        return ()
    glossary = build(Glossary, located)
    ids = [entry.id for entry in glossary.entries]
    flaws: list[Flaw] = []
    for entry in glossary.entries:
        flaws += _references(content, entry.id, entry.references)
        flaws += _unknown(entry.id, "see", entry.see, ids)
        if entry.id in entry.see:
            flaws.append(Flaw(entry.id, "see", entry.id, "It leads to itself."))
    return faults_of(located, flaws)


def _glossary_ids(content: Content) -> list[str] | None:
    """Return the ids of the glossary's entries, none without a glossary; None where its own faults hide them."""
    try:
        return [entry.id for entry in content.glossary.entries] if content.glossary else []
    except RefusedInput:
        return None


def _unknown(owner: str, field: str, names: Iterable[str], known: Collection[str]) -> Iterator[Flaw]:
    """Yield the names of glossary entries that there are not."""
    for name in names:
        if name not in known:
            near = get_close_matches(name, known, n=1)
            hint = f" Did you mean '{near[0]}'?" if near else ""
            yield Flaw(owner, field, name, f"The glossary has no entry '{name}'.{hint}")


def _check_policy(content: Content, name: str) -> tuple[Fault, ...]:
    located = content.locate_policy(name)
    policy = build(Policy, located)
    content.must_ask(located, policy.questionnaire)
    parts = _parts(content, policy)
    flaws = chain.from_iterable(_criterion_flaws(content, policy, criterion, parts) for criterion in policy.criteria)
    flaws = chain(flaws, _contradiction_flaws(content, policy))
    return *_misnamed(located, "policy", name), *faults_of(located, flaws)


def _contradiction_flaws(content: Content, policy: Policy) -> Iterator[Flaw]:
    questions = content.questions_of(policy)
    broken = list(check_contradictions(policy.contradictions, questions))
    yield from broken
    for number, condition in enumerate(() if broken else policy.contradictions, start=1):
        sides = {leaf.question.startswith(RISK_PREFIX) for leaf in condition.leaves()}
        if len(sides) != 2:
            what = f"The contradiction no. {number} must name a question of the triage and one that the vendor answers."
            yield Flaw("", "contradictions", "contradictions", what)
        yield from never_true("", "contradictions", condition, questions, f"no. {number} is never said")


Parts = Mapping[str, Collection[str]]
"""The questionnaires that vendors of low risk answer in place of the whole, with the ids of their questions."""


def _parts(content: Content, policy: Policy) -> Parts:
    names = content.parts_of(policy.questionnaire)
    return {name: {question.id for question in content.questionnaire(name).questions} for name in names}


def _criterion_flaws(content: Content, policy: Policy, criterion: Criterion, parts: Parts) -> Iterator[Flaw]:
    """Yield what is wrong with a criterion that is written in a policy, or in an overlay of it."""
    questions = content.questions_of(policy)
    broken = list(check_criterion(criterion, questions))
    yield from broken or never_met(criterion, questions)
    if not broken:
        yield from _beyond(criterion, questions, parts)
    yield from _references(content, criterion.id, criterion.references)
    if criterion.domain not in {section.section for section in content.questionnaire(policy.questionnaire).sections}:
        yield Flaw(criterion.id, "domain", "domain", f"There is no section '{criterion.domain}'.")
    if not criterion.id.startswith(_PREFIX[criterion.level]):
        what = f"The id of a criterion of level {criterion.level} begins with {_PREFIX[criterion.level]}."
        yield Flaw(criterion.id, "id", "id", what)


def _beyond(criterion: Criterion, questions: Mapping[str, Question], parts: Parts) -> Iterator[Flaw]:
    return chain.from_iterable(beyond(criterion, questions, asked, name) for name, asked in parts.items())


def _check_overlay(content: Content, name: str) -> tuple[Fault, ...]:
    located = content.locate_overlay(name)
    overlay = content.overlay(name)
    base = content.policy(overlay.base)
    effective = content.policy(f"{overlay.base}+{name}")
    questions, parts = content.questions_of(base), _parts(content, base)
    flaws: list[Flaw] = []
    for each in overlay.tighten:
        if each.also is not None:
            before, after = base.criterion(each.criterion), effective.criterion(each.criterion)
            flaws += _also_flaws(base.policy, Side(before, questions), Side(after, questions), parts)
    for criterion in overlay.add:
        flaws += _criterion_flaws(content, base, criterion, parts)
    return *_letters(content, located, overlay), *faults_of(located, flaws)


def _also_flaws(policy: str, before: Side, after: Side, parts: Parts) -> Iterator[Flaw]:
    """Yield what is wrong with the condition that an overlay adds to a criterion."""
    found, name = contrast(before, after), before.criterion.id
    if found is not None and not found.stricter:
        yield Flaw(name, "also", "also", f"This changes nothing: whoever meets {name} of {policy} meets this as well.")
        return
    flaws = list(never_met(*after))
    if not list(_beyond(*before, parts)):
        flaws += _beyond(*after, parts)
    for flaw in flaws:
        yield replace(flaw, field="also", word="also")


def _letters(content: Content, located: Located, overlay: Overlay) -> Iterator[Fault]:
    """Yield the added criteria whose three letters are not this overlay's own."""
    mine = overlay.add[0].id[4:7] if overlay.add else ""
    others = {name: content.overlay(name).add for name in content.overlays() if name != overlay.overlay}
    taken = {criterion.id[4:7]: name for name, added in others.items() for criterion in added}
    taken |= {criterion.id[4:7]: overlay.base for criterion in content.policy(overlay.base).criteria}
    for criterion in overlay.add:
        letters = criterion.id[4:7]
        what = f"An overlay has three letters of its own, and these are {mine}." if letters != mine else ""
        if letters in taken:
            what = f"{letters} are the letters of {taken[letters]}; an overlay has three letters of its own."
        if what:
            yield from faults_of(located, [Flaw(criterion.id, "id", criterion.id, what)])


def _check_together(content: Content, policy: str) -> tuple[Fault, ...]:
    """Check all overlays of a policy together: what can be met under all of them can be met under each choice."""
    overlays = [name for name in content.overlays() if content.overlay(name).base == policy]
    return _unmeetable_together(content, policy, overlays)


def _unmeetable_together(content: Content, policy: str, overlays: Iterable[str]) -> tuple[Fault, ...]:
    found = [content.overlay(name) for name in overlays]
    if faults := content.faults_together(found):
        return tuple(faults)
    together = content.policy("+".join([policy, *(each.overlay for each in found)]))
    questions = content.questions_of(together)
    faults = []
    for criterion in together.criteria:
        adding = [each for each in found if (one := each.tightening(criterion.id)) and one.also is not None]
        if len(adding) > 1:
            names = ", ".join(each.overlay for each in adding[:-1])
            for flaw in never_met(criterion, questions):
                told = replace(flaw, field="also", word="also", what=f"Together with {names}: {flaw.what}")
                faults += faults_of(content.locate_overlay(adding[-1].overlay), [told])
    return tuple(faults)


def _check_scenarios(content: Content) -> tuple[Fault, ...]:
    trials = Trials(content)
    tried = [trials.run(content.locate(file)) for file in scenario_files(content)]
    faults = (fault for each in tried for fault in each.faults)
    return *faults, *scenario_gaps(content, trials, tried)


def _misnamed(located: Located, noun: str, name: str) -> tuple[Fault, ...]:
    """Say if the content names itself otherwise than its folder does, by which everything finds it."""
    if located.data[noun] == name:
        return ()
    what = f"This {noun} stands in the folder '{name}'; folder and id must be the same."
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
