"""What a coalition asks, and how it says it: questionnaires, risk tiers, glossary, frameworks and languages."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from vendorrisk import translations, yamlfile
from vendorrisk.building import M, build, file_list, refuse, refuse_flaws
from vendorrisk.including import not_includable, with_sections
from vendorrisk.model.base import DEFAULT_LANGUAGE, say
from vendorrisk.model.coverage import Framework
from vendorrisk.model.crosswalk import Crosswalk
from vendorrisk.model.fault import Fault, RefusedInput, UsageError
from vendorrisk.model.glossary import Entry, Glossary
from vendorrisk.model.language import ENGLISH, LANGUAGE_CODE, Language
from vendorrisk.model.layout import Layout
from vendorrisk.model.policy import RiskTiers
from vendorrisk.model.questionnaire import IncludingQuestionnaire, Question, Questionnaire
from vendorrisk.phrases import interface_texts
from vendorrisk.rules.static import check_ids, check_references, check_show_when, check_timeless
from vendorrisk.yamlfile import Located

RISK_TIERS = "scoring/risk-tiers"
GLOSSARY = "questionnaires/glossary"


class Sources:
    """The files of a content folder, and everything in them that policies rest on. Read once, on first use."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.questionnaire = cache(self._questionnaire)
        self.framework = cache(self._framework)
        self.catalogue = cache(self._catalogue)
        self.entries = cache(self._entries)
        self.layout = cache(self._layout)
        self.crosswalk = cache(self._crosswalk)

    def folder(self, name: str) -> Path:
        """Return the folder ``questionnaires``, ``scoring`` or ``reports``."""
        return self.root / name

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

    def locate_risk_tiers(self) -> Located:
        """Return the rules of the inherent risk tier with their places."""
        return self.locate("scoring/risk-tiers.yaml")

    def _questionnaire(self, name: str) -> Questionnaire:
        located = self.locate_questionnaire(name)
        questionnaire = build(Questionnaire, located)
        refuse_flaws(located, check_ids(questionnaire.questions))
        refuse_flaws(located, check_show_when({question.id: question for question in questionnaire.questions}))
        sources = [source] if (source := questionnaire.part_of) else []
        return self.translated(questionnaire, *(f"questionnaires/{each}" for each in (*sources, name)))

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

    def layouts(self) -> tuple[str, ...]:
        """Return the ids of all layout profiles of foreign questionnaires."""
        return tuple(sorted(path.stem for path in self.folder("questionnaires").glob("layouts/*.yaml")))

    def locate_layout(self, name: str) -> Located:
        """Return a layout profile's data with its places."""
        self._must_be(name, self.layouts(), "layout profile")
        return self._load(f"questionnaires/layouts/{name}.yaml")

    def _layout(self, name: str) -> Layout:
        return build(Layout, self.locate_layout(name))

    def crosswalks(self) -> tuple[str, ...]:
        """Return the ids of all crosswalks from one questionnaire to another."""
        return tuple(sorted(path.stem for path in self.folder("questionnaires").glob("crosswalks/*.yaml")))

    def locate_crosswalk(self, name: str) -> Located:
        """Return a crosswalk's data with its places."""
        self._must_be(name, self.crosswalks(), "crosswalk")
        return self._load(f"questionnaires/crosswalks/{name}.yaml")

    def _crosswalk(self, name: str) -> Crosswalk:
        return build(Crosswalk, self.locate_crosswalk(name))

    def origins_of(self, crosswalk: Crosswalk) -> tuple[str, ...]:
        """Return the ids of the questionnaires whose answers a crosswalk reads."""
        origin = crosswalk.origin
        if origin.layout is None:
            return (origin.questionnaire,) if origin.questionnaire else ()
        family = self.layout(origin.layout).questionnaire
        return tuple(f"{family}-{edition}" for edition in origin.editions)

    def crosswalks_from(self, origin: str, target: Questionnaire) -> tuple[Crosswalk, ...]:
        """Return the crosswalks that lead from a questionnaire to another, or to the one that it is part of."""
        found = (self.crosswalk(name) for name in self.crosswalks())
        ends = (target.questionnaire, target.part_of)
        return tuple(each for each in found if each.to in ends and origin in self.origins_of(each))

    def crosswalks_to(self, target: Questionnaire) -> tuple[str, ...]:
        """Return the ids of the questionnaires from which a crosswalk leads to one, or to the one it is part of."""
        found = (self.crosswalk(name) for name in self.crosswalks())
        ends = (target.questionnaire, target.part_of)
        return tuple(dict.fromkeys(name for each in found if each.to in ends for name in self.origins_of(each)))

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
            begin = f" Begin one with: vendorrisk content translate export {code}"
            known = f"Known: {', '.join(self.languages)}.{begin if LANGUAGE_CODE.fullmatch(code) else ''}"
            raise UsageError(f"There is no translation into '{code}'.", mend=known)
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
        if name not in known:
            raise UsageError(f"There is no {noun} '{name}'.", mend=f"Known: {', '.join(known) or 'none'}.")
