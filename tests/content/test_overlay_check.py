"""One example for each thing that an overlay or a scenario file may not say: what is said of it, and at which place."""
# ruff: noqa: E501  a table is read line by line

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from overlay_content import FILES, write_overlays
from small_content import ROOT

from vendorrisk.check import check, must_be_sound
from vendorrisk.content import Content
from vendorrisk.model.fault import RefusedInput

BAD = {
    "unknown base": ("finance", "base: coalition-minimum", "base: minimum", "5:7", "There is no policy 'minimum'; known: coalition-minimum."),
    "overlay with another name than its file": ("finance", "overlay: finance", "overlay: finances", "1:10", "The id of the overlay in the file 'finance' must be 'finance'"),
    "longer validity": ("finance", "{low: 12 months}", "{low: 36 months}", "6:16", "cadence: '36 months' would loosen what coalition-minimum asks, '24 months'"),
    "same validity": ("finance", "{low: 12 months}", "{low: 24 months}", "6:16", "cadence: '24 months' changes nothing: coalition-minimum says so already."),
    "validity in another unit": ("finance", "{low: 12 months}", "{low: 300 days}", "6:16", "Write it in months, as coalition-minimum does ('24 months')"),
    "longer waivers": ("finance", "longest_waiver: 6 months", "longest_waiver: 2 years", "7:17", "longest_waiver: '24 months' would loosen"),
    "higher limit of n/a": ("finance", "longest_waiver: 6 months", "not_applicable_limit: 30", "7:23", "not_applicable_limit: '30' would loosen what coalition-minimum asks, '25'"),
    "residual risk without a table": ("finance", "longest_waiver: 6 months", "residual_risk: {low: {meets: medium}}", "7:16", "no table of residual risk"),
    "unknown criterion": ("finance", "criterion: MIN-ACC-01", "criterion: MIN-ACC-09", "9:16", "coalition-minimum has no criterion 'MIN-ACC-09'."),
    "longer remediation": ("finance", "within: 10 days", "within: 40 days", "11:13", "'40 days' would loosen what coalition-minimum asks, '30 days'"),
    "grade that is the base's": ("finance", "{grade: documented, max_age: 12 months}", "{grade: asserted}", "10:23", "'asserted' changes nothing"),
    "age without a grade": ("finance", "{grade: documented, max_age: 12 months}", "{max_age: 12 months}", "10:25", "asks for no evidence here: name a 'grade' as well."),
    "lower level": ("health", "criterion: MIN-ACC-02\n    title: Access is removed at once\n    also: {access.hours: {at_most: 1}}\n    do: Remove it at once.", "criterion: MIN-ACC-02\n    level: expected", "8:12", "'expected' would loosen what coalition-minimum asks, 'minimum'"),
    "lower weight": ("finance", "weight: 5\n    why", "weight: 1\n    why", "15:13", "'1' would loosen what coalition-minimum asks, '2'"),
    "condition on an unknown question": ("finance", "also: {access.hours:", "also: {access.hour:", "19:25", "There is no question 'access.hour'."),
    "condition on an unknown option": ("finance", "also: {access.hours: {at_most: 4}}", "also: {access.mfa: always}", "19:24", "'always' is no option of access.mfa"),
    "condition that the base asks already": ("finance", "{at_most: 4}", "{at_most: 48}", "19:11", "This changes nothing: whoever meets MIN-ACC-02 of coalition-minimum meets this as well."),
    "condition that nobody can meet with the base's": ("finance", "{at_most: 4}", "{at_least: 25}", "19:11", "No answers can meet this criterion."),
    "addition with an id of the base": ("finance", "id: MIN-FIN-01", "id: MIN-ACC-01", "23:9", "The id 'MIN-ACC-01' stands twice, first at"),
    "addition with an id of the base that is not tightened": ("health", "id: EXP-HEA-01", "id: EXP-ACC-01", "13:9", "coalition-minimum has a criterion of this id; tighten that one"),
    "addition with letters of a domain": ("finance", "id: MIN-FIN-01", "id: MIN-ACC-09", "23:9", "ACC are the letters of coalition-minimum"),
    "addition with letters of another overlay": ("finance", "id: MIN-FIN-01", "id: MIN-HEA-01", "23:9", "HEA are the letters of health"),
    "addition of another level than its id": ("finance", "level: minimum\n    weight: 5\n    met", "level: expected\n    weight: 5\n    met", "23:9", "begins with EXP-"),
    "addition to an unknown domain": ("finance", "domain: access", "domain: acces", "24:13", "There is no section 'acces'."),
    "addition on an unknown question": ("finance", "{access.tested: {not_after", "{access.test: {not_after", "28:29", "There is no question 'access.test'."),
    "addition that nobody can meet": ("health", "{at_least: desk}", "{all: [{at_least: desk}, {at_most: desk}]}", "18:15", "is no operator"),
    "addition that nobody can fail": ("health", "{at_least: desk}", "{at_least: nobody}", "18:15", "No answers can fail this criterion"),
    "reference of an addition": ("finance", "[A.1]", "[A.7]", "31:32", "made-up-1.0 has no item 'A.7'."),
    "two overlays that nobody can meet together": ("health", "{access.hours: {at_most: 1}}", "{all: [{access.hours: {more_than: 4}}, {access.hours: {less_than: 9}}]}", "9:11", "Together with finance: No answers can meet this criterion."),
    "scenario of an unknown policy": ("finance_scenarios", "+finance", "+finanse", "1:9", "There is no overlay 'finanse'. Known: finance, health."),
    "scenario without a name": ("health_scenarios", "name: Nobody does\n    ", "", "11:5", "'name' is missing."),
    "scenario that expects nothing": ("health_scenarios", "    expect: {EXP-HEA-01: unmet}\n", "", "11:5", "a scenario expects a finding or a verdict"),
    "answer to an unknown question": ("finance_scenarios", "answers: {access.mfa: yes}", "answers: {access.mfq: yes}", "9:27", "There is no question 'access.mfq'."),
    "given answer to an unknown question": ("finance_scenarios", "service.uses-ai: no", "service.ai: no", "5:15", "There is no question 'service.ai'."),
    "answer that is no option": ("finance_scenarios", "answers: {access.mfa: yes}", "answers: {access.mfa: Yes}", "9:27", "'Yes' is no option of access.mfa; it has yes, partly, no."),
    "text for a number": ("finance_scenarios", "answers: {access.hours: 24}", "answers: {access.hours: day}", "12:29", "access.hours takes a number, not 'day'."),
    "number out of bounds": ("finance_scenarios", "answers: {access.hours: 24}", "answers: {access.hours: -1}", "12:29", "-1 is below 0, the least that access.hours allows."),
    "date that is none": ("finance_scenarios", "access.tested: 2026-11-22", "access.tested: yesterday", "19:30", "access.tested takes an ISO date such as 2026-01-31, not 'yesterday'."),
    "option for several": ("finance_scenarios", "answers: {access.mfa: yes}", "answers: {service.ai-kinds: generative}", "9:33", "service.ai-kinds takes a list of options, such as [generative]."),
    "n/a where it is not allowed": ("finance_scenarios", "answers: {access.mfa: yes}", "answers: {access.mfa: {not_applicable: true}}", "9:27", "access.mfa can't be answered as not applicable."),
    "tier as an answer": ("finance_scenarios", "answers: {access.mfa: yes}", "answers: {risk.tier: high}", "9:26", "The tier is no answer; write it as 'tier:'"),
    "tier that is none": ("finance_scenarios", "tier: high", "tier: huge", "3:7", "'huge' is none of"),
    "left open though not given": ("finance_scenarios", "answers: {access.mfa: yes}", "without: [access.mfa]", "9:15", "'given' holds no answer to 'access.mfa'."),
    "unknown criterion that is expected": ("finance_scenarios", "{MIN-FIN-01: met}", "{MIN-FIN-09: met}", "20:26", "coalition-minimum+finance has no criterion 'MIN-FIN-09'."),
    "criterion of an overlay that is not named": ("health_scenarios", "{EXP-HEA-01: unmet}", "{MIN-FIN-01: unmet}", "13:26", "coalition-minimum+health has no criterion 'MIN-FIN-01'."),
    "other finding": ("finance_scenarios", "MIN-ACC-02: met}", "MIN-ACC-02: unmet}", "10:50", "“A bare yes”: MIN-ACC-02 was expected not met, and is met."),
    "other verdict": ("finance_scenarios", "verdict: does_not_meet", "verdict: incomplete", "17:14", "verdict was expected incomplete, and is does not meet."),
    "addition that no scenario meets": ("finance_scenarios", "{MIN-FIN-01: met}", "{MIN-ACC-02: met}", "", "MIN-FIN-01, id: No scenario meets it: expect 'met' in a file in scoring/overlays/scenarios."),
    "addition that no scenario fails": ("finance_scenarios", "2026-11-24}\n    expect: {MIN-FIN-01: unmet}", "2026-11-23}\n    expect: {MIN-FIN-01: met}", "", "MIN-FIN-01, id: No scenario fails it"),
    "condition that no scenario shows": ("health_scenarios", "{access.hours: 2}", "{access.hours: 25}", "", "MIN-ACC-02, criterion: No scenario shows this: give answers that coalition-minimum meets"),
    "evidence that no scenario shows": ("finance_scenarios", "{MIN-ACC-01: partly_met, MIN-ACC-02: met}", "{MIN-ACC-02: met}", "", "MIN-ACC-01, criterion: No scenario shows this"),
    "level that no scenario shows": ("finance_scenarios", "    verdict: does_not_meet\n", "", "", "LED-ACC-01, level: No scenario shows that this decides now"),
}  # fmt: skip


def test_the_small_coalition_with_overlays_is_sound(tmp_path: Path) -> None:
    assert check(Content(write_overlays(tmp_path))) == ()


@pytest.mark.parametrize(("name", "before", "after", "place", "what"), BAD.values(), ids=BAD)
def test_bad_content_is_named_at_its_place(  # noqa: PLR0913, PLR0917  one column each
    tmp_path: Path, name: str, before: str, after: str, place: str, what: str
) -> None:
    faults = check(Content(write_overlays(tmp_path, {name: (before, after)})))
    where = [fault.where for fault in faults if what in fault.what]
    assert where, [*map(str, faults)]
    if place:
        assert f"{FILES[name][0]}:{place}" in where


def test_a_criterion_of_the_base_needs_scenarios_too(tmp_path: Path) -> None:
    folder = write_overlays(tmp_path)
    (folder / "scoring/coalition-minimum/scenarios/access.yaml").unlink()
    lacking = [fault for fault in check(Content(folder)) if "No scenario" in fault.what]
    assert [fault.where.rpartition("/")[2] for fault in lacking] == [
        f"access.yaml:{line}:9" for line in (3, 12, 19, 30) for _ in range(2)
    ]
    assert (
        lacking[0].what
        == "MIN-ACC-01, id: No scenario meets it: expect 'met' in a file in scoring/coalition-minimum/scenarios."
    )


def test_every_fault_is_found_at_once(tmp_path: Path) -> None:
    kinds = ("longer validity", "grade that is the base's", "condition on an unknown question", "longer remediation")
    folder = write_overlays(tmp_path)
    text = FILES["finance"][1]
    for kind in kinds:
        text = text.replace(*BAD[kind][1:3])
    (folder / FILES["finance"][0]).write_text(text, "utf-8")
    assert {fault.where for fault in check(Content(folder))} >= {
        f"{FILES['finance'][0]}:{BAD[kind][3]}" for kind in kinds
    }


def test_nothing_is_signed_under_an_overlay_with_faults(tmp_path: Path) -> None:
    sound = Content(write_overlays(tmp_path / "sound"))
    must_be_sound(sound, "coalition-minimum+health+finance")
    bad = Content(write_overlays(tmp_path / "bad", {"finance": ("{at_most: 4}", "{at_most: 48}")}))
    must_be_sound(bad, "coalition-minimum+health")
    with pytest.raises(RefusedInput, match="nothing is signed under it") as refused:
        must_be_sound(bad, "coalition-minimum+finance")
    assert [fault.where for fault in refused.value.faults] == [f"{FILES['finance'][0]}:19:11"]


# Vendors of low risk answer a part of the questionnaire, and no criterion may ask them more.

LITE = """\
questionnaire: coalition-lite
version: 1.0.0
title: Small lite
description: For tests.
include:
  questionnaire: coalition-core
  questions: [service.uses-ai, access.mfa, access.hours, access.reset]
"""
MEDIUM = "applies_when: {risk.tier: {at_least: medium}}"


def with_lite(folder: Path, applies: str = MEDIUM, **changes: tuple[str, str]) -> Content:
    finance = ("level: minimum\n    weight: 5\n    met", f"level: minimum\n    weight: 5\n    {applies}\n    met")
    write_overlays(folder, {"finance": finance, **changes})
    path = folder / "questionnaires/coalition-lite/questionnaire.yaml"
    path.parent.mkdir()
    path.write_text(LITE, "utf-8")
    return Content(folder)


def beyond(content: Content) -> list[tuple[str, str]]:
    return [(fault.where, fault.what) for fault in check(content) if "It can apply at low risk" in fault.what]


def test_what_applies_only_from_medium_risk_on_may_ask_anything(tmp_path: Path) -> None:
    assert beyond(with_lite(tmp_path)) == []


def base_rule(applies: str) -> Callable[[Path], Content]:
    def make(folder: Path) -> Content:
        content = with_lite(folder)
        path = folder / "scoring/coalition-minimum/access.yaml"
        text = path.read_text("utf-8")
        path.write_text(
            text.replace("applies_when: {risk.tier: {at_least: high}}", f"applies_when: {applies}"), "utf-8"
        )
        return content

    return make


@pytest.mark.parametrize(
    ("applies", "refused"),
    [
        ("{risk.tier: [medium, high, critical]}", False),
        ("{not: {risk.tier: low}}", False),
        ("{risk.tier: {at_least: high}, access.tested: {before: as_of}}", False),
        ("{risk.tier: {at_least: low}}", True),
        ("{risk.personal-data: much}", True),
        ("{service.uses-ai: yes}", True),
        ("{any: [{risk.tier: {at_least: medium}}, {service.uses-ai: yes}]}", True),
        ("{all: [{service.uses-ai: yes}, {service.uses-ai: no}, {access.mfa: yes}]}", False),
        # Without an answer to what lies outside, whether it applies stays open: that asks too much as well.
        ("{access.tested: {before: as_of}}", True),
        ("{all: [{access.tested: {before: as_of}}, {access.tested: {after: as_of}}]}", True),
    ],
)
def test_whether_a_criterion_can_apply_at_low_risk_is_decided_exactly(
    tmp_path: Path, applies: str, *, refused: bool
) -> None:
    found = beyond(base_rule(applies)(tmp_path))
    assert [where for where, _ in found] == (["scoring/coalition-minimum/access.yaml:23:19"] if refused else [])
    assert all(
        "EXP-ACC-01" in what and "rests on access.tested, which coalition-lite does not ask" in what
        for _, what in found
    )


def test_overlays_ask_low_risk_vendors_no_more_than_the_part(tmp_path: Path) -> None:
    added = beyond(with_lite(tmp_path / "added", applies=""))
    assert [where for where, _ in added] == ["scoring/overlays/finance.yaml:23:5"]
    also = ("also: {access.hours: {at_most: 1}}", "also: {access.tested: {before: as_of}}")
    tightened = beyond(with_lite(tmp_path / "also", health=also))
    assert [(where, what[:16]) for where, what in tightened] == [
        ("scoring/overlays/health.yaml:9:11", "MIN-ACC-02, also")
    ]


def test_the_shipped_scenarios_come_out_as_expected() -> None:
    from vendorrisk.scenarios import Trials, scenario_files  # noqa: PLC0415

    content = Content(ROOT)
    trials = Trials(content)
    files = scenario_files(content)
    assert len(files) > 20
    assert [fault for file in files for fault in trials.run(content.locate(file)).faults] == []
