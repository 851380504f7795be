"""Answers as records: how they are exported as JSON, and how such records are read again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from vendorrisk.capture.values import NOT_APPLICABLE, write_value
from vendorrisk.model.answer import Answer, Evidence
from vendorrisk.model.questionnaire import Question

RECORD: Final = (
    *("id", "question", "section", "value", "not_applicable", "comment", "evidence"),
    *("grade", "source", "cell", "found", "note"),
)
"""The fields of a record. Section, question and those of the second line are for its reader, and are not read again."""


def record_of(name: str, answer: Answer, *, ask: str = "", found: str = "") -> dict[str, Any]:
    """Return an answer as a record: what it says, and where it came from.

    ``ask`` is the question's text, ``found`` what stood in the cell. Not applicable is a value as it is written: n/a.
    """
    value = list(answer.value) if isinstance(answer.value, tuple) else answer.value
    return {
        "id": name,
        "question": ask,
        "value": NOT_APPLICABLE if answer.not_applicable else value,
        "not_applicable": answer.not_applicable,
        "comment": answer.comment,
        "evidence": [item.model_dump(mode="json") for item in answer.evidence],
        "grade": answer.grade.value,
        "source": answer.source.where,
        "cell": answer.source.cell,
        "found": found,
        "note": answer.source.note,
    }


def by_hand(record: Mapping[str, Any], question: Question | None) -> dict[str, Any]:
    """Return a record in the form in which answers are written by hand; what fits no record stays as it is."""
    parts = {key: record[key] for key in ("value", "comment", "evidence") if key in record}
    if record.get("not_applicable") not in (None, False):
        reason = record["not_applicable"]
        parts["not_applicable"] = parts.pop("comment", None) if reason is True else reason
        if parts.get("value") == NOT_APPLICABLE:
            del parts["value"]
    if question is not None and parts.get("value") is not None:
        parts["value"] = _written(question, parts["value"])
    return parts


def _written(question: Question, value: Any) -> Any:
    try:
        return write_value(question, tuple(value) if isinstance(value, list) else value)
    except (TypeError, ValueError):
        return value


def evidence_line(record: Mapping[str, Any]) -> Any:
    """Return a record of evidence as it is written by hand; a digest alone counts for nothing."""
    try:
        return Evidence.model_validate(record).written
    except ValueError:
        return record
