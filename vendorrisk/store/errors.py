"""Database errors in words a user can act on."""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from vendorrisk.model.fault import VendorRiskError


class StoreError(VendorRiskError):
    """The database can't do what was asked: unreachable, busy, full, damaged, or not permitted."""


_BUSY = ("is in use by another program", "Wait for it to finish, then run the command again.")
_FULL = ("can't grow: the disk is full", "Free some space, then run the command again. Nothing was half-saved.")
_DAMAGED = ("is damaged, or is no database of vendorrisk", "Put back the last good backup.")
_DENIED = ("may not be used or written by you", "Ask its owner for the permission, or name another database.")
_UNREACHABLE = ("can't be reached", "Check the address, that the folder or server exists, and that it is running.")
_DISK = (
    "could not be read or written: the disk reported an error",
    "Check the disk; keep the database on a local one.",
)
_MISSING = ("does not exist on the server", "Have it created, or correct the name in the address.")
_APPEND_ONLY = ("refused to change the journal, which only grows", "This is an error in vendorrisk: please report it.")

_SQLITE = {
    "SQLITE_BUSY": _BUSY,
    "SQLITE_LOCKED": _BUSY,
    "SQLITE_PROTOCOL": _BUSY,
    "SQLITE_FULL": _FULL,
    "SQLITE_CORRUPT": _DAMAGED,
    "SQLITE_NOTADB": _DAMAGED,
    "SQLITE_PERM": _DENIED,
    "SQLITE_AUTH": _DENIED,
    "SQLITE_READONLY": _DENIED,
    "SQLITE_CANTOPEN": _UNREACHABLE,
    "SQLITE_IOERR": _DISK,
    "SQLITE_CONSTRAINT_TRIGGER": _APPEND_ONLY,
}
_POSTGRES = {
    "08": _UNREACHABLE,
    "57P": _UNREACHABLE,
    "28": _DENIED,
    "42501": _DENIED,
    "25006": _DENIED,
    "3D000": _MISSING,
    "53100": _FULL,
    "53300": _BUSY,
    "40": _BUSY,
    "55P03": _BUSY,
    "58": _DISK,
    "XX": _DAMAGED,
    "P0001": _APPEND_ONLY,
}


def translate(error: SQLAlchemyError, database: str) -> StoreError:
    """Return the error that says what is wrong with ``database`` and how to mend it."""
    original = error.orig if isinstance(error, DBAPIError) else None
    what, mend = _known(original) or ("failed in an unexpected way", "Please report it with the words above.")
    reason = _reason(original) or str(error).splitlines()[0]
    return StoreError(f"the database {database} {what} ({reason})", mend=mend)


def _known(original: BaseException | None) -> tuple[str, str] | None:
    name = getattr(original, "sqlite_errorname", None)
    if name:
        return _longest_prefix(_SQLITE, name)
    state = _postgres_fields(original).get("C")
    if state:
        return _longest_prefix(_POSTGRES, state)
    return _UNREACHABLE if type(original).__name__ == "InterfaceError" else None


def _longest_prefix(table: dict[str, tuple[str, str]], code: str) -> tuple[str, str] | None:
    fitting = [prefix for prefix in table if code.startswith(prefix)]
    return table[max(fitting, key=len)] if fitting else None


def _reason(original: BaseException | None) -> str:
    return _postgres_fields(original).get("M") or (str(original).splitlines() or [""])[0] if original else ""


def _postgres_fields(original: BaseException | None) -> dict[str, str]:
    """Return the fields of a server's error message: ``C`` its SQLSTATE, ``M`` its text.

    pg8000 hides a refused login behind the network error that it meets when it then says goodbye.
    """
    while original is not None:
        if original.args and isinstance(original.args[0], dict):
            return original.args[0]
        original = original.__context__
    return {}
