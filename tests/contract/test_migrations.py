"""Migrations lead to exactly the schema that the code uses, and other schemas are refused with the way out."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from factories_store import ACME, AT, SECRET, make_answer, make_assessment, make_item
from sqlalchemy import Connection, create_engine, inspect, text

import vendorrisk.store
from vendorrisk.model.fault import UsageError
from vendorrisk.store import open_store, upgrade_store
from vendorrisk.store.tables import SCHEMA, metadata

MIGRATIONS = Path(vendorrisk.store.__file__).parent / "migrations"


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    engine = create_engine(url)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def set_schema(url: str, revision: str) -> None:
    with connected(url) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})


def described(url: str) -> dict[str, Any]:
    """Return everything that the database says of its tables, Alembic's own aside."""
    with connected(url) as connection:
        found = inspect(connection)
        return {
            table: (
                [{**column, "type": repr(column["type"])} for column in found.get_columns(table)],
                found.get_pk_constraint(table),
                found.get_foreign_keys(table),
                found.get_unique_constraints(table),
                found.get_check_constraints(table),
                found.get_indexes(table),
            )
            for table in found.get_table_names()
            if table != "alembic_version"
        }


@pytest.fixture(params=["sqlite", "postgresql"])
def two(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, str]:
    """Return the addresses of two empty databases of one kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'a.db'}", f"sqlite:///{tmp_path / 'b.db'}"
    make: Callable[[], str] = request.getfixturevalue("postgres")
    return make(), make()


def test_migrations_from_empty_give_the_schema_of_the_tables(two: tuple[str, str]) -> None:
    migrated, created = two
    assert upgrade_store(migrated) == (None, SCHEMA)
    with connected(created) as connection:
        metadata.create_all(connection)
    assert described(migrated) == described(created)
    assert set(described(migrated)) == set(metadata.tables)


def test_the_newest_migration_is_the_schema_that_the_code_names() -> None:
    script = ScriptDirectory(str(MIGRATIONS))
    assert script.get_heads() == [SCHEMA]
    assert all(len(revision.revision) == 4 and revision.revision.isdigit() for revision in script.walk_revisions())


def test_an_older_schema_names_the_upgrade_command(url: str) -> None:
    open_store(url, secret=SECRET).close()
    set_schema(url, "0000")
    with pytest.raises(UsageError, match="older schema 0000") as caught:
        open_store(url, secret=SECRET)
    assert caught.value.mend.endswith("vendorrisk store upgrade")


@pytest.mark.parametrize("way", ["open", "upgrade"])
def test_a_newer_schema_says_that_the_program_is_too_old(url: str, way: str) -> None:
    open_store(url, secret=SECRET).close()
    set_schema(url, "0999")
    with pytest.raises(UsageError, match=r"too old for the database .*: it has schema 0999"):
        open_store(url, secret=SECRET) if way == "open" else upgrade_store(url)


@pytest.mark.parametrize("way", ["open", "upgrade"])
def test_a_database_of_another_program_is_left_alone(url: str, way: str) -> None:
    open_store(url, secret=SECRET).close()
    set_schema(url, "ae1027a6acf")
    with pytest.raises(UsageError, match="belongs to another program"):
        open_store(url, secret=SECRET) if way == "open" else upgrade_store(url)


def made_by(url: str, revision: str) -> None:
    """Give an empty database the schema of a revision."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with connected(url) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def test_a_database_without_case_files_gets_them_and_keeps_everything(two: tuple[str, str]) -> None:
    url, bare = two
    with open_store(url, secret=SECRET) as store:
        store.add_vendor(ACME, by="Ana", at=AT)
        assessed = store.create(make_assessment(answers={"a.b": make_answer("yes")}), by="Ana", at=AT)
        before = store.checkpoint()
    with connected(url) as connection:
        connection.execute(text("DROP TABLE casework"))
        connection.execute(text("DROP TABLE questionnaires"))
    set_schema(url, "0001")
    made_by(bare, "0001")
    assert described(url) == described(bare)  # so this is what the first schema left
    with pytest.raises(UsageError, match="older schema 0001") as caught:
        open_store(url, secret=SECRET)
    assert caught.value.mend.endswith("vendorrisk store upgrade")
    assert upgrade_store(url) == ("0001", SCHEMA)
    assert upgrade_store(bare) == ("0001", SCHEMA)
    assert described(url) == described(bare)
    with open_store(url, secret=SECRET) as store:
        assert store.assessments() == (assessed,)
        assert store.checkpoint() == before
        store.save_casework(store.casework(assessed), [make_item()], event="gaps-recorded", detail={}, by="Ana", at=AT)
        assert not store.verify_journal().damage


def test_a_database_without_foreign_questionnaires_gets_them(url: str) -> None:
    made_by(url, "0002")
    assert "questionnaires" not in described(url)
    assert upgrade_store(url) == ("0002", SCHEMA)
    with open_store(url, secret=SECRET) as store:
        assert store.questionnaires() == ()


def test_upgrading_what_is_up_to_date_changes_nothing(url: str) -> None:
    with open_store(url, secret=SECRET) as store:
        store.add_vendor(ACME, by="Ana", at=AT)
    assert upgrade_store(url) == (SCHEMA, SCHEMA)
    with open_store(url, secret=SECRET) as store:
        assert store.vendors() == (ACME,)


def test_an_upgraded_empty_database_opens(url: str) -> None:
    upgrade_store(url)
    with open_store(url, secret=SECRET) as store:
        store.add_vendor(ACME, by="Ana", at=AT)
    with pytest.raises(UsageError, match="the key does not fit"):
        open_store(url, secret=bytes(32))


def test_a_failed_first_use_leaves_nothing_behind(url: str) -> None:
    def fail(_: int) -> bytes:
        raise KeyboardInterrupt  # after the migration, before the commit

    with pytest.raises(KeyboardInterrupt):
        open_store(url, secret=SECRET, random=fail)
    with connected(url) as connection:
        assert inspect(connection).get_table_names() == []
    open_store(url, secret=SECRET).close()


def test_opening_an_existing_store_does_not_import_alembic(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'store.db'}"
    open_store(url, secret=SECRET).close()
    program = (
        "import sys; from vendorrisk.store import open_store\n"
        f"open_store({url!r}, secret={SECRET!r}).close()\n"
        "sys.exit('alembic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
