"""An assessment, its reviews and waivers, and the names of assessments."""

from __future__ import annotations

import datetime as dt
import re
from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from vendorrisk.model.answer import Answer, Grade, Value
from vendorrisk.model.base import Digest, Id, Model, Pin
from vendorrisk.model.policy import Tier
from vendorrisk.model.proposal import Message, Proposal


class Vendor(Model):
    """A company that is assessed, under a short id that commands use."""

    id: Id
    name: str = Field(min_length=1, max_length=200)
    website: str = ""
    contact: str = ""


class ReviewAction(StrEnum):
    """What an assessor can do with an answer. None of them changes the answer itself."""

    ACCEPT = "accept"
    """The answer, or its N/A reason, is accepted as it stands."""
    CHALLENGE = "challenge"
    """In doubt: counts as unknown until resolved."""
    OVERRIDE = "override"
    """The assessor's value decides instead."""
    GRADE = "grade"
    """The assessor saw the evidence and raises the grade."""

    @property
    def past(self) -> str:
        """Return what was done, such as ``challenged``."""
        irregular = {ReviewAction.OVERRIDE: "overridden", ReviewAction.GRADE: "verified"}
        return irregular.get(self, f"{self.value.removesuffix('e')}ed")


class Review(Model):
    """An assessor's act on one version of one answer; void once the answer changes."""

    question: str
    answer_version: int
    action: ReviewAction
    reviewer: str = Field(min_length=1)
    reason: str = Field(min_length=1)
    at: dt.datetime
    value: Value | None = None
    """The overriding value."""
    grade: Grade | None = None
    """The raised grade."""

    @model_validator(mode="after")
    def _carries_what_it_needs(self) -> Self:
        if (self.action is ReviewAction.OVERRIDE) != (self.value is not None):
            raise ValueError("an override, and nothing else, carries a value")
        if (self.action is ReviewAction.GRADE) != (self.grade is not None):
            raise ValueError("a raised grade, and nothing else, carries a grade")
        return self


class Waiver(Model):
    """A dated, approved, expiring acceptance of a criterion that is not met."""

    criterion: str
    reason: str = Field(min_length=1)
    control: str = Field(min_length=1)
    """The compensating control."""
    approver: str = Field(min_length=1)
    granted: dt.date
    until: dt.date
    """The last day on which it is in force."""

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.until < self.granted:
            raise ValueError(f"the waiver ends ({self.until}) before it was granted ({self.granted})")
        return self

    def in_force(self, as_of: dt.date) -> bool:
        """Return whether it covers its criterion on this day."""
        return self.granted <= as_of <= self.until


class TierOverride(Model):
    """A person's decision that the inherent risk tier is another than the rules say; void once the triage changes."""

    tier: Tier | None
    """None: the rules decide again."""
    by: str = Field(min_length=1)
    reason: str = Field(min_length=1)
    at: dt.datetime
    answers: Digest
    """Digest of the triage's answers that it was made on."""


class State(StrEnum):
    """Where an assessment stands. An attested one is frozen; a renewal is a new revision."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    ATTESTED = "attested"
    SUPERSEDED = "superseded"

    @property
    def frozen(self) -> bool:
        """Return whether answers, reviews and waivers stay as they are from now on."""
        return self in (State.ATTESTED, State.SUPERSEDED)


def _nothing(value: tuple[object, ...]) -> bool:
    """Return whether a field is left out of JSON, so that digests made before there was one stay right."""
    return not value


class Assessment(Model):
    """One vendor's answers, for one product or service, to one questionnaire version."""

    vendor: Vendor
    product: str = ""
    """Id of the product or service assessed; empty means the vendor as a whole."""
    product_name: str = ""
    """Its name as documents show it; the id where it is empty."""
    scope: str = ""
    """What the answers cover, in the vendor's words."""
    revision: int = 1
    questionnaire: Pin
    state: State = State.DRAFT
    answers: dict[str, Answer] = Field(default_factory=dict)
    reviews: tuple[Review, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    tier_overrides: tuple[TierOverride, ...] = ()
    """Of a triage; the last one counts."""
    proposals: tuple[Proposal, ...] = Field(default=(), exclude_if=_nothing)
    """At most one per question; it goes once the question is answered."""
    messages: tuple[Message, ...] = Field(default=(), exclude_if=_nothing)
    """The threads on answers, oldest first."""
    submitted_by: str = ""
    submitted_at: dt.datetime | None = None

    @property
    def name(self) -> str:
        """Return the name that every revision has, ``vendor/product``."""
        return f"{self.vendor.id}/{self.product}" if self.product else self.vendor.id

    @property
    def ref(self) -> str:
        """Return the full name, ``vendor/product@revision``."""
        return f"{self.name}@{self.revision}"

    @property
    def current_waivers(self) -> dict[str, Waiver]:
        """Return the waiver that counts of each criterion: the one recorded last."""
        return {waiver.criterion: waiver for waiver in self.waivers}

    @property
    def unreviewed(self) -> tuple[str, ...]:
        """Return the questions whose N/A reason no assessor has accepted, challenged or overridden yet."""
        return tuple(
            name for name, answer in self.answers.items() if answer.not_applicable and not self.current_reviews(name)
        )

    def current_reviews(self, question_id: str) -> tuple[Review, ...]:
        """Return the review that decides an answer, and after it the raised grade that counts, where there are such."""
        deciding = self.deciding_review(question_id)
        raised = self.review_of(question_id, ReviewAction.GRADE)
        if deciding is None or raised is None:
            return tuple(review for review in (deciding, raised) if review is not None)
        order = list(self.reviews)
        return (deciding, raised) if order.index(raised) > order.index(deciding) else (deciding,)

    @property
    def checked(self) -> frozenset[str]:
        """Return the questions whose answer an assessor accepted, overrode or verified, and does not challenge."""
        found = {name: self.current_reviews(name) for name in {review.question for review in self.reviews}}
        doubt = ReviewAction.CHALLENGE
        return frozenset(
            name for name, reviews in found.items() if reviews and all(each.action is not doubt for each in reviews)
        )

    def deciding_review(self, question_id: str) -> Review | None:
        """Return the review that says whether and how an answer counts; a raised grade decides nothing."""
        return self.review_of(question_id, ReviewAction.ACCEPT, ReviewAction.CHALLENGE, ReviewAction.OVERRIDE)

    def review_of(self, question_id: str, *actions: ReviewAction) -> Review | None:
        """Return the newest review with one of ``actions`` that still fits the answer's version."""
        answer = self.answers.get(question_id)
        for review in reversed(self.reviews):
            fits = answer and review.question == question_id and review.answer_version == answer.version
            if fits and review.action in actions:
                return review
        return None


_REF = re.compile(r"^(?P<vendor>[a-z0-9][a-z0-9.\-]*)(/(?P<product>[a-z0-9][a-z0-9.\-]*))?(@(?P<revision>\d+))?$")


class Ref(Model):
    """The name of an assessment, ``vendor[/product][@revision]``; the newest revision by default."""

    vendor: str
    product: str | None = None
    revision: int | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a name; raise ``ValueError`` that shows the form."""
        match = _REF.match(text)
        if not match:
            raise ValueError(f"{text!r} is no name of an assessment; write it as vendor, vendor/product or vendor@2")
        revision = match["revision"]
        return cls(vendor=match["vendor"], product=match["product"], revision=int(revision) if revision else None)
