"""The tables as the newest migration leaves them. Every ``sealed`` column is written through :mod:`.seal`."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    ColumnElement,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    and_,
    bindparam,
)

from vendorrisk.store.naming import Key

SCHEMA = "0003"
"""The newest migration. Revisions are numbers of four digits, so that older and newer can be told apart."""

metadata = MetaData()

keycheck = Table(
    "keycheck",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("sealed", LargeBinary, nullable=False),
    CheckConstraint("id = 1", name="one_row"),
)
"""A value sealed with the store's key: a wrong key is found on opening, not at the first document."""

vendors = Table(
    "vendors",
    metadata,
    Column("id", String, primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
)

assessments = Table(
    "assessments",
    metadata,
    Column("vendor_id", String, primary_key=True),
    Column("product", String, primary_key=True),
    Column("questionnaire_id", String, primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("salt", LargeBinary, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    ForeignKeyConstraint(["vendor_id"], ["vendors.id"], name="assessment_of_vendor"),
)
"""``salt`` (sealed too) opens the journal's commitments to this assessment; deleted with it, they say nothing."""

casework = Table(
    "casework",
    metadata,
    Column("vendor_id", String, primary_key=True),
    Column("product", String, primary_key=True),
    Column("questionnaire_id", String, primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("salt", LargeBinary, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    ForeignKeyConstraint(
        ["vendor_id", "product", "questionnaire_id", "revision"],
        [
            "assessments.vendor_id",
            "assessments.product",
            "assessments.questionnaire_id",
            "assessments.revision",
        ],
        name="casework_of_assessment",
    ),
)
"""The case file of an assessment, with a salt of its own."""

questionnaires = Table(
    "questionnaires",
    metadata,
    Column("id", String, primary_key=True),
    Column("digest", String, primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
)
"""Foreign questionnaires, by the digest of their meaning."""

evidence = Table(
    "evidence",
    metadata,
    Column("sha256", String, primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
)

attestations = Table(
    "attestations",
    metadata,
    Column("id", String, primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("file", LargeBinary, nullable=False),
)
"""``file`` is the PDF, sealed too."""

journal = Table(
    "journal",
    metadata,
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("leaf", LargeBinary, nullable=False),
    Column("entry", LargeBinary, nullable=False),
)
"""Append-only: triggers refuse everything but the next position. See :mod:`.journal`."""


def key_columns(kept: Table) -> tuple[Column[Any], ...]:
    """Return the columns by which an assessment is found in one of the tables, in the order of a :class:`Key`."""
    return tuple(kept.c[name] for name in Key._fields)


def is_key(kept: Table) -> ColumnElement[bool]:
    """Return the condition that a row is that of the key with which it is executed (see :func:`bound`)."""
    return and_(*(column == bindparam(f"key_{column.name}") for column in key_columns(kept)))


def bound(key: Key) -> dict[str, str | int]:
    """Return a key as the parameters of :func:`is_key`."""
    return {f"key_{name}": value for name, value in key._asdict().items()}
