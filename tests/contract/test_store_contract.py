"""What every store does, on SQLite and on PostgreSQL."""

from __future__ import annotations

import datetime as dt
import hashlib

import pytest
from factories_statement import make_statement
from factories_store import ACME, AT, SECRET, make_answer, make_assessment
from pydantic import JsonValue

from vendorrisk.model.assessment import Assessment, Ref, Review, ReviewAction, State, Vendor, Waiver
from vendorrisk.model.fault import UsageError
from vendorrisk.store import AnswerConflict, Event, Store, load_key, log, open_store

LATER = AT + dt.timedelta(hours=1)


def given(store: Store, *made: Assessment) -> None:
    for assessment in made:
        if all(vendor.id != assessment.vendor.id for vendor in store.vendors()):
            store.add_vendor(assessment.vendor, by="Ana", at=AT)
        store.create(assessment, by="Ana", at=AT)


def newest(store: Store) -> Event:
    return list(store.events())[-1]


def changed(store: Store, before: Assessment, **fields: object) -> Assessment:
    after = before.model_copy(update=fields)
    return store.change(before, after, event="changed", detail={}, by="Ana", at=AT)


# Vendors


def test_a_vendor_is_kept_across_openings(url: str) -> None:
    with open_store(url, secret=SECRET) as store:
        store.add_vendor(ACME, by="Ana", at=AT)
    with open_store(url, secret=SECRET) as store:
        assert store.vendor("acme") == ACME
        assert store.vendors() == (ACME,)


def test_vendors_come_by_id(store: Store) -> None:
    for name in ("zeta", "beta", "acme"):
        store.add_vendor(Vendor(id=name, name=name.title()), by="Ana", at=AT)
    assert [vendor.id for vendor in store.vendors()] == ["acme", "beta", "zeta"]


def test_a_vendor_is_added_once(store: Store) -> None:
    store.add_vendor(ACME, by="Ana", at=AT)
    with pytest.raises(UsageError, match="there is a vendor 'acme' already"):
        store.add_vendor(Vendor(id="acme", name="Another"), by="Ana", at=AT)
    assert store.vendor("acme") == ACME
    assert store.checkpoint().size == 1


def test_an_unknown_vendor_gets_near_names(store: Store) -> None:
    store.add_vendor(ACME, by="Ana", at=AT)
    with pytest.raises(UsageError, match="'acne'") as caught:
        store.vendor("acne")
    assert "Did you mean acme?" in caught.value.mend
    assert "vendorrisk vendor add acne" in caught.value.mend


# Names


def test_a_name_means_the_newest_revision(store: Store) -> None:
    given(store, make_assessment(revision=1), make_assessment(revision=10), make_assessment(revision=2))
    assert store.find(Ref.parse("acme"), "coalition-core").revision == 10
    assert store.find(Ref.parse("acme@2"), "coalition-core").revision == 2
    latest = store.latest("acme", "", "coalition-core")
    assert latest is not None
    assert latest.revision == 10


def test_questionnaires_do_not_mix(store: Store) -> None:
    given(store, make_assessment(), make_assessment(questionnaire="triage", revision=3))
    assert store.find(Ref.parse("acme"), "coalition-core").revision == 1
    assert store.latest("acme", "", "triage") == make_assessment(questionnaire="triage", revision=3)
    assert len(store.assessments()) == 2
    assert len(store.assessments("triage")) == 1


def test_a_name_without_product_means_the_only_one(store: Store) -> None:
    given(store, make_assessment(product="chat"))
    assert store.find(Ref.parse("acme"), "coalition-core").product == "chat"
    assert store.latest("acme", "", "coalition-core") is None


def test_a_name_without_product_lists_several(store: Store) -> None:
    given(store, make_assessment(product="chat"), make_assessment(product="search"))
    with pytest.raises(UsageError, match="acme/chat, acme/search"):
        store.find(Ref.parse("acme"), "coalition-core")
    assert store.find(Ref.parse("acme/search"), "coalition-core").product == "search"


def test_the_vendor_as_a_whole_can_be_named_beside_its_products(store: Store) -> None:
    given(store, make_assessment(), make_assessment(product="chat"))
    assert store.find(Ref.parse("acme"), "coalition-core").product == ""


@pytest.mark.parametrize(
    ("name", "questionnaire", "command"),
    [
        ("acme", "coalition-core", "vendorrisk interview acme coalition-core"),
        ("acme/chat", "coalition-core", "vendorrisk interview acme coalition-core --product chat"),
        ("acme", "triage", "vendorrisk triage acme"),
    ],
)
def test_a_missing_assessment_names_the_command_that_creates_it(
    store: Store,
    name: str,
    questionnaire: str,
    command: str,
) -> None:
    store.add_vendor(ACME, by="Ana", at=AT)
    with pytest.raises(UsageError, match=f"has no assessment with {questionnaire}") as caught:
        store.find(Ref.parse(name), questionnaire)
    assert caught.value.mend.endswith(command)


def test_a_missing_revision_names_those_there_are(store: Store) -> None:
    given(store, make_assessment(revision=1), make_assessment(revision=2))
    with pytest.raises(UsageError, match="acme has no revision 7") as caught:
        store.find(Ref.parse("acme@7"), "coalition-core")
    assert "1, 2" in caught.value.mend


def test_an_assessment_is_created_once_and_of_a_known_vendor(store: Store) -> None:
    with pytest.raises(UsageError, match="no vendor 'acme'"):
        store.create(make_assessment(), by="Ana", at=AT)
    given(store, make_assessment())
    with pytest.raises(UsageError, match="acme@1 with coalition-core exists already"):
        store.create(make_assessment(answers={"a.b": make_answer("yes")}), by="Ana", at=AT)
    assert store.find(Ref.parse("acme"), "coalition-core") == make_assessment()


# Answers


def test_answers_are_merged_and_come_back_as_they_were(store: Store) -> None:
    given(store, make_assessment(answers={"a.kept": make_answer(("x", "y")), "a.old": make_answer(95)}))
    read = store.find(Ref.parse("acme"), "coalition-core")
    new = {
        "a.old": make_answer(95.5, 2),
        "a.text": make_answer("Größe: 数\U0001f600"),
        "a.na": make_answer(None, comment="no such thing"),
    }
    saved = store.save_answers(read, new, by="Ana", at=LATER)
    assert saved.answers == {"a.kept": read.answers["a.kept"], **new}
    assert store.find(Ref.parse("acme"), "coalition-core") == saved


def test_saving_the_same_again_changes_nothing(store: Store) -> None:
    given(store, make_assessment(answers={"a.b": make_answer("yes")}))
    read = store.find(Ref.parse("acme"), "coalition-core")
    before = store.checkpoint()
    same = make_answer("yes", version=2, by="Bo")
    assert store.save_answers(read, {"a.b": same}, removed=["a.none"], by="Bo", at=LATER) == read
    assert store.checkpoint() == before


def test_an_answer_is_stated_again_by_its_own_version(store: Store) -> None:
    given(store, make_assessment(answers={"a.b": make_answer("yes"), "a.c": make_answer("no")}))
    read = store.find(Ref.parse("acme"), "coalition-core")
    again = make_answer("yes", version=1, by="Bo")
    assert store.save_answers(read, {"a.b": again}, by="Bo", at=LATER).answers["a.b"] == again
    assert store.find(Ref.parse("acme"), "coalition-core").answers == {**read.answers, "a.b": again}
    assert newest(store).kind == "answers-saved"
    before = store.checkpoint()
    store.save_answers(read, {"a.b": make_answer("yes", version=1, by="Cy")}, by="Cy", at=LATER)  # read before Bo's
    assert store.checkpoint() == before
    assert not store.verify_journal().damage


def test_the_later_of_two_saves_of_an_answer_is_refused(url: str) -> None:
    with open_store(url, secret=SECRET) as ana, open_store(url, secret=SECRET) as bo:
        given(ana, make_assessment(answers={"a.b": make_answer("no"), "a.c": make_answer("no")}))
        read_by_ana = ana.find(Ref.parse("acme"), "coalition-core")
        read_by_bo = bo.find(Ref.parse("acme"), "coalition-core")
        ana.save_answers(read_by_ana, {"a.b": make_answer("yes", 2, by="Ana")}, by="Ana", at=AT)
        mine = {"a.b": make_answer("partly", 2, by="Bo"), "a.c": make_answer("yes", 2, by="Bo")}
        with pytest.raises(AnswerConflict) as caught:
            bo.save_answers(read_by_bo, mine, by="Bo", at=LATER)
        assert [str(fault) for fault in caught.value.faults] == [
            "a.b  Ana saved 'yes' on 2026-11-23 at 09:30; yours is 'partly'."
        ]
        assert caught.value.exit_code == 2
        assert [conflict.question for conflict in caught.value.conflicts] == ["a.b"]
        stored = bo.find(Ref.parse("acme"), "coalition-core").answers
        assert stored["a.b"].value == "yes"
        assert stored["a.c"].value == "no"


def test_saves_of_different_answers_are_both_kept(url: str) -> None:
    with open_store(url, secret=SECRET) as ana, open_store(url, secret=SECRET) as bo:
        given(ana, make_assessment())
        read_by_ana = ana.find(Ref.parse("acme"), "coalition-core")
        read_by_bo = bo.find(Ref.parse("acme"), "coalition-core")
        ana.save_answers(read_by_ana, {"a.b": make_answer("yes")}, by="Ana", at=AT)
        saved = bo.save_answers(read_by_bo, {"a.c": make_answer("no")}, by="Bo", at=AT)
        assert {question: answer.value for question, answer in saved.answers.items()} == {"a.b": "yes", "a.c": "no"}
        assert ana.find(Ref.parse("acme"), "coalition-core") == saved


def test_what_a_caller_does_to_its_copy_is_not_stored(store: Store) -> None:
    given(store, make_assessment())
    made = store.find(Ref.parse("acme"), "coalition-core")
    made.answers["a.smuggled"] = make_answer("yes")
    saved = store.save_answers(make_assessment(), {"a.b": make_answer("yes")}, by="Ana", at=AT)
    saved.answers["a.smuggled"] = make_answer("yes")
    read = store.save_answers(saved, {"a.b": make_answer("yes", 2)}, by="Ana", at=AT)
    read.answers["a.smuggled"] = make_answer("yes")
    again = store.save_answers(read, {"a.c": make_answer("yes")}, by="Ana", at=AT)
    assert set(again.answers) == {"a.b", "a.c"}
    assert store.find(Ref.parse("acme"), "coalition-core") == again


@pytest.mark.parametrize("version", [0, 1, 3])
def test_a_version_that_is_not_the_next_is_refused(store: Store, version: int) -> None:
    given(store, make_assessment(answers={"a.b": make_answer("no")}))
    read = store.find(Ref.parse("acme"), "coalition-core")
    with pytest.raises(AnswerConflict):
        store.save_answers(read, {"a.b": make_answer("yes", version)}, by="Ana", at=AT)
    with pytest.raises(AnswerConflict):
        store.save_answers(read, {"a.new": make_answer("yes", 2)}, by="Ana", at=AT)


def test_removing_an_answer_that_changed_is_refused(store: Store) -> None:
    given(store, make_assessment(answers={"a.b": make_answer("no")}))
    read = store.find(Ref.parse("acme"), "coalition-core")
    store.save_answers(read, {"a.b": make_answer("yes", 2)}, by="Ana", at=AT)
    with pytest.raises(AnswerConflict) as caught:
        store.save_answers(read, {}, removed=["a.b"], by="Bo", at=AT)
    assert caught.value.faults[0].what == "Ana saved 'yes' on 2026-11-23 at 09:30; you removed it."


def test_changing_an_answer_that_was_removed_is_refused(store: Store) -> None:
    given(store, make_assessment(answers={"a.b": make_answer("no")}))
    read = store.find(Ref.parse("acme"), "coalition-core")
    gone = store.save_answers(read, {}, removed=["a.b"], by="Ana", at=AT)
    assert gone.answers == {}
    with pytest.raises(AnswerConflict) as caught:
        store.save_answers(read, {"a.b": make_answer("yes", 2)}, by="Bo", at=AT)
    assert caught.value.faults[0].what == "It was removed; yours is 'yes'."
    store.save_answers(gone, {"a.b": make_answer("partly", 1)}, by="Ana", at=AT)
    with pytest.raises(AnswerConflict):  # the same version again, but another answer than the one read
        store.save_answers(read, {"a.b": make_answer("yes", 2)}, by="Bo", at=AT)


def test_an_old_review_never_speaks_for_an_answer_given_anew(store: Store) -> None:
    given(store, make_assessment(answers={"a.b": make_answer("no")}))
    read = store.find(Ref.parse("acme"), "coalition-core")
    review = Review(question="a.b", answer_version=1, action=ReviewAction.ACCEPT, reviewer="Cy", reason="Seen.", at=AT)
    reviewed = changed(store, read, reviews=(review,))
    assert reviewed.review_of("a.b", ReviewAction.ACCEPT) == review
    gone = store.save_answers(reviewed, {}, removed=["a.b"], by="Ana", at=AT)
    again = store.save_answers(gone, {"a.b": make_answer("yes", 1)}, by="Ana", at=AT)
    assert again.answers["a.b"].version == 2
    assert again.review_of("a.b", ReviewAction.ACCEPT) is None


@pytest.mark.parametrize("state", [State.ATTESTED, State.SUPERSEDED])
def test_a_frozen_assessment_takes_no_answers(store: Store, state: State) -> None:
    given(store, make_assessment())
    frozen = changed(store, make_assessment(), state=state)
    with pytest.raises(UsageError, match=f"acme@1 is {state} and therefore frozen") as caught:
        store.save_answers(frozen, {"a.b": make_answer("yes")}, by="Ana", at=AT)
    assert caught.value.mend == "A renewal is a new revision."


# Changes


def test_a_change_replaces_everything_but_the_answers(store: Store) -> None:
    given(store, make_assessment(answers={"a.b": make_answer("no")}))
    read = store.find(Ref.parse("acme"), "coalition-core")
    waiver = Waiver(
        criterion="MIN-ACC-01",
        reason="Legacy.",
        control="Manual check.",
        approver="Ines",
        granted=AT.date(),
        until=AT.date(),
    )
    after = read.model_copy(update={"waivers": (waiver,), "state": State.SUBMITTED, "submitted_at": AT})
    detail: dict[str, JsonValue] = {"criterion": "MIN-ACC-01"}
    assert store.change(read, after, event="waived", detail=detail, by="Ana", at=LATER) == after
    assert store.find(Ref.parse("acme"), "coalition-core") == after
    event = newest(store)
    assert (event.kind, event.subject, event.by, event.at) == ("waived", "acme@1", "Ana", LATER)
    assert event.detail["criterion"] == "MIN-ACC-01"
    assert event.detail["state"] == "submitted"


def test_a_change_of_something_else_than_was_read_is_refused(store: Store) -> None:
    given(store, make_assessment())
    read = store.find(Ref.parse("acme"), "coalition-core")
    store.save_answers(read, {"a.b": make_answer("yes")}, by="Bo", at=AT)
    with pytest.raises(UsageError, match="acme@1 changed since it was read"):
        changed(store, read, state=State.SUBMITTED)


def test_a_change_that_changes_nothing_writes_no_event(store: Store) -> None:
    given(store, make_assessment())
    before = store.checkpoint()
    changed(store, make_assessment(), scope="")
    assert store.checkpoint() == before


def test_an_attested_assessment_can_only_be_superseded(store: Store) -> None:
    given(store, make_assessment())
    attested = changed(store, make_assessment(), state=State.ATTESTED)
    for fields in ({"state": State.DRAFT}, {"scope": "wider"}, {"state": State.SUPERSEDED, "scope": "wider"}):
        with pytest.raises(UsageError, match="frozen"):
            changed(store, attested, **fields)
    superseded = changed(store, attested, state=State.SUPERSEDED)
    with pytest.raises(UsageError, match="frozen"):
        changed(store, superseded, state=State.ATTESTED)


def test_a_change_may_not_touch_answers_or_name(store: Store) -> None:
    given(store, make_assessment())
    with pytest.raises(ValueError, match="save_answers"):
        changed(store, make_assessment(), answers={"a.b": make_answer("yes")})
    with pytest.raises(ValueError, match="name"):
        changed(store, make_assessment(), revision=2)
    assert store.find(Ref.parse("acme"), "coalition-core") == make_assessment()


# The register


def test_an_attestation_is_kept_as_it_was_received(store: Store) -> None:
    statement = make_statement()
    kept = store.keep_attestation(b"%PDF-1", statement, "ab" * 32, False, by="Ana", at=LATER)
    assert store.attestations() == (kept,)
    assert store.attestation(statement.attestation_id) == kept
    assert store.attestation_file(kept.id) == b"%PDF-1"
    assert (kept.statement, kept.fingerprint, kept.received_at, kept.own) == (statement, "ab" * 32, LATER, False)
    assert kept.file_sha256 == hashlib.sha256(b"%PDF-1").hexdigest()
    before = store.checkpoint()
    assert store.keep_attestation(b"%PDF-1", statement, "ab" * 32, True, by="Bo", at=AT) == kept
    assert store.checkpoint() == before
    with pytest.raises(UsageError, match="another file with the id"):
        store.keep_attestation(b"%PDF-2", statement, "ab" * 32, False, by="Bo", at=AT)


def test_the_register_comes_oldest_first(store: Store) -> None:
    for number, hours in ((1, 2), (2, 1), (3, 3)):
        statement = make_statement(attestation_id=f"urn:uuid:{number}")
        at = AT + dt.timedelta(hours=hours)
        store.keep_attestation(b"%PDF", statement, "ab" * 32, False, by="Ana", at=at)
    assert [kept.id for kept in store.attestations()] == ["urn:uuid:2", "urn:uuid:1", "urn:uuid:3"]


def test_an_unknown_attestation_gets_near_names(store: Store) -> None:
    kept = store.keep_attestation(b"%PDF", make_statement(), "ab" * 32, False, by="Ana", at=AT)
    for read in (store.attestation, store.attestation_file):
        with pytest.raises(UsageError, match="no attestation") as caught:
            read(kept.id[:-1] + "1")
        assert kept.id in caught.value.mend


# Journal


def test_every_change_writes_exactly_one_event(store: Store) -> None:
    given(store, make_assessment())
    read = store.find(Ref.parse("acme"), "coalition-core")
    saved = store.save_answers(read, {"a.b": make_answer("yes"), "a.c": make_answer("no")}, by="Ana", at=AT)
    changed(store, saved, state=State.SUBMITTED)
    store.keep_evidence(b"data")
    store.keep_attestation(b"%PDF", make_statement(), "ab" * 32, True, by="Ana", at=AT)
    events = list(store.events())
    assert [event.kind for event in events] == [
        "vendor-added",
        "assessment-created",
        "answers-saved",
        "changed",
        "attestation-kept",
    ]
    assert [event.position for event in events] == [0, 1, 2, 3, 4]
    assert store.checkpoint().size == 5
    report = store.verify_journal()
    assert not report.damage
    assert (report.entries, report.root) == (5, store.checkpoint().root)


def test_the_journal_never_holds_what_was_answered(store: Store) -> None:
    given(store, make_assessment())
    secret = make_answer("our-secret-cipher", comment="hidden-comment")
    store.save_answers(make_assessment(), {"a.b": secret}, by="Ana", at=AT)
    detail = newest(store).model_dump_json()
    assert "a.b" in detail
    assert "secret" not in detail
    assert "hidden" not in detail


def test_equal_answers_of_two_assessments_leave_different_commitments(store: Store) -> None:
    answers = {"a.b": make_answer("yes")}
    given(store, make_assessment(answers=answers), make_assessment(revision=2, answers=answers))
    first, second = [event.detail["answers"] for event in store.events() if event.kind == "assessment-created"]
    assert first != second


def test_events_are_in_utc_and_need_a_time_zone(store: Store) -> None:
    east = dt.timezone(dt.timedelta(hours=5))
    store.add_vendor(ACME, by="Ana", at=AT.astimezone(east))
    assert newest(store).at == AT
    assert newest(store).at.utcoffset() == dt.timedelta(0)
    with pytest.raises(ValueError, match="time zone"):
        store.add_vendor(Vendor(id="beta", name="Beta"), by="Ana", at=AT.replace(tzinfo=None))
    assert [vendor.id for vendor in store.vendors()] == ["acme"]


def test_more_events_than_one_page_come_in_order(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "_PAGE", log._PAGE.limit(3))
    given(store, make_assessment())
    read = store.find(Ref.parse("acme"), "coalition-core")
    for number in range(7):
        read = store.save_answers(read, {"a.b": make_answer(number, number + 1)}, by="Ana", at=AT)
    assert [event.position for event in store.events()] == list(range(9))
    assert store.verify_journal().entries == 9


# Keys


def test_another_key_is_refused_on_opening(url: str) -> None:
    with open_store(url, secret=SECRET) as store:
        store.add_vendor(ACME, by="Ana", at=AT)
    with pytest.raises(UsageError, match="the key does not fit this database"):
        open_store(url, secret=bytes(32))
    with pytest.raises(UsageError, match="31 bytes"):
        open_store(url, secret=bytes(31))


def test_the_key_that_load_key_makes_opens_the_store(url: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("home") / "store.key"
    with open_store(url, secret=load_key(path)) as store:
        store.add_vendor(ACME, by="Ana", at=AT)
    with open_store(url, secret=load_key(path)) as store:
        assert store.vendor("acme") == ACME
