"""The store against a plain dictionary, through any sequence of calls and reopenings."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest
from factories_store import AT, SECRET, make_answer, make_assessment, make_item
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from vendorrisk.model.answer import Answer
from vendorrisk.model.assessment import Assessment, State, Vendor
from vendorrisk.model.casework import Casework
from vendorrisk.model.fault import UsageError
from vendorrisk.store import AnswerConflict, CaseworkConflict, open_store
from vendorrisk.store.naming import Key

QUESTIONS = st.sampled_from(["a.one", "a.two", "a.three"])
VALUES = st.sampled_from(["yes", "no", 3, 2.5, ("x", "y"), None])


class StoreMachine(RuleBasedStateMachine):
    """``model`` is what should be stored, ``read`` what another person read a while ago."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.url = f"sqlite:///{self.folder / 'store.db'}"
        self.model: dict[Key, Assessment] = {}
        self.read: dict[Key, Assessment] = {}
        self.cases: dict[Key, Casework] = {}
        self.read_cases: dict[Key, Casework] = {}
        self.evidence: dict[str, bytes] = {}
        self.events = 0

    @initialize()
    def open(self) -> None:
        self.store = open_store(self.url, secret=SECRET)
        self.vendors: set[str] = set()

    @rule()
    def reopen(self) -> None:
        self.store.close()
        self.store = open_store(self.url, secret=SECRET)

    @rule(name=st.sampled_from(["acme", "beta"]))
    def add_vendor(self, name: str) -> None:
        vendor = Vendor(id=name, name=name.title())
        if name in self.vendors:
            with pytest.raises(UsageError):
                self.store.add_vendor(vendor, by="Ana", at=AT)
            return
        self.store.add_vendor(vendor, by="Ana", at=AT)
        self.vendors.add(name)
        self.events += 1

    @rule(name=st.sampled_from(["acme", "beta"]), product=st.sampled_from(["", "chat"]), revision=st.integers(1, 2))
    def create(self, name: str, product: str, revision: int) -> None:
        assessment = make_assessment(Vendor(id=name, name=name.title()), product, revision)
        key = Key.of(assessment)
        if name not in self.vendors or key in self.model:
            with pytest.raises(UsageError):
                self.store.create(assessment, by="Ana", at=AT)
            return
        self.model[key] = self.read[key] = self.store.create(assessment, by="Ana", at=AT)
        self.events += 1

    @precondition(lambda self: self.model)
    @rule(data=st.data())
    def look(self, data: st.DataObject) -> None:
        key = data.draw(st.sampled_from(sorted(self.model)))
        self.read[key] = self.model[key]
        self.read_cases[key] = self.cases.get(key) or Casework.of(self.model[key])

    @precondition(lambda self: self.model)
    @rule(data=st.data(), question=QUESTIONS, value=VALUES, remove=st.booleans())
    def save(self, data: st.DataObject, question: str, value: str | float | None, remove: bool) -> None:  # noqa: FBT001
        key = data.draw(st.sampled_from(sorted(self.model)))
        read, stored = self.read[key], self.model[key]
        before, current = read.answers.get(question), stored.answers.get(question)
        answer = make_answer(value, before.version + 1 if before else 1, comment="" if value else "none")
        changed = {} if remove else {question: answer}
        removed = [question] if remove else []
        if stored.state in (State.ATTESTED, State.SUPERSEDED):
            with pytest.raises(UsageError, match="frozen"):
                self.store.save_answers(read, changed, removed=removed, by="Ana", at=AT)
        elif current is None if remove else current is not None and current.says_the_same(answer):
            assert self.store.save_answers(read, changed, removed=removed, by="Ana", at=AT) == stored
        elif before != current:
            with pytest.raises(AnswerConflict):
                self.store.save_answers(read, changed, removed=removed, by="Ana", at=AT)
        else:
            saved = self.store.save_answers(read, changed, removed=removed, by="Ana", at=AT)
            answers: dict[str, Answer] = {**stored.answers, **changed}
            if remove:
                del answers[question]
            assert saved == stored.model_copy(update={"answers": answers})
            self.model[key] = self.read[key] = saved
            self.events += 1

    @precondition(lambda self: self.model)
    @rule(data=st.data(), state=st.sampled_from(State), scope=st.sampled_from(["", "all"]))
    def change(self, data: st.DataObject, state: State, scope: str) -> None:
        key = data.draw(st.sampled_from(sorted(self.model)))
        read, stored = self.read[key], self.model[key]
        after = read.model_copy(update={"state": state, "scope": scope})
        frozen = stored.state is State.SUPERSEDED or (
            stored.state is State.ATTESTED and (state is not State.SUPERSEDED or scope != stored.scope)
        )
        if read != stored or frozen:
            with pytest.raises(UsageError):
                self.store.change(read, after, event="changed", detail={}, by="Ana", at=AT)
            return
        self.store.change(read, after, event="changed", detail={}, by="Ana", at=AT)
        self.events += after != stored
        self.model[key] = self.read[key] = after

    @precondition(lambda self: self.model)
    @rule(data=st.data(), name=st.sampled_from(["MIN-ONE-01", "MIN-TWO-01"]), owner=st.sampled_from(["", "Jo", "Kim"]))
    def work(self, data: st.DataObject, name: str, owner: str) -> None:
        key = data.draw(st.sampled_from(sorted(self.model)))
        read = self.read_cases.get(key) or Casework.of(self.model[key])
        stored = self.cases.get(key) or Casework.of(self.model[key])
        before, current = (case.find(name, "coalition-minimum") for case in (read, stored))
        item = before.next(by="Ana", at=AT, owner=owner) if before else make_item(name, owner=owner)
        if current is not None and current.says_the_same(item):
            assert self.store.save_casework(read, [item], event="work", detail={}, by="Ana", at=AT) == stored
        elif before != current:
            with pytest.raises(CaseworkConflict):
                self.store.save_casework(read, [item], event="work", detail={}, by="Ana", at=AT)
        else:
            saved = self.store.save_casework(read, [item], event="work", detail={}, by="Ana", at=AT)
            items = {**stored.items, item.key: (*stored.items.get(item.key, ()), item)}
            assert saved == stored.model_copy(update={"items": items, "opened": AT})
            self.cases[key] = self.read_cases[key] = saved
            self.events += 1

    @rule(data=st.binary(max_size=50))
    def keep_evidence(self, data: bytes) -> None:
        self.evidence[self.store.keep_evidence(data)] = data

    @invariant()
    def holds_what_the_model_holds(self) -> None:
        if not hasattr(self, "store"):
            return
        assert {Key.of(assessment): assessment for assessment in self.store.assessments()} == self.model
        assert {case.ref: case for case in self.store.caseworks()} == {case.ref: case for case in self.cases.values()}
        assert {vendor.id for vendor in self.store.vendors()} == self.vendors
        assert all(self.store.evidence(sha256) == data for sha256, data in self.evidence.items())
        report = self.store.verify_journal()
        assert (report.entries, report.damage) == (self.events, "")

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()
        shutil.rmtree(self.folder)


TestStore = StoreMachine.TestCase
TestStore.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)
