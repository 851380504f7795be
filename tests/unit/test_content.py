"""Where content is looked for, what a file list may name, and what moves which digest."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_content import FILES, ROOT, write_content

import vendorrisk.content
from vendorrisk.content import Content, pin
from vendorrisk.model.fault import RefusedInput, UsageError

QUESTIONS = "questionnaires/coalition-core/access.yaml"
CRITERIA = "scoring/coalition-minimum/access.yaml"
POLICY = "scoring/coalition-minimum/policy.yaml"


def test_an_explicit_folder_comes_first(tmp_path: Path) -> None:
    explicit = write_content(tmp_path / "explicit")
    elsewhere = write_content(tmp_path / "elsewhere")
    assert Content.find(explicit, start=elsewhere).root == explicit


def test_then_the_nearest_parent_with_a_workspace_file(tmp_path: Path) -> None:
    outer = write_content(tmp_path)
    inner = write_content(tmp_path / "inner")
    deep = inner / "a" / "b"
    deep.mkdir(parents=True)
    assert Content.find(start=deep).root == inner.resolve()
    assert Content.find(start=outer).root == outer.resolve()


def test_then_what_the_wheel_shipped_then_the_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert Content.find(start=tmp_path).root == ROOT
    package = tmp_path / "site-packages" / "vendorrisk"
    shipped = write_content(package / "_content")
    monkeypatch.setattr(vendorrisk.content, "_PACKAGE", package)
    assert Content.find(start=tmp_path).root == shipped


def test_an_explicit_folder_without_content_is_a_mistake_of_use(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds no content"):
        Content.find(tmp_path)


def test_ids_are_the_names_of_folders(tmp_path: Path) -> None:
    content = Content(write_content(tmp_path))
    assert content.questionnaires() == ("coalition-core", "triage")
    assert content.policies() == ("coalition-minimum",)
    with pytest.raises(UsageError, match="no questionnaire 'core'") as unknown:
        content.questionnaire("core")
    assert unknown.value.mend == "Known: coalition-core, triage."


def test_sections_and_criteria_come_in_the_order_of_their_files(tmp_path: Path) -> None:
    changed = {"questionnaires/coalition-core/questionnaire.yaml": ("- service.yaml\n  - access", "- access")}
    content = Content(write_content(tmp_path, changed))
    assert [question.id for question in content.questionnaire("coalition-core").questions][:2] == [
        "access.mfa",
        "access.hours",
    ]
    policy = Content(write_content(tmp_path / "whole")).policy("coalition-minimum")
    assert [criterion.id for criterion in policy.criteria] == ["MIN-ACC-01", "MIN-ACC-02", "EXP-ACC-01", "LED-ACC-01"]
    assert {criterion.domain for criterion in policy.criteria} == {"access"}


def test_every_fault_of_several_files_is_found_at_once(tmp_path: Path) -> None:
    changes = {
        "questionnaires/coalition-core/service.yaml": ("type: yes-no", "type: maybe"),
        QUESTIONS: ("unit: hours", "units: hours"),
    }
    with pytest.raises(RefusedInput, match="2 faults") as refused:
        Content(write_content(tmp_path, changes)).questionnaire("coalition-core")
    assert [fault.where for fault in refused.value.faults] == [
        "questionnaires/coalition-core/service.yaml:8:11",
        f"{QUESTIONS}:16:12",
    ]


@pytest.mark.parametrize("name", ["absent.yaml", "..", "5", "{a: b}", '"a\\0b"', "x" * 300])
def test_files_that_cannot_be_read_are_named_where_they_are_listed(tmp_path: Path, name: str) -> None:
    changes = {POLICY: ("- access.yaml", f"- {name}\n  - {name}\n  - access.yaml")}
    with pytest.raises(RefusedInput) as refused:
        Content(write_content(tmp_path, changes)).policy("coalition-minimum")
    assert [fault.where for fault in refused.value.faults] == [f"{POLICY}:9:5", f"{POLICY}:10:5"]
    assert all("can't be read" in fault.what for fault in refused.value.faults)


def test_a_broken_file_hides_no_fault_of_another(tmp_path: Path) -> None:
    changes = {POLICY: ("- access.yaml", "- broken.yaml\n  - listless.yaml\n  - access.yaml")}
    folder = write_content(tmp_path, changes)
    (folder / "scoring/coalition-minimum/broken.yaml").write_text("domain: [", "utf-8")
    (folder / "scoring/coalition-minimum/listless.yaml").write_text("domain: access\ncriteria: none\n", "utf-8")
    with pytest.raises(RefusedInput) as refused:
        Content(folder).policy("coalition-minimum")
    assert [fault.where.rpartition("/")[2] for fault in refused.value.faults] == [
        "broken.yaml:2:1",
        "listless.yaml:2:11",
    ]


def test_questions_of_a_policy_are_the_vendors_the_triages_and_the_tier(tmp_path: Path) -> None:
    content = Content(write_content(tmp_path))
    known = content.questions_of(content.policy("coalition-minimum"))
    assert {"access.mfa", "risk.substitute", "risk.tier"} <= known.keys()


# Digests. The texts of a question and of a criterion may be corrected; what they mean may not move unseen.

SAME_MEANING = [
    (QUESTIONS, "ask: Is a second factor required?", "ask: Is a second factor required, always?"),
    (QUESTIONS, "help: For administrators.", "help: For every administrator."),
    (QUESTIONS, "why: Passwords are stolen.", "why: {en: Passwords are stolen., de: Passwörter werden gestohlen.}"),
    (QUESTIONS, "title: Access control", "title: Control of access"),
    (QUESTIONS, "unit: hours", "unit: {en: hours, de: Stunden}"),
    (QUESTIONS, "intro: Who gets in.", "intro: Who may get in."),
    (QUESTIONS, "options: [yes, partly, no]", "options: [{id: yes, label: Always}, partly, no]"),
    (QUESTIONS, "[A.1, A.2]", "[A.1]"),
    (CRITERIA, "title: Administrators use a second factor", "title: Administrators use two factors"),
    (CRITERIA, "do: Require it.", "do: Require it of all."),
    (CRITERIA, "references: {made-up-1.0: [A.1]}", "references: {made-up-1.0: [A.2]}"),
    (POLICY, "description: For tests.", "description: For tests only."),
    (POLICY, "version: 1.0.0", "version: 1.0.1"),
]  # fmt: skip

OTHER_MEANING = [
    (QUESTIONS, "options: [yes, partly, no]", "options: [yes, partly, mostly, no]"),
    (QUESTIONS, "options: [yes, partly, no]", "options: [partly, yes, no]"),
    (QUESTIONS, "id: access.remarks", "id: access.words"),
    (QUESTIONS, "type: text", "type: list"),
    (QUESTIONS, "minimum: 0", "minimum: 1"),
    (QUESTIONS, "unit: hours", "unit: days"),
    (QUESTIONS, "    not_applicable: justify\n", ""),
    (QUESTIONS, "help: In words.", "help: In words.\n    show_when: {access.mfa: no}"),
    (CRITERIA, "met_when: {access.mfa: yes}", "met_when: {access.mfa: [yes, partly]}"),
    (CRITERIA, "partly_met_when: {access.reset: desk}", "partly_met_when: {access.reset: [desk, nobody]}"),
    (CRITERIA, "applies_when: {risk.tier: {at_least: high}}", "applies_when: {risk.tier: {at_least: critical}}"),
    (CRITERIA, "{at_most: 24}", "{at_most: 25}"),
    (CRITERIA, "{at_most: 24}", "{less_than: 24}"),
    (CRITERIA, "12 months before as_of", "13 months before as_of"),
    (CRITERIA, "weight: 10", "weight: 9"),
    (CRITERIA, "level: leading", "level: expected"),
    (CRITERIA, "within: 30 days", "within: 31 days"),
    (CRITERIA, "within: 60 days}", "within: 60 days}\n    evidence: {grade: documented}"),
    (POLICY, "low: 24 months", "low: 12 months"),
    (POLICY, "cadence:", "not_applicable_limit: 10\ncadence:"),
]  # fmt: skip


def pins(folder: Path, file: str) -> tuple[str, str]:
    content = Content(folder)
    found = pin(content.policy("coalition-minimum") if "scoring" in file else content.questionnaire("coalition-core"))
    return found.digest, found.full_digest


@pytest.mark.parametrize(("file", "before", "after"), SAME_MEANING)
def test_a_corrected_text_changes_only_the_full_digest(tmp_path: Path, file: str, before: str, after: str) -> None:
    meaning, full = pins(write_content(tmp_path / "a"), file)
    meaning_after, full_after = pins(write_content(tmp_path / "b", {file: (before, after)}), file)
    assert meaning_after == meaning
    assert full_after != full


@pytest.mark.parametrize(("file", "before", "after"), OTHER_MEANING)
def test_a_changed_meaning_changes_both_digests(tmp_path: Path, file: str, before: str, after: str) -> None:
    meaning, full = pins(write_content(tmp_path / "a"), file)
    meaning_after, full_after = pins(write_content(tmp_path / "b", {file: (before, after)}), file)
    assert meaning_after != meaning
    assert full_after != full


def test_layout_comments_and_the_split_into_files_change_no_digest(tmp_path: Path) -> None:
    before = pins(write_content(tmp_path / "a"), CRITERIA)
    folder = write_content(tmp_path / "b", {POLICY: ("- access.yaml", "- first.yaml\n  - rest.yaml")})
    head, _, rest = FILES[CRITERIA].partition("  - id: MIN-ACC-02")
    (folder / "scoring/coalition-minimum/first.yaml").write_text(f"# a comment\n{head}", "utf-8")
    text = "criteria:\n  - id: MIN-ACC-02" + rest.replace("{at_most: 24}", "{at_most: 24.0}") + "domain: access\n"
    (folder / "scoring/coalition-minimum/rest.yaml").write_text(text, "utf-8")
    assert pins(folder, CRITERIA) == before


def test_a_pin_names_id_and_version(tmp_path: Path) -> None:
    content = Content(write_content(tmp_path))
    assert str(pin(content.questionnaire("triage"))) == "triage 1.0.0"
    assert pin(content.risk_tiers).id == "tiers"
