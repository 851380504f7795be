"""How an assessment is kept: one JSON document, with salted commitments to it in the journal."""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable
from typing import NamedTuple

from pydantic import JsonValue

from vendorrisk.model.answer import Answer
from vendorrisk.model.assessment import Assessment
from vendorrisk.model.base import Model

SALT_BYTES = 32


class Document(Model):
    """The JSON that is sealed: answers stand apart, so that one can be written without the others."""

    assessment: Assessment
    """Without its answers."""
    answers: dict[str, Answer]

    def whole(self) -> Assessment:
        """Return the assessment with its answers."""
        return self.assessment.model_copy(update={"answers": self.answers})


class Written(NamedTuple):
    """An assessment with its JSON, and that of each answer. Holds no reference to a caller's dictionary of answers."""

    assessment: Assessment
    plain: bytes
    answers: dict[str, bytes]

    def copy(self) -> Assessment:
        """Return the assessment with a dictionary of its own, which the caller may change."""
        return self.assessment.model_copy(update={"answers": dict(self.assessment.answers)})


def write(assessment: Assessment, earlier: Written | None = None) -> Written:
    """Return the assessment as JSON; what ``earlier`` has already written of it is taken from there."""
    known = earlier.assessment.answers if earlier else {}
    answers = {
        question: earlier.answers[question] if earlier and known.get(question) is answer else _entry(question, answer)
        for question, answer in assessment.answers.items()
    }
    head = assessment.model_copy(update={"answers": {}}).model_dump_json().encode()
    plain = b'{"assessment":' + head + b',"answers":{' + b",".join(answers.values()) + b"}}"
    own = assessment.model_copy(update={"answers": dict(assessment.answers)})
    return Written(own, plain, answers)


def _entry(question: str, answer: Answer) -> bytes:
    return f"{json.dumps(question)}:{answer.model_dump_json()}".encode()


def witness(written: Written, salt: bytes) -> dict[str, JsonValue]:
    """Return what every event of an assessment says of it: where it stands, and a commitment to its document."""
    return {
        "questionnaire": written.assessment.questionnaire.id,
        "state": written.assessment.state.value,
        "document": commitment(salt, written.plain),
    }


def witness_answers(written: Written, questions: Iterable[str], salt: bytes) -> dict[str, JsonValue]:
    """Return the version of each answer with a commitment to it, which only the salt's holder can open."""
    return {
        question: f"{written.assessment.answers[question].version}:{commitment(salt, written.answers[question])}"
        for question in questions
    }


def commitment(salt: bytes, plain: bytes) -> str:
    """Return the HMAC-SHA-256 of ``plain``: without the salt it says nothing, however few values are possible."""
    return hmac.digest(salt, plain, "sha256").hex()
