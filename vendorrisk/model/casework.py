"""The case file of an assessment: what people do about its gaps, and what they decided.

It stands apart from the assessment, which is frozen once attested: work on gaps goes on after that. Every version of an
item is kept, so that it can be seen who changed what, when and why.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Literal, Self

from pydantic import Field

from vendorrisk.model.answer import MAX_ANSWER_CHARACTERS
from vendorrisk.model.assessment import Assessment
from vendorrisk.model.base import Digest, Id, Model, Pin
from vendorrisk.model.policy import Severity, Tier, Verdict
from vendorrisk.model.result import TierSource, WorkStatus

MAX_NAME_CHARACTERS = 200


class Item(Model):
    """One gap, or one condition of a decision, that somebody works on; one version of it."""

    id: str
    """The criterion's id; of a condition ``COND-01`` and so on, one count for the whole case file."""
    kind: Literal["gap", "condition"]
    policy: str
    """Id of the policy under which it was found or decided."""
    title: str
    """The criterion's title as it was recorded, or the condition's text."""
    severity: Severity | None = None
    """None for a condition."""
    recorded: dt.date
    """The day from which its term runs."""
    due: dt.date
    """Fixed when it is recorded; later only a person's change with a reason moves it."""
    status: WorkStatus = WorkStatus.OPEN
    owner: str = Field(default="", max_length=MAX_NAME_CHARACTERS)
    target: dt.date | None = None
    """The day that its owner names; it may lie beyond ``due``, and moves nothing."""
    response: str = Field(default="", max_length=MAX_ANSWER_CHARACTERS)
    """In the owner's words."""
    closed: dt.date | None = None
    carried_from: str = ""
    """The assessment that it was carried over from, where a renewal found it still open."""
    version: int = 1
    """Counts the saves of this item; a save that rests on an older version is refused."""
    by: str
    """Who saved this version."""
    at: dt.datetime
    reason: str = ""
    """Why this version was saved, where a person or a scoring gave a reason."""
    file: str = ""
    """The workbook that it was read from, where it was."""

    @property
    def key(self) -> str:
        """Return what identifies it in its case file: one criterion can be a gap under several policies."""
        return f"{self.policy}:{self.id}" if self.kind == "gap" else self.id

    @property
    def is_open(self) -> bool:
        """Return whether something is left to do."""
        return self.status is not WorkStatus.CLOSED

    def says_the_same(self, other: Item) -> bool:
        """Return whether everything is equal but the account of who saved it, when and why."""
        account = {"version", "by", "at", "reason", "file"}
        return self.model_dump(exclude=account) == other.model_dump(exclude=account)

    def next(self, *, by: str, at: dt.datetime, reason: str = "", file: str = "", **changes: object) -> Item:
        """Return the next version with these changes; raise ``ValueError`` for one that an item can't hold."""
        account = {"version": self.version + 1, "by": by, "at": at, "reason": reason, "file": file}
        return Item.model_validate({**self.model_dump(), **changes, **account})


class Outcome(StrEnum):
    """What a person decides about a vendor."""

    APPROVE = "approve"
    CONDITIONS = "conditions"
    REJECT = "reject"

    @property
    def past(self) -> str:
        """Return it as a person says it, such as ``approved with conditions``."""
        past = {Outcome.APPROVE: "approved", Outcome.CONDITIONS: "approved with conditions"}
        return past.get(self, "rejected")


class Decision(Model):
    """A person's decision, with everything that it rests on. The program never decides."""

    outcome: Outcome
    by: str = Field(min_length=1, max_length=MAX_NAME_CHARACTERS)
    """Who decides; who typed it stands in ``recorder``."""
    reason: str = Field(min_length=1, max_length=MAX_ANSWER_CHARACTERS)
    on: dt.date
    until: dt.date
    """The last day on which it counts; then it must be looked at again."""
    conditions: tuple[str, ...] = ()
    """Ids of the items that it makes."""
    ref: str
    assessment_digest: Digest
    policy: Pin
    as_of: dt.date
    tier: Tier
    tier_source: TierSource
    verdict: Verdict
    residual_risk: Tier | None
    """None if the policy says nothing of it."""
    recorder: str
    at: dt.datetime

    @property
    def against_verdict(self) -> bool:
        """Return whether it accepts a vendor whose verdict does not pass."""
        return self.outcome is not Outcome.REJECT and not self.verdict.passes

    def expired(self, on: dt.date) -> bool:
        """Return whether it no longer counts on this day."""
        return self.until < on


class Casework(Model):
    """The case file of one assessment."""

    vendor_id: Id
    product: str = ""
    questionnaire: Id
    revision: int
    opened: dt.datetime | None = None
    """When it was first saved; None while nothing is."""
    token: str = ""
    """A random word, chosen by who opens it: its gap lists carry it, so no other vendor's list is taken for one."""
    items: dict[str, tuple[Item, ...]] = Field(default_factory=dict)
    """Every version of each item, the newest last."""
    decisions: tuple[Decision, ...] = ()
    """The newest last."""

    @classmethod
    def of(cls, assessment: Assessment) -> Self:
        """Return the empty case file of an assessment."""
        return cls(
            vendor_id=assessment.vendor.id,
            product=assessment.product,
            questionnaire=assessment.questionnaire.id,
            revision=assessment.revision,
        )

    @property
    def name(self) -> str:
        """Return ``vendor/product``, as ``Assessment.name``."""
        return f"{self.vendor_id}/{self.product}" if self.product else self.vendor_id

    @property
    def ref(self) -> str:
        """Return the assessment's full name, as ``Assessment.ref``."""
        return f"{self.name}@{self.revision}"

    @property
    def current(self) -> dict[str, Item]:
        """Return the newest version of each item, by key."""
        return {key: versions[-1] for key, versions in self.items.items()}

    def find(self, item_id: str, policy: str) -> Item | None:
        """Return the gap of that criterion under that policy, or the condition of that id; None if there is none."""
        return self.current.get(f"{policy}:{item_id}") or self.current.get(item_id)
