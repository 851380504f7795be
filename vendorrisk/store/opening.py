"""Opening a store: an empty database gets its schema, any other must have exactly this program's."""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy import Connection, column, insert, inspect, select, table

from vendorrisk.model.fault import UsageError
from vendorrisk.store.blobs import Blobs
from vendorrisk.store.seal import Random, Sealer
from vendorrisk.store.session import Database
from vendorrisk.store.sqlstore import SqlStore
from vendorrisk.store.tables import SCHEMA, keycheck

_CHECK = b"vendorrisk"


def open_store(url: str, *, secret: bytes, random: Random = os.urandom, evidence_url: str | None = None) -> SqlStore:
    """Open the store at ``url``, ``sqlite:///path`` or ``postgresql://...``; close it after use.

    ``secret`` is the 32-byte key from :func:`.seal.load_key`; ``random`` gives nonces, salts and temporary names.
    Evidence goes to ``evidence_url``, any address that fsspec knows; else into a folder beside the file of SQLite, and
    into the database itself on a server, where members on several machines reach it. Raise ``UsageError`` if the schema
    is older or newer than this program's or the key does not fit, ``StoreError`` if the database fails.
    """
    sealer = Sealer(secret, random)
    database = Database(url)
    try:
        with database.reading() as connection:
            found = _schema(connection)
            check = connection.scalar(select(keycheck.c.sealed)) if found == SCHEMA else None
        if found is not None:
            _refuse_other_schema(found, str(database.name))
        if check is None:
            check = _first_use(database, sealer)
        sealer.open(check, "keycheck", "sealed", "1")
    except BaseException:
        database.close()
        raise
    return SqlStore(database, sealer, random, _blobs(evidence_url, database, random))


def _blobs(evidence_url: str | None, database: Database, random: Random) -> Blobs | None:
    if evidence_url:
        return Blobs(evidence_url, random)
    return Blobs(database.file.with_suffix(".evidence"), random) if database.file is not None else None


def upgrade_store(url: str) -> tuple[str | None, str]:
    """Bring the database at ``url`` to this program's schema; return the schema before (None if empty) and after.

    All or nothing. Raise ``UsageError`` if the schema is newer, ``StoreError`` if the database fails.
    """
    database = Database(url)
    try:
        with database.writing() as connection:
            found = _schema(connection)
            if found is not None and (not _is_ours(found) or found > SCHEMA):
                _refuse_other_schema(found, str(database.name))
            if found != SCHEMA:
                _migrate(connection)
    finally:
        database.close()
    return found, SCHEMA


def _schema(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.scalar(select(column("version_num")).select_from(table("alembic_version")))


def _is_ours(found: str) -> bool:
    return len(found) == len(SCHEMA) and found.isdigit()


def _refuse_other_schema(found: str, name: str) -> None:
    if found == SCHEMA:
        return
    if not _is_ours(found):
        raise UsageError(
            f"the database {name} belongs to another program",
            mend="Give vendorrisk a database of its own, in VENDORRISK_DATABASE_URL.",
        )
    if found < SCHEMA:
        raise UsageError(
            f"the database {name} has the older schema {found}; this program needs {SCHEMA}",
            mend="Back it up, then run: vendorrisk store upgrade",
        )
    raise UsageError(
        f"this program is too old for the database {name}: it has schema {found}, the program knows {SCHEMA}",
        mend="Update vendorrisk to the version that your coalition uses.",
    )


def _first_use(database: Database, sealer: Sealer) -> bytes:
    """Create what is missing, unless another process was first, and return the key check that is stored."""
    with database.writing() as connection:
        if _schema(connection) is None:
            _migrate(connection)
        check = connection.scalar(select(keycheck.c.sealed))
        if check is None:
            check = sealer.seal(_CHECK, "keycheck", "sealed", "1")
            connection.execute(insert(keycheck).values(id=1, sealed=check))
    return check


def _migrate(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415  takes longer to import than the rest of the store
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    folder = str(Path(__file__).parent / "migrations")
    config.set_main_option("script_location", folder.replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
