"""Case files, on SQLite and on PostgreSQL: items keep every version, decisions are added, the journal covers both."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from contextlib import closing
from typing import Any

import pytest
from factories_store import ACME, AT, SECRET, make_assessment, make_decision, make_item
from sqlalchemy import create_engine, text

from vendorrisk.model.assessment import Assessment, State
from vendorrisk.model.casework import Casework, Decision, Item
from vendorrisk.model.fault import UsageError
from vendorrisk.model.result import WorkStatus
from vendorrisk.store import CaseworkConflict, Store, open_store
from vendorrisk.store.errors import StoreError
from vendorrisk.store.session import Database

LATER = AT + dt.timedelta(hours=1)


@pytest.fixture
def assessed(store: Store) -> Assessment:
    """Return the one assessment that the store holds."""
    store.add_vendor(ACME, by="Ana", at=AT)
    return store.create(make_assessment(), by="Ana", at=AT)


def saved(store: Store, read: Casework, items: Iterable[Item] = (), decision: Decision | None = None) -> Casework:
    return store.save_casework(read, items, decision, event="gaps-recorded", detail={}, by="Bo", at=LATER)


def run(url: str, statement: str) -> None:
    database = Database(url)
    with closing(database), database.writing() as connection:
        connection.execute(text(statement))


def test_a_case_file_is_empty_until_it_is_saved(store: Store, assessed: Assessment) -> None:
    case = store.casework(assessed)
    assert (case.ref, case.opened, case.items, case.decisions) == ("acme@1", None, {}, ())
    assert store.caseworks() == ()
    before = store.checkpoint()
    assert saved(store, case) == case
    assert store.checkpoint() == before


def test_items_come_back_as_they_were_across_openings(url: str) -> None:
    item = make_item(owner="Zoë", response="=1+1\nnext", target=dt.date(2027, 3, 1))
    with open_store(url, secret=SECRET) as store:
        store.add_vendor(ACME, by="Ana", at=AT)
        assessed = store.create(make_assessment(), by="Ana", at=AT)
        read = store.casework(assessed).model_copy(update={"token": "a-token"})
        case = saved(store, read, [item])
        assert case.opened == LATER
        assert saved(store, case.model_copy(update={"token": "another"})).token == read.token
    with open_store(url, secret=SECRET) as store:
        assert store.casework(assessed) == case
        assert store.caseworks() == (case,)
        assert case.current == {"coalition-minimum:MIN-ACC-01": item}


def test_every_version_is_kept(store: Store, assessed: Assessment) -> None:
    first = make_item()
    case = saved(store, store.casework(assessed), [first, make_item("MIN-DAT-01")])
    second = first.next(by="Cy", at=LATER, reason="New supplier.", due=dt.date(2027, 1, 31))
    case = saved(store, case, [second])
    assert case.items[first.key] == (first, second)
    assert (second.version, second.by, second.reason) == (2, "Cy", "New supplier.")
    assert set(case.current) == {first.key, make_item("MIN-DAT-01").key}


def test_the_same_criterion_can_be_a_gap_under_two_policies(store: Store, assessed: Assessment) -> None:
    one, other = make_item(), make_item(policy="coalition-minimum+finance")
    case = saved(store, store.casework(assessed), [one, other])
    assert case.find("MIN-ACC-01", "coalition-minimum+finance") == other
    assert case.find("MIN-ACC-01", "other") is None
    condition = make_item("COND-01", kind="condition", severity=None)
    assert saved(store, case, [condition]).find("COND-01", "any") == condition


def test_saving_the_same_again_changes_nothing(store: Store, assessed: Assessment) -> None:
    case = saved(store, store.casework(assessed), [make_item()])
    before = store.checkpoint()
    again = make_item().next(by="Cy", at=LATER, reason="Again.")
    assert saved(store, case, [again]) == case
    assert store.checkpoint() == before


def test_the_later_of_two_saves_of_an_item_is_refused_with_both_values(url: str) -> None:
    with open_store(url, secret=SECRET) as ana, open_store(url, secret=SECRET) as bo:
        ana.add_vendor(ACME, by="Ana", at=AT)
        assessed = ana.create(make_assessment(), by="Ana", at=AT)
        case = saved(ana, ana.casework(assessed), [make_item(), make_item("MIN-DAT-01")])
        read = bo.casework(assessed)
        theirs = make_item().next(by="Ana", at=LATER, owner="Jo", status=WorkStatus.DONE)
        saved(ana, case, [theirs])
        mine = make_item().next(by="Bo", at=LATER, owner="Kim")
        with pytest.raises(CaseworkConflict, match="case file of acme@1 changed") as caught:
            saved(bo, read, [make_item("MIN-DAT-01").next(by="Bo", at=LATER, owner="Kim"), mine])
        (fault,) = caught.value.faults
        assert fault.where == "MIN-ACC-01"
        assert (
            fault.what
            == "Ana saved status 'done', owner 'Jo' on 2026-11-23 at 10:30; yours is status 'open', owner 'Kim'."
        )
        stored = bo.casework(assessed)
        assert stored.current[theirs.key] == theirs
        assert stored.find("MIN-DAT-01", "coalition-minimum") == make_item("MIN-DAT-01")


@pytest.mark.parametrize("version", [0, 1, 3])
def test_a_version_that_is_not_the_next_is_refused(store: Store, assessed: Assessment, version: int) -> None:
    case = saved(store, store.casework(assessed), [make_item()])
    for item in (make_item(owner="Kim", version=version), make_item("MIN-NEW-01", version=version + 2)):
        with pytest.raises(CaseworkConflict):
            saved(store, case, [item])
    assert store.casework(assessed) == case


def test_decisions_are_added_with_their_conditions_in_one_event(store: Store, assessed: Assessment) -> None:
    condition = make_item("COND-01", kind="condition", severity=None)
    decision = make_decision(conditions=("COND-01",))
    case = saved(store, store.casework(assessed), [condition], decision)
    assert case.decisions == (decision,)
    assert case.current == {"COND-01": condition}
    events = list(store.events())
    assert len(events) == 3
    assert events[-1].subject == "acme@1"
    again = saved(store, case, (), make_decision("reject"))
    assert [each.outcome for each in again.decisions] == ["conditions", "reject"]


def test_of_two_decisions_on_the_same_reading_the_second_is_refused(store: Store, assessed: Assessment) -> None:
    read = store.casework(assessed)
    case = saved(store, read, (), make_decision())
    for outdated in (read, saved(store, case, [make_item()]).model_copy(update={"decisions": ()})):
        with pytest.raises(UsageError, match=r"was approved with conditions by Helena Brandt meanwhile") as caught:
            saved(store, outdated, (), make_decision("approve"))
        assert caught.value.mend == "See it with: vendorrisk decide acme@1"
    assert len(store.casework(assessed).decisions) == 1


def test_a_frozen_assessment_has_a_case_file_all_the_same(store: Store, assessed: Assessment) -> None:
    after = assessed.model_copy(update={"state": State.ATTESTED})
    store.change(assessed, after, event="attested", detail={}, by="Ana", at=AT)
    case = saved(store, store.casework(after), [make_item()])
    assert store.casework(after) == case
    assert store.latest("acme", "", "coalition-core") == after


def test_case_files_do_not_mix(store: Store, assessed: Assessment) -> None:
    others = [make_assessment(revision=2), make_assessment(product="chat"), make_assessment(questionnaire="lite")]
    for number, other in enumerate(others):
        store.create(other, by="Ana", at=AT)
        saved(store, store.casework(other), [make_item(f"MIN-ACC-1{number}")])
    assert store.casework(assessed).items == {}
    assert [case.ref for case in store.caseworks()] == ["acme@2", "acme@1", "acme/chat@1"]


def test_a_case_file_needs_its_assessment(store: Store) -> None:
    store.add_vendor(ACME, by="Ana", at=AT)
    with pytest.raises(UsageError, match="acme@1 with coalition-core is not stored here"):
        saved(store, Casework.of(make_assessment()), [make_item()])
    assert store.checkpoint().size == 1


def test_the_database_refuses_a_case_file_without_its_assessment(store: Store, url: str) -> None:
    store.vendors()
    with pytest.raises(StoreError):
        run(url, "INSERT INTO casework VALUES ('acme', '', 'coalition-core', 1, 'x', 'x')")


def test_the_journal_holds_versions_and_nothing_that_was_said(store: Store, assessed: Assessment) -> None:
    item = make_item(owner="hidden-owner", response="hidden-response", title="hidden-title")
    saved(store, store.casework(assessed), [item], make_decision(reason="hidden-reason"))
    event = list(store.events())[-1]
    assert (event.kind, event.by, event.at) == ("gaps-recorded", "Bo", LATER)
    items: Any = event.detail["items"]
    assert items[item.key].startswith("1:")
    assert event.detail["questionnaire"] == "coalition-core"
    assert "hidden" not in event.model_dump_json()


def test_equal_items_of_two_case_files_leave_different_commitments(store: Store, assessed: Assessment) -> None:
    other = store.create(make_assessment(revision=2), by="Ana", at=AT)
    for each in (assessed, other):
        saved(store, store.casework(each), [make_item()])
    one, two = [event.detail["items"] for event in store.events() if event.kind == "gaps-recorded"]
    assert one != two


def test_a_refused_save_writes_no_event(store: Store, assessed: Assessment) -> None:
    before = store.checkpoint()
    with pytest.raises(ValueError, match="time zone"):
        store.save_casework(
            store.casework(assessed),
            [make_item()],
            event="gaps-recorded",
            detail={},
            by="Bo",
            at=AT.replace(tzinfo=None),
        )
    assert store.checkpoint() == before
    assert store.caseworks() == ()


def damage(store: Store) -> str:
    return store.verify_journal().damage


def test_the_journal_covers_case_files_beside_assessments(store: Store, assessed: Assessment, url: str) -> None:
    case = saved(store, store.casework(assessed), [make_item()])
    engine = create_engine(url)
    with engine.connect() as connection:
        old = connection.scalar(text("SELECT sealed FROM casework"))
    saved(store, case, [make_item().next(by="Bo", at=LATER, owner="Kim")])
    store.save_answers(assessed, {}, by="Ana", at=AT)
    assert damage(store) == ""
    with engine.begin() as connection:
        connection.execute(text("UPDATE casework SET sealed = :old"), {"old": old})
    engine.dispose()
    assert store.casework(assessed) == case  # sealed rightly, but out of date
    assert damage(store).startswith("the case file of acme@1 (coalition-core) is not what its last event left")


def test_a_removed_case_file_is_found(store: Store, assessed: Assessment, url: str) -> None:
    saved(store, store.casework(assessed), [make_item()])
    run(url, "DELETE FROM casework")
    assert damage(store) == "the case file of acme@1 (coalition-core) stands in the journal, but is no longer stored"


def test_a_case_file_opens_only_in_its_own_place(store: Store, assessed: Assessment, url: str) -> None:
    other = store.create(make_assessment(revision=2), by="Ana", at=AT)
    for each in (assessed, other):
        saved(store, store.casework(each), [make_item()])
    run(url, "UPDATE casework SET sealed = (SELECT c.sealed FROM casework c WHERE c.revision = 1)")
    with pytest.raises(StoreError, match="acme//coalition-core/2 was altered"):
        store.casework(other)
    assert "altered outside vendorrisk" in damage(store)


def test_nothing_of_a_case_file_stands_in_the_database_file(tmp_path: Any) -> None:
    path = tmp_path / "store.db"
    with open_store(f"sqlite:///{path}", secret=SECRET) as store:
        store.add_vendor(ACME, by="Ana", at=AT)
        assessed = store.create(make_assessment(), by="Ana", at=AT)
        read = store.casework(assessed).model_copy(update={"token": "hidden-token"})
        saved(store, read, [make_item(owner="hidden-owner")], make_decision())
        data = path.with_name("store.db-wal").read_bytes() + path.read_bytes()
    assert b"gaps-recorded" in data
    for word in (b"hidden-owner", b"Helena Brandt", b"hidden-token"):
        assert word not in data
