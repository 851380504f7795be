"""Case files: what people do about an assessment's gaps, and what they decided."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_ASSESSMENT = ("vendor_id", "product", "questionnaire_id", "revision")


def upgrade() -> None:
    """Create the table of case files, one for each assessment that has one."""
    op.create_table(
        "casework",
        sa.Column("vendor_id", sa.String, primary_key=True),
        sa.Column("product", sa.String, primary_key=True),
        sa.Column("questionnaire_id", sa.String, primary_key=True),
        sa.Column("revision", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("salt", sa.LargeBinary, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.ForeignKeyConstraint(
            _ASSESSMENT, [f"assessments.{name}" for name in _ASSESSMENT], name="casework_of_assessment"
        ),
    )
