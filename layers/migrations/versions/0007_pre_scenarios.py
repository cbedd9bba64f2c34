"""Scenarios: named sets of edits on pinned layer versions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "scenario",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("revision", sa.Integer, server_default="1", nullable=False),
        sa.Column("base", JSONB, nullable=False),
        sa.Column("params", JSONB, nullable=False),
        sa.Column("edits", JSONB, nullable=False),
        sa.Column("forked_from", sa.Text, nullable=True),
        sa.Column("share_token", sa.Text, nullable=True),
        sa.Column("created_at", moment, server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", moment, server_default=sa.func.now(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_scenario"),
        sa.ForeignKeyConstraint(
            ["forked_from"],
            ["scenario.id"],
            name="fk_scenario_forked_from_scenario",
            ondelete="SET NULL",
        ),
        sa.CheckConstraint("revision > 0", name="revision"),
    )
    op.create_index("ix_scenario_owner_updated_at", "scenario", ["owner", "updated_at"])
    op.create_index("ix_scenario_forked_from", "scenario", ["forked_from"])
