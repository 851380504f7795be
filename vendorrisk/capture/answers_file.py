"""Answers from a YAML or JSON file: written by hand, or exported. Every fault is found at once, with line and column.

By hand, ``answers`` is a map of question ids; exported, it is a list of records, each with its ``id``.
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from vendorrisk import yamlfile
from vendorrisk.capture.accepting import Rule
from vendorrisk.capture.answers_json import RECORD, by_hand, evidence_line
from vendorrisk.capture.contradictions import contradicts
from vendorrisk.capture.evidence import EvidenceFolder
from vendorrisk.capture.json_in import read_json
from vendorrisk.capture.placeholders import is_no_reason
from vendorrisk.capture.text import clean, fold, quote
from vendorrisk.capture.values import NOT_APPLICABLE, Reading, Unreadable, read_value
from vendorrisk.model.answer import MAX_ANSWER_CHARACTERS, Answer, Evidence, Source
from vendorrisk.model.base import DEFAULT_LANGUAGE
from vendorrisk.model.fault import Fault, FaultSeverity, RefusedInput
from vendorrisk.model.questionnaire import Question, Questionnaire
from vendorrisk.phrases.reading import BesideAnswers, Import

Place = tuple[str | int, ...]
"""The path of a value in the file, such as ``("answers", "access.mfa-admin", "value")``."""

_TOP: Final = ("questionnaire", "respondent", "answers")
_FIELDS: Final = ("value", "not_applicable", "comment", "evidence")
_EVIDENCE: Final = "Write a file name or an https address, in quotes, such as 'report.pdf [2026-01-31]'."
_LISTED: Final = 6
_FORM: Final = "Begin with 'questionnaire: ID', then 'answers:', and under it one 'question-id: answer' per line."


@dataclass(frozen=True)
class AnswersReading:
    """What an answers file holds. Nothing of it may be saved while ``faults`` has one that blocks."""

    answers: dict[str, Answer] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    files: dict[str, bytes] = field(default_factory=dict)
    """The evidence files that were found, by SHA-256."""
    respondent: str = ""
    """The vendor's person who answered, with role, where the file names one."""


def load_answers(data: str | bytes, name: str) -> yamlfile.Located:
    """Return what an answers file holds, JSON by its name, else YAML; raise :class:`RefusedInput` for bad syntax."""
    if Path(name).suffix.lower() != ".json":
        return yamlfile.load(data, name)
    return read_json(data.encode() if isinstance(data, str) else data, name)


def named_questionnaire(located: yamlfile.Located) -> tuple[str, str]:
    """Return id and meaning digest of the questionnaire that an answers file names; empty where it names none."""
    named = located.data.get("questionnaire") if isinstance(located.data, dict) else None
    if isinstance(named, dict):
        return str(named.get("id") or ""), str(named.get("digest") or "")
    return "" if named is None else str(named), ""


def read_answers(  # noqa: PLR0913  what is read, what it answers, who, when, where the evidence lies
    text: str | bytes | yamlfile.Located,
    name: str,
    *,
    questionnaire: Questionnaire,
    recorder: str,
    at: dt.datetime,
    evidence_folder: Path,
    accept: Collection[Rule] = (),
) -> AnswersReading:
    """Read every answer of an answers file; what can't be read becomes a fault, never an exception.

    Evidence files are looked for in ``evidence_folder``. A question without a value is unanswered, which is no fault.
    ``accept`` holds the rules by which a person lets unclear answers be read.
    """
    try:
        located = text if isinstance(text, yamlfile.Located) else load_answers(text, name)
    except RefusedInput as refused:
        return AnswersReading(faults=refused.faults)
    reader = _Reader(located, questionnaire, EvidenceFolder(evidence_folder, BesideAnswers), accept)
    written = reader.top()
    respondent = reader.text(("respondent",), written.get("respondent"))
    file = clean(Path(name).name)
    source = Source(channel="answers-file", recorder=recorder, respondent=respondent, at=at, file=file)
    answers = {
        question_id: answer
        for place, question_id, content in reader.contents(written)
        if (answer := reader.answer(place, question_id, content, source)) is not None
    }
    return AnswersReading(answers, tuple(reader.faults), reader.folder.contents, respondent)


class _Reader:
    """Reads the parsed file part by part, and collects the faults on the way."""

    def __init__(
        self,
        located: yamlfile.Located,
        questionnaire: Questionnaire,
        folder: EvidenceFolder,
        accept: Collection[Rule],
    ) -> None:
        self.located = located
        self.accept = accept
        self.id = questionnaire.questionnaire
        self.questions = {question.id: question for question in questionnaire.questions}
        self.folder = folder
        self.faults: list[Fault] = []
        self.named: dict[str | int, str] = {name: name for name in self.questions}
        """The question that each part of ``answers`` is about, by key or index."""

    def top(self) -> Mapping[str, Any]:
        """Return the outermost map, its keys and the questionnaire checked."""
        data = self.located.data
        if not isinstance(data, dict):
            self._fault("not-answers", (), "This is no file of answers.", _FORM)
            return {"answers": None}
        if not isinstance(data.get("answers"), list):
            self._known_keys((), data, _TOP)
        named, _ = named_questionnaire(self.located)
        if named != self.id:
            found = f"This answers {quote(named)}" if named else "'questionnaire' is missing"
            mend = f"Write 'questionnaire: {self.id}' if that is meant" + (
                f"; to answer {quote(named)}, name it in the command." if named else "."
            )
            self._fault("wrong-questionnaire", ("questionnaire",), f"{found}; asked for is {self.id}.", mend)
            answers = data.get("answers")
            if isinstance(answers, dict) and self.questions.keys().isdisjoint(answers):
                return {**data, "answers": None}  # that every question is unknown says nothing more
        return data

    def contents(self, written: Mapping[str, Any]) -> Iterator[tuple[Place, str, Any]]:
        """Yield what stands under ``answers``: its place, the question's id, and what is said of it."""
        answers = written.get("answers")
        if isinstance(answers, dict):
            yield from ((("answers", name), name, content) for name, content in answers.items())
        elif isinstance(answers, list) and all(isinstance(item, dict) for item in answers):
            yield from self._records(answers)
        elif answers is not None or "answers" not in written:
            self._fault("no-answers", ("answers",), "'answers' holds no answers.", _FORM)

    def _records(self, records: list[dict[str, Any]]) -> Iterator[tuple[Place, str, Any]]:
        """Yield the exported answers in the form that is written by hand."""
        seen: set[str] = set()
        for index, record in enumerate(records):
            place: Place = ("answers", index)
            name = record.get("id")
            if not isinstance(name, str):
                self._fault("no-id", place, "This answer names no question.", "Write its question's 'id'.")
                continue
            if name in seen:
                self._fault("answered-twice", place, f"{quote(name)} is answered twice.", "Keep one of them.")
                continue
            seen.add(name)
            self.named[index] = name
            self._known_keys(place, record, RECORD)
            self._beside_its_question(place, name, record.get("question"))
            yield place, name, by_hand(record, self.questions.get(name))

    def _beside_its_question(self, place: Place, name: str, text: Any) -> None:
        """Note a fault if a record has the text of another question, as sorting half of the columns leaves it."""
        others = self.texts.get(fold(text), ()) if isinstance(text, str) else ()
        if others and name not in others:
            what = f"{quote(name)} stands beside the question of {others[0]}."
            self._fault("row-moved", place, what, "Put the rows back in order, or start from a fresh export.")

    @cached_property
    def texts(self) -> dict[str, list[str]]:
        """The questions by their text, in each language."""
        found: dict[str, list[str]] = {}
        for question in self.questions.values():
            for text in [question.ask] if isinstance(question.ask, str) else question.ask.values():
                found.setdefault(fold(text), []).append(question.id)
        return found

    def text(self, place: Place, content: Any) -> str:
        """Return a text, cleaned; empty where there is none, with a fault if it is something else or too long."""
        if content is None:
            return ""
        if isinstance(content, bool | list | dict):
            self._fault("not-a-text", place, f"'{place[-1]}' is no text.", "Write it in words, in quotes if need be.")
            return ""
        written = clean(str(content))
        if len(written) > MAX_ANSWER_CHARACTERS:
            what = f"'{place[-1]}' has {len(written):,} characters; at most {MAX_ANSWER_CHARACTERS:,} fit."
            self._fault("too-long", place, what, "Shorten it, and attach the rest as evidence.")
            return ""
        return written

    def answer(self, place: Place, question_id: str, content: Any, source: Source) -> Answer | None:
        """Return the answer to one question, or None where there is none or a fault was found in it."""
        question = self.questions.get(question_id)
        if question is None:
            what = f"{quote(question_id)} is no question of {self.id}."
            self._fault("unknown-question", place, what, _nearest(question_id, self.questions), found=question_id)
            return None
        before = len(self.faults)
        parts = content if isinstance(content, dict) else {"value": content}
        self._known_keys(place, parts, _FIELDS)
        reading = self._reading(question, place, parts, nested=parts is content)
        reason = self.text((*place, "not_applicable"), parts.get("not_applicable"))
        comment = self.text((*place, "comment"), parts.get("comment"))
        if reading.not_applicable:
            comment = "\n".join(filter(None, (reason, reading.words, comment)))
            if (not comment or is_no_reason(comment, DEFAULT_LANGUAGE)) and len(self.faults) == before:
                record = isinstance(place[1], int)
                mend = (
                    "Write it as the comment." if record else f"Write '{question_id}: {{not_applicable: the reason}}'."
                )
                self._fault("no-reason", place, f"{question_id} is not applicable, and no reason is given.", mend)
        elif reading.words:
            comment = self.text((*place, "value"), f"{reading.words}\n{comment}")
        evidence = self._evidence(question_id, (*place, "evidence"), parts.get("evidence"), source.at.date())
        faulty = any(fault.severity is FaultSeverity.FAULT for fault in self.faults[before:])
        if reading.note and reading.blank:
            self._fault("read", place, f"{question_id}: {reading.note}.", "", FaultSeverity.WARNING)
        elif reading.blank and not faulty and (comment or evidence):
            what = f"{question_id} has a comment or evidence, and no value."
            self._fault("no-value", place, what, "Write its value, too.")
        if reading.blank or faulty:
            return None
        if contradicts(reading.value, comment):
            shown = {"answer": quote(str(reading.value)), "comment": quote(comment)}
            what = Import.COMMENT_CONTRADICTS.of(question=question_id, **shown).say(DEFAULT_LANGUAGE)
            mend = Import.MEND_EITHER.say(DEFAULT_LANGUAGE)
            self._fault("comment-contradicts", (*place, "comment"), what, mend, FaultSeverity.WARNING, found=comment)
        return Answer(
            value=reading.value,
            not_applicable=reading.not_applicable,
            comment=comment,
            evidence=evidence,
            source=source.model_copy(update={"cell": _cell(self.located.where(place)), "note": reading.note}),
        )

    def _reading(self, question: Question, place: Place, parts: Mapping[str, Any], *, nested: bool) -> Reading:
        """Return the value or N/A that stands there; blank where a fault was found in it."""
        value = parts.get("value")
        if "not_applicable" in parts:
            if value is not None:
                self._fault(
                    "two-answers", place, f"{question.id} has a value and is not applicable.", "Keep one of them."
                )
                return Reading()
            value = NOT_APPLICABLE
        items = value if isinstance(value, list) else [value]
        if any(isinstance(item, list | dict) or (item is None and value is not None) for item in items):
            what = f"The value of {question.id} is no plain value or list of them."
            self._fault("not-a-value", place, what, "Write it as 'yes', '48' or '[first, second]'.")
            return Reading()
        try:
            return read_value(question, value, accept=self.accept)
        except Unreadable as error:
            at = (*place, "value") if nested else place
            found, rules = _shown(value), " or ".join(error.ways)
            self._fault(error.code, at, error.what, error.mend, question=question.id, found=found, accept=rules)
            return Reading()

    def _evidence(self, question_id: str, place: Place, content: Any, today: dt.date) -> tuple[Evidence, ...]:
        """Return the documents that a text or a list of texts names; exported ones are records with a name."""
        items = content if isinstance(content, list) else [] if content is None else [content]
        found: list[Evidence] = []
        for index, written in enumerate(items):
            at = (*place, index) if isinstance(content, list) else place
            item = evidence_line(written) if isinstance(written, dict) else written
            if not isinstance(item, str):
                self._fault("bad-evidence", at, f"{quote(_shown(item))} names no document.", _EVIDENCE)
                continue
            reading = self.folder.read(item, today)
            found += reading.items
            for code, what, mend in reading.faults:
                self._fault(code, at, what, mend, question=question_id, found=item)
            for code, what, mend in reading.warnings:
                self._fault(code, at, what, mend, FaultSeverity.WARNING, question=question_id, found=item)
        return tuple(found)

    def _known_keys(self, place: Place, content: Mapping[str, Any], known: Iterable[str]) -> None:
        for key in content:
            if key not in known:
                what = f"{quote(key)} is no field here."
                self._fault("unknown-field", (*place, key), what, _nearest(key, known), found=key)

    def _fault(  # noqa: PLR0913  the fields of a fault
        self,
        code: str,
        place: Place,
        what: str,
        mend: str,
        severity: FaultSeverity = FaultSeverity.FAULT,
        *,
        question: str = "",
        found: str = "",
        accept: str = "",
    ) -> None:
        where = self.located.where(place)
        asked = question or (self.named.get(place[1], "") if len(place) > 1 else "")
        self.faults.append(
            Fault(
                code=code,
                where=where,
                what=what,
                mend=mend,
                severity=severity,
                question=asked,
                found=found[:200],
                accept=accept,
            ),
        )


def _nearest(written: str, known: Iterable[str]) -> str:
    names = list(known)
    close = difflib.get_close_matches(written, names, n=1, cutoff=0.6)
    if close:
        return f"Did you mean {close[0]}?"
    return f"There are {', '.join(names)}." if len(names) <= _LISTED else "Look it up in the workbook or the interview."


def _cell(where: str) -> str:
    """Return the place within the file, such as ``line 4``."""
    line = re.search(r":(\d+):\d+$", where)
    return f"line {line[1]}" if line else where


def _shown(value: Any) -> str:
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)
