"""What a reader must know of an attestation beside what it says: its rules, its successor, its signer, its age."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from vendorrisk.cli.workspace import Workspace
from vendorrisk.content import Content, pin
from vendorrisk.model.attestation import Statement
from vendorrisk.model.base import Pin
from vendorrisk.model.fault import RefusedInput, UsageError

if TYPE_CHECKING:
    from vendorrisk.store.contract import KeptAttestation

FINGERPRINT_SHOWN = 16
"""How many digits of a fingerprint are shown where a certificate is listed."""


def short_id(attestation_id: str) -> str:
    """Return the digits at the end of an id, by which a person names it in the register."""
    return attestation_id[-12:]


def subject(statement: Statement) -> str:
    """Return ``vendor`` or ``vendor/product``, by which the register groups."""
    return statement.ref.partition("@")[0]


class Note(NamedTuple):
    """One thing to know: which (``rules``, ``replaced``, ``signer``, ``expired``), and the sentence."""

    kind: str
    text: str


def rules_note(theirs: Pin, content: Content) -> Note | None:
    """Say if a verdict rests on other rules than the policy of that id that is held here."""
    try:
        ours = pin(content.policy(theirs.id))
    except UsageError:
        return Note("rules", f"You have no policy {theirs.id}, so what its rules ask is not known here.")
    except RefusedInput:
        return Note("rules", f"Your own {theirs.id} has faults (vendorrisk content check), so rules are not compared.")
    if ours.digest == theirs.digest:
        return None
    digests = f"(theirs {theirs.digest[:8]}, yours {ours.digest[:8]})"
    if ours.version == theirs.version:
        text = (
            f"Not the {theirs} that you have {digests}: the verdict follows other rules. "
            "Ask the issuer which, before you rely on it."
        )
    else:
        text = f"It rests on {theirs}, and you have {ours.version}, whose rules differ {digests}."
    return Note("rules", text)


def replaced_note(statement: Statement, known: Iterable[Statement]) -> Note | None:
    """Say if another of these statements replaces it. Only statements of trusted signers may be given."""
    for other in known:
        if other.supersedes == statement.attestation_id:
            by = "" if other.issuer == statement.issuer else f" of {other.issuer}"
            text = f"Replaced by {other.attestation_id}{by} ({other.verdict.words}, as of {other.as_of})."
            return Note("replaced", text)
    return None


def kept_notes(workspace: Workspace, kept: Sequence[KeptAttestation]) -> Mapping[str, tuple[Note, ...]]:
    """Return, by id, what is to know today of attestations in the register."""
    trusted = _trusted(workspace, kept)
    known = [each.statement for each in kept if each.id in trusted]
    notes = {}
    for each in kept:
        statement = each.statement
        expired = statement.valid_until < workspace.today
        found = (
            None if each.id in trusted else Note("signer", "Its signer is no longer trusted."),
            Note("expired", f"It expired on {statement.valid_until}.") if expired else None,
            replaced_note(statement, known),
            rules_note(statement.policy, workspace.content),
        )
        notes[each.id] = tuple(note for note in found if note is not None)
    return notes


def trusted_statements(workspace: Workspace) -> tuple[Statement, ...]:
    """Return what the register holds of signers who are trusted today; nothing without a database."""
    if not workspace.has_database:
        return ()
    kept = workspace.store.attestations()
    trusted = _trusted(workspace, kept)
    return tuple(each.statement for each in kept if each.id in trusted)


def _trusted(workspace: Workspace, kept: Sequence[KeptAttestation]) -> set[str]:
    """Return the ids of those that are our own, or whose signer is trusted today."""
    from vendorrisk.attest.verify import signer_is_trusted  # noqa: PLC0415

    files = {each.fingerprint: each.id for each in kept if not each.own}
    trust, store = workspace.trust_list, workspace.store
    by_signer = {signer: signer_is_trusted(store.attestation_file(name), trust) for signer, name in files.items()}
    return {each.id for each in kept if each.own or by_signer[each.fingerprint]}
