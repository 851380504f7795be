"""Connections and transactions: SQLite made safe, PostgreSQL made serial, errors put into words."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from vendorrisk.model.fault import UsageError
from vendorrisk.store.errors import StoreError, translate

BUSY_SECONDS = 10.0
"""How long a writer waits for another one."""

_WRITES = "vendorrisk_writes"
_WRITER_LOCK = 0x76656E646F72
"""PostgreSQL's advisory lock that every writer takes, so that the journal grows one entry at a time."""


class Database:
    """One database, in transactions that either read one consistent state or write alone."""

    def __init__(self, url: str) -> None:
        parsed = _parse(url)
        self.file = Path(str(parsed.database)) if parsed.drivername == "sqlite" else None
        """The file of SQLite; None on a server."""
        self.name = self.file or parsed.render_as_string(hide_password=True)
        self._reader = _engine(parsed, str(self.name))
        self._writer = self._reader.execution_options(**{_WRITES: True})

    def close(self) -> None:
        """Close every connection."""
        self._reader.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a transaction that sees one consistent state; raise ``StoreError`` if the database fails."""
        with self._translated(), self._reader.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open the only writing transaction; commit at the end, undo everything on an error."""
        with self._translated(), self._writer.begin() as connection:
            yield connection

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            raise translate(error, str(self.name)) from error


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError:
        parsed = None
    kind = parsed.get_backend_name() if parsed else ""
    anonymous = parsed is not None and kind == "postgresql" and not parsed.username
    if parsed is None or kind not in ("sqlite", "postgresql") or not parsed.database or anonymous:
        raise UsageError(
            "the database address is neither SQLite nor PostgreSQL, or names no database or no user",
            mend="Write it as sqlite:///path/to/file.db or postgresql://user:password@host/database.",
        )
    return parsed.set(drivername="sqlite" if kind == "sqlite" else "postgresql+pg8000")


def _engine(url: URL, name: str) -> Engine:
    if url.drivername == "sqlite":
        _prepare_file(Path(name))
        engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS})
        event.listen(engine, "connect", _configure_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    try:
        engine = create_engine(url)
    except ModuleNotFoundError as error:
        raise UsageError(
            "PostgreSQL needs the package pg8000, which is not installed",
            mend="Install it with: pip install 'vendorrisk[postgres]'",
        ) from error
    event.listen(engine, "begin", _begin_postgres)
    return engine


def _prepare_file(path: Path) -> None:
    """Make folder and file for their owner only; SQLite gives its side files the same mode."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not path.exists():
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise StoreError(
            f"the database {path} can't be made: {error.strerror}",
            mend="Check the folder, or name another database in VENDORRISK_DATABASE_URL.",
        ) from error


def _configure_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # transactions begin where _begin_sqlite says, not where the driver guesses
    connection.execute("PRAGMA journal_mode=WAL").close()
    connection.execute("PRAGMA synchronous=FULL").close()
    connection.execute("PRAGMA foreign_keys=ON").close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _begin_postgres(connection: Connection) -> None:
    if connection.get_execution_options().get(_WRITES):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITER_LOCK})")
    else:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
