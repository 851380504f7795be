"""Vendors, assessments and answers for tests of the store."""

from __future__ import annotations

import datetime as dt

from vendorrisk.model.answer import Answer, Source, Value
from vendorrisk.model.assessment import Assessment, Vendor
from vendorrisk.model.base import Pin

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
