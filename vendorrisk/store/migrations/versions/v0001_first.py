"""The first schema."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_SQLITE_TRIGGERS = (
    """CREATE TRIGGER journal_refuses_update BEFORE UPDATE ON journal
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
    """CREATE TRIGGER journal_refuses_delete BEFORE DELETE ON journal
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
    # INSERT OR REPLACE would delete without firing the trigger above.
    """CREATE TRIGGER journal_takes_the_next BEFORE INSERT ON journal
    WHEN NEW.position <> (SELECT coalesce(max(position), -1) + 1 FROM journal)
    BEGIN SELECT RAISE(ABORT, 'the journal takes only its next position'); END""",
)
_POSTGRES_TRIGGERS = (
    """CREATE FUNCTION journal_refuses() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the journal is append-only'; END $$""",
    """CREATE FUNCTION journal_next() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
        IF NEW.position <> (SELECT coalesce(max(position), -1) + 1 FROM journal) THEN
            RAISE EXCEPTION 'the journal takes only its next position';
        END IF;
        RETURN NEW;
    END $$""",
    """CREATE TRIGGER journal_refuses_change BEFORE UPDATE OR DELETE ON journal
    FOR EACH ROW EXECUTE FUNCTION journal_refuses()""",
    """CREATE TRIGGER journal_refuses_truncate BEFORE TRUNCATE ON journal
    FOR EACH STATEMENT EXECUTE FUNCTION journal_refuses()""",
    """CREATE TRIGGER journal_takes_the_next BEFORE INSERT ON journal
    FOR EACH ROW EXECUTE FUNCTION journal_next()""",
)


def upgrade() -> None:
    """Create every table and the triggers that keep the journal append-only."""
    op.create_table(
        "keycheck",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.CheckConstraint("id = 1", name="one_row"),
    )
    op.create_table(
        "vendors",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "assessments",
        sa.Column("vendor_id", sa.String, primary_key=True),
        sa.Column("product", sa.String, primary_key=True),
        sa.Column("questionnaire_id", sa.String, primary_key=True),
        sa.Column("revision", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("salt", sa.LargeBinary, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.ForeignKeyConstraint(["vendor_id"], ["vendors.id"], name="assessment_of_vendor"),
    )
    op.create_table(
        "evidence",
        sa.Column("sha256", sa.String, primary_key=True),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "attestations",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("file", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "journal",
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("leaf", sa.LargeBinary, nullable=False),
        sa.Column("entry", sa.LargeBinary, nullable=False),
    )
    for statement in _SQLITE_TRIGGERS if op.get_context().dialect.name == "sqlite" else _POSTGRES_TRIGGERS:
        op.execute(statement)
