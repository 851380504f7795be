"""``triage --override``: a person sets another inherent risk tier than the rules give."""

from __future__ import annotations

from vendorrisk.capture.text import clean
from vendorrisk.cli import saving
from vendorrisk.cli.saving import change
from vendorrisk.cli.workspace import Workspace
from vendorrisk.model.assessment import Assessment, TierOverride
from vendorrisk.model.base import slug
from vendorrisk.model.fault import UsageError
from vendorrisk.model.policy import Tier

BY_RULE = "by-rule"


def override_tier(
    workspace: Workspace, vendor: str, product: str, tier: str | None, reason: str | None, by: str | None
) -> Assessment:
    """Record the override on the triage on file, and return it; raise :class:`UsageError` if it lacks anything."""
    from vendorrisk.scoring.triage import answers_digest  # noqa: PLC0415

    reason, by = clean(reason or ""), clean(by or "")
    if not (tier and reason and by):
        raise UsageError(
            "An override needs a tier, a reason and the name of who decides.",
            mend="Write --override high --reason '...' --by 'Name, role': the result and the journal show them.",
        )
    before = _triage(workspace, vendor, product)
    override = TierOverride(
        tier=None if tier == BY_RULE else Tier(tier),
        by=by,
        reason=reason,
        at=workspace.now,
        answers=answers_digest(before),
    )
    detail = {"tier": tier, "by": by}
    return change(workspace, before, "tier-overridden", detail, tier_overrides=(*before.tier_overrides, override))


def _triage(workspace: Workspace, vendor: str, product: str) -> Assessment:
    name = workspace.content.triage.questionnaire
    known = workspace.store.vendor(vendor)
    found = workspace.store.latest(known.id, slug(product), name)
    option = f" --product {product}" if product else ""
    if found is None:
        others = [each for each in saving.products(workspace, vendor).values() if each]
        raise UsageError(
            f"There is no triage of {vendor}{option} to override.",
            mend=f"Name its product with --product: {', '.join(others)}."
            if others and not product
            else f"Answer it first: vendorrisk triage {vendor}{option}",
        )
    if found.state.frozen:
        raise UsageError(
            f"The triage of {found.name} is frozen: an attestation rests on it.",
            mend=f"Answer it anew for the renewal: vendorrisk triage {vendor}{option}",
        )
    return found
