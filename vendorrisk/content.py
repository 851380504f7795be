"""Finds, parses, validates and digests the content that a coalition edits.

Content is looked for in this order: an explicit folder, the nearest parent folder with a ``vendorrisk.toml``,
the content shipped in the wheel, the root of the checkout that the package runs from.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Self

from vendorrisk import translations, yamlfile
from vendorrisk.building import M, build, faults_of, faults_of_part, file_list, refuse, refuse_flaws
from vendorrisk.including import not_includable, with_sections
from vendorrisk.model.base import DEFAULT_LANGUAGE, Pin, say
from vendorrisk.model.canonical import canonical
from vendorrisk.model.coverage import Framework
from vendorrisk.model.fault import Fault, RefusedInput, UsageError
from vendorrisk.model.glossary import Entry, Glossary
from vendorrisk.model.language import ENGLISH, Language
from vendorrisk.model.overlay import Overlay
from vendorrisk.model.policy import Criterion, Policy, RiskTiers
from vendorrisk.model.questionnaire import IncludingQuestionnaire, Question, Questionnaire
from vendorrisk.overlays import clashes, combine, loosenings
from vendorrisk.phrases import interface_texts
from vendorrisk.rules.leaf import RISK_TIER_QUESTION
from vendorrisk.rules.static import Flaw, check_criterion, check_references, check_show_when, check_timeless
from vendorrisk.yamlfile import Located

WORKSPACE_FILE = "vendorrisk.toml"

RISK_TIERS = "scoring/risk-tiers"
GLOSSARY = "questionnaires/glossary"

_PACKAGE = Path(__file__).parent
_TEXT_FIELDS = {"title", "description", "intro", "ask", "help", "why", "label", "because", "do"}
_NO_MEANING = _TEXT_FIELDS | {"version", "references", "coalition", "disclosure", "effort", "terms", "part_of"}


class Content:
    """One coalition's content folder. Everything is read once, on first use."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.questionnaire = cache(self._questionnaire)
        self.policy = cache(self._policy)
        self.overlay = cache(self._overlay)
        self.framework = cache(self._framework)
        self.catalogue = cache(self._catalogue)
        self.entries = cache(self._entries)

    @classmethod
    def find(cls, explicit: Path | None = None, start: Path | None = None) -> Self:
        """Return the content to use; raise :class:`UsageError` if ``explicit`` is no content folder."""
        if explicit is not None:
            if not (explicit / "questionnaires").is_dir():
                raise UsageError(
                    f"{explicit} holds no content.",
                    mend="Name a folder with questionnaires/, scoring/ and reports/ in it.",
                )
            return cls(explicit)
        folder = (start or Path.cwd()).resolve()
        for parent in (folder, *folder.parents):
            if (parent / WORKSPACE_FILE).is_file():
                return cls(parent)
        shipped = _PACKAGE / "_content"
        return cls(shipped if shipped.is_dir() else _PACKAGE.parent)

    def folder(self, name: str) -> Path:
        """Return the folder ``questionnaires``, ``scoring`` or ``reports``."""
        return self.root / name

    @property
    def is_shipped(self) -> bool:
        """Return whether it came with the program, which an update would overwrite."""
        return self.root == _PACKAGE / "_content"

    def questionnaires(self) -> tuple[str, ...]:
        """Return the ids of all questionnaires."""
        return self._ids("questionnaires", "questionnaire.yaml")

    def parts_of(self, questionnaire: str) -> tuple[str, ...]:
        """Return the ids of the questionnaires that take their questions from this one."""
        return tuple(name for name in self.questionnaires() if self._source(name) == questionnaire)

    def _source(self, name: str) -> Any:
        data = self._load(f"questionnaires/{name}/questionnaire.yaml").data
        include = data.get("include") if isinstance(data, dict) else None
        return include.get("questionnaire") if isinstance(include, dict) else None

    def policies(self) -> tuple[str, ...]:
        """Return the ids of all policies, overlays apart."""
        return self._ids("scoring", "policy.yaml")

    def overlays(self) -> tuple[str, ...]:
        """Return the ids of all overlays."""
        return tuple(sorted(path.stem for path in self.folder("scoring").glob("overlays/*.yaml")))

    def _ids(self, folder: str, main: str) -> tuple[str, ...]:
        return tuple(sorted(path.parent.name for path in self.folder(folder).glob(f"*/{main}")))

    def locate_questionnaire(self, name: str) -> Located:
        """Return a questionnaire's data with its places, its section files read in."""
        self._must_be(name, self.questionnaires(), "questionnaire")
        located = self._load(f"questionnaires/{name}/questionnaire.yaml")
        if isinstance(located.data, dict) and "include" in located.data:
            return self._include(located)
        faults: list[Fault] = []
        for index, file in enumerate(file_list(located, "sections")):
            try:
                section = self._load(f"questionnaires/{name}/{file}", said_at=located.where(("sections", index)))
            except RefusedInput as refused:
                faults += refused.faults
            else:
                located = located.embed(("sections", index), section)
        refuse(faults)
        return located

    def _include(self, located: Located) -> Located:
        """Return a questionnaire that takes its questions from another, with those in their places there."""
        including = build(IncludingQuestionnaire, located)
        include = including.include
        self.must_ask(located, include.questionnaire, within=("include",))
        if self._source(include.questionnaire) is not None:
            what = f"'{include.questionnaire}' has no questions of its own to include; name the one it takes them from."
            refuse([Fault(code="content", where=located.where(("include", "questionnaire")), what=what)])
        source = self.locate_questionnaire(include.questionnaire)
        refuse(list(not_includable(located, include, build(Questionnaire, source))))
        header = {key: value for key, value in located.data.items() if key != "include"}
        respondent = source.data.get("respondent", "vendor")
        data = {**header, "respondent": respondent, "part_of": include.questionnaire}
        return with_sections(Located(data, located.name, located.places), source, set(include.questions))

    def locate_policy(self, name: str) -> Located:
        """Return a policy's data with its places, its criteria files read in and given their domain."""
        self._must_be(name, self.policies(), "policy")
        located = self._load(f"scoring/{name}/policy.yaml")
        criteria: list[Any] = []
        places = {path: place for path, place in located.places.items() if path[:1] != ("criteria",) or len(path) == 1}
        faults: list[Fault] = []
        for index, file in enumerate(file_list(located, "criteria")):
            try:
                part = self._load(f"scoring/{name}/{file}", said_at=located.where(("criteria", index)))
                found = file_list(part, "criteria")
            except RefusedInput as refused:
                faults += refused.faults
                continue
            faults += faults_of_part(part)
            for number, criterion in enumerate(found):
                target: yamlfile.Path = ("criteria", len(criteria))
                places[(*target, "domain")] = part.where(("domain",))
                places |= {
                    target + path[2:]: place for path, place in part.places.items() if path[:2] == ("criteria", number)
                }
                domain = part.data.get("domain", "")
                criteria.append({"domain": domain, **criterion} if isinstance(criterion, dict) else criterion)
        refuse(faults)
        return Located({**located.data, "criteria": criteria}, located.name, places)

    def locate_overlay(self, name: str) -> Located:
        """Return an overlay's data with its places."""
        self._must_be(name, self.overlays(), "overlay")
        return self._load(f"scoring/overlays/{name}.yaml")

    def locate_risk_tiers(self) -> Located:
        """Return the rules of the inherent risk tier with their places."""
        return self.locate("scoring/risk-tiers.yaml")

    def _questionnaire(self, name: str) -> Questionnaire:
        located = self.locate_questionnaire(name)
        questionnaire = build(Questionnaire, located)
        refuse_flaws(located, check_show_when({question.id: question for question in questionnaire.questions}))
        sources = [source] if (source := questionnaire.part_of) else []
        return self.translated(questionnaire, *(f"questionnaires/{each}" for each in (*sources, name)))

    def _policy(self, name: str) -> Policy:
        if "+" in name:
            return self._combined(name)
        located = self.locate_policy(name)
        policy = build(Policy, located)
        self.must_ask(located, policy.questionnaire)
        refuse_flaws(located, self._flaws(policy.criteria, policy))
        return self.translated(policy, f"scoring/{name}")

    def _flaws(self, criteria: Iterable[Criterion], policy: Policy) -> Iterator[Flaw]:
        """Yield what is wrong with criteria that stand in a policy, or are added to it."""
        questions = self.questions_of(policy)
        domains = {section.section for section in self.questionnaire(policy.questionnaire).sections}
        for criterion in criteria:
            yield from check_criterion(criterion, questions)
            if criterion.domain not in domains:
                yield Flaw(criterion.id, "domain", "domain", f"There is no section '{criterion.domain}'.")

    def policy_name(self, name: str) -> str:
        """Return the normal form of a policy's name: its overlays in the order of their ids, each once.

        Raises :class:`UsageError` for a policy or overlay that there is not, or an overlay of another policy.
        """
        base, *overlays = name.split("+")
        self._must_be(base, self.policies(), "policy")
        for each in overlays:
            self._must_be(each, self.overlays(), "overlay")
            if self.overlay(each).base != base:
                raise UsageError(f"The overlay {each} tightens {self.overlay(each).base}, and not {base}.")
        return "+".join([base, *sorted(set(overlays))])

    def _combined(self, name: str) -> Policy:
        normal = self.policy_name(name)
        if normal != name:
            return self.policy(normal)
        base, *overlays = name.split("+")
        found = [self.overlay(each) for each in overlays]
        refuse(self.faults_together(found))
        return combine(self.policy(base), found)

    def faults_together(self, overlays: Sequence[Overlay]) -> list[Fault]:
        """Return what keeps overlays from being combined."""
        found = clashes(overlays)
        return [fault for name, flaw in found for fault in faults_of(self.locate_overlay(name), [flaw])]

    def _overlay(self, name: str) -> Overlay:
        located = self.locate_overlay(name)
        overlay = build(Overlay, located)
        if overlay.overlay != name or name in self.policies():
            what = f"The id of the overlay in the file '{name}' must be '{name}', and no policy may have it."
            refuse([Fault(code="content", where=located.where(("overlay",)), what=what)])
        if overlay.base not in self.policies():
            what = f"There is no policy '{overlay.base}'; known: {', '.join(self.policies()) or 'none'}."
            refuse([Fault(code="content", where=located.where(("base",)), what=what)])
        base = self.policy(overlay.base)
        flaws = [*loosenings(base, overlay), *self._flaws(overlay.add, base)]
        for each in overlay.tighten:
            if each.also is not None:
                flaws += check_references(each.criterion, "also", each.also, self.questions_of(base))
        refuse_flaws(located, flaws)
        return self.translated(overlay, f"scoring/{name}")

    @cached_property
    def risk_tiers(self) -> RiskTiers:
        """The rules that turn triage answers into the inherent risk tier."""
        located = self.locate_risk_tiers()
        tiers = build(RiskTiers, located)
        self.must_ask(located, tiers.questionnaire)
        questions = {question.id: question for question in self.questionnaire(tiers.questionnaire).questions}
        rules = [(str(number), rule.when) for number, rule in enumerate(tiers.rules)]
        refuse_flaws(
            located, (flaw for each in rules for flaw in check_references(each[0], "when", each[1], questions))
        )
        refuse_flaws(located, (flaw for each in rules for flaw in check_timeless(each[0], "when", each[1])))
        return self.translated(tiers, RISK_TIERS)

    @property
    def triage(self) -> Questionnaire:
        """The questionnaire that procurement answers."""
        return self.questionnaire(self.risk_tiers.questionnaire)

    def locate_glossary(self) -> Located | None:
        """Return the glossary with its places; None where there is none."""
        file = f"{GLOSSARY}.yaml"
        return self.locate(file) if (self.root / file).is_file() else None

    @cached_property
    def glossary(self) -> Glossary | None:
        """The meanings of words; None where the content has no glossary."""
        located = self.locate_glossary()
        return None if located is None else self.translated(build(Glossary, located), GLOSSARY)

    def terms_of(self, questions: Iterable[Question]) -> dict[str, Entry]:
        """Return the glossary's entries that these questions name, by id; an id that it lacks is left out."""
        known = {entry.id: entry for entry in self.glossary.entries} if self.glossary else {}
        named = dict.fromkeys(term for question in questions for term in question.terms)
        return {term: known[term] for term in named if term in known}

    def questions_of(self, policy: Policy) -> dict[str, Question]:
        """Return every question that the conditions of a policy may name."""
        sections = (*self.questionnaire(policy.questionnaire).questions, *self.triage.questions, RISK_TIER_QUESTION)
        return {question.id: question for question in sections}

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The codes of the languages that there are texts in, English first."""
        folders = self.root.glob("*/translations/*")
        return DEFAULT_LANGUAGE, *sorted({folder.name for folder in folders if folder.is_dir()} - {DEFAULT_LANGUAGE})

    def language(self, code: str) -> Language:
        """Return a language with the interface's texts; raise :class:`UsageError` if there are none in it."""
        if code == DEFAULT_LANGUAGE:
            return ENGLISH
        if code not in self.languages:
            raise UsageError(
                f"There is no translation into '{code}'.",
                mend=f"Known: {', '.join(self.languages)}. Begin one with: vendorrisk content translate export {code}",
            )
        entries = self.entries(translations.INTERFACE, code)
        texts = interface_texts().items()
        found = {path: translations.usable(entries, path, english) for path, (english, _) in texts}
        return Language(code, {path: text for path, text in found.items() if text})

    def translated(self, model: M, *pieces: str) -> M:
        """Return the model with its texts in every language; ``pieces`` are what it is made of, the strongest last.

        A piece is named by folder and id, such as ``scoring/coalition-minimum``.
        """
        found = [(code, self.entries(piece, code)) for code in self.languages[1:] for piece in pieces]
        return translations.translated(model, pieces[-1], [each for each in found if each[1]])

    def _entries(self, piece: str, language: str) -> translations.Entries:
        """Return what the translation file of a piece holds; nothing where there is none."""
        file = translations.file_of(piece, language)
        return translations.read_entries(self._load(file)) if (self.root / file).is_file() else {}

    def locate(self, relative: str) -> Located:
        """Return any content file's data with its places, such as ``reports/theme.yaml``."""
        return self._load(relative)

    def frameworks(self) -> tuple[str, ...]:
        """Return the ids of what references lead to: the catalogues of frameworks, then the questionnaires."""
        catalogues = sorted(path.stem for path in (self.folder("questionnaires") / "catalogs").glob("*.json"))
        return tuple(dict.fromkeys((*catalogues, *self.questionnaires())))

    def _framework(self, name: str) -> Framework:
        self._must_be(name, self.frameworks(), "framework")
        file = self.folder("questionnaires") / "catalogs" / f"{name}.json"
        if not file.is_file():
            asked = self.questionnaire(name)
            return Framework(
                id=name, name=f"{say(asked.title)} {asked.version}", items={q.id: say(q.ask) for q in asked.questions}
            )
        data = json.loads(file.read_text("utf-8"))
        items = {control["id"]: control.get("title") or control.get("statement", "") for control in data["controls"]}
        return Framework(id=name, name=data.get("catalog", name), items=items)

    def _catalogue(self, framework: str) -> frozenset[str] | None:
        """Return the ids of a framework's items; None where we hold none, or a questionnaire's own faults hide them."""
        try:
            return frozenset(self.framework(framework).items) if framework in self.frameworks() else None
        except RefusedInput:
            return None

    def _load(self, relative: str, *, said_at: str = "") -> Located:
        path = self.root / relative
        try:
            return yamlfile.load(path.read_bytes(), relative)
        except (OSError, ValueError):
            fault = Fault(code="no-file", where=said_at or relative, what=f"The file {relative} can't be read.")
            raise RefusedInput(str(fault), faults=(fault,)) from None

    def must_ask(self, located: Located, questionnaire: str, within: yamlfile.Path = ()) -> None:
        """Raise :class:`RefusedInput` if the questionnaire that this content names does not exist."""
        known = self.questionnaires()
        if questionnaire not in known:
            what = f"There is no questionnaire '{questionnaire}'; known: {', '.join(known) or 'none'}."
            refuse([Fault(code="content", where=located.where((*within, "questionnaire")), what=what)])

    def _must_be(self, name: str, known: tuple[str, ...], noun: str) -> None:
        if name in known:
            return
        mend = f"Known: {', '.join(known) or 'none'}."
        if noun == "policy" and name in self.overlays():
            mend = f"It is an overlay: write it behind the policy that it tightens, as in {(*known, '…')[0]}+{name}."
        raise UsageError(f"There is no {noun} '{name}'.", mend=mend)


def pin(content: Questionnaire | Policy | RiskTiers) -> Pin:
    """Return id, version and both digests of resolved content (DESIGN section 3).

    The meaning digest leaves out texts, translations, references and the version, so that a corrected typo
    keeps it; the full digest covers everything. A number's unit is meaning (72 hours are not 72 days), its
    translations are not.
    """
    full = content.model_dump(mode="json")
    name = next(iter(full.values()))
    return Pin(
        id=name,
        version=content.version,
        digest=hashlib.sha256(canonical(_meaning(full))).hexdigest(),
        full_digest=hashlib.sha256(canonical(full)).hexdigest(),
    )


def _meaning(data: Any) -> Any:
    if isinstance(data, dict):
        kept = {key: value for key, value in data.items() if key not in _NO_MEANING}
        return {key: _unit(value) if key == "unit" else _meaning(value) for key, value in kept.items()}
    if isinstance(data, list):
        return [_meaning(item) for item in data]
    return data


def _unit(unit: Any) -> str | None:
    return None if unit is None else say(unit)
