"""From the names that people type to what is stored, and helpful errors where that fails."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from vendorrisk.model.assessment import Assessment, Ref
from vendorrisk.model.fault import UsageError


class Key(NamedTuple):
    """What identifies a stored assessment."""

    vendor_id: str
    product: str
    questionnaire_id: str
    revision: int

    @classmethod
    def of(cls, assessment: Assessment) -> Key:
        """Return the key of an assessment."""
        return cls(assessment.vendor.id, assessment.product, assessment.questionnaire.id, assessment.revision)

    @property
    def ref(self) -> str:
        """Return the name that people use, as ``Assessment.ref``."""
        return f"{_name(self.vendor_id, self.product)}@{self.revision}"

    @property
    def row(self) -> tuple[str, ...]:
        """Return the key as texts."""
        return self.vendor_id, self.product, self.questionnaire_id, str(self.revision)


def no_such(kind: str, name: str, known: Iterable[str], mend: str) -> UsageError:
    """Return the error for an unknown name, with the nearest known ones."""
    names = sorted(known)
    near = difflib.get_close_matches(name, names, n=3) or [each for each in names if name and name in each][:3]
    did_you_mean = f"Did you mean {' or '.join(near)}? " if near else ""
    return UsageError(f"there is no {kind} {name!r}", mend=did_you_mean + mend)


def choose(ref: Ref, questionnaire_ids: Sequence[str], keys: Sequence[Key]) -> Key:
    """Return the one of the vendor's ``keys`` (of these questionnaires, the preferred first) that ``ref`` names.

    Raise ``UsageError`` as :meth:`.contract.Store.find` says.
    """
    listed = " or ".join(questionnaire_ids)
    products = sorted({key.product for key in keys})
    product = ref.product
    if product is None:
        product = products[0] if len(products) == 1 else ""
        if products and product not in products:
            names = ", ".join(_name(ref.vendor, name) for name in products)
            raise UsageError(
                f"{ref.vendor!r} has several assessments with {listed}: {names}",
                mend="Name one of them.",
            )
    found = [key for key in keys if key.product == product]
    if not found:
        others = f" It has {', '.join(_name(ref.vendor, name) for name in products)}." if products else ""
        raise UsageError(
            f"{_name(ref.vendor, product)} has no assessment with {listed} yet.{others}",
            mend=f"Create one with: {_creating_command(ref.vendor, product, questionnaire_ids[0])}",
        )
    fitting = [key for key in found if ref.revision in (None, key.revision)]
    if not fitting:
        raise UsageError(
            f"{_name(ref.vendor, product)} has no revision {ref.revision} with {listed}",
            mend=f"It has {', '.join(map(str, sorted({key.revision for key in found})))}.",
        )
    return max(fitting, key=lambda key: (-questionnaire_ids.index(key.questionnaire_id), key.revision))


def _name(vendor_id: str, product: str) -> str:
    return f"{vendor_id}/{product}" if product else vendor_id


def _creating_command(vendor_id: str, product: str, questionnaire_id: str) -> str:
    option = f" --product {product}" if product else ""
    if questionnaire_id == "triage":
        return f"vendorrisk triage {vendor_id}{option}"
    return f"vendorrisk interview {vendor_id} {questionnaire_id}{option}"
