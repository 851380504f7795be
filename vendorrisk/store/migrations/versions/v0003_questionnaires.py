"""Foreign questionnaires: their texts belong to their publishers, so each member keeps those that it received."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create the table of questionnaires, one row for each meaning that was read."""
    op.create_table(
        "questionnaires",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("digest", sa.String, primary_key=True),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )
