"""Canonical JSON (RFC 8785) of models, and strict reading of JSON that others wrote."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import rfc8785

from vendorrisk.model.base import Model
from vendorrisk.model.fault import RefusedInput


def canonical(data: Any) -> bytes:
    """Return the canonical JSON of plain data; raise :class:`RefusedInput` for a number that it can't carry."""
    try:
        return rfc8785.dumps(data)
    except rfc8785.CanonicalizationError as error:
        raise RefusedInput(
            f"This can't be written as exact JSON: {error}.",
            mend="Numbers must be finite and below 9,007,199,254,740,992; mend the answer that holds it.",
        ) from None


def model_digest(model: Model) -> str:
    """Return the SHA-256 of a model's canonical JSON, in hexadecimal."""
    return hashlib.sha256(canonical(model.model_dump(mode="json"))).hexdigest()


def read_json_object(text: bytes) -> dict[str, Any]:
    """Return the one JSON object that ``text`` holds.

    Raises ``ValueError`` for anything else, for a key that stands twice in one object, for ``NaN`` and ``Infinity``,
    and for nesting too deep to read.
    """
    try:
        data = json.loads(text.decode("utf-8"), object_pairs_hook=_unique, parse_constant=_no_constant)
    except RecursionError:
        raise ValueError("it is nested too deep") from None
    except UnicodeDecodeError:
        raise ValueError("it is not UTF-8") from None
    except json.JSONDecodeError:
        raise ValueError("it is no JSON") from None
    if not isinstance(data, dict):
        raise ValueError("it is no JSON object")
    return data


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) < len(pairs):
        raise ValueError("a key stands twice in one object")
    return data


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")
