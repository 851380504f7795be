"""Assessments, register and journal in a database. ORM rows never leave this package."""

from vendorrisk.store.conflicts import AnswerConflict, CaseworkConflict, Conflict, ItemConflict
from vendorrisk.store.contract import Event, JournalReport, Keeping, KeptAttestation, Store
from vendorrisk.store.opening import open_store, upgrade_store
from vendorrisk.store.seal import load_key

__all__ = [
    "AnswerConflict",
    "CaseworkConflict",
    "Conflict",
    "Event",
    "ItemConflict",
    "JournalReport",
    "Keeping",
    "KeptAttestation",
    "Store",
    "load_key",
    "open_store",
    "upgrade_store",
]
