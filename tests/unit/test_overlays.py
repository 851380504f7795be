"""Overlays: what one policy of a base and its overlays asks, and what an overlay may not do."""
# ruff: noqa: E501  a table is read line by line

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from overlay_content import FINANCE, HEALTH, write_overlays
from pydantic import ValidationError
from tiny import criterion, policy

from vendorrisk.content import Content, pin
from vendorrisk.model.base import say
from vendorrisk.model.fault import RefusedInput, UsageError
from vendorrisk.model.overlay import Overlay
from vendorrisk.model.policy import Criterion, Policy, Tier, Verdict
from vendorrisk.overlays import clashes, combine, loosenings
from vendorrisk.translations import slots

TABLE = {tier: dict.fromkeys(Verdict, tier) for tier in Tier}


def base(**more: Any) -> Policy:
    first = criterion(1, {"s.a": ["best", "middle"]}, evidence={"grade": "documented", "max_age": "12 months"})
    second = criterion(2, {"s.b": "best"}, level="expected", id="EXP-TST-02", domain="t")
    return policy(first, second, residual_risk=TABLE, longest_waiver="6 months", **more)


def overlay(name: str = "finance", **more: Any) -> Overlay:
    fields = {"overlay": name, "version": "1.2.0", "title": name.title(), "description": "More.", "base": "tiny"}
    return Overlay.model_validate({**fields, **more})


def tightened(asked: dict[str, Any], *others: dict[str, Any]) -> Criterion:
    """Return the first criterion of the base under one overlay for each of these."""
    overlays = [overlay(f"o{number}", tighten=[one(**each)]) for number, each in enumerate((asked, *others))]
    assert not [flaw for each in overlays for flaw in loosenings(base(), each)]
    return combine(base(), overlays).criteria[0]


def one(**asked: Any) -> dict[str, Any]:
    return {"criterion": "MIN-TST-01", "why": "So be it.", **asked}


ALSO = {"title": "Both are so", "do": "Do that too."}


def test_each_field_is_tightened_and_the_others_stay() -> None:
    before = base().criteria[0]
    assert tightened({"weight": 9}) == before.model_copy(update={"weight": 9, "why": "It matters. So be it."})
    assert str(tightened({"within": "10 days"}).remediation.within) == "10 days"
    evidence = tightened({"evidence": {"grade": "verified"}}).evidence
    assert evidence is not None
    assert (evidence.grade, str(evidence.max_age)) == ("verified", "12 months")
    evidence = tightened({"evidence": {"max_age": "6 months"}}).evidence
    assert evidence is not None
    assert (evidence.grade, str(evidence.max_age)) == ("documented", "6 months")


def test_a_further_condition_brings_its_title_and_what_to_do() -> None:
    after = tightened({"also": {"s.b": "best"}, **ALSO})
    assert after.model_dump(mode="json")["met_when"] == {"all": [{"s.a": ["best", "middle"]}, {"s.b": "best"}]}
    assert (say(after.title), say(after.remediation.do)) == ("Both are so", "Make it so. Do that too.")


@pytest.mark.parametrize(
    ("before", "also", "after"),
    [
        ({"s.a": ["best", "middle"]}, {"s.a": "best"}, {"s.a": "best"}),
        ({"s.n": {"at_least": 30}}, {"s.n": {"at_least": 60}}, {"s.n": {"at_least": 60}}),
        ({"s.n": {"at_most": 30}}, {"s.n": {"at_most": 20}}, {"s.n": {"at_most": 20}}),
        ({"s.n": {"at_least": 3}}, {"s.n": {"at_most": 9}}, {"all": [{"s.n": {"at_least": 3}}, {"s.n": {"at_most": 9}}]}),
        ({"s.m": {"includes_all": ["b"]}}, {"s.m": {"includes_all": ["a", "b"]}}, {"s.m": {"includes_all": ["b", "a"]}}),
        ({"s.m": {"includes_any": ["b"]}}, {"s.m": {"includes_any": ["a"]}}, {"all": [{"s.m": {"includes_any": ["b"]}}, {"s.m": {"includes_any": ["a"]}}]}),
        ({"s.a": "best"}, {"s.a": "worst"}, {"all": [{"s.a": "best"}, {"s.a": "worst"}]}),
        ({"all": [{"s.a": "best"}, {"s.b": "best"}]}, {"s.b": "best"}, {"all": [{"s.a": "best"}, {"s.b": "best"}]}),
        ({"any": [{"s.a": "best"}, {"s.b": "best"}]}, {"s.a": "best"}, {"all": [{"any": [{"s.a": "best"}, {"s.b": "best"}]}, {"s.a": "best"}]}),
    ],
)  # fmt: skip
def test_conditions_on_the_same_answer_are_said_once(before: Any, also: Any, after: Any) -> None:
    whole = combine(policy(criterion(1, before)), [overlay(tighten=[one(also=also, **ALSO)])])
    assert whole.model_dump(mode="json")["criteria"][0]["met_when"] == after


def test_of_two_overlays_the_strictest_of_each_holds() -> None:
    one_way = {"level": None, "weight": 7, "evidence": {"grade": "verified"}, "within": "20 days"}
    other = {"weight": 9, "evidence": {"max_age": "3 months"}, "within": "25 days", "also": {"s.b": "best"}, **ALSO}
    third = {"evidence": {"max_age": "6 months"}, "also": {"s.a": "best"}, "title": "Still more", "do": "And that."}
    after = tightened(one_way, other, third)
    assert after.evidence is not None
    assert (after.weight, after.evidence.grade, str(after.evidence.max_age)) == (9, "verified", "3 months")
    assert str(after.remediation.within) == "20 days"
    assert after.model_dump(mode="json")["met_when"] == {"all": [{"s.a": "best"}, {"s.b": "best"}]}
    assert say(after.title) == "Both are so; Still more"
    assert say(after.why) == "It matters. So be it."


def test_what_two_overlays_say_alike_is_said_once() -> None:
    german = {"en": "Both are so", "de": "Beides gilt"}
    first = {"also": {"s.b": "best"}, "title": german, "do": "Do that too.", "why": "Law A asks."}
    second = {"also": {"s.b": "best"}, "title": german, "do": "Do that too.", "why": "Law B asks."}
    after = tightened(first, second, {"weight": 9, "why": "Law A asks."})
    assert after.title == german
    assert say(after.remediation.do) == "Make it so. Do that too."
    assert say(after.why) == "It matters. Law A asks. Law B asks."


@pytest.mark.parametrize(
    ("met", "partly", "after"),
    [
        ({"s.a": "best"}, None, {"s.a": "best"}),
        ({"s.a": "best"}, {"s.a": "middle"}, {"any": [{"s.a": "best"}, {"s.a": "middle"}]}),
        ({"s.a": "best"}, {"s.a": ["best", "middle"]}, {"s.a": ["best", "middle"]}),
        ({"s.n": {"at_least": 6}}, {"s.n": {"more_than": 0}}, {"s.n": {"more_than": 0}}),
        ({"s.n": {"at_most": 6}}, {"s.n": {"less_than": 6}}, {"any": [{"s.n": {"at_most": 6}}, {"s.n": {"less_than": 6}}]}),
        ({"s.m": {"includes_all": ["a", "b"]}}, {"s.m": {"includes_any": ["b", "c"]}}, {"s.m": {"includes_any": ["b", "c"]}}),
        ({"s.m": {"includes_any": ["a", "b"]}}, {"s.m": {"includes_all": ["a"]}}, {"any": [{"s.m": {"includes_any": ["a", "b"]}}, {"s.m": {"includes_all": ["a"]}}]}),
        ({"s.a": "best"}, {"any": [{"s.b": "best"}, {"s.a": ["best", "middle"]}]}, {"any": [{"s.b": "best"}, {"s.a": ["best", "middle"]}]}),
        ({"s.a": "best"}, {"all": [{"s.b": "best"}, {"s.a": ["best", "middle"]}]}, {"any": [{"s.a": "best"}, {"all": [{"s.b": "best"}, {"s.a": ["best", "middle"]}]}]}),
        ({"s.a": "best", "s.b": "best"}, {"s.b": ["best", "middle"]}, {"s.b": ["best", "middle"]}),
        ({"s.a": "best", "s.b": "best"}, {"s.a": ["best", "middle"], "s.b": ["best", "middle"]}, {"all": [{"s.a": ["best", "middle"]}, {"s.b": ["best", "middle"]}]}),
        ({"any": [{"s.a": "best"}, {"s.b": "best"}]}, {"s.b": ["best", "middle"]}, {"any": [{"s.a": "best"}, {"s.b": "best"}, {"s.b": ["best", "middle"]}]}),
        ({"any": [{"s.a": "best"}, {"s.b": "best"}]}, {"any": [{"s.b": ["best", "middle"]}, {"s.a": "best"}]}, {"any": [{"s.b": ["best", "middle"]}, {"s.a": "best"}]}),
        ({"not": {"s.a": "best"}}, {"s.a": "middle"}, {"any": [{"not": {"s.a": "best"}}, {"s.a": "middle"}]}),
    ],
)  # fmt: skip
def test_who_met_the_base_keeps_half_under_a_further_condition(met: Any, partly: Any, after: Any) -> None:
    before = policy(criterion(1, met, partly_met_when=partly))
    asked = combine(before, [overlay(tighten=[one(also={"s.c": "best"}, **ALSO)])])
    assert asked.model_dump(mode="json")["criteria"][0]["partly_met_when"] == after
    heavier = combine(before, [overlay(tighten=[one(weight=9)])])
    assert heavier.criteria[0].partly_met_when == before.criteria[0].partly_met_when


def test_translations_know_a_tightening_by_its_criterion() -> None:
    asked = overlay(tighten=[one(weight=9), {"criterion": "EXP-TST-02", "level": "minimum", "why": "So be it."}])
    found = {each.path: each.context for each in slots(asked.model_dump(mode="json"), "scoring/finance")}
    assert found["MIN-TST-01.why"] == "criterion: why it is asked for · Finance"
    assert found["EXP-TST-02.why"] == "minimum criterion: why it is asked for · Finance"


def test_terms_of_the_whole_policy_are_the_strictest() -> None:
    finance = overlay(cadence={"low": "6 months"}, not_applicable_limit=20, residual_risk={"low": {"meets": "medium"}})
    health = overlay("health", cadence={"low": "3 months", "high": "9 months"}, longest_waiver="2 months")
    assert not [flaw for each in (finance, health) for flaw in loosenings(base(), each)]
    after = combine(base(), [finance, health])
    assert {tier.value: str(term) for tier, term in after.cadence.items()} == {
        "low": "3 months",
        "medium": "12 months",
        "high": "9 months",
        "critical": "12 months",
    }
    assert (after.not_applicable_limit, str(after.longest_waiver)) == (20, "2 months")
    assert after.residual_risk[Tier.LOW] == {**TABLE[Tier.LOW], Verdict.MEETS: Tier.MEDIUM}


def test_added_criteria_stand_after_the_base_by_domain() -> None:
    last, first = (
        criterion(3, {"s.a": "best"}, id="MIN-FIN-01", domain="t"),
        criterion(4, {"s.a": "best"}, id="MIN-HEA-01"),
    )
    after = combine(base(), [overlay("finance", add=[last]), overlay("health", add=[first])])
    assert [each.id for each in after.criteria] == ["MIN-TST-01", "EXP-TST-02", "MIN-HEA-01", "MIN-FIN-01"]


def test_the_policy_names_its_overlays() -> None:
    after = combine(base(), [overlay("health", add=[criterion(3, {"s.a": "best"})]), overlay(tighten=[one(weight=9)])])
    assert (after.policy, after.version) == ("tiny+finance+health", "1.0.0+1.2.0+1.2.0")
    assert [(each.overlay, each.version) for each in after.overlays] == [("finance", "1.2.0"), ("health", "1.2.0")]
    assert say(after.title) == "Tiny, with Finance and Health"


def test_titles_and_reasons_are_told_in_the_languages_that_all_parts_have() -> None:
    german = {"en": "Tiny", "de": "Winzig", "fr": "Minuscule"}
    added = criterion(3, {"s.a": "best"})
    after = combine(
        base(title=german),
        [
            overlay("finance", title={"en": "Finance", "de": "Finanzen"}, add=[added]),
            overlay(
                "health", title={"en": "Health", "de": "Gesundheit"}, tighten=[one(weight=9, why={"de": "Darum."})]
            ),
        ],
    )
    assert after.title == {"en": "Tiny, with Finance and Health", "de": "Winzig, mit Finanzen und Gesundheit"}


def test_a_policy_file_names_no_overlays() -> None:
    with pytest.raises(ValidationError, match="have none"):
        policy(criterion(1, {"s.a": "best"}), policy="tiny+finance")
    with pytest.raises(ValidationError, match="have none"):
        policy(criterion(1, {"s.a": "best"}), overlays=[{"overlay": "finance", "version": "1.0.0", "title": "Finance"}])


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({}, "asks for nothing"),
        ({"tighten": [one()]}, "nothing is tightened"),
        ({"tighten": [one(weight=9), one(level="minimum")]}, "MIN-TST-01 stands twice"),
        ({"tighten": [one(also={"s.a": "best"})]}, "stand together"),
        ({"tighten": [one(weight=9, do="More.")]}, "stand together"),
        ({"tighten": [one(evidence={})]}, "name a stricter 'grade'"),
        ({"tighten": [{"criterion": "MIN-TST-01", "weight": 9}]}, "why"),
    ],
)
def test_an_overlay_says_what_it_tightens_and_why(content: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        overlay(**content)


def test_overlays_that_cannot_be_told_apart_do_not_fit_together() -> None:
    plain = policy(criterion(1, {"s.a": "best"}))
    days = overlay("days", tighten=[one(evidence={"grade": "documented", "max_age": "90 days"})])
    months = overlay("months", tighten=[one(evidence={"grade": "documented", "max_age": "3 months"})])
    assert not [flaw for each in (days, months) for flaw in loosenings(plain, each)]
    ((name, flaw),) = clashes([months, days])
    assert (name, flaw.owner, flaw.word) == ("months", "MIN-TST-01", "max_age")
    twice = criterion(1, {"s.a": "best"}, id="MIN-NEW-01")
    ((name, flaw),) = clashes([overlay("b", add=[twice]), overlay("a", add=[twice])])
    assert (name, flaw.owner, flaw.what) == ("b", "MIN-NEW-01", "a adds this id as well.")


# Names in content.


def test_the_order_of_overlays_makes_no_difference(tmp_path: Path) -> None:
    content = Content(write_overlays(tmp_path))
    whole = content.policy("coalition-minimum+finance+health")
    for name in ("coalition-minimum+health+finance", "coalition-minimum+health+finance+health"):
        assert content.policy(name) is whole
        assert content.policy_name(name) == "coalition-minimum+finance+health"
    found = pin(whole)
    assert str(found) == "coalition-minimum+finance+health 1.0.0+1.0.0+2.1.0"
    parts = [pin(content.policy(f"coalition-minimum{name}")) for name in ("", "+finance", "+health")]
    assert len({found.digest, *(each.digest for each in parts)}) == 4


def test_a_corrected_reason_keeps_the_meaning_of_the_whole(tmp_path: Path) -> None:
    before = pin(Content(write_overlays(tmp_path / "a")).policy("coalition-minimum+finance"))
    reworded = write_overlays(tmp_path / "b", {"finance": ("do: Remove it within", "do: Remove all of it within")})
    stricter = write_overlays(tmp_path / "c", {"finance": ("within: 10 days", "within: 9 days")})
    after = pin(Content(reworded).policy("coalition-minimum+finance"))
    assert (after.digest, after.full_digest == before.full_digest) == (before.digest, False)
    assert pin(Content(stricter).policy("coalition-minimum+finance")).digest != before.digest


@pytest.mark.parametrize(
    ("name", "said", "mend"),
    [
        ("coalition-minimum+finanse", "There is no overlay 'finanse'.", "Known: finance, health."),
        ("coalition-minimum+", "There is no overlay ''.", "Known: finance, health."),
        ("coalition+finance", "There is no policy 'coalition'.", "Known: coalition-minimum."),
        ("finance", "There is no policy 'finance'.", "as in coalition-minimum+finance."),
        ("coalition-minimum+../finance", "There is no overlay '../finance'.", "Known: finance, health."),
    ],
)
def test_an_unknown_name_lists_the_known_ones(tmp_path: Path, name: str, said: str, mend: str) -> None:
    with pytest.raises(UsageError) as unknown:
        Content(write_overlays(tmp_path)).policy(name)
    assert unknown.value.what == said
    assert unknown.value.mend.endswith(mend)


def test_an_overlay_belongs_to_one_policy(tmp_path: Path) -> None:
    folder = write_overlays(tmp_path)
    other = folder / "scoring" / "other"
    other.mkdir()
    for file in ("policy.yaml", "access.yaml"):
        text = (folder / "scoring/coalition-minimum" / file).read_text("utf-8")
        (other / file).write_text(text.replace("policy: coalition-minimum", "policy: other"), "utf-8")
    with pytest.raises(UsageError, match="The overlay finance tightens coalition-minimum, and not other"):
        Content(folder).policy("other+finance")


def test_clashing_overlays_are_refused_where_they_clash(tmp_path: Path) -> None:
    folder = write_overlays(tmp_path, {"health": ("id: EXP-HEA-01", "id: MIN-FIN-01")})
    with pytest.raises(RefusedInput) as refused:
        Content(folder).policy("coalition-minimum+finance+health")
    (fault,) = refused.value.faults
    line = HEALTH[: HEALTH.index("EXP-HEA-01")].count("\n") + 1
    assert fault.where == f"scoring/overlays/health.yaml:{line}:9"
    assert "MIN-FIN-01" in FINANCE
