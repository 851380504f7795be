"""The interview over a real terminal: every kind of prompt, every command, and that nothing acknowledged is lost."""

from __future__ import annotations

import hashlib
import json
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from terminals import CTRL_C, CTRL_U, DOWN, ENTER, UP, Screen

ROOT = Path(__file__).parents[2]
DRIVER = Path(__file__).with_name("interview_driver.py")

SHARE = "How many accounts use a second factor"
HOURS = "Within how many hours"
TESTED = "When was the plan last rehearsed"


class Sitting(Screen):
    """One run of the interview."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.folder = folder
        super().__init__(sys.executable, str(DRIVER), str(folder), PYTHONPATH=str(ROOT), **environment)

    @property
    def stored(self) -> dict[str, Any]:
        """Return the answers in the file now."""
        path = self.folder / "answers.json"
        return json.loads(path.read_text()) if path.exists() else {}


@pytest.fixture
def sit(tmp_path: Path) -> Iterator[Callable[..., Sitting]]:
    """Return a function that starts a sitting; each is killed at the end."""
    started: list[Sitting] = []

    def start(**environment: str) -> Sitting:
        started.append(Sitting(tmp_path, **environment))
        return started[-1]

    yield start
    for sitting in started:
        sitting.child.close(force=True)


def _answer_access(sitting: Sitting) -> None:
    sitting.wait("q stop")
    sitting.send(DOWN, DOWN, ENTER)
    sitting.wait("Opens 2 questions: access.mfa-methods, access.mfa-share.")
    sitting.wait("q stop")
    sitting.send(" ", DOWN, DOWN, " ", ENTER)
    sitting.wait("✔ fido2; totp")
    sitting.wait(SHARE)
    sitting.send("95", ENTER)
    sitting.wait("✔ 95 %")


def test_the_whole_interview(sit: Callable[..., Sitting], tmp_path: Path) -> None:
    sitting = sit()
    sitting.wait("Access control 1 of 1")
    sitting.wait("0 of 6 answered")
    _answer_access(sitting)
    sitting.wait(HOURS)
    sitting.send(":n", ENTER)
    sitting.wait("Why does this not apply?")
    sitting.send(ENTER)
    sitting.wait("Without a reason it stays open")
    sitting.send("No customers yet.", ENTER)
    sitting.wait("✔ Not applicable: No customers yet.")
    sitting.wait(TESTED)
    sitting.send("2026-13-01", ENTER)
    sitting.wait("is no day of the calendar")
    sitting.send(CTRL_U, "1 June 2026", ENTER)
    sitting.wait("✔ 2026-06-01")
    sitting.wait("Which roles take part")
    sitting.send("Incident lead", ENTER, "Counsel", ENTER, ENTER)
    sitting.wait("✔ Incident lead; Counsel")
    sitting.wait("Where can anyone report")
    sitting.send(":s", ENTER)
    sitting.wait("What did the last incident change")
    sitting.send("Keys rotate.", ENTER)
    sitting.wait("7 of 8 questions answered, 87 %.")
    sitting.wait("Ask the one skipped again")
    sitting.send(ENTER)
    sitting.wait("Where can anyone report")
    sitting.send("https://vendor.example/security", ENTER)
    sitting.wait("All 8 questions are answered.")
    sitting.wait("Go back to the last question")
    sitting.send(ENTER)
    ending = sitting.end()
    assert "Saved. Change an answer with:" in ending
    assert "saved=8 open=0 stopped=False" in ending
    assert {name: answer["value"] for name, answer in sitting.stored.items()} == {
        "access.mfa-admin": "partly",
        "access.mfa-methods": ["fido2", "totp"],
        "access.mfa-share": 95,
        "incidents.notice-hours": None,
        "incidents.last-test": "2026-06-01",
        "incidents.roles": ["Incident lead", "Counsel"],
        "incidents.lesson": "Keys rotate.",
        "incidents.page": "https://vendor.example/security",
    }
    answer = sitting.stored["incidents.notice-hours"]
    assert (answer["not_applicable"], answer["comment"]) == (True, "No customers yet.")
    assert answer["source"]["respondent"] == "Dana Reyes, Head of Security"
    assert not list(tmp_path.glob("*.new"))


def test_stop_and_resume(sit: Callable[..., Sitting]) -> None:
    sitting = sit()
    _answer_access(sitting)
    sitting.wait(HOURS)
    sitting.send("48", CTRL_C)
    ending = sitting.end()
    assert "Saved. Resume with: " in ending
    assert "vendorrisk interview acme" in ending
    assert "saved=3 open=5 stopped=True" in ending
    assert "Traceback" not in ending
    assert sitting.child.exitstatus == 0
    resumed = sit()
    resumed.wait("Incident response 1 of 5")
    resumed.wait("3 of 8 answered")
    resumed.wait(HOURS)
    resumed.send(":q", ENTER)
    assert "saved=0 open=5 stopped=True" in resumed.end()
    assert set(resumed.stored) == {"access.mfa-admin", "access.mfa-methods", "access.mfa-share"}


def test_killed_in_the_middle_nothing_acknowledged_is_lost(sit: Callable[..., Sitting]) -> None:
    sitting = sit()
    _answer_access(sitting)
    sitting.child.kill(signal.SIGKILL)
    sitting.end()
    assert sitting.stored["access.mfa-share"]["value"] == 95
    resumed = sit()
    resumed.wait("3 of 8 answered")
    resumed.wait(HOURS)


def test_back_changes_an_answer_and_says_what_it_closes(sit: Callable[..., Sitting]) -> None:
    sitting = sit()
    _answer_access(sitting)
    sitting.wait(HOURS)
    sitting.send(":b", ENTER)
    sitting.wait("answered 95 %")
    sitting.send("9b", ENTER)
    sitting.wait("is no number")
    sitting.send(CTRL_U, ENTER)  # Enter alone keeps what stands
    sitting.wait(HOURS)
    sitting.send("soon", ENTER)
    sitting.wait("is no number")
    sitting.send(":b", ENTER)  # a command behind a text that can't be saved
    sitting.wait("↑ edit")
    sitting.send(UP, "\x7f", ENTER)
    sitting.wait("✔ 9 %")
    sitting.wait(HOURS)
    sitting.send(":b", ENTER)
    sitting.wait("answered 9 %")
    sitting.send(":b", ENTER)
    sitting.wait("Which second factors")
    sitting.send("b")
    sitting.wait("answered Partly")
    sitting.send("b")
    sitting.wait("This is the first question.")
    sitting.send(DOWN, ENTER)
    sitting.wait("Closes 2 questions: access.mfa-methods, access.mfa-share.")
    sitting.wait("Their answers are kept but don't count.")
    sitting.wait("1 of 6 answered")
    sitting.wait("q stop")
    sitting.send(CTRL_C)
    sitting.end()
    stored = sitting.stored
    assert (stored["access.mfa-admin"]["value"], stored["access.mfa-admin"]["version"]) == ("no", 2)
    assert (stored["access.mfa-share"]["value"], stored["access.mfa-share"]["version"]) == (9, 2)
    assert stored["access.mfa-methods"]["version"] == 1


def test_evidence_before_and_after_the_answer(sit: Callable[..., Sitting], tmp_path: Path) -> None:
    (tmp_path / "mfa-export.csv").write_bytes(b"user,factor\n")
    other = tmp_path / "elsewhere"
    other.mkdir()
    (other / "policy.pdf").write_bytes(b"%PDF")
    sitting = sit()
    sitting.wait("q stop")
    sitting.send("e")
    sitting.wait("Which file or https address supports this?")
    sitting.send("mfa-exprt.csv", ENTER)
    sitting.wait("Did you mean 'mfa-export.csv'?")
    sitting.send(CTRL_U, "mfa-export.csv", ENTER)
    sitting.wait("Which date does the document bear?")
    sitting.send("2026-05-02", ENTER)
    sitting.wait("mfa-export.csv [2026-05-02]")
    sitting.wait("Kept until you answer.")
    assert not sitting.stored
    sitting.wait(":q stop")
    sitting.send(ENTER)
    sitting.wait("? more")
    sitting.send(DOWN, ENTER)
    sitting.wait("Opens 2 questions")
    (item,) = sitting.stored["access.mfa-admin"]["evidence"]
    assert (item["issued"], item["sha256"]) == ("2026-05-02", hashlib.sha256(b"user,factor\n").hexdigest())
    assert (tmp_path / item["sha256"]).read_bytes() == b"user,factor\n"
    sitting.wait("Space tick")
    sitting.send("b")
    sitting.wait("answered Yes")
    sitting.send("e")
    sitting.wait("takes the first away")
    sitting.send(f"{other}/policy.pdf [2026-01-31]", ENTER)
    sitting.wait("✔ evidence saved")
    sitting.wait("takes the first away")
    sitting.send("-1", ENTER)
    sitting.wait("✔ evidence saved")
    sitting.wait(":q stop")
    sitting.send(":q", ENTER)
    sitting.end()
    answer = sitting.stored["access.mfa-admin"]
    assert [(item["name"], item["issued"]) for item in answer["evidence"]] == [("policy.pdf", "2026-01-31")]
    assert (answer["value"], answer["version"]) == ("yes", 3)


def test_more_tells_why_we_ask_and_what_needs_it(sit: Callable[..., Sitting]) -> None:
    sitting = sit()
    sitting.wait("? more")
    sitting.send("?")
    sitting.wait("why we ask Stolen administrator passwords")
    sitting.wait("evidence policy, configuration export.")
    sitting.wait("needed by MIN-ACC-01, minimum: Every")
    sitting.wait("decides whether to ask access.mfa-methods, access.mfa-share.")
    sitting.wait("compare mvsp-3.0 2.3.")
    sitting.wait("glossary second factor: A proof of another kind.")
    sitting.wait("q stop")
    sitting.send("c")
    sitting.wait("What should a reader of this answer know?")
    sitting.send("Since March.", ENTER)
    sitting.wait("comment Since March.")
    sitting.wait("? more")
    sitting.send(ENTER)
    sitting.wait("Nothing is chosen yet.")
    assert not sitting.stored
    sitting.send(DOWN, ENTER)
    sitting.wait("Which second factors")
    assert sitting.stored["access.mfa-admin"]["comment"] == "Since March."
    sitting.wait("q stop")
    sitting.send(ENTER)
    sitting.wait("Tick at least one with Space")


def _meanwhile(folder: Path, value: str) -> None:
    source = {"channel": "workbook", "recorder": "acme", "at": "2026-11-23T09:00:00Z", "file": "acme.xlsx"}
    stored = {"access.mfa-admin": {"value": value, "version": 1, "source": {**source, "cell": "Questions!E14"}}}
    (folder / "meanwhile.json").write_text(json.dumps(stored))


@pytest.mark.parametrize(("keys", "kept", "version"), [([DOWN, ENTER], "no", 1), ([UP, ENTER], "yes", 2)])
def test_a_conflict_shows_both_answers(
    sit: Callable[..., Sitting], tmp_path: Path, keys: list[str], kept: str, version: int
) -> None:
    sitting = sit()
    sitting.wait("q stop")
    _meanwhile(tmp_path, "no")
    sitting.send(DOWN, ENTER)
    sitting.wait("Someone else changed this answer meanwhile.")
    sitting.wait("theirs No (acme, acme.xlsx, Questions!E14, 2026-11-23)")
    sitting.wait("yours Yes, for every account")
    sitting.wait("Replace it by mine")
    sitting.send(*keys)
    sitting.wait("1 of")
    sitting.wait("q stop")
    sitting.send(CTRL_C)
    sitting.end()
    answer = sitting.stored["access.mfa-admin"]
    assert (answer["value"], answer["version"]) == (kept, version)


def test_an_answer_that_could_not_be_saved_is_not_marked_as_saved(sit: Callable[..., Sitting], tmp_path: Path) -> None:
    sitting = sit()
    sitting.wait("q stop")
    (tmp_path / "full.txt").touch()
    sitting.send(DOWN, DOWN, ENTER)
    before = sitting.wait("Not saved: The disk is full. Free some space, then answer again.")
    assert "✔" not in before
    assert not sitting.stored
    sitting.wait("q stop")
    sitting.send(ENTER)  # the pointer stands where it stood
    sitting.wait("✔ Partly")
    assert sitting.stored["access.mfa-admin"]["value"] == "partly"


def test_without_colour_only_words_and_glyphs_speak(sit: Callable[..., Sitting]) -> None:
    coloured = sit()
    coloured.wait("q stop")
    assert "38;5;" in coloured.seen
    plain = sit(NO_COLOR="1")
    plain.wait("q stop")
    plain.send(DOWN, ENTER)
    plain.wait("Opens 2 questions")
    assert "✔" in plain.seen
    assert "38;5;" not in plain.seen
    assert "38;2;" not in plain.seen


def test_what_is_not_saved_or_not_allowed_is_said(sit: Callable[..., Sitting], tmp_path: Path) -> None:
    (tmp_path / "mfa-export.csv").write_bytes(b"user,factor\n")
    sitting = sit()
    sitting.wait("q stop")
    sitting.send("n")
    sitting.wait("n/a isn't offered")
    sitting.send("e")
    sitting.wait("Which file or https address supports this?")
    sitting.send("nowhere.csv", ENTER)
    sitting.wait("The file 'nowhere.csv' was not found.")
    sitting.send("mfa-export.csv [2026-05-02]", ENTER)  # the wrong name is gone from the field
    sitting.wait("Kept until you answer.")
    sitting.send(":q", ENTER)
    sitting.wait("Not saved: what you gave last for access.mfa-admin, which has no answer yet.")
    sitting.end()
