"""Several processes at once, and processes that are killed: nothing is lost, nothing is half-saved."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
from factories_store import ACME, AT, SECRET, make_assessment
from sqlalchemy import text

from vendorrisk.model.assessment import Ref
from vendorrisk.store import Store, open_store
from vendorrisk.store.errors import StoreError
from vendorrisk.store.session import Database

REF = Ref.parse("acme")
CORE = "coalition-core"
TESTS = Path(__file__).parent.parent

SAVER = """
import sys
sys.path.insert(0, sys.argv[4])
from factories_store import AT, SECRET, make_answer
from vendorrisk.model.assessment import Ref
from vendorrisk.store import open_store

url, question, saves = sys.argv[1], sys.argv[2], int(sys.argv[3])
with open_store(url, secret=SECRET) as store:
    assessment = store.find(Ref.parse("acme"), "coalition-core")
    for number in range(saves):
        before = assessment.answers.get(question)
        answer = make_answer(f"{number} " + "x" * 3000, before.version + 1 if before else 1)
        assessment = store.save_answers(assessment, {question: answer}, by=question, at=AT)
        print(number, flush=True)
"""

OPENER = """
import sys
from vendorrisk.store import open_store
open_store(sys.argv[1], secret=bytes(range(32))).close()
"""


def saver(url: str, question: str, saves: int) -> subprocess.Popen[str]:
    arguments = [sys.executable, "-c", SAVER, url, question, str(saves), str(TESTS)]
    return subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True)


@pytest.fixture
def drafted(store: Store) -> Store:
    store.add_vendor(ACME, by="Ana", at=AT)
    store.create(make_assessment(), by="Ana", at=AT)
    return store


def test_many_writers_of_different_answers_lose_nothing(drafted: Store, url: str) -> None:
    writers = [saver(url, f"a.q{number}", 20) for number in range(3)]
    for writer in writers:
        writer.communicate(timeout=60)
        assert writer.returncode == 0
    answers = drafted.find(REF, CORE).answers
    assert {question: answer.version for question, answer in answers.items()} == {"a.q0": 20, "a.q1": 20, "a.q2": 20}
    report = drafted.verify_journal()
    assert (report.entries, report.damage) == (62, "")


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
@pytest.mark.parametrize("after_saves", [1, 4, 9])
def test_a_killed_writer_leaves_document_and_event_together(drafted: Store, url: str, after_saves: int) -> None:
    writer = saver(url, "a.q", 2_000)  # killed long before
    assert writer.stdout is not None
    with writer.stdout as lines:
        for _ in range(after_saves):
            assert lines.readline()
        time.sleep(after_saves / 1700)  # somewhere inside a later save
        writer.kill()
        confirmed = after_saves + len(lines.read().splitlines())
    writer.wait()
    with open_store(url, secret=SECRET) as fresh:
        saved = fresh.find(REF, CORE).answers["a.q"].version
        assert saved in (confirmed, confirmed + 1)  # a save may be done before it could be printed
        events = [event for event in fresh.events() if event.kind == "answers-saved"]
        assert len(events) == saved
        assert not fresh.verify_journal().damage
        assert drafted.find(REF, CORE) == fresh.find(REF, CORE)


def test_several_processes_may_open_an_empty_database_at_once(url: str) -> None:
    openers = [subprocess.Popen([sys.executable, "-c", OPENER, url]) for _ in range(4)]
    assert [opener.wait(timeout=60) for opener in openers] == [0, 0, 0, 0]
    with open_store(url, secret=SECRET) as store:
        assert store.vendors() == ()


def test_a_reader_sees_one_state_while_others_write(url: str) -> None:
    database = Database(url)
    with open_store(url, secret=SECRET) as other:
        with database.reading() as connection:
            assert connection.scalar(text("SELECT count(*) FROM journal")) == 0
            other.add_vendor(ACME, by="Bo", at=AT)
            assert connection.scalar(text("SELECT count(*) FROM journal")) == 0
        with database.reading() as connection:
            assert connection.scalar(text("SELECT count(*) FROM journal")) == 1
    database.close()


def test_what_is_committed_survives_a_power_cut(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'store.db'}")
    with database.reading() as connection:
        settings = [connection.scalar(text(f"PRAGMA {name}")) for name in ("journal_mode", "synchronous")]
    database.close()
    assert settings == ["wal", 2]  # 2: FULL, the log is on the disk before a commit returns


def test_an_assessment_without_its_vendor_is_refused_by_the_database(store: Store, url: str) -> None:
    statement = text("INSERT INTO assessments VALUES ('nobody', '', 'coalition-core', 1, :value, :value)")
    database = Database(url)
    with pytest.raises(StoreError), database.writing() as connection:
        connection.execute(statement, {"value": b"x"})
    database.close()
    assert not store.assessments()
