"""The case file beside the present gaps: terms that stay, items that close and come back, lists that were returned."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from factories_store import make_assessment, make_decision, make_item
from tiny import criterion, policy, question, questionnaire, score

from vendorrisk.model.casework import Casework, Item
from vendorrisk.model.gapsheet import GapEntry
from vendorrisk.model.result import Gap, Result, WaitsFor, WorkStatus
from vendorrisk.scoring.casework import (
    Returned,
    Stated,
    changes,
    predecessor,
    returned,
    successor,
    to_record,
    with_work,
)
from vendorrisk.scoring.gaps import gaps

AT = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
DAY = AT.date()
ASKED = questionnaire(question("s.one"), question("s.two"))
RULES = policy(criterion(1, {"s.one": "best"}), criterion(2, {"s.two": "best"}, weight=9))
ONE, TWO = "tiny:MIN-TST-01", "tiny:MIN-TST-02"


def found(one: str, two: str, as_of: dt.date = DAY) -> tuple[Result, tuple[Gap, ...]]:
    result = score(ASKED, RULES, {"s.one": one, "s.two": two}, as_of=as_of)
    return result, gaps(result, RULES)


def filed(case: Casework, *items: Item) -> Casework:
    versions = {**case.items, **{item.key: (*case.items.get(item.key, ()), item) for item in items}}
    return case.model_copy(update={"items": versions, "opened": case.opened or AT})


def recorded(case: Casework, one: str, two: str, as_of: dt.date = DAY, **more: Any) -> Casework:
    result, present = found(one, two, as_of)
    at = dt.datetime.combine(as_of, dt.time(9), dt.UTC)
    return filed(case, *to_record(case, present, result, by="Ines", at=at, **more))


EMPTY = Casework.of(make_assessment())


def test_a_new_gap_is_due_after_its_term_and_re_recording_changes_nothing() -> None:
    case = recorded(EMPTY, "worst", "worst")
    assert {key: (item.recorded, item.due, item.version) for key, item in case.current.items()} == {
        ONE: (DAY, dt.date(2026, 12, 23), 1),
        TWO: (DAY, dt.date(2026, 12, 23), 1),
    }
    later = DAY + dt.timedelta(days=20)
    result, present = found("worst", "worst", later)
    assert to_record(case, present, result, by="Bo", at=AT) == ()
    assert {gap.due for gap in with_work(present, case, "tiny")} == {dt.date(2026, 12, 23)}
    assert {gap.due for gap in present} == {dt.date(2027, 1, 12)}


def test_what_an_attestation_stated_counts_as_the_beginning_of_the_term() -> None:
    stated = {"MIN-TST-01": Stated(dt.date(2026, 10, 1), dt.date(2026, 10, 31))}
    case = recorded(EMPTY, "worst", "worst", stated=stated)
    assert (case.current[ONE].recorded, case.current[ONE].due) == (dt.date(2026, 10, 1), dt.date(2026, 10, 31))
    assert case.current[TWO].recorded == DAY


def test_a_gap_that_is_met_is_closed_and_begins_a_new_term_when_it_comes_back() -> None:
    case = recorded(EMPTY, "worst", "worst")
    case = filed(case, case.current[ONE].next(by="Bo", at=AT, owner="Kim", response="Soon.", target=DAY))
    met = DAY + dt.timedelta(days=10)
    case = recorded(case, "best", "worst", met)
    closed = case.current[ONE]
    assert (closed.status, closed.closed, closed.reason) == (WorkStatus.CLOSED, met, "It is met as of 2026-12-03.")
    assert case.current[TWO].version == 1
    back = DAY + dt.timedelta(days=100)
    _, present = found("worst", "worst", back)
    (gap,) = [gap for gap in with_work(present, case, "tiny") if gap.criterion == "MIN-TST-01"]
    assert (gap.recorded, gap.due) == (None, back + dt.timedelta(days=30))
    case = recorded(case, "worst", "worst", back)
    again = case.current[ONE]
    assert (again.status, again.recorded, again.due) == (WorkStatus.OPEN, back, back + dt.timedelta(days=30))
    assert (again.owner, again.response, again.target, again.closed) == ("Kim", "", None, None)
    assert [item.version for item in case.items[ONE]] == [1, 2, 3, 4]


def test_why_a_gap_is_closed_is_said() -> None:
    case = recorded(EMPTY, "worst", "worst")
    optional = policy(criterion(1, {"s.one": "best"}, applies_when={"s.two": "best"}))
    result = score(ASKED, optional, {"s.one": "worst", "s.two": "worst"})
    items = to_record(case, gaps(result, optional), result, by="Ines", at=AT)
    assert {item.id: item.reason for item in items} == {
        "MIN-TST-01": "It does not apply as of 2026-11-23.",
        "MIN-TST-02": "tiny 1.0.0 does not have it.",
    }


def test_gaps_of_another_policy_and_conditions_are_left_alone() -> None:
    other = make_item("MIN-TST-01", policy="other")
    condition = make_item("COND-01", kind="condition", severity=None, policy="tiny")
    case = recorded(filed(EMPTY, other, condition), "best", "best")
    assert case.current == {"other:MIN-TST-01": other, "COND-01": condition}


def revision(number: int, opened: dt.datetime | None = AT, questionnaire: str = "coalition-core") -> Casework:
    made = Casework.of(make_assessment(revision=number, questionnaire=questionnaire))
    return made.model_copy(update={"opened": opened})


def test_a_renewal_takes_over_what_is_still_open_with_its_term() -> None:
    first = recorded(EMPTY, "worst", "worst")
    condition = make_item("COND-01", kind="condition", severity=None, owner="Legal")
    done = make_item("COND-02", kind="condition", severity=None, status="closed")
    first = filed(first, condition, done, first.current[ONE].next(by="Bo", at=AT, owner="Kim"))
    later = DAY + dt.timedelta(days=15)
    second = recorded(revision(2, None), "worst", "best", later, earlier=first)
    one, two = second.current[ONE], second.current[TWO]
    assert (one.due, one.owner, one.carried_from, one.version) == (first.current[ONE].due, "Kim", "acme@1", 1)
    assert (two.status, two.carried_from, two.version) == (WorkStatus.CLOSED, "acme@1", 1)
    assert second.current["COND-01"].owner == "Legal"
    assert "COND-02" not in second.current
    third = recorded(revision(3, None), "worst", "best", later, earlier=second)
    assert third.current[ONE].carried_from == "acme@1"


def test_the_case_file_that_counts_is_that_of_the_newest_revision() -> None:
    one, two, three = revision(1), revision(2), revision(3, None)
    assert successor(one, [one, two]) == two
    assert successor(two, [one, two]) is None
    assert predecessor(three, [one, two]) == two
    assert predecessor(two, [one, two]) is None, "it is open, and took over what there was"
    assert predecessor(revision(1, None), [two]) is None, "nothing goes back to an older revision"


def test_between_questionnaires_the_one_opened_later_counts() -> None:
    lite, core = revision(4, AT, "coalition-lite"), revision(1, AT + dt.timedelta(days=1))
    assert successor(lite, [lite, core]) == core
    assert successor(core, [lite, core]) is None
    assert predecessor(revision(1, None), [lite]) == lite
    stranger = lite.model_copy(update={"product": "chat"})
    assert predecessor(revision(1, None), [stranger]) is None


# Lists that come back


def back(case: Casework, *entries: GapEntry) -> Returned:
    return returned(case, "tiny", entries, by="Ines", at=AT, file="gaps.xlsx")


def entry(version: int = 1, item: str = "MIN-TST-01", **fields: Any) -> GapEntry:
    names = ("id", "due", "owner", "status", "target", "response")
    cells = {name: f"Gaps!{letter}7" for name, letter in zip(names, "AGHIJK", strict=True)}
    return GapEntry(id=item, version=version, cells=cells, **{"status": "open", **fields})


BEGUN = recorded(EMPTY, "worst", "worst")


def test_what_the_vendor_filled_in_is_the_next_version() -> None:
    said = back(BEGUN, entry(owner="Jo", status="in_progress", target=DAY, response="We are on it."))
    assert (said.faults, said.notes) == ((), ())
    (item,) = said.items
    assert (item.version, item.owner, item.status, item.target, item.response) == (
        *(2, "Jo", WorkStatus.IN_PROGRESS, DAY, "We are on it."),
    )
    assert (item.by, item.file, item.due) == ("Ines", "gaps.xlsx", BEGUN.current[ONE].due)


def test_the_same_list_again_and_a_list_as_it_was_sent_change_nothing() -> None:
    filled = entry(owner="Jo", status="done")
    case = filed(BEGUN, *back(BEGUN, filled).items)
    assert back(case, filled).items == ()
    assert (back(case, entry()).items, back(case, entry()).faults) == ((), ())


def test_a_blank_erases_nothing_and_is_said() -> None:
    case = filed(BEGUN, BEGUN.current[ONE].next(by="Bo", at=AT, owner="Jo", response="Soon."))
    said = back(case, entry(2, status=None))
    assert said.items == ()
    (note,) = said.notes
    assert (note.where, note.what) == ("Gaps!H7", "Blank cells erase nothing: H7, I7, K7.")


def test_what_someone_here_changed_meanwhile_is_a_conflict_that_shows_both() -> None:
    case = filed(BEGUN, BEGUN.current[ONE].next(by="Bo", at=AT, owner="Kim"))
    said = back(case, entry(owner="Jo", response="Mine."), entry(item="MIN-TST-02", owner="Jo"))
    (fault,) = said.faults
    assert fault.where == "Gaps!H7"
    assert fault.what == "Bo saved the owner of MIN-TST-01 as Kim on 2026-11-23; the list says Jo."
    settled = back(case, entry(owner="Kim", response="Mine."))
    assert settled.faults == ()
    assert [(item.owner, item.response) for item in settled.items] == [("Kim", "Mine.")]


def test_different_fields_of_one_item_are_both_kept() -> None:
    moved = BEGUN.current[ONE].next(by="Bo", at=AT, due=dt.date(2027, 1, 31), reason="New supplier.")
    said = back(filed(BEGUN, moved), entry(owner="Jo"))
    assert said.faults == ()
    assert [(item.owner, item.due, item.version) for item in said.items] == [("Jo", dt.date(2027, 1, 31), 3)]


def test_the_vendor_may_go_on_in_the_file_that_it_returned_before() -> None:
    case = filed(BEGUN, *back(BEGUN, entry(owner="Jo", status="in_progress")).items)
    said = back(case, entry(owner="Jo Field", status="done"))
    assert said.faults == ()
    assert [(item.owner, item.status) for item in said.items] == [("Jo Field", WorkStatus.DONE)]


@pytest.mark.parametrize(("days", "noted"), [(30, False), (31, True), (75, True)])
def test_a_target_beyond_the_term_is_shown_and_moves_nothing(days: int, noted: bool) -> None:  # noqa: FBT001
    said = back(BEGUN, entry(target=DAY + dt.timedelta(days=days)))
    assert [item.due for item in said.items] == [DAY + dt.timedelta(days=30)]
    assert [note.code for note in said.notes] == (["beyond-term"] if noted else [])
    if noted:
        late = f"{days - 30} {'day' if days == 31 else 'days'} after the term 2026-12-23"
        assert late in said.notes[0].what


def test_a_changed_due_date_is_said_and_not_read() -> None:
    said = back(BEGUN, entry(due=dt.date(2027, 6, 1), owner="Jo"))
    assert [(item.due, item.owner) for item in said.items] == [(dt.date(2026, 12, 23), "Jo")]
    assert [(note.where, note.code) for note in said.notes] == [("Gaps!G7", "due-changed")]
    assert back(BEGUN, entry(due=dt.date(2026, 12, 23))).notes == ()


def test_a_row_of_a_closed_gap_changes_nothing_and_is_said() -> None:
    said = back(recorded(BEGUN, "best", "worst"), entry(owner="Jo"))
    assert said.items == ()
    assert [note.what for note in said.notes] == ["MIN-TST-01 is closed by now, so its row changes nothing."]


@pytest.mark.parametrize(("item", "version"), [("MIN-TST-09", 1), ("MIN-TST-01", 2), ("MIN-TST-01", 0)])
def test_a_row_that_was_never_written_is_a_fault(item: str, version: int) -> None:
    said = back(BEGUN, entry(version, item, owner="Jo"))
    assert [(fault.code, fault.where) for fault in said.faults] == [("unknown-item", "Gaps!A7")]


def test_changes_are_told_in_words() -> None:
    before = BEGUN.current[ONE]
    after = before.next(by="Bo", at=AT, status=WorkStatus.IN_PROGRESS, due=dt.date(2027, 1, 31))
    assert changes(before, after) == {"status": ("open", "in progress"), "due": ("2026-12-23", "2027-01-31")}


def test_days_left_count_to_the_end_of_a_waiver() -> None:
    gap = found("worst", "best")[1][0]
    assert gap.waits_for is WaitsFor.VENDOR
    assert gap.days_left(dt.date(2026, 12, 23)) == 0
    assert gap.days_left(dt.date(2026, 12, 24)) == -1
    waived = gap.model_copy(update={"waived_until": dt.date(2027, 1, 31)})
    assert waived.days_left(dt.date(2027, 1, 31)) == 0
    assert gap.model_copy(update={"waived_until": dt.date(2026, 12, 1)}).days_left(dt.date(2026, 12, 23)) == 0


# Decisions and residual risk


@pytest.mark.parametrize(
    ("outcome", "verdict", "against"),
    [
        ("approve", "meets", False),
        ("approve", "conditional", False),
        ("approve", "does_not_meet", True),
        ("approve", "incomplete", True),
        ("conditions", "does_not_meet", True),
        ("conditions", "conditional", False),
        ("reject", "meets", False),
        ("reject", "does_not_meet", False),
    ],
)
def test_a_decision_is_against_the_verdict_if_it_accepts_what_does_not_pass(
    outcome: str,
    verdict: str,
    against: bool,  # noqa: FBT001
) -> None:
    assert make_decision(outcome, verdict=verdict).against_verdict is against


def test_a_decision_counts_to_its_last_day() -> None:
    decision = make_decision(until=DAY)
    assert not decision.expired(DAY)
    assert decision.expired(DAY + dt.timedelta(days=1))


TABLE = {
    "low": {"meets": "low", "conditional": "low", "incomplete": "medium", "does_not_meet": "medium"},
    "medium": {"meets": "low", "conditional": "medium", "incomplete": "high", "does_not_meet": "high"},
    "high": {"meets": "medium", "conditional": "high", "incomplete": "critical", "does_not_meet": "critical"},
    "critical": {"meets": "high", "conditional": "high", "incomplete": "critical", "does_not_meet": "critical"},
}


@pytest.mark.parametrize("tier", TABLE)
@pytest.mark.parametrize(("one", "verdict"), [("best", "meets"), ("worst", "does_not_meet")])
def test_the_residual_risk_is_that_of_the_policys_table(tier: str, one: str, verdict: str) -> None:
    rules = policy(criterion(1, {"s.one": "best"}), residual_risk=TABLE)
    result = score(ASKED, rules, {"s.one": one}, tier=tier)
    assert (result.verdict, result.residual_risk) == (verdict, TABLE[tier][verdict])


def test_a_policy_without_a_table_says_nothing_of_residual_risk() -> None:
    assert score(ASKED, RULES, {"s.one": "best", "s.two": "best"}).residual_risk is None
