"""The steps of a verification, in their fixed order, and what each of them found."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

from vendorrisk.model.attestation import Check, CheckState


class Step(StrEnum):
    """The stable ids of the checks, in the order in which they are shown (see ``model.attestation.Check``)."""

    INTEGRITY = "integrity"
    COVERAGE = "coverage"
    MODIFICATIONS = "modifications"
    SIGNER_TRUSTED = "signer_trusted"
    CERTIFICATION = "certification"
    SIGNATURE_FIELDS = "signature_fields"
    PAYLOAD_FROM_SIGNED_REVISION = "payload_from_signed_revision"
    PAYLOAD_SIGNATURE = "payload_signature"
    SAME_SIGNER = "same_signer"
    PAYLOAD_SCHEMA = "payload_schema"
    VALIDITY = "validity"


class Failed(Exception):  # noqa: N818  says what happened
    """A check failed; the message is the sentence that says what was found."""


class Stop(Exception):  # noqa: N818
    """Nothing that is left to check could be relied on."""


class Checklist:
    """Collects findings. What was never looked at is skipped, and so can't pass."""

    def __init__(self) -> None:
        self._found: dict[Step, Check] = {}

    def passed(self, step: Step, detail: str) -> None:
        """Record that a check passed."""
        self._found[step] = Check(name=step, state=CheckState.PASSED, detail=detail)

    def failed(self, step: Step, detail: str) -> None:
        """Record that a check failed."""
        self._found[step] = Check(name=step, state=CheckState.FAILED, detail=detail)

    @contextmanager
    def step(self, step: Step, *, otherwise_stop: bool = True) -> Iterator[None]:
        """Record a :class:`Failed` raised inside as this check's failure, then stop unless told otherwise."""
        try:
            yield
        except Failed as failure:
            self.failed(step, str(failure))
            if otherwise_stop:
                raise Stop from None

    def checks(self) -> tuple[Check, ...]:
        """Return every step in order."""
        skipped = "Not looked at, because of what failed before."
        return tuple(
            self._found.get(step) or Check(name=step, state=CheckState.SKIPPED, detail=skipped) for step in Step
        )
