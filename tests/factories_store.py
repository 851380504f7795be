"""Vendors, assessments, answers and case files for tests of the store."""

from __future__ import annotations

import datetime as dt
from typing import Any

from vendorrisk.model.answer import Answer, Source, Value
from vendorrisk.model.assessment import Assessment, Vendor
from vendorrisk.model.base import Pin
from vendorrisk.model.casework import Decision, Item

SECRET = bytes(range(32))
AT = dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.UTC)
ACME = Vendor(id="acme", name="Acme Analytics", contact="Jonas Weber")


def make_answer(value: Value | None, version: int = 1, *, by: str = "Ana", comment: str = "") -> Answer:
    source = Source(channel="interview", recorder=by, at=AT)
    return Answer(value=value, not_applicable=value is None, comment=comment, source=source, version=version)


def make_assessment(
    vendor: Vendor = ACME,
    product: str = "",
    revision: int = 1,
    questionnaire: str = "coalition-core",
    answers: dict[str, Answer] | None = None,
) -> Assessment:
    pin = Pin(id=questionnaire, version="1.0.0", digest="ab" * 32, full_digest="cd" * 32)
    return Assessment(vendor=vendor, product=product, revision=revision, questionnaire=pin, answers=answers or {})


def make_item(item_id: str = "MIN-ACC-01", **changes: Any) -> Item:
    """Return a recorded gap; ``changes`` replace fields."""
    fields = {"kind": "gap", "policy": "coalition-minimum", "title": "It is so", "severity": "critical", "by": "Ana"}
    dates = {"recorded": AT.date(), "due": AT.date() + dt.timedelta(days=30), "at": AT}
    return Item.model_validate({"id": item_id, **fields, **dates, **changes})


def make_decision(outcome: str = "conditions", **changes: Any) -> Decision:
    """Return a decision on an assessment that does not meet; ``changes`` replace fields."""
    pin = Pin(id="coalition-minimum", version="1.0.0", digest="ab" * 32, full_digest="cd" * 32)
    rests_on = {"ref": "acme@1", "assessment_digest": "ef" * 32, "policy": pin, "as_of": AT.date(), "tier": "high"}
    found = {"tier_source": "triage", "verdict": "does_not_meet", "residual_risk": "critical"}
    said = {"by": "Helena Brandt", "reason": "We need it.", "on": AT.date(), "until": AT.date() + dt.timedelta(days=90)}
    return Decision.model_validate(
        {"outcome": outcome, **said, **rests_on, **found, "recorder": "Ana", "at": AT, **changes}
    )
