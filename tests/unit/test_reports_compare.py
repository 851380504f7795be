"""A comparison says what differs, what can't be known, and what must not be compared."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape
from html.parser import HTMLParser
from typing import Any

import pytest
from factories_statement import POLICY, house_style, make_findings, make_statement

from vendorrisk.model.attestation import Statement, Withheld
from vendorrisk.model.fault import UsageError
from vendorrisk.model.policy import Tier, Verdict
from vendorrisk.model.questionnaire import Disclosure
from vendorrisk.model.result import FindingState, TierResult
from vendorrisk.reports.compare import Comparison, CriterionRow, Presence, WarningKind, compare
from vendorrisk.reports.compare_html import compare_html

STYLE = house_style()
TODAY = dt.date(2026, 11, 24)
OTHER_POLICY = POLICY.model_copy(update={"version": "2.0.0", "digest": "12" * 32})


def statement(name: str, verdict: Verdict = Verdict.MEETS, **changes: Any) -> Statement:
    return make_statement(verdict, vendor_name=name, attestation_id=f"urn:uuid:{name.lower()}", **changes)


def kinds(found: Comparison) -> set[WarningKind]:
    return {warning.kind for warning in found.warnings}


def row(rows: tuple[CriterionRow, ...], criterion: str) -> CriterionRow:
    return next(one for one in rows if one.criterion == criterion)


def page(found: Comparison) -> str:
    return compare_html(found, STYLE.theme, STYLE.wording)


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<style>.*?</style>|<[^>]+>", " ", html, flags=re.DOTALL)).split())


def test_what_differs_stands_apart_from_what_is_the_same() -> None:
    found = compare([statement("Acme", Verdict.CONDITIONAL), statement("Birch", Verdict.DOES_NOT_MEET)], TODAY)
    assert [one.criterion for one in found.decisive] == ["MIN-ACC-01", "MIN-VUL-01", "MIN-INC-01", "MIN-FAI-01"]
    assert [cell.result for cell in row(found.decisive, "MIN-VUL-01").cells] == [
        FindingState.MET,
        FindingState.PARTLY_MET,
    ]
    assert found.differing == ()
    assert found.same == 36
    assert found.partial == ()
    assert found.warnings == ()


def test_failed_minimums_stand_apart_from_what_else_differs() -> None:
    other = make_findings({"EXP-GOV-02": FindingState.UNMET, "MIN-PEO-01": FindingState.UNMET})
    found = compare([statement("Acme", findings=make_findings()), statement("Birch", findings=other)], TODAY)
    assert [one.criterion for one in found.decisive] == ["MIN-PEO-01"]
    assert [one.criterion for one in found.differing] == ["EXP-GOV-02"]


def test_a_failed_minimum_stands_first_even_if_another_statement_withholds_it() -> None:
    failed = statement("Acme", findings=make_findings({"MIN-PEO-01": FindingState.PARTLY_MET}))
    shown = tuple(one for one in make_findings() if one.criterion != "MIN-PEO-01")
    silent = statement("Birch", findings=shown, withheld=Withheld(findings=1, answers=0))
    found = compare([failed, silent], TODAY)
    assert [one.criterion for one in found.decisive] == ["MIN-PEO-01"]
    assert found.decisive[0].cells[1].presence is Presence.NOT_DISCLOSED
    assert found.partial == ()
    assert "✘ failed (partly met) not disclosed" in words(page(found)).replace("\N{VARIATION SELECTOR-15}", "")


def test_what_applies_to_only_some_is_no_difference() -> None:
    other = make_findings({"MIN-FAI-01": FindingState.NOT_APPLICABLE})
    found = compare([statement("Acme", findings=make_findings()), statement("Birch", findings=other)], TODAY)
    assert found.differing == found.decisive == ()
    assert [one.criterion for one in found.applying] == ["MIN-FAI-01"]
    assert found.same == 39


def test_a_waived_minimum_differs_from_a_failed_one() -> None:
    acme = statement("Acme", Verdict.CONDITIONAL)
    found = compare([acme, acme.model_copy(update={"waivers": (), "attestation_id": "urn:uuid:birch"})], TODAY)
    (one,) = found.decisive
    assert [cell.waived_until for cell in one.cells] == [dt.date(2027, 2, 28), None]
    text = words(page(found)).replace("\N{VARIATION SELECTOR-15}", "")
    assert "◐ waived until 2027-02-28 (not met) ✘ failed (not met)" in text


def test_the_first_page_names_failed_and_waived_minimums_and_who_signed() -> None:
    hiding = statement("Birch", Verdict.CONDITIONAL, findings=(), waivers=(), disclosure=Disclosure.PUBLIC)
    text = words(page(compare([statement("Acme", Verdict.DOES_NOT_MEET), hiding], TODAY)))
    first = text[: text.index("Minimum criteria failed, undetermined or waived")]
    access = "Every administrative account is protected by multi-factor authentication"
    for shown in (access, "waived until 2027-02-28 by", "1 not disclosed", "Maria Lindqvist", "public", "2027-02-28"):
        assert shown in first


def test_columns_have_letters_where_names_repeat_or_are_many() -> None:
    names = ["Acme", "Birch", "Cedar", "Dune"]
    assert compare([statement(name) for name in names[:3]], TODAY).labels == ()
    assert compare([statement(name) for name in names], TODAY).labels == ("A", "B", "C", "D")
    twice = compare([statement("Acme"), statement("Acme", issued_at=dt.datetime(2026, 11, 1, tzinfo=dt.UTC))], TODAY)
    assert twice.labels == ("A", "B")
    assert words(page(twice)).count("B Acme") == 2


def test_withheld_under_the_same_policy_is_not_disclosed() -> None:
    partial = statement(
        "Birch", findings=make_findings()[2:], withheld=Withheld(findings=2, answers=0), disclosure=Disclosure.PUBLIC
    )
    found = compare([statement("Acme", findings=make_findings()), partial], TODAY)
    assert [one.criterion for one in found.partial] == ["MIN-GOV-01", "EXP-GOV-02"]
    assert [cell.presence for cell in found.partial[0].cells] == [Presence.SHOWN, Presence.NOT_DISCLOSED]
    assert found.same == 38
    assert WarningKind.DISCLOSURE in kinds(found)
    assert "not disclosed" in words(page(found))


@pytest.mark.parametrize(("withheld", "presence"), [(0, Presence.NOT_IN_POLICY), (3, Presence.NOT_SHOWN)])
def test_under_another_policy_absence_is_known_only_if_nothing_is_withheld(withheld: int, presence: Presence) -> None:
    other = statement(
        "Birch",
        policy=OTHER_POLICY,
        findings=make_findings()[2:],
        withheld=Withheld(findings=withheld, answers=0),
    )
    found = compare([statement("Acme", findings=make_findings()), other], TODAY)
    assert row(found.partial, "MIN-GOV-01").cells[1].presence is presence


def test_differing_policies_are_said_before_anything_else() -> None:
    found = compare([statement("Acme"), statement("Birch", policy=OTHER_POLICY)], TODAY)
    assert found.warnings[0].kind is WarningKind.POLICIES
    text = words(page(found))
    assert "can't be compared across policies" in text
    assert "coalition-minimum 1.0.0 (abababab); coalition-minimum 2.0.0 (12121212)" in text
    assert text.index("Read this first") < text.index("meets")


def test_the_same_name_with_other_rules_is_an_alarm() -> None:
    changed = POLICY.model_copy(update={"digest": "12" * 32})
    assert WarningKind.CONTENT in kinds(compare([statement("Acme"), statement("Birch", policy=changed)], TODAY))


def test_another_version_with_the_same_rules_is_only_noted() -> None:
    newer = POLICY.model_copy(update={"version": "1.0.1"})
    found = compare([statement("Acme"), statement("Birch", policy=newer)], TODAY)
    assert kinds(found) == {WarningKind.VERSIONS}


def test_an_expired_statement_is_marked_the_day_after_its_last() -> None:
    acme, birch = statement("Acme"), statement("Birch", valid_until=dt.date(2027, 1, 31))
    last, after = (compare([acme, birch], dt.date(2027, 1, 31) + dt.timedelta(days=days)) for days in (0, 1))
    assert [column.expired for column in last.columns] == [False, False]
    assert [column.expired for column in after.columns] == [False, True]
    assert kinds(after) == {WarningKind.EXPIRED}
    assert "Birch: expired on 2027-01-31." in words(page(after))


def test_what_else_a_reader_must_know_is_said() -> None:
    assumed = TierResult(tier=Tier.CRITICAL, source="assumed")
    acme = statement("Acme")
    newer = statement("Acme2", supersedes=acme.attestation_id, tier=assumed)
    assert kinds(compare([acme, newer, acme], dt.date(2026, 11, 1))) == {
        WarningKind.SUPERSEDED,
        WarningKind.ASSUMED,
        WarningKind.TIERS,
        WarningKind.TWICE,
        WarningKind.FUTURE,
    }


def test_domains_stand_side_by_side_and_a_missing_one_is_said() -> None:
    acme = statement("Acme")
    birch = statement("Birch", domains=acme.domains[1:])
    found = compare([acme, birch], TODAY)
    assert len(found.domains) == 20
    assert found.domains[0].exists == (True, False)
    text = words(page(found))
    assert "Governance and risk 60.0 no such domain" in text
    assert "Fairness 69.0 to 87.5 69.0 to 87.5" in text
    assert "Incident learning no criterion applies no criterion applies" in text


def test_one_statement_is_no_comparison() -> None:
    with pytest.raises(UsageError, match="at least two"):
        compare([statement("Acme")], TODAY)


class Strict(HTMLParser):
    """Fails on a tag that is left open or closed twice, and collects tags and attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag that opens."""
        self.seen.append((tag, dict(attrs)))
        if tag not in ("meta", "br", "wbr"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag that closes itself."""
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """Check that the tag opened last is the one that closes."""
        assert self.open.pop() == tag


def test_the_page_is_one_file_of_plain_semantic_html() -> None:
    found = compare([statement("Acme", Verdict.CONDITIONAL), statement("Birch", Verdict.DOES_NOT_MEET)], TODAY)
    html = page(found)
    parser = Strict()
    parser.feed(html)
    parser.close()
    assert parser.open == []
    tags = [tag for tag, _ in parser.seen]
    assert not {"script", "link", "img", "iframe", "object"} & set(tags)
    assert not any(name.startswith("on") or name in ("href", "src") for _, attrs in parser.seen for name in attrs)
    assert dict(parser.seen)["html"] == {"lang": "en"}
    assert {attrs.get("scope") for tag, attrs in parser.seen if tag == "th"} == {"col", "row", "rowgroup"}
    assert "title" in tags
    assert "@import" not in html
    assert "url(" not in html
    assert html == page(found)


def test_vendor_texts_are_escaped() -> None:
    attack = '<script>alert(1)</script> & "Söhne" \u202egnp'
    html = page(compare([statement("Acme", issuer=attack, product=attack), statement(attack)], TODAY))
    assert "<script" not in html
    assert "\u202e" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;Söhne&quot; U+202Egnp" in html
