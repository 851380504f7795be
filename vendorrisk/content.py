"""Finds, parses, validates and digests the content that a coalition edits.

Content is looked for in this order: an explicit folder, the nearest parent folder with a ``vendorrisk.toml``,
the content shipped in the wheel, the root of the checkout that the package runs from.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Self

from vendorrisk import yamlfile
from vendorrisk.building import build, faults_of, faults_of_part, file_list, refuse, refuse_flaws
from vendorrisk.model.base import Pin, say
from vendorrisk.model.canonical import canonical
from vendorrisk.model.fault import Fault, RefusedInput, UsageError
from vendorrisk.model.overlay import Overlay
from vendorrisk.model.policy import Criterion, Policy, RiskTiers
from vendorrisk.model.questionnaire import Question, Questionnaire
from vendorrisk.overlays import clashes, combine, loosenings
from vendorrisk.rules.leaf import RISK_TIER_QUESTION
from vendorrisk.rules.static import Flaw, check_contradictions, check_criterion, check_references
from vendorrisk.sources import Sources
from vendorrisk.yamlfile import Located

WORKSPACE_FILE = "vendorrisk.toml"

_PACKAGE = Path(__file__).parent
_TEXT_FIELDS = {"title", "description", "intro", "ask", "help", "why", "label", "because", "do"}
_NO_MEANING = _TEXT_FIELDS | {"version", "references", "coalition", "disclosure", "effort", "terms", "part_of"}
_NO_MEANING |= {"contradictions"}


class Content(Sources):
    """One coalition's content folder. Everything is read once, on first use."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.policy = cache(self._policy)
        self.overlay = cache(self._overlay)

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

    @property
    def is_shipped(self) -> bool:
        """Return whether it came with the program, which an update would overwrite."""
        return self.root == _PACKAGE / "_content"

    def policies(self) -> tuple[str, ...]:
        """Return the ids of all policies, overlays apart."""
        return self._ids("scoring", "policy.yaml")

    def overlays(self) -> tuple[str, ...]:
        """Return the ids of all overlays."""
        return tuple(sorted(path.stem for path in self.folder("scoring").glob("overlays/*.yaml")))

    def locate_policy(self, name: str) -> Located:
        """Return a policy's data with its places, its criteria files read in and given their domain."""
        self._must_be_policy(name)
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

    def _policy(self, name: str) -> Policy:
        if "+" in name:
            return self._combined(name)
        located = self.locate_policy(name)
        policy = build(Policy, located)
        self.must_ask(located, policy.questionnaire)
        refuse_flaws(located, self._flaws(policy.criteria, policy))
        refuse_flaws(located, check_contradictions(policy.contradictions, self.questions_of(policy)))
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
        self._must_be_policy(base)
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

    def questions_of(self, policy: Policy) -> dict[str, Question]:
        """Return every question that the conditions of a policy may name."""
        sections = (*self.questionnaire(policy.questionnaire).questions, *self.triage.questions, RISK_TIER_QUESTION)
        return {question.id: question for question in sections}

    def _must_be_policy(self, name: str) -> None:
        if name in self.overlays() and name not in self.policies():
            mend = "It is an overlay: write it behind the policy that it tightens, as in"
            raise UsageError(f"There is no policy '{name}'.", mend=f"{mend} {(*self.policies(), '…')[0]}+{name}.")
        self._must_be(name, self.policies(), "policy")


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
