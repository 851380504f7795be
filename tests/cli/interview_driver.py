"""Runs the interview on this terminal over a small questionnaire, with a JSON file as the store.

Usage: interview_driver.py FOLDER. The folder holds ``answers.json`` and the kept files by digest, and is where
evidence is looked for. A file ``meanwhile.json`` in it stands for what someone else saved: it is taken once, before
the next save. A file ``full.txt`` makes the next save fail.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from vendorrisk.capture.interview import run_interview
from vendorrisk.capture.interview_desk import Need, SaveConflict, Weak
from vendorrisk.capture.interview_prompts import Terminal
from vendorrisk.capture.session import Session
from vendorrisk.model.answer import Answer
from vendorrisk.model.assessment import Assessment, Vendor
from vendorrisk.model.base import Pin
from vendorrisk.model.fault import UsageError
from vendorrisk.model.glossary import Entry
from vendorrisk.model.language import ENGLISH
from vendorrisk.model.policy import Level
from vendorrisk.model.questionnaire import Questionnaire

QUESTIONNAIRE = Questionnaire.model_validate(
    {
        "questionnaire": "sample",
        "version": "1.0.0",
        "title": "Sample",
        "description": "Every kind of question once.",
        "sections": [
            {
                "section": "access",
                "title": "Access control",
                "pillar": "security",
                "intro": "Who can get in, and how they prove who they are.",
                "questions": [
                    {
                        "id": "access.mfa-admin",
                        "ask": "Is multi-factor authentication required for every administrative account, always?",
                        "type": "choice",
                        "options": [
                            {"id": "yes", "label": "Yes, for every account"},
                            {
                                "id": "partly",
                                "label": "Partly: for every account that reads customer data in bulk, while others "
                                "sign in with a password alone",
                            },
                            {"id": "no", "label": "No"},
                        ],
                        "help": "Count every account that can change configuration.",
                        "why": "Stolen administrator passwords open most supplier breaches.",
                        "evidence": ["policy", "configuration-export"],
                        "terms": ["second-factor", "unexplained"],
                        "references": {"mvsp-3.0": ["2.3"]},
                    },
                    {
                        "id": "access.mfa-methods",
                        "ask": "Which second factors are in use?",
                        "type": "multi",
                        "options": ["fido2", "passkey", "totp", "sms"],
                        "show_when": {"access.mfa-admin": ["yes", "partly"]},
                        "help": "Tick all that an account can be opened with.",
                        "why": "Some can be phished.",
                    },
                    {
                        "id": "access.mfa-share",
                        "ask": "How many accounts use a second factor?",
                        "type": "percent",
                        "show_when": {"access.mfa-admin": ["yes", "partly"]},
                        "help": "The share of all administrative accounts.",
                        "why": "One account without it is enough.",
                    },
                ],
            },
            {
                "section": "incidents",
                "title": "Incident response",
                "pillar": "security",
                "intro": "What happens when something goes wrong, how soon customers hear of it, and who tells them.",
                "questions": [
                    {
                        "id": "incidents.notice-hours",
                        "ask": "Within how many hours are customers told of an incident?",
                        "type": "number",
                        "unit": "hours",
                        "minimum": 0,
                        "maximum": 9000,
                        "not_applicable": "justify",
                        "help": "From the moment your staff know of it.",
                        "why": "Customers have duties to report too.",
                    },
                    {
                        "id": "incidents.last-test",
                        "ask": "When was the plan last rehearsed?",
                        "type": "date",
                        "help": "A desk exercise counts.",
                        "why": "Plans that are not rehearsed fail.",
                    },
                    {
                        "id": "incidents.roles",
                        "ask": "Which roles take part in the response?",
                        "type": "list",
                        "help": "Roles, not names.",
                        "why": "Someone must decide at night.",
                    },
                    {
                        "id": "incidents.page",
                        "ask": "Where can anyone report a weakness to you?",
                        "type": "url",
                        "help": "A public page.",
                        "why": "Finders need an address.",
                    },
                    {
                        "id": "incidents.lesson",
                        "ask": "What did the last incident change?",
                        "type": "text",
                        "not_applicable": "justify",
                        "help": "One or two sentences.",
                        "why": "Learning shows in changes.",
                    },
                ],
            },
        ],
    },
)


_NEEDED_BY = {"access.mfa-admin": (Need("MIN-ACC-01", "Every administrator uses a second factor", Level.MINIMUM),)}


class FileStore:
    """Answers in one JSON file, replaced as a whole by each save; the interview's desk."""

    can_submit = False

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "answers.json"

    @property
    def assessment(self) -> Assessment:
        """Return what is stored now."""
        return Assessment(
            vendor=Vendor(id="acme", name="Acme"),
            questionnaire=Pin(id="sample", version="1.0.0", digest="0" * 64, full_digest="0" * 64),
            answers=_answers(self.path),
        )

    def save(self, question_id: str, answer: Answer, files: Mapping[str, bytes]) -> Assessment:
        """Store one answer."""
        if (self.folder / "full.txt").exists():
            (self.folder / "full.txt").unlink()
            raise UsageError("The disk is full.", mend="Free some space, then answer again.")
        meanwhile = self.folder / "meanwhile.json"
        if meanwhile.exists():
            meanwhile.replace(self.path)
        answers = _answers(self.path)
        stored = answers.get(question_id)
        if answer.version != (stored.version + 1 if stored else 1):
            raise SaveConflict(stored, self.assessment)
        for digest, content in files.items():
            (self.folder / digest).write_bytes(content)
        answers[question_id] = answer
        written = self.path.with_suffix(".new")
        written.write_text(json.dumps({name: item.model_dump(mode="json") for name, item in answers.items()}))
        written.replace(self.path)
        return self.assessment

    def reply(self, question_id: str, text: str) -> Assessment:
        """Nobody asks anything here."""
        raise NotImplementedError

    def submit(self, by: str) -> Assessment:
        """Nothing is submitted here."""
        raise NotImplementedError

    def needs(self, question_id: str) -> Sequence[Need]:
        """Return what needs an answer."""
        return _NEEDED_BY.get(question_id, ())

    def weakest(self) -> Sequence[Weak]:
        """No policy judges these answers."""
        return ()


def _answers(path: Path) -> dict[str, Answer]:
    if not path.exists():
        return {}
    return {name: Answer.model_validate(item) for name, item in json.loads(path.read_text()).items()}


_TERMS = [Entry(id="second-factor", term="second factor", field="security", meaning="A proof of another kind.")]


def main(folder: Path) -> None:
    """Run one sitting."""
    store = FileStore(folder)
    outcome = run_interview(
        Session.over(QUESTIONNAIRE, store.assessment),
        desk=store,
        terminal=Terminal(ENGLISH),
        recorder="buyer@member.example",
        respondent="Dana Reyes, Head of Security",
        clock=lambda: dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.UTC),
        resume_command="vendorrisk interview acme",
        evidence_folder=folder,
        terms={each.id: each for each in _TERMS},
    )
    sys.stdout.write(f"saved={outcome.saved} open={outcome.open} stopped={outcome.stopped}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
