"""Makes one policy of a base and its overlays, and finds what an overlay would loosen or leave as it is."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence

from vendorrisk.model.answer import Grade
from vendorrisk.model.base import DEFAULT_LANGUAGE, Text
from vendorrisk.model.overlay import Overlay, Tightening
from vendorrisk.model.policy import AppliedOverlay, Criterion, EvidenceRule, Policy, Remediation, Tier, Verdict
from vendorrisk.model.term import Term
from vendorrisk.rules.joining import all_of, either
from vendorrisk.rules.static import Flaw

_WITH = {"en": (", with ", " and "), "de": (", mit ", " und "), "fr": (", avec ", " et ")}
_WITH_ELSE = (" + ", " + ")


def combine(base: Policy, overlays: Iterable[Overlay]) -> Policy:
    """Return the policy that asks what the base and each overlay ask; their order is irrelevant.

    The overlays must tighten this base (see :func:`loosenings`) and fit together (see :func:`clashes`).
    """
    applied = sorted(overlays, key=lambda each: each.overlay)
    place = {domain: number for number, domain in enumerate(dict.fromkeys(each.domain for each in base.criteria))}
    added = [criterion for overlay in applied for criterion in overlay.add]
    added.sort(key=lambda each: (place.get(each.domain, len(place)), each.domain))
    limits = [each.not_applicable_limit for each in applied if each.not_applicable_limit is not None]
    changed = {
        "policy": "+".join([base.policy, *(each.overlay for each in applied)]),
        "version": "+".join([base.version, *(each.version for each in applied)]),
        "overlays": tuple(
            AppliedOverlay(overlay=each.overlay, version=each.version, title=each.title) for each in applied
        ),
        "title": _title(base.title, [each.title for each in applied]),
        "cadence": {tier: min([term, *_of_tier(applied, tier)]) for tier, term in base.cadence.items()},
        "not_applicable_limit": min([base.not_applicable_limit, *limits]),
        "longest_waiver": min([base.longest_waiver, *(each.longest_waiver for each in applied if each.longest_waiver)]),
        "residual_risk": _residual_risk(base, applied),
        "criteria": (*(_tightened(each, applied) for each in base.criteria), *added),
    }
    return Policy.model_validate({**dict(base), **changed})


def _of_tier(overlays: Iterable[Overlay], tier: Tier) -> Iterator[Term]:
    return (overlay.cadence[tier] for overlay in overlays if tier in overlay.cadence)


def _residual_risk(base: Policy, overlays: Iterable[Overlay]) -> dict[Tier, dict[Verdict, Tier]]:
    return {
        tier: {
            verdict: max([risk, *_cell(overlays, tier, verdict)], key=lambda each: each.rank)
            for verdict, risk in row.items()
        }
        for tier, row in base.residual_risk.items()
    }


def _cell(overlays: Iterable[Overlay], tier: Tier, verdict: Verdict) -> Iterator[Tier]:
    rows = (overlay.residual_risk.get(tier, {}) for overlay in overlays)
    return (row[verdict] for row in rows if verdict in row)


def _tightened(criterion: Criterion, overlays: Iterable[Overlay]) -> Criterion:
    """Return a criterion with the strictest of everything that overlays ask of it."""
    found = [each for each in (overlay.tightening(criterion.id) for overlay in overlays) if each is not None]
    if not found:
        return criterion
    titles = [each.title for each in found if each.title is not None]
    levels = [criterion.level, *(each.level for each in found if each.level)]
    terms = [criterion.remediation.within, *(each.within for each in found if each.within)]
    do = _joined([criterion.remediation.do, *(each.do for each in found if each.do is not None)])
    also = [each.also for each in found if each.also is not None]
    half = criterion.partly_met_when
    if also:  # who met the base keeps half
        half = criterion.met_when if half is None else either(criterion.met_when, half)
    return criterion.model_copy(
        update={
            "title": _joined(titles, "; ") if titles else criterion.title,
            "level": min(levels, key=lambda each: each.rank),
            "weight": max([criterion.weight, *(each.weight for each in found if each.weight)]),
            "evidence": _evidence(criterion.evidence, found),
            "met_when": all_of([criterion.met_when, *also]),
            "partly_met_when": half,
            "remediation": Remediation(do=do, within=min(terms)),
            "why": _joined([criterion.why, *(each.why for each in found)]),
        }
    )


def _evidence(rule: EvidenceRule | None, found: Iterable[Tightening]) -> EvidenceRule | None:
    asked = [each.evidence for each in found if each.evidence is not None]
    grades = [each.grade for each in (rule, *asked) if each is not None and each.grade is not None]
    ages = [each.max_age for each in (rule, *asked) if each is not None and each.max_age is not None]
    if not grades:
        return None
    return EvidenceRule(grade=max(grades, key=lambda each: each.rank), max_age=min(ages, default=None))


def _joined(texts: Sequence[Text], between: str = " ") -> Text:
    """Return texts as one that says each once, in the languages that all of them have."""
    if len(texts) == 1:
        return texts[0]
    every = _by_language(texts)
    return _plain(
        {language: between.join(dict.fromkeys(each[language] for each in every)) for language in _shared(every)}
    )


def _title(base: Text, overlays: Sequence[Text]) -> Text:
    """Return the title of a policy that names its overlays, in the languages that all of them have."""
    if not overlays:
        return base
    every = _by_language([base, *overlays])
    titles = {}
    for language in _shared(every):
        first, *more = (each[language] for each in every)
        start, last = _WITH.get(language, _WITH_ELSE)
        listed = last.join([", ".join(more[:-1]), more[-1]] if more[1:] else more)
        titles[language] = f"{first}{start}{listed}"
    return _plain(titles)


def _by_language(texts: Iterable[Text]) -> list[dict[str, str]]:
    return [{DEFAULT_LANGUAGE: text} if isinstance(text, str) else text for text in texts]


def _shared(every: Sequence[dict[str, str]]) -> list[str]:
    return [language for language in every[0] if all(language in each for each in every)]


def _plain(text: dict[str, str]) -> Text:
    return text[DEFAULT_LANGUAGE] if text.keys() == {DEFAULT_LANGUAGE} else text


def loosenings(base: Policy, overlay: Overlay) -> Iterator[Flaw]:
    """Yield everything of an overlay that would loosen its base, changes nothing, or has nothing to change."""
    yield from _loose_terms(base, overlay)
    known = {criterion.id: criterion for criterion in base.criteria}
    for tightening in overlay.tighten:
        criterion = known.get(tightening.criterion)
        if criterion is None:
            what = f"{base.policy} has no criterion '{tightening.criterion}'."
            yield Flaw(tightening.criterion, "criterion", tightening.criterion, what)
        else:
            yield from _loose_criterion(base.policy, criterion, tightening)
    for criterion in overlay.add:
        if criterion.id in known:
            what = f"{base.policy} has a criterion of this id; tighten that one, or choose another id."
            yield Flaw(criterion.id, "id", criterion.id, what)


def _loose_terms(base: Policy, overlay: Overlay) -> Iterator[Flaw]:
    name = base.policy
    for tier, term in overlay.cadence.items():
        if what := _not_shorter(name, term, base.cadence[tier]):
            yield Flaw("", "cadence", tier, what)
    limit = overlay.not_applicable_limit
    if limit is not None and limit >= base.not_applicable_limit:
        what = _not_stricter(name, limit, base.not_applicable_limit)
        yield Flaw("", "not_applicable_limit", "not_applicable_limit", what)
    if overlay.longest_waiver and (what := _not_shorter(name, overlay.longest_waiver, base.longest_waiver)):
        yield Flaw("", "longest_waiver", "longest_waiver", what)
    if overlay.residual_risk:
        yield from _loose_risk(base, overlay)


def _loose_risk(base: Policy, overlay: Overlay) -> Iterator[Flaw]:
    if not base.residual_risk:
        yield Flaw("", "residual_risk", "residual_risk", f"{base.policy} has no table of residual risk to raise.")
        return
    for tier, row in overlay.residual_risk.items():
        for verdict, risk in row.items():
            before = base.residual_risk[tier][verdict]
            if risk.rank <= before.rank:
                cell = f"{verdict} at {tier} risk: "
                yield Flaw("", "residual_risk", tier, cell + _not_stricter(base.policy, risk, before))
    table = _residual_risk(base, [overlay])
    for verdict in Verdict:
        for lower, higher in itertools.pairwise(Tier):
            if table[lower][verdict].rank > table[higher][verdict].rank:
                what = f"{verdict} would be {table[lower][verdict]} at {lower} risk, and less at {higher} risk."
                yield Flaw("", "residual_risk", higher if higher in overlay.residual_risk else lower, what)


def _loose_criterion(name: str, criterion: Criterion, asked: Tightening) -> Iterator[Flaw]:
    if asked.level is not None and asked.level.rank >= criterion.level.rank:
        yield Flaw(criterion.id, "level", "level", _not_stricter(name, asked.level, criterion.level))
    if asked.weight is not None and asked.weight <= criterion.weight:
        yield Flaw(criterion.id, "weight", "weight", _not_stricter(name, asked.weight, criterion.weight))
    if asked.within is not None and (what := _not_shorter(name, asked.within, criterion.remediation.within)):
        yield Flaw(criterion.id, "within", "within", what)
    if asked.evidence is None:
        return
    rule, grade, age = criterion.evidence, asked.evidence.grade, asked.evidence.max_age
    before = Grade.ASSERTED if rule is None else rule.grade
    if grade is not None and grade.rank <= before.rank:
        yield Flaw(criterion.id, "evidence", "grade", _not_stricter(name, grade, before))
    if rule is None and grade is None:
        yield Flaw(criterion.id, "evidence", "max_age", f"{name} asks for no evidence here: name a 'grade' as well.")
    if age is not None and rule is not None and rule.max_age and (what := _not_shorter(name, age, rule.max_age)):
        yield Flaw(criterion.id, "evidence", "max_age", what)


def _not_stricter(name: str, new: object, old: object) -> str:
    if new == old:
        return f"'{new}' changes nothing: {name} says so already."
    return f"'{new}' would loosen what {name} asks, '{old}'; an overlay can only tighten."


def _not_shorter(name: str, new: Term, old: Term) -> str:
    """Return why a term is not shorter than that of the base; empty if it is."""
    if not new.comparable(old):
        unit = "months" if old.months else "days"
        return f"Write it in {unit}, as {name} does ('{old}'), so that the shorter of the two can be told."
    return "" if new < old else _not_stricter(name, new, old)


def clashes(overlays: Iterable[Overlay]) -> Iterator[tuple[str, Flaw]]:
    """Yield what keeps overlays from being combined, each with the overlay that it is found in."""
    for one, other in itertools.combinations(sorted(overlays, key=lambda each: each.overlay), 2):
        taken = {criterion.id for criterion in one.add}
        for criterion in other.add:
            if criterion.id in taken:
                yield other.overlay, Flaw(criterion.id, "id", criterion.id, f"{one.overlay} adds this id as well.")
        for asked in other.tighten:
            first = one.tightening(asked.criterion)
            ages = [each.evidence.max_age for each in (first, asked) if each is not None and each.evidence is not None]
            if len(ages) == 2 and ages[0] and ages[1] and not ages[0].comparable(ages[1]):
                what = f"{one.overlay} says '{ages[0]}': use the same unit, so that the shorter of the two can be told."
                yield other.overlay, Flaw(asked.criterion, "evidence", "max_age", what)
